"""The end of a run: the report of the archive, and what is least sure in it (docs/quality.md)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from indexer.report import reason_kind
from indexer.sources.kinds import kind_of
from indexer.state import State
from quality.facts import Facts, days_apart
from quality.queues import KEPT, RejectedPage
from quality.store import QualityStore
from quality.tally import Tally
from search_index.settings import Settings

_ZONES_DAYS: Final = 1
"""Two papers print one story on two days; more than that is a contradiction."""

Alike = tuple[str, str, float]
"""The ids of two stories that were not taken for one, and how much of their words they share."""

Row = tuple[str, str, float, str]
"""Queue, id of an article, how doubtful it is, in which words."""


class Quality:
    """Notes the facts of all articles while they are resolved, and writes the report."""

    def __init__(self, settings: Settings) -> None:
        self._store = QualityStore(settings.index_dir)
        self._tally = Tally()
        self._doubts: dict[str, list[Row]] = {}
        self._compared: set[str] = set()
        self._dates: dict[str, str] = {}
        self._copies: Mapping[str, str] = {}

    def compare(self, copies: Mapping[str, str], alike: Iterable[Alike]) -> None:
        """Know the near-duplicates, each with the better one, and what nearly is one."""
        self._copies = copies
        self._compared = {*copies, *copies.values()}
        for one, other, share in alike:
            self._doubt(("alike", one, share, other))

    def add(self, facts: Facts) -> None:
        """Count an article; those of a page come one after the other."""
        self._tally.article(facts, kind=page_kind(facts.page))
        for queue, weight, words in facts.doubts():
            self._doubt((queue, facts.id, weight, words))
        if facts.id in self._compared and facts.date:
            self._dates[facts.id] = facts.date

    def write(self, state: State, snapshot: str) -> None:
        """Write report and queues of a committed state of the index. Raises OSError."""
        for row in self._disagreeing():
            self._tally.disagree(1)
            self._doubt(row)
        with self._store.new_queues() as writer:
            for rows in self._doubts.values():
                writer.doubts(_least_sure(rows))
            for page in state.pages():
                kind = page_kind(page.name)
                reason = page.reason and reason_kind(page.reason)
                self._tally.page(kind=kind, reason=reason, removed=page.removed)
                if page.reason is not None:
                    key = page.key
                    writer.rejected(
                        RejectedPage(
                            name=page.name,
                            root=key.root,
                            file=key.file,
                            number=key.number,
                            reason=page.reason,
                        )
                    )
        self._store.keep(
            self._tally.report(
                at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                snapshot=snapshot,
                long_sentences=state.long_sentences(),
            )
        )

    def _doubt(self, row: Row) -> None:
        """Keep a row; of too many in its queue those that are least sure."""
        rows = self._doubts.setdefault(row[0], [])
        rows.append(row)
        if len(rows) > 2 * KEPT:
            rows[:] = _least_sure(rows)

    def _disagreeing(self) -> Iterator[Row]:
        """Copies of a story that are of another day."""
        for copy, best in self._copies.items():
            own, other = self._dates.get(copy), self._dates.get(best)
            apart = days_apart(own, other) if own and other else None
            if apart is not None and apart > _ZONES_DAYS:
                yield "disagreeing", copy, apart / (apart + 30), other or ""


def _least_sure(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row[2], row[1]))[:KEPT]


def page_kind(name: str) -> str:
    """What kind of file a page of that name comes from; of a record, that of its container."""
    for part in reversed(name.split("#")):
        kind = kind_of(part)
        if kind not in (None, "any"):
            return str(kind)
    return "text"
