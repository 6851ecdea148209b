"""Write DOCX files by hand: paragraphs, tables, tracked changes, header and footer.

A word processor's habits that readers meet are kept on purpose: text split over several runs, tracked
insertions and deletions, and a header with the municipality's name. Nothing is compressed and every date is
fixed, so the same text gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from itertools import groupby
from xml.sax.saxutils import escape

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_AUTHOR = 'w:author="Kansliet" w:date="2023-11-28T09:00:00Z"'
_CHANGE = re.compile(r"\{([-+])(.+?)\1\}")
_STYLES = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "li": "ListParagraph"}


def make_docx(blocks: list[tuple[str, str]], header: str, footer: str) -> bytes:
    """Return a DOCX of the blocks (kind, text); neighbouring rows make one table."""
    body = "".join(_group(kind, [text for _, text in part]) for kind, part in groupby(blocks, lambda b: b[0]))
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/>'
        '<w:footerReference w:type="default" r:id="rId2"/></w:sectPr>'
    )
    main = f"<w:body>{body}{section}</w:body>"
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f"{_HEAD}<w:document {_NAMESPACES}>{main}</w:document>",
        "word/_rels/document.xml.rels": _relations(
            [("rId1", "header", "header1.xml"), ("rId2", "footer", "footer1.xml")]
        ),
        "word/header1.xml": f"{_HEAD}<w:hdr {_NAMESPACES}>{_paragraph('p', header)}</w:hdr>",
        "word/footer1.xml": f"{_HEAD}<w:ftr {_NAMESPACES}>{_paragraph('p', footer)}</w:ftr>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("header1", "header"), ("footer1", "footer"))
    )
    rels = f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{rels}{overrides}</Types>'


def _relations(targets: list[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in targets
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _group(kind: str, texts: list[str]) -> str:
    if kind == "row":
        return f"<w:tbl>{''.join(_row(text) for text in texts)}</w:tbl>"
    return "".join(_paragraph(kind, text) for text in texts)


def _row(text: str) -> str:
    cells = (cell.strip() for cell in text.strip("| ").split("|"))
    return "<w:tr>" + "".join(f"<w:tc>{_paragraph('p', cell)}</w:tc>" for cell in cells) + "</w:tr>"


def _paragraph(kind: str, text: str) -> str:
    style = f'<w:pPr><w:pStyle w:val="{_STYLES[kind]}"/></w:pPr>' if kind in _STYLES else ""
    runs, place = "", 0
    for change in _CHANGE.finditer(text):
        runs += _runs(text[place : change.start()]) + _tracked(change[1], change[2], change.start())
        place = change.end()
    return f"<w:p>{style}{runs}{_runs(text[place:])}</w:p>"


def _tracked(sign: str, text: str, place: int) -> str:
    if sign == "-":
        inner = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
        return f'<w:del w:id="{place}" {_AUTHOR}>{inner}</w:del>'
    return f'<w:ins w:id="{place}" {_AUTHOR}>{_runs(text)}</w:ins>'


def _runs(text: str) -> str:
    """Split long text into two runs in the middle of a word: spelling marks do the same in real files."""
    half = len(text) // 2 if len(text) > 40 else len(text)
    pieces = [piece for piece in (text[:half], text[half:]) if piece]
    return "".join(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces)
