"""Whether 02/03/2019 is of March or of February."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from indexer.dates.grammar import patterns
from indexer.dates.mentions import Mention
from indexer.language.folding import fold

_CLOSE = timedelta(days=10)
_AMERICAN_TIME = re.compile(r"\d ?(?i:[ap]\.?m\.?),? \(?[ECMP][SD]?T\b")


def writes_month_first(text: str) -> bool:
    """Whether the numeric dates of a page prove that it writes the month first.

    A date such as 10/23/2019 proves it, and so does a time of North America (5:45 PM EST), unless
    another such as 23/10/2019 proves the opposite: then the usual order, day first, is assumed.
    """
    month_first, day_first = _AMERICAN_TIME.search(text) is not None, False
    for match in patterns().numeric.finditer(fold(text)):
        if match["a"] and len(match["c"]) == 4:
            left, right = int(match["a"]), int(match["b"])
            month_first |= left <= 12 < right <= 31
            day_first |= right <= 12 < left <= 31
    return month_first and not day_first


def settle(mention: Mention, *, month_first: bool, others: Iterable[date], today: date) -> Mention:
    """Choose the reading of a numeric date that can be read both ways.

    Its weekday decides first, then the order that the page is proven to write, then that
    it cannot lie after `today`, then that the story names a day (one of `others`) close to
    one reading only. Otherwise the day is first.
    """
    if mention.swapped is None or mention.year is None:
        return mention
    swapped = replace(
        mention, month=mention.swapped[0], day=mention.swapped[1], swapped=None, month_first=True
    )
    plain, other = mention.full, swapped.full
    if plain is None or other is None:
        return mention
    if mention.weekday is not None and mention.contradicted != swapped.contradicted:
        return swapped if mention.contradicted else replace(mention, swapped=None)
    if month_first:
        return swapped
    if other <= today < plain:
        return swapped
    days = list(others)
    if any(abs(day - other) <= _CLOSE for day in days) and not any(
        abs(day - plain) <= _CLOSE for day in days
    ):
        return swapped
    return mention
