"""Addresses that are put together from their parts are those that the state gives."""

from __future__ import annotations

import pytest
from flask import Flask

from search_app.pages.messages import Messages
from search_app.pages.narrowing import Narrowing
from search_app.pages.state import PageState
from search_index.model.conditions import AllOf, HasValue
from search_index.model.query import Query

ODD = "\ue000value\ue000"
VALUES = (
    "Lena Faro",
    "lena faro",
    "A & B + C=1",
    "Ölwerk/Süd?",
    "مدينة",
    "",
    "%41",
    "\ue000value\ue000",
)
EVERY = AllOf(conditions=(HasValue("person", ("Lena Faro",)),))
STATES = (
    PageState(query=Query()),
    PageState(query=Query(text=f"harbour & {ODD}", page=3), lang="fr"),
    PageState(query=Query(text="tide", include={"person": ("Lena Faro",)}), more=("person",)),
    PageState(query=Query(include={"person": ("Lena Faro", "Omar")}), together=("person",)),
    PageState(query=Query(text="tide", exclude={"person": ("LENA FARO",), "place": ("Oslo",)})),
    PageState(query=Query(text="tide", where=EVERY, include={"outlet": ("A & B + C=1",)})),
)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "field", ["person", "organization", "place", "outlet", "author", "language"]
)
def test_an_address_is_that_of_the_state_whatever_is_chosen(
    app: Flask, state: PageState, field: str
) -> None:
    with app.test_request_context():
        narrowing = Narrowing(state, Messages.load("en"))
        for value in VALUES:
            excluded = state.toggled(field, value, excluded=True)
            assert narrowing.href(field, value) == state.narrowed(field, value).href
            assert narrowing.without_href(field, value) == excluded.href
