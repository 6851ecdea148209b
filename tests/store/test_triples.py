"""From assertions to lines: what is written, what is not, and that nothing depends on order."""

import random
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ids import NS
from graph.model import Literal, Node
from graph.ntriples import assertion_iri, n_triples
from graph.store import triples
from graph.store.triples import merge, node_iri
from tests.store.invented import BOARD, FORUM, GAP, PLACE, POLICE, SOCIAL, TEXTS, claim

ID = "https://w3id.org/samverkan/id/"
GRAPH = f"<{NS}graph/tallinge/"


def facts(lines):
    return {line for line in lines if GRAPH not in line}


def has(lines, *parts):
    return any(all(part in line for part in parts) for line in lines)


@pytest.mark.parametrize(
    ("key", "scope", "expected"),
    [
        ("organ/socialnamnden", "", "tallinge/organ/socialnamnden"),
        ("aktor/polisen", "se", "se/aktor/polisen"),
        ("organ/kommunstyrelsen", "grannby", "grannby/organ/kommunstyrelsen"),
        ("kommun/tallinge", "", "tallinge"),
        ("kommun/grannby", "", "grannby"),
    ],
)
def test_identifiers_of_nodes(key, scope, expected):
    assert node_iri(Node(key=key, types=(), label="x", scope=scope), PLACE) == ID + expected


@pytest.mark.parametrize(
    ("term", "line"),
    [
        ("samc:gap-entry", f"<{NS}concept/gap-entry>"),
        ("https://a.example/b?c=d#e", "<https://a.example/b?c=d#e>"),
        ("mailto:a.b@x.example", "<mailto:a.b@x.example>"),
        ("mailto:a<b>@x.example", "<mailto:a%3Cb%3E%40x.example>"),
        ("1:2", "<urn:text:1%3A2>"),
        (Literal('å\n"\\\x07'), '"å\\n\\"\\\\\\u0007"'),
        (Literal("ord", language="sv"), '"ord"@sv'),
        (Literal("2022", "xsd:gYear"), '"2022"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
    ],
)
def test_terms(term, line):
    assert n_triples(term) == line


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_literals_are_written_as_the_engine_writes_them(text):
    assert n_triples(Literal(text)) == str(ox.Literal(text))
    line = f"<a:s> <a:p> {n_triples(Literal(text))} .\n".encode()
    assert next(iter(ox.parse(line, format=ox.RdfFormat.N_QUADS))).object.value == text


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(["mailto:", "https://", "https://a.example/", "tel:", "", "x#"]),
)
def test_whatever_a_text_holds_gives_an_iri_that_a_strict_reader_takes(text, begin):
    line = f"<a:s> <a:p> {n_triples(begin + text)} .\n".encode()
    assert len(list(ox.parse(line, format=ox.RdfFormat.N_QUADS))) == 1


def test_facts_follow_from_positive_assertions_and_our_own_hierarchy(world):
    lines = facts(world.lines("protokoll-a"))
    assert has(lines, "trygghetsradet>", "ns#convenor>", "kommunstyrelsen>")
    assert has(lines, "trygghetsradet>", "ns#hasParticipant>", "kommunstyrelsen>")
    assert has(lines, "trygghetsradet>", "#type>", "ns#Forum>")
    assert has(lines, "trygghetsradet>", "#type>", "ns#Arrangement>")
    assert not has(lines, "org#OrganizationalCollaboration")  # foreign classes are never inferred
    assert has(lines, "socialnamnden>", "prefLabel>", '"Socialnämnden"@sv')
    assert has(lines, "socialnamnden>", "altLabel>", '"SN"@sv')
    assert has(lines, "socialnamnden>", "inMunicipality>", f"<{ID}tallinge>")
    assert has(lines, "handling/protokoll-a>", "hasFormat>", "/text>")


def test_bodies_of_the_realm_belong_to_no_municipality(world):
    line = f"/se/aktor/polismyndigheten> <{NS}ns#inMunicipality>"
    assert not has(facts(world.lines("rapport-b")), line)


def test_a_denied_triple_is_no_fact_but_has_its_evidence(world):
    lines = world.lines("brev-c")
    assert not has(facts(lines), "hasParticipant")
    assert has(lines, "ns#negative>", '"true"^^', GRAPH)
    assert has(lines, "oa#exact>", "inte med", GRAPH)


def test_a_denied_triple_is_another_assertion_than_the_triple():
    yes = claim("brev-c", ID + "x", "sam:hasParticipant", ID + "y", "Polismyndigheten")
    assert assertion_iri(yes) != assertion_iri(replace(yes, negative=True))
    assert len(merge([yes, replace(yes, negative=True)])) == 2


def test_a_rejected_assertion_is_no_fact_and_says_so(world):
    before = world.lines("protokoll-a")
    names = {line[1:].split(">")[0] for line in before if f"#predicate> <{NS}ns#convenor>" in line}
    world.curation = dict.fromkeys(names, "samc:cur-rejected")
    lines = world.lines("protokoll-a")
    assert len(names) == 1
    assert not has(facts(lines), "ns#convenor>")
    assert has(lines, "ns#curation>", "cur-rejected>", GRAPH)


def test_an_accepted_assertion_stays_a_fact(world):
    names = {line[1:].split(">")[0] for line in world.lines("protokoll-a") if "#predicate>" in line}
    world.curation = dict.fromkeys(names, "samc:cur-accepted")
    assert has(facts(world.lines("protokoll-a")), "ns#convenor>")


def test_nodes_that_nobody_asserts_are_not_written(world):
    assert not has(world.lines("protokoll-a"), "polismyndigheten")


def test_voice_modality_and_page_are_kept(world):
    lines = world.lines("rapport-b")
    assert has(lines, "ns#voice>", "socialnamnden>", GRAPH)
    assert has(lines, "ns#modality>", "mod-possible>", GRAPH)
    assert has(lines, "ns#page>", '"1"^^', GRAPH)


def test_what_the_linker_joins_is_one_node(world):
    world.linker.same[POLICE] = SOCIAL
    lines = world.lines("rapport-b")
    assert not has(lines, "polismyndigheten")
    predicates = [line for line in lines if "#predicate> <" + NS + "ns#hasParticipant" in line]
    assert len(predicates) == 1  # two assertions of one triple have become one, with both passages
    name = predicates[0].split()[0]
    assert len([line for line in lines if line.startswith(name) and "ns#evidence>" in line]) == 2


def test_merging_keeps_the_surest_and_every_passage():
    weak = claim("rapport-b", FORUM, "sam:hasParticipant", BOARD, "unga", confidence=0.5, origin="a")
    sure = claim("rapport-b", FORUM, "sam:hasParticipant", BOARD, "rutin", confidence=0.8, origin="b")
    (merged,) = merge([weak, sure])
    assert (merged.origin, merged.confidence, len(merged.evidence)) == ("b", 0.8, 2)
    assert merge([sure, weak]) == [merged]
    voiced = replace(sure, voice=BOARD)
    assert [c.voice for c in merge([weak, sure, voiced], voices_apart=True)] == ["", BOARD]


@given(st.randoms())
def test_order_never_shows(shuffler):
    claims = [
        claim("rapport-b", FORUM, "sam:hasParticipant", value, text, confidence=sure)
        for value in (BOARD, SOCIAL) for text in ("unga", "rutin", "En") for sure in (0.7, 0.9)
    ]  # fmt: skip
    shuffled = list(claims)
    shuffler.shuffle(shuffled)
    assert merge(shuffled) == merge(claims)


def test_lines_are_sorted_unique_and_complete_quads(world):
    for document in world.claims:
        lines = world.lines(document)
        assert lines == sorted(set(lines))
        quads = list(ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS))
        assert len(set(quads)) == len(lines)
        graphs = {quad.graph_name for quad in quads}
        assert graphs == {ox.DefaultGraph(), ox.NamedNode(f"{NS}graph/tallinge/{document}")}
        assert not any(isinstance(quad.subject, ox.BlankNode) for quad in quads)


def test_the_order_of_assertions_does_not_show(world):
    before = world.lines("rapport-b")
    claims = list(world.claims["rapport-b"])
    random.Random(1).shuffle(claims)
    world.claims["rapport-b"] = tuple(claims)
    assert world.lines("rapport-b") == before


def test_the_extraction_is_named_by_software_and_rules(world):
    run = triples.Extraction(software="0.1.0", rules="a")
    assert run.activity == triples.Extraction(software="0.1.0", rules="a").activity
    assert run.activity != triples.Extraction(software="0.1.0", rules="b").activity
    assert has(world.lines("brev-c"), "prov#used>", "brev-c/text>", GRAPH)


def test_the_vocabulary_brings_swedish_labels_and_the_municipality(world):
    lines = triples.vocabulary_quads(world.vocabulary, PLACE)
    assert has(lines, "gap-entry>", "prefLabel>", '"otydlig väg in"@sv')
    assert has(lines, "ns#deadline>", "label>", '"senast"@sv')
    assert has(lines, "ns#convenor>", "subPropertyOf>", "ns#hasParticipant>")
    assert has(lines, f"<{ID}tallinge>", "#type>", "ns#Municipality>")
    assert not has(lines, "@en")


def test_the_gap_keeps_its_own_words(world):
    assert has(facts(world.lines("rapport-b")), GAP, "prefLabel>", "rutin för unga")
    assert TEXTS["rapport-b"]
