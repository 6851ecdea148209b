"""What clauses say of a state of affairs, by the classes of their words."""

from __future__ import annotations

import pytest

from graph.extract.appraisal import FAULT, GOOD, appraise
from tests.extract.stating import count, said, view

APPRAISED = [
    ("Lotsarna uppger att de aldrig har hört talas om rutinen.", FAULT),
    ("Trygghetsgruppen hinner sällan träffas före helgen.", FAULT),
    ("Någon uppföljning av avtalet har ännu inte gjorts.", FAULT),
    ("Hur det går för eleverna saknar sektorn kännedom om.", FAULT),
    ("Det är oklart vem som inte har fått kallelsen.", FAULT),
    ("Nämnden vill peka på att förskolorna inte nämns i planen.", FAULT),
    ("Skadegörelsen kring torget har ökat tre år i rad.", FAULT),
    ("Närvaron vid mötena är låg.", FAULT),
    ("Skadegörelsen har minskat med hälften.", GOOD),
    ("Rutinen är väl känd på skolorna.", GOOD),
    ("Samarbetet har stärkts sedan i våras.", GOOD),
    ("Det finns inga brister.", ""),
    ("Nämnden ska inte fatta beslut i enskilda ärenden.", ""),
    ("Nämnden bör se till att ingen lämnas utan svar.", ""),
    ("Arbetet bedrivs så att ingen glöms bort.", ""),
    ("Målet är att ingen elev saknas på lektionerna.", ""),
    ("Rådet har ingen egen beslutanderätt.", ""),
    ("Anmälan kan inte lämnas över till någon annan.", ""),
    ("Goda livsvillkor är kommunens ansvar.", ""),
    ("Mötet hölls i Tallmo folkets hus.", ""),
]


@pytest.mark.parametrize(("text", "verdict"), APPRAISED)
def test_words_and_denial_tell_a_fault_from_praise(text: str, verdict: str) -> None:
    assert appraise(text) == verdict


KINDS = [
    ("Föreningsledarna berättar att de aldrig får veta hur det gick.", "gap-information"),
    ("Fastighetsägare har ännu ingen egen kontakt.", "gap-entry"),
    ("Det är inte klarlagt vilken av skolorna som ska höra av sig först.", "gap-responsibility"),
    ("Ingen vet hur många unga som berörs.", "gap-overview"),
    ("Resultaten följs inte upp av någon nämnd.", "gap-followup"),
    ("Personalen kunde inte redogöra för hur en orosanmälan görs.", "gap-competence"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_what_is_missing_tells_the_kind_of_gap(text: str, kind: str) -> None:
    assert f"type {kind}" in said(view(text), "Gap")


def test_whom_a_gap_touches_and_between_whom_it_lies() -> None:
    assert "affects friskolor" in said(view("Friskolorna vet inte vem i kommunen de ska ringa."), "Gap")
    between = said(view("Gränsen mellan socialförvaltningen och elevhälsan är otydlig."), "Gap")
    assert {"between Socialförvaltningen", "between Elevhälsan"} <= between


def test_what_a_stranger_tells_is_not_the_committees_own_finding() -> None:
    found = said(view("Mopedförarna berättar att de inte har fått svar."), "Finding")
    assert not any(line.startswith("madeBy") for line in found)


TABLES = [
    ("| Mål | Utfall |\n|---|---|\n| Fler ska delta | Uppnått |\n", "type fnd-strength"),
    ("| Mål | Utfall |\n|---|---|\n| Fler ska delta | Delvis uppnått |\n", "type fnd-deficiency"),
]


@pytest.mark.parametrize(("table", "kind"), TABLES)
def test_a_table_of_goals_tells_what_was_reached(table: str, kind: str) -> None:
    text = f"# Verksamhetsberättelse 2024\n\nNämnden redovisar året här i korthet.\n\n{table}"
    assert kind in said(text, "Finding")
    assert count(text, "Goal") == 1


def test_a_table_of_words_defines_them() -> None:
    opening = "# Rutin för möten\n\nRutinen gäller alla skolor i kommunen.\n\n"
    text = opening + "| Ord | Betydelse |\n|---|---|\n| Träff | Ett möte med hemmet inom fem dagar |\n"
    assert "defines Träff" in said(text, "Definition")
