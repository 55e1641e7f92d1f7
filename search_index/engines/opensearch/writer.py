"""Writes a new generation of the index beside what readers see, and makes it visible at once."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Final, Self

from search_index.article import Article
from search_index.engines.opensearch.ask import Dsl
from search_index.engines.opensearch.bulk import Bulk
from search_index.engines.opensearch.connection import Connection, Refused
from search_index.engines.opensearch.document import document
from search_index.engines.opensearch.lease import Lease
from search_index.engines.opensearch.state import (
    Names,
    State,
    buried,
    create_index,
    fresh_manifest,
    graves,
    read_state,
    replaced_documents,
    visible,
    write_manifest,
)
from search_index.engines.opensearch.view import health
from search_index.errors import IndexMissing, IndexUnreachable, IndexUnusable
from search_index.manifest import Manifest

KEEP_S: Final = 900.0
"""An index that a full run replaced is kept for so long, for those who still read it."""
SETTLE_FROM: Final = 20_000
SETTLE_S: Final = 60.0
"""From so many articles on it pays to wait so long for what makes the index smaller."""
_PENDING: Final = 500
_LIST: Final = 10_000
_ORDER_BITS: Final = 40


class OpenSearchWriter:
    """Changes that become visible together. See `state` for how."""

    def __init__(
        self, connection: Connection, names: Names, *, full: bool, shards: int, replicas: int
    ) -> None:
        self._connection = connection
        self._names = names
        self._replicas = replicas
        _ensure_meta(connection, names)
        self._lease = Lease(connection, names.meta)
        try:
            self._old = self._read_old(full=full)
            self._full = full or self._old is None
            if self._old is not None and not self._full:
                if reason := health(connection, self._old.index):
                    raise IndexUnreachable(f"{reason} Or build it anew with `--full`.")
                bury(connection, names, self._old)
                remove_unborn(connection, self._old)
            sweep(connection, names, self._old)
            self._generation = self._old.generation + 1 if self._old else 1
            if self._full:
                self._index = names.new_index()
                create_index(connection, self._index, shards=shards)
                self._manifest = fresh_manifest(shards)
            else:
                assert self._old is not None
                self._index = self._old.index
                self._manifest = self._old.manifest
        except BaseException:
            self._lease.release()
            raise
        self._bulk = Bulk(connection, self._index, before=self._lease.check, address=names.alias)
        self._order = self._generation << _ORDER_BITS
        self._replaced: set[str] = set()
        self._ids: list[str] = []
        self._pages: list[str] = []
        self._touched: set[str] = set()

    def _read_old(self, *, full: bool) -> State | None:
        try:
            return read_state(self._connection, self._names)
        except IndexMissing:
            return None
        except IndexUnreachable:
            raise
        except IndexUnusable:
            if not full:
                raise
            return None

    def _key(self, article_id: str) -> str:
        return f"{article_id}-{self._generation}"

    def add(self, article: Article) -> None:
        """Add an article, replacing the one with the same id."""
        self._order += 1
        self._bulk.index(
            self._key(article.id), document(article, born=self._generation, order=self._order)
        )
        self._touch(article.id, article.source.page)

    def delete(self, article_id: str) -> None:
        """Remove one article, if it is there."""
        self._bulk.delete(self._key(article_id))
        self._touch(article_id, None)

    def delete_page(self, page: str) -> None:
        """Remove every article of a page."""
        if self._full or page in self._touched:
            self._bulk.flush()
            self._refresh()
            own = [{"term": {"born": self._generation}}, _of_pages([page])]
            for key in _keys(self._connection, self._index, own):
                self._bulk.delete(key)
        if not self._full:
            self._pages.append(page)
            self._touched.add(page)
            self._resolve(_PENDING)

    def _touch(self, article_id: str, page: str | None) -> None:
        if self._full:
            return
        self._ids.append(article_id)
        if page is not None:
            self._touched.add(page)
        self._resolve(_PENDING)

    def _resolve(self, at_least: int) -> None:
        """Look up what of the live generation is replaced, many at a time."""
        for waiting, query in ((self._ids, _of_ids), (self._pages, _of_pages)):
            if not waiting or len(waiting) < at_least:
                continue
            live = [*visible(self._generation - 1), query(waiting)]
            for key, page in _keys_and_pages(self._connection, self._index, live):
                self._replaced.add(key)
                self._touched.add(page)
            waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._commit()
            else:
                self._abandon()
        except BaseException:
            self._abandon()
            raise
        finally:
            self._lease.release()

    def _commit(self) -> None:
        self._resolve(1)
        self._bulk.close()
        self._refresh()
        if self._full:
            self._commit_full()
        else:
            self._commit_changes()

    def _commit_full(self) -> None:
        live = visible(self._generation)
        manifest = self._built(
            self._manifest,
            articles=_count(self._connection, self._index, live),
            pages=_count_pages(self._connection, self._index, live, None),
        )
        self._merge()
        self._connection.request(
            "PUT", f"/{self._index}/_settings", {"index": {"number_of_replicas": self._replicas}}
        )
        write_manifest(self._connection, self._index, manifest)
        self._lease.renew()
        actions: list[Dsl] = [{"add": {"index": self._index, "alias": self._names.alias}}]
        for index in _aliased(self._connection, self._names):
            actions.append({"remove": {"index": index, "alias": self._names.alias}})
        self._connection.request("POST", "/_aliases", {"actions": actions})

    def _merge(self) -> None:
        """Make one segment of each shard: half the disk, and quicker to search."""
        until = time.monotonic() + SETTLE_S
        while self._order - (self._generation << _ORDER_BITS) >= SETTLE_FROM:
            if self._is_settled() or time.monotonic() > until:
                break
            time.sleep(1.0)
        self._connection.request("POST", f"/{self._index}/_flush")
        started = self._connection.request(
            "POST",
            f"/{self._index}/_forcemerge",
            params={"max_num_segments": 1, "wait_for_completion": "false"},
        )
        wait_s = 0.02
        while not self._connection.request("GET", f"/_tasks/{started['task']}")["completed"]:
            self._lease.check()
            time.sleep(wait_s)
            wait_s = min(2 * wait_s, 5.0)
        self._refresh()

    def _is_settled(self) -> bool:
        """Whether no shard holds on to what its writes were, as it does for a while.

        A merge before that keeps the terms as they came in beside the index made of them.
        """
        found = self._connection.request("GET", f"/{self._index}/_stats?level=shards")
        return all(
            lease["retaining_seq_no"] > copy["seq_no"]["global_checkpoint"]
            for shard in found["indices"][self._index]["shards"].values()
            for copy in shard
            for lease in copy["retention_leases"]["leases"]
        )

    def _commit_changes(self) -> None:
        before, after = self._manifest, visible(self._generation, sorted(self._replaced))
        touched = sorted(self._touched)
        old = visible(self._generation - 1)
        pages = before.pages
        for at in range(0, len(touched), _LIST):
            chunk = touched[at : at + _LIST]
            pages += _count_pages(self._connection, self._index, after, chunk)
            pages -= _count_pages(self._connection, self._index, old, chunk)
        replaced = sorted(self._replaced)
        lists = [replaced[at : at + _LIST] for at in range(0, len(replaced), _LIST)]
        manifest = self._built(
            before, articles=_count(self._connection, self._index, after), pages=pages
        )
        manifest = replace(manifest, files={**manifest.files, "unburied": len(lists)})
        state = State(index=self._index, manifest=manifest)
        for key, ids in zip(graves(state), lists, strict=True):
            record = {"kind": "replaced", "ids": ids}
            self._connection.request("PUT", f"/{self._names.meta}/_doc/{key}", record)
        self._lease.renew()
        write_manifest(self._connection, self._index, manifest)
        with contextlib.suppress(IndexUnusable):  # else the next writer does it
            bury(self._connection, self._names, state)

    def _built(self, manifest: Manifest, *, articles: int, pages: int) -> Manifest:
        return replace(
            manifest,
            generation=self._generation,
            articles=articles,
            pages=pages,
            built=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        )

    def _refresh(self) -> None:
        self._connection.request("POST", f"/{self._index}/_refresh")

    def _abandon(self) -> None:
        """Leave as little as may be; what is left nobody sees, and the next writer removes."""
        self._bulk.abandon()
        with contextlib.suppress(IndexUnusable):
            if self._full:
                self._connection.request("DELETE", f"/{self._index}")
            else:
                assert self._old is not None
                remove_unborn(self._connection, self._old)


def bury(connection: Connection, names: Names, state: State) -> None:
    """Delete the documents that the last commit replaced."""
    replaced = replaced_documents(connection, names, state)
    if not replaced:
        return
    _delete(connection, state.index, replaced)
    write_manifest(connection, state.index, buried(state.manifest))
    _delete(connection, names.meta, graves(state))


def remove_unborn(connection: Connection, state: State) -> None:
    """Delete what a writer left that never came to commit."""
    connection.request("POST", f"/{state.index}/_refresh")
    unborn = [{"range": {"born": {"gt": state.generation}}}]
    _delete(connection, state.index, list(_keys(connection, state.index, unborn)))


def sweep(connection: Connection, names: Names, live: State | None) -> None:
    """Remove the indices that writers left unfinished, and those long replaced."""
    now = datetime.datetime.now(datetime.UTC)
    found = connection.request(
        "GET", f"/{names.articles}/_mapping", params={"filter_path": "*.mappings._meta"}
    )
    for index, mapping in found.items():
        if live is not None and index == live.index:
            continue
        built = str(mapping["mappings"].get("_meta", {}).get("built", ""))
        if live is not None and built:
            replaced = datetime.datetime.fromisoformat(live.manifest.built)
            if (now - replaced).total_seconds() < KEEP_S:
                continue
        connection.request("DELETE", f"/{index}")


def _ensure_meta(connection: Connection, names: Names) -> None:
    body = {
        "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-2"}},
        "mappings": {"dynamic": False, "properties": {"kind": {"type": "keyword"}}},
    }
    if connection.request("HEAD", f"/{names.meta}"):
        return
    try:
        connection.request("PUT", f"/{names.meta}", body)
    except Refused as error:
        if error.kind != "resource_already_exists_exception":
            raise


def _aliased(connection: Connection, names: Names) -> list[str]:
    try:
        return list(connection.request("GET", f"/_alias/{names.alias}"))
    except Refused as error:
        if error.status != 404:
            raise
        return []


def _of_ids(ids: Sequence[str]) -> Dsl:
    return {"terms": {"id": list(ids)}}


def _of_pages(pages: Sequence[str]) -> Dsl:
    return {"terms": {"page": list(pages)}}


def _keys(connection: Connection, index: str, filters: Sequence[Dsl]) -> Iterator[str]:
    for key, _ in _keys_and_pages(connection, index, filters):
        yield key


def _keys_and_pages(
    connection: Connection, index: str, filters: Sequence[Dsl]
) -> Iterator[tuple[str, str]]:
    """The keys and pages of the documents that pass the filters."""
    after: list[Any] | None = None
    while True:
        body: Dsl = {
            "query": {"bool": {"filter": list(filters)}},
            "sort": [{"order": "asc"}],
            "size": _LIST,
            "_source": False,
            "docvalue_fields": ["page"],
        }
        if after is not None:
            body["search_after"] = after
        rows = connection.request("POST", f"/{index}/_search", body)["hits"]["hits"]
        for row in rows:
            yield row["_id"], row["fields"]["page"][0]
        if len(rows) < _LIST:
            return
        after = rows[-1]["sort"]


def _delete(connection: Connection, index: str, keys: Sequence[str]) -> None:
    bulk = Bulk(connection, index, before=lambda: None, address=index)
    for key in keys:
        bulk.delete(key)
    bulk.close()
    if keys:
        connection.request("POST", f"/{index}/_refresh")


def _count(connection: Connection, index: str, filters: Sequence[Dsl]) -> int:
    body = {"query": {"bool": {"filter": list(filters)}}}
    return int(connection.request("POST", f"/{index}/_count", body)["count"])


def _count_pages(
    connection: Connection, index: str, filters: Sequence[Dsl], among: Sequence[str] | None
) -> int:
    """How many pages have an article that passes the filters; exact, however many."""
    counted, after = 0, None
    limits = [*filters, *([_of_pages(among)] if among is not None else [])]
    while True:
        pages: Dsl = {"size": _LIST, "sources": [{"page": {"terms": {"field": "page"}}}]}
        if after is not None:
            pages["after"] = after
        body = {
            "query": {"bool": {"filter": limits}},
            "size": 0,
            "aggs": {"pages": {"composite": pages}},
        }
        answer = connection.request("POST", f"/{index}/_search", body)
        found = answer["aggregations"]["pages"]
        counted += len(found["buckets"])
        after = found.get("after_key")
        if after is None:
            return counted
