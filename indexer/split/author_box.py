"""Who wrote a story, said once more below it: "Ann Lee is a painter. She lives in Leeds."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.page import Line

_NAME: Final = r"[^\W\d_][\w.'’-]+(?: [^\W\d_][\w.'’-]*){1,3}"
_SAYS: Final = (
    r"(?:is|was|lives?|teaches|writes|works|has|are|est|vit|enseigne|travaille|dirige|écrit|a"
    r"|ist|lebt|lehrt|arbeitet|schreibt|es|vive|escribe|enseña|trabaja)"
)
_OPENS: Final = re.compile(rf"\W*(?P<name>{_NAME}?)(?:,? {_SAYS}\b|['’]s )")
_GOES_ON: Final = re.compile(rf"\W*{_SAYS}\b")
_ALONE: Final = re.compile(rf"\W*(?P<name>{_NAME})\W*")
_LEAST: Final = 3
_MOST_BELOW: Final = 2
_MOST_BYLINE: Final = 160
_HEAD_LINES: Final = 12
"""So many lines above the first paragraph may say who wrote."""


def without_author(
    paragraphs: Sequence[Line], lines: Sequence[Line], title: Line | None
) -> list[Line]:
    """A body without what says at its end who its author is.

    The name is one that stands above the first paragraph, and neither in the headline nor in the
    rest of the story, but for a standfirst: that may be about who bears it.
    """
    whole = list(paragraphs)
    if len(whole) < _LEAST or not title:
        return whole
    for at in range(max(1, len(whole) - 1 - _MOST_BELOW), len(whole)):
        text = whole[at].text
        below = whole[at + 1 :]
        if below and _GOES_ON.match(below[0].text):
            named = _ALONE.fullmatch(text)
        else:
            named = None if below else _OPENS.match(text)
        if named and _signed(named["name"], lines, title, whole[:at]):
            return whole[:at]
    return whole


def _signed(name: str, lines: Sequence[Line], title: Line, above: Sequence[Line]) -> bool:
    """Whether that name stands between headline and story, and in neither of them."""
    if not all(word[0].isupper() or len(word) <= _LEAST for word in name.split()):
        return False
    if name in title.text or any(name in line.text for line in above[1:]):
        return False
    first = above[-1].start
    own = {line.start for line in above}
    head = [line for line in lines if title.end <= line.start < first and line.start not in own][
        :_HEAD_LINES
    ]
    return any(name in line.text and len(line.text) <= _MOST_BYLINE for line in head)
