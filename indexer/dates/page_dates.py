"""What is known so far of the dates of a page's stories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.dates.dating import Dating
from indexer.dates.neighbours import Column
from indexer.dates.reading import StoryDates
from indexer.dates.sources import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDates:
    """The stories of a page while they are being dated, in page order.

    `datings` has one entry for each of the `readings`, which each step of the cascade may
    replace by a surer one.
    """

    setting: Setting
    readings: tuple[StoryDates, ...]
    datings: list[Dating]

    def column(self) -> Column:
        """The days as they are known now."""
        return Column([dating.span for dating in self.datings])

    def stories(self) -> Iterator[tuple[int, StoryDates, Dating]]:
        """Position, reading and dating of each story."""
        for position, reading in enumerate(self.readings):
            yield position, reading, self.datings[position]

    def undated(self) -> Iterator[tuple[int, StoryDates]]:
        """Position and reading of each story that has no date yet."""
        for position, reading, dating in self.stories():
            if dating.date is None:
                yield position, reading
