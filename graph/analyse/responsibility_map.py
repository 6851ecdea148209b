"""The responsibility map: which committees answer for which target group on which level of work.

A committee holds a cell by a responsibility, an assignment or an arrangement for the target group; what an
administration holds counts for the committee that it serves, where a source says which. What a source
says is expressly not a body's responsibility holds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graph.analyse.relations import Relations
from graph.analysis import Cell, Fact, Graph

HOLDS = ("sam:responsible", "sam:assignedTo", "sam:convenor", "sam:hasParticipant")
_KINDS = ("sam:Responsibility", "sam:Assignment", "sam:Arrangement")
_EXCLUSION = "samc:resp-exclusion"
_LEVELS = "SELECT ?level { ?level skos:inScheme samc:work-level }"


def find_cells(graph: Graph) -> tuple[Cell, ...]:
    """Return the cells by target group and level: first "" (no level named), then each level, empty ones too.

    A target group is in the map when a source names it for anything at all.
    """
    known = Relations(graph)
    levels = ("", *(level for (level,) in graph.rows(_LEVELS)))
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    facts: dict[tuple[str, str], set[Fact]] = defaultdict(set)
    for thing in sorted({thing for kind in _KINDS for thing in known.members(kind)}):
        if _EXCLUSION in known.of(thing, "dcterms:type"):
            continue
        held = list(_held(known, thing))
        for group in known.of(thing, "sam:targetGroup") if held else ():
            for level in known.of(thing, "sam:workLevel") or ("",):
                said = known.facts(thing, "sam:workLevel")
                facts[group, level] |= {
                    (thing, "sam:targetGroup", group),
                    *(f for f in said if f[2] == level),
                }
                for body, why in held:
                    holders[group, level].add(body)
                    facts[group, level].update(why)
    groups = sorted(set(known.table("sam:targetGroup", turned=True)))
    return tuple(
        Cell(group=g, level=v, holders=tuple(sorted(holders[g, v])), facts=tuple(sorted(facts[g, v])))
        for g in groups
        for v in levels
    )


def _held(known: Relations, thing: str) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Yield the bodies that hold a thing, on the level of committees, with what says so."""
    bodies, offices = set(known.members("sam:PoliticalBody")), set(known.members("sam:Administration"))
    for _, relation, who in known.facts(thing, *HOLDS):
        if who in bodies:
            yield who, ((thing, relation, who),)
        elif who in offices:
            served = known.of(who, "sam:serves")
            for committee in served:
                yield committee, ((thing, relation, who), (who, "sam:serves", committee))
            if not served:
                yield who, ((thing, relation, who),)
