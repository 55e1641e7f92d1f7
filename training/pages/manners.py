"""How a page of several sets its stories, each the same way: what is above and below a headline."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from indexer.page import Line

_FIRST_DAY = datetime.date(2008, 1, 1)
_DAYS = 6000
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_STYLES = {
    "en": ("{d} {m} {y}", "{m} {d}, {y}", "Published on {d} {m} {y}", "{d} {m} {y}, 10:4{u} am",
           "By Staff | {m} {d}, {y}", "{s} {d}, {y}"),
    "fr": ("{d} {m} {y}", "Publié le {d} {m} {y}", "Le {d} {m} {y} à 14h2{u}"),
    "de": ("{d}. {m} {y}", "Veröffentlicht am {d}. {m} {y}", "{d}. {m} {y}, 08:1{u} Uhr"),
    "es": ("{d} de {m} de {y}", "Publicado el {d} de {m} de {y}"),
    "ar": ("{d} {m} {y}", "نشر في {d} {m} {y}", "{d} {m}، {y}"),
}  # fmt: skip
_OF_ALL = ("{y}-{n:02}-{d:02}", "{d:02}.{n:02}.{y}", "{d:02}/{n:02}/{y}")
_FEET = {
    "en": (
        "Read more",
        "Read More »",
        "Continue reading",
        "Share",
        "0 Comments",
        "Details",
        "More",
    ),
    "fr": ("Lire la suite", "En savoir plus", "Lire plus", "Partager", "Aucun commentaire"),
    "de": ("Weiterlesen", "Mehr lesen", "mehr", "Teilen", "Keine Kommentare", "Zum Artikel"),
    "es": ("Leer más", "Seguir leyendo", "Compartir", "Sin comentarios"),
    "ar": ("اقرأ المزيد", "التفاصيل", "المزيد", "مشاركة"),
}
_SECTIONS = {
    "en": ("News", "Events", "Press release", "Announcements", "World"),
    "fr": ("Actualités", "Événements", "Communiqué", "Culture"),
    "de": ("Aktuelles", "Meldung", "Politik", "Kultur"),
    "es": ("Noticias", "Eventos", "Cultura"),
    "ar": ("أخبار", "فعاليات", "بيان صحفي"),
}
_MOST_ROOM = 3

Row = tuple[Line, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a page sets its stories."""

    heads: int
    """So many of the lines that a story has between headline and body are kept."""
    inserts: int
    """So many in a row of those between its paragraphs are."""
    feet: tuple[str, ...]
    section: str | None
    style: str | None
    months: tuple[str, ...]
    date_above: bool
    room: int
    random: Random

    def set(self, title: Line, heads: Sequence[Row], inside: Sequence[Row]) -> list[Row]:
        """The rows of one story."""
        top = replace(title, marker="", blank_before=max(1, self.room), indent=0)
        next_to = replace(top, blank_before=min(1, self.room))
        rows: list[Row] = []
        if self.section:
            rows.append((replace(top, text=self.section), "J"))
        day = [(replace(next_to, text=self._day()), "")] if self.style else []
        if self.date_above:
            rows += [(line, "A") for line, _ in day]
        rows.append((replace(top, text=title.text), "T"))
        if not self.date_above:
            rows += [(line, "D") for line, _ in day]
        rows += [row for row in heads if not (self.style and row[1] == "D")]
        rows += [
            (replace(line, blank_before=min(line.blank_before, _MOST_ROOM)), part)
            for line, part in inside
        ]
        rows += [(replace(next_to, text=foot), "J") for foot in self.feet]
        return rows

    def _day(self) -> str:
        day = _FIRST_DAY + datetime.timedelta(days=self.random.randrange(_DAYS))
        month = self.months[day.month - 1]
        return (self.style or "").format(
            d=day.day, n=day.month, y=day.year, m=month, s=month[:3], u=self.random.randrange(10)
        )


def manner(language: str, random: Random) -> Manner:
    """How some page in a language may set its stories."""
    known = language if language in _STYLES else "en"
    styles = [None, None, None, *_OF_ALL[: random.randint(1, 3)], *_STYLES[known]]
    feet = random.sample(_FEET[known], random.choice([0, 0, 0, 1, 1, 2]))
    return Manner(
        heads=random.choice([0, 0, 0, 0, 1, 2]),
        inserts=random.choice([0, 0, 0, 1, 2]),
        feet=tuple(feet),
        section=random.choice(_SECTIONS[known]) if random.random() < 0.15 else None,
        style=random.choice(styles),
        months=tuple(_MONTHS[known].split()),
        date_above=random.random() < 0.25,
        room=random.choice([0, 1, 1, 2]),
        random=random,
    )
