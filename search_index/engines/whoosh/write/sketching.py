"""The sketches of a batch of articles, from the postings of its stems.

It gives what `search_index.text.sketch.sketch_of` gives for each article, all at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.sketches import Sketches
from search_index.engines.whoosh.write.invert import Inverted
from search_index.text.sketch import FROM, LEVEL_BITS, NUMBERS, SLOTS, number_of, stop_stems

_COUNT_BITS = 24
_FEWER = (1 << _COUNT_BITS) - 1


def sketches(stems: Sequence[bytes], fields: Sequence[Inverted], documents: int) -> Sketches:
    """The sketches of all documents. `fields` are the stems of each text field."""
    numbers = np.fromiter(map(number_of, stems), np.int64, len(stems))
    stop = stop_stems()
    telling = np.fromiter((stem not in stop for stem in stems), bool, len(stems))
    # Document above number above count: sorted, what is to be added up lies together.
    keys = [np.empty(0, np.int64)]
    for field in fields:
        terms = np.repeat(np.arange(len(stems)), np.diff(field.starts))
        kept = telling.take(terms).nonzero()[0]
        key = field.documents.take(kept).astype(np.int64) << 16 | numbers.take(terms.take(kept))
        keys.append(key << _COUNT_BITS | np.minimum(field.frequencies.take(kept), _FEWER))
    key, count = _added_up(np.concatenate(keys))
    fewer = _FEWER - np.minimum(count, _FEWER)
    # Document above how rare above number: sorted, the most frequent of a document come first.
    packed = np.sort((key >> 16) << (_COUNT_BITS + 16) | fewer << 16 | key & 0xFFFF)
    owners = packed >> (_COUNT_BITS + 16)
    rank = np.arange(len(packed)) - owners.searchsorted(np.arange(documents)).take(owners)
    best = rank < SLOTS
    packed = packed.compress(best)
    levels = np.array(FROM[1:]).searchsorted(_FEWER - (packed >> 16 & _FEWER), "right")
    codes = (packed & (NUMBERS - 1)) << LEVEL_BITS | levels
    return Sketches.of_rows(owners.compress(best), codes, documents)


def _added_up(keys: Array) -> tuple[Array, Array]:
    """Each key once, with the sum of the counts that are below it."""
    if not len(keys):
        return keys, keys
    keys.sort()
    counts = keys & _FEWER
    keys >>= _COUNT_BITS
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    return keys.take(first), np.add.reduceat(counts, first)
