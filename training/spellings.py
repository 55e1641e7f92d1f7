"""Learn which graphemes stand for each other, from cities that GeoNames spells in many ways.

    python -m training.spellings

reads `scripts/places/cities.txt` and writes `indexer/entities/resolve/spellings.txt`:
the costs of `indexer.entities.resolve.spelling`. Pairs of spellings are aligned by today's
costs, costs are counted again from the alignments, five times over. The first costs are a
guess: equal Latin graphemes, and letters that are usually transliterated so. The same input
gives the same bytes.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.entities.resolve.spelling import DROPPED, EMPTY, UNKNOWN, graphemes
from indexer.language.normalize import fold_arabic, fold_plain
from scripts.place_tables import cities

TARGET = Path(__file__).parents[1] / "indexer" / "entities" / "resolve" / "spellings.txt"
PAIRS = 15_000
ROUNDS = 5
UNRELATED = 1.2  # per grapheme: dearer pairs are no spellings of one name
RAREST = 3  # counterparts that were seen less often are left out
SMOOTHING = 1.0

Cost = Callable[[str, str], float]
Pair = tuple[tuple[str, ...], tuple[str, ...]]

_USUAL = {
    "b": "ب", "p": "ب", "t": "تطث", "th": "ثت", "d": "دضذظ", "dh": "ذ", "z": "زذظ", "r": "ر",
    "s": "سصث", "c": "سكق", "sh": "ش", "ch": "شتخ", "tch": "ش", "sch": "ش", "j": "جيخ",
    "g": "جغق", "gh": "غ", "h": "حه", "kh": "خ", "k": "كقخ", "q": "ق", "ck": "ك", "qu": "ك",
    "f": "ف", "ph": "ف", "v": "ف", "l": "ل", "m": "م", "n": "ن", "w": "و", "y": "ي", "ts": "ت",
    "a": "اعه", "e": "يا", "i": "ي", "o": "و", "u": "و", "ou": "و", "ai": "ي", "ei": "ي", "ee": "ي",
}  # fmt: skip
_GUESSED = {(latin, letter) for latin, letters in _USUAL.items() for letter in letters}
_VOWELS = frozenset("aeiou")
_SILENT = frozenset("aeiouhاعيوه")


def latin_guess(x: str, y: str) -> float:
    """The first costs between Latin spellings."""
    if EMPTY in (x, y):
        return 2.0
    return 0.0 if x == y else 1.5 if (x[0] in _VOWELS) == (y[0] in _VOWELS) else 5.0


def arabic_guess(x: str, y: str) -> float:
    """The first costs between Latin and Arabic script."""
    if EMPTY in (x, y):
        return 1.0 if {x, y} & _SILENT else 3.0
    return 0.5 if (x, y) in _GUESSED else 4.0


def latin_pairs() -> Iterator[Pair]:
    """Words of one city's name in two Latin spellings."""
    for city in cities():
        name = fold_plain(city.name).replace(".", "").split()
        for form in city.latin:
            words = fold_plain(form).split()
            if len(words) == len(name):
                for x, y in zip(name, words, strict=True):
                    if min(len(x), len(y)) > 3:
                        yield graphemes(x), graphemes(y)


def arabic_pairs() -> Iterator[Pair]:
    """Words of one city's name in both scripts."""
    for city in cities():
        names = [fold_plain(name).split() for name in (city.name, *city.latin[:4])]
        for form in city.arabic:
            words = fold_arabic(form).split()
            for name in names:
                if len(words) != len(name):
                    continue
                for x, y in zip(name, words, strict=True):
                    bare = y.removeprefix("ال") if x not in ("al", "el") else y
                    if len(x) > 2 and len(bare) > 1:
                        yield graphemes(x), graphemes(bare)


def learned(pairs: list[Pair], cost: Cost) -> dict[tuple[str, str], float]:
    """Costs from pairs of spellings, by alignment and counting in turn."""
    table: dict[tuple[str, str], float] = {}
    for _ in range(ROUNDS):
        counts: Counter[tuple[str, str]] = Counter()
        for a, b in pairs:
            total, steps = best_alignment(a, b, cost)
            if total <= UNRELATED * max(len(a), len(b)):
                counts.update(steps)
        table = costs_of(counts)

        def cost(x: str, y: str, table: dict[tuple[str, str], float] = table) -> float:
            return table.get((x, y), DROPPED if EMPTY in (x, y) else UNKNOWN)

    return table


def costs_of(counts: Counter[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """How much rarer each counterpart is than the usual one, of either side."""
    usual: dict[tuple[int, str], int] = defaultdict(int)
    for (x, y), count in counts.items():
        usual[0, x] = max(usual[0, x], count)
        usual[1, y] = max(usual[1, y], count)
    table = {}
    for (x, y), count in counts.items():
        if count < RAREST:
            continue
        ways = [
            math.log((usual[side, word] + SMOOTHING) / count)
            for side, word in ((0, x), (1, y))
            if word != EMPTY
        ]
        table[x, y] = max(0.0, min(ways))
    return table


def best_alignment(
    a: tuple[str, ...], b: tuple[str, ...], cost: Cost
) -> tuple[float, list[tuple[str, str]]]:
    """The cheapest alignment and its steps."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            ways = []
            if i and j:
                ways.append((best[i - 1, j - 1][0] + cost(a[i - 1], b[j - 1]), (i - 1, j - 1)))
            if i:
                ways.append((best[i - 1, j][0] + cost(a[i - 1], EMPTY), (i - 1, j)))
            if j:
                ways.append((best[i, j - 1][0] + cost(EMPTY, b[j - 1]), (i, j - 1)))
            if ways:
                best[i, j] = min(ways)
    steps = []
    here = (len(a), len(b))
    total = best[here][0]
    while here != (0, 0):
        before = best[here][1]
        x = a[before[0]] if before[0] < here[0] else EMPTY
        y = b[before[1]] if before[1] < here[1] else EMPTY
        steps.append((x, y))
        here = before
    return total, steps


def main() -> None:
    """Write the costs."""
    lines = [
        "# What graphemes stand for each other, and at which cost (see spelling.py). Learned from",
        "# names of cities in GeoNames (https://www.geonames.org, CC BY 4.0) by the module",
        "# training.spellings.",
    ]
    for head, pairs, guess in (
        ("[latin]", list(latin_pairs()), latin_guess),
        ("[arabic]", list(arabic_pairs()), arabic_guess),
    ):
        random.Random(0).shuffle(pairs)  # noqa: S311 - any order that stays the same
        table = learned(pairs[:PAIRS], guess)
        lines.append(head)
        lines += [f"{x} {y} {cost:.2f}" for (x, y), cost in sorted(table.items())]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
