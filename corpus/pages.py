"""Annotated pages as they are kept: a collection is a file, a page is a line of JSON in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
TRAIN = ROOT / "train"
HELD_OUT = ROOT / "held_out"

PAGE_FILE = "page.txt"
ANNOTATION_FILE = "expected.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedPage:
    """A dump, and what a careful reader finds on it."""

    name: str
    text: str
    rejected: str | None
    articles: tuple[dict[str, Any], ...]
    boilerplate: tuple[str, ...] | None = None
    """Lines that belong to no story, where they were annotated."""

    @property
    def annotation(self) -> dict[str, Any]:
        """What the reader finds, as it is kept."""
        known = {} if self.boilerplate is None else {"boilerplate": list(self.boilerplate)}
        return {"rejected": self.rejected, "articles": list(self.articles), **known}


def collections() -> list[Path]:
    """The files of both sides, those of training first."""
    return [*sorted(TRAIN.glob("*.jsonl")), *sorted(HELD_OUT.glob("*.jsonl"))]


def load(place: Path) -> Iterator[AnnotatedPage]:
    """The pages of a collection, by name; of a folder of unpacked pages just as well."""
    if place.is_dir():
        yield from _unpacked(place)
        return
    with place.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            try:
                values = json.loads(line)
                yield _page(values["name"], values["text"], values)
            except (ValueError, KeyError) as error:
                raise ValueError(f"{place}:{number} is not an annotated page: {error!r}") from error


def write(place: Path, pages: Iterable[AnnotatedPage]) -> int:
    """Pack pages into a collection, in the order of their names; gives how many."""
    ordered = sorted(pages, key=lambda page: page.name)
    names = [page.name for page in ordered]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{place} would hold more than one page named {', '.join(twice)}")
    with place.open("w", encoding="utf-8", newline="\n") as file:
        for page in ordered:
            line = {"name": page.name, "text": page.text, **page.annotation}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return len(ordered)


def unpack(folder: Path, pages: Iterable[AnnotatedPage]) -> int:
    """Write each page into a folder of its own, to be read and edited; gives how many."""
    count = 0
    for page in pages:
        place = folder / page.name
        place.mkdir(parents=True, exist_ok=True)
        (place / PAGE_FILE).write_bytes(page.text.encode())
        annotation = json.dumps(page.annotation, ensure_ascii=False, indent=1)
        (place / ANNOTATION_FILE).write_text(annotation + "\n", "utf-8")
        count += 1
    return count


def _unpacked(folder: Path) -> Iterator[AnnotatedPage]:
    for annotation in sorted(folder.glob(f"*/{ANNOTATION_FILE}")):
        text = (annotation.parent / PAGE_FILE).read_bytes().decode()
        yield _page(annotation.parent.name, text, json.loads(annotation.read_text("utf-8")))


def _page(name: str, text: str, values: dict[str, Any]) -> AnnotatedPage:
    boilerplate = values.get("boilerplate")
    return AnnotatedPage(
        name=name,
        text=text,
        rejected=values["rejected"],
        articles=tuple(values["articles"]),
        boilerplate=None if boilerplate is None else tuple(boilerplate),
    )
