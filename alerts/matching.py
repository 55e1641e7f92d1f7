"""Which of some articles a saved search finds, decided by the engine over these alone.

So what a check costs follows from what is new, not from how large the archive is, and the words
of a search mean the same as on the search page, with every engine.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from alerts.ledger import Item, Ledger, id_key
from alerts.parameters import Saved, query_of
from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.settings import Settings
from search_index.text.analysis import fold

EXCERPT_CHARS: Final = 400
_MIN_WORDS: Final = 12
_TELLING: Final = 12
_LOOKED_AT: Final = 20

_WORD = re.compile(r"\w+")


@contextmanager
def index_of(articles: Sequence[Article], settings: Settings) -> Iterator[Searcher]:
    """A searcher over these articles, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="clippings-alerts-") as folder:
        engine = open_engine(replace(settings, engine="whoosh", index_dir=Path(folder)))
        with engine.writer() as writer:
            for article in articles:
                writer.add(article)
        searcher = engine.searcher()
        try:
            yield searcher
        finally:
            searcher.close()


def found_by(parameters: Saved, searcher: Searcher) -> set[str]:
    """The ids of the articles that a saved search finds."""
    return {article.id for article in searcher.export(query_of(parameters))}


def words_of(article: Article) -> str:
    """The words that make an article the same wherever it stands: those of its text, folded."""
    words = _WORD.findall(fold(article.body))
    if len(words) < _MIN_WORDS:
        words = _WORD.findall(fold(f"{article.title} {article.body}"))
    return " ".join(words)


def story_of(article: Article) -> str:
    """The id that near-duplicates share."""
    return article.duplicate_of or article.id


def was_told(article: Article, searcher: Searcher, ledger: Ledger) -> bool:
    """Whether a near-duplicate of the article was in the archive before."""
    story = story_of(article)
    if ledger.knows(id_key(story)):
        return True
    words = dict.fromkeys(_WORD.findall(article.body))
    telling = sorted(words, key=lambda word: -len(word))[:_TELLING]
    if len(words) < _MIN_WORDS:
        return False
    alike = Query(
        text=" ".join(telling),
        match="any",
        typo=False,
        collapse=False,
        facets=(),
        highlight=False,
        per_page=_LOOKED_AT,
    )
    return any(
        story_of(hit.article) == story and ledger.knows(id_key(hit.article.id))
        for hit in searcher.search(alike).hits
    )


def item_of(article: Article) -> Item:
    """What is sent of an article."""
    excerpt = " ".join(article.body.split())
    if len(excerpt) > EXCERPT_CHARS:
        excerpt = excerpt[:EXCERPT_CHARS].rsplit(None, 1)[0] + " …"
    return Item(
        id=article.id,
        title=" ".join(article.title.split()),
        excerpt=excerpt,
        language=article.language,
        date=article.date,
        outlet=article.outlet,
        source_url=article.source.web_url,
        persons=article.persons[:20],
        organizations=article.organizations[:20],
        places=article.places[:20],
    )
