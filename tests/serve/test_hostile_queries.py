"""Items 32 to 36 of the list of hostile requests, against the running server."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import httpx2 as httpx
import pytest

from graph.store.pool import Pool
from tests.serve.conftest import Live
from tests.serve.hostile import ENDLESS, busy, store_hash


@pytest.fixture(scope="module")
def quick(built) -> Iterator[Live]:
    """A running explorer whose queries may take a second."""
    running = Live(built)
    running.app.state.site.pool = Pool(built.store, workers=2, seconds=1)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def web(quick):
    with httpx.Client(
        base_url=quick.address, timeout=60, headers={"accept": "text/plain, */*;q=0.5"}
    ) as found:
        yield found


def lives(web) -> bool:
    return web.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


# 32: 400 "för komplex", the server lives, the next query is answered
COMPLEX = {
    "groups": "SELECT * WHERE " + "{" * 2200 + "}" * 2200,
    "parens": "SELECT * WHERE { FILTER(" + "(" * 4700 + "1" + ")" * 4700 + ") }",
    "unions": "SELECT * { " + "{} UNION " * 1500 + "{} }",
    "not": "ASK { FILTER(" + "!" * 9400 + "true) }",
    "brackets": "SELECT * { ?s ?p " + "[ ?p " * 160 + "?x" + " ]" * 160 + " }",
    "path": "SELECT * { ?s " + "/".join(["<a:p>"] * 430) + " ?o }",
    "patterns": "SELECT * { " + "".join(f"?v{n} ?p ?v{n + 1} . " for n in range(430)) + "}",
    "sum": "SELECT (1" + "+1" * 7000 + " AS ?n) {}",
}


@pytest.mark.parametrize("name", COMPLEX)
def test_32_what_would_crash_the_engine_is_told_to_be_too_complex(web, name):
    answer = web.post("/sparql", data={"query": COMPLEX[name]})
    assert answer.status_code == 400
    assert answer.text.startswith("Frågan är för ")
    assert lives(web)


@pytest.mark.parametrize(("method", "status"), [("GET", 414), ("POST", 413)])
def test_32_a_longer_text_than_any_question_needs(web, method, status):
    query = "SELECT * { " + "{} UNION " * 6600 + "{} }"
    more = (
        {"params": {"query": query[:15_000] + "#" * 2000}} if method == "GET" else {"data": {"query": query}}
    )
    answer = web.request(method, "/sparql", **more)
    assert answer.status_code == status
    assert "lång" in answer.text


# 33: nothing reaches out; what only looks like it may
SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?u) service ?u { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SeRvIcE <URL> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE<URL>{ ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { OPTIONAL { #\n SERVICE\n<URL> { ?s ?p ?o } } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
]
LOOK_ALIKES = [
    'SELECT * { ?s ?p "SERVICE <URL> {}" } LIMIT 1',
    "SELECT * { ?s <URL/SERVICE> ?o } # SERVICE <URL> {}\nLIMIT 1",
    "PREFIX service: <URL#> SELECT ?service { ?service service:SERVICE ?LOAD } LIMIT 1",
    "SELECT * { ?s ?p '''\nSERVICE <URL> {}''' } LIMIT 1",
]


@pytest.fixture
def canary():
    with socket.create_server(("127.0.0.1", 0)) as found:
        found.setblocking(False)
        yield found
        with pytest.raises(BlockingIOError):  # nobody waits at the door
            found.accept()


@pytest.mark.parametrize("query", SERVICES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_33_no_query_reaches_out(web, canary, query, method):
    query = query.replace("URL", f"http://127.0.0.1:{canary.getsockname()[1]}/")
    place = "params" if method == "GET" else "data"
    answer = web.request(method, "/sparql", **{place: {"query": query}})
    assert answer.status_code in (400, 403)
    assert answer.text.startswith(("Frågor får inte hämta", "Frågan skriver vanliga tecken"))


@pytest.mark.parametrize("query", LOOK_ALIKES)
def test_33_what_only_looks_like_it_is_allowed(web, canary, query):
    query = query.replace("URL", f"http://127.0.0.1:{canary.getsockname()[1]}/")
    assert web.get("/sparql", params={"query": query}).status_code == 200


# 34: nothing changes
UPDATES = [
    "LOAD <file:///etc/passwd>",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP ALL",
    "ASK {} ; CLEAR ALL",
    "PREFIX a: <a:> INSERT DATA { a:a a:b a:c } ; SELECT * { ?s ?p ?o }",
    "WITH <a:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("update", UPDATES)
def test_34_nothing_changes_whatever_way_it_is_sent(web, built, update):
    before = store_hash(built.store)
    direct = {"content-type": "application/sparql-update"}
    as_query = {"content-type": "application/sparql-query"}
    answers = [
        web.get("/sparql", params={"query": update}),
        web.get("/sparql", params={"update": update}),
        web.get("/sparql", params={"query": "ASK {}", "update": update}),
        web.post("/sparql", data={"query": update}),
        web.post("/sparql", data={"update": update}),
        web.post("/sparql?update=x", data={"query": "ASK {}"}),
        web.post("/sparql", content=update, headers=direct),
        web.post("/sparql", content=update, headers=as_query),
        web.put("/sparql", content=update, headers=direct),
        web.post(
            "/rdf-graph-store?default", content="<a:a> <a:b> <a:c> .", headers={"content-type": "text/turtle"}
        ),
        web.delete("/rdf-graph-store?default"),
    ]
    assert {answer.status_code for answer in answers} <= {403, 405}
    assert all("läsa" in answer.text for answer in answers)
    multipart = web.post("/sparql", files={"update": update})
    assert multipart.status_code == 415
    assert store_hash(built.store) == before


# 35: the name of a graph is a name
@pytest.mark.parametrize(
    "name",
    ["file:///etc/passwd", "URL", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "ftp://x/y"],
)
def test_35_a_graph_is_a_name_and_nothing_is_fetched(web, canary, name):
    name = name.replace("URL", f"http://127.0.0.1:{canary.getsockname()[1]}/")
    asked = [
        {"query": f"SELECT * FROM <{name}> {{ ?s ?p ?o }}"},
        {"query": f"SELECT * FROM NAMED <{name}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"},
        {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": name},
        {"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": name},
    ]
    for fields in asked:
        answer = web.post("/sparql", data=fields)
        assert answer.status_code == 200
        assert answer.json()["results"]["bindings"] == []
    assert web.get("/rdf-graph-store", params={"graph": name}).status_code == 404


# 36: what would never end, or be too much, is ended; the processor is free within a second
HEAVY = {
    "cartesian": ENDLESS,
    "path": "SELECT (COUNT(*) AS ?n) { ?s !(<a:b>)* ?o . ?x !(<a:b>)* ?y . ?z !(<a:b>)* ?q }",
    "sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
    "concatenated": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "random": "SELECT (SUM(RAND()) AS ?n) (COUNT(UUID()) AS ?m) (COUNT(BNODE()) AS ?o)"
    " { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "rows": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000",
}


@pytest.mark.alone
@pytest.mark.parametrize("name", HEAVY)
def test_36_what_would_never_end_is_ended_and_frees_the_processor(web, name):
    begun = time.monotonic()
    answer = web.get("/sparql", params={"query": HEAVY[name]}, headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json()["partial"] is False
    assert answer.json()["fel"].startswith(("Frågan avbröts", "Svaret "))
    assert time.monotonic() - begun < 5
    assert not busy(0.5) or not busy(0.3)  # a worker that starts anew is busy for a moment
    assert lives(web)


def test_36_a_bad_regex_is_no_danger(web):
    query = 'ASK { FILTER(REGEX("' + "a" * 5000 + '!", "^(a+)+$")) }'
    assert web.get("/sparql", params={"query": query}).json()["boolean"] is False
