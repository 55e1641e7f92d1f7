"""Search by meaning over every engine: it stands above them, so all give the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from search_index.engines.base import Engine
from search_index.model.query import Query
from search_index.search.semantic.hybrid import Semantic
from tests.semantic.dictionary import ARCHIVE, Dictionary, make, numbers


def test_hits_are_ordered_by_meaning_on_every_engine(engine: Engine, tmp_path: Path) -> None:
    with engine.writer() as writer:
        for each in ARCHIVE:
            writer.add(each)
    encoder = Dictionary()
    assert make(engine, tmp_path, encoder) == len(ARCHIVE)
    semantic, searcher = Semantic(tmp_path, [encoder]), engine.searcher()

    query = Query(text="report spring", match="any", explain=True)
    words, hits = searcher.ask(query), semantic.search(searcher, query)
    assert numbers(hits.hits)[:2] == [2, 1]
    assert (hits.total, hits.facets) == (words.total, words.facets)
    if words.hits[0].explanation is not None:  # the slow engine explains nothing
        assert {"words", "meaning", "alike"} <= set(hits.hits[0].explanation or ())
    assert hits.hits[0].highlights["title"][0].offsets

    pages = [
        number
        for page in (1, 2, 3)
        for number in numbers(semantic.search(searcher, replace(query, page=page, per_page=1)).hits)
    ]
    assert pages == numbers(hits.hits)[:3]

    asked = semantic.search(searcher, Query(text="guards of the wells"))
    assert numbers(asked.other_languages or ())[:1] == [20]
    related = semantic.related(searcher, ARCHIVE[0].id, size=5)
    assert related is not None
    assert 2 in numbers(related)
    assert semantic.related(searcher, "nothing", size=5) is None
