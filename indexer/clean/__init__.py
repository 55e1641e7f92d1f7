"""Boilerplate: known by a table, learned from what recurs across an archive."""

from indexer.clean.known import Kind, known_kind

__all__ = ["Kind", "known_kind"]
