"""Writes a new generation of the index next to what readers see, and makes it visible at once."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from search_index.engines.changes import AllOrNothing
from search_index.engines.opensearch.bridge.connection import Connection, Refused
from search_index.engines.opensearch.bridge.retry import PatientConnection, patiently
from search_index.engines.opensearch.store.document import document
from search_index.engines.opensearch.store.dsl import Dsl
from search_index.engines.opensearch.store.points_in_time import trouble
from search_index.engines.opensearch.store.state import (
    IndexNames,
    Part,
    create_index,
    fresh_manifest,
    graves,
    live_indices,
    read_part,
    visible,
    write_manifest,
)
from search_index.engines.opensearch.write import lookup, settling
from search_index.engines.opensearch.write.bulk import Bulk
from search_index.engines.opensearch.write.garbage_collection import (
    bury,
    forget_old,
    refresh,
    remove_index,
    remove_unborn,
    sweep,
)
from search_index.engines.opensearch.write.lease import Lease
from search_index.errors import IndexMissing, IndexUnreachable, IndexUnusable, SettingError
from search_index.manifest import Manifest
from search_index.model.article import Article

_PENDING: Final = 500
_ORDER_BITS: Final = 40


class OpenSearchWriter(AllOrNothing):
    """Changes that become visible together. See `state` for how."""

    def __init__(
        self,
        connection: PatientConnection,
        names: IndexNames,
        *,
        full: bool,
        shards: int,
        replicas: int,
    ) -> None:
        self._connection = connection
        self._names = names
        self._replicas = replicas
        _ensure_meta(connection, names)
        self._lease = Lease(connection.at_once(), names.meta, names.lease)
        try:
            self._old = self._read_old(full=full)
            self._full = full or self._old is None
            if self._old is not None and not self._full:
                if why := trouble(connection, self._old.index):
                    raise why
                bury(connection, names, self._old)
                remove_unborn(connection, self._old)
            sweep(connection, names, self._old)
            forget_old(connection, names)
            self._generation = self._old.generation + 1 if self._old else 1
            if self._full:
                self._index = names.new_index()
                self._manifest = fresh_manifest(shards, names.part)
                # With one copy from the start, the loss of a node does not end a long run.
                create_index(connection, self._index, self._manifest, replicas=min(1, replicas))
            else:
                assert self._old is not None
                self._index = self._old.index
                self._manifest = self._old.manifest
        except BaseException:
            self._lease.release()
            raise
        self._bulk = Bulk(
            connection, self._index, before=self._lease.check, address=connection.address
        )
        self._order = self._generation << _ORDER_BITS
        self._published = False
        self._replaced: set[str] = set()
        self._ids: list[str] = []
        self._pages: list[str] = []
        self._touched: set[str] = set()

    def _read_old(self, *, full: bool) -> Part | None:
        try:
            return read_part(self._connection, self._names)
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
            refresh(self._connection, self._index)
            own = [{"term": {"born": self._generation}}, lookup.of_pages([page])]
            for key, _ in lookup.keys_and_pages(self._connection, self._index, own):
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
        for waiting, query in ((self._ids, lookup.of_ids), (self._pages, lookup.of_pages)):
            if not waiting or len(waiting) < at_least:
                continue
            live = [*visible(self._generation - 1), query(waiting)]
            for key, page in lookup.keys_and_pages(self._connection, self._index, live):
                self._replaced.add(key)
                self._touched.add(page)
            waiting.clear()

    def _release(self) -> None:
        self._lease.release()

    def _commit(self) -> None:
        self._resolve(1)
        self._bulk.close()
        refresh(self._connection, self._index)
        if self._full:
            self._commit_full()
        else:
            self._commit_changes()

    def _commit_full(self) -> None:
        live = visible(self._generation)
        pages = 0
        for found in lookup.pages(self._connection, self._index, live):
            self._refuse_pages_of_others(found)
            pages += len(found)
        articles = lookup.count(self._connection, self._index, live)
        manifest = self._built(self._manifest, articles=articles, pages=pages)
        settling.merge(self._connection, self._index, articles=articles, check=self._lease.check)
        settling.copy(
            self._connection, self._index, replicas=self._replicas, check=self._lease.check
        )
        write_manifest(self._connection, self._index, manifest)
        self._publish(self._move_alias)

    def _move_alias(self) -> None:
        alias = self._names.alias
        others = {index for index, part, _ in self._live() if part != self._names.part}
        actions: list[Dsl] = [{"add": {"index": self._index, "alias": alias}}]
        for index in _aliased(self._connection, self._names):
            if index not in {self._index, *others}:
                actions.append({"remove": {"index": index, "alias": alias, "must_exist": False}})
        self._connection.request("POST", "/_aliases", {"actions": actions})

    def _commit_changes(self) -> None:
        before, after = self._manifest, visible(self._generation, sorted(self._replaced))
        touched = sorted(self._touched)
        pages = before.pages
        for at in range(0, len(touched), lookup.LIST):
            chunk = touched[at : at + lookup.LIST]
            self._refuse_pages_of_others(chunk)
            pages += self._count_pages(after, chunk)
            pages -= self._count_pages(visible(self._generation - 1), chunk)
        replaced = sorted(self._replaced)
        lists = [replaced[at : at + lookup.LIST] for at in range(0, len(replaced), lookup.LIST)]
        articles = lookup.count(self._connection, self._index, after)
        manifest = self._built(before, articles=articles, pages=pages)
        manifest = replace(manifest, files={**manifest.files, "unburied": len(lists)})
        part = Part(index=self._index, manifest=manifest)
        for key, ids in zip(graves(part), lists, strict=True):
            record = {"kind": "replaced", "ids": ids}
            self._connection.request("PUT", f"/{self._names.meta}/_doc/{key}", record)
        self._publish(lambda: write_manifest(self._connection, self._index, manifest))
        with contextlib.suppress(IndexUnusable):  # else the next writer does it
            bury(self._connection, self._names, part)

    def _publish(self, step: Callable[[], None]) -> None:
        """Do the one step that commits, and learn whether it was done though it failed."""
        patiently(self._lease.renew)
        self._published = True
        try:
            step()
        except IndexUnusable:
            with contextlib.suppress(IndexUnusable):
                part = read_part(self._connection, self._names)
                if (part.index, part.generation) == (self._index, self._generation):
                    return
            raise

    def _built(self, manifest: Manifest, *, articles: int, pages: int) -> Manifest:
        return replace(
            manifest,
            generation=self._generation,
            articles=articles,
            pages=pages,
            built=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        ).with_sentences(self._sentences)

    def _count_pages(self, filters: list[Dsl], among: list[str]) -> int:
        return sum(map(len, lookup.pages(self._connection, self._index, filters, among)))

    def _live(self) -> list[tuple[str, str, int]]:
        try:
            return live_indices(self._connection, self._names)
        except IndexMissing:
            return []

    def _refuse_pages_of_others(self, pages: list[str]) -> None:
        """Raise SettingError where another part has one of these pages as well."""
        for index, part, generation in self._live():
            if part == self._names.part:
                continue
            filters = [*visible(generation), lookup.of_pages(pages)]
            for shared in lookup.pages(self._connection, index, filters):
                if shared:
                    raise SettingError(
                        f"Page {shared[0]} is in part {part!r} of {self._names.alias} already; "
                        "CLIPPINGS_OPENSEARCH_PART wants pages of its own. Nothing was committed."
                    )

    def _abandon(self) -> None:
        """Leave as little as may be; what is left nobody sees, and the next writer removes.

        Once the step that commits was asked for, it may yet be done: then nothing is removed.
        """
        self._bulk.abandon()
        if self._published:
            return
        connection = self._connection.at_once()
        with contextlib.suppress(IndexUnusable):
            if self._full:
                remove_index(connection, self._index)
            else:
                assert self._old is not None
                remove_unborn(connection, self._old)


def _ensure_meta(connection: Connection, names: IndexNames) -> None:
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


def _aliased(connection: Connection, names: IndexNames) -> list[str]:
    try:
        return list(connection.request("GET", f"/_alias/{names.alias}"))
    except Refused as error:
        if error.status != 404:
            raise
        return []
