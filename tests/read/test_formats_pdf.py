from __future__ import annotations

import pytest

from graph.read import read_document
from graph.read.pdf import read_pdf
from tests.read import files

TWO_COLUMNS = """
#set page(columns: 2, width: 15cm, height: 12cm,
  header: [Ekbacka kommun #h(1fr) #context counter(page).display("1 (1)", both: true)],
  footer: [Justerandes sign])
#set text(hyphenate: true, size: 10pt)
#set par(justify: true)
#place(top + center, scope: "parent", float: true)[= Handlingsplan för samverkan]
== Bakgrund
Kommunstyrelsen har beslutat att socialnämnden och utbildningsnämnden tillsammans ska ansvara för
samverkansöverenskommelser med fristående gymnasieskolor och bostadsbolag. Miljö- och byggnadsnämnden samt
barn- och utbildningsförvaltningen rapporterar årligen till kommunfullmäktige om brottsförebyggande åtgärder.
#for n in range(30) [Nämnden följer upp arbetet för att trygghetsskapande åtgärder ska samordnas. ]
== Uppföljning
- Första punkten om samverkan
- Andra punkten
#for n in range(40) [Förvaltningen redovisar till nämnden hur det förebyggande arbetet utvecklas. ]
"""


@pytest.fixture(scope="module")
def made() -> bytes:
    return files.pdf(TWO_COLUMNS)


def test_columns_are_read_one_after_the_other_and_hyphens_undone(made: bytes) -> None:
    doc = read_document(made, "plan.pdf")
    tidy = doc.text.tidy
    assert "utbildningsnämnden tillsammans ska ansvara för samverkansöverenskommelser" in tidy
    assert "Miljö- och byggnadsnämnden samt barn- och utbildningsförvaltningen rapporterar årligen" in tidy
    assert tidy.index("Bakgrund") < tidy.index("Kommunstyrelsen") < tidy.index("Uppföljning")
    assert tidy.count("trygghetsskapande åtgärder") == 30
    assert "\ufffe" not in doc.text.raw
    assert doc.title == "Handlingsplan för samverkan"


def test_pages_are_known_and_quotes_show_the_hyphen(made: bytes) -> None:
    doc = read_document(made, "plan.pdf")
    pages = len(doc.text.pages)
    assert pages >= 2
    word = "samverkansöverenskommelser"
    start = doc.text.tidy.index(word)
    evidence = doc.evidence(start, start + len(word))
    assert evidence.page == 1
    assert evidence.quote.replace("-\n", "") == word
    assert doc.text.raw[evidence.start : evidence.end] == evidence.quote
    last = doc.text.tidy.rindex("utvecklas")
    assert doc.evidence(last, last + 9).page == pages


def test_headings_are_lines_in_larger_type(made: bytes) -> None:
    source = read_pdf(made)
    headings = [line for line in source.lines if line.kind == "heading"]
    assert [(line.level, source.raw[line.start : line.end]) for line in headings] == [
        (1, "Handlingsplan för samverkan"), (2, "Bakgrund"), (2, "Uppföljning"),
    ]  # fmt: skip


def test_lines_cover_the_whole_text_in_order(made: bytes) -> None:
    source = read_pdf(made)
    assert "\n".join(source.raw[line.start : line.end] for line in source.lines) + "\n" == source.raw
    assert all(line.page and source.pages[line.page - 1] <= line.start for line in source.lines)


def test_a_rotated_page_is_read() -> None:
    made = files.pdf("#set page(flipped: true)\n#rotate(90deg)[Socialnämnden samverkar.]")
    doc = read_document(made, "a.pdf")
    assert "Socialnämnden samverkar." in doc.text.tidy


def test_ligatures_and_soft_hyphens_are_letters() -> None:
    made = files.pdf("#set text(ligatures: true)\nOffentlig officiell läns-?styrelse och flit.")
    doc = read_document(made, "a.pdf")
    assert "Offentlig officiell länsstyrelse och flit." in doc.text.tidy.replace("\u00ad", "")


def test_type_enlarged_by_a_matrix_is_as_large_as_it_looks() -> None:
    content = (
        "BT /F 1 Tf 20 0 0 20 50 700 Tm (Plan) Tj 12 0 0 12 50 660 Tm (Kommunstyrelsen beslutar.) Tj "
        "0 -1.2 Td (Den samverkar med polisen.) Tj ET"
    )
    source = read_pdf(files.text_pdf(content))
    lines = [(line.kind, source.raw[line.start : line.end]) for line in source.lines if line.end > line.start]
    assert lines == [
        ("heading", "Plan"), ("line", "Kommunstyrelsen beslutar."), ("line", "Den samverkar med polisen."),
    ]  # fmt: skip
    assert source.notes == ()
    assert source.furniture == ()


def test_columns_and_spacing_are_known() -> None:
    left = " ".join(f"1 0 0 1 50 {700 - 14 * n} Tm (v\344nster rad {n}) Tj" for n in range(6))
    right = " ".join(f"1 0 0 1 320 {700 - 14 * n} Tm (h\366ger rad {n}) Tj" for n in range(6))
    last = "1 0 0 1 320 580 Tm (efter mellanrum) Tj"
    source = read_pdf(files.text_pdf(f"BT /F 12 Tf {left} {right} {last} ET"))
    columns = [line.column for line in source.lines if line.end > line.start]
    assert columns == [1] * 6 + [2] * 7
    assert source.raw.endswith("rad 5\n\nefter mellanrum\n")
