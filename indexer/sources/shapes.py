"""Tables and maps in JSON that is no list: as pandas writes a frame, or a crawl by address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from indexer.language.words import has_digit
from indexer.sources import fields
from indexer.sources.fields import Fields

_ADDRESS: Final = ("http://", "https://")
_BODY: Final = (*fields.HTML, *fields.TEXT, *fields.SUMMARY)


def records_in(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The records of an object: of a frame its rows, of a map its values, else the object."""
    columns: Any = value.get("columns")
    data: Any = value.get("data")
    if _is_row(columns) and _is_row(data) and all(map(_is_row, data)):
        yield from (dict(zip(map(str, columns), row, strict=False)) for row in data)
        return
    inner = list(value.values())
    if not inner or not all(isinstance(one, Mapping) for one in inner):
        yield value
    elif _is_frame(value):
        for row in inner[0]:
            yield {name: column.get(row) for name, column in value.items()}
    elif all(_is_record(key, one) for key, one in value.items()):
        for key, one in value.items():
            yield {**({"url": key} if key.startswith(_ADDRESS) else {"id": key}), **one}
    else:
        yield value


def _is_row(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_frame(value: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether an object holds columns that have the same rows, one of them texts."""
    columns = list(value.values())
    rows = columns[0].keys()
    if len(columns) < 2 or not rows or any(column.keys() != rows for column in columns):
        return False
    first = {name: column[next(iter(rows))] for name, column in value.items()}
    return Fields(first).first(_BODY) is not None and not _is_record("0", columns[0])


def _is_record(key: str, value: Mapping[str, Any]) -> bool:
    """Whether what is under a key can be a record of its own: of an address or a number."""
    named = key.startswith(_ADDRESS) or key.isdigit() or has_digit(key)
    return named and Fields(value).first(_BODY) is not None
