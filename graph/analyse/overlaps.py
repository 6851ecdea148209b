"""Overlaps: what a source says, what a collaboration assignment intends, and what can be worked out.

A group counts as one participant of its own: what is said of "friskolor" is not said of each school,
and a school that takes part is not the group. The municipality itself is no participant here: every
forum of its own has it. What belongs together by design (a whole and its part, a committee and its
administration, a group and its member, a forum that sits in another) is no overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.analyse.computed import MOST, PARTICIPANTS, TARGET, compute
from graph.analyse.incidence import Pair, ancestors, gather
from graph.analysis import Fact, Graph, Overlap, Shared

_RESPECT = {
    "sam:hasParticipant": PARTICIPANTS,
    "sam:assignedTo": PARTICIPANTS,
    "sam:targetGroup": TARGET,
    "dcterms:subject": "ämne",
    "sam:workLevel": "arbetsnivå",
    "sam:hasGoal": "mål",
    "sam:concerns": "avser",
}
_COLLABORATION = "samc:asg-collaboration"
_EXCLUSION = "samc:resp-exclusion"
_WHAT = {"sam:Arrangement": "forum", "sam:Assignment": "uppdrag", "sam:Responsibility": "uppdrag"}
_BODIES = ("sam:PoliticalBody", "sam:Administration", "sam:ExternalActor", "sam:ActorGroup")
_FIRM = ("samc:mod-stated", "samc:mod-possible", "samc:mod-planned", "samc:mod-denied")
"""How firmly a source speaks, the firmest first."""
_EVERYWHERE = frozenset({"samc:top-coordination", "samc:top-external-collaboration"})
"""Topics of all collaboration: to have them in common says nothing of the ground that is covered."""
Told = tuple[str, str, str, tuple[Fact, ...]]


def find_overlaps(graph: Graph) -> tuple[Overlap, ...]:
    """Return the stated overlaps, the intended and then the computed: of forums, assignments and bodies.

    Of each kind of computed ones at most `computed.MOST`, the strongest first.
    """
    wider = ancestors(_pairs(graph, "?x skos:broader ?y . ?x a sam:TargetGroup"))
    parts = _closed(_pairs(graph, "?x dcterms:isPartOf ?y"))
    assignments = list(_told(graph, "sam:Assignment"))
    return (
        *_stated(graph),
        *_intended(graph, assignments),
        *compute(gather("forum", _forums(graph), kin=parts | _inside(graph)), wider),
        *compute(gather("uppdrag", assignments, kin=parts), wider),
        *compute(gather("organ", _remits(graph, assignments), kin=parts | _family(graph)), wider),
    )


def remarks(overlaps: Iterable[Overlap]) -> tuple[str, ...]:
    """Return what a reader must know of a list of overlaps: which kinds were cut short."""
    counts: dict[str, int] = defaultdict(int)
    for overlap in overlaps:
        counts[overlap.what] += overlap.kind == "beräknat"
    return tuple(
        f"Av beräknade överlapp mellan {name} visas de {MOST} starkaste; fler par delar något."
        for what, name in (("forum", "samverkansformer"), ("uppdrag", "uppdrag"), ("organ", "organ"))
        if counts[what] >= MOST
    )


# --- what is asked of the graph ----------------------------------------------------------------


def _pairs(graph: Graph, pattern: str) -> set[Pair]:
    return {(x, y) for x, y in graph.rows(f"SELECT ?x ?y {{ {pattern} }}") if x != y}


def _told(graph: Graph, kind: str) -> Iterator[Told]:
    """Yield what the things of a class have, with the fact that says so."""
    for predicate, respect in _RESPECT.items():
        for thing, value in graph.rows(f"SELECT ?x ?y {{ ?x a {kind} ; {predicate} ?y }}"):
            if value not in _EVERYWHERE:
                yield thing, respect, value, ((thing, predicate, value),)


def _forums(graph: Graph) -> Iterator[Told]:
    own = {m for (m,) in graph.rows("SELECT ?m { ?x a sam:Arrangement ; sam:inMunicipality ?m }")}
    for told in _told(graph, "sam:Arrangement"):
        if told[1] not in (PARTICIPANTS, "avser") or (told[1] == PARTICIPANTS and told[2] not in own):
            yield told


def _remits(graph: Graph, assignments: Iterable[Told]) -> Iterator[Told]:
    """Yield what bodies answer for: their responsibilities and assignments, and what those are about."""
    told = [*assignments, *_told(graph, "sam:Responsibility")]
    held = _held(graph, told)
    for task, holdings in held.items():
        for fact in holdings:
            yield fact[2], "uppgift", task, (fact,)
    for task, respect, value, facts in told:
        if respect not in (PARTICIPANTS, "avser"):
            for fact in held.get(task, ()):
                yield fact[2], respect, value, (fact, *facts)


def _held(graph: Graph, told: Iterable[Told]) -> dict[str, list[Fact]]:
    """Return the facts that put each task on a body; what a body is freed of is no task of it."""
    kinds = " ".join(_BODIES)
    bodies = {x for (x,) in graph.rows(f"SELECT ?x {{ VALUES ?k {{ {kinds} }} ?x a ?k }}")}
    freed = {x for (x,) in graph.rows(f"SELECT ?x {{ ?x dcterms:type {_EXCLUSION} }}")}
    answers = sorted(_pairs(graph, "?x a sam:Responsibility ; sam:responsible ?y"))
    facts = [(task, "sam:responsible", body) for task, body in answers if task not in freed]
    facts += [facts[0] for _, respect, _, facts in told if respect == PARTICIPANTS]
    held: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact[2] in bodies:
            held[fact[0]].append(fact)
    return held


def _closed(pairs: set[Pair]) -> frozenset[Pair]:
    return frozenset((low, high) for low, above in ancestors(pairs).items() for high in above)


def _inside(graph: Graph) -> frozenset[Pair]:
    """Return the arrangements that take part in others, with those."""
    return frozenset(_pairs(graph, "?x sam:hasParticipant ?y . ?y a sam:Arrangement"))


def _family(graph: Graph) -> frozenset[Pair]:
    """Return the bodies that belong to one another: an unit to its committee, a member to its group."""
    return _closed(_pairs(graph, "VALUES ?p { sam:serves sam:inGroup } ?x ?p ?y"))


# --- stated and intended -----------------------------------------------------------------------


def _stated(graph: Graph) -> Iterator[Overlap]:
    """Yield what the sources say overlaps; the first fact names the statement itself."""
    between: dict[str, list[str]] = defaultdict(list)
    for overlap, party in sorted(_pairs(graph, "?x a sam:Overlap ; sam:between ?y")):
        between[overlap].append(party)
    about = _by_thing(_told(graph, "sam:Overlap"))
    kinds = _kinds(graph, {party for parties in between.values() for party in parties})
    facts = [(x, "rdf:type", "sam:Overlap") for (x,) in graph.rows("SELECT ?x { ?x a sam:Overlap }")]
    proof = graph.proof(facts)
    for fact in facts:
        overlap, parties = fact[0], between[fact[0]]
        said = {claim.modality for claim in proof.get(fact, ())}
        yield Overlap(
            kind="uttalat",
            what=_what(parties, kinds),
            names=tuple(parties),
            shared=_grounds(about[overlap]),
            modality=min(said or _FIRM[:1], key=_FIRM.index),
            facts=(fact, *((overlap, "sam:between", party) for party in parties)),
        )


def _what(parties: Iterable[str], kinds: Mapping[str, str]) -> str:
    """Return what overlaps: what the first party is; where none is named the source speaks of assignments."""
    return next((kinds.get(party, "organ") for party in parties), "uppdrag")


def _by_thing(told: Iterable[Told]) -> defaultdict[str, list[Told]]:
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told:
        found[one[0]].append(one)
    return found


def _kinds(graph: Graph, parties: set[str]) -> dict[str, str]:
    """Return which of the parties are forums and assignments."""
    return {
        x: what
        for kind, what in sorted(_WHAT.items())
        for (x,) in (graph.rows(f"SELECT ?x {{ ?x a {kind} }}") if parties else ())
        if x in parties
    }


def _grounds(told: Iterable[Told]) -> tuple[Shared, ...]:
    """Return what a statement or an assignment is about, as shared by all whom it names."""
    found: dict[str, list[tuple[str, Fact]]] = defaultdict(list)
    for _, respect, value, facts in told:
        if respect != PARTICIPANTS:
            found[respect].append((value, facts[0]))
    return tuple(
        Shared(respect=respect, both=tuple(v for v, _ in values), facts=tuple(f for _, f in values))
        for respect, values in sorted(found.items())
    )


def _intended(graph: Graph, assignments: Iterable[Told]) -> Iterator[Overlap]:
    """Yield the collaboration assignments: those to whom they are given are meant to work on one ground.

    An assignment that only gathers others is told by its parts, which have its powers and duties too.
    """
    wholes = ancestors(_pairs(graph, f"?x dcterms:type {_COLLABORATION} ; dcterms:isPartOf ?y"))
    entailed: dict[str, list[str]] = defaultdict(list)
    for assignment, duty in sorted(_pairs(graph, "?x sam:entails ?y")):
        entailed[assignment].append(duty)
    about = _by_thing(assignments)
    gathering = {whole for above in wholes.values() for whole in above}
    for (assignment,) in graph.rows(f"SELECT ?x {{ ?x dcterms:type {_COLLABORATION} }}"):
        given = [told for told in about[assignment] if told[1] == PARTICIPANTS]
        if assignment in gathering and not given:
            continue
        above = sorted(wholes.get(assignment, ()))
        duties = [(x, "sam:entails", duty) for x in (assignment, *above) for duty in entailed[x]]
        yield Overlap(
            kind="avsett",
            what="organ",
            names=tuple(told[2] for told in given),
            shared=(*_grounds(about[assignment]), *_duties(duties)),
            facts=(
                (assignment, "dcterms:type", _COLLABORATION),
                *(told[3][0] for told in given),
                *((assignment, "dcterms:isPartOf", whole) for whole in above),
            ),
        )


def _duties(facts: Sequence[Fact]) -> tuple[Shared, ...]:
    named = tuple(fact[2] for fact in facts)
    return (Shared(respect="uppgift", both=named, facts=tuple(facts)),) if facts else ()
