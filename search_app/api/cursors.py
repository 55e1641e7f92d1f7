"""Cursors: names of states of the index, by which pages of hits fit together."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from marshmallow import ValidationError, fields

from search_app.errors import Problem
from search_index.settings import Settings

_CURSOR = re.compile(r"([0-9A-Za-z._-]{1,80})~[0-9a-f]{8}", re.ASCII)


class UnknownCursor(Problem):
    """A cursor that this program never gave."""

    def __init__(self) -> None:
        super().__init__(
            404,
            "unknown-cursor",
            "Unknown cursor",
            "No answer ever named this cursor; start again at page 1 without cursor.",
            errors=[("cursor", "Unknown.")],
        )


class Cursor(fields.Field[str]):
    """The name of a snapshot, with a checksum that tells an old one from a made-up one.

    Loads the cursor as it is, for `snapshot_of`.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        match = _CURSOR.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise ValidationError("Is not a cursor; take it from an answer.")
        return match[0]

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """A cursor by its pattern."""
        return {"type": "string", "pattern": f"^{_CURSOR.pattern}$"}


def cursor_of(snapshot: str) -> str:
    """The cursor that names a snapshot."""
    return f"{snapshot}~{hashlib.sha256(snapshot.encode()).hexdigest()[:8]}"


def snapshot_of(cursor: str) -> str:
    """The snapshot that a cursor names. Raises UnknownCursor, a 404."""
    snapshot = cursor.partition("~")[0]
    if cursor != cursor_of(snapshot):
        raise UnknownCursor
    return snapshot
