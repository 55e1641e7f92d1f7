"""Our own engine, through its seam."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import search_index.engines.whoosh.reading  # noqa: F401 - so that opening is not timed with importing
from benchmarks.speed.peers import FACETS, SNIPPET_CHARS, Answer, Question
from search_index import open_engine
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.settings import Settings


class Clippings:
    """What the API asks."""

    name = "clippings"

    def build(self, articles: Iterable[Article], folder: Path) -> None:
        """Index ready articles into an empty folder."""
        engine = open_engine(Settings.from_environment({}, index_dir=folder))
        with engine.writer(full=True) as writer:
            for article in articles:
                writer.add(article)

    def open(self, folder: Path) -> None:
        """Open what `build` made."""
        self._searcher = open_engine(Settings.from_environment({}, index_dir=folder)).searcher()

    def ask(self, question: Question) -> Answer:
        """Do the whole work of a question."""
        text = " ".join(question.words)
        if question.mode == "phrase":
            text = f'"{text}"'
        elif question.mode == "prefix":
            text = f"{text}*"
        include = {}
        if question.person:
            include["person"] = (question.person,)
        hits = self._searcher.search(
            Query(
                text=text,
                match="any" if question.mode == "any" else "all",
                include=include,
                date_from=question.year,
                date_to=question.year,
                facets=FACETS,
                snippet_chars=SNIPPET_CHARS,
            )
        )
        values = sum(len(rows) for rows in hits.facets.values())
        return Answer(total=hits.total, shown=len(hits.hits), facet_values=values)
