"""What the poster shows: of many things those with most relations, and whom the gaps touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graph.export.facts import Facts
from graph.export.kinds import Kind
from graph.export.networks import Relation
from graph.export.wording import swedish_order

MOST_OUTSIDE, MOST_PLACES, MOST_INSIDE, MOST_GAPS = 24, 24, 18, 12
_OUTSIDE, _PLACES, _INSIDE = ("extern",), ("forum", "program", "vagin"), ("organ", "enhet", "grupp")
_GAPS = ("mellanrum", "overlapp")
_SERVES, _ADDRESS = "sam:contactFor", ("cv:email", "cv:telephone")
_LONGEST_NAME = 60  # characters; what a text calls a way in without naming it is a whole sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A numbered gap in the strip below the map: its words, and who points it out."""

    number: int
    text: str
    by: str


def near_to(about: Collection[str], kinds: Mapping[str, Kind], relations: list[Relation]) -> set[str]:
    """Return what is near some things: beside them, where outside parties of that meet, and who is there."""
    beside: dict[str, set[str]] = defaultdict(set)
    for r in relations:
        beside[r.start].add(r.end)
        beside[r.end].add(r.start)
    gaps = {iri for iri in about if kinds[iri].key in _GAPS}
    about = {*about, *(i for gap in gaps for i in beside[gap] if kinds[i].key in _OUTSIDE)}
    near = about.union(*(beside[iri] for iri in about))
    if gaps:  # of a gap: whom it touches and where they meet, and no other gaps of theirs
        near = {iri for iri in near if iri in gaps or kinds[iri].key not in _GAPS}
    outside = [iri for iri in near if kinds[iri].key in _OUTSIDE]
    near |= {i for iri in outside for i in beside[iri] if kinds[i].key in _PLACES}
    places = [iri for iri in near if kinds[iri].key in _PLACES]
    return near | {i for iri in places for i in beside[iri] if kinds[i].key in (*_OUTSIDE, *_INSIDE)}


class Choice:
    """Which things are shown and what joins them."""

    def __init__(
        self, facts: Facts, kinds: Mapping[str, Kind], relations: list[Relation], near: Collection[str]
    ) -> None:
        self.facts, self.kinds = facts, kinds
        self.met: set[str] = set()
        self.somewhere = {  # who meets somebody, whether there is room for the place or not
            end
            for r in relations
            for end, place in ((r.start, r.end), (r.end, r.start))
            if kinds[place].key in _PLACES and not self._is_address(place)
        }
        self.kinds = {iri: kind for iri, kind in kinds.items() if iri in near}
        relations = [r for r in relations if {r.start, r.end} <= self.kinds.keys()]
        self.weight: dict[str, int] = defaultdict(int)
        for relation in relations:
            self.weight[relation.start] += 1
            self.weight[relation.end] += 1
        self.counts: dict[str, tuple[int, int]] = {}
        self.outside = self._best("outside", _OUTSIDE, MOST_OUTSIDE)
        self.places = self._best("places", _PLACES, MOST_PLACES)
        meeting = [{r.start, r.end} for r in relations if {r.start, r.end}.intersection(self.places)]
        met = {end for pair in meeting for end in pair}
        self.gaps, self.touched = self._gaps(relations)
        self.met = met.union(self.touched)
        self.inside = self._best("inside", _INSIDE, MOST_INSIDE)
        self.links = self._links(relations)

    def _best(self, name: str, keys: tuple[str, ...], most: int) -> list[str]:
        known = [i for i, kind in self.kinds.items() if kind.key in keys and (kind.alone or self.weight[i])]
        found = [i for i in known if self._named(i)]
        found.sort(key=lambda i: (-self.weight[i], swedish_order(self.facts.name(i)), i))
        self.counts[name] = min(most, len(found)), len(found)
        return found[:most]

    def _named(self, iri: str) -> bool:
        """Tell whether a thing is worth a box: a mere address is no way in, a sentence no name, and a group
        such as "nämnderna" nobody unless it meets somebody or is in a gap.
        """
        kind, name = self.kinds[iri].key, self.facts.name(iri)
        if kind == "vagin":
            return len(name) <= _LONGEST_NAME and not self._is_address(iri)
        return kind != "grupp" or iri in self.met

    def _is_address(self, iri: str) -> bool:
        """Tell whether a contact is no more than an address of which nobody says whom it is for."""
        return bool(self.facts.about(iri, *_ADDRESS)) and not self.facts.about(iri, _SERVES)

    def _links(self, relations: list[Relation]) -> dict[tuple[str, str], bool]:
        """Return (meeting place, somebody) -> whether it is only possible or planned."""
        places, others = set(self.places), {*self.outside, *self.inside}
        found: dict[tuple[str, str], bool] = {}
        for r in relations:
            for place, other in ((r.start, r.end), (r.end, r.start)):
                if place in places and other in others:
                    found[place, other] = found.get((place, other), True) and bool(r.modality)
        return found

    def _gaps(self, relations: list[Relation]) -> tuple[list[Gap], dict[str, list[int]]]:
        """Return the numbered gaps that touch somebody, and whom each touches."""
        shown = {*self.outside, *self.places, *(i for i, kind in self.kinds.items() if kind.key in _INSIDE)}
        touches: dict[str, set[str]] = defaultdict(set)
        told: dict[str, set[str]] = defaultdict(set)
        for r in relations:
            if self.kinds[r.start].key == "mellanrum" and r.end in shown:
                touches[r.start].add(r.end)
            if self.kinds[r.end].key == "mellanrum" and r.says:
                told[r.end].add(self.facts.name(r.start))
        alike: dict[str, list[str]] = defaultdict(list)  # one matter is often told in several documents
        for iri in touches:
            alike[self.facts.name(iri).casefold()].append(iri)
        groups = sorted(
            alike.values(),
            key=lambda group: (
                -len({one for iri in group for one in touches[iri]}),
                -sum(self.weight[iri] for iri in group),
                swedish_order(self.facts.name(min(group))),
            ),
        )
        self.counts["gaps"] = min(MOST_GAPS, len(groups)), len(groups)
        gaps, touched = [], defaultdict(list)
        for number, group in enumerate(groups[:MOST_GAPS], 1):
            by = sorted({name for iri in group for name in told[iri]}, key=swedish_order)
            gaps.append(Gap(number=number, text=self.facts.name(min(group)), by=", ".join(by)))
            for one in sorted({one for iri in group for one in touches[iri]}):
                touched[one].append(number)
        return gaps, touched
