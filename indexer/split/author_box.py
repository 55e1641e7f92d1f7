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
_WRITER: Final = re.compile(
    r"\W*(?:the (?:writer|author|columnist)s?,? (?:is|are|was|were|teach|live|write|work)"
    r"|l['’]aut(?:eur|rice)e?,? (?:est|vit|enseigne|travaille|dirige)"
    r"|(?:der|die) (?:autor|verfasser)(?:in)?,? (?:ist|lebt|lehrt|arbeitet|schreibt)"
    r"|(?:el|la) autora?,? (?:es|vive|escribe|enseña|trabaja)"
    r"|(?:\(?\*\)? ?)?(?:الكاتبة?|كاتبة? المقال)"
    r" (?:صحفي|كاتب|باحث|أستاذ|أكاديمي|محام|خبير|مدير|طبيب))",
    re.IGNORECASE,
)
_LEAST: Final = 3
_FEW: Final = 2
_MOST_BELOW: Final = 4
_MOST_LINK: Final = 40
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
        named = None
        if below and (len(below) <= _FEW or _are_links(below[1:])):
            alone = _ALONE.fullmatch(text)
            named = alone if alone and _tells_of(alone["name"], below[0].text) else None
        elif not below:
            if _WRITER.match(text) and len(text) <= _MOST_BYLINE:
                return whole[:at]
            named = _OPENS.match(text) or _ALONE.fullmatch(text)
        if named and _signed(named["name"], lines, title, whole[:at]):
            return whole[:at]
    return whole


def _are_links(lines: Sequence[Line]) -> bool:
    """Whether lines are as short as links to more of an author."""
    return all(len(line.text) <= _MOST_LINK for line in lines)


def _tells_of(name: str, text: str) -> bool:
    """Whether a line below that name goes on with who that is, or begins with a part of it."""
    if _GOES_ON.match(text):
        return True
    first, _, rest = text.partition(" ")
    return first in name.split() and _GOES_ON.match(rest) is not None


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
