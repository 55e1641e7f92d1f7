"""The head of a note in Markdown, as static sites and note takers write it: YAML or TOML.

Only what stands on a line of its own is read, and lists: `title: "…"`, `tags: [a, b]`, and
items below a name. Anything else of the languages is passed over.
"""

from __future__ import annotations

import re
from typing import Final

_FENCE: Final = {"---": ":", "+++": "="}
_MAX_LINES: Final = 200
_FIELD = re.compile(r"(?P<name>[^\W\d][\w .-]{0,40}?)\s*(?P<sign>[:=])(?:\s+(?P<value>.*))?")
_ITEM = re.compile(r"\s*-\s+(?P<value>.+)")
_QUOTED = re.compile(r"(?P<quote>[\"'])(?P<inner>.*)(?P=quote)")
_COMMENT = re.compile(r"\s#\s.*$")
_PART = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^,])+")
"""A member of a list; commas in quotes are its own."""


def front_matter(text: str) -> tuple[dict[str, object], str] | None:
    """The fields at the head of a text and what is below them, None where it has none."""
    lines = text.lstrip("\ufeff \n").split("\n")
    fence = lines[0].strip()
    sign = _FENCE.get(fence)
    if sign is None:
        return None
    end = next((at for at, line in enumerate(lines[1:_MAX_LINES], 1) if line.strip() == fence), 0)
    if end < 2:
        return None
    found: dict[str, object] = {}
    listed: list[object] | None = None
    for line in lines[1:end]:
        item = _ITEM.fullmatch(line) if listed is not None else None
        if item and listed is not None:
            listed.append(_scalar(item["value"]))
            continue
        field = _FIELD.fullmatch(line.rstrip())
        if field is None or field["sign"] != sign:
            continue
        name, value = field["name"], (field["value"] or "").strip()
        listed = None
        if value:
            found[name] = _value(value)
        else:
            found[name] = listed = []
    return (found, "\n".join(lines[end + 1 :])) if found else None


def _value(text: str) -> object:
    if text.startswith("[") and text.endswith("]"):
        return [_scalar(part) for part in _PART.findall(text[1:-1]) if part.strip()]
    return _scalar(text)


def _scalar(text: str) -> str:
    text = text.strip()
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted["inner"].replace(f"\\{quoted['quote']}", quoted["quote"])
    return _COMMENT.sub("", text)
