"""The dates of a line of a head or a list, also where the name of a document has taken them in."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.extract.facts import date_literal
from graph.extract.frames import cue
from graph.extract.scene import Scene
from graph.model import Block, Literal, Section

_OTHER_DAY = cue("matters.other_day")
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_WRITTEN = re.compile(
    r"\b(?P<iso>\d{4}-\d\d-\d\d)\b"
    rf"|\b(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)}) (?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def days_of(scene: Scene, block: Block) -> list[Literal]:
    """Return the dates of a block in order, as precise as they are written."""
    found = [date_literal(m.node.label) for m in scene.mentions_in(block.start, block.end, "D")]
    return [day for day in found if day] or days_in(scene.passage(block))


def days_in(text: str) -> list[Literal]:
    """Return the dates that stand in a text.

    >>> [day.value for day in days_in("Remiss, 3 juni 2031, och rapport, mars 2031")]
    ['2031-06-03', '2031-03']
    """
    found = [date_literal(_value(hit)) for hit in _WRITTEN.finditer(text)]
    return [day for day in found if day]


def _value(hit: re.Match[str]) -> str:
    if hit["iso"]:
        return hit["iso"]
    month = f"{hit['year']}-{_MONTHS.index(hit['month'].casefold()) + 1:02}"
    return f"{month}-{int(hit['day']):02}" if hit["day"] else month


def head_day(scene: Scene, precise: Callable[[Literal], bool]) -> tuple[Block, Literal] | None:
    """Return the first date of the head that is the document's own, with its line.

    A date of validity, adoption or approval of the minutes is another one.
    """
    for section in scene.doc.sections:
        if section.kind in ("head", "attendance") and not section.case:
            for block in _lines(section):
                if not _OTHER_DAY.search(scene.passage(block)):
                    day = next(filter(precise, days_of(scene, block)), None)
                    if day:
                        return block, day
    return None


def whole_day(day: Literal) -> bool:
    """Tell a date from a month or a year."""
    return day.datatype == "xsd:date"


def _lines(section: Section) -> tuple[Block, ...]:
    return (*((section.heading,) if section.heading else ()), *section.blocks)
