"""The workbook: a sheet a table, filters, frozen heads, and ways from each claim to its quote and back.

Every text is written as a text cell, whatever it begins with, and one that looks like a formula also
carries Excel's own mark for text; no cell is a formula, and the only links lead to other sheets of the
book. Rows are streamed, so memory does not grow with the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from graph.analysis import Analysis
from graph.export.facts import Facts
from graph.export.finding_sheets import finding_sheets
from graph.export.sheets import MOST_ROWS, Jump, Sheet, SheetCell, contents, sheets_of
from graph.export.tables import Cell, is_live, shortened
from graph.export.wording import NOTICE, audience
from graph.export.writing import whole_file

_MOST_LINKS = 65_000  # of one sheet; Excel refuses a file with more than 65,530
CREATED = datetime(2000, 1, 1)  # fixed, or the same graph would give other bytes tomorrow
OPTIONS: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False}  # fmt: skip


def write_workbook(
    facts: Facts,
    claims: Callable[[], Iterable[tuple[Cell, ...]]],
    count: int,
    path: Path,
    analysis: Analysis | None = None,
) -> Path:
    """Write all sheets to `path` and return it; `claims` gives the `count` rows of the table of evidence."""
    profile = audience(facts.knowledge.profile, facts.knowledge.reviewer)
    with whole_file(path) as scrap:
        book = xlsxwriter.Workbook(str(scrap), OPTIONS)
        book.set_properties({"title": f"Påståenden ur handlingar, {facts.municipality()}",
                             "comments": f"{NOTICE} Profil: {profile}.", "created": CREATED})  # fmt: skip
        formats = formats_of(book)
        sheets = sheets_of(
            facts, claims, count, lambda quotes: finding_sheets(facts, analysis, quotes) if analysis else {}
        )
        for sheet in (contents(facts, sheets), *sheets):
            page = book.add_worksheet(sheet.name)
            page.set_footer(f"&L{NOTICE} Profil: {profile}.&RSida &P av &N")
            write_sheet(page, sheet, formats)
        book.close()
    return path


def formats_of(book: Any) -> dict[str, Any]:
    """Return the formats that the cells of a book have, by what they are for."""
    text = {"text_wrap": True, "valign": "top", "num_format": "@"}
    return {
        "head": book.add_format({"bold": True, "bg_color": "#E8F2F9", "bottom": 1, "valign": "top",
                                 "text_wrap": True}),
        "text": book.add_format(text),
        "guarded": book.add_format({**text, "quote_prefix": True}),
        "link": book.add_format({**text, "font_color": "#0B5394", "underline": 1}),
        "number": book.add_format({"valign": "top"}),
    }  # fmt: skip


def write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Write a sheet to a page of a book: head, rows, note, filter, and how it prints."""
    for column, (header, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, header, formats["head"])
    last = links = 0
    for last, row in zip(range(1, MOST_ROWS + 1), sheet.rows, strict=False):
        for column, cell in enumerate(row):
            links += isinstance(cell, Jump)
            _write_cell(page, last, column, cell, formats, linked=links <= _MOST_LINKS)
    if sheet.note:
        page.write_string(last + 1, 0, sheet.note, formats["text"])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(
    page: Any, row: int, column: int, cell: SheetCell, formats: dict[str, Any], *, linked: bool
) -> None:
    if isinstance(cell, Jump):
        if linked:
            target = f"internal:'{cell.sheet}'!A{cell.row}"
            page.write_url(row, column, target, formats["link"], cell.text)
        else:
            page.write_string(row, column, cell.text, formats["text"])
    elif not isinstance(cell, str):
        page.write_number(row, column, cell, formats["number"])
    elif cell:
        text = shortened(cell)
        page.write_string(row, column, text, formats["guarded" if is_live(text) else "text"])
