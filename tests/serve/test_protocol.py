"""The SPARQL 1.1 Protocol against a really running server: by hand, and by the libraries that people use."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import httpx2 as httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, URLENCODED, XML, SPARQLWrapper
from starlette.testclient import TestClient

from graph.errors import UsageError
from graph.ids import PREFIXES
from graph.serve.app import application

FORUMS = "SELECT ?f ?namn { ?f a sam:Forum ; skos:prefLabel ?namn } ORDER BY ?namn LIMIT 3"
TRIPLES = "CONSTRUCT { ?f skos:prefLabel ?namn } { ?f a sam:Forum ; skos:prefLabel ?namn }"
SAM = f"PREFIX sam: <{PREFIXES['sam']}>\n"
FORUM = rdflib.URIRef(PREFIXES["sam"] + "Forum")
# rdflib warns about what it does itself
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def web(live):
    with httpx.Client(base_url=live.address, timeout=60) as found:
        yield found


def ask(web, query, accept="*/*", **more):
    return web.get("/sparql", params={"query": query, **more}, headers={"accept": accept})


# --- three ways to ask -------------------------------------------------------------------------


def test_a_query_by_get_by_form_and_as_it_is_give_the_same(web):
    by_get = ask(web, FORUMS)
    by_form = web.post("/sparql", data={"query": FORUMS})
    as_is = web.post(
        "/sparql", content=FORUMS, headers={"content-type": "application/sparql-query; charset=UTF-8"}
    )
    assert by_get.status_code == by_form.status_code == as_is.status_code == 200
    assert by_get.json() == by_form.json() == as_is.json()
    assert len(by_get.json()["results"]["bindings"]) == 3
    assert web.head("/sparql", params={"query": FORUMS}).content == b""


@pytest.mark.parametrize(
    ("accept", "media", "begins"),
    [
        ("*/*", "application/sparql-results+json", '{"head"'),
        ("application/json", "application/json", '{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/xml;q=0.5, text/html", "text/xml; charset=utf-8", "<?xml"),
        ("text/csv", "text/csv; charset=utf-8", "f,namn\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?f\t?namn\n"),
        ("text/csv;q=0.1, application/sparql-results+json;q=0.9", "application/sparql-results+json", "{"),
    ],
)
def test_a_table_in_every_form(web, accept, media, begins):
    answer = ask(web, FORUMS, accept)
    assert answer.headers["content-type"] == media
    assert answer.text.startswith(begins)


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("*/*", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
    ],
)
def test_a_graph_in_every_form(web, accept, media, form):
    answer = ask(web, TRIPLES, accept)
    assert answer.headers["content-type"] == media
    assert len(rdflib.Graph().parse(data=answer.text, format=form)) >= 3


def test_a_yes_in_every_form(web):
    assert ask(web, "ASK { ?f a sam:Forum }").json() == {"head": {}, "boolean": True}
    assert "<boolean>true</boolean>" in ask(web, "ASK {}", "application/sparql-results+xml").text
    assert (
        ask(web, "ASK {}", "text/csv").text == ask(web, "ASK {}", "text/tab-separated-values").text == "true"
    )


def test_a_form_that_there_is_not_is_406_with_those_that_there_are(web):
    for query in (FORUMS, TRIPLES):
        answer = ask(web, query, "image/png")
        assert answer.status_code == 406
        assert "finns som" in answer.text


# --- the dataset -------------------------------------------------------------------------------


def test_the_graphs_of_the_request_are_the_dataset(web):
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graph = ask(web, "SELECT ?g { GRAPH ?g {} } LIMIT 1", "text/csv").text.split()[1]

    def count(**more):
        return int(ask(web, query, "text/csv", **more).text.split()[1])

    assert 0 < count(**{"default-graph-uri": graph}) != count()
    assert count(**{"named-graph-uri": graph}) == 0
    inside = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert ask(web, inside, "text/csv", **{"named-graph-uri": graph}).text.split()[1] == "1"
    assert ask(web, inside, "text/csv", **{"default-graph-uri": graph}).text.split()[1] == "0"
    both = urlencode([("query", query), ("default-graph-uri", graph), ("default-graph-uri", "urn:ingen")])
    assert web.get(f"/sparql?{both}", headers={"accept": "text/csv"}).status_code == 200


def test_prefixes_are_those_of_the_command_line(web):
    assert ask(web, "ASK { ?f a sam:Forum . FILTER(STRSTARTS(STR(?f), STR(id:))) }").json()["boolean"]


# --- errors ------------------------------------------------------------------------------------


def test_errors_show_the_place_and_are_json_where_that_is_wanted(web):
    wrong = "SELECT *\nWHERE { ?s ?p "
    answer = ask(web, wrong, "text/csv, */*;q=0.1")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Rad 2, tecken 15" in answer.text
    answer = ask(web, wrong, "application/sparql-results+json")
    assert answer.json()["fel"].startswith("Frågan är felskriven")
    assert answer.json()["partial"] is False


@pytest.mark.parametrize(
    ("method", "address", "status", "allow"),
    [
        ("PUT", "/sparql", 405, "GET, HEAD, POST"),
        ("DELETE", "/sparql", 405, "GET, HEAD, POST"),
        ("PUT", "/rdf-graph-store?default", 405, "GET, HEAD"),
        ("POST", "/rdf-graph-store?default", 405, "GET, HEAD"),
        ("PATCH", "/rdf-graph-store?graph=urn:x", 405, "GET, HEAD"),
        ("DELETE", "/rdf-graph-store?graph=urn:x", 405, "GET, HEAD"),
    ],
)
def test_what_writes_is_not_allowed(web, method, address, status, allow):
    answer = web.request(method, address, content="<a:a> <a:a> <a:a> .")
    assert answer.status_code == status
    assert answer.headers["allow"] == allow
    assert "bara läsas" in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sparql?query=", 400),
        ("/sparql?query=ASK{}&query=ASK{}", 400),
        ("/sparql?default-graph-uri=urn:x", 400),
        ("/sparql?query=ASK{}&default-graph-uri=inte en adress", 400),
        ("/sparql?" + "&".join(f"a{n}=1" for n in range(60)) + "&query=ASK{}", 400),
        ("/rdf-graph-store", 400),
        ("/rdf-graph-store?default&graph=urn:x", 400),
        ("/rdf-graph-store?graph=", 400),
        ("/rdf-graph-store?graph=relativ", 400),
        ("/rdf-graph-store?graph=urn:finns-inte", 404),
    ],
)
def test_requests_that_ask_wrongly(web, address, status):
    answer = web.get(address, headers={"accept": "*/*"})
    assert answer.status_code == status
    assert answer.text.strip()


# --- what the service says of itself, and the graphs whole -------------------------------------


@pytest.mark.parametrize("form", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_the_service_describes_itself(web, live, form):
    answer = web.get("/sparql", headers={"accept": form})
    graph = rdflib.Graph().parse(data=answer.text, format=form)
    me = rdflib.URIRef(f"{live.address}/sparql")
    assert (me, SD.endpoint, me) in graph
    assert (me, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert len(list(graph.objects(me, SD.resultFormat))) == 8
    named = set(graph.objects(None, SD.name))
    listed = ask(web, "SELECT ?g { GRAPH ?g {} }", "text/csv").text.split()[1:]
    assert {str(name) for name in named} == set(listed)


def test_a_browser_without_a_query_gets_the_page(web):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "<html" in web.get("/sparql", headers={"accept": browser}).text
    assert ask(web, FORUMS, browser).headers["content-type"] == "application/xml"


def test_graphs_are_fetched_whole(web, built):
    whole = rdflib.Graph().parse(data=web.get("/rdf-graph-store?default").text, format="turtle")
    count = ask(web, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1]
    assert len(whole) == int(count)
    graph = ask(web, "SELECT ?g { GRAPH ?g {} } LIMIT 1", "text/csv").text.split()[1]
    one = web.get("/rdf-graph-store", params={"graph": graph}, headers={"accept": "application/n-triples"})
    assert "verbatim" in one.text or "exact" in one.text
    assert web.head("/rdf-graph-store", params={"graph": graph}).status_code == 200


# --- the libraries -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper_reads_tables(live, method, form):
    client = SPARQLWrapper(f"{live.address}/sparql", returnFormat=form)
    client.setMethod(method)
    client.setQuery(SAM + "SELECT ?f { ?f a sam:Forum } LIMIT 3")
    found = client.query().convert()
    if form == JSON:
        assert len(found["results"]["bindings"]) == 3
    elif form == XML:
        assert len(found.getElementsByTagName("result")) == 3
    else:
        assert len(found.split()) == 4


@pytest.mark.parametrize("form", [TURTLE, RDFXML])
def test_sparqlwrapper_reads_graphs_and_posts_as_it_is(live, form):
    client = SPARQLWrapper(f"{live.address}/sparql", returnFormat=form)
    client.setQuery(SAM + "CONSTRUCT { ?f a sam:Forum } { ?f a sam:Forum }")
    for way in (URLENCODED, POSTDIRECTLY):
        client.setMethod(POST)
        client.setRequestMethod(way)
        found = client.query().convert()
        graph = (
            found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
        )
        assert len(graph) >= 3


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_and_reads_as_if_it_were_its_own(live, method):
    graph = rdflib.Graph(store=SPARQLStore(f"{live.address}/sparql", method=method))
    rows = list(graph.query(f"SELECT ?f {{ ?f a <{FORUM}> }}"))
    assert len(rows) >= 3
    forum = rows[0][0]
    assert len(list(graph.objects(forum, rdflib.RDF.type))) >= 1
    assert graph.query(SAM + "ASK { ?f a sam:Forum }").askAnswer
    named = rdflib.Dataset(store=SPARQLStore(f"{live.address}/sparql", method=method))
    assert len(list(named.query("SELECT ?g { GRAPH ?g {} }"))) >= 17


def test_rdflib_reads_the_graph_store(live):
    graph = rdflib.Graph().parse(f"{live.address}/rdf-graph-store?default")
    assert (None, rdflib.RDF.type, FORUM) in graph


# --- settings ----------------------------------------------------------------------------------


def test_in_the_public_profile_nobody_asks_freely(own):
    own.settings_file.write_text('profil = "publik"\n', encoding="utf-8")
    client = TestClient(application(own, hosts=frozenset({"testserver"})))
    for address in ("/sparql?query=ASK{}", "/rdf-graph-store?default"):
        answer = client.get(address, headers={"accept": "application/json"})
        assert answer.status_code == 403
        assert "publik" in json.loads(answer.text)["fel"]


def test_other_sites_may_ask_only_where_the_settings_name_them(own):
    """CORS: off unless a site is named; then its pages may ask and read, and change nothing."""
    guest, stranger = {"origin": "https://karta.exempel.se"}, {"origin": "https://ond.example"}
    own.settings_file.write_text('sparql_fran = ["https://karta.exempel.se"]\n', encoding="utf-8")
    client = TestClient(application(own, hosts=frozenset({"testserver"})))
    for address in ("/sparql?query=ASK{}", "/rdf-graph-store?graph=urn:x"):
        answer = client.get(address, headers=guest)
        assert answer.headers["access-control-allow-origin"] == guest["origin"]
        assert "Origin" in answer.headers["vary"]
        assert "access-control-allow-origin" not in client.get(address, headers=stranger).headers
    assert "POST" in client.options("/sparql", headers=guest).headers["access-control-allow-methods"]
    assert "access-control-allow-methods" not in client.options("/sparql", headers=stranger).headers
    assert client.post("/sparql", data={"query": "ASK {}"}, headers=guest).json()["boolean"] is True
    assert client.post("/sparql", data={"query": "ASK {}"}, headers=stranger).status_code == 403
    assert client.post("/granska/beslut", data={}, headers=guest).status_code == 403
    assert "access-control-allow-origin" not in client.get("/", headers=guest).headers
    own.settings_file.write_text('sparql_fran = ["*"]\n', encoding="utf-8")
    with pytest.raises(UsageError, match="sparql_fran"):
        application(own)
