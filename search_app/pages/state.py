"""What the address of the search page says, and the addresses that lead on from it.

`static/js/state.js` is the same in the browser.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.datastructures import MultiDict

from search_app.api.fields import Values
from search_app.api.parameters import SearchParameters
from search_app.api.presentation import query_pairs
from search_app.pages.messages import LOCALES
from search_index.model.query import DEFAULT_FACETS, FACET_FIELDS, Query

_NOT_HERE = ("facets", "facet_size", "highlight", "snippet_chars", "explain", "cursor")
"""Parameters of the API that the page decides itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of the search page.

    `more` names the facets that are unfolded, `lang` is the language of the interface
    where the address asks for one.
    """

    query: Query
    more: tuple[str, ...] = ()
    lang: str | None = None

    @property
    def href(self) -> str:
        """The address of this state."""
        pairs = self.pairs
        return url_for("pages.home") + ("?" + urlencode(pairs) if pairs else "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address, in their order."""
        pairs = query_pairs(self.query)
        if self.query.page > 1:
            pairs.append(("page", str(self.query.page)))
        pairs += [("more", name) for name in self.more]
        if self.lang:
            pairs.append(("lang", self.lang))
        return pairs

    @property
    def hidden_pairs(self) -> list[tuple[str, str]]:
        """What a form must carry along because no field of the page shows it."""
        shown = {"q", "sort", "date_from", "date_to", "page", *GROUPS}
        return [(name, value) for name, value in self.pairs if name not in shown]

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is active."""
        query = self.query
        return bool(
            any(query.include.values())
            or any(query.exclude.values())
            or query.date_from
            or query.date_to
            or query.missing_date
        )

    @property
    def sort(self) -> str:
        """The order in force; without words the newest come first."""
        browsing = self.query.sort == "relevance" and not self.query.text
        return "newest" if browsing else self.query.sort

    @property
    def export_query(self) -> str:
        """The parameters of an export or a feed of these results."""
        left_out = {"page", "per_page", "sort", "more", "lang"}
        return urlencode([(name, value) for name, value in self.pairs if name not in left_out])

    def has(self, field: str, value: str) -> bool:
        """Whether a filter is active."""
        return any(same(value, one) for one in self.query.include.get(field, ()))

    def everything(self) -> State:
        """No words and no filters."""
        return State(query=Query(), lang=self.lang)

    def asking(self, text: str) -> State:
        """With other words."""
        return self._changed(text=text)

    def any_word(self) -> State:
        """With any of the words instead of all."""
        return self._changed(match="any")

    def literal(self) -> State:
        """With the words exactly as they were typed."""
        return self._changed(typo=False)

    def at_page(self, page: int) -> State:
        """Another page of the same results."""
        return replace(self, query=replace(self.query, page=page))

    def dated(self, first: str | None, last: str | None) -> State:
        """In another span of time."""
        return self._changed(date_from=first, date_to=last, missing_date=False)

    def undated(self, wanted: bool) -> State:
        """With only undated articles, or no longer so."""
        return self._changed(date_from=None, date_to=None, missing_date=wanted)

    def toggled(self, field: str, value: str, *, excluded: bool = False) -> State:
        """With a filter added, or taken away where it is active."""
        name = "exclude" if excluded else "include"
        filters = getattr(self.query, name)
        values = filters.get(field, ())
        rest = tuple(other for other in values if not same(other, value))
        changed = {**filters, field: rest if len(rest) < len(values) else (*values, value)}
        return self._changed(**{name: {one: changed.get(one, ()) for one in FACET_FIELDS}})

    def only(self, field: str, value: str) -> State:
        """A new search for everything with one value."""
        return State(query=Query(include={field: (value,)}), lang=self.lang)

    def unfolded(self, field: str, wanted: bool) -> State:
        """With the further values of a facet shown, or no longer so."""
        rest = tuple(name for name in self.more if name != field)
        return replace(self, more=(*rest, field) if wanted else rest)

    def uncollapsed(self) -> State:
        """With near-duplicates as results of their own."""
        return self._changed(collapse=False)

    def without(self, name: str) -> State:
        """Without one filter and all its values: `date`, `missing`, a facet field, or
        `exclude_` and a facet field."""
        if name == "date":
            return self._changed(date_from=None, date_to=None)
        if name == "missing":
            return self._changed(missing_date=False)
        field = name.removeprefix("exclude_")
        kind = "include" if field == name else "exclude"
        rest = {one: v for one, v in getattr(self.query, kind).items() if one != field}
        return self._changed(**{kind: rest})

    def without_filters(self) -> State:
        """The words alone."""
        return self._changed(
            include={}, exclude={}, date_from=None, date_to=None, missing_date=False
        )

    def speaking(self, lang: str) -> State:
        """With the interface in another language."""
        return replace(self, lang=lang)

    def _changed(self, **changes: object) -> State:
        return replace(self, query=replace(self.query, page=1, **changes))  # type: ignore[arg-type]


def same(one: str, other: str) -> bool:
    """Whether two filter values mean the same; the index does not tell case apart."""
    return one.casefold() == other.casefold()


GROUPS = ("person", "organization", "place", "outlet", "author", "section", "language")
"""The facets that the page shows as lists, in their order."""


def _in_order(first: Any, last: Any) -> tuple[Any, Any]:
    """Two dates that people wrote, the earlier one first; they may differ in precision."""
    shared = min(len(first), len(last))
    return (last, first) if first[:shared] > last[:shared] else (first, last)


def read_state(arguments: MultiDict[str, str]) -> State:
    """The state that an address names; what cannot be used is left out. Needs a request."""
    schema = SearchParameters(unknown=EXCLUDE)
    values: dict[str, Any] = {}
    for name, given in arguments.lists():
        kept = [value for value in given if value.strip()]
        if kept and name in schema.fields and name not in _NOT_HERE:
            values[name] = kept if isinstance(schema.fields[name], Values) else kept[0]
    if {"date_from", "date_to"} <= values.keys():
        values["date_from"], values["date_to"] = _in_order(values["date_from"], values["date_to"])
    while True:
        try:
            query: Query = schema.load(values)
            break
        except ValidationError as error:
            for name in error.messages_dict:
                values.pop(name, None)
    more = tuple(dict.fromkeys(name for name in arguments.getlist("more") if name in GROUPS))
    lang = arguments.get("lang")
    return State(
        query=replace(query, facets=DEFAULT_FACETS),
        more=more,
        lang=lang if lang in LOCALES else None,
    )
