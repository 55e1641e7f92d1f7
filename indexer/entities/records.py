"""What the finder says of one story, and what the name book makes of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from search_index.model.article import NameForm, NameKind, Provenance


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a story's title or body where a rule saw a name.

    `text` is the name without titles of address; `start` and `end` are its offsets in
    code points. `first` and `last` bound the words that made the rule speak, for example
    from "Dr." to the end of the name. `acronym` is the short form that was defined next to
    an organization's full name; `canonical` is set where the rule itself knows the
    canonical name (places, names of the user's file).
    """

    kind: NameKind
    text: str
    start: int
    end: int
    rule: str
    first: int
    last: int
    acronym: str = ""
    canonical: str = ""

    def row(self) -> list[Any]:
        """Its fields in order, from which it can be made again."""
        return [getattr(self, name) for name in self.__slots__]

    def moved(self, by: int) -> Mention:
        """The same so many characters further on."""
        kind, text, start, end, rule, first, last, *rest = self.row()
        return Mention(kind, text, start + by, end + by, rule, first + by, last + by, *rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """All that the finder saw in one story; plain values, so it can be pickled and stored.

    `paragraphs` pairs the offset of each paragraph in the body with its offset in the
    page; `title_start` is the offset of the title in the page.
    """

    page: str
    language: str
    title_start: int | None
    paragraphs: tuple[tuple[int, int], ...]
    title: tuple[Mention, ...]
    body: tuple[Mention, ...]

    def in_page(self, body_offset: int) -> int:
        """Where in the page's text the character at `body_offset` of the body stands."""
        at = bisect_right(self.paragraphs, (body_offset, 1 << 62)) - 1
        if at < 0:
            return body_offset
        body_start, page_start = self.paragraphs[at]
        return page_start + body_offset - body_start

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` reads them back unchanged."""
        return {
            "page": self.page,
            "language": self.language,
            "title_start": self.title_start,
            "paragraphs": [list(pair) for pair in self.paragraphs],
            "title": [mention.row() for mention in self.title],
            "body": [mention.row() for mention in self.body],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Mentions:
        """Read what `to_json` gave, also after a trip through JSON text."""
        return cls(
            page=data["page"],
            language=data["language"],
            title_start=data["title_start"],
            paragraphs=tuple((a, b) for a, b in data["paragraphs"]),
            title=tuple(Mention(*row) for row in data["title"]),
            body=tuple(Mention(*row) for row in data["body"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryNames:
    """The names of one story, canonical, each kind in the order of first mention.

    `forms` holds offsets into the body, `provenance` offsets into the page. `renamings` are pairs
    of names, before and after, that the user's file gives for organizations of the story.
    """

    persons: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    forms: tuple[NameForm, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    renamings: tuple[tuple[str, str], ...] = ()
