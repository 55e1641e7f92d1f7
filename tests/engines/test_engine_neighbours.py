"""Hits that are like each other lend each other their scores, whatever the sketches hold."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from search_index.search.neighbours import NEIGHBOURS, SHARE, Array, smoothed
from search_index.text.sketch import COUNTED, FROM, code_of


def flat(sketches: list[list[int]]) -> tuple[Array, Array]:
    """The hit of each code, and the codes."""
    sizes = [len(sketch) for sketch in sketches]
    codes = [code for sketch in sketches for code in sketch]
    return np.arange(len(sketches)).repeat(sizes), np.array(codes, np.uint16)


def plainly(scores: list[float], sketches: list[dict[int, int]]) -> list[float]:
    """The same by the formula, pair by pair."""
    hits = len(scores)
    having = Counter(stem for sketch in sketches for stem in sketch)

    def weight(stem: int, count: int) -> float:
        rarity = math.log(1 + (hits - having[stem] + 0.5) / (having[stem] + 0.5))
        counted = max(counts for least, counts in zip(FROM, COUNTED, strict=True) if count >= least)
        return (1 + math.log(counted)) * rarity

    weighted = [{stem: weight(stem, n) for stem, n in sketch.items()} for sketch in sketches]
    lengths = [math.sqrt(sum(w * w for w in each.values())) or 1.0 for each in weighted]
    result = []
    for at, one in enumerate(weighted):
        likeness = sorted(
            (
                (sum(w * other.get(stem, 0.0) for stem, w in one.items()), place)
                for place, other in enumerate(weighted)
                if place != at
            ),
            key=lambda pair: -pair[0] / lengths[pair[1]],
        )[:NEIGHBOURS]
        near = [
            (product / lengths[place] / lengths[at], scores[place]) for product, place in likeness
        ]
        total = sum(like for like, _ in near)
        around = sum(like * score for like, score in near) / total if total > 1e-9 else min(scores)
        result.append((1 - SHARE) * scores[at] + SHARE * around)
    return result


@pytest.mark.parametrize(("hits", "stems"), [(3, 5), (20, 7), (100, 400), (61, 16_000)])
def test_each_hit_takes_half_of_its_score_from_those_that_are_most_like_it(
    hits: int, stems: int
) -> None:
    draw = np.random.default_rng(hits)
    sketches = [
        {int(stem): int(draw.integers(1, 9)) for stem in draw.integers(0, stems, 40)}
        for _ in range(hits)
    ]
    owners, codes = flat([[code_of(*each) for each in sketch.items()] for sketch in sketches])
    scores = draw.random(hits) * 10
    found = smoothed(scores, owners, codes, np.zeros(hits, bool))
    assert found == pytest.approx(plainly(scores.tolist(), sketches), rel=2e-3)


def test_it_does_not_matter_in_which_order_the_codes_come() -> None:
    draw = np.random.default_rng(5)
    sketches = [(draw.permutation(90)[:30] * 4 + number % 4).tolist() for number in range(30)]
    owners, codes = flat(sketches)
    scores, named = draw.random(30), np.zeros(30, bool)
    shuffled = draw.permutation(len(codes))
    found = smoothed(scores, owners, codes, named)
    again = smoothed(scores, owners[shuffled], codes[shuffled], named)
    assert again == pytest.approx(found)


def test_hits_that_share_nothing_stay_in_their_order() -> None:
    owners, codes = flat([list(range(32 * n, 32 * n + 32, 4)) for n in range(4)])
    scores = np.array([4.0, 3.0, 2.0, 1.0])
    found = smoothed(scores, owners, codes, np.zeros(4, bool))
    assert found.argsort()[::-1].tolist() == [0, 1, 2, 3]


def test_a_hit_named_by_the_question_keeps_at_least_its_own_score() -> None:
    owners, codes = flat([[12, 36]] * 5)
    scores = np.array([9.0, 1.0, 1.0, 1.0, 1.0])
    named = np.array([True, False, False, False, False])
    assert smoothed(scores, owners, codes, named)[0] >= 9.0
    assert smoothed(scores, owners, codes, ~named)[0] < 9.0


def test_hits_without_a_sketch_take_the_poorest_score() -> None:
    owners, codes = flat([[], [], []])
    scores = np.array([4.0, 2.0, 1.0])
    found = smoothed(scores, owners, codes, np.zeros(3, bool))
    assert found.tolist() == [score * (1 - SHARE) + SHARE for score in scores]
