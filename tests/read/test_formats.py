from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError
from graph.model import Document
from graph.read import read_document, sniff
from graph.read.encodings import read_text
from graph.read.html import read_html
from graph.read.plain import read_markdown, read_plain
from graph.read.source import RawText
from tests.read import files

SWEDISH = "Miljönämnden i Ekbacka och Räddningstjänsten överlägger årligen.\nÖvriga frågor på § 3.\n"


def shape(source: RawText) -> list[tuple[str, int, str, str]]:
    return [(line.kind, line.level, line.marker, source.raw[line.start : line.end]) for line in source.lines]


def assert_quotes_are_verbatim(doc: Document) -> None:
    """Every block and every row of a document can be quoted, and the quote is what stands there."""
    for section in doc.sections:
        for block in section.blocks:
            if block.end > block.start:
                evidence = doc.evidence(block.start, block.end)
                assert doc.text.raw[evidence.start : evidence.end] == evidence.quote
                assert evidence.quote.strip()
    for row in doc.rows:
        for cell in row.cells.values():
            assert doc.text.raw[cell.start : cell.end] == cell.value
            assert row.start <= cell.start < cell.end <= row.end


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (SWEDISH.encode(), ""),
        (SWEDISH.encode("utf-8-sig"), ""),
        (SWEDISH.encode("utf-16"), ""),
        (b"\xfe\xff" + SWEDISH.encode("utf-16-be"), ""),
        (SWEDISH.encode("utf-16-le"), ""),
        (SWEDISH.encode("utf-16-be"), ""),
        (SWEDISH.encode("utf-32"), ""),
        (SWEDISH.encode("cp1252"), ""),
        (SWEDISH.encode("latin-1"), ""),
        (SWEDISH.replace("§", "").encode("cp850"), ""),
        (SWEDISH.replace("§", "").encode("mac_roman"), ""),
        (SWEDISH.encode().decode("cp1252").encode(), "kodad två gånger"),
        (SWEDISH.replace("\n", "\r\n").encode(), ""),
        (SWEDISH.replace("\n", "\r").encode(), ""),
    ],
)
def test_encodings_give_the_same_text(data: bytes, note: str) -> None:
    raw, pages, notes = read_text(data)
    assert raw.replace("§", "") == SWEDISH.replace("§", "")
    assert pages == ()
    assert note in " ".join(notes)
    assert bool(note) == bool(notes)


def test_broken_bytes_in_utf8_cost_themselves_only() -> None:
    raw, _, notes = read_text(SWEDISH.encode() + b"\xff\xc3 slut")
    assert raw.startswith(SWEDISH)
    assert raw.endswith("slut")
    assert notes == ("2 trasiga tecken (kodning utf-8)",)


@given(st.text())
def test_canonical_text_is_legal_everywhere(text: str) -> None:
    reason = ""
    try:
        raw, pages, _ = read_text(text.encode("utf-8", "surrogatepass"))
    except InputError as error:
        reason = error.reason
    if reason:
        assert reason in ("filen är tom", "okänt filformat (varken text eller ett format som stöds)")
        return
    assert not any(unicodedata.category(sign) == "Cs" or sign in "\0\r\f\ufffe\uffff" for sign in raw)
    assert all(sign in "\n\t" or unicodedata.category(sign) != "Cc" or ord(sign) >= 0x80 for sign in raw)
    assert list(pages) == sorted(pages)


def test_nfd_soft_hyphens_and_no_break_spaces_stay_in_raw_and_leave_tidy() -> None:
    written = unicodedata.normalize("NFD", "Länsstyrelsen på Åsgatan") + " läns\u00adstyrelsen i\u00a0går."
    doc = read_document(written.encode(), "a.txt")
    assert doc.text.raw == written
    assert "Länsstyrelsen på Åsgatan länsstyrelsen i går." in doc.text.tidy
    assert_quotes_are_verbatim(doc)


def test_form_feeds_are_page_breaks() -> None:
    doc = read_document(b"Sida ett har text.\n\fSida tv\xe5 har text.\n\fSida tre.", "a.txt")
    assert doc.text.pages == (0, 20, 40)
    place = doc.text.raw.index("tre")
    assert doc.evidence_raw(place, place + 3).page == 3


def test_plain_lines_are_physical_lines() -> None:
    source = read_plain("ett\n\ntvå", (), ())
    assert shape(source) == [("line", 0, "", "ett"), ("line", 0, "", ""), ("line", 0, "", "två")]


MARKDOWN = """---
title: "Plan för trygghet"
author: X
---
## **Bakgrund** ##
Text med **fet** stil
och [länk](mailto:info@exempel.se).

- ett
  - två
1. tre
> citat
| Nämnd | Tid |
|---|:--:|
| Socialnämnden | mars |
<!-- kommentar
som är dold -->
***
Rubrik
======
```
kod
```
"""


def test_markdown_lines_cover_what_stands_behind_the_markup() -> None:
    source = read_markdown(MARKDOWN, (), ())
    assert source.raw == MARKDOWN
    assert source.title == "Plan för trygghet"
    assert [line for line in shape(source) if line[3]] == [
        ("heading", 2, "", "**Bakgrund**"),
        ("line", 0, "", "Text med **fet** stil"),
        ("line", 0, "", "och [länk](mailto:info@exempel.se)."),
        ("item", 1, "-", "ett"),
        ("item", 2, "-", "två"),
        ("item", 1, "1.", "tre"),
        ("line", 0, "", "citat"),
        ("row", 0, "", "Nämnd | Tid"),
        ("row", 0, "", "Socialnämnden | mars"),
        ("heading", 1, "", "Rubrik"),
        ("line", 0, "", "kod"),
    ]


@given(st.text(alphabet="#*->|=_`[]() \n.1aå<!", max_size=200))
def test_markdown_spans_lie_in_order_inside_the_text(raw: str) -> None:
    source = read_markdown(raw, (), ())
    last = 0
    for line in source.lines:
        assert last <= line.start <= line.end <= len(raw)
        assert "\n" not in raw[line.start : line.end]
        last = line.end


PAGE = """<!doctype html><html><head><title>Trygghetsrådet - Ekbacka kommun</title><style>p{}</style></head>
<body class="has-cookie-bar"><header><a href="/">Ekbacka kommun</a></header><nav><ul><li>Meny</li></ul></nav>
<div id="CookieBanner"><p>Vi använder kakor.</p></div>
<main><h1>Trygghets&shy;rådet</h1><p>Rådet   möts <b>fyra</b> gånger
per år &amp; leds av <i>kommunstyrelsen</i>.<br>Plats: <span>stadshuset</span></p>
<ul><li><p>polisen</p></li><li>skolan<ol><li>rektor</li><li>kurator</li></ol></li></ul>
<table><tr><th>Nämnd</th><th>Tid</th></tr><tr><td>Social&shy;nämnden<br>IFO</td><td></td></tr></table>
löst<p hidden>dolt</p><p>slut<script>alert("x")</script></p>
<aside>Relaterat</aside></main><footer>Sidfot</footer></body></html>"""


def test_a_page_is_its_main_part() -> None:
    source = read_html(PAGE)
    assert source.title == "Trygghets\u00adrådet"
    assert shape(source) == [
        ("heading", 1, "", "Trygghets\u00adrådet"),
        ("line", 0, "", "Rådet möts fyra gånger per år & leds av kommunstyrelsen."),
        ("paragraph", 0, "", "Plats: stadshuset"),
        ("item", 1, "•", "polisen"),
        ("item", 1, "•", "skolan"),
        ("item", 2, "1.", "rektor"),
        ("item", 2, "2.", "kurator"),
        ("row", 0, "", "Nämnd | Tid"),
        ("row", 0, "", "Social\u00adnämnden IFO | "),
        ("paragraph", 0, "", "löst"),
        ("paragraph", 0, "", "slut"),
    ]


def test_a_page_without_main_loses_its_furniture_and_keeps_a_header_with_the_heading() -> None:
    page = "<header><p>Logga in</p></header><header><h1>Råd</h1></header><nav>Meny</nav><p>Text.</p>"
    assert [text for *_, text in shape(read_html(page))] == ["Råd", "Text."]


def test_a_table_that_lays_out_a_page_is_read_as_a_page() -> None:
    page = "<table><tr><td><h2>Uppdrag</h2><p>Ett.</p></td><td><ul><li>två</li></ul></td></tr></table>"
    assert [(kind, text) for kind, _, _, text in shape(read_html(page))] == [
        ("heading", "Uppdrag"), ("paragraph", "Ett."), ("item", "två"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"Vanlig text.\nMed tv\xe5 rader.", sniff.TEXT),
        (b"# Rubrik\n\nText", sniff.MARKDOWN),
        (b"**Beslut**\n\nSe [planen](https://exempel.se/plan).", sniff.MARKDOWN),
        (b"<!-- x --><p>Text i en sida</p>", sniff.HTML),
        (PAGE.encode(), sniff.HTML),
        (b"Namn;Typ\nEkskolan;friskola\nL\xf6nnskolan;friskola\n", sniff.CSV),
        (b"Namn\tTyp\nEk\tskola\nAl\tskola\n", sniff.CSV),
        (b"Namn,Typ,Ort\nEk,skola,Ekbacka\n", sniff.CSV),
        ("Ordföranden, som var sjuk.\nVice, som tog vid.\nSlut, säger vi.".encode(), sniff.TEXT),
        (files.docx(), sniff.DOCX),
        (files.xlsx([["Namn", "Typ"], ["Ekskolan", "friskola"]]), sniff.XLSX),
        (files.pdf("Text i en PDF."), sniff.PDF),
        (b"\n\njunk" + files.pdf("Text i en PDF."), sniff.PDF),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a", "a.png"])
def test_the_content_tells_the_type_and_the_name_tells_nothing(data: bytes, media: str, name: str) -> None:
    doc = read_document(data, name)
    assert doc.media == media
    assert doc.name == name
    assert doc.id == read_document(data, "annat.namn").id
    assert_quotes_are_verbatim(doc)


def test_masked_numbers_stay_masked_in_text_title_and_name() -> None:
    doc = read_document(b"# Elev 811228-9874\n\nBeslut om 811228-9874 fattas.", "811228-9874.md")
    assert "9874" not in repr(doc)
    assert "2 personnummer maskade" in doc.notes


def test_a_mark_of_secrecy_is_quarantine_and_names_no_content() -> None:
    with pytest.raises(InputError) as caught:
        read_document("SEKRETESS\n\nEva Ek bor på Storgatan 1.".encode(), "a.txt")
    assert "karantän" in caught.value.reason
    assert "Ek" not in str(caught.value)
    assert caught.value.file == "a.txt"


def test_unreadable_text_is_noted() -> None:
    doc = read_document(b"(IWHU IWQWHUQ GHW lU VYnUW DWW IWnVWl GHWWD KlU WH[W XX YY " * 20, "a.txt")
    assert any(note.startswith("låg textkvalitet") for note in doc.notes)
