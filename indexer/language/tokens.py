"""Text → tokens: words, initials, acronyms, stops, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, pairwise
from operator import itemgetter
from typing import TypeVar

import numpy as np

from indexer.language.cutting import bounds_of
from indexer.language.normalize import fold_arabic_word, fold_case, is_arabic, word_set

LOWER, CAPITAL, ACRONYM, INITIAL, ABBREVIATION, CODE, STOP, ARABIC, BREAK = range(9)

# Abbreviations whose full stop ends no sentence.
_DOTTED = word_set(
    "mr mrs ms dr drs prof profs eng engr ing hon rev st lt col gen maj capt sgt adm brig mme "
    "mlle pr me mgr messrs sr jr fr gov sen rep amb pres arch atty adv cmdr"
)
_FOLDED, _KIND = itemgetter(0), itemgetter(1)
_DIGIT = re.compile(r"\d")
_OPENERS = frozenset('.!?…“"«:;•*—–|>\n')
_ARTICLED = re.compile(r"(?:al|el|as|ad|ar|an|at|az|ash|ul|ol)[-‑'’][^\W\d_]")


def mask_of(*kinds: int) -> bytes:
    """What `Tokens.places` finds the tokens of these kinds by."""
    return bytes(kind in kinds for kind in range(256))


_MARKS_AND_BREAKS = mask_of(STOP, BREAK)
_SMALL = mask_of(LOWER)


class Tokens:
    """The tokens of one text as parallel lists; index i of each list is one token.

    `fold` holds the lower-case (Latin) or folded (Arabic) form that word lists are asked
    with; `kind` is one of LOWER … BREAK. Offsets are in code points. The full stop of an
    initial or an abbreviation belongs to its token.
    """

    __slots__ = ("_lower", "_marks", "end", "fold", "kind", "start", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.start, self.end = bounds_of(text)
        self.words = [text[start:end] for start, end in zip(self.start, self.end, strict=True)]
        classes = list(map(_classes.__getitem__, self.words))
        self.fold: list[str] = list(map(_FOLDED, classes))
        self.kind = bytes(map(_KIND, classes))
        self._marks: list[int] | None = None
        if "." in self.fold:
            self._join_dots()
        self._lower: frozenset[str] | None = None

    def __len__(self) -> int:
        return len(self.words)

    @property
    def lower(self) -> frozenset[str]:
        """The words that the text writes in lower case."""
        if self._lower is None:
            self._lower = frozenset(compress(self.fold, self.kind.translate(_SMALL)))
        return self._lower

    def places(self, mask: bytes) -> list[int]:
        """The tokens of some kinds, by a mask of `mask_of`."""
        found = np.frombuffer(self.kind.translate(mask), np.bool_)
        places: list[int] = found.nonzero()[0].tolist()
        return places

    def marks(self) -> Sequence[int]:
        """The tokens that are punctuation marks or breaks."""
        if self._marks is None:
            self._marks = self.places(_MARKS_AND_BREAKS)
        return self._marks

    def _join_dots(self) -> None:
        """Give the full stop of an initial or an abbreviation to its token."""
        words, fold, kind, end = self.words, self.fold, self.kind, self.end
        joined: list[int] = []
        for at in [at for at in self.marks() if words[at] == "."]:
            last = at - 1
            while joined and last in joined[-2:]:
                last -= 1
            if last < 0 or end[last] != self.start[at]:
                continue
            folded, code = fold[last], kind[last]
            if code == INITIAL or folded in _DOTTED or (code == ARABIC and len(folded) == 1):
                words[last] += "."
                end[last] += 1
                joined.append(at)
        if joined:
            self._marks = None
            self.words = _without(joined, words)
            self.fold = _without(joined, fold)
            self.kind = bytes(_without(joined, bytearray(kind)))
            self.start = _without(joined, self.start)
            self.end = _without(joined, end)

    def opens_sentence(self, at: int) -> bool:
        """Does token `at` open a sentence, a paragraph or a quotation?"""
        return at == 0 or self.fold[at - 1] in _OPENERS

    def slice(self, first: int, after: int) -> str:
        """The text from token `first` up to, not including, token `after`."""
        return self.text[self.start[first] : self.end[after - 1]]

    def touches(self, at: int) -> bool:
        """Is token `at` parted from the one before by at most one blank?"""
        gap = self.start[at] - self.end[at - 1]
        return gap == 0 or (gap == 1 and self.text[self.end[at - 1]] != "\n")


_Items = TypeVar("_Items", list[str], list[int], bytearray)


def _without(places: Sequence[int], items: _Items) -> _Items:
    """Items without those at a few places, which are in ascending order."""
    kept = items[: places[0]]
    for at, following in pairwise([*places, len(items)]):
        kept += items[at + 1 : following]
    return kept


def classify(word: str) -> tuple[str, int]:
    """The folded form and the kind of a token."""
    return _classes[word]


class _Classes(dict[str, tuple[str, int]]):
    """The folded form and the kind of each token that was met, found sooner than in a cache
    that knows which was met last."""

    def __missing__(self, word: str) -> tuple[str, int]:
        if len(self) >= _MOST_CLASSES:
            self.clear()
        self[word] = found = _classify(word)
        return found


_MOST_CLASSES = 1 << 16
_classes = _Classes()


def _classify(word: str) -> tuple[str, int]:
    """The folded form and the kind of a token."""
    first = word[0]
    if not first.isalnum() or first.isdecimal():
        return _classify_other(word)
    if word[-1] in "'’":
        return fold_case(word), LOWER
    if "." in word:
        return fold_case(word).rstrip("."), ABBREVIATION
    if is_arabic(word):
        return fold_arabic_word(word) or word, ARABIC
    folded = fold_case(word)
    if not word.isalpha() and _DIGIT.search(word):
        return folded, CODE
    if not first.isupper():
        return folded, CAPITAL if _ARTICLED.match(word) and word[3:4].isupper() else LOWER
    if len(word) == 1:
        return folded, INITIAL
    return folded, ACRONYM if word.isupper() else CAPITAL


def _classify_other(word: str) -> tuple[str, int]:
    if "\n" in word:
        return "\n", BREAK
    if word[0].isdecimal():
        return word, CODE
    if word[0] in "'’" and len(word) > 1:
        return "'s", STOP
    return word, STOP
