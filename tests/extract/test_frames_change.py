"""Changes of the organisation: what is renamed, merged, founded and dissolved, and when."""

from __future__ import annotations

import pytest

from tests.extract.telling import body, told

ORG = ("date", "originalOrganization", "resultingOrganization")
OLD, NEW = "<ChangeEvent> | originalOrganization | ", "<ChangeEvent> | resultingOrganization | "
DAY = "<ChangeEvent> | date | "

TOLD = [
    (
        "Socialnämnden bytte namn till omsorgsnämnden den 1 mars 2023.",
        {OLD + "Socialnämnden", NEW + "Omsorgsnämnden", DAY + "2023-03-01"},
    ),
    ("Socialnämnden har bytt namn till omsorgsnämnden.", {OLD + "Socialnämnden", NEW + "Omsorgsnämnden"}),
    (
        "Den 1 mars 2023 bytte socialnämnden namn till omsorgsnämnden.",
        {OLD + "Socialnämnden", NEW + "Omsorgsnämnden", DAY + "2023-03-01"},
    ),
    (
        "Omsorgsnämnden, som före den 1 mars 2023 hette socialnämnden, prövar frågan.",
        {OLD + "Socialnämnden", NEW + "Omsorgsnämnden", DAY + "2023-03-01"},
    ),
    (
        "Omsorgsnämnden hette socialnämnden fram till den 31 mars 2023.",
        {OLD + "Socialnämnden", NEW + "Omsorgsnämnden"},
    ),
    (
        "Omsorgsnämnden (tidigare socialnämnden) svarar för frågan.",
        {OLD + "Socialnämnden", NEW + "Omsorgsnämnden"},
    ),
    ("Socialnämnden, numera omsorgsnämnden, antog planen.", {OLD + "Socialnämnden", NEW + "Omsorgsnämnden"}),
    (
        "Namnet ändras från socialnämnden till omsorgsnämnden den 1 mars 2023.",
        {OLD + "Socialnämnden", NEW + "Omsorgsnämnden", DAY + "2023-03-01"},
    ),
    (
        "Tekniska nämnden och miljönämnden slogs samman till samhällsbyggnadsnämnden den 1 januari 2022.",
        {OLD + "Tekniska nämnden", OLD + "Miljönämnden", NEW + "Samhällsbyggnadsnämnden", DAY + "2022-01-01"},
    ),
    (
        "Byggnadsnämnden bildades den 1 mars 2022 genom sammanslagning av miljönämnden och fritidsnämnden.",
        {OLD + "Miljönämnden", OLD + "Fritidsnämnden", NEW + "Byggnadsnämnden", DAY + "2022-03-01"},
    ),
    (
        "Socialnämnden delades upp i individnämnden och äldrenämnden den 1 januari 2021.",
        {OLD + "Socialnämnden", NEW + "Individnämnden", NEW + "Äldrenämnden", DAY + "2021-01-01"},
    ),
    ("Fritidsnämnden upphörde den 31 december 2020.", {OLD + "Fritidsnämnden", DAY + "2020-12-31"}),
    ("Fritidsnämnden inrättades den 1 januari 2020.", {NEW + "Fritidsnämnden", DAY + "2020-01-01"}),
    (
        "Socialnämnden ersattes av omsorgsnämnden den 1 mars 2023.",
        {OLD + "Socialnämnden", NEW + "Omsorgsnämnden", DAY + "2023-03-01"},
    ),
]
NOTHING = [
    "Motionären vill att socialnämnden bör byta namn till omsorgsnämnden.",
    "Socialnämnden har inte bytt namn till omsorgsnämnden.",
    "Det har föreslagits att socialnämnden slås samman med äldrenämnden.",
    "Socialnämnden ersätter föreningar för kostnader.",
    "Utredningen om att socialnämnden upphör den 1 mars 2023 pågår.",
    "Socialnämnden övergick till nya rutiner den 1 mars 2023.",
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_change_is_told_with_its_bodies_and_its_day(text: str, expected: set[str]) -> None:
    assert told(body(text), *ORG, subject="<ChangeEvent>") == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_change_makes_none(text: str) -> None:
    assert not told(body(text), *ORG, subject="<ChangeEvent>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Socialnämnden bytte namn till omsorgsnämnden den 1 mars 2023.",
            {"Omsorgsnämnden | validFrom | 2023-03-01"},
        ),
        ("Fritidsnämnden upphörde den 31 december 2020.", {"Fritidsnämnden | validTo | 2020-12-31"}),
        ("Fritidsnämnden inrättades den 1 januari 2020.", {"Fritidsnämnden | validFrom | 2020-01-01"}),
        ("Omsorgsnämnden hette socialnämnden fram till den 31 mars 2023.", set()),
    ],
)
def test_a_new_body_has_a_beginning_and_a_dissolved_one_an_end(text: str, expected: set[str]) -> None:
    assert told(body(text), "validFrom", "validTo") == expected
