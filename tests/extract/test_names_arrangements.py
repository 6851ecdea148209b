"""Forums, programmes, agreements, routines, documents, target groups, terms, people."""

import pytest

from tests.extract.reading import mentions, named

FORUMS = [
    ("Hälsorådet möts i maj.", "Hälsorådet"),
    ("Vem som kallar till Trygghetsgruppen.", "Trygghetsgruppen"),
    ("En lokal samverkansgrupp bildas.", "Lokala samverkansgruppen"),
    ("Frågan tas i Ledningsforum.", "Ledningsforum"),
    ("Återkoppla till Strategigrupp hälsa och idrott.", "Strategigruppen hälsa och idrott"),
    ("I varje kommundel finns en SSPF-grupp.", "SSPF-gruppen"),
    ("Brottsförebyggande rådet i Tallmo möts.", "Brottsförebyggande rådet i Tallmo"),
    ("Hos Samrådsgruppen Gröna leden.", "Samrådsgruppen Gröna leden"),
    ("Uppdrag om närvarofrämjande team.", "Närvarofrämjande team"),
    ("Arbetet leds av styrgruppen för närvård.", "Styrgruppen för närvård"),
    ("Kommunens nätverk för fristående förskolor.", "Nätverk för fristående förskolor"),
    ("Ungdomsfullmäktige väljer ordförande.", "Ungdomsfullmäktige"),
    ("Grupper inom Vårdsamverkan möts.", "Vårdsamverkan"),
    ("Drogförebyggande gruppen initierar insatser.", "Drogförebyggande gruppen"),
]


@pytest.mark.parametrize(("text", "label"), FORUMS)
def test_forums(text: str, label: str) -> None:
    assert label in named(text, "F")


NO_FORUM = [
    "Nya bostadsområden och ansvarsområden planeras.",
    "I samråd med den enskilde.",
    "Målgruppen är stor och åldersgruppen ung.",
    "Kriminella nätverk är ett hot.",
    "Han fick goda råd och tips.",
    "Enligt ministerrådet räcker det.",
    "Kommunalrådet talade.",
]


@pytest.mark.parametrize("text", NO_FORUM)
def test_false_friends_are_no_forum(text: str) -> None:
    assert named(text, "F") == []


def test_the_national_council_and_the_local_one_are_two() -> None:
    text = "Brottsförebyggande rådet i Tallmo följer det som Brottsförebyggande rådet tar fram."
    assert [(m.kind, m.node.scope) for m in mentions(text)] == [("F", ""), ("X", "se")]


def test_an_unnamed_set_is_one_forum_named_by_what_it_is_about() -> None:
    text = "Behov av att samordna forum och grupper som samverkar kring barn och unga."
    assert named(text, "F") == ["Forum och grupper kring barn och unga (onamngivna)"]


OTHERS = [
    ("Medel till projektet Vägen ut och annat.", "P", "Vägen ut"),
    ("Arbetet med ”Ett tryggt Tallmo” går vidare.", "P", "Ett tryggt Tallmo"),
    ("Det sker inom Trygg och Säker stad och annars.", "P", "Trygg och Säker stad"),
    ("Styrt av det familjeinriktade arbetssättet i dag.", "P", "Familjeinriktat arbetssätt"),
    (
        "Tallmo kommun har en överenskommelse om samverkan kring barn.",
        "A",
        "Överenskommelse om samverkan kring barn",
    ),
    ("Samverkansavtal med Kvinnojouren Eken", "A", "Samverkansavtal med Kvinnojouren Eken"),
    ("Samverkansöverenskommelse 2024-2027", "A", "Samverkansöverenskommelse 2024-2027"),
    ("Nämnderna har en rutin för överlämning till skolan.", "R", "Rutin för överlämning till skolan"),
    ("Den mottagningsprocess som har antagits gäller.", "R", "Mottagningsprocessen"),
    ("Enligt Barnnämndens svar på revisionsrapport.", "H", "Barnnämndens svar på revisionsrapport"),
    ("Mål finns i Budget 2020, med syfte.", "H", "Budget 2020"),
    ("I visionen Tallmo 2035 står det.", "H", "Visionen Tallmo 2035"),
    (
        "I ”Handlingsplanen Ett tryggt Tallmo – för alla” står det.",
        "H",
        "Handlingsplanen Ett tryggt Tallmo – för alla",
    ),
    ("Det finns riktlinjer för bidrag till föreningar.", "H", "Riktlinjer för bidrag till föreningar"),
    ("Samverkan kring barn och unga 0-20 år.", "T", "barn och unga 0-20 år"),
    ("Stöd till elever.", "T", "elever"),
    (
        "Stöd för personer som har en skuld och svårt att få en bostad.",
        "T",
        "personer med skuld och svårt att få en bostad",
    ),
    ("Att arbeta främjande och åtgärdande är svårt.", "B", "åtgärdande arbete"),
    ("Brist på definition av begreppen samsyn, delaktighet samt trygghet.", "B", "delaktighet"),
]


@pytest.mark.parametrize(("text", "kind", "label"), OTHERS)
def test_arrangements_documents_and_terms(text: str, kind: str, label: str) -> None:
    assert label in named(text, kind)


def test_a_way_of_saying_it_is_a_target_group_and_a_term() -> None:
    found = [m for m in mentions("Barn i riskzon behöver stöd.") if m.kind == "T"]
    assert found[0].node.types == ("sam:TargetGroup", "sam:Term")


def test_the_actors_of_an_agreement_stay_mentions_of_their_own() -> None:
    found = mentions("Samverkansavtal med Kvinnojouren Eken")
    assert [m.kind for m in found] == ["A", "X"]


def test_definite_words_point_back_to_the_one_document() -> None:
    text = "Riktlinjer för bidrag\nDen ses över.\nKommunstyrelsens bedömning\nEnligt reglementet gäller det."
    assert "Kommunstyrelsens reglemente" in named(text, "H")


def test_the_answer_of_the_body_that_speaks() -> None:
    text = "Svar på revisionsrapport om skolan\nBarnnämndens beslut\nBarnnämnden godkänner svaret."
    labels = named(text, "H", title="Svar på revisionsrapport om skolan")
    assert labels[-1] == "Barnnämndens svar på revisionsrapport"


def test_every_line_of_enclosures_is_one_document() -> None:
    text = "Beslutsunderlag\n1. Tjänsteskrivelse 2024-05-01\n2. Barnnämndens svar på revisionsrapport (40)"
    assert named(text, "H") == ["Tjänsteskrivelse", "Barnnämndens svar på revisionsrapport"]


def test_a_person_stands_beside_a_post_or_a_party() -> None:
    assert named("Reservation\nAda Alm (S) och Bo Ek (V) reserverar sig.", "N") == ["Ada Alm", "Bo Ek"]
    assert named("Ada Alm\nOrdförande\nBo Ek\nFörvaltningschef", "N") == ["Ada Alm", "Bo Ek"]
    assert named("Ada Alm Bo Ek\nSocialchef Avdelningschef", "N") == ["Ada Alm", "Bo Ek"]
    assert named("Ada Alm har skrivit brevet.", "N") == []


def test_a_post_belongs_to_its_body() -> None:
    keys = [m.node.key for m in mentions("Undertecknas av kommunstyrelsens ordförande.") if m.kind == "L"]
    assert keys == ["befattning/ordforande-kommunstyrelsen"]


def test_what_stands_beside_a_forum_with_a_capital_is_one() -> None:
    text = "Lyktan arbetar operativt. Polisen deltar i Lyktan och Drogförebyggande gruppen."
    assert named(text, "F") == ["Lyktan", "Lyktan", "Drogförebyggande gruppen"]


def test_a_level_of_a_known_forum() -> None:
    assert named("De rapporterar till EST-strategisk i maj.", "F") == ["EST-strategisk"]
