"""What a correction is: what of which article, from what to what, by whom, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from search_index.model.article import NameKind

FieldName = Literal[
    "title",
    "date",
    "event_date",
    "language",
    "outlet",
    "authors",
    "section",
    "tags",
    "note",
]
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
"""What is a field of an article of the same name."""

LISTS: tuple[FieldName, ...] = ("authors", "tags")
"""The fields that have a list of values."""

What = Literal[
    FieldName,
    "is_article",
    "duplicate",
    "name",
    "kind",
    "shown",
    "merge",
    "part",
    "line",
    "join",
    "split",
    "take",
]
WHATS: tuple[str, ...] = get_args(What)
"""Everything that can be corrected."""

OF_NAMES: tuple[str, ...] = ("name", "kind", "shown", "merge", "part")
"""What may be said of the whole archive: such a correction names no article."""

OF_STRUCTURE: tuple[str, ...] = ("line", "join", "split", "take")
"""What changes where an article of a page begins and ends: the page is studied again."""

Value = str | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """An article by what does not change when its dump is renamed or gains a story.

    All is as the article was read, before any correction of its fields. `text` is a digest
    of the words of its body, `paragraphs` are digests of its paragraphs (the first few), so
    that it is known again when one of them changes; `opening` is for people, too.
    """

    id: str = ""
    page: str = ""
    title: str = ""
    opening: str = ""
    text: str = ""
    paragraphs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What two corrections of the same article share."""
        return self.id or self.text or f"{self.page}\n{self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRef:
    """A page of which nothing was read: its name, and a digest of the words on it."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the file of corrections.

    `before` and `to` are the value that was seen and the one that is right ("from" and "to"
    in the file). `article` is None where the whole archive is meant. `other` is the second
    article of a join or the one that is duplicated, `page` the rejected page that is taken.
    `kind`, `name` and `form` say which name; `line` (the `nth` of the article with that text)
    and `last` which lines. `is_seen` says that the line has a "from" at all. `number` is the line
    in the file, 0 before it is written.
    """

    what: What
    to: Value
    before: Value = None
    is_seen: bool = True
    article: ArticleRef | None = None
    other: ArticleRef | None = None
    page: PageRef | None = None
    kind: NameKind | None = None
    name: str | None = None
    form: str | None = None
    line: str | None = None
    nth: int = 1
    last: str | None = None
    id: str = ""
    who: str = ""
    when: str = ""
    why: str = ""
    number: int = 0

    @property
    def field(self) -> tuple[str, ...]:
        """What is corrected: of two corrections of one field the later one holds."""
        of = self.article.key if self.article else self.page.name if self.page else "*"
        parts = (self.kind, self.name, self.form, self.line, self.nth, self.last)
        wanted = parts if self.what in (*OF_NAMES, *OF_STRUCTURE) else ()
        other = (self.other.key,) if self.what == "join" and self.other else ()
        return (self.what, of, *(str(part or "") for part in wanted), *other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A line that takes a correction back."""

    undo: str
    id: str = ""
    who: str = ""
    when: str = ""
    why: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in a line of the file (from 1), and what to do; the line is left out."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"
