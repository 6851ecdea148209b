"""The report as values: sections of lines, each line with the numbers of its quotes.

`report.py` writes one outline as HTML and as Markdown. A `Line` says what a source says; a line with
`derived` set is the tool's own conclusion (something was not found) and is always shown as such, in a
list of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from graph.export.citations import Quote
from graph.export.wording import number, plain

Thing = TypeVar("Thing")
MOST_LINES = 300  # a paper that nobody can read helps nobody; the rest is in the tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence: `lead` is set in bold before it, `details` are indented below it.

    Whatever sources or names bring with them, neither holds control characters.
    """

    text: str
    lead: str = ""
    quotes: tuple[int, ...] = ()
    details: tuple[Line, ...] = ()
    derived: bool = False

    def __post_init__(self) -> None:
        for name in ("text", "lead"):
            object.__setattr__(self, name, plain(getattr(self, name)))  # the class is frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption; the first cell of a row heads it. `numbers` are columns of figures.

    No cell holds control characters.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(tuple(map(plain, row)) for row in self.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it. `missing` are derived lines: what was not found."""

    anchor: str
    heading: str
    intro: str = ""
    lines: tuple[Line, ...] = ()
    missing: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    parts: tuple[Section, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The picture of a report: an SVG of our own drawing, what it shows in words, and its caption."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A whole report: `figures` are the key figures as (number, what), `quotes` the appendix.

    `subject` is what the report is about when it was narrowed, `date` the day it is seen from (both ""
    where there is none), `version` the program's, and `picture` stands after the first section.
    """

    title: str
    municipality: str
    notice: str
    figures: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    quotes: tuple[Quote, ...]
    graph_hash: str = ""
    cited_in: dict[int, str] = field(default_factory=dict)
    subject: str = ""
    date: str = ""
    version: str = ""
    profile: str = "intern"
    picture: Figure | None = None


def section(
    anchor: str,
    heading: str,
    things: Sequence[Thing],
    line: Callable[[Thing], Line],
    *,
    intro: str = "",
    missing: tuple[Line, ...] = (),
) -> Section:
    """Return a section with a line for each of the first `MOST_LINES` things, the rest counted.

    Lines that are left out are never made, so their quotes do not fill the appendix.
    """
    lines = tuple(map(line, things[:MOST_LINES]))
    rest = len(things[MOST_LINES:])
    return Section(anchor=anchor, heading=heading, intro=intro, lines=lines, missing=missing, left_out=rest)


def left_out(part: Section) -> str:
    """Return the sentence about what a section leaves out."""
    return f"Ytterligare {number(part.left_out)} rader finns i pastaenden.xlsx."


def citing(sections: tuple[Section, ...]) -> dict[int, str]:
    """Return for each quote number the anchor of the first section that cites it."""
    found: dict[int, str] = {}
    for part in sections:
        for line in (n for first in (*part.lines, *part.missing) for n in _all(first)):
            for quote in line.quotes:
                found.setdefault(quote, part.anchor)
        for quote, anchor in citing(part.parts).items():
            found.setdefault(quote, anchor)
    return found


def _all(line: Line) -> Iterator[Line]:
    yield line
    for detail in line.details:
        yield from _all(detail)
