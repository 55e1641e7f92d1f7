"""Splitting: which lines of a page make which story."""

from indexer.split.stories import Cleaned, Split, split

__all__ = ["Cleaned", "Split", "split"]
