"""The only place that knows the order: files, pages, stories, fields, index.

Two passes, both streaming. The first reads every new or changed page and notes the lines
at its head and tail; when all are known, so is the boilerplate of the archive. The second
studies each page by it. What the archive as a whole decides (canonical names, duplicates)
comes last, for all articles, and what then differs from the index is written to it. So an
incremental run ends in the same index as a full one.
"""

from __future__ import annotations

import datetime
import sqlite3
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from indexer import duplicates
from indexer.clean import learn
from indexer.clean.learned import Hashes
from indexer.entities import KnownNames, NameBook, load_model, read_known_names
from indexer.report import Report
from indexer.rules import names_digest, rules_digest
from indexer.sources import (
    SourceFile,
    Unit,
    file_digest,
    is_container,
    roots_of,
    units,
    walk,
)
from indexer.spill import Spill
from indexer.state import PageKey, State
from indexer.state_file import StateFile
from indexer.tasks import (
    Learned,
    Read,
    mentions_of,
    read_units,
    resolve_pages,
    study_pages,
)
from indexer.workers import batched, cores, spread
from search_index import open_engine
from search_index.article import Article
from search_index.engines.base import Engine
from search_index.engines.lock import WriteLock
from search_index.errors import IndexMissing, IndexUnreachable, IndexUnusable
from search_index.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how many more items are done, and how many there are."""

Root = tuple[str, str | None]
"""A folder, and the file in it that is meant, None for all."""

_Place = tuple[SourceFile, PageKey]

_BATCH = 16
_BATCH_BYTES = 1024 * 1024
_FEW_PAGES = 400
_FEW_BYTES = 4 * 1024 * 1024


def index(
    sources: Sequence[Path],
    settings: Settings,
    *,
    full: bool = False,
    jobs: int = 0,
    progress: Progress | None = None,
) -> Report:
    """Bring the index up to date with the sources.

    Raises SourceMissing, IndexLocked, WorkerCrashed, SettingError or OSError; the live
    index is then as it was.
    """
    began = time.monotonic()
    roots = roots_of(sources)
    engine = open_engine(settings)
    report = Report()
    folder = settings.index_dir / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    file = StateFile(folder)
    with _lock(folder):
        snapshot = _usable_snapshot(engine, file, settings, report)
        full = full or snapshot is None
        file.clear_fresh()
        with State(file.fresh if full else file.live) as state, Spill(folder) as spill:
            run = _Run(state, spill, settings, report, jobs=jobs, progress=progress)
            run.read(roots)
            if full or run.touched or run.names_changed:
                with engine.writer(full=full) as writer:
                    for article_id in run.gone:
                        writer.delete(article_id)
                    for article in run.finish():
                        writer.add(article)
                snapshot = _snapshot(engine)
            run.tell(roots)
            with _noted(report, folder):
                file.break_seal()
                run.keep(snapshot or "")
        with _noted(report, folder):
            if full:
                file.replace()
            file.seal()
    report.seconds = time.monotonic() - began
    return report


def dry_run(
    sources: Sequence[Path],
    settings: Settings,
    *,
    report: Report,
    jobs: int = 0,
    progress: Progress | None = None,
) -> Iterator[Article]:
    """Articles as they would be indexed, by source and position; nothing is written.

    `report` is filled when the last article was given.
    """
    began = time.monotonic()
    roots = roots_of(sources)
    with (
        tempfile.TemporaryDirectory(prefix="clippings-") as folder,
        State(Path(folder) / "state.sqlite") as state,
        Spill(Path(folder)) as spill,
    ):
        run = _Run(state, spill, settings, report, jobs=jobs, progress=progress)
        run.read(roots)
        yield from run.finish()
        run.tell(roots)
    report.seconds = time.monotonic() - began


def _usable_snapshot(
    engine: Engine, file: StateFile, settings: Settings, report: Report
) -> str | None:
    """The state of the index, None where it has to be built anew.

    That is so where there is none, where it or what is remembered is damaged, where the
    two do not belong together (a run was killed between their commits), and where what is
    remembered was made by other rules and settings than those of today.
    """
    try:
        snapshot = _snapshot(engine)
    except IndexMissing:
        return None
    except IndexUnreachable:
        raise
    except IndexUnusable as error:
        report.notices.append((str(settings.index_dir), f"{error} Everything is read anew."))
        return None
    if not file.live.exists():
        return None
    problem = file.problem()
    if problem:
        report.notices.append((str(settings.index_dir), f"{problem} Everything is read anew."))
        return None
    with State(file.live) as state:
        rules, index = state.fact("rules"), state.fact("index")
    return snapshot if (rules, index) == (rules_digest(settings), snapshot.encode()) else None


def _snapshot(engine: Engine) -> str:
    searcher = engine.searcher()
    try:
        return searcher.snapshot
    finally:
        searcher.close()


class _Run:
    """One run over some SOURCES."""

    def __init__(
        self,
        state: State,
        spill: Spill,
        settings: Settings,
        report: Report,
        *,
        jobs: int,
        progress: Progress | None,
    ) -> None:
        self.state = state
        self.spill = spill
        self.settings = settings
        self.report = report
        self.jobs = jobs or cores()
        self.progress = progress or (lambda step, done, total: None)
        self.known = _known_names(settings)
        if settings.spacy_model:
            load_model(settings.spacy_model)
        self.gone: set[str] = set()
        """Ids that the index may hold and that no article has any more."""
        self.touched = False
        self.names_changed = state.fact("names") != names_digest(settings)

    def read(self, roots: Sequence[Root]) -> None:
        """First and second pass over what is new or changed."""
        for root in roots:
            self._plan(*root)
        self._read_all()
        if self.touched:
            self._study_all(self._learn())

    def finish(self) -> Iterator[Article]:
        """Articles that differ from what is indexed, with all their fields."""
        book = NameBook(self.known)
        total = 0
        for page in self.state.drafts():
            for stored in page:
                book.add(mentions_of(stored.draft))
                total += 1
        book.close()
        copies = self._duplicates()
        self.report.duplicates = len(copies)
        pages = (
            [(stored, copies.get(stored.id)) for stored in page] for page in self.state.drafts()
        )
        jobs = self.jobs if total > _FEW_PAGES else 1
        for batch in spread(resolve_pages, book, batched(pages, _BATCH), jobs=jobs):
            self.progress("index", len(batch), total)
            self.state.put_indexed((done.id, done.digest) for done in batch)
            yield from (done.article for done in batch if done.article is not None)

    def keep(self, snapshot: str) -> None:
        """Keep what is remembered, as of this state of the index."""
        self.state.put_fact("index", snapshot.encode())
        self.state.put_fact("rules", rules_digest(self.settings))
        self.state.put_fact("names", names_digest(self.settings))
        self.state.commit()

    def tell(self, roots: Sequence[Root]) -> None:
        """Fill the report."""
        for root, only in roots:
            self.report.rejected.extend(self.state.rejected(root, only))
        self.report.articles = self.state.count_articles()
        self.report.boilerplate_lines = self.state.removed_lines()

    def _plan(self, root: str, only: str | None) -> None:
        """Sort the files of a root into unchanged ones and those to read."""
        for files in batched(walk(root, only), 500):
            for file in files:
                if file.problem:
                    self.report.rejected.append((file.name, file.problem))
            for file, known in zip(files, self.state.known_files(files), strict=True):
                if file.problem:
                    continue
                if known is None:
                    self.spill.put_todo(file)
                    continue
                if (known.size_bytes, known.mtime_ns) != (file.size_bytes, file.mtime_ns):
                    if _digest_or_none(file) != known.digest:
                        self.spill.put_todo(file)
                        continue
                    self.state.put_file(file, digest=known.digest, pages=known.pages)
                self.report.unchanged += known.pages
        if only is None:
            for name in self.state.vanished(root):
                pages, articles = self.state.forget_pages(root, name)
                self.report.removed += pages
                self.gone.update(articles)
                self.touched = True

    def _read_all(self) -> None:
        """Read what is to be read, put its pages aside and note their marks."""
        files, size = self.spill.todo_size()
        if not files:
            return
        self.touched = True
        jobs = self.jobs if files > _FEW_PAGES or size > _FEW_BYTES else 1
        todo = (place for file in self.spill.todo() for place in self._units(file, files))
        for (file, key), done in _parsed(todo, jobs):
            self._put(file, key, done)

    def _units(self, file: SourceFile, files: int) -> Iterator[tuple[_Place, Unit]]:
        """Units of a file that are new or changed, each with its place."""
        known = self.state.page_digests(file.root, file.name)
        number = -1
        for number, unit in enumerate(units(file)):
            if unit.digest and unit.digest == known.get(number):
                self.report.unchanged += 1
                continue
            if number in known:
                self.report.changed += 1
            yield (file, PageKey(root=file.root, file=file.name, number=number)), unit
        removed, articles = self.state.forget_pages(file.root, file.name, number + 1)
        self.report.removed += removed
        self.gone.update(articles)
        if is_container(file):
            digest = _digest_or_none(file)
            self.state.put_file(file, digest=digest or "", pages=number + 1)
        self.progress("read", 1, files)

    def _put(self, file: SourceFile, key: PageKey, done: Read) -> None:
        reading = done.reading
        if reading.notice:
            self.report.notices.append((reading.name, reading.notice))
        if reading.unreadable:
            self.report.rejected.append((reading.name, reading.reason or "cannot be read"))
            return
        self.report.read += 1
        self.gone.update(self.state.forget_drafts(key))
        self.state.put_page(
            key,
            name=reading.name,
            digest=reading.digest,
            reason=reading.reason,
            marks=done.marks,
        )
        if not is_container(file):
            self.state.put_file(file, digest=reading.digest, pages=1)
        if done.page:
            self.spill.put_pages([(key, done.page)])

    def _learn(self) -> frozenset[int]:
        """Lines that recur over the archive; pages that this changes are put aside, too."""
        blobs = [marks for _, marks in self.state.marks()]
        marks = np.frombuffer(b"".join(blobs), dtype=np.uint64).reshape(-1, 2)
        learned = learn(marks, len(blobs))
        before = np.frombuffer(self.state.fact("learned"), dtype=np.uint64)
        changed = np.setxor1d(before, learned, assume_unique=True)
        if len(changed):
            self._read_again(changed)
            self.state.put_fact("learned", learned.tobytes())
        return frozenset(learned.tolist())

    def _read_again(self, lines: Hashes) -> None:
        """Put unchanged pages aside that hold lines which are boilerplate only from now on."""
        held = (
            key
            for key, marks in self.state.marks()
            if np.isin(np.frombuffer(marks, dtype=np.uint64)[::2], lines).any()
            and not self.spill.has_page(key)
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
        jobs = self.jobs if len(numbers) > _FEW_PAGES else 1
        for (_, key), done in _parsed(again, jobs):
            if done.page:
                self.spill.put_pages([(key, done.page)])

    def _study_all(self, learned: frozenset[int]) -> None:
        total = self.spill.count_pages()
        context = Learned(
            lines=learned, today=datetime.date.today(), model=self.settings.spacy_model
        )
        jobs = self.jobs if total > _FEW_PAGES else 1
        for batch in spread(study_pages, context, batched(self.spill.pages(), _BATCH), jobs=jobs):
            for page in batch:
                self.gone.update(self.state.forget_drafts(page.key))
                ids = self.state.put_drafts(
                    page.key, page.name, page.drafts, reason=page.reason, removed=page.removed
                )
                self.gone.difference_update(ids)
            self.progress("study", len(batch), total)

    def _duplicates(self) -> dict[str, str]:
        """Id of each article that another one tells better, and the id of that one.

        The one with the surest date survives, then the longest, then the first.
        """
        rows = list(self.state.signatures())
        signatures = duplicates.stack(signature for _, signature, _, _ in rows)
        copies = {}
        for group in duplicates.groups(signatures):
            best = max(group, key=lambda n: (rows[n][2], rows[n][3], -n))
            copies.update({rows[n][0]: rows[best][0] for n in group if n != best})
        return copies


def _parsed(places: Iterable[tuple[_Place, Unit]], jobs: int) -> Iterator[tuple[_Place, Read]]:
    """Parse units in their order, each with its place."""
    under_way: deque[_Place] = deque()

    def batches() -> Iterator[list[Unit]]:
        batch: list[Unit] = []
        size = 0
        for place, unit in places:
            under_way.append(place)
            batch.append(unit)
            size += len(unit.data or b"")
            if len(batch) == _BATCH or size > _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    for done in spread(read_units, None, batches(), jobs=jobs):
        for item in done:
            yield under_way.popleft(), item


def _digest_or_none(file: SourceFile) -> str | None:
    try:
        return file_digest(file.path)
    except OSError:
        return None


def _known_names(settings: Settings) -> KnownNames | None:
    return read_known_names(settings.entities) if settings.entities else None


@contextmanager
def _noted(report: Report, folder: Path) -> Iterator[None]:
    """What cannot be remembered, on a full disk, does not undo what was indexed."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        note = f"what was read cannot be remembered ({error}); the next run reads all anew"
        report.notices.append((str(folder), note))


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    lock = WriteLock(folder)
    try:
        yield
    finally:
        lock.release()
