"""What a file gives before it is parsed: one unit of bytes for each page."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.page import Page
from indexer.sources.files import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A page still to be parsed.

    `kind` is "text", "html" or "record" (a line of JSON). `data` is None for a file that
    holds one page: whoever parses the unit reads it. `digest` distinguishes contents, empty
    where they were not read yet. `url`, `title`, `captured` (ISO 8601) and `charset` are what
    the container says of the page. `reason` is set where there is nothing to parse.
    """

    file: SourceFile
    name: str
    kind: str
    data: bytes | None = None
    digest: str = ""
    url: str | None = None
    title: str | None = None
    captured: str | None = None
    charset: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOutcome:
    """What came of a unit: the page, or why there is none; `notice` is for people.

    `unreadable` says that the file could not be opened, so that trying again may help.
    `language` is that of the page, where it is long enough to be sure of.
    """

    name: str
    digest: str = ""
    page: Page | None = None
    reason: str | None = None
    notice: str | None = None
    unreadable: bool = False
    language: str = ""
