"""The best of what was found, over all segments."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_index.engines.whoosh.read.selection import Selection

KEYS = st.sampled_from([float("-inf"), -2.0, 0.0, 0.5, 1.0, 3.0])
SEGMENTS = st.lists(st.lists(KEYS, max_size=300), max_size=4)


@given(segments=SEGMENTS, size=st.integers(0, 4) | st.integers(0, 700))
def test_the_best_come_first_and_of_equal_ones_those_that_were_added_first(
    segments: list[list[float]], size: int
) -> None:
    snapshot: Any = SimpleNamespace(
        segments=[SimpleNamespace(base=1000 * place) for place in range(len(segments))]
    )
    selection = Selection(
        [3 * np.arange(len(keys)) for keys in segments],
        [np.array(keys, np.float64) for keys in segments],
    )
    numbers, keys = selection.top(snapshot, size)
    every = [
        (1000 * place + 3 * index, key)
        for place, found in enumerate(segments)
        for index, key in enumerate(found)
    ]
    best = sorted(every, key=lambda hit: (-hit[1], hit[0]))[:size]
    assert list(zip(numbers.tolist(), keys.tolist(), strict=True)) == best
