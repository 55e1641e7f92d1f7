"""The only place that knows the order: files, pages, stories, fields, index."""

from __future__ import annotations

import datetime
import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from indexer.report import Report
from indexer.sources import SourceFile, read_file, roots_of, walk
from indexer.sources.read import file_digest
from indexer.state import State
from indexer.study import study
from search_index import open_engine
from search_index.article import Article
from search_index.engines.lock import WriteLock
from search_index.errors import IndexMissing, IndexUnusable
from search_index.settings import Settings

Progress = Callable[[str, int], None]
"""Called with the name of a step and how many more pages are done."""


@dataclass(slots=True)
class _Gone:
    """Articles that are in the index and may have to leave it: id to page."""

    pages: dict[str, str] = field(default_factory=dict)


def index(
    sources: Sequence[Path],
    settings: Settings,
    *,
    full: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring the index up to date with the sources.

    Raises SourceMissing, IndexLocked, OSError; the live index is then as it was.
    """
    began = time.monotonic()
    roots = roots_of(sources)
    engine = open_engine(settings)
    folder = settings.index_dir / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder):
        report = Report()
        try:
            engine.searcher().close()
        except IndexMissing:
            full = True
        except IndexUnusable as error:
            full = True
            report.notices.append((str(settings.index_dir), f"{error} Everything is read anew."))
        live, fresh = folder / "state.sqlite", folder / "state.new.sqlite"
        _remove(fresh)
        if (folder / "unfinished").exists():
            full = True
        with State(fresh if full else live) as state:
            gone = _read(roots, state, report, progress)
            changed = list(_changed(state)) if not full else []
            if full or changed or gone.pages:
                with engine.writer(full=full) as writer:
                    for article_id in gone.pages:
                        writer.delete(article_id)
                    for article, digest in _finished(state) if full else changed:
                        writer.add(article)
                        state.put_indexed(article.id, digest)
                    (folder / "unfinished").touch()
            state.commit()
            report.articles = state.count_articles()
        if full:
            fresh.replace(live)
        _remove(folder / "unfinished")
    report.seconds = time.monotonic() - began
    return report


def dry_run(
    sources: Sequence[Path], *, report: Report, progress: Progress | None = None
) -> Iterator[Article]:
    """Articles as they would be indexed, by source and position; nothing is written."""
    began = time.monotonic()
    roots = roots_of(sources)
    with (
        tempfile.TemporaryDirectory(prefix="clippings-") as folder,
        State(Path(folder) / "state.sqlite") as state,
    ):
        _read(roots, state, report, progress)
        report.articles = state.count_articles()
        for article, _ in _finished(state):
            yield article
    report.seconds = time.monotonic() - began


def _read(
    roots: Sequence[tuple[str, str | None]],
    state: State,
    report: Report,
    progress: Progress | None,
) -> _Gone:
    gone = _Gone()
    today = datetime.date.today()
    for root, only in roots:
        vanished = state.names(root) if only is None else set()
        for file in walk(root, only):
            pages = _read_file(file, state, report, today, gone)
            vanished.discard(file.name)
            if progress:
                progress("read", pages)
        for name in vanished:
            number, articles = state.forget_file(root, name)
            report.removed += number
            gone.pages.update(articles)
    return gone


def _read_file(
    file: SourceFile, state: State, report: Report, today: datetime.date, gone: _Gone
) -> int:
    known = None if file.problem else state.known(file)
    if known:
        if (known.size_bytes, known.mtime_ns) == (file.size_bytes, file.mtime_ns):
            report.unchanged += known.pages
            return known.pages
        digest = file_digest(file)
        if digest == known.digest:
            report.unchanged += known.pages
            state.put_file(file, digest=digest, pages=known.pages)
            return known.pages
        number, articles = state.forget_file(file.root, file.name)
        report.changed += number
        gone.pages.update(articles)
    pages = 0
    for reading in read_file(file):
        pages += 1
        report.read += 1
        if reading.notice:
            report.notices.append((reading.name, reading.notice))
        if reading.page is None:
            report.rejected.append((reading.name, reading.reason or "cannot be read"))
            continue
        result = study(reading.page, today=today)
        if result.reason:
            report.rejected.append((reading.name, result.reason))
        report.boilerplate_lines += result.removed
        state.put_page(
            file,
            name=reading.name,
            digest=reading.page.digest,
            reason=result.reason,
            removed=result.removed,
        )
        state.put_articles(file, (draft.article for draft in result.drafts))
        for draft in result.drafts:
            gone.pages.pop(draft.article.id, None)
    if not file.problem:
        state.put_file(file, digest=file_digest(file), pages=pages)
    return pages


def _finished(state: State) -> Iterator[tuple[Article, str]]:
    """Articles with all fields, and a digest of each."""
    for article, _ in state.articles():
        yield article, _digest(article)


def _changed(state: State) -> Iterator[tuple[Article, str]]:
    for article, indexed in state.articles():
        digest = _digest(article)
        if digest != indexed:
            yield article, digest


def _digest(article: Article) -> str:
    text = json.dumps(article.to_json(), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    lock = WriteLock(folder)
    try:
        yield
    finally:
        lock.release()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
