"""Given names of many languages, from `given_names.txt`."""

from __future__ import annotations

from functools import cache
from importlib import resources

from indexer.language.normalize import fold_arabic_word, fold_case, is_arabic


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Folded given names in Latin and in Arabic script."""
    latin: set[str] = set()
    arabic: set[str] = set()
    text = resources.files(__package__).joinpath("given_names.txt").read_text("utf-8")
    for name in text.splitlines():
        if name.startswith("#"):
            continue
        if is_arabic(name):
            arabic.add(fold_arabic_word(name))
        else:
            latin.add(fold_case(name))
    return (
        frozenset(name for name in latin if len(name) > 2),
        frozenset(name for name in arabic if len(name) > 2),
    )
