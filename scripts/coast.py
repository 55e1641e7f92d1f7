"""The outline of the world's coasts for the maps of the pages.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m scripts.coast package/land-110m.json

writes `search_app/static/coast.svg` from Natural Earth at 1:110 million, which is in the public
domain (naturalearthdata.com), by way of the TopoJSON of world-atlas (ISC licence). The same file
gives the same bytes.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

TARGET = Path(__file__).parents[1] / "search_app" / "static" / "coast.svg"
LEAST_POINTS = 5
HALF_ROUND = 1800
Point = tuple[int, int]


def main(source: Path) -> None:
    """Write the outline, in tenths of degrees, north up."""
    topology = json.loads(source.read_text("utf-8"))
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                points = list(_ring(ring, arcs))
                if len(points) >= LEAST_POINTS:
                    rings.append(_path(points))
    TARGET.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1800 -900 3600 1800">'
        "<!-- Natural Earth 1:110m land, public domain (naturalearthdata.com) -->"
        '<path fill="#8a8f98" fill-opacity=".3" stroke="#8a8f98" stroke-width="3" '
        f'd="{"".join(rings)}"/>'
        "</svg>\n",
        encoding="utf-8",
    )
    print(f"{TARGET}: {len(rings)} rings, {TARGET.stat().st_size} bytes")


def _decoded(arc: Sequence[Sequence[int]], transform: dict[str, Sequence[float]]) -> list[Point]:
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((round((x * scale_x + move_x) * 10), -round((y * scale_y + move_y) * 10)))
    return points


def _ring(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> Iterator[Point]:
    before: Point | None = None
    for number in numbers:
        for point in arcs[number] if number >= 0 else reversed(arcs[~number]):
            if point != before:
                yield point
            before = point


def _path(points: Sequence[Point]) -> str:
    """The ring as lines; where it crosses 180 degrees, in the parts on either side."""
    parts = [[points[0]]]
    for before, point in itertools.pairwise(points):
        if abs(point[0] - before[0]) > HALF_ROUND:
            parts.append([])
        parts[-1].append(point)
    if len(parts) > 1:  # A ring ends where it began, so its last part goes on in its first.
        parts[0] = parts.pop() + parts[0]
    return "".join(_lines(part) for part in parts if len(part) > 1)


def _lines(points: Sequence[Point]) -> str:
    steps = [
        f"{x - before_x} {y - before_y}"
        for (before_x, before_y), (x, y) in itertools.pairwise(points)
    ]
    (x, y), moves = points[0], " ".join(steps)
    return f"M{x} {y}l{moves}z".replace(" -", "-")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
