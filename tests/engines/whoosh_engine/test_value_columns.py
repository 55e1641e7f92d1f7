"""A facet counts the same however often it is asked for, and however many values articles have."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from search_index.engines.base import Engine
from search_index.engines.whoosh.engine import WhooshEngine
from search_index.model.article import Article, Source
from search_index.model.query import Query

DRAW = random.Random(11)
ARTICLES = [
    Article(
        id=f"{number:03d}",
        source=Source(page=f"{number}.txt", position=0),
        title="",
        body=" ".join(
            [
                "harbour" if number % 4 else "harbour quay",
                *(word for word in ("pilot", "tide") if DRAW.random() < share),
                "lantern" if number % 4 else "",
            ]
        ),
        language="en",
        persons=tuple(f"Person {n}" for n in sorted(DRAW.sample(range(30), DRAW.choice(persons)))),
        places=tuple(f"Place {n}" for n in sorted(DRAW.sample(range(9), DRAW.choice([0, 1])))),
        date=f"20{DRAW.randint(10, 19)}-03-04",
        date_precision="day",
    )
    for number in range(160)
    for share, persons in [(0.3, [0, 1, 2, 6, 9] if number < 100 else [0, 0, 0, 0, 2])]
]
FACETS = ("person", "place", "year", "organization")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = WhooshEngine(tmp_path_factory.mktemp("columns"))
    for part in (ARTICLES[:100], ARTICLES[100:]):
        with engine.writer() as writer:
            for each in part:
                writer.add(each)
    return engine


def values(article: Article, facet: str) -> tuple[str, ...]:
    assert article.date is not None
    every = {"person": article.persons, "place": article.places, "year": (article.date[:4],)}
    return every.get(facet, ())


@pytest.mark.parametrize("word", ["tide", "pilot", "pilot tide", "quay", "lantern", "harbour"])
def test_facets_are_counted_the_same_each_time(engine: Engine, word: str) -> None:
    searcher = engine.searcher()
    found = [each for each in ARTICLES if set(word.split()) <= set(each.body.split())]
    assert found
    for _ in range(3):
        hits = searcher.search(
            Query(text=word, match="all", facets=FACETS, facet_size=50, collapse=False)
        )
        assert hits.total == len(found)
        for facet in FACETS:
            counted = Counter(value for each in found for value in values(each, facet))
            assert {row.value: row.count for row in hits.facets[facet]} == counted
