"""The facets of many hits are right, however they are counted, and the most frequent come first."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from search_index.engines.base import Searcher
from search_index.engines.reference.engine import PlainEngine
from search_index.engines.whoosh.engine import WhooshEngine
from search_index.engines.whoosh.read import facets as counting
from search_index.model.article import Article, Source
from search_index.model.query import Query

DRAW = random.Random(23)
FACETS = ("person", "place", "year", "month", "language", "organization", "section")
WORDS = ("harbour", "pilot", "tide", "quay", "lantern")


def _names(kind: str, most: int) -> tuple[str, ...]:
    """Up to three of many names, the first ones much more often than the last."""
    drawn = [int(most * DRAW.random() ** 3) for _ in range(DRAW.choice((0, 1, 2, 3)))]
    return tuple(f"{kind} {number:03}" for number in dict.fromkeys(drawn))


def _article(number: int) -> Article:
    shares = (1.0, 0.9, 0.6, 0.3, 0.02)
    return Article(
        id=f"{number:016x}",
        source=Source(page=f"{number}.txt", position=0),
        title="",
        body=" ".join(word for word, share in zip(WORDS, shares, strict=True) if _by(share)),
        language="en",
        date=f"20{DRAW.randint(10, 19)}-0{DRAW.randint(1, 9)}-04" if _by(0.9) else None,
        date_precision="day",
        persons=_names("Person", 400),
        organizations=_names("Council", 60),
        places=_names("Place", 12),
        duplicate_of=f"{number - 1:016x}" if number % 9 == 5 else None,
    )


def _by(share: float) -> bool:
    return DRAW.random() < share


@pytest.fixture(scope="module")
def searchers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Searcher, Searcher]:
    articles = [_article(number) for number in range(900)]
    both = []
    for kind in (WhooshEngine, PlainEngine):
        engine = kind(tmp_path_factory.mktemp("frequent"))
        for part in (articles[:500], articles[500:]):
            with engine.writer() as writer:
                for each in part:
                    writer.add(each)
        with engine.writer() as writer:
            for each in articles[::40]:
                writer.delete(each.id)
        both.append(engine.searcher())
    return both[0], both[1]


@pytest.mark.parametrize("collapse", [False, True])
@pytest.mark.parametrize("size", [1, 4, 10, 100])
@pytest.mark.parametrize("word", WORDS)
def test_facets_of_many_hits_are_those_of_an_engine_that_reads_all(
    searchers: tuple[Searcher, Searcher], word: str, size: int, collapse: bool
) -> None:
    fast, plain = searchers
    for active in ({}, {"place": ("Place 011",)}):
        asked = Query(text=word, include=active, facets=FACETS, facet_size=size, collapse=collapse)
        wanted = plain.search(asked).facets
        for _ in range(3):
            assert fast.search(asked).facets == wanted


def test_values_of_many_hits_are_counted_by_bits(
    searchers: tuple[Searcher, Searcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what is compared above would be the same way of counting twice."""
    asked = Query(text="harbour", facets=("person", "year", "month"), facet_size=4)
    for _ in range(2):
        searchers[0].search(asked)

    def none(*_: object) -> None:
        raise AssertionError("hits were asked for their values")

    monkeypatch.setattr(counting.FacetCounts, "_counts", none)
    assert searchers[0].search(asked).facets


def test_values_that_are_rare_but_for_the_hits_are_found(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    with engine.writer() as writer:
        for number in range(600):
            found = number % 2
            person = f"Local {number % 60}" if found else f"Often {number % 10}"
            writer.add(
                Article(
                    id=f"{number:016x}",
                    source=Source(page=f"{number}.txt", position=0),
                    title="",
                    body="reef" if found else "shore",
                    language="en",
                    persons=(person,),
                )
            )
    searcher = engine.searcher()
    for _ in range(3):
        rows = searcher.search(Query(text="reef", facets=("person",), facet_size=4)).facets[
            "person"
        ]
        assert [(row.value, row.count) for row in rows] == [
            (f"Local {number}", 10) for number in (1, 11, 13, 15)
        ]


@pytest.mark.parametrize("days", [("2012", "2012"), ("2013-02", "2013-05"), ("2011", None)])
@pytest.mark.parametrize("word", ["harbour", "tide"])
def test_what_days_leave_is_the_same_each_time_with_other_filters_and_without(
    searchers: tuple[Searcher, Searcher], word: str, days: tuple[str, str | None]
) -> None:
    fast, plain = searchers
    first, last = days
    for _ in range(2):
        for exclude in ({}, {"place": ("Place 000",)}):
            asked = Query(text=word, date_from=first, date_to=last, exclude=exclude, facets=FACETS)
            wanted, found = plain.search(asked), fast.search(asked)
            assert (found.total, found.facets) == (wanted.total, wanted.facets)
            assert found.total
