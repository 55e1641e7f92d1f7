"""From patterns and misspellings to terms of a dictionary, and to the documents of many terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate
from typing import Final

import numpy as np

from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.store.postings import TextField
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.term_dictionary import Dictionary

MAX_NEAR: Final = 256
"""At most so many near words of one word are looked up, the nearest first."""
_STRIDE: Final = 4096
_SPECIAL: Final = re.compile(r"[*?]")


def documents_between(postings: TextField, first: int, last: int, size: int) -> Array:
    """The documents (int64, ascending) with a term of the ordinals [first, last).

    The postings of neighbouring terms lie side by side: however many terms begin with a
    prefix, they are read as one array.
    """
    if last <= first:
        return np.empty(0, np.int64)
    _, begin, _ = postings.span(first)
    _, _, end = postings.span(last - 1)
    mask = np.zeros(size, bool)
    mask[postings.documents(begin, end)] = True
    return np.flatnonzero(mask)


def documents_of(postings: TextField, ordinals: Sequence[int], size: int) -> Array:
    """The documents (int64, ascending) with one of the terms."""
    mask = np.zeros(size, bool)
    for ordinal in ordinals:
        owner, begin, end = postings.span(ordinal)
        mask[owner.documents(begin, end)] = True
    return np.flatnonzero(mask)


def fitting(dictionary: Dictionary, pattern: str, clock: Clock) -> list[int]:
    """The ordinals of the terms that fit a pattern of `*` (any run) and `?` (any one)."""
    special = _SPECIAL.search(pattern)
    if special is None:
        ordinal = dictionary.find(pattern.encode("utf-8", "replace"))
        return [ordinal] if ordinal >= 0 else []
    low, high = dictionary.with_prefix(pattern[: special.start()].encode("utf-8", "replace"))
    # Its groups give nothing back, so that no word makes a pattern of many stars take long.
    fits = re.compile(translate(pattern.replace("[", "[[]"))).match
    found: list[int] = []
    for first in range(low, high, _STRIDE):
        clock.check()
        texts = b"\n".join(dictionary.terms(first, min(first + _STRIDE, high))).decode()
        found.extend(first + i for i, text in enumerate(texts.split("\n")) if fits(text))
    return found


def near(dictionary: Dictionary, text: str, edits: int, prefix: int) -> list[int]:
    """The ordinals of the terms at most `edits` edits away that share `prefix` characters.

    An edit adds, drops or changes a letter or swaps two neighbours (optimal string
    alignment). At most MAX_NEAR, the nearest first.
    """
    return [ordinal for ordinal, _ in near_with_edits(dictionary, text, edits, prefix)]


def near_among(words: Sequence[str], text: str, edits: int) -> list[tuple[str, int]]:
    """Those of some words that are at most `edits` edits away, with the number of edits."""
    return [(words[place], distance) for place, distance in _nearest(words, text, edits)]


def _nearest(words: Sequence[str], text: str, edits: int) -> list[tuple[int, int]]:
    """The places of the words that are so near, with the number of edits; the nearest first."""
    from rapidfuzz import process  # few queries need it
    from rapidfuzz.distance import OSA

    found = process.extract(
        text, words, scorer=OSA.distance, processor=None, limit=MAX_NEAR, score_cutoff=edits
    )
    return [(place, int(distance)) for _, distance, place in found]


def near_with_edits(
    dictionary: Dictionary, text: str, edits: int, prefix: int
) -> list[tuple[int, int]]:
    """As `near`, with the number of edits of each."""
    low, high = dictionary.with_prefix(text[:prefix].encode("utf-8", "replace"))
    if low >= high:
        return []
    texts = b"\n".join(dictionary.terms(low, high)).decode("utf-8", "replace").split("\n")
    return [(low + place, distance) for place, distance in _nearest(texts, text, edits)]
