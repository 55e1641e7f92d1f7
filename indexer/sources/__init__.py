"""From files to pages."""

from indexer.sources.files import SourceFile, roots_of, walk
from indexer.sources.kinds import KINDS, kind_of, suffix_of
from indexer.sources.packed import digest_of, file_digest
from indexer.sources.read import fault, is_container, read, units
from indexer.sources.unit import Unit, UnitOutcome

__all__ = [
    "KINDS",
    "SourceFile",
    "Unit",
    "UnitOutcome",
    "digest_of",
    "fault",
    "file_digest",
    "is_container",
    "kind_of",
    "read",
    "roots_of",
    "suffix_of",
    "units",
    "walk",
]
