"""Snapshots of ArchiveBox: one page in a dozen forms, its address and title in an index."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indexer.sources.moments import iso_of

_FOLDER = re.compile(r"\d{9,10}(?:\.\d+)?")
_INDEX: Final = "index.json"
# The forms of a page, best first.
_FORMS: Final = (
    "singlefile.html",
    "output.html",
    "readability/content.html",
    "mercury/content.html",
    "readability/content.txt",
    "htmltotext.txt",
)
_MAX_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What the index of a snapshot says of its page."""

    url: str | None
    title: str | None
    captured: str | None


def page_of_snapshot(folder: str, names: Sequence[str]) -> str | None:
    """The file of a snapshot's folder to read, None where it is not one."""
    if _INDEX not in names or not _FOLDER.fullmatch(Path(folder).name):
        return None
    for form in _FORMS:
        if form.split("/", 1)[0] in names and Path(folder, form).is_file():
            return form
    return None


def snapshot_of(place: str) -> Snapshot | None:
    """What the index next to the page at a place says of it, None where there is none."""
    if not any(map(_FOLDER.fullmatch, place.split("/")[-3:-1])):
        return None
    path = Path(place)
    for folder in (path.parent, path.parent.parent):
        if _FOLDER.fullmatch(folder.name):
            break
    else:
        return None
    try:
        with (folder / _INDEX).open("rb") as opened:
            index = json.loads(opened.read(_MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(index, dict):
        return None
    url, title = index.get("url"), index.get("title")
    return Snapshot(
        url=url if isinstance(url, str) else None,
        title=title if isinstance(title, str) else None,
        captured=iso_of(index.get("timestamp") or folder.name),
    )
