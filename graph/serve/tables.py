"""A table of a page: shown in HTML, and given as CSV or XLSX at the same address with `?tabell=…&som=…`."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.export.wording import decimal
from graph.serve.view import Name, Passage


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its names one after the other, or a number (then `number` is set)."""

    names: tuple[Name, ...] = ()
    number: float | int | None = None

    @property
    def text(self) -> str:
        """Return the cell as plain text."""
        if isinstance(self.number, float):
            return decimal(self.number)
        return str(self.number) if self.number is not None else "; ".join(name.text for name in self.names)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a cell for each column, the quotes behind it, and whether it was worked out here."""

    cells: tuple[Cell, ...]
    passages: tuple[Passage, ...] = ()
    derived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`key` names it in an address, `caption` says what it is; `quoted` tells that rows have quotes."""

    key: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    quoted: bool = True
    numbers: frozenset[int] = field(default_factory=frozenset)

    def plain(self) -> tuple[tuple[str, ...], list[tuple[str | int | float, ...]]]:
        """Return columns and rows for a file: cells as text or numbers, then quotes and where they stand."""
        more = ("Citat", "Var") if self.quoted else ()
        return (*self.columns, *more), [_plain(row, self.quoted) for row in self.rows]


def cell(value: Name | str | float | tuple[Name, ...] | None) -> Cell:
    """Return a cell of a name, several names, a text or a number; None is an empty cell."""
    if value is None:
        return Cell()
    if isinstance(value, (int, float)):
        return Cell(number=value)
    if isinstance(value, str):
        return Cell((Name(value),)) if value else Cell()
    return Cell(value if isinstance(value, tuple) else (value,))


def row(
    *values: Name | str | float | tuple[Name, ...] | None,
    passages: tuple[Passage, ...] = (),
    derived: bool = False,
) -> Row:
    """Return a row of cells with the quotes behind it."""
    return Row(tuple(map(cell, values)), passages, derived)


def _plain(row: Row, quoted: bool) -> tuple[str | int | float, ...]:
    cells = tuple(c.number if c.number is not None else c.text for c in row.cells)
    if not quoted:
        return cells
    quotes = "\n".join(f"”{p.text}”" for p in row.passages)
    places = "\n".join(f"{p.title}, {p.place}" for p in row.passages)
    return (*cells, quotes, places)
