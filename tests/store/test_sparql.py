"""Items 32 to 36 of the list of hostile requests, on the function that every command goes through."""

import json
import socket
import time
import xml.etree.ElementTree as ET

import pytest

from graph.errors import QueryError, StopRun, StoreError
from graph.store import asking, sparql
from graph.store import guard as guard_module
from graph.store.generations import current
from graph.store.sparql import aligned, ask_limited, asked
from tests.store.invented import World


@pytest.fixture(scope="module")
def store(tmp_path_factory, vocabulary):
    folder = tmp_path_factory.mktemp("sparql") / "store"
    World(folder, vocabulary).publish().close()
    return folder


PARTICIPANTS = """
SELECT ?forum ?vem WHERE { ?f a sam:Forum ; skos:prefLabel ?forum ; sam:hasParticipant/skos:prefLabel ?vem }
ORDER BY ?vem
"""


def test_a_table(store):
    answer = ask_limited(store, PARTICIPANTS)
    assert answer.columns == ("forum", "vem")
    assert [row[1] for row in answer.rows] == ["Kommunstyrelsen", "Polismyndigheten", "Socialnämnden"]
    assert answer.body.splitlines()[-1] == "3 rader"


def test_csv_json_and_xml_hold_the_same_rows(store):
    csv = ask_limited(store, PARTICIPANTS, format="csv").body.splitlines()
    assert csv[:2] == ["forum,vem", "Trygghetsrådet,Kommunstyrelsen"]
    bindings = json.loads(ask_limited(store, PARTICIPANTS, format="json").body)["results"]["bindings"]
    assert bindings[0]["vem"] == {"type": "literal", "value": "Kommunstyrelsen", "xml:lang": "sv"}
    tree = ET.fromstring(ask_limited(store, PARTICIPANTS, format="xml").body)
    assert len(tree.findall(".//{*}result")) == len(bindings) == len(csv) - 1


def test_a_quoted_triple_in_every_format(store):
    query = 'SELECT ?t { BIND(TRIPLE(<a:a>, <b:b>, "c"@sv) AS ?t) }'
    [row] = json.loads(ask_limited(store, query, format="json").body)["results"]["bindings"]
    assert row["t"]["type"] == "triple"
    assert row["t"]["value"]["subject"] == {"type": "uri", "value": "a:a"}
    assert row["t"]["value"]["object"] == {"type": "literal", "value": "c", "xml:lang": "sv"}
    assert all("a:a" in ask_limited(store, query, format=form).body for form in ("tabell", "csv", "xml"))


def test_a_fault_of_the_program_is_not_called_a_heavy_query(store, monkeypatch):
    with current(store) as snapshot:
        ask = {**asked("ASK {}", "csv"), "database": str(snapshot.database)}

    def blunder(*_):
        raise KeyError("811228-9874")

    monkeypatch.setattr(asking, "_answered", blunder)
    with pytest.raises(StopRun, match=r"ett fel i programmet \(KeyError i test_sparql.py"):
        asking.answer(json.dumps(ask))


def test_a_graph_as_turtle_and_as_a_table(store):
    query = "CONSTRUCT { ?f sam:hasParticipant ?p } WHERE { ?f sam:hasParticipant ?p }"
    assert ask_limited(store, query, format="ttl").body.count("sam:hasParticipant") >= 1
    table = ask_limited(store, query)
    assert table.columns == ("subjekt", "predikat", "objekt")
    assert len(table.rows) == 3
    assert len(ask_limited(store, query, format="csv").body.splitlines()) == 4


@pytest.mark.parametrize(
    ("query", "body"),
    [("ASK { ?f a sam:Forum }", "ja"), ("ASK { ?f a sam:Routine }", "nej")],
)
def test_yes_and_no(store, query, body):
    assert body in ask_limited(store, query).body
    assert body in ask_limited(store, query, format="csv").body
    assert json.loads(ask_limited(store, query, format="json").body)["boolean"] is (body == "ja")


def test_unbound_is_an_empty_cell(store):
    answer = ask_limited(store, "SELECT ?f ?x WHERE { ?f a sam:Forum OPTIONAL { ?f sam:hasGoal ?x } }")
    assert answer.rows[0][1] == ""
    query = "SELECT ?f ?x { ?f a sam:Forum OPTIONAL { ?f sam:hasGoal ?x } }"
    found = json.loads(ask_limited(store, query, format="json").body)
    assert found["head"]["vars"] == ["f", "x"]
    assert "x" not in found["results"]["bindings"][0]


@pytest.mark.parametrize(
    ("query", "form", "says"),
    [
        ("SELECT * WHERE { ?s ?p }", "tabell", "Rad 1, tecken 25"),
        ("SELECT *\nWHERE { ?s okand:x ?o }", "tabell", "Rad 2"),
        ("SELEC *", "tabell", "börjar med SELECT"),
        ("SELECT * { ?s ?p ?o }", "ttl", "CONSTRUCT"),
        ("ASK { ?s ?p ?o }", "ttl", "CONSTRUCT"),
        ("ASK { ?s ?p ?o }", "pdf", "Formatet pdf finns inte"),
    ],
)
def test_faults_are_explained_in_swedish(store, query, form, says):
    with pytest.raises(QueryError, match=says):
        ask_limited(store, query, format=form)


def test_syntax_errors_carry_a_caret(store):
    with pytest.raises(QueryError) as error:
        ask_limited(store, "SELECT *\nWHERE { ?s ?p ?o . FILTER(?x = ) }")
    assert error.value.reason.splitlines()[3].strip() == "^"


def test_no_store_is_said(tmp_path):
    with pytest.raises(StoreError, match="inget lager"):
        ask_limited(tmp_path, "ASK { ?s ?p ?o }")


# 32: the process that asks lives on whatever the engine does
CRASHERS = {
    "groups": "SELECT * WHERE " + "{" * 2200 + "}" * 2200,
    "parens": "SELECT * WHERE { FILTER(" + "(" * 4700 + "1" + ")" * 4700 + ") }",
    "not": "ASK { FILTER(" + "!" * 9400 + "true) }",
}


@pytest.mark.parametrize("name", CRASHERS)
def test_a_crash_costs_only_the_child(store, name, monkeypatch):
    with pytest.raises(QueryError, match="djupt"):
        ask_limited(store, CRASHERS[name])
    monkeypatch.setattr(sparql, "guard", lambda query: None)  # let it through: the child must bear it
    with pytest.raises(QueryError):
        ask_limited(store, CRASHERS[name], seconds=5)
    assert ask_limited(store, "ASK { ?f a sam:Forum }").rows == (("ja",),)


@pytest.mark.alone
def test_deep_brackets_that_only_take_time_are_stopped(store, monkeypatch):
    monkeypatch.setattr(sparql, "guard", lambda query: None)
    begun = time.monotonic()
    with pytest.raises(QueryError, match="avbröts"):
        ask_limited(store, "SELECT * { ?s ?p " + "[ ?p " * 400 + "?x" + " ]" * 400 + " }", seconds=1)
    assert time.monotonic() - begun < 5


# 33: nothing reaches out, even where the guard is gone
@pytest.mark.parametrize("guarded", [True, False])
def test_service_never_connects(store, monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(sparql, "guard", lambda query: None)
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{canary.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(QueryError):
            ask_limited(store, query, seconds=5)
        with pytest.raises(BlockingIOError):  # nobody waits at the door
            canary.accept()


# 34: nothing changes
@pytest.mark.parametrize(
    "update", ["CLEAR ALL", "INSERT DATA { <a:a> <a:b> <a:c> }", "LOAD <file:///etc/passwd>"]
)
def test_updates_are_refused_and_change_nothing(store, update, monkeypatch):
    before = ask_limited(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    with pytest.raises(QueryError, match="bara läsa"):
        ask_limited(store, update)
    monkeypatch.setattr(sparql, "guard", lambda query: None)
    with pytest.raises(QueryError):
        ask_limited(store, update)
    assert ask_limited(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == before


# 35: a graph name is a name
@pytest.mark.parametrize(
    "name", ["file:///etc/passwd", "http://169.254.169.254/", "http://[::1]/", "ftp://x/y"]
)
def test_from_is_a_graph_name_only(store, name):
    assert ask_limited(store, f"SELECT * FROM <{name}> {{ ?s ?p ?o }}").rows == ()
    assert ask_limited(store, f"SELECT * FROM NAMED <{name}> {{ GRAPH ?g {{ ?s ?p ?o }} }}").rows == ()


# 36: what would never end is ended
ENDLESS = {
    "cartesian": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "path": "SELECT (COUNT(*) AS ?n) { ?s !(<a:b>)* ?o . ?x !(<a:b>)* ?y . ?z !(<a:b>)* ?q }",
    "sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
    "concat": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
}


@pytest.mark.alone
@pytest.mark.parametrize("name", ENDLESS)
def test_endless_queries_are_ended(store, name):
    begun = time.monotonic()
    with pytest.raises(QueryError, match="avbröts"):
        ask_limited(store, ENDLESS[name], seconds=1)
    assert time.monotonic() - begun < 4


def test_a_bad_regex_is_no_danger(store):
    query = 'ASK { FILTER(REGEX("' + "a" * 5000 + '!", "^(a+)+$")) }'
    assert ask_limited(store, query, seconds=5).rows == (("nej",),)


@pytest.mark.parametrize("limit", [{"rows": 10}, {"bytes": 2_000}])
def test_large_answers_are_refused_whole(store, limit):
    with pytest.raises(QueryError, match="Svaret"):
        ask_limited(store, "SELECT * { ?s ?p ?o }", **limit)


def test_a_table_is_aligned_and_counted():
    text = aligned(("vem", "vad"), (("a", "b\nc"), ("längre", "")))
    assert text.splitlines() == ["vem     vad", "------  ---", "a       b c", "längre", "2 rader"]
    assert aligned((), ()).splitlines()[-1] == "0 rader"


def test_limits_of_the_list_are_those_of_the_guard():
    g = guard_module
    assert (g.MOST_BYTES, g.MOST_DEPTH, g.MOST_PATTERNS, g.MOST_STEPS) == (16 * 1024, 64, 100, 50)
