from __future__ import annotations

import datetime
import io
import re
import zipfile

import pytest
import xlsxwriter

from graph.errors import InputError
from graph.model import Document
from graph.read import read_document, sniff
from tests.read import files
from tests.read.test_formats import assert_quotes_are_verbatim

SCHOOLS = """Register över fristående skolor;;;;;;
Namn;Huvudman;Organisationsnummer;E-post;Telefon;Rektor;Kontakt
Ekskolan;Ekskolan AB;556036-0793;info@ekskolan.se;0345-123 45;Eva Ek;Expeditionen
Lönnskolan;"Stiftelsen Lönn; väst";802000-1234;eva.lonn@lonn.se;070-123 45 67;Bo Bok;Eva Lönn
"""


def cells(doc: Document) -> list[dict[str, str]]:
    return [{name: cell.value for name, cell in row.cells.items()} for row in doc.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_register_is_rows_of_our_fields(encoding: str) -> None:
    doc = read_document(SCHOOLS.encode(encoding), "a.csv")
    assert (doc.register, doc.kind, doc.media) == ("friskola", "samc:doc-register", sniff.CSV)
    assert doc.title == "Register över fristående skolor"
    assert doc.text.raw.splitlines()[1].startswith("Namn: Ekskolan; Huvudman: Ekskolan AB; ")
    assert [row.number for row in doc.rows] == [3, 4]
    assert_quotes_are_verbatim(doc)


def test_what_belongs_to_private_persons_is_not_taken() -> None:
    doc = read_document(SCHOOLS.encode(), "a.csv")
    assert cells(doc) == [
        {
            "namn": "Ekskolan", "huvudman": "Ekskolan AB", "orgnr": "556036-0793",
            "epost": "info@ekskolan.se", "telefon": "0345-123 45", "kontakt": "Expeditionen",
        },
        {"namn": "Lönnskolan", "huvudman": "Stiftelsen Lönn; väst", "orgnr": "802000-1234"},
    ]  # fmt: skip
    assert not any(secret in repr(doc) for secret in ("Eva", "Bo Bok", "070", "eva.lonn"))
    assert "kolumner om privatpersoner lästes inte: Rektor" in doc.notes
    assert "personliga kontaktuppgifter togs bort (3 celler)" in doc.notes


def test_a_sole_trader_has_a_personal_number_and_it_is_masked_in_the_cell() -> None:
    doc = read_document("Namn;Orgnr\nHyresvärd Ek;811228-9874\nBostäder AB;556036-0793\n".encode(), "a.csv")
    assert cells(doc)[0]["orgnr"] == "XXXXXX-XXXX"


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["Nämnd", "Ordförande"], ["Socialnämnden", "Eva Ek"], ["Kommunstyrelsen", "Bo Al"]], "namnd"),
        ([["Namn", "Typ"], ["Ekhem AB", "bostadsbolag"], ["Alby AB", "bostadsbolag"]], "bostadsbolag"),
        ([["Namn"], ["Ekbacka Fotbollsklubb"], ["Idrottsföreningen Al"], ["Alby scoutkår"]], "forening"),
        ([["Skolenhet", "Skolform"], ["Ekskolan", "Gymnasieskola"]], "friskola"),
        ([["Åtgärd", "Klart"], ["Kartlägg", "maj"], ["Följ upp", "juni"]], ""),
    ],
)
def test_what_a_register_lists_is_told_by_headers_and_cells(rows: list[list[str]], kind: str) -> None:
    doc = read_document(files.xlsx(rows), "a.xlsx")
    assert doc.register == kind


def test_chairs_of_committees_hold_a_public_post_and_others_do_not() -> None:
    committee = read_document("Nämnd;Ordförande\nSocialnämnden;Eva Ek\nKommunstyrelsen;Bo Al\n".encode(), "a")
    assert cells(committee)[0] == {"namn": "Socialnämnden", "ordforande": "Eva Ek"}
    club = read_document("Förening;Ordförande\nAlby fotbollsklubb;Eva Ek\nEks klubb;Bo Al\n".encode(), "a")
    assert cells(club)[0] == {"namn": "Alby fotbollsklubb"}
    assert "Eva" not in repr(club)


def test_declared_columns_win_over_synonyms() -> None:
    data = b"Skola;Bolag;Ort\nEkskolan;Ek AB;Alby\n"
    doc = read_document(data, "a.csv", columns={"namn": "skola ", "huvudman": "Bolag"})
    assert cells(doc) == [{"namn": "Ekskolan", "huvudman": "Ek AB", "ort": "Alby"}]
    with pytest.raises(InputError, match="'Regi' saknas") as caught:
        read_document(data, "a.csv", columns={"typ": "Regi"})
    assert "Skola, Bolag, Ort" in caught.value.way_out


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_delimiters_and_cells_with_quotes_and_line_ends(mark: str) -> None:
    quoted = f'"stor{mark} ""röd"",\nny"'
    last = "-" if mark == "," else "12,5"
    rows = [["Namn", "Typ", "Uppdrag"], ["Ek", "skola", quoted], ["Al", "skola", last]]
    doc = read_document("\r\n".join(mark.join(row) for row in rows).encode(), "a.csv")
    assert cells(doc)[0]["uppgift"] == f'stor{mark if mark != chr(9) else ""} "röd", ny'
    assert [row.number for row in doc.rows] == [2, 4]


def test_the_second_of_two_equal_headers_is_text_and_no_field() -> None:
    doc = read_document(b"Namn;Namn;Typ\nEk;Al;skola\nBok;Asp;skola\n", "a.csv")
    assert cells(doc)[0] == {"namn": "Ek", "typ": "skola"}
    assert doc.text.raw.startswith("Namn: Ek; Namn: Al; Typ: skola")


def test_formulas_in_cells_are_not_read() -> None:
    doc = read_document(b'Namn;Typ\n"=HYPERLINK(""http://x"")";skola\nEk;skola\n', "a.csv")
    assert cells(doc)[0] == {"typ": "skola"}
    assert "celler med formler lästes inte (1)" in doc.notes


def test_spreadsheet_values_read_as_swedish() -> None:
    rows = [["Namn", "Antal", "Andel", "Aktiv"], ["Ekskolan", 7, 12.5, True], ["Alskolan", 8, 1, False]]
    doc = read_document(files.xlsx(rows, sheet="Skolor", hidden=["Dolt"]), "a.xlsx")
    assert doc.text.raw == (
        "Namn: Ekskolan; Antal: 7; Andel: 12,5; Aktiv: ja\nNamn: Alskolan; Antal: 8; Andel: 1; Aktiv: nej\n"
    )
    assert doc.notes == ("dolda blad lästes inte (1)",)
    assert_quotes_are_verbatim(doc)


DATE_1904 = '<workbookPr date1904="1"/>'


@pytest.mark.parametrize(("flag", "expected"), [("", "2024-01-31"), (DATE_1904, "2028-02-01")])
def test_dates_count_from_1900_or_1904(flag: str, expected: str) -> None:
    data = dated(flag)
    assert f"Från: {expected}" in read_document(data, "a.xlsx").text.raw


def dated(flag: str) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Namn", "Från"])
        sheet.write(1, 0, "Ekskolan")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 1, datetime.datetime(2024, 1, 31), day)
    with zipfile.ZipFile(buffer) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    if flag:
        parts["xl/workbook.xml"] = re.sub(rb"<workbookPr[^>]*/>", flag.encode(), parts["xl/workbook.xml"])
    return files.archive(parts)
