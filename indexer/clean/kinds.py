"""Which lines of a page are boilerplate, by the table and by what is around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.clean.known import Kind, known_kind
from indexer.page import Line

_BY = re.compile(r"\b(?:by|par|words|text|story|photos?|photography)\b", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s(?:de |van |bin |ag |ould )?[A-ZÀ-Þ][\w’'-]+){1,3}")
_LABEL_CHARS = 60
_OFTEN = 3
_OFTEN_WORDS = 3
_NAME_CHARS = 6
_CAPTION_CHARS = 220
_BIOGRAPHY_CHARS = 300
_PARAGRAPH_CHARS = 100


def known_kinds(lines: Sequence[Line], dated: Sequence[bool]) -> list[Kind | None]:
    """Known boilerplate. Lines that are `dated` are not, but for the heads of comments."""
    kinds: list[Kind | None] = []
    begun = False
    for line, is_date in zip(lines, dated, strict=True):
        kind = known_kind(line.text, below=begun)
        if kind and kind is not Kind.COMMENT and is_date:
            kind = None
        begun = begun or (kind is None and _is_paragraph(line.text))
        kinds.append(kind)
    return kinds


def _is_paragraph(text: str) -> bool:
    return len(text) >= _PARAGRAPH_CHARS or (len(text) >= _LABEL_CHARS and text.endswith("."))


def by_neighbours(
    lines: Sequence[Line], kinds: Sequence[Kind | None], dated: Sequence[bool]
) -> list[Kind | None]:
    """What is boilerplate only by what else is on the page; date lines are not.

    A label for a caption takes the line below it along; an author's name may come again
    below the story, alone or with a word on him; and a label that stands again and again,
    such as "Details", is no line of a story.
    """
    result = list(kinds)
    often = Counter(line.text for line in lines if len(line.text) <= _LABEL_CHARS)
    bylines = " | ".join(
        line.text for line, kind in zip(lines, kinds, strict=True) if kind is Kind.BYLINE
    )
    names = tuple(_NAME.findall(_BY.sub("", bylines)))
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        text = line.text
        if kind is not None or dated[number]:
            continue
        short = len(text) <= _LABEL_CHARS
        above = lines[number - 1].text if number else ""
        if (
            len(text) <= _CAPTION_CHARS
            and kinds[number - 1] is Kind.CAPTION
            and above.endswith((",", ":"))
        ):
            result[number] = Kind.CAPTION
        elif (short and len(text) > _NAME_CHARS and text in bylines) or (
            names and len(text) <= _BIOGRAPHY_CHARS and text.startswith(names)
        ):
            result[number] = Kind.BYLINE
        elif often[text] >= _OFTEN and text.count(" ") < _OFTEN_WORDS and text[-1] not in ".!?؟":
            result[number] = Kind.LEARNED
    return result
