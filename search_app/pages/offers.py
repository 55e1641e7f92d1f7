"""What to do when nothing was found: each reason with a search that finds something.

`static/js/offers.js` is the same in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_app.pages.messages import Messages
from search_app.pages.state import PageState, all_values
from search_index.model.hits import Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Why nothing was found, the search that finds something, and how much."""

    reason: str
    label: str
    state: PageState
    total: int
    is_word: bool

    @property
    def leads_on(self) -> bool:
        """Whether there is something to click: hits, or at least a question with fewer words."""
        return bool(self.total or (self.is_word and self.state.query.text))


def offers(
    diagnosis: tuple[Diagnosis, ...], state: PageState, messages: Messages
) -> Iterator[Offer]:
    """An offer for each reason, in their order."""
    for reason in diagnosis:
        is_filter = reason.part == "filter"
        name = filter_label(reason.name, state, messages) if is_filter else reason.name
        loosened = loosen(reason, state)
        is_any = reason.part == "combination" and loosened.query.match == "any"
        key = "offer_any" if is_any else "clear_filters" if not name else "offer_without"
        yield Offer(
            reason=messages.text(f"nothing_{reason.part}", name=name),
            label=messages.text(key, name=name),
            state=loosened,
            total=reason.loosened_total,
            is_word=reason.part in ("word", "phrase"),
        )


def loosen(reason: Diagnosis, state: PageState) -> PageState:
    """The state without the part that the reason names."""
    match reason.part:
        case "filter":
            return state.without(reason.name)
        case "word" | "phrase":
            return state.asking(without_words(reason.name, state.query.text))
    return state.any_word() if state.query.text else state.without_filters()


def filter_label(name: str, state: PageState, messages: Messages) -> str:
    """A filter with its values, as people read it."""
    query = state.query
    if name == "date":
        return messages.span(query.date_from, query.date_to)
    if name == "missing":
        return messages.text("undated")
    if name.endswith("_all"):
        field = name.removesuffix("_all")
        return ", ".join(messages.value(field, value) for value in all_values(query, field))
    field = name.removeprefix("exclude_")
    filters = query.include if field == name else query.exclude
    label = ", ".join(messages.value(field, value) for value in filters.get(field, ()))
    return label if field == name else messages.text("except", name=label)


def without_words(words: str, text: str) -> str:
    """The text of a query without a word or phrase, and without what belongs to it:
    quotes, the name of a field, the operator before it."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    left = re.sub(
        rf'(^|[\s(])(?:(?:AND|OR|NOT)\s+)?\+?(?:\w+:)?"?{pattern}"?(?:~\d+)?(?=$|[\s)])',
        r"\1",
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(r"^(?:AND|OR)\s+", "", " ".join(left.split()))
