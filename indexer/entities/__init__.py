"""Persons, organizations and places: found in a story, made one across the archive."""

from indexer.entities.find import find_mentions, load_tables
from indexer.entities.known import KnownName, KnownNames, read_known_names
from indexer.entities.model import load_model
from indexer.entities.namebook import NameBook
from indexer.entities.records import Mention, Mentions, Names

__all__ = [
    "KnownName",
    "KnownNames",
    "Mention",
    "Mentions",
    "NameBook",
    "Names",
    "find_mentions",
    "load_model",
    "load_tables",
    "read_known_names",
]
