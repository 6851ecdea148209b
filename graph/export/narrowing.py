"""A graph, and what was found in it, narrowed to what concerns some things: a school, a target group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from graph.analysis import Analysis, Fact
from graph.model import Assertion, Knowledge

Part = TypeVar("Part")
_WITHIN = ("sam:inGroup", "skos:broader", "dcterms:isPartOf")
"""Relations by which a thing belongs to one that a reader asked for."""


def with_members(knowledge: Knowledge, nodes: Iterable[str]) -> frozenset[str]:
    """Return the things with all that belong to them: of "friskolor" each independent school too."""
    found = set(nodes)
    inside = [
        (c.subject, c.object) for c in knowledge.assertions if c.predicate in _WITHIN and not c.negative
    ]
    grown = True
    while grown:
        more = {low for low, high in inside if high in found} - found
        grown = bool(more)
        found |= more
    return frozenset(found)


def narrowed(knowledge: Knowledge, nodes: Collection[str]) -> Knowledge:
    """Return what is said of the things, and of whatever is said to have to do with them.

    Everything else keeps its name, so that sentences can speak of it, but gets no line of its own.
    """
    near = {c.subject for c in knowledge.assertions if c.object in nodes} | set(nodes)
    kept = tuple(c for c in knowledge.assertions if c.subject in near or c.object in nodes)
    names = {iri: entity.label for iri, entity in knowledge.entities.items()}
    entities = {iri: entity for iri, entity in knowledge.entities.items() if iri in near}
    return replace(
        knowledge,
        entities=entities,
        assertions=kept,
        labels={**names, **knowledge.labels},
        total=0,
        extents={},
    )


def narrowed_analysis(found: Analysis, nodes: Collection[str]) -> Analysis:
    """Return the parts of an analysis that name any of the things."""
    return replace(
        found,
        overlaps=_with(found.overlaps, nodes, lambda o: (*o.names, *_in(o.facts))),
        gaps=_with(found.gaps, nodes, lambda g: (*g.who, *_in(g.facts))),
        routes=_with(found.routes, nodes, lambda r: (r.actor,)),
        deadlines=_with(found.deadlines, nodes, lambda d: (*d.by, *d.to, *_in(d.facts))),
        chains=_with(
            found.chains,
            nodes,
            lambda c: tuple(
                node
                for steps in (c.findings, c.answers, c.decisions, c.measures, c.followups)
                for step in steps
                for node in (step.node, *_in(step.facts))
            ),
        ),
        cells=_with(found.cells, nodes, lambda c: (c.group, *c.holders)),
        network=replace(found.network, ranks=_with(found.network.ranks, nodes, lambda r: (r.who,))),
        changes=_with(found.changes, nodes, lambda c: (c.node, *_in(c.facts))),
        contradictions=_with(
            found.contradictions, nodes, lambda c: (c.subject, *_objects(c.one), *_objects(c.other))
        ),
    )


def _with(
    parts: tuple[Part, ...], nodes: Collection[str], named: Callable[[Part], Iterable[str]]
) -> tuple[Part, ...]:
    return tuple(part for part in parts if any(node in nodes for node in named(part)))


def _in(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(node for subject, _, value in facts for node in (subject, value))


def _objects(claims: Iterable[Assertion]) -> tuple[str, ...]:
    return tuple(claim.object for claim in claims if isinstance(claim.object, str))
