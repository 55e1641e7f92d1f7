"""The addresses that narrow a search by one value, of which a page has more than a hundred.

They differ in the value alone, so one is made for each field and the value is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import quote_plus

from search_app.pages.labels import card_label, on_card
from search_app.pages.messages import Messages
from search_app.pages.state import PageState, all_values
from search_index.model.article import Article
from search_index.schema import NAME_FIELDS, facet_values

_PLACE: Final = "\ue000value\ue000"
"""A value that stands for any; no address of a state with these letters is taken apart."""


class CardName(NamedTuple):
    """A name on the card of an article, and what its link says and does."""

    kind: str
    label: str
    title: str
    href: str
    is_active: bool


class Narrowing:
    """What one value more, or less, makes of a state. For one page, not for threads."""

    def __init__(self, state: PageState, messages: Messages) -> None:
        self._state = state
        self._messages = messages
        self._changes = {False: state.narrowed, True: self._excluding}
        self._known: dict[str, frozenset[str]] = {}
        self._around: dict[tuple[str, bool], tuple[str, str] | None] = {}

    def href(self, field: str, value: str) -> str:
        """The address of `PageState.narrowed`."""
        return self._href(field, value, excluded=False)

    def without_href(self, field: str, value: str) -> str:
        """The address of `PageState.toggled`, excluded."""
        return self._href(field, value, excluded=True)

    def _excluding(self, field: str, value: str) -> PageState:
        return self._state.toggled(field, value, excluded=True)

    def _href(self, field: str, value: str, *, excluded: bool) -> str:
        if field not in self._known:
            query = self._state.query
            sides = (query.include, query.exclude)
            known = [one for side in sides for one in side.get(field, ())]
            self._known[field] = frozenset(
                one.casefold() for one in (*known, *all_values(query, field))
            )
            for way, changed in self._changes.items():
                parts = changed(field, _PLACE).href.split(quote_plus(_PLACE))
                self._around[field, way] = (parts[0], parts[1]) if len(parts) == 2 else None
        around = self._around[field, excluded]
        if around is None or value.casefold() in self._known[field]:
            return self._changes[excluded](field, value).href
        return f"{around[0]}{quote_plus(value)}{around[1]}"

    def names(self, article: Article, common: Iterable[tuple[str, str]]) -> list[CardName]:
        """The names on the card of an article, but those that are common to all hits."""
        messages, found = self._messages, []
        for kind in NAME_FIELDS:
            for name, label in on_card(facet_values(article, kind), kind, common):
                active = self._state.has(kind, name)
                own = messages.value(kind, name)
                found.append(
                    CardName(
                        kind=kind,
                        label=card_label(kind, name, label, own),
                        title=messages.text("remove" if active else "filter_by", name=own),
                        href=self.href(kind, name),
                        is_active=active,
                    )
                )
        return found
