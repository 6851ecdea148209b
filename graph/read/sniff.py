"""The type of a file by its content; the suffix is never asked."""

from __future__ import annotations

import re

from graph.errors import InputError
from graph.read.archive import Package

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

_PDF_WITHIN = 1024  # readers accept junk before the header; so does PDFium
_SAMPLE = 1 << 18
_IMAGE_OUT = "Tolka bilden till text (OCR) och lämna in texten."
_RESAVE = "Spara om som DOCX, XLSX, PDF, HTML eller text."
# start of the file -> what to tell the user
_REFUSED = (
    (b"\x89PNG", "bild (PNG): ingen text; OCR krävs", _IMAGE_OUT),
    (b"\xff\xd8\xff", "bild (JPEG): ingen text; OCR krävs", _IMAGE_OUT),
    (b"GIF8", "bild (GIF): ingen text; OCR krävs", _IMAGE_OUT),
    (b"II*\0", "bild (TIFF): ingen text; OCR krävs", _IMAGE_OUT),
    (b"MM\0*", "bild (TIFF): ingen text; OCR krävs", _IMAGE_OUT),
    (b"{\\rtf", "formatet RTF stöds inte", _RESAVE),
    (b"\x1f\x8b", "packad fil (gzip) läses inte", "Packa upp filen först."),
    (b"7z\xbc\xaf", "packad fil (7z) läses inte", "Packa upp filen först."),
    (b"Rar!", "packad fil (RAR) läses inte", "Packa upp filen först."),
    (b"\x7fELF", "programfil läses inte", ""),
    (b"MZ\x90\0", "programfil läses inte", ""),
    (b"SQLite format 3", "databasfil läses inte", "Exportera tabellen som CSV eller XLSX."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_HTML_START = re.compile(
    r"(?:\s|<!--.{0,20000}?-->|<\?xml[^>]{0,200}\?>)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h[1-6]|table|ul|ol|title|meta|nav|header)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(r"\s*<\?xml\b")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_MARKDOWN_SIGNS = (
    re.compile(r"\*\*[^\s*][^*\n]{0,200}\*\*"),
    re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,300}\)"),
    re.compile(r"^ {0,3}\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+", re.MULTILINE),
    re.compile(r"^```", re.MULTILINE),
)
_DELIMITERS = ";\t,|"
_ROWS_LOOKED_AT = 50
_LONGEST_HEADER = 80


def refuse_unreadable(data: bytes) -> None:
    """Raise InputError with the Swedish reason for a known format that is not read."""
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise InputError("krypterad, kan inte läsas", way_out="Spara filen utan lösenord.")
        raise InputError("äldre Office-format (DOC, XLS, PPT, MSG) stöds inte", way_out=_RESAVE)
    for start, reason, way_out in _REFUSED:
        if data.startswith(start):
            raise InputError(reason, way_out=way_out)


def is_pdf(data: bytes) -> bool:
    """Tell whether the bytes are a PDF."""
    return b"%PDF-" in data[:_PDF_WITHIN]


def is_zip(data: bytes) -> bool:
    """Tell whether the bytes are a ZIP package."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def package_type(package: Package) -> str:
    """Return DOCX or XLSX; raises InputError for any other ZIP package."""
    if "word/document.xml" in package.names or b"wordprocessingml" in package.part("[Content_Types].xml"):
        return DOCX
    if "xl/workbook.xml" in package.names:
        return XLSX
    if "xl/workbook.bin" in package.names:
        raise InputError("formatet XLSB stöds inte", way_out="Spara om som XLSX.")
    if "ppt/presentation.xml" in package.names:
        raise InputError("formatet PPTX stöds inte", way_out="Spara om som PDF.")
    if "mimetype" in package.names:
        raise InputError("OpenDocument (ODT, ODS) stöds inte", way_out="Spara om som DOCX eller XLSX.")
    raise InputError("ZIP-arkiv läses inte", way_out="Packa upp arkivet och lämna in filerna.")


def text_type(raw: str) -> str:
    """Return HTML, MARKDOWN, CSV or TEXT for canonical text."""
    sample = raw[:_SAMPLE].lstrip("\ufeff")
    if _HTML_START.match(sample):
        return HTML
    if _XML_START.match(sample):
        raise InputError("XML stöds inte", way_out=_RESAVE)
    signs = sum(1 for sign in _MARKDOWN_SIGNS for _ in _first_two(sign, sample))
    if _HEADING.search(sample) or signs >= 2:
        return MARKDOWN
    return CSV if delimiter(sample) else TEXT


def _first_two(sign: re.Pattern[str], sample: str) -> list[int]:
    found = []
    for match in sign.finditer(sample):
        found.append(match.start())
        if len(found) == 2:
            break
    return found


def delimiter(sample: str) -> str:
    """Return the delimiter of a table in text form, "" for running text.

    A table has the same number of fields in most rows, at least two, under short headers.
    """
    rows = [row for row in sample.split("\n")[: _ROWS_LOOKED_AT * 2] if row.strip()][:_ROWS_LOOKED_AT]
    if len(rows) < 2:
        return ""
    return next((mark for mark in _DELIMITERS if _is_table(rows, mark)), "")


def _is_table(rows: list[str], mark: str) -> bool:
    counts = [_fields(row, mark) for row in rows]
    usual = max(set(counts[1:]), key=counts[1:].count)
    start = next((n for n, count in enumerate(counts) if count == usual), 0)
    least = 3 if mark in ",|" else 2  # a lone comma in each line is more often prose
    if usual < least or start > 5 or counts.count(usual) < 0.6 * (len(rows) - start):
        return False
    header = rows[start].split(mark)
    is_prose = header[-1].rstrip().endswith((".", ":"))
    return not is_prose and all(len(name) <= _LONGEST_HEADER for name in header)


def _fields(row: str, mark: str) -> int:
    """Return the number of fields; delimiters between quotation marks do not count."""
    return sum(part.count(mark) for part in row.split('"')[::2]) + 1
