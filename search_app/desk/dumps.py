"""A page as it was dumped, read again in a process of the indexer, never in the server."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from search_app.desk.helper import helper
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
    [found] = _dumps([article] if article is not None else [], page)
    assert found is not None
    return found


def dumps_of(articles: Sequence[str]) -> list[Dump | None]:
    """The pages of some articles of the index, None for one that is gone. Raises Problem."""
    try:
        return _dumps(articles)
    except NotFound:
        return [None] * len(articles)


def _dumps(articles: Sequence[str], page: str | None = None) -> list[Dump | None]:
    """By the process that waits for corrections, where it does, else by one of its own."""
    asked = {"articles": list(articles)} if articles else {"page": page}
    found = helper().pages(asked)
    if found is None:
        found = _read(articles, page)
    if "error" in found:
        raise _unreadable(str(found["error"]))
    pages, problems = found["pages"], found["problems"]
    if not any(pages):
        raise NotFound(str(problems[-1])[-500:] if problems else "There is no such page.")
    return [values and as_dump(values) for values in pages]


def _read(articles: Sequence[str], page: str | None) -> dict[str, Any]:
    which = [f"--article={article}" for article in articles] or [f"--page={page}"]
    try:
        done = run_module("indexer.dumped", *which)
    except subprocess.TimeoutExpired:
        return {"error": f"It took longer than {MOST_SECONDS} seconds."}
    if done.returncode not in (0, 2) or len(done.stdout) > MOST_BYTES:
        return {"error": "The program that reads it failed."}
    problem = done.stderr.decode("utf-8", "replace").strip().rpartition("dumped: ")[2]
    pages = json.loads(done.stdout) if done.returncode == 0 else [None]
    return {"pages": pages, "problems": [problem]}


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
