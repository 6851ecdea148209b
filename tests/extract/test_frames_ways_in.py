"""Ways in: where somebody can turn, for whom and in what matter."""

from __future__ import annotations

import pytest

from tests.extract.telling import body, told

WAY = ("contactFor", "contactPoint", "email")

TOLD = [
    (
        "Socialnämnden har inrättat Elevlotsen, en gemensam kontaktpunkt för fristående skolor.",
        {"<ContactPoint> | contactFor | friskolor", "Socialnämnden | contactPoint | <ContactPoint>"},
    ),
    ("Elevlotsen har blivit en väg in för fristående skolor.", {"<ContactPoint> | contactFor | friskolor"}),
    (
        "Fristående skolor vänder sig till Elevlotsen, elevlotsen@tallmo.example.",
        {"<ContactPoint> | contactFor | friskolor", "<ContactPoint> | email | elevlotsen@tallmo.example"},
    ),
    ("Elevlotsen nås på elevlotsen@tallmo.example.", {"<ContactPoint> | email | elevlotsen@tallmo.example"}),
    (
        "Fristående skolor kan kontakta socialkontoret.",
        {"<ContactPoint> | contactFor | friskolor", "Socialkontoret | contactPoint | <ContactPoint>"},
    ),
]
TURNED_TO = [
    ("Ring Fältenheten, 0555-12 34 56.", "Fältenheten | contactPoint | <ContactPoint>"),
    (
        "Krögare hänvisas till Miljökontoret, tillsyn@tallmo.example.",
        "Miljökontoret | contactPoint | <ContactPoint>",
    ),
    (
        "Föreningar som vill låna lokal hör av sig till Kulturkontoret.",
        "<ContactPoint> | contactFor | föreningar",
    ),
    ("Dit kan huvudmän skriva, tillsyn@tallmo.example.", "<ContactPoint> | email | tillsyn@tallmo.example"),
    (
        "Socialkontoret har en lots för familjehem, som nås på lots@tallmo.example.",
        "Socialkontoret | contactPoint | <ContactPoint>",
    ),
]
NOTHING = [
    "Skolkontoret hänvisar till Socialkontoret, som skickar frågan tillbaka.",
    "Någon motsvarande kontaktpunkt för fristående skolor har inte inrättats.",
    "Fristående skolor vet inte vart de ska vända sig.",
    "Kontoret föreslår att en kontaktväg för fristående skolor prövas.",
    "Vägen in är otydlig för fristående skolor.",
    "Fristående skolor önskar en väg in till socialkontoret.",
    "Socialkontoret bör bli en ingång för fristående skolor.",
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_way_in_has_an_owner_and_users(text: str, expected: set[str]) -> None:
    assert told(body(text), *WAY) == expected


@pytest.mark.parametrize(("text", "expected"), TURNED_TO)
def test_whoever_is_called_or_written_to_is_a_way_in(text: str, expected: str) -> None:
    assert expected in told(body(text), *WAY)


@pytest.mark.parametrize("text", NOTHING)
def test_a_way_in_that_is_missing_or_wished_for_is_none(text: str) -> None:
    assert not told(body(text), *WAY)


def test_the_question_before_an_address_tells_for_whom_it_is() -> None:
    text = "# Trygghetsrådet\n\n## Kontakt\n\nÄr du förening? Skriv till trygghetsradet@tallmo.example.\n"
    assert "<ContactPoint> | contactFor | föreningar" in told(text, *WAY)
