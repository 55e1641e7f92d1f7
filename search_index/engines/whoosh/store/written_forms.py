"""How words are written: for each exact word its other forms, and how many articles have them.

A form is a term of the dictionary `written`: the word, a NUL, and the form. The section
written.counts has the articles of each (uint32). What is counted when an article is written
stays counted until its segment is rebuilt from others: which form is the usual one needs no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile
from typing import Final

import numpy as np

from search_index.engines.whoosh.store.segment_file import SegmentFile, SegmentFileWriter
from search_index.engines.whoosh.store.term_dictionary import Dictionary, write_dictionary

SEPARATOR: Final = "\0"
_FEW: Final = 4


class WrittenForms:
    """Reads the forms of the words of one segment."""

    def __init__(self, file: SegmentFile) -> None:
        self._file = file
        self._dictionary = Dictionary(file, "written")

    def of(self, word: str) -> dict[str, int]:
        """The forms of a word that differ from it, with their articles."""
        key = f"{word}{SEPARATOR}".encode("utf-8", "replace")
        first = self._dictionary.first_not_below(key)
        terms: list[bytes] = []
        while len(terms) % _FEW == 0:
            at = first + len(terms)
            some = self._dictionary.terms(at, min(at + _FEW, self._dictionary.size))
            more = list(takewhile(lambda term: term.startswith(key), some))
            terms += more
            if not more:
                break
        if not terms:
            return {}
        counts = self._file.read("written.counts", first, first + len(terms)).tolist()
        forms = [term[len(key) :].decode("utf-8", "replace") for term in terms]
        return dict(zip(forms, counts, strict=True))

    def every(self) -> dict[bytes, int]:
        """All forms by their terms, with their articles."""
        counts = self._file.read("written.counts").tolist()
        return dict(zip(self._dictionary.terms(), counts, strict=True))


def write_forms(file: SegmentFileWriter, forms: Mapping[bytes, int]) -> None:
    """Write the forms of a segment: their terms, with their articles."""
    terms = sorted(forms)
    write_dictionary(file, "written", terms)
    file.add("written.counts", np.array([forms[term] for term in terms], np.uint32))


def merged(parts: Iterable[WrittenForms], words: Collection[bytes]) -> dict[bytes, int]:
    """The forms of several segments together, of those words that are still there."""
    total: Counter[bytes] = Counter()
    for part in parts:
        total.update(part.every())
    separator = SEPARATOR.encode()
    return {term: n for term, n in total.items() if term.partition(separator)[0] in words}
