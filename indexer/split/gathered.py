"""A story while its lines are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.page import Line


@dataclass(slots=True)
class Gathered:
    """Its lines, and the numbers of its first and last one among those of the page."""

    title: Line | None = None
    dateline: Line | None = None
    paragraphs: list[Line] = field(default_factory=list)
    top: int | None = None
    bottom: int = 0
    formula: bool = False
