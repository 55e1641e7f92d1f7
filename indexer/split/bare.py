"""A bare page: one story and next to nothing around it.

What a page looks like around its stories is most of what the splitter has learned; where
there is nothing around, plain rules do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.clean import talk
from indexer.dates import is_date_line
from indexer.page import Line

_SENTENCE = re.compile(r"\w\W{0,2}[.!?؟…。！？।॥።۔][”\"»’)\]]*$")
# Ethiopic, kana, Chinese and Hangul
_DENSE = re.compile(r"[\u1200-\u137f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_CHARS = 60
_PARAGRAPH_CHARS = 100
FEET = (".", "!", "…", ",", ":", ";", "،", "؛")
"""What hardly a headline ends with."""
_TITLE_CHARS = 200
_TITLE_WORDS = 3
_MIN_PROSE_CHARS = 80
_PROSE_SHARE = 0.5
_MOST_OTHERS = 3
_MOST_FRAME = 5
_NOTE_LINES, _NOTE_CHARS = 2, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BareStory:
    """The lines of the one story of a page."""

    title: Line | None
    dateline: Line | None
    paragraphs: tuple[Line, ...]


def bare_story(lines: Sequence[Line], frame: int) -> BareStory | None:
    """The one story of a page's lines, next to `frame` lines of boilerplate.

    None where the page is not bare: where there is more around than a few lines.
    """
    if frame > _MOST_FRAME:
        return None
    prose = [number for number, line in enumerate(lines) if _is_prose(line)]
    if not prose:
        return _dated_note(lines)
    chars = sum(said_in(lines[number].text) for number in prose)
    others = len(lines) - len(prose)
    first, last = prose[0], prose[-1]
    if (
        chars < _MIN_PROSE_CHARS
        or chars < _PROSE_SHARE * sum(said_in(line.text) for line in lines)
        or others > _MOST_OTHERS
    ):
        return None
    above = lines[:first]
    days = [line for line in above if is_date_line(line.text)]
    titles = [
        line for line in above if not is_date_line(line.text) and len(line.text) <= _TITLE_CHARS
    ]
    body = [line for line in lines[first : last + 1] if not is_date_line(line.text)]
    return BareStory(
        title=titles[-1] if titles else None,
        dateline=days[-1] if days else None,
        paragraphs=tuple(body),
    )


def _dated_note(lines: Sequence[Line]) -> BareStory | None:
    """The story of a page that is nothing but a headline, a day and at most two sentences."""
    head, body = lines[:2], lines[2:]
    days = [line for line in head if is_date_line(line.text)]
    if len(days) != 1 or not 0 < len(body) <= _NOTE_LINES:
        return None
    if any(talk(line.text) or not _is_sentence(line, _NOTE_CHARS) for line in body):
        return None
    [title] = [line for line in head if line is not days[0]]
    return BareStory(title=title, dateline=days[0], paragraphs=tuple(body))


def is_heading(line: Line) -> bool:
    """Whether a line is set like a title: some words, but no sentence and no item of a list."""
    text = line.text
    words = text.count(" ") + 1
    return (
        words >= _TITLE_WORDS
        and len(text) < _PARAGRAPH_CHARS
        and text[-1] not in ".:,;…،؛"
        and not text[0].islower()
        and (line.marker == "" or line.marker[0] in "#*_")
    )


def said_in(text: str) -> int:
    """The length of a text in letters: scripts of syllables and words say more in a character."""
    return len(text) if text.isascii() else len(text) + 2 * len(_DENSE.findall(text))


def _is_prose(line: Line) -> bool:
    if talk(line.text):
        return False
    return said_in(line.text) >= _PARAGRAPH_CHARS or _is_sentence(line, _SENTENCE_CHARS)


def _is_sentence(line: Line, least: int) -> bool:
    """Whether a line ends as a sentence does, and says so much."""
    return said_in(line.text) >= least and _SENTENCE.search(line.text) is not None
