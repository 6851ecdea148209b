"""The ontology as files: complete, labelled, free of real places; every question is safe to run."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import resources
from graph.ids import FAMILIES, expand
from graph.store.guard import guard
from graph.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
QUESTIONS = resources.listing("queries", ".rq")
RULES = resources.listing("checks", ".rq")


def triples(name):
    return [quad.triple for quad in ox.parse(path=resources.path(name))]


CORE, TERMS = triples("core.ttl"), triples("terms.ttl")


def subjects(data, kind):
    typed = (t for t in data if t.predicate.value == expand("rdf:type"))
    return {t.subject.value for t in typed if t.object.value == expand(kind)}


OWL = "http://www.w3.org/2002/07/owl#"
CLASSES = subjects(CORE, OWL + "Class")
PROPERTIES = subjects(CORE, OWL + "ObjectProperty") | subjects(CORE, OWL + "DatatypeProperty")


@pytest.mark.parametrize("what", [CLASSES, PROPERTIES], ids=["classes", "properties"])
def test_every_term_has_labels_a_comment_and_an_example(what):
    for name in what:
        about = [t for t in CORE if t.subject.value == name]
        held = {(t.predicate.value, getattr(t.object, "language", None)) for t in about}
        wanted = {("rdfs:label", "sv"), ("rdfs:label", "en"), ("rdfs:comment", "en"), ("skos:example", "sv")}
        assert held >= {(expand(p), tag) for p, tag in wanted}, name


def test_the_model_uses_only_classes_that_are_there():
    assert {expand(name) for name in FAMILIES if name.startswith("sam:")} <= CLASSES
    assert {expand(name) for name in FAMILIES} <= set(VOCABULARY.labels)


def test_every_concept_has_a_scheme_that_is_there_and_two_labels():
    schemes = subjects(TERMS, "skos:ConceptScheme")
    for name, concept in VOCABULARY.concepts.items():
        assert expand(concept.scheme) in schemes, name
        tags = [
            t.object.language
            for t in TERMS
            if t.subject.value == expand(name) and t.predicate.value == expand("skos:prefLabel")
        ]
        assert sorted(tags) == ["en", "sv"], name
        assert all(up in VOCABULARY.concepts for up in concept.broader), name


def test_no_word_of_a_scheme_means_two_things():
    shown: dict[tuple[str, str], str] = {}
    for name, concept in VOCABULARY.concepts.items():
        for word in {concept.label, *concept.alt}:
            assert shown.setdefault((concept.scheme, word.casefold()), name) == name, word


def test_hierarchies_have_no_cycles():
    for name in VOCABULARY.parents:
        assert all(name not in VOCABULARY.wider(up) for up in VOCABULARY.parents[name]), name


def test_what_files_speak_of_is_defined():
    """Every sam: and samc: name in shapes, rules, questions and code is a term of the ontology."""
    known = CLASSES | PROPERTIES | {expand(name) for name in VOCABULARY.concepts}
    known |= subjects(TERMS, "skos:ConceptScheme")
    code = list(Path(resources.__file__).parent.rglob("*.py"))
    for file in [*QUESTIONS, *RULES, resources.path("shapes.ttl"), *code]:
        text = file.read_text(encoding="utf-8")
        for name in re.findall(r"(?<![\w:])samc?:[A-Za-z][\w-]*\w(?![\w*-])", text):
            family = any(term.startswith(expand(name) + "-") for term in known)  # samc:mod for samc:mod-…
            assert family or expand(name) in known, f"{file.name}: {name}"


# --- questions and rules ---------------------------------------------------------------------------


@pytest.mark.parametrize("file", [*QUESTIONS, *RULES], ids=lambda file: file.stem)
def test_a_question_passes_the_guard_and_is_safe_to_run(file):
    text = file.read_text(encoding="utf-8")
    guard(text)
    for body in re.findall(r"NOT EXISTS \{([^}]*)\}", text):  # more than one pattern runs for minutes
        assert not re.search(r"[;.]\s*\S", body.strip().rstrip(".")), body


def test_the_readme_names_every_scheme_and_folder():
    text = resources.path("README.md").read_text(encoding="utf-8")
    for name in ("core.ttl", "terms.ttl", "shapes.ttl", "profile.tsv", "checks/", "queries/", "lookups/"):
        assert name in text
    for name in subjects(CORE, OWL + "Class"):
        assert f"`sam:{name.partition('#')[2]}`" in text
