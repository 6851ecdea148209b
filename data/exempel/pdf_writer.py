"""A small PDF writer: Helvetica text in columns with running headers and footers.

Only what an invented municipality's documents need: a real text layer in WinAnsi encoding, one or two
columns, bold headings, Swedish line-end hyphens. Nothing is compressed: the same text gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from wrapping import wrap

PAGE_WIDTH, PAGE_HEIGHT, MARGIN, GUTTER = 595.0, 842.0, 57.0, 24.0
LEADING = 1.3  # line height in font sizes
SIZES = {"h1": 16.0, "h2": 12.0, "h3": 10.5, "p": 9.5, "li": 9.5, "row": 9.5}

# Advance widths of Helvetica in thousandths of the font size, from the font's public metrics.
_WIDTHS = {
    222: "ijl'",
    278: " !,./:;It[]\\f",
    333: "()-r`”“‘’",
    350: "•",
    500: "Jckvsxyz",
    556: "0123456789?abdeghnopquLåäöé§–$#_",
    584: "+<=>~",
    611: "FTZ",
    667: "ABEKPSVXYÅÄÉ&",
    722: "CDHNRUw",
    778: "GOQÖ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…",
}
WIDTH = {char: width for width, chars in _WIDTHS.items() for char in chars}


@dataclass(frozen=True)
class Layout:
    """How a document is set: number of columns, running lines, and whether words are split at line ends."""

    columns: int
    header: str
    footer: str  # "{n}" and "{m}" become page and number of pages
    hyphenate: bool
    scale: float = 1.0  # of the letters


@dataclass(frozen=True)
class Line:
    """One set line: its place on the page in points, its size and whether it is bold."""

    x: float
    y: float
    size: float
    bold: bool
    text: str


def text_width(text: str, size: float) -> float:
    """Return the width of a text in points; a character outside the table counts as a digit."""
    return sum(WIDTH.get(char, 556) for char in text) * size / 1000


def _fits(size: float, width: float, text: str) -> bool:
    return text_width(text, size) <= width


def make_pdf(blocks: list[tuple[str, str]], layout: Layout) -> bytes:
    """Return a PDF of the blocks (kind, text), set column after column."""
    pages = _paginate(blocks, layout)
    return _assemble([_page_stream(lines, n, len(pages), layout) for n, lines in enumerate(pages, 1)])


def _paginate(blocks: list[tuple[str, str]], layout: Layout) -> list[list[Line]]:
    column_width = (PAGE_WIDTH - 2 * MARGIN - GUTTER * (layout.columns - 1)) / layout.columns
    top, bottom = PAGE_HEIGHT - MARGIN - 30, MARGIN + 24
    pages: list[list[Line]] = [[]]
    column, y = 0, top
    for size, bold, text, space in _set_lines(blocks, column_width, layout):
        y -= size * LEADING + (space if y < top else 0)
        if y < bottom:
            column, y = column + 1, top - size * LEADING
            if column == layout.columns:
                pages.append([])
                column = 0
        pages[-1].append(Line(MARGIN + column * (column_width + GUTTER), y, size, bold, text))
    return pages


def _set_lines(
    blocks: list[tuple[str, str]], width: float, layout: Layout
) -> Iterator[tuple[float, bool, str, float]]:
    for kind, block in blocks:
        size, bold = SIZES[kind] * layout.scale, kind in ("h1", "h2", "h3")
        text = "• " + block if kind == "li" else block
        space = 8.0 if bold else 4.0
        hyphenate = layout.hyphenate and not bold
        for line in wrap(text, partial(_fits, size, width), hyphenate):
            yield size, bold, line, space
            space = 0.0


def _page_stream(lines: list[Line], number: int, of: int, layout: Layout) -> bytes:
    running = [
        Line(MARGIN, PAGE_HEIGHT - MARGIN, 8.0, False, layout.header.format(n=number, m=of)),
        *lines,
        Line(MARGIN, MARGIN - 10, 8.0, False, layout.footer.format(n=number, m=of)),
    ]
    return b"\n".join(_show(line) for line in running if line.text)


def _show(line: Line) -> bytes:
    escaped = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    font = "F2" if line.bold else "F1"
    place = f"BT /{font} {line.size:g} Tf 1 0 0 1 {line.x:.2f} {line.y:.2f} Tm ("
    return place.encode("ascii") + escaped.encode("cp1252") + b") Tj ET"


def _assemble(streams: list[bytes]) -> bytes:
    """Return the file: catalogue, page tree, two fonts, then a page and its content for each stream."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode("ascii"),
        font.format("Helvetica").encode("ascii"),
        font.format("Helvetica-Bold").encode("ascii"),
    ]
    for i, stream in enumerate(streams):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH:g} {PAGE_HEIGHT:g}] "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {6 + 2 * i} 0 R >>"
        )
        objects.append(page.encode("ascii"))
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode("ascii") + stream + b"\nendstream")
    return _with_cross_references(objects)


def _with_cross_references(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode("ascii") + body + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")
