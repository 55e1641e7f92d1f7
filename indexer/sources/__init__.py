"""From files to pages."""

from indexer.sources.files import KINDS, SourceFile, kind_of, roots_of, walk
from indexer.sources.read import Reading, read_file

__all__ = ["KINDS", "Reading", "SourceFile", "kind_of", "read_file", "roots_of", "walk"]
