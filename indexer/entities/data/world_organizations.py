"""Organizations of the world, each with its names and acronyms in three languages."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def world_organizations() -> tuple[tuple[str, ...], ...]:
    """The forms of each body; forms of one word in capitals are acronyms."""
    text = resources.files(__package__).joinpath("world_organizations.txt").read_text("utf-8")
    return tuple(tuple(line.split("|")) for line in text.splitlines() if line[:1] != "#")
