"""The network that other programs draw: things and links as plain values, one link a pair and direction.

Programs count parallel links differently, so there are none: a link carries the names of all relations
between its two ends. Ids are hashes, so no name can break or double one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.export.facts import Facts
from graph.export.kinds import Kind
from graph.export.networks import Relation, related
from graph.export.wording import NOTICE, audience, line, unique
from graph.ids import digest
from graph.model import Knowledge

_LONGEST = 300  # characters of a quote


@dataclass(frozen=True, slots=True)
class Vertex:
    """A thing: `kind` in Swedish, `types` its classes as CURIEs."""

    id: str
    label: str
    kind: str
    types: str
    iri: str


@dataclass(frozen=True, slots=True)
class Link:
    """What one thing has to do with another; `weight` is how many passages say so."""

    id: str
    start: str
    end: str
    names: str
    modality: str
    quote: str
    documents: str
    weight: int


@dataclass(frozen=True, slots=True)
class Net:
    """Vertices and links sorted by id, and what the file says of itself."""

    title: str
    about: str
    vertices: tuple[Vertex, ...]
    links: tuple[Link, ...]


def network_of(
    knowledge: Knowledge, kinds: Mapping[str, Kind] | None = None, relations: Iterable[Relation] = ()
) -> Net:
    """Return every thing of the map, also those without relations, and the relations between them.

    With `kinds` (of things by IRI) only these, and these relations between them.
    """
    facts = Facts(knowledge)
    if kinds is None:
        kinds, relations = related(facts)
    ids = {iri: f"n{digest(iri)}" for iri in kinds}
    entities = knowledge.entities
    vertices = (
        Vertex(ids[iri], facts.name(iri) or "(utan namn)", kind.one,
               " ".join(entities[iri].types) if iri in entities else "skos:Concept", line(iri))
        for iri, kind in kinds.items()
    )  # fmt: skip
    pairs: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in relations:
        pairs[ids[relation.start], ids[relation.end]].append(relation)
    links = (_link(facts, pair, found) for pair, found in pairs.items())
    return Net(
        title=f"Samverkanskartan, {facts.municipality()}",
        about=f"{NOTICE} Profil: {audience(knowledge.profile, knowledge.reviewer)}."
        f" Grafens hash: {knowledge.graph_hash}. {facts.excerpt()}".strip(),
        vertices=tuple(sorted(vertices, key=lambda v: v.id)),
        links=tuple(sorted(links, key=lambda link: link.id)),
    )


def _link(facts: Facts, pair: tuple[str, str], found: list[Relation]) -> Link:
    passages = sorted({e for r in found for e in r.evidence}, key=lambda e: (e.document, e.start, e.end))
    quote = line(passages[0].quote)
    return Link(
        id=f"e{digest(*pair)}",
        start=pair[0],
        end=pair[1],
        names="; ".join(unique(r.name for r in found)),
        modality="; ".join(unique(r.modality for r in found if r.modality)),
        quote=quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST]} …",
        documents="; ".join(unique(facts.title(e.document) for e in passages)),
        weight=len(passages),
    )
