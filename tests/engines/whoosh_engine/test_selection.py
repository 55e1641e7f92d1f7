"""The best of what was found, over all segments."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_index.engines.whoosh.selection import Selection

KEYS = st.sampled_from([float("-inf"), -2.0, 0.0, 0.5, 1.0, 3.0])
SEGMENTS = st.lists(st.dictionaries(st.integers(0, 30), KEYS, max_size=30), max_size=6)


@given(segments=SEGMENTS, size=st.integers(0, 60))
def test_the_best_come_first_and_of_equal_ones_those_that_were_added_first(
    segments: list[dict[int, float]], size: int
) -> None:
    snapshot: Any = SimpleNamespace(
        segments=[SimpleNamespace(base=31 * place) for place in range(len(segments))]
    )
    found = [dict(sorted(segment.items())) for segment in segments]
    selection = Selection(
        [np.array(list(segment), np.int64) for segment in found],
        [np.array(list(segment.values()), np.float64) for segment in found],
    )
    numbers, keys = selection.top(snapshot, size)
    every = [
        (31 * place + document, key)
        for place, segment in enumerate(found)
        for document, key in segment.items()
    ]
    best = sorted(every, key=lambda hit: (-hit[1], hit[0]))[:size]
    assert list(zip(numbers.tolist(), keys.tolist(), strict=True)) == best
