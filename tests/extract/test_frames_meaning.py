"""Definitions and goals: what a term means and to whom, and what is to be reached."""

from __future__ import annotations

import pytest

from tests.extract.stating import count
from tests.extract.telling import body, told

DEF = ("defines", "description", "agreedBy", "setOutIn")
PLAN = "# Handlingsplan för trygga skolor 2024–2026\n\n"

DEFINED = [
    (
        "Med långvarig frånvaro avses mer än femton procent av tiden.",
        "långvarig frånvaro",
        "mer än femton procent av tiden",
    ),
    ("Med begreppet ”tryggt möte” menas ett möte med två vuxna.", "tryggt möte", "ett möte med två vuxna"),
    ("Med tidiga insatser menas i denna rapport stöd före anmälan.", "tidiga insatser", "stöd före anmälan"),
    ("Med ingång menar kontoret en namngiven person.", "ingång", "en namngiven person"),
    (
        "Med tidiga insatser avser socialnämnden stöd inom tio dagar.",
        "tidiga insatser",
        "stöd inom tio dagar",
    ),
    (
        "Socialnämnden avser med tidiga insatser stöd inom tio dagar.",
        "tidiga insatser",
        "stöd inom tio dagar",
    ),
    (
        "Socialnämnden definierar tidiga insatser som stöd inom tio dagar.",
        "tidiga insatser",
        "stöd inom tio dagar",
    ),
    ("Tidiga insatser definieras här som stöd inom tio dagar.", "tidiga insatser", "stöd inom tio dagar"),
    ("I denna plan betyder tidiga insatser stöd inom tio dagar.", "tidiga insatser", "stöd inom tio dagar"),
]
DEFINED += [
    ("Här förstås med tidig hjälp ett stöd inom tio dagar.", "tidig hjälp", "ett stöd inom tio dagar"),
    ("I planen står tidighjälp för ett stöd inom tio dagar.", "tidighjälp", "ett stöd inom tio dagar"),
    ("Tidig hjälp: härmed avses stöd inom tio dagar.", "Tidig hjälp", "stöd inom tio dagar"),
    ("Med tidig hjälp förstår vi stöd inom tio dagar.", "tidig hjälp", "stöd inom tio dagar"),
    ("I texten används ordet TRÄFF som samlingsnamn för möten med hemmet.", "TRÄFF", "möten med hemmet"),
    (
        "Socialnämnden räknar endast ogiltig frånvaro som skolfrånvaro.",
        "skolfrånvaro",
        "endast ogiltig frånvaro",
    ),
]
UNDEFINED = [
    "Det är oklart vad som menas med tidiga insatser.",
    "Nämnderna bör enas om vad som avses med tidiga insatser.",
    "Socialnämnden har inte antagit någon egen definition av tidiga insatser.",
    "En gemensam definition av tidiga insatser saknas.",
    "Socialnämnden avser att arbeta med tidiga insatser.",
]


@pytest.mark.parametrize(("text", "term", "wording"), DEFINED)
def test_a_definition_has_its_term_and_its_wording(text: str, term: str, wording: str) -> None:
    assert told(body(text), "defines", "description") == {
        f"<Definition> | defines | {term}",
        f"<Definition> | description | {wording}",
    }


@pytest.mark.parametrize("text", UNDEFINED)
def test_a_question_a_wish_and_a_lack_define_nothing(text: str) -> None:
    assert not told(body(text), *DEF, subject="<Definition>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Med tidiga insatser avser socialnämnden stöd inom tio dagar.",
            {"<Definition> | agreedBy | Socialnämnden"},
        ),
        (
            "Socialnämnden avser med tidiga insatser stöd inom tio dagar.",
            {"<Definition> | agreedBy | Socialnämnden"},
        ),
        ("I denna plan betyder tidiga insatser stöd inom tio dagar.", {"<Definition> | setOutIn | -"}),
        (
            "Med tidiga insatser avses i detta reglemente stöd inom tio dagar.",
            {"<Definition> | setOutIn | -"},
        ),
    ],
)
def test_a_definition_belongs_to_who_says_it_and_to_its_text(text: str, expected: set[str]) -> None:
    assert told(body(text), "agreedBy", "setOutIn", subject="<Definition>") == expected


def test_the_ages_of_a_wording_are_told() -> None:
    text = "Med unga vuxna menas personer mellan 18 och 25 år som bor hemma."
    found = told(text, "suggestedMinAge", "suggestedMaxAge")
    assert {line.partition(" | ")[2] for line in found} == {"suggestedMinAge | 18", "suggestedMaxAge | 25"}


GOALS = [
    PLAN + "## Mål\n\n1. Fler elever ska klara skolan.\n\n2. Tryggheten ska öka.\n",
    PLAN + "## Gemensamma mål\n\nFler elever ska klara skolan.\n\nTryggheten har ökat år 2026.\n",
    PLAN + "## Inledning\n\nMålen är att\n\n- fler elever ska klara skolan\n- tryggheten ska öka\n",
]
GOALS += [PLAN + "## Inledning\n\nVi har följande mål:\n\n- Fler elever klarar skolan.\n- Tryggheten ökar.\n"]
NO_GOALS = [
    PLAN + "## Mål\n\nMålen följs upp varje år.\n",
    PLAN + "## Ekonomi\n\nKostnaden ska rymmas inom ramen.\n",
    "Nämnden har inget mål för arbetet.",
    "Det saknas ett gemensamt mål.",
]


@pytest.mark.parametrize("text", GOALS)
def test_a_plan_has_the_goals_that_stand_under_their_heading_or_are_said_to_be(text: str) -> None:
    assert told(text, "hasGoal") == {"Handlingsplan för trygga skolor | hasGoal | <Goal>"}


@pytest.mark.parametrize("text", NO_GOALS)
def test_what_is_no_goal_is_none(text: str) -> None:
    assert not told(text, "hasGoal")


def test_a_list_of_goals_is_told_by_what_it_opens_with() -> None:
    text = (
        "# Årsredovisning\n\nSocialnämnden antog följande mål för 2031:\n\n"
        "- Minst hälften ska vara i arbete.\n- Kön ska vara borta.\n"
    )
    assert told(text, "agreedBy") == {"<Goal> | agreedBy | Socialnämnden"}
    assert count(text, "Goal") == 2
