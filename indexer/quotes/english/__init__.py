"""English."""

from indexer.quotes.english.reader import EnglishReader, cue_words

__all__ = ["EnglishReader", "cue_words"]
