import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.store.guard import guard

ALLOWED = [
    "SELECT * WHERE { ?s ?p ?o }",
    "ASK { ?s a sam:Forum }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <http://a/b>",
    "PREFIX load: <http://a/> SELECT ?service WHERE { ?service load:insert ?delete } # SERVICE DROP",
    'SELECT * WHERE { ?s ?p "SERVICE <http://x> { }" , \'LOAD\' , """INSERT\n"DATA" """ }',
    "SELECT * WHERE { ?s <http://a/SERVICE> ?o ; <http://a/LOAD#DROP> ?x }",
    "SELECT * WHERE { ?s ex:SERVICE ?o . ?s :CLEAR ?x . ?s DROP:a ?b }",
    'SELECT * WHERE { ?s ?p "a\\"SERVICE" }',
    "SELECT * FROM <http://a/b> FROM NAMED <file:///etc/passwd> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * WHERE { ?s ?p ?o FILTER(?o < 3 && ?o > 1 || !BOUND(?x)) }",
    'SELECT * WHERE { ?s rdfs:label "räksmörgås"@sv-SE ; sam:deadline "2022-01-01"^^xsd:date }',
    "SELECT (COUNT(*) AS ?n) WHERE { ?s (sam:a|^sam:b)/sam:c* ?o } GROUP BY ?s HAVING (COUNT(*) > 1) LIMIT 5",
    "SELECT * WHERE { ?s ?p '\\u00e5' }",
    "SELECT * WHERE { VALUES ?x { " + "<http://a/b> " * 300 + "} ?x ?p ?o }",
    "SELECT * WHERE { " + "{" * 60 + " ?s ?p ?o " + "}" * 60 + " }",
    "SELECT * WHERE { " + "?s ?p ?o . " * 99 + "}",
    "SELECT * WHERE { ?s " + "/".join(["sam:a"] * 50) + " ?o }",
]


@pytest.mark.parametrize("query", ALLOWED, ids=range(len(ALLOWED)))
def test_allowed(query):
    guard(query)


REFUSED = [
    ("SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * WHERE { service silent ?x { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * WHERE { { SELECT * { SeRvIcE <http://x> { } } } }", "SERVICE"),
    ("SELECT * WHERE { ?s ?p ?o }#\nSERVICE", "SERVICE"),
    ("SELECT * WHERE { ?s ?p 'a'SERVICE<http://x>{} }", "SERVICE"),
    ("SELECT * WHERE { S\\u0045RVICE <http://x> { } }", "\\\\u0045"),
    ("SELECT * WHERE { \\U00000053ERVICE <http://x> { } }", "U00000053"),
    ("LOAD <http://127.0.0.1/x>", "LOAD"),
    ("SELECT * { } ; LOAD <file:///etc/passwd>", "LOAD"),
    ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
    ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
    ("CLEAR ALL", "CLEAR"),
    ("DROP GRAPH <http://a>", "DROP"),
    ("CREATE GRAPH <http://a>", "CREATE"),
    ("COPY <http://a> TO <http://b>", "COPY"),
    ("MOVE DEFAULT TO <http://b>", "MOVE"),
    ("ADD DEFAULT TO <http://b>", "ADD"),
    ("WITH <http://a> DELETE { } WHERE { }", "WITH"),
    ("SELECT * WHERE " + "{" * 2200 + "}" * 2200, "djupt"),
    ("SELECT * WHERE { ?s ?p ?o FILTER" + "(" * 4700 + "1" + ")" * 4700 + " }", "djupt"),
    ("SELECT * WHERE { FILTER(" + "!" * 9400 + "true) }", "djupt"),
    ("SELECT * WHERE { FILTER(1 = " + "- " * 100 + "1) }", "djupt"),
    ("SELECT * WHERE { ?s ?p " + "[ ?p " * 160 + "?x" + " ]" * 160 + " }", "djupt"),
    ("SELECT * WHERE { ?s ?p " + "( " * 400 + ") " * 400 + " }", "djupt"),
    ("SELECT * WHERE { { }" + " UNION { }" * 1600 + " }", "grenar"),
    ("SELECT * WHERE { " + "OPTIONAL { ?s ?p ?o } " * 65 + " }", "grenar"),
    ("SELECT * WHERE { ?s " + "/".join(["<a:b>"] * 430) + " ?o }", "steg"),
    ("SELECT * WHERE { ?s " + "|".join(["<a:b>"] * 60) + " ?o }", "steg"),
    ("SELECT (1" + "+1" * 7000 + " AS ?x) { }", "operatorer"),
    ("SELECT * WHERE { FILTER(" + "?a=?b||" * 500 + "true) }", "operatorer"),
    ("SELECT * WHERE { " + "?s ?p ?o . " * 101 + "}", "trippelmönster"),
    ("SELECT * WHERE { " + "?s ?p ex:a. " * 101 + "}", "trippelmönster"),
    ("SELECT * WHERE { ?s ?p ?o " + "; ?p ?o " * 101 + "}", "trippelmönster"),
    ("SELECT * WHERE { ?s ?p ?o " + ", ?o " * 101 + "}", "trippelmönster"),
    ("# " + "x" * 17_000, "lång"),
    ("SELECT * WHERE { ?s ?p \x00 }", "felskriven"),
    ("SELECT * WHERE { ?s ?p 'open }", "felskriven"),
    ("SELECT * WHERE { ?s ?p ```", "felskriven"),
]


@pytest.mark.parametrize(("query", "says"), REFUSED, ids=range(len(REFUSED)))
def test_refused(query, says):
    with pytest.raises(QueryError, match=says):
        guard(query)


@given(st.text(max_size=400))
def test_any_text_is_judged_and_nothing_else_is_raised(text):
    with contextlib.suppress(QueryError):
        guard(text)


@pytest.mark.parametrize("word", ["SERVICE", "LOAD", "INSERT", "DELETE"])
@given(
    before=st.sampled_from([" ", "\n", "}", ")", ";", ".", "'a'", "<a:b>", "#x\n", "?v "]),
    after=st.sampled_from([" ", "\n", "{", "<a:b>", "?x", "#", ";"]),
)
def test_a_keyword_is_seen_whatever_stands_around_it(word, before, after):
    with pytest.raises(QueryError):
        guard(f"SELECT * {{ ?s ?p ?o {before}{word}{after}")


def test_the_message_points_at_the_place():
    with pytest.raises(QueryError) as error:
        guard("SELECT *\nWHERE { ?s ?p ?o . LOAD }")
    first, second, line, mark = error.value.reason.split("\n")
    assert "LOAD" in first
    assert second.startswith("Rad 2, tecken 20")
    assert line[mark.index("^") :].startswith("LOAD")
