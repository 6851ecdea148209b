"""Questions that are written so that a large store answers in time give the answers of their plain forms."""

import pyoxigraph as ox
import pytest

from graph import resources

PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sam: <https://w3id.org/samverkan/ns#>
PREFIX samc: <https://w3id.org/samverkan/concept/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX : <https://example.org/>
"""

DATA = """
:rad a sam:Forum, sam:Arrangement ; skos:prefLabel "Ungdomsrådet"@sv ; dcterms:subject :amne, :annat ;
  sam:hasGoal :mal ; sam:hasParticipant :a, :b .
:grupp a sam:Forum, sam:Arrangement ; skos:prefLabel "Bogruppen"@sv ; dcterms:subject :amne, :annat ;
  sam:hasGoal :mal ; sam:hasParticipant :a, :b ; dcterms:isPartOf :natverk .
:natverk a sam:Forum, sam:Arrangement ; skos:prefLabel "Nätverket"@sv ; dcterms:subject :amne ;
  sam:hasGoal :mal .
:amne skos:prefLabel "boende"@sv . :annat skos:prefLabel "skola"@sv . :mal skos:prefLabel "trygghet"@sv .
:a skos:prefLabel "Nämnd A"@sv . :b skos:prefLabel "Nämnd B"@sv .
samc:gap-entry skos:prefLabel "väg in"@sv . sam:affects rdfs:label "berör"@sv . rdf:type rdfs:label "är"@sv .
sam:Gap rdfs:label "mellanrum"@sv . samc:cur-accepted skos:prefLabel "godkänt"@sv .
:g1 a sam:Gap ; skos:prefLabel "lucka ett"@sv ; dcterms:type samc:gap-entry ; sam:affects :a, :b .
:g2 a sam:Gap ; skos:prefLabel "lucka två"@sv ; dcterms:type samc:gap-entry .
:c1 a sam:Claim ; sam:identifies :g1 . :c2 a sam:Claim ; sam:addresses :g1 . :c3 sam:addresses :g1 .
:d1 skos:prefLabel "Protokoll"@sv . :d2 skos:prefLabel "Rapport"@sv . :d3 skos:prefLabel "Brev"@sv .
"""
GRAPHS = """
GRAPH :graf1 { :t1 dcterms:isFormatOf :d1 .
  :x1 rdf:subject :g1 ; rdf:predicate sam:affects ; rdf:object :a ; sam:confidence 0.9 ; sam:evidence :e1 .
  :x2 rdf:subject :g1 ; rdf:predicate rdf:type ; rdf:object sam:Gap ; sam:confidence 0.7 ; sam:evidence :e1 ;
    sam:curation samc:cur-accepted .
  :x3 rdf:subject :g1 ; rdf:predicate sam:affects ; rdf:object :b ; sam:confidence 0.95 ; sam:evidence :e1 ;
    sam:curation samc:cur-accepted .
  :e1 oa:hasSource :t1 ; oa:hasSelector :q1, :p1 ; sam:page 2 . :q1 oa:exact "citat" .
  :p1 oa:start 3 ; oa:end 8 . }
GRAPH :graf2 { :t2 dcterms:isFormatOf :d2 .
  :x1 rdf:subject :g1 ; rdf:predicate sam:affects ; rdf:object :a ; sam:confidence 0.6 ; sam:evidence :e2 .
  :e2 oa:hasSource :t2 ; oa:hasSelector :q2 . :q2 oa:exact "annat citat" ; oa:start 0 ; oa:end 11 . }
GRAPH :graf3 { :t3 dcterms:isFormatOf :d3 .
  :x3 rdf:subject :g1 ; rdf:predicate sam:affects ; rdf:object :b ; sam:confidence 0.95 ; sam:evidence :e3 ;
    sam:curation samc:cur-accepted .
  :e3 oa:hasSource :t3 ; oa:hasSelector :q3 . :q3 oa:exact "tredje" ; oa:start 0 ; oa:end 6 . }
"""

PLAIN = {
    "08-overlapp-amne-mal": """
SELECT ?form1 ?form2 (GROUP_CONCAT(DISTINCT ?l; separator="; ") AS ?gemensamt) WHERE {
  ?f1 (dcterms:subject|sam:hasGoal) ?x ; a sam:Arrangement ; skos:prefLabel ?form1 .
  ?f2 (dcterms:subject|sam:hasGoal) ?x ; a sam:Arrangement ; skos:prefLabel ?form2 .
  FILTER(STR(?f1) < STR(?f2)) ?x skos:prefLabel ?l } GROUP BY ?f1 ?f2 ?form1 ?form2""",
    "09-overlapp-rangordnat": """
SELECT ?form1 ?form2 (COUNT(DISTINCT ?x) AS ?poang) (GROUP_CONCAT(DISTINCT ?l; separator="; ") AS ?delar)
WHERE {
  ?f1 (sam:targetGroup|sam:hasParticipant|dcterms:subject|sam:hasGoal) ?x .
  ?f1 a sam:Arrangement ; skos:prefLabel ?form1 .
  ?f2 (sam:targetGroup|sam:hasParticipant|dcterms:subject|sam:hasGoal) ?x .
  ?f2 a sam:Arrangement ; skos:prefLabel ?form2 .
  FILTER(STR(?f1) < STR(?f2)) MINUS { ?f1 dcterms:isPartOf+ ?f2 } MINUS { ?f2 dcterms:isPartOf+ ?f1 }
  ?x skos:prefLabel ?l } GROUP BY ?f1 ?f2 ?form1 ?form2 HAVING (COUNT(DISTINCT ?x) > 1)""",
    "19-mellanrum": """
SELECT ?slag ?mellanrum (GROUP_CONCAT(DISTINCT COALESCE(?al, ""); separator="; ") AS ?drabbar)
  (COUNT(DISTINCT ?c) AS ?utsagor) WHERE {
  ?g a sam:Gap ; skos:prefLabel ?mellanrum ; dcterms:type/skos:prefLabel ?slag .
  OPTIONAL { ?g sam:affects/skos:prefLabel ?al }
  OPTIONAL { ?c (sam:identifies|sam:addresses) ?g . ?c a sam:Claim } } GROUP BY ?g ?slag ?mellanrum""",
    "24-belagg-for-mellanrum": """
SELECT ?mellanrum ?samband ?vad ?citat ?handling ?sida ?start ?slut ?sakerhet ?granskning WHERE {
  ?g dcterms:type samc:gap-entry ; a sam:Gap ; skos:prefLabel ?mellanrum .
  GRAPH ?graf {
    ?a rdf:subject ?g ; rdf:predicate ?p ; rdf:object ?o ; sam:confidence ?sakerhet ; sam:evidence ?e .
    ?e oa:hasSource ?text ; oa:hasSelector/oa:exact ?citat ; oa:hasSelector/oa:start ?start ;
      oa:hasSelector/oa:end ?slut . ?text dcterms:isFormatOf ?d . OPTIONAL { ?e sam:page ?sida }
  }
  ?d skos:prefLabel ?handling . ?p rdfs:label ?samband . OPTIONAL { ?o (skos:prefLabel|rdfs:label) ?namn }
  OPTIONAL { GRAPH ?graf { ?a sam:curation ?beslut } ?beslut skos:prefLabel ?granskat }
  BIND(COALESCE(?namn, STR(?o)) AS ?vad) BIND(COALESCE(?granskat, "ogranskad") AS ?granskning) }""",
    "25-att-granska": """
SELECT ?handling (COUNT(DISTINCT ?a) AS ?antal) (MIN(?k) AS ?lagsta) WHERE {
  GRAPH ?graf { ?a sam:confidence ?k ; sam:evidence/oa:hasSource/dcterms:isFormatOf ?d .
    OPTIONAL { ?a sam:curation ?cur } FILTER(?k < 0.8 || !BOUND(?cur)) }
  ?d skos:prefLabel ?handling } GROUP BY ?d ?handling""",
}


@pytest.fixture(scope="module")
def store():
    store = ox.Store()
    store.update(f"{PREFIXES} INSERT DATA {{ {DATA} {GRAPHS} }}")
    return store


def rows(store, query):
    """Return the rows sorted, and what is joined in one cell too: no order is promised there."""
    return sorted(
        tuple(sorted(str(value).strip('"').split("; ")) for value in row) for row in store.query(query)
    )


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_question_answers_as_its_plain_form(store, name):
    shipped = resources.path(f"queries/{name}.rq").read_text(encoding="utf-8")
    expected = rows(store, PREFIXES + PLAIN[name])
    assert expected
    assert rows(store, shipped) == expected
