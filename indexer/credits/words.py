"""The tables of this package: words around names, and agencies."""

from __future__ import annotations

from functools import cache
from importlib import resources


def lines_of_file(name: str) -> list[str]:
    """The lines of a table that hold anything but a comment."""
    text = resources.files("indexer.credits").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def words(section: str) -> str:
    """A section of `words.txt` as one alternation."""
    return "|".join(_sections()[section])


@cache
def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in lines_of_file("words.txt"):
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        else:
            lines.append(line)
    return found
