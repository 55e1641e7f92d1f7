"""How far two spellings of one word are apart, in one script or across two.

A word is cut into graphemes (sh, tch, ou are one each). What graphemes stand for each other
is learned from the names of cities that GeoNames has in many spellings (training/spellings):
the usual counterpart costs nothing, a rare one more. The distance is that of the cheapest
alignment, as in an edit distance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from indexer.language.normalize import is_arabic

UNKNOWN = 5.0  # graphemes that were never seen to stand for each other
DROPPED = 4.0  # one that was never seen to be left out
EMPTY = "-"
ANY_VOWEL = 1.2  # a vowel written with another letter: cities seldom tell, people do
FIRST = 1.5  # the first grapheme of a word weighs that much more

_GRAPHEME = re.compile(
    r"tsch|dsch|shch|sch|tch|tsh|dzh|sh|ch|kh|gh|zh|th|ph|dh|dj|ck|qu|ts|tz|dz|cz|sz"
    r"|[aeiou]{1,3}|[a-z]"
)
_DOUBLED = re.compile(r"([^\Waeiou])\1+")
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "ß": "ss",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "x": "ks",
    }
)

Table = Mapping[tuple[str, str], float]


@lru_cache(maxsize=1 << 16)
def graphemes(word: str) -> tuple[str, ...]:
    """A folded word cut into what sounds as one."""
    if is_arabic(word):
        return tuple(word)
    plain = _DOUBLED.sub(r"\1", word.translate(_LETTERS))
    return tuple(_GRAPHEME.findall(plain.replace("chtch", "shch").replace("schtsch", "shch")))


@lru_cache(maxsize=1 << 17)
def distance(a: str, b: str) -> float:
    """The cost of the cheapest alignment of two folded words, 0 for equal ones."""
    if a == b:
        return 0.0
    if is_arabic(a) and not is_arabic(b):
        a, b = b, a
    table = tables()[is_arabic(b) and not is_arabic(a)]
    return aligned(graphemes(a), graphemes(b), table)


def aligned(a: tuple[str, ...], b: tuple[str, ...], table: Table) -> float:
    """The cost of the cheapest alignment of two rows of graphemes."""
    get = table.get
    gaps = [get((EMPTY, y), DROPPED) for y in b]
    row = [0.0]
    for gap in gaps:
        row.append(row[-1] + gap)
    for at, x in enumerate(a):
        gap = get((x, EMPTY), DROPPED)
        before, row[0] = row[0], row[0] + gap
        for j, y in enumerate(b):
            swap = 0.0 if x == y else get((x, y), UNKNOWN)
            if not at and not j:
                swap *= FIRST
            best = min(before + swap, row[j + 1] + gap, row[j] + gaps[j])
            before, row[j + 1] = row[j + 1], best
    return row[-1]


@cache
def tables() -> tuple[Table, Table]:
    """Costs between two Latin spellings, and from Latin to Arabic script."""
    found: dict[str, dict[tuple[str, str], float]] = {"[latin]": {}, "[arabic]": {}}
    text = resources.files(__package__).joinpath("spellings.txt").read_text("utf-8")
    current: dict[tuple[str, str], float] = {}
    for line in text.splitlines():
        if line in found:
            current = found[line]
        elif not line.startswith("#"):
            left, right, cost = line.split(" ")
            current[left, right] = float(cost)
    latin = found["[latin]"]
    for (left, right), price in list(latin.items()):
        latin[right, left] = min(price, latin.get((right, left), price))
    arabic = found["[arabic]"]
    for x in "aeiou":
        for y in "اوي":
            arabic[x, y] = min(arabic.get((x, y), ANY_VOWEL), ANY_VOWEL)
    return latin, arabic
