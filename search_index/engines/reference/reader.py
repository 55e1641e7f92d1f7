"""All articles of a state of the index, in memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from search_index.engines.base import Stats
from search_index.engines.reference.matches import PlainAsking
from search_index.engines.reference.matching import IndexedArticle, Matcher, passes
from search_index.engines.reference.terms import PlainTerms
from search_index.errors import IndexDamaged
from search_index.manifest import Manifest
from search_index.model.article import Article
from search_index.model.hits import Hit
from search_index.model.query import Query
from search_index.schema import SCHEMA_VERSION

ANALYSIS_VERSION: Final = 0
T = TypeVar("T")


class PlainReader:
    """See `search_index.engines.reader.Reader`."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self._path = folder / str(manifest.files["articles"])
        try:
            lines = self._path.read_text(encoding="utf-8").split("\n")
            found = [Article.from_json(json.loads(line)) for line in lines if line]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexDamaged(f"{self._path} cannot be read ({error}).") from error
        self._readings = [IndexedArticle(article, number) for number, article in enumerate(found)]
        self._by_id = {reading.article.id: reading for reading in self._readings}
        self._matcher = Matcher(tuple(self.languages))

    @property
    def snapshot(self) -> str:
        """A name of this state of the index."""
        return self.manifest.name

    @property
    def articles(self) -> dict[str, Article]:
        """Every article by its id."""
        return {article_id: reading.article for article_id, reading in self._by_id.items()}

    @property
    def languages(self) -> Mapping[str, int]:
        """How many articles there are in each language, most first."""
        counts = Counter(reading.article.language for reading in self._readings)
        return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))

    def ask(self, query: Query, *, paged: bool) -> PlainAsking:
        """Begin to answer a query."""
        return PlainAsking(self._readings, self._matcher, query)

    def terms(self, timeout_ms: int | None) -> PlainTerms:
        """The terms of the snapshot."""
        return PlainTerms(self._readings, self._matcher)

    def forms(self, articles: Sequence[Article]) -> None:
        """Not known: the articles are read for them."""

    def cached(self, key: tuple[str, ...], make: Callable[[], T], size_bytes: int) -> T:
        """The value of `make`, which is not kept."""
        return make()

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None
    ) -> tuple[int, ...]:
        """For each value how many stories the articles with it tell."""
        found: list[int] = []
        for field, value in values:
            alone = Query(include={field: (value,)})
            having = [r.article for r in self._readings if passes(r.article, alone)]
            found.append(len({article.duplicate_of or article.id for article in having}))
        return tuple(found)

    def article(self, article_id: str) -> Article | None:
        """One article, whole."""
        reading = self._by_id.get(article_id)
        return reading.article if reading else None

    def related(self, article_id: str, *, size: int) -> tuple[Hit, ...] | None:
        """Articles that share most names and rare words."""
        reading = self._by_id.get(article_id)
        if reading is None:
            return None
        own = {word for word in reading.exact_words("body") if len(word) > 4}
        scored = [
            (
                len(own & other.exact_words("body")) / (1 + len(other.exact_words("body"))) ** 0.5,
                other,
            )
            for other in self._readings
            if other is not reading
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1].number))
        return tuple(Hit(article=other.article, score=value) for value, other in scored[:size])

    def stats(self) -> Stats:
        """Counts over the whole index."""
        articles = [reading.article for reading in self._readings]
        dates = sorted(article.date for article in articles if article.date)
        return Stats(
            articles=len(articles),
            pages=len({article.source.page for article in articles}),
            first_date=dates[0] if dates else None,
            last_date=dates[-1] if dates else None,
            languages=dict(self.languages),
            engine="plain",
            schema_version=SCHEMA_VERSION,
            analysis_version=ANALYSIS_VERSION,
            snapshot=self.snapshot,
            built=self.manifest.built,
            index_bytes=self._path.stat().st_size,
            long_sentences=self.manifest.long_sentences,
        )

    def is_intact(self) -> bool:
        """Always: it reads memory only."""
        return True

    def close(self) -> None:
        """Nothing is held open."""
