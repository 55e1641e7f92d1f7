"""What today's rules and settings are, as digests to compare with those of the last run."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from indexer.duplicates import ALGORITHM
from indexer.sources import file_digest
from search_index.settings import Settings


def rules_digest(settings: Settings) -> bytes:
    """Changes whenever the same page could give other stories, dates or mentions."""
    return _package_digest() + f"{ALGORITHM} {settings.spacy_model or ''}".encode()


def names_digest(settings: Settings) -> bytes:
    """Changes whenever the user's file of names does."""
    path = settings.entities
    return b"" if path is None or not path.is_file() else file_digest(path).encode()


@cache
def _package_digest() -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    pending = [resources.files("indexer")]
    while pending:
        for entry in sorted(pending.pop().iterdir(), key=lambda entry: entry.name):
            if entry.is_dir():
                pending.append(entry)
            elif entry.name.endswith((".py", ".txt", ".yaml", ".csv")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest.digest()
