"""What an article is: the record that the indexer writes and the engines store."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, get_args

from search_index.model.quote import Quote

Precision = Literal["day", "month", "year"]
DateSource = Literal[
    "dateline",
    "metadata",
    "url",
    "text",
    "text_no_year",
    "text_relative",
    "inferred_weekday",
    "inferred_neighbours",
    "corrected",
    "none",
]
DATE_SOURCES: tuple[str, ...] = get_args(DateSource)

NameKind = Literal["person", "organization", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an article stands: the page (relative to its SOURCE) and its place on it."""

    page: str
    position: int
    url: str | None = None

    @property
    def web_url(self) -> str | None:
        """The address, where it is one that a browser may open."""
        url = self.url
        return url if url and url.lower().startswith(("https://", "http://")) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Why a field has its value: the rule, and the words of the page that gave it.

    `start` and `end` are offsets in code points into the text of the page as it was
    decoded; None where the value does not come from words of the page.
    """

    field: str
    value: str
    rule: str
    words: str = ""
    start: int | None = None
    end: int | None = None


SURE_DATE: Final = 0.5
"""The least confidence of a date that is sorted by its day alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """One form in which a name was met in this article.

    `name` is the canonical name, `form` the words in the article; `offsets` are
    (start, end) in code points into the article's body.
    """

    kind: NameKind
    name: str
    form: str
    offsets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One story of a page.

    `date` is as precise as is known: YYYY-MM-DD, YYYY-MM or YYYY, as `date_precision`
    says. Names are canonical; an organization is `Full Name (ACRONYM)` where both are
    known. `outlet` is who published it (the name of the site, else its host), `authors` are
    the names of its byline. `removed` are the lines near it that are of no story, each with
    its reason at the same place of `removed_reasons`, and in `removed_places` how many paragraphs
    of the body are above it on the page (-1 where the headline is below it).
    `duplicate_of` is the id of the article that tells the same story better. `tags` and `note`
    are what people of the archive added. `renamings` are names of organizations before and after,
    as the names file of the archive says of those in this article.
    """

    id: str
    source: Source
    title: str
    body: str
    language: str = "und"
    date: str | None = None
    date_precision: Precision | None = None
    date_source: DateSource = "none"
    date_confidence: float = 0.0
    event_date: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    persons: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    forms: tuple[NameForm, ...] = ()
    quotes: tuple[Quote, ...] = ()
    duplicate_of: str | None = None
    removed: tuple[str, ...] = ()
    removed_reasons: tuple[str, ...] = ()
    removed_places: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    note: str | None = None
    renamings: tuple[tuple[str, str], ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """The persons who are quoted, in the order of their first quotation."""
        return tuple(dict.fromkeys(quote.person for quote in self.quotes if quote.person))

    @property
    def is_date_unsure(self) -> bool:
        """Whether the date is believed too little to be sorted among the sure ones.

        A confidence of 0 says that none was measured, as for articles of other programs.
        """
        return self.date is not None and 0 < self.date_confidence < SURE_DATE

    @property
    def year(self) -> str | None:
        """YYYY, or None where the article is undated."""
        return self.date[:4] if self.date else None

    @property
    def month(self) -> str | None:
        """YYYY-MM, or None where no month is known."""
        return self.date[:7] if self.date and len(self.date) >= 7 else None

    def to_json(self) -> dict[str, Any]:
        """The article as plain JSON values; `from_json` reads it back unchanged."""
        values = {name: getattr(self, name) for name in _FIELDS}
        values["source"] = asdict(self.source)
        values["forms"] = tuple(
            {"kind": form.kind, "name": form.name, "form": form.form, "offsets": form.offsets}
            for form in self.forms
        )
        values["quotes"] = tuple(quote.to_json() for quote in self.quotes)
        values["provenance"] = tuple(
            {name: getattr(reason, name) for name in _PROVENANCE_FIELDS}
            for reason in self.provenance
        )
        return values

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Article:
        """Read what `to_json` gave, also after a trip through JSON text."""
        values = dict(data)
        values["source"] = Source(**values["source"])
        values["forms"] = tuple(
            NameForm(**{**form, "offsets": tuple((a, b) for a, b in form["offsets"])})
            for form in values.get("forms", ())
        )
        values["quotes"] = tuple(map(Quote.from_json, values.get("quotes", ())))
        values["provenance"] = tuple(Provenance(**p) for p in values.get("provenance", ()))
        values["renamings"] = tuple((old, new) for old, new in values.get("renamings", ()))
        for name in _LISTS:
            values[name] = tuple(values.get(name, ()))
        return cls(**values)


_LISTS = (
    *("authors", "persons", "organizations", "places"),
    *("removed", "removed_reasons", "removed_places", "tags"),
)
_FIELDS = tuple(field.name for field in fields(Article))
_PROVENANCE_FIELDS = tuple(field.name for field in fields(Provenance))


def article_id(page: str, key: str) -> str:
    """A stable id of 16 hex digits for the article of `page` that `key` tells apart.

    The key comes from the story itself (its title or opening), not from its position,
    so an article keeps its id when its page gains a newer story on top.
    """
    return hashlib.sha256(f"{page}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
