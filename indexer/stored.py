"""Values as the state keeps them: compressed JSON."""

from __future__ import annotations

import json
from typing import Any

import orjson
import zstandard

_compressor = zstandard.ZstdCompressor(level=1)
_decompressor = zstandard.ZstdDecompressor()


def pack(values: object) -> bytes:
    """Plain values as bytes; `unpack` reads them back."""
    try:
        text = orjson.dumps(values)
    except TypeError:
        text = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _compressor.compress(text)


def unpack(packed: bytes) -> Any:
    """What `pack` was given, tuples as lists."""
    text = _decompressor.decompress(packed)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text.decode("utf-8", "surrogatepass"))
