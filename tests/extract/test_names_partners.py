"""Municipalities, named external actors and groups of actors."""

import pytest

from tests.extract.reading import mentions, named

MUNICIPALITIES = [
    ("Avtal med Granö kommun.", ["Granö kommun"]),
    ("LERMO STAD", ["Lermo stad"]),
    ("Granö, Lermos och Tallmo kommuner deltar.", ["Granö kommun", "Lermo kommun", "Tallmo kommun"]),
    ("Munkö och Bergviks kommuner deltar.", ["Munkö kommun", "Bergviks kommun"]),
    ("Berörd kommun och annan kommun kallas.", []),
]


@pytest.mark.parametrize(("text", "labels"), MUNICIPALITIES)
def test_municipalities(text: str, labels: list[str]) -> None:
    assert named(text, "K") == labels


def test_staden_is_only_a_municipality_that_calls_itself_so() -> None:
    assert named("Skillnaderna i staden minskar.", "K", municipality="Lermo stad") == ["Lermo stad"]
    assert named("Skillnaderna i staden minskar.", "K", municipality="Tallmo kommun") == []


ACTORS = [
    ("Möte med Tallmo Bygg AB i maj.", "Tallmo Bygg AB"),
    ("Genom AB Tallmobostäder sker det.", "AB Tallmobostäder"),
    ("Granskning av Konsultbolaget Siffran AB.", "Siffran AB"),
    ("Avtal med Region Mitthavet om vård.", "Region Mitthavet"),
    ("Vi samverkar med Arbetsförmedlingen.", "Arbetsförmedlingen"),
    ("Anmälan till IVO om detta.", "Inspektionen för vård och omsorg"),
    ("Tillsammans med polisen ordnas det.", "Polismyndigheten"),
    ("En chef från vårdcentralen Eken deltar.", "Vårdcentralen Eken"),
    ("Läraren på Engelska Friskolan deltar.", "Engelska Friskolan"),
    ("Rektorn på Montessoriskolan Tallkotten.", "Montessoriskolan Tallkotten"),
    ("Partnerskap med Kvinnojouren Eken.", "Kvinnojouren Eken"),
    ("Hyror hos bostadsbolaget Tallmohem.", "Tallmohem"),
    ("Där Tallmo Finska Förening är med.", "Tallmo Finska Förening"),
    ("Möte med Svenska kyrkan.", "Svenska kyrkan"),
    ("Samordningsförbundet Västra Granö bildades.", "Samordningsförbundet Västra Granö"),
    ("En dom i Tallmo tingsrätt.", "Tallmo tingsrätt"),
]


@pytest.mark.parametrize(("text", "label"), ACTORS)
def test_named_external_actors(text: str, label: str) -> None:
    assert label in named(text, "X")


def test_a_list_under_one_head_is_one_actor_each() -> None:
    text = "Förskolorna Myran, Biet och Humlan får besök.\nRutinen gäller: Biet ska svara."
    labels = named(text, "X")
    assert labels[:3] == ["Förskolan Myran", "Förskolan Biet", "Förskolan Humlan"]
    assert labels[3:] == ["Förskolan Biet"]


def test_an_abbreviation_is_not_an_ordinary_word_or_a_name() -> None:
    assert named("Bo Ek bor kvar.", "X") == []


@pytest.mark.parametrize(
    "text", ["Ett nytt familjehem söks.", "Vårdhemmet stängs.", "Alla barnhem har lagts ned."]
)
def test_homes_are_no_companies(text: str) -> None:
    assert named(text, "X") == []


GROUPS = [
    ("De fristående skolorna bjuds in.", "friskolor"),
    ("Friskolornas rektorer bjuds in.", "friskolor"),
    ("Samverkan med externa aktörer.", "externa parter"),
    ("Våra externa samverkanspartners hör av sig.", "externa parter"),
    ("Bostadsbolagen hör av sig.", "bostadsbolag"),
    ("Ärendet har samverkats med de fackliga organisationerna.", "de fackliga organisationerna"),
    ("Dialog med föreningslivet.", "föreningar"),
    ("Tydligt för medborgare.", "medborgare"),
    ("Privata vårdgivare deltar.", "vårdgivare"),
]


@pytest.mark.parametrize(("text", "label"), GROUPS)
def test_categories_are_actor_groups(text: str, label: str) -> None:
    found = [m for m in mentions(text) if m.kind == "G"]
    assert [m.node.label for m in found] == [label]
    assert "sam:ActorGroup" in found[0].node.types


def test_a_definite_singular_is_a_certain_one_not_the_group() -> None:
    assert named("Föreningen Tallmo IF söker bidrag. Föreningen svarar.", "G") == []


def test_regionen_is_the_authority_and_not_the_place() -> None:
    text = "Avtal med Region Mitthavet. Regionen ansvarar. Många pendlar i regionen."
    assert named(text, "X") == ["Region Mitthavet", "Region Mitthavet"]


def test_nedan_gives_a_short_name() -> None:
    text = "Tallmo Energi AB (nedan Bolaget) och Tallmo kommun (nedan Kommunen). Bolaget ska svara."
    assert named(text, "X")[-1] == "Tallmo Energi AB"
