"""The only place that knows the order: files, pages, stories, fields, index.

Two passes, both streaming. The first reads every new or changed page and notes the lines
at its head and tail; when all are known, so is the boilerplate of the archive. The second
studies each page by it. What the archive as a whole decides (canonical names, duplicates)
comes last, for all articles, and what then differs from the index is written to it. So an
incremental run ends in the same index as a full one.

What only new and changed pages need is imported when there are some.
"""

from __future__ import annotations

import datetime
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from corrections import Corrections, CorrectionsFile, corrections_path
from corrections.orphans import write_orphans
from indexer.alerting import Alerting
from indexer.applying import STRUCTURE, remember
from indexer.archive_languages import archive_languages
from indexer.clean import learn
from indexer.clean.learned import Marks
from indexer.correcting import fingerprint, of_structure, pages_to_read
from indexer.garbage import looking_seldom
from indexer.intake import Intake, Progress, Root, are_many
from indexer.kept_files import lost_history, problems_of_reports
from indexer.report import Report, write_rejected
from indexer.rules import names_digest, rules_digest
from indexer.scratch import Scratch
from indexer.settling import Settling, known_names
from indexer.sources import digest_of, roots_of
from indexer.state import State, Studied
from indexer.state_file import StateFile
from indexer.workers import Workers, batched
from search_index import open_engine
from search_index.cores import cores
from search_index.engines.base import Engine
from search_index.engines.lock import WriteLock
from search_index.errors import IndexIncomplete, IndexMissing, IndexUnreachable, IndexUnusable
from search_index.model.article import Article
from search_index.settings import Settings

_BATCH_PAGES = 16
_FEW_PAGES = 400
_MARKED_PAGES = 1_000
# Sorting takes three times as much again.
_MARKS_BYTES = 32 * 1024 * 1024
_LOST = (
    "It has fewer lines than in the last run ({lost}) that can be used, and it is only ever added "
    "to: put it back where that was not on purpose."
)


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
    corrections = corrections_path(settings, sources)
    report = Report()
    folder = settings.index_dir / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    file = StateFile(folder)
    with WriteLock(folder), looking_seldom(), Workers(jobs or cores(), folder) as workers:
        if (full or not file.live.exists()) and are_many(roots):
            workers.start()
        engine = open_engine(settings)
        snapshot = _usable_snapshot(engine, file, settings, report, full=full)
        alerting = Alerting(settings, report, file.live)
        alerting.begin(engine)
        full = full or snapshot is None
        file.clear_fresh()
        with (
            State(file.fresh if full else file.live) as state,
            Scratch(folder, rules_digest(settings)) as scratch,
        ):
            if full and file.live.exists() and not file.problem():
                state.keep_ids_of(file.live)
            run = _Run(state, scratch, workers, settings, report, progress=progress)
            run.read(roots, corrections)
            damaged = problems_of_reports(settings.index_dir)
            told = [*damaged, *lost_history(settings.index_dir)]
            report.notices += [(str(settings.index_dir), problem) for problem in told]
            if full or run.is_changed or damaged:
                run.correct()
                with engine.writer(full=full, jobs=workers.jobs) as writer:
                    for article_id in run.intake.gone:
                        writer.delete(article_id)
                    for article in run.finish():
                        writer.add(article)
                    writer.describe(run.state.long_sentences())
                    workers.stop()
                snapshot = engine.committed()
                with _noted(report, folder):
                    run.settling.quality.write(state, snapshot)
            run.tell(roots)
            with _noted(report, folder):
                file.break_seal()
                run.keep(snapshot or "")
                if run.settled:
                    write_orphans(settings.index_dir, run.settling.plan.orphans)
        with _noted(report, folder):
            write_rejected(report, folder / "rejected.tsv")
            if full:
                file.replace()
            file.seal()
    alerting.finish()
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
        looking_seldom(),
        tempfile.TemporaryDirectory(prefix="clippings-") as folder,
        State(Path(folder) / "state.sqlite") as state,
        Scratch(Path(folder), rules_digest(settings)) as scratch,
        Workers(jobs or cores(), Path(folder)) as workers,
    ):
        run = _Run(state, scratch, workers, settings, report, progress=progress)
        run.read(roots, corrections_path(settings, sources))
        run.correct()
        yield from run.finish()
        run.tell(roots)
    report.seconds = time.monotonic() - began


def _usable_snapshot(
    engine: Engine, file: StateFile, settings: Settings, report: Report, *, full: bool
) -> str | None:
    """The state of the index, None where it has to be rebuilt.

    That is so where there is none, where it or what is remembered is damaged, where the
    two do not belong together (a run was killed between their commits), and where what is
    remembered was made by other rules and settings than those of today.
    """
    try:
        snapshot = engine.committed()
    except IndexMissing:
        return None
    except IndexIncomplete:
        if full:
            return None
        raise
    except IndexUnreachable:
        raise
    except IndexUnusable as error:
        report.notices.append((str(settings.index_dir), f"{error} Everything is read again."))
        return None
    if not file.live.exists():
        return None
    problem = file.problem()
    if problem:
        report.notices.append((str(settings.index_dir), f"{problem} Everything is read again."))
        return None
    with State(file.live) as state:
        rules, index = state.fact("rules"), state.fact("index")
    return snapshot if (rules, index) == (rules_digest(settings), snapshot.encode()) else None


class _Run:
    """One run over some SOURCES."""

    def __init__(
        self,
        state: State,
        scratch: Scratch,
        workers: Workers,
        settings: Settings,
        report: Report,
        *,
        progress: Progress | None,
    ) -> None:
        self.state = state
        self.scratch = scratch
        self.workers = workers
        self.settings = settings
        self.report = report
        self.progress = progress or (lambda step, done, total: None)
        self.settling = Settling(state, workers, settings, known_names(settings))
        self.corrections = Corrections()
        self.settled = False
        self.intake = Intake(state, scratch, workers, report, self.progress)
        self.names_changed = state.fact("names") != names_digest(settings)

    @property
    def is_changed(self) -> bool:
        """Whether pages or names are others than in the last run, or other corrections hold."""
        before = self.state.fact("corrections")
        return (
            self.intake.touched
            or self.names_changed
            or before != self.corrections.digest().encode()
        )

    def read(self, roots: Sequence[Root], corrections: Path) -> None:
        """First and second pass over what is new or changed; then what people corrected.

        Raises FileUnusable.
        """
        for root in roots:
            self.intake.plan(*root, without=corrections)
        self.intake.read()
        self.corrections = CorrectionsFile(corrections).read()
        name = str(corrections)
        self.report.notices += [(name, str(problem)) for problem in self.corrections.problems]
        lost = int(self.state.fact("corrections lines") or 0) - len(self.corrections.lines)
        if lost > 0:
            self.report.notices.append((name, _LOST.format(lost=lost)))
        structure = of_structure(self.corrections)
        before = self.state.fact(STRUCTURE).decode()
        if before != fingerprint(structure):
            self.intake.read_pages_again(pages_to_read(structure, before, self.state))
            self.state.put_fact(STRUCTURE, fingerprint(structure).encode())
            self.intake.touched = True
        if self.intake.touched:
            learned = self._learn()
            languages, changed = archive_languages(self.state)
            if changed:
                self.intake.read_pages_again(self.state.languages.doubtful())
            self._study_all(learned, languages)

    def correct(self) -> None:
        """Find the articles that the corrections speak of."""
        self.settled = True
        hidden = self.settling.begin(self.corrections, all_again=self.names_changed)
        self.intake.gone.update(hidden)
        self.report.corrected = len(self.settling.plan.articles)
        self.report.orphaned = len(self.settling.plan.orphans)

    def finish(self) -> Iterator[Article]:
        """Articles that differ from what is indexed, with all their fields."""
        yield from self.settling.articles(self.progress)

    def keep(self, snapshot: str) -> None:
        """Keep what is remembered, as of this state of the index."""
        self.state.put_fact("index", snapshot.encode())
        self.state.put_fact("rules", rules_digest(self.settings))
        self.state.put_fact("names", names_digest(self.settings))
        digest = self.corrections.digest().encode()
        self.state.put_fact("corrections", digest)
        lines = len(self.corrections.lines)
        self.state.put_fact("corrections lines", str(lines).encode())
        if self.settled:
            remember(self.state, self.settling.plan, digest)
        self.state.commit()

    def tell(self, roots: Sequence[Root]) -> None:
        """Fill the report."""
        for root, only in roots:
            self.report.rejected.extend(self.state.rejected(root, only))
        hidden = int(self.state.fact("hidden") or 0)
        self.report.articles = self.state.count_articles() - hidden
        self.report.duplicates = int(self.state.fact("duplicates"))
        self.report.boilerplate_lines = self.state.removed_lines()
        self.report.long_sentences = self.state.long_sentences()

    def _learn(self) -> frozenset[int]:
        """Lines that recur over the archive; pages that this changes are put aside, too."""
        pages, size = self.state.marks_size()
        parts = 1 + size // _MARKS_BYTES
        found = [learn(self._marks_of(part, parts), pages) for part in range(parts)]
        learned = np.sort(np.concatenate(found))
        before = np.frombuffer(self.state.fact("learned"), dtype=np.uint64)
        changed = np.setxor1d(before, learned, assume_unique=True)
        if len(changed):
            self.intake.read_again(changed)
            self.state.put_fact("learned", learned.tobytes())
        return frozenset(learned.tolist())

    def _marks_of(self, part: int, parts: int) -> Marks:
        """One of so many parts of the archive's marks: those of some lines, all of each."""
        rows = []
        for pages in batched(self.state.marks(), _MARKED_PAGES):
            packed = b"".join(marks for _, marks in pages)
            marks = np.frombuffer(packed, dtype=np.uint64).reshape(-1, 2)
            rows.append(marks[marks[:, 0] % parts == part] if parts > 1 else marks)
        return np.concatenate(rows or [np.empty((0, 2), dtype=np.uint64)])

    def _study_all(self, learned: frozenset[int], languages: tuple[str, ...]) -> None:
        from indexer.tasks import Learned, study_pages

        total = self.scratch.count_wanted()
        known = (self.state.fact("learned"), self.state.fact(STRUCTURE), repr(languages).encode())
        by = digest_of(b"".join(known))
        context = Learned(
            lines=learned,
            today=datetime.date.today(),
            models=self.settings.spacy_models,
            corrections=of_structure(self.corrections),
            languages=languages,
        )
        for page in self.scratch.studied(by):
            self._put_drafts(page)
            self.progress("study", 1, total)
        batches = batched(self.scratch.pages(by), _BATCH_PAGES)
        few = total <= _FEW_PAGES
        for batch in self.workers.spread(study_pages, context, batches, few=few):
            for page in batch:
                self._put_drafts(page)
            self.scratch.put_studied(batch, by)
            self.progress("study", len(batch), total)

    def _put_drafts(self, page: Studied) -> None:
        self.intake.gone.update(self.state.forget_drafts(page.key))
        self.intake.gone.difference_update(self.state.put_studied(page))


@contextmanager
def _noted(report: Report, folder: Path) -> Iterator[None]:
    """What cannot be remembered, on a full disk, does not undo what was indexed."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        note = f"what was read cannot be remembered ({error}); the next run reads all again"
        report.notices.append((str(folder), note))
