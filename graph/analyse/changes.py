"""What changed between two builds, or between two days of one build.

Another label, another identifier for the same sentence, or one more passage for a fact is no change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from graph.analyse.basis import document_dates
from graph.analyse.gap_changes import CLOSED, OPENED, find_gap_changes
from graph.analyse.relations import Relations, later, listed
from graph.analysis import Change, Fact, Gap, Graph
from graph.likeness import content
from graph.swedish import folded

NEW, GONE, CHANGED = "ny", "borta", "ändrad"
KINDS = (
    "sam:Gap", "sam:Forum", "sam:Programme", "sam:Agreement", "sam:Routine", "sam:Assignment",
    "sam:Responsibility", "sam:Measure", "sam:ContactPoint", "sam:Recommendation", "sam:PoliticalBody",
    "sam:Administration", "sam:ExternalActor",
)  # fmt: skip
"""Classes of the things whose coming and going matters, in the order in which they are told."""
ACTORS = frozenset({"sam:PoliticalBody", "sam:Administration", "sam:ExternalActor"})
RELATIONS = (
    "sam:convenor", "sam:hasParticipant", "sam:assignedBy", "sam:assignedTo", "sam:reportTo", "sam:deadline",
    "sam:responsible", "sam:status", "sam:targetGroup", "sam:workLevel", "sam:validFrom", "sam:validTo",
    "cv:contactPoint", "sam:contactFor", "cv:email", "cv:telephone", "sam:serves", "sam:reportsOn",
)  # fmt: skip
"""Relations whose change matters to whoever governs."""
ALIKE = 0.8
"""Share of the content words of two sentences, of all in both, when they are the same thing told anew."""
_DONE = "samc:st-done"


Gaps = tuple[Sequence[Gap], Sequence[Gap]]
"""The gaps that the same rules derive from the earlier and from the later side."""


def find_changes(before: Graph, after: Graph, derived: Gaps = ((), ())) -> tuple[Change, ...]:
    """Return what is new, gone and changed in the later of two graphs, by kind of thing and name."""
    old, new = _Side(before), _Side(after)
    same = _matched(old, new)
    found = [
        *(_come(new, node) for node in new.kinds if node not in same.values()),
        *(_gone(old, node) for node in old.kinds if node not in same),
        *(change for one, other in same.items() for change in _differences(old, one, new, other, same)),
        *(_closed(new, other) for one, other in same.items() if new.is_met(other) and not old.is_met(one)),
        *find_gap_changes(before, after, derived, same),
    ]
    return tuple(sorted(found, key=_place))


def find_changes_between(
    graph: Graph, first: str, second: str, derived: Gaps = ((), ())
) -> tuple[Change, ...]:
    """Return what came and went after one day and up to a later one, in one graph.

    A thing comes with the day from which it holds, or else with the first document that states it, and
    goes with the day to which it holds. That an actor is mentioned is no change; and of what a document
    without a date states nobody knows when it came. A derived gap opens when a day in it passes.
    """
    found = (*_Side(graph).between(first, second), *find_gap_changes(graph, graph, derived))
    return tuple(sorted(found, key=_place))


class _Side:
    """One graph: its things by class and what is said of them."""

    def __init__(self, graph: Graph) -> None:
        self.name = graph.name
        self.all = Relations(graph)
        self._graph = graph
        self.kinds = {n: kind for kind in reversed(KINDS) for n in self.all.members(kind)}

    def values(self, node: str, relation: str) -> tuple[str, ...]:
        """Return the values of a relation; who convenes is not told again as a participant."""
        found = self.all.of(node, relation)
        if relation == "sam:hasParticipant":
            convenors = self.all.of(node, "sam:convenor")
            found = tuple(one for one in found if one not in convenors)
        return found

    def facts(self, node: str) -> tuple[Fact, ...]:
        """Return what proves a thing: its class, and what relates it to others."""
        return ((node, "rdf:type", self.kinds[node]), *self.all.facts(node, *RELATIONS))

    def label(self, node: str) -> str:
        """Return the Swedish name of a thing's class."""
        return self.name(self.kinds[node])

    def is_met(self, node: str) -> bool:
        """Tell whether a gap is addressed by a measure that is said to be carried out."""
        answers = self.all.to(node, "sam:addresses") if self.kinds[node] == "sam:Gap" else ()
        return any(_DONE in self.all.of(answer, "sam:status") for answer in answers)

    def between(self, first: str, second: str) -> Iterator[Change]:
        """Yield what came and what went after a day and up to another."""
        for node in self.kinds:
            holds, told = self.all.of(node, "sam:validFrom")[:1], self._stated.get(node, [])[:1]
            for day in holds or told:
                if later(day, first) and not later(day, second):
                    yield _come(
                        self, node, f"Gäller från {day}" if holds else f"Först i en handling från {day}"
                    )
            ends = self.all.of(node, "sam:validTo")[-1:]
            if ends and not later(first, ends[0]) and later(second, ends[0]):
                yield _gone(self, node, f"Gällde till {ends[0]}")
        for event in self.all.members("org:ChangeEvent"):
            days = self.all.dates(event)
            if days and later(days[0], first) and not later(days[0], second):
                yield self._turned(event, days[0])

    def _turned(self, event: str, day: str) -> Change:
        old = listed(map(self.name, self.all.of(event, "org:originalOrganization")))
        new = listed(map(self.name, self.all.of(event, "org:resultingOrganization")))
        facts = self.all.facts(event, "org:originalOrganization", "org:resultingOrganization", "dcterms:date")
        text = f"{self.name(event)} ({day})."
        label = self.name("org:ChangeEvent")
        return Change(kind=CHANGED, node=event, label=label, text=text, before=old, after=new, facts=facts)

    @cached_property
    def _stated(self) -> Mapping[str, list[str]]:
        dates = document_dates(self._graph)
        said = [pair for kind in KINDS for pair in self.all.said_in(kind).items()]
        return {
            thing: sorted(dates[document] for document in documents)
            for thing, documents in said
            if self.kinds[thing] not in ACTORS and all(document in dates for document in documents)
        }


def _matched(old: _Side, new: _Side) -> dict[str, str]:
    """Return which thing of the later graph each one of the earlier is: by identifier, name or sentence."""
    same = {node: node for node in old.kinds if node in new.kinds}
    lost, found = _apart(old, same), _apart(new, same)
    for kind, nodes in lost.items():
        rivals = found.get(kind, [])
        for node in nodes:
            other = _likest(old.name(node), rivals, new)
            if other:
                same[node] = other
                rivals.remove(other)
    return same


def _apart(side: _Side, same: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for node in sorted(side.kinds):
        if node not in same:
            found[side.kinds[node]].append(node)
    return found


def _likest(label: str, rivals: Iterable[str], side: _Side) -> str:
    """Return the rival of the same name, or else the first that says nearly the same; "" for none."""
    own, alike = content(label), ""
    for rival in rivals:
        if folded(side.name(rival)) == folded(label):
            return rival
        words = content(side.name(rival))
        common = len(own & words)
        if not alike and common > 1 and common >= ALIKE * len(own | words):
            alike = rival
    return alike


def _come(side: _Side, node: str, how: str = "Nytt") -> Change:
    kind = OPENED if side.kinds[node] == "sam:Gap" else NEW
    name, label = side.name(node), side.label(node)
    return Change(
        kind=kind, node=node, label=label, text=f"{how}: {label} {name}.", after=name, facts=side.facts(node)
    )


def _gone(side: _Side, node: str, how: str = "") -> Change:
    """Return that a thing is gone; what a later graph no longer holds has no facts there."""
    kind = CLOSED if side.kinds[node] == "sam:Gap" else GONE
    name, label = side.name(node), side.label(node)
    text = f"{how or 'Hittades inte längre'}: {label} {name}."
    facts = side.facts(node) if how else ()
    return Change(kind=kind, node=node, label=label, text=text, before=name, facts=facts)


def _closed(side: _Side, node: str) -> Change:
    answers = [(a, "sam:addresses", node) for a in side.all.to(node, "sam:addresses")]
    done = [(a, "sam:status", _DONE) for a, *_ in answers if _DONE in side.all.of(a, "sam:status")]
    text = f"Mellanrummet sägs vara åtgärdat: {side.name(node)}."
    names = listed(side.name(a) for a, *_ in done)
    return Change(
        kind=CLOSED, node=node, label=side.label(node), text=text, after=names, facts=(*answers, *done)
    )


def _differences(old: _Side, one: str, new: _Side, other: str, same: Mapping[str, str]) -> Iterator[Change]:
    """Yield each relation in which the same thing has other values than before."""
    for relation in RELATIONS:
        was = {same.get(value, value): value for value in old.values(one, relation)}
        now = new.values(other, relation)
        if set(was) != set(now):
            before = listed(sorted(map(old.name, was.values())))
            after = listed(sorted(map(new.name, now)))
            turned = f"{before or 'inte angivet'} → {after or 'inte angivet'}"
            text = f"{new.name(other)}, {new.name(relation)}: {turned}."
            facts = tuple((other, relation, value) for value in now)
            label = new.label(other)
            yield Change(
                kind=CHANGED, node=other, label=label, text=text, before=before, after=after, facts=facts
            )


def _place(change: Change) -> tuple[int, bool, str, str, str]:
    """Return the place of a change: by kind, what sources say before what rules derive."""
    order = (OPENED, CLOSED, CHANGED, NEW, GONE)
    return order.index(change.kind), bool(change.rule), change.label, change.text, change.node
