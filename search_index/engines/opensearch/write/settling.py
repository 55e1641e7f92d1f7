"""What a new index is brought to before it goes live: few segments, all its copies."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from search_index.engines.opensearch.bridge.connection import Connection, Refused
from search_index.engines.opensearch.write.garbage_collection import refresh

SETTLE_FROM: Final = 20_000
SETTLE_S: Final = 60.0
"""From so many articles on it pays to wait so long for what makes the index smaller."""
COPIES_S: Final = 1800.0
"""So long the copies of an index may take to be made; then it goes live without."""


def merge(connection: Connection, index: str, *, articles: int, check: Callable[[], None]) -> None:
    """Make one segment of each shard: half the disk, and quicker to search.

    `check` is called again and again, and may end it by raising.
    """
    until = time.monotonic() + SETTLE_S
    while articles >= SETTLE_FROM:
        if _is_settled(connection, index) or time.monotonic() > until:
            break
        time.sleep(1.0)
    connection.request("POST", f"/{index}/_flush")
    started = connection.request(
        "POST",
        f"/{index}/_forcemerge",
        params={"max_num_segments": 1, "wait_for_completion": "false"},
    )
    wait_s = 0.02
    while not _is_done(connection, started["task"]):
        check()
        time.sleep(wait_s)
        wait_s = min(2 * wait_s, 5.0)
    refresh(connection, index)


def _is_done(connection: Connection, task: str) -> bool:
    try:
        return bool(connection.request("GET", f"/_tasks/{task}")["completed"])
    except Refused as error:
        if error.status != 404:
            raise
        return True  # its node is gone; it would have made the index smaller, no more


def _is_settled(connection: Connection, index: str) -> bool:
    """Whether no shard holds on to what its writes were, as it does for a while.

    A merge before that keeps the terms as they came in next to the index made of them.
    """
    found = connection.request("GET", f"/{index}/_stats?level=shards")
    return all(
        lease["retaining_seq_no"] > copy["seq_no"]["global_checkpoint"]
        for shard in found["indices"][index]["shards"].values()
        for copy in shard
        for lease in copy["retention_leases"]["leases"]
    )


def copy(connection: Connection, index: str, *, replicas: int, check: Callable[[], None]) -> None:
    """Have every shard copied to as many further nodes, as far as there are nodes.

    Only then a node can be lost without losing what was just written.
    """
    settings = {"index": {"number_of_replicas": replicas}}
    connection.request("PUT", f"/{index}/_settings", settings)
    until = time.monotonic() + COPIES_S
    while time.monotonic() < until:
        check()
        if _are_there(connection, index):
            return


def _are_there(connection: Connection, index: str) -> bool:
    try:
        found = connection.request(
            "GET",
            f"/_cluster/health/{index}",
            params={"wait_for_no_initializing_shards": "true", "timeout": "10s"},
        )
    except Refused as error:
        if error.status != 408:
            raise
        return False
    return not found["timed_out"] and not found["initializing_shards"]
