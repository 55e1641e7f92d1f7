"""Corrections brought into the index right away, for the articles that they touch alone.

The next run settles the whole archive with them: names that a corrected title brings up, and
duplicates of what is not an article, wait for it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from corrections import CorrectionsFile, Orphan
from corrections.names import ArchiveNames, Name, changed_names, names_of
from corrections.orphans import write_orphans
from indexer.amending import article_digest, corrected
from indexer.correcting import Plan, fingerprint, of_structure, plan_of
from indexer.rules import rules_digest
from indexer.state import State
from indexer.state_file import StateFile
from indexer.stored import pack, unpack
from search_index import open_engine
from search_index.engines.base import Engine, Searcher
from search_index.engines.lock import WriteLock
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.settings import Settings

APPLIED: Final = "applied"
"""The fact that says which corrections the index shows."""
NAMES: Final = "corrected_names"
STRUCTURE: Final = "structure"
LINES: Final = "lines, joins, splits and taken pages are read by a run"


@dataclass(slots=True, kw_only=True)
class Applied:
    """What came of it: how many articles were written, and what waits for a run, if anything."""

    articles: int = 0
    orphans: tuple[Orphan, ...] = ()
    problems: tuple[str, ...] = ()
    waits: str | None = None
    seconds: float = 0.0
    ids: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "articles": self.articles,
            "orphaned": [{"id": one.id, "reason": one.reason} for one in self.orphans],
            "problems": list(self.problems),
            "waits_for_a_run": self.waits,
            "seconds": round(self.seconds, 3),
        }


def apply(settings: Settings, path: Path) -> Applied:
    """Bring what the file of corrections says into the index.

    Raises IndexLocked, IndexUnusable, FileUnusable, OSError or sqlite3.Error; the index then is
    as it was.
    """
    began = time.monotonic()
    folder = settings.index_dir / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    done = Applied()
    lock = WriteLock(folder)
    try:
        file = StateFile(folder)
        engine = open_engine(settings)
        snapshot = engine.committed()
        problem = file.problem()
        if problem or not file.live.exists():
            done.waits = problem or "nothing is remembered of the pages"
            return done
        with State(file.live) as state:
            known = (state.fact("rules"), state.fact("index"))
            if known != (rules_digest(settings), snapshot.encode()):
                done.waits = "the index is of other rules than those of today"
                return done
            _apply(settings, path, state, engine, file, done)
        file.seal()
    finally:
        lock.release()
    done.seconds = time.monotonic() - began
    return done


def _apply(
    settings: Settings, path: Path, state: State, engine: Engine, file: StateFile, done: Applied
) -> None:
    corrections = CorrectionsFile(path).read()
    done.problems = tuple(map(str, corrections.problems))
    if state.fact(STRUCTURE).decode() != fingerprint(of_structure(corrections)):
        done.waits = LINES
    digest = corrections.digest().encode()
    if state.fact(APPLIED) == digest:
        return
    plan = plan_of(corrections, state)
    done.orphans = plan.orphans
    before = ArchiveNames.from_rows(json.loads(state.fact(NAMES) or b"[]"))
    searcher = engine.searcher()
    try:
        changes = list(_changes(plan, before, state, searcher))
    finally:
        searcher.close()
    if changes:
        with engine.writer() as writer:
            for change in changes:
                if change.hidden:
                    writer.delete(change.id)
                else:
                    writer.add(change.article)
    file.break_seal()
    state.put_indexed((change.id, change.digest) for change in changes)
    state.corrections.put_originals(
        (change.id, change.original, change.applied) for change in changes
    )
    remember(state, plan, digest)
    state.put_fact("index", engine.committed().encode())
    state.commit()
    write_orphans(settings.index_dir, plan.orphans)
    done.articles = len(changes)
    done.ids = [change.id for change in changes]


def remember(state: State, plan: Plan, digest: bytes) -> None:
    """Which corrections the index shows from now on."""
    state.put_fact(APPLIED, digest)
    state.put_fact(NAMES, json.dumps(plan.names.rows()).encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    id: str
    article: Article
    hidden: bool
    digest: str
    original: bytes | None
    applied: str


def _changes(
    plan: Plan, before: ArchiveNames, state: State, searcher: Searcher
) -> Iterator[_Change]:
    applied = dict(state.corrections.corrected())
    touched = {
        article: None
        for article in (*plan.articles, *applied)
        if fingerprint(plan.articles.get(article, ())) != applied.get(article, fingerprint(()))
    }
    names = changed_names(before, plan.names)
    if names:
        touched |= dict.fromkeys(_naming(names, applied, state, searcher))
    copies = dict(plan.copies)
    for article_id in touched:
        kept = state.corrections.original(article_id)
        original = Article.from_json(unpack(kept)) if kept else searcher.article(article_id)
        if original is None or not state.corrections.has_article(article_id):
            continue  # of a page that is gone: the next run forgets it
        own = plan.articles.get(article_id, ())
        copy_of = original.duplicate_of
        if article_id in copies or article_id in plan.alone:
            copy_of = copies.get(article_id)
        article = corrected(original, own, plan.names, copy_of=copy_of)
        hidden = article_id in plan.hidden
        yield _Change(
            id=article_id,
            article=article,
            hidden=hidden,
            digest="" if hidden else article_digest(article),
            original=pack(original.to_json()) if hidden or article != original else None,
            applied=fingerprint(own),
        )


def _naming(
    names: Iterable[Name], corrected_ids: Iterable[str], state: State, searcher: Searcher
) -> Iterator[str]:
    """Articles that have one of the names, or had it before it was corrected."""
    wanted = set(names)
    for kind, text in sorted(wanted):
        for query in (
            Query(include={kind: (text,)}, collapse=False),
            Query(text=f'"{text.replace(chr(34), " ")}"', match="all", typo=False, collapse=False),
        ):
            yield from (article.id for article in searcher.export(query))
    for article_id in corrected_ids:
        kept = state.corrections.original(article_id)
        if kept and wanted & names_of(Article.from_json(unpack(kept))):
            yield article_id
