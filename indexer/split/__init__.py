"""Splitting: which lines of a page make which story."""

from indexer.split.gather import Cleaned
from indexer.split.prepare import prepare
from indexer.split.removed import BY_PERSON, REASONS, Removed
from indexer.split.sentences import sentences_of
from indexer.split.stories import Split, split, take_whole

__all__ = [
    "BY_PERSON",
    "REASONS",
    "Cleaned",
    "Removed",
    "Split",
    "prepare",
    "sentences_of",
    "split",
    "take_whole",
]
