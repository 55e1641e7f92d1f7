"""What an engine owes: a writer that is all or nothing, and searchers that cannot write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from search_index.model.article import Article
from search_index.model.hits import FacetValue, Hit, Hits
from search_index.model.query import Query
from search_index.model.sentences import NONE, LongSentences
from search_index.model.synonyms import Synonyms


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What an index holds. `built` is an ISO 8601 instant in UTC; dates are as stored."""

    articles: int
    pages: int
    first_date: str | None
    last_date: str | None
    languages: dict[str, int]
    engine: str
    schema_version: int
    analysis_version: int
    snapshot: str
    built: str | None
    index_bytes: int
    long_sentences: LongSentences = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A completion: `kind` is word, person, organization, place or title."""

    text: str
    kind: str
    count: int
    article_id: str | None = None


class Searcher(Protocol):
    """An immutable snapshot of an index. Safe to share between threads."""

    @property
    def snapshot(self) -> str:
        """A name of this state of the index, of `[0-9A-Za-z._-]`; no other state has it.

        Not even one of an index that was deleted and made again: caches rely on it.
        """

    def ask(self, query: Query) -> Hits:
        """Answer a query as `search` does; offer right spellings, say why nothing is found.

        With `query.prefix` "last" the last word may go on. Raises what `search` does.
        """

    def search(self, query: Query) -> Hits:
        """Answer a query. Raises QueryTimeout, never anything because of `query.text`."""

    def facet(
        self, query: Query, name: str, *, prefix: str = "", size: int = 10
    ) -> tuple[FacetValue, ...]:
        """Values of one facet over the hits of `query`, those that contain a word with `prefix`."""

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None = None
    ) -> tuple[int, ...]:
        """For each (facet field, value) what a search for it alone would find, asked at once.

        Near-duplicates are folded. Raises QueryTimeout.
        """

    def article(self, article_id: str) -> Article | None:
        """One article, whole."""

    def highlight(self, article: Article, query: Query) -> Hit:
        """The article as a hit of `query`, its whole fields marked instead of snippets."""

    def related(self, article_id: str, *, size: int = 5) -> tuple[Hit, ...] | None:
        """The most similar articles, best first; None where there is no such article."""

    def suggest(self, text: str, *, size: int = 10) -> tuple[Suggestion, ...]:
        """Completions of the last word of `text`."""

    def correct(
        self,
        text: str,
        *,
        rare: bool = False,
        timeout_ms: int | None = None,
        synonyms: Synonyms | None = None,
    ) -> str | None:
        """A query with the words that no article has spelt as one that some have; None as it is.

        With `rare` also words that hardly any article has (see `search_index.search.spelling`).
        Words that `synonyms` widen are spelt right. Raises QueryTimeout.
        """

    def export(self, query: Query) -> Iterator[Article]:
        """Every hit of `query` in its order, one at a time."""

    def stats(self) -> Stats:
        """Counts over the whole index."""

    def is_intact(self) -> bool:
        """Whether nobody has written to what this snapshot reads since it was opened.

        Files that were replaced or removed do not count: a snapshot goes on reading the old ones.
        """

    def close(self) -> None:
        """Release files; the searcher must not be used afterwards."""


class Writer(Protocol):
    """Changes to an index that become visible together, on leaving the `with` block.

    An exception inside the block, or a crash, leaves the index as it was.
    """

    def add(self, article: Article) -> None:
        """Add an article, replacing the one with the same id."""

    def delete_page(self, page: str) -> None:
        """Remove every article of a page (`Article.source.page`)."""

    def delete(self, article_id: str) -> None:
        """Remove one article, if it is there."""

    def describe(self, sentences: LongSentences) -> None:
        """Keep with the index what became of the long sentences of its pages.

        Counts over the whole archive; without it those of the state before are kept.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Engine(Protocol):
    """One index, wherever the engine keeps it."""

    name: str

    def prepare(self) -> None:
        """Import what a first question would wait for; a server does so once for its workers."""

    def searcher(self, snapshot: str | None = None) -> Searcher:
        """The newest complete snapshot, or the one of that name while its files are kept.

        Raises IndexMissing, IndexOutdated, IndexDamaged; SnapshotGone for a named one.
        """

    def is_current(self, searcher: Searcher) -> bool:
        """Whether `searcher` still is the newest snapshot; cheap enough for every request."""

    def committed(self) -> str:
        """The name of the newest state of what `writer` writes.

        Of an index that several writers share it is the part of this one. Raises as `searcher`.
        """

    def writer(self, *, full: bool = False, jobs: int = 0) -> Writer:
        """A writer; with `full` the new articles replace all old ones. Raises IndexLocked.

        At most `jobs` processes of this machine write, where there is much (0: one per core).
        """

    def article_ids(self) -> Iterator[tuple[str, str]]:
        """(article id, page) of everything in the index, nothing where there is no index."""

    def copy_to(self, folder: Path) -> str:
        """Copy the newest complete snapshot into an empty folder and give its name.

        It may be taken while a writer commits. What is in `folder` is an index of its own.
        Raises IndexMissing, IndexOutdated, IndexDamaged; BackupImpossible where the index is
        not kept in files of ours.
        """

    def verify(self) -> list[str]:
        """What is wrong with the files of the index, each naming its file; empty when sound."""
