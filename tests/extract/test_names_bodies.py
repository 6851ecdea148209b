"""Names of bodies: inflection, coordination, faults of files, abbreviations, anaphora."""

from itertools import pairwise

import pytest

from tests.extract.reading import mentions, named

ONE = [
    # text, label
    ("Vi hör barnnämnden i dag.", "Barnnämnden"),
    ("Vi läser barnnämndens protokollslista.", "Barnnämnden"),
    ("Till Barnnämnd", "Barnnämnden"),
    ("Enligt kommunstyrelsens uppsikt.", "Kommunstyrelsen"),
    ("Regionstyrelsen beslutar.", "Regionstyrelsen"),
    ("Ärendet går till kommunfullmäktige.", "Kommunfullmäktige"),
    ("Ledamöter utses av fullmäktige.", "Kommunfullmäktige"),
    ("Beslut i folkhälsoutskottet.", "Folkhälsoutskottet"),
    ("Enligt Tekniska nämnden räcker det.", "Tekniska nämnden"),
    ("Barn- och utbildningsnämnden beslutar.", "Barn- och utbildningsnämnden"),
    ("Barn-, kultur- och fritidsnämnden beslutar.", "Barn-, kultur- och fritidsnämnden"),
    ("Kultur- samt fritidsnämndens ledamöter.", "Kultur- samt fritidsnämnden"),
    ("Barn-och utbildningsnämnden svarar.", "Barn- och utbildningsnämnden"),
    ("Hur barnoch utbildningsnämnden svarar.", "Barn- och utbildningsnämnden"),
    ("Hur social – och omsorgsnämnden svarar.", "Social- och omsorgsnämnden"),
    ("Hälso och sjukvårdsnämnden svarar.", "Hälso- och sjukvårdsnämnden"),
    ("Nämnden för Omsorg & Stöd svarar.", "Nämnden för Omsorg & Stöd"),
    ("Nämnden för kultur och fritid beslutar.", "Nämnden för kultur och fritid"),
    ("Vi möter nämnden Barn & Bildning.", "Nämnden Barn & Bildning"),
    ("Fem nämnder: Nämnd omsorg och hälsa", "Nämnden omsorg och hälsa"),
    ("Södra hälso- och sjukvårdsnämnden utser en ledamot.", "Södra hälso- och sjukvårdsnämnden"),
    ("Det finns en gemensam överförmyndarnämnd.", "Gemensamma överförmyndarnämnden"),
    ("Stadsrevisionen har granskat.", "Stadsrevisionen"),
    ("Lekmannarevisorerna har granskat.", "Lekmannarevisorerna"),
    ("Kommunens revisorer har granskat.", "Revisorerna"),
    ("Revisorerna i Tallmo kommun har granskat.", "Revisorerna"),
    ("IT-nämnden beslutar.", "IT-nämnden"),
    ("SOCIALNÄMNDEN", "Socialnämnden"),
]


@pytest.mark.parametrize(("text", "label"), ONE)
def test_one_political_body(text: str, label: str) -> None:
    assert label in named(text, "O")


UNITS = [
    ("Fältare från arbetsmarknads- och socialförvaltningen.", "Arbetsmarknads- och socialförvaltningen"),
    ("Chefen på kommunledningskontoret.", "Kommunledningskontoret"),
    ("Nämnden har upprättat en mottagningsenhet.", "Mottagningsenheten"),
    ("Verksamheten leds av sektor välfärd.", "Sektor välfärd"),
    ("Brevet går till nämndkansliet.", "Nämndkansliet"),
    ("Anmälan tas emot hos Råd och Stöd.", "Råd och Stöd"),
]


@pytest.mark.parametrize(("text", "label"), UNITS)
def test_one_administration(text: str, label: str) -> None:
    assert label in named(text, "U")


def test_a_plural_head_is_several_bodies() -> None:
    assert named("Social- och utbildningsnämnderna svarar.", "O") == ["Socialnämnden", "Utbildningsnämnden"]
    assert named("Barn- och skol- samt socialnämnderna svarar.", "O") == [
        "Barn- och skolnämnden",
        "Socialnämnden",
    ]


def test_the_parts_of_a_pair_with_heads_of_their_own_stand_alone() -> None:
    text = "Ledamöter i socialnämndens och barn- och kulturnämndens grupp."
    assert named(text, "O") == ["Socialnämnden", "Barn- och kulturnämnden"]


GROUPS = [
    ("Samtliga nämnder deltar.", "nämnderna"),
    ("Det är upp till nämnderna.", "nämnderna"),
    ("Berörda nämnder kallas.", "berörda nämnder"),
    ("Arbete mellan mjuka nämnder.", "mjuka nämnder"),
    ("Från facknämnder till annat.", "facknämnderna"),
    ("Mellan förvaltningars uppdrag.", "förvaltningarna"),
    ("Det åligger respektive nämnd.", "nämnderna"),
]


@pytest.mark.parametrize(("text", "label"), GROUPS)
def test_a_group_of_bodies_is_one_actor_group(text: str, label: str) -> None:
    found = [m for m in mentions(text) if m.kind == "G"]
    assert [m.node.label for m in found] == [label]
    assert found[0].node.types == ("sam:ActorGroup",)


FALSE = [
    "Den ovan nämnd rutin gäller.",
    "Kapitalförvaltningen sköts av banken.",
    "Fastighetsförvaltningen är utlagd.",
    "Den offentliga förvaltningen växer.",
    "Kommunen ingår i ett finskt förvaltningsområde.",
    "Vår målenhet är nådd.",
    "Inte någon socialnämnd har rätten.",
    "Ekonomin inom skogssektorn är god.",
]


@pytest.mark.parametrize("text", FALSE)
def test_false_friends_are_no_body(text: str) -> None:
    assert named(text, "OU") == []


def test_an_abbreviation_in_parentheses_binds_in_this_document() -> None:
    text = "Miljö- och byggnämnden (MBN) svarar.\nDärefter har MBN yttrat sig."
    assert named(text, "O") == ["Miljö- och byggnämnden"] * 3
    assert named("Därefter har MBN yttrat sig.", "O") == []


def test_an_abbreviation_must_fit_the_name() -> None:
    assert named("Barnnämnden (KD) svarar. Sedan talar KD.", "O") == ["Barnnämnden"]


def test_the_prefix_of_a_case_number_binds_to_the_one_body_that_fits() -> None:
    assert (
        named("Barn- och ungdomsnämnden\nDnr BUN 2021/34\nSe BUN § 12.", "O")[-1]
        == "Barn- och ungdomsnämnden"
    )


def test_an_ampersand_name_is_known_again_without_its_head() -> None:
    text = "Nämnden för Lärande & Arbete\nUnder våren har Service och Kultur & Fritid deltagit."
    assert named(text, "OU") == ["Nämnden för Lärande & Arbete", "Service", "Nämnden för Kultur & Fritid"]


def test_a_body_of_the_region_is_not_the_municipalitys() -> None:
    scopes = {
        m.node.label: m.node.scope for m in mentions("Södra hälso- och sjukvårdsnämnden och socialnämnden.")
    }
    assert scopes == {"Södra hälso- och sjukvårdsnämnden": "se", "Socialnämnden": ""}


ANAPHORA = [
    # the owner of the section
    ("Socialnämndens beslut\nNämnden godkänner planen.", ["Socialnämnden", "Socialnämnden"]),
    # a committee of the same sentence wins over the owner
    (
        "Kommunstyrelsens beslut\nOmsorgsnämnden delar bilden men nämnden saknar en plan.",
        ["Kommunstyrelsen", "Omsorgsnämnden", "Omsorgsnämnden"],
    ),
    # subject after the verb: the board that gives is not the committee that gets
    (
        "Omsorgsnämndens beslut\nI maj gav kommunstyrelsen nämnden i uppdrag att pröva det.",
        ["Omsorgsnämnden", "Kommunstyrelsen", "Omsorgsnämnden"],
    ),
    # the executive board counts as a committee where it speaks
    ("Kommunstyrelsens beslut\nNämnden har inget att invända.", ["Kommunstyrelsen", "Kommunstyrelsen"]),
    # an earlier sentence of the section
    ("Samverkansnämnden ska bildas. Nämnden består av fyra ledamöter.", ["Samverkansnämnden"] * 2),
    # a role in law is nobody's
    ("Av lagen framgår att nämnden ska utreda.", []),
]


@pytest.mark.parametrize(("text", "labels"), ANAPHORA)
def test_what_namnden_points_back_to(text: str, labels: list[str]) -> None:
    assert named(text, "O") == labels


def test_the_board_of_a_federation_is_not_the_executive_board() -> None:
    text = "Samordningsförbundet Granö leds av en styrelse. Styrelsen beslutade om budget."
    assert named(text, "O") == ["Samordningsförbundet Granös styrelse"] * 2


def test_the_board_of_a_company_is_not_the_executive_board() -> None:
    text = "Kommunstyrelsens bedömning\nTallmo Bygg AB, vars styrelse utses av oss. Styrelsen ska samråda."
    assert named(text, "O")[-1] == "Tallmo Bygg AB:s styrelse"


def test_forvaltningen_is_the_administration_of_the_letterhead() -> None:
    assert named("Socialförvaltningen\nÄrendet\nFörvaltningen bedömer att det räcker.", "U") == [
        "Socialförvaltningen",
        "Socialförvaltningen",
    ]


def test_kommunen_is_the_own_one_unless_a_word_says_otherwise() -> None:
    assert named("Kommunen ansvarar för detta.", "K") == ["Tallmo kommun"]
    assert named("Den kommunen ansvarar för detta.", "K") == []
    assert named("Varje kommun ska ha en plan.", "K") == []


def test_mentions_are_sorted_and_do_not_overlap() -> None:
    found = mentions(
        "Revisorerna i Tallmo kommun har granskat Barn- och utbildningsnämndens svar på revisionsrapport."
    )
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(m.start < m.end for m in found)


def test_furniture_and_contents_are_not_read() -> None:
    assert named("Innehåll\nSocialnämnden 3\nRelevanta dokument\nKulturnämnden i en annan stad", "O") == []


def test_a_misspelt_name_is_the_one_body_it_is_a_letter_away_from() -> None:
    assert named("Ärendet går till Kommunstyrelsern i maj.", "O") == ["Kommunstyrelsen"]
    assert (
        named("Utbildningsnämnden svarar. Sedan beslutar utbildningsnämden.", "O")
        == ["Utbildningsnämnden"] * 2
    )
    assert named("Sedan beslutar utbildningsnämden.", "O") == []


def test_a_pair_whose_parts_stand_alone_elsewhere_is_two() -> None:
    apart = "Socialförvaltningen och skolförvaltningen svarar. Sedan möts social- och skolförvaltningen."
    assert named(apart, "U") == ["Socialförvaltningen", "Skolförvaltningen"] * 2
    together = f"Social- och skolförvaltningen\n{apart}"
    assert named(together, "U")[-1] == "Social- och skolförvaltningen"


def test_the_administration_by_the_name_of_its_work() -> None:
    text = "Vård- och omsorgsnämnden svarar. Det sker inom Vård- och omsorgens korttidsverksamhet."
    assert named(text, "U") == ["Vård- och omsorgsförvaltningen"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("År 2031 gick kommunen ifrån distrikt till facknämnder.", ["distriktsnämnderna", "facknämnderna"]),
        (
            "Övergången från områden till sektorsförvaltningar tog två år.",
            ["områdesförvaltningarna", "sektorsförvaltningarna"],
        ),
        ("Från sektorer till flera nämnder.", ["sektorsnämnderna", "flera nämnder"]),
        ("Bidrag lämnas från fonden till nämnderna.", ["nämnderna"]),
        ("Frågan gäller distrikt till skillnad från nämnder.", ["nämnderna"]),
    ],
)
def test_a_division_names_the_bodies_that_it_had(text: str, found: list[str]) -> None:
    assert named(text, "G") == found
