"""Nätverk: every thing where the build put it, its name beside it where there is room."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from graph.export.poster import width_of
from graph.serve.map.labels import Mark, sides_of
from graph.serve.map.net import Thing
from graph.serve.map.scene import LEADING, SIZE, Scene, Spot, Wire, by_iri, lines_of
from graph.serve.map.shown import Shown

BADGE_ROOM = 10.0  # px that a badge stands out of an outline
AREA = 18_500  # square px for each thing, its name included
MOST_DRAWN = 600  # things that a browser draws as text and links; of more it paints a picture
RIM = 2.0  # px between an outline and the lines that end at it
MARGIN = (180, 40)  # px left and right, above and below


def network_scene(shown: Shown, at: Mapping[str, tuple[float, float]]) -> Scene:
    """Place what is shown where `at` (by IRI) says, spread over the room that so many need."""
    things = shown.things
    found = {thing.iri: at[thing.iri] for thing in things}
    left, top = (min((xy[n] for xy in found.values()), default=0.0) for n in (0, 1))
    wide, tall = (
        max((xy[n] for xy in found.values()), default=0.0) - low for n, low in ((0, left), (1, top))
    )
    scale = sqrt(AREA * len(things) / max(wide * tall, 1.0)) if wide * tall else 150.0
    places = {
        iri: (round(MARGIN[0] + (x - left) * scale, 1), round(MARGIN[1] + (y - top) * scale, 1))
        for iri, (x, y) in found.items()
    }
    lines = {thing.iri: lines_of(thing.label, letters=22, most=3) for thing in things}
    sides = dict.fromkeys(found, "")
    if len(things) <= MOST_DRAWN:
        marks = [
            _mark(thing, places[thing.iri], lines[thing.iri], thing.iri in shown.hidden) for thing in things
        ]
        sides = dict(zip(found, sides_of(marks), strict=True))
    spots = tuple(
        Spot(thing=thing, x=places[thing.iri][0], y=places[thing.iri][1], width=glyph(thing)[0],
             height=glyph(thing)[1], lines=lines[thing.iri], sides=sides[thing.iri],
             hidden=shown.hidden.get(thing.iri, 0))
        for thing in things
    )  # fmt: skip
    spot_of = by_iri(spots)
    return Scene(
        shown=shown,
        spots=spots,
        wires=tuple(
            Wire(tie=tie, path=straight(spot_of[tie.start.iri], spot_of[tie.end.iri])) for tie in shown.ties
        ),
        width=round(wide * scale) + 2 * MARGIN[0],
        height=round(tall * scale) + 2 * MARGIN[1],
        zooms=True,
    )


def glyph(thing: Thing) -> tuple[float, float]:
    """Return width and height of an outline without its name: larger the more relations it has."""
    more = min(sqrt(thing.weight), 6.0)
    return round(20 + 2.2 * more, 1), round(15 + 1.6 * more, 1)


def straight(one: Spot, other: Spot) -> str:
    """Return a straight path between the rims of two outlines."""
    dx, dy = other.x - one.x, other.y - one.y
    a, b = (min(_rim(spot, dx, dy), 0.45) for spot in (one, other))
    return f"M{one.x + dx * a:.1f} {one.y + dy * a:.1f}L{other.x - dx * b:.1f} {other.y - dy * b:.1f}"


def _rim(spot: Spot, dx: float, dy: float) -> float:
    """Return which part of the way (dx, dy) from the middle of an outline lies inside it."""
    across, down = spot.width / 2 + RIM, spot.height / 2 + RIM
    return min(across / abs(dx) if dx else 1.0, down / abs(dy) if dy else 1.0)


def _mark(thing: Thing, at: tuple[float, float], lines: tuple[str, ...], badge: bool) -> Mark:
    width, height = glyph(thing)
    extent = max(width_of(line, SIZE) for line in lines), LEADING * len(lines)
    return Mark(*at, width, height, *extent, BADGE_ROOM * badge)
