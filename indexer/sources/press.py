"""Articles in what press databases export as text: Factiva and Nexis.

Both set a head of fields above each article and end it with a line of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.dates import is_date_line, read_dateline
from indexer.language.words import has_digit
from indexer.sources.press_kind import COUNTED, END

_END: Final = re.compile(rf"(?m)^[ \t]*(?:{END})[ \t]*$")
_COUNTED: Final = re.compile(rf"(?m)^[ \t]*{COUNTED}[ \t]*$")
_WORDS: Final = re.compile(r"\d[\d.,]* (?:words|mots|palabras|Wörter|parole|palavras)")
_LABEL: Final = re.compile(
    r"(?P<name>section|length|byline|headline|load-date|language|publication-type|dateline|body"
    r"|highlight|graphic|classification|subject|copyright|series|journal-code)\s*:?\s*(?P<value>.*)",
    re.IGNORECASE,
)
_AFTER: Final = frozenset(
    {"load-date", "language", "publication-type", "classification", "subject", "graphic",
     "journal-code"}
)  # fmt: skip
_CODE: Final = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_EDITION: Final = re.compile(
    r"(?:[^\W\d_]+ ){0,3}(?:edition|édition|edición|edizione|edição|ausgabe)(?: \w+){0,2}",
    re.IGNORECASE,
)
_RIGHTS: Final = re.compile(r"(?:©|\(c\)|copyright\b|all rights reserved)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(
    r"English|French|German|Spanish|Arabic|Italian|Portuguese|Dutch|Français|Deutsch|Español|Anglais"
)
_FIELD: Final = re.compile(r"(?P<code>[A-Z]{2,3})(?:[ \t]{1,6}(?P<value>.*))?")
_FIELDS: Final = frozenset(
    {"SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP",
     "TD", "CT", "RF", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN", "CLM", "ART", "DLN"}
)  # fmt: skip
_BYLINE: Final = re.compile(r"^(?:by|par|von|por)\s+", re.IGNORECASE)
_MAX_HEAD: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PressArticle:
    """An article of a press database with what its head says."""

    title: str
    body: str
    day: str = ""
    authors: str = ""
    outlet: str = ""
    section: str = ""

    def record(self) -> dict[str, str]:
        """The article as a record of an export, by the names that records have."""
        line = read_dateline(self.day)
        day = line.mention.full if line else None
        fields = {
            "title": self.title,
            "text": self.body,
            "date": day.isoformat() if day else self.day,
            "author": _BYLINE.sub("", self.authors),
            "publication": self.outlet,
            "section": self.section,
        }
        return {name: value for name, value in fields.items() if value}


def press_articles(text: str) -> list[PressArticle]:
    """The articles of an export, empty where the text is none."""
    if "Document" in text:
        parts = _END.split(text)
        if len(parts) > 1:
            # what is behind the last end is a footer of the export, unless it was cut
            return _articles(parts[:-1])
    if "DOCUMENT" in text:
        return _articles(_COUNTED.split(text)[1:])
    return []


def _articles(parts: Sequence[str]) -> list[PressArticle]:
    """Each part as an article; one whose head is not understood by its first line."""
    understood = [_article(part) for part in parts]
    if 2 * sum(one is not None for one in understood) < len(parts):
        return []
    found = [one or _as_it_is(part) for one, part in zip(understood, parts, strict=True)]
    return [one for one in found if one]


def _as_it_is(part: str) -> PressArticle | None:
    first, _, rest = part.strip().partition("\n")
    return PressArticle(title=first.strip(), body=rest.strip()) if rest.strip() else None


def _article(part: str) -> PressArticle | None:
    lines = [line.strip() for line in part.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    if sum(1 for line in lines if _tagged(line)) >= len(_FIELDS) // 6:
        return _of_fields(lines)
    return _of_labels(lines) or _of_lines(lines)


def _tagged(line: str) -> bool:
    match = _FIELD.fullmatch(line)
    return match is not None and match["code"] in _FIELDS


def _of_fields(lines: Sequence[str]) -> PressArticle | None:
    """Factiva with its codes: HD headline, BY author, PD day, SN source, LP and TD text."""
    fields: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _FIELD.fullmatch(line)
        if match and match["code"] in _FIELDS:
            code, line = match["code"], match["value"] or ""
        if code:
            fields.setdefault(code, []).append(line)
    body = "\n".join([*fields.get("LP", ()), "", *fields.get("TD", ())]).strip()
    title = " ".join(" ".join(fields.get("HD", ())).split())
    if not title or not body:
        return None
    one = {key: " ".join(" ".join(value).split()) for key, value in fields.items()}
    return PressArticle(
        title=title,
        body=body,
        day=one.get("PD", ""),
        authors=one.get("BY", ""),
        outlet=one.get("SN", ""),
        section=one.get("SE", ""),
    )


def _of_labels(lines: Sequence[str]) -> PressArticle | None:
    """Nexis: fields with labels around the text, which the word "Body" or the last one opens."""
    fields: dict[str, str] = {}
    heads: list[str] = []
    begin = None
    for number, line in enumerate(lines[:_MAX_HEAD]):
        label = _LABEL.fullmatch(line)
        if label and label["name"].lower() in _AFTER:
            break
        if label and (label["value"] or label["name"].lower() == "body"):
            fields.setdefault(label["name"].lower(), label["value"])
            begin = number + 1
            if label["name"].lower() == "body":
                break
        elif line and not _RIGHTS.search(line) and begin is None:
            heads.append(line)
    if begin is None or "length" not in fields:
        return None
    dated = next((number for number, line in enumerate(heads) if is_date_line(line)), None)
    if dated is None:
        return None
    day = heads.pop(dated)
    title = fields.get("headline", "")
    while len(heads) > dated + 1 and _EDITION.fullmatch(heads[dated]):
        del heads[dated]
    if not title:
        # the headline is above the name of the paper, or behind its day
        title = heads.pop(0) if dated > 1 else " ".join(heads[dated:])
        heads = heads[:dated]
    end = next(
        (
            number
            for number in range(begin, len(lines))
            if (label := _LABEL.fullmatch(lines[number])) and label["name"].lower() in _AFTER
        ),
        len(lines),
    )
    body = "\n".join(lines[begin:end]).strip()
    section = re.split(r"[;,]", fields.get("section", ""))[0].strip()
    if not title or not body:
        return None
    return PressArticle(
        title=title,
        body=body,
        day=day,
        authors=fields.get("byline", ""),
        outlet=heads[0] if heads else "",
        section=section,
    )


def _of_lines(lines: Sequence[str]) -> PressArticle | None:
    """Factiva without codes: headline, author, words, day, source, code, language, rights."""
    counted = next((n for n, line in enumerate(lines[:12]) if _WORDS.fullmatch(line)), None)
    if counted is None:
        return None
    above = [line for line in lines[:counted] if line]
    rest = list(lines[counted + 1 :])
    head: list[str] = []
    while rest and len(head) < _MAX_HEAD:
        line = rest.pop(0)
        if line:
            head.append(line)
            if _RIGHTS.search(line):
                break
            if _LANGUAGE.fullmatch(line) and not (rest and _RIGHTS.search(rest[0])):
                break
    day = next((line for line in head if is_date_line(line)), "")
    named = [
        line for line in head if line != day and not has_digit(line) and not _CODE.fullmatch(line)
    ]
    body = "\n".join(rest).strip()
    if not above or not day or not body:
        return None
    author = above.pop() if len(above) > 1 and _is_author(above[-1]) else ""
    return PressArticle(
        title=" ".join(above), body=body, day=day, authors=author, outlet=named[0] if named else ""
    )


def _is_author(line: str) -> bool:
    return bool(_BYLINE.match(line)) or (len(line.split()) <= 4 and line.istitle())
