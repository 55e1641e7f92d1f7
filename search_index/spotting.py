"""Finding known words in a text without reading all of it.

`Marker` decides what is marked by taking a text apart into surfaces. That is exact and slow:
nearly all of the surfaces have nothing to do with the query. Where the words that can match
are known beforehand, a search for their letters says where to look; what is found there is
taken apart as before, so the marks are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import east_asian_width

from search_index.analysis import WORD, fold

_NO_LETTER: Final = "\uffff"
_JOINERS: Final = dict.fromkeys(map(ord, "-'.,’‐‑ʼ"))
_PARTICLES: Final = frozenset(("al", "el"))
_LONGEST_RUN: Final = 200
_ROOM: Final = 40


class _Letters(dict[int, str]):
    """The folded form of each letter.

    `_NO_LETTER` where that is not one letter, or where the letter is a word (Chinese …).
    """

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        wide = east_asian_width(chr(code)) in "WF"
        letter = _NO_LETTER if wide or len(folded) != 1 else folded
        self[code] = letter
        return letter


_LETTERS: Final = _Letters()


class Spotter:
    """One text, searched for folded words. `usable` is False where only reading it all helps."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = text.lower() if text.isascii() else text.translate(_LETTERS)
        self.usable = _NO_LETTER not in self._folded
        self._joined: str | None = None

    def knows(self, words: Iterable[str]) -> bool:
        """Whether `find` sees the words wherever they stand.

        It does not where one is made up of parts that the text joins, as `wellknown` is
        where the text says "well-known".
        """
        if self._joined is None:
            self._joined = self._folded.translate(_JOINERS)
        return all(self._folded.count(word) == self._joined.count(word) for word in words)

    def surfaces(self, word: str, *, open_end: bool = False) -> Iterator[tuple[int, int]]:
        """(start, end) of the surfaces that hold `word`; with `open_end` longer words too.

        A word that begins with a name particle is looked for without it as well.
        Raises LookupError where the text is no text of words.
        """
        yield from self._surfaces(word, open_end)
        if word[:2] in _PARTICLES and len(word) > 4:
            yield from self._surfaces(word[2:], open_end)

    def _surfaces(self, word: str, open_end: bool) -> Iterator[tuple[int, int]]:
        at = self._folded.find(word)
        while at >= 0:
            end = at + len(word)
            if self._stands_alone(at, end) and word not in _PARTICLES:
                yield at, end
            elif self._begins(at) and (open_end or self._ends(end)):
                span = self._surface_at(at)
                if span is not None:
                    yield span
            at = self._folded.find(word, at + 1)

    def count(self, word: str) -> int:
        """About how often a word stands in the text."""
        return self._folded.count(word)

    def around(self, word: str, before: int, after: int) -> Iterator[tuple[int, int]]:
        """Pieces of the text around each place of `word`: so many words before and after."""
        for start, end in self._surfaces(word, open_end=False):
            low, high = max(0, start - before * _ROOM), min(len(self._text), end + after * _ROOM)
            while low > 0 and not self._text[low - 1].isspace():
                low -= 1
            while high < len(self._text) and not self._text[high].isspace():
                high += 1
            yield low, high

    def _stands_alone(self, at: int, end: int) -> bool:
        """Whether plain space, or a mark and space, sets the letters apart as a surface."""
        text = self._text
        if at and (text[at - 1] not in " \n" or self._folded[at - 3 : at - 1] in _PARTICLES):
            return False
        behind = text[end : end + 2]
        return behind[:1] in " \n" or (behind[0] in ".,;:!?" and behind[1:] in " \n")

    def _begins(self, at: int) -> bool:
        if at == 0:
            return True
        return self._apart(self._text[at - 1], self._text[at])

    def _ends(self, end: int) -> bool:
        if end == len(self._text):
            return True
        return self._apart(self._text[end], self._text[end - 1]) or self._apart(
            self._text[end - 1], self._text[end]
        )

    @staticmethod
    def _apart(left: str, right: str) -> bool:
        """Whether a word may begin between two letters; it does not always."""
        return not left.isalnum() or left.isdigit() or (right.isupper() and not left.isupper())

    def _run_start(self, at: int) -> int:
        return max(self._text.rfind(" ", 0, at), self._text.rfind("\n", 0, at)) + 1

    def _surface_at(self, at: int) -> tuple[int, int] | None:
        text = self._text
        start = self._run_start(at)
        while start > 2 and self._folded[start - 3 : start - 1] in _PARTICLES:
            start = self._run_start(start - 1)
        if at - start > _LONGEST_RUN:
            raise LookupError
        for match in WORD.finditer(text, start):
            if match.end() > at:
                return match.span() if match.start() <= at else None
        return None
