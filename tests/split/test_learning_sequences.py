"""Weights of labels are learned from sums over all ways to label a sequence."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("scipy", reason="training needs scipy, which reading does not")
from indexer.tagging.crf import NEVER
from training.crf import _expected


def test_the_sums_are_those_over_every_sequence_of_parts() -> None:
    draw = np.random.default_rng(0)
    length, share, parts = np.array([4, 1, 3]), np.array([1.0, 0.5, 0.2]), 3
    real = np.arange(4)[None, :] < length[:, None]
    batch = SimpleNamespace(size=3, items=4, length=length, share=share, real=real)
    scores, steps = draw.normal(size=(3, 4, parts)) * 9, draw.normal(size=(parts, parts))
    start, end = draw.normal(size=parts), draw.normal(size=parts)
    steps[0, 2] = NEVER
    total, marginal, pairs = _expected(batch, scores, steps, start, end)
    wanted = np.zeros_like(pairs)
    for page, lines in enumerate(length.tolist()):
        whole, of_lines, of_steps = 0.0, np.zeros((4, parts)), np.zeros_like(pairs)
        for way in itertools.product(range(parts), repeat=lines):
            worth = start[way[0]] + end[way[-1]]
            worth += sum(scores[page, at, part] for at, part in enumerate(way))
            worth += sum(steps[step] for step in itertools.pairwise(way))
            chance = np.exp(worth)
            whole += chance
            of_lines[np.arange(lines), way] += chance
            for step in itertools.pairwise(way):
                of_steps[step] += chance
        assert total[page] == pytest.approx(np.log(whole))
        assert marginal[page] == pytest.approx(of_lines / whole * share[page])
        wanted += of_steps / whole * share[page]
    assert pairs == pytest.approx(wanted)
