"""RIS: the lists of articles that databases of the press and managers of references export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from indexer.errors import PageRejected
from indexer.sources.decode import decode
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  -(?: (?P<value>.*))?")
_FIELDS: Final = {
    "title": ("TI", "T1"),
    "authors": ("AU", "A1"),
    "outlet": ("T2", "JO", "JF", "PB"),
    "date": ("DA", "Y1", "PY"),
    "text": ("N2", "AB", "N1"),
    "url": ("UR", "L2"),
    "language": ("LA",),
    "section": ("SE",),
}
_MOST_BYTES: Final = 16 * MAX_PAGE_BYTES


def records_of_ris(stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    """The articles of a file, each from its line `TY` to its line `ER`."""
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        yield PageRejected(TOO_LARGE)
        return
    text, _ = decode(data, lines=False)
    found: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in text.lstrip("\ufeff").splitlines():
        tagged = _TAG.fullmatch(line)
        if tagged is None:
            if last:  # a value goes on; paragraphs are kept
                last[-1] += f"\n{line.strip()}"
            continue
        tag, value = tagged["tag"], (tagged["value"] or "").strip()
        if tag in ("TY", "ER"):
            if record := _record(found):
                yield record
            found, last = {}, None
            continue
        last = found.setdefault(tag, [])
        last.append(value)
    if record := _record(found):
        yield record


def _record(found: dict[str, list[str]]) -> bytes | PageRejected | None:
    if not found:
        return None
    record: dict[str, object] = {}
    for field, tags in _FIELDS.items():
        values = next((found[tag] for tag in tags if any(found.get(tag, ()))), None)
        if values is None:
            continue
        if field == "authors":
            record[field] = values
        elif field == "date":
            # "2021/05/04/Tuesday": year, month, day and what else is known
            record[field] = "-".join(filter(None, values[0].split("/")[:3]))
        else:
            record[field] = "\n\n".join(values) if field == "text" else values[0]
    line = json.dumps(record).encode()
    return line if len(line) <= MAX_PAGE_BYTES else PageRejected(TOO_LARGE)
