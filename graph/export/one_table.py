"""One table as a file: CSV for Swedish Excel, or XLSX with a filter and a frozen head.

Both hold text cells only, whatever the text begins with: `tables.py` and `workbook.py` say how.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from graph.export.sheets import Sheet
from graph.export.tables import Cell, csv_row
from graph.export.workbook import CREATED, OPTIONS, formats_of, write_sheet

_NARROW, _WIDE = 12, 60  # characters of a column


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the table as CSV: UTF-8 with a mark, `;`, CRLF, decimal commas, no live formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(csv_row(tuple(row)) for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def xlsx_table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, about: str) -> bytes:
    """Return the table as a workbook of one sheet; the same table gives the same bytes."""
    kept = [tuple(row) for row in rows]
    widths = [_width([column, *(row[nth] for row in kept)]) for nth, column in enumerate(columns)]
    sheet = Sheet(_sheet_name(name), tuple(zip(columns, widths, strict=True)), kept, about)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True, "constant_memory": False})
    book.set_properties({"title": name, "comments": about, "created": CREATED})
    write_sheet(book.add_worksheet(sheet.name), sheet, formats_of(book))
    book.close()
    return out.getvalue()


def _width(cells: Sequence[Cell]) -> int:
    return min(_WIDE, max(_NARROW, *(len(str(cell)) + 2 for cell in cells)))


def _sheet_name(name: str) -> str:
    """Return a name that Excel takes: 31 characters, none of `[]:*?/` and backslash."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[:31].strip() or "Tabell"
