"""rapport.docx: the outline as a Word document with real headings, header rows, bookmarks and page numbers.

Everything that a document said goes in as text of a run, never as markup, and no clock is read: the same
outline gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from graph.export.outline import Figure, Line, Outline, Section, Table, left_out
from graph.export.wording import date, line, plain

_DAY = datetime(2000, 1, 1)  # a fixed day where the format demands one
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_INK, _SOFT, _ACCENT, _AMBER = (RGBColor.from_string(c) for c in ("1B1F24", "4F5963", "0B4F8A", "8A6100"))
_STYLES = (
    ("Normal", 10.5, _INK),
    ("Title", 24, _INK),
    ("Heading 1", 16, _ACCENT),
    ("Heading 2", 13, _INK),
    ("Heading 3", 11, _INK),
    ("Caption", 9.5, _INK),
)
_WIDTH = Cm(16.5)
_DEEPEST = 3  # levels of Word's own bullet lists
_LONGEST_PROPERTY = 255  # characters; python-docx refuses more
_DERIVED = "Härlett av verktyget"
_SHEET = """\
#set page(width: 420mm, height: auto, margin: 0mm)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)
"""


def render_docx(outline: Outline) -> bytes:
    """Return the report as a Word document."""
    paper = Document()
    _dress(paper, outline)
    _front(paper, outline)
    for number, part in enumerate(outline.sections, start=1):
        _section(paper, part, f"{number} ")
        if number == 1 and outline.picture:
            _picture(paper, outline.picture)
    _appendix(paper, outline)
    _number_bookmarks(paper)
    kept = io.BytesIO()
    paper.save(kept)
    return _packed(kept.getvalue())


def _packed(data: bytes) -> bytes:
    """Return the package with its parts in order and without the time of writing."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return kept.getvalue()


# --- the paper ----------------------------------------------------------------------------------


def _dress(paper: Any, outline: Outline) -> None:
    """Set language, fonts, margins, footer and properties."""
    properties = paper.core_properties
    properties.title, properties.author = _short(_title(outline)), "Samverkanskartan"
    properties.subject, properties.keywords = _short(plain(outline.municipality)), _short(outline.notice)
    properties.language, properties.comments = "sv-SE", ""
    properties.created = properties.modified = _DAY
    properties.last_modified_by, properties.revision = "Samverkanskartan", 1
    for name, size, colour in _STYLES:
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), colour
        _language(style.element.get_or_add_rPr())
    for tongue in paper.styles.element.iter(qn("w:lang")):  # also the template's own, which is American
        tongue.set(qn("w:val"), "sv-SE")
    paper.styles["Normal"].paragraph_format.space_after = Pt(4)
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.25)
    footer = page.footer.paragraphs[0]
    _run(footer, f"{outline.notice} Profil: {outline.profile}.   sida ", size=8, colour=_SOFT)
    _field(footer, "PAGE")
    _run(footer, " av ", size=8, colour=_SOFT)
    _field(footer, "NUMPAGES")


def _language(properties: Any) -> None:
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "sv-SE")
    properties.append(tongue)


def _short(value: str) -> str:
    """Return the value as a property of a document may hold it: at most 255 characters."""
    return value if len(value) <= _LONGEST_PROPERTY else f"{value[: _LONGEST_PROPERTY - 1]}…"


def _title(outline: Outline) -> str:
    return line(outline.title + (f": {outline.subject}" if outline.subject else ""))


def _front(paper: Any, outline: Outline) -> None:
    _run(paper.add_paragraph(), line(outline.municipality), bold=True, colour=_SOFT)
    paper.add_paragraph(style="Title").add_run(_title(outline))
    seen = f" Sett från {date(outline.date)}." if outline.date else ""
    _shaded(paper.add_paragraph(), f"{outline.notice} Profil: {outline.profile}.{seen}")
    paper.add_paragraph().add_run("; ".join(f"{plain(n)} {plain(what)}" for n, what in outline.figures) + ".")
    contents = paper.add_paragraph()
    _run(contents, "Innehåll", bold=True)
    for number, part in enumerate(outline.sections, start=1):
        entry = paper.add_paragraph()
        entry.paragraph_format.space_after = Pt(0)
        _link(entry, f"{number} {line(part.heading)}", _place(part.anchor))
    _link(paper.add_paragraph(), "Bilaga: citat", "bilaga")


def _section(paper: Any, part: Section, prefix: str = "", level: int = 1) -> None:
    heading = paper.add_heading(f"{prefix}{line(part.heading)}", level)
    _bookmark(heading, _place(part.anchor))
    if part.intro:
        _run(paper.add_paragraph(), line(part.intro), colour=_SOFT)
    for table in part.tables:
        _table(paper, table)
    for one in part.lines:
        _line(paper, one, 0)
    if part.left_out:
        _run(paper.add_paragraph(), left_out(part), colour=_SOFT)
    if part.missing:
        _shaded(paper.add_paragraph(), f"{_DERIVED} (inte sagt i någon källa)")
        for one in part.missing:
            _line(paper, one, 0, derived=True)
    for inner in part.parts:
        _section(paper, inner, level=level + 1)


def _line(paper: Any, one: Line, depth: int, *, derived: bool = False) -> None:
    style = "List Bullet" if depth == 0 else f"List Bullet {min(depth + 1, _DEEPEST)}"
    item = paper.add_paragraph(style=style)
    item.paragraph_format.space_after = Pt(2)
    if derived:
        _border(item)
    if one.lead:
        _run(item, f"{line(one.lead)} ", bold=True)
    _run(item, line(one.text))
    for number in one.quotes:
        _link(item, f" [{number}]", f"citat_{number}", size=8)
    for detail in one.details:
        _line(paper, detail, depth + 1, derived=derived)


def _table(paper: Any, table: Table) -> None:
    caption = paper.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    caption.add_run(line(table.caption))
    sheet = paper.add_table(rows=1, cols=len(table.headers), style="Light List Accent 1")
    sheet.autofit = True
    head = sheet.rows[0]
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(mark)
    for cell, text in zip(head.cells, table.headers, strict=True):
        _cell(cell, text, bold=True)
    rows = [sheet.add_row().cells for _ in table.rows]
    for cells, texts in zip(rows, table.rows, strict=True):
        for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            _cell(cell, text, right=number in table.numbers)
    paper.add_paragraph()


def _cell(cell: Any, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, line(text), bold=bold, size=8.5)


def _picture(paper: Any, picture: Figure) -> None:
    """Put in the drawing as an image: Word takes no SVG without one."""
    import typst  # takes a while to load

    image = typst.compile(_SHEET.encode(), sys_inputs={"drawing": picture.svg}, format="png", ppi=110)
    assert isinstance(image, bytes)
    paper.add_picture(io.BytesIO(image), width=_WIDTH)
    for described in paper.paragraphs[-1]._p.iter(qn("wp:docPr")):
        described.set("descr", line(picture.alt))
        described.set("title", line(picture.caption))
    paper.add_paragraph(style="Caption").add_run(line(picture.caption))


def _appendix(paper: Any, outline: Outline) -> None:
    _bookmark(paper.add_heading("Bilaga: citat", 1), "bilaga")
    for quote in outline.quotes:
        item = paper.add_paragraph()
        _bookmark(item, f"citat_{quote.number}")
        _run(item, f"[{quote.number}] ", colour=_SOFT)
        _run(item, f"”{line(quote.text)}” ")
        _run(item, line(f"{quote.title}, {quote.place}"), size=8.5, colour=_SOFT)
        if quote.number in outline.cited_in:
            _run(item, " ")
            _link(item, "↑ till avsnittet", _place(outline.cited_in[quote.number]), size=8.5)
    kept = f" Grafens kontrollsumma: {outline.graph_hash}." if outline.graph_hash else ""
    _run(paper.add_paragraph(), f"Gjord med Samverkanskartan {outline.version}.{kept}", size=8, colour=_SOFT)


# --- the small pieces ---------------------------------------------------------------------------


def _run(
    paragraph: Any, text: str, *, bold: bool = False, size: float = 0, colour: RGBColor | None = None
) -> Any:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _shaded(paragraph: Any, text: str) -> None:
    _border(paragraph)
    _run(paragraph, text, bold=True)


def _border(paragraph: Any) -> None:
    """Draw a rule to the left, so that what is derived is apart for those who see no colours."""
    sides, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(_AMBER))):
        left.set(qn(f"w:{name}"), value)
    sides.append(left)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(sides, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _place(anchor: str) -> str:
    """Return the bookmark of a section: Word wants letters, digits and underscores, at most 40."""
    return re.sub(r"\W", "_", f"avsnitt_{anchor}")[:40]


def _bookmark(paragraph: Any, name: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:name"), name)
    paragraph._p.append(start)
    paragraph._p.append(end)


def _number_bookmarks(paper: Any) -> None:
    """Number the bookmarks in reading order: Word refuses a number that 31 bits cannot hold."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        for number, mark in enumerate(paper.element.body.iter(qn(tag)), start=1):
            mark.set(qn("w:id"), str(number))


def _link(paragraph: Any, text: str, name: str, *, size: float = 0) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.append(_run(paragraph, text, size=size, colour=_ACCENT)._r)
    paragraph._p.append(link)


def _field(paragraph: Any, code: str) -> None:
    run = _run(paragraph, "", size=8, colour=_SOFT)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
