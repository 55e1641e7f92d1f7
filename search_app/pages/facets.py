"""The lists of filters next to the results, and the chips of those that are active.

`static/js/facets.js` and `static/js/chips.js` are the same in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from search_app.pages.messages import Messages
from search_app.pages.state import GROUPS, TOGETHER, PageState, all_values, same
from search_index.model.hits import FacetValue
from search_index.model.query import FACET_FIELDS

SHOWN = 7
MAX_CHIPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A value of a facet with its box; `name` is the parameter that the box sets."""

    value: str
    count: int
    active: bool
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One facet: the rows to show, and whether there are more or fewer to be had.

    `together` says whether all chosen values must be there, None where an article has only one.
    """

    field: str
    rows: tuple[Row, ...]
    together: bool | None
    unfolded: bool
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """An active filter and the state without it.

    `joint` is `or` or `and`, how it goes with the one before it; empty where another facet begins.
    """

    field: str
    label: str
    without: PageState
    joint: str = ""


def groups(facets: Mapping[str, Sequence[FacetValue]], state: PageState) -> Iterator[Group]:
    """The facets that offer a choice. Active values are always among the rows."""
    for field in GROUPS:
        values = [(one.value, one.count) for one in facets.get(field, ()) if one.value is not None]
        every = all_values(state.query, field)
        chosen = (*state.query.include.get(field, ()), *every)
        values += [
            (value, 0) for value in chosen if not any(same(value, known) for known, _ in values)
        ]
        if len(values) < 2 and not chosen and field in ("outlet", "section", "language"):
            continue
        unfolded = field in state.more
        together = field in state.together
        rows = []
        for place, (value, count) in enumerate(values):
            active = any(same(value, one) for one in chosen)
            if not (active or unfolded or place < SHOWN):
                continue
            is_all = any(same(value, one) for one in every) if active else together
            name = f"{field}_all" if is_all else field
            rows.append(Row(value=value, count=count, active=active, name=name))
        if rows:
            yield Group(
                field=field,
                rows=tuple(rows),
                together=together if field in TOGETHER else None,
                unfolded=unfolded,
                has_more=unfolded or len(rows) < len(values),
            )


def chips(state: PageState, messages: Messages) -> tuple[Chip, ...]:
    """The active filters, in the order of the address.

    Each has a link with all others, so that a page of all of a thousand would be huge.
    """
    return tuple(islice(_active(state, messages), MAX_CHIPS))


def _active(state: PageState, messages: Messages) -> Iterator[Chip]:
    query = state.query
    if query.date_from or query.date_to:
        yield Chip(
            field="date",
            label=messages.span(query.date_from, query.date_to),
            without=state.dated(None, None),
        )
    if query.missing_date:
        yield Chip(field="date", label=messages.text("undated"), without=state.undated(False))
    for field in FACET_FIELDS:
        values = query.include.get(field, ())
        yield from _chosen(field, values, "or", state, messages)
        every = all_values(query, field)
        yield from _chosen(field, every, "and", state, messages, follows=bool(values))
    for field in FACET_FIELDS:
        for value in query.exclude.get(field, ()):
            yield Chip(
                field=field,
                label=messages.text("except", name=messages.value(field, value)),
                without=state.toggled(field, value, excluded=True),
            )


def _chosen(
    field: str,
    values: Sequence[str],
    joint: str,
    state: PageState,
    messages: Messages,
    *,
    follows: bool = False,
) -> Iterator[Chip]:
    for place, value in enumerate(values):
        yield Chip(
            field=field,
            label=messages.value(field, value),
            without=state.toggled(field, value),
            joint=joint if place or follows else "",
        )
