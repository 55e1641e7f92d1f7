"""A page as it was dumped, read again in a process of its own (`python -m indexer.dumped`)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from search_app.desk.processes import MOST_SECONDS, run_module
from search_app.errors import NotFound, Problem

MOST_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the page: its part of a story, or `removed` for a reason.

    `nth` counts the lines of the same text at or near the same article, from 1.
    """

    text: str
    part: str
    article: str | None
    reason: str
    nth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """A page with its lines; `reason` says why nothing was read of it."""

    name: str
    url: str | None
    reason: str | None
    lines: tuple[Line, ...]
    more: int
    text: str


def dump_of(*, article: str | None = None, page: str | None = None) -> Dump:
    """The page of an article, or of a name. Raises NotFound, Problem."""
    if "\0" in (article or page or ""):  # no argument of a program can hold it
        raise NotFound("The last run knows of no such page.")
    [found] = _dumps(f"--article={article}" if article is not None else f"--page={page}")
    assert found is not None
    return found


def dumps_of(articles: Sequence[str]) -> list[Dump | None]:
    """The pages of some articles of the index, None for one that is gone. Raises Problem."""
    try:
        return _dumps(*(f"--article={article}" for article in articles))
    except NotFound:
        return [None] * len(articles)


def _dumps(*which: str) -> list[Dump | None]:
    try:
        done = run_module("indexer.dumped", *which)
    except subprocess.TimeoutExpired:
        raise _unreadable(f"It took longer than {MOST_SECONDS} seconds.") from None
    if done.returncode == 2:
        reason = done.stderr.decode("utf-8", "replace").strip().rpartition("dumped: ")[2]
        raise NotFound(reason[-500:])
    if done.returncode != 0 or len(done.stdout) > MOST_BYTES:
        raise _unreadable("The program that reads it failed.")
    return [values and as_dump(values) for values in json.loads(done.stdout)]


def as_dump(values: dict[str, Any]) -> Dump:
    """What the program printed."""
    seen: dict[tuple[str | None, str], int] = {}
    lines = []
    for row in values["lines"]:
        key = (row["article"], row["text"])
        seen[key] = seen.get(key, 0) + 1
        lines.append(Line(**row, nth=seen[key]))
    return Dump(**{**values, "lines": tuple(lines)})


def _unreadable(detail: str) -> Problem:
    return Problem(503, "page-unreadable", "The page cannot be read", detail)
