"""The graph of one build as the map sees it: things, and what is said between two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.export.facts import INFERRED, Facts
from graph.export.kinds import COLUMNS, KINDS, MORE_KINDS, Kind
from graph.export.networks import Relation, node_id, related
from graph.export.wording import swedish_order
from graph.ids import slug
from graph.model import Evidence

ALL_KINDS = (*KINDS, *MORE_KINDS)
ALL_COLUMNS = (*COLUMNS, "Handlingar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something on the map: `key` names it in addresses, `id` in the page; `weight` counts its relations."""

    key: str
    id: str
    iri: str
    label: str
    kind: Kind
    weight: int


class Net:
    """Every thing that has a place on the map and every relation between two; indexed, in a stable order.

    `key` gives the name of an IRI in addresses.
    """

    def __init__(self, facts: Facts, key: Callable[[str], str]) -> None:
        kinds, relations = related(facts, MORE_KINDS)
        self.facts = facts
        self.relations = tuple(relations)
        self.around: dict[str, list[Relation]] = defaultdict(list)
        for relation in relations:
            self.around[relation.start].append(relation)
            self.around[relation.end].append(relation)
        found = (
            Thing(key=key(iri), id=node_id(iri), iri=iri, label=_name(facts, iri), kind=kind,
                  weight=len(self.around.get(iri, ())))
            for iri, kind in kinds.items()
            if kind.alone or iri in self.around
        )  # fmt: skip
        self.things = {thing.iri: thing for thing in sorted(found, key=rank)}
        self.by_key = {thing.key: thing for thing in self.things.values()}
        self._keys = {
            facts.name(p): p.partition(":")[2] for p in {c.predicate for c in facts.knowledge.assertions}
        }
        self.names = {self.relation_key(r.name): r.name for r in relations}

    def relation_key(self, name: str) -> str:
        """Return what a relation is called in addresses: its property, or else its name in plain letters."""
        return self._keys.get(name) or slug(name)


def is_derived(relation: Relation) -> bool:
    """Tell whether no source says it in so many words."""
    return INFERRED in relation.modality.split(", ")


def rank(thing: Thing) -> tuple[object, ...]:
    """Return what things are ordered by: those with most relations first, then the Swedish alphabet."""
    return -thing.weight, swedish_order(thing.label), thing.iri


def passages(relations: Iterable[Relation]) -> list[Evidence]:
    """Return every passage of some relations once, in the order of the documents."""
    return sorted({e for r in relations for e in r.evidence}, key=lambda e: (e.document, e.start, e.end))


def _name(facts: Facts, iri: str) -> str:
    name = facts.name(iri) or "(utan namn)"
    return name[:1].upper() + name[1:]
