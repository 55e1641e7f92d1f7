"""Everything that reading pages needs, loaded by reading some.

Tables and patterns are made when they are first used, which takes as long as it takes to study
two hundred pages.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from threading import Thread

from indexer.language import language_of
from indexer.page import Page
from indexer.study import mark, study

_TEXTS = (
    "Minister Opens School in Rabat\n\n16 July 2024\n\n"
    "Dr. Ann Example, Minister of Education of Morocco, has opened a school for the children "
    "of the city on Monday, 15 July 2024, and thanked all that were there.",
    "Une école à Rabat\n\n16 juillet 2024\n\n"
    "Le ministre de l’Éducation, M. Jean Exemple, a inauguré une école pour les enfants de la "
    "ville le lundi 15 juillet 2024 et il est revenu sur le travail des enseignants avec eux.",
    "افتتاح مدرسة في الرباط\n\n16 يوليوز 2024\n\n"
    "افتتح وزير التربية الدكتور أحمد مثال مدرسة في الرباط يوم الاثنين 15 يوليوز 2024 بحضور عدد "
    "من المسؤولين وأولياء الأمور.",
)
_OTHER_LANGUAGE = "El ministro inauguró el lunes una escuela para los niños de la ciudad."


def preload(models: Sequence[tuple[str, str]] = ()) -> None:
    """Make the tables and patterns, and load the spaCy models that are named for languages."""
    # It unpacks its model for a third of a second without Python's lock.
    identifier = Thread(target=language_of, args=(_OTHER_LANGUAGE,))
    identifier.start()
    for text in _TEXTS:
        page = Page(name="", text=text, digest="")
        mark(page)
        study(page, frozenset({0}), today=datetime.date(2024, 7, 16), models=models)
    identifier.join()
