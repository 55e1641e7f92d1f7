"""Author and section in the line of the day: "Ann Lee | 3 May 2021 | Sport"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from indexer.credits.names import is_name, without_titles
from indexer.credits.words import words
from indexer.dates import is_date_line
from indexer.dates.cues import SECTION_LABELS
from indexer.language.given_names import given_names
from indexer.language.normalize import fold_arabic_word, fold_case, is_arabic
from indexer.language.words import has_digit

_MAX_CHARS = 160
_PARTS = re.compile(r"\s*[|•·/]\s*|\s+[-–—]\s+|\s*[,،;]\s+")
_LABELLED = re.compile(
    rf"(?:^|[\s|•·,;])(?:{SECTION_LABELS})\s*[:：]\s*(?P<name>[^.!?:|•·]{{2,50}})$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a line names next to its day."""

    authors: tuple[str, ...] = ()
    section: str | None = None


def signed_in(text: str) -> Signed:
    """Author and section in a line that holds a day; empty where the line is anything else.

    An author has a known given name, a section is one of those that papers have.
    """
    if len(text) > _MAX_CHARS:
        return Signed()
    labelled = _LABELLED.search(text)
    parts = [part.strip() for part in _PARTS.split(text)]
    dated = [part for part in parts if has_digit(part) and is_date_line(part)]
    if not (dated or (labelled and is_date_line(text))):
        return Signed()
    bare = [part for part in parts if part and not has_digit(part)]
    section = next((part for part in bare if _section().fullmatch(part)), None)
    names = [without_titles(part) for part in bare if part != section]
    return Signed(
        authors=tuple(dict.fromkeys(name for name in names if is_name(name) and _is_given(name))),
        section=labelled["name"].strip() if labelled else section,
    )


def _is_given(name: str) -> bool:
    first = re.split(r"[\s-]", name)[0]
    latin, arabic = given_names()
    if is_arabic(first):
        return fold_arabic_word(first) in arabic
    return fold_case(first) in latin


@cache
def _section() -> re.Pattern[str]:
    return re.compile(words("section"), re.IGNORECASE)
