"""Records of JSON documents and of tables, each as a line of JSON."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO, Final

import ijson

from indexer.errors import PageRejected
from indexer.sources.columns import columns_of
from indexer.sources.decode import decode
from indexer.sources.fields import is_known
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE
from indexer.sources.shapes import records_in

_LISTS: Final = frozenset(
    {"articles", "items", "results", "posts", "entries", "docs", "documents", "stories", "data",
     "news", "hits", "records", "rows", "messages", "value", "response", "@graph", "channel",
     "list", "feed", "item", "db", "orderedItems"}
)  # fmt: skip
_NO_RECORDS: Final = frozenset({"db"})
"""Lists of what is no record but holds some, as Ghost exports a site."""
_OPENING: Final = frozenset({"start_map", "start_array"})
_CLOSING: Final = frozenset({"end_map", "end_array"})
_MAX_DEPTH: Final = 200
_MOST_ABOVE: Final = 6
"""So deep a list of records may be."""
_LOOKED_AT: Final = 500
"""So many rows of a table tell in which order it writes its dates."""
# "(right here) ------^", a line further down than the place that it points at
_POINTED: Final = re.compile(r"\s*\(right here\) -*\^\s*")
_NUMERIC: Final = re.compile(
    r"\s*(?P<a>\d{1,2})(?P<sign>[/.-])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{4}|\d\d)(?!\d)(?P<rest>.*)",
    re.DOTALL,
)


def lines_first(head: bytes) -> bool:
    """Whether a document is one record a line, whatever its name says."""
    first, found, rest = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not found or not rest.strip():
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def document_first(head: bytes) -> bool:
    """Whether what is called one record a line is an array, or records of several lines each."""
    first, _, rest = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    first = first.strip()
    return bool(rest.strip()) and (first in (b"{", b"[") or first.startswith(b"[{"))


def records_of_document(stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    """The records of an array, of an object that holds one, or of objects in a row.

    What is broken ends the document: the records above are given, then the reason.
    """
    try:
        yield from _records(stream)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError, ValueError) as error:
        why = " ".join(_POINTED.sub("", str(error)).split())[:200]
        yield PageRejected(f"broken JSON: {why}; the rest is lost")


def _records(stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    """The path to where the document is read is kept here: ijson joins it anew for each event."""
    path: list[str] = []
    building: Any = None
    above = 0
    whole: Any = None
    streamed = False
    for event, value in ijson.basic_parse(stream, multiple_values=True, use_float=True):
        is_top = in_list = False
        if event in _OPENING:
            is_top, in_list = not path, event == "start_map" and _is_list(path)
            path.append("item" if event == "start_array" else "")
            if len(path) > _MAX_DEPTH:
                raise ValueError(f"nested over {_MAX_DEPTH} deep")
        elif event in _CLOSING:
            path.pop()
            is_top = not path
        elif event == "map_key":
            path[-1] = value
        if building is not None:
            building.event(event, value)
            if len(path) == above:
                yield _line(_with_outlet(building.value, whole))
                streamed = True
                building = None
            continue
        if in_list:
            building = ijson.ObjectBuilder()
            building.event(event, value)
            above = len(path) - 1
            continue
        if event == "start_map" and is_top:
            whole = ijson.ObjectBuilder()
            streamed = False
        if whole is not None:
            whole.event(event, value)
        if event == "end_map" and is_top and whole is not None:
            if not streamed:
                yield from map(_line, records_in(whole.value))
            whole = None


def _with_outlet(record: Any, whole: Any) -> Any:
    """A record with the name of the feed or the channel that the object around it tells."""
    above = getattr(whole, "value", None)
    if not isinstance(above, dict) or not isinstance(record, dict):
        return record
    is_feed = "jsonfeed.org" in str(above.get("version", "")) or "home_page_url" in above
    is_channel = "channel" in str(above.get("type", ""))  # as Telegram exports it
    name = above.get("title") if is_feed else above.get("name") if is_channel else None
    return {**record, "channel_title": name} if isinstance(name, str) else record


def _is_list(path: Sequence[str]) -> bool:
    return (
        0 < len(path) <= _MOST_ABOVE
        and path[-1] == "item"
        and (len(path) < 2 or path[-2] not in _NO_RECORDS)
        and all(part in _LISTS for part in path[:-1])
    )


def _line(value: object) -> bytes | PageRejected:
    data = json.dumps(value).encode()
    return data if len(data) <= MAX_PAGE_BYTES else PageRejected(TOO_LARGE)


def records_of_table(stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    """The rows of a table whose first row names its columns."""
    text = _text_lines(stream)
    csv.field_size_limit(MAX_PAGE_BYTES)
    head = next(text, "").lstrip("\ufeff")
    delimiter = max(",;\t|", key=head.count)
    first_row = next(_rows(csv.reader([head], delimiter=delimiter)), [])
    if isinstance(first_row, PageRejected):
        yield first_row
        return
    names = [_plain(name) for name in first_row]
    if len(names) < 2:
        yield PageRejected(
            "a table needs a first row that names its columns (title, text, date, …)"
        )
        return
    headless = not any(map(is_known, names))
    # without names a row of the table may go over several lines, as any other
    lines = chain([head], text) if headless else text
    rows = _rows(csv.reader(lines, delimiter=delimiter))
    first = list(islice(rows, _LOOKED_AT))
    if headless:
        names = columns_of([row for row in first if isinstance(row, list)])
    if not names:
        yield PageRejected(
            "the first row of the table names no column that is known (title, text, date, …), and "
            "its cells do not tell what they are; add a row with their names"
        )
        return
    american = _month_first(names, first)
    for row in chain(first, rows):
        if isinstance(row, PageRejected):
            yield row
        elif any(cell.strip() for cell in row):
            values = dict(zip(names, map(_plain, row), strict=False))
            yield _line(values | {name: _day_first(values.get(name, "")) for name in american})


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str] | PageRejected]:
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield PageRejected(f"a row that cannot be read: {error}")
            continue
        if row is None:
            return
        yield row


def _month_first(names: Sequence[str], rows: Sequence[list[str] | PageRejected]) -> list[str]:
    """The columns of which some date proves that the month is first, and none the day."""
    found = []
    for at, name in enumerate(names):
        cells = (row[at] for row in rows if isinstance(row, list) and at < len(row))
        dates = [match for cell in cells if (match := _NUMERIC.match(cell))]
        month_first = any(int(match["a"]) <= 12 < int(match["b"]) for match in dates)
        day_first = any(int(match["b"]) <= 12 < int(match["a"]) for match in dates)
        if month_first and not day_first:
            found.append(name)
    return found


def _day_first(cell: str) -> str:
    """A date of a column that writes the month first as others read it; all else as it is."""
    match = _NUMERIC.match(cell)
    if match is None:
        return cell
    return f"{match['b']}{match['sign']}{match['a']}{match['sign']}{match['c']}{match['rest']}"


def _text_lines(stream: BinaryIO) -> Iterator[str]:
    while line := stream.readline(MAX_PAGE_BYTES):
        yield line.decode("utf-8", "surrogateescape").replace("\x00", "")


def _plain(cell: str) -> str:
    """A cell in whatever encoding its row is."""
    data = cell.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data, lines=False)[0]
