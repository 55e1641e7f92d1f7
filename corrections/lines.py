"""One line of the file and a record: read strictly, written for people to read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from corrections.records import (
    LISTS,
    OF_NAMES,
    WHATS,
    ArticleRef,
    Correction,
    PageRef,
    Undo,
    Value,
    What,
)
from search_index.engines.checks import with_check, without_check
from search_index.model.article import NameKind
from search_index.schema import first_day

LINE_BYTES: Final = 64 * 1024
_NAMES_OF_VALUES: Final = 50
_TEXT_CHARS: Final = 1_000
_NOTE_CHARS: Final = 10_000
_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_CONTROL: Final = re.compile("[\x00-\x08\n-\x1f\x7f-\x9f\ud800-\udfff]")
_ID: Final = re.compile(r"[0-9A-Za-z._-]{1,64}")
_KINDS: Final = ("person", "organization", "place")
_ABOUT: Final = frozenset({"id", "who", "when", "why"})
_CORRECTION: Final = _ABOUT | {
    "what", "article", "other", "page", "kind", "name", "form", "line", "nth", "last", "from", "to",
}  # fmt: skip
_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("kind", "name"),
    "kind": ("kind", "name"),
    "shown": ("kind", "name"),
    "merge": ("kind", "name"),
    "part": ("kind", "name", "form"),
    "line": ("article", "line"),
    "join": ("article", "other"),
    "split": ("article", "line"),
    "take": ("page",),
}
_ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("article",),
    "kind": ("article",),
    "line": ("nth",),
    "split": ("nth",),
    "take": ("line", "last"),
    "duplicate": ("other",),
}
_SWITCHES: Final = ("is_article", "duplicate", "join", "split", "take")
_NAMED: Final = ("shown", "merge", "part")
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("added", "rejected"),
    "kind": _KINDS,
    "line": ("kept", "removed"),
}


class BadLine(Exception):
    """What is wrong with a line, and what to write instead."""


def read_line(text: bytes, *, number: int = 0) -> Correction | Undo | None:
    """The record of a line, None for an empty line or a comment (#). Raises BadLine."""
    if len(text) > LINE_BYTES:
        raise BadLine(f"it is longer than {LINE_BYTES:,} bytes: write a shorter correction")
    try:
        plain = text.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise BadLine(f"it is not UTF-8 at byte {error.start}: save the file as UTF-8") from None
    if not plain or plain.startswith("#"):
        return None
    try:
        data = json.loads(plain, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"it is not JSON ({error}): write one object, as {{…}}, a line") from None
    if not isinstance(data, dict):
        raise BadLine("it is not an object: write one, as {…}, a line")
    try:
        data = without_check(data)
    except ValueError as error:
        raise BadLine(str(error)) from None
    found = from_json(data)
    own = found.id or hashlib.sha256(plain.encode()).hexdigest()[:12]
    return replace(found, id=own, number=number)


def from_json(data: Mapping[str, Any]) -> Correction | Undo:
    """The record of an object as it stands in the file. Raises BadLine."""
    name = _id(data["id"], "id") if "id" in data else ""
    who, when, why = (_one_line(data.get(part) or "", part) for part in ("who", "when", "why"))
    if "undo" in data:
        _no_others(data, _ABOUT | {"undo"})
        return Undo(undo=_id(data["undo"], "undo"), id=name, who=who, when=when, why=why)
    _no_others(data, _CORRECTION)
    what = data.get("what")
    if what not in WHATS:
        raise BadLine(f"what {_shown(what)} is unknown: write one of {', '.join(WHATS)}")
    _check_parts(data, what)
    if "to" not in data:
        raise BadLine("to is missing: write the value that is right")
    correction = Correction(
        what=cast(What, what),
        to=_value(what, data["to"], "to"),
        before=None if data.get("from") is None else _value(what, data["from"], "from"),
        is_seen="from" in data,
        article=_article(data.get("article"), "article"),
        other=_article(data.get("other"), "other"),
        page=_page(data.get("page")),
        kind=_kind(data.get("kind")),
        name=_optional(data, "name"),
        form=_optional(data, "form"),
        line=_optional(data, "line"),
        nth=_nth(data.get("nth", 1)),
        last=_optional(data, "last"),
        id=name,
        who=who,
        when=when,
        why=why,
    )
    if what in ("merge", "part", "kind") and correction.to in (correction.name, correction.kind):
        raise BadLine(f"to is the same as before ({_shown(correction.to)}): write another one")
    if what == "duplicate" and correction.to and correction.other is None:
        raise BadLine("other is missing: write which article tells the same story")
    if correction.other and correction.article and correction.other.key == correction.article.key:
        raise BadLine("other is the same article: write another one")
    return correction


def to_json(record: Correction | Undo) -> dict[str, Any]:
    """The object that is in the file for a record; `from_json` reads it back."""
    values: dict[str, Any] = {"id": record.id}
    if isinstance(record, Undo):
        values["undo"] = record.undo
    else:
        values["what"] = record.what
        for name, ref in (("article", record.article), ("other", record.other)):
            if ref is not None:
                values[name] = _of_article(ref)
        if record.page is not None:
            values["page"] = {"name": record.page.name, "text": record.page.text}
        for name in ("kind", "name", "form", "line", "last"):
            if getattr(record, name) is not None:
                values[name] = getattr(record, name)
        if record.nth != 1:
            values["nth"] = record.nth
        if record.is_seen:
            values["from"] = record.before
        values["to"] = record.to
    values |= {name: text for name in ("who", "when", "why") if (text := getattr(record, name))}
    return values


def write_line(record: Correction | Undo) -> bytes:
    """The line of a record, with its checksum and its line end."""
    return json.dumps(with_check(to_json(record)), ensure_ascii=False).encode("utf-8") + b"\n"


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")


def _no_others(data: Mapping[str, Any], known: frozenset[str]) -> None:
    others = sorted(str(name) for name in data if name not in known)
    if others:
        raise BadLine(
            f"{', '.join(map(_shown, others))} is unknown: write only {', '.join(sorted(known))}"
        )


def _check_parts(data: Mapping[str, Any], what: str) -> None:
    wanted = _WANTED.get(what, ("article",))
    allowed = (*wanted, *_ALLOWED.get(what, ()))
    for name in wanted:
        if data.get(name) in (None, ""):
            raise BadLine(f"{name} is missing: {what} needs it")
    parts = ("article", "other", "page", "kind", "name", "form", "line", "nth", "last")
    idle = [name for name in parts if data.get(name) is not None and name not in allowed]
    if idle == ["article"] and what in OF_NAMES:
        raise BadLine(f"article does not fit {what}, which is of the whole archive: leave it out")
    if idle:
        raise BadLine(f"{', '.join(idle)} does not fit {what}: leave it out")


def _value(what: str, value: Any, name: str) -> Value:
    if what in _SWITCHES:
        if not isinstance(value, bool):
            raise BadLine(f"{name} {_shown(value)} is not true or false: write one of them")
        return value
    if what in LISTS:
        if not isinstance(value, list | tuple) or len(value) > _NAMES_OF_VALUES:
            raise BadLine(
                f"{name} {_shown(value)} is not a list of at most {_NAMES_OF_VALUES}: "
                'write one, as ["…"]'
            )
        return tuple(dict.fromkeys(_some(item, name) for item in value))
    if value is None:
        if what in ("language", "title", *_NAMED):
            raise BadLine(f"{name} is null: write the value that is right")
        return None
    if what in ("date", "event_date"):
        return _date(value, name)
    if what in _CHOICES:
        if value not in _CHOICES[what]:
            raise BadLine(f"{name} {_shown(value)} is unknown: write {' or '.join(_CHOICES[what])}")
        return str(value)
    if what == "language":
        if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
            raise BadLine(f"{name} {_shown(value)} is not a language: write its code, as en or ar")
        return value
    if what == "note":
        return _text(value, name, _NOTE_CHARS, breaks=True)
    return _one_line(value, name) if what == "title" else _some(value, name)


def _date(value: Any, name: str) -> str:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            first_day(value)
        except ValueError:
            raise BadLine(f"{name} {_shown(value)} is a day that does not exist") from None
        return value
    raise BadLine(
        f"{name} {_shown(value)} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY, as precise "
        "as is known"
    )


def _article(data: Any, name: str) -> ArticleRef | None:
    if data is None:
        return None
    if isinstance(data, str):  # by hand: an id alone
        return ArticleRef(id=_id(data, name))
    if not isinstance(data, dict):
        raise BadLine(f"{name} is not an object: write its id, page, title and text")
    _no_others(data, frozenset({"id", "page", "title", "opening", "text", "paragraphs"}))
    paragraphs = data.get("paragraphs", [])
    if not isinstance(paragraphs, list) or len(paragraphs) > _NAMES_OF_VALUES:
        raise BadLine(f"paragraphs of {name} is not a list of digests: leave it out")
    ref = ArticleRef(
        id=_id(data["id"], "id") if data.get("id") else "",
        page=_one_line(data.get("page") or "", "page"),
        title=_one_line(data.get("title") or "", "title"),
        opening=_text(data.get("opening") or "", "opening", _TEXT_CHARS, breaks=True),
        text=_id(data["text"], "text") if data.get("text") else "",
        paragraphs=tuple(_id(digest, "paragraphs") for digest in paragraphs),
    )
    if not (ref.id or ref.text or ref.title.strip()):
        raise BadLine(f"{name} has neither id nor text nor title: write one of them")
    return ref


def _of_article(ref: ArticleRef) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: text
        for name in ("id", "page", "title", "opening", "text")
        if (text := getattr(ref, name))
    }
    return values | ({"paragraphs": list(ref.paragraphs)} if ref.paragraphs else {})


def _page(data: Any) -> PageRef | None:
    if data is None:
        return None
    if isinstance(data, str):
        return PageRef(name=_some(data, "page"))
    if not isinstance(data, dict):
        raise BadLine("page is not an object: write its name and text")
    _no_others(data, frozenset({"name", "text"}))
    return PageRef(
        name=_some(data.get("name"), "name of page"),
        text=_id(data["text"], "text") if data.get("text") else "",
    )


def _kind(value: Any) -> NameKind | None:
    if value is not None and value not in _KINDS:
        raise BadLine(f"kind {_shown(value)} is unknown: write {', '.join(_KINDS)}")
    return cast("NameKind | None", value)


def _nth(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_000_000:
        raise BadLine(f"nth {_shown(value)} is not a whole number from 1")
    return value


def _id(value: Any, name: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise BadLine(f"{name} {_shown(value)} is not an id: use letters, digits, . _ and -")
    return value


def _optional(data: Mapping[str, Any], name: str) -> str | None:
    if data.get(name) is None:
        return None
    if name in ("line", "last"):
        return _text(data[name], name, LINE_BYTES)
    return _some(data[name], name)


def _some(value: Any, name: str) -> str:
    text = _one_line(value, name).strip()
    if not text:
        raise BadLine(f"{name} is empty: write it, or null for none")
    return text


def _one_line(value: Any, name: str) -> str:
    return _text(value, name, _TEXT_CHARS)


def _text(value: Any, name: str, most: int, *, breaks: bool = False) -> str:
    if not isinstance(value, str):
        raise BadLine(f"{name} {_shown(value)} is not text: write it in quotation marks")
    if len(value) > most:
        raise BadLine(f"{name} has {len(value):,} characters: write at most {most:,}")
    for found in _CONTROL.finditer(value):
        if not (breaks and found[0] in "\n\r"):
            code = f"U+{ord(found[0]):04X}"
            raise BadLine(f"{name} holds a control character ({code}): take it out")
    return value


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"
