"""GraphML, GEXF and the catalogue: valid, the same counts in every reader, whatever the names hold."""

import hashlib
import re
from dataclasses import replace

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from lxml import etree

from graph.export.catalogue import Owner, count, write_catalogue
from graph.export.gexf import write_gexf
from graph.export.graphml import write_graphml
from graph.export.graphs import Net, Vertex, network_of
from graph.model import Entity
from tests.export.invented_graph import BASE, OWN, PAYLOADS, hostile, knowledge, said

WRITERS = {"graphml": (write_graphml, nx.read_graphml), "gexf": (write_gexf, nx.read_gexf)}


def parsed(path):
    """Return the root of an XML file as igraph's parser sees it: strict, and without entities."""
    return etree.parse(path, etree.XMLParser(resolve_entities=False, huge_tree=True)).getroot()


def check(path):
    """Demand what the schemas and the readers of igraph and graphology demand; return the counts.

    Every key is declared once with a type they know, before it is used; ids are non-empty and stand once;
    ends of edges exist; no edge stands twice, so simple and multi graphs count the same.
    """
    root = parsed(path)
    local = {e: etree.QName(e).localname for e in root.iter(etree.Element)}
    nodes = [e for e, name in local.items() if name == "node"]
    edges = [e for e, name in local.items() if name == "edge"]
    ids = [e.get("id") for e in nodes]
    assert all(ids)
    assert len(ids) == len(set(ids))
    assert len({e.get("id") for e in edges}) == len(edges)
    assert {e.get(end) for e in edges for end in ("source", "target")} <= set(ids)
    assert len({(e.get("source"), e.get("target")) for e in edges}) == len(edges)
    (check_graphml if etree.QName(root).localname == "graphml" else check_gexf)(root, local)
    return len(nodes), len(edges)


def check_graphml(root, local):
    assert root.tag == "{http://graphml.graphdrawing.org/xmlns}graphml"
    assert [local[e] for e in root] == ["key"] * (len(root) - 1) + ["graph"]
    keys = {e.get("id"): e for e in root if local[e] == "key"}
    assert len(keys) == len(root) - 1
    assert all(e.get("attr.type") in ("string", "int") and e.get("attr.name") for e in keys.values())
    assert not {"id", "name", "source", "target"} & {e.get("attr.name") for e in keys.values()}
    for e, name in local.items():
        if name == "data":
            assert keys[e.get("key")].get("for") == local[e.getparent()]
            assert keys[e.get("key")].get("attr.type") == "string" or int(e.text) > 0
    assert root[-1].get("edgedefault") == "directed"


def check_gexf(root, local):
    assert root.tag == "{http://www.gexf.net/1.2draft}gexf"
    assert root.get("version") == "1.2"
    assert [local[e] for e in root] == ["meta", "graph"]
    assert [local[e] for e in root[1]] == ["attributes", "attributes", "nodes", "edges"]
    declared = {(e.getparent().get("class"), e.get("id")) for e, name in local.items() if name == "attribute"}
    for e, name in local.items():
        if name == "attvalue":
            assert (local[e.getparent().getparent()], e.get("for")) in declared
            assert e.get("value") is not None
        if name == "edge":
            assert float(e.get("weight")) > 0
    for part in root[1][2:]:
        assert int(part.get("count")) == len(part)


@pytest.mark.parametrize("form", WRITERS)
def test_the_network_is_valid_and_networkx_counts_the_same(tmp_path, form):
    write, read = WRITERS[form]
    net = network_of(knowledge())
    path = write(net, tmp_path)
    graph = read(path)
    assert check(path) == (len(net.vertices), len(net.links)) == (len(graph), graph.number_of_edges())
    assert graph.is_directed()
    assert not graph.is_multigraph()
    names = {v.id: v.label for v in net.vertices}
    ends = {(names[a], names[b]) for a, b in graph.edges}
    assert ("Ortsrådet", "friskolorna") in ends
    assert "Nova Namnsson" not in names.values()
    assert "Profil: intern" in path.read_text(encoding="utf-8")


def test_all_that_joins_a_pair_is_one_link():
    claim = said("samverkan/ortsradet", "sam:convenor", "organ/skolnamnden", "Skolnämnden leder.", start=9000)
    graph = knowledge()
    net = network_of(replace(graph, assertions=(*graph.assertions, claim)))
    names = {v.id: v.label for v in net.vertices}
    (link,) = (e for e in net.links if (names[e.start], names[e.end]) == ("Ortsrådet", "Skolnämnden"))
    assert sorted(link.names.split("; ")) == ["convenor", "har deltagare"]
    assert link.weight == 3  # one of the two is said in two documents


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("payload", [*PAYLOADS, "", " ", "& < > \" ' \x00 \x0b \ufffe"])
def test_no_name_can_break_a_file(tmp_path, form, payload):
    write, read = WRITERS[form]
    net = network_of(hostile(payload))
    path = write(net, tmp_path)
    plain = network_of(knowledge())
    assert check(path) == (len(plain.vertices), len(plain.links))
    assert len(read(path)) == len(plain.vertices)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("iri", ["", " ", "\x00", "a b<c>&\"'", OWN + "å" * 2000])
def test_odd_identifiers_are_things_of_their_own(tmp_path, iri):
    graph = knowledge()
    odd = Entity(iri=iri, types=("sam:ExternalActor",), label="")
    net = network_of(replace(graph, entities={**graph.entities, iri: odd}))
    for write, _ in WRITERS.values():
        assert check(write(net, tmp_path))[0] == len(network_of(graph).vertices) + 1


@pytest.mark.parametrize("form", WRITERS)
def test_a_hundred_thousand_nodes(tmp_path, form):
    write, _ = WRITERS[form]
    one = Vertex("", "Förening", "extern part", "sam:ExternalActor", "urn:x:1")
    vertices = tuple(replace(one, id=f"n{n:06}") for n in range(100_000))
    path = write(Net("t", "o", vertices, ()), tmp_path)
    assert sum(1 for _, e in etree.iterparse(path) if e.tag.endswith("}node")) == 100_000


@pytest.mark.parametrize("form", WRITERS)
def test_the_order_of_the_graph_does_not_show(tmp_path, form):
    write, _ = WRITERS[form]
    graph = knowledge()
    other = replace(graph, assertions=graph.assertions[::-1], entities=dict(reversed(graph.entities.items())))
    one, two = (write(network_of(g), tmp_path / name) for name, g in (("a", graph), ("b", other)))
    assert one.read_bytes() == two.read_bytes()


# --- the catalogue --------------------------------------------------------------------------------

DCAT, VOID = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://rdfs.org/ns/void#")
SPDX, DCT = rdflib.Namespace("http://spdx.org/rdf/terms#"), rdflib.DCTERMS
HOME = OWN + "datamangd/"
LINES = [
    f'<{OWN}a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/samverkan/ns#Forum> .\n',
    f'<{OWN}a> <http://www.w3.org/2004/02/skos/core#prefLabel> "A"@sv .\n',
    f'<{OWN}b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/samverkan/ns#Forum> .\n',
    '<https://w3id.org/samverkan/assertion/1> <http://purl.org/dc/terms/x> "1"'
    ' <https://w3id.org/samverkan/graph/t/d> .\n',
]  # fmt: skip


NOBODY = Owner()


def catalogue(folder, graph=None, owner=NOBODY):
    for name in ("graph.nq", "graph.ttl", "karta.html", "samverkan.gexf", "pastaenden.csv", "notis.okänd"):
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    tally = count([line.encode() for line in LINES], BASE)
    path = write_catalogue(graph or knowledge(), tally, folder.iterdir(), folder, home=HOME, owner=owner)
    assert len(list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))) == len(rdflib.Graph().parse(path))
    return rdflib.Graph().parse(path), path


def test_void_counts_the_facts(tmp_path):
    tally = count([line.encode() for line in LINES], BASE)
    assert (tally.triples, tally.quads, tally.subjects, tally.entities) == (3, 4, 2, 2)
    described, _ = catalogue(tmp_path)
    dataset = rdflib.URIRef(HOME + "#datamangd")
    assert described.value(dataset, VOID.triples).toPython() == 3
    assert described.value(dataset, VOID.entities).toPython() == 2
    (forum,) = described.objects(dataset, VOID.classPartition)
    assert described.value(forum, VOID["class"]) == rdflib.URIRef("https://w3id.org/samverkan/ns#Forum")
    assert described.value(forum, VOID.entities).toPython() == 2
    parts = {described.value(p, VOID.property): described.value(p, VOID.triples).toPython()
             for p in described.objects(dataset, VOID.propertyPartition)}  # fmt: skip
    assert parts == {rdflib.RDF.type: 2, rdflib.SKOS.prefLabel: 1}


def test_dcat_has_what_the_swedish_profile_demands(tmp_path):
    described, path = catalogue(tmp_path)
    (dataset,) = described.subjects(rdflib.RDF.type, DCAT.Dataset)
    (portal,) = described.subjects(rdflib.RDF.type, DCAT.Catalog)
    for thing in (dataset, portal):
        for needed in (DCT.title, DCT.description, DCT.publisher, DCT.language):
            assert described.value(thing, needed) is not None, needed
    assert described.value(dataset, DCT.title).language == "sv"
    assert str(described.value(dataset, DCT.accessRights)).endswith("NON_PUBLIC")
    assert described.value(dataset, DCAT.version).toPython() == knowledge().graph_hash
    files = list(described.objects(dataset, DCAT.distribution))
    assert len(files) == 5  # a file of an unknown kind is not described
    for distribution in files:
        file = tmp_path / str(described.value(distribution, DCAT.downloadURL)).removeprefix(HOME)
        assert described.value(distribution, DCAT.byteSize).toPython() == file.stat().st_size
        checksum = described.value(described.value(distribution, SPDX.checksum), SPDX.checksumValue)
        assert str(checksum) == hashlib.sha256(file.read_bytes()).hexdigest()
        media = str(described.value(distribution, DCAT.mediaType))
        assert media.startswith("https://www.iana.org/assignments/media-types/")
        conforms = (distribution, DCT.conformsTo, rdflib.URIRef("https://w3id.org/samverkan/ns")) in described
        assert conforms == (file.suffix in (".nq", ".ttl"))
    text = path.read_text(encoding="utf-8")
    assert "_:" not in text
    assert "[" not in text.replace("[namn]", "")
    assert not re.search(r"dcterms:(?:issued|modified)", text)


def test_the_publisher_and_the_licence_are_the_users(tmp_path):
    owner = Owner(name="Tallmyra kommun", licence="https://creativecommons.org/publicdomain/zero/1.0/")
    described, _ = catalogue(tmp_path, replace(knowledge(), profile="publik"), owner)
    (dataset,) = described.subjects(rdflib.RDF.type, DCAT.Dataset)
    publisher = described.value(dataset, DCT.publisher)
    assert str(described.value(publisher, rdflib.FOAF.name)) == "Tallmyra kommun"
    assert str(described.value(dataset, DCT.license)) == owner.licence
    assert str(described.value(dataset, DCT.accessRights)).endswith("/PUBLIC")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_municipality_does_not_break_the_catalogue(tmp_path, payload):
    catalogue(tmp_path, replace(knowledge(), municipality=payload), Owner(name=payload))
