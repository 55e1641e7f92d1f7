"""One committed state of the index, read through a point in time on the cluster.

All processes that read a state share its point in time, by way of the meta index, so that a
page of hits that one of them began another can go on with.
"""

from __future__ import annotations

import datetime
import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from search_index.engines.opensearch.ask import Dsl
from search_index.engines.opensearch.connection import Connection, Deadline, Refused
from search_index.engines.opensearch.state import (
    Names,
    State,
    read_state,
    replaced_documents,
    visible,
)
from search_index.errors import (
    IndexDamaged,
    IndexUnreachable,
    IndexUnusable,
    QueryTimeout,
    SnapshotGone,
)
from search_index.manifest import Manifest

KEEP_ALIVE: Final = "15m"
"""A point in time that nobody asks for so long is given up by the cluster."""
PAGE: Final = 1000
_LOST: Final = frozenset({404, 500, 502, 503})
_MAX_SHARED: Final = 10_000
_TRIES: Final = 50


class View:
    """A state and its point in time. Safe to share between threads."""

    def __init__(
        self, connection: Connection, names: Names, state: State, replaced: Sequence[str], pit: str
    ) -> None:
        self.state = state
        self.connection = connection
        self.visible = visible(state.generation, replaced)
        self._names = names
        self._replaced = replaced
        self._pit = pit
        self._lock = threading.Lock()

    def search(self, body: Dsl, deadline: Deadline, *, named: bool = False) -> dict[str, Any]:
        """Answer a search over this state; exactly, or not at all.

        A point in time that is lost, with its node or for having been idle, is replaced as
        long as the state is the newest. Else SnapshotGone for a `named` snapshot,
        IndexUnreachable for others. Raises QueryTimeout.
        """
        pit = self._pit
        try:
            return self._search(body, deadline, pit)
        except Refused as error:
            if error.status not in _LOST:
                raise
            self._renew(pit, error, named=named)
        return self._search(body, deadline, self._pit)

    def _search(self, body: Dsl, deadline: Deadline, pit: str) -> dict[str, Any]:
        left_s = deadline.left_s()
        params = {"allow_partial_search_results": "false"}
        if self.state.shards > 1:
            params["search_type"] = "dfs_query_then_fetch"
        answer: dict[str, Any] = self.connection.request(
            "POST",
            "/_search",
            {
                **body,
                "pit": {"id": pit, "keep_alive": KEEP_ALIVE},
                "timeout": f"{max(1, int(left_s * 900))}ms",
            },
            params=params,
            limit_s=left_s,
            of_query=True,
        )
        if answer["timed_out"]:
            raise QueryTimeout("The query used up its time.")
        return answer

    def count_each(self, queries: Sequence[Dsl], deadline: Deadline) -> list[int]:
        """How many documents of this state match each of the queries."""
        if not queries:
            return []
        lines: list[Dsl] = []
        for query in queries:
            body = {"query": {"bool": {"filter": [query, *self.visible]}}, "size": 0}
            pit = {"id": self._pit, "keep_alive": KEEP_ALIVE}
            lines += [{}, {**body, "track_total_hits": True, "pit": pit}]
        answer = self.connection.request(
            "POST",
            "/_msearch",
            "".join(json.dumps(line) + "\n" for line in lines),
            limit_s=deadline.left_s(),
            of_query=True,
        )
        return [
            part["hits"]["total"]["value"] if "hits" in part else 0 for part in answer["responses"]
        ]

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

    def _renew(self, lost: str, because: IndexUnusable, *, named: bool) -> None:
        with self._lock:
            if self._pit != lost:
                return
            state = read_state(self.connection, self._names)
            if state.snapshot != self.state.snapshot:
                if named:
                    raise SnapshotGone(f"Snapshot {self.state.snapshot} is no longer kept.")
                raise IndexUnreachable(
                    "The index changed while a node was lost; ask again."
                ) from because
            self._pit = _open_pit(self.connection, state.index, because)
        _share(self.connection, self._names, self.state, self._replaced, self._pit, anew=True)


def open_view(connection: Connection, names: Names, snapshot: str | None) -> View:
    """The newest state, or the named one while its point in time is kept. SnapshotGone."""
    for _ in range(_TRIES):
        state = read_state(connection, names)
        if snapshot is not None and snapshot != state.snapshot:
            found = _shared(connection, names, snapshot)
            if found is None:
                raise SnapshotGone(f"Snapshot {snapshot} is no longer kept.")
            return found
        view = _shared(connection, names, state.snapshot)
        if view is not None:
            return view
        replaced = replaced_documents(connection, names, state)
        pit = _open_pit(connection, state.index, None)
        if replaced is not None and read_state(connection, names).generation == state.generation:
            _share(connection, names, state, replaced, pit, anew=False)
            return View(connection, names, state, replaced, pit)
        time.sleep(0.1)
    raise IndexDamaged(
        f"The lists of replaced documents in {names.meta} are gone. "
        "Rebuild the index with `python -m indexer --full`."
    )


def _open_pit(connection: Connection, index: str, because: IndexUnusable | None) -> str:
    try:
        answer = connection.request(
            "POST",
            f"/{index}/_search/point_in_time",
            params={"keep_alive": KEEP_ALIVE, "allow_partial_pit_creation": "false"},
            limit_s=10.0,
        )
    except Refused as error:
        raise IndexUnreachable(health(connection, index) or str(because or error)) from None
    return str(answer["pit_id"])


def health(connection: Connection, index: str) -> str | None:
    """What keeps an index from being searched, in words; None where nothing does."""
    try:
        answer = connection.request("GET", f"/_cluster/health/{index}", limit_s=5.0)
    except IndexUnusable as error:
        return str(error)
    if answer["status"] != "red":
        return None
    return (
        f"{index} is red: {answer['unassigned_shards']} of its shards are on no node "
        f"({answer['number_of_data_nodes']} data nodes are up). Start the nodes that hold them."
    )


def _share(
    connection: Connection,
    names: Names,
    state: State,
    replaced: Sequence[str],
    pit: str,
    *,
    anew: bool,
) -> None:
    if len(replaced) > _MAX_SHARED:
        return
    record = {
        "kind": "point_in_time",
        "pit": pit,
        "index": state.index,
        "manifest": asdict(state.manifest),
        "replaced": list(replaced),
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    verb = "_doc" if anew else "_create"
    try:
        connection.request("PUT", f"/{names.meta}/{verb}/pit-{state.snapshot}", record)
    except Refused:
        return  # another was first, or this user may only read


def _shared(connection: Connection, names: Names, snapshot: str) -> View | None:
    try:
        record = connection.request("GET", f"/{names.meta}/_doc/pit-{snapshot}")["_source"]
        manifest = Manifest(**record["manifest"])
        state = State(index=record["index"], manifest=manifest)
        view = View(connection, names, state, record["replaced"], record["pit"])
        view._search({"size": 0, "track_total_hits": False}, Deadline(10_000), record["pit"])
    except Refused:
        return None
    return view
