"""When the stories of a page were published, and when what they tell happened."""

from indexer.dates.cascade import date_stories
from indexer.dates.dateline import DateLine, read_dateline
from indexer.dates.dating import UNDATED, Dating

__all__ = ["UNDATED", "DateLine", "Dating", "date_stories", "read_dateline"]
