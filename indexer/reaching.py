"""Which articles a change of some pages can reach, by what each of them asked of the archive.

What the archive said of each name, host and duplicate is kept from run to run. An article comes out
as before where its page is the same and all that it asked for is; it is not resolved again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from indexer.page import PageKey
from indexer.settled_state import Settled, facts_from
from indexer.state import State
from indexer.stored import pack, unpack
from indexer.workers import batched

if TYPE_CHECKING:
    from corrections.ledger import Corrections
    from indexer.credits import Outlets
    from indexer.entities import Answers, Clusters
    from indexer.grouping import Groups
    from indexer.tasks import Archive
    from quality.facts import Facts

ARCHIVE: Final = "archive"
"""The fact that holds what was noted of all articles."""
_ANSWERS: Final = "answers"
"""The fact that holds what the archive says of each name."""
APPLIED: Final = "applied"
"""The fact that says which corrections the index shows."""
_CLUSTERS: Final = "clusters"
_PAGES_AT_ONCE: Final = 2_000


def answers_before(state: State, corrections: Corrections) -> Answers | None:
    """What the archive said in the last run; None where any article may have changed since.

    That is so with corrections, which may be of any article.
    """
    digest = corrections.digest().encode()
    known = state.fact("corrections"), state.fact(APPLIED)
    packed = state.fact(_ANSWERS)
    if not packed or known != (digest, digest) or any(True for _ in corrections.active()):
        return None
    answers: Answers = unpack(packed)
    return answers


def keep_answers(state: State, answers: Answers) -> None:
    """Keep them for the next run."""
    state.put_fact(_ANSWERS, pack(answers))


def clusters_before(state: State) -> Clusters:
    """What the last run decided of persons."""
    clusters: Clusters = unpack(state.fact(_CLUSTERS))
    return clusters


def keep_clusters(state: State, archive: Archive) -> None:
    """Keep what was decided of persons for the next run."""
    state.put_fact(_CLUSTERS, pack(archive.book.clusters()))


def forget_answers(state: State) -> None:
    """Articles have changed in another way than by a run: the next one settles all of them."""
    state.put_fact(_ANSWERS, b"")


def count_changes(state: State, archive: Archive, outlets: Outlets) -> None:
    """Note of all articles what is kept of the last run, and what has changed since."""
    from indexer.entities import Mentions

    counts, _, names = unpack(state.fact(ARCHIVE))
    archive.book.add_counts(counts)
    outlets.add_counts(names)
    gone = []
    for draft in state.settled.forgotten():
        value = unpack(draft)
        gone.append(Mentions.from_json(value["mentions"]))
        outlets.add(value["article"]["source"]["url"], value["article"]["outlet"], times=-1)
    archive.book.remove(gone)
    for draft in state.settled.fresh():
        value = unpack(draft)
        archive.book.add(Mentions.from_json(value["mentions"]))
        outlets.add(value["article"]["source"]["url"], value["article"]["outlet"])


def pages_reached(
    state: State, before: Answers, now: Answers, groups: Groups
) -> Iterator[tuple[PageKey, list[Facts] | None]]:
    """Every page with the facts of its articles, None where they may come out otherwise now."""
    from indexer.entities import Change

    change = Change(before, now)
    for pages in batched(state.settled.pages(), _PAGES_AT_ONCE):
        asked = [one[1] or b"" for _, articles in pages for one in articles]
        reached = iter(change.reaches(asked))
        for (root, file, number), articles in pages:
            changed = [next(reached) for _ in articles]
            key = PageKey(root=root, file=file, number=number)
            yield key, None if any(changed) else _facts_of(articles, groups)


def _facts_of(articles: Sequence[Settled], groups: Groups) -> list[Facts] | None:
    """The facts of articles that stay; None where one of them is new or another duplicate."""
    found = []
    for article, asked, packed in articles:
        if asked is None or packed is None:
            return None
        facts = facts_from(packed)
        if facts.duplicate_of != groups.copies.get(article):
            return None
        found.append(facts)
    return found
