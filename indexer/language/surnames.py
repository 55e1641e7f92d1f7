"""Surnames of many languages, from a table that training/names/surname_table.py builds."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def surnames() -> frozenset[str]:
    """Folded surnames in Latin and in Arabic script."""
    text = resources.files(__package__).joinpath("surnames.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
