"""Assertions as N-Quads lines: pure, no store and no library in sight.

The layout of the dataset. Every fact stands once in the default graph: what a node is called and
which class it has, and the triple of every assertion that is neither negative nor rejected, with the
classes and properties above it. Each document has one named graph with its assertions, their passages
and the record of its text, and nothing else. No blank nodes, no clock.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote

from graph.ids import NS, PREFIXES, digest, expand, iri
from graph.model import Assertion, Evidence, Literal, Node, Reading, Source, Term
from graph.vocabulary import Vocabulary

MUNICIPALITY_FAMILY = "kommun"
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_SAFE = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
_URI = re.compile(rf"([A-Za-z][A-Za-z0-9+.-]*):(?:(?!//)|//[A-Za-z0-9.-]+(?=[/?#]|$)){_SAFE}(?:#{_SAFE})?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
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
    lines = {_triple(name, "rdfs:label", _plain(label, "sv")) for name, label in vocabulary.labels.items()}
    for name, concept in vocabulary.concepts.items():
        subject = expand(name)
        lines.discard(_triple(subject, "rdfs:label", _plain(concept.label, "sv")))
        lines.add(_triple(subject, _TYPE, _node("skos:Concept")))
        lines.add(_triple(subject, "skos:inScheme", _node(concept.scheme)))
        lines.add(_triple(subject, "skos:prefLabel", _plain(concept.label, "sv")))
        lines.update(_triple(subject, "skos:broader", _node(up)) for up in concept.broader)
    for name, above in vocabulary.parents.items():
        if name not in vocabulary.concepts:
            lines.update(_triple(expand(name), _above(name), _node(up)) for up in above)
    lines.add(_triple(place.iri, _TYPE, _node("sam:Municipality")))
    lines.add(_triple(place.iri, "skos:prefLabel", _plain(place.label, "sv")))
    return sorted(lines)


def node_iri(node: Node, place: Place) -> str:
    """Return the IRI of a node; a municipality stands at the head of its own identifiers."""
    family, _, slug = node.key.partition("/")
    if family == MUNICIPALITY_FAMILY:
        return iri(place.base, slug or place.slug, "")
    return iri(place.base, place.slug, node.key, node.scope)


def assertion_iri(claim: Assertion) -> str:
    """Return the IRI of an assertion whose subject and node object are IRIs already.

    A denied triple is another statement than the triple, so it has another IRI.
    """
    parts = (claim.subject, expand(claim.predicate), n_triples(claim.object))
    return f"{NS}assertion/{digest(*parts, 'negative') if claim.negative else digest(*parts)}"


def n_triples(term: Term) -> str:
    """Return a term in N-Triples form; a string is an IRI or the CURIE of a class or concept."""
    if isinstance(term, str):
        return _node(term)
    if term.language:
        return _plain(term.value, term.language)
    kind = "" if term.datatype == "xsd:string" else f"^^{_node(term.datatype)}"
    return f'"{_escape(term.value)}"{kind}'


def merge(claims: Iterable[Assertion]) -> list[Assertion]:
    """Return one assertion a triple and polarity, with all their passages, in order of their IRIs.

    Rule, modality and voice are those of the surest one, of two equally sure the first in the text.
    """
    same: dict[str, list[Assertion]] = defaultdict(list)
    for claim in claims:
        same[assertion_iri(claim)].append(claim)
    return [_merged(group) for _, group in sorted(same.items())]


def _merged(group: list[Assertion]) -> Assertion:
    passages = {passage for claim in group for passage in claim.evidence}
    return replace(min(group, key=_rank), evidence=tuple(sorted(passages, key=_place_of)))


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
            yield _triple(subject, _TYPE, _node(above))
    yield _triple(subject, "skos:prefLabel", _plain(node.label, "sv"))
    for alias in node.aliases:
        if alias != node.label:
            yield _triple(subject, "skos:altLabel", _plain(alias, "sv"))
    if not node.scope and subject != said.place.iri:
        yield _triple(subject, "sam:inMunicipality", _node(said.place.iri))


def _record_facts(said: Said) -> Iterator[str]:
    """Yield what the default graph knows of a document that was read: its kind and that we hold its text."""
    if said.source.kind:
        yield _triple(said.document, "dcterms:type", _node(said.source.kind))
    yield _triple(said.document, "dcterms:hasFormat", _node(said.text))


def _record(said: Said) -> Iterator[str]:
    source, text, run = said.source, said.text, said.extraction
    yield _triple(said.document, _TYPE, _node("sam:Document"))
    yield _triple(said.document, "schema:sha256", _plain(source.sha256))
    yield _triple(said.document, "dcterms:format", _plain(source.media))
    yield _triple(said.document, "dcterms:hasFormat", _node(text))
    yield _triple(text, _TYPE, _node("prov:Entity"))
    yield _triple(text, "dcterms:isFormatOf", _node(said.document))
    yield _triple(text, "dcterms:format", _plain("text/plain"))
    yield _triple(text, "schema:sha256", _plain(source.text_sha256))
    yield _triple(run.activity, _TYPE, _node("prov:Activity"))
    yield _triple(run.activity, "prov:used", _node(text))
    yield _triple(run.activity, "prov:wasAssociatedWith", _node(run.agent))
    yield _triple(run.activity, "sam:rulesHash", _plain(run.rules))
    yield _triple(run.agent, _TYPE, _node("prov:SoftwareAgent"))
    yield _triple(run.agent, "schema:softwareVersion", _plain(run.software))


def _assertion(claim: Assertion, said: Said) -> Iterator[str]:
    name = assertion_iri(claim)
    yield _triple(name, _TYPE, _node("sam:Assertion"))
    yield _triple(name, "rdf:subject", _node(claim.subject))
    yield _triple(name, "rdf:predicate", _node(claim.predicate))
    yield _triple(name, "rdf:object", n_triples(claim.object))
    yield _triple(name, "sam:rule", _plain(claim.origin))
    yield _triple(name, "sam:modality", _node(claim.modality))
    yield _triple(name, "sam:confidence", n_triples(Literal(_decimal(claim.confidence), "xsd:decimal")))
    yield _triple(name, "prov:wasGeneratedBy", _node(said.extraction.activity))
    if claim.voice:
        yield _triple(name, "sam:voice", _node(claim.voice))
    if claim.negative:
        yield _triple(name, "sam:negative", n_triples(Literal("true", "xsd:boolean")))
    if name in said.curation:
        yield _triple(name, "sam:curation", _node(said.curation[name]))
    for passage in claim.evidence:
        yield _triple(name, "sam:evidence", _node(f"{said.text}#char={passage.start},{passage.end}"))
        yield from _passage(passage, said.text)


def _passage(passage: Evidence, text: str) -> Iterator[str]:
    name = f"{text}#char={passage.start},{passage.end}"  # RFC 5147: a fragment of a plain text
    # One selector that tells the words and the place: Web Annotation lets a node be of both classes.
    selector = f"{text}#quote-{passage.start}-{passage.end}"
    yield _triple(name, _TYPE, _node("oa:SpecificResource"))
    yield _triple(name, "oa:hasSource", _node(text))
    yield _triple(name, "oa:hasSelector", _node(selector))
    if passage.page is not None:
        yield _triple(name, "sam:page", _integer(passage.page))
    yield _triple(selector, _TYPE, _node("oa:TextQuoteSelector"))
    yield _triple(selector, _TYPE, _node("oa:TextPositionSelector"))
    yield _triple(selector, "oa:exact", _plain(passage.quote))
    yield _triple(selector, "oa:start", _integer(passage.start))
    yield _triple(selector, "oa:end", _integer(passage.end))


def _above(name: str) -> str:
    local = name.partition(":")[2]
    return "rdfs:subClassOf" if local[:1].isupper() else "rdfs:subPropertyOf"


def _triple(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> {_node(predicate)} {value} ."


@lru_cache(maxsize=10_000)  # predicates, classes and the IRI at hand come again and again
def _node(name: str) -> str:
    name = expand(name)
    return f"<{name if _URI.fullmatch(name) else _opaque(name)}>"


def _opaque(name: str) -> str:
    """Return a valid IRI for a value that a text had in the place of one."""
    scheme = _SCHEME.match(name)
    begin = scheme[0] if scheme else "urn:text:"
    return begin + quote(name[len(begin) if scheme else 0 :], safe="")


def _plain(text: str, language: str = "") -> str:
    return f'"{_escape(text)}"{"@" + language if language else ""}'


def _integer(value: int) -> str:
    return f'"{value}"^^<{PREFIXES["xsd"]}integer>'


def _decimal(value: float) -> str:
    """Return two decimals in the form in which the store gives them back: 0.9, 0.85, 1."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text)
