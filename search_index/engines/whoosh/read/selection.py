"""The articles that a query selects, in each segment and in order over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Final

import numpy as np
from whoosh import query as whoosh_query

from search_index.engines.whoosh.read.evaluate import Evaluator, Execution
from search_index.engines.whoosh.read.filters import Filter
from search_index.engines.whoosh.read.scored_documents import ScoredDocuments
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Snapshot

_BLOCK: Final = 64
FIRST: Final = 1e8
"""What is added to the keys of those that come first: more than any score or day."""

_UNSURE: Final = 1e7
"""What puts an unsure date after every sure one, in both orders."""
_UNDATED: Final = -FIRST / 5
"""Not infinite: what comes first does so among the undated as well."""


def firsts_in(keys: Array) -> Array:
    """Which of these sort keys are of documents that come first."""
    return keys > FIRST / 2


@dataclass(frozen=True, slots=True)
class Order:
    """How hits are sorted: by score, or by their first day."""

    by: str

    def keys(self, snapshot: Snapshot, number: int, found: ScoredDocuments) -> Array:
        """The larger, the earlier; one for each document found (float64 or float32)."""
        keys = self._keys(snapshot, number, found)
        if found.firsts is None:
            return keys
        return keys + FIRST * found.firsts

    def _keys(self, snapshot: Snapshot, number: int, found: ScoredDocuments) -> Array:
        if self.by == "relevance":
            return found.scores
        data = snapshot.segments[number].data
        days = data.column("first_day").take(found.documents).astype(np.float64)
        keys = np.where(days > 0, days if self.by == "newest" else -days, _UNDATED)
        if len(data.unsure):
            keys[np.isin(found.documents, data.unsure)] -= _UNSURE
        return keys


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents of each segment (int64, ascending), and their sort keys."""

    documents: Sequence[Array]
    keys: Sequence[Array]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(map(len, self.documents))

    def top(self, snapshot: Snapshot, size: int) -> tuple[Array, Array]:
        """The best `size`, best first; where keys are equal, the smaller number first.

        Their numbers in the snapshot (int64), and their keys.
        """
        numbers, keys = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        kept, least = 0, None
        parts = zip(self.documents, self.keys, snapshot.segments, strict=True)
        for documents, found, segment in parts if size else ():
            if not len(found):
                continue
            if least is not None:
                # Of equal keys those that came before are the better ones.
                better = np.flatnonzero(found > least)
                documents, found = documents.take(better), found.take(better)
            best = _best(found, size)
            numbers.append(documents.take(best) + segment.base)
            keys.append(found.take(best))
            kept += len(best)
            if kept >= size:
                every_number, every_key = np.concatenate(numbers), np.concatenate(keys)
                best = _best(every_key, size)
                numbers, keys = [every_number.take(best)], [every_key.take(best)]
                kept, least = size, keys[0].min()
        every_number, every_key = np.concatenate(numbers), np.concatenate(keys)
        order = np.lexsort((every_number, -every_key))
        return every_number.take(order), every_key.take(order)


def _best(keys: Array, size: int) -> Array:
    """The places of the `size` largest keys, ascending; of equal ones those that come first."""
    if len(keys) <= size:
        return np.arange(len(keys))
    if len(keys) > _BLOCK * size:
        # At least `size` keys reach the bound: the best blocks have one each.
        blocks = keys[: len(keys) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
        bound = np.partition(blocks, len(blocks) - size)[len(blocks) - size]
        reaching = (keys >= bound).nonzero()[0]
        if len(reaching) < len(keys):
            best: Array = reaching.take(_best(keys.take(reaching), size))
            return best
    least = np.partition(keys, len(keys) - size)[len(keys) - size]
    above = np.flatnonzero(keys > least)
    equal = np.flatnonzero(keys == least)[: size - len(above)]
    return np.sort(np.concatenate((above, equal)))


def evaluate(
    execution: Execution, q: whoosh_query.Query, among: Sequence[Array] | None = None
) -> list[ScoredDocuments]:
    """What a query finds in each segment, without the deleted articles.

    Where only some documents are wanted (`among`, ascending), others may be missing.
    """
    results = []
    for number, segment in enumerate(execution.snapshot.segments):
        evaluator = Evaluator(execution, number)
        found = evaluator.found(q) if among is None else evaluator.found_among(q, among[number])
        if segment.live is not None and len(found.documents):
            found = found.compress(segment.live.take(found.documents))
        results.append(found)
    return results


def select(
    snapshot: Snapshot,
    found: Sequence[ScoredDocuments],
    filters: Sequence[Filter],
    order: Order,
    *,
    without: str | None = None,
) -> Selection:
    """What passes the filters; `without` names the facet whose own filter is left out."""
    asked = [each.masks for each in filters if each.facet is None or each.facet != without]
    documents, keys = [], []
    for number, part in enumerate(found):
        if asked and len(part.documents):
            passing = reduce(and_, [masks[number] for masks in asked])
            part = part.compress(passing.take(part.documents))
        documents.append(part.documents)
        keys.append(order.keys(snapshot, number, part))
    return Selection(documents, keys)
