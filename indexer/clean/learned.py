"""Learned boilerplate: lines that recur across the pages of one site around other stories.

A menu is above many different stories, a footer below many; a story's own lines stand
next to the same text wherever the story is shown again. So every line at the head or the
tail of a page is noted together with its anchor, the long paragraph next to it, and is
boilerplate where it was met next to enough different anchors.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import cast
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.clean.known import Kind
from indexer.language.words import blanks_for
from indexer.page import Line

Hashes = npt.NDArray[np.uint64]
"""Sorted 64-bit hashes of lines, shape (n,)."""

Marks = npt.NDArray[np.uint64]
"""Shape (n, 2): the hash of a line and that of its anchor."""

MIN_ANCHORS = 4
MIN_SHARE = 0.02
ENOUGH_ANCHORS = 50
ZONE_LINES = 30
MAX_LINE_CHARS = 300
LONG_CHARS = 140

_LONG_WORD = 5
_WORD = re.compile(rf"[^\W\d_]{{{_LONG_WORD},}}")
_BLANKS = blanks_for("")
_DIGITS = re.compile(r"\d+")
_SENTENCE = re.compile(r"\w\W{0,2}[.!?؟…]\W{0,3}$")
_SENTENCE_CHARS = 45
_LINES_KEPT = 1 << 14
"""Each line is asked for when its page is marked, when it is studied, and on other pages."""


def marks_of(lines: Sequence[Line], site: str, *, skip: Callable[[str], bool]) -> Marks:
    """The lines at head and tail of a page with their anchors; `skip` says which never count."""
    long = [number for number, line in enumerate(lines) if len(line.text) >= LONG_CHARS]
    rows: dict[int, int] = {}
    for number, line in enumerate(lines):
        head, tail = number < ZONE_LINES, number >= len(lines) - ZONE_LINES
        if not (head or tail) or len(line.text) > MAX_LINE_CHARS or skip(line.text):
            continue
        wanted = 2 if len(line.text) >= LONG_CHARS else 1
        below = [n for n in long if n > number][:wanted] if head else []
        above = [n for n in long if n < number][-wanted:] if tail else []
        anchor = below or above
        if anchor:
            rows[line_hash(line.text, site)] = _anchor("\n".join(lines[n].text for n in anchor))
    return np.array(list(rows.items()), dtype=np.uint64).reshape(-1, 2)


def learn(marks: Marks, pages: int) -> Hashes:
    """Lines of an archive of `pages` pages that are boilerplate; `marks` are all its marks."""
    if not len(marks):
        return np.empty(0, dtype=np.uint64)
    marks = marks[np.lexsort((marks[:, 1], marks[:, 0]))]
    fresh = np.ones(len(marks), dtype=bool)
    fresh[1:] = (marks[1:] != marks[:-1]).any(axis=1)
    lines, anchors = np.unique(marks[fresh, 0], return_counts=True)
    wanted = min(max(MIN_ANCHORS, int(np.ceil(MIN_SHARE * pages))), ENOUGH_ANCHORS)
    return cast("Hashes", lines[anchors >= wanted])


@lru_cache(maxsize=_LINES_KEPT)
def line_hash(text: str, site: str) -> int:
    """64 bits that tell a line of a site, whatever its case, spaces and digits."""
    return _hash(f"{site}\0{_DIGITS.sub('0', ' '.join(text.casefold().split()))}")


def is_sentence(text: str) -> bool:
    """Whether a line could be a sentence of a story."""
    return len(text) >= _SENTENCE_CHARS and bool(_SENTENCE.search(text))


def mark_learned(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    dated: Sequence[bool],
    recurs: Sequence[bool],
) -> list[Kind | None]:
    """`kinds` of a page's lines with those that recur marked as learned, where that is safe.

    `dated` and `recurs` tell of each line whether it is a date line, and whether it recurs.
    Only lines at the head and the tail of the page are taken, never one between the
    paragraphs of a story; a sentence only where a line of the page's frame parts it from
    the story; and never the last line that could be the title.
    """
    result = list(kinds)
    numbers = range(len(lines))

    def zone(order: Sequence[int]) -> list[int]:
        found = []
        for number in order:
            text = lines[number].text
            story = len(text) >= LONG_CHARS or is_sentence(text)
            if story and kinds[number] is None and not recurs[number]:
                break
            found.append(number)
        return found

    head = zone(numbers)
    taken = {n for n in head if recurs[n] and kinds[n] is None}
    left = [n for n in head if kinds[n] is None and n not in taken and not dated[n]]
    short = [n for n in taken if not is_sentence(lines[n].text)]
    if not left and short:
        left = [max(short)]
        taken.discard(left[0])
    for number in taken:
        if not is_sentence(lines[number].text) or any(n > number for n in left):
            result[number] = Kind.LEARNED

    framed = False
    for number in reversed(zone(numbers[::-1])):
        sentence = is_sentence(lines[number].text)
        if number in head:
            continue
        if recurs[number] and kinds[number] is None and (framed or not sentence):
            result[number] = Kind.LEARNED
        framed = framed or (result[number] is not None and not sentence)
    return result


@lru_cache(maxsize=512)
def _anchor(text: str) -> int:
    """A MinHash over the words of the anchor (Broder, 1997), so that a story shown again with
    another date or another name in it is one anchor still."""
    if text.isascii():
        small = {word for word in text.encode("ascii").translate(_BLANKS).split() if word >= b"a"}
        words = [word for word in small if len(word) >= _LONG_WORD]
    else:
        words = [word.encode() for word in set(_WORD.findall(text)) if not word[0].isupper()]
    return _hash(min(words, key=lambda word: (crc32(word), word)).decode() if words else text)


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
