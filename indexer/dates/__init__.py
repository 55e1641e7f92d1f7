"""When the stories of a page were published, and when what they tell happened."""

from functools import lru_cache

from indexer.dates.ages import read_age
from indexer.dates.cascade import date_stories
from indexer.dates.dateline import DateLine, read_dateline
from indexer.dates.dating import UNDATED, Dating

__all__ = [
    "UNDATED",
    "DateLine",
    "Dating",
    "date_stories",
    "is_date_line",
    "read_age",
    "read_dateline",
]


@lru_cache(maxsize=20_000)
def is_date_line(text: str) -> bool:
    """Whether the line `text` only tells a day or, as "3 days ago" does, the age of a story."""
    return read_dateline(text) is not None or read_age(text) is not None
