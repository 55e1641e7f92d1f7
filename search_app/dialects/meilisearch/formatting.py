"""`_formatted` and `_matchesPosition`: attributes with tags around what matched, and cropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from search_app.dialects.meilisearch.parameters import SearchParameters

Spans = Sequence[tuple[int, int]]
"""(start, end) of what matched in a text, in code points, ascending."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def formatted(
    document: Mapping[str, Any], marks: Mapping[str, Spans], asked: SearchParameters
) -> dict[str, Any]:
    """The attributes as text, highlighted and cropped as asked for; numbers become text."""
    names = list(document if asked.retrieve is None else asked.retrieve)
    names += [name for name in (*asked.highlight, *asked.crop) if name not in names]
    found: dict[str, Any] = {}
    for name in names:
        if name in document:
            found[name] = _formatted(name, document[name], marks.get(name, ()), asked)
    return found


def _formatted(name: str, value: Any, spans: Spans, asked: SearchParameters) -> Any:
    if isinstance(value, list):
        return [_formatted(name, each, (), asked) for each in value]
    if value is None:
        return None
    text = str(value)
    before = after = ""
    length = asked.crop.get(name, asked.crop.get("*"))
    if length is not None and isinstance(value, str):
        start, end = _window(text, spans, length)
        before = asked.crop_marker if start else ""
        after = asked.crop_marker if end < len(text) else ""
        spans = [(max(a, start) - start, min(b, end) - start) for a, b in spans]
        spans = [(a, b) for a, b in spans if a < b]
        text = text[start:end]
    if name in asked.highlight or "*" in asked.highlight:
        text = _tagged(text, spans, asked.pre_tag, asked.post_tag)
    return f"{before}{text}{after}"


def _tagged(text: str, spans: Spans, pre: str, post: str) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], pre, text[start:end], post]
        at = end
    return "".join([*pieces, text[at:]])


def _window(text: str, spans: Spans, length: int) -> tuple[int, int]:
    """Where the best `length` words are: those around most matches, the first of equals."""
    words = [match.span() for match in _WORD.finditer(text)]
    if not length or len(words) <= length:
        return 0, len(text)
    matched = [0] * (len(words) + 1)
    at = 0
    for number, (start, end) in enumerate(words):
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        hit = at < len(spans) and spans[at][0] < end
        matched[number + 1] = matched[number] + hit
    best = max(range(len(words) - length + 1), key=lambda n: (matched[n + length] - matched[n], -n))
    count = matched[best + length] - matched[best]
    # As many words before the first match as after the last one, where there is room.
    last = best
    while (
        last + 1 + length <= len(words) and matched[last + 1 + length] - matched[last + 1] == count
    ):
        last += 1
    first = (best + last) // 2 if count else 0
    first_char = words[first][0] if first else 0
    final = first + length - 1
    last_char = words[final][1] if final + 1 < len(words) else len(text)
    return first_char, last_char


def positions(document: Mapping[str, Any], marks: Mapping[str, Spans]) -> dict[str, Any]:
    """Where the matches are: start and length in bytes of UTF-8, as Meilisearch counts."""
    found: dict[str, Any] = {}
    for name, spans in marks.items():
        text = document.get(name)
        if not spans or not isinstance(text, str):
            continue
        rows, at, bytes_before = [], 0, 0
        for start, end in spans:
            bytes_before += len(text[at:start].encode("utf-8", "replace"))
            length = len(text[start:end].encode("utf-8", "replace"))
            rows.append({"start": bytes_before, "length": length})
            bytes_before += length
            at = end
        found[name] = rows
    return found
