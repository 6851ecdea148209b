"""PDF with a text layer, by PDFium: text in reading order, page by page, headings by size of type."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from graph.errors import InputError
from graph.read.encodings import canonical
from graph.read.sniff import PDF
from graph.read.source import Line, RawText

MAX_PAGES = 5_000
MAX_CHARACTERS = 50_000_000
_HYPHEN_AT_LINE_END = "\ufffe"  # PDFium's mark; the line break after it is left out
_HEADING_RATIO = 1.15  # type this much larger than the body's is a heading
_LONGEST_HEADING = 200
_TINY_POINTS = 2.0  # nobody reads this; a machine must not either
_WHITE = 250
_NEED_OCR = "Tolka dokumentet till text (OCR) och lämna in det igen."
_CLOSED = "Spara en kopia utan lösenord."
_XFA = (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)
_PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


@dataclass(frozen=True, slots=True)
class _Span:
    """A physical line: raw offsets, page, size of type in tenths of a point, whether it is white."""

    start: int
    end: int
    page: int
    size: int
    white: bool


def read_pdf(data: bytes) -> RawText:
    """Return the text of a PDF; raises InputError when it is encrypted, damaged or has no text."""
    document = _opened(data)
    try:
        texts = [_page_text(document, number) for number in range(len(document))]
        notes = _notes(document, data)
    finally:
        document.close()
    if not any(text.strip() for text, _ in texts):
        raise InputError("ingen text; OCR krävs", way_out=_NEED_OCR)
    return _assembled(texts, notes)


def _opened(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD_ERRORS or "assword" in str(error):
            raise InputError("krypterad, kan inte läsas", way_out=_CLOSED) from error
        raise InputError("PDF-filen är skadad och kan inte läsas") from error
    if not 0 < len(document) <= MAX_PAGES:
        pages = len(document)
        document.close()
        raise InputError(f"PDF-filen har {pages} sidor (gränsen är {MAX_PAGES})")
    return document


def _page_text(document: Any, number: int) -> tuple[str, list[tuple[int, bool]]]:
    """Return a page's canonical text, and for each of its lines the size of type and whiteness."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return "", []  # a page that is no page: counted among those without text
    try:
        text_page = page.get_textpage()
        text = text_page.get_text_range(errors="replace")
        looks = list(_looks(text_page.raw, text))
        text_page.close()
    except pypdfium2.PdfiumError:
        return "", []
    finally:
        page.close()
    text = text.replace("\r\n", "\n").replace(_HYPHEN_AT_LINE_END, "-\n")
    return canonical(text)[0], looks


def _looks(handle: Any, text: str) -> Iterator[tuple[int, bool]]:
    """Yield (tenths of points, white) for each line, from its first visible character."""
    one_to_one = pdfium.FPDFText_CountChars(handle) == len(text)
    for found in _LINE.finditer(text):
        index = found.start(1) if one_to_one else _INDEX(handle, found.start(1))
        if index < 0:
            yield 0, False
            continue
        has_colour = _COLOUR(handle, index, *_RGBA)
        yield round(_SIZE(handle, index) * 10), bool(has_colour) and min(c.value for c in _CHANNELS) >= _WHITE


# bound once: a page asks each of them for every line
_INDEX = pdfium.FPDFText_GetCharIndexFromTextIndex
_SIZE = pdfium.FPDFText_GetFontSize
_COLOUR = pdfium.FPDFText_GetFillColor
_CHANNELS = tuple(ctypes.c_uint() for _ in "rgb")
_RGBA = tuple(ctypes.byref(channel) for channel in (*_CHANNELS, ctypes.c_uint()))
# one physical line: PDFium ends lines with CR LF, or with its hyphen mark alone
_LINE = re.compile(r"[ \t]*([^\r\n\ufffe]*)(?:\r\n|\n|\r|\ufffe|\Z)")


def _assembled(texts: list[tuple[str, list[tuple[int, bool]]]], notes: tuple[str, ...]) -> RawText:
    spans: list[_Span] = []
    pages: list[int] = []
    place = 0
    for number, (text, looks) in enumerate(texts, 1):
        pages.append(place)
        spans.extend(_spans(text, looks, place, number))
        place += len(text) + 1
    if place > MAX_CHARACTERS:
        raise InputError(f"texten är för lång (gränsen är {MAX_CHARACTERS // 10**6} miljoner tecken)")
    raw = "".join(text + "\n" for text, _ in texts)
    sizes = _heading_sizes(spans)
    tiny = tuple((span.start, span.end) for span in spans if 0 < span.size < _TINY_POINTS * 10)
    return RawText(
        raw=raw,
        lines=tuple(_line(span, sizes) for span in spans),
        pages=tuple(pages),
        media=PDF,
        notes=(*notes, *_remarks(spans, texts, len(tiny))),
        furniture=tiny,
    )


def _spans(text: str, looks: list[tuple[int, bool]], place: int, page: int) -> Iterator[_Span]:
    start = place
    for number, line in enumerate(text.split("\n")):
        size, white = looks[number] if number < len(looks) else (0, False)
        yield _Span(start, start + len(line), page, size, white)
        start += len(line) + 1


def _heading_sizes(spans: list[_Span]) -> dict[int, int]:
    """Return size of type -> level for sizes that are clearly larger than the body's."""
    weight = Counter[int]()
    for span in spans:
        weight[span.size] += span.end - span.start
    del weight[0]
    if not weight:
        return {}
    body = weight.most_common(1)[0][0]
    larger = sorted((size for size in weight if size >= body * _HEADING_RATIO), reverse=True)
    return {size: min(level, 6) for level, size in enumerate(larger, 1)}


def _line(span: _Span, sizes: dict[int, int]) -> Line:
    level = sizes.get(span.size, 0) if 0 < span.end - span.start <= _LONGEST_HEADING else 0
    kind = "heading" if level else "line"
    return Line(start=span.start, end=span.end, kind=kind, level=level, page=span.page)


def _remarks(
    spans: list[_Span], texts: list[tuple[str, list[tuple[int, bool]]]], tiny: int
) -> Iterator[str]:
    empty = sum(not text.strip() for text, _ in texts)
    if empty:
        yield f"{empty} av {len(texts)} sidor har ingen text (inskannade?)"
    white = sorted({span.page for span in spans if span.white and span.end > span.start})
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
