"""Whether a long line is a page whose blocks a dump tool ran together, with spaces between them.

What the menus around a story say is then in one line with it and cannot be told from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.page import Line
from indexer.split.cues import cues_of

_LEAST_CHARS = 1000
_MOST_SHARE = 0.7
_END_CHARS = 800
"""So much of either end is looked at for what pages say around a story."""
_AROUND = frozenset(
    {"nav", "legal", "account", "social", "contact", "form", "site", "comment", "pointer"}
)
_MANY_KINDS, _SOME_KINDS = 4, 2
"""How many kinds of these are more than a story says, and how many are with a long stretch."""
_STRETCH_WORDS = 50
"""So many words without the end of a sentence are more likely a menu than a sentence."""
_MENU_WORDS, _MENU_CAPITALS = 80, 0.6
_ENDED = re.compile(r"[.!?؟…][”\"»’')\]]*(?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+")


def line_of_most(lines: Sequence[Line]) -> Line | None:
    """The long line that is most of a page, None where there is none."""
    longest = max(lines, key=lambda line: len(line.text))
    size = len(longest.text)
    if size < _LEAST_CHARS or size < _MOST_SHARE * sum(len(line.text) for line in lines):
        return None
    return longest


def is_run_together(text: str) -> bool:
    """Whether a line holds what pages have around a story: menus, forms, legal notices."""
    if len(text) < _LEAST_CHARS:
        return False
    kinds = len(_AROUND & {*cues_of(text[:_END_CHARS]), *cues_of(text[-_END_CHARS:])})
    words, capitals = _longest_stretch(text)
    return (
        kinds >= _MANY_KINDS
        or (kinds >= _SOME_KINDS and words >= _STRETCH_WORDS)
        or (words >= _MENU_WORDS and capitals >= _MENU_CAPITALS)
    )


def _longest_stretch(text: str) -> tuple[int, float]:
    """The most words between two ends of sentences, and how many of them begin with a capital."""
    stretches = [_WORD.findall(part) for part in _ENDED.split(text)]
    longest = max(stretches, key=len)
    return len(longest), sum(word[0].isupper() for word in longest) / (len(longest) or 1)
