"""The parameters of a search as they are saved, and the query that they make."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

from alerts.errors import BadAlert
from search_index.model.clauses import NOTHING
from search_index.model.conditions import AllOf, HasValue
from search_index.model.query import FACET_FIELDS, Query
from search_index.text.query_parser import parse

TOGETHER: Final = ("person", "organization", "place", "author")
REPEATABLE: Final = (
    *FACET_FIELDS,
    *(f"exclude_{name}" for name in FACET_FIELDS),
    *(f"{name}_all" for name in TOGETHER),
)
SINGLE: Final = ("q", "match", "date_from", "date_to", "missing")
OF_ANSWERS: Final = frozenset(
    (
        *("page", "per_page", "sort", "facets", "facet_size", "highlight", "snippet_chars"),
        *("explain", "prefix", "typo", "collapse", "cursor", "lang"),
    )
)
"""Parameters of a search that say how its answer looks: an alert has no use for them."""
MAX_VALUES: Final = 1000
MAX_CHARS: Final = 10_000

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

Saved = Mapping[str, tuple[str, ...]]


def from_address(text: str) -> dict[str, list[str]]:
    """The parameters in the address of a search, or in what follows its `?`."""
    parts = urlsplit(text.strip())
    found: dict[str, list[str]] = {}
    query = parts.query if parts.query or "://" in text or text.startswith("/") else text
    for name, value in parse_qsl(query.removeprefix("?"), keep_blank_values=False):
        found.setdefault(name, []).append(value)
    return found


def read_parameters(given: Any) -> dict[str, tuple[str, ...]]:
    """The parameters that select articles, in a fixed order. Raises BadAlert, naming all."""
    if not isinstance(given, Mapping):
        raise BadAlert([("query", "Give an object of search parameters.")])
    errors: list[tuple[str, str]] = []
    found: dict[str, tuple[str, ...]] = {}
    for name, value in given.items():
        if name in OF_ANSWERS:
            continue
        if name not in SINGLE and name not in REPEATABLE:
            errors.append((str(name), "There is no such parameter of a search."))
            continue
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list | tuple) or not all(isinstance(v, str) for v in values):
            errors.append((name, "Give text or a list of texts."))
        elif len(values) > MAX_VALUES or sum(map(len, values)) > MAX_CHARS:
            errors.append((name, f"Give at most {MAX_VALUES} values of {MAX_CHARS} characters."))
        elif name in SINGLE and len(values) > 1:
            errors.append((name, "Was given more than once."))
        elif kept := tuple(dict.fromkeys(v for v in values if v)):
            found[name] = kept
    errors += _wrong(found)
    if errors:
        raise BadAlert(errors)
    return {name: found[name] for name in (*SINGLE, *REPEATABLE) if name in found}


def query_of(parameters: Saved) -> Query:
    """The query that finds every article that they select: all words, as they are spelt."""

    def single(name: str) -> str | None:
        return parameters.get(name, (None,))[0]

    together = [
        HasValue(name, (value,)) for name in TOGETHER for value in parameters.get(f"{name}_all", ())
    ]
    match: Literal["all", "any"] = "any" if single("match") == "any" else "all"
    return Query(
        text=single("q") or "",
        match=match,
        date_from=single("date_from"),
        date_to=single("date_to"),
        missing_date=single("missing") == "date",
        include={name: parameters[name] for name in FACET_FIELDS if name in parameters},
        exclude={
            name: parameters[f"exclude_{name}"]
            for name in FACET_FIELDS
            if f"exclude_{name}" in parameters
        },
        where=AllOf(tuple(together)) if together else None,
        facets=(),
        highlight=False,
        typo=False,
        collapse=False,
    )


def _wrong(found: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """What cannot be used of values that are texts."""
    for name in ("date_from", "date_to"):
        if name in found and not _is_date(found[name][0]):
            yield name, "Give a date that there is, as YYYY, YYYY-MM or YYYY-MM-DD."
    if found.get("match", ("auto",))[0] not in {"auto", "all", "any"}:
        yield "match", "Give auto, all or any."
    if found.get("missing", ("date",))[0] != "date":
        yield "missing", "Give date."
    if "q" in found and parse(found["q"][0]) == NOTHING:
        yield "q", "There is no word in it that could be searched for."


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None or match[1] == "0000":
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
