"""The report over time: a line for each run that changed something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from quality.report import ArchiveReport
from search_index.engines.checks import with_check, without_check

KEPT: Final = 1000
"""So many of the last runs are read; the file itself keeps all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An archive as it was after one run: the totals of its report."""

    at: str
    pages: int
    rejected: int
    articles: int
    undated: int
    low_confidence: int
    disagreeing: int
    untitled: int
    removed_lines: int
    lost_sentences: int


_NAMES: Final = tuple(field.name for field in fields(Moment))


def moment_of(report: ArchiveReport) -> Moment:
    """The totals of a report."""
    plain = {name: getattr(report, name) for name in _NAMES if name != "lost_sentences"}
    return Moment(**plain, lost_sentences=report.long_sentences.in_no_story)


def append(path: Path, moment: Moment) -> None:
    """Add a line. What a crash has left of one is ended first, so that it spoils no other."""
    line = json.dumps(with_check(asdict(moment))).encode() + b"\n"
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)


def read(path: Path) -> tuple[Moment, ...]:
    """The last runs, oldest first; lines that cannot be read are left out. Raises OSError."""
    try:
        lines = path.read_bytes().splitlines()[-KEPT:]
    except FileNotFoundError:
        return ()
    return tuple(_moments(lines))


def _moments(lines: list[bytes]) -> Iterator[Moment]:
    for line in lines:
        try:
            values = without_check(json.loads(line))
            moment = Moment(**{name: values[name] for name in _NAMES})
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        counts = (getattr(moment, name) for name in _NAMES if name != "at")
        if isinstance(moment.at, str) and all(isinstance(count, int) for count in counts):
            yield moment
