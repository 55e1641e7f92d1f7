"""The end of a run: what the archive as a whole, and people, decide of each article.

Names, outlets and duplicates of all articles, with their corrections; what then differs from
the index is to be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from corrections.ledger import Corrections
from corrections.names import ArchiveNames
from indexer.correcting import Plan, plan_of
from indexer.grouping import Groups, groups_of, keep_groups
from indexer.intake import Progress
from indexer.quality import Quality
from indexer.reaching import (
    ARCHIVE,
    answers_before,
    clusters_before,
    count_changes,
    keep_answers,
    keep_clusters,
    pages_reached,
)
from indexer.state import State, StoredDraft
from indexer.stored import pack, unpack
from indexer.workers import Workers, batched
from search_index.model.article import Article
from search_index.settings import Settings

if TYPE_CHECKING:
    from indexer.credits import Outlets
    from indexer.entities import Answers, KnownName, KnownNames
    from indexer.tasks import Archive, Pending

_BATCH_PAGES: Final = 16
_FEW_PAGES: Final = 400


class Settling:
    """One settling of all articles that the state remembers."""

    def __init__(
        self, state: State, workers: Workers, settings: Settings, known: KnownNames | None
    ) -> None:
        self.plan = Plan()
        self.quality = Quality(settings)
        self._state = state
        self._workers = workers
        self._settings = settings
        self._known = known
        self._before: Answers | None = None
        """What the archive said of its names where articles that it says the same to stay."""

    def begin(self, corrections: Corrections, *, all_again: bool = False) -> frozenset[str]:
        """Find what the corrections speak of; gives the ids that are articles no more.

        `all_again` says that every article may come out otherwise than in the last run.
        """
        self.plan = plan_of(corrections, self._state)
        if not all_again:
            self._before = answers_before(self._state, corrections)
        return self.plan.hidden

    def articles(self, progress: Progress) -> Iterator[Article]:
        """Articles that differ from what is indexed, with all their fields."""
        from indexer.tasks import resolve_pages

        archive = self._archive()
        total = self._state.count_articles()
        plan = self.plan
        groups = groups_of(self._state, plan)
        keep_groups(self._state, groups, plan)
        self.quality.compare(groups.copies, groups.alike)
        self._state.put_fact("duplicates", str(len(groups.copies)).encode())
        self._state.put_fact("hidden", str(len(plan.hidden)).encode())
        answers = archive.answers()
        drafts, few = self._state.drafts(), total <= _FEW_PAGES
        if self._before:
            reached = []
            for place, facts in pages_reached(self._state, self._before, answers, groups):
                if facts is None:
                    reached.append(place)
                    continue
                progress("index", len(facts), total)
                for each in facts:
                    self.quality.add(each)
            drafts, few = map(self._state.drafts_of, reached), len(reached) <= _FEW_PAGES
        keep_answers(self._state, answers)
        pages = ([pending_of(stored, plan, groups) for stored in page] for page in drafts)
        batches = batched(pages, _BATCH_PAGES)
        kept = {article for article, _ in self._state.corrections.corrected()}
        for batch in self._workers.spread(resolve_pages, archive, batches, few=few):
            progress("index", len(batch), total)
            self._state.put_indexed((done.id, done.digest) for done in batch)
            self._state.settled.put((done.id, done.asked, done.facts) for done in batch)
            for done in batch:
                if done.facts is not None:
                    self.quality.add(done.facts)
            self._state.corrections.put_originals(
                (done.id, done.original, done.applied)
                for done in batch
                if done.original is not None or done.id in kept
            )
            yield from (done.article for done in batch if done.article is not None)
        self._state.corrections.forget_lost()

    def _archive(self) -> Archive:
        """What the archive as a whole decides."""
        from indexer.credits import Outlets

        outlets = Outlets()
        archive = archive_of(self._state, self._settings, self._known, self.plan)
        if self._before:
            count_changes(self._state, archive, outlets)
        else:
            self._note_all(archive, outlets)
        archive.outlets.update(outlets.by_host())
        keep_archive(self._state, archive, outlets)
        archive.close(before=clusters_before(self._state) if self._before else ())
        keep_clusters(self._state, archive)
        return archive

    def _note_all(self, archive: Archive, outlets: Outlets) -> None:
        from indexer.tasks import note_draft

        for page in self._state.drafts():
            for stored in page:
                if stored.id not in self.plan.hidden:
                    note_draft(stored, archive, outlets)


def archive_of(state: State, settings: Settings, known: KnownNames | None, plan: Plan) -> Archive:
    """What the archive decides, before any article of it is noted."""
    from indexer.entities import NameBook
    from indexer.tasks import Archive

    return Archive(
        book=NameBook(*corrected_names(known, plan.names)),
        plain=NameBook(known) if plan.names.given else None,
        corrections=plan.articles,
        names=plan.names,
        joined={
            article: tuple(map(state.corrections.draft, parts))
            for article, parts in plan.joined.items()
        },
        models=settings.spacy_models,
    )


def keep_archive(state: State, archive: Archive, outlets: Outlets | None = None) -> None:
    """Keep what was noted of all articles, for `kept_archive` and `count_changes`."""
    names = outlets.counts() if outlets else {}
    state.put_fact(ARCHIVE, pack([archive.book.counts(), archive.outlets, names]))


def kept_archive(state: State, settings: Settings, known: KnownNames | None, plan: Plan) -> Archive:
    """What the archive decides by what was noted of its articles last; to be closed."""
    counts, outlets, _ = unpack(state.fact(ARCHIVE))
    archive = archive_of(state, settings, known, plan)
    for book in archive.books():
        book.add_counts(counts)
    archive.outlets.update(outlets)
    return archive


def pending_of(stored: StoredDraft, plan: Plan, groups: Groups) -> Pending:
    """An article to resolve."""
    from indexer.tasks import Pending

    return Pending(
        stored=stored,
        read_copy_of=groups.read.get(stored.id),
        copy_of=groups.copies.get(stored.id),
        hidden=stored.id in plan.hidden,
    )


def corrected_names(
    known: KnownNames | None, names: ArchiveNames
) -> tuple[KnownNames | None, list[KnownName]]:
    """The user's names with those that people added, and those that people merged.

    What the user's file says of a name wins.
    """
    if not names:
        return known, []
    from indexer.entities import KnownName, KnownNames

    listed = known.names if known else ()
    taken = {(one.kind, form) for one in listed for form in (one.name, *one.aliases)}
    merged = []
    for (kind, text), aliases in names.aliases():
        if (kind, text) not in taken:
            kept = tuple(one for one in aliases if (kind, one) not in taken)
            taken.update((kind, form) for form in (text, *kept))
            merged.append(KnownName(name=text, kind=kind, aliases=kept))
    added = [KnownName(name=text, kind=kind) for kind, text in names.added if " " in text]
    fresh = [one for one in added if (one.kind, one.name) not in taken]
    return KnownNames((*listed, *fresh)), merged


def known_names(settings: Settings) -> KnownNames | None:
    """The user's names and, where any are set, the models. Raises SettingError."""
    known = None
    if settings.entities or settings.spacy_models:
        from indexer.entities import load_model, read_known_names

        if settings.entities:
            known = read_known_names(settings.entities)
        for _, name in settings.spacy_models:
            load_model(name)
    return known
