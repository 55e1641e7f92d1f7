"""What all readers of text know of languages: which one it is, its words, its spellings."""

from indexer.language.detect import UNKNOWN, language_of

__all__ = ["UNKNOWN", "language_of"]
