"""The first pass: files to pages that are put aside, read only where they changed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from indexer.clean.learned import Hashes
from indexer.report import Report
from indexer.sources import (
    SourceFile,
    Unit,
    file_digest,
    is_container,
    suffix_of,
    units,
    walk,
)
from indexer.spill import Spill
from indexer.state import PageKey, State
from indexer.workers import Workers, batched

if TYPE_CHECKING:
    from indexer.tasks import Read

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how many more items are done, and how many there are."""

Root = tuple[str, str | None]
"""A folder, and the file in it that is meant, None for all."""

_Place = tuple[SourceFile, PageKey]

_FILES_AT_ONCE = 500
_BATCH_PAGES = 16
_BATCH_BYTES = 1024 * 1024
_FEW_FILES = 400
_FEW_BYTES = 4 * 1024 * 1024


def are_many(roots: Iterable[Root]) -> bool:
    """Whether there are so many files that it takes several processes to read them."""
    files = chain.from_iterable(walk(*root) for root in roots)
    return next(islice(files, _FEW_FILES, None), None) is not None


class Intake:
    """Compares files with what is remembered and reads those that are new or changed.

    `gone` gathers ids of articles whose pages changed or vanished, `touched` tells whether
    anything did.
    """

    def __init__(
        self, state: State, spill: Spill, workers: Workers, report: Report, progress: Progress
    ) -> None:
        self.gone: set[str] = set()
        self.touched = False
        self._state = state
        self._spill = spill
        self._workers = workers
        self._report = report
        self._progress = progress

    def plan(self, root: str, only: str | None) -> None:
        """Sort the files of a root into unchanged ones and those to read."""
        for files in batched(walk(root, only), _FILES_AT_ONCE):
            for file in files:
                if file.problem:
                    self._report.rejected.append((file.name, file.problem))
                if file.passed_over:
                    self._report.pass_over(file.passed_over)
            files = [file for file in files if not (file.problem or file.passed_over)]
            for file, known in zip(files, self._state.known_files(files), strict=True):
                if known is None:
                    self._spill.put_todo(file)
                    continue
                if not known.is_same(file):
                    if _digest_or_none(file) != known.digest:
                        self._spill.put_todo(file)
                        continue
                    self._state.put_file(file, digest=known.digest, pages=known.pages)
                self._report.unchanged += known.pages
        if only is None:
            for name in self._state.vanished(root):
                pages, articles = self._state.forget_pages(root, name)
                self._report.removed += pages
                self.gone.update(articles)
                self.touched = True

    def read(self) -> None:
        """Read what is to be read, put its pages aside and note their marks."""
        files, size = self._spill.todo_size()
        if not files:
            return
        self.touched = True
        few = files <= _FEW_FILES and size <= _FEW_BYTES
        if not few:
            self._workers.start()
        todo = (place for file in self._spill.todo() for place in self._units(file, files))
        for (file, key), done in self._parsed(todo, few=few):
            self._put(file, key, done)

    def _units(self, file: SourceFile, files: int) -> Iterator[tuple[_Place, Unit]]:
        """Units of a file that are new or changed, each with its place."""
        known = self._state.page_digests(file.root, file.name)
        number = -1
        before = _stamp(file)
        for number, unit in enumerate(units(file, self._passed)):
            if unit.digest and unit.digest == known.get(number):
                self._report.unchanged += 1
                continue
            if number in known:
                self._report.changed += 1
            yield (file, PageKey(root=file.root, file=file.name, number=number)), unit
        removed, articles = self._state.forget_pages(file.root, file.name, number + 1)
        self._report.removed += removed
        self.gone.update(articles)
        if is_container(file):
            # What is appended while the file is read is read by the next run.
            digest = _digest_or_none(file)
            if before != _stamp(file) or before != (file.size_bytes, file.mtime_ns):
                digest = None
            self._state.put_file(file, digest=digest or "", pages=number + 1)
        self._progress("read", 1, files)

    def _passed(self, name: str) -> None:
        self._report.pass_over(suffix_of(name))

    def _parsed(
        self, places: Iterable[tuple[_Place, Unit]], *, few: bool
    ) -> Iterator[tuple[_Place, Read]]:
        """Parse units in their order, each with its place."""
        from indexer.tasks import read_units

        under_way: deque[_Place] = deque()

        def batches() -> Iterator[list[Unit]]:
            batch: list[Unit] = []
            size = 0
            for place, unit in places:
                under_way.append(place)
                batch.append(unit)
                size += len(unit.data or b"")
                if len(batch) == _BATCH_PAGES or size > _BATCH_BYTES:
                    yield batch
                    batch, size = [], 0
            if batch:
                yield batch

        for done in self._workers.spread(read_units, None, batches(), few=few):
            for item in done:
                yield under_way.popleft(), item

    def _put(self, file: SourceFile, key: PageKey, done: Read) -> None:
        reading = done.reading
        if reading.notice:
            self._report.notices.append((reading.name, reading.notice))
        if reading.unreadable:
            self._report.rejected.append((reading.name, reading.reason or "cannot be read"))
            return
        self._report.read += 1
        self.gone.update(self._state.forget_drafts(key))
        self._state.put_page(
            key,
            name=reading.name,
            digest=reading.digest,
            reason=reading.reason,
            marks=done.marks,
        )
        if not is_container(file):
            self._state.put_file(file, digest=reading.digest, pages=1)
        if done.page:
            self._spill.put_pages([(key, done.page)])

    def read_again(self, lines: Hashes) -> None:
        """Put unchanged pages aside that hold lines which are boilerplate only from now on."""
        held = (
            key
            for key, marks in self._state.marks()
            if np.isin(np.frombuffer(marks, dtype=np.uint64)[::2], lines).any()
            and not self._spill.has_page(key)
        )
        numbers: dict[tuple[str, str], set[int]] = {}
        for key in held:
            numbers.setdefault((key.root, key.file), set()).add(key.number)
        again = (
            ((file, PageKey(root=file.root, file=file.name, number=number)), unit)
            for (root, name), wanted in numbers.items()
            for file in [SourceFile(root=root, name=name)]
            for number, unit in enumerate(units(file))
            if number in wanted
        )
        few = len(numbers) <= _FEW_FILES
        for (_, key), done in self._parsed(again, few=few):
            if done.page:
                self._spill.put_pages([(key, done.page)])


def _stamp(file: SourceFile) -> tuple[int, int] | None:
    try:
        status = file.path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _digest_or_none(file: SourceFile) -> str | None:
    try:
        return file_digest(file.path)
    except OSError:
        return None
