"""Notes of Joplin, as its exports hold them: a title, a text, and fields at the foot."""

from __future__ import annotations

import re
from typing import Final

from indexer.errors import PageRejected

_FIELD = re.compile(r"(?P<name>[a-z][a-z_]{0,40}):(?: (?P<value>.*))?")
_ID = re.compile(r"[0-9a-f]{32}")
_LAST: Final = "type_"
_MAX_FIELDS: Final = 100
_NOTE: Final = "1"
_OTHERS: Final = {"2": "folder", "4": "resource", "5": "tag", "6": "tag of a note"}
_NAMES: Final = {
    "captured": ("user_created_time", "created_time"),
    "url": ("source_url",),
    "author": ("author",),
}
"""A note was clipped when it was created; its story is as old or older."""


def fields_at_foot(text: str) -> tuple[dict[str, object], str] | None:
    """The fields of a note and the text that is above them, None where it has none.

    Raises PageRejected for folders, tags and other items that are no notes.
    """
    lines = text.lstrip("\ufeff").rstrip().split("\n")
    own: dict[str, str] = {}
    at = len(lines)
    while at and len(own) < _MAX_FIELDS:
        field = _FIELD.fullmatch(lines[at - 1].rstrip())
        if field is None or (not own and field["name"] != _LAST):
            break
        own[field["name"]] = (field["value"] or "").strip()
        at -= 1
    if not _ID.fullmatch(own.get("id", "")) or (at and lines[at - 1].strip()):
        return None
    if own[_LAST] != _NOTE:
        raise PageRejected(f"not a note, but a {_OTHERS.get(own[_LAST], 'setting')} of Joplin")
    title, _, body = "\n".join(lines[:at]).strip().partition("\n")
    if not body.strip():
        raise PageRejected("a note of Joplin without a text")
    found: dict[str, object] = {"title": title.strip()}
    for name, fields in _NAMES.items():
        value = next((own[field] for field in fields if own.get(field)), None)
        if value:
            found[name] = value
    return found, body
