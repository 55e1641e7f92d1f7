"""Finding known words in a text without reading all of it.

`Marker` decides what is marked by taking a text apart into surfaces. That is exact and slow:
nearly all of the surfaces have nothing to do with the query. Where the words that can match
are known beforehand, a search for their letters says where to look; what is found there is
taken apart as before, so the marks are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final
from unicodedata import category, east_asian_width

from search_index.text.analysis import WORD, fold
from search_index.text.folding import APOSTROPHES

_NO_LETTER: Final = "\uffff"
_ASCII_JOINERS: Final = "-'.,"
_NO_JOINERS: Final = str.maketrans("", "", _ASCII_JOINERS)
_JOINERS: Final = _ASCII_JOINERS + APOSTROPHES[1:] + "‐‑"
_PARTICLES: Final = frozenset(("al", "el"))
_HEADS: Final = frozenset(("عبد", "ابو"))
_TAILS: Final = frozenset(("الدين", "الله", "الاسلام"))
"""What Arabic names that are written in one begin and end with."""
_LONGEST_RUN: Final = 200
_FAR: Final = 64
_SPACE: Final = re.compile(r"[ \n]")
_LETTER: Final = re.compile(r"[^\W_]")
_FEW_LETTERS: Final = 12


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


@lru_cache(maxsize=4096)
def _parted(letters: str) -> re.Pattern[str]:
    """Finds letters in a folded text, also where the parts of a word are joined."""
    return re.compile(f"[{re.escape(_JOINERS)}]*".join(letters))


class _Letters(dict[int, str]):
    """The folded form of each letter, a space for what is in no word.

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


_LETTERS: Final = _Letters()


def _folded(text: str) -> str:
    """The text folded letter by letter, so that all stay in their places."""
    if text.isascii():
        return text.lower()
    # What is ASCII but for some quotes and accents is folded sooner letter by letter.
    others = [letter for letter in set(text) if letter > "\x7f"]
    if len(others) <= _FEW_LETTERS:
        folded = text
        for letter in others:
            folded = folded.replace(letter, _LETTERS[ord(letter)])
        if folded.isascii():
            return folded.lower()
    return text.translate(_LETTERS)


class Spotter:
    """One text, searched for folded words. `usable` is False where only reading it all helps."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = _folded(text)
        self._letters = _letters(self._folded)
        self._counts: dict[str, int] = {}
        self.usable = self._folded.isascii() or _NO_LETTER not in self._folded

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

    def _spans(self, word: str, open_end: bool) -> list[tuple[int, int]]:
        text, folded, size = self.text, self._folded, len(word)
        particle = word in _PARTICLES
        found = []
        apart, behind = 0, 0
        at = folded.find(word)
        while at >= 0:
            end = at + size
            if at >= behind:
                apart, behind = apart + 1, end
            before, after = text[at - 1 : at], text[end : end + 1]
            # Nearly all are between plain spaces, before a mark and a space, or within a word.
            if (
                not particle
                and (not at or before in " \n")
                and (after in " \n" or (after in ".,;:!?" and text[end + 1 : end + 2] in " \n"))
                and folded[at - 3 : at - 1] not in _PARTICLES
            ):
                found.append((at, end))
            elif (after.islower() and not open_end and text[end - 1].islower()) or (
                before.islower() and text[at].islower()
            ):
                pass
            elif (self._begins(at) or word in _TAILS or folded[at - 3 : at] in _HEADS) and (
                open_end or self._ends(end) or folded[end - 3 : end] in _HEADS
            ):
                span = self._surface_at(at)
                if span is not None:
                    found.append(span)
            at = folded.find(word, at + 1)
        if apart != self._counts.get(word, 0):
            found += self._joined(word if word.isalnum() else _letters(word))
        return found

    def _joined(self, letters: str) -> Iterator[tuple[int, int]]:
        """The surfaces whose parts joined have these letters: `wellknown` in "well-known"."""
        search = _parted(letters).search
        match = search(self._folded)
        while match is not None:
            if len(match.group()) > len(letters):
                span = self._surface_at(match.start())
                if span is not None:
                    yield span
            match = search(self._folded, match.start() + 1)

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

    def _surface_at(self, at: int) -> tuple[int, int] | None:
        text = self.text
        start = self._run_start(at)
        while start > 2 and self._folded[start - 3 : start - 1] in _PARTICLES:
            start = self._run_start(start - 1)
        if at - start > _LONGEST_RUN:
            raise LookupError
        for match in WORD.finditer(text, start):
            if match.end() > at:
                return match.span() if match.start() <= at else None
        return None
