"""An archive of many sites is not read slower for the order of its pages."""

from __future__ import annotations

from indexer.page import Line
from indexer.split.look import look
from indexer.split.measures import look_at


def test_the_frames_of_eighty_sites_whose_pages_come_in_turn_are_looked_at_once() -> None:
    frames = [
        [Line(text := f"Section {number} of the Herald of Port {site}", 0, len(text))
         for number in range(150)]
        for site in range(80)
    ]  # fmt: skip
    look.cache_clear()
    seen = [[look_at(lines, [None] * len(lines)) for lines in frames] for _ in range(3)]
    assert seen[0] == seen[1] == seen[2]
    assert look.cache_info().misses == 80 * 150
