"""Articles that go on on another page, made one: the text after the text, everything else kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from corrections.orphans import Orphan
from corrections.records import ArticleRef, Correction
from corrections.reference import RULE, Candidate, Finder, fold, text_digest
from indexer.state import State
from indexer.stored import unpack
from search_index.model.article import Article, Provenance

BETWEEN: Final = "\n\n"
_GONE: Final = "one of the two articles that it joins is not there"
_TAKEN: Final = "the article that goes on, or what it goes on in, is part of another one already"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """The ids of the articles that each article goes on in, in their order.

    `applied` are the ids of the corrections that say so, `orphans` those that cannot be.
    """

    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    applied: frozenset[str] = frozenset()
    orphans: tuple[Orphan, ...] = ()

    @property
    def inner(self) -> frozenset[str]:
        """The articles that are parts of others."""
        return frozenset(part for parts in self.parts.values() for part in parts)


def joins_of(corrections: Sequence[Correction], state: State) -> Joins:
    """What joins say of articles of several pages; those of one page are read from it."""
    here = state.corrections.reshaped()
    far = [one for one in corrections if one.what == "join" and one.id not in here]
    if not far:
        return Joins()
    find = finder_of([ref for one in far for ref in (one.article, one.other) if ref], state)
    parts: dict[str, list[str]] = {}
    whole: dict[str, str] = {}
    applied: set[str] = set()
    orphans = []
    for one in far:
        first = find.find(one.article) if one.article else None
        other = find.find(one.other) if one.other else None
        if first is None or other is None:
            orphans.append(Orphan(id=one.id, reason=_GONE))
            continue
        first = whole.get(first, first)
        if other in whole or other == first:
            orphans.append(Orphan(id=one.id, reason=_TAKEN))
            continue
        added = [other, *parts.pop(other, ())]
        parts.setdefault(first, []).extend(added)
        whole.update(dict.fromkeys(added, first))
        applied.add(one.id)
    return Joins(
        parts={first: tuple(others) for first, others in parts.items()},
        applied=frozenset(applied),
        orphans=tuple(orphans),
    )


def finder_of(
    refs: Sequence[ArticleRef], state: State, parts: Mapping[str, tuple[str, ...]] | None = None
) -> Finder:
    """Finds articles of the state; one with `parts` also by the text that it has with them."""
    finder = Finder(refs)
    joined = parts or {}
    if refs:
        for name, page, text, key in state.corrections.candidates(_wanted(refs, joined)):
            title = key.partition("\n")[0]
            body = partial(body_of, state, (name, *joined.get(name, ())))
            whole = text_digest(body()) if name in joined else ""
            finder.see(
                Candidate(id=name, page=page, title=title, text=text, whole=whole, body=body)
            )
    return finder


def body_of(state: State, names: Sequence[str]) -> str:
    """The text of an article and of what it goes on in."""
    values = [unpack(state.corrections.draft(name))["article"] for name in names]
    return _body(values)


def joined_article(values: Sequence[Mapping[str, Any]]) -> Article:
    """The article of a draft and of the drafts that it goes on in."""
    from indexer.quotes import find_quotes

    drafts = [Article.from_json(value) for value in values]
    first, others = drafts[0], drafts[1:]
    body = _body(values)
    dated = next((draft for draft in drafts if draft.date), first)
    above = len(first.body.split(BETWEEN))
    places = list(first.removed_places)
    for other in others:
        places += [above + max(place, 0) for place in other.removed_places]
        above += len(other.body.split(BETWEEN)) + bool(_title(first.title, other.title))
    return replace(
        first,
        body=body,
        date=dated.date,
        date_precision=dated.date_precision,
        date_source=dated.date_source,
        date_confidence=dated.date_confidence,
        authors=tuple(dict.fromkeys(name for draft in drafts for name in draft.authors)),
        quotes=find_quotes(body, first.language),
        removed=tuple(line for draft in drafts for line in draft.removed),
        removed_reasons=tuple(reason for draft in drafts for reason in draft.removed_reasons),
        removed_places=tuple(places),
        provenance=(*first.provenance, *map(_reason, others)),
    )


def _wanted(
    refs: Sequence[ArticleRef], joined: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    for ref in refs:
        yield "id", ref.id
        yield "text", ref.text
        yield "page", ref.page
        yield "key", fold(ref.title)
    for name in joined:
        yield "id", name


def _body(values: Sequence[Mapping[str, Any]]) -> str:
    first, *others = values
    return BETWEEN.join([first["body"], *_further(first, others)])


def _further(first: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for other in others:
        title = _title(first["title"], other["title"])
        yield BETWEEN.join(filter(None, (title, other["body"])))


def _title(first: str, other: str) -> str:
    """A title that the text keeps, as a heading within it; not that of the whole once more."""
    return "" if fold(first) == fold(other) else other


def _reason(other: Article) -> Provenance:
    return Provenance(
        field="body",
        value=f"{len(other.body.split(BETWEEN))} paragraphs",
        rule=RULE,
        words=f"goes on in {other.source.page}",
    )
