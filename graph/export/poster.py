"""The Samverkanskarta for the wall: what is on it and where, in millimetres on an A3 on its side.

Five columns: outside parties, where they meet, committees and administrations in the middle, and the
same mirrored. Everything stands in boxes that are stacked, so no text can meet another. All is worked out
from the graph: no force, no chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from graph.export.choosing import Choice, Gap, near_to
from graph.export.facts import Facts
from graph.export.kinds import Kind
from graph.export.networks import related
from graph.export.wording import swedish_order
from graph.export.wrapping import wrapped
from graph.model import Knowledge

WIDTH, HEIGHT = 420.0, 297.0
LEFT, RIGHT, TOP = 14.0, 406.0, 47.0
_COLUMNS = ((14.0, 62.0), (98.0, 66.0), (180.0, 60.0), (256.0, 66.0), (344.0, 62.0))  # left edge, width
MIDDLE = 2
_SIZES = (4.0, 3.7, 3.4, 3.1, 2.8)  # mm, height of type: in each column the largest that has room for all
_AIR, _PAD, _TIGHT = 1.4, 1.8, 0.8  # between two boxes; inside one; where there is hardly room
_MOST_AIR = 12.0
BADGE = 4.4
_MOST_BADGES = 3
_SWEEPS = 20
_NARROW, _WIDE = frozenset("ijltfrI.,:;'|()[]/- "), frozenset("mwMW@—%…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A thing on the poster: left and top edge, extent, size of type; `badges` number gaps that touch it."""

    iri: str
    kind: Kind
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    column: int
    size: float
    linked: bool
    badges: tuple[int, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What joins a meeting place to somebody: from edge to edge; `tone` numbers the place's colour."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: int
    dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Everything on the poster; `counts` is shown and known for each of outside, places, inside, gaps."""

    boxes: tuple[Box, ...]
    threads: tuple[Thread, ...]
    gaps: tuple[Gap, ...]
    counts: Mapping[str, tuple[int, int]]
    tones: Mapping[str, int]
    bottom: float


def build_poster(knowledge: Knowledge, about: Collection[str] = ()) -> Poster:
    """Choose and place what the poster shows: of many things those with most relations.

    With `about` (IRIs) only these, what they have to do with, where outside parties among that meet
    somebody, and whom they meet there.
    """
    facts = Facts(knowledge)
    kinds, relations = related(facts)
    chosen = Choice(facts, kinds, relations, near_to(about, kinds, relations) if about else kinds.keys())
    return _Layout(facts, chosen).poster()


class _Layout:
    """Where the chosen things stand."""

    def __init__(self, facts: Facts, chosen: Choice) -> None:
        self.facts, self.chosen = facts, chosen
        self.neighbours: dict[str, set[str]] = defaultdict(set)
        for place, other in chosen.links:
            self.neighbours[place].add(other)
            self.neighbours[other].add(place)
        self.bottom = 272.0 - (8.0 + 11.5 * -(-len(chosen.gaps) // 4) if chosen.gaps else 0.0)

    def poster(self) -> Poster:
        columns = self._columns()
        sizes = [self._size(column, n) for n, column in enumerate(columns)]
        self._settle(columns, sizes)
        boxes = {box.iri: box for n, column in enumerate(columns) for box in self._stack(column, n, sizes[n])}
        places = [iri for n in (1, 3) for iri in columns[n]]
        tones = {iri: tone for tone, iri in enumerate(places)}
        return Poster(
            boxes=tuple(boxes.values()),
            threads=tuple(self._threads(boxes, tones)),
            gaps=tuple(self.chosen.gaps),
            counts=self.chosen.counts,
            tones=tones,
            bottom=self.bottom,
        )

    def _columns(self) -> list[list[str]]:
        """Share places and outside parties between the two sides so that those who meet stand together."""
        side = self._sides()
        parts = [
            [[iri for iri in names if side[iri] == n] for n in (0, 1)]
            for names in (self.chosen.outside, self.chosen.places)
        ]
        (outer_left, outer_right), (left, right) = parts
        return [outer_left, left, self._grouped(self.chosen.inside), right, outer_right]

    def _sides(self) -> dict[str, int]:
        """Return 0 (left) or 1 for each: few threads cross the middle, and both sides hold about as many.

        Things change sides one by one, and two by two, as long as that makes the picture better.
        """
        kinds = (self.chosen.places, self.chosen.outside)
        side = {iri: n % 2 for names in kinds for n, iri in enumerate(names)}
        pairs = [(p, o) for p in self.chosen.places for o in self.chosen.outside if o in self.neighbours[p]]

        def cost() -> int:
            uneven = (len(names) - 2 * sum(side[iri] for iri in names) for names in kinds)
            return 8 * sum(side[p] != side[o] for p, o in pairs) + sum(n * n for n in uneven)

        moves = [(iri,) for names in kinds for iri in names] + pairs + [
            (a, b) for names in kinds for n, a in enumerate(names) for b in names[:n]
        ]  # fmt: skip
        best, better = cost(), True
        while better:
            better = False
            for move in moves:
                for iri in move:
                    side[iri] = 1 - side[iri]
                now = cost()
                if now < best:
                    best, better = now, True
                else:
                    for iri in move:
                        side[iri] = 1 - side[iri]
        return side

    def _grouped(self, inside: list[str]) -> list[str]:
        """Put each administration below the committee that it serves."""
        master: dict[str, str] = {}
        for iri in inside:
            for claim in self.facts.about(iri, "sam:serves", "dcterms:isPartOf"):
                if isinstance(claim.object, str) and claim.object in inside:
                    master.setdefault(iri, claim.object)
        nth = {iri: number for number, iri in enumerate(inside)}
        return sorted(inside, key=lambda i: (nth[master[i]] if i in master else nth[i], i in master, nth[i]))

    def _size(self, column: list[str], number: int) -> float:
        """Return the largest type at which a column has room."""
        for size in _SIZES:
            boxes = [self._box(iri, number, size) for iri in column]
            if sum(box.height + _AIR for box in boxes) - _AIR <= self.bottom - TOP:
                return size
        return _SIZES[-1]

    def _box(self, iri: str, column: int, size: float) -> Box:
        x, width = _COLUMNS[column]
        numbers = self.chosen.touched.get(iri, [])
        badges = tuple(numbers[:_MOST_BADGES])
        more = len(numbers) - len(badges)
        taken = (len(badges) + bool(more)) * (BADGE + 0.5)
        most = 3 if size > _SIZES[-1] else 2
        name = self.facts.name(iri)
        lines = tuple(fitted(name[:1].upper() + name[1:], width - 2 * _PAD - 1.5 - taken, size, most))
        pad = _PAD if most > 2 else _TIGHT
        return Box(iri=iri, kind=self.chosen.kinds[iri], lines=lines, x=x, y=0.0, width=width,
                   height=max(len(lines) * size * 1.2, BADGE) + 2 * pad, column=column, size=size,
                   badges=badges, more=more, linked=iri in self.chosen.somewhere)  # fmt: skip

    def _stack(self, column: list[str], number: int, size: float) -> list[Box]:
        """Stand the boxes of a column on top of one another, spread over the height that there is."""
        boxes = [self._box(iri, number, size) for iri in column]
        room, total = self.bottom - TOP, sum(box.height for box in boxes)
        air = min(max((room - total) / max(len(boxes) - 1, 1), 0.6), _MOST_AIR)
        top = TOP + max(0.0, (room - total - air * (len(boxes) - 1)) / 2)
        placed = []
        for box in boxes:
            placed.append(replace(box, y=round(top, 2)))
            top += box.height + air
        return placed

    def _settle(self, columns: list[list[str]], sizes: list[float]) -> None:
        """Sort the outer four columns by where their neighbours stand, back and forth."""
        middle: dict[str, float] = {}

        def stand(number: int) -> None:
            for box in self._stack(columns[number], number, sizes[number]):
                middle[box.iri] = box.y + box.height / 2

        for number in range(len(columns)):
            stand(number)
        for _ in range(_SWEEPS):
            for number in (1, 3, 0, 4):
                column = columns[number]
                pull = {
                    i: sum(middle[n] for n in self.neighbours[i]) / len(self.neighbours[i])
                    if self.neighbours[i]
                    else self.bottom
                    for i in column
                }
                column.sort(key=lambda i: (round(pull[i], 3), swedish_order(self.facts.name(i)), i))
                stand(number)

    def _threads(self, boxes: Mapping[str, Box], tones: Mapping[str, int]) -> Iterable[Thread]:
        """Yield a thread for each link; those at one edge of a box are spread in the order of their ends."""
        at: dict[tuple[str, bool], list[str]] = defaultdict(list)  # box, right edge -> the other ends
        for place, other in self.chosen.links:
            toward = boxes[other].column > boxes[place].column
            at[place, toward].append(other)
            at[other, not toward].append(place)
        for ends in at.values():
            ends.sort(key=lambda i: (boxes[i].y, boxes[i].column, i))
        for (place, other), dashed in sorted(self.chosen.links.items()):
            toward = boxes[other].column > boxes[place].column
            x1, y1 = _edge(boxes[place], toward, at[place, toward].index(other), len(at[place, toward]))
            back = at[other, not toward]
            x2, y2 = _edge(boxes[other], not toward, back.index(place), len(back))
            yield Thread(x1=x1, y1=y1, x2=x2, y2=y2, tone=tones[place], dashed=dashed)


def _edge(box: Box, right: bool, nth: int, of: int) -> tuple[float, float]:
    """Return the nth of so many points down the right or left edge of a box."""
    inner = max(box.height - 2.0, 1.0)
    return box.x + box.width * right, round(box.y + 1.0 + inner * (nth + 1) / (of + 1), 2)


def width_of(text: str, size: float) -> float:
    """Return how wide a line of type is at most, in mm; a little more than in any common sans serif."""
    return size * sum(map(_em, text))


@cache
def _em(char: str) -> float:
    if char in _NARROW:
        return 0.34
    if char in _WIDE or char > "\u2e7f":  # Chinese and emoji are a whole em
        return 0.9 if char in _WIDE else 1.3
    return 0.73 if char.isupper() else 0.575


def fitted(text: str, width: float, size: float, most: int) -> list[str]:
    """Return the text in at most so many lines, none wider than there is room for."""
    letters = int(width / (size * 0.45))
    while letters > 4:
        lines = wrapped(text, width=letters, most=most)
        if all(width_of(line, size) <= width for line in lines):
            return lines
        letters -= 1
    return lines
