"""The end of a run: what the archive as a whole, and people, decide of each article.

Names, outlets and duplicates of all articles, with their corrections; what then differs from
the index is to be written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from corrections.ledger import Corrections
from corrections.names import ArchiveNames
from indexer import duplicates
from indexer.correcting import Plan, plan_of
from indexer.intake import Progress
from indexer.quality import Alike, Quality
from indexer.state import State
from indexer.workers import Workers, batched
from search_index.model.article import Article
from search_index.settings import Settings

if TYPE_CHECKING:
    from indexer.entities import KnownName, KnownNames
    from indexer.tasks import Archive

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

    def begin(self, corrections: Corrections) -> frozenset[str]:
        """Find what the corrections speak of; gives the ids that are articles no more."""
        self.plan = plan_of(corrections, self._state)
        return self.plan.hidden

    def articles(self, progress: Progress) -> Iterator[Article]:
        """Articles that differ from what is indexed, with all their fields."""
        from indexer.tasks import Pending, resolve_pages

        archive, total = self._archive()
        plan = self.plan
        regrouped = bool(plan.hidden or plan.alone) or any(map(plan.dated, plan.articles))
        read, alike = self._duplicates(near=not regrouped)
        copies = dict(read)
        if regrouped:
            copies, alike = self._duplicates(plan)
        copies = _corrected(copies, plan)
        self.quality.compare(copies, alike)
        self._state.put_fact("duplicates", str(len(copies)).encode())
        self._state.put_fact("hidden", str(len(self.plan.hidden)).encode())
        pages = (
            [
                Pending(
                    stored=stored,
                    read_copy_of=read.get(stored.id),
                    copy_of=copies.get(stored.id),
                    hidden=stored.id in self.plan.hidden,
                )
                for stored in page
            ]
            for page in self._state.drafts()
        )
        batches = batched(pages, _BATCH_PAGES)
        few = total <= _FEW_PAGES
        kept = {article for article, _ in self._state.corrections.corrected()}
        for batch in self._workers.spread(resolve_pages, archive, batches, few=few):
            progress("index", len(batch), total)
            self._state.put_indexed((done.id, done.digest) for done in batch)
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

    def _archive(self) -> tuple[Archive, int]:
        """What the archive as a whole decides, and the number of its articles."""
        from indexer.credits import Outlets
        from indexer.entities import NameBook
        from indexer.tasks import Archive, note_draft

        plan = self.plan
        book, outlets = NameBook(*corrected_names(self._known, plan.names)), Outlets()
        archive = Archive(
            book=book,
            plain=NameBook(self._known) if plan.names.given else None,
            corrections=plan.articles,
            names=plan.names,
            models=self._settings.spacy_models,
        )
        total = 0
        for page in self._state.drafts():
            for stored in page:
                if stored.id not in plan.hidden:
                    note_draft(stored, archive, outlets)
                total += 1
        for each in filter(None, (book, archive.plain)):
            each.close()
        archive.outlets.update(outlets.by_host())
        return archive, total

    def _duplicates(
        self, plan: Plan | None = None, *, near: bool = True
    ) -> tuple[dict[str, str], list[Alike]]:
        """Id of each article that another one tells better, and the id of that one.

        Next to them, with `near`, those that nearly are duplicates.

        The one with the surest date survives, then the longest, then the first. With a plan,
        what a person dated is the surest, and what is not an article or a story of its own is in
        no group.
        """
        ids: list[str] = []
        confidences, lengths = array("d"), array("Q")
        packed = bytearray()
        for article, signature, confidence, chars in self._state.signatures():
            if plan and (article in plan.hidden or article in plan.alone):
                continue
            ids.append(article)
            confidences.append(1.0 if plan and plan.dated(article) else confidence)
            lengths.append(chars)
            packed += signature
        copies = {}
        signatures = duplicates.unpack(packed)
        groups = duplicates.groups(signatures)
        for group in groups:
            best = max(group, key=lambda n: (confidences[n], lengths[n], -n))
            copies.update({ids[n]: ids[best] for n in group if n != best})
        alike = duplicates.nearly(signatures, groups) if near else []
        return copies, [(ids[a], ids[b], share) for a, b, share in alike]


def _corrected(copies: dict[str, str], plan: Plan) -> dict[str, str]:
    """Duplicates as people say they are, each of an article that is not one itself."""
    for article, other in plan.copies:
        if article in plan.hidden or other in plan.hidden:
            continue
        best = copies.get(other, other)
        if best == article:
            best = other
            copies.pop(other)
        copies[article] = best
        for one, known in copies.items():
            if known == article:
                copies[one] = best
    return copies


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
