"""Captions right below the marks that stand for pictures, such as "[Photo]"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.page import Line
from indexer.split.gathered import Gathered

_MARK: Final = re.compile(
    r"\W*\[(?:photo|image|img|picture|pic|bild|foto|imagen|immagine|صورة|الصورة)[^\[\]]{0,40}\]",
    re.IGNORECASE,
)
_MOST_CHARS: Final = 160
_ENDS: Final = (".", "!", "?", "…", "؟", "”", "»", '"', ":")
_MOST_BETWEEN: Final = 2


def without_captions(found: Sequence[Gathered], lines: Sequence[Line]) -> list[Gathered]:
    """The stories without captions, none of which is a headline where all other stories have a day.

    A caption has no room between it and the mark, and some below it.
    """
    captions = _captions(lines)
    others = [story for story in found if story.top not in captions]
    if not captions or not others or not all(story.title for story in others):
        return list(found)
    dated = all(story.dateline for story in others)
    kept: list[Gathered] = []
    for story in found:
        above = kept[-1] if kept else None
        if (
            dated
            and above
            and story.top in captions
            and story.dateline is None
            and story.top <= above.bottom + 1 + _MOST_BETWEEN
        ):
            above.paragraphs += story.paragraphs
            above.bottom = story.bottom
            continue
        kept.append(story)
    ends = {lines[number].end for number in captions}
    for story in kept:
        left = [line for line in story.paragraphs if line.end not in ends]
        story.paragraphs = left or story.paragraphs
    return kept


def _captions(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines that are captions by where they stand."""
    return frozenset(
        number
        for number in range(1, len(lines) - 1)
        if not lines[number].blank_before
        and lines[number + 1].blank_before
        and len(lines[number].text) <= _MOST_CHARS
        and not lines[number].text.endswith(_ENDS)
        and _MARK.fullmatch(lines[number - 1].text)
    )
