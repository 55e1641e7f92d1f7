"""What all readers of text know of languages: which one it is, its words, its spellings."""

from indexer.language.detect import UNKNOWN, Language, detect, language_of

__all__ = ["UNKNOWN", "Language", "detect", "language_of"]
