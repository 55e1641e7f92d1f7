"""What follows the articles that have all words of a query; see `search_index.search.relaxing`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from whoosh import query

from search_index.engines.whoosh.read.evaluate import Execution
from search_index.engines.whoosh.read.scored_documents import ScoredDocuments, members
from search_index.engines.whoosh.read.selection import evaluate
from search_index.engines.whoosh.store.segment_file import Array
from search_index.search.relaxing import POOL, bonus_of, least_weight, weight_of


class Coverage:
    """How much of the weight of some words each article has."""

    def __init__(self, execution: Execution, words: Sequence[query.Query]) -> None:
        snapshot = execution.snapshot
        self.weights: list[float] = []
        self._sums = [np.zeros(s.documents, np.float64) for s in snapshot.segments]
        for word in words:
            found = evaluate(execution, word)
            having = sum(len(part.documents) for part in found)
            self.weights.append(weight_of(snapshot.manifest.articles, having))
            for sums, part in zip(self._sums, found, strict=True):
                sums[part.documents] += self.weights[-1]

    def least(self, documents: Sequence[Array], *, firsts: int) -> float:
        """What the words of an article must weigh, of these documents of each segment.

        `firsts` of them have all words.
        """
        parts = [s.take(d) for s, d in zip(self._sums, documents, strict=True)]
        every = np.concatenate(parts) if parts else np.zeros(0)
        if len(every) > POOL:
            every = np.partition(every, len(every) - POOL)[len(every) - POOL :]
        return least_weight(self.weights, sorted(every.tolist(), reverse=True), firsts=firsts)

    @property
    def bonus(self) -> float:
        """What having all of the words adds to a score, if the question is long."""
        return bonus_of(self.weights)

    def followed(
        self,
        first: Sequence[ScoredDocuments],
        loose: Sequence[ScoredDocuments],
        least: float,
        *,
        ahead: bool,
    ) -> list[ScoredDocuments]:
        """Those of `loose` that have so much, and all of `first`.

        These come before the others if they are `ahead`, else they have a bonus.
        """
        results = []
        for best, found, sums in zip(first, loose, self._sums, strict=True):
            firsts = members(found.documents, best.documents, len(sums))
            marked = (
                found._replace(firsts=firsts)
                if ahead
                else found._replace(scores=found.scores + np.float32(self.bonus) * firsts)
            )
            results.append(marked.compress(firsts | (sums.take(found.documents) >= least)))
        return results
