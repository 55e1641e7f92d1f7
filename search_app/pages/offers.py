"""What to do when nothing was found: each reason with a search that finds something.

`static/js/offers.js` is the same in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_app.pages.messages import Messages
from search_app.pages.state import State
from search_index.hits import Diagnosis
from search_index.query import FACET_FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Why nothing was found, the search that finds something, and how much."""

    reason: str
    label: str
    state: State
    total: int


def offers(diagnosis: tuple[Diagnosis, ...], state: State, messages: Messages) -> Iterator[Offer]:
    """An offer for each reason; a reason that nobody can follow up has the same state."""
    for reason in diagnosis:
        loosened = loosen(reason, state)
        name = filter_label(reason.name, messages) if reason.part == "filter" else reason.name
        any_word = reason.part == "combination" and loosened.query.match == "any"
        yield Offer(
            reason=messages.text(f"nothing_{reason.part}", name=name),
            label=messages.text("offer_any")
            if any_word
            else messages.text("offer_without", name=name),
            state=loosened,
            total=reason.loosened_total,
        )


def loosen(reason: Diagnosis, state: State) -> State:
    """The state without the part that the reason names."""
    if reason.part == "filter":
        return without_filter(reason.name, state)
    if reason.part in ("word", "phrase"):
        return state.asking(without_words(reason.name, state.query.text))
    return state.any_word() if state.query.text else state.without_filters()


def without_filter(name: str, state: State) -> State:
    """The state without the filter called `name`: a parameter, or `parameter:value`."""
    parameter, _, value = name.partition(":")
    if parameter in ("date", "date_from", "date_to", "missing"):
        return state.dated(None, None)
    excluded = parameter.startswith("exclude_")
    field = parameter.removeprefix("exclude_")
    if field not in FACET_FIELDS:
        return state.without_filters()
    given = (state.query.exclude if excluded else state.query.include).get(field, ())
    for one in [value] if value in given else given:
        state = state.toggled(field, one, excluded=excluded)
    return state


def filter_label(name: str, messages: Messages) -> str:
    """A filter's name as people read it."""
    parameter, _, value = name.partition(":")
    field = parameter.removeprefix("exclude_")
    if parameter in ("date", "date_from", "date_to", "missing"):
        return messages.text("timeline")
    if field not in FACET_FIELDS:
        return name
    return messages.value(field, value) if value else messages.text(field)


def without_words(words: str, text: str) -> str:
    """The text of a query without a word or phrase, and without the quotes around it."""
    pattern = r"\s+".join(map(re.escape, words.strip('"').split()))
    left = re.sub(
        rf'(^|[\s(])(?:\w+:)?"?{pattern}"?(?:~\d+)?(?=$|[\s)])', r"\1", text, flags=re.IGNORECASE
    )
    return " ".join(left.split())
