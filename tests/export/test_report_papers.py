"""The report as Word and PDF: accessible structure, the same bytes, hostile text inert, any size readable."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import page
import pypdf
import pypdfium2
import pytest
from docx import Document
from lxml import etree

from graph.errors import UsageError
from graph.export.citations import Quote
from graph.export.drawing import figure
from graph.export.formats import FORMATS, render
from graph.export.outline import Line, Outline, Section, Table
from graph.export.pdf import widths
from graph.export.report import build_outline
from graph.export.wording import line
from tests.export.analysed import analysed
from tests.export.invented_graph import PAYLOADS, hostile, knowledge

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TABLE = Table(caption="Tabell", headers=("Vem", "Hur många"), rows=(("Nämnden", "3"),), numbers=(1,))


@pytest.fixture(scope="module")
def outline() -> Outline:
    graph = knowledge()
    made = build_outline(graph, analysed(graph), picture=figure(graph))
    return replace(made, sections=(replace(made.sections[0], tables=(TABLE,)), *made.sections[1:]))


@pytest.fixture(scope="module")
def papers(outline) -> dict[str, bytes]:
    return {form: render(outline, form) for form in ("docx", "pdf")}


def body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_outline_gives_the_same_bytes(outline, form):
    assert render(outline, form) == render(outline, form)


def test_an_unknown_form_is_refused_with_those_there_are(outline):
    with pytest.raises(UsageError) as caught:
        render(outline, "odt")
    assert "docx" in caught.value.way_out


def test_the_pdf_is_tagged_for_everybody(papers):
    report = page.validate_pdf_bytes(papers["pdf"], profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [failure.message for failure in report.failures]
    paper = pypdf.PdfReader(io.BytesIO(papers["pdf"]))
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "Samverkan, uppdrag och mellanrum" in paper.metadata.title


def test_every_page_says_which_of_how_many(papers):
    pages = pypdf.PdfReader(io.BytesIO(papers["pdf"])).pages
    for number, sheet in enumerate(pages, start=1):
        assert f"sida {number} av {len(pages)}" in " ".join(sheet.extract_text().split())


def test_headings_of_the_word_file_make_no_jumps(papers):
    levels = [
        int(p.style.name.split()[1])
        for p in Document(io.BytesIO(papers["docx"])).paragraphs
        if p.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_pictures_and_language_of_the_word_file_can_be_read_aloud(papers):
    root = body(papers["docx"])
    tables = root.findall(f".//{W}tbl")
    assert tables
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)
    pictures = root.findall(f".//{WP}docPr")
    assert pictures
    assert all(picture.get("descr") for picture in pictures)
    paper = Document(io.BytesIO(papers["docx"]))
    assert paper.core_properties.language == "sv-SE"
    assert paper.core_properties.title.startswith("Samverkan, uppdrag och mellanrum")
    footer = "".join(t for t in paper.sections[0].footer._element.itertext())
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    assert "Profil: intern" in footer


def test_every_link_of_the_word_file_has_its_place(papers):
    root = body(papers["docx"])
    places = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    links = {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")}
    assert links
    assert links <= places
    numbers = [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, '#eval("1")', "*fet* $x$ @ref <lbl> `kod`", "// nej /* nej */"]
)
def test_hostile_text_is_text(payload):
    graph = hostile(payload)
    made = build_outline(graph, analysed(graph))
    shown = re.sub(r"\s+", "", line(payload))
    word = "".join(body(render(made, "docx")).itertext())
    assert shown in re.sub(r"\s+", "", word)
    pdf = pypdf.PdfReader(io.BytesIO(render(made, "pdf")))
    assert len(pdf.pages) >= 1
    assert "/JS" not in str(pdf.trailer["/Root"])


def test_a_very_large_report_opens_and_is_cut_with_a_word():
    lines = tuple(
        Line(text=f"Fynd {n}. " + "x" * (10_000 if n == 0 else 20), quotes=(n % 50 + 1,)) for n in range(5000)
    )
    quotes = tuple(Quote(n, f"citat {n}", "Handling", f"tecken {n}") for n in range(1, 51))
    part = Section(anchor="mellanrum", heading="Mellanrum", lines=lines[:300], left_out=4700)
    made = Outline(title="Stor", municipality="Tallmyra", notice="Granska.", figures=(("5 000", "fynd"),),
                   sections=(part,), quotes=quotes)  # fmt: skip
    pdf = pypdf.PdfReader(io.BytesIO(render(made, "pdf")))
    assert "4 700" in "".join(sheet.extract_text() for sheet in pdf.pages).replace("\u00a0", " ")
    word = "".join(body(render(made, "docx")).itertext())
    assert "4\u00a0700" in word


def test_a_report_of_nothing_opens():
    nothing = knowledge(entities={}, assertions=(), sources=())
    made = build_outline(nothing, analysed(nothing))
    assert page.validate_pdf_bytes(render(made, "pdf"), profile=page.ValidationProfile.PDF_UA_1).is_compliant
    assert Document(io.BytesIO(render(made, "docx"))).paragraphs


def test_bookmarks_have_names_and_numbers_that_word_takes(papers):
    marks = list(body(papers["docx"]).iter(f"{W}bookmarkStart"))
    assert all(re.fullmatch(r"[a-z]\w{0,39}", mark.get(f"{W}name")) for mark in marks)
    assert [int(mark.get(f"{W}id")) for mark in marks] == list(range(1, len(marks) + 1))
    ends = body(papers["docx"]).iter(f"{W}bookmarkEnd")
    assert [mark.get(f"{W}id") for mark in ends] == [mark.get(f"{W}id") for mark in marks]


def test_each_quote_leads_back_to_the_section_that_uses_it(outline, papers):
    word = "".join(body(papers["docx"]).itertext())
    assert word.count("↑ till avsnittet") == len(outline.cited_in)
    pages = pypdf.PdfReader(io.BytesIO(papers["pdf"])).pages
    assert "till avsnittet" in "".join(sheet.extract_text() for sheet in pages)


def test_the_whole_word_file_is_swedish(papers):
    with zipfile.ZipFile(io.BytesIO(papers["docx"])) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
    assert {tongue.get(f"{W}val") for tongue in styles.iter(f"{W}lang")} == {"sv-SE"}


def test_names_without_end_fit_in_properties_and_on_the_paper(outline):
    endless = "A" * 10_000
    table = Table(caption="Lista", headers=("Fil", "Antal"), rows=((endless, "3"),), numbers=(1,))
    part = Section(anchor="a", heading="Fynd", lines=(Line(text=endless, lead=endless),), tables=(table,))
    quote = Quote(1, endless, endless, "sida 1")
    made = replace(outline, title="Lång " * 200, municipality="Dimvalla " * 100, subject="", picture=None,
                   sections=(part,), quotes=(quote,), cited_in={1: "a"})  # fmt: skip
    assert len(Document(io.BytesIO(render(made, "docx"))).core_properties.title) == 255
    with pypdfium2.PdfDocument(render(made, "pdf")) as paper:
        for sheet in paper:
            edges = [thing.get_bounds()[2] for thing in sheet.get_objects(filter=[1])]
            assert max(edges) <= sheet.get_width() - 24 / 25.4 * 72 + 1


def test_columns_share_the_paper_by_what_they_hold():
    wide = replace(TABLE, rows=(("Barn- och utbildningsnämnden i Dimvalla", "3"),))
    first, second = widths(wide)
    assert first > second
    assert first + second <= 1620
    assert sum(widths(replace(TABLE, rows=()))) <= 1620
