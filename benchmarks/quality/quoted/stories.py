"""Stories in which somebody marked who says what, without their text.

`annotated.jsonl` holds for each the id of its text in the folder of shared data, which stretch of
it was read, a digest of that, and offsets into it: a quotation, its speaker, and where the
speaker is a person whom the story names, that name. The text itself may not be copied here.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

ANNOTATED = Path(__file__).with_name("annotated.jsonl")
FEWEST_CHARS = 40
"""Shorter paragraphs of a page are menus and captions."""

_IN_PART = frozenset({"mr-liberation-1"})
_SPACE = re.compile(r"\s+")
_END_OF_WIRE = re.compile(r"\s*\b(?:REUTER|Reuter)\W*$")
_CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]+)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedQuote:
    """A quotation as a reader marked it; `name` is where the story names the person who speaks."""

    span: Span
    speaker: Span
    name: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedStory:
    """A story with its quotations. Nothing was fitted to those that are `held_out`."""

    id: str
    language: str
    held_out: bool
    body: str
    quotes: tuple[MarkedQuote, ...]


class TextMissing(Exception):
    """The texts of the stories are not there, or others than those that were annotated."""


def load(shared: Path) -> list[MarkedStory]:
    """All annotated stories. Raises TextMissing."""
    rows = [json.loads(line) for line in ANNOTATED.read_text("utf-8").splitlines()]
    texts = _texts(shared / "data", {str(row["id"]) for row in rows})
    stories = []
    for row in rows:
        body = texts.get(row["id"], "")[row["from"] : row["to"]]
        if hashlib.sha256(body.encode()).hexdigest()[:16] != row["sha256"]:
            raise TextMissing(f"{row['id']} under {shared} is not the text that was annotated")
        quotes = tuple(
            MarkedQuote(
                span=(low, high),
                speaker=(first, after),
                name=None if start is None else (start, end),
            )
            for low, high, first, after, start, end in row["quotes"]
        )
        story = MarkedStory(
            id=row["id"],
            language=row["language"],
            held_out=row["held_out"],
            body=body,
            quotes=quotes,
        )
        stories.append(story)
    return stories


def _texts(data: Path, wanted: set[str]) -> dict[str, str]:
    if not data.is_dir():
        raise TextMissing(f"there is no folder {data}")
    found: dict[str, str] = {}
    for name, read in (("reuters", _reuters), ("ant", _ant), ("pages", _pages), ("names", _names)):
        ids = {each.partition("/")[2] for each in wanted if each.startswith(name + "/")}
        found.update((f"{name}/{each}", text) for each, text in read(data, ids))
    return found


def _reuters(data: Path, ids: set[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs are indented; lines are broken at a width."""
    for row in _lines(data / "reuters21578.jsonl.gz"):
        if row["id"] not in ids:
            continue
        paragraphs: list[str] = []
        for line in row["text"].split("\n"):
            if line.startswith("   ") or not paragraphs:
                paragraphs += [line.strip()] if line.strip() else []
            elif line.strip():
                paragraphs[-1] += " " + line.strip()
        paragraphs[-1:] = [_END_OF_WIRE.sub("", last) for last in paragraphs[-1:]]
        yield row["id"], _joined(paragraphs)


def _ant(data: Path, ids: set[str]) -> Iterator[tuple[str, str]]:
    for row in _lines(data / "ant_arabic.jsonl.gz"):
        if row["id"] in ids:
            yield row["id"], _joined(row["text"].split("\n"))


def _pages(data: Path, ids: set[str]) -> Iterator[tuple[str, str]]:
    """The body that the collection gives; where that is a part or none, the long paragraphs."""
    truth = json.loads((data / "pages" / "truth.json").read_text("utf-8"))
    for each in ids:
        body = truth[each].get("body", "") if each not in _IN_PART else ""
        yield each, _joined(body.split("\n")) if body else _paragraphs(data, each)


def _paragraphs(data: Path, page: str) -> str:
    raw = gzip.decompress((data / "pages" / "html" / f"{page}.html.gz").read_bytes())
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        declared = _CHARSET.search(raw[:4096])
        text = raw.decode(declared[1].decode() if declared else "latin-1", "replace")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    found = []
    for element in html.fromstring(text.encode(), parser=parser).iter("p", "blockquote", "h2"):
        if element.tag == "blockquote" and element.find(".//p") is not None:
            continue
        line = _SPACE.sub(" ", element.text_content()).strip()
        found += [line] if len(line) >= FEWEST_CHARS else []
    return "\n\n".join(found)


def _names(data: Path, ids: set[str]) -> Iterator[tuple[str, str]]:
    """Each sentence is a paragraph of its own there; items of lists begin one here."""
    for row in _lines(data / "names" / "sequoia_frwiki_fr.jsonl"):
        if row["id"] not in ids:
            continue
        paragraphs: list[str] = []
        for sentence in row["body"].split("\n\n"):
            line = _SPACE.sub(" ", sentence).strip()
            if line.startswith("- ") or not paragraphs:
                paragraphs.append(line)
            else:
                paragraphs[-1] += " " + line
        yield row["id"], "\n\n".join(paragraphs)


def _joined(paragraphs: Iterable[str]) -> str:
    lines = (_SPACE.sub(" ", each).strip() for each in paragraphs)
    return "\n\n".join(line for line in lines if line)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    packed = path.suffix == ".gz"
    with gzip.open(path, "rt", encoding="utf-8") if packed else path.open("rt") as lines:
        for line in lines:
            yield json.loads(line)
