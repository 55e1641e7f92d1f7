"""What the corrections mean for the articles of this archive: which of them each speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from corrections.ledger import Corrections
from corrections.names import ArchiveNames, archive_names
from corrections.orphans import Orphan
from corrections.records import OF_STRUCTURE, Correction
from indexer.joining import Joins, finder_of, joins_of
from indexer.page import PageKey
from indexer.state import State

_GONE: Final = "no article has its text, title or page, or more than one has"
_GONE_PAGE: Final = "no page has its article with these lines"
_GONE_OTHER: Final = "the other article that it names is not there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is corrected, by the ids of articles.

    `articles` are the corrections of each article in the order of the file, `names` those of
    the whole archive; `hidden` are no articles, `alone` duplicates of none, `copies` pairs of
    a duplicate and what it duplicates; `joined` the articles of other pages that one goes on in,
    which are hidden as well; `orphans` found their article no more.
    """

    articles: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    names: ArchiveNames = field(default_factory=ArchiveNames)
    hidden: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    copies: tuple[tuple[str, str], ...] = ()
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    orphans: tuple[Orphan, ...] = ()

    def dated(self, article: str) -> bool:
        """Whether a person gave the date of an article."""
        return any(one.what == "date" for one in self.articles.get(article, ()))


def plan_of(corrections: Corrections, state: State) -> Plan:
    """Find the article of each correction among those that the state remembers."""
    active = [one for one in corrections.active() if one.what not in OF_STRUCTURE]
    structure = of_structure(corrections)
    joins = joins_of(structure, state)
    refs = [ref for one in active for ref in (one.article, one.other) if ref]
    find = finder_of(refs, state, joins.parts)
    articles: dict[str, list[Correction]] = {}
    hidden: set[str] = set()
    alone: set[str] = set()
    copies: dict[str, str] = {}
    orphans: list[Orphan] = []
    for one in active:
        if one.article is None:
            continue
        found = find.find(one.article)
        other = find.find(one.other) if one.other else None
        if found is None or (one.other and (other is None or other == found)):
            reason = _GONE if found is None else _GONE_OTHER
            orphans.append(Orphan(id=one.id, reason=reason))
            continue
        articles.setdefault(found, []).append(one)
        match one.what:
            case "is_article":
                (hidden.discard if one.to else hidden.add)(found)
            case "duplicate":
                copies.pop(found, None)
                alone.discard(found)
                if one.to and other:
                    copies[found] = other
                else:
                    alone.add(found)
    return Plan(
        articles={article: tuple(own) for article, own in articles.items()},
        names=archive_names(active),
        hidden=joins.inner.union(hidden),
        alone=frozenset(alone),
        copies=tuple(copies.items()),
        joined=joins.parts,
        orphans=(*orphans, *joins.orphans, *_lost(structure, joins, state)),
    )


def of_structure(corrections: Corrections) -> tuple[Correction, ...]:
    """The corrections of what stands where on a page, in the order of the file."""
    return tuple(
        one for one in corrections.active() if one.what in OF_STRUCTURE and one.to is not False
    )


def pages_to_read(corrections: Sequence[Correction], before: str, state: State) -> set[PageKey]:
    """Pages of which the corrections of lines and stories are others than those of `before`."""
    known = frozenset(before.split())
    new = [one for one in corrections if one.id not in known]
    gone = known - {one.id for one in corrections}
    wanted = [pair for one in new for pair in _wanted_of_page(one)]
    return state.corrections.pages_of(wanted, gone)


def _wanted_of_page(correction: Correction) -> Iterator[tuple[str, str]]:
    for ref in (correction.article, correction.other):
        if ref:
            yield from (("id", ref.id), ("text", ref.text), ("name", ref.page))
    if correction.page:
        yield from (("name", correction.page.name), ("text", correction.page.text))


def _lost(corrections: Iterable[Correction], joins: Joins, state: State) -> Iterator[Orphan]:
    """The corrections of lines and stories that found no page to be applied to."""
    known = state.corrections.reshaped() | joins.applied | {one.id for one in joins.orphans}
    for one in corrections:
        if one.id not in known:
            yield Orphan(id=one.id, reason=_GONE_PAGE)


def fingerprint(corrections: Sequence[Correction]) -> str:
    """What distinguishes two lists of corrections of one article."""
    return " ".join(one.id for one in corrections)
