"""Persons, organizations and places: found in a story, made one across the archive."""

from indexer.entities.data.known_names import KnownName, KnownNames
from indexer.entities.data.user_names import read_known_names
from indexer.entities.recognize.find import find_mentions, load_tables, mentions_in
from indexer.entities.recognize.spacy_model import load_model
from indexer.entities.records import Mention, Mentions, StoryNames
from indexer.entities.resolve.asked import Answers, Change
from indexer.entities.resolve.decided import Clusters
from indexer.entities.resolve.name_book import NameBook

__all__ = [
    "Answers",
    "Change",
    "Clusters",
    "KnownName",
    "KnownNames",
    "Mention",
    "Mentions",
    "NameBook",
    "StoryNames",
    "find_mentions",
    "load_model",
    "load_tables",
    "mentions_in",
    "read_known_names",
]
