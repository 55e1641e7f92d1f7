"""The committed state of the index: which index is live, and up to which generation.

The live index carries its manifest in its mapping (`_meta`), and an alias says which index
that is. Both are part of the cluster's own state, which changes in single steps: to write
`_meta` commits an incremental run, to move the alias commits a full one.

Every document says in which generation it was born. A reader of generation G sees nothing
that was born later, so what a writer has not committed, and what a crash left, is unseen.
Documents that a commit replaces cannot be marked without writing them anew; their ids are
kept aside until they are deleted, right after the commit, and readers leave them out.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from search_index.analysis import VERSION as ANALYSIS_VERSION
from search_index.engines.opensearch.ask import Dsl
from search_index.engines.opensearch.connection import Connection, Refused
from search_index.engines.opensearch.mapping import LAYOUT, mappings, settings
from search_index.errors import IndexDamaged, IndexMissing, IndexOutdated
from search_index.manifest import Manifest, check_versions
from search_index.schema import SCHEMA_VERSION

ENGINE: Final = "opensearch"
_REBUILD: Final = "Rebuild it with `python -m indexer --full`."


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One committed state: the live index and its manifest."""

    index: str
    manifest: Manifest

    @property
    def generation(self) -> int:
        """Counts up with every commit."""
        return self.manifest.generation

    @property
    def snapshot(self) -> str:
        """A name that no other state has."""
        return f"{self.index.rpartition('-')[2]}.{self.generation}"

    @property
    def shards(self) -> int:
        """Over how many shards the articles are spread."""
        return int(self.manifest.files["shards"])

    @property
    def unburied(self) -> int:
        """How many lists of replaced documents wait to be deleted."""
        return int(self.manifest.files.get("unburied", 0))


class Names:
    """What the parts of an index are called on the cluster; `base` is the alias."""

    def __init__(self, base: str) -> None:
        self.alias = base
        self.meta = f"{base}-meta"
        self.articles = f"{base}-articles-*"

    def new_index(self) -> str:
        """A name for an index that is yet to be made."""
        now = datetime.datetime.now(datetime.UTC)
        return f"{self.alias}-articles-{now:%Y%m%d%H%M%S}{secrets.token_hex(3)}"


def read_state(connection: Connection, names: Names, *, limit_s: float = 10.0) -> State:
    """The newest committed state. Raises IndexMissing, IndexOutdated, IndexDamaged."""
    try:
        answer = connection.request(
            "GET",
            f"/{names.alias}/_mapping",
            params={"filter_path": "*.mappings._meta", "expand_wildcards": "open"},
            limit_s=limit_s,
        )
    except Refused as error:
        if error.status != 404:
            raise
        raise IndexMissing(
            f"There is no index {names.alias} on this cluster. Make one with `python -m indexer`."
        ) from None
    if len(answer) != 1:
        raise IndexDamaged(
            f"{names.alias} does not stand for one index that Clippings wrote. {_REBUILD}"
        )
    ((index, found),) = answer.items()
    try:
        values = found["mappings"]["_meta"]
        check_versions(values, place=index, engine=ENGINE, analysis_version=ANALYSIS_VERSION)
        manifest = Manifest(**values)
    except (KeyError, TypeError) as error:
        raise IndexDamaged(
            f"The manifest of {index} cannot be read ({error}). {_REBUILD}"
        ) from error
    layout = manifest.files.get("layout")
    if layout != LAYOUT:
        raise IndexOutdated(f"{index} has layout {layout}, this program reads {LAYOUT}. {_REBUILD}")
    return State(index=index, manifest=manifest)


def fresh_manifest(shards: int) -> Manifest:
    """The manifest of an index that nothing has been committed to."""
    return Manifest(
        engine=ENGINE,
        generation=0,
        schema_version=SCHEMA_VERSION,
        analysis_version=ANALYSIS_VERSION,
        articles=0,
        pages=0,
        built="",
        files={"layout": LAYOUT, "shards": shards, "unburied": 0},
    )


def create_index(connection: Connection, index: str, *, shards: int) -> None:
    """Make an empty index that is not live."""
    body = {
        "settings": settings(shards=shards),
        "mappings": mappings(asdict(fresh_manifest(shards))),
    }
    connection.request("PUT", f"/{index}", body)


def write_manifest(connection: Connection, index: str, manifest: Manifest) -> None:
    """Replace the manifest of an index, in one step."""
    connection.request("PUT", f"/{index}/_mapping", {"_meta": asdict(manifest)})


def buried(manifest: Manifest) -> Manifest:
    """The manifest once the replaced documents are deleted."""
    return replace(manifest, files={**manifest.files, "unburied": 0})


def graves(state: State) -> list[str]:
    """The ids of the lists of replaced documents of a state, in the meta index."""
    return [f"replaced-{state.snapshot}-{number}" for number in range(state.unburied)]


def replaced_documents(connection: Connection, names: Names, state: State) -> list[str] | None:
    """The documents that the last commit replaced and that may not be deleted yet.

    None where the lists are gone: then the documents are, too, and the state is to be read
    again.
    """
    if not state.unburied:
        return []
    answer = connection.request("POST", f"/{names.meta}/_mget", {"ids": graves(state)})
    lists = [each["_source"]["ids"] for each in answer["docs"] if each.get("found")]
    if len(lists) < state.unburied:
        return None
    return [document for each in lists for document in each]


def visible(generation: int, replaced: Sequence[str] = ()) -> list[Dsl]:
    """Filters for the documents that a reader of this generation sees."""
    filters: list[Dsl] = [{"range": {"born": {"lte": generation}}}]
    if replaced:
        chunks = [replaced[at : at + 60_000] for at in range(0, len(replaced), 60_000)]
        gone: list[dict[str, Any]] = [{"ids": {"values": list(chunk)}} for chunk in chunks]
        filters.append({"bool": {"must_not": gone}})
    return filters
