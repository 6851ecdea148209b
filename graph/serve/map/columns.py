"""Samverkanskarta: six columns from the outside in, each thing in a box that holds its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from graph.export.networks import settle
from graph.serve.map.net import ALL_COLUMNS
from graph.serve.map.scene import LEADING, Scene, Spot, Wire, by_iri, lines_of
from graph.serve.map.shown import Shown, Tie

PITCH, BOX = 198, 154  # px between the middles of two columns; width of a box
_PAD, _SIDE, _ROUND_SIDE = 14, 10, 20
_GAP = (22, 96)  # a relation's name has room above each box
_TOP = 26


def columns_scene(shown: Shown) -> Scene:
    """Place what is shown; columns that are empty are left out."""
    columns: dict[int, list[str]] = defaultdict(list)
    lines = {}
    for thing in shown.things:
        columns[thing.kind.column].append(thing.iri)
        side = _ROUND_SIDE if thing.kind.form in ("ellipse", "thin") else _SIDE
        lines[thing.iri] = lines_of(thing.label, letters=24, most=4, width=BOX - 2 * side)
    heights = {iri: round(LEADING * len(found) + _PAD) for iri, found in lines.items()}
    neighbours: dict[str, list[str]] = defaultdict(list)
    for tie in shown.ties:
        neighbours[tie.start.iri].append(tie.end.iri)
        neighbours[tie.end.iri].append(tie.start.iri)
    numbers = sorted(columns)
    stacks = [columns[number] for number in numbers]
    middles = settle(stacks, heights, neighbours, gap=_GAP, top=_TOP)
    at = {iri: PITCH * nth + PITCH / 2 for nth, stack in enumerate(stacks) for iri in stack}
    things = {thing.iri: thing for thing in shown.things}
    spots = tuple(
        Spot(thing=things[iri], x=at[iri], y=round(middles[iri], 1), width=BOX, height=heights[iri],
             lines=lines[iri], hidden=shown.hidden.get(iri, 0))
        for stack in stacks
        for iri in stack
    )  # fmt: skip
    places = by_iri(spots)
    return Scene(
        shown=shown,
        spots=spots,
        wires=tuple(Wire(tie=tie, path=_path(tie, places)) for tie in shown.ties),
        width=PITCH * max(len(stacks), 1) + 8,
        height=max((spot.y + spot.height / 2 for spot in spots), default=60) + 24,
        heads=tuple(
            (f"{ALL_COLUMNS[number]} ({len(stack)})", PITCH * nth + PITCH / 2)
            for nth, (number, stack) in enumerate(zip(numbers, stacks, strict=True))
        ),
    )


def _path(tie: Tie, at: Mapping[str, Spot]) -> str:
    """Return a curve from edge to edge; within a column it bends out to the right."""
    one, other = at[tie.start.iri], at[tie.end.iri]
    if one.x == other.x:
        x, bend = one.x + one.width / 2, 14 + min(abs(one.y - other.y) / 12, 24)
        return f"M{x:g} {one.y:g}C{x + bend:g} {one.y:g} {x + bend:g} {other.y:g} {x:g} {other.y:g}"
    way = 1 if one.x < other.x else -1
    x1, x2 = one.x + way * one.width / 2, other.x - way * other.width / 2
    bend = max(abs(x2 - x1) * 0.5, 22) * way
    return f"M{x1:g} {one.y:g}C{x1 + bend:g} {one.y:g} {x2 - bend:g} {other.y:g} {x2:g} {other.y:g}"
