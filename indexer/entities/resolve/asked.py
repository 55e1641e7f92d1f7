"""What the stories of an archive ask of its names, to know which of them a change can reach.

A story comes out as before where everything that it looked up gives what it gave before. What
was looked up is kept as hashes of 32 bits: two that are alike by chance make a story be read
again for nothing, never the other way round.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.entities.data.arabic_words import ARTICLE
from indexer.entities.resolve.phrase_index import with_prefixes
from indexer.language.normalize import is_arabic

Answers = Mapping[str, Mapping[str, str]]
"""What is given for each thing that can be looked up, by the name of the table and the key."""

_BUCKETS = 1 << 16
_MOST_WORDS = 1 << 16


class Asked:
    """Gathers what one story looks up: keys of tables, and words of which names may be made."""

    __slots__ = ("_keys", "_words")

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()
        self._words: set[str] = set()

    def note(self, table: str, key: str) -> None:
        """Note that a key was looked up."""
        self._keys.add((table, key))

    def note_words(self, words: Iterable[str]) -> None:
        """Note the folded words of a text, in which names of the archive were looked for."""
        self._words.update(words)

    def take(self) -> bytes:
        """All that was noted since it was taken last."""
        hashes = {key_hash(*key) for key in self._keys}
        hashes.update(map(_word_hashes.__getitem__, self._words))
        self._keys.clear()
        self._words.clear()
        return np.fromiter(hashes, np.uint32, len(hashes)).tobytes()


def key_hash(table: str, key: str) -> int:
    """The hash of a key of a table."""
    return crc32(f"{table}\0{key}".encode("utf-8", "surrogatepass"))


class _WordHashes(dict[str, int]):
    """The hashes of the words that were met."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = found = key_hash("word", word)
        return found


_word_hashes = _WordHashes()


def digest_of(texts: Sequence[str]) -> str:
    """A short text that tells lists of texts apart."""
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=8).hexdigest()


class Change:
    """What is answered otherwise than before, and which stories that can reach."""

    def __init__(self, before: Answers, now: Answers) -> None:
        keys: set[int] = set()
        self._names: dict[int, list[frozenset[int]]] = {}
        """By the hash of a first word the hashes of the others of a name."""
        for table, given in now.items():
            for key in _changed(before.get(table, {}), given):
                if table == "phrase":
                    first, *rest = key.split(" ")
                    self._add_name(with_prefixes(first), rest)
                    continue
                keys.add(key_hash(table, key))
                if table == "acronym" and is_arabic(key):
                    self._add_name(with_prefixes(key) | with_prefixes(ARTICLE + key), ())
        self._keys = np.array(sorted(keys), np.uint32)
        self._firsts = np.array(sorted(self._names), np.uint32)

    def _add_name(self, firsts: Iterable[str], rest: Sequence[str]) -> None:
        others = frozenset(map(_word_hashes.__getitem__, rest))
        for first in firsts:
            self._names.setdefault(_word_hashes[first], []).append(others)

    def reaches(self, asked: Sequence[bytes]) -> list[bool]:
        """Of each story, by what it asked, whether it can come out otherwise now."""
        sizes = np.array([len(one) // 4 for one in asked], np.intp)
        every = np.frombuffer(b"".join(asked), np.uint32)
        story = np.repeat(np.arange(len(asked)), sizes)
        found = np.zeros(len(asked), np.bool_)
        found[story[_among(every, self._keys)]] = True
        for at in np.unique(story[_among(every, self._firsts)]).tolist():
            if not found[at]:
                own = set(np.frombuffer(asked[at], np.uint32).tolist())
                found[at] = any(
                    others <= own for first in own for others in self._names.get(first, ())
                )
        return found.tolist()


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for key, given in now.items():
        if before.get(key) != given:
            yield key
    for key in before:
        if key not in now:
            yield key


def _among(every: npt.NDArray[np.uint32], few: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    """The places of the values that are some of a few; most are ruled out by their last bits."""
    table = np.zeros(_BUCKETS, np.bool_)
    table[few & (_BUCKETS - 1)] = True
    places = np.flatnonzero(table.take(every & (_BUCKETS - 1)))
    kept: npt.NDArray[np.intp] = places[np.isin(every[places], few)]
    return kept
