"""Surfaces and their terms as numbers, so that inverting a batch is sorting numbers."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np

from search_index.analysis import plain_word, stem, word_terms
from search_index.engines.whoosh.forms import Forms
from search_index.engines.whoosh.segment_file import Array


class Terms(dict[str, int]):
    """Numbers terms in the order in which they are first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded: list[bytes] = []
        self._order: list[int] = []

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self.encoded)
        self.encoded.append(term.encode("utf-8", "replace"))
        return number

    def ranked(self, used: Array) -> tuple[list[bytes], Array]:
        """The terms whose numbers are `used`, in the order of their bytes, and their ranks.

        The ranks (int64) are by number, -1 for terms that are not used.
        """
        self._order.extend(range(len(self._order), len(self.encoded)))
        self._order.sort(key=self.encoded.__getitem__)
        mask = np.zeros(len(self.encoded), bool)
        mask[used] = True
        order = np.array(self._order, np.int64)
        order = order.compress(mask.take(order))
        ranks = np.full(len(self.encoded), -1, np.int64)
        ranks[order] = np.arange(len(order))
        return [self.encoded[number] for number in order.tolist()], ranks


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

    def append_one(self, value: int) -> None:
        self.values.append(value)
        self.starts.append(len(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Which numbers each surface stands for: `values[starts[s]:starts[s + 1]]` of surface s."""

    starts: Array
    values: Array

    def of(self, surfaces: Array) -> tuple[Array, Array]:
        """The numbers that many surfaces stand for, in no order.

        Gives, for each number, the place of its surface in `surfaces`, and its own place in
        `values` (int64 both).
        """
        first = self.starts.take(surfaces)
        counts = self.starts.take(surfaces + 1) - first
        one = counts == 1
        if one.all():
            return np.arange(len(surfaces)), first
        single, several = np.flatnonzero(one), np.flatnonzero(counts > 1)
        counts = counts.take(several)
        ends = np.cumsum(counts)
        flat = np.repeat(first.take(several) - (ends - counts), counts)
        flat += np.arange(len(flat))
        return (
            np.concatenate((single, np.repeat(several, counts))),
            np.concatenate((first.take(single), flat)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What the surfaces of a batch mean, by ranks in two dictionaries in order of bytes.

    `words` and `stems` are the dictionaries. Of each surface: `widths`, how many positions
    it takes; `exact`, its words, with their `offsets` within the surface; `stemmed`, its
    stems. `candidates[t]` is the only word that stem t was met as, -1 where there are
    several; `forms` are all of them.
    """

    words: list[bytes]
    stems: list[bytes]
    widths: Array
    exact: Expansion
    offsets: Array
    stemmed: Expansion
    candidates: Array
    forms: Forms


class Vocabulary:
    """Learns what each surface of each language means, once."""

    def __init__(self) -> None:
        self.words = Terms()
        self.stems = Terms()
        self._languages: dict[str, _Surfaces] = {}
        self._widths = array("I")
        self._exact = _Lists()
        self._offsets = array("I")
        self._stem_lists = _Lists()
        self._pairs = array("Q")
        """Stems above words, 32 bits each; some pairs more than once."""

    def __len__(self) -> int:
        return len(self._widths)

    def surfaces(self, language: str) -> _Surfaces:
        """Maps surfaces of a language to numbers; unknown ones are learnt."""
        found = self._languages.get(language)
        if found is None:
            found = self._languages[language] = _Surfaces(self, language)
        return found

    def _learn(self, surface: str, language: str) -> int:
        word = plain_word(surface)
        if word is not None:
            self._learn_plain(word, language)
            return len(self._widths) - 1
        terms = word_terms(surface, language)
        self._widths.append(terms.width)
        self._exact.append([self.words[word] for word, _ in terms.exact])
        self._offsets.extend([offset for _, offset in terms.exact])
        self._stem_lists.append([self.stems[text] for text in terms.stems])
        for word, _ in terms.exact:
            self._pairs.append(self.stems[stem(word, language)] << 32 | self.words[word])
        return len(self._widths) - 1

    def _learn_plain(self, word: str, language: str) -> None:
        """What the general case comes to for nearly all surfaces, sooner."""
        number, form = self.stems[stem(word, language)], self.words[word]
        self._widths.append(1)
        self._exact.append_one(form)
        self._offsets.append(0)
        self._stem_lists.append_one(number)
        self._pairs.append(number << 32 | form)

    def lookup(self, used: Array) -> Lookup:
        """What inverting tokens needs to know, for surfaces with the numbers `used` (int64).

        It stays as it is whatever is learnt afterwards.
        """
        exact, stemmed = _expansion(self._exact), _expansion(self._stem_lists)
        words, word_ranks = self.words.ranked(exact.values.take(exact.of(used)[1]))
        stems, stem_ranks = self.stems.ranked(stemmed.values.take(stemmed.of(used)[1]))
        pairs = np.unique(np.array(self._pairs, np.int64))
        pair_stems, pair_words = pairs >> 32, pairs & 0xFFFFFFFF
        one_form = np.bincount(pair_stems, minlength=len(stem_ranks)).take(pair_stems) == 1
        ranks = stem_ranks.take(pair_stems)
        only = np.flatnonzero(one_form & (ranks >= 0))
        candidates = np.full(len(stems), -1, np.int64)
        candidates[ranks.take(only)] = word_ranks.take(pair_words.take(only))
        return Lookup(
            words=words,
            stems=stems,
            widths=np.array(self._widths, np.int64),
            exact=Expansion(starts=exact.starts, values=word_ranks.take(exact.values)),
            offsets=np.array(self._offsets, np.int64),
            stemmed=Expansion(starts=stemmed.starts, values=stem_ranks.take(stemmed.values)),
            candidates=candidates,
            forms=Forms.from_pairs(ranks, word_ranks.take(pair_words), stems=len(stems)),
        )


def _expansion(lists: _Lists) -> Expansion:
    return Expansion(
        starts=np.array(lists.starts, np.int64), values=np.array(lists.values, np.int64)
    )
