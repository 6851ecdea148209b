"""What of the net is shown for a choice, what joins it, and how much is left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.export.kinds import COLUMNS
from graph.export.networks import Relation
from graph.serve.map.choice import Choice
from graph.serve.map.net import ALL_COLUMNS, ALL_KINDS, Net, Thing, is_derived, rank

MOST_NEAR = 24  # neighbours of one thing that Närområde opens without being asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """All that is said between two shown things: one line on the map, from `start` as the first one says."""

    id: str
    start: Thing
    end: Thing
    relations: tuple[Relation, ...]

    @property
    def both(self) -> bool:
        """Tell whether relations run both ways."""
        return any(r.start != self.start.iri for r in self.relations)

    @property
    def dotted(self) -> bool:
        """Tell whether nothing of it is said for certain in a source."""
        return all(r.modality for r in self.relations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`fitting` things fit the filters, of `known` in all; `hidden` counts the neighbours not shown.

    `rings` tells in Närområde how many steps each thing is from the one in the middle, and from whom.
    """

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]
    chosen: Thing | None
    fitting: int
    known: int
    hidden: Mapping[str, int]
    kinds: Mapping[str, int]
    relations: Mapping[str, int]
    rings: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def shown_of(net: Net, choice: Choice) -> Shown:
    """Return what a choice shows of a net."""
    chosen = net.by_key.get(choice.node)
    relations = [r for r in net.relations if fits(choice, r)]
    of_status = {end for r in relations for end in (r.start, r.end)} if choice.status else net.things.keys()
    fitting = [t for t in net.things.values() if choice.shows_kind(t.kind.key) and t.iri in of_status]
    rings: dict[str, tuple[int, str]] = {}
    if choice.view == "naromrade":
        chosen = chosen or next(iter(fitting), None)
        rings = _rings(net, choice, chosen, relations) if chosen else {}
        things = [net.things[iri] for iri in rings]
    else:
        things = _most(fitting, choice)
        if chosen and chosen not in things:
            things.append(chosen)
    things.sort(key=rank)
    inside = {thing.iri for thing in things}
    said = [r for r in relations if choice.shows_relation(net.relation_key(r.name))]
    return Shown(
        things=tuple(things),
        ties=_ties(net, [r for r in said if {r.start, r.end} <= inside]),
        chosen=chosen,
        fitting=len(fitting),
        known=len(net.things),
        hidden=_hidden(net, inside),
        kinds=_kinds(net, of_status),
        relations=_names(net, choice, relations),
        rings=rings,
    )


def fits(choice: Choice, relation: Relation) -> bool:
    """Tell whether a relation has the status that is asked for."""
    if choice.status == "kalla":
        return not is_derived(relation)
    return choice.status != "granskad" or relation.reviewed


def _most(fitting: list[Thing], choice: Choice) -> list[Thing]:
    """Return as many as are asked for: those with most relations, of a column no more than its share."""
    if choice.view != "karta":
        return fitting[: choice.most]
    share = choice.most // len(COLUMNS)
    room = dict.fromkeys(range(len(ALL_COLUMNS)), share)
    kept = []
    for thing in fitting:
        if room[thing.kind.column]:
            room[thing.kind.column] -= 1
            kept.append(thing)
    return kept


def _rings(
    net: Net, choice: Choice, middle: Thing, relations: Iterable[Relation]
) -> dict[str, tuple[int, str]]:
    """Return how far each thing near the middle is from it, and through whom; at most so many of each."""
    beside: dict[str, set[str]] = defaultdict(set)
    for r in relations:
        if choice.shows_relation(net.relation_key(r.name)):
            beside[r.start].add(r.end)
            beside[r.end].add(r.start)
    rings = {middle.iri: (0, "")}
    ring = [middle.iri]
    for step in range(1, choice.depth + 1):
        most = (MOST_NEAR if choice.most <= 150 else choice.most) // (step if step == 1 else 4)
        outer: list[str] = []
        for iri in ring:
            near = [net.things[i] for i in beside[iri] if i not in rings and i in net.things]
            near = sorted((t for t in near if choice.shows_kind(t.kind.key)), key=rank)[:most]
            rings |= {thing.iri: (step, iri) for thing in near}
            outer += [thing.iri for thing in near]
        ring = outer
    return rings


def _ties(net: Net, relations: Iterable[Relation]) -> tuple[Tie, ...]:
    pairs: dict[tuple[str, ...], list[Relation]] = defaultdict(list)
    for relation in relations:
        pairs[tuple(sorted((relation.start, relation.end)))].append(relation)
    ties = []
    for said in pairs.values():
        start, end = net.things[said[0].start], net.things[said[0].end]
        ties.append(Tie(id=f"e-{start.id}-{end.id}", start=start, end=end, relations=tuple(said)))
    return tuple(sorted(ties, key=lambda tie: tie.id))


def _hidden(net: Net, inside: set[str]) -> dict[str, int]:
    hidden = {}
    for iri in inside:
        near = {end for r in net.around.get(iri, ()) for end in (r.start, r.end)}
        if near - inside:
            hidden[iri] = len(near - inside)
    return hidden


def _kinds(net: Net, of_status: Iterable[str]) -> dict[str, int]:
    counts = Counter(net.things[iri].kind.key for iri in of_status if iri in net.things)
    return {kind.key: counts[kind.key] for kind in ALL_KINDS if counts[kind.key]}


def _names(net: Net, choice: Choice, relations: Iterable[Relation]) -> dict[str, int]:
    """Return how many relations of each name there are between things of the kinds that are shown."""
    counts = Counter(
        net.relation_key(r.name)
        for r in relations
        if all(choice.shows_kind(net.things[iri].kind.key) for iri in (r.start, r.end))
    )
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], net.names[pair[0]])))
