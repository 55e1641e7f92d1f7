"""Surfaces and their terms as numbers, so that inverting a batch is sorting numbers."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np

from search_index.analysis import stem, word_terms
from search_index.engines.whoosh.segment_file import Array

MANY_FORMS = -1


class _Numbers(dict[str, int]):
    """Numbers strings in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        number = len(self)
        self[key] = number
        return number


class _Surfaces(dict[str, int]):
    """The numbers of the surfaces of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self._vocabulary = vocabulary
        self._language = language

    def __missing__(self, surface: str) -> int:
        number = self._vocabulary._learn(surface, self._language)
        self[surface] = number
        return number


@dataclass(slots=True)
class _Lists:
    """Lists of numbers for each surface, written one behind the other."""

    starts: array[int] = field(default_factory=lambda: array("I", [0]))
    values: array[int] = field(default_factory=lambda: array("I"))

    def append(self, values: list[int]) -> None:
        self.values.extend(values)
        self.starts.append(len(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Which numbers each surface stands for: `values[starts[s]:starts[s + 1]]` of surface s."""

    starts: Array
    values: Array

    def of(self, surfaces: Array) -> tuple[Array, Array]:
        """The numbers of many surfaces one behind the other.

        Gives, for each number, its place in `surfaces` (int64), and the number (uint32).
        """
        first = self.starts.take(surfaces)
        counts = self.starts.take(surfaces + 1) - first
        if len(counts) and counts.min() == 1 == counts.max():
            return np.arange(len(surfaces)), self.values.take(first)
        owners = np.repeat(np.arange(len(surfaces)), counts)
        before = np.repeat(np.cumsum(counts) - counts, counts)
        flat = np.repeat(first, counts) + (np.arange(len(owners)) - before)
        return owners, self.values.take(flat)


class Vocabulary:
    """Learns what each surface of each language means, once."""

    def __init__(self) -> None:
        self.words = _Numbers()
        self.stems = _Numbers()
        self._languages: dict[str, _Surfaces] = {}
        self._widths = array("I")
        self._exact = _Lists()
        self._offsets = array("I")
        self._stem_lists = _Lists()
        self._form = array("i")
        self._pairs: dict[tuple[int, int], None] = {}

    def __len__(self) -> int:
        return len(self._widths)

    def surfaces(self, language: str) -> _Surfaces:
        """Maps surfaces of a language to numbers; unknown ones are learnt."""
        found = self._languages.get(language)
        if found is None:
            found = self._languages[language] = _Surfaces(self, language)
        return found

    def _learn(self, surface: str, language: str) -> int:
        terms = word_terms(surface, language)
        self._widths.append(terms.width)
        self._exact.append([self.words[word] for word, _ in terms.exact])
        self._offsets.extend(offset for _, offset in terms.exact)
        self._stem_lists.append([self.stems[text] for text in terms.stems])
        self._form.extend([-2] * (len(self.stems) - len(self._form)))
        for word, _ in terms.exact:
            number, form = self.stems.get(stem(word, language)), self.words[word]
            if number is None:
                continue
            self._pairs[number, form] = None
            if self._form[number] != form:
                self._form[number] = form if self._form[number] == -2 else MANY_FORMS
        return len(self._widths) - 1

    def widths(self) -> Array:
        """How many positions each surface takes, int64."""
        return np.array(self._widths, np.int64)

    def exact(self) -> tuple[Expansion, Array]:
        """The words of each surface, and the offset of each of them within its surface."""
        return _expansion(self._exact), np.array(self._offsets, np.int64)

    def stem_lists(self) -> Expansion:
        """The stems of each surface."""
        return _expansion(self._stem_lists)

    def pairs(self) -> tuple[Array, Array]:
        """Stems and words that belong together (int64 each)."""
        pairs = np.array(list(self._pairs) or np.empty((0, 2)), np.int64)
        return pairs[:, 0], pairs[:, 1]

    def only_forms(self) -> Array:
        """For each stem the one word it was met as, int64; MANY_FORMS where there are several."""
        return np.array(self._form, np.int64)


def _expansion(lists: _Lists) -> Expansion:
    return Expansion(
        starts=np.array(lists.starts, np.int64), values=np.array(lists.values, np.uint32)
    )
