from __future__ import annotations

import io

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.read import read_document
from graph.read.archive import open_package
from graph.read.docx import read_docx
from graph.read.source import RawText
from tests.read import files
from tests.read.files import NAMESPACES, SENTENCE, paragraph, run

WORDS = st.lists(st.sampled_from("nämnden beslutar om § 3 år – råd".split()), min_size=1).map(" ".join)
LISTS = ["Normal", "List Bullet", "List Number", "List Bullet 2"]
BLOCKS = st.lists(
    st.one_of(
        st.tuples(st.just("heading"), st.integers(1, 4), WORDS),
        st.tuples(st.sampled_from(LISTS), st.just(0), WORDS),
    ),
    min_size=1,
    max_size=12,
)


def read(body: str, **more: str) -> RawText:
    return read_docx(open_package(files.docx(body, **more)))


def shape(source: RawText) -> list[tuple[str, int, str, str]]:
    return [(line.kind, line.level, line.marker, source.raw[line.start : line.end]) for line in source.lines]


def texts(source: RawText) -> list[str]:
    return [text for *_, text in shape(source)]


@settings(deadline=None, max_examples=25)
@given(blocks=BLOCKS, cells=st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=3))
def test_as_python_docx_reads_it(blocks: list[tuple[str, int, str]], cells: list[list[str]]) -> None:
    made = python_docx.Document()
    for style, level, text in blocks:
        if style == "heading":
            made.add_heading(text, level)
        else:
            made.add_paragraph(text, style)
    table = made.add_table(0, 3)
    for row in cells:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    made.save(buffer)
    source = read_docx(open_package(buffer.getvalue()))
    again = python_docx.Document(buffer)
    assert texts(source) == [
        *(paragraph.text for paragraph in again.paragraphs),
        *(" | ".join(cell.text for cell in row.cells) for row in again.tables[0].rows),
    ]
    kinds = [("heading", level) if style == "heading" else _listed(style) for style, level, _ in blocks]
    assert [(line.kind, line.level) for line in source.lines][: len(blocks)] == kinds


def _listed(style: str) -> tuple[str, int]:
    return ("item", 1) if style.startswith("List") else ("paragraph", 0)


STYLES = f"""<w:styles {NAMESPACES}>
<w:style w:styleId="Rubrik"><w:name w:val="Title"/></w:style>
<w:style w:styleId="Rubrik2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Egen"><w:name w:val="Egen"/><w:basedOn w:val="Rubrik2"/></w:style>
<w:style w:styleId="Niva"><w:name w:val="Niva"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>
<w:style w:styleId="Lista"><w:name w:val="Lista"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Dold"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:styleId="Inne"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style></w:styles>"""
NUMBERS = f"""<w:numbering {NAMESPACES}>
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="§ %1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>
<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/>
<w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
</w:numbering>"""


SHOWN = '<w:vanish w:val="0"/>'


def listed(text: str, number: int, depth: int) -> str:
    level = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
    return paragraph(text, f"<w:numPr>{level}</w:numPr>")


def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_headings_come_from_names_ancestors_and_outline_levels() -> None:
    body = "".join((
        styled("Titeln", "Rubrik"), styled("Två", "Rubrik2"), styled("Ärvd", "Egen"), styled("Fyra", "Niva"),
        paragraph("Egen nivå", '<w:outlineLvl w:val="0"/>'),
        styled("Sänkt", "Rubrik2", '<w:outlineLvl w:val="9"/>'),
        styled("Okänd", "Saknas"), styled("Rund", "Ring"),
    ))  # fmt: skip
    source = read(body, styles=STYLES)
    assert source.title == "Titeln"
    assert [(kind, level) for kind, level, *_ in shape(source)] == [
        ("heading", 1), ("heading", 2), ("heading", 2), ("heading", 4), ("heading", 1),
        ("paragraph", 0), ("paragraph", 0), ("paragraph", 0),
    ]  # fmt: skip


def test_automatic_numbers_are_counted_as_word_does() -> None:
    body = "".join(
        listed("x", number, depth) for number, depth in
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (2, 0), (2, 1), (2, 1), (0, 0), (9, 0)]
    )  # fmt: skip
    source = read(body + styled("x", "Lista"), styles=STYLES, numbering=NUMBERS)
    assert [(line.marker, line.level) for line in source.lines] == [
        ("§ 1", 1), ("1.a)", 2), ("1.b)", 2), ("§ 2", 1), ("2.a)", 2),
        ("•", 1), ("IV.", 2), ("V.", 2), ("", 0), ("•", 1), ("§ 3", 1),
    ]  # fmt: skip


def test_tracked_changes_comments_and_hidden_text_follow_the_policy() -> None:
    body = (
        f'<w:p>{run("Nämnden ")}<w:del w:id="1"><w:r><w:delText>avslår</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{run("bifaller")}</w:ins><w:moveFrom w:id="3">{run("flyttat")}</w:moveFrom>'
        f'<w:moveTo w:id="4">{run(" ansökan")}</w:moveTo>{run(" dolt", "<w:vanish/>")}'
        f'{run(" synligt", SHOWN)}<w:r><w:commentReference w:id="0"/></w:r></w:p>'
        f"{styled('dold stil', 'Dold')}"
        f"<w:tbl><w:tr><w:trPr><w:del w:id='5'/></w:trPr><w:tc>{paragraph('struken')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('A')}</w:tc><w:tc>{paragraph('B')}</w:tc></w:tr></w:tbl>"
    )
    comment = f'<w:comment w:id="0">{paragraph("Hemlig kommentar")}</w:comment>'
    comments = f"<w:comments {NAMESPACES}>{comment}</w:comments>"
    source = read(body, styles=STYLES, comments=comments)
    assert texts(source) == ["Nämnden bifaller ansökan synligt", "A | B"]
    assert source.notes == (
        "spårade borttagningar lästes inte (3)",
        "dold text lästes inte (2)",
        "kommentarer lästes inte (1)",
    )


def test_text_boxes_once_and_footnotes_last() -> None:
    box = f"<w:txbxContent>{paragraph('I rutan')}</w:txbxContent>"
    body = (
        f'<w:p>{run("Före")}<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        f'</mc:AlternateContent></w:r><w:r><w:footnoteReference w:id="2"/></w:r>{run(" efter")}</w:p>'
        f"{paragraph('Sist')}"
    )
    notes = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:id="0" w:type="separator">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("Ingen hänvisning")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Noten")}</w:footnote></w:footnotes>'
    )
    source = read(body, footnotes=notes)
    assert texts(source) == ["Före efter", "I rutan", "Sist", "Noten"]
    assert source.lines[-1].marker == "1"


def test_fields_breaks_tabs_and_contents() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
        "<w:instrText> DDEAUTO cmd </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("svar")}'
        f"<w:r><w:br/></w:r>{run('Eva')}<w:r><w:tab/></w:r>{run('Ek')}<w:r><w:noBreakHyphen/></w:r>{run('Al')}</w:p>"
        f"{styled('Innehåll 3', 'Inne')}"
    )
    source = read(body, styles=STYLES)
    assert [(kind, text) for kind, _, _, text in shape(source)] == [
        ("line", "svar"), ("line", "Eva\tEk-Al"), ("paragraph", "Innehåll 3"),
    ]  # fmt: skip
    assert [source.raw[start:end] for start, end in source.furniture] == ["Innehåll 3"]
    assert source.notes == ("fält som hämtar utifrån lästes inte (1)",)


def test_a_cell_with_headings_or_many_paragraphs_is_a_page() -> None:
    cell = f"<w:tc>{styled('Uppdrag', 'Rubrik2')}{paragraph('Text.')}</w:tc>"
    inner = f"<w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr>"
    nested = f"<w:tc><w:tbl>{inner}</w:tbl></w:tc>"
    source = read(f"<w:tbl><w:tr>{cell}{nested}</w:tr></w:tbl>", styles=STYLES)
    assert [(kind, text) for kind, _, _, text in shape(source)] == [
        ("heading", "Uppdrag"), ("paragraph", "Text."), ("row", "a | b"),
    ]  # fmt: skip


def test_the_first_pages_header_stands_first() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/>'
        '<w:headerReference w:type="first" r:id="rId2"/><w:titlePg/></w:sectPr>'
    )
    parts = files.docx_parts(paragraph(SENTENCE) + section)
    parts["word/_rels/document.xml.rels"] = files.links(
        ("header", "header1.xml", "Internal"), ("header", "header2.xml", "Internal")
    )
    parts["word/header1.xml"] = f"<w:hdr {NAMESPACES}>{paragraph('Alla sidor')}</w:hdr>"
    parts["word/header2.xml"] = f"<w:hdr {NAMESPACES}>{paragraph('Ekbacka kommun')}</w:hdr>"
    assert texts(read_docx(open_package(files.archive(parts)))) == ["Ekbacka kommun", SENTENCE]


@pytest.mark.parametrize("prefix", ["w", "x"])
def test_other_prefixes_other_main_parts_and_the_strict_namespace(prefix: str) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = files.docx_parts()
    del parts["word/document.xml"]
    parts["[Content_Types].xml"] = files.CONTENT_TYPES.replace("word/document.xml", "word/document2.xml")
    parts["word/document2.xml"] = (
        f"<{prefix}:document xmlns:{prefix}='{strict}'><{prefix}:body><{prefix}:p><{prefix}:r><{prefix}:t>"
        f"{SENTENCE}</{prefix}:t></{prefix}:r></{prefix}:p></{prefix}:body></{prefix}:document>"
    )
    doc = read_document(files.archive(parts), "a.docx")
    assert doc.text.raw == SENTENCE + "\n"
