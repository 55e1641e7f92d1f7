"""One file to its pages, whatever kind of file it is."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources.decode import decode
from indexer.sources.files import SourceFile
from indexer.sources.plain import plain

MAX_PAGE_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one page of a file: the page, or why there is none."""

    name: str
    page: Page | None = None
    reason: str | None = None
    notice: str | None = None


def read_file(file: SourceFile) -> Iterator[Reading]:
    """Pages of a file, one at a time. Never raises for what the file holds."""
    if file.problem:
        yield Reading(name=file.name, reason=file.problem)
        return
    try:
        yield _plain(file)
    except PageRejected as error:
        yield Reading(name=file.name, reason=str(error))
    except OSError as error:
        yield Reading(name=file.name, reason=f"cannot be read: {error.strerror or error}")


def _plain(file: SourceFile) -> Reading:
    data = load(file.path)
    text, notice = decode(data)
    page = Page(name=file.name, text=plain(text), digest=digest_of(data))
    return Reading(name=file.name, page=page, notice=notice)


def digest_of(data: bytes) -> str:
    """32 hex digits that tell contents apart."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def load(path: Path) -> bytes:
    """The bytes of a page's file, unpacked. Raises PageRejected where there are too many."""
    too_large = PageRejected(
        f"larger than {MAX_PAGE_BYTES // 2**20} MB; no page is, split the file into pages"
    )
    if not path.name.lower().endswith(".gz"):
        if path.stat().st_size > MAX_PAGE_BYTES:
            raise too_large
        return path.read_bytes()
    try:
        with gzip.open(path) as packed:
            data = packed.read(MAX_PAGE_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise PageRejected(f"damaged gzip file: {error}") from None
    if len(data) > MAX_PAGE_BYTES:
        raise too_large
    return data


def file_digest(file: SourceFile) -> str:
    """Digest of a file as it lies on disk, empty where it cannot be read."""
    try:
        with file.path.open("rb") as opened:
            return hashlib.file_digest(opened, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return ""
