"""Four articles that every engine is asked about, and short ways to index and to ask."""

from __future__ import annotations

from typing import Any

from search_index.engines.base import Engine
from search_index.model.article import Article, Source, article_id
from search_index.model.query import Query


def article(name: str, body: str = "", **fields: Any) -> Article:
    page = fields.pop("page", f"{name}.txt")
    values = {"title": name, "language": "en", **fields}
    return Article(
        id=article_id(page, name), source=Source(page=page, position=0), body=body, **values
    )


HARBOUR = article(
    "Harbour reopens",
    "The harbour of Odessa reopened after the storm. Ships came in at noon.",
    date="2021-03-04",
    date_precision="day",
    persons=("Ann Lee", "Bo Chan"),
    places=("Odessa",),
)
STORM = article(
    "Storm over the coast",
    "A storm closed every harbour and the school of Varna.",
    date="2021-02",
    date_precision="month",
    persons=("Ann Lee",),
    places=("Varna",),
)
SCHOOL = article(
    "New school",
    "Children of Varna have a new school; the harbour is near.",
    date="2020",
    date_precision="year",
    persons=("Bo Chan",),
    places=("Varna",),
)
UNDATED = article("Recipes", "Soup and bread.", language="fr")
ARCHIVE = (HARBOUR, STORM, SCHOOL, UNDATED)


def fill(engine: Engine, *articles: Article, full: bool = False) -> None:
    with engine.writer(full=full) as writer:
        for each in articles:
            writer.add(each)


def titles(engine: Engine, query: Query) -> list[str]:
    return [hit.article.title for hit in engine.searcher().search(query).hits]
