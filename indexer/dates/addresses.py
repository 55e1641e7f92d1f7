"""The date in the address of a page: /2021/05/04/, /2021-05-04-title, 20210504, /04-05-2021."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from indexer.dates.mentions import possible
from indexer.language.calendar import months

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY_IN_PATH = re.compile(
    rf"(?<=[/_=-]){_YEAR}(?P<s>[/_.-]?)(?P<month>0[1-9]|1[0-2])(?P=s)"
    r"(?P<day>0[1-9]|[12]\d|3[01])(?![0-9a-z])"
    r"|(?<=[/_=-])(?P<day3>0[1-9]|[12]\d|3[01])(?P<s3>[-_.])(?P<month3>0[1-9]|1[0-2])(?P=s3)"
    r"(?P<year3>(?:19|20)\d\d)(?![0-9a-z])"
    r"|(?<=/)(?P<year2>(?:19|20)\d\d)/(?P<name>[a-z]{3,9}|\d)/(?P<day2>\d{1,2})(?=/|$)",
    re.IGNORECASE,
)
_MONTH_IN_PATH = re.compile(rf"(?<=/){_YEAR}[/-](?P<month>0[1-9]|1[0-2])(?=/|$)")
_ADDRESS_LINE = re.compile(
    r"^(?:[^\W\d_]{2,12}\s*[:：]\s*)?(?P<url>(?:https?://|www\.)[^\s<>\"]+)$", re.IGNORECASE
)
_ZONES = timedelta(days=1)
_MONTH_END = timedelta(days=3)
_WRITTEN = timedelta(days=20)
"""So long before a story is out its page may have been made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressDate:
    """A day, or with `day` None a month, and where in the address it stands."""

    year: int
    month: int
    day: int | None
    start: int
    end: int


def read_address(url: str) -> AddressDate | None:
    """The date that an address carries in its path, None where it carries none."""
    for match in _DAY_IN_PATH.finditer(url):
        if match["year"]:
            year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        elif match["year3"]:
            year, month, day = int(match["year3"]), int(match["month3"]), int(match["day3"])
        else:
            name = match["name"].lower()
            number = int(name) if name.isdigit() else months().get(name)
            if number is None:
                continue
            year, month, day = int(match["year2"]), number, int(match["day2"])
        if possible(year, month, day):
            return AddressDate(
                year=year, month=month, day=day, start=match.start(), end=match.end()
            )
    found = _MONTH_IN_PATH.search(url)
    if not found:
        return None
    return AddressDate(
        year=int(found["year"]),
        month=int(found["month"]),
        day=None,
        start=found.start(),
        end=found.end(),
    )


def contradicts(found: AddressDate, day: date) -> bool:
    """Whether an address and a day that a page shows cannot both be of its story.

    The day may be the one before or after, as zones differ, and the month may be that of a day
    some weeks before, when the page was made.
    """
    if found.day is not None:
        return abs(date(found.year, found.month, found.day) - day) > _ZONES
    return not any(
        (near.year, near.month) == (found.year, found.month)
        for near in (day - _WRITTEN, day, day + _MONTH_END)
    )


def address_in(text: str) -> tuple[str, int] | None:
    """The address that the line `text` consists of, and where in the line it starts."""
    match = _ADDRESS_LINE.match(text)
    return (match["url"], match.start("url")) if match else None


_REFERENCE = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_SLUG_WORDS = 3
_MOST_REFERENCES = 5_000


def reference_to(title: str, text: str) -> tuple[str, int] | None:
    """An address in `text` that spells the title in its path, and where it starts.

    Dumps of text browsers list the addresses of a page's links at its end.
    """
    wanted = {word.lower() for word in _WORD.findall(title)}
    for address, start, spelled in _references(text) if len(wanted) >= _SLUG_WORDS else ():
        shared = len(wanted & spelled)
        if shared >= _SLUG_WORDS and shared * 5 >= len(wanted) * 3:
            return address, start
    return None


@lru_cache(maxsize=2)
def _references(text: str) -> tuple[tuple[str, int, frozenset[str]], ...]:
    """The addresses in a page's text, where they start, and the words that they spell."""
    found: list[tuple[str, int, frozenset[str]]] = []
    if "://" not in text:
        return ()
    for match in islice(_REFERENCE.finditer(text), _MOST_REFERENCES):
        path = match[0].partition("//")[2].partition("/")[2]
        words = frozenset(word.lower() for word in _WORD.findall(path))
        if len(words) >= _SLUG_WORDS:
            found.append((match[0], match.start(), words))
    return tuple(found)


def published_on(stamp: str) -> date | None:
    """The day of an ISO 8601 time stamp such as `2021-05-04T10:22:00Z`, None if broken."""
    try:
        return date.fromisoformat(stamp.strip()[:10])
    except ValueError:
        return None


_PART = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?")


def part_of(stamp: str) -> str | None:
    """The year, or the year and month, that a stamp consists of; None where it tells more."""
    match = _PART.fullmatch(stamp.strip())
    return match[0] if match else None
