"""One committed state of the index, read through a point in time on the cluster.

All processes that read a state share its point in time, by way of the meta index, so that a
page of hits that one of them began another can go on with.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

from search_index.engines.opensearch.bridge.connection import Connection, Deadline, Refused
from search_index.engines.opensearch.store import points_in_time
from search_index.engines.opensearch.store.dsl import Dsl
from search_index.engines.opensearch.store.points_in_time import Shared
from search_index.engines.opensearch.store.state import (
    IndexNames,
    all_visible,
    read_state,
    replaced_documents,
)
from search_index.errors import (
    IndexDamaged,
    IndexUnreachable,
    IndexUnusable,
    QueryTimeout,
    SnapshotGone,
)

PAGE: Final = 1000
_LOST: Final = frozenset({404, 500, 502, 503})
_TRIES: Final = 50
_RENEWALS: Final = 2

_Answer = TypeVar("_Answer")


class View:
    """A state and its point in time. Safe to share between threads."""

    def __init__(
        self,
        connection: Connection,
        names: IndexNames,
        point: Shared,
    ) -> None:
        self.state = point.state
        self.connection = connection
        self.visible = all_visible(point.state, point.replaced)
        self._names = names
        self._replaced = point.replaced
        self._pit = point.pit
        self._lock = threading.Lock()

    @property
    def ties(self) -> list[Dsl]:
        """The end of every order: who was written first comes first, and no two are equal."""
        first: list[Dsl] = [{"order": {"order": "asc"}}]
        return first if len(self.state.parts) == 1 else [*first, {"_index": {"order": "asc"}}]

    def search(self, body: Dsl, deadline: Deadline, *, named: bool = False) -> dict[str, Any]:
        """Answer a search over this state; exactly, or not at all.

        A point in time that is lost, with its node or for having been idle, is replaced as
        long as the state is the newest. Else SnapshotGone for a `named` snapshot,
        IndexUnreachable for others. Raises QueryTimeout.
        """

        def ask(pit: str) -> dict[str, Any]:
            return self._search(body, deadline, pit)

        return self._ask(ask, deadline, named=named)

    def _ask(self, ask: Callable[[str], _Answer], deadline: Deadline, *, named: bool) -> _Answer:
        for _ in range(_RENEWALS):
            pit = self._pit
            try:
                return ask(pit)
            except Refused as error:
                if error.status not in _LOST:
                    raise
                self._renew(pit, error, deadline, named=named)
        return ask(self._pit)

    def _search(self, body: Dsl, deadline: Deadline, pit: str) -> dict[str, Any]:
        left_s = deadline.left_s()
        answer: dict[str, Any] = self.connection.request(
            "POST",
            "/_search",
            {
                **body,
                "pit": {"id": pit, "keep_alive": points_in_time.KEEP_ALIVE},
                "timeout": f"{max(1, int(left_s * 900))}ms",
            },
            params={"allow_partial_search_results": "false", **self._statistics},
            limit_s=left_s,
            of_query=True,
        )
        if answer["timed_out"]:
            raise QueryTimeout("The query used up its time.")
        return answer

    @property
    def _statistics(self) -> dict[str, str]:
        return {"search_type": "dfs_query_then_fetch"} if self.state.shards > 1 else {}

    def count_each(self, queries: Sequence[Dsl], deadline: Deadline) -> list[int]:
        """How many documents of this state match each of the queries. Raises as `search`."""
        if not queries:
            return []

        def ask(pit: str) -> list[int]:
            return self._count_each(queries, deadline, pit)

        return self._ask(ask, deadline, named=False)

    def _count_each(self, queries: Sequence[Dsl], deadline: Deadline, pit: str) -> list[int]:
        lines: list[Dsl] = []
        for query in queries:
            body = {"query": {"bool": {"filter": [query, *self.visible]}}, "size": 0}
            own = {
                "track_total_hits": True,
                "pit": {"id": pit, "keep_alive": points_in_time.KEEP_ALIVE},
            }
            lines += [{"allow_partial_search_results": False}, {**body, **own}]
        answer = self.connection.request(
            "POST",
            "/_msearch",
            "".join(json.dumps(line) + "\n" for line in lines),
            limit_s=deadline.left_s(),
            of_query=True,
        )
        for part in answer["responses"]:
            if "hits" not in part:
                kind = str(part.get("error", {}).get("type"))
                message = f"The cluster could not count ({part['status']} {kind})."
                raise Refused(message, status=part["status"], kind=kind)
        return [part["hits"]["total"]["value"] for part in answer["responses"]]

    def try_out(self, deadline: Deadline) -> None:
        """Raise Refused where the point in time is lost."""
        self._search({"size": 0, "track_total_hits": False}, deadline, self._pit)

    def walk(self, body: Dsl, deadline: Deadline, *, page: int = PAGE) -> Iterator[dict[str, Any]]:
        """Every hit of a search that has a `sort` without ties, in its order."""
        after: list[Any] | None = None
        while True:
            part = {**body, "size": page, "track_total_hits": False}
            if after is not None:
                part["search_after"] = after
            hits = self.search(part, deadline)["hits"]["hits"]
            yield from hits
            if len(hits) < page:
                return
            after = hits[-1]["sort"]

    def _renew(self, lost: str, because: IndexUnusable, deadline: Deadline, *, named: bool) -> None:
        with self._lock:
            if self._pit != lost:
                return
            state = read_state(self.connection, self._names, limit_s=deadline.left_s(10.0))
            if state.snapshot != self.state.snapshot:
                if named:
                    raise SnapshotGone(f"Snapshot {self.state.snapshot} is no longer kept.")
                raise IndexUnreachable(
                    "The index changed while a node was lost; ask again."
                ) from because
            self._pit = points_in_time.open_point(
                self.connection, self._names, state, because, limit_s=deadline.left_s(10.0)
            )
        point = Shared(state=self.state, replaced=self._replaced, pit=self._pit)
        points_in_time.share(self.connection, self._names, point, anew=True)


def open_view(
    connection: Connection, names: IndexNames, snapshot: str | None, *, limit_s: float
) -> View:
    """The newest state, or the named one while its point in time is kept. SnapshotGone.

    Each request that it takes may take `limit_s`.
    """
    for _ in range(_TRIES):
        state = read_state(connection, names, limit_s=limit_s)
        if snapshot is not None and snapshot != state.snapshot:
            found = _opened(connection, names, snapshot, limit_s)
            if found is None:
                raise SnapshotGone(f"Snapshot {snapshot} is no longer kept.")
            return found
        view = _opened(connection, names, state.snapshot, limit_s)
        if view is not None:
            return view
        lists = [(p.index, replaced_documents(connection, names, p)) for p in state.parts]
        replaced = {index: found for index, found in lists if found is not None}
        pit = points_in_time.open_point(connection, names, state, limit_s=limit_s)
        whole = len(replaced) == len(lists)
        if whole and read_state(connection, names).snapshot == state.snapshot:
            point = Shared(state=state, replaced=replaced, pit=pit)
            points_in_time.share(connection, names, point, anew=False)
            return View(connection, names, point)
        time.sleep(0.1)
    raise IndexDamaged(
        f"The lists of replaced documents in {names.meta} are gone. "
        "Rebuild the index with `python -m indexer --full`."
    )


def _opened(
    connection: Connection, names: IndexNames, snapshot: str, limit_s: float
) -> View | None:
    """A state that another process reads, through the same point in time."""
    point = points_in_time.shared(connection, names, snapshot, limit_s=limit_s)
    if point is None:
        return None
    view = View(connection, names, point)
    try:
        view.try_out(Deadline(round(limit_s * 1000)))
    except Refused:
        return None
    except QueryTimeout:
        raise IndexUnreachable(
            f"OpenSearch at {connection.address} did not answer within {limit_s:.1f} s."
        ) from None
    return view
