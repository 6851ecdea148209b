"""Arrangements: who takes part and leads, what they are for, how long they hold, how they are followed up."""

from __future__ import annotations

import pytest

from tests.extract.passages import reading
from tests.extract.telling import body, told

IN = "Trygghetsrådet | hasParticipant | "
PLAN = "# Handlingsplan för trygga skolor 2024–2026\n\n"
AGREEMENT = (
    "# Överenskommelse om samverkan kring skolfrånvaro\n\n## Parter\n\n"
    "Parter i denna överenskommelse är Tallmo kommun (nedan Kommunen) "
    "och Region Halland (nedan Regionen).\n\n"
)
DEAL = "Överenskommelse om samverkan kring skolfrånvaro | "

TAKING_PART = [
    ("Trygghetsrådet består av socialnämnden och fritidsnämnden.", "Socialnämnden", "Fritidsnämnden"),
    ("Trygghetsrådet består av socialnämnden, som leder arbetet, och träffas två gånger.", "Socialnämnden"),
    ("Trygghetsrådet består av socialnämnden och rapporterar till kommunstyrelsen.", "Socialnämnden"),
    (
        "Trygghetsrådet har representanter från socialnämnden och fritidsnämnden.",
        "Socialnämnden",
        "Fritidsnämnden",
    ),
    ("Trygghetsrådet utgörs av socialnämnden samt fritidsnämnden.", "Socialnämnden", "Fritidsnämnden"),
    (
        "I Trygghetsrådet ingår socialnämnden, fritidsnämnden och föreningar.",
        "Socialnämnden",
        "Fritidsnämnden",
        "föreningar",
    ),
    ("I Trygghetsrådet ingår även socialkontoret.", "Socialkontoret"),
    (
        "I Trygghetsrådet deltar cheferna för socialkontoret och fritidskontoret.",
        "Socialkontoret",
        "Fritidskontoret",
    ),
    ("I Trygghetsrådet finns representanter för socialnämnden.", "Socialnämnden"),
    ("Socialnämnden deltar i Trygghetsrådet.", "Socialnämnden"),
    (
        "Socialnämnden och fritidsnämnden ingår sedan 2021 i Trygghetsrådet.",
        "Socialnämnden",
        "Fritidsnämnden",
    ),
    ("Under våren har socialnämnden deltagit i Trygghetsrådet.", "Socialnämnden"),
    ("Socialnämnden har under året medverkat i Trygghetsrådet.", "Socialnämnden"),
    ("Från kommunen deltar socialnämnden i Trygghetsrådet.", "Socialnämnden"),
    ("Socialkontoret åtar sig att delta i Trygghetsrådet.", "Socialkontoret"),
    ("Socialkontoret ska aktivt medverka i Trygghetsrådet.", "Socialkontoret"),
    ("Fritidskontoret adjungeras till Trygghetsrådet.", "Fritidskontoret"),
    ("Fritidskontoret bjuds in till Trygghetsrådet två gånger per år.", "Fritidskontoret"),
    ("Till Trygghetsrådet kallas även fritidskontoret.", "Fritidskontoret"),
    (
        "Trygghetsrådet, där socialnämnden och fritidsnämnden är representerade, träffas ofta.",
        "Socialnämnden",
        "Fritidsnämnden",
    ),
    ("Nämnden noterar att socialkontoret deltar i Trygghetsrådet.", "Socialkontoret"),
    ("Ledamöter i Trygghetsrådet är socialnämnden och fritidsnämnden.", "Socialnämnden", "Fritidsnämnden"),
    (
        "Trygghetsrådet är ett samarbete mellan socialnämnden och fritidsnämnden.",
        "Socialnämnden",
        "Fritidsnämnden",
    ),
    ("Fritidsenheten inom socialkontoret deltar i Trygghetsrådet.", "Fritidsenheten"),
    ("Trygghetsrådet träffas ofta. I rådet sitter socialnämnden.", "Socialnämnden"),
    (
        "Trygghetsrådet träffas ofta. Där möts socialnämnden och fritidsnämnden.",
        "Socialnämnden",
        "Fritidsnämnden",
    ),
    ("Trygghetsrådet träffas ofta. Det består av socialnämnden.", "Socialnämnden"),
    ("Trygghetsrådet leds av fritidsnämnden och består av socialnämnden.", "Socialnämnden"),
    (
        "Trygghetsrådet är en plats där socialnämnden och fritidsnämnden träffas.",
        "Socialnämnden",
        "Fritidsnämnden",
    ),
    ("Trygghetsrådet samlar socialnämnden och fritidsnämnden.", "Socialnämnden", "Fritidsnämnden"),
    ("Socialkontoret svarar för stödet. I Trygghetsrådet ingår socialchefen.", "Socialkontoret"),
    (
        "En gång i kvartalet möts socialnämnden, kommunpolisen och fritidskontoret i Trygghetsrådet.",
        "Socialnämnden",
        "Fritidskontoret",
    ),
    ("Bakom Trygghetsrådet står socialnämnden och Region Halland.", "Socialnämnden", "Region Halland"),
    ("Sedan i höst är Region Halland med i Trygghetsrådet.", "Region Halland"),
    (
        "I Trygghetsrådet resonerar socialnämnden och Region Halland om trygghet.",
        "Socialnämnden",
        "Region Halland",
    ),
    (
        "I Trygghetsrådet finns förutom socialnämnden även en handläggare från fritidskontoret.",
        "Socialnämnden",
        "Fritidskontoret",
    ),
    (
        "Trygghetsrådet är socialnämndens och Region Hallands gemensamma möte.",
        "Socialnämnden",
        "Region Halland",
    ),
    (
        "Socialnämnden bjuder in Region Halland och fritidskontoret till Trygghetsrådet.",
        "Region Halland",
        "Fritidskontoret",
    ),
    (
        "Trygghetsrådet, som socialnämnden håller i och där även fritidskontoret är med, är nytt.",
        "Fritidskontoret",
    ),
    (
        "Trygghetsrådet träffas varje månad. Övriga ledamöter är fritidskontoret och Region Halland.",
        "Fritidskontoret",
        "Region Halland",
    ),
    (
        "Trygghetsrådet träffas varje månad. Runt bordet sitter socialnämnden och fritidskontoret.",
        "Socialnämnden",
        "Fritidskontoret",
    ),
    (
        "Trygghetsrådet träffas varje månad. Socialnämnden och fritidskontoret utser två representanter.",
        "Socialnämnden",
        "Fritidskontoret",
    ),
]
NOT_TAKING_PART = [
    "Socialnämnden deltar inte i Trygghetsrådet.",
    "Socialnämnden har aldrig deltagit i Trygghetsrådet.",
    "I Trygghetsrådet ingår inga föreningar.",
    "Socialnämnden bör ingå i Trygghetsrådet.",
    "Socialnämnden vill delta i Trygghetsrådet.",
    "Varken socialnämnden eller fritidsnämnden ingår i Trygghetsrådet.",
    "Socialnämnden har avböjt att delta i Trygghetsrådet.",
    "Socialnämnden föreslås ingå i Trygghetsrådet.",
    "Socialnämnden rapporterar till Trygghetsrådet.",
    "Trygghetsrådet lämnar en rapport till kommunstyrelsen.",
    "I Trygghetsrådet finns även en oro för kommunens ekonomi.",
    "Socialnämnden är inte med i Trygghetsrådet.",
    "Trygghetsrådet bör bjuda in socialnämnden.",
    "Trygghetsrådet diskuterade socialnämndens budget.",
]


@pytest.mark.parametrize("row", TAKING_PART, ids=lambda row: row[0])
def test_whoever_takes_part_is_a_participant(row: tuple[str, ...]) -> None:
    text, *who = row
    assert told(body(text), "hasParticipant") == {IN + name for name in who}


@pytest.mark.parametrize("text", NOT_TAKING_PART)
def test_not_taking_part_is_never_participation(text: str) -> None:
    assert not told(body(text), "hasParticipant")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Trygghetsrådet leds av socialkontoret.", "Socialkontoret"),
        ("Trygghetsrådet samordnas av socialkontoret och träffas varje månad.", "Socialkontoret"),
        ("Socialkontoret är sammankallande för Trygghetsrådet.", "Socialkontoret"),
        ("Sammankallande i Trygghetsrådet är socialkontoret.", "Socialkontoret"),
        ("Socialkontoret leder Trygghetsrådet.", "Socialkontoret"),
        ("Socialkontoret svarar för att kalla till Trygghetsrådet.", "Socialkontoret"),
        ("Trygghetsrådet träffas ofta. Socialkontoret är sammankallande.", "Socialkontoret"),
        ("Trygghetsrådet träffas ofta. Socialkontoret kallar till mötena.", "Socialkontoret"),
        (
            "Trygghetsrådet träffas ofta. Säkerhetssamordnaren på socialkontoret kallar till mötena.",
            "Socialkontoret",
        ),
        ("Trygghetsrådet träffas ofta. Mötena leds av socialkontoret.", "Socialkontoret"),
        ("Trygghetsrådet träffas ofta. Det kallas samman av socialkontoret.", "Socialkontoret"),
        ("Trygghetsrådet inrättades 2031 och leds av socialkontoret.", "Socialkontoret"),
        ("Här finns Trygghetsrådet, som samordnas av socialkontoret.", "Socialkontoret"),
        ("Trygghetsrådet samlar tre nämnder, med socialkontoret som sammankallande.", "Socialkontoret"),
    ],
)
def test_whoever_leads_or_calls_together_is_the_convenor(text: str, who: str) -> None:
    assert told(body(text), "convenor") == {f"Trygghetsrådet | convenor | {who}"}


@pytest.mark.parametrize(
    "text",
    [
        "Socialkontoret är inte sammankallande för Trygghetsrådet.",
        "Trygghetsrådet bör ledas av socialkontoret.",
        "Trygghetsrådet träffas ofta. Socialkontoret samordnar stödet till familjer.",
        "Trygghetsrådet träffas ofta. Socialkontoret kallar till nätverkets möten.",
    ],
)
def test_other_leading_is_not_convening(text: str) -> None:
    assert not told(body(text), "convenor")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Under Trygghetsrådet finns två grupper: SSPF-gruppen och EST-gruppen.",
            {"SSPF-gruppen", "EST-gruppen"},
        ),
        ("SSPF-gruppen ingår i Trygghetsrådet.", {"SSPF-gruppen"}),
        ("SSPF-gruppen är en arbetsgrupp under Trygghetsrådet.", {"SSPF-gruppen"}),
        ("SSPF-gruppen är underställd Trygghetsrådet.", {"SSPF-gruppen"}),
        ("SSPF-gruppen ingår inte i Trygghetsrådet.", set()),
    ],
)
def test_a_group_under_another_is_part_of_it(text: str, expected: set[str]) -> None:
    assert told(body(text), "isPartOf") == {f"{part} | isPartOf | Trygghetsrådet" for part in expected}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Socialnämnden och fritidsnämnden har tillsammans arbetat fram en rutin för orosanmälan.",
            {"Socialnämnden", "Fritidsnämnden"},
        ),
        (
            "Socialnämnden har tillsammans med fritidsnämnden tagit fram en rutin för orosanmälan.",
            {"Socialnämnden", "Fritidsnämnden"},
        ),
        (
            "En rutin för orosanmälan har tagits fram av socialnämnden och fritidsnämnden.",
            {"Socialnämnden", "Fritidsnämnden"},
        ),
        ("Socialnämnden bör ta fram en rutin för orosanmälan.", set()),
        ("Socialnämnden har inte tagit fram någon rutin för orosanmälan.", set()),
    ],
)
def test_those_who_made_a_routine_developed_it(text: str, who: set[str]) -> None:
    assert told(body(text), "developedBy") == {
        f"Rutin för orosanmälan | developedBy | {name}" for name in who
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Överenskommelsen gäller från den 1 januari 2024 till den 31 december 2026.",
            {"validFrom | 2024-01-01", "validTo | 2026-12-31"},
        ),
        ("Avtalet gäller från och med 2024-01-01 och tills vidare.", {"validFrom | 2024-01-01"}),
        ("Gäller fr.o.m. 2024-01-01 t.o.m. 2026-12-31.", {"validFrom | 2024-01-01", "validTo | 2026-12-31"}),
        ("Överenskommelsen löper till och med den 31 december 2026.", {"validTo | 2026-12-31"}),
        ("Överenskommelsen gäller inte från den 1 januari 2024.", set()),
    ],
)
def test_an_agreement_holds_from_and_until(text: str, expected: set[str]) -> None:
    assert told(f"{AGREEMENT}## Giltighet\n\n{text}\n", "validFrom", "validTo") == {
        DEAL + line for line in expected
    }


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        (
            "Syftet med överenskommelsen är att fler elever klarar skolan.",
            "purpose",
            {"fler elever klarar skolan"},
        ),
        (
            "Överenskommelsen syftar till att fler elever klarar skolan.",
            "purpose",
            {"fler elever klarar skolan"},
        ),
        ("Överenskommelsen ska säkerställa stöd i tid.", "purpose", {"säkerställa stöd i tid"}),
        ("Syftet är att fler elever klarar skolan.", "purpose", {"fler elever klarar skolan"}),
        ("Överenskommelsen riktar sig till barn och unga.", "targetGroup", {"barn och unga"}),
        ("Målgruppen är barn och unga.", "targetGroup", {"barn och unga"}),
        ("Parterna har tagit fram en rutin för orosanmälan.", "setOutIn", {"-"}),
        ("Överenskommelsen följs upp varje år.", "followUp", {"<FollowUp>"}),
        ("Överenskommelsen följs inte upp.", "followUp", set()),
    ],
)
def test_an_agreement_says_what_it_is_for(text: str, predicate: str, expected: set[str]) -> None:
    found = told(f"{AGREEMENT}## Innehåll\n\n{text}\n", predicate, subject="Överenskommelse om")
    assert found == {
        f"{DEAL}{predicate} | {value}" for value in (expected if predicate != "setOutIn" else {"-"})
    }


def test_what_the_parties_do_each_of_them_does() -> None:
    made, sitting = "Parterna har tagit fram en rutin för orosanmälan.", "Parterna deltar i Trygghetsrådet."
    text = f"{AGREEMENT}## Åtaganden\n\n{made}\n\n{sitting}\n"
    assert told(text, "developedBy", "hasParticipant") == {
        f"{DEAL}hasParticipant | Region Halland",
        f"{DEAL}hasParticipant | Tallmo kommun",
        "Rutin för orosanmälan | developedBy | Region Halland",
        "Rutin för orosanmälan | developedBy | Tallmo kommun",
        f"{IN}Region Halland",
        f"{IN}Tallmo kommun",
    }


def test_one_of_the_parties_is_not_all_of_them() -> None:
    text = f"{AGREEMENT}## Åtaganden\n\nEn av parterna deltar i Trygghetsrådet.\n"
    assert not told(text, "hasParticipant", subject="Trygghetsrådet")


def test_a_plan_goes_by_the_proper_name_of_its_title() -> None:
    title = "# Alla framåt – handlingsplan för trygga skolor 2024–2026"
    text = f"{title}\n\n## Syfte\n\nPlanen riktar sig till barn och unga.\n"
    assert told(text, "setOutIn", "targetGroup", subject="Alla framåt") == {
        "Alla framåt | setOutIn | -",
        "Alla framåt | targetGroup | barn och unga",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Planen följs upp av socialkontoret varje år.", {"responsible | Socialkontoret"}),
        ("Socialkontoret följer upp planen varje år.", {"responsible | Socialkontoret"}),
        (
            "Under våren ska socialkontoret utvärdera planen.",
            {"responsible | Socialkontoret", "modality | mod-planned"},
        ),
        ("Socialkontoret ansvarar för uppföljningen av planen.", {"responsible | Socialkontoret"}),
        (
            "Socialkontoret följer upp planen. Uppföljningen redovisas för kommunstyrelsen.",
            {"responsible | Socialkontoret", "concerns | Kommunstyrelsen"},
        ),
        ("Planen har inte följts upp.", set()),
        ("Socialkontoret bör följa upp planen.", set()),
    ],
)
def test_a_followup_has_whoever_follows_up(text: str, expected: set[str]) -> None:
    found = told(
        f"{PLAN}## Genomförande\n\n{text}\n", "responsible", "modality", "concerns", subject="<FollowUp>"
    )
    assert found == {f"<FollowUp> | {line}" for line in expected}


def test_the_ages_of_a_target_group_are_whole_years() -> None:
    found = told(
        body("Trygghetsrådet riktar sig till barn och unga 0–20 år."), "suggestedMinAge", "suggestedMaxAge"
    )
    assert {line.partition(" | ")[2] for line in found} == {"suggestedMinAge | 0", "suggestedMaxAge | 20"}


def test_items_under_a_heading_of_members_are_members() -> None:
    text = (
        "# Trygghetsrådet\n\n## Vilka sitter i rådet?\n\n- En ledamot från socialnämnden\n- Fritidskontoret\n"
    )
    assert told(text, "hasParticipant") == {f"{IN}Socialnämnden", f"{IN}Fritidskontoret"}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Fritidskontoret adjungeras vid behov till Trygghetsrådet.", {"arrangement.adjuncts"}),
        ("Fritidskontoret bjuds in till Trygghetsrådet två gånger per år.", {"arrangement.adjuncts"}),
        ("Fritidskontoret ingår i Trygghetsrådet.", {"arrangement.participants"}),
    ],
)
def test_who_only_comes_when_called_is_told_by_a_rule_of_its_own(text: str, rules: set[str]) -> None:
    found = reading(body(text))
    assert {c.origin for c in found.assertions if c.predicate == "sam:hasParticipant"} == rules


BELONGING = [
    ("Fritidsenheten är en enhet inom Kulturkontoret.", "Fritidsenheten | isPartOf | Kulturkontoret"),
    ("Fritidsenheten hör till Kulturkontoret.", "Fritidsenheten | isPartOf | Kulturkontoret"),
    ("På Kulturkontoret finns Fritidsenheten.", "Fritidsenheten | isPartOf | Kulturkontoret"),
    ("Frågan bereds av Fritidsenheten vid Kulturkontoret.", "Fritidsenheten | isPartOf | Kulturkontoret"),
    ("Kulturkontoret lyder under Kulturnämnden.", "Kulturkontoret | serves | Kulturnämnden"),
    (
        "Förvaltning\tArbetar åt\tEnheter\nKulturkontoret\tKulturnämnden\tFritidsenheten",
        "Kulturkontoret | serves | Kulturnämnden",
    ),
    (
        "Förvaltning\tArbetar åt\tEnheter\nKulturkontoret\tKulturnämnden\tFritidsenheten",
        "Fritidsenheten | isPartOf | Kulturkontoret",
    ),
]


@pytest.mark.parametrize(("text", "expected"), BELONGING)
def test_a_unit_belongs_to_an_administration_and_that_to_a_committee(text: str, expected: str) -> None:
    assert expected in told(body(text), "isPartOf", "serves")


def test_what_is_proposed_belongs_nowhere_yet() -> None:
    assert not told(body("Fritidsenheten föreslås höra till Kulturkontoret."), "isPartOf")
