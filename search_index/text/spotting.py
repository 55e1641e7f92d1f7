"""Finding known words in a text without reading all of it.

`Marker` decides what is marked by taking a text apart into surfaces. That is exact and slow:
nearly all of the surfaces have nothing to do with the query. Where the words that can match
are known beforehand, a search for their letters says where to look; what is found there is
taken apart as before, so the marks are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any, Final, TypeAlias
from unicodedata import category, east_asian_width

import numpy as np

from search_index.text.analysis import WORD, fold
from search_index.text.folding import APOSTROPHES

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_NO_LETTER: Final = "\uffff"
_ASCII_JOINERS: Final = "-'.,"
_NO_JOINERS: Final = str.maketrans("", "", _ASCII_JOINERS)
_JOINERS: Final = _ASCII_JOINERS + APOSTROPHES[1:] + "‐‑"
_PARTICLES: Final = frozenset(("al", "el"))
_HEADS: Final = frozenset(("عبد", "ابو"))
_TAILS: Final = frozenset(("الدين", "الله", "الاسلام"))
"""What Arabic names that are written in one begin and end with."""
_LAST: Final = tuple(_TAILS)
_LONGEST_RUN: Final = 200
_FAR: Final = 64
_SPACE: Final = re.compile(r"[ \n]")
_LETTER: Final = re.compile(r"[^\W_]")
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
_CODING: Final = ("utf-16-le", "surrogatepass")
_SHORT: Final = 100
"""Of so many characters a text is folded sooner one by one."""
_INNER: Final = frozenset("-'.,")
"""What a word may have within it, between letters or digits."""
_OUTER: Final = frozenset(
    sign for sign in map(chr, range(128)) if not sign.isalnum() and sign not in "-'.,+#"
)
"""What no word goes beyond. A space may be in a name: behind its particle."""
_SELDOM: Final = 8
"""A text of which more than an eighth are odd letters is read whole."""


def with_particles_off(words: Iterable[str]) -> frozenset[str]:
    """The words, and those that begin with a name particle without it as well."""
    listed = frozenset(words)
    return listed.union(w[2:] for w in listed if w[:2] in _PARTICLES and len(w) > 4)


def _letters(text: str) -> str:
    """A folded text without what may be within a word."""
    if text.isascii():
        return text.translate(_NO_JOINERS)
    for joiner in _JOINERS:
        text = text.replace(joiner, "")
    return text


class _Letters(dict[int, str]):
    """The folded form of each letter, a space for what is in no word and not of ASCII.

    `_NO_LETTER` where that is not one letter, or where the letter is a word (Chinese …).
    """

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if category(letter)[0] in "PSZ" and letter not in _JOINERS:
            folded = " "
        else:
            folded = fold(letter)
            if len(folded) != 1 or east_asian_width(letter) in "WF":
                folded = _NO_LETTER
        self[code] = folded
        return folded


_LETTERS: Final = _Letters((code, chr(code).lower()) for code in range(128))


class _Codes:
    """The same for the code units of long texts, as a table; made when the first one comes."""

    def __init__(self) -> None:
        self._folded: Array = np.zeros(1 << 16, np.uint16)
        self._folded[:128] = np.frombuffer(bytes(range(128)).lower(), np.uint8)
        self._apart: Array = np.ones(1 << 16, bool)
        self._apart[list(map(ord, _JOINERS))] = False

    def read(self, text: str) -> tuple[str, str]:
        """A text folded letter by letter, and that without what may be within a word."""
        data = text.encode(*_CODING)
        if len(data) > 2 * len(text):
            text = _BEYOND.sub(lambda letter: _LETTERS[ord(letter.group())], text)
            data = text.encode(*_CODING)
        units = np.frombuffer(data, np.uint16)
        folded = self._folded.take(units)
        if not folded.all():
            for unit in np.unique(units.compress(folded == 0)).tolist():
                self._folded[unit] = ord(_LETTERS[unit])
            folded = self._folded.take(units)
        if folded.max() < 128:
            plain = folded.astype(np.uint8).tobytes().decode("ascii")
            return plain, plain.translate(_NO_JOINERS)
        bare = folded.compress(self._apart.take(folded))
        return folded.tobytes().decode(*_CODING), bare.tobytes().decode(*_CODING)


_codes = lru_cache(maxsize=1)(_Codes)


def _read(text: str) -> tuple[str, str]:
    """The text folded letter by letter, so that all stay in their places; and its letters."""
    if text.isascii():
        folded = text.lower()
    elif len(text) > _SHORT:
        return _codes().read(text)
    else:
        folded = text.translate(_LETTERS)
    return folded, _letters(folded)


def _overlaps_itself(letters: str) -> bool:
    """Whether they may begin again before they end, as in "papa": then counts do not tell all."""
    return any(letters.startswith(letters[place:]) for place in range(1, len(letters)))


def _place_of(number: int, line: str) -> int:
    """Where the letter is in a line that so many letters are before, without what joins them."""
    place = number
    while (missing := number + 1 - len(_letters(line[: place + 1]))) > 0:
        place += missing
    return place


class Spotter:
    """One text, searched for folded words. `usable` is False where only reading it all helps.

    Where it `is_odd` it has letters that are not folded to one letter (ß, ½, signs of vowels).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._framed = f"\n{text}\n\n"
        self._folded, self._letters = _read(text)
        self._counts: dict[str, int] = {}
        odd = 0 if self._folded.isascii() else self._folded.count(_NO_LETTER)
        self.is_odd = odd > 0
        self.usable = odd * _SELDOM <= len(text)

    def present(self, words: Iterable[str]) -> set[str] | None:
        """Those of the words whose letters are in the text.

        None where one of them does that is made up of more than letters and digits.
        """
        found = set()
        for word in words:
            letters = word if word.isalnum() else _letters(word)
            count = self._letters.count(letters)
            if count:
                if letters is not word and not letters.isalnum():
                    return None
                self._counts[word] = count
                found.add(word)
        return found

    def count(self, word: str) -> int:
        """About how often a word occurs in the text."""
        return self._folded.count(word)

    def spans(self, words: Iterable[str], *, open_end: bool = False) -> set[tuple[int, int]]:
        """(start, end) of the surfaces that hold one of the words; with `open_end` longer ones too.

        They are among those that `present` gave. Raises LookupError where the text is no text of
        words.
        """
        found: set[tuple[int, int]] = set()
        for word in words:
            found.update(self._spans(word, open_end))
        return found

    def odd_spans(self) -> set[tuple[int, int]]:
        """(start, end) of all surfaces beside odd letters: what these hide is found by reading."""
        found: set[tuple[int, int]] = set()
        at = self._folded.find(_NO_LETTER)
        while at >= 0:
            start, end = self._begin(at), self._run_end(at)
            for match in WORD.finditer(self.text, start):
                if match.start() >= end:
                    break
                found.add(match.span())
            at = self._folded.find(_NO_LETTER, end)
        return found

    def _spans(self, word: str, open_end: bool) -> list[tuple[int, int]]:
        text, folded, size = self._framed, self._folded, len(word)
        find, outer, inner = folded.find, _OUTER, _INNER
        particle = word in _PARTICLES
        found = []
        apart, behind = 0, 0
        at = find(word)
        while at >= 0:
            end = at + size
            if at >= behind:
                apart, behind = apart + 1, end
            # What is framed stands one further.
            before, after = text[at], text[end + 1]
            if (
                before in outer
                and (after in outer or (after in inner and not text[end + 2].isalnum()))
                and not particle
                and (text[at - 1] not in "lL" or not self._is_behind_particle(at))
            ):
                found.append((at, end))
            elif (after.islower() and not open_end and text[end].islower()) or (
                before.islower() and text[at + 1].islower()
            ):
                pass
            elif (self._begins(at) or word in _TAILS or folded[at - 3 : at] in _HEADS) and (
                open_end
                or self._ends(end)
                or folded[end - 3 : end] in _HEADS
                or folded.startswith(_LAST, end)
            ):
                span = self._surface_at(at)
                if span is not None:
                    found.append(span)
            at = find(word, at + 1)
        if apart != self._counts.get(word, 0):
            found += self._joined(word if word.isalnum() else _letters(word))
        return found

    def _is_behind_particle(self, at: int) -> bool:
        """Whether there is the particle of a name before a place, and not the end of a word."""
        folded = self._folded
        return folded[at - 3 : at - 1] in _PARTICLES and not folded[at - 4 : at - 3].isalnum()

    def _joined(self, letters: str) -> Iterator[tuple[int, int]]:
        """The surfaces whose parts joined have these letters: `wellknown` in "well-known".

        They are in lines that have the letters more often without what joins parts.
        """
        lines, bare_lines = self._lines, self._bare_lines
        overlaps = _overlaps_itself(letters)
        for number in [n for n, bare in enumerate(bare_lines) if letters in bare]:
            line, bare = lines[number], bare_lines[number]
            if not overlaps and bare.count(letters) == line.count(letters):
                continue
            begin = sum(map(len, lines[:number])) + number
            found = bare.find(letters)
            while found >= 0:
                start = _place_of(found, line)
                if not line.startswith(letters, start):
                    span = self._surface_at(begin + start)
                    if span is not None:
                        yield span
                found = bare.find(letters, found + 1)

    @cached_property
    def _lines(self) -> list[str]:
        return self._folded.split("\n")

    @cached_property
    def _bare_lines(self) -> list[str]:
        return self._letters.split("\n")

    def around(self, word: str, before: int, after: int) -> list[tuple[int, int]]:
        """Pieces of the text, apart, with each place of `word` and so many words around it."""
        pieces: list[tuple[int, int]] = []
        for start, end in sorted(self._spans(word, open_end=False)):
            # One word may be in two runs: "al Malik".
            low, high = self._back(start, 2 * before), self._ahead(end, 2 * after)
            if pieces and low <= pieces[-1][1]:
                low, _ = pieces.pop()
            pieces.append((low, high))
        return pieces

    def holds(self, low: int, high: int, words: Iterable[str]) -> bool:
        """Whether the letters of all the words occur in a piece."""
        letters = _letters(self._folded[low:high])
        return all(_letters(word) in letters for word in words)

    def _back(self, at: int, runs: int) -> int:
        """Where the run at a place begins, or so many runs with a letter before."""
        if runs > _FAR:
            return 0
        at = self._run_start(at)
        while runs and at:
            start = self._run_start(at - 1)
            runs -= _LETTER.search(self.text, start, at) is not None
            at = start
        return at

    def _ahead(self, at: int, runs: int) -> int:
        """Where the run at a place ends, or so many runs with a letter after them."""
        if runs > _FAR:
            return len(self.text)
        at = self._run_end(at)
        while runs and at < len(self.text):
            end = self._run_end(at + 1)
            runs -= _LETTER.search(self.text, at, end) is not None
            at = end
        return at

    def _run_end(self, at: int) -> int:
        space = _SPACE.search(self.text, at)
        return space.start() if space else len(self.text)

    def _begins(self, at: int) -> bool:
        if at == 0:
            return True
        return self._apart(self.text[at - 1], self.text[at])

    def _ends(self, end: int) -> bool:
        if end == len(self.text):
            return True
        return self._apart(self.text[end], self.text[end - 1]) or self._apart(
            self.text[end - 1], self.text[end]
        )

    @staticmethod
    def _apart(left: str, right: str) -> bool:
        """Whether a word may begin between two letters; it does not always."""
        return not left.isalnum() or left.isdigit() or (right.isupper() and not left.isupper())

    def _run_start(self, at: int) -> int:
        return max(self.text.rfind(" ", 0, at), self.text.rfind("\n", 0, at)) + 1

    def _begin(self, at: int) -> int:
        """Where the run at a place begins, with the particles of names before it."""
        start = self._run_start(at)
        while start > 2 and self._folded[start - 3 : start - 1] in _PARTICLES:
            start = self._run_start(start - 1)
        return start

    def _surface_at(self, at: int) -> tuple[int, int] | None:
        text = self.text
        start = self._begin(at)
        if at - start > _LONGEST_RUN:
            raise LookupError
        for match in WORD.finditer(text, start):
            if match.end() > at:
                return match.span() if match.start() <= at else None
        return None
