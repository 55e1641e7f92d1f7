"""The outlet, the authors and the section of a story, each with what gave it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from indexer.credits.lines import byline_in, whole_line
from indexer.credits.names import names_of
from indexer.credits.signed import Signed, signed_in
from indexer.credits.words import words
from indexer.hosts import host_of, plain_host
from indexer.page import Line, Page, Story
from search_index.model.article import Provenance

_MAX_CHARS = 80
_NO_OUTLET = re.compile(
    r"home|index|untitled|n/?a|none|null|accueil|startseite|الرئيسية", re.IGNORECASE
)
_PATH = re.compile(r"\s*(?:[>›»/|]|::)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """Who published and wrote a story, and in which section."""

    outlet: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    provenance: tuple[Provenance, ...] = ()


def credits_of(story: Story, around: Sequence[Line] = ()) -> Credits:
    """What the file says of its outlet, authors and section, else what the text says.

    `around` are the lines near the story that were taken away.
    """
    page = story.page
    origins = dict(page.origins)
    reasons: list[Provenance] = []
    outlet = _named(page.outlet, _NO_OUTLET)
    if outlet:
        reasons.append(
            _reason("outlet", outlet, origins, "outlet that the file gives", page.outlet)
        )
    else:
        outlet = host_of(page.url)
        if outlet:
            reasons.append(_reason("outlet", outlet, {}, "host of the address", page.url))
    line = whole_line(story, story.dateline) if story.dateline else None
    signed = signed_in(line.text) if line else Signed()
    authors = authors_of(page, outlet)
    if authors:
        words = "; ".join(page.authors)
        reasons.append(
            _reason("authors", "; ".join(authors), origins, "authors that the file gives", words)
        )
    else:
        found = byline_in(story, around, outlet=outlet)
        if found:
            authors = found.names
            reasons.append(
                Provenance(
                    field="authors",
                    value="; ".join(authors),
                    rule=found.rule,
                    words=found.line.text[:200],
                    start=found.line.start,
                    end=min(found.line.end, found.line.start + 200),
                )
            )
        elif signed.authors and line:
            authors = signed.authors
            reasons.append(_in_line("authors", "; ".join(authors), line))
    section = _section(page.section)
    if section is None and signed.section and line:
        section = signed.section
        reasons.append(_in_line("section", section, line))
    elif section:
        reasons.append(
            _reason("section", section, origins, "section that the file gives", page.section)
        )
    return Credits(outlet=outlet, authors=authors, section=section, provenance=tuple(reasons))


def authors_of(page: Page, outlet: str | None) -> tuple[str, ...]:
    """The names in what the file gives as authors, each once."""
    names = [name for given in page.authors for name in names_of(given, outlet=outlet)]
    unique = {name.casefold(): name for name in reversed(names)}
    return tuple(reversed(unique.values()))


def _named(text: str | None, nothing: re.Pattern[str]) -> str | None:
    named = " ".join((text or "").split()).strip(" |-–—•·")
    if not named or len(named) > _MAX_CHARS or nothing.fullmatch(named):
        return None
    host = host_of(named) if "://" in named else None
    return host or plain_host(named)


def _section(text: str | None) -> str | None:
    parts = [
        part
        for part in _PATH.split(unquote(text or ""))
        if part and not _no_section().fullmatch(part)
    ]
    return _named(parts[0], _no_section()) if parts else None


def _in_line(field: str, value: str, line: Line) -> Provenance:
    return Provenance(
        field=field,
        value=value,
        rule=f"{field} in the line of the day",
        words=line.text[:200],
        start=line.start,
        end=min(line.end, line.start + 200),
    )


def _reason(
    field: str, value: str, origins: dict[str, str], rule: str, words: str | None
) -> Provenance:
    return Provenance(
        field=field, value=value, rule=origins.get(field, rule), words=(words or "")[:200]
    )


@cache
def _no_section() -> re.Pattern[str]:
    return re.compile(words("section_none"), re.IGNORECASE)
