"""Ways in: from an actor, or the group it belongs to, and a matter to the unit that answers for it.

A way in that a source states (`sam:ContactPoint`, for whom and in what matter) comes before one that is
worked out: a forum in which the actor takes part, or the body that is responsible for the matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.analyse.relations import Relations, listed
from graph.analysis import Fact, Graph, Route, Step
from graph.swedish import capitalised, folded, inflections

MATTERS = ("dcterms:subject", "sam:targetGroup")
"""Relations by which a thing is about a topic or a target group."""
_EXCLUSION = "samc:resp-exclusion"
_ANYBODY = "samc:act-any-external"
_CATEGORY = "samc:act-"
_REACHED = ("cv:email", "cv:telephone")
_LONGEST_NAME = 6
"""Words of a way in's name; what is longer is the sentence that tells of it."""
_UNITS = ("sam:Administration", "sam:PoliticalBody", "sam:Arrangement", "sam:Municipality")
"""Classes of those who can answer, whoever is nearest to the matter first."""


def find_routes(graph: Graph) -> tuple[Route, ...]:
    """Return the best way in of each external actor that matters, in general and in each matter it has."""
    known = _Known(graph)
    return tuple(next(known.routes(actor, matter)) for actor, matter in known.questions())


def routes_of(graph: Graph, actor: str, matters: Sequence[str] = ("",)) -> tuple[Route, ...]:
    """Return every way in of one actor in some matters (nodes, concepts or free text), the best first.

    A matter without any gives one route without steps.
    """
    known = _Known(graph)
    return tuple(route for matter in matters for route in known.routes(actor, matter))


@dataclass(frozen=True, slots=True)
class _Who:
    """An actor or a group that it belongs to, with what says that it does."""

    node: str
    steps: tuple[Step, ...] = ()
    sure: bool = True  # a source says that the actor belongs to the group


class _Known:
    """What a graph says of actors, their groups and matters, and of contact points."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._all = Relations(graph)
        self._name = graph.name
        self._external = set(self._all.members("sam:ExternalActor"))
        self._forum = set(self._all.members("sam:Forum"))
        self._about: dict[str, frozenset[str]] = {}
        self._ranks = {
            node: rank for rank, kind in reversed(list(enumerate(_UNITS))) for node in self._all.members(kind)
        }

    # --- who asks about what -------------------------------------------------------------------

    def questions(self) -> list[tuple[str, str]]:
        """Return the external actors that matter, each with "" and every matter that it has."""
        groups, kinds = self._all.table("sam:inGroup"), self._all.table("dcterms:type")
        found: dict[str, set[str]] = defaultdict(set)
        for actor in self._external:
            about = set(self._touching(actor))
            listed_kind = any(kind.startswith(_CATEGORY) for kind in kinds.get(actor, ()))
            if about or actor in groups or listed_kind or self._all.to(actor, "sam:inGroup"):
                found[actor] |= {"", *(m for thing in about for p in MATTERS for m in self._all.of(thing, p))}
        return sorted((actor, matter) for actor, matters in found.items() for matter in matters)

    def _touching(self, actor: str) -> Iterator[str]:
        """Yield the gaps, claims, arrangements and ways in that have to do with an actor."""
        for relation in ("sam:affects", "sam:concerns", "sam:madeBy", "sam:hasParticipant", "sam:contactFor"):
            for thing in self._all.to(actor, relation):
                yield thing
                yield from self._all.of(thing, "sam:identifies")

    def _who(self, actor: str) -> list[_Who]:
        """Return the actor, the groups it belongs to, and the group of all external actors, nearest first."""
        found = [_Who(actor)]
        seen = {actor}
        for who in found:
            for group, step, sure in self._groups(who.node):
                if group not in seen:
                    seen.add(group)
                    found.append(_Who(group, (*who.steps, step), who.sure and sure))
        for group in self._anybody if actor in self._external else ():
            if group not in seen:
                text = f"{self._name(actor)} är utanför kommunen och räknas därför till {self._name(group)}."
                found.append(_Who(group, (_step(group, text),), sure=False))
        return found

    def _groups(self, actor: str) -> Iterator[tuple[str, Step, bool]]:
        """Yield the groups of an actor, the step to each, and whether a source says that it belongs."""
        for group in self._all.of(actor, "sam:inGroup"):
            text = f"{self._name(actor)} ingår i gruppen {self._name(group)}."
            yield group, _step(group, text, (actor, "sam:inGroup", group)), True
        for kind in self._all.of(actor, "dcterms:type"):
            for group in self._of_kind.get(kind, ()):
                text = f"{self._name(actor)} är av slaget {self._name(kind)}, alltså {self._name(group)}."
                yield group, _step(group, text, (actor, "dcterms:type", kind)), False

    @cached_property
    def _of_kind(self) -> Mapping[str, list[str]]:
        """Return the groups that are called as a kind of actors is: friskola, friskolor."""
        called: dict[str, list[str]] = defaultdict(list)
        for group in sorted(set(self._all.members("sam:ActorGroup")) & self._external):
            called[folded(self._name(group))].append(group)
        kinds = [row[0] for row in self._graph.rows("SELECT ?k { ?k skos:inScheme samc:actor-category }")]
        forms = {kind: {folded(self._name(kind)), *inflections(folded(self._name(kind)))} for kind in kinds}
        return {
            kind: [g for form in sorted(names) for g in called.get(form, ())] for kind, names in forms.items()
        }

    @cached_property
    def _anybody(self) -> list[str]:
        """Return the groups that are called as all external actors together are."""
        wanted = folded(self._name(_ANYBODY)).partition(",")[0]
        return [g for g in self._all.members("sam:ActorGroup") if folded(self._name(g)) == wanted]

    # --- ways ----------------------------------------------------------------------------------

    def routes(self, actor: str, matter: str) -> Iterator[Route]:
        """Yield the ways in, the best first, each unit once; one without steps when there is none."""
        reached: set[str] = set()
        for way in (self._stated, self._for_all, self._other_matters, self._forums, self._responsible):
            for route in way(actor, matter):
                key = route.end or route.steps[-1].node
                if key not in reached:
                    reached.add(key)
                    yield route
        if not reached:
            yield Route(actor=actor, matter=matter)

    def _stated(self, actor: str, matter: str) -> Iterator[Route]:
        """Yield ways in that are stated for the actor or its group, and for the matter or for any."""
        for narrow in (True, False):
            for who, point in self._points(actor):
                if self._fits(point, matter) if narrow else self._is_general(point):
                    yield self._by_point(actor, matter, who, point, stated=True)

    def _for_all(self, actor: str, matter: str) -> Iterator[Route]:
        """Yield ways in for the matter of which no source says who may use them."""
        for point in self._ours if matter else ():
            if not self._all.of(point, "sam:contactFor") and self._fits(point, matter):
                yield self._by_point(actor, matter, None, point, stated=False)

    def _other_matters(self, actor: str, matter: str) -> Iterator[Route]:
        """Yield ways in of the actor that are stated for other matters only."""
        for who, point in self._points(actor):
            yield self._by_point(actor, matter, who, point, stated=False)

    def _points(self, actor: str) -> Iterator[tuple[_Who, str]]:
        ours = set(self._ours)
        for who in self._who(actor):
            for point in self._all.to(who.node, "sam:contactFor"):
                if point in ours:
                    yield who, point

    @cached_property
    def _ours(self) -> list[str]:
        """Return the contact points that no external actor owns."""
        owners = self._all.table("cv:contactPoint", turned=True)
        points = self._all.members("sam:ContactPoint")
        return [p for p in points if self._external.isdisjoint(owners.get(p, ()))]

    def _is_general(self, thing: str) -> bool:
        return not any(self._all.of(thing, p) for p in MATTERS)

    def _fits(self, thing: str, matter: str) -> bool:
        """Tell whether a thing is about the matter, or about a wider one, or named with its words."""
        if not matter:
            return True
        if not _is_node(matter):
            return folded(matter) in folded(self._name(thing))
        return thing in self._on(matter)

    def _on(self, matter: str) -> frozenset[str]:
        """Return the things that are about a topic or target group, or about a wider one."""
        if matter not in self._about:
            wider = self._wider(matter)
            self._about[matter] = frozenset(t for m in wider for p in MATTERS for t in self._all.to(m, p))
        return self._about[matter]

    def _wider(self, matter: str) -> list[str]:
        found = [matter]
        for one in found:
            found += [wider for wider in self._all.of(one, "skos:broader") if wider not in found]
        return found

    # --- steps ---------------------------------------------------------------------------------

    def _by_point(self, actor: str, matter: str, who: _Who | None, point: str, *, stated: bool) -> Route:
        about = [fact for p in MATTERS for fact in self._all.facts(point, p)]
        users = ((point, "sam:contactFor", who.node),) if who else ()
        text = self._told(point, matter, who, listed(self._name(value) for *_, value in about), stated)
        facts = (*users, *about) or ((point, "rdf:type", "sam:ContactPoint"),)
        steps = [*(who.steps if who else ()), _step(point, text, *facts)]
        owners = self._owners(point)
        end = owners[0] if owners else ""
        if end:
            steps.append(self._owner(point, owners))
            end, more = self._onward(end)
            steps += more
        steps += self._addresses(point, end)
        sure = who is not None and who.sure
        return Route(actor=actor, matter=matter, steps=tuple(steps), end=end, stated=stated and sure)

    def _told(self, point: str, matter: str, who: _Who | None, subjects: str, stated: bool) -> str:
        """Return what is stated of a way in: for whom, in what, and what is not stated."""
        text = f"{self._called(point)} anges som väg in"
        text += f" för {self._name(who.node)}" if who else ""
        text += f" i frågor om {subjects}" if subjects else ""
        text += f": ”{self._name(point)}”" if self._is_nameless(point) else ""
        if who is None:
            return f"{text}. Källan säger inte vem som får använda den."
        return f"{text}." if stated else f"{text}, men inte uttryckligen för {self._name(matter)}."

    def _called(self, point: str) -> str:
        """Return what to call a way in: its name, and where it has none, its owner's."""
        label, owners = self._name(point), self._owners(point)
        if owners and any(label.startswith(f"{self._name(owner)},") for owner in owners):
            return self._name(owners[0])
        if not self._is_nameless(point):
            return label
        return f"En kontaktväg hos {self._name(owners[0])}" if owners else "En kontaktväg"

    def _is_nameless(self, point: str) -> bool:
        """Tell whether a way in is called by the sentence that tells of it."""
        return len(self._name(point).split()) > _LONGEST_NAME

    def _owner(self, point: str, owners: Sequence[str]) -> Step:
        called = self._called(point)
        text = f"{called} finns hos {self._name(owners[0])}"
        if self._name(owners[0]) in called:
            text = f"Kontaktvägen hör till {self._name(owners[0])}"
        text += f" (källorna nämner också {listed(map(self._name, owners[1:]))})" if owners[1:] else ""
        return _step(owners[0], f"{text}.", *((owner, "cv:contactPoint", point) for owner in owners))

    def _owners(self, point: str) -> list[str]:
        return self._ranked(self._all.to(point, "cv:contactPoint"))

    def _ranked(self, owners: Iterable[str]) -> list[str]:
        return sorted(owners, key=lambda owner: (self._ranks.get(owner, len(_UNITS)), owner))

    def _onward(self, unit: str) -> tuple[str, list[Step]]:
        """Return who answers for a forum: its convenor, where one is named inside the municipality."""
        for convenor in self._ranked(self._all.of(unit, "sam:convenor")):
            if convenor not in self._external:
                text = f"{self._name(convenor)} är sammankallande i {self._name(unit)}."
                return convenor, [_step(convenor, text, (unit, "sam:convenor", convenor))]
        return unit, []

    def _addresses(self, point: str, unit: str) -> Iterator[Step]:
        """Yield how the point is reached, and where it has no address, how its unit is by a general one."""
        if facts := self._all.facts(point, *_REACHED):
            text = f"{self._called(point)} nås på {listed(value for *_, value in facts)}."
            yield _step(point, text, *facts)
            return
        for place in self._all.of(unit, "cv:contactPoint"):
            facts = self._all.facts(place, *_REACHED)
            if facts and self._is_general(place) and not self._all.of(place, "sam:contactFor"):
                text = f"{self._name(unit)} nås på {listed(value for *_, value in facts)}."
                yield _step(place, text, *facts, (unit, "cv:contactPoint", place))

    # --- ways that are worked out --------------------------------------------------------------

    def _forums(self, actor: str, matter: str) -> Iterator[Route]:
        """Yield forums on the matter in which the actor or its group takes part."""
        for who in self._who(actor):
            for forum in self._all.to(who.node, "sam:hasParticipant"):
                if forum not in self._forum or not self._fits(forum, matter):
                    continue
                end, more = self._onward(forum)
                text = f"{self._name(who.node)} deltar i {self._name(forum)}."
                taking = _step(forum, text, (forum, "sam:hasParticipant", who.node))
                if more:
                    steps = (*who.steps, taking, *more, *self._addresses("", end))
                    yield Route(actor=actor, matter=matter, steps=steps, end=end)

    def _responsible(self, actor: str, matter: str) -> Iterator[Route]:
        """Yield the bodies that are responsible for the matter; "" is no matter to be responsible for."""
        for duty, body in self._duties if matter else ():
            if self._fits(duty, matter):
                about = [f for p in MATTERS for f in self._all.facts(duty, p) if f[2] in self._wider(matter)]
                text = f"{self._name(body)} ansvarar: {self._name(duty)}."
                steps = (
                    _step(body, text, (duty, "sam:responsible", body), *about),
                    *self._addresses("", body),
                )
                yield Route(actor=actor, matter=matter, steps=steps, end=body)

    @cached_property
    def _duties(self) -> list[tuple[str, str]]:
        duties = self._all.members("sam:Responsibility")
        held = [d for d in duties if _EXCLUSION not in self._all.of(d, "dcterms:type")]
        units = {node for kind in _UNITS[:3] for node in self._all.members(kind)} - self._external
        return [
            (duty, body) for duty in held for body in self._all.of(duty, "sam:responsible") if body in units
        ]


def _step(node: str, text: str, *facts: Fact) -> Step:
    return Step(node=node, text=capitalised(text), facts=facts)


def _is_node(term: str) -> bool:
    return "://" in term or term.startswith("samc:")
