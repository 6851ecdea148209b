"""Decisions: their points, what they approve, establish and send, and decisions that are only spoken of."""

from __future__ import annotations

import pytest

from tests.extract.passages import pairs, said

HEAD = """TALLMO KOMMUN
Kulturnämnden
Sammanträdesprotokoll 2031-04-16

§ 12 Dnr KUN 2031-0012
{title}

Beslut
"""


def minutes(decision: str, after: str = "", title: str = "Mötesplats för unga") -> str:
    return f"{HEAD.format(title=title)}{decision}\n\n{after}"


SENT = [
    ("Kulturnämnden godkänner svaret och översänder det till socialnämnden.", {"Socialnämnden"}),
    ("Kulturnämnden överlämnar skrivelsen till skolnämnden för besvarande.", {"Skolnämnden"}),
    ("Svaret överlämnas till revisorerna.", {"Revisorerna"}),
    (
        "Yttrandet skickas vidare till Lekmannarevisorerna och Stadsrevisionen.",
        {"Lekmannarevisorerna", "Stadsrevisionen"},
    ),
    (
        "Kulturnämnden remitterar förslaget till socialnämnden och skolnämnden.",
        {"Socialnämnden", "Skolnämnden"},
    ),
    ("Återrapporten delges skolnämnden.", {"Skolnämnden"}),
    ("Kulturnämnden lämnar det till revisorerna.", {"Revisorerna"}),
    ("Kulturnämnden expedierar beslutet till kommunstyrelsen.", {"Kommunstyrelsen"}),
    ("Kulturnämnden beslutar att översända yttrandet till Region Mittvidd.", {"Region Mittvidd"}),
    ("Kulturnämnden ger i uppdrag åt förvaltningen att ta fram en plan till hösten.", set()),
    ("Kulturnämnden lämnar bidrag till verksamheter för unga.", set()),
    ("Kulturnämnden avslår ansökan.", set()),
]


@pytest.mark.parametrize(("decision", "receivers"), SENT)
def test_a_decision_is_sent_to_whom_it_says(decision: str, receivers: set[str]) -> None:
    assert pairs(minutes(decision), "sam:dispatchedTo") == {("sam:dispatchedTo", who) for who in receivers}


APPROVED = [
    ("Kulturnämnden antar riktlinjer för föreningsbidrag.", "Mötesplats", {"Riktlinjer för föreningsbidrag"}),
    (
        "Kulturnämnden beslutar att fastställa reviderade riktlinjer för lokaler.",
        "Lokaler",
        {"Riktlinjer för lokaler"},
    ),
    (
        "Kulturnämnden godkänner delårsrapporten.",
        "Delårsrapport per den 31 augusti",
        {"Delårsrapport per den 31 augusti"},
    ),
    (
        "Kulturnämnden godkänner redovisningen.",
        "Redovisning av uppdraget om fritid",
        {"Redovisning av uppdraget om fritid"},
    ),
    ("Kulturnämnden godkänner yttrandet.", "Remiss om ungas fritid", {"Kulturnämndens yttrande"}),
    (
        "Kulturnämnden godkänner kulturkontorets förslag till svar.",
        "Fråga om fritid",
        {"Kulturkontorets förslag till svar"},
    ),
    (
        "Kulturnämnden lämnar kulturkontorets yttrande som sitt eget svar.",
        "Remiss",
        {"Kulturkontorets yttrande"},
    ),
    ("Kulturnämnden godkänner redovisningen.", "Mötesplats för unga", set()),
    ("Kulturnämnden noterar informationen om riktlinjer för föreningsbidrag.", "Information", set()),
    (
        "Kulturnämnden föreslår kommunfullmäktige att anta riktlinjer för föreningsbidrag.",
        "Riktlinjer",
        set(),
    ),
    ("Kulturnämnden godkänner dagordningen.", "Dagordning för mötet", set()),
]


@pytest.mark.parametrize(("decision", "title", "papers"), APPROVED)
def test_a_decision_approves_a_paper_by_name_or_the_one_at_hand(
    decision: str, title: str, papers: set[str]
) -> None:
    assert pairs(minutes(decision, title=title), "sam:approves") == {("sam:approves", p) for p in papers}


ESTABLISHED = [
    ("Kulturnämnden inrättar Trygghetsrådet.", {"Trygghetsrådet"}),
    ("Kulturnämnden beslutar att bilda nätverket Ung fritid.", {"Ung fritid"}),
    ("Nätverket Ung fritid inrättas.", {"Ung fritid"}),
    ("Kulturnämnden beslutar att informera Trygghetsrådet.", set()),
    ("Kulturnämnden föreslår kommunstyrelsen att inrätta Trygghetsrådet.", set()),
]


@pytest.mark.parametrize(("decision", "made"), ESTABLISHED)
def test_a_decision_brings_arrangements_into_being(decision: str, made: set[str]) -> None:
    found = {value.removeprefix("Nätverket ") for _, value in pairs(minutes(decision), "sam:establishes")}
    assert found == made


REPORTED = [
    (
        "Kommunfullmäktige beslutade den 12 mars 2030, § 45, att skolan ska byggas.",
        {"Kommunfullmäktige", "2030-03-12", "§ 45"},
    ),
    (
        "Den 12 mars 2030 beslutade kommunfullmäktige att skolan ska byggas.",
        {"Kommunfullmäktige", "2030-03-12"},
    ),
    (
        "Planen antogs av kommunfullmäktige den 12 mars 2030, § 45.",
        {"Kommunfullmäktige", "2030-03-12", "§ 45"},
    ),
    (
        "Kommunstyrelsen har 2030-03-12, § 45, beslutat om en översyn.",
        {"Kommunstyrelsen", "2030-03-12", "§ 45"},
    ),
    (
        "Frågan avgjordes genom kommunstyrelsens beslut 2030-03-12, § 45.",
        {"Kommunstyrelsen", "2030-03-12", "§ 45"},
    ),
    ("Budgeten fastställdes av kommunfullmäktige 2030-11-25.", {"Kommunfullmäktige", "2030-11-25"}),
    (
        "Kommunstyrelsen gav den 26 november 2030 (§ 90) kulturkontoret i uppdrag att kartlägga lokalerna.",
        {"Kommunstyrelsen", "2030-11-26", "§ 90"},
    ),
    ("Kommunstyrelsen har inte beslutat om någon översyn 2030.", set()),
    ("Kommunstyrelsen beslutade att bordlägga frågan.", set()),
    ("Kommunfullmäktige ska den 12 mars 2032 besluta om planen.", set()),
    ("Nämnden sammanträdde den 12 mars 2030.", set()),
]


@pytest.mark.parametrize(("sentence", "values"), REPORTED)
def test_a_decision_that_is_spoken_of_has_body_day_and_number(sentence: str, values: set[str]) -> None:
    text = f"# Skolornas lokaler\n\nKulturkontoret\n\n## Bakgrund\n\n{sentence}\n"
    assert {v for _, v in pairs(text, "sam:decidedBy", "dcterms:date", "sam:paragraph")} == values


def test_a_paragraph_of_two_points_is_a_decision_with_two_parts() -> None:
    text = minutes("1. Kulturnämnden godkänner redovisningen.\n2. Ärendet är därmed avslutat.")
    found = said(text, "sam:decidedBy", "dcterms:isPartOf", "sam:paragraph", "dcterms:date", "sam:inCase")
    assert found == {
        ("beslut", "sam:decidedBy", "Kulturnämnden"),
        ("beslut", "dcterms:isPartOf", "beslut"),
        ("beslut", "sam:paragraph", "§ 12"),
        ("beslut", "dcterms:date", "2031-04-16"),
        ("beslut", "sam:inCase", "KUN 2031-0012"),
        ("Kulturnämndens protokoll § 12 (utdrag)", "dcterms:date", "2031-04-16"),
        ("Kulturnämndens protokoll § 12 (utdrag)", "sam:inCase", "KUN 2031-0012"),
    }


LISTS = [
    ("Beslutet skickas till\nRevisorerna\nSocialnämnden", {"Revisorerna", "Socialnämnden"}),
    (
        "Beslutet expedieras till\n1. Socialnämnden\n2. Skolnämnden för kännedom",
        {"Socialnämnden", "Skolnämnden"},
    ),
    (
        "Beslutet skickas till\nSocialnämnden, skolnämnden och kommunstyrelsen",
        {"Socialnämnden", "Skolnämnden", "Kommunstyrelsen"},
    ),
    ("Beslutet skickas till\nAkten\nDiariet", set()),
    ("Beslutet skickas till\nsocialnamnden@tallmo.example\nSkolnämnden", {"Skolnämnden"}),
]


@pytest.mark.parametrize(("recipients", "receivers"), LISTS)
def test_the_list_of_recipients_stands_on_the_decision(recipients: str, receivers: set[str]) -> None:
    text = minutes("Kulturnämnden avslår ansökan.", recipients)
    assert {who for _, who in pairs(text, "sam:dispatchedTo")} == receivers


CONSULTED = [
    (
        "Ärendet har samverkats med de fackliga organisationerna 2031-04-02.",
        {"2031-04-02", "De fackliga organisationerna", "Kulturnämnden"},
    ),
    (
        "Förhandling enligt 11 § MBL har genomförts den 9 september 2031 med de fackliga organisationerna.",
        {"2031-09-09", "De fackliga organisationerna", "Kulturnämnden"},
    ),
    (
        "Ärendet har behandlats i FSG den 9 september 2031. "
        "De fackliga organisationerna hade inget att invända.",
        {"2031-09-09", "De fackliga organisationerna", "Kulturnämnden"},
    ),
    ("Ärendet kräver ingen facklig förhandling.", set()),
]


@pytest.mark.parametrize(("words", "values"), CONSULTED)
def test_talks_with_unions_are_one_consultation(words: str, values: set[str]) -> None:
    text = minutes("Kulturnämnden avslår ansökan.", f"Samverkan\n{words}")
    told = {
        (s, p, v)
        for s, p, v in said(text, "prov:wasAssociatedWith", "dcterms:date")
        if s.startswith("Facklig")
    }
    assert {value[:1].upper() + value[1:] for _, _, value in told} == values
    assert len({subject for subject, _, _ in told}) <= 1


ENCLOSED = [
    ("Kulturnämndens yttrande 2031-04-16, § 31", {"Kulturnämndens yttrande"}, {"2031-04-16"}),
    ("Kulturkontorets tjänsteskrivelse, 2031-04-02", {"Kulturkontorets tjänsteskrivelse"}, {"2031-04-02"}),
    ("Tjänsteskrivelse daterad 2031-04-02", {"Tjänsteskrivelse"}, {"2031-04-02"}),
    ("Skolnämndens svar, SKN/2031:88", {"Skolnämndens svar"}, set()),
    ("Remiss från kommunstyrelsen, 11 juni 2031", {"Remiss från kommunstyrelsen"}, {"2031-06-11"}),
    ("Rapport om lokaler, mars 2031.pdf", {"Rapport om lokaler"}, {"2031-03"}),
    ("Karta över området", set(), set()),
]


@pytest.mark.parametrize(("line", "papers", "days"), ENCLOSED)
def test_a_paper_is_listed_by_its_title_without_date_and_number(
    line: str, papers: set[str], days: set[str]
) -> None:
    text = minutes("Kulturnämnden avslår ansökan.", f"Beslutsunderlag\n{line}")
    assert {paper for _, paper in pairs(text, "sam:enclosure")} == papers
    told = {value for who, _, value in said(text, "dcterms:date") if who in papers}
    assert told == days


def test_two_papers_of_one_name_and_two_days_are_two() -> None:
    text = minutes(
        "Kulturnämnden avslår ansökan.",
        "Beslutsunderlag\nKulturkontorets tjänsteskrivelse, 2031-04-02"
        "\nKulturkontorets tjänsteskrivelse, 2031-03-01",
    )
    assert len(said(text, "sam:enclosure")) == 1  # one name ...
    assert {d for _, d in pairs(text, "dcterms:date")} >= {"2031-04-02", "2031-03-01"}


def test_reservations_and_motions_decide_nothing() -> None:
    text = minutes(
        "Kulturnämnden avslår ansökan.",
        "Reservation\nKim Ekfors (GP) yrkar att nämnden antar riktlinjer för bidrag.",
    )
    assert not said(text, "sam:approves", "dcterms:isPartOf")
