import re
from pathlib import Path

import pytest

from graph import ids, resources
from graph.errors import UsageError
from graph.gazetteer import guess_municipality, load_gazetteer

GAZETTEER = load_gazetteer()
COUNTIES = 21
MUNICIPALITIES = 290


def test_every_municipality_once_with_a_code_of_its_county() -> None:
    places = GAZETTEER.municipalities
    assert len(places) == MUNICIPALITIES
    assert all(re.fullmatch(r"\d{4}", place.code) for place in places)
    assert {place.code[:2] for place in places} == set(GAZETTEER.counties)
    for field in ("code", "slug", "name", "stem"):
        assert len({getattr(place, field) for place in places}) == MUNICIPALITIES


def test_the_county_of_a_row_is_the_one_of_its_code() -> None:
    for row in resources.lookup("municipalities"):
        assert GAZETTEER.counties[row["kod"][:2]] == row["län"]


def test_a_name_is_the_short_name_with_kommun_or_stad() -> None:
    odd = {place.name for place in GAZETTEER.municipalities if not place.name.startswith(place.stem)}
    assert odd == {"Falu kommun", "Region Gotland"}


def test_every_region_once() -> None:
    assert len(GAZETTEER.regions) == len(GAZETTEER.counties) == COUNTIES
    assert {region.name for region in GAZETTEER.regions.values()} >= {
        "Region Gotland",
        "Västra Götalandsregionen",
    }


def test_folded_twins_carry_their_code() -> None:
    twins = {place.slug for place in GAZETTEER.municipalities if place.slug != ids.slug(place.stem)}
    assert twins == {"habo-0643", "habo-0305"}
    assert GAZETTEER.municipality("Håbo kommun").slug == "habo-0305"


@pytest.mark.parametrize("name", ["Umeå kommun", "Umeå", "umeå KOMMUN"])
def test_a_known_municipality_by_any_of_its_names(name: str) -> None:
    assert GAZETTEER.municipality(name).code == "2480"


@pytest.mark.parametrize(
    ("name", "slug", "full", "stem"),
    [
        ("Tallåsens kommun", "tallasen", "Tallåsens kommun", "Tallåsen"),
        ("Lermo stad", "lermo", "Lermo stad", "Lermo"),
        ("Granvik", "granvik", "Granviks kommun", "Granvik"),
        ("Torsnäs kommun", "torsnas", "Torsnäs kommun", "Torsnäs"),
        ("", "kommunen", "Kommunen", ""),
    ],
)
def test_an_invented_municipality(name: str, slug: str, full: str, stem: str) -> None:
    place = GAZETTEER.municipality(name)
    assert (place.slug, place.name, place.code, place.stem) == (slug, full, "", stem)


def test_the_region_of_a_municipality() -> None:
    region = GAZETTEER.region_of(GAZETTEER.municipality("Umeå"))
    assert region is not None
    assert region.name == "Region Västerbotten"
    assert GAZETTEER.region_of(GAZETTEER.municipality("Tallmo")) is None


def test_every_kind_of_actor_has_a_concept_that_exists() -> None:
    text = resources.path("terms.ttl").read_text(encoding="utf-8")
    for actor in GAZETTEER.actors:
        assert actor.concept == "" or f"{actor.concept} a skos:Concept" in text


def test_a_workspace_adds_its_own_names(tmp_path: Path) -> None:
    (tmp_path / "egna.csv").write_text(
        "namn;typ;alias\nTallkottens skola;friskola;Tallkotten\n", encoding="utf-8"
    )
    (tmp_path / "annat.csv").write_text("kolumn;annan\na;b\n", encoding="utf-8")
    added = load_gazetteer(tmp_path).actors[-1]
    assert (added.name, added.concept, added.aliases) == (
        "Tallkottens skola",
        "samc:act-independent-school",
        ("Tallkotten",),
    )


def test_an_unknown_kind_of_actor_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "egna.csv").write_text("namn;typ;alias\nX;planet;\n", encoding="utf-8")
    with pytest.raises(UsageError, match="planet") as caught:
        load_gazetteer(tmp_path)
    assert "friskola" in caught.value.way_out


def test_the_municipality_that_a_pile_is_about() -> None:
    pile = ["Lermo stad\nAvtal med Granviks kommun.", "Varje kommun i länet. Lermo stad ska svara."]
    assert guess_municipality(pile) == guess_municipality(reversed(pile)) == "Lermo stad"
    assert guess_municipality(["En text om annat."]) == ""
