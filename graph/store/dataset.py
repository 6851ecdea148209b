"""A snapshot as a dataset: as a pyoxigraph store, as rdflib, and as plain values for exporters."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.errors import StoreError
from graph.ids import NS, PREFIXES, compact, expand
from graph.model import Assertion, Entity, Evidence, Knowledge, Literal, Source, Term
from graph.store import shards
from graph.store.generations import BROKEN, Snapshot
from graph.store.shards import Shard
from graph.store.triples import Place, merge

if TYPE_CHECKING:
    import rdflib

_REBUILD = "Kör samverkan build, så byggs lagret om ur dokumenten."
_GRAPHS = NS + "graph/"

_DEFAULT = ox.DefaultGraph()
_EVERYWHERE = "_"  # begins the names of shards that belong to no document

Object = ox.NamedNode | ox.Literal
Values = Mapping[str, list[Object]]
"""Predicate IRI -> objects of one subject."""


def open_store(snapshot: Snapshot) -> ox.Store:
    """Return the snapshot as a read-only pyoxigraph store; StoreError when it does not open."""
    try:
        return ox.Store.read_only(str(snapshot.database))
    except BROKEN as error:
        raise StoreError("Lagrets databas är skadad och går inte att öppna.", way_out=_REBUILD) from error


def as_rdflib(snapshot: Snapshot) -> rdflib.Dataset:
    """Return the snapshot as an rdflib Dataset over the same database, for programs that use rdflib.

    Facts are in the default graph, each document's assertions in a graph of its own. Give users'
    queries to `sparql.ask_limited` instead: this one has no limits.
    """
    import rdflib
    from oxrdflib import OxigraphStore

    return rdflib.Dataset(store=OxigraphStore(store=open_store(snapshot)))


def document_graphs(store: ox.Store) -> list[ox.NamedNode]:
    """Return the graphs of the documents, sorted by IRI."""
    graphs = (graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    return sorted((g for g in graphs if g.value.startswith(_GRAPHS)), key=lambda graph: graph.value)


def by_subject(quads: Iterable[ox.Quad]) -> Mapping[str, Values]:
    """Return quads, each given once, as subject IRI -> predicate IRI -> objects.

    StoreError when they break off.
    """
    found: dict[str, dict[str, list[Object]]] = {}
    try:
        for quad in quads:
            values = found.setdefault(quad.subject.value, {})  # type: ignore[union-attr]  # no blank nodes
            values.setdefault(quad.predicate.value, []).append(quad.object)  # type: ignore[arg-type]
    except BROKEN as error:
        raise StoreError("Lagrets databas är skadad.", way_out=_REBUILD) from error
    return found


def in_graph(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> Mapping[str, Values]:
    """Return one graph of a store as `by_subject` does."""
    return by_subject(store.quads_for_pattern(None, None, None, graph))


def one(values: Values, predicate: str) -> str:
    """Return the value of a predicate (CURIE); of several the first in order, of none ""."""
    return min((term.value for term in values.get(expand(predicate), ())), default="")


def has_type(values: Values, name: str) -> bool:
    """Tell whether a subject has a class (CURIE)."""
    return any(term.value == expand(name) for term in values.get(PREFIXES["rdf"] + "type", ()))


def knowledge(snapshot: Snapshot, place: Place, sources: tuple[Source, ...] = ()) -> Knowledge:
    """Return the whole graph as plain values, sorted: what exporters read.

    Subjects and objects that are nodes are IRIs; classes, properties and concepts are CURIEs. An
    assertion of several documents comes once for each voice, with the evidence of all. `labels` knows
    absolute IRIs and CURIEs. Read from the shards of the snapshot: the database holds the same
    (`verify.audit` proves it) and gives it back seven times as slowly. Memory grows with the graph;
    `documents` and `excerpt` are for large ones.
    """
    facts: dict[ox.Quad, None] = {}
    claims: list[Assertion] = []
    for pair in sorted(snapshot.documents.items()):
        own, said = _parted(Shard(*pair), snapshot)
        facts.update(dict.fromkeys(own))
        claims += read_assertions(by_subject(said))
    known = by_subject(facts)
    labels = _labels(known)
    return Knowledge(
        municipality=place.label,
        base=place.base,
        entities=_entities(known, place, known),
        assertions=tuple(merge(claims, voices_apart=True)),
        sources=sources,
        graph_hash=snapshot.graph_hash,
        labels={**labels, **_by_curie(labels)},
    )


def documents(
    snapshot: Snapshot, place: Place, sources: tuple[Source, ...] = ()
) -> Iterator[tuple[str, Knowledge]]:
    """Yield each document's id and what it alone says, sorted by id; names are those of the whole graph."""
    everywhere = sorted(pair for pair in snapshot.documents.items() if pair[0].startswith(_EVERYWHERE))
    shared = by_subject(quad for pair in everywhere for quad in _parted(Shard(*pair), snapshot)[0])
    words = _labels(shared)
    words.update(_by_curie(words))
    for pair in sorted(set(snapshot.documents.items()).difference(everywhere)):
        own, said = _parted(Shard(*pair), snapshot)
        known = by_subject(own)
        yield (
            pair[0],
            Knowledge(
                municipality=place.label,
                base=place.base,
                entities=_entities(known, place, shared),
                assertions=tuple(read_assertions(by_subject(said))),
                sources=sources,
                graph_hash=snapshot.graph_hash,
                labels=ChainMap(_labels(known), words),
            ),
        )


def _parted(shard: Shard, snapshot: Snapshot) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return the facts of a shard and what stands in its document's graph."""
    facts: list[ox.Quad] = []
    said: list[ox.Quad] = []
    for quad in _shard_quads(shard, snapshot):
        (facts if quad.graph_name == _DEFAULT else said).append(quad)
    return facts, said


def _labels(known: Mapping[str, Values]) -> dict[str, str]:
    return {name: label for name, values in sorted(known.items()) if (label := _label(values))}


def _by_curie(labels: Mapping[str, str]) -> dict[str, str]:
    return {compact(name): label for name, label in labels.items()}


def _shard_quads(shard: Shard, snapshot: Snapshot) -> Iterable[ox.Quad]:
    lines = shards.as_file([shard], snapshot.store)
    return ox.parse(lines, format=ox.RdfFormat.N_QUADS, lenient=True)


def read_assertions(graph: Mapping[str, Values]) -> Iterator[Assertion]:
    """Yield the assertions of one document's graph that nobody has rejected, in no particular order."""
    for values in graph.values():
        yield from read_assertion(graph, values)


def read_assertion(graph: Mapping[str, Values], values: Values) -> Iterator[Assertion]:
    """Yield the assertion that the values of a subject of a document's graph are, unless it was rejected."""
    if has_type(values, "sam:Assertion") and one(values, "sam:curation") != expand("samc:cur-rejected"):
        yield _assertion(values, tuple(sorted(_evidence(graph, values), key=lambda e: (e.start, e.end))))


def _entities(facts: Mapping[str, Values], place: Place, words: Mapping[str, Values]) -> dict[str, Entity]:
    above = {name: found for name, values in words.items() if (found := _above(values))}
    nodes = {name: values for name, values in facts.items() if name.startswith(place.base)}
    return {name: _entity(name, values, above) for name, values in sorted(nodes.items())}


def _entity(name: str, values: Values, above: Mapping[str, set[str]]) -> Entity:
    types = {term.value for term in values.get(PREFIXES["rdf"] + "type", ())}
    implied = {up for kind in types for up in above.get(kind, ())}
    aliases = sorted(term.value for term in values.get(PREFIXES["skos"] + "altLabel", ()))
    return Entity(
        iri=name,
        types=tuple(compact(kind) for kind in (*sorted(types - implied), *sorted(types & implied))),
        label=_label(values) or name,
        aliases=tuple(aliases),
    )


def _above(values: Values) -> set[str]:
    return {term.value for term in values.get(PREFIXES["rdfs"] + "subClassOf", ())}


def _label(values: Values) -> str:
    return one(values, "skos:prefLabel") or one(values, "rdfs:label")


def _assertion(values: Values, evidence: tuple[Evidence, ...]) -> Assertion:
    return Assertion(
        subject=one(values, "rdf:subject"),
        predicate=compact(one(values, "rdf:predicate")),
        object=_term(values[expand("rdf:object")][0]),
        origin=one(values, "sam:rule"),
        modality=compact(one(values, "sam:modality")),
        voice=one(values, "sam:voice"),
        negative=one(values, "sam:negative") == "true",
        confidence=float(one(values, "sam:confidence")),
        evidence=evidence,
        curation=compact(one(values, "sam:curation")),
    )


def _term(term: Object) -> Term:
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    if term.language:
        return Literal(term.value, "rdf:langString", term.language)
    return Literal(term.value, compact(term.datatype.value))


def _evidence(graph: Mapping[str, Values], values: Values) -> Iterator[Evidence]:
    for passage in values[expand("sam:evidence")]:
        yield read_passage(graph, passage.value)


def read_passage(graph: Mapping[str, Values], name: str) -> Evidence:
    """Return a passage of a document's graph by its IRI; StoreError when parts of it are missing."""
    passage = graph.get(name, {})
    parts: dict[str, list[Object]] = {}
    for selector in passage.get(expand("oa:hasSelector"), ()):
        parts.update(graph.get(selector.value, {}))
    start, end, page = one(parts, "oa:start"), one(parts, "oa:end"), one(passage, "sam:page")
    source = one(passage, "oa:hasSource")
    if not (source and start and end):
        raise StoreError(f"Ett belägg i lagret är ofullständigt: {name}", way_out=_REBUILD)
    return Evidence(
        document=source.removesuffix("/text").rpartition("/")[2],
        page=int(page) if page else None,
        start=int(start),
        end=int(end),
        quote=one(parts, "oa:exact"),
    )
