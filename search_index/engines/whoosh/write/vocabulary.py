"""Chunks and their terms as numbers, so that inverting a batch is sorting numbers."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice, repeat
from typing import Final

import numpy as np

from search_index.engines.whoosh.store.forms import Forms, distinct
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.written_forms import SEPARATOR
from search_index.engines.whoosh.write.numbering import PADDING, Numbering, draw_salt, keys_of
from search_index.text.analysis import (
    WORD,
    capital_stems,
    is_acronym,
    number_word,
    plain_word,
    word_terms,
)
from search_index.text.chunks import find_chunks
from search_index.text.stems import only_stems, stems
from search_index.text.written import written_forms

_SLICE_BYTES: Final = 1 << 19
"""So much text is looked at in one go: what is computed of it fits a processor's cache."""


class Terms(defaultdict[str, int]):
    """Numbers terms in the order in which they are first asked for."""

    def __init__(self) -> None:
        super().__init__(count().__next__)
        self._encoded: list[bytes] = []
        self._order: list[int] = []

    def of(self, terms: Sequence[str]) -> Array:
        """The numbers of many terms (int64)."""
        return np.fromiter(map(self.__getitem__, terms), np.int64, len(terms))

    def ranked(self, used: Array) -> tuple[list[bytes], Array]:
        """The terms whose numbers are `used`, in the order of their bytes, and their ranks.

        The ranks (int64) are by number, -1 for terms that are not used.
        """
        self._sort()
        mask = np.zeros(len(self), bool)
        mask[used] = True
        order = np.array(self._order, np.int64)
        order = order.compress(mask.take(order))
        ranks = np.full(len(self), -1, np.int64)
        ranks[order] = np.arange(len(order))
        return list(map(self._encoded.__getitem__, order.tolist())), ranks

    def _sort(self) -> None:
        """Put the new terms in their places among the others."""
        first = len(self._order)
        self._encoded += [term.encode("utf-8", "replace") for term in islice(self, first, None)]
        self._order += sorted(range(first, len(self)), key=self._encoded.__getitem__)
        self._order.sort(key=self._encoded.__getitem__)  # two runs that are sorted: quick


@dataclass(slots=True)
class _Lists:
    """Lists of numbers for each chunk, written one after the other."""

    starts: array[int] = field(default_factory=lambda: array("I", [0]))
    values: array[int] = field(default_factory=lambda: array("I"))

    def append(self, values: list[int]) -> None:
        self.values.extend(values)
        self.starts.append(len(self.values))

    def append_each(self, values: Array) -> None:
        """A list of one number for each of them."""
        first = len(self.values) + 1
        self.values.frombytes(values.astype(np.uintc).tobytes())
        self.starts.extend(range(first, first + len(values)))

    def append_empty(self, lists: int) -> None:
        self.starts.extend(repeat(len(self.values), lists))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Which numbers each chunk stands for: `values[starts[c]:starts[c + 1]]` of chunk c."""

    starts: Array
    values: Array

    def of(self, chunks: Array) -> tuple[Array, Array]:
        """The numbers that many chunks stand for, in no order.

        Gives, for each number, the place of its chunk in `chunks`, and its own place in
        `values` (int64 both).
        """
        first = self.starts.take(chunks)
        counts = self.starts.take(chunks + 1) - first
        one = counts == 1
        if one.all():
            return np.arange(len(chunks)), first
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
    """What the chunks of a batch mean, by ranks in two dictionaries in order of bytes.

    `words` and `stems` are the dictionaries. Of each chunk: `widths`, how many positions
    it takes; `exact`, its words, with their `offsets` within the chunk; `stemmed`, its
    stems. `candidates[t]` is the only word that stem t was met as, -1 where there are
    several; `forms` are all of them. `written` are other forms of words (see
    `store.written_forms`), and `written_as` those of each chunk.
    """

    words: list[bytes]
    stems: list[bytes]
    widths: Array
    exact: Expansion
    offsets: Array
    stemmed: Expansion
    candidates: Array
    forms: Forms
    written: list[bytes]
    written_as: Expansion


class Vocabulary:
    """Learns what each chunk of each language means, once."""

    def __init__(self) -> None:
        self.words = Terms()
        self.stems = Terms()
        self._numbering = Numbering()
        self._salts: dict[str, int] = {}
        self._widths = array("I")
        self._exact = _Lists()
        self._offsets = array("I")
        self._stem_lists = _Lists()
        self._written = Terms()
        self._written_lists = _Lists()
        self._pairs = np.zeros(0, np.int64)
        """Stems above words, 32 bits each, ascending."""
        self._new_pairs = array("q")

    def __len__(self) -> int:
        return len(self._widths)

    @property
    def size(self) -> int:
        """How many words have been learnt, some more than once."""
        return len(self._offsets)

    def numbers(self, texts: Sequence[bytes], languages: Sequence[str]) -> tuple[Array, Array]:
        """The chunks of texts in UTF-8 by number (uint32), one text's after the other's.

        Also where each text's end (int64). Chunks that are unknown in the language of their
        text are learnt.
        """
        numbers: list[Array] = [np.zeros(0, np.uint32)]
        ends: list[Array] = [np.zeros(0, np.int64)]
        at = 0
        for first, last in _slices(texts):
            found, until = self._numbers_of(texts[first:last], languages[first:last])
            numbers.append(found.astype(np.uint32))
            ends.append(until + at)
            at += len(found)
        return np.concatenate(numbers), np.concatenate(ends)

    def _numbers_of(self, texts: Sequence[bytes], languages: Sequence[str]) -> tuple[Array, Array]:
        text = np.frombuffer(b"\n".join((*texts, bytes(PADDING))), np.uint8)
        starts, ends = find_chunks(text)
        text_ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
        until = np.searchsorted(starts, text_ends)
        for language in languages:
            if language not in self._salts:
                self._salts[language] = draw_salt()
        salts = np.array([self._salts[language] for language in languages], np.uint64)
        keys = keys_of(text, starts, ends, np.repeat(salts, np.diff(until, prepend=0)))
        numbers = self._numbering.find(keys)
        unknown = np.flatnonzero(numbers < 0)
        if len(unknown):
            order = unknown.take(keys.take(unknown).argsort(kind="stable"))
            known = keys.take(order)
            new = np.sort(order[np.append(True, known[1:] != known[:-1])])
            owners = np.searchsorted(until, new, "right").tolist()
            places = zip(starts.take(new).tolist(), ends.take(new).tolist(), strict=True)
            whole = text.tobytes()
            # No chunk has a line break in it.
            joined = b"\n".join([whole[start:end] for start, end in places])
            chunks = joined.decode("utf-8", "surrogatepass").split("\n")
            learnt = self._learn_all(chunks, [languages[owner] for owner in owners])
            self._numbering.add(keys.take(new.take(learnt)))
            numbers[unknown] = self._numbering.find(keys.take(unknown))
        return numbers, until

    def _learn_all(self, chunks: Sequence[str], languages: Sequence[str]) -> list[int]:
        """Learn chunks, each in its language; their places in the order in which it was done.

        Nearly all are a plain word or a number; those of a language are learnt at once.
        """
        plain: dict[str, tuple[list[int], list[str]]] = {
            name: ([], []) for name in dict.fromkeys(languages)
        }
        others = []
        for place, (chunk, language) in enumerate(zip(chunks, languages, strict=True)):
            word = plain_word(chunk) or (number_word(chunk) if chunk.isascii() else None)
            if word is None or (chunk.isupper() and capital_stems(word, language)):
                others.append(place)
            else:
                places, words = plain[language]
                places.append(place)
                words.append(word)
        learnt: list[int] = []
        for language, (places, words) in plain.items():
            self._learn_plain(words, language)
            learnt += places
        for place in others:
            self._learn(chunks[place], languages[place])
        return learnt + others

    def _learn(self, chunk: str, language: str) -> None:
        width = 0
        exact: list[int] = []
        stemmed: list[int] = []
        written: list[int] = []
        for surface in WORD.findall(chunk):
            terms = word_terms(surface, language)
            for word, offset in terms.exact:
                exact.append(self.words[word])
                self._offsets.append(width + offset)
                for stem in stems(word, language):
                    self._new_pairs.append(self.stems[stem] << 32 | exact[-1])
            if terms.exact and is_acronym(surface):
                for stem in capital_stems(terms.exact[0][0], language):
                    self._new_pairs.append(self.stems[stem] << 32 | exact[-1])
            stemmed += [self.stems[text] for text in terms.stems]
            written += [
                self._written[f"{word}{SEPARATOR}{form}"]
                for word, form in written_forms(surface, terms)
            ]
            width += terms.width
        self._widths.append(width)
        self._exact.append(exact)
        self._stem_lists.append(stemmed)
        self._written_lists.append(written)

    def _learn_plain(self, words: Sequence[str], language: str) -> None:
        """What `_learn` comes to for chunks that are a plain word or a number."""
        numbers, forms = self.stems.of(only_stems(words, language)), self.words.of(words)
        self._widths.extend(repeat(1, len(words)))
        self._exact.append_each(forms)
        self._offsets.extend(repeat(0, len(words)))
        self._stem_lists.append_each(numbers)
        self._written_lists.append_empty(len(words))
        self._new_pairs.frombytes((numbers << 32 | forms).tobytes())

    def lookup(self, used: Array) -> Lookup:
        """What inverting tokens needs to know, for chunks with the numbers `used` (int64).

        It stays as it is whatever is learnt afterwards.
        """
        exact, stemmed = _expansion(self._exact), _expansion(self._stem_lists)
        words, word_ranks = self.words.ranked(exact.values.take(exact.of(used)[1]))
        stems, stem_ranks = self.stems.ranked(stemmed.values.take(stemmed.of(used)[1]))
        written_as = _expansion(self._written_lists)
        written, form_ranks = self._written.ranked(written_as.values.take(written_as.of(used)[1]))
        if self._new_pairs:
            new = np.array(self._new_pairs, np.int64)
            self._pairs = distinct(np.concatenate((self._pairs, new)))
            self._new_pairs = array("q")
        pairs = self._pairs
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
            written=written,
            written_as=Expansion(
                starts=written_as.starts, values=form_ranks.take(written_as.values)
            ),
        )


def _expansion(lists: _Lists) -> Expansion:
    return Expansion(
        starts=np.array(lists.starts, np.int64), values=np.array(lists.values, np.int64)
    )


def _slices(texts: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Ranges of texts of about `_SLICE_BYTES`."""
    first = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= _SLICE_BYTES:
            yield first, place + 1
            first, size = place + 1, 0
    if first < len(texts):
        yield first, len(texts)
