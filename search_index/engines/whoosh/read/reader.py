"""One snapshot of the index, read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from search_index.engines.base import Stats
from search_index.engines.reader import Forms
from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.duplicate_groups import count_stories
from search_index.engines.whoosh.read.matches import WhooshAsking
from search_index.engines.whoosh.read.names import Names
from search_index.engines.whoosh.read.related import related_documents
from search_index.engines.whoosh.read.terms import WhooshTerms
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.manifest import FILE_NAME
from search_index.model.article import Article
from search_index.model.hits import Hit
from search_index.model.query import Query
from search_index.schema import SCHEMA_VERSION
from search_index.text import analysis

T = TypeVar("T")


class WhooshReader:
    """See `search_index.engines.reader.Reader`."""

    def __init__(
        self, folder: Path, snapshot: Snapshot, manifest_signature: tuple[int, int, int]
    ) -> None:
        self.state = snapshot
        self._names = Names(snapshot)
        self._signatures = [(folder / FILE_NAME, manifest_signature)] + [
            (segment.paths[0], segment.data.file.signature) for segment in snapshot.segments
        ]

    @property
    def snapshot(self) -> str:
        """A name of this state of the index; changes with every commit."""
        return self.state.name

    @property
    def languages(self) -> Mapping[str, int]:
        """How many articles there are in each language, most first."""
        return self.state.languages

    def is_untouched(self) -> bool:
        """Whether the manifest and the segments are the files that were opened."""
        try:
            for path, signature in self._signatures:
                state = path.stat()
                if (state.st_ino, state.st_size, state.st_mtime_ns) != signature:
                    return False
        except OSError:
            return False
        return True

    def is_intact(self) -> bool:
        """See `search_index.engines.base.Searcher`."""
        return all(segment.data.file.is_intact() for segment in self.state.segments)

    def ask(self, query: Query, *, paged: bool) -> WhooshAsking:
        """Begin to answer a query."""
        return WhooshAsking(self.state, self._names, query)

    def terms(self, timeout_ms: int | None) -> WhooshTerms:
        """The terms of the snapshot, to be read within a time."""
        return WhooshTerms(self.state, self._names, tuple(self.languages), Clock(timeout_ms))

    def forms(self, articles: Sequence[Article]) -> Forms:
        """The words of the archive that have a stem."""
        return self.state.forms

    def cached(self, key: tuple[str, ...], make: Callable[[], T], size_bytes: int) -> T:
        """The value of `make`, kept with the snapshot."""
        return self.state.cached(key, make, size_bytes)

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None
    ) -> tuple[int, ...]:
        """For each (facet field, value) what a search for it alone would find."""
        clock = Clock(timeout_ms)
        return tuple(count_stories(self.state, *value, clock) for value in values)

    def article(self, article_id: str) -> Article | None:
        """One article, whole."""
        found = self.state.find(article_id)
        return found[0].data.stored.article(found[1]) if found else None

    def related(self, article_id: str, *, size: int) -> tuple[Hit, ...] | None:
        """The most similar articles, best first; None where there is no such article."""
        found = self.state.find(article_id)
        if found is None:
            return None
        numbers, scores = related_documents(self.state, *found, size=size)
        hits = []
        for number, score in zip(numbers.tolist(), scores.tolist(), strict=True):
            segment, document = self.state.locate(number)
            hits.append(Hit(article=segment.data.stored.article(document), score=score))
        return tuple(hits)

    def stats(self) -> Stats:
        """Counts over the whole index."""
        manifest = self.state.manifest
        first, last = self._edge_dates()
        files = [path for path in self.state.paths() if path.exists()]
        return Stats(
            articles=manifest.articles,
            pages=manifest.pages,
            first_date=first,
            last_date=last,
            languages=dict(self.state.languages),
            engine=manifest.engine,
            schema_version=SCHEMA_VERSION,
            analysis_version=analysis.VERSION,
            snapshot=self.snapshot,
            built=manifest.built,
            index_bytes=sum(path.stat().st_size for path in files),
            long_sentences=manifest.long_sentences,
        )

    def _edge_dates(self) -> tuple[str | None, str | None]:
        """The earliest and the latest date, however much they are believed."""
        earliest: list[tuple[int, int, int]] = []
        latest: list[tuple[int, int, int]] = []
        for number, segment in enumerate(self.state.segments):
            days = segment.data.column("first_day")
            documents = segment.living(np.flatnonzero(days > 0))
            if len(documents):
                found = days.take(documents)
                first, last = int(found.argmin()), int(found.argmax())
                earliest.append((int(found[first]), number, int(documents[first])))
                latest.append((-int(found[last]), number, int(documents[last])))
        if not earliest:
            return None, None
        dates: list[str | None] = []
        for _, number, document in (min(earliest), min(latest)):
            dates.append(self.state.segments[number].data.stored.article(document).date)
        return dates[0], dates[1]

    def close(self) -> None:
        """Nothing to do: files are closed when the last array over them is gone."""
