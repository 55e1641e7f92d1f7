"""What is measured of a line that may be the headline of a page's story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

import numpy as np
import numpy.typing as npt

from indexer.page import Line
from indexer.split.headline import begin_of
from indexer.split.looks import Looked, Scores
from indexer.split.measures import CHARS, PROSE, WORDS, Matrix, column, known_of, own_of
from indexer.split.observe import key_of, stems_of

Numbers = npt.NDArray[np.float64]

_SURE = 0.5
_TOP = 4
_BOLD = ("**", "__")
_SHORT_CHARS = 10
_PROSE_LINE = 0.9
_HEAD_CHARS = 24
_LEAD = 3
_FAR = 99
_CONTEXTS = 32
_LONG_CHARS = 400
_HEADLINE_CHARS = 160
_HEADLINE_WORDS = 4
_NO_LEVEL = 9
_FEW_STEMS = 3

_PLACES = (
    "lines down to the story", "candidates above it", "candidates below it",
    "first line of the page", "room above it", "room below it", "level of its heading mark",
    "levels below the highest heading", "headings of its level", "set in bold",
)  # fmt: skip
_WORDS = (
    "times that it stands on the page", "times that its first words do", "times below the story",
    "stood above already", "the page's first line goes on from it", "part of the first line",
    "share of its words in the first line", "share of the first line that it has",
    "likeness to a line at the top", "share of its words in the story", "words in the story",
    "share of its words in the first paragraphs", "words in the first paragraphs",
    "likeness to another candidate", "candidates that hold it", "longer than all below it",
    "words", "words that other candidates have",
)  # fmt: skip
_SUMMED = (
    "characters", "prose", "dates", "bylines", "share buttons", "bullets", "boilerplate",
    "headlines", "headings", "chances",
)  # fmt: skip
_DISTANCES = (
    "lines down to a date", "lines up to a date", "lines down to a byline", "lines up to a byline",
    "lines of no boilerplate down to the story", "chance to be of the story",
    "share of prose down to the story", "lines of the page", "lines of the story",
    "share of the page's prose above it", "chances above it", "headings above it",
    "headlines above it",
)  # fmt: skip
_HEARD = (
    "how like a headline it reads", "less so than the candidate most like one",
    "candidates that read more like one",
)  # fmt: skip
NAMES = (
    *_HEARD,
    *_PLACES,
    *_WORDS,
    *(f"{name} down to the story" for name in _SUMMED),
    *_DISTANCES,
    *("how surely the lines around it are of the story",) * _CONTEXTS,
    "how the line itself is written",
)
"""What is measured, one name a column; the last is that of all columns that follow as well."""
_BEFORE_PLACES = len(_HEARD)
_BEFORE_WORDS = _BEFORE_PLACES + len(_PLACES)
_BEFORE_AROUND = _BEFORE_WORDS + len(_WORDS)
_BEFORE_CONTEXTS = _BEFORE_AROUND + len(_SUMMED) + len(_DISTANCES)
_BEFORE_OWN = _BEFORE_CONTEXTS + _CONTEXTS


def measure_headlines(
    lines: Sequence[Line],
    numbers: Sequence[int],
    looked: Looked,
) -> Matrix:
    """One row for each candidate."""
    at = list(numbers)
    measures, chances = looked.measures, looked.chances
    if not at:
        return np.empty((0, len(NAMES) - 1 + own_of(measures).shape[1]), np.float32)
    first = begin_of(lines, chances)
    sure = (chances >= _SURE).nonzero()[0].tolist() or [first]
    levels = [len(line.marker) if line.marker[:1] == "#" else _NO_LEVEL for line in lines]
    own = own_of(measures[at])
    rows = np.empty((len(at), len(NAMES) - 1 + own.shape[1]), np.float32)
    rows[:, :_BEFORE_PLACES] = _heard(looked.headlines[at])
    rows[:, _BEFORE_PLACES:_BEFORE_WORDS] = _places(lines, at, first, levels)
    _put_words(rows[:, _BEFORE_WORDS:_BEFORE_AROUND], lines, at, first, sure)
    around = rows[:, _BEFORE_AROUND:_BEFORE_CONTEXTS]
    _put_around(around, at, first, len(sure), levels, measures, chances)
    rows[:, _BEFORE_CONTEXTS:_BEFORE_OWN] = looked.contexts[at, :_CONTEXTS]
    rows[:, _BEFORE_OWN:] = own
    return rows


def _heard(headlines: Scores) -> Numbers:
    """What a network says of the candidates, shape (candidates, 3)."""
    place = np.argsort(np.argsort(-headlines, kind="stable"), kind="stable")
    return np.stack([headlines, headlines - headlines.max(), place], axis=1)


def _places(
    lines: Sequence[Line], at: Sequence[int], first: int, levels: Sequence[int]
) -> list[tuple[float, ...]]:
    highest = min(levels[n] for n in at)
    often = Counter(levels)
    count = len(lines)
    return [
        (
            first - n,
            place,
            len(at) - place,
            n == 0,
            lines[n].blank_before,
            lines[n + 1].blank_before if n + 1 < count else _NO_LEVEL,
            levels[n],
            levels[n] - highest,
            often[levels[n]],
            lines[n].marker in _BOLD,
        )
        for place, n in enumerate(at)
    ]


def _put_words(
    rows: Matrix, lines: Sequence[Line], at: Sequence[int], first: int, sure: Sequence[int]
) -> None:
    keys = [key_of(line.text) for line in lines]
    begins = [key[:_HEAD_CHARS] for key in keys]
    often, begun = Counter(keys), Counter(begins)
    below = Counter(keys[sure[-1] :])
    top = keys[0]
    own = [keys[n] for n in at]
    longest = np.maximum.accumulate([0, *map(len, reversed(own))])[-2::-1]
    texts = "".join([f"\n {key} \n" for key in own])
    seen: set[str] = set()
    stood = []
    for n, key in zip(at, own, strict=True):
        stood.append(
            (
                often[key],
                begun[begins[n]],
                below[key],
                key in seen,
                bool(key) and top.startswith(key) and key != top,
                bool(key) and key in top,
                texts.count(f" {key} ") if len(key) > _SHORT_CHARS else 0,
            )
        )
        seen.add(key)
    rows[:, [*range(6), 14]] = stood
    rows[:, 15] = longest < np.array([len(key) for key in own])
    topic = _topic(lines, at, first, sure, own)
    for place, each in zip([*range(6, 14), 16, 17], topic, strict=True):
        rows[:, place] = each


def _topic(
    lines: Sequence[Line], at: Sequence[int], first: int, sure: Sequence[int], keys: Sequence[str]
) -> tuple[Numbers, ...]:
    """Which words of each candidate the story, the top of the page and other candidates have."""
    stems = [stems_of(lines[n].text) for n in at]
    tops = [stems_of(line.text) for line in lines[:_TOP]]
    story = frozenset[str]().union(*[stems_of(lines[n].text) for n in sure])
    below = [n for n in sure if n >= first][:_LEAD]
    lead = frozenset[str]().union(*[stems_of(lines[n].text) for n in below])
    columns = {stem: place for place, stem in enumerate(frozenset[str]().union(*stems))}
    has = _incidence(stems, columns)
    size = has.sum(axis=1, dtype=np.float64)
    of_tops, of_story = (
        (has @ _incidence(tops, columns).T).astype(np.float64),
        (has @ _incidence([lead, story], columns).T).astype(np.float64),
    )
    top_size = np.array([len(top) for top in tops], dtype=np.float64)
    likeness = of_tops / np.maximum(size[:, None] + top_size - of_tops, 1)
    likest_top = np.where(np.array(at) >= _TOP, likeness.max(axis=1), -1)
    some = np.maximum(size, 1)
    common = (has @ (has.sum(axis=0) - 1)).astype(np.float64)
    return (
        of_tops[:, 0] / some,
        of_tops[:, 0] / (top_size[0] or 1),
        likest_top,
        of_story[:, 1] / some,
        of_story[:, 1],
        of_story[:, 0] / some,
        of_story[:, 0],
        _likest(has, size, keys),
        size,
        common / some,
    )


def _incidence(sets: Sequence[Set[str]], columns: dict[str, int]) -> Matrix:
    """A row for each set, with ones in the columns of its members.

    Products of such rows are whole numbers, which single precision holds as exactly.
    """
    has = np.zeros((len(sets), len(columns)), np.float32)
    width = len(columns)
    has.ravel()[
        [
            row * width + columns[member]
            for row, members in enumerate(sets)
            for member in members
            if member in columns
        ]
    ] = 1
    return has


def _likest(has: Matrix, size: Numbers, keys: Sequence[str]) -> Numbers:
    """How like each candidate is to that of the others, of other words, that is most like it."""
    both = (has @ has.T).astype(np.float64)
    names = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    group = np.array([names[key] for key in keys])
    both[(group[:, None] == group) | (both < _FEW_STEMS)] = 0
    likest: Numbers = (both / np.maximum(size[:, None] + size - both, 1)).max(axis=1)
    return likest


def _put_around(
    rows: Matrix,
    at: Sequence[int],
    first: int,
    sure: int,
    levels: Sequence[int],
    measures: Matrix,
    chances: Numbers,
) -> None:
    chars = np.minimum(measures[:, CHARS], _LONG_CHARS).astype(np.float64)
    prose, words = measures[:, PROSE], measures[:, WORDS]
    dates, bylines = measures[:, column("date line")], measures[:, column("cue=by")]
    known = known_of(measures)
    plain = (known == 0) & (dates == 0) & (prose < _PROSE_LINE)
    headlines = (words >= _HEADLINE_WORDS) & (chars < _HEADLINE_CHARS) & plain
    summed = (
        chars,
        prose * chars,
        dates,
        bylines,
        measures[:, column("cue=social")],
        measures[:, column("bullet")],
        known,
        headlines,
        np.array(levels) < _NO_LEVEL,
        chances,
    )
    sums = np.zeros((len(levels) + 1, len(summed)))
    for place, each in enumerate(summed):
        each.cumsum(out=sums[1:, place], dtype=np.float64)
    numbers = np.array(at)
    between = np.maximum(sums[first] - sums[np.minimum(numbers + 1, first)], 0)
    above = sums[numbers]
    rows[:, : len(summed)] = between
    distances = (
        *_nearest(dates.nonzero()[0], numbers),
        *_nearest(bylines.nonzero()[0], numbers),
        first - numbers - 1 - between[:, 6],
        chances[at],
        between[:, 1] / np.maximum(between[:, 0], 1),
        len(levels),
        sure,
        above[:, 1] / (sums[-1, 1] or 1),
        above[:, 9],
        above[:, 8],
        above[:, 7],
    )
    for place, distance in enumerate(distances, len(summed)):
        rows[:, place] = distance


def _nearest(places: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64]) -> tuple[Numbers, ...]:
    """How many lines it is down and up to the nearest of these places."""
    whole = np.concatenate([[-_FAR * 1000], places, [_FAR * 1000]])
    below = whole.searchsorted(numbers, side="left")
    down = np.minimum(whole[below] - numbers, _FAR)
    up = np.minimum(numbers - whole[below - 1], _FAR)
    return down, up
