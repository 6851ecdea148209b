"""Where names begin and end, what they are called, and which words name nothing: tables of sentences."""

import pytest

from graph import ids, swedish
from tests.extract.reading import mentions, named

ENDS = [
    # a name ends before a finite verb, a relative clause, a period, a purpose of another kind
    (
        "Överenskommelsen med Region Vidd omfattar inte fristående skolor.",
        "A",
        "Överenskommelse med Region Vidd",
    ),
    (
        "Avsiktsförklaringen med omsorgsförvaltningen tecknades 2022.",
        "A",
        "Avsiktsförklaring med omsorgsförvaltningen",
    ),
    ("Rutinen för tidiga varningar öppnas även för oss.", "R", "Rutin för tidiga varningar"),
    ("En rutin för barn som far illa har tagits fram.", "R", "Rutin för barn som far illa"),
    ("Riktlinjer för bidrag gäller från 2024.", "H", "Riktlinjer för bidrag"),
    ("Reglementet för omsorgsnämnden från 2019 upphör.", "H", "Reglemente för omsorgsnämnden"),
    ("Handlingsplan för unga utan sysselsättning antas.", "H", "Handlingsplan för unga utan sysselsättning"),
    ("Regional plan för ungas hälsa 2026–2030 remitteras.", "H", "Regional plan för ungas hälsa"),
    ("Nämnden har remitterat ett program mot ensamhet till socialnämnden.", "P", "Program mot ensamhet"),
    ("Kommunstyrelsen fastställer handlingsplanen Hela resan.", "H", "Handlingsplanen Hela resan"),
    ("Kommunstyrelsen fastställer handlingsplanen Hela resan 2024–2027.", "H", "Handlingsplanen Hela resan"),
    ("Samverkan leds av Ledningsgrupp Barnens led.", "F", "Ledningsgruppen Barnens led"),
    ("I nätverket Ljus natt deltar kommunen.", "F", "Ljus natt"),
    ("Forum Unga tankar vänder sig till alla.", "F", "Forum Unga tankar"),
    ("Sedan 2023 finns Dialogforum förskola, där rektorerna träffas.", "F", "Dialogforum förskola"),
    ("Projektet Tryggare stigar pågår.", "P", "Tryggare stigar"),
]


@pytest.mark.parametrize(("text", "kind", "label"), ENDS)
def test_a_name_ends_where_the_sentence_goes_on(text: str, kind: str, label: str) -> None:
    assert label in named(text, kind)


NOTHING = [
    ("Nämnden följer upp de överenskommelser om samverkan som den har ingått.", "R"),
    ("Nämnden får ingå överenskommelser om samverkan med andra.", "A"),
    ("Parterna har enats om två medborgarlöften.", "A"),
    ("Nämnden har rätt att sluta avtal med ideella organisationer.", "A"),
    ("Det saknas en rutin för hur parterna ska dela uppgifter.", "R"),
    ("Var och en får säga upp partnerskapet med sex månaders varsel.", "A"),
    ("Hälsorådet är kommunens lokala brottsförebyggande råd.", "X"),
    ("Till elevråden går en inbjudan.", "F"),
    ("Under året prioriterar gruppen Stenbacken.", "F"),
    ("Det är en fråga för kommunal förvaltning av lokaler.", "U"),
    ("Nämnden tar emot orosanmälningar om barn.", "T"),
    ("Nämnden väljer inom sig ett arbetsutskott.", "O"),
]


@pytest.mark.parametrize(("text", "kind"), NOTHING)
def test_words_that_name_no_instance(text: str, kind: str) -> None:
    assert [label for label in named(text, kind) if label not in {"Nämnden"}] == []


WHOLE = [
    ("Kultur- och fritidschefen deltar.", "L", "Kultur- och fritidschef"),
    ("Hälso- och sjukvårdsdirektören leder.", "L", "Hälso- och sjukvårdsdirektör"),
    ("Ada Alm, verkställande direktör", "L", "Verkställande direktör"),
    ("På uppdrag av revisorerna har Sakrevision Vidd AB granskat frågan.", "X", "Sakrevision Vidd AB"),
    ("I mötet deltar Ljusberga Fastigheter AB.", "X", "Ljusberga Fastigheter AB"),
    ("Vi hyr av Granhem i Tallmo AB.", "X", "Granhem i Tallmo AB"),
    ("Samarbetet med lokalpolisområde Tallmo fungerar.", "X", "Lokalpolisområde Tallmo"),
    ("Länsstyrelsen i Vidds län yttrar sig.", "X", "Länsstyrelsen i Vidds län"),
    ("Rapporteras till regionens hälso- och sjukvårdsnämnd.", "X", "Regionens hälso- och sjukvårdsnämnd"),
    ("Verksamhetschefen för Regionens psykiatri deltar.", "X", "Regionens psykiatri"),
    ("Fråga barn- och ungdomsmottagningen Lärkan.", "X", "Barn- och ungdomsmottagningen Lärkan"),
    ("Kontakt tas med barn- och ungdomspsykiatrin.", "X", "Barn- och ungdomspsykiatrin"),
    ("Till arbetsförmedlingen lämnas uppgifter.", "X", "Arbetsförmedlingen"),
    ("Ärendet bereds i kommunstyrelsens arbetsutskott.", "O", "Kommunstyrelsens arbetsutskott"),
    (
        "Samverkansnämnd miljö och bygg Tallmo-Lermo sammanträder.",
        "O",
        "Samverkansnämnden miljö och bygg Tallmo-Lermo",
    ),
    ("Delregional nämnd Vidden sköter tillstånd.", "O", "Delregional nämnd Vidden"),
    ("Enheten Råd och stöd svarar för det.", "U", "Råd och stöd"),
    ("Ring enheten Porten.", "U", "Porten"),
    ("Elevhälsan ingår i gruppen.", "U", "Elevhälsan"),
    ("Fältteamet arbetar på kvällar.", "U", "Fältteamet"),
    ("Nämnden har inrättat en mottagningsgrupp.", "U", "Mottagningsgruppen"),
]


@pytest.mark.parametrize(("text", "kind", "label"), WHOLE)
def test_a_name_is_read_whole_and_for_what_it_is(text: str, kind: str, label: str) -> None:
    assert label in named(text, kind)


TOLD = [
    ("Öppen dörr är ett utvecklingsprojekt inom planen.", "P", "Öppen dörr"),
    ("Första mötet är en insats där förvaltningen hjälper till.", "P", "Första mötet"),
    ("Porten är en enhet inom Sektor lärande.", "U", "Porten"),
    ("Ansvaret ligger på Spårteamet, som är en enhet inom bildningskontoret.", "U", "Spårteamet"),
    ("Parterna har arbetat fram Ringkedjan, en rutin som beskriver vem som ringer.", "R", "Ringkedjan"),
    ("Rökfri cykel, som drivs av elevhälsan, har fortsatt.", "P", "Rökfri cykel"),
    ("Mötesplats Lönngården vänder sig till unga.", "P", "Mötesplats Lönngården"),
]


@pytest.mark.parametrize(("text", "kind", "label"), TOLD)
def test_a_name_is_what_the_text_says_it_is(text: str, kind: str, label: str) -> None:
    assert label in named(text, kind)


def test_what_is_told_once_is_known_everywhere() -> None:
    text = "Öppen dörr är ett projekt.\nKommunen driver Öppen dörr vidare."
    assert named(text, "PX") == ["Öppen dörr", "Öppen dörr"]


def test_a_subject_that_is_a_sentence_of_its_own_is_no_name() -> None:
    assert named("Det är ett projekt. Detta är en insats. Arbetet är en process.", "P") == []


TARGETS = [
    ("Stöd till unga i riskzon ges.", "unga i riskzon"),
    ("Stöd till barn i riskzon ges.", "barn i riskzon"),
    ("Stöd till föräldrar ges.", "föräldrar"),
    ("Stöd till vårdnadshavare ges.", "vårdnadshavare"),
    ("Mötesplatser för unga mellan 13 och 19 år öppnas.", "unga mellan 13 och 19 år"),
    ("Med det menas personer mellan 12 och 20 år som skolkar.", "personer mellan 12 och 20 år"),
    ("Planen riktar sig till barn och unga 0–20 år.", "barn och unga 0–20 år"),
    ("Den gäller barn och unga upp till 18 år.", "barn och unga upp till 18 år"),
    ("Den gäller personer över 75 år.", "personer över 75 år"),
    ("Projektet vänder sig till elever i årskurs 6–9.", "elever i årskurs 6–9"),
    ("Samverkan kring barn och unga med sammansatta behov ökar.", "barn och unga med sammansatta behov"),
    ("Stöd till elever i behov av särskilt stöd.", "elever i behov av stöd"),
    ("Hembesök hos nyblivna föräldrar.", "nyblivna föräldrar"),
    ("Det gör stor nytta för invånare.", "invånare"),
    ("Den gäller personer som har fyllt 18 år.", "personer som har fyllt 18 år"),
]


@pytest.mark.parametrize(("text", "label"), TARGETS)
def test_target_groups_keep_the_words_of_the_text(text: str, label: str) -> None:
    found = [m.node for m in mentions(text) if m.kind == "T"]
    assert any(label == node.label or label in node.aliases for node in found), [n.label for n in found]


GROUPS = [
    ("Föräldrar berättar att de får vänta.", "föräldrar"),
    ("Elever uppger att de inte vet.", "elever"),
    (
        "Gruppen består av rektorerna vid kommunens högstadieskolor.",
        "rektorerna vid kommunens högstadieskolor",
    ),
    ("Elevkårerna vid kommunens skolor utser deltagare.", "elevkårerna vid kommunens skolor"),
    ("Fristående gymnasieskolor rapporterar avhopp.", "fristående gymnasieskolor"),
    ("Hyresvärdar hör av sig.", "hyresvärdar"),
    ("Enligt flera av de intervjuade enhetscheferna saknas en rutin.", "intervjuade enhetschefer"),
    ("Rutinen är känd hos socialsekreterarna.", "socialsekreterare"),
    ("Samtliga rektorer har fått informationen.", "rektorer"),
    ("De kommunala skolorna anmäler i e-tjänsten.", "kommunala skolor"),
    ("Under våren har ungdomar i området berättat att lokalen är stängd.", "ungdomar"),
    ("Föreningen uppger att vårdnadshavare bollas mellan enheterna.", "vårdnadshavare"),
]
NO_GROUPS = [
    "Gruppen består av chefer från socialkontoret.",
    "Nämnden är huvudman för stadens förskolor.",
    "Läraren ringer hem samma dag.",
    "En handläggare från kontoret deltar.",
    "Kontaktvägarna in i kommunen är korta.",
    "Barnet flyttar till en annan kommun.",
]


@pytest.mark.parametrize(("text", "label"), GROUPS)
def test_groups_of_actors(text: str, label: str) -> None:
    assert label in named(text, "G")


@pytest.mark.parametrize("text", NO_GROUPS)
def test_no_groups_of_actors(text: str) -> None:
    assert named(text, "G") == []


def test_the_rectors_of_schools_that_are_a_group_already_are_that_group() -> None:
    assert named("Rektorer vid fristående skolor uppger att de saknar en väg in.", "G") == ["friskolor"]


def test_a_samverkansgrupp_with_the_unions_is_no_forum() -> None:
    assert named("Ärendet har behandlats i den centrala samverkansgruppen (CSG) enligt 19 § MBL.", "F") == []
    assert named("Den centrala samverkansgruppen planerar stödet.", "F") == ["Centrala samverkansgruppen"]


ENCLOSED = [
    (
        "Granskning av samverkan kring unga, revisionsrapport, februari 2024",
        "Granskning av samverkan kring unga",
    ),
    ("Revisionsrapport Granskning av samverkan kring unga", "Granskning av samverkan kring unga"),
    ("Omsorgsnämndens yttrande 2024-04-16, § 31", "Omsorgsnämndens yttrande"),
    ("Omsorgskontorets tjänsteskrivelse, 2024-05-14", "Omsorgskontorets tjänsteskrivelse"),
    ("Omsorgsnämndens svar, ON/2024:88", "Omsorgsnämndens svar"),
]


@pytest.mark.parametrize(("line", "label"), ENCLOSED)
def test_an_enclosure_is_called_by_its_bare_title(line: str, label: str) -> None:
    assert named(f"Beslutsunderlag\n- {line}", "H") == [label]


SAME = [
    ("Polismyndigheten genom lokalpolisområde Tallmo (Polisen) deltar.\nPolisen åtar sig det.", "X", 1),
    ("Stadsrevisionen har granskat det. Revisorerna bedömer att det brister.", "O", 1),
    ("Styrgrupp Ljus led bildas. Styrgruppen möts i maj.", "F", 1),
    ("Polisen och Kronofogden deltar.", "X", 2),
    ("Styrgruppen möts. Arbetsgruppen Ljus led möts.", "F", 2),
]


@pytest.mark.parametrize(("text", "kind", "number"), SAME)
def test_one_thing_has_one_node_in_a_document(text: str, kind: str, number: int) -> None:
    assert len({m.node.key for m in mentions(text) if m.kind == kind}) == number


PEOPLE = [
    ("Ada Alm Ordförande", ["Ada Alm"]),
    ("Ada Alm Kommunsekreterare\nBo Ek Ordförande", ["Ada Alm", "Bo Ek"]),
    ("Ada Alm (XY), ordförande", ["Ada Alm"]),
    ("Sekreterare\tAda Alm", ["Ada Alm"]),
    ("Ada Alm\tBo Ek\tIda Lund\nOrdförande\tVice ordförande\tJusterare", ["Ada Alm", "Bo Ek", "Ida Lund"]),
    ("Ada Alm\nVD", ["Ada Alm"]),
    ("Ada Alm, certifierad kommunal revisor", ["Ada Alm"]),
    ("Ada Alm\nUppdragsledare", ["Ada Alm"]),
]


@pytest.mark.parametrize(("text", "names"), PEOPLE)
def test_a_person_does_not_swallow_the_role(text: str, names: list[str]) -> None:
    assert named(text, "N") == names


VERBS = [("omfattar", True), ("omfattade", True), ("läggs", True), ("implementeras", True)]
NOUNS = [
    ("insatser", False),
    ("föreningar", False),
    ("kommunernas", False),
    ("ungas", False),
    ("plats", False),
]


@pytest.mark.parametrize(("word", "expected"), [*VERBS, *NOUNS])
def test_finite_verbs(word: str, expected: bool) -> None:
    assert swedish.finite(word) is expected


def test_a_dash_between_numbers_stays_a_dash_in_a_key() -> None:
    assert ids.slug("barn 0–20 år") == "barn-0-20-ar"


def test_another_municipality_is_an_actor_outside_the_own_one() -> None:
    types = {
        m.node.label: m.node.types
        for m in mentions("Tallmo kommun och Lermo kommun samarbetar.")
        if m.kind == "K"
    }
    assert "sam:ExternalActor" in types["Lermo kommun"]
    assert types["Tallmo kommun"] == ("sam:Municipality",)


BESIDE = [
    ("Skolan använder rutinen Först barnet sedan i höstas.", "R", ["Först barnet"]),
    ("Kontoren har tagit fram rutinen Skolspåret.", "R", ["Skolspåret"]),
    ("I år kör ungdomsbussen Fyren varje fredag.", "P", ["Fyren"]),
    ("Föräldramöten hålls enligt programmet Stå stadigt.", "P", ["Stå stadigt"]),
    ("Den modell för tidiga samtal, Nära Barnet, som prövas bör spridas.", "P", ["Nära Barnet"]),
    ("Nätverket har gett ut en gemensam handbok, Vem gör vad.", "H", ["Vem gör vad"]),
    ("Enhetschefen för Porten följer upp rutinen. Porten svarar sedan.", "U", ["Porten", "Porten"]),
    (
        "Elevhälsocentrum deltar och Socialjouren Norrdal svarar på kvällen.",
        "U",
        ["Elevhälsocentrum", "Socialjouren Norrdal"],
    ),
    (
        "Stadsdelsnämnden Öster och stadsdelsnämnden Norra Ekdal beslutade.",
        "O",
        ["Stadsdelsnämnden Öster", "Stadsdelsnämnden Norra Ekdal"],
    ),
    ("Till sektor lärande hör elevhälsan.", "U", ["Sektor lärande", "Elevhälsan"]),
    (
        "Projektet drivs av sektor lärande och sektor omsorg och stöd.",
        "U",
        ["Sektor lärande", "Sektor omsorg och stöd"],
    ),
    ("Granskningen gjordes av Norrljus Revision & Råd AB.", "X", ["Norrljus Revision & Råd AB"]),
    ("Utredningen gjordes av Starck & Partner.", "X", ["Starck & Partner"]),
    ("Fastighets AB Tallkotten bygger.", "X", ["Fastighets AB Tallkotten"]),
    ("Med var AB Tallhem Karin Ek.", "X", ["AB Tallhem"]),
    ("Räddningstjänsten Norrdal kallas in.", "X", ["Räddningstjänsten Norrdal"]),
    ("Södra Ekdals räddningstjänstförbund Ida Lund", "X", ["Södra Ekdals räddningstjänstförbund"]),
    ("Region Norrbotten och Norrbottens kommuner äger det.", "K", []),
    ("Gruppen kan tillsätta arbetsgrupper.", "F", []),
    ("Någon styrgrupp blev aldrig tillsatt.", "F", []),
    ("Planen gäller barn över tolv år och familjer.", "T", ["barn över tolv år", "familjer"]),
    ("Planen gäller ungdomar som fyllt 16 men inte 20 år.", "T", ["ungdomar som fyllt 16 men inte 20 år"]),
    ("Avtalet gäller tio lägenheter för våldsutsatta.", "T", ["våldsutsatta"]),
    ("Placerade barn ska få besked.", "T", ["placerade barn"]),
]


@pytest.mark.parametrize(("text", "kind", "labels"), BESIDE)
def test_a_name_beside_the_word_for_what_it_is(text: str, kind: str, labels: list[str]) -> None:
    assert named(text, kind) == labels
