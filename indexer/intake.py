"""The first pass: files to pages that are put aside, read only where they changed."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import numpy as np

from corrections.file import NAME, is_corrections_file
from indexer.clean.learned import Hashes
from indexer.page import PageKey
from indexer.report import Report
from indexer.scratch import Read, Scratch
from indexer.sources import (
    SourceFile,
    Unit,
    digest_of,
    file_digest,
    is_container,
    suffix_of,
    units,
    walk,
)
from indexer.state import State
from indexer.workers import Workers, batched

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much more is done, and how much there is.

Steps are "read" in bytes of files, "study" in pages, and "index" in articles.
"""

Root = tuple[str, str | None]
"""A folder, and the file in it that is meant, None for all."""

_Place = tuple[SourceFile, PageKey, str]
"""A unit by its place, and what distinguishes its bytes from others that were there before."""

_FOREIGN = (
    "it holds corrections and no pages, so it is passed over; those of this archive are in {}. "
    "`--corrections import` adds them there."
)
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

    `gone` gathers ids of articles whose pages changed or vanished, `touched` says whether
    anything did.
    """

    def __init__(
        self, state: State, scratch: Scratch, workers: Workers, report: Report, progress: Progress
    ) -> None:
        self.gone: set[str] = set()
        self.touched = False
        self._state = state
        self._scratch = scratch
        self._workers = workers
        self._report = report
        self._progress = progress
        self._bytes = 0

    def plan(self, root: str, only: str | None, *, without: Path | None = None) -> None:
        """Sort the files of a root into unchanged ones and those to read.

        `without` is a file that may lie among the pages and is not one.
        """
        for files in batched(walk(root, only), _FILES_AT_ONCE):
            for file in files:
                if file.problem:
                    self._report.rejected.append((file.name, file.problem))
                if file.passed_over:
                    self._report.pass_over(file.passed_over)
            files = [
                file
                for file in files
                if not (file.problem or file.passed_over)
                and not self._is_corrections(file, without)
            ]
            for file, known in zip(files, self._state.known_files(files), strict=True):
                if known is None:
                    self._scratch.put_todo(file)
                    continue
                if not known.is_same(file):
                    if _digest_or_none(file) != known.digest:
                        self._scratch.put_todo(file)
                        continue
                    self._state.put_file(file, digest=known.digest, pages=known.pages)
                self._report.unchanged += known.pages
        if only is None:
            for name in self._state.vanished(root):
                pages, articles = self._state.forget_pages(root, name)
                self._report.removed += pages
                self.gone.update(articles)
                self.touched = True

    def _is_corrections(self, file: SourceFile, path: Path | None) -> bool:
        """Whether a file holds corrections: those of the archive, or of another one."""
        if _is(file, path):
            return True
        if not file.name.endswith(NAME) or not is_corrections_file(file.path):
            return False
        self._report.notices.append((file.name, _FOREIGN.format(path)))
        return True

    def read(self) -> None:
        """Read what is to be read, put its pages aside and note their marks."""
        files, size = self._scratch.todo_size()
        if not files:
            return
        self._bytes = size
        self.touched = True
        few = files <= _FEW_FILES and size <= _FEW_BYTES
        if not few:
            self._workers.start()
        todo = (place for file in self._scratch.todo() for place in self._units(file))
        for (file, key, stamp), done in self._parsed(self._not_read(todo), few=few):
            if not done.reading.unreadable:
                self._scratch.put_read(key, stamp, done)
            self._put(file, key, done)

    def _not_read(self, places: Iterable[tuple[_Place, Unit]]) -> Iterator[tuple[_Place, Unit]]:
        """Units that have to be read; what a run that did not end has read is put at once."""
        for (file, key, stamp), unit in places:
            done = self._scratch.find_read(key, stamp)
            if done is None:
                yield (file, key, stamp), unit
                continue
            self._report.resumed += 1
            self._put(file, key, done)

    def _units(self, file: SourceFile) -> Iterator[tuple[_Place, Unit]]:
        """Units of a file that are new or changed, each with its place."""
        known = self._state.page_digests(file.root, file.name)
        number = -1
        before = _stamp(file)
        position = 0

        def at(byte: int) -> None:
            nonlocal position
            self._advance(byte - position)
            position = max(position, byte)

        for number, unit in enumerate(units(file, self._passed, at)):
            if unit.digest and unit.digest == known.get(number):
                self._report.unchanged += 1
                continue
            if number in known:
                self._report.changed += 1
            key = PageKey(root=file.root, file=file.name, number=number)
            yield (file, key, _unit_stamp(unit)), unit
        removed, articles = self._state.forget_pages(file.root, file.name, number + 1)
        self._report.removed += removed
        self.gone.update(articles)
        if is_container(file):
            # What is appended while the file is read is read by the next run.
            digest = _digest_or_none(file)
            if before != _stamp(file) or before != (file.size_bytes, file.mtime_ns):
                digest = None
            self._state.put_file(file, digest=digest or "", pages=number + 1)
            at(file.size_bytes)

    def _advance(self, size: int) -> None:
        if size > 0:
            self._progress("read", size, self._bytes)

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
            language=reading.language,
        )
        if not is_container(file):
            self._state.put_file(file, digest=reading.digest, pages=1)
            self._advance(file.size_bytes)
        if done.page:
            self._scratch.want(key)

    def read_again(self, lines: Hashes) -> None:
        """Put unchanged pages aside that hold lines which are boilerplate only from now on."""
        self.read_pages_again(
            key
            for key, marks in self._state.marks()
            if np.isin(np.frombuffer(marks, dtype=np.uint64)[::2], lines).any()
        )

    def read_pages_again(self, pages: Iterable[PageKey]) -> None:
        """Put unchanged pages aside that are to be studied again."""
        held = (key for key in pages if not self._scratch.is_wanted(key))
        numbers: dict[tuple[str, str], set[int]] = {}
        for key in held:
            numbers.setdefault((key.root, key.file), set()).add(key.number)
        again = (
            ((file, PageKey(root=root, file=name, number=number), _unit_stamp(unit)), unit)
            for (root, name), wanted in numbers.items()
            for file in [SourceFile(root=root, name=name)]
            for number, unit in enumerate(units(file))
            if number in wanted
        )
        few = len(numbers) <= _FEW_FILES
        for (_, key, stamp), done in self._parsed(again, few=few):
            if done.page:
                self._scratch.put_read(key, stamp, done)
                self._scratch.want(key)


def _is(file: SourceFile, path: Path | None) -> bool:
    """Whether a file of pages is the one at a path."""
    if path is None or not file.name.endswith(path.name):
        return False
    return file.path.resolve() == path.resolve()


def _stamp(file: SourceFile) -> tuple[int, int] | None:
    try:
        status = os.stat(file.place)  # noqa: PTH116 - a Path takes longer to make
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _unit_stamp(unit: Unit) -> str:
    """What distinguishes a unit from another one at its place: bytes, what is said of them."""
    file = unit.file
    content: tuple[object, ...] = (unit.digest,)
    if not unit.digest:
        content = (file.size_bytes, file.mtime_ns, file.ctime_ns)
    about = (unit.kind, unit.name, unit.url, unit.title, unit.captured, unit.charset, unit.reason)
    return digest_of(repr((*content, *about)).encode("utf-8", "surrogatepass"))


def _digest_or_none(file: SourceFile) -> str | None:
    try:
        return file_digest(file.path)
    except OSError:
        return None
