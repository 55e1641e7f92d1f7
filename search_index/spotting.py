"""Finding known words in a text without reading all of it.

`Marker` decides what is marked by taking a text apart into surfaces. That is exact and slow:
nearly all of the surfaces have nothing to do with the query. Where the words that can match
are known beforehand, a search for their letters says where to look; what is found there is
taken apart as before, so the marks are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import category, east_asian_width

from search_index.analysis import WORD, fold

_NO_LETTER: Final = "\uffff"
_JOINERS: Final = dict.fromkeys(map(ord, "-'.,’‐‑ʼ"))
_PARTICLES: Final = frozenset(("al", "el"))
_LONGEST_RUN: Final = 200
_ROOM: Final = 40
_FEW_LETTERS: Final = 12


def with_particles_off(words: Iterable[str]) -> frozenset[str]:
    """The words, and those that begin with a name particle without it as well."""
    listed = frozenset(words)
    return listed.union(w[2:] for w in listed if w[:2] in _PARTICLES and len(w) > 4)


class _Letters(dict[int, str]):
    """The folded form of each letter, a space for what is in no word.

    `_NO_LETTER` where that is not one letter, or where the letter is a word (Chinese …).
    """

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if category(letter)[0] in "PSZ" and code not in _JOINERS:
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
        self.usable = self._folded.isascii() or _NO_LETTER not in self._folded

    def present(self, words: Iterable[str]) -> set[str] | None:
        """Those of the words whose letters stand in the text.

        None where `spans` does not see them all: where one is made up of parts that the text
        joins, as `wellknown` is where the text says "well-known".
        """
        folded = self._folded
        joined = folded.translate(_JOINERS)
        found = set()
        for word in words:
            count = joined.count(word)
            # Letters and digits alone are in `joined` wherever they are in `folded`.
            if (count or not word.isalnum()) and folded.count(word) != count:
                return None
            if count:
                found.add(word)
        return found

    def count(self, word: str) -> int:
        """About how often a word stands in the text."""
        return self._folded.count(word)

    def spans(self, words: Iterable[str], *, open_end: bool = False) -> set[tuple[int, int]]:
        """(start, end) of the surfaces that hold one of the words; with `open_end` longer ones too.

        Raises LookupError where the text is no text of words.
        """
        found: set[tuple[int, int]] = set()
        for word in words:
            found.update(self._spans(word, open_end))
        return found

    def _spans(self, word: str, open_end: bool) -> list[tuple[int, int]]:
        find, size = self._folded.find, len(word)
        found = []
        at = find(word)
        while at >= 0:
            end = at + size
            if self._stands_alone(at, end) and word not in _PARTICLES:
                found.append((at, end))
            elif self._begins(at) and (open_end or self._ends(end)):
                span = self._surface_at(at)
                if span is not None:
                    found.append(span)
            at = find(word, at + 1)
        return found

    def around(self, word: str, before: int, after: int) -> Iterator[tuple[int, int]]:
        """Pieces of the text around each place of `word`: so many words before and after."""
        for start, end in self._spans(word, open_end=False):
            low, high = max(0, start - before * _ROOM), min(len(self.text), end + after * _ROOM)
            while low > 0 and not self.text[low - 1].isspace():
                low -= 1
            while high < len(self.text) and not self.text[high].isspace():
                high += 1
            yield low, high

    def _stands_alone(self, at: int, end: int) -> bool:
        """Whether plain space, or a mark and space, sets the letters apart as a surface."""
        text = self.text
        if at and (text[at - 1] not in " \n" or self._folded[at - 3 : at - 1] in _PARTICLES):
            return False
        behind = text[end : end + 2]
        return behind[:1] in " \n" or (behind[0] in ".,;:!?" and behind[1:] in " \n")

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
