"""Närområde: one thing in the middle, its neighbours to both sides of it, and theirs outside them.

Each name has a line of its own, so none can meet another; lines fan out as on a dial.
"""

from __future__ import annotations

from collections import defaultdict
from math import sqrt

from graph.export.poster import width_of
from graph.serve.map.net import Net, Thing
from graph.serve.map.network import glyph, straight
from graph.serve.map.scene import LEADING, SIZE, Scene, Spot, Wire, lines_of
from graph.serve.map.shown import Shown

BOX = 176  # px, width of the box in the middle
NAME = 15.0  # px, the line above each name that tells what joins it
_AIR = 14.0
_FIRST, _REACH = 96.0, 300.0  # px from the box to the first ring, and from ring to ring
_BEND = 64.0  # px that a ring curves in at its ends
_LETTERS = 24
_TOP, _LEAST = 34.0, 260.0


def near_scene(net: Net, shown: Shown) -> Scene:
    """Place the chosen thing and what is around it."""
    if shown.chosen is None:
        return Scene(shown=shown, spots=(), wires=(), width=400, height=120)
    return _Dial(net, shown, shown.chosen).scene()


class _Dial:
    """What stands where around one thing."""

    def __init__(self, net: Net, shown: Shown, chosen: Thing) -> None:
        self.net, self.shown, self.chosen = net, shown, chosen
        self.things = {thing.iri: thing for thing in shown.things}
        self.lines = {i: lines_of(t.label, letters=_LETTERS, most=3) for i, t in self.things.items()}
        self.children: dict[str, list[str]] = defaultdict(list)
        for iri, (_, parent) in shown.rings.items():
            if parent:
                self.children[parent].append(iri)
        first = sorted(self.children[chosen.iri], key=self._order)
        self.sides = self._halves(first)
        tall = max(sum(map(self._need, side)) for side in self.sides)
        self.height = max(tall, _LEAST) + 2 * _TOP
        deepest = max(ring for ring, _ in shown.rings.values())
        names = max(width_of(line, SIZE) for found in self.lines.values() for line in found)
        self.middle = BOX / 2 + _FIRST + max(deepest - 1, 0) * _REACH + names + 36
        self.spots: dict[str, Spot] = {}

    def scene(self) -> Scene:
        """Return the picture; things are met from the middle outwards, to the right first."""
        self._centre()
        for way, side in zip((1, -1), self.sides, strict=True):
            self._stand(side, way)
        rings, spots = self.shown.rings, self.spots
        order = sorted(spots, key=lambda i: (rings[i][0], spots[i].x < self.middle, spots[i].y))
        return Scene(
            shown=self.shown,
            spots=tuple(spots[iri] for iri in order),
            wires=tuple(
                Wire(tie=t, path=straight(spots[t.start.iri], spots[t.end.iri])) for t in self.shown.ties
            ),
            width=round(2 * self.middle),
            height=round(self.height),
        )

    def _order(self, iri: str) -> tuple[object, ...]:
        """Return what neighbours are sorted by: those with the same relation stand together."""
        pair = {iri, self.chosen.iri}
        said = [r for r in self.net.around[iri] if {r.start, r.end} == pair]
        names = sorted((r.start == iri, r.name) for r in said)
        return (*names[:1], self.things[iri].kind.column, self.things[iri].label, iri)

    def _need(self, iri: str) -> float:
        """Return the height that a thing and all outside it need."""
        own = NAME + LEADING * len(self.lines[iri]) + _AIR
        return max(own, sum(map(self._need, self.children.get(iri, ()))))

    def _halves(self, first: list[str]) -> tuple[list[str], list[str]]:
        """Part the neighbours into right and left, about as tall, keeping their order around the dial."""
        total = sum(map(self._need, first))
        right: list[str] = []
        sofar = 0.0
        for iri in first:
            if sofar >= total / 2:
                break
            sofar += self._need(iri)
            right.append(iri)
        return right, first[len(right) :]

    def _centre(self) -> None:
        lines = lines_of(self.chosen.label, letters=24, most=4, width=BOX - 20)
        self.spots[self.chosen.iri] = Spot(
            thing=self.chosen, x=self.middle, y=self.height / 2, width=BOX,
            height=LEADING * len(lines) + 18, lines=lines,
            hidden=self.shown.hidden.get(self.chosen.iri, 0),
        )  # fmt: skip

    def _stand(self, side: list[str], way: int) -> None:
        """Stand one half of the first ring, and what is outside it, from above down."""
        room = sum(map(self._need, side))
        slack = max(self.height - 2 * _TOP - room, 0.0) / (len(side) + 1)
        top = (self.height - room - slack * (len(side) - 1)) / 2
        for iri in side:
            self._spread(iri, top, self._need(iri), way)
            top += self._need(iri) + slack

    def _spread(self, iri: str, top: float, need: float, way: int) -> None:
        """Stand a thing in the middle of the height that it needs, and its own neighbours outside it."""
        y = top + (need + NAME) / 2
        off = min(abs(y - self.height / 2) / (self.height / 2), 1.0)
        reach = BOX / 2 + _FIRST + (self.shown.rings[iri][0] - 1) * _REACH
        x = self.middle + way * (reach - _BEND * (1 - sqrt(1 - off * off)))
        width, tall = glyph(self.things[iri])
        self.spots[iri] = Spot(
            thing=self.things[iri], x=round(x, 1), y=round(y, 1), width=width, height=tall,
            lines=self.lines[iri], sides="r" if way > 0 else "l", hidden=self.shown.hidden.get(iri, 0),
        )  # fmt: skip
        for child in self.children.get(iri, ()):
            self._spread(child, top, self._need(child), way)
            top += self._need(child)
