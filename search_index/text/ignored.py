"""What of a question could not be used, and what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search_index.text.query_tokens import KNOWN_FIELDS

_UNKNOWN: Final = re.compile(r"(?<![^\s(])[-+]?([A-Za-z_]{2,30}):(?=[\w\"(])")
_CALLED: Final = {
    "after": "date:>",
    "before": "date:<",
    "by": "author",
    "byline": "author",
    "city": "place",
    "content": "body",
    "country": "place",
    "headline": "title",
    "journalist": "author",
    "lang": "language",
    "location": "place",
    "name": "person",
    "org": "organization",
    "organisation": "organization",
    "people": "person",
    "published": "date",
    "publisher": "outlet",
    "quoted": "speaker",
    "since": "date:>=",
    "site": "outlet",
    "text": "body",
    "until": "date:<=",
    "writer": "author",
}
"""What other search engines and people call the fields."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A part of what was typed that could not be used, and why."""

    part: str
    reason: str


def unknown_fields(text: str) -> Iterator[Ignored]:
    """The names before a colon that are no field; an address ("https://…") has none."""
    for unknown in _UNKNOWN.finditer(text):
        name = unknown[1].lower()
        if name not in KNOWN_FIELDS and not text.startswith("//", unknown.end()):
            meant = _meant(name)
            offer = f" Did you mean “{meant if ':' in meant else meant + ':'}”?" if meant else ""
            reason = f"There is no field “{name}”: read as words.{offer}"
            yield Ignored(unknown.group(), reason)


def _meant(name: str) -> str | None:
    if name in _CALLED:
        return _CALLED[name]
    from difflib import get_close_matches  # few questions need it

    near = get_close_matches(name, KNOWN_FIELDS, n=1, cutoff=0.7)
    return near[0] if near else None
