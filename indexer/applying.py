"""Corrections brought into the index right away, for the articles that they touch alone.

The pages of which lines or stories are corrected are studied again. The next run settles the whole
archive: the names of other articles, where a corrected one says more or less of them, wait for it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corrections import CorrectionsFile, Orphan
from corrections.names import ArchiveNames, Name, changed_names, names_of
from corrections.orphans import write_orphans
from indexer.amending import article_digest, corrected
from indexer.correcting import Plan, fingerprint, of_structure, pages_to_read, plan_of
from indexer.grouping import Groups, changed_copies, groups_of, keep_groups, kept_groups
from indexer.reaching import APPLIED, forget_answers
from indexer.restudy import ReadByRun, Restudied, study_again
from indexer.rules import rules_digest
from indexer.settling import keep_archive, kept_archive, known_names, pending_of
from indexer.state import State
from indexer.state_file import StateFile
from indexer.stored import pack, unpack
from search_index import open_engine
from search_index.engines.base import Engine, Searcher
from search_index.engines.lock import WriteLock
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.settings import Settings

if TYPE_CHECKING:
    from indexer.tasks import Finished

_NAMES: Final = "corrected_names"
STRUCTURE: Final = "structure"
_JOINED: Final = "joined"
LINES: Final = "the pages whose lines or stories are corrected have changed, or are many"


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

    Raises IndexLocked, IndexUnusable, FileUnusable, SettingError, OSError or sqlite3.Error; the
    index then is as it was.
    """
    began = time.monotonic()
    folder = settings.index_dir / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    done = Applied()
    with WriteLock(folder):
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
            _Application(settings, path, state, engine, file).bring(done)
        if not file.is_sealed():
            file.seal()
    done.seconds = time.monotonic() - began
    return done


def remember(state: State, plan: Plan, digest: bytes) -> None:
    """Which corrections the index shows from now on."""
    state.put_fact(APPLIED, digest)
    state.put_fact(_NAMES, json.dumps(plan.names.rows()).encode())
    state.put_fact(_JOINED, json.dumps(plan.joined).encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    id: str
    article: Article | None
    digest: str
    original: bytes | None
    applied: str


class _Application:
    """The file of corrections, applied once."""

    def __init__(
        self, settings: Settings, path: Path, state: State, engine: Engine, file: StateFile
    ) -> None:
        self._settings = settings
        self._corrections = CorrectionsFile(path).read()
        self._state = state
        self._engine = engine
        self._file = file

    def bring(self, done: Applied) -> None:
        """Write what differs from the index, and remember it."""
        state, corrections = self._state, self._corrections
        done.problems = tuple(map(str, corrections.problems))
        digest = corrections.digest().encode()
        structure = of_structure(corrections)
        before = state.fact(STRUCTURE).decode()
        reshaped = before != fingerprint(structure)
        if state.fact(APPLIED) == digest and not reshaped:
            return
        pages = Restudied()
        try:
            if reshaped:
                wanted = pages_to_read(structure, before, state)
                pages = study_again(state, self._settings, wanted, structure)
                state.put_fact(STRUCTURE, fingerprint(structure).encode())
        except ReadByRun:
            done.waits = LINES
        plan = plan_of(corrections, state)
        changes = list(self._changes(plan, pages))
        if changes or pages.gone:
            with self._engine.writer() as writer:
                for article_id in pages.gone:
                    writer.delete(article_id)
                for change in changes:
                    if change.article is None:
                        writer.delete(change.id)
                    else:
                        writer.add(change.article)
                if pages.places:
                    writer.describe(state.long_sentences())
        self._file.break_seal()
        state.put_indexed((change.id, change.digest) for change in changes)
        state.corrections.put_originals(
            (change.id, change.original, change.applied) for change in changes
        )
        state.corrections.forget_lost()
        remember(state, plan, digest)
        forget_answers(state)
        state.put_fact("index", self._engine.committed().encode())
        state.commit()
        write_orphans(self._settings.index_dir, plan.orphans)
        done.orphans = plan.orphans
        done.articles = len(changes) + len(pages.gone)
        done.ids = [change.id for change in changes]

    def _changes(self, plan: Plan, pages: Restudied) -> Iterator[_Change]:
        state = self._state
        before, said_the_same = kept_groups(state, plan)
        groups = before
        if pages.places or not said_the_same:
            groups = groups_of(state, plan, near=False)
            keep_groups(state, groups, plan)
        joins = self._changed_joins(plan)
        applied = dict(state.corrections.corrected())
        named = self._named_again(plan, applied)
        fresh = set()
        for finished in self._resolved(plan, pages, joins | named, groups):
            fresh.add(finished.id)
            if finished.article is None and finished.digest:
                continue  # as it is in the index
            yield _Change(
                id=finished.id,
                article=finished.article,
                digest=finished.digest,
                original=finished.original,
                applied=finished.applied,
            )
        with closing(self._engine.searcher()) as searcher:
            others = joins | changed_copies(before, groups)
            for article_id in self._touched(plan, applied, searcher, others):
                if article_id not in fresh:
                    yield from self._amended(article_id, plan, groups, searcher)

    def _changed_joins(self, plan: Plan) -> set[str]:
        """Articles that go on in others than before, with those that are or were their parts."""
        before = json.loads(self._state.fact(_JOINED) or b"{}")
        found = set()
        for article in before.keys() | plan.joined.keys():
            was, now = before.get(article, ()), plan.joined.get(article, ())
            if tuple(was) != tuple(now):
                found |= {article, *was, *now}
        return found

    def _named_again(self, plan: Plan, applied: Mapping[str, str]) -> set[str]:
        """Articles whose names are others now, as their title or language was corrected."""
        found = set()
        for article in plan.articles.keys() | applied.keys():
            now = {one.id for one in plan.articles.get(article, ())}
            changed = map(
                self._corrections.get, now.symmetric_difference(applied.get(article, "").split())
            )
            if any(one and one.what in ("title", "language") for one in changed):
                found.add(article)
        return found

    def _resolved(
        self, plan: Plan, pages: Restudied, others: set[str], groups: Groups
    ) -> Iterator[Finished]:
        """Articles of pages that were studied again, and others, with all their names."""
        places = map(self._state.corrections.place_of, sorted(others))
        held = {place for place in places if place}
        held.difference_update(pages.places)
        if not (pages.places or held):
            return
        from indexer.entities import Mentions
        from indexer.tasks import resolve_pages

        state = self._state
        stored = [state.drafts_of(place) for place in pages.places]
        archive = kept_archive(state, self._settings, known_names(self._settings), plan)
        shown = [one.draft for page in stored for one in page if one.id not in plan.hidden]
        was, now = (
            [Mentions.from_json(unpack(draft)["mentions"]) for draft in drafts]
            for drafts in (pages.before, shown)
        )
        for book in archive.books():
            book.remove(was)
            for mentions in now:
                book.add(mentions)
        keep_archive(state, archive)
        archive.close()
        stored += map(state.drafts_of, held)
        waiting = [[pending_of(one, plan, groups) for one in page] for page in stored]
        yield from resolve_pages(archive, waiting)

    def _touched(
        self, plan: Plan, applied: Mapping[str, str], searcher: Searcher, copies: Iterable[str]
    ) -> dict[str, None]:
        """Articles of which the corrections say something else than the index shows."""
        touched = {
            article: None
            for article in (*plan.articles, *applied)
            if fingerprint(plan.articles.get(article, ())) != applied.get(article, fingerprint(()))
        }
        touched |= dict.fromkeys(copies)
        before = ArchiveNames.from_rows(json.loads(self._state.fact(_NAMES) or b"[]"))
        names = changed_names(before, plan.names)
        if names:
            touched |= dict.fromkeys(_naming(names, applied, self._state, searcher))
        return touched

    def _amended(
        self, article_id: str, plan: Plan, groups: Groups, searcher: Searcher
    ) -> Iterator[_Change]:
        """An article that was studied in a run, as the corrections say it is."""
        state = self._state
        kept = state.corrections.original(article_id)
        original = Article.from_json(unpack(kept)) if kept else searcher.article(article_id)
        if original is None or state.corrections.place_of(article_id) is None:
            return  # of a page that is gone: the next run forgets it
        original = replace(original, duplicate_of=groups.read.get(article_id))
        own = plan.articles.get(article_id, ())
        copy_of = groups.copies.get(article_id)
        article = corrected(original, own, plan.names, copy_of=copy_of)
        hidden = article_id in plan.hidden
        yield _Change(
            id=article_id,
            article=None if hidden else article,
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
