"""The lists of filters beside the results, and the chips of those that are active.

`static/js/facets.js` and `static/js/chips.js` are the same in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from search_app.pages.messages import Messages
from search_app.pages.state import GROUPS, State, same
from search_index.model.hits import FacetValue
from search_index.model.query import FACET_FIELDS

SHOWN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One facet: the rows to show, and whether there are more or fewer to be had."""

    field: str
    rows: tuple[FacetValue, ...]
    unfolded: bool
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """An active filter and the state without it."""

    field: str
    label: str
    without: State


def groups(facets: Mapping[str, Sequence[FacetValue]], state: State) -> Iterator[Group]:
    """The facets that offer a choice. Active values are always among the rows."""
    for field in GROUPS:
        values = [value for value in facets.get(field, ()) if value.value is not None]
        chosen = state.query.include.get(field, ())
        values += [
            FacetValue(value=value, count=0)
            for value in chosen
            if not any(same(value, known.value or "") for known in values)
        ]
        if len(values) < 2 and not chosen and field in ("outlet", "section", "language"):
            continue
        unfolded = field in state.more
        rows = [
            replace(value, active=active)
            for place, value in enumerate(values)
            if (active := any(same(value.value or "", one) for one in chosen))
            or unfolded
            or place < SHOWN
        ]
        if rows:
            yield Group(
                field=field,
                rows=tuple(rows),
                unfolded=unfolded,
                has_more=unfolded or len(rows) < len(values),
            )


def chips(state: State, messages: Messages) -> Iterator[Chip]:
    """The active filters, in the order of the address."""
    query = state.query
    if query.date_from or query.date_to:
        yield Chip(
            field="date",
            label=messages.span(query.date_from, query.date_to),
            without=state.dated(None, None),
        )
    if query.missing_date:
        yield Chip(field="date", label=messages.text("undated"), without=state.undated(False))
    for excluded, filters in ((False, query.include), (True, query.exclude)):
        for field in FACET_FIELDS:
            for value in filters.get(field, ()):
                label = messages.value(field, value)
                yield Chip(
                    field=field,
                    label=messages.text("except", name=label) if excluded else label,
                    without=state.toggled(field, value, excluded=excluded),
                )
