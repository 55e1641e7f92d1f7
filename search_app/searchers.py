"""The searcher in use, swapped for the newest snapshot without a failed request.

A request borrows a searcher and gives it back. A snapshot that a newer one has replaced
stays open while it is borrowed, and for a while longer for readers who page through it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from search_index.engines.base import Engine, Searcher
from search_index.errors import IndexDamaged, IndexUnusable

CHECK_EVERY_S = 0.2
KEEP_S = 600.0
KEEP_SNAPSHOTS = 3

log = logging.getLogger("clippings")


@dataclass(slots=True)
class _Held:
    searcher: Searcher
    borrowers: int = 0
    replaced_at: float | None = None
    damage: IndexDamaged | None = None


class Searchers:
    """Lends out searchers; safe to share between threads.

    Whether the current snapshot still is the newest is asked at most every
    `check_every_s` seconds, by one thread while the others go on with what they have.
    At most `keep` replaced snapshots stay open, for `keep_s` seconds at most.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        check_every_s: float = CHECK_EVERY_S,
        keep_s: float = KEEP_S,
        keep: int = KEEP_SNAPSHOTS,
    ) -> None:
        self._engine = engine
        self._check_every_s = check_every_s
        self._keep_s = keep_s
        self._keep = keep
        self._lock = threading.Lock()
        self._checking = threading.Lock()
        self._next_check = 0.0
        self._current: _Held | None = None
        self._replaced: list[_Held] = []
        self._trouble: IndexUnusable | None = None

    @property
    def trouble(self) -> str | None:
        """Why the newest snapshot could not be opened or read; None when it could."""
        current = self._current
        trouble = self._trouble or (current and current.damage)
        return str(trouble) if trouble else None

    def check(self) -> None:
        """Read every byte of the newest snapshot that was not found sound before.

        Raises IndexUnusable with what is wrong.
        """
        self._freshen()
        problems = self._engine.verify()
        trouble = problems[0] if problems else self.trouble
        if trouble:
            raise IndexDamaged(trouble)

    @contextmanager
    def borrow(self, snapshot: str | None = None) -> Iterator[Searcher]:
        """The newest searcher, or that of a named snapshot, until the `with` block ends.

        Raises IndexUnusable where there is none to lend, SnapshotGone for a named one
        that is no longer held.
        """
        held = self._take(snapshot)
        try:
            yield held.searcher
        except IndexDamaged as error:
            self._note(held, error)
            raise
        finally:
            self._give_back(held)

    def _take(self, snapshot: str | None = None) -> _Held:
        self._freshen()
        with self._lock:
            held = self._find(snapshot)
            if held:
                held.borrowers += 1
                return held
            if snapshot is None:
                trouble = self._trouble or IndexUnusable("The searchers are closed.")
                raise type(trouble)(str(trouble))
        return self._reopen(snapshot)

    def _note(self, held: _Held, error: IndexDamaged) -> None:
        if not held.damage:
            log.error("%s", error)
        held.damage = error

    def _give_back(self, held: _Held) -> None:
        with self._lock:
            held.borrowers -= 1
        self._close_unread()

    def close(self) -> None:
        """Close every searcher that nobody reads; the rest as it is given back."""
        with self._lock:
            if self._current:
                self._replaced.append(self._current)
                self._current = None
            for held in self._replaced:
                held.replaced_at = float("-inf")
        self._close_unread()

    def _find(self, snapshot: str | None) -> _Held | None:
        if snapshot is None:
            return self._current
        candidates = [*self._replaced, *([self._current] if self._current else [])]
        for held in candidates:
            if held.searcher.snapshot == snapshot:
                return held
        return None

    def _reopen(self, snapshot: str) -> _Held:
        """A snapshot that another process still knows, but this one never opened."""
        searcher = self._engine.searcher(snapshot)
        with self._lock:
            held = self._find(snapshot)
            if held is None:
                held = _Held(searcher, replaced_at=time.monotonic())
                self._replaced.append(held)
            held.borrowers += 1
        if held.searcher is not searcher:
            searcher.close()
        return held

    def _freshen(self) -> None:
        if time.monotonic() < self._next_check:
            return
        if not self._checking.acquire(blocking=self._current is None):
            return
        try:
            if time.monotonic() < self._next_check:
                return
            current = self._current
            if current is None or not self._engine.is_current(current.searcher):
                self._swap(self._engine.searcher())
            self._tell(None)
        except (IndexUnusable, OSError) as error:
            if isinstance(error, OSError):
                error = IndexUnusable(f"The index cannot be read: {error}")
            self._tell(error)
            self._drop_harmed()
        finally:
            self._next_check = time.monotonic() + self._check_every_s
            self._checking.release()
        self._close_unread()

    def _tell(self, trouble: IndexUnusable | None) -> None:
        """Remember what is wrong, and log it once."""
        if trouble and str(trouble) != str(self._trouble):
            log.error("%s", trouble)
        self._trouble = trouble

    def _swap(self, searcher: Searcher) -> None:
        with self._lock:
            if self._current:
                self._current.replaced_at = time.monotonic()
                self._replaced.append(self._current)
            self._current = _Held(searcher)

    def _drop_harmed(self) -> None:
        """Lend nothing whose files were written to since they were opened."""
        with self._lock:
            if self._current and not self._current.searcher.is_intact():
                self._current = None
            self._replaced = [held for held in self._replaced if held.searcher.is_intact()]

    def _close_unread(self) -> None:
        if not self._replaced:
            return
        with self._lock:
            oldest = time.monotonic() - self._keep_s
            surplus = len(self._replaced) - self._keep
            unread = [
                held
                for place, held in enumerate(self._replaced)
                if not held.borrowers and (place < surplus or (held.replaced_at or 0.0) < oldest)
            ]
            self._replaced = [held for held in self._replaced if held not in unread]
        for held in unread:
            held.searcher.close()
