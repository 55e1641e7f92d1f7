"""The committed state of the index: which indices are live, and up to which generation.

An archive is one index on the cluster, or several parts, each written by an indexer of its
own. A live index carries its manifest in its mapping (`_meta`), and an alias says which
indices those are. Both are part of the cluster's own state, which changes in single steps:
to write `_meta` commits an incremental run, to move the alias commits a full one.

Every document says in which generation it was born. A reader of generation G sees nothing
that was born later, so what a writer has not committed, and what a crash left, is unseen.
Documents that a commit replaces cannot be marked without writing them again; their ids are
kept aside until they are deleted, right after the commit, and readers leave them out.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from typing import Any, Final

from search_index.engines.opensearch.bridge.connection import Connection, Refused
from search_index.engines.opensearch.store.dsl import Dsl, any_of
from search_index.engines.opensearch.store.mapping import LAYOUT, mappings, settings
from search_index.errors import IndexDamaged, IndexMissing, IndexOutdated
from search_index.manifest import Manifest, check_versions
from search_index.model.sentences import LongSentences
from search_index.schema import SCHEMA_VERSION
from search_index.text.analysis import VERSION as ANALYSIS_VERSION

ENGINE: Final = "opensearch"
_REBUILD: Final = "Rebuild it with `python -m indexer --full`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A live index and its manifest."""

    index: str
    manifest: Manifest

    @property
    def name(self) -> str:
        """What part of the archive it holds; empty where it has no parts."""
        return str(self.manifest.files.get("part", ""))

    @property
    def generation(self) -> int:
        """Counts up with every commit."""
        return self.manifest.generation

    @property
    def snapshot(self) -> str:
        """A name that no other state of this part or of another has."""
        return f"{self.index.rpartition('-')[2]}.{self.generation}"

    @property
    def shards(self) -> int:
        """Over how many shards the articles are spread."""
        return int(self.manifest.files["shards"])

    @property
    def unburied(self) -> int:
        """How many lists of replaced documents wait to be deleted."""
        return int(self.manifest.files.get("unburied", 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterState:
    """What is committed of an archive: its parts, by name; at least one."""

    parts: tuple[Part, ...]

    @property
    def snapshot(self) -> str:
        """A name that no other state has."""
        names = [part.snapshot for part in self.parts]
        if len(names) == 1:
            return names[0]
        return f"parts-{blake2b(' '.join(names).encode(), digest_size=12).hexdigest()}"

    @property
    def target(self) -> str:
        """The indices, as requests name them."""
        return ",".join(part.index for part in self.parts)

    @property
    def shards(self) -> int:
        """Over how many shards the articles are spread."""
        return sum(part.shards for part in self.parts)

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return sum(part.manifest.articles for part in self.parts)

    @property
    def pages(self) -> int:
        """How many pages the articles come from."""
        return sum(part.manifest.pages for part in self.parts)

    @property
    def long_sentences(self) -> LongSentences:
        """What became of the long sentences of the pages."""
        return sum((part.manifest.long_sentences for part in self.parts), LongSentences())

    @property
    def built(self) -> str:
        """When the newest part was written."""
        return max(part.manifest.built for part in self.parts)


class IndexNames:
    """What the parts of an index are called on the cluster; `base` is the alias."""

    def __init__(self, base: str, part: str = "") -> None:
        self.alias = base
        self.part = part
        self.meta = f"{base}-meta"
        self.articles = f"{base}-articles-*"
        self.lease = f"writer-{part}" if part else "writer"

    def new_index(self) -> str:
        """A name for an index that is yet to be made."""
        now = datetime.datetime.now(datetime.UTC)
        middle = f"articles-{self.part}" if self.part else "articles"
        return f"{self.alias}-{middle}-{now:%Y%m%d%H%M%S}{secrets.token_hex(3)}"


def read_state(
    connection: Connection, names: IndexNames, *, limit_s: float = 10.0, in_passing: bool = False
) -> ClusterState:
    """The newest committed state. Raises IndexMissing, IndexOutdated, IndexDamaged."""
    rows = _live(connection, names, limit_s, in_passing=in_passing)
    found = sorted(rows, key=lambda row: _part_of(row[1]))
    parts = tuple(_part(index, values) for index, values in found)
    if len({part.name for part in parts}) != len(parts) or not parts:
        raise IndexDamaged(
            f"{names.alias} does not stand for one index that Clippings wrote, or one of each "
            f"part. {_REBUILD}"
        )
    return ClusterState(parts=parts)


def read_part(connection: Connection, names: IndexNames) -> Part:
    """The newest committed state of the part that `names` names. Raises as `read_state`."""
    rows = _live(connection, names, 10.0)
    found = [row for row in rows if _part_of(row[1]) == names.part]
    if not rows:
        raise IndexDamaged(f"{names.alias} does not stand for an index that Clippings wrote.")
    if not found:
        raise IndexMissing(f"{names.alias} has no part {names.part!r} yet.")
    return _part(*found[0])


def _live(
    connection: Connection, names: IndexNames, limit_s: float, *, in_passing: bool = False
) -> list[tuple[str, Mapping[str, Any]]]:
    """The indices behind the alias and what they say of themselves."""
    try:
        answer = connection.request(
            "GET",
            f"/{names.alias}/_mapping",
            params={
                "filter_path": "*.mappings._meta",
                "expand_wildcards": "open",
                "cluster_manager_timeout": f"{int(limit_s * 500)}ms",
            },
            limit_s=limit_s,
            in_passing=in_passing,
        )
    except Refused as error:
        if error.status != 404:
            raise
        raise IndexMissing(
            f"There is no index {names.alias} on this cluster. Make one with `python -m indexer`."
        ) from None
    return [(index, found["mappings"]["_meta"]) for index, found in answer.items()]


def live_indices(connection: Connection, names: IndexNames) -> list[tuple[str, str, int]]:
    """Index, part and generation of what is live, of whatever version. Raises IndexMissing."""
    rows = _live(connection, names, 10.0)
    return [(index, _part_of(values), int(values["generation"])) for index, values in rows]


def _part_of(values: Mapping[str, Any]) -> str:
    files = values.get("files")
    return str(files.get("part", "")) if isinstance(files, dict) else ""


def _part(index: str, values: Mapping[str, Any]) -> Part:
    try:
        check_versions(values, place=index, engine=ENGINE, analysis_version=ANALYSIS_VERSION)
        manifest = Manifest(**values)
    except (KeyError, TypeError) as error:
        raise IndexDamaged(
            f"The manifest of {index} cannot be read ({error}). {_REBUILD}"
        ) from error
    layout = manifest.files.get("layout")
    if layout != LAYOUT:
        raise IndexOutdated(f"{index} has layout {layout}, this program reads {LAYOUT}. {_REBUILD}")
    return Part(index=index, manifest=manifest)


def fresh_manifest(shards: int, part: str = "") -> Manifest:
    """The manifest of an index that nothing has been committed to."""
    return Manifest(
        engine=ENGINE,
        generation=0,
        schema_version=SCHEMA_VERSION,
        analysis_version=ANALYSIS_VERSION,
        articles=0,
        pages=0,
        built="",
        files={"layout": LAYOUT, "part": part, "shards": shards, "unburied": 0},
    )


def create_index(connection: Connection, index: str, manifest: Manifest, *, replicas: int) -> None:
    """Make an empty index that is not live."""
    body = {
        "settings": settings(shards=manifest.files["shards"], replicas=replicas),
        "mappings": mappings(asdict(manifest)),
    }
    try:
        connection.request("PUT", f"/{index}", body)
    except Refused as error:  # the same request, sent twice, as its first answer was lost
        if error.kind != "resource_already_exists_exception":
            raise


def write_manifest(connection: Connection, index: str, manifest: Manifest) -> None:
    """Replace the manifest of an index, in one step."""
    connection.request("PUT", f"/{index}/_mapping", {"_meta": asdict(manifest)})


def buried(manifest: Manifest) -> Manifest:
    """The manifest once the replaced documents are deleted."""
    return replace(manifest, files={**manifest.files, "unburied": 0})


def graves(part: Part) -> list[str]:
    """The ids of the lists of replaced documents of a part, in the meta index."""
    return [f"replaced-{part.snapshot}-{number}" for number in range(part.unburied)]


def replaced_documents(connection: Connection, names: IndexNames, part: Part) -> list[str] | None:
    """The documents that the last commit replaced and that may not be deleted yet.

    None where the lists are gone: then the documents are, too, and the state is to be read
    again.
    """
    if not part.unburied:
        return []
    answer = connection.request("POST", f"/{names.meta}/_mget", {"ids": graves(part)})
    lists = [each["_source"]["ids"] for each in answer["docs"] if each.get("found")]
    if len(lists) < part.unburied:
        return None
    return [document for each in lists for document in each]


def visible(generation: int, replaced: Sequence[str] = ()) -> list[Dsl]:
    """Filters for the documents that a reader of this generation of an index sees."""
    return list(_visible(generation, replaced))


def _visible(generation: int, replaced: Sequence[str]) -> Iterator[Dsl]:
    yield {"range": {"born": {"lte": generation}}}
    if replaced:
        chunks = [replaced[at : at + 60_000] for at in range(0, len(replaced), 60_000)]
        yield {"bool": {"must_not": [{"ids": {"values": list(chunk)}} for chunk in chunks]}}


def all_visible(state: ClusterState, replaced: Mapping[str, Sequence[str]]) -> list[Dsl]:
    """Filters for what a reader of a state sees; `replaced` documents by their index."""
    seen = [(p.index, visible(p.generation, replaced.get(p.index, ()))) for p in state.parts]
    if len(seen) == 1:
        return seen[0][1]
    return [
        any_of([{"bool": {"filter": [{"term": {"_index": index}}, *own]}} for index, own in seen])
    ]
