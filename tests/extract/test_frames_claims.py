from __future__ import annotations

import time

import pytest

from tests.extract.stating import count, reading, said, view

DEFICIENT = [
    ("Granskningen visar att det saknas en gemensam rutin för orosanmälan.", "gap-guideline"),
    ("Enligt granskningen saknar nämnderna en tydlig målbild för samverkan.", "gap-shared-goal"),
    ("Revisorerna konstaterar att det inte finns någon strategi för arbetet.", "gap-strategy"),
    ("Granskningen visar att ansvarsfördelningen är otydlig.", "gap-responsibility"),
    ("Socialnämnden ser att uppföljningen är bristfällig.", "gap-followup"),
    ("Det finns behov av att kartlägga var samverkan sker.", "gap-overview"),
    ("Skolorna vet inte vem i kommunen de ska kontakta.", "gap-entry"),
    ("Parterna känner inte till varandras ansvarsområden.", "gap-knowledge"),
    ("Det finns ingen gemensam definition av begreppet tidiga insatser.", "gap-definition"),
    ("Arbetet på nämndövergripande nivå kan utvecklas.", "gap-coordination"),
    ("Gemensamma mål har inte beslutats.", "gap-shared-goal"),
    ("Resultaten har inte följts upp sedan 2021.", "gap-followup"),
    ("Samverkan skapas ibland för att kompensera organisatoriska mellanrum.", "gap-mandate"),
]


@pytest.mark.parametrize(("text", "kind"), DEFICIENT)
def test_a_deficiency_is_a_finding_that_points_out_a_gap(text: str, kind: str) -> None:
    assert "type fnd-deficiency" in said(view(text), "Finding")
    assert f"type {kind}" in said(view(text), "Gap")


TOLD = [
    ("Lotsarna är alltför få.", "fnd-deficiency"),
    ("Ärendena kopplas runt mellan kontoren.", "fnd-deficiency"),
    ("Kontoren planerar lägren var för sig.", "fnd-deficiency"),
    ("Ingen från kontoret kommer till träffarna.", "fnd-deficiency"),
    ("Friskolor berättar att de ringer samma nummer om och om igen.", "fnd-deficiency"),
    ("Friskolor berättar att de numera har ett namn att ringa.", "fnd-strength"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD)
def test_what_people_tell_of_themselves_is_a_finding(text: str, kind: str) -> None:
    assert f"type {kind}" in said(view(text), "Finding")


def test_a_wish_that_people_tell_of_is_no_finding() -> None:
    assert count(view("Friskolor berättar att de vill ringa ett enda nummer."), "Finding") == 0


SOUND = [
    "Granskningen visar att arbetet i huvudsak är ändamålsenligt.",
    "Samarbetet med polisen fungerar mycket bra.",
    "Revisorerna bedömer att rutinen är väl känd.",
    "Det finns ett tydligt fokus på förebyggande arbete.",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_works_is_a_strength_and_no_gap(text: str) -> None:
    assert "type fnd-strength" in said(view(text), "Finding")
    assert count(view(text), "Gap") == 0


NOTHING = [
    "Ledarna berättar att de vill ha en egen kontakt.",
    "Ingen nämnd klarar detta ensam.",
    "Inget beslut ska fattas före sommaren.",
    "I rådet har bolaget ingen roll i beredningen.",
    "Det viktiga är inte vem det är, utan att någon svarar.",
    "Till socialnämndens uppgifter hör inte att döma av matcher.",
    "Ärendet har behandlats av nämnden.",
    "Beslutet medför inga kostnader.",
    "Nämnden har inget att erinra mot förslaget om ny lokal.",
    "Socialnämnden ansvarar inte för öppen fritidsverksamhet.",
    "Arbetet ska bedrivas så att samverkan kan förbättras.",
    "Handläggaren utreder om det finns behov av stöd.",
    "Mötet hölls i Tallmo folkets hus.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_other_sentences_claim_nothing(text: str) -> None:
    assert count(view(text), "Finding") == 0
    assert count(view(text), "Gap") == 0


VOICES = [
    ("Enligt granskningen är uppföljningen bristfällig.", "madeBy Revisorerna"),
    ("Revisorerna har också funnit att uppföljningen är bristfällig.", "madeBy Revisorerna"),
    ("Friskolorna har flera gånger kritiserat att uppföljningen är bristfällig.", "madeBy friskolor"),
    ("Från friskolorna framförs att uppföljningen är bristfällig.", "madeBy friskolor"),
    ("Kommunstyrelsen: Uppföljningen är bristfällig.", "madeBy Kommunstyrelsen"),
    ("Granskningen visar också att rutiner saknas.", "madeBy Revisorerna"),
    ("I granskningen anges att uppföljning saknas.", "madeBy Revisorerna"),
    ("Friskolor uppger att de inte vet vem i kommunen de ska kontakta.", "madeBy friskolor"),
    ("Enligt granskningen pekar bostadsbolag på att deras väg in är otydlig.", "madeBy bostadsbolag"),
    ("Socialnämnden anser att uppföljningen är otillräcklig.", "madeBy Socialnämnden"),
    ("Uppföljningen är otillräcklig.", "madeBy Socialnämnden"),
    ("Kommunstyrelsen bedömer att styrningen är otydlig.", "madeBy Kommunstyrelsen"),
]


@pytest.mark.parametrize(("text", "expected"), VOICES)
def test_a_claim_belongs_to_the_one_who_says_it(text: str, expected: str) -> None:
    found = {line for line in said(view(text), "Finding") if line.startswith("madeBy")}
    assert found == {expected}


def test_who_audits_for_the_auditors_speaks_for_them() -> None:
    text = view(
        "Revisorerna lät granska detta. Norrljus Revision AB konstaterar att uppföljningen är bristfällig."
    )
    assert {line for line in said(text, "Finding") if line.startswith("madeBy")} == {"madeBy Revisorerna"}


def test_an_attribution_goes_on_in_the_next_sentence() -> None:
    text = view("Granskningen visar att strategi saknas. Det finns inte heller några riktlinjer för arbetet.")
    assert {line for line in said(text, "Finding") if line.startswith("madeBy")} == {"madeBy Revisorerna"}
    assert count(text, "Finding") == 2


def test_coordinated_clauses_are_claims_of_their_own() -> None:
    text = view(
        "Revisorerna konstaterar att en skriftlig rutin saknas, att uppföljningen är bristfällig och att det "
        "är oklart vem som kallar till mötena."
    )
    assert count(text, "Finding") == 3
    quotes = {e.quote for c in reading(text).assertions if c.origin == "claim.finding" for e in c.evidence}
    assert all(len(quote) < 90 for quote in quotes)


ADVICE = [
    "Ledarna vill gärna att skolan öppnar hallen tidigare.",
    "Föreningen Tallkotten vill få en egen nyckel till hallen.",
    "Nämnderna kan med fördel överväga en gemensam telefon.",
    "Det kan därför finnas skäl att slå ihop listorna.",
    "Det vore bra med en lapp på dörren.",
    "Gränsen mellan lagen måste på sikt ritas om och prövas.",
    "Parterna behöver snarast reda ut vem som låser.",
    "Bolaget har bett att få vara med i trygghetsgruppen.",
    "Nämnden vill se att arbetssättet tas in i ordinarie verksamhet.",
    "Friskolan Tallkotten anser att kommunen borde bjuda in skolan till rådet.",
    "Det skulle vara värdefullt att låta grupperna gå samman.",
    "Vi rekommenderar nämnden att se över rutinen.",
    "Nämnden bör säkerställa att alla skolor bjuds in.",
    "Det är därför viktigt att hitta former för dialog.",
    "Ansvarsfördelningen behöver förtydligas.",
    "Granskningen säger att det kan finnas en möjlighet med en översyn av uppdragen.",
]


@pytest.mark.parametrize("text", ADVICE)
def test_advice_is_a_recommendation(text: str) -> None:
    assert count(view(text), "Recommendation") == 1


NO_ADVICE = [
    "Nämnden har fått i uppdrag att redovisa arbetet.",
    "En egen telefon bör på sikt kunna korta väntan.",
    "Nämnden vill i detta läge påminna om att hallen är öppen.",
    "Socialnämnden vill att kontoret ska redovisa läget i maj.",
    "Arbetet bör kunna leda till ökad tydlighet.",
    "När insatser behöver samordnas kallas till möte.",
    "Mötet hålls i maj.",
]


@pytest.mark.parametrize("text", NO_ADVICE)
def test_an_expectation_or_a_condition_is_no_advice(text: str) -> None:
    assert count(view(text), "Recommendation") == 0


def test_a_recommendation_names_whom_it_asks() -> None:
    text = view("Revisorerna rekommenderar kommunstyrelsen att ta fram en strategi.")
    assert {"madeBy Revisorerna", "directedTo Kommunstyrelsen"} <= said(text, "Recommendation")


POSITIONS = [
    ("Socialnämnden skriver under på det.", "pos-agrees"),
    ("Den iakttagelsen är enligt Socialnämnden befogad.", "pos-agrees"),
    ("Socialnämnden går med på detta till hälften.", "pos-partly"),
    ("Socialnämnden känner på den punkten inte igen sig.", "pos-disagrees"),
    ("Socialnämnden säger bestämt nej till en sådan lösning.", "pos-disagrees"),
    ("Socialnämnden är på den punkten kluven.", "pos-doubts"),
    ("Socialnämnden tvivlar på att det räcker.", "pos-doubts"),
    ("Socialnämnden noterar den andra iakttagelsen.", "pos-notes"),
    ("Mot den föreslagna tidplanen har Socialnämnden ingen erinran.", "pos-agrees"),
    ("Socialnämnden ansluter sig till den slutsatsen.", "pos-agrees"),
    ("Den bilden stämmer väl med nämndens egen erfarenhet.", "pos-agrees"),
    ("Socialnämnden kan bara till viss del ansluta sig till det.", "pos-partly"),
    ("Den kritiken delas inte av Socialnämnden.", "pos-disagrees"),
    ("Att redan nu slå ihop dem förefaller förhastat.", "pos-doubts"),
    ("Socialnämnden instämmer i att detta är en brist.", "pos-agrees"),
    ("Socialnämnden delar revisorernas bedömning.", "pos-agrees"),
    ("Socialnämnden håller med om detta.", "pos-agrees"),
    ("Socialnämnden delar till viss del revisorernas bild.", "pos-partly"),
    ("Socialnämnden ställer sig tveksam till värdet av en sammanslagning.", "pos-doubts"),
    ("Socialnämnden instämmer inte i kritiken.", "pos-disagrees"),
    ("Socialnämnden delar inte uppfattningen.", "pos-disagrees"),
    ("Socialnämnden noterar granskningens synpunkter.", "pos-notes"),
]


@pytest.mark.parametrize(("text", "position"), POSITIONS)
def test_a_stance_has_a_position_and_answers_what_stands_before_it(text: str, position: str) -> None:
    whole = view(f"Granskningen visar att gemensamma rutiner saknas. {text}")
    found = said(whole, "Stance")
    assert f"position {position}" in found
    assert "madeBy Socialnämnden" in found
    assert any(line.startswith("stanceOn ") for line in found)


def test_two_stances_in_one_sentence_stay_two() -> None:
    text = view(
        "Revisorerna konstaterar att rutiner saknas. Socialnämnden instämmer i iakttagelsen men ställer sig "
        "tveksam till att ett nytt forum skulle hjälpa."
    )
    assert {"position pos-agrees", "position pos-doubts"} <= said(text, "Stance")


def test_an_overlap_is_possible_when_the_source_says_so() -> None:
    text = view("Flera forum och grupper kan ha uppdrag som delvis överlappar varandra.")
    assert "type ovl-assignment" in said(text, "Overlap")
    assert "modality mod-possible" in said(text, "Finding")


def test_a_denied_participation_is_a_gap_and_never_an_edge() -> None:
    text = view("Granskningen visar att fristående skolor inte deltar i Trygghetsrådet.")
    assert count(text, "Gap") == 1
    assert not any(line.startswith("hasParticipant") for line in said(text, "Forum"))


MEASURES = [
    ("Socialkontoret håller just nu på att skriva en lathund.", "st-ongoing"),
    ("Socialkontoret har tillsammans med skolorna börjat kartlägga vägarna.", "st-ongoing"),
    ("Socialkontoret erbjuder sig att bemanna en telefon.", "st-planned"),
    ("Sedan i våras har Socialkontoret installerat belysning i gångtunneln.", "st-done"),
    ("I höst ska Socialkontoret därför ta fram en enkel blankett.", "st-planned"),
    ("Till hösten inleds ett samarbete med Region Vitmark.", "st-planned"),
    ("En upphandling av ett nytt system pågår.", "st-ongoing"),
    ("Socialnämnden har upprättat en mottagningsenhet.", "st-done"),
    ("Ett arbete pågår inom Socialkontoret för att samla forumen.", "st-ongoing"),
    ("Socialkontoret planerar att under 2026 anställa en samordnare.", "st-planned"),
    ("En möjlig åtgärd kan vara att öppna en e-tjänst.", "st-proposed"),
]


@pytest.mark.parametrize(("text", "status"), MEASURES)
def test_a_measure_has_a_status_and_answers_the_gap_before_it(text: str, status: str) -> None:
    whole = view(f"Granskningen visar att en tydlig väg in saknas. {text}")
    found = said(whole, "Measure")
    assert f"status {status}" in found
    assert any(line.startswith("addresses ") for line in found)


def test_a_fear_is_told_without_saying_whose() -> None:
    text = view("Det fanns farhågor om sämre förutsättningar för samverkan.")
    assert count(text, "Claim") == 1
    assert not any(line.startswith("madeBy") for line in said(text, "Claim"))


UNITS = ["nämnden saknar inte ", "behöver ", "ska ", "att ", "granskningen visar att "]


@pytest.mark.alone
@pytest.mark.parametrize("unit", UNITS)
def test_claims_are_read_in_linear_time(unit: str) -> None:
    def cost(times: int) -> float:
        text = view(unit * times)
        begun = time.process_time()
        reading(text)
        return time.process_time() - begun

    cost(200)
    small = max(min(cost(400) for _ in range(3)), 0.01)
    assert min(cost(1600) for _ in range(2)) < 4 * 2.5 * small


@pytest.mark.parametrize(
    "text",
    [
        "Revisorerna konstaterar att Trygghetsrådet och Skolgruppen har nästan likadana dagordningar.",
        "Revisorerna konstaterar att samma ungdomar kommer upp i både Trygghetsrådet och Skolgruppen.",
        "Revisorerna konstaterar att Trygghetsrådet och Skolgruppen konkurrerar om samma deltagare.",
    ],
)
def test_two_groups_that_do_the_same_overlap(text: str) -> None:
    found = said(view(text), "Overlap")
    assert {"between Trygghetsrådet", "between Skolgruppen"} <= found


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Revisorerna konstaterar att informationen mellan socialnämnden och skolnämnden brister.", 2),
        ("Revisorerna konstaterar att socialnämnden och skolnämnden saknar kunskap om varandras uppdrag.", 2),
        ("Revisorerna konstaterar att socialnämnden saknar rutiner för information.", 0),
    ],
)
def test_a_gap_lies_between_those_it_is_said_of_together(text: str, sides: int) -> None:
    assert len({line for line in said(view(text), "Gap") if line.startswith("between ")}) == sides
