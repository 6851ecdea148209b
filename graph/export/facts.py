"""The graph as exporters ask it: who says what about whom, names cleaned, denials kept apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from graph import swedish
from graph.export.wording import line, number, swedish_order
from graph.ids import expand
from graph.model import Assertion, Entity, Evidence, Extent, Knowledge, Literal, Source, Term

DENIED = "samc:mod-denied"
STATED = "samc:mod-stated"
NOT_RESPONSIBLE = "har uttryckligen inte ansvar"
LIMITED = "har uttryckligen avgränsat ansvar"
INFERRED = "härlett"
_ADJUNCTS, _ADJUNCT = "arrangement.adjuncts", "samc:rol-adjunct"
_DISCOURSE = "discourse."  # rules that infer what answers what from where it stands
_REGISTER = "samc:doc-register"
_EXCLUSION = "samc:resp-exclusion"
_WORD = re.compile(r"\w+")

# Words for borrowed properties and missing labels; the vocabulary's own labels come first.
_FALLBACK = {
    "rdf:type": "är",
    "dcterms:type": "slag",
    "dcterms:subject": "rör",
    "dcterms:isPartOf": "är del av",
    "dcterms:hasPart": "har del",
    "dcterms:description": "beskrivning",
    "dcterms:title": "titel",
    "dcterms:identifier": "beteckning",
    "dcterms:date": "datum",
    "dcterms:creator": "upprättad av",
    "dcterms:references": "hänvisar till",
    "skos:prefLabel": "namn",
    "skos:altLabel": "kallas även",
    "skos:notation": "beteckning",
    "skos:related": "hör ihop med",
    "skos:broader": "ingår i begreppet",
    "cv:contactPoint": "har väg in",
    "cv:email": "e-post",
    "org:holds": "har befattningen",
    "org:postIn": "befattning i",
    "org:originalOrganization": "tidigare organisation",
    "org:resultingOrganization": "ny organisation",
    "prov:generated": "ledde till",
    "prov:agent": "vem",
    "prov:hadRole": "i befattningen",
    "prov:wasAssociatedWith": "med",
    "prov:wasInfluencedBy": "till följd av",
    "schema:suggestedMinAge": "från ålder",
    "schema:suggestedMaxAge": "till ålder",
    "foaf:Person": "person",
    "org:Post": "befattning",
    "org:ChangeEvent": "organisationsförändring",
    "prov:Attribution": "underskrift",
}


class Facts:
    """An index over one Knowledge: assertions by subject and by object, in a stable order."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.sources: dict[str, Source] = {s.document: s for s in knowledge.sources if s.document}
        self.denied: list[Assertion] = []
        self._names: dict[Term, str] = {}
        self._about: dict[str, list[Assertion]] = defaultdict(list)
        self._towards: dict[str, list[Assertion]] = defaultdict(list)
        for claim in sorted(knowledge.assertions, key=assertion_key):
            self._file(claim)

    @cached_property
    def extents(self) -> Mapping[str, Extent]:
        """Return for each document that gave anything how much it gave."""
        if self.knowledge.extents:
            return self.knowledge.extents
        passages: dict[str, list[Evidence]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for claim in self.knowledge.assertions:
            counts.update({e.document for e in claim.evidence})
            for passage in claim.evidence:
                passages[passage.document].append(passage)
        return {document: Extent.of(counts[document], found) for document, found in passages.items()}

    @cached_property
    def statements(self) -> int:
        """Return how many different statements the graph has."""
        return self.knowledge.statements

    @cached_property
    def reviewed(self) -> int:
        """Return how many different statements a person has said are right; of an excerpt those in it."""
        return len({_said(claim) for claim in self.knowledge.assertions if claim.reviewed})

    def excerpt(self) -> str:
        """Return the sentence that says how little of a large graph is here, "" when it is all."""
        shown = self.knowledge.held
        if shown >= self.statements:
            return ""
        return (
            f"Visar {number(shown)} av {number(self.statements)} påståenden: de mest omnämnda av varje slag."
            " Alla finns i pastaenden.csv och i grafen."
        )

    def _file(self, claim: Assertion) -> None:
        if claim.negative or claim.modality == DENIED:
            self.denied.append(claim)
            return
        self._about[claim.subject].append(claim)
        if isinstance(claim.object, str):
            self._towards[claim.object].append(claim)

    def about(self, subject: str, *predicates: str) -> list[Assertion]:
        """Return what is said of a subject (with these predicates, or all); denials left out."""
        found = self._about.get(subject, [])
        return [c for c in found if c.predicate in predicates] if predicates else found

    def towards(self, target: str, *predicates: str) -> list[Assertion]:
        """Return what points to a node, concept or class; denials left out."""
        found = self._towards.get(target, [])
        return [c for c in found if c.predicate in predicates] if predicates else found

    def with_predicate(self, *predicates: str) -> Iterator[Assertion]:
        """Yield every assertion with one of the predicates; denials left out."""
        for claims in self._about.values():
            yield from (c for c in claims if c.predicate in predicates)

    def of_type(self, *classes: str) -> list[Entity]:
        """Return the entities of any of the classes in Swedish order of their names."""
        wanted = set(classes)
        found = [e for e in self.knowledge.entities.values() if not wanted.isdisjoint(e.types)]
        return sorted(found, key=lambda e: (swedish_order(self.name(e.iri)), e.iri))

    def name(self, term: Term) -> str:
        """Return the Swedish name of a node, class, property, concept or literal, on one line."""
        if term not in self._names:
            self._names[term] = self._name(term)
        return self._names[term]

    def _name(self, term: Term) -> str:
        if isinstance(term, Literal):
            return line(term.value)
        entity = self.knowledge.entities.get(term)
        source = self.sources.get(term.rpartition("/handling/")[2])
        if source and source.kind == _REGISTER:
            return heading(source)
        labels = self.knowledge.labels
        known = entity.label if entity else labels.get(expand(term)) or labels.get(term)
        return line(known or _FALLBACK.get(term) or term.rpartition(":")[2].rpartition("/")[2] or term)

    def excludes(self, claim: Assertion) -> bool:
        """Tell whether a claim names who is expressly not responsible: it denies in its very meaning."""
        kinds = self.about(claim.subject, "dcterms:type") if claim.predicate == "sam:responsible" else ()
        return any(kind.object == _EXCLUSION for kind in kinds)

    def denies(self, iri: str) -> bool:
        """Tell whether the name of a thing denies by itself, so that it must not be denied once more."""
        return not swedish.words("nekande").isdisjoint(_WORD.findall(self.name(iri).casefold()))

    def told(self, claim: Assertion) -> tuple[Term, str, Term]:
        """Return who, relation and what in the order and the words that tell a reader what is said."""
        if self.excludes(claim):
            relation = LIMITED if self.denies(claim.subject) else f"{NOT_RESPONSIBLE} för"
            return claim.object, relation, claim.subject
        return claim.subject, self.name(claim.predicate), claim.object

    def value(self, subject: str, *predicates: str) -> str:
        """Return the name of the first object, "" when nothing is said."""
        return next((self.name(claim.object) for claim in self.about(subject, *predicates)), "")

    def also_called(self, entity: Entity) -> list[str]:
        """Return the other names that sources use of it; a part of its name, as a bare place, is none."""
        claims = self.about(entity.iri) + self.towards(entity.iri)
        quotes = {_searchable(passage.quote) for claim in claims for passage in claim.evidence}
        own = _searchable(entity.label)
        wanted = {_searchable(name): line(name) for name in reversed(entity.aliases)}
        found = [name for text, name in wanted.items() if text not in own and any(text in q for q in quotes)]
        return found[::-1]

    def municipality(self) -> str:
        """Return the name of the municipality, with a capital first."""
        name = line(self.knowledge.municipality)
        return name[:1].upper() + name[1:]

    def modality(self, claim: Assertion) -> str:
        """Return the words for how firmly it is said, "" when it is simply stated; who is only called in;
        and what is inferred.
        """
        word = "" if claim.modality in ("", STATED) else self.name(claim.modality)
        role = self.name(_ADJUNCT) if claim.origin == _ADJUNCTS else ""
        return ", ".join(filter(None, (role, word, INFERRED if is_inferred(claim) else "")))

    def title(self, document: str) -> str:
        """Return what a document that was read is called, and its file where others are called the same."""
        source = self.sources.get(document)
        if source is None:
            return line(document)
        title = heading(source)
        return f"{title} ({line(source.name)})" if self._titles[title.casefold()] > 1 else title

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(heading(source).casefold() for source in self.sources.values())

    def place(self, evidence: Evidence) -> str:
        """Return where a passage stands: page and paragraph where there are any, and its characters."""
        page = f"sida {evidence.page}, " if evidence.page else ""
        starts = self.knowledge.paragraphs.get(evidence.document, ())
        page += f"stycke {bisect_right(starts, evidence.start)}, " if starts else ""
        return f"{page}tecken {evidence.start}–{evidence.end}"


def _said(claim: Assertion) -> tuple[str, str, Term, bool]:
    return claim.subject, claim.predicate, claim.object, claim.negative


def is_inferred(claim: Assertion) -> bool:
    """Tell whether no source says it: that something answers a problem was taken from where it stands."""
    return claim.origin.startswith(_DISCOURSE)


def heading(source: Source) -> str:
    """Return the title of a file, or its name: a register begins with its rows and has no title."""
    return line(source.name if source.kind == _REGISTER else source.title or source.name)


def _searchable(text: str) -> str:
    """Return a text as words between blanks, so that whole words are found in it whatever their case."""
    words = " ".join(_WORD.findall(text.casefold()))
    return f" {words} "


def assertion_key(claim: Assertion) -> tuple[str, ...]:
    """Return a sort key that depends on nothing but what is said."""
    return (claim.subject, claim.predicate, *_term_key(claim.object), claim.modality, claim.voice,
            claim.origin, str(claim.evidence[0].start), claim.evidence[0].document)  # fmt: skip


def _term_key(term: Term) -> tuple[str, str, str]:
    if isinstance(term, Literal):
        return term.value, term.datatype, term.language or ""
    return term, "", ""
