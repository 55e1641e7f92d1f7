"""Splitting: which lines of a page make which story."""

from indexer.split.prepare import prepare
from indexer.split.stories import Cleaned, Split, split, take_whole

__all__ = ["Cleaned", "Split", "prepare", "split", "take_whole"]
