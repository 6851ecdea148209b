"""XLSX tables by calamine: visible sheets, stored values, nothing calculated or run."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from typing import Any

import python_calamine

from graph.errors import InputError
from graph.read.archive import Package
from graph.read.remedies import DAMAGED, NO_TEXT, TOO_LARGE
from graph.read.tables import MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Sheet

_CELL_PLACE = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,4})([0-9]{1,8})"')
_FORMULA_WITHOUT_VALUE = re.compile(
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?\s*"
    rb"</(?:\w+:)?c>"
)
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?t="e"')
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml$")


def read_spreadsheet(package: Package, data: bytes) -> tuple[list[Sheet], tuple[str, ...]]:
    """Return the visible sheets and remarks on what was left out.

    Raises InputError for a damaged file, one that spreads over more cells than can be held, or one
    without any cell.
    """
    package.check_markup()
    notes = list(_inspect(package))
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        sheets, hidden = _sheets(book)
    except python_calamine.PasswordError as error:
        raise InputError("krypterad, kan inte läsas", way_out="Spara filen utan lösenord.") from error
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise InputError("Excel-filen är skadad och kan inte läsas", way_out=DAMAGED) from error
    if not any(sheet.rows for sheet in sheets):
        raise InputError("Excel-filen har inga celler med text", way_out=NO_TEXT)
    if hidden:
        notes.append(f"dolda blad lästes inte ({hidden})")
    return sheets, tuple(notes)


def _inspect(package: Package) -> Iterator[str]:
    """Yield remarks; refuse sheets whose cells lie so far apart that the table would not fit."""
    broken = errors = 0
    for name in sorted(filter(_SHEET_PART.match, package.names)):
        markup = package.part(name)
        _check_extent(markup)
        broken += len(_FORMULA_WITHOUT_VALUE.findall(markup))
        errors += len(_ERROR_CELL.findall(markup))
    if broken:
        yield f"formler utan beräknat värde lästes inte ({broken})"
    if errors:
        yield f"celler med fel (#SAKNAS! och liknande) lästes inte ({errors})"
    if any(name.endswith("vbaProject.bin") for name in package.names):
        yield "makron finns i filen; de kördes inte"


def _check_extent(markup: bytes) -> None:
    rows = columns = 0
    for found in _CELL_PLACE.finditer(markup):
        rows, columns = max(rows, int(found[2])), max(columns, _column(found[1]))
    if columns > MAX_COLUMNS:
        raise InputError(f"bladet har för många kolumner (gränsen är {MAX_COLUMNS})", way_out=TOO_LARGE)
    if rows > MAX_ROWS:
        raise InputError(f"bladet har för många rader (gränsen är {MAX_ROWS})", way_out=TOO_LARGE)
    if rows * columns > MAX_CELLS:
        raise InputError(f"bladet har för många celler (gränsen är {MAX_CELLS})", way_out=TOO_LARGE)


def _column(letters: bytes) -> int:
    """Return the number of a column: A is 1.

    >>> _column(b"AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheets(book: Any) -> tuple[list[Sheet], int]:
    sheets, hidden = [], 0
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if about.visible != python_calamine.SheetVisibleEnum.Visible:
            hidden += 1
            continue
        table = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
        rows = ((number, tuple(map(_text, cells))) for number, cells in enumerate(table, 1))
        sheets.append(Sheet(about.name, tuple(row for row in rows if any(row[1]))))
    return sheets, hidden


def _text(value: Any) -> str:
    """Return a cell as a Swedish reader would write it: 12,5 and 2024-01-31, ja and nej."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime.datetime):
        is_date = value.time() == datetime.time()
        return value.date().isoformat() if is_date else value.isoformat(" ", "minutes")
    return " ".join(str(value).split())[:MAX_CELL_CHARACTERS]
