"""What analyses may ask of a stored graph: rows, names, and the quotes of facts, wider facts included."""

from __future__ import annotations

import pytest

from graph.errors import StopRun
from graph.store.asked import StoreGraph
from tests.store.invented import BOARD, CLAIMS, FORUM, PLACE, POLICE, SOCIAL, source

HOME = PLACE.iri + "/"
POLICE_IRI = f"{PLACE.base}se/{POLICE}"


@pytest.fixture
def graph(world):
    with world.publish() as snapshot:
        yield StoreGraph(snapshot, tuple(map(source, CLAIMS)))


def test_rows_are_distinct_sorted_and_compact(graph):
    rows = graph.rows("SELECT ?who ?kind { ?f sam:hasParticipant ?who OPTIONAL { ?who dcterms:type ?kind } }")
    assert rows == sorted([(HOME + BOARD, ""), (HOME + SOCIAL, ""), (POLICE_IRI, "")])
    assert graph.rows("SELECT ?t { ?t a sam:Gap ; dcterms:type ?k }") == [
        (graph.rows("SELECT ?g { ?g a sam:Gap }")[0][0],)
    ]


@pytest.mark.parametrize(
    ("term", "name"),
    [
        (HOME + FORUM, "Trygghetsrådet"),
        ("sam:Forum", "forum"),
        ("samc:mod-possible", "möjligt"),
        ("2024-03", "2024-03"),
    ],
)
def test_everything_has_a_name(graph, term, name):
    assert graph.name(term) == name


def test_a_fact_is_proved_by_all_who_say_it_and_by_what_implies_it(graph):
    takes_part = (HOME + FORUM, "sam:hasParticipant", HOME + SOCIAL)
    convenes = (HOME + FORUM, "sam:hasParticipant", HOME + BOARD)  # said as sam:convenor
    nobody = (HOME + FORUM, "sam:hasParticipant", HOME)
    proof = graph.proof([takes_part, convenes, nobody])
    assert {e.document for claim in proof[takes_part] for e in claim.evidence} == {"protokoll-a", "rapport-b"}
    assert [claim.predicate for claim in proof[convenes]] == ["sam:convenor"]
    assert proof[nobody] == ()


def test_what_is_denied_proves_nothing(graph):
    fact = (HOME + FORUM, "sam:hasParticipant", POLICE_IRI)
    assert {e.document for claim in graph.proof([fact])[fact] for e in claim.evidence} == {"rapport-b"}


def test_a_literal_is_proved_by_its_value(graph):
    ((gap, date),) = graph.rows("SELECT ?g ?d { ?g a sam:Gap ; dcterms:date ?d }")
    assert [
        c.object.value for c in graph.proof([(gap, "dcterms:date", date)])[gap, "dcterms:date", date]
    ] == [date]


def test_a_faulty_query_of_ours_stops_the_run(graph):
    with pytest.raises(StopRun):
        graph.rows("SELECT ?x WHERE {")
