"""Hits are written without their schema, and just as it would write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search_app.api.article_schemas import HitRows, HitSchema
from search_index.model.hits import Hit, Snippet
from tests.app.conftest import ARTICLES

SNIPPET = Snippet(html="<mark>a</mark>", text="a", start=3, offsets=((0, 1),))
BARE = Hit(article=ARTICLES[0], score=1.23456789)


@pytest.mark.parametrize(
    "hit",
    [
        BARE,
        *(replace(BARE, article=article) for article in ARTICLES[1:]),
        replace(BARE, score=0, similar=3, highlights={"title": (SNIPPET,), "body": ()}),
        replace(BARE, explanation={"score": 1.5, "parts": [{"part": "a", "score": 1.5}]}),
        replace(BARE, found_by="words", highlights={"body": (SNIPPET, SNIPPET)}),
    ],
)
def test_a_hit_is_written_as_its_schema_writes_it(hit: Hit) -> None:
    (row,) = HitRows().serialize("hits", {"hits": [hit]})
    dumped = HitSchema().dump(hit)
    assert row == dumped
    assert list(row) == list(dumped)
