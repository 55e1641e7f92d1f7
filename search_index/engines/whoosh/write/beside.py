"""Work that is done next to what the writer does meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


class Beside(Thread):
    """The writing of a segment in a thread.

    Sorting, compressing and writing run outside of Python's lock, and so does waiting for
    another process.
    """

    def __init__(self, segment: str, write: Callable[[], None]) -> None:
        super().__init__(name=segment)
        self.segment = segment
        self._write: Callable[[], None] | None = write
        self._error: BaseException | None = None

    def run(self) -> None:
        """Write, and keep an error for `finish`."""
        # What was written is not held any longer than that.
        write, self._write = self._write, None
        if write is None:
            return
        try:
            write()
        except BaseException as error:
            self._error = error

    @property
    def has_ended(self) -> bool:
        """Whether `finish` would not wait."""
        return self._write is None and not self.is_alive()

    def wait(self) -> None:
        """Wait until it has ended, if it was started."""
        if self.ident is not None:
            self.join()

    def finish(self) -> None:
        """Wait until it is written, or write it now where it was not started. Raises its error."""
        if self.ident is None:
            self.run()
        self.wait()
        if self._error is not None:
            raise self._error
