"""A checksum within a JSON object, so that what a disk has changed of it is not believed.

It is over the values, not the bytes: objects may be laid out otherwise. People may write objects
without one; who changes one by hand takes `check` out of it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

CHECK: Final = "check"
DAMAGED: Final = (
    "it is not as it was written: where it was changed by hand, take its check out, else put it "
    "back from a backup"
)
"""What is wrong with an object whose check does not fit."""


def with_check(values: Mapping[str, Any]) -> dict[str, Any]:
    """The object as a file in UTF-8 can hold it, with its check, which comes last."""
    text = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    plain: dict[str, Any] = json.loads(text)
    plain.pop(CHECK, None)
    return {**plain, CHECK: _check_of(plain)}


def without_check(values: Mapping[str, Any]) -> dict[str, Any]:
    """The object without its check. Raises ValueError where that does not fit."""
    plain = {name: value for name, value in values.items() if name != CHECK}
    if CHECK in values and values[CHECK] != _check_of(plain):
        raise ValueError(DAMAGED)
    return plain


def _check_of(plain: Mapping[str, Any]) -> str:
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return f"{zlib.crc32(text.encode()):08x}"
