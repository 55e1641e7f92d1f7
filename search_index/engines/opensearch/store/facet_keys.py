"""What is in the index for a value of a facet field: one text that sorts, filters and begins."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from search_index.engines.opensearch.store.tokens import name_words
from search_index.text.analysis import fold

END: Final = "\x1f"
"""Between the parts of a key."""


@lru_cache(maxsize=100_000)
def key_of(value: str) -> str:
    """What is in the index for a value: its folded form, itself, its words.

    The folded form sorts it and finds it by what a filter says, the words by a prefix.
    """
    words = "".join(f" {word}" for word in name_words(value))
    return END.join((plain(fold(value)), plain(value), words))


def value_of(key: str) -> str:
    """The value of a key."""
    return key.split(END, 2)[1]


def plain(text: str) -> str:
    """A text as it can be part of a key."""
    return text.replace(END, " ")
