"""What can go wrong with what a run has written of the archive."""

from __future__ import annotations

from search_index.errors import ClippingsError


class QualityUnusable(ClippingsError):
    """What a run has written of the archive cannot be read."""
