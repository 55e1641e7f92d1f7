"""Why nothing was found: which word or filter emptied the answer, and what to do without it.

It asks the searcher the same question again, each time without one of its parts, so it
works alike for every engine. Only questions that found nothing pay for it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain

from search_index.engines.base import Searcher
from search_index.errors import QueryTimeout
from search_index.model.conditions import AllOf, HasValue
from search_index.model.hits import Diagnosis, Hits
from search_index.model.query import Query

MAX_PARTS = 8
MAX_REASONS = 5
BUDGET_MS = 300

_PART = re.compile(
    r"""
      \((?P<begun>[^\s()"]+)\ OR\ (?P=begun)\*\)  # the last word, while somebody types
    | (?P<operator>\b(?:AND|OR|NOT)\b(?=[\s()]|$))
    | (?P<sign>[-+])?(?P<field>\w+:)?
      (?: "(?P<phrase>[^"]+)"(?:~\d+)? | (?P<word>\[[^\]]*\] | [^\s()"]+) )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A word or phrase of a query, where it is, and the operators that go with it."""

    kind: str
    name: str
    start: int
    end: int


def respelt(searcher: Searcher, query: Query) -> str | None:
    """What a query that found nothing would be searched for if it were to be corrected."""
    with suppress(QueryTimeout):
        return _Counter(searcher, query).ask(replace(query, typo=True)).corrected
    return None


def diagnose(searcher: Searcher, query: Query) -> list[Diagnosis]:
    """The reasons why `query` finds nothing: what no article has, then what helps most.

    At most MAX_REASONS, of at most MAX_PARTS words; what BUDGET_MS do not suffice for is
    left out.
    """
    absent: list[Diagnosis] = []
    narrowing: list[Diagnosis] = []
    combined: list[Diagnosis] = []
    count = _Counter(searcher, query)
    with suppress(QueryTimeout):
        for is_absent, reason in chain(_filters(count, query), _words(count, query)):
            (absent if is_absent else narrowing).append(reason)
        if not any(reason.loosened_total for reason in absent + narrowing):
            combined += _combination(count, query)
    narrowing.sort(key=lambda reason: -reason.loosened_total)
    return (absent + narrowing + combined)[:MAX_REASONS]


class _Counter:
    """Counts what variants of a question find, as long as there is time."""

    def __init__(self, searcher: Searcher, query: Query) -> None:
        self._searcher = searcher
        self._end = time.monotonic() + BUDGET_MS / 1000
        self._timeout_ms = query.timeout_ms

    def __call__(self, query: Query) -> int:
        """How much the question finds."""
        return self.ask(query).total

    def ask(self, query: Query) -> Hits:
        """The answer, as lean as can be. Raises QueryTimeout."""
        left_ms = int((self._end - time.monotonic()) * 1000)
        if left_ms <= 0:
            raise QueryTimeout("No time is left to say why nothing was found.")
        limit_ms = left_ms if self._timeout_ms is None else min(left_ms, self._timeout_ms)
        probe = replace(
            query,
            page=1,
            per_page=1,
            sort="newest",  # as nobody sees them, the hits need no better order
            facets=(),
            highlight=False,
            explain=False,
            timeout_ms=limit_ms,
        )
        return self._searcher.search(probe)


def _filters(count: _Counter, query: Query) -> Iterator[tuple[bool, Diagnosis]]:
    """The filters that empty the answer; whether no article at all passes one."""
    filters = list(_without_each_filter(query))
    for name, shown, without, alone in filters:
        total = count(without) if query.text.strip() or len(filters) > 1 else 0
        is_absent = not count(alone)
        if is_absent or total:
            yield is_absent, _reason("filter", name, shown, total, is_absent)


def _words(count: _Counter, query: Query) -> Iterator[tuple[bool, Diagnosis]]:
    """The words and phrases that empty the answer; whether no article at all has one."""
    unfiltered = Query(
        match=query.match, typo=query.typo, collapse=query.collapse, synonyms=query.synonyms
    )
    is_filtered = any(_without_each_filter(query))
    for part in _parts(query.text):
        text = _without(query.text, part)
        total = count(replace(query, text=text)) if text or is_filtered else 0
        is_absent = not count(replace(unfiltered, text=query.text[part.start : part.end]))
        if is_absent or total:
            yield is_absent, _reason(part.kind, part.name, f"“{part.name}”", total, is_absent)


def _combination(count: _Counter, query: Query) -> Iterator[Diagnosis]:
    """What is left to try where no single part is to blame."""
    if query.text.strip():
        total = count(replace(query, match="any"))
        message = f"No article has all of the words; {total} have some of them."
    else:
        total = count(Query(collapse=query.collapse))
        message = f"No article passes all of the filters; without them there are {total}."
    if total:
        yield Diagnosis(part="combination", name="", message=message, loosened_total=total)


def _reason(part: str, name: str, shown: str, total: int, is_absent: bool) -> Diagnosis:
    if is_absent:
        message = f"No article has {shown}."
    else:
        message = f"Nothing is left with {shown}; without it there are {total}."
    return Diagnosis(part=part, name=name, message=message, loosened_total=total)


def _without_each_filter(query: Query) -> Iterator[tuple[str, str, Query, Query]]:
    """Each filter: its name, how to speak of it, the query without it, and it alone."""
    bare = Query(collapse=query.collapse)
    if query.date_from or query.date_to:
        span = "a date"
        span += f" from {query.date_from}" if query.date_from else ""
        span += f" up to {query.date_to}" if query.date_to else ""
        yield (
            "date",
            span,
            replace(query, date_from=None, date_to=None),
            replace(bare, date_from=query.date_from, date_to=query.date_to),
        )
    if query.missing_date:
        yield (
            "missing",
            "no date",
            replace(query, missing_date=False),
            replace(bare, missing_date=True),
        )
    for field, values in query.include.items():
        rest = {name: given for name, given in query.include.items() if name != field}
        yield (
            field,
            f"{field} {' or '.join(values)}",
            replace(query, include=rest),
            replace(bare, include={field: values}),
        )
    conditions = query.where.conditions if isinstance(query.where, AllOf) else ()
    together = [one for one in conditions if isinstance(one, HasValue)]
    for field in dict.fromkeys(one.field for one in together):
        own = [one for one in together if one.field == field]
        others = tuple(one for one in conditions if one not in own)
        yield (
            f"{field}_all",
            f"{field} {' and '.join(value for one in own for value in one.values)}",
            replace(query, where=AllOf(others) if others else None),
            replace(bare, where=AllOf(tuple(own))),
        )
    for field, values in query.exclude.items():
        rest = {name: given for name, given in query.exclude.items() if name != field}
        yield (
            f"exclude_{field}",
            f"{field} other than {' or '.join(values)}",
            replace(query, exclude=rest),
            replace(bare, exclude={field: values}),
        )


def _parts(text: str) -> Iterator[_Part]:
    """The words and phrases of a query that must be there, MAX_PARTS at most."""
    found = [match for match in _PART.finditer(text) if match["operator"] is None]
    for match in found[:MAX_PARTS]:
        name = match["begun"] or match["phrase"] or match["word"]
        if match["sign"] != "-" and re.search(r"\w", name):
            kind = "phrase" if match["phrase"] else "word"
            yield _Part(kind, name, match.start(), match.end())


def _without(text: str, part: _Part) -> str:
    """The text without a part and without the operator that joined it."""
    before, after = text[: part.start], text[part.end :]
    joined = re.sub(r"\s*\b(?:AND|OR|NOT)\s*$", "", before)
    if joined == before and not before.strip(" ("):
        after = re.sub(r"^\s*(?:AND|OR)\b", "", after)
    return f"{joined} {after}".strip()
