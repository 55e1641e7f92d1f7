"""French."""

from indexer.quotes.french.reader import FrenchReader
from indexer.quotes.french.verbs import cue_words

__all__ = ["FrenchReader", "cue_words"]
