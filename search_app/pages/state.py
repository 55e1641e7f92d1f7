"""What the address of the search page says, and the addresses that lead on from it.

`static/js/state.js` is the same in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.datastructures import MultiDict

from search_app.api.fields import Values
from search_app.api.parameters import SearchParameters
from search_app.api.presentation import query_pairs
from search_app.links import kept_url_for
from search_app.pages.messages import LOCALES
from search_index.model.conditions import AllOf, HasValue
from search_index.model.query import DEFAULT_FACETS, FACET_FIELDS, Query

_NOT_HERE = ("facets", "facet_size", "highlight", "snippet_chars", "explain", "cursor")
"""Parameters of the API that the page decides itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """A state of the search page.

    `more` names the facets that are unfolded, `together` those of which an article must have
    every chosen value, `lang` is the language of the interface where the address asks for one.
    """

    query: Query
    more: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    lang: str | None = None

    @property
    def href(self) -> str:
        """The address of this state."""
        pairs = self.pairs
        return kept_url_for("pages.home") + ("?" + urlencode(pairs) if pairs else "")

    def article_href(self, article_id: str, at: int | None = None) -> str:
        """The address of an article; with its place among the hits it carries the search along."""
        left_out = {"page", "together", "more"} if at else set()
        pairs = [(name, value) for name, value in self.pairs if name not in left_out]
        if at:
            pairs.append(("at", str(at)))
        else:
            pairs = [(name, value) for name, value in pairs if name in ("q", "lang")]
        href = url_for("pages.article", article_id=article_id)
        return href + ("?" + urlencode(pairs) if pairs else "")

    def page_of(self, at: int) -> PageState:
        """The page of the results on which a hit is."""
        return self.at_page((at - 1) // self.query.per_page + 1)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address, in their order."""
        pairs = query_pairs(self.query)
        if self.query.page > 1:
            pairs.append(("page", str(self.query.page)))
        pairs += [("together", one) for one in self.together if not all_values(self.query, one)]
        pairs += [("more", name) for name in self.more]
        if self.lang:
            pairs.append(("lang", self.lang))
        return pairs

    @property
    def hidden_pairs(self) -> list[tuple[str, str]]:
        """What a form must carry along because no field of the page shows it."""
        boxes = {f"{field}_all" for field in TOGETHER}
        shown = {"q", "sort", "date_from", "date_to", "page", *GROUPS, *boxes}
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
            or query.where
        )

    @property
    def names(self) -> list[tuple[str, str]]:
        """The chosen names that have a page of their own: (kind, name), three at most."""
        found = [
            (kind, value)
            for kind in ("person", "organization", "place")
            for value in (*self.query.include.get(kind, ()), *all_values(self.query, kind))
        ]
        return found[:3]

    @property
    def sort(self) -> str:
        """The order in force; without words the newest come first."""
        browsing = self.query.sort == "relevance" and not self.query.text
        return "newest" if browsing else self.query.sort

    @property
    def export_query(self) -> str:
        """The parameters of an export or a feed of these results."""
        left_out = {"page", "per_page", "sort", "together", "more", "lang"}
        return urlencode([(name, value) for name, value in self.pairs if name not in left_out])

    def has(self, field: str, value: str) -> bool:
        """Whether a filter is active."""
        chosen = (*self.query.include.get(field, ()), *all_values(self.query, field))
        return any(same(value, one) for one in chosen)

    def everything(self) -> PageState:
        """No words and no filters."""
        return PageState(query=Query(), lang=self.lang)

    def asking(self, text: str) -> PageState:
        """With other words."""
        return self._changed(text=text)

    def any_word(self) -> PageState:
        """With any of the words instead of all."""
        return self._changed(match="any")

    def literal(self) -> PageState:
        """With the words exactly as they were typed."""
        return self._changed(typo=False)

    def at_page(self, page: int) -> PageState:
        """Another page of the same results."""
        return replace(self, query=replace(self.query, page=page))

    def dated(self, first: str | None, last: str | None) -> PageState:
        """In another span of time."""
        return self._changed(date_from=first, date_to=last, missing_date=False)

    def undated(self, wanted: bool) -> PageState:
        """With only undated articles, or no longer so."""
        return self._changed(date_from=None, date_to=None, missing_date=wanted)

    def toggled(self, field: str, value: str, *, excluded: bool = False) -> PageState:
        """With a filter added, or taken away where it is active.

        A value is never both wanted and excluded. Where the facet is one of `together`, the
        value is one more that an article must have.
        """
        include = self.query.include.get(field, ())
        every = all_values(self.query, field)
        exclude = self.query.exclude.get(field, ())
        known = exclude if excluded else (*include, *every)
        is_new = not any(same(value, one) for one in known)
        include, every, exclude = (
            tuple(one for one in values if not same(one, value))
            for values in (include, every, exclude)
        )
        if is_new and excluded:
            exclude = (*exclude, value)
        elif is_new and field in self.together:
            every = (*every, value)
        elif is_new:
            include = (*include, value)
        return self._with(field, include, every, exclude)

    def narrowed(self, field: str, value: str) -> PageState:
        """With one filter more that leaves fewer articles, or without it where it is active."""
        chosen = self.query.include.get(field, ())
        if self.has(field, value) or field not in TOGETHER or not chosen:
            return self.toggled(field, value)
        if len(chosen) == 1:
            return self.joined(field, True).toggled(field, value)
        return replace(self, together=_adding(self.together, field)).toggled(field, value)

    def joined(self, field: str, together: bool) -> PageState:
        """With articles that have all of the chosen values of a facet, or any of them."""
        values = (*self.query.include.get(field, ()), *all_values(self.query, field))
        include, every = ((), values) if together else (values, ())
        changed = self._with(field, include, every, self.query.exclude.get(field, ()))
        rest = tuple(name for name in self.together if name != field)
        return replace(changed, together=(*rest, field) if together else rest)

    def _with(
        self, field: str, include: tuple[str, ...], every: tuple[str, ...], exclude: tuple[str, ...]
    ) -> PageState:
        query = self.query
        return self._changed(
            include=_in_field_order({**query.include, field: include}),
            exclude=_in_field_order({**query.exclude, field: exclude}),
            where=_all_of({**{one: all_values(query, one) for one in TOGETHER}, field: every}),
        )

    def only(self, field: str, value: str) -> PageState:
        """A new search for everything with one value."""
        return PageState(query=Query(include={field: (value,)}), lang=self.lang)

    def unfolded(self, field: str, wanted: bool) -> PageState:
        """With the further values of a facet shown, or no longer so."""
        rest = tuple(name for name in self.more if name != field)
        return replace(self, more=(*rest, field) if wanted else rest)

    def uncollapsed(self) -> PageState:
        """With near-duplicates as results of their own."""
        return self._changed(collapse=False)

    def without(self, name: str) -> PageState:
        """Without one filter and all its values: `date`, `missing`, a facet field, or one
        with `exclude_` before it or `_all` after it."""
        if name == "date":
            return self._changed(date_from=None, date_to=None)
        if name == "missing":
            return self._changed(missing_date=False)
        if name.endswith("_all"):
            field = name.removesuffix("_all")
            rest = {one: all_values(self.query, one) for one in TOGETHER if one != field}
            return self._changed(where=_all_of(rest))
        field = name.removeprefix("exclude_")
        kind = "include" if field == name else "exclude"
        rest = {one: v for one, v in getattr(self.query, kind).items() if one != field}
        return self._changed(**{kind: rest})

    def without_filters(self) -> PageState:
        """The words alone."""
        return self._changed(
            include={}, exclude={}, where=None, date_from=None, date_to=None, missing_date=False
        )

    def speaking(self, lang: str) -> PageState:
        """With the interface in another language."""
        return replace(self, lang=lang)

    def _changed(self, **changes: object) -> PageState:
        return replace(self, query=replace(self.query, page=1, **changes))  # type: ignore[arg-type]


def same(one: str, other: str) -> bool:
    """Whether two filter values mean the same; the index does not distinguish case."""
    return one.casefold() == other.casefold()


GROUPS = ("person", "organization", "place", "outlet", "author", "section", "tag", "language")
"""The facets that the page shows as lists, in their order."""


TOGETHER = ("person", "organization", "place", "author", "speaker", "tag")
"""The facets of which an article may have several values, so that all can be asked for."""


def all_values(query: Query, field: str) -> tuple[str, ...]:
    """The values of a facet of which an article must have every one."""
    wanted = query.where.conditions if isinstance(query.where, AllOf) else ()
    return tuple(
        value
        for one in wanted
        if isinstance(one, HasValue) and one.field == field
        for value in one.values
    )


def _all_of(values: Mapping[str, tuple[str, ...]]) -> AllOf | None:
    conditions = tuple(HasValue(name, (one,)) for name in TOGETHER for one in values.get(name, ()))
    return AllOf(conditions) if conditions else None


def _in_field_order(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: filters[name] for name in FACET_FIELDS if filters.get(name)}


def _adding(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _in_order(first: Any, last: Any) -> tuple[Any, Any]:
    """Two dates that people wrote, the earlier one first; they may differ in precision."""
    shared = min(len(first), len(last))
    return (last, first) if first[:shared] > last[:shared] else (first, last)


@cache
def _schema() -> SearchParameters:
    return SearchParameters(unknown=EXCLUDE)


def read_state(arguments: MultiDict[str, str]) -> PageState:
    """The state that an address names; what cannot be used is left out. Needs a request."""
    schema = _schema()
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
    asked = set(arguments.getlist("together")) | {one for one in TOGETHER if all_values(query, one)}
    lang = arguments.get("lang")
    return PageState(
        query=replace(query, facets=DEFAULT_FACETS),
        more=more,
        together=tuple(name for name in TOGETHER if name in asked),
        lang=lang if lang in LOCALES else None,
    )
