"""Articles as lines of one JSON file for each state of the index."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

from search_index.engines.base import Searcher, Stats, Suggestion
from search_index.engines.changes import AllOrNothing
from search_index.engines.copying import copy_state
from search_index.engines.files import write_atomically
from search_index.engines.lock import WriteLock
from search_index.engines.reference.matching import Reading, has, passes, positive, score
from search_index.engines.reference.terms import PlainTerms, begins
from search_index.engines.reference.words import WORD, fold, parse, parts_of
from search_index.errors import IndexDamaged, IndexMissing, IndexUnusable, SnapshotGone
from search_index.manifest import FILE_NAME, Manifest, read_manifest
from search_index.model.article import Article
from search_index.model.hits import FacetValue, Hit, Hits, Snippet
from search_index.model.query import Query
from search_index.model.synonyms import Synonyms
from search_index.schema import SCHEMA_VERSION, alphabetically, facet_values, first_day
from search_index.search.completion import complete
from search_index.search.relaxing import ENOUGH, least_weight, weight_of
from search_index.search.spelling import correct
from search_index.text.analysis import value_beginnings

ANALYSIS_VERSION: Final = 0


class PlainSearcher:
    """All articles in memory."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._manifest = manifest
        self._path = folder / str(manifest.files["articles"])
        try:
            lines = self._path.read_text(encoding="utf-8").split("\n")
            found = [Article.from_json(json.loads(line)) for line in lines if line]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexDamaged(f"{self._path} cannot be read ({error}).") from error
        self._readings = [Reading(article, number) for number, article in enumerate(found)]
        self._by_id = {reading.article.id: reading for reading in self._readings}

    @property
    def snapshot(self) -> str:
        """A name of this state of the index."""
        return self._manifest.name

    def search(self, query: Query) -> Hits:
        """Answer a query."""
        typed, query = query.text, self._meant(query)
        found, firsts = self._found(query)
        folded: list[tuple[Reading, float, int]] = []
        copies: Counter[str] = Counter(r.article.duplicate_of or r.article.id for r, _ in found)
        seen: set[str] = set()
        for reading, value in found:
            story = reading.article.duplicate_of or reading.article.id
            if query.collapse and story in seen:
                continue
            seen.add(story)
            folded.append((reading, value, copies[story] - 1 if query.collapse else 0))
        return Hits(
            total=len(folded),
            hits=tuple(
                self._hit(reading, value, similar, query)
                for reading, value, similar in folded[query.start : query.stop]
            ),
            facets={
                name: self._counted(query, name, "", query.facet_size) for name in query.facets
            },
            relaxed=firsts is not None,
            corrected=query.text if found and query.text != typed else None,
            total_all_words=(
                None if firsts is None else sum(r.number in firsts for r, _, _ in folded)
            ),
            snapshot=self.snapshot,
        )

    def _meant(self, query: Query) -> Query:
        """The query, with its words spelt right where nothing has them as they are typed."""
        match = "any" if query.match == "any" else "all"
        if not query.typo or not query.text.strip() or self._ranked(query, match):
            return query
        corrected = self.correct(query.text, synonyms=query.synonyms)
        if corrected is None:
            return query
        right = replace(query, text=corrected)
        return right if query.match == "auto" or self._ranked(right, match) else query

    def _found(
        self, query: Query, *, without: str | None = None
    ) -> tuple[list[tuple[Reading, float]], set[int] | None]:
        """What is found in its order; and who has all words, where others follow."""
        found = self._ranked(query, query.match)
        words = parts_of(query.text, query.synonyms)
        if query.match != "auto" or len(words) < 2 or len(found) >= ENOUGH:
            return (found if without is None else self._ranked(query, query.match, without)), None
        loose = self._ranked(query, "any")
        having = [{r.number for r in self._readings if has(r, word)} for word in words]
        weights = [weight_of(len(self._readings), len(numbers)) for numbers in having]

        def weight(reading: Reading) -> float:
            pairs = zip(weights, having, strict=True)
            return sum(each for each, numbers in pairs if reading.number in numbers)

        covered = sorted((weight(reading) for reading, _ in loose), reverse=True)
        least = least_weight(weights, covered, firsts=len(found))
        firsts = {reading.number for reading, _ in self._ranked(query, "all", without)}
        if without is not None:
            loose = self._ranked(query, "any", without)
        kept = [row for row in loose if row[0].number in firsts or weight(row[0]) >= least]
        if len(kept) == len(firsts):
            return kept, None
        return sorted(kept, key=lambda row: row[0].number not in firsts), firsts

    def _ranked(
        self, query: Query, match: str, without: str | None = None
    ) -> list[tuple[Reading, float]]:
        clause = parse(query.text, match, query.synonyms)
        scored = [
            (reading, value)
            for reading in self._readings
            if passes(reading.article, query, without=without)
            and (value := score(reading, clause)) is not None
        ]
        newest = query.sort == "newest" or (query.sort == "relevance" and not query.text.strip())
        if newest or query.sort == "oldest":
            sign = -1 if newest else 1
            scored.sort(
                key=lambda pair: (
                    pair[0].article.date is None,
                    sign * first_day(pair[0].article.date or "0001"),
                    pair[0].number,
                )
            )
        else:
            scored.sort(key=lambda pair: (-pair[1], pair[0].number))
        return scored

    def _counted(self, query: Query, name: str, prefix: str, size: int) -> tuple[FacetValue, ...]:
        tellers: dict[str | None, set[str]] = {}
        for reading, _ in self._found(query, without=name)[0]:
            values: Sequence[str | None] = facet_values(reading.article, name)
            if not values and name in ("year", "month"):
                values = [None]
            article = reading.article
            story = (article.duplicate_of if query.collapse else None) or article.id
            for each in values:
                tellers.setdefault(each, set()).add(story)
        counts = {value: len(stories) for value, stories in tellers.items()}
        active = set(map(fold, query.include.get(name, ())))
        starts = value_beginnings(prefix)
        rows = [
            FacetValue(value=value, count=count, active=fold(value or "") in active)
            for value, count in counts.items()
            if not prefix or (value and begins(value, starts))
        ]
        rows.sort(key=lambda row: (-row.count, *alphabetically(row.value)))
        return tuple(rows[:size])

    def _hit(self, reading: Reading, value: float, similar: int, query: Query) -> Hit:
        article = reading.article
        words = positive(parse(query.text, "any", query.synonyms), article.language)
        marks = {
            name: snippets
            for name, text in (("title", article.title), ("body", article.body))
            if query.highlight and (snippets := _snippet(text, words, query.snippet_chars))
        }
        return Hit(article=article, score=value, similar=similar, highlights=marks)

    def facet(
        self, query: Query, name: str, *, prefix: str = "", size: int = 10
    ) -> tuple[FacetValue, ...]:
        """Values of one facet over the hits of `query`."""
        return self._counted(self._meant(query), name, prefix, size)

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None = None
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

    def highlight(self, article: Article, query: Query) -> Hit:
        """The article as a hit, its whole fields marked."""
        words = positive(parse(query.text, "any", query.synonyms), article.language)
        marks = {
            name: _snippet(text, words, len(text))
            or (Snippet(html=escape(text), text=text, start=0),)
            for name, text in (("title", article.title), ("body", article.body))
        }
        return Hit(article=article, score=0.0, highlights=marks)

    def related(self, article_id: str, *, size: int = 5) -> tuple[Hit, ...] | None:
        """Articles that share most names and rare words."""
        reading = self._by_id.get(article_id)
        if reading is None:
            return None
        own = {word for word in reading.words["body"] if len(word) > 4}
        scored = [
            (len(own & set(other.words["body"])) / (1 + len(other.words["body"])) ** 0.5, other)
            for other in self._readings
            if other is not reading
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1].number))
        return tuple(Hit(article=other.article, score=value) for value, other in scored[:size])

    def suggest(self, text: str, *, size: int = 10) -> tuple[Suggestion, ...]:
        """Completions of the last word of `text`."""
        return complete(PlainTerms(self._readings), text, size=size)

    def correct(
        self,
        text: str,
        *,
        rare: bool = False,
        timeout_ms: int | None = None,
        synonyms: Synonyms | None = None,
    ) -> str | None:
        """The text with its misspelt words spelt right, None as it is."""
        languages = Counter(reading.article.language for reading in self._readings)
        return correct(PlainTerms(self._readings), text, languages, synonyms, rare=rare)

    def export(self, query: Query) -> Iterator[Article]:
        """Every hit of `query` in its order."""
        for reading, _ in self._found(self._meant(query))[0]:
            yield reading.article

    def stats(self) -> Stats:
        """Counts over the whole index."""
        articles = [reading.article for reading in self._readings]
        dates = sorted(article.date for article in articles if article.date)
        return Stats(
            articles=len(articles),
            pages=len({article.source.page for article in articles}),
            first_date=dates[0] if dates else None,
            last_date=dates[-1] if dates else None,
            languages=dict(Counter(article.language for article in articles)),
            engine="plain",
            schema_version=SCHEMA_VERSION,
            analysis_version=ANALYSIS_VERSION,
            snapshot=self.snapshot,
            built=self._manifest.built,
            index_bytes=self._path.stat().st_size,
            long_sentences=self._manifest.long_sentences,
        )

    def is_intact(self) -> bool:
        """Always: it reads memory only."""
        return True

    def close(self) -> None:
        """Nothing is held open."""


def _snippet(text: str, words: list[str], chars: int) -> tuple[Snippet, ...]:
    found = [m.span() for m in WORD.finditer(text) if fold(m.group()).startswith(tuple(words))]
    if not words or not found:
        return ()
    start = max(0, found[0][0] - chars // 4) if len(text) > chars else 0
    piece = text[start : start + chars]
    offsets = tuple(
        (a - start, b - start) for a, b in found if a >= start and b - start <= len(piece)
    )
    html, at = [], 0
    for a, b in offsets:
        html += [escape(piece[at:a]), "<mark>", escape(piece[a:b]), "</mark>"]
        at = b
    html.append(escape(piece[at:]))
    return (Snippet(html="".join(html), text=piece, start=start, offsets=offsets),)


class PlainWriter(AllOrNothing):
    """Collects changes and writes the whole archive anew."""

    def __init__(self, engine: PlainEngine, *, full: bool) -> None:
        self._engine = engine
        engine.folder.mkdir(parents=True, exist_ok=True)
        self._lock = WriteLock(engine.folder)
        self._articles: dict[str, Article] = {}
        self._old: Manifest | None = None
        try:
            searcher = engine.searcher()
        except IndexMissing:
            return
        except IndexUnusable:
            if not full:
                self._lock.release()
                raise
            return
        self._old = searcher._manifest
        if not full:
            self._articles = {id: reading.article for id, reading in searcher._by_id.items()}

    def add(self, article: Article) -> None:
        """Add an article, replacing the one with the same id."""
        self._articles.pop(article.id, None)
        self._articles[article.id] = article

    def delete_page(self, page: str) -> None:
        """Remove every article of a page."""
        self._articles = {i: a for i, a in self._articles.items() if a.source.page != page}

    def delete(self, article_id: str) -> None:
        """Remove one article, if it is there."""
        self._articles.pop(article_id, None)

    def _release(self) -> None:
        self._lock.release()

    def _abandon(self) -> None:
        """Nothing was written yet."""

    def _commit(self) -> None:
        folder = self._engine.folder
        generation = self._old.generation + 1 if self._old else 1
        name = f"articles-{generation}.jsonl"
        lines = (
            json.dumps(a.to_json(), ensure_ascii=False) + "\n" for a in self._articles.values()
        )
        write_atomically(folder / name, "".join(lines).encode("utf-8", "replace"))
        files: dict[str, Any] = {"articles": name}
        manifest = Manifest(
            engine="plain",
            generation=generation,
            schema_version=SCHEMA_VERSION,
            analysis_version=ANALYSIS_VERSION,
            articles=len(self._articles),
            pages=len({article.source.page for article in self._articles.values()}),
            built=datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
            files=files,
            sentences=self._old.sentences if self._old else {},
        ).with_sentences(self._sentences)
        write_atomically(folder / FILE_NAME, manifest.to_bytes())
        for path in folder.glob("articles-*.jsonl"):
            if path.name != name:
                path.unlink()


class PlainEngine:
    """The index in one folder."""

    name = "plain"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _manifest(self) -> Manifest:
        return read_manifest(self.folder, engine=self.name, analysis_version=ANALYSIS_VERSION)

    def searcher(self, snapshot: str | None = None) -> PlainSearcher:
        """The newest complete snapshot; no other is kept."""
        searcher = PlainSearcher(self.folder, self._manifest())
        if snapshot is not None and snapshot != searcher.snapshot:
            raise SnapshotGone(f"Snapshot {snapshot} is no longer kept.")
        return searcher

    def is_current(self, searcher: Searcher) -> bool:
        """Whether `searcher` still is the newest snapshot."""
        return self._manifest().name == searcher.snapshot

    def committed(self) -> str:
        """The name of the newest snapshot. Raises as `searcher`."""
        with contextlib.closing(self.searcher()) as searcher:
            return searcher.snapshot

    def writer(self, *, full: bool = False) -> PlainWriter:
        """A writer; with `full` the new articles replace all old ones."""
        return PlainWriter(self, full=full)

    def article_ids(self) -> Iterator[tuple[str, str]]:
        """(article id, page) of everything in the index."""
        try:
            searcher = self.searcher()
        except IndexMissing:
            return
        for article_id, reading in searcher._by_id.items():
            yield article_id, reading.article.source.page

    def copy_to(self, folder: Path) -> str:
        """Copy the newest complete snapshot into an empty folder and give its name."""
        return copy_state(
            self.folder, folder, read=self._manifest, named=lambda m: [str(m.files["articles"])]
        )

    def verify(self) -> list[str]:
        """What is wrong with the files of the index."""
        try:
            self.searcher()
        except IndexUnusable as error:
            return [str(error)]
        return []
