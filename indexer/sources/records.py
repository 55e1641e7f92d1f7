"""JSON records: one page or one article each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import BinaryIO, Final

from indexer.errors import PageRejected
from indexer.hosts import host_of
from indexer.page import Page
from indexer.sources import fields
from indexer.sources.decode import decode
from indexer.sources.fields import Fields
from indexer.sources.fragment import is_document, text_of, unescaped
from indexer.sources.moments import iso_of
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE
from indexer.sources.plain import plain
from indexer.sources.unit import Unit, UnitOutcome

_AUTHOR_NAMES: Final = ("name", "fullname", "full_name", "display_name", "original", "rendered")
_MIN_CHARS: Final = 80
_MAX_ID_CHARS: Final = 200
_MAX_NAME_CHARS: Final = 100
_MAX_AUTHORS: Final = 20
_HOST_CHARS: Final = 5
_SITE_WORDS: Final = 4
_LISTS_DEEP: Final = 3
_BY = re.compile(r"(?:by|par|por|von|بقلم)[:\s]\s*", re.IGNORECASE)
_AND = re.compile(r"\s*[;|،]\s*|\s*,\s*|\s+(?:and|et|und)\s+")
_TURNED = re.compile(r"[^\s,;]+, [^\s,;]+")
# "post@tarn.example (Ann Lee)", as feeds write an author
_OF_MAIL = re.compile(r"[^\s<>;,()]+@[^\s<>;,()]+\s*\(([^()@]{2,60})\)")
_LISTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
"""The members of a list of Python, which tables hold as its text."""
_NAME = re.compile(r"[^\W\d_]{2}")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_UNSEEN: Final = frozenset({"draft", "trash", "auto-draft", "private", "pending"})
_TWICE = re.compile(r"^(.{3,}) \(\1\)$")
_MAX_TITLE_CHARS: Final = 1000
_DATE_NAMES: Final = (
    "published",
    "publisheddate",
    "publicationdate",
    "pubdate",
    "date",
    "datum",
    "fecha",
)
_SURE_DATES: Final = tuple(name for name in fields.PUBLISHED if name not in fields.STAMPS)
_LOOKED_FOR: Final = "html, text, body, content, maintext, articleBody, description"


# the line above each document of a bulk request to Elasticsearch or OpenSearch
_BULK_ACTION = re.compile(rb'\s*\{\s*"(?:index|create)"\s*:\s*\{[^{}]{0,500}\}\s*\}\s*')


def lines_of_records(stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    """Each line, empty ones too, so that its number is that of the record."""
    while line := stream.readline(MAX_PAGE_BYTES + 1):
        if len(line) <= MAX_PAGE_BYTES:
            yield b"" if _BULK_ACTION.fullmatch(line) else line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_PAGE_BYTES)
        yield PageRejected(TOO_LARGE)


def read_record(unit: Unit) -> UnitOutcome:
    """Parse one record. Raises PageRejected where it is not a usable one."""
    text, notice = decode(unit.data or b"", lines=False)
    record = _parsed(text.lstrip("\ufeff"))
    found = Fields(record)
    _refuse_unseen(record)
    own = found.first(fields.ID)
    container = unit.name.rpartition("#")[0] or unit.file.name
    name = f"{container}#{own}" if own and len(own) <= _MAX_ID_CHARS else unit.name
    page = _page(unit, name, found)
    if page.published is None and (unread := _unread_date(found)):
        notice = notice or f"its date cannot be read: {unread!r}"
    return UnitOutcome(name=name, digest=unit.digest, page=page, notice=notice)


def _refuse_unseen(record: Mapping[str, object]) -> None:
    """Raises PageRejected for what an editor has not published, as exports of sites hold it."""
    status = record.get("status")
    if isinstance(status, str) and status.casefold() in _UNSEEN:
        raise PageRejected(f"not published: its status is {status!r}")


def page_of_note(
    unit: Unit, matter: Mapping[str, object], text: str, *, digest: str
) -> Page | None:
    """The page of a text with fields at its head; None where these name none that is known."""
    found = Fields(matter)
    if not (found.first(fields.TITLE) or _day(found, fields.PUBLISHED)) or not text.strip():
        return None
    first, _, rest = text.strip().partition("\n")
    if first.lstrip("# ").strip() == found.first(fields.TITLE):
        text = rest
    body = Fields({**matter, "text": text})
    return replace(_page(unit, unit.name, body), digest=digest)


def _parsed(text: str) -> Mapping[str, object]:
    record: object = text
    for _ in range(3):  # a record that was written as JSON twice is a string
        if not isinstance(record, str):
            break
        if record is not text and not record.lstrip().startswith(("{", '"{')):
            record = {"text": record}
            break
        try:
            record = json.loads(record)
        except (ValueError, RecursionError) as error:
            raise PageRejected(f"not a line of JSON: {error}") from None
    if not isinstance(record, Mapping):
        raise PageRejected("a line of JSON, but no object with a text")
    return record


def _page(unit: Unit, name: str, found: Fields) -> Page:
    url = found.address() or unit.url
    published = _day(found, fields.PUBLISHED)
    captured = _day(found, fields.CAPTURED)
    language = _language(found)
    title = _headline(next(filter(None, map(_title, found.texts(fields.TITLE))), None), found)
    why: PageRejected | None = None
    for html in map(unescaped, found.texts((*fields.HTML, *fields.TEXT))):
        if not is_document(html):
            continue
        from indexer.sources.web import page_of_html

        try:
            page = page_of_html(html, name=name, digest=unit.digest, url=url)
        except PageRejected as error:
            why = error
            continue
        own = replace(
            page,
            name=name,
            url=url or page.url,
            captured=captured or unit.captured,
            language=language or page.language,
            outlet=_outlet(found) or page.outlet,
            authors=_authors(found) or page.authors,
            section=_section(found) or page.section,
        )
        if page.published and not _day(found, _SURE_DATES):
            return own  # crawlers stamp a page with the moment of the visit
        if published is None:
            return own
        return replace(
            own,
            published=published,
            published_source="metadata",
            published_confidence=0.95,
            published_words=None,
        )
    body = _body(found)
    if not body:
        raise why or PageRejected(f"the record has no text (looked for {_LOOKED_FOR} and the like)")
    body = plain(body)
    if title and " ".join(body[: 2 * len(title)].split())[: len(title)] != title:
        body = f"{title}\n\n{body}"
    return Page(
        name=name,
        text=body,
        digest=unit.digest,
        url=url,
        title=title,
        published=published,
        captured=captured or unit.captured,
        language=language,
        whole=title is not None,
        outlet=_outlet(found),
        authors=_authors(found),
        section=_section(found),
    )


def _day(found: Fields, names: tuple[str, ...]) -> str | None:
    """The first date under the names."""
    return next(filter(None, map(iso_of, found.values(names))), None)


def _body(found: Fields) -> str:
    """The text of the record: the best field that holds some, else the longest of all."""
    shorter: list[str] = []
    for html in found.texts(fields.HTML):
        text = text_of(html)
        if len(text) >= _MIN_CHARS:
            return text
        shorter.append(text)
    for value in found.texts(fields.TEXT):
        text = text_of(value)
        if len(text) >= _MIN_CHARS:
            return text
        shorter.append(text)
    shorter += [text_of(value) for value in found.texts(fields.SUMMARY)]
    return max(shorter, key=len, default="")


def _title(value: str) -> str | None:
    """A title on one line; the first where there are several."""
    return " ".join(text_of(value.split("\n")[0]).split())[:_MAX_TITLE_CHARS] or None


def _headline(title: str | None, found: Fields) -> str | None:
    """A title without the name of the outlet after it, as lists of news write it."""
    outlet = _outlet(found) or host_of(found.address())
    if title and outlet:
        head, dash, tail = title.rpartition(" - ")
        if not dash:
            head, dash, tail = title.rpartition(" | ")
        if head and _is_same_site(tail, outlet):
            return head.strip()
    return title


def _is_same_site(tail: str, outlet: str) -> bool:
    """Whether the end of a title is the name of its outlet, or begins as its host does."""
    name = "".join(char for char in tail.casefold() if char.isalnum())
    host = outlet.casefold().split(".")
    return tail.strip().casefold() == outlet.casefold() or (
        len(host) > 1
        and len(host[0]) >= _HOST_CHARS
        and len(tail.split()) <= _SITE_WORDS
        and (name.startswith(host[0].replace("-", "")) or host[0].replace("-", "").startswith(name))
    )


def _section(found: Fields) -> str | None:
    """The first section that is short enough for a name."""
    for value in found.values(fields.SECTION):
        line = " ".join(text_of(fields.text_in(_first_term(value)).split("\n")[0]).split())
        if 1 < len(line) <= _MAX_NAME_CHARS and not line.isdigit():
            return line
    return None


def _first_term(value: object) -> object:
    """The first of a list, and of an object its name; WordPress lists categories and tags so."""
    for _ in range(_LISTS_DEEP):
        if not isinstance(value, list):
            break
        value = next(iter(value), None)
    if isinstance(value, Mapping) and value.get("taxonomy", "category") != "category":
        return None
    return _name_in(value)


def _name_in(value: object) -> object:
    """What an object is called; anything else as it is."""
    if isinstance(value, Mapping):
        return value.get("name") or value.get("title") or value.get("@id")
    return value


def _outlet(found: Fields) -> str | None:
    for value in found.values(fields.OUTLET):
        line = " ".join(fields.text_in(_name_in(value)).split())
        if 1 < len(line) <= _MAX_NAME_CHARS and "://" not in line and not line.isdigit():
            return _TWICE.sub(r"\1", line.removeprefix("www."))
    return None


def _authors(found: Fields) -> tuple[str, ...]:
    """The names of the first field that holds any, each once."""
    for value in found.values(fields.AUTHORS):
        names: dict[str, None] = {}
        for item in value if isinstance(value, list) else [value]:
            text = fields.text_in(_named(item) if isinstance(item, Mapping) else item)
            text = _OF_MAIL.sub(r"\1", _WIKI_LINK.sub(r"\1", text))
            if text.startswith("[") and text.endswith("]"):
                text = "; ".join(one or other for one, other in _LISTED.findall(text))
            for name in _split(_BY.sub("", " ".join(text.split()))):
                if 1 < len(name) <= _MAX_NAME_CHARS and _NAME.search(name) and "@" not in name:
                    names.setdefault(name.strip())
        if names:
            return tuple(names)[:_MAX_AUTHORS]
    return ()


def _split(names: str) -> list[str]:
    """Names in a row; `Cole, Ruth; Lee, Ann`, as library catalogues write them, are two."""
    parts = [part.strip() for part in names.split(";") if part.strip()]
    if len(parts) > 1 and all(part.count(",") == 1 for part in parts):
        turned = (part.partition(",") for part in parts)
        return [f"{given.strip()} {family.strip()}" for family, _, given in turned]
    if _TURNED.fullmatch(names):
        return [names]  # of which it is decided where bylines are read
    return _AND.split(names)


def _named(author: Mapping[str, object]) -> object:
    """What an object says that an author is called."""
    names = (author.get(name) for name in _AUTHOR_NAMES)
    whole = next(filter(None, names), None)
    if whole is None and isinstance(family := author.get("family"), str):  # as CSL writes it
        given = author.get("given")
        return f"{given} {family}" if isinstance(given, str) else family
    return whole


def _unread_date(found: Fields) -> str | None:
    """What is in the place of a date, and is not one."""
    told = (value for value in found.values(_DATE_NAMES) if isinstance(value, str | dict | list))
    text = next(filter(None, map(fields.text_in, told)), "")
    return text[:60] or None


def _language(found: Fields) -> str | None:
    """The code of a language, which exports give as `en-US`, `eng` or `English`."""
    for value in found.texts(fields.LANGUAGE):
        name = value.split("\n")[0].strip().casefold()
        if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", name):
            return name[:2]
        if name in _languages():
            return _languages()[name]
    return None


@cache
def _languages() -> Mapping[str, str]:
    """Codes of languages by their English names, and by three letters those of the larger ones."""
    from babel import Locale

    names = {
        str(name).casefold(): code
        for code, name in Locale("en").languages.items()
        if len(code) == 2
    }
    names |= {"eng": "en", "fra": "fr", "fre": "fr", "ara": "ar", "deu": "de", "ger": "de"}
    return names | {"spa": "es", "ita": "it", "por": "pt", "nld": "nl", "rus": "ru"}
