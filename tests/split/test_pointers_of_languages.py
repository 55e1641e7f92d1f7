"""Lines that point to other stories are no lines of a story, in many languages."""

from __future__ import annotations

import pytest

from indexer.clean.known import Kind, known_kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Czytaj także: Promy wracają na trasę", Kind.INLINE),
        ("Leggi anche:", Kind.INLINE),
        ("Lees ook: De veerboot vaart weer", Kind.INLINE),
        ("Les også", Kind.INLINE),
        ("Читайте также: Паромы снова ходят", Kind.INLINE),
        ("Přečtěte si také: Trajekty jezdí", Kind.INLINE),
        ("यह भी पढ़ें: नौका फिर चली", Kind.INLINE),
        ("Kommentare insgesamt: 4", Kind.END),
        ("Total de comentarios: 12", Kind.END),
        ("Vorschau auf den nächsten Artikel", Kind.FURNITURE),
        ("Stand vom 4.05.2021 / Affiliate Links / Bilder von einem Laden", Kind.FURNITURE),
    ],
)
def test_a_pointer_is_known(line: str, kind: Kind) -> None:
    assert known_kind(line, below=True) is kind


@pytest.mark.parametrize(
    "line",
    [
        "Czytaj także książki, radziła bibliotekarka uczniom szkoły w porcie.",
        "Kommentare insgesamt waren freundlich, sagte der Kapitän.",
        "Der nächste Artikel des Gesetzes regelt die Fähren.",
        "Les også blant annet om fergene i havnen, sa kapteinen.",
    ],
)
def test_a_sentence_that_begins_so_is_of_the_story(line: str) -> None:
    assert known_kind(line, below=True) is None
