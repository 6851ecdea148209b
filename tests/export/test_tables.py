"""The evidence table and the workbook: complete, inert, byte-stable, and whole or not there."""

import csv
import random
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from graph.analysis import (
    Analysis,
    Answer,
    Basis,
    Cell,
    Chain,
    Change,
    Deadline,
    Gap,
    Network,
    Overlap,
    Rank,
    Route,
    Shared,
    Step,
)
from graph.export.tables import inert, shortened, write_tables
from graph.export.wording import plain
from graph.export.writing import whole_file
from graph.model import Literal
from tests.export.invented_graph import OWN, PAYLOADS, hostile, knowledge, said

SHEETS = ["Innehåll", "Påståenden", "Aktörer", "Forum", "Uppdrag", "Mellanrum", "Överlapp", "Vägar in",
          "Iakttagelser", "Citat", "Källor"]  # fmt: skip


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_csv_opens_in_swedish_excel(tmp_path):
    path, *_ = write_tables(knowledge(), tmp_path)
    raw = path.read_bytes()
    assert raw.startswith(
        "\ufeffVem;Relation;Vad;Modalitet;Nekande;Vems utsaga;Citat;Handling;Sida;".encode()
    )
    assert raw.count(b"\r\n") == raw.count(b"\n") == 1 + sum(len(c.evidence) for c in knowledge().assertions)
    row = next(r for r in rows_of(path) if r["Vad"] == "Boklundens bostäder")
    assert row == row | {
        "Vem": "Ortsrådet",
        "Relation": "har deltagare",
        "Modalitet": "möjligt",
        "Nekande": "nej",
        "Sida": "2",
        "Citat": "Boklunden kan komma att delta.",
        "Handling": "Protokoll § 12",
        "Start": "5000",
        "Slut": "5030",
        "Säkerhet": "0,90",
        "Regel": "regel.exempel",
        "Fil": "protokoll.txt",
    }


def test_each_piece_of_evidence_has_a_row(tmp_path):
    rows = rows_of(write_tables(knowledge(), tmp_path)[0])
    places = [
        (r["Handling"], r["Sida"], r["Start"])
        for r in rows
        if r["Vad"] == "Skolnämnden" and r["Vem"] == "Ortsrådet"
    ]
    assert places == [("Protokoll § 12", "2", "0"), ("Svar från nämnden", "", "7")]
    assert [r["Nekande"] for r in rows if r["Vad"] == "Skolförvaltningen"] == ["ja"]


def test_an_exclusion_is_a_denial(tmp_path):
    claims = [
        said("ansvar/drift", "dcterms:type", "samc:resp-exclusion", "Nämnden ansvarar inte för driften."),
        said("ansvar/drift", "sam:responsible", "organ/skolnamnden", "Nämnden ansvarar inte för driften."),
    ]
    rows = rows_of(write_tables(knowledge(assertions=tuple(claims)), tmp_path)[0])
    assert {r["Vad"]: r["Nekande"] for r in rows}["Skolnämnden"] == "ja"


def test_each_document_tells_voice_modality_and_confidence_for_itself(tmp_path):
    sure = said("samverkan/ortsradet", "sam:convenor", "organ/skolnamnden", "Nämnden leder.")
    place = replace(sure.evidence[0], document="svar-2")
    unsure = replace(
        sure,
        voice=OWN + "organ/revisionen",
        modality="samc:mod-possible",
        confidence=0.6,
        evidence=(place,),
    )
    parts = [knowledge(assertions=(claim,)) for claim in (sure, unsure)]
    rows = rows_of(write_tables(knowledge(), tmp_path, parts)[0])
    told = [(r["Handling"], r["Vems utsaga"], r["Modalitet"], r["Säkerhet"]) for r in rows]
    assert told == [
        ("Protokoll § 12", "", "konstaterat", "0,90"),
        ("Svar från nämnden", "Kommunrevisionen", "möjligt", "0,60"),
    ]


LIVE = ["=1", "+1", "-1", "@x", "\t=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x", "\r=1"]


@pytest.mark.parametrize("text", LIVE)
def test_a_cell_that_could_be_a_formula_is_text(text):
    assert inert(text) == "'" + plain(text)


@pytest.mark.parametrize("text", ["", "Skolnämnden", "§ 3", "0123", "1=1", "2031-03-09"])
def test_other_cells_stay_as_they_are(text):
    assert inert(text) == text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_a_hostile_graph_is_live(tmp_path, payload):
    table, _, book = write_tables(hostile(payload), tmp_path)
    cells = [cell for row in rows_of(table) for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@＝＋－＠") - {""} and cell]
    with zipfile.ZipFile(book) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "/worksheets/" in name]
    assert len(sheets) == len(SHEETS)
    assert not [xml for xml in sheets if "<f>" in xml or "<f " in xml or "r:id" in xml]
    links = re.findall(r'<hyperlink [^>]*location="([^"]*)"', "".join(sheets))
    assert links
    assert {re.sub(r"!A\d+$", "", link).strip("'") for link in links} <= set(SHEETS)
    assert openpyxl.load_workbook(book).sheetnames == SHEETS


def test_the_workbook_is_ready_to_read(tmp_path):
    book = openpyxl.load_workbook(write_tables(knowledge(), tmp_path)[2])
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.bold
    first = book["Påståenden"]
    assert first.column_dimensions["G"].width > 60
    assert first["G2"].alignment.wrap_text
    assert {cell.data_type for row in first["A2:C20"] for cell in row} <= {"s", "inlineStr"}
    forums = {row[0]: row for row in book["Forum"].iter_rows(min_row=2, values_only=True)}
    assert set(forums["Ortsrådet"][3].split("; ")) == {"Boklundens bostäder", "friskolorna", "Skolnämnden"}
    sources = list(book["Källor"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[3], row[4]) for row in sources] == [
        ("protokoll.txt", "ja", None),
        ("svar.html", "ja", None),
        ("skannat.pdf", "nej", "Ingen text; OCR krävs."),
    ]


@pytest.mark.parametrize("value", ["00123", "1234567890123456789", "2031-03-09", "1E5", "SEPT1"])
def test_what_looks_like_a_number_or_date_stays_text(tmp_path, value):
    claim = said("uppdrag/oppet", "dcterms:identifier", Literal(value), "Beteckningen står här.")
    book = write_tables(knowledge(assertions=(claim,)), tmp_path)[2]
    assert openpyxl.load_workbook(book)["Påståenden"]["C2"].value == value


def test_a_claim_leads_to_its_quote_and_the_quote_back(tmp_path):
    book = openpyxl.load_workbook(write_tables(knowledge(), tmp_path)[2])
    claims, quotes = book["Påståenden"], book["Citat"]
    assert claims["H1"].value == "Citat nr"
    for row in range(2, claims.max_row + 1):
        link = claims.cell(row, 8).hyperlink.location
        target = int(link.removeprefix("'Citat'!A").removeprefix("Citat!A"))
        assert quotes.cell(target, 2).value == claims.cell(row, 7).value
        assert str(quotes.cell(target, 1).value) == claims.cell(row, 8).value
    for row in range(2, quotes.max_row + 1):
        back = int(quotes.cell(row, 8).hyperlink.location.rpartition("!A")[2])
        assert claims.cell(back, 7).value == quotes.cell(row, 2).value
    assert sum(quotes.cell(row, 7).value for row in range(2, quotes.max_row + 1)) == claims.max_row - 1
    contents = book["Innehåll"]
    listed = [contents.cell(row, 1).value for row in range(2, len(SHEETS) + 1)]
    assert listed == SHEETS[1:]
    assert all(contents.cell(row, 1).hyperlink for row in range(2, len(SHEETS) + 1))
    text = {row[0]: row[1] for row in contents.iter_rows(min_row=2, values_only=True)}
    assert text["Profil"] == "intern"
    assert text["Grafens kontrollsumma"] == "5eed" * 16


def test_the_machine_csv_leaves_every_quote_as_it_stands(tmp_path):
    quote = '=1+1; "två"\trader\n\u202eslut, å'
    claim = said("uppdrag/oppet", "sam:assignedTo", "organ/skolnamnden", quote)
    _, path, _ = write_tables(knowledge(assertions=(claim,)), tmp_path)
    raw = path.read_bytes()
    assert raw.startswith(b"vem,relation,vad,modalitet,nekande,vems_utsaga,citat,handling,sida,")
    assert b"\r" not in raw
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["citat"] == quote
    assert row["sakerhet"] == "0.9"
    assert row["profil"] == "intern"


def test_an_analysis_adds_its_sheets(tmp_path):
    path = write_tables(knowledge(), tmp_path, analysis=ANALYSIS)[2]
    book = openpyxl.load_workbook(path)
    sheets = {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}
    assert list(sheets)[-7:] == ["Uppföljning", "Granskningskedjor", "Ansvarskarta", "Nätverk",
                                 "Förändringar",
                                 "Citat", "Källor"]  # fmt: skip
    quoted, derived = sheets["Mellanrum"]
    assert (quoted[3], derived[3]) == ("citerat ur en källa", "härlett av verktyget")
    assert (quoted[9], derived[9]) == (None, "hittades inte i 2 handlingar")
    assert quoted[5:7] == ("delvis bemött", "åtgärd: En lots har anställts (delvis, 2031-03)")
    assert quoted[11] == f"”{LOST}”"
    (overlap,) = sheets["Överlapp"]
    assert overlap[:5] == ("Ortsrådet; Tysta nätverket", "forum", "beräknat", None, "deltagare: Skolnämnden")
    assert overlap[7] == 0.5
    assert overlap[11] == "mönster, inte bevis"
    routes = {row[0]: row[2] for row in sheets["Vägar in"]}
    assert routes == {"friskolorna": "1. Vänd dig till lotsen\n2. Lotsen för vidare",
                      "Boklundens bostäder": "Ingen väg hittades i handlingarna"}  # fmt: skip
    assert sheets["Ansvarskarta"] == [("unga", "ingen nivå angiven", None, 0, None, None, None)]
    assert sheets["Nätverk"][0][1:8] == ("räckvidd", 2.5, 2, 3, 1, 1, 2)
    assert sheets["Uppföljning"][0][3:5] == ("2031-03-09", "passerad utan redovisning")
    assert sheets["Granskningskedjor"][0][6] == "svar, beslut"
    assert [row[5:7] for row in sheets["Förändringar"]] == [
        ("citerat ur en källa", None), ("härlett av verktyget", "utan-mal"),
    ]  # fmt: skip


LOST = "Friskolorna vet inte vart de ska vända sig."
GAP, ACTOR = OWN + "forhallande/vag-in", OWN + "aktor/friskolorna"
AFFECTS = (GAP, "sam:affects", ACTOR)
_BASIS = Basis(documents=2)
ANALYSIS = Analysis(
    date="2031-05-01",
    basis=_BASIS,
    gaps=(
        Gap(
            kind="entry",
            title="Otydlig väg in",
            sentence="Friskolorna vet inte vart de ska vända sig.",
            who=(ACTOR,),
            quoted=True,
            status="delvis bemött",
            answers=(Answer(what=OWN + "atgard/lots", kind="åtgärd", weight="delvis", date="2031-03"),),
            facts=(AFFECTS,),
        ),
        Gap(kind="goal", title="Forum utan mål", sentence="Ortsrådet har inget mål.", quoted=False,
            who=(OWN + "samverkan/ortsradet",), rule="forum-utan-mal", basis=_BASIS),
    ),
    overlaps=(
        Overlap(
            kind="beräknat",
            what="forum",
            names=(OWN + "samverkan/ortsradet", OWN + "samverkan/tysta-natverket"),
            shared=(Shared(respect="deltagare", both=(OWN + "organ/skolnamnden",)),),
            effect=0.5,
            pattern_only=True,
        ),
    ),
    routes=(
        Route(actor=ACTOR, matter="", end=OWN + "organ/skolnamnden",
              steps=(Step(node=OWN + "kontakt/lotsen", text="Vänd dig till lotsen"),
                     Step(node=OWN + "organ/skolnamnden", text="Lotsen för vidare"))),
        Route(actor=OWN + "aktor/boklunden", matter=""),
    ),
    deadlines=(Deadline(assignment=OWN + "uppdrag/redovisa", by=(OWN + "organ/skolnamnden",), to=(),
                        due="2031-03-09", state="passerad utan redovisning"),),
    chains=(Chain(case=OWN + "utsaga/vag-in", missing=("svar", "beslut"), basis=_BASIS),),
    cells=(Cell(group=OWN + "begrepp/unga", level=""),),
    network=Network(ranks=(Rank(measure="räckvidd", who=ACTOR, value=2.5, low=2.0, high=3.0, place=1, best=1,
                                worst=2),)),
    changes=(Change(kind="ny", node=ACTOR, label="", text="Ny aktör"),
             Change(kind="mellanrum öppnat", node=ACTOR, label="Utan", text="Ej funnet", rule="utan-mal")),
    proof={AFFECTS: (said("forhallande/vag-in", "sam:affects", "aktor/friskolorna", LOST, start=600),)},
)  # fmt: skip


def test_a_cell_is_never_longer_than_excel_holds():
    assert len(shortened("å" * 40_000)) < 32_767
    assert shortened("å" * 40_000).endswith("(avkortat)")


def test_the_same_graph_gives_the_same_bytes_in_any_order(tmp_path):
    graph = knowledge()
    claims, things = list(graph.assertions), list(graph.entities.items())
    random.Random(4).shuffle(claims)
    random.Random(5).shuffle(things)
    other = replace(graph, assertions=tuple(claims), entities=dict(things), sources=graph.sources[::-1])
    for one, two in zip(
        write_tables(graph, tmp_path / "a"), write_tables(other, tmp_path / "b"), strict=True
    ):
        assert one.read_bytes() == two.read_bytes()


def test_a_file_is_whole_or_as_it_was(tmp_path):
    target = tmp_path / "fil.txt"
    target.write_text("förra")

    def break_off():
        with whole_file(target) as scrap:
            scrap.write_text("halv")
            raise OSError("fullt")

    with pytest.raises(OSError, match="fullt"):
        break_off()
    assert target.read_text() == "förra"
    assert [p.name for p in tmp_path.iterdir()] == ["fil.txt"]
