"""Stories of a page that are set alike: the room above their headlines, the line below these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.gathered import Gathered, number_of

_WORD: Final = re.compile(r"[^\W\d_]+")
_ENDS: Final = (".", "!", "?", "…", "؟", "”", "»", '"')
_LEAST: Final = 2
_HEAD_CHARS: Final = 60
_PARAGRAPH_CHARS: Final = 60
_HEADLINE_WORDS: Final = 3
_HEADLINE_CHARS: Final = 120
_DENSE: Final = 3
_FOOT_CHARS: Final = 160


def without_heads(found: Sequence[Gathered], lines: Sequence[Line]) -> None:
    """Leave out the line below a headline that is no paragraph, as others of the page show.

    Such are the number of a notice, the names of a team or the paper that is reviewed: short,
    without the end of a sentence, and either begun with the word that others begin with, or below
    each headline of the page and known to be of no body below two.
    """
    heads = [_head(story, lines) for story in found]
    first = Counter(_first_word(line.text) for line, _ in heads if line)
    all_have = all(line for line, _ in heads)
    others = sum(1 for line, inside in heads if line and not inside)
    for story, (line, inside) in zip(found, heads, strict=True):
        if line is None or not inside:
            continue
        word = _first_word(line.text)
        if (word and first[word] >= _LEAST) or (all_have and others >= _LEAST):
            del story.paragraphs[0]


def _head(story: Gathered, lines: Sequence[Line]) -> tuple[Line | None, bool]:
    """The short line below a headline and above a paragraph, and whether it is in the body."""
    if story.title is None:
        return None, False
    below = number_of(lines, story.title) + 1
    if below + 1 >= len(lines):
        return None, False
    line = lines[below]
    if (
        len(line.text) > _HEAD_CHARS
        or line.text.endswith(_ENDS)
        or len(lines[below + 1].text) < _PARAGRAPH_CHARS
    ):
        return None, False
    return line, len(story.paragraphs) > 1 and story.paragraphs[0].end == line.end


def _first_word(text: str) -> str:
    word = _WORD.match(text)
    return word[0].casefold() if word else ""


def parted_by_room(found: Sequence[Gathered], lines: Sequence[Line]) -> list[Gathered]:
    """The stories of a page whose headlines, and nothing else, have room above them.

    A line that has room, too, and could be a headline, begins a story; so does none within
    one. Below the last story a short line with room is the foot of the page.
    """
    titled = [story for story in found if story.title]
    if len(titled) < _LEAST or len(titled) < len(found):
        return list(found)
    body = [line for story in found for line in story.paragraphs]
    roomy = [line for line in body if line.blank_before]
    if (
        not roomy
        or len(body) - len(roomy) < _DENSE
        or any(story.paragraphs[0].blank_before for story in found)
        or not all(story.title and story.title.blank_before for story in found[1:])
    ):
        return list(found)
    parted: list[Gathered] = []
    for story in found:
        parted += _parts(story, lines, last=story is found[-1])
    return parted


def _parts(story: Gathered, lines: Sequence[Line], *, last: bool) -> list[Gathered]:
    body = story.paragraphs
    at = next((n for n in range(1, len(body)) if body[n].blank_before), None)
    if at is None:
        return [story]
    above, head, below = body[:at], body[at], body[at + 1 :]
    if not below:
        if last and len(head.text) <= _FOOT_CHARS:
            story.paragraphs = above
            story.bottom = number_of(lines, above[-1])
        return [story]
    text = head.text
    if (
        len(text.split()) < _HEADLINE_WORDS
        or len(text) > _HEADLINE_CHARS
        or text.endswith((*_ENDS, ":", ","))
        or is_date_line(text)
        or below[0].blank_before
    ):
        return [story]
    rest = Gathered(
        title=head,
        paragraphs=below,
        top=number_of(lines, head),
        bottom=story.bottom,
    )
    story.paragraphs = above
    story.bottom = number_of(lines, above[-1])
    return [story, *_parts(rest, lines, last=last)]
