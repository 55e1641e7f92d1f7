"""What the steps of the pipeline hand each other: pages, their lines, the stories on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from search_index.model.article import DateSource


class PageKey(NamedTuple):
    """A page by its place: the root and name of its file, and its number in the file from 0."""

    root: str
    file: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One dump, decoded.

    `name` is the path relative to its SOURCE with forward slashes (a record inside a
    container adds `#` and its number or id). Metadata are what the file itself says,
    None where it says nothing; `published` is ISO 8601, a year or month alone where no more
    is said; the three fields next to it say what kind of source that is, how sure it is and in
    which words it stands; `captured` is the day on which the page was fetched, and so the
    latest that its stories can be of. `outlet` is the name of the site, `authors` are names as
    the file gives them (`indexer.credits` cleans them), `origins` says for a field which member
    of the file gave it ("og:site_name"). `whole` says that the text is known to be one article,
    its first line the title where `title` is set; `extracted` that what was around it was
    taken away by the page's markup.
    """

    name: str
    text: str
    digest: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    published_source: DateSource = "metadata"
    published_confidence: float = 0.95
    published_words: str | None = None
    captured: str | None = None
    language: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    origins: tuple[tuple[str, str], ...] = ()
    whole: bool = False
    extracted: bool = False

    def __post_init__(self) -> None:
        """Lists become tuples, as a page comes from JSON with lists."""
        object.__setattr__(self, "authors", tuple(self.authors))
        object.__setattr__(self, "origins", tuple((name, rule) for name, rule in self.origins))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page without its indent and trailing space.

    `start` and `end` are offsets in code points into `Page.text`; `indent` counts the
    characters before `start`; `blank_before` counts the empty lines above it; `marker`
    is the mark that sets it as a heading ("#", "**": not in `text`) or as an item of a
    list ("-", "1.": in `text`).
    """

    text: str
    start: int
    end: int
    indent: int = 0
    blank_before: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as it stands on its page, before its fields are known.

    `dateline` is the line that holds the date of publication, which is not part of the
    body. `body` joins the paragraphs with a blank line. `why` says by what the page was read as one
    story or several, `why_title` by what the title was chosen, where something was weighed.
    """

    page: Page
    position: int
    title: Line | None
    dateline: Line | None
    paragraphs: tuple[Line, ...]
    language: str = "und"
    why: str | None = None
    why_title: str | None = None
    body: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", "\n\n".join(line.text for line in self.paragraphs))

    @property
    def title_text(self) -> str:
        """The title, empty where the page shows none."""
        return self.title.text if self.title else ""

    def page_offset(self, body_offset: int) -> int:
        """Where in the page's text the character at `body_offset` of the body stands."""
        return page_offset(self.paragraphs, body_offset)


def page_offset(paragraphs: Sequence[Line], body_offset: int) -> int:
    """Turn an offset into the joined paragraphs into one into the page."""
    left = body_offset
    for line in paragraphs:
        if left <= len(line.text):
            return line.start + left
        left -= len(line.text) + 2
    raise ValueError(f"offset {body_offset} is after the end of the body")
