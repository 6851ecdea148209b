"""The ontology as files: complete, labelled, free of real places; every question parses, runs and answers."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import resources
from graph.ids import FAMILIES, PREFIXES, expand
from graph.store.guard import guard
from graph.store.triples import Place, vocabulary_quads
from graph.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
PLACE = Place(base="https://w3id.org/samverkan/id/", slug="tallinge", label="Tallinge kommun")
QUESTIONS = resources.listing("queries", ".rq")
RULES = resources.listing("checks", ".rq")
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + (
    "PREFIX : <https://w3id.org/samverkan/id/tallinge/x/>\nPREFIX g: <https://w3id.org/samverkan/graph/tallinge/>\n"
)


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


# --- questions -------------------------------------------------------------------------------------


def test_the_questions_are_all_there():
    assert len(QUESTIONS) >= 31


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_a_question_says_what_it_answers(file):
    title, what = file.read_text(encoding="utf-8").splitlines()[:2]
    assert re.fullmatch(r"# Titel: \S.+", title)
    assert re.fullmatch(r"# Svarar på: \S.+", what)


@pytest.mark.parametrize("file", [*QUESTIONS, *RULES], ids=lambda file: file.stem)
def test_a_question_passes_the_guard_and_is_safe_to_run(file):
    text = file.read_text(encoding="utf-8")
    guard(text)
    assert "ORDER BY" in text or file.parent.name == "checks"
    for body in re.findall(r"NOT EXISTS \{([^}]*)\}", text):  # more than one pattern runs for minutes
        assert not re.search(r"[;.]\s*\S", body.strip().rstrip(".")), body


WORLD = """
:barn a sam:TargetGroup ; skos:prefLabel "barn och unga"@sv .
:unga a sam:TargetGroup ; skos:prefLabel "unga 13–18 år"@sv ; skos:broader :barn .
:sn a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Socialnämnden"@sv .
:un a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Utbildningsnämnden"@sv .
:ks a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Kommunstyrelsen"@sv .
:rev a sam:PoliticalBody ; skos:prefLabel "revisorerna"@sv .
:externa a sam:ActorGroup , sam:ExternalActor ; skos:prefLabel "externa parter"@sv .
:friskolor a sam:ActorGroup , sam:ExternalActor ; skos:prefLabel "friskolor"@sv ; sam:inGroup :externa .
:rad a sam:Forum , sam:Arrangement ; skos:prefLabel "Trygghetsrådet"@sv ; sam:targetGroup :unga ;
  sam:hasParticipant :sn , :ks , :externa , :friskolor ; dcterms:subject samc:top-leisure .
:natverk a sam:Forum , sam:Arrangement ; skos:prefLabel "Nätverket"@sv ; sam:targetGroup :unga ;
  sam:hasParticipant :sn , :ks ; dcterms:subject samc:top-leisure .
:rutin a sam:Routine , sam:Arrangement ; skos:prefLabel "Rutinen"@sv ; sam:targetGroup :barn ;
  sam:hasParticipant :sn , :un ; sam:developedBy :sn , :un .
:uppdrag a sam:Assignment ; skos:prefLabel "Ta fram en plan"@sv ; dcterms:type samc:asg-collaboration ;
  sam:assignedTo :sn ; sam:assignedBy :ks ; sam:deadline "2029-06-30"^^xsd:date ; sam:targetGroup :unga ;
  sam:entails :makt ; sam:reportTo :ks ; sam:addresses :oro .
:makt a sam:Responsibility ; skos:prefLabel "får sammankalla"@sv ; dcterms:type samc:resp-power ;
  sam:responsible :sn .
:beslut a sam:Decision ; skos:prefLabel "§ 1"@sv ; sam:establishes :uppdrag ; sam:decidedBy :ks .
:andring a org:ChangeEvent ; skos:prefLabel "Ny nämnd"@sv ; dcterms:date "2028"^^xsd:gYear .
:oro a sam:Condition ; skos:prefLabel "Oro"@sv ; sam:causedBy :andring .
:gap a sam:Gap , sam:Condition ; skos:prefLabel "Ingen vet vart man vänder sig"@sv ;
  dcterms:type samc:gap-entry ; sam:affects :friskolor ; dcterms:subject samc:top-leisure .
:fynd a sam:Finding , sam:Claim ; skos:prefLabel "Vägen in är oklar"@sv ; sam:madeBy :rev ;
  dcterms:type samc:fnd-deficiency ; sam:identifies :gap .
:fynd2 a sam:Finding , sam:Claim ; skos:prefLabel "Det finns dubbelarbete"@sv ; sam:madeBy :rev ;
  sam:identifies :dubbel .
:dubbel a sam:Overlap , sam:Condition ; skos:prefLabel "Dubbelarbete"@sv ; sam:between :rad , :natverk .
:svar a sam:Stance , sam:Claim ; skos:prefLabel "tveksam"@sv ; sam:madeBy :sn ; sam:stanceOn :fynd2 ;
  sam:position samc:pos-doubts .
:ord a sam:Term ; skos:prefLabel "tidiga insatser"@sv .
:rapport a sam:Document ; skos:prefLabel "Granskningen"@sv ; dcterms:type samc:doc-audit-report .
:yttrande a sam:Document ; skos:prefLabel "Yttrandet"@sv ; sam:respondsTo :rapport ; dcterms:creator :sn ;
  dcterms:hasFormat :text .
g:yttrande { :a a sam:Assertion ; rdf:subject :gap ; rdf:predicate sam:affects ; rdf:object :friskolor ;
    sam:confidence 0.7 ; sam:evidence :e .
  :e oa:hasSource :text ; oa:hasSelector :q , :p . :q oa:exact "ord" . :p oa:start 1 ; oa:end 4 .
  :text dcterms:isFormatOf :yttrande . }
"""
# question -> a word of its answer, where more than the number of rows is worth knowing
EXPECTED = {
    "01": "Trygghetsrådet", "02": "2029-06-30", "03": "får sammankalla", "04": "befogenhet",
    "05": "Ingen vet vart man vänder sig", "06": "unga 13–18 år", "07": "Kommunstyrelsen", "08": "fritid",
    "09": "Trygghetsrådet", "10": "Dubbelarbete", "11": "friskolor", "12": "Rutinen", "14": "Ta fram en plan",
    "15": "2029-06-30", "16": "Utbildningsnämnden", "17": "tidiga insatser", "18": "Vägen in är oklar",
    "19": "otydlig väg in", "20": "Ingen vet vart man vänder sig", "22": "tveksam", "23": "dubbelarbete",
    "24": "ord", "25": "Yttrandet", "26": "nej eller okänt", "27": "Ny nämnd", "28": "Granskningen",
    "29": "Socialnämnden", "30": "Yttrandet", "31": "fritid",
}  # fmt: skip


@pytest.fixture(scope="module")
def world():
    store = ox.Store()
    store.load(input=(HEAD + WORLD).encode(), format=ox.RdfFormat.TRIG)
    store.load(input="\n".join(vocabulary_quads(VOCABULARY, PLACE)).encode(), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_a_question_answers(world, file):
    rows = [[str(cell) for cell in row] for row in world.query(file.read_text(encoding="utf-8"))]
    assert rows
    assert len({tuple(row) for row in rows}) == len(rows)
    assert EXPECTED.get(file.stem[:2], "") in " ".join(cell for row in rows for cell in row)


@pytest.mark.parametrize(
    ("number", "change", "left"),
    [
        ("11", ":vag sam:contactFor :friskolor , :externa .", []),
        ("14", ":d sam:reportsOn :uppdrag ; dcterms:creator :sn .", []),
        ("15", ":d sam:reportsOn :uppdrag ; dcterms:creator :sn .", []),
        ("17", ":d sam:defines :ord ; sam:agreedBy :sn , :un .", []),
        ("18", ":m a sam:Measure ; sam:addresses :gap .", []),
        ("20", ":m a sam:Measure ; sam:addresses :fynd .", []),
        ("28", ":rapport dcterms:hasFormat :t .", []),
        ("31", ":vag sam:contactFor :externa ; dcterms:subject samc:top-leisure .", []),
    ],
)
def test_an_answered_gap_is_a_gap_no_more(number, change, left):
    store = ox.Store()
    store.load(input=(HEAD + WORLD + change).encode(), format=ox.RdfFormat.TRIG)
    store.load(input="\n".join(vocabulary_quads(VOCABULARY, PLACE)).encode(), format=ox.RdfFormat.N_QUADS)
    file = next(file for file in QUESTIONS if file.stem.startswith(number))
    assert list(store.query(file.read_text(encoding="utf-8"))) == left


def test_the_readme_names_every_scheme_and_folder():
    text = resources.path("README.md").read_text(encoding="utf-8")
    for name in ("core.ttl", "terms.ttl", "shapes.ttl", "profile.tsv", "checks/", "queries/", "lookups/"):
        assert name in text
    for name in subjects(CORE, OWL + "Class"):
        assert f"`sam:{name.partition('#')[2]}`" in text
