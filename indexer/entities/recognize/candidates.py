"""Stretches of words that may be names, and how well they fit each kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.entities.recognize.scan import Scan
from indexer.tagging.crf import Array
from search_index.model.article import NameKind

KINDS: tuple[NameKind, ...] = ("person", "organization", "place")
MAX_PREFIX = 3
"""Letters of Arabic prefixes before a name, at most."""


class Scores:
    """How well each label fits each token; those of few tokens are asked for."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Array) -> None:
        self._rows = rows

    def __getitem__(self, at: int) -> list[float]:
        row: list[float] = self._rows[at].tolist()
        return row


@dataclass(slots=True, eq=False)
class Candidate:
    """Tokens that may be a name; `scores` says for each kind how well it fits."""

    kind: NameKind
    first: int
    after: int
    scores: tuple[float, ...]
    fixed: bool = False
    dropped: bool = False


def by_kind(scores: Scores, first: int, after: int) -> tuple[float, ...]:
    """How well tokens fit each kind, by themselves: the mean over them."""
    begin, *rest = (scores[at] for at in range(first, after))
    size = after - first
    return tuple((begin[n] + sum([row[n + 1] for row in rest])) / size for n in (1, 3, 5))


def taken(scan: Scan, found: Iterable[Candidate]) -> bytearray:
    """Which tokens are of a name already, or of one of these."""
    owned = bytearray(scan.owned)
    for span in found:
        owned[span.first : span.after] = b"\1" * (span.after - span.first)
    return owned
