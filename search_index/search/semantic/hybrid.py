"""Searching by words and meaning together, above every engine.

Words come first: an engine answers as ever, and the best of its hits are put in another order by
how near their vectors are to that of the question. Totals, facets, filters and pages stay those
of the words. What only vectors find comes in blocks of its own: articles in other languages than
the question's, and, where words find little, articles in its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from search_index.engines.base import Searcher
from search_index.engines.reference.matching import passes
from search_index.model.article import Article
from search_index.model.hits import Hit, Hits, Snippet
from search_index.model.query import Query
from search_index.search.semantic import relating, rescoring
from search_index.search.semantic.archive import Archive
from search_index.search.semantic.encoder import Array, Encoder
from search_index.search.semantic.models import Model, Question
from search_index.search.semantic.questions import language_of, question_in
from search_index.search.semantic.vector_file import MODELS
from search_index.search.snippets import mark_whole, snippets
from search_index.text.analysis import surfaces

SHOWN: Final = 5
"""At most so many articles that only vectors found."""
LITTLE: Final = 10
"""Where words find fewer than so many, articles in the question's language are looked for, too."""
LEAST: Final = 0.2
"""So near, by vectors and words, an article in another language must be at least."""
LEAST_ALIKE: Final = 0.25
"""So near one in the language of the question must be."""
ABOVE: Final = 1.0
"""By so many standard deviations it must be nearer than is usual in its language."""
LOOKED_AT: Final = 50


class Semantic:
    """The models and their vectors in a folder; safe to share between threads."""

    def __init__(self, folder: Path, encoders: Sequence[Encoder]) -> None:
        """`encoders` by the names in MODELS; without the first there is no search by meaning."""
        models = {encoder.name: Model(folder, encoder) for encoder in encoders}
        self._multilingual = models[MODELS[0]]
        self._english = models.get(MODELS[1])

    @property
    def version(self) -> str:
        """What besides the snapshot the answers follow from."""
        archives = [model.archive() for model in (self._multilingual, self._english) if model]
        return " ".join(archive.vectors.version for archive in archives if archive is not None)

    def search(self, searcher: Searcher, query: Query) -> Hits:
        """Answer a query. Raises what `Searcher.ask` does, and nothing because of vectors."""
        archive = self._multilingual.archive()
        text = question_in(query.text)
        if archive is None or not text:
            return searcher.ask(query)
        question = Question(text)
        english = self._english.archive() if self._english is not None else None
        reordering = rescoring.Rescoring(
            question,
            (self._multilingual, archive),
            (self._english, english) if self._english and english else None,
            deep=query.order == "relevance"
            and query.start < rescoring.DEPTH
            and len(surfaces(text)) > 1,
            snapshot=searcher.snapshot,
        )
        hits = searcher.ask(replace(query, reordering=reordering))
        if hits.corrected is not None:
            question = question.corrected(hits.corrected)
        vector = question.vector(self._multilingual)
        top = [hit.article for hit in hits.hits[:10]]
        own = language_of(question.text, top)
        signs = question.signs(self._multilingual)
        near = self._near(searcher, query, archive, vector, signs, own, hits)
        return replace(hits, other_languages=near[0], by_meaning=near[1])

    def related(self, searcher: Searcher, article_id: str, *, size: int) -> tuple[Hit, ...] | None:
        """The most similar articles, best first; None where there is no such article."""
        article = searcher.article(article_id)
        if article is None:
            return None
        choices = (
            (self._english if article.language == "en" else None, relating.ENGLISH_WEIGHT),
            (self._multilingual, relating.OTHER_WEIGHT),
        )
        for model, weight in choices:
            archive = model.archive() if model is not None else None
            if archive is not None:
                found = relating.related(searcher, archive, article, weight=weight, size=size)
                if found is not None:
                    return found
        return searcher.related(article_id, size=size)

    def stories(self, searcher: Searcher, article_id: str) -> tuple[Hit, ...]:
        """Articles that tell the story of one in other words, in any language."""
        archive = self._multilingual.archive()
        article = searcher.article(article_id)
        if archive is None or article is None:
            return ()
        return relating.stories(searcher, archive, article)

    def _near(
        self,
        searcher: Searcher,
        query: Query,
        archive: Archive,
        vector: Array,
        signs: Array,
        own: str,
        hits: Hits,
    ) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
        wanted = query.include.get("language", ())
        others = [name for name in archive.languages if name != own] if not wanted else []
        little = hits.total < LITTLE
        shown = {hit.article.id for hit in hits.hits}
        same = [name for name in wanted or (own,) if name in archive.languages] if little else []
        return (
            _shown(searcher, query, archive, (vector, signs), others, least=LEAST),
            _shown(
                searcher, query, archive, (vector, None), same, least=LEAST_ALIKE, without=shown
            ),
        )


def _by_meaning(article: Article, likeness: float, query: Query) -> Hit:
    """A hit without marks: none of the words need be in it."""
    shown: dict[str, tuple[Snippet, ...]] = {}
    if query.highlight:
        shown = {
            "title": (mark_whole(article.title, ()),),
            "body": snippets(article.body, (), chars=query.snippet_chars),
        }
    return Hit(article=article, score=likeness, highlights=shown, found_by="meaning")


def _shown(
    searcher: Searcher,
    query: Query,
    archive: Archive,
    asked: tuple[Array, Array | None],
    languages: Sequence[str],
    *,
    least: float,
    without: set[str] | frozenset[str] = frozenset(),
) -> tuple[Hit, ...]:
    """The best of what is near and passes the filters; an article that changed is left out."""
    found: list[Hit] = []
    vector, signs = asked
    for one in archive.nearest(vector, languages, most=LOOKED_AT, signs=signs):
        if len(found) == SHOWN:
            break
        name = archive.vectors.ids[one.article]
        if one.above < ABOVE or one.score < least or name in without:
            continue
        article = searcher.article(name)
        if article is None or not archive.fits(one.article, article):
            continue
        if passes(article, query) and not (query.collapse and article.duplicate_of):
            found.append(_by_meaning(article, one.score, query))
    return tuple(found)
