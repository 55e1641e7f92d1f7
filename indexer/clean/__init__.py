"""Boilerplate: known by a table, learned from what recurs across an archive."""

from indexer.clean.kinds import by_neighbours, known_kinds
from indexer.clean.known import Kind, known_kind, talk
from indexer.clean.learned import learn, line_hash, mark_learned, marks_of

__all__ = [
    "Kind",
    "by_neighbours",
    "known_kind",
    "known_kinds",
    "learn",
    "line_hash",
    "mark_learned",
    "marks_of",
    "talk",
]
