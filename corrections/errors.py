"""What can go wrong with corrections.

CorrectionRefused       a correction cannot be written as it is
├── Conflict            somebody else has changed the same field since
└── UnknownCorrection   there is none of that id, or it was undone already
FileUnusable            the file of corrections cannot be read or written
"""

from __future__ import annotations

from corrections.records import Correction, Value
from search_index.errors import ClippingsError


class CorrectionRefused(ClippingsError):
    """A correction cannot be written; the message says why and what to do."""


class Conflict(CorrectionRefused):
    """Somebody else has changed the same field since `given.before` was seen.

    `current` is the value that holds now; `holds` the correction that gave it, None where the
    last one was undone and the value is again the one that was read.
    """

    def __init__(self, given: Correction, current: Value, holds: Correction | None) -> None:
        by = f"{holds.who or 'Somebody'} has changed it" if holds else "It was undone"
        super().__init__(
            f"{by} since you looked: {given.what} is {current!r} now, you saw {given.before!r} "
            f"and gave {given.to!r}. Look at both and correct it again."
        )
        self.given = given
        self.current = current
        self.holds = holds


class UnknownCorrection(CorrectionRefused):
    """There is no such correction, or it was undone already."""


class FileUnusable(ClippingsError):
    """The file of corrections cannot be read or written; the message names it."""
