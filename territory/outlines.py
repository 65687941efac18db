"""The map: where a point falls on it, and the outlines drawn from `territory/data`.

Outlines are shared arcs (TopoJSON), so that neighbours meet without gap or overlap.
"""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path

SOURCE = Path(__file__).parent / "data" / "communes-58.topojson"
DRAWING = "img/communes.svg"

# Edges of the département in degrees, and the width it is drawn at.
WEST, EAST, NORTH = 2.8452, 4.2320, 47.5881
WIDTH = 900
SCALE_X = WIDTH / (EAST - WEST)
SCALE_Y = SCALE_X / cos(radians(47.12))  # a degree of longitude is shorter here
CLOSEST = 6
VIEW_BOX = "-6 -6 912 906"

# Arcs of the file that follow the Loire; the first leaves it at its western end.
LOIRE_END = 279
LOIRE = [
    *(104, 105, 115, 116, 127, 128, 132, 133, 140, 152, 155, 167, 176, 177, 183, 186),
    *(208, 209, 217, 218, 221, 269, 276, 278, 693, 746, 749, 759, 786, 788, 795, 842),
    *(873, 875),
]

Point = tuple[int, int]


@dataclass(frozen=True)
class Town:
    """A name written on the map, so that one finds one's way."""

    name: str
    x: int
    y: int
    anchor: str = "start"
    minor: bool = False


TOWNS = [
    Town("Nevers", 140, 606, "end"),
    Town("Cosne", 87, 143, minor=True),
    Town("Clamecy", 454, 115),
    Town("Château-Chinon", 733, 563, "middle", minor=True),
    Town("Decize", 403, 712, "middle"),
    Town("Prémery", 309, 358, "middle", minor=True),
    Town("Lormes", 636, 252, "middle", minor=True),
    Town("Luzy", 748, 812, "middle"),
    Town("La Charité", 152, 404, minor=True),
]


def project(longitude: float, latitude: float) -> Point:
    """Return where a place falls on the drawing."""
    return (
        round((longitude - WEST) * SCALE_X),
        round((NORTH - latitude) * SCALE_Y),
    )


class Outlines:
    """The arcs of the source, projected, and the rings made of them."""

    def __init__(self) -> None:
        source = json.loads(SOURCE.read_text(encoding="utf-8"))
        place = source["transform"]
        self.arcs = [projected(arc, **place) for arc in source["arcs"]]
        self.communes = source["objects"]["communes"]["geometries"]

    def ring(self, arcs: list[int]) -> list[Point]:
        points: list[Point] = []
        for number in arcs:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    def rings(self, commune) -> list[list[Point]]:
        shape = commune["arcs"]
        polygons = [shape] if commune["type"] == "Polygon" else shape
        return [self.ring(arcs) for rings in polygons for arcs in rings]

    def path_of(self, commune) -> str:
        return "".join(f"{line(ring)}z" for ring in self.rings(commune))

    def loire(self) -> str:
        end = self.arcs[LOIRE_END]
        banks = [self.arcs[number] for number in LOIRE]
        return "".join(map(line, [*banks, end[: end.index(min(end)) + 1]]))


def projected(arc, scale, translate) -> list[Point]:
    """Return the points of an arc, which holds steps on a grid."""
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append(project(translate[0] + x * scale[0], translate[1] + y * scale[1]))
    return lightened(points)


def lightened(points: list[Point]) -> list[Point]:
    """Leave out the points too close to the one before to be seen apart."""
    first, *middle, last = points
    kept = [first]
    for x, y in middle:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= CLOSEST:
            kept.append((x, y))
    return [*kept, last]


def line(points: list[Point]) -> str:
    """Return SVG path data: a start, then steps relative to each other."""
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    drawn = "".join(f" {x} {y}" for x, y in steps if (x, y) != (0, 0))
    start = f"M{points[0][0]} {points[0][1]}"
    return f"{start}l{drawn[1:].replace(' -', '-')}" if drawn else start


@cache
def figure_points() -> dict[str, Point]:
    """Return where the figure of each commune is written, by INSEE code."""
    outlines = Outlines()
    return {
        commune["id"]: well_inside(max(outlines.rings(commune), key=len))
        for commune in outlines.communes
    }


def well_inside(ring: list[Point]) -> Point:
    """Return the middle of the widest of the rows that cross the heart of a shape."""
    top, bottom = min(y for _x, y in ring), max(y for _x, y in ring)
    rows = [top + (bottom - top) * share / 10 for share in (4, 5, 6)]
    width, left, row = max((*widest_span(ring, row), row) for row in rows)
    return round(left + width / 2), round(row)


def widest_span(ring: list[Point], row: float) -> tuple[float, float]:
    """Return the width and start of the longest stretch of `row` inside the shape."""
    crossings = sorted(
        ax + (row - ay) * (bx - ax) / (by - ay)
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]])
        if (ay > row) != (by > row)
    )
    starts, ends = crossings[::2], crossings[1::2]
    return max((end - start, start) for start, end in zip(starts, ends, strict=True))


def drawing() -> str:
    """Return the SVG file the page takes its outlines from, by their `id`."""
    outlines = Outlines()
    communes = "\n".join(
        f'<path id="c{commune["id"]}" d="{outlines.path_of(commune)}"/>'
        for commune in outlines.communes
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        "<!-- Contours : IGN, Admin Express. Licence Ouverte. manage.py build_map -->\n"
        f'<g id="communes">\n{communes}\n</g>\n'
        f'<path id="loire" d="{outlines.loire()}"/>\n'
        "</svg>\n"
    )
