"""A packed file of records that is cut gives every whole record before the cut."""

from __future__ import annotations

import gzip
import json
import lzma
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.containers import BODY, URL, Reader, reader, zipped


def _record(number: int) -> bytes:
    # what packs badly, so that a cut at any byte is in another record
    text = f"{BODY}\n\n{Random(number).randbytes(400).hex()}"
    title = f"Ferry Crossing Number {number}"
    record = {"title": title, "text": text, "date": "2021-05-04", "url": f"{URL}/{number}"}
    return json.dumps(record).encode() + b"\n"


LINES = b"".join(map(_record, range(6)))


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return reader(tmp_path)


@pytest.mark.parametrize("percent", [45, 60, 80, 97])
@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz", "a.jsonl.xz", "a.zip", "records.gz"])
def test_the_whole_records_before_a_cut_are_read(read: Reader, name: str, percent: int) -> None:
    pack, unpack = _packing(name)
    packed = pack(LINES)
    cut = packed[: len(packed) * percent // 100]
    whole = unpack(cut).count(b"\n")
    articles, report = read(name, zipped({"a.jsonl.gz": cut}) if name == "a.zip" else cut)
    assert whole > 0
    titles = {one.title for one in articles}
    assert titles == {f"Ferry Crossing Number {number}" for number in range(whole)}
    assert ["damaged" in reason for _, reason in report.rejected] == [True]


def _packing(name: str) -> tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]:
    """What packs for a file of this name, and what unpacks as much as a cut file holds."""
    if name.endswith(".xz"):
        return lzma.compress, lzma.LZMADecompressor().decompress
    return gzip.compress, zlib.decompressobj(31).decompress
