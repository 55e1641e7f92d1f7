"""The processes that a program has started."""

from __future__ import annotations

from pathlib import Path


def session_of(leader: int) -> list[int]:
    """The processes of a session but the one that leads it."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != leader:
            try:
                stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(stat[3]) == leader:
                found.append(int(folder.name))
    return found
