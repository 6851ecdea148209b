"""The RDF files against the store they were written from, as other programs read them."""

import json
from itertools import groupby

import pyoxigraph as ox
import pytest
import rdflib

from graph.export.rdf import write_rdf
from graph.store.dataset import open_store
from graph.store.lines import sorted_lines
from graph.vocabulary import load_vocabulary
from tests.store.invented import World

# rdflib's own TriG reader still uses the class that rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

NAMES = ["graph.nq", "graph.trig", "graph.jsonld", "graph.ttl"]
SAM = rdflib.Namespace("https://w3id.org/samverkan/ns#")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("rdf") / "store", load_vocabulary())


@pytest.fixture(scope="module")
def folder(world):
    with world.publish() as snapshot:
        write_rdf(sorted_lines(snapshot), world.folder.parent / "exports", "intern")
    return world.folder.parent / "exports"


def lines_of(folder):
    """Return the lines of graph.nq after the remark that tells its profile."""
    remark, *lines = (folder / "graph.nq").read_bytes().splitlines(keepends=True)
    assert remark.startswith(b"# Profil: intern.")
    return lines


def test_the_files(folder):
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES[:3])
def test_every_format_holds_the_whole_dataset(folder, name):
    quads = set(ox.parse(path=folder / "graph.nq"))
    assert set(ox.parse(path=folder / name)) == quads
    assert len(quads) == len(lines_of(folder))


def test_turtle_holds_the_facts_alone(folder):
    quads = list(ox.parse(path=folder / "graph.nq"))
    facts = {quad.triple for quad in quads if quad.graph_name == ox.DefaultGraph()}
    assert {quad.triple for quad in ox.parse(path=folder / "graph.ttl")} == facts
    assert 0 < len(facts) < len(quads)
    assert ox.NamedNode(str(SAM.Assertion)) not in {triple.object for triple in facts}


def test_the_same_dataset_gives_the_same_bytes(folder, world, tmp_path):
    other = World(tmp_path / "store", world.vocabulary)
    other.publish(["brev-c"]).close()
    with other.publish(["rapport-b", "brev-c", "protokoll-a"]) as snapshot:  # another order, in two steps
        write_rdf(sorted_lines(snapshot), tmp_path / "exports", "intern")
    for name in NAMES:
        assert (tmp_path / "exports" / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.parametrize("piece", [1, 7, 1000, 10**6])
def test_the_size_of_the_pieces_does_not_show(folder, world, piece):
    with world.publish() as snapshot:
        assert b"".join(sorted_lines(snapshot, most=piece)) == b"".join(lines_of(folder))


def test_the_lines_are_the_database_and_sorted_graph_by_graph(folder, world):
    with world.publish() as snapshot:
        held = set(open_store(snapshot))
    quads = list(ox.parse(path=folder / "graph.nq"))
    assert set(quads) == held
    graphs = [name for name, _ in groupby(str(quad.graph_name) for quad in quads)]
    assert graphs == ["DEFAULT", *sorted(graphs[1:])]
    assert len(graphs) == len(set(graphs))
    lines = lines_of(folder)
    for _, group in groupby(zip(quads, lines, strict=True), lambda pair: pair[0].graph_name):
        inside = [line for _, line in group]
        assert inside == sorted(set(inside))


def test_an_empty_dataset_gives_empty_files(tmp_path):
    write_rdf([], tmp_path, "publik")
    assert lines_of_any(tmp_path / "graph.nq") == []
    assert json.loads((tmp_path / "graph.jsonld").read_text())[0]["profil"] == "publik"


def lines_of_any(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("name", NAMES)
def test_every_file_tells_its_profile(folder, name):
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    if name.endswith(".jsonld"):
        assert json.loads(lines[-1].rstrip("]"))["profil"] == "intern"
    else:
        assert lines[0].startswith("# Profil: intern.")


def test_rdflib_reads_what_we_wrote_and_loses_nothing(folder):
    for name, form in (("graph.trig", "trig"), ("graph.jsonld", "json-ld"), ("graph.nq", "nquads")):
        ds = rdflib.Dataset()
        ds.parse(folder / name, format=form)
        again = set(ox.parse(ds.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS))
        assert again == set(ox.parse(path=folder / "graph.nq")), name


def test_there_are_no_blank_nodes_and_no_clocks(folder):
    text = (folder / "graph.nq").read_text()
    assert "_:" not in text
    assert "dateTime" not in text


def test_each_assertion_is_complete_for_a_reader_that_knows_only_the_vocabulary(folder):
    """What scores extraction: subject, predicate, object, a quote, and ends with a class and a name."""
    ds = rdflib.Dataset(default_union=True)
    ds.parse(folder / "graph.trig")
    claims = set(ds.subjects(rdflib.RDF.type, SAM.Assertion))
    assert len(claims) == 9
    for claim in claims:
        subject, value = ds.value(claim, rdflib.RDF.subject), ds.value(claim, rdflib.RDF.object)
        assert ds.value(claim, rdflib.RDF.predicate) is not None
        quotes = [
            str(quote)
            for passage in ds.objects(claim, SAM.evidence)
            for selector in ds.objects(passage, OA.hasSelector)
            for quote in ds.objects(selector, OA.exact)
        ]
        assert quotes
        assert all(quotes)
        assert ds.value(subject, rdflib.SKOS.prefLabel) is not None
        assert list(ds.objects(subject, rdflib.RDF.type))
        assert not isinstance(value, rdflib.BNode)
