from __future__ import annotations

import pytest

from tests.extract.stating import count, decision, said, view

GIVEN = [
    (
        "Socialnämnden uppdrar åt socialchefen att ta fram en rutin senast den 31 mars 2025.",
        {"assignedBy Socialnämnden", "assignedTo Socialchef", "deadline 2025-03-31"},
    ),
    (
        "Socialnämnden beslutar att uppdra åt förvaltningschefen att utreda frågan.",
        {"assignedBy Socialnämnden", "assignedTo Förvaltningschef"},
    ),
    (
        "Förvaltningschefen får i uppdrag att återkomma till nämnden senast 2025-05-01.",
        {"assignedBy Socialnämnden", "assignedTo Förvaltningschef", "deadline 2025-05-01"},
    ),
    (
        "Kultur- och fritidsnämnden ges i uppdrag att senast 1 juni 2025 redovisa det till Socialnämnden.",
        {
            "assignedTo Kultur- och fritidsnämnden",
            "reportTo Socialnämnden",
            "deadline 2025-06-01",
            "type asg-reporting",
        },
    ),
    (
        "Skolnämnden och Kulturnämnden ska senast 31 mars 2025 redovisa till Socialnämnden hur de samverkar "
        "med "
        "de fristående skolorna.",
        {
            "assignedBy Socialnämnden",
            "assignedTo Skolnämnden",
            "assignedTo Kulturnämnden",
            "reportTo Socialnämnden",
            "deadline 2025-03-31",
            "concerns friskolor",
            "type asg-reporting",
        },
    ),
    (
        "Socialnämnden gav den 3 maj 2031 (§ 4) utan dröjsmål Skolnämnden i uppdrag att kartlägga forumen.",
        {"assignedBy Socialnämnden", "assignedTo Skolnämnden"},
    ),
    ("Skolnämnden åläggs att redovisa arbetet.", {"assignedBy Socialnämnden", "assignedTo Skolnämnden"}),
    (
        "Ärendet återremitteras till Socialkontoret för att kompletteras.",
        {"assignedBy Socialnämnden", "assignedTo Socialkontoret"},
    ),
    (
        "Socialnämnden ger Skolnämnden i uppdrag att kartlägga forumen.",
        {"assignedBy Socialnämnden", "assignedTo Skolnämnden"},
    ),
    (
        "Socialförvaltningen ska återrapportera till nämnden före den 1 mars 2025.",
        {"assignedTo Socialförvaltningen", "reportTo Socialnämnden", "deadline 2025-03-01"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), GIVEN)
def test_a_decision_gives_an_assignment(text: str, expected: set[str]) -> None:
    assert expected <= said(decision(text), "Assignment")
    assert count(decision(text), "Assignment") == 1


REPORTED = [
    (
        "I november 2023 gav kommunstyrelsen nämnden i uppdrag att pröva en ny modell.",
        "assignedBy Kommunstyrelsen",
    ),
    ("Kommunfullmäktige har gett Skolnämnden i uppdrag att följa frågan.", "assignedTo Skolnämnden"),
    ("Skolnämnden har av kommunfullmäktige fått i uppdrag att leda arbetet.", "assignedBy Kommunfullmäktige"),
    ("Socialkontoret fick i uppdrag av kommunstyrelsen att se över avtalen.", "assignedBy Kommunstyrelsen"),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_an_assignment_can_be_reported(text: str, expected: str) -> None:
    assert expected in said(view(text), "Assignment")


NO_ASSIGNMENT = [
    "Socialnämnden godkänner yttrandet.",
    "Socialnämnden noterar informationen.",
    "Nämnden ska vara väl insatt i frågan.",
    "Det är oklart hur Skolnämnden ska delta.",
    "Ärendet ska inte behandlas vidare.",
]


@pytest.mark.parametrize("text", NO_ASSIGNMENT)
def test_what_orders_nothing_gives_no_assignment(text: str) -> None:
    assert count(view(text), "Assignment") == 0


def test_the_same_order_in_other_words_is_one_assignment() -> None:
    text = decision("Skolnämnden ska senast 31 mars 2025 redovisa till Socialnämnden hur arbetet går.") + (
        "\nSocialnämndens bedömning\n\n"
        "Socialnämnden vill därför att Skolnämnden ska redovisa till Socialnämnden "
        "hur arbetet går senast den 31 mars 2025.\n"
    )
    assert count(text, "Assignment") == 1


def test_a_later_sentence_adds_day_and_recipient() -> None:
    text = decision(
        "1. Skolnämnden ska ta fram en rutin för överlämning.\n"
        "2. Rutinen ska lämnas till Socialnämnden senast den 30 november 2025."
    )
    assert {"deadline 2025-11-30", "reportTo Socialnämnden"} <= said(text, "Assignment")


def test_points_that_run_on_in_one_sentence_are_each_an_assignment() -> None:
    text = decision(
        "Socialnämnden beslutar att anta planen, att uppdra åt Skolnämnden att kartlägga forumen, samt "
        "att ge Socialkontoret i uppdrag att följa arbetet."
    )
    assert count(text, "Assignment") == 2
    assert count(text, "Decision") == 4


def test_a_proposal_is_not_a_decision() -> None:
    text = (
        "TJÄNSTESKRIVELSE\nSocialkontoret\n2025-01-08 SN 25/0007 Socialnämnden\n\n"
        "Samverkan om skolfrånvaro\n\n"
        "Förslag till beslut\n\nSocialnämnden uppdrar åt socialchefen att ta fram en rutin.\n\n"
        "Sammanfattning\n\nFrågan har väckts av Skolnämnden.\n"
    )
    assert {"madeBy Socialkontoret", "directedTo Socialnämnden"} <= said(text, "Recommendation")
    assert count(text, "Assignment") == count(text, "Decision") == 0


HELD = [
    (
        "Skolnämnden ansvarar för elevhälsan i kommunens skolor.",
        {"type resp-duty", "responsible Skolnämnden"},
    ),
    ("För arbetet ansvarar Socialnämnden.", set()),
    ("Socialkontoret svarar för myndighetsbeslut.", {"type resp-duty", "responsible Socialkontoret"}),
    ("Det åligger Skolnämnden att följa upp arbetet.", {"type resp-duty", "responsible Skolnämnden"}),
    (
        "Ansvaret för uppföljningen ligger på Skolnämnden.",
        {"type resp-duty", "responsible Skolnämnden"},
    ),
    ("Skolnämnden har till uppgift att samordna arbetet.", {"type resp-task", "responsible Skolnämnden"}),
    (
        "Trygghetsrådet har mandat att besluta om gemensamma rutiner.",
        {"type resp-power", "responsible Trygghetsrådet"},
    ),
    (
        "Kommunstyrelsen har rätt att kalla till överläggning.",
        {"type resp-power", "responsible Kommunstyrelsen"},
    ),
    (
        "Skolnämnden ansvarar inte för öppen fritidsverksamhet.",
        {"type resp-exclusion", "responsible Skolnämnden"},
    ),
    (
        "Kommunstyrelsen kan inte och får inte leda arbetet på individnivå.",
        {"type resp-exclusion", "responsible Kommunstyrelsen"},
    ),
    ("Trygghetsrådet fattar inga formella beslut.", {"type resp-exclusion", "responsible Trygghetsrådet"}),
    ("Skolnämnden ska verka för en god samverkan.", {"type resp-duty", "responsible Skolnämnden"}),
    (
        "Polismyndigheten åtar sig att avdela en kommunpolis.",
        {"type resp-duty", "responsible Polismyndigheten"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), HELD)
def test_a_responsibility_has_kind_and_holder(text: str, expected: set[str]) -> None:
    assert expected <= said(view(text), "Responsibility")


NOT_HELD = [
    "Revisorerna frågar hur Skolnämnden ska bjuda in skolorna.",
    "De fristående skolorna ska inkluderas i arbetet.",
    "I Tallmo kommun ska alla mötas av samma stöd.",
    "Trygghetsrådet ska bestå av sju ledamöter.",
    "Handläggaren ansvarar för samtalet.",
]


@pytest.mark.parametrize("text", NOT_HELD)
def test_a_question_or_a_passive_holds_nobody(text: str) -> None:
    assert count(view(text), "Responsibility") == 0


def test_coordinated_tasks_are_responsibilities_of_their_own() -> None:
    text = view("Trygghetsrådet har till uppgift att samordna arbetet och att följa upp avtalet.")
    assert count(text, "Responsibility") == 2


def test_a_list_completes_the_sentence_before_it() -> None:
    text = view("Polismyndigheten förbinder sig att\n- avdela en kommunpolis\n- delta i Trygghetsrådet")
    assert count(text, "Responsibility") == 2
    assert "responsible Polismyndigheten" in said(text, "Responsibility")


def test_an_assignment_means_powers_duties_and_tasks() -> None:
    text = view(
        "År 2019 beslutade kommunfullmäktige om fyra samverkansuppdrag.\n\n"
        "Samverkansuppdraget innebär att nämnden har:\n- befogenhet att sammankalla berörda nämnder\n"
        "- ansvar för att arbetet kommer igång\n- i uppgift att redovisa resultatet\n\n"
        "Skolnämnden fick ett särskilt samverkansuppdrag avseende barn och unga."
    )
    assert {"type resp-power", "type resp-duty", "type resp-task"} <= said(text, "Responsibility")
    assignments = said(text, "Assignment")
    assert {"assignedBy Kommunfullmäktige", "assignedTo Skolnämnden", "type asg-collaboration"} <= assignments
    assert "validFrom 2019" in assignments


def test_a_table_of_measures_is_read_by_its_headers() -> None:
    text = view(
        "Åtgärd\tAnsvarig\tKlart senast\tStatus\n"
        "Bjuda in friskolorna\tSkolnämnden\t2025-09-30\tPågår\n"
        "Se över avtalet\tSocialkontoret\t2025-12-31\tPlanerad"
    )
    assert count(text, "Measure") == 2
    assert {
        "responsible Skolnämnden",
        "deadline 2025-09-30",
        "status st-ongoing",
        "responsible Socialkontoret",
        "status st-planned",
    } <= said(text, "Measure")
