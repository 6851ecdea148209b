"""Ways in: stated before worked out, the actor's own before its group's, and none is a finding."""

from __future__ import annotations

import pytest

from graph.analyse.ways_in import find_routes, routes_of
from tests.analyse.small import X, graph, short

WORLD = """
:skola a sam:ExternalActor ; skos:prefLabel "Lindens friskola"@sv ; sam:inGroup :friskolor .
:friskolor a sam:ExternalActor , sam:ActorGroup ; skos:prefLabel "friskolor"@sv .
:halsan a sam:Administration ; skos:prefLabel "Elevhälsan"@sv ; cv:contactPoint :lots .
:bun a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Utbildningsnämnden"@sv ; cv:contactPoint :lots .
:lots a sam:ContactPoint ; skos:prefLabel "Lotsen"@sv ; cv:email "lotsen@tallinge.example" .
"""
FOR_SCHOOLS = ":lots sam:contactFor :friskolor .\n"
ABOUT = ":lots dcterms:subject samc:top-education .\n"
DUTY = """
:sn a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Socialnämnden"@sv ; cv:contactPoint :brevlada .
:brevlada a sam:ContactPoint ; skos:prefLabel "Socialnämnden, e-post"@sv ; cv:email "sn@tallinge.example" .
:oro a sam:Responsibility ; skos:prefLabel "Ta emot orosanmälningar"@sv ; sam:responsible :sn ;
  dcterms:subject samc:top-child-concern ; dcterms:type samc:resp-duty .
"""
ORO, SCHOOL = "samc:top-child-concern", "samc:top-education"


def ways(trig: str, matter: str = "", actor: str = "skola") -> list[tuple[str, bool, list[str]]]:
    found = routes_of(graph(WORLD + trig), X + actor, (matter,))
    return [(short(r.end), r.stated, [short(s.node) for s in r.steps]) for r in found]


def test_the_way_goes_over_the_group_to_the_unit_nearest_the_matter():
    (way,) = ways(FOR_SCHOOLS)
    assert way == ("halsan", True, ["friskolor", "lots", "halsan", "lots"])


def test_each_step_is_a_sentence_with_its_facts():
    (route,) = routes_of(graph(WORLD + FOR_SCHOOLS + ABOUT), X + "skola")
    assert [s.text for s in route.steps] == [
        "Lindens friskola ingår i gruppen friskolor.",
        "Lotsen anges som väg in för friskolor i frågor om utbildning.",
        "Lotsen finns hos Elevhälsan (källorna nämner också Utbildningsnämnden).",
        "Lotsen nås på lotsen@tallinge.example.",
    ]
    assert [s.facts[0][1] for s in route.steps] == [
        "sam:inGroup", "sam:contactFor", "cv:contactPoint", "cv:email",
    ]  # fmt: skip


def test_no_way_in_is_a_route_without_steps():
    assert ways("") == [("", False, [])]
    assert ways(FOR_SCHOOLS, actor="okand") == [("", False, [])]


@pytest.mark.parametrize(
    ("trig", "matter", "end", "stated"),
    [
        (FOR_SCHOOLS + ABOUT, SCHOOL, "halsan", True),
        (FOR_SCHOOLS, ORO, "halsan", True),  # for every matter
        (FOR_SCHOOLS + ABOUT, ORO, "halsan", False),  # stated, but for another matter
        (ABOUT, SCHOOL, "halsan", False),  # nobody says for whom
        (ABOUT + DUTY, ORO, "sn", False),  # responsible, no way in
        (FOR_SCHOOLS + ABOUT + DUTY, ORO, "halsan", False),
        (DUTY, "orosanmälning", "sn", False),  # free text in the task's words
        (DUTY, "snöröjning", "", False),
        (DUTY + ":oro dcterms:type samc:resp-exclusion .", ORO, "", False),
    ],
)
def test_what_is_stated_comes_before_what_is_worked_out(trig, matter, end, stated):
    assert ways(trig, matter)[0][:2] == (end, stated)


def test_the_responsible_body_is_reached_by_its_own_general_address():
    ((_, _, nodes),) = ways(DUTY, ORO)
    assert nodes == ["sn", "brevlada"]
    ((_, _, nodes),) = ways(DUTY + ":brevlada sam:contactFor :foreningar .", ORO)
    assert nodes == ["sn"]  # an address for others is none of its


def test_a_wider_topic_covers_a_narrower_matter_but_not_the_reverse():
    wider = ":snatteri skos:broader :brott . :lots dcterms:subject :brott . "
    assert ways(FOR_SCHOOLS + wider, X + "snatteri")[0][1]
    assert not ways(FOR_SCHOOLS + wider.replace("subject :brott", "subject :snatteri"), X + "brott")[0][1]


def test_a_forum_leads_to_its_convenor():
    forum = ":rad a sam:Forum ; skos:prefLabel 'Rådet'@sv ; sam:hasParticipant :skola"
    assert ways(f"{forum} ; sam:convenor :halsan .") == [("halsan", False, ["rad", "halsan", "lots"])]
    assert ways(f"{forum} .") == [("", False, [])]  # nobody to turn to
    assert ways(f"{forum} ; sam:convenor :friskolor .") == [("", False, [])]  # nobody of the municipality


def test_a_way_into_an_external_actor_is_no_way_into_the_municipality():
    own = ":friskolor cv:contactPoint :egen . :egen a sam:ContactPoint ; sam:contactFor :friskolor ."
    assert ways(own) == [("", False, [])]


@pytest.mark.parametrize(
    "trig",
    [
        ":bolag a sam:ExternalActor ; dcterms:type samc:act-housing-company . "
        ":grupp a sam:ExternalActor , sam:ActorGroup ; skos:prefLabel 'bostadsbolag'@sv .",
        ":bolag a sam:ExternalActor . :grupp a sam:ActorGroup ; skos:prefLabel 'externa parter'@sv .",
    ],
)
def test_a_group_that_only_the_kind_of_actor_tells_of_is_worked_out(trig):
    assert ways(f"{trig} :lots sam:contactFor :grupp .", actor="bolag")[0][:2] == ("halsan", False)


def test_every_actor_that_matters_gets_a_route_for_each_of_its_matters():
    gap = ":gap a sam:Gap ; sam:affects :friskolor ; dcterms:subject samc:top-child-concern .\n"
    consultant = ":konsult a sam:ExternalActor ; skos:prefLabel 'Konsulten'@sv .\n"
    found = find_routes(graph(WORLD + gap + consultant + DUTY))
    assert [(short(r.actor), r.matter, short(r.end)) for r in found] == [
        ("friskolor", "", ""),
        ("friskolor", ORO, "sn"),
        ("skola", "", ""),
    ]


def test_a_way_in_without_a_name_is_called_by_its_owner_and_quoted():
    point = ":lots sam:contactFor :friskolor ; skos:prefLabel 'Det finns nu en väg in för alla skolor'@sv ."
    trig = WORLD.replace('skos:prefLabel "Lotsen"@sv ; ', "") + point
    (route,) = routes_of(graph(trig), X + "friskolor")
    called, _, quoted = route.steps[0].text.partition(": ")
    assert called == "En kontaktväg hos Elevhälsan anges som väg in för friskolor"
    assert quoted == "”Det finns nu en väg in för alla skolor”."
