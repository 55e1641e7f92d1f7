"""An engine whose questions are widened by a file of synonyms, which may change while it serves."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from search_index.engines.base import Engine, Searcher, Stats, Suggestion, Writer
from search_index.engines.files import signature_of
from search_index.errors import SettingError
from search_index.model.article import Article
from search_index.model.hits import FacetValue, Hit, Hits, Widening
from search_index.model.query import Query
from search_index.model.synonyms import Synonyms
from search_index.text.query_parser import parse
from search_index.text.synonym_file import MAX_BYTES, read_synonyms
from search_index.text.widening import synonyms_in

CHECK_EVERY_S: Final = 0.5
MOST_NAMED: Final = 20
"""So many bad lines are named one by one."""

log = logging.getLogger("clippings")


class SynonymFile:
    """The rules of a file, read again when it changes; safe to share between threads.

    Lines that cannot be used are logged with their numbers, and the others are used. Where the
    file is gone later, or cannot be read, the rules that were read last stay.
    """

    def __init__(self, path: Path, *, check_every_s: float = CHECK_EVERY_S) -> None:
        self._path = path
        self._check_every_s = check_every_s
        self._lock = threading.Lock()
        self._next_check = 0.0
        self._signature: tuple[int, int, int] | None = None
        self._rules: Synonyms | None = None

    def rules(self) -> Synonyms:
        """The rules as they are now. Raises SettingError where they were never readable."""
        if self._rules is not None and time.monotonic() < self._next_check:
            return self._rules
        # While one thread reads the file again, the others go on with what was there.
        if not self._lock.acquire(blocking=self._rules is None):
            return self._rules if self._rules is not None else self.rules()
        try:
            signature = signature_of(self._path)
            if signature != self._signature:
                self._read(signature)
            self._next_check = time.monotonic() + self._check_every_s
            assert self._rules is not None
            return self._rules
        finally:
            self._lock.release()

    def _read(self, signature: tuple[int, int, int]) -> None:
        try:
            with self._path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise OSError(f"it is larger than {MAX_BYTES >> 20} MB")
        except OSError as error:
            message = f"CLIPPINGS_SYNONYMS={self._path} cannot be read: {error.strerror or error}."
            if self._rules is None:
                raise SettingError(f"{message} Give a text file, or leave it empty.") from None
            log.error("%s The synonyms that were read last stay in force.", message)
        else:
            self._rules, bad = read_synonyms(data)
            for line in bad[:MOST_NAMED]:
                log.warning("%s, line %d: %s.", self._path, line.number, line.reason)
            if len(bad) > MOST_NAMED:
                log.warning("%s: %d more lines like these.", self._path, len(bad) - MOST_NAMED)
        self._signature = signature


class WidenedSearcher:
    """A searcher whose questions are widened; see `search_index.engines.base.Searcher`."""

    def __init__(self, searcher: Searcher, file: SynonymFile) -> None:
        self._searcher = searcher
        self._file = file

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(self._searcher.stats().languages)

    def _rules(self) -> Synonyms:
        return replace(self._file.rules(), languages=self._languages)

    @property
    def inner(self) -> Searcher:
        """The searcher that does the work."""
        return self._searcher

    @property
    def wording(self) -> str:
        """The state of the rules."""
        return self._file.rules().version

    @property
    def snapshot(self) -> str:
        """See `Searcher`."""
        return self._searcher.snapshot

    def _widened(self, query: Query) -> Query:
        return replace(query, synonyms=self._rules()) if query.text else query

    def ask(self, query: Query) -> Hits:
        """See `Searcher`; the answer says what was widened."""
        query = self._widened(query)
        hits = self._searcher.ask(query)
        return replace(hits, widened=widenings(query, hits)) if query.synonyms else hits

    def search(self, query: Query) -> Hits:
        """See `Searcher`; the answer says what was widened."""
        query = self._widened(query)
        hits = self._searcher.search(query)
        return replace(hits, widened=widenings(query, hits)) if query.synonyms else hits

    def facet(
        self, query: Query, name: str, *, prefix: str = "", size: int = 10
    ) -> tuple[FacetValue, ...]:
        """See `Searcher`."""
        return self._searcher.facet(self._widened(query), name, prefix=prefix, size=size)

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None = None
    ) -> tuple[int, ...]:
        """See `Searcher`."""
        return self._searcher.counts(values, timeout_ms=timeout_ms)

    def article(self, article_id: str) -> Article | None:
        """See `Searcher`."""
        return self._searcher.article(article_id)

    def highlight(self, article: Article, query: Query) -> Hit:
        """See `Searcher`."""
        return self._searcher.highlight(article, self._widened(query))

    def related(self, article_id: str, *, size: int = 5) -> tuple[Hit, ...] | None:
        """See `Searcher`."""
        return self._searcher.related(article_id, size=size)

    def suggest(self, text: str, *, size: int = 10) -> tuple[Suggestion, ...]:
        """See `Searcher`."""
        return self._searcher.suggest(text, size=size)

    def correct(
        self,
        text: str,
        *,
        rare: bool = False,
        timeout_ms: int | None = None,
        synonyms: Synonyms | None = None,
    ) -> str | None:
        """See `Searcher`; a word that has synonyms is spelt right."""
        rules = self._rules() if synonyms is None else synonyms
        return self._searcher.correct(text, rare=rare, timeout_ms=timeout_ms, synonyms=rules)

    def export(self, query: Query) -> Iterator[Article]:
        """See `Searcher`."""
        return self._searcher.export(self._widened(query))

    def stats(self) -> Stats:
        """See `Searcher`."""
        return self._searcher.stats()

    def is_intact(self) -> bool:
        """See `Searcher`."""
        return self._searcher.is_intact()

    def close(self) -> None:
        """See `Searcher`."""
        self._searcher.close()


class WidenedEngine:
    """An engine with a file of synonyms; see `search_index.engines.base.Engine`."""

    def __init__(self, engine: Engine, file: SynonymFile) -> None:
        self._engine = engine
        self._file = file
        self.name = engine.name

    def read(self) -> None:
        """Read the file. Raises SettingError where it cannot be read."""
        self._file.rules()

    def prepare(self) -> None:
        """See `Engine`."""
        self._engine.prepare()

    def searcher(self, snapshot: str | None = None) -> WidenedSearcher:
        """See `Engine`. Raises SettingError where the file was never readable."""
        self._file.rules()
        return WidenedSearcher(self._engine.searcher(snapshot), self._file)

    def is_current(self, searcher: Searcher) -> bool:
        """See `Engine`."""
        inner = searcher.inner if isinstance(searcher, WidenedSearcher) else searcher
        return self._engine.is_current(inner)

    def committed(self) -> str:
        """See `Engine`."""
        return self._engine.committed()

    def writer(self, *, full: bool = False, jobs: int = 0) -> Writer:
        """See `Engine`."""
        return self._engine.writer(full=full, jobs=jobs)

    def article_ids(self) -> Iterator[tuple[str, str]]:
        """See `Engine`."""
        return self._engine.article_ids()

    def copy_to(self, folder: Path) -> str:
        """See `Engine`."""
        return self._engine.copy_to(folder)

    def verify(self) -> list[str]:
        """See `Engine`."""
        return self._engine.verify()


def ready(engine: Engine) -> Engine:
    """The engine, all imported and its synonyms read, so that what is wrong is known at the start.

    Raises SettingError.
    """
    engine.prepare()
    if isinstance(engine, WidenedEngine):
        engine.read()
    return engine


def wording_of(searcher: Searcher) -> str:
    """What besides its snapshot the answers of a searcher follow from; "" for nothing."""
    return searcher.wording if isinstance(searcher, WidenedSearcher) else ""


def widenings(query: Query, hits: Hits) -> tuple[Widening, ...]:
    """What of a query was searched for with its synonyms."""
    match: Literal["all", "any"] = "any" if query.match == "any" else "all"
    clause = parse(hits.corrected or query.text, match=match, synonyms=query.synonyms)
    wanted = query.include.get("language", ())
    found: dict[str, dict[str, None]] = {}
    for typed, synonym in synonyms_in(clause):
        if not wanted or any(map(synonym.is_for, wanted)):
            found.setdefault(typed, {})[synonym.text] = None
    return tuple(Widening(word=word, synonyms=tuple(texts)) for word, texts in found.items())
