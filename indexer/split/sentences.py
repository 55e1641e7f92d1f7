"""How many long sentences a page holds, and how many of them ended in no story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.page import Story
from indexer.split.removed import Removed
from search_index.model.sentences import LongSentences

LONG_CHARS: Final = 60
# One mark is looked for sooner than one that may be repeated.
_END: Final = re.compile(r"[.!?؟…。][.!?؟…。]*(?=[\s\"'”’»)\]]|$)")


def long_sentences(text: str) -> int:
    """The sentences of a line that are long, each closed by its mark."""
    found = start = 0
    for end in _END.finditer(text):
        found += end.start() - start >= LONG_CHARS
        start = end.end()
    return found


def sentences_of(stories: Sequence[Story], removed: Sequence[Removed]) -> LongSentences:
    """Those of all lines of a page."""
    in_stories = sum(long_sentences(line.text) for story in stories for line in story.paragraphs)
    counts = [(long_sentences(item.line.text), item.known or item.used) for item in removed]
    boilerplate = sum(count for count, known in counts if known)
    in_no_story = sum(count for count, known in counts if not known)
    return LongSentences(
        total=in_stories + boilerplate + in_no_story,
        boilerplate=boilerplate,
        in_no_story=in_no_story,
    )
