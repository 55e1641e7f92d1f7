"""Bodies that were renamed, where an article says so: "Harbour Council (formerly Port Board)".

The names file of the archive may say it too; that is in the articles that name either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from search_index.model.article import Article

_FORMERLY = re.compile(
    r"""(?:\s*\([^()]{1,15}\))?  # an acronym of the new name
    [\s,(،–—-]*
    (?:
        (?:which\ was\ |was\ |until\ \d{4}\ )?
        (?:formerly|previously)(?:\ (?:known|called|named))?(?:\ as)?
      | (?:known|called)\ (?:formerly|previously)\ as
      | anciennement(?:\ (?:appelée?|nommée?|dénommée?|connue?\ sous\ le\ nom\ de))?
      | ex-?
      | (?:المعروفة|المعروف|المسماة|المسمى)\ سابقا(?:\ ?باسم|\ ?ب)?
      | (?:سابقا|سابقًا)
    )
    [\s:"“«‹'’]*(?:(?:the|la|le|les|l['’]|بـ)\s*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_NOW = re.compile(
    r"""(?:\s*\([^()]{1,15}\))?[\s,(،–—-]*
    (?:
        (?:which\ is\ |is\ )?now\ (?:known\ as|called|named)?
      | (?:has\ been\ |was\ |had\ been\ )?(?:since\ )?renamed(?:\ as|\ to)?
      | changed\ its\ name\ to
      | (?:rebaptisée?|renommée?|devenue?)(?:\ depuis)?
      | (?:التي\ )?(?:أصبحت|أصبح)(?:\ تسمى|\ تعرف\ باسم)? | (?:حاليا|حاليًا)
    )
    [\s:"“«‹'’]*(?:(?:the|la|le|les|l['’])\s*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_BEHIND = re.compile(r"\s*(?:سابقا|سابقًا)\)")
_MOST_CHARS = 60
"""Between the two names, at most."""


def renamings(articles: Iterable[Article], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an organization was called before, and what afterwards; most often said first."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for article in articles:
        said = {*article.renamings, *_said(article)}
        before.update(old for old, new in said if new == name)
        after.update(new for old, new in said if old == name)
    return _ordered(before), _ordered(after)


def _ordered(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _said(article: Article) -> Iterator[tuple[str, str]]:
    """Pairs of predecessor and successor that an article tells."""
    places = sorted(
        (start, end, form.name)
        for form in article.forms
        if form.kind == "organization"
        for start, end in form.offsets
    )
    named = [place for place in places if not _is_acronym(article.body, place)]
    for (_, end, one), (start, last, other) in pairwise(named):
        between = article.body[end:start]
        if one == other or not 0 < len(between) <= _MOST_CHARS:
            continue
        bracketed = between.strip() == "(" and _BEHIND.match(article.body, last)
        if bracketed or _FORMERLY.fullmatch(between):
            yield other, one
        elif _NOW.fullmatch(between):
            yield one, other


def _is_acronym(body: str, place: tuple[int, int, str]) -> bool:
    """Is it the acronym in brackets behind a full name?"""
    start, end, _ = place
    return (
        body[start - 1 : start] == "(" and body[end : end + 1] == ")" and " " not in body[start:end]
    )
