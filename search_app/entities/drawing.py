"""Where the nodes of a network and the places of a map are drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search_app.entities.portrait import Edge, Node
from search_app.places import find_place

WIDTH, HEIGHT = 760, 460
_RADIUS_X, _RADIUS_Y = 200, 185
_LEAST_SPAN = 24.0
_MARGIN = 0.18
MOST_NAMED = 12
MOST_DOTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A node of the network; `anchor` is where its label begins, seen from the dot."""

    node: Node
    x: int
    y: int
    radius: int
    label_x: int
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An edge of the network. `width` grows with the articles that have both."""

    x1: int
    y1: int
    x2: int
    y2: int
    width: float


def network(nodes: Sequence[Node], edges: Iterable[Edge]) -> tuple[list[Spot], list[Line]]:
    """The nodes around the middle, where the name of the page is, and the lines between all."""
    spots = []
    peak = max((node.articles for node in nodes), default=1)
    for place, node in enumerate(nodes):
        angle = 2 * math.pi * (place + 0.5) / len(nodes) - math.pi / 2
        x = round(WIDTH / 2 + _RADIUS_X * math.cos(angle))
        y = round(HEIGHT / 2 + _RADIUS_Y * math.sin(angle))
        radius = 4 + round(6 * math.sqrt(node.articles / peak))
        right = x >= WIDTH / 2
        spots.append(
            Spot(
                node=node,
                x=x,
                y=y,
                radius=radius,
                label_x=x + (radius + 5) * (1 if right else -1),
                anchor="start" if right else "end",
            )
        )
    lines = [
        Line(x1=WIDTH // 2, y1=HEIGHT // 2, x2=s.x, y2=s.y, width=_width(s.node.articles, peak))
        for s in spots
    ]
    for edge in edges:
        one, other = spots[edge.first], spots[edge.second]
        width = _width(edge.articles, peak)
        lines.append(Line(x1=one.x, y1=one.y, x2=other.x, y2=other.y, width=width))
    return spots, lines


def _width(articles: int, peak: int) -> float:
    return round(0.75 + 4 * articles / peak, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place on a map, in tenths of degrees, south down.

    `named` are the most frequent of those whose names have room next to each other.
    """

    node: Node
    x: int
    y: int
    radius: float
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """The part of the world that has all dots. `unit` is a hundredth of its width."""

    left: int
    top: int
    width: int
    height: int
    unit: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def _label(name: str, x: float, bottom: float, unit: float) -> _Box:
    """About the room that a name takes above its dot, in the size of the template's text."""
    half = (len(name) + 1) * 0.6 * unit
    return _Box(x - half, bottom - 2.6 * unit, x + half, bottom)


def world_map(nodes: Iterable[Node]) -> Map | None:
    """The places that have a point, on the smallest part of the world that shows them all."""
    known = []
    for node in nodes:
        place = find_place(node.name) if node.kind == "place" else None
        if place and place.latitude is not None and place.longitude is not None:
            known.append((node, place.longitude, -place.latitude))
    known = known[:MOST_DOTS]
    if not known:
        return None
    left, right = min(x for _, x, _ in known), max(x for _, x, _ in known)
    top, bottom = min(y for _, _, y in known), max(y for _, _, y in known)
    height = max(bottom - top, (right - left) / 2, _LEAST_SPAN / 2) * (1 + 2 * _MARGIN)
    height = min(height, 170.0)
    width = min(height * 2, 360.0)
    left = min(max((left + right - width) / 2, -180.0), 180.0 - width)
    top = min(max((top + bottom - height) / 2, -88.0), 85.0 - height)
    unit = width / 10
    peak = max(node.articles for node, _, _ in known)
    dots = []
    taken: list[_Box] = []
    for node, x, y in known:
        radius = round(unit * (0.6 + 1.6 * math.sqrt(node.articles / peak)), 1)
        label = _label(node.name, x * 10, y * 10 - radius, unit)
        named = len(taken) < MOST_NAMED and not any(label.meets(other) for other in taken)
        if named:
            taken.append(label)
        dots.append(Dot(node=node, x=round(x * 10), y=round(y * 10), radius=radius, named=named))
    return Map(
        left=round(left * 10),
        top=round(top * 10),
        width=round(width * 10),
        height=round(height * 10),
        unit=unit,
        dots=tuple(dots),
    )
