"""One thing on its page: everything that is said of it, in parts by what it is said together with."""

from __future__ import annotations

from dataclasses import dataclass

from graph.analysis import Overlap
from graph.export.kinds import kind_of
from graph.export.wording import swedish_order
from graph.model import Assertion, Entity
from graph.serve.view import Name, Passage, Statement, View

# heading, anchor, the classes of the other thing; the first that fits decides
_PARTS = (
    ("Uppdrag, ansvar och åtgärder", "uppdrag", "Assignment Measure Responsibility FollowUp Goal"),
    ("Forum och samverkan", "forum", "Forum Programme Agreement Routine Arrangement Participation"),
    ("Vägar in", "vagar-in", "ContactPoint"),
    ("Mellanrum, iakttagelser och ställningstaganden", "mellanrum",
     "Gap Overlap Condition Finding Recommendation Stance Claim"),
    ("Organisation och deltagare", "organisation",
     "PoliticalBody Committee Administration Municipality ExternalActor ActorGroup"),
    ("Målgrupper och begrepp", "begrepp", "TargetGroup Term Definition"),
    ("Befattningar", "befattningar", "Post Person Attribution"),
    ("Beslut, ärenden och handlingar", "handlingar", "Decision Case Document Consultation"),
)  # fmt: skip
_REST = ("Övrigt", "ovrigt")
_LOCAL = {name: (heading, anchor) for heading, anchor, names in _PARTS for name in names.split()}
# what stands in the head of the card and is not repeated below
_HEAD = {
    "dcterms:type": "Närmare slag",
    "dcterms:isPartOf": "Del av",
    "sam:serves": "Lyder under",
    "sam:inGroup": "Ingår i gruppen",
    "sam:purpose": "Syfte",
    "sam:status": "Status",
    "sam:deadline": "Senast",
    "dcterms:description": "Beskrivning",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Statements under one heading."""

    heading: str
    anchor: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the head: its word, its values, and the quotes behind it."""

    word: str
    values: tuple[Name, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A thing, the head of its page, and the parts below."""

    entity: Entity
    href: str
    kind: str
    head: tuple[Fact, ...]
    aliases: tuple[str, ...]
    parts: tuple[Part, ...]
    sources: tuple[tuple[Name, int], ...]


def card(view: View, entity: Entity) -> Card:
    """Return the card of a thing; every statement about it stands in exactly one place."""
    iri = entity.iri
    claims = [c for c in view.knowledge.assertions if iri in (c.subject, c.object)]
    known = kind_of(entity)
    return Card(
        entity=entity,
        href=view.addresses.of(iri),
        kind=known.one if known else view.text(entity.types[0]),
        head=tuple(_head(view, iri, claims)),
        aliases=tuple(view.facts.also_called(entity)),
        parts=tuple(_parts(view, iri, [c for c in claims if not _in_head(iri, c)])),
        sources=tuple(_sources(view, claims)),
    )


def _in_head(iri: str, claim: Assertion) -> bool:
    positive = claim.subject == iri and not claim.negative
    return positive and (claim.predicate in _HEAD or claim.predicate == "rdf:type")


def _head(view: View, iri: str, claims: list[Assertion]) -> list[Fact]:
    found = []
    for predicate, word in _HEAD.items():
        said = [c for c in claims if c.predicate == predicate and _in_head(iri, c)]
        if said:
            values = dict.fromkeys(Name(view.facts.name(c.object), view.addresses.of(c.object)) for c in said)
            found.append(Fact(word, tuple(values), view.passages(e for c in said for e in c.evidence)))
    return found


def _parts(view: View, iri: str, claims: list[Assertion]) -> list[Part]:
    grouped: dict[tuple[str, str], list[Statement]] = {}
    order = [(heading, anchor) for heading, anchor, _ in _PARTS] + [_REST]
    if view.addresses.page(iri) == "forum":  # who sits there comes first
        order.sort(key=lambda pair: pair[1] != "organisation")
    claims = sorted(claims, key=lambda c: _order(view, iri, c))
    for key in order:
        said = [c for c in claims if _part(view, iri, c) == key]
        if said:
            grouped[key] = list(view.statements(said))
    return [Part(heading, anchor, tuple(said)) for (heading, anchor), said in grouped.items()]


def _part(view: View, iri: str, claim: Assertion) -> tuple[str, str]:
    other = claim.object if claim.subject == iri else claim.subject
    entity = view.knowledge.entities.get(other) if isinstance(other, str) else None
    names = (name.partition(":")[2] for name in entity.types) if entity else ()
    return next((_LOCAL[name] for name in names if name in _LOCAL), _REST)


def _order(view: View, iri: str, claim: Assertion) -> tuple[object, ...]:
    other = claim.object if claim.subject == iri else claim.subject
    return claim.subject != iri, claim.predicate, swedish_order(view.facts.name(other)), str(other)


def _sources(view: View, claims: list[Assertion]) -> list[tuple[Name, int]]:
    counts: dict[str, set[tuple[int, int]]] = {}
    for claim in claims:
        for e in claim.evidence:
            counts.setdefault(e.document, set()).add((e.start, e.end))
    found = [
        (Name(view.facts.title(doc), view.addresses.source(doc)), len(spans)) for doc, spans in counts.items()
    ]
    return sorted(found, key=lambda pair: (-pair[1], swedish_order(pair[0].text)))


def overlapping(view: View, iri: str) -> list[tuple[Overlap, tuple[Name, ...]]]:
    """Return the overlaps that a thing is part of, each with the others, the strongest first."""
    found = [one for one in view.analysis.overlaps if iri in one.names]
    found.sort(key=lambda one: (one.kind == "beräknat", -(one.effect or 0), one.names))
    return [(one, view.names(name for name in one.names if name != iri)) for one in found]
