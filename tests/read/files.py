"""Small files in every format, built in the test that needs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import typst
import xlsxwriter

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
ROOT_LINKS = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
SENTENCE = "Kommunstyrelsen i Ekbacka samverkar med polisen om trygghet i centrum."


def archive(parts: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx_parts(body: str = "", **more: str) -> dict[str, str | bytes]:
    """Return the parts of a DOCX; keyword `styles` becomes word/styles.xml and so on."""
    body = body or paragraph(SENTENCE)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_LINKS,
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in more.items():
        parts[f"word/{name}.xml"] = content
    return parts


def docx(body: str = "", **more: str) -> bytes:
    return archive(docx_parts(body, **more))


def paragraph(text: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{run(text)}</w:p>"


def run(text: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def links(*targets: tuple[str, str, str]) -> str:
    """Return relationships: (kind, target, "External" or "Internal")."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def xlsx(rows: Sequence[Sequence[object]], *, sheet: str = "Blad1", hidden: Sequence[str] = ()) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        first = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            first.write_row(number, 0, row)
        for name in hidden:
            other = book.add_worksheet(name)
            other.write_row(0, 0, ["Hemligt", "Dolt"])
            other.hide()
    return buffer.getvalue()


def xlsx_with_sheet(markup: str, **more: str | bytes) -> bytes:
    """Return an XLSX whose first sheet is this markup."""
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(xlsx([["a", "b"]]))) as file:
        for name in file.namelist():
            parts[name] = file.read(name)
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{markup}</sheetData></worksheet>"
    )
    return archive(parts | more)


def pdf(markup: str) -> bytes:
    """Return a PDF typeset from typst markup."""
    made = typst.compile(f'#set text(lang: "sv")\n{markup}'.encode())
    assert isinstance(made, bytes)
    return made


def bare_pdf(*objects: str | bytes, trailer: str = "/Root 1 0 R") -> bytes:
    """Return a PDF of raw objects, numbered from 1, with a right cross-reference table."""
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        inner = content.encode("latin-1") if isinstance(content, str) else content
        data += f"{number} 0 obj\n".encode() + inner + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        data += f"{place:010d} 00000 n \n".encode()
    return bytes(data) + f"trailer<</Size {len(objects) + 1} {trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def stream(content: bytes, settings: str = "") -> bytes:
    return f"<</Length {len(content)} {settings}>>stream\n".encode() + content + b"\nendstream"


def text_pdf(content: str, *, catalog: str = "", more: Sequence[str | bytes] = ()) -> bytes:
    """Return a PDF of one page with this content stream; `more` objects are numbered from 6."""
    return bare_pdf(
        f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(content.encode("cp1252")),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *more,
    )
