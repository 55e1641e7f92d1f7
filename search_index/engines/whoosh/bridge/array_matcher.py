"""A Whoosh matcher that walks over arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.matching import LeafMatcher
from whoosh.reading import TermInfo

from search_index.engines.whoosh.store.segment_file import Array


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """The postings of one term, one block; stepped through by Whoosh's searcher."""

    def __init__(
        self,
        term: tuple[str, bytes],
        documents: Array,
        weights: Array,
        info: TermInfo,
        format_: Any,
        scorer: Any,
        positions: tuple[Array, Array] | None = None,
        at: int = 0,
    ) -> None:
        """`positions` are all positions of the term and where each document's begin."""
        self._term = term
        self._documents = documents
        self._weights = weights
        self._info = info
        self.format = format_
        self.scorer = scorer
        self._positions = positions
        self._at = at

    def is_active(self) -> bool:
        """Whether there is a posting here."""
        return self._at < len(self._documents)

    def copy(self) -> ArrayMatcher:
        """Another matcher at the same place."""
        return ArrayMatcher(
            self._term,
            self._documents,
            self._weights,
            self._info,
            self.format,
            self.scorer,
            self._positions,
            self._at,
        )

    def reset(self) -> None:
        """Back to the first posting."""
        self._at = 0

    def id(self) -> int:
        """The document."""
        return int(self._documents[self._at])

    def all_ids(self) -> Iterator[int]:
        """All documents."""
        return iter(self._documents.tolist())

    def next(self) -> bool:
        """To the next posting."""
        self._at += 1
        return not self.is_active()

    def skip_to(self, id: int) -> bool:
        """To the first posting of a document that is not smaller."""
        self._at = max(self._at, int(self._documents.searchsorted(id)))
        return not self.is_active()

    def weight(self) -> float:
        """How often the term occurs in the document."""
        return float(self._weights[self._at])

    def supports(self, astype: str) -> bool:
        """Which kinds of values there are."""
        return astype in ("frequency", "weight") or (
            astype == "positions" and self._positions is not None
        )

    def value_as(self, astype: str) -> Any:
        """The positions, or the frequency."""
        if astype != "positions" or self._positions is None:
            return self.weight()
        positions, starts = self._positions
        return positions[starts[self._at] : starts[self._at + 1]].tolist()

    def value(self) -> bytes:
        """Values are not kept as bytes."""
        return b""

    def block_min_length(self) -> int:
        """The smallest field length."""
        return int(self._info.min_length())

    def block_max_length(self) -> int:
        """The greatest field length."""
        return int(self._info.max_length())

    def block_max_weight(self) -> float:
        """The greatest weight."""
        return float(self._info.max_weight())

    def skip_to_quality(self, minquality: float) -> int:
        """There is one block: nothing is skipped but the whole of it."""
        if self.block_quality() <= minquality:
            self._at = len(self._documents)
        return 0
