"""Exports of Omnivore: articles in one folder of a zip file, what is known of them in its lists."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from indexer.sources.packed import MAX_PAGE_BYTES, Meter

_LIST: Final = re.compile(r"(?P<folder>(?:[^/]+/)*)metadata_\d+_to_\d+\.json")
_PAGE: Final = re.compile(r"(?:[^/]+/)*content/[^/]+\.html?")
_FIELDS: Final = {
    "title": "title",
    "author": "author",
    "url": "url",
    "description": "description",
    "publishedAt": "published_at",
    "savedAt": "captured",
}
_WRAPPING = re.compile(r"</?(?:html|head|body)\b[^<>]*>|<!doctype[^<>]*>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b", re.IGNORECASE)


class Omnivore:
    """The lists of an archive, joined with its articles by their slugs."""

    def __init__(self, archive: zipfile.ZipFile, meter: Meter) -> None:
        infos = archive.infolist()
        pages = {info.filename for info in infos if _PAGE.fullmatch(info.filename)}
        self._known: dict[str, Mapping[str, object]] = {}
        self._rest: dict[str, list[Mapping[str, object]]] = {}
        self._notes: set[str] = set()
        for info in infos if pages else ():
            listed = _LIST.fullmatch(info.filename)
            if not listed or info.flag_bits & 1:
                continue
            folder = listed["folder"]
            self._notes.add(f"{folder}highlights")
            items = _items(archive, info, meter)
            if items is None:
                continue  # it is read as any other file, which tells what is wrong with it
            rest = self._rest.setdefault(info.filename, [])
            for item in items:
                name = next((n for n in _names(folder, item.get("slug")) if n in pages), None)
                if name is None:
                    rest.append(item)
                else:
                    self._known[name] = item

    def is_part(self, name: str) -> bool:
        """Whether a member holds what the reader marked in an article, which is there itself."""
        return name.rpartition("/")[0] in self._notes

    def has(self, name: str) -> bool:
        """Whether a member is an article of which a list tells, or such a list."""
        return name in self._known or name in self._rest

    def record_of(self, name: str, html: bytes) -> bytes:
        """The record of an article that a member holds."""
        item = self._known[name]
        text = html.decode("utf-8", "replace")
        if not _TITLE.search(text):  # a piece of a page, for which the list has the title
            text = _WRAPPING.sub("", text)
        record = {own: item[field] for field, own in _FIELDS.items() if item.get(field)}
        return json.dumps({**record, "html": text}).encode()

    def rest_of(self, name: str) -> bytes | None:
        """What a list says of articles that are not there; None where it is no list."""
        rest = self._rest.get(name)
        return None if rest is None else json.dumps(rest).encode()


def _names(folder: str, slug: object) -> tuple[str, ...]:
    return tuple(f"{folder}content/{slug}.{end}" for end in ("html", "htm"))


def _items(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter
) -> list[Mapping[str, object]] | None:
    """The items of a list, None where it cannot be read."""
    if info.file_size > MAX_PAGE_BYTES:
        return None
    meter.add(info.file_size)
    try:
        with archive.open(info) as opened:
            found = json.loads(opened.read(MAX_PAGE_BYTES))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError):
        return None
    if not isinstance(found, list):
        return None
    return [item for item in found if isinstance(item, dict)]
