"""Names beside their outlines: each where there is room, the most connected things first.

A name has one size at every zoom, so where it has room is worked out once for each of a few zooms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ZOOMS = (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
FIRST = ZOOMS.index(1.0)
AIR = 4.0  # px between an outline and its name
_CELL = 64.0

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An outline at its middle, the extent of the name that it wants, and what stands out all around."""

    x: float
    y: float
    width: float
    height: float
    label_width: float
    label_height: float
    badge: float = 0.0


def sides_of(marks: Sequence[Mark]) -> list[str]:
    """Return for each mark, in order of precedence, one letter a zoom: r, l, u, d, or `.` for no room."""
    by_zoom = [_placed(marks, zoom) for zoom in ZOOMS]
    return ["".join(sides) for sides in zip(*by_zoom, strict=True)]


def label_box(mark: Mark, side: str, zoom: float = 1.0) -> Box:
    """Return the room that a name takes on one side of its outline."""
    x, y, w, h = mark.x * zoom, mark.y * zoom, mark.label_width, mark.label_height
    if side in "rl":
        left = x + mark.width / 2 + AIR if side == "r" else x - mark.width / 2 - AIR - w
        return left, y - h / 2, left + w, y + h / 2
    top = y + mark.height / 2 + AIR / 2 if side == "u" else y - mark.height / 2 - AIR / 2 - h
    return x - w / 2, top, x + w / 2, top + h


def _placed(marks: Sequence[Mark], zoom: float) -> list[str]:
    taken = Taken()
    own: list[Box] = []
    for mark in marks:
        x, y = mark.x * zoom, mark.y * zoom
        w, h = mark.width / 2 + mark.badge, mark.height / 2 + mark.badge
        own.append((x - w, y - h, x + w, y + h))
        taken.add(own[-1])
    sides = []
    for nth, mark in enumerate(marks):
        for side in "rlud":
            box = label_box(mark, side, zoom)
            if taken.is_free(box, but=own[nth]):
                taken.add(box)
                break
        else:
            side = "."
        sides.append(side)
    return sides


class Taken:
    """The boxes that are taken, found by the cells of a grid that they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        """Take a box."""
        for cell in _cells(box):
            self._cells[cell].append(box)

    def is_free(self, box: Box, *, but: Box | None = None) -> bool:
        """Tell whether nothing else stands in a box."""
        left, top, right, bottom = box
        return not any(
            b is not but and left < b[2] and b[0] < right and top < b[3] and b[1] < bottom
            for cell in _cells(box)
            for b in self._cells.get(cell, ())
        )


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
