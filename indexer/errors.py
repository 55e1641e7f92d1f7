"""What can go wrong while reading, on the tree of search_index.errors.

ClippingsError
├── SourceMissing     a SOURCE does not exist or cannot be listed
├── WorkerCrashed     a process that reads pages died
└── PageRejected      one page cannot be used; the rest is indexed
"""

from __future__ import annotations

from search_index.errors import ClippingsError


class SourceMissing(ClippingsError):
    """A SOURCE does not exist or cannot be listed; nothing was done."""


class WorkerCrashed(ClippingsError):
    """A process that reads pages died; the live index is untouched."""


class PageRejected(ClippingsError):
    """One page cannot be used. The message is the reason, without the page's name."""
