"""When the story of a web page was published, by what its markup and its headline say.

Surest first: JSON-LD and meta of the article that say "published"; then what is by its
headline, read as date lines of text are; then a meta that only says "date"; then what stands
elsewhere in the story's part of the page. What says "modified" is never published, and what
is outside of the story's part (navigation, asides, comments, related stories) is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from htmldate import find_date

from indexer.dates.addresses import read_address
from indexer.sources.markup.blocks import drop_outside, same_headline
from indexer.sources.markup.by_headline import (
    STAMPED,
    Published,
    Seen,
    day_of,
    seen_by_headline,
)
from indexer.sources.markup.linked_dates import LinkedDate, linked_dates

_SAYS_PUBLISHED = re.compile(
    r"(?:.*[:._-])?(?:(?:article[_.:-]?)?(?:(?:first[_-]?)?publi(?:shed|cation|sh)[_-]?"
    r"(?:time|date|at|on)?|pub[_-]?date|date[_-]?(?:published|issued|pub))(?:[_-]?time)?"
    r"|issued|parsely-pub-date|parsely-page-pub|publishdate|release[_-]?date|displaydate"
    r"|article\.created|publicationdate|publish_?time)"
)
_SAYS_CREATED = re.compile(r"(?:.*[:._-])?(?:date[_-]?)?created(?:[_-]?(?:time|date|at))?")
_SAYS_DATE = re.compile(
    r"(?:(?:dc|dcterms|article|og|sailthru|citation|cms)[.:_])?(?:online_)?date"
)
_NO_DATE = re.compile(r"publisher|modif|updat|expir|unpublish", re.IGNORECASE)


def published_in(tree: Any, *, title: str | None, url: str | None, today: date) -> Published | None:
    """The day on which the one story of a page was published, None where the page shows none."""
    stated = _stated(tree, title=title, url=url, today=today)
    if stated:
        placed = _at_its_place(tree, stated, today)
        if placed or not _is_doubtful(tree, stated, today):
            return placed or stated
    seen = list(seen_by_headline(tree, title=title, today=today))
    visible = next((one for one in seen if one.surely), None)
    if stated:
        return _outvoted(tree, stated, visible, today) or _in_its_zone(stated, visible)
    if visible and (same := _as_in_address(seen, visible, url)):
        return same
    weak = _first(_metas(tree, _SAYS_DATE), today, 0.75)
    if visible and not (weak and (visible.wider or visible.published.confidence < STAMPED)):
        return visible.published
    return weak or next((one.published for one in seen), None)


def _as_in_address(seen: Sequence[Seen], visible: Seen, url: str | None) -> Published | None:
    """The day of the page that its address has, too: others are of what the story tells."""
    found = read_address(url) if url else None
    if found is None or found.day is None:
        return None
    day = date(found.year, found.month, found.day).isoformat()
    if day == visible.published.day:
        return None
    return next((one.published for one in seen if one.published.day == day), None)


def _is_doubtful(tree: Any, stated: Published, today: date) -> bool:
    """Whether what readers see may say another day: beside a stamp in UTC, or metas apart."""
    if _UTC.search(stated.words.strip()):
        return True
    meta = _first(_metas(tree, _SAYS_PUBLISHED), today, stated.confidence)
    return meta is not None and meta.day != stated.day


def _outvoted(tree: Any, stated: Published, visible: Seen | None, today: date) -> Published | None:
    """What a meta and the headline's neighbours say alike, where JSON-LD says another day."""
    if visible is None or visible.wider:
        return None
    apart = date.fromisoformat(visible.published.day) - date.fromisoformat(stated.day)
    if abs(apart) <= timedelta(days=1):  # the same moment elsewhere
        return None
    meta = _first(_metas(tree, _SAYS_PUBLISHED), today, stated.confidence)
    return meta if meta and meta.day == visible.published.day else None


def _stated(tree: Any, *, title: str | None, url: str | None, today: date) -> Published | None:
    linked = _linked(linked_dates(tree), title, url)
    return (
        _first(linked, today, 0.95)
        or _first(_metas(tree, _SAYS_PUBLISHED), today, 0.95)
        or _first(_metas(tree, _SAYS_CREATED), today, 0.85)
    )


def _linked(
    dates: Sequence[LinkedDate], title: str | None, url: str | None
) -> Iterator[tuple[str, str]]:
    """The stamps of what is this page's article: by its headline, by its address, or alone."""
    own = [one for one in dates if title and one.headline and same_headline(one.headline, title)]
    own = own or [one for one in dates if url and one.url and _address(one.url) == _address(url)]
    alone = [one for one in dates if not one.listed]
    alone = [one for one in alone if one.of_article] or alone
    if not own and len({one.stamp for one in alone}) == 1:
        own = alone[:1]
    for one in own:
        yield "datePublished in JSON-LD", one.stamp


def _address(url: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.)?|[?#].*$|/$", "", url.strip())


def _metas(tree: Any, says: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        stamp = (meta.get("content") or "").strip()
        if not stamp or not any(char.isdigit() for char in stamp):
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and says.fullmatch(name) and not _NO_DATE.search(name):
                yield f"meta {name}", stamp


def _first(stamps: Iterable[tuple[str, str]], today: date, sure: float) -> Published | None:
    """The first stamp that can be a day of publication: a zero and a day to come are not."""
    for rule, stamp in stamps:
        day = day_of(stamp, today)
        if day:
            return Published(
                day=day.isoformat(), source="metadata", confidence=sure, words=stamp, rule=rule
            )
    return None


_UTC = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00| GMT)$")


def confirmed(day: str, tree: Any, *, url: str | None, today: date) -> Published | None:
    """The day that htmldate found on a page, where it is no day of what is around the story.

    The tree loses what is around; of what is left the day has to be found again.
    """
    drop_outside(tree)
    latest = today.isoformat()
    again = find_date(tree, extensive_search=True, original_date=True, max_date=latest, url=url)
    if again != day:
        return None
    return Published(
        day=day, source="metadata", confidence=0.6, words=day, rule="htmldate on the page"
    )


def _at_its_place(tree: Any, stated: Published, today: date) -> Published | None:
    """The same moment where a meta writes it in the time of the place, which has its own day."""
    moment = _moment(stated.words)
    if moment is None or moment.utcoffset() != timedelta():
        return None
    for rule, stamp in _metas(tree, _SAYS_PUBLISHED):
        other = _moment(stamp)
        if other is None or not other.utcoffset() or abs(other - moment) > timedelta(minutes=1):
            continue
        return _first([(rule, stamp)], today, stated.confidence)
    return None


def _moment(stamp: str) -> datetime | None:
    """A moment of ISO 8601 with its offset from UTC, None for any other stamp."""
    try:
        moment = datetime.fromisoformat(stamp.strip())
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment


def _in_its_zone(stated: Published, visible: Seen | None) -> Published:
    """The day that readers of the page see, where a stamp in UTC has the one before or after."""
    words = stated.words.strip()
    if visible is None or not _UTC.search(words) or _UTC.search(visible.published.words):
        return stated
    moment = _moment(words)
    if moment is None:
        return stated
    noon = datetime.fromisoformat(f"{visible.published.day}T12:00:00+00:00")
    near = abs(moment.replace(tzinfo=noon.tzinfo) - noon) <= timedelta(hours=26)
    return visible.published if near else stated
