"""Quotations: who said what, found in a story and given to the persons of the archive."""

from indexer.quotes.find import find_quotes
from indexer.quotes.persons import name_speakers

__all__ = ["find_quotes", "name_speakers"]
