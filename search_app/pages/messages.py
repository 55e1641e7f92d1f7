"""The words of the interface, from the data files in `static/locales/`.

The browser reads the same files (`static/js/messages.js`), so both say the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale

from search_app.labels import label

LOCALES = ("en", "fr", "ar")
FOLDER = Path(__file__).parents[1] / "static" / "locales"

REASONS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "data" / "reasons.json").read_text(encoding="utf-8")
)
"""Only the server says them, so browsers need not fetch them."""

_ISOLATED = frozenset({"q", "name", "forms"})
"""Values that come from outside: set apart from the sentence around them
where the directions may differ."""

_TURNING = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Characters that run from right to left and would turn what is around them."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ckb", "yi", "dv"})


@dataclass(frozen=True, slots=True)
class Messages:
    """The interface in one language."""

    language: str
    texts: dict[str, Any]

    @classmethod
    def load(cls, language: str) -> Messages:
        """Read the file of a language of LOCALES."""
        return cls(language, json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8")))

    @property
    def reasons(self) -> dict[str, str]:
        """Why a line of a page is in no article, by the English of the indexer."""
        return REASONS.get(self.language, {})

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.texts["dir"])

    def text(self, key: str, **values: str | int | float) -> str:
        """The text of a key; `n` chooses the plural form, numbers are written as usual."""
        pattern = self.texts[key]
        if isinstance(pattern, dict):
            form = Locale.parse(self.language).plural_form(int(values["n"]))
            pattern = pattern.get(form, pattern["other"])
        for name, value in values.items():
            written = value if isinstance(value, str) else self.number(value)
            if name in _ISOLATED and (self.direction == "rtl" or _TURNING.search(written)):
                written = f"\u2068{written}\u2069"
            pattern = pattern.replace(f"{{{name}}}", written)
        return str(pattern)

    def number(self, value: int | float) -> str:
        """A number with the separators of the language and at most one decimal."""
        whole, _, tenth = f"{round(value, 1):,}".partition(".")
        written = whole.replace(",", self.texts["group"])
        return written if tenth in ("", "0") else f"{written}{self.texts['decimal']}{tenth}"

    def date(self, date: str) -> str:
        """YYYY, YYYY-MM or YYYY-MM-DD in words, as precise as it is."""
        year, *rest = date.split("-")
        if not rest:
            return year
        month = self.texts["months"][int(rest[0]) - 1]
        if len(rest) == 1:
            return self.text("date_month", month=month, year=year)
        return self.text("date_day", day=str(int(rest[1])), month=month, year=year)

    def span(self, first: str | None, last: str | None) -> str:
        """A span of time in words; either end may be open."""
        if first and last:
            if first == last:
                return self.date(first)
            return self.text("span", **{"from": self.date(first), "to": self.date(last)})
        if first:
            return self.text("span_from", **{"from": self.date(first)})
        return self.text("span_to", to=self.date(last or ""))

    def field(self, name: str) -> str:
        """A field of an article as people call it."""
        return str(self.texts.get(f"field_{name}", name))

    def value(self, field: str, value: str) -> str:
        """A value of a facet as people read it."""
        if field in ("language", "place", "organization", "person"):
            return label(field, value, self.language)
        return self.date(value) if field == "month" and value[:4].isdigit() else value


def direction(language: str) -> str:
    """The direction of text in a language: `ltr`, `rtl`, or `auto` where it is not known."""
    if language in ("", "und"):
        return "auto"
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"
