"""Tables as they stand in a file: rows of cells with the numbers of the rows; and tables in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from graph.errors import InputError
from graph.read.remedies import TOO_LARGE
from graph.read.sniff import delimiter

MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_CELLS = 5_000_000
MAX_CELL_CHARACTERS = 20_000
_MOST_FAULTS_SHOWN = 10
_MOST_LINES_IN_CELL = 50  # more is a quotation mark that was never closed
_SAMPLE = 1 << 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: (row number in the file, cells) without empty rows; `name` is "" in CSV."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_csv(raw: str) -> Sheet:
    """Return the table in canonical text; raises InputError that lists the rows at fault."""
    mark = delimiter(raw[:_SAMPLE]) or _most_frequent(raw)
    widest = raw.find("\n")
    if raw.count(mark, 0, widest if widest >= 0 else len(raw)) >= MAX_COLUMNS:
        raise InputError(f"tabellen har för många kolumner (gränsen är {MAX_COLUMNS})", way_out=TOO_LARGE)
    if raw.count("\n") > MAX_ROWS:
        raise InputError(f"tabellen har för många rader (gränsen är {MAX_ROWS})", way_out=TOO_LARGE)
    rows: list[tuple[int, tuple[str, ...]]] = []
    faults: list[str] = []
    for number, last, cells in _records(raw, mark):
        fault = _fault(number, last, cells)
        if fault:
            faults.append(f"rad {number}: {fault}")
        elif any(cells):
            rows.append((number, cells))
    faults += _ragged(rows, mark)
    if faults:
        raise InputError(_report(faults), way_out="Rätta raderna i källan och lämna in filen igen.")
    return Sheet("", tuple(rows))


def _most_frequent(raw: str) -> str:
    return max(";\t,|", key=raw[:_SAMPLE].count)


def _records(raw: str, mark: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield first line, last line and trimmed cells of each record."""
    # The limit is the whole process's: a worker reads our own tables after this one, so it may only grow.
    csv.field_size_limit(max(len(raw), csv.field_size_limit()))
    reader = csv.reader(io.StringIO(raw, newline=""), delimiter=mark)
    before = 0
    for cells in reader:
        yield before + 1, reader.line_num, tuple(" ".join(cell.split()) for cell in cells)
        before = reader.line_num


def _fault(number: int, last: int, cells: tuple[str, ...]) -> str:
    if last - number > _MOST_LINES_IN_CELL or any(len(cell) > MAX_CELL_CHARACTERS for cell in cells):
        return "citattecken som inte stängs"
    if any("\ufffd" in cell for cell in cells):
        return "otillåtna tecken"
    return ""


def _ragged(rows: list[tuple[int, tuple[str, ...]]], mark: str) -> list[str]:
    """Return faults of rows with more cells than the widest of the first rows, where the header is."""
    width = max((len(cells) for _, cells in rows[:10]), default=0)
    faults = []
    for number, cells in rows[10:]:
        if any(cells[width:]):
            faults.append(f"rad {number}: {len(cells)} fält, rubriken har {width}")
        elif len(cells) == 1 and width > 2 and any(other in cells[0] for other in ";\t," if other != mark):
            faults.append(f"rad {number}: annat skiljetecken än resten av filen")
    return faults


def _report(faults: list[str]) -> str:
    shown = "; ".join(faults[:_MOST_FAULTS_SHOWN])
    more = f"; och {len(faults) - _MOST_FAULTS_SHOWN} till" if len(faults) > _MOST_FAULTS_SHOWN else ""
    return f"tabellen har fel: {shown}{more}"
