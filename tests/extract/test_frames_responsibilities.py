"""Who is to do what, in the clauses of texts that lay it down, tell of it or find fault with it."""

from __future__ import annotations

import pytest

from tests.extract.stating import count, said, view


def regulation(text: str) -> str:
    """Return a regulation of a committee with `text` as one of its paragraphs."""
    opening = "Reglemente för socialnämnden\n\nTallmo kommun\n\nNämndens uppgifter"
    return f"{opening}\n\n1 § Nämnden har sju ledamöter.\n\n2 § {text}\n"


def page(text: str) -> str:
    """Return a page on the organisation with `text` in it."""
    return f"# Så styrs Tallmo kommun\n\nHär står vem som gör vad.\n\n{text}\n"


ANYWHERE = [
    ("Skolkontoret svarar för skolskjutsar och har tillsyn över fristående förskolor.", 2),
    ("För frågor om familjehem svarar Socialkontoret.", 1),
    ("Kulturnämnden får inte bevilja bidrag till partier.", 1),
    ("Trygghetsrådet träffas två gånger om året och har ingen egen beslutanderätt.", 1),
    ("Av avtalet framgår att Socialkontoret ansvarar för boendet.", 1),
    ("Under kommunstyrelsen finns Trygghetsutskottet, som ansvarar för lägesbilden.", 1),
    ("Ansvaret för lokalerna ligger kvar på Kulturnämnden.", 1),
    ("Det åligger Socialnämnden att bereda ärendena.", 1),
    ("På Socialnämnden ankommer inte att pröva bygglov.", 1),
    ("Bygglov handläggs av Miljönämnden.", 1),
    ("Ledamöterna i nämnden utses av kommunfullmäktige.", 1),
    ("Skolnämnden har inget ansvar för fritidsgårdarna men svarar för lovskolan.", 2),
]


@pytest.mark.parametrize(("text", "expected"), ANYWHERE)
def test_strong_words_tell_of_a_responsibility_in_any_text(text: str, expected: int) -> None:
    assert count(view(text), "Responsibility") == expected


STANDING = [
    ("Nämnden tar emot ansökningar om föreningsbidrag.", {"type resp-duty", "responsible Socialnämnden"}),
    ("Nämnden får teckna avtal med föreningar.", {"type resp-power", "responsible Socialnämnden"}),
    ("Nämnden bestämmer inte över lokalerna.", {"type resp-exclusion"}),
    ("Nämnden bereder ärenden om vård och lämnar förslag till kommunfullmäktige.", {"type resp-duty"}),
    ("Före utgången av mars varje år lämnar nämnden en rapport.", {"type resp-duty"}),
]


@pytest.mark.parametrize(("text", "expected"), STANDING)
def test_a_regulation_lays_down_in_the_present_tense(text: str, expected: set[str]) -> None:
    assert expected <= said(regulation(text), "Responsibility")


TOLD = [
    ("Miljönämnden prövar ansökningar om serveringstillstånd.", "type resp-duty"),
    ("Pensionärsrådet yttrar sig till Socialnämnden om äldres boende.", "type resp-task"),
    ("Högst upp finns kommunfullmäktige, som beslutar om skatten.", "type resp-power"),
    ("Trygghetsrådet fattar inga beslut.", "type resp-exclusion"),
    ("Trygghetsrådet får lämna förslag, men det bestämmer inte över några pengar.", "type resp-exclusion"),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_page_on_the_organisation_tells_who_does_what(text: str, expected: str) -> None:
    assert expected in said(page(text), "Responsibility")


NOTHING = [
    "Det är oklart vem av Skolkontoret och Socialkontoret som ansvarar för eleverna.",
    "Socialnämnden föreslår att Skolnämnden ansvarar för arbetet.",
    "Enligt Socialkontoret leder det ibland till dubbelarbete.",
    "Skolkontoret leder Trygghetsrådet.",
    "Kommunens föreningar hör av sig till Kulturkontoret, kultur@tallmo.example.",
    "Driver du en förening ska du vända dig till Kulturkontoret.",
    "Under hösten 2031 ska Skolkontoret se över rutinen.",
    "Socialkontoret ska före sommaren ta fram en blankett.",
    "Trygghetsrådet utvärderar avtalet varje år.",
    "Socialnämnden från denna dag ska läsas som omsorgsnämnden.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_asked_wished_planned_or_convened_is_none(text: str) -> None:
    assert count(page(text), "Responsibility") == 0


def test_a_list_goes_on_from_the_last_verb_before_it() -> None:
    text = "Nämnden fullgör kommunens uppgifter och ansvarar för\n\n- hemtjänsten,\n- boendestödet."
    assert count(regulation(text), "Responsibility") == 2
