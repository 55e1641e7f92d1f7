"""What is like one article: related articles by words and vectors, and its story in other words."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.hits import Hit
from search_index.schema import NAME_FIELDS, facet_values
from search_index.search.semantic.archive import Archive
from search_index.search.semantic.rescoring import filled, values_at

POOL: Final = 30
"""So many of the nearest by words, and by vectors, are put in one order."""
ENGLISH_WEIGHT: Final = 0.5
OTHER_WEIGHT: Final = 0.3
"""What vectors count by either model, words the rest; measured, see docs/adr/0009-meaning.md."""
STORIES: Final = 5
SAME_STORY: Final = 0.6
SAME_STORY_ABROAD: Final = 0.45
"""So near is the same story in other words, in the same language and in another one."""
DAYS: Final = 3
RARE_SHARE: Final = 0.02
RARE_COUNT: Final = 5
"""A name tells a story where no more articles than this have it."""
_LOOKED_AT: Final = 60


def related(
    searcher: Searcher, archive: Archive, article: Article, *, weight: float, size: int
) -> tuple[Hit, ...] | None:
    """The most similar articles; None where the vector of the article is not there."""
    [place] = archive.places_of([article]).tolist()
    if place < 0:
        return None
    vector = archive.vectors.of(np.array([place]))[0]
    by_words = {hit.article.id: hit for hit in searcher.related(article.id, size=POOL) or ()}
    pool = {name: hit.article for name, hit in by_words.items()}
    for near in archive.nearest(vector, [article.language], most=POOL + 1):
        name = archive.vectors.ids[near.article]
        if name not in pool and name != article.id:
            other = searcher.article(name)
            if other is not None and archive.fits(near.article, other):
                pool[name] = other
    others = list(pool.values())
    if not others:
        return ()
    words = filled(
        np.array([by_words[one.id].score if one.id in by_words else np.nan for one in others])
    )
    places = archive.places_of(others)
    meaning = filled(values_at(archive, places, vector))
    mixed = (1 - weight) * words + weight * meaning
    order = np.lexsort((np.arange(len(mixed)), -mixed))[:size]
    return tuple(
        Hit(
            article=others[at],
            score=float(mixed[at]),
            found_by=_found_by(others[at].id in by_words, bool(places[at] >= 0)),
        )
        for at in order.tolist()
    )


def _found_by(words: bool, meaning: bool) -> str:
    return "both" if words and meaning else "words" if words else "meaning"


def stories(searcher: Searcher, archive: Archive, article: Article) -> tuple[Hit, ...]:
    """Articles that tell the story of one in other words, in any language, nearest first.

    They are near it, of about the same day, and have a name in common that few articles have.
    Near-duplicates are not among them.
    """
    [place] = archive.places_of([article]).tolist()
    names = _names(article)
    if place < 0 or not article.date or not names:
        return ()
    vector = archive.vectors.of(np.array([place]))[0]
    near: list[tuple[float, Article]] = []
    for one in archive.nearest(vector, archive.languages, most=_LOOKED_AT):
        own = archive.vectors.languages[one.article] == article.language
        if one.likeness < (SAME_STORY if own else SAME_STORY_ABROAD):
            continue
        other = searcher.article(archive.vectors.ids[one.article])
        if other is None or not _may_be(article, other) or not names & _names(other):
            continue
        if archive.fits(one.article, other):  # last, as it makes a digest of the article
            near.append((one.likeness, other))
    if not near:
        return ()
    rare = _rare(searcher, sorted(names & set().union(*(_names(other) for _, other in near))))
    found = [
        Hit(article=other, score=likeness, found_by="meaning")
        for likeness, other in near
        if rare & _names(other)
    ]
    return tuple(sorted(found, key=lambda hit: (-hit.score, hit.article.id))[:STORIES])


def _names(article: Article) -> set[tuple[str, str]]:
    return {(kind, value) for kind in NAME_FIELDS for value in facet_values(article, kind)}


def _rare(searcher: Searcher, names: list[tuple[str, str]]) -> set[tuple[str, str]]:
    most = max(RARE_COUNT, int(searcher.stats().articles * RARE_SHARE))
    counts = searcher.counts(names)
    return {name for name, count in zip(names, counts, strict=True) if count <= most}


def _may_be(article: Article, other: Article) -> bool:
    """Whether another article may tell the same story, and is no copy of it."""
    if other.id == article.id or not other.date or not article.date:
        return False
    copies = {article.duplicate_of or article.id} & {other.duplicate_of or other.id}
    return not copies and _days_between(article.date, other.date) <= DAYS


def _days_between(first: str, second: str) -> int:
    if len(first) < 10 or len(second) < 10:
        return DAYS + 1
    return abs((date.fromisoformat(first[:10]) - date.fromisoformat(second[:10])).days)
