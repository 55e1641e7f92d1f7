"""Deleting what no reader sees: replaced documents, and what writers left that never committed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

from search_index.engines.opensearch.bridge.connection import Connection, Refused
from search_index.engines.opensearch.store.points_in_time import all_shared
from search_index.engines.opensearch.store.state import (
    IndexNames,
    Part,
    buried,
    graves,
    replaced_documents,
    write_manifest,
)
from search_index.engines.opensearch.write.bulk import Bulk
from search_index.engines.opensearch.write.lookup import keys_and_pages

KEEP_S: Final = 900.0
"""An index that a full run replaced is kept for so long, for those who still read it."""
FORGET_S: Final = 86_400.0
"""After so long nobody looks for a shared point in time."""
_TRIES: Final = 5


def refresh(connection: Connection, index: str) -> None:
    """Let searches see what was written, on every copy of every shard."""
    for _ in range(_TRIES):
        answer = connection.request("POST", f"/{index}/_refresh")
        if not answer["_shards"]["failed"]:
            return
    raise Refused(
        f"Of {index} {answer['_shards']['failed']} shards could not be refreshed.",
        status=503,
        kind="refresh_failed",
    )


def delete(connection: Connection, index: str, keys: Sequence[str]) -> None:
    """Delete documents, and let searches see that."""
    bulk = Bulk(connection, index, before=lambda: None, address=connection.address)
    for key in keys:
        bulk.delete(key)
    bulk.close()
    if keys:
        refresh(connection, index)


def bury(connection: Connection, names: IndexNames, part: Part) -> None:
    """Delete the documents that the last commit replaced."""
    replaced = replaced_documents(connection, names, part)
    if not replaced:
        return
    delete(connection, part.index, replaced)
    write_manifest(connection, part.index, buried(part.manifest))
    delete(connection, names.meta, graves(part))


def remove_unborn(connection: Connection, part: Part) -> None:
    """Delete what a writer left that never came to commit."""
    refresh(connection, part.index)
    unborn = [{"range": {"born": {"gt": part.generation}}}]
    keys = [key for key, _ in keys_and_pages(connection, part.index, unborn)]
    delete(connection, part.index, keys)


def sweep(connection: Connection, names: IndexNames, live: Part | None) -> None:
    """Remove the indices of a part that writers left unfinished, and those long replaced."""
    now = datetime.datetime.now(datetime.UTC)
    found = connection.request(
        "GET", f"/{names.articles}/_mapping", params={"filter_path": "*.mappings._meta"}
    )
    for index, mapping in found.items():
        meta = mapping["mappings"]["_meta"]
        own = str(meta.get("files", {}).get("part", "")) == names.part
        if not own or (live is not None and index == live.index):
            continue
        if live is not None and meta.get("built"):
            replaced = datetime.datetime.fromisoformat(live.manifest.built)
            if (now - replaced).total_seconds() < KEEP_S:
                continue
        remove_index(connection, index)


def forget_old(connection: Connection, names: IndexNames) -> None:
    """Remove the records of points in time that the cluster has long given up."""
    oldest = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=FORGET_S)
    limit = oldest.isoformat(timespec="seconds")
    old = [key for at, key, _ in all_shared(connection, names) if at < limit]
    delete(connection, names.meta, old)


def remove_index(connection: Connection, index: str) -> None:
    """Remove an index, if it is there."""
    try:
        connection.request("DELETE", f"/{index}")
    except Refused as error:
        if error.status != 404:
            raise
