"""Hits that are like each other lend each other their scores, whatever the sketches hold."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from search_index.search.neighbours import NEIGHBOURS, SHARE, smoothed


def plainly(scores: list[float], sketches: list[dict[int, int]]) -> list[float]:
    """The same by the formula, pair by pair."""
    hits = len(scores)
    having = Counter(stem for sketch in sketches for stem in sketch)

    def weight(stem: int, count: int) -> float:
        rarity = math.log(1 + (hits - having[stem] + 0.5) / (having[stem] + 0.5))
        return (1 + math.log(count)) * rarity

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


@pytest.mark.parametrize(("hits", "stems"), [(3, 5), (20, 7), (100, 400), (60, 40_000)])
def test_each_hit_takes_half_of_its_score_from_those_that_are_most_like_it(
    hits: int, stems: int
) -> None:
    draw = np.random.default_rng(hits)
    sketches = [
        {int(stem): int(draw.integers(1, 9)) for stem in draw.integers(0, stems, 40)}
        for _ in range(hits)
    ]
    numbers, counts = np.zeros((hits, 64), np.uint16), np.zeros((hits, 64), np.uint8)
    for row, sketch in enumerate(sketches):
        numbers[row, : len(sketch)] = list(sketch)
        counts[row, : len(sketch)] = list(sketch.values())
    scores = draw.random(hits) * 10
    found = smoothed(scores, numbers, counts, np.zeros(hits, bool))
    assert found == pytest.approx(plainly(scores.tolist(), sketches), rel=2e-3)


def test_hits_that_share_nothing_stay_in_their_order() -> None:
    numbers = np.arange(4 * 8, dtype=np.uint16).reshape(4, 8)
    counts = np.ones((4, 8), np.uint8)
    scores = np.array([4.0, 3.0, 2.0, 1.0])
    found = smoothed(scores, numbers, counts, np.zeros(4, bool))
    assert found.argsort()[::-1].tolist() == [0, 1, 2, 3]


def test_a_hit_named_by_the_question_keeps_at_least_its_own_score() -> None:
    numbers, counts = np.tile(np.uint16([3, 9]), (5, 1)), np.ones((5, 2), np.uint8)
    scores = np.array([9.0, 1.0, 1.0, 1.0, 1.0])
    named = np.array([True, False, False, False, False])
    assert smoothed(scores, numbers, counts, named)[0] >= 9.0
    assert smoothed(scores, numbers, counts, ~named)[0] < 9.0
