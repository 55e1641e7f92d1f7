"""Arabic."""

from indexer.quotes.arabic.reader import ArabicReader
from indexer.quotes.arabic.verbs import cue_words

__all__ = ["ArabicReader", "cue_words"]
