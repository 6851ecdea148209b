"""What a document is, whose, of which day, who adopted it; which letters, reports and plans it names."""

from __future__ import annotations

import pytest

from graph.model import Document
from graph.read import read_document
from tests.extract.passages import pairs, reading, said

ANSWER = """# Svar på revisionsrapport – Lokaler för unga

Kulturnämnden
2031-04-16
Dnr KUN 2031-0012

## Kulturnämndens beslut

Kulturnämnden godkänner svaret och översänder det till revisorerna.

## Ärendet

Revisorerna har granskat lokaler för unga.
"""
MEMO = """Tallmo kommun
Kulturkontoret
Tjänsteskrivelse
Datum 2031-04-02
Dnr KUN 2031-0012
Till Kulturnämnden

Lokaler för unga

Förslag till beslut
Kulturnämnden godkänner förslaget.

Bakgrund
Unga saknar lokaler.
"""
LETTER = """Ekbackens friskola
Tallmo den 11 mars 2031
Till Kulturnämnden i Tallmo kommun

Skrivelse om lokaler

Vi vänder oss till kulturnämnden eftersom vi saknar lokaler.

Med vänlig hälsning
Kim Ekfors
Rektor, Ekbackens friskola
"""
PLAN = """# Handlingsplan för ungas fritid 2031–2034

Fastställd av: Kommunstyrelsen 2031-06-05, § 73
Gäller från: 2031-07-01

## Syfte

Planen bygger på riktlinjer för föreningsbidrag.
"""
AGREEMENT = """# Överenskommelse om ungas fritid

## Parter

Parter i denna överenskommelse är Tallmo kommun och Region Mittvidd.

## Syfte

Syftet är att fler unga ska ha en meningsfull fritid.
"""
RULES = """# Reglemente för kulturnämnden

Antaget av kommunfullmäktige 2030-11-27, § 118.

§ 1 Kulturnämnden ansvarar för biblioteken.
"""

OWN = [
    (ANSWER, "dcterms:creator", {"Kulturnämnden"}),
    (ANSWER, "dcterms:date", {"2031-04-16"}),
    (ANSWER, "sam:inCase", {"KUN 2031-0012"}),
    (ANSWER, "dcterms:type", {"samc:doc-response"}),
    (MEMO, "dcterms:creator", {"Kulturkontoret"}),
    (MEMO, "dcterms:date", {"2031-04-02"}),
    (MEMO, "sam:inCase", {"KUN 2031-0012"}),
    (MEMO, "sam:approves", set()),
    (LETTER, "dcterms:creator", {"Ekbackens friskola"}),
    (LETTER, "dcterms:date", {"2031-03-11"}),
    (PLAN, "dcterms:type", {"samc:doc-steering"}),
    (PLAN, "dcterms:date", set()),
    (PLAN, "dcterms:references", {"Riktlinjer för föreningsbidrag"}),
    (AGREEMENT, "dcterms:creator", {"Tallmo kommun", "Region Mittvidd"}),
    (RULES, "sam:concerns", {"Kulturnämnden"}),
    (RULES, "dcterms:type", {"samc:doc-regulation"}),
    (RULES, "dcterms:creator", set()),
]


@pytest.mark.parametrize(("text", "predicate", "values"), OWN)
def test_a_document_tells_what_it_is(text: str, predicate: str, values: set[str]) -> None:
    itself = f"handling/{_document(text).id}"
    label = next(node.label for node in reading(text).nodes if node.key == itself)
    assert {value for who, _, value in said(text, predicate) if who == label} == values


def _document(text: str) -> Document:
    return read_document(text.encode(), "prov.txt")


ADOPTED = [
    ("Fastställd av: Kommunstyrelsen 2031-06-05, § 73", {"Kommunstyrelsen", "2031-06-05", "§ 73"}),
    ("Antagen av kommunfullmäktige 2030-11-27, § 118.", {"Kommunfullmäktige", "2030-11-27", "§ 118"}),
    ("Antagen av kommunfullmäktige den 27 november 2030 § 118", {"Kommunfullmäktige", "2030-11-27", "§ 118"}),
    ("Beslutad av | Kommunstyrelsen 2031-06-05, § 73", {"Kommunstyrelsen", "2031-06-05", "§ 73"}),
    ("Fastställd: Kulturnämnden 2031-06-05", {"Kulturnämnden", "2031-06-05"}),
    ("Gäller från: 2031-07-01", set()),
    ("Dokumentansvarig: Kulturkontoret", set()),
]


@pytest.mark.parametrize(("field", "values"), ADOPTED)
def test_a_plan_is_adopted_by_a_decision(field: str, values: set[str]) -> None:
    text = f"# Handlingsplan för ungas fritid\n\n{field}\n\n## Syfte\n\nFler ska ha en god fritid.\n"
    assert {v for _, v in pairs(text, "sam:decidedBy", "dcterms:date", "sam:paragraph")} == values
    assert bool(said(text, "sam:approves")) == bool(values)


NAMED = [
    ("En skrivelse från Ekbackens friskola har kommit in.", {"Skrivelse från Ekbackens friskola"}),
    ("Skrivelser har kommit från Ekbackens friskola och från Tallmo Bostäder AB.",
     {"Skrivelse från Ekbackens friskola", "Skrivelse från Tallmo Bostäder AB"}),
    ("Samarbetet med Ekbackens friskola är gott.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "letters"), NAMED)
def test_a_letter_that_has_come_is_by_its_sender(sentence: str, letters: set[str]) -> None:
    text = f"{MEMO}{sentence}\n"
    found = {who for who, _, kind in said(text, "dcterms:type") if kind == "samc:doc-letter"}
    assert found == letters


AUDITS = [
    ("Revisorerna har granskat lokaler för unga.", {"Revisorerna"}),
    (
        "Revisorerna har, med biträde av Sakgranskarna AB, granskat lokaler.",
        {"Revisorerna", "Sakgranskarna AB"},
    ),
    (
        "På uppdrag av revisorerna har Sakgranskarna AB granskat lokaler.",
        {"Revisorerna", "Sakgranskarna AB"},
    ),
    ("Revisorerna har låtit granska lokaler för unga.", {"Revisorerna"}),
    ("Kulturnämnden har granskat lokaler för unga.", set()),
]


@pytest.mark.parametrize(("sentence", "authors"), AUDITS)
def test_an_audit_report_is_by_the_auditors_and_their_firm(sentence: str, authors: set[str]) -> None:
    text = ANSWER.replace("Revisorerna har granskat lokaler för unga.", sentence)
    text += "\n## Beslutsunderlag\n\nRevisionsrapport – Lokaler för unga\n"
    found = {v for who, _, v in said(text, "dcterms:creator") if who.startswith("Revisionsrapport")}
    assert found == authors


NAMES = [
    (ANSWER, {"Kulturnämndens svar på revisionsrapport", "Kulturnämndens svar"}),
    (MEMO, {"Lokaler för unga", "Kulturkontorets tjänsteskrivelse"}),
    (LETTER, {"Skrivelse om lokaler", "Skrivelse från Ekbackens friskola"}),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_a_document_goes_by_the_names_that_others_use(text: str, names: set[str]) -> None:
    itself = f"handling/{_document(text).id}"
    node = next(node for node in reading(text).nodes if node.key == itself)
    assert names <= {node.label, *node.aliases}
