"""Points in time on the cluster: opened for a state, and shared by all who read that state."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from search_index.engines.opensearch.bridge.connection import Connection, Refused
from search_index.engines.opensearch.store.state import ClusterState, IndexNames, Part
from search_index.errors import IndexIncomplete, IndexUnreachable, IndexUnusable
from search_index.manifest import Manifest

KEEP_ALIVE: Final = "15m"
"""A point in time that nobody asks for so long is given up by the cluster."""
KEPT: Final = 4
"""So many states of an archive stay readable where the cluster holds too many points in time."""
_MAX_SHARED: Final = 10_000
_LIST: Final = 1_000

Replaced = Mapping[str, Sequence[str]]
"""The documents of each index that a reader is to leave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A point in time and all that it takes to read a state through it."""

    state: ClusterState
    replaced: Replaced
    pit: str


def open_point(
    connection: Connection,
    names: IndexNames,
    state: ClusterState,
    because: IndexUnusable | None = None,
    *,
    limit_s: float,
) -> str:
    """A new point in time. Raises IndexUnreachable with what the index lacks."""
    try:
        return _open(connection, state, limit_s)
    except Refused as error:
        if error.kind != "rejected_execution_exception":
            why = trouble(connection, state.target, limit_s=limit_s)
            raise (why or IndexUnreachable(str(because or error))) from None
    close_oldest(connection, names)
    try:
        return _open(connection, state, limit_s)
    except Refused as error:
        raise IndexUnreachable(
            f"{error} Where it holds too many points in time, `search.max_open_pit_context` "
            "of the cluster is to be raised."
        ) from None


def _open(connection: Connection, state: ClusterState, limit_s: float) -> str:
    answer = connection.request(
        "POST",
        f"/{state.target}/_search/point_in_time",
        params={"keep_alive": KEEP_ALIVE, "allow_partial_pit_creation": "false"},
        limit_s=limit_s,
    )
    return str(answer["pit_id"])


def trouble(connection: Connection, index: str, *, limit_s: float = 5.0) -> IndexUnusable | None:
    """What keeps an index from being searched or written; None where nothing does."""
    try:
        answer = connection.request("GET", f"/_cluster/health/{index}", limit_s=limit_s)
    except IndexUnusable as error:
        return error
    if answer["status"] != "red":
        return None
    return IndexIncomplete(
        f"{index} is red: {answer['unassigned_shards']} of its shards are on no node "
        f"({answer['number_of_data_nodes']} data nodes are up). Start the nodes that hold them, "
        "or rebuild it with `python -m indexer --full`."
    )


def share(connection: Connection, names: IndexNames, point: Shared, *, anew: bool) -> None:
    """Let other processes find a point in time; `anew` in the place of one that was lost."""
    if sum(map(len, point.replaced.values())) > _MAX_SHARED:
        return
    record = {
        "kind": "point_in_time",
        "pit": point.pit,
        "parts": [
            {
                "index": part.index,
                "manifest": asdict(part.manifest),
                "replaced": list(point.replaced.get(part.index, ())),
            }
            for part in point.state.parts
        ],
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    verb = "_doc" if anew else "_create"
    try:
        connection.request("PUT", f"/{names.meta}/{verb}/pit-{point.state.snapshot}", record)
    except Refused:
        return  # another was first, or this user may only read


def shared(
    connection: Connection, names: IndexNames, snapshot: str, *, limit_s: float
) -> Shared | None:
    """The point in time of a state, as another process left it; it may be lost by now."""
    try:
        path = f"/{names.meta}/_doc/pit-{snapshot}"
        record = connection.request("GET", path, limit_s=limit_s)["_source"]
        parts = [
            Part(index=row["index"], manifest=Manifest(**row["manifest"]))
            for row in record["parts"]
        ]
        replaced = {row["index"]: row["replaced"] for row in record["parts"]}
        return Shared(state=ClusterState(parts=tuple(parts)), replaced=replaced, pit=record["pit"])
    except (Refused, KeyError, TypeError):
        return None


def all_shared(connection: Connection, names: IndexNames) -> list[tuple[str, str, str]]:
    """When each was shared, its key in the meta index, and its name; the oldest first."""
    connection.request("POST", f"/{names.meta}/_refresh")
    body: dict[str, Any] = {"query": {"term": {"kind": "point_in_time"}}, "size": _LIST}
    rows = connection.request("POST", f"/{names.meta}/_search", body)["hits"]["hits"]
    return sorted((row["_source"]["at"], row["_id"], row["_source"]["pit"]) for row in rows)


def close_oldest(connection: Connection, names: IndexNames) -> None:
    """Give up the points in time of all but the newest states of this archive."""
    try:
        for _, key, pit in all_shared(connection, names)[:-KEPT]:
            connection.request("DELETE", "/_search/point_in_time", {"pit_id": [pit]})
            connection.request("DELETE", f"/{names.meta}/_doc/{key}")
    except Refused:
        return  # another process does the same, or this user may only read
