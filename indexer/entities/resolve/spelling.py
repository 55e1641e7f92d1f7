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
from typing import Final

from indexer.language.normalize import is_arabic

UNKNOWN = 5.0  # graphemes that were never seen to stand for each other
DROPPED = 4.0  # one that was never seen to be left out
EMPTY = "-"
ANY_VOWEL = 1.2  # a vowel written with another letter: cities seldom tell, people do
LONGEST = 100  # letters of a word
FIRST = 1.5  # the first grapheme of a word weighs that much more

_GRAPHEME = re.compile(
    r"tsch|dsch|shch|sch|tch|tsh|dzh|sh|ch|kh|gh|zh|th|ph|dh|dj|ck|qu|ts|tz|dz|cz|sz"
    r"|[aeiou]{1,3}|[a-z]"
)
_ARABIC_GRAPHEME = re.compile("تس|.")
_SELDOM: Final = {("z", "تس"): 0.3, ("zz", "تس"): 0.3, ("eau", "و"): 0.0}
"""Costs of sounds that people's names have (Scholz, Rousseau) and cities seldom."""
_PINYIN_X = re.compile(r"^x(?=[iu])")
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

Table = Mapping[str, Mapping[str, float]]
"""What it costs to write a grapheme as another one."""

NO_LIMIT = float("inf")
_NOTHING: Mapping[str, float] = {}


@lru_cache(maxsize=1 << 16)
def graphemes(word: str) -> tuple[str, ...]:
    """A folded word cut into what sounds as one."""
    if is_arabic(word):
        return tuple(_ARABIC_GRAPHEME.findall(word))
    plain = _DOUBLED.sub(r"\1", _PINYIN_X.sub("sh", word).translate(_LETTERS))
    return tuple(_GRAPHEME.findall(plain.replace("chtch", "shch").replace("schtsch", "shch")))


def distance(a: str, b: str, most: float = NO_LIMIT) -> float:
    """The cost of the cheapest alignment of two folded words, 0 for equal ones.

    One that is greater than `most` is not found out: it is given as infinite. So is that of what
    is longer than words are, as an alignment takes time by the product of the lengths.
    """
    if a == b:
        return 0.0
    if max(len(a), len(b)) > LONGEST:
        return NO_LIMIT
    if is_arabic(a) and not is_arabic(b):
        a, b = b, a
    table = tables()[is_arabic(b) and not is_arabic(a)]
    return aligned(graphemes(a), graphemes(b), table, most)


def aligned(a: tuple[str, ...], b: tuple[str, ...], table: Table, most: float = NO_LIMIT) -> float:
    """The cost of the cheapest alignment of two rows of graphemes, infinite if over `most`.

    Costs only add up, so what is over `most` is not followed (Ukkonen, 1985): of each row of the
    table only the places from `first` to `last` are looked at and what can be reached from them.
    """
    dropped = table.get(EMPTY, _NOTHING)
    size = len(b)
    row = [0.0]
    for y in b:
        left = row[-1] + dropped.get(y, DROPPED)
        if left > most:
            break
        row.append(left)
    first, last = 0, len(row) - 1
    row += [NO_LIMIT] * (size - last)
    for number, x in enumerate(a):
        costs = table.get(x, _NOTHING)
        gap = costs.get(EMPTY, DROPPED)
        before = row[first]
        left = row[first] = before + gap
        at = first
        end = first if left <= most else -1
        while at < size and (at <= last or left <= most):
            y = b[at]
            if x == y:
                best = before
            elif at or number:
                best = before + costs.get(y, UNKNOWN)
            else:
                best = before + costs.get(y, UNKNOWN) * FIRST
            if left <= most:
                left += dropped.get(y, DROPPED)
                if left < best:
                    best = left
            at += 1
            if at <= last:
                before = row[at]
                if before + gap < best:
                    best = before + gap
            else:  # nothing of the row above is within the limit from here on
                before = NO_LIMIT
            left = row[at] = best
            if best <= most:
                end = at
        if end < 0:
            return NO_LIMIT
        while row[first] > most:
            first += 1
        last = end
    return row[size] if last == size else NO_LIMIT


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
    arabic |= _SELDOM
    for x in "aeiou":
        for y in "اوي":
            arabic[x, y] = min(arabic.get((x, y), ANY_VOWEL), ANY_VOWEL)
    return _by_grapheme(latin), _by_grapheme(arabic)


def _by_grapheme(costs: Mapping[tuple[str, str], float]) -> Table:
    table: dict[str, dict[str, float]] = {}
    for (left, right), cost in costs.items():
        table.setdefault(left, {})[right] = cost
    return table
