"""Answers are written, and arguments loaded, as their schemas would do it at more cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, g
from marshmallow import Schema, ValidationError

from search_app.api.parameters import FacetParameters, Filters, SearchBody, SearchParameters
from search_app.api.presentation import Links, QueryEcho, SearchAnswer
from search_app.api.schemas import SearchSchema
from search_app.api.trends import TrendParameters
from search_index.model.hits import Diagnosis, FacetValue, Hit, Snippet, Widening
from search_index.text.ignored import Ignored
from tests.app.conftest import ARTICLES

SNIPPET = Snippet(html="<mark>a</mark>", text="a", start=3, offsets=((0, 1),))
HIT = Hit(article=ARTICLES[0], score=1.23456789, similar=2, highlights={"title": (SNIPPET,)})
ANSWER = SearchAnswer(
    query=QueryEcho(q="harbour", match="all", relaxed=False, corrected=None),
    did_you_mean=None,
    ignored=(),
    widened=(),
    total=3,
    total_all_words=None,
    page=1,
    per_page=10,
    total_pages=1,
    took_ms=1.23456,
    hits=(HIT, replace(HIT, article=ARTICLES[2])),
    facets={"place": (FacetValue(value="Lund", count=2, active=True),), "year": ()},
    links=Links(self="/a", next=None, prev="/b", first="/c", last="/d"),
    diagnosis=(),
    cursor="1-abc~12345678",
)


@pytest.mark.parametrize(
    "answer",
    [
        ANSWER,
        replace(
            ANSWER,
            did_you_mean="harbor",
            ignored=(Ignored("date:x", "“x” is not a date."),),
            widened=(Widening(word="harbour", synonyms=("port", "haven")),),
            total_all_words=1,
            facets={"month": (FacetValue(value=None, count=1),)},
            labels={"place": {"Lund": "لوند"}, "language": {}},
            other_languages=(HIT,),
            by_meaning=(),
        ),
        replace(
            ANSWER,
            hits=(),
            diagnosis=(Diagnosis(part="word", name="x", message="No x.", loosened_total=4),),
        ),
    ],
)
def test_an_answer_is_written_as_its_schema_writes_it(answer: SearchAnswer) -> None:
    written, dumped = SearchSchema().dump(answer), Schema.dump(SearchSchema(), answer)
    assert written == dumped
    assert list(written) == list(dumped)
    assert list(written["facets"]) == list(dumped["facets"])


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        (SearchParameters(), {}),
        (SearchParameters(), {"q": "a b", "person": ["x", "y", "x"], "lang": "fr", "page": "2"}),
        (SearchParameters(), {"facets": ["year,place"], "typo": "False", "person_all": ["a", "b"]}),
        (SearchParameters(), {"prefix": "last", "exclude_year": ["2020"], "missing": "date"}),
        (SearchBody(), {"q": "a", "per_page": 3.0, "place": "Lund", "collapse": False}),
        (FacetParameters(), {"prefix": "lu", "date_from": "2020"}),
        (TrendParameters(), {"q": ["harbour", "ferry"], "unit": "month"}),
        (TrendParameters(), {"q": ["harbour"] * 9}),
        (TrendParameters(), {"unit": "month"}),
        (SearchParameters(), {"q": "a", "nothing": "b", "page": "0", "date_to": "2020-13"}),
        (SearchBody(), {"q": None, "page": True, "person": [1]}),
        (SearchBody(), ["q"]),
    ],
)
def test_arguments_are_loaded_as_marshmallow_loads_them(
    app: Flask, schema: Filters, data: Any
) -> None:
    def loaded(load: Any) -> Any:
        with app.test_request_context():
            try:
                return load(data), g.asked_language
            except ValidationError as error:
                return error.messages

    assert loaded(schema.load) == loaded(lambda given: Schema.load(schema, given))
