"""Assertions as N-Quads lines: pure, no store and no library in sight.

The layout of the dataset. Every fact stands once in the default graph: what a node is called and
which class it has, and the triple of every assertion that is neither negative nor rejected, with the
classes and properties above it. Each document has one named graph with its assertions, their passages
and the record of its text, and nothing else. No blank nodes, no clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from graph.ids import NS, PREFIXES, digest, expand, iri
from graph.model import Assertion, Entity, Evidence, Literal, Node, Reading, Source, Term
from graph.ntriples import assertion_iri, n_triples, node_term, text_term
from graph.vocabulary import Vocabulary

MUNICIPALITY_FAMILY = "kommun"
_TYPE = "rdf:type"


class Linker(Protocol):
    """What resolving names leaves behind: the one node that a document's key stands for."""

    def node(self, key: str, document: str) -> Node:
        """Return the canonical node of a key that occurs in a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The municipality whose graph this is: base of identifiers (ends with `/id/`), slug and name."""

    base: str
    slug: str
    label: str

    @property
    def iri(self) -> str:
        """Return the IRI of the municipality itself."""
        return iri(self.base, self.slug, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What read the statements: software version and hash of rules and words. It carries no clock."""

    software: str
    rules: str

    @property
    def activity(self) -> str:
        """Return the IRI of the extraction: the same software and rules, the same extraction."""
        return f"{NS}activity/{digest(self.software, self.rules)}"

    @property
    def agent(self) -> str:
        """Return the IRI of the software."""
        return f"{NS}agent/samverkan-{self.software}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What to write for one document: its source record, the place, the extraction, the words.

    `curation` maps the IRI of an assertion to the `samc:cur-*` concept that a person decided.
    """

    source: Source
    place: Place
    extraction: Extraction
    vocabulary: Vocabulary
    curation: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> str:
        """Return the IRI of the document."""
        return iri(self.place.base, self.place.slug, f"handling/{self.source.document}")

    @property
    def text(self) -> str:
        """Return the IRI of the text that offsets count in."""
        return f"{self.document}/text"

    @property
    def graph(self) -> str:
        """Return the IRI of the document's named graph."""
        return f"{NS}graph/{self.place.slug}/{self.source.document}"


def document_quads(reading: Reading, linker: Linker, said: Said) -> list[str]:
    """Return the sorted N-Quads lines (without line ends) of one document.

    A key of the reading that the linker maps to another node is written as that node. Several
    assertions of one triple become one, with the evidence of all: see `merge`.
    """
    nodes = {key: linker.node(key, reading.document) for key in _keys(reading, said)}
    names = {key: node_iri(node, said.place) for key, node in nodes.items()}
    facts = set(_record_facts(said))
    for key, node in nodes.items():
        facts.update(_node_facts(names[key], node, said))
    lines: set[str] = set(_record(said))
    for claim in merge(_resolved(assertion, names) for assertion in reading.assertions):
        lines.update(_assertion(claim, said))
        if not claim.negative and said.curation.get(assertion_iri(claim)) != "samc:cur-rejected":
            facts.update(_closure(claim, said.vocabulary))
    in_graph = f"<{said.graph}> ."
    return sorted(facts | {line[:-1] + in_graph for line in lines})


def vocabulary_quads(vocabulary: Vocabulary, place: Place) -> list[str]:
    """Return the sorted lines that every dataset holds: Swedish labels, concepts, the municipality."""
    lines = {_triple(name, "rdfs:label", text_term(label, "sv")) for name, label in vocabulary.labels.items()}
    for name, concept in vocabulary.concepts.items():
        subject = expand(name)
        lines.discard(_triple(subject, "rdfs:label", text_term(concept.label, "sv")))
        lines.add(_triple(subject, _TYPE, node_term("skos:Concept")))
        lines.add(_triple(subject, "skos:inScheme", node_term(concept.scheme)))
        lines.add(_triple(subject, "skos:prefLabel", text_term(concept.label, "sv")))
        lines.update(_triple(subject, "skos:broader", node_term(up)) for up in concept.broader)
    for name, above in vocabulary.parents.items():
        if name not in vocabulary.concepts:
            lines.update(_triple(expand(name), _above(name), node_term(up)) for up in above)
    lines.add(_triple(place.iri, _TYPE, node_term("sam:Municipality")))
    lines.add(_triple(place.iri, "skos:prefLabel", text_term(place.label, "sv")))
    return sorted(lines)


def node_iri(node: Node, place: Place) -> str:
    """Return the IRI of a node; a municipality stands at the head of its own identifiers."""
    family, _, slug = node.key.partition("/")
    if family == MUNICIPALITY_FAMILY:
        return iri(place.base, slug or place.slug, "")
    return iri(place.base, place.slug, node.key, node.scope)


def merge(claims: Iterable[Assertion], *, voices_apart: bool = False) -> list[Assertion]:
    """Return one assertion a triple and polarity, with all their passages, in order of their IRIs.

    Rule, modality and voice are those of the surest one, of two equally sure the first in the text;
    with `voices_apart` there is one for each voice.
    """
    same: dict[tuple[str, str], list[Assertion]] = defaultdict(list)
    for claim in claims:
        same[assertion_iri(claim), claim.voice if voices_apart else ""].append(claim)
    return [_merged(group) for _, group in sorted(same.items())]


def _merged(group: list[Assertion]) -> Assertion:
    passages = {passage for claim in group for passage in claim.evidence}
    seen = min((claim.curation for claim in group if claim.curation), default="")
    return replace(min(group, key=_rank), evidence=tuple(sorted(passages, key=_place_of)), curation=seen)


def _rank(claim: Assertion) -> tuple[object, ...]:
    first = min(map(_place_of, claim.evidence))
    return -claim.confidence, first, claim.origin, claim.modality, claim.voice


def _place_of(passage: Evidence) -> tuple[str, int, int]:
    return passage.document, passage.start, passage.end


def _keys(reading: Reading, said: Said) -> list[str]:
    """Return the keys that assertions use, and the document's own: what nobody asserts is not written."""
    used = {f"handling/{said.source.document}"}
    for claim in reading.assertions:
        used.update((claim.subject, claim.voice) if claim.voice else (claim.subject,))
        if isinstance(claim.object, str) and _is_key(claim.object):
            used.add(claim.object)
    return sorted(used)


def _is_key(name: str) -> bool:
    return ":" not in name


def _resolved(claim: Assertion, names: Mapping[str, str]) -> Assertion:
    value = claim.object
    return replace(
        claim,
        subject=names[claim.subject],
        object=names.get(value, value) if isinstance(value, str) else value,
        voice=names.get(claim.voice, ""),
    )


def _closure(claim: Assertion, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the fact and what follows from it by our own classes and properties, never by foreign ones."""
    predicates: Iterable[str] = [claim.predicate]
    objects: Iterable[Term] = [claim.object]
    if claim.predicate == _TYPE and isinstance(claim.object, str):
        objects = _ours(vocabulary.superclasses(claim.object))
    else:
        predicates = _ours(vocabulary.superproperties(claim.predicate))
    for predicate in predicates:
        for value in objects:
            yield _triple(claim.subject, predicate, n_triples(value))


def _ours(names: tuple[str, ...]) -> tuple[str, ...]:
    return (names[0], *(name for name in names[1:] if name.startswith("sam:")))


def _node_facts(subject: str, node: Node, said: Said) -> Iterator[str]:
    for kind in node.types:
        for above in _ours(said.vocabulary.superclasses(kind)):
            yield _triple(subject, _TYPE, node_term(above))
    yield _triple(subject, "skos:prefLabel", text_term(node.label, "sv"))
    for alias in node.aliases:
        if alias != node.label:
            yield _triple(subject, "skos:altLabel", text_term(alias, "sv"))
    if not node.scope and subject != said.place.iri:
        yield _triple(subject, "sam:inMunicipality", node_term(said.place.iri))


def _record_facts(said: Said) -> Iterator[str]:
    """Yield what the default graph knows of a document that was read: its kind and that we hold its text."""
    if said.source.kind:
        yield _triple(said.document, "dcterms:type", node_term(said.source.kind))
    yield _triple(said.document, "dcterms:hasFormat", node_term(said.text))


def _record(said: Said) -> Iterator[str]:
    source, text, run = said.source, said.text, said.extraction
    yield _triple(said.document, _TYPE, node_term("sam:Document"))
    yield _triple(said.document, "schema:sha256", text_term(source.sha256))
    yield _triple(said.document, "dcterms:format", text_term(source.media))
    yield _triple(said.document, "dcterms:hasFormat", node_term(text))
    yield _triple(text, _TYPE, node_term("prov:Entity"))
    yield _triple(text, "dcterms:isFormatOf", node_term(said.document))
    yield _triple(text, "dcterms:format", text_term("text/plain"))
    yield _triple(text, "schema:sha256", text_term(source.text_sha256))
    yield _triple(run.activity, _TYPE, node_term("prov:Activity"))
    yield _triple(run.activity, "prov:used", node_term(text))
    yield _triple(run.activity, "prov:wasAssociatedWith", node_term(run.agent))
    yield _triple(run.activity, "sam:rulesHash", text_term(run.rules))
    yield _triple(run.agent, _TYPE, node_term("prov:SoftwareAgent"))
    yield _triple(run.agent, "schema:softwareVersion", text_term(run.software))


def _assertion(claim: Assertion, said: Said) -> Iterator[str]:
    name = assertion_iri(claim)
    yield from told(claim, lambda _document: said.text)
    yield _triple(name, "prov:wasGeneratedBy", node_term(said.extraction.activity))
    if name in said.curation:
        yield _triple(name, "sam:curation", node_term(said.curation[name]))


def told(claim: Assertion, text_of: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of an assertion and its passages; `text_of` gives the IRI of a document's text."""
    name = assertion_iri(claim)
    yield _triple(name, _TYPE, node_term("sam:Assertion"))
    yield _triple(name, "rdf:subject", node_term(claim.subject))
    yield _triple(name, "rdf:predicate", node_term(claim.predicate))
    yield _triple(name, "rdf:object", n_triples(claim.object))
    yield _triple(name, "sam:rule", text_term(claim.origin))
    yield _triple(name, "sam:modality", node_term(claim.modality))
    yield _triple(name, "sam:confidence", n_triples(Literal(_decimal(claim.confidence), "xsd:decimal")))
    if claim.voice:
        yield _triple(name, "sam:voice", node_term(claim.voice))
    if claim.negative:
        yield _triple(name, "sam:negative", n_triples(Literal("true", "xsd:boolean")))
    for passage in claim.evidence:
        text = text_of(passage.document)
        yield _triple(name, "sam:evidence", node_term(f"{text}#char={passage.start},{passage.end}"))
        yield from _passage(passage, text)


def facts_of(entity: Entity, claims: Iterable[Assertion]) -> Iterator[str]:
    """Yield the lines of a thing: its classes and names, and what is stated (not denied) of it."""
    yield from (_triple(entity.iri, _TYPE, node_term(kind)) for kind in entity.types)
    yield _triple(entity.iri, "skos:prefLabel", text_term(entity.label, "sv"))
    yield from (_triple(entity.iri, "skos:altLabel", text_term(alias, "sv")) for alias in entity.aliases)
    for claim in claims:
        if not claim.negative:
            yield _triple(claim.subject, claim.predicate, n_triples(claim.object))


def _passage(passage: Evidence, text: str) -> Iterator[str]:
    name = f"{text}#char={passage.start},{passage.end}"  # RFC 5147: a fragment of a plain text
    # One selector that tells the words and the place: Web Annotation lets a node be of both classes.
    selector = f"{text}#quote-{passage.start}-{passage.end}"
    yield _triple(name, _TYPE, node_term("oa:SpecificResource"))
    yield _triple(name, "oa:hasSource", node_term(text))
    yield _triple(name, "oa:hasSelector", node_term(selector))
    if passage.page is not None:
        yield _triple(name, "sam:page", _integer(passage.page))
    yield _triple(selector, _TYPE, node_term("oa:TextQuoteSelector"))
    yield _triple(selector, _TYPE, node_term("oa:TextPositionSelector"))
    yield _triple(selector, "oa:exact", text_term(passage.quote))
    yield _triple(selector, "oa:start", _integer(passage.start))
    yield _triple(selector, "oa:end", _integer(passage.end))


def _above(name: str) -> str:
    local = name.partition(":")[2]
    return "rdfs:subClassOf" if local[:1].isupper() else "rdfs:subPropertyOf"


def _triple(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> {node_term(predicate)} {value} ."


def _integer(value: int) -> str:
    return f'"{value}"^^<{PREFIXES["xsd"]}integer>'


def _decimal(value: float) -> str:
    """Return two decimals in the form in which the store gives them back: 0.9, 0.85, 1."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
