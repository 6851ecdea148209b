"""A picture before it is drawn: where each thing stands and where the lines run, in px."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.export.poster import width_of
from graph.export.wrapping import wrapped
from graph.serve.map.labels import FIRST
from graph.serve.map.net import Thing
from graph.serve.map.shown import Shown, Tie

SIZE = 13.0  # px, type of every label at every zoom
LEADING = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A thing at its middle; `width` and `height` are its outline's.

    `sides` tells for each zoom of `labels.ZOOMS` where beside the outline the name stands (r, l, u, d for
    right, left, under, above; `.` where there is no room); "" when the name stands inside.
    """

    thing: Thing
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    sides: str = ""
    hidden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A line between two things."""

    tie: Tie
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Spots in the order in which a reader meets them. `heads` are column headings with their middles.

    `zooms`: the picture may be drawn larger or smaller without its type changing.
    """

    shown: Shown
    spots: tuple[Spot, ...]
    wires: tuple[Wire, ...]
    width: float
    height: float
    heads: tuple[tuple[str, float], ...] = ()
    zooms: bool = False

    @property
    def nameless(self) -> int:
        """Return how many names have no room as the picture is first drawn."""
        return sum(spot.sides[FIRST] == "." for spot in self.spots if len(spot.sides) > 1)


@lru_cache(maxsize=65_536)
def lines_of(label: str, *, letters: int, most: int, width: float = 0.0) -> tuple[str, ...]:
    """Return a label in lines of so many letters that also are no wider than `width` px (0: any)."""
    while True:
        lines = wrapped(label, width=letters, most=most)
        if not width or letters < 6 or all(width_of(line, SIZE) <= width for line in lines):
            return tuple(lines)
        letters -= 1


def by_iri(spots: tuple[Spot, ...]) -> Mapping[str, Spot]:
    """Return the spots by the things' IRIs."""
    return {spot.thing.iri: spot for spot in spots}
