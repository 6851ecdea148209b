"""PDF with a text layer, by PDFium: text in reading order, page by page, headings by size of type."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from graph.errors import InputError
from graph.read.encodings import canonical
from graph.read.remedies import DAMAGED, TOO_LARGE
from graph.read.sniff import PDF
from graph.read.source import RawText
from graph.read.writer import Writer

MAX_PAGES = 5_000
_HYPHEN_AT_LINE_END = "\ufffe"  # PDFium's mark; the line break after it is left out
_HEADING_RATIO = 1.15  # type this much larger than the body's is a heading
_LONGEST_HEADING = 200
_TINY_POINTS = 2.0  # nobody reads this; a machine must not either
_WHITE = 250
_SAME_X = 4.0  # points; lines that begin this near one another begin at the same place
_LEAST_WIDTH = 120.0  # points between the beginnings of two columns; an indent is less
_LEAST_LINES = 4
_LEAST_SHARE = 0.15  # of a page's lines begin at the edge of each column
_LEADING = 1.2  # of the size of type
_GAP = 1.35
_NEED_OCR = "Tolka dokumentet till text (OCR) och lämna in det igen."
_CLOSED = "Spara en kopia utan lösenord."
_XFA = (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)
_PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


@dataclass(slots=True)
class _Row:
    """A physical line: text, size of type in tenths of a point, whether white, where it begins (points).

    `y` grows upwards, as in PDF. `gap` tells that the space above it is larger than between lines.
    """

    text: str
    size: int
    white: bool
    x: float
    y: float
    column: int = 0
    gap: bool = False


def read_pdf(data: bytes) -> RawText:
    """Return the text of a PDF; raises InputError when it is encrypted, damaged or has no text."""
    document = _opened(data)
    try:
        pages = [_page(document, number) for number in range(len(document))]
        notes = _notes(document, data)
    finally:
        document.close()
    if not any(pages):
        raise InputError("ingen text; OCR krävs", way_out=_NEED_OCR)
    return _assembled(pages, notes)


def _opened(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD_ERRORS or "assword" in str(error):
            raise InputError("krypterad, kan inte läsas", way_out=_CLOSED) from error
        raise InputError("PDF-filen är skadad och kan inte läsas", way_out=DAMAGED) from error
    if not 0 < len(document) <= MAX_PAGES:
        pages = len(document)
        document.close()
        raise InputError(f"PDF-filen har {pages} sidor (gränsen är {MAX_PAGES})", way_out=TOO_LARGE)
    return document


def _page(document: Any, number: int) -> list[_Row]:
    """Return the lines of a page in reading order; none when the page cannot be loaded."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return []  # counted among the pages without text
    try:
        text_page = page.get_textpage()
        text = text_page.get_text_range(errors="replace")
        rows = list(_rows(text_page.raw, text)) if text.strip() else []
        text_page.close()
    except pypdfium2.PdfiumError:
        return []
    finally:
        page.close()
    _mark_columns(rows)
    _mark_gaps(rows)
    return rows


def _rows(handle: Any, text: str) -> Iterator[_Row]:
    """Yield the lines of a page with what their first visible character looks like."""
    one_to_one = pdfium.FPDFText_CountChars(handle) == len(text)
    for found in _LINE.finditer(text):
        words = found[1] + "-" if found[2] == _HYPHEN_AT_LINE_END else found[1]
        if not words.isprintable():
            words = canonical(words)[0].replace("\n", " ")
        if not words:
            continue
        index = found.start(1) if one_to_one else _INDEX(handle, found.start(1))
        if index < 0:
            yield _Row(words, 0, False, 0.0, 0.0)
            continue
        _MATRIX(handle, index, _AS_MATRIX)
        # many writers set type of size 1 and let the matrix enlarge it
        size = _SIZE(handle, index) * hypot(_PLACED.c, _PLACED.d)
        white = bool(_COLOUR(handle, index, *_RGBA)) and _CHANNELS[0].value >= _WHITE
        white = white and min(_CHANNELS[1].value, _CHANNELS[2].value) >= _WHITE
        yield _Row(words, round(size * 10), white, _PLACED.e, _PLACED.f)


# one physical line: PDFium ends lines with CR LF, or with its hyphen mark alone
_LINE = re.compile(r"[ \t]*([^\r\n\ufffe]*)(\r\n|\n|\r|\ufffe|\Z)")
# bound once: a page asks each of them for every line
_INDEX = pdfium.FPDFText_GetCharIndexFromTextIndex
_MATRIX = pdfium.FPDFText_GetMatrix
_SIZE = pdfium.FPDFText_GetFontSize
_COLOUR = pdfium.FPDFText_GetFillColor
_PLACED = pdfium.FS_MATRIX()
_AS_MATRIX = ctypes.byref(_PLACED)
_CHANNELS = tuple(ctypes.c_uint() for _ in "rgb")
_RGBA = tuple(ctypes.byref(channel) for channel in (*_CHANNELS, ctypes.c_uint()))


def _mark_columns(rows: list[_Row]) -> None:
    """Number the columns of a page where many lines begin at places far apart."""
    begins = Counter(round(row.x / _SAME_X) for row in rows)
    least = max(_LEAST_LINES, len(rows) * _LEAST_SHARE)
    starts: list[float] = []
    for place in sorted(place for place, count in begins.items() if count >= least):
        if not starts or place * _SAME_X - starts[-1] >= _LEAST_WIDTH:
            starts.append(place * _SAME_X)
    if len(starts) < 2:
        return
    for row in rows:
        row.column = max(1, sum(row.x >= start - _SAME_X for start in starts))


def _mark_gaps(rows: list[_Row]) -> None:
    """Mark the lines with more space above them than lines of one paragraph have."""
    steps = [before.y - row.y for before, row in pairwise(rows)]
    usual = [step for step in steps if step > 0]
    if not usual:
        return
    leading = sorted(usual)[len(usual) // 2]
    for step, row in zip(steps, rows[1:], strict=True):
        row.gap = step > max(leading, row.size / 10 * _LEADING) * _GAP


def _assembled(pages: list[list[_Row]], notes: tuple[str, ...]) -> RawText:
    levels = _heading_levels([row for rows in pages for row in rows])
    writer = Writer()
    starts: list[int] = []
    tiny: list[tuple[int, int]] = []
    for number, rows in enumerate(pages, 1):
        starts.append(writer.length)
        for row in rows:
            if row.gap:
                writer.add("", "line", page=number, column=row.column)
            level = levels.get(row.size, 0) if len(row.text) <= _LONGEST_HEADING else 0
            kind = "heading" if level else "line"
            start = writer.add(row.text, kind, level=level, page=number, column=row.column)
            if 0 < row.size < _TINY_POINTS * 10:
                tiny.append((start, start + len(row.text)))
    remarks = _remarks(pages, len(tiny))
    return writer.finish(PDF, notes=(*notes, *remarks), pages=tuple(starts), furniture=tuple(tiny))


def _heading_levels(rows: list[_Row]) -> dict[int, int]:
    """Return size of type -> level for sizes that are clearly larger than the body's."""
    weight = Counter[int]()
    for row in rows:
        weight[row.size] += len(row.text)
    del weight[0]
    if not weight:
        return {}
    body = weight.most_common(1)[0][0]
    larger = sorted((size for size in weight if size >= body * _HEADING_RATIO), reverse=True)
    return {size: min(level, 6) for level, size in enumerate(larger, 1)}


def _remarks(pages: list[list[_Row]], tiny: int) -> Iterator[str]:
    empty = sum(not rows for rows in pages)
    if empty:
        yield f"{empty} av {len(pages)} sidor har ingen text (inskannade?)"
    white = [number for number, rows in enumerate(pages, 1) if any(row.white for row in rows)]
    if white:
        yield f"vit text, kanske dold, på sidan {', '.join(map(str, white[:10]))}"
    if tiny:
        yield f"oläsligt liten text lästes inte ({tiny} rader)"


def _notes(document: Any, data: bytes) -> tuple[str, ...]:
    """Return remarks on what a PDF can carry besides text; none of it is run or opened."""
    carried = (
        (pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or b"/JavaScript" in data, "skript"),
        (b"/Launch" in data, "startkommandon"),
        (document.count_attachments() > 0, "bifogade filer"),
        (document.get_formtype() in _XFA, "XFA-formulär"),
    )
    found = [name for is_there, name in carried if is_there]
    return (f"filen innehåller {' och '.join(found)}; det kördes inte",) if found else ()
