"""The nouns of the analyses: what they ask of a finished graph, and what they find in it.

An analysis is a function from a `Graph` to values of this module, in a stable order. Nodes are absolute
IRIs; classes, properties and concepts are CURIEs; a literal is its value. A `Fact` is a triple that
stands in the graph, and so has quotes: `Graph.proof` returns them. What an analysis works out itself
never becomes a fact; it names the facts that it rests on, and whoever shows it shows their quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeGuard

from graph.model import Assertion, Contradiction, Source

Fact = tuple[str, str, str]
"""Subject, predicate and object of a triple in the graph; of a literal its value."""

_NODE = re.compile(r"(?:https?://|samc?:)\S+")
_PREDICATE = re.compile(r"[a-z]+:\w+")


def is_fact(part: object) -> TypeGuard[Fact]:
    """Tell a fact from three other texts."""
    return (
        isinstance(part, tuple)
        and len(part) == 3
        and all(isinstance(one, str) for one in part)
        and bool(_NODE.fullmatch(part[0]) and _PREDICATE.fullmatch(part[1]))
    )


class Graph(Protocol):
    """What an analysis may ask of a graph of any size; `store.asked.StoreGraph` answers it from disk."""

    @property
    def sources(self) -> Sequence[Source]:
        """Return the documents that were read."""

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """Return the distinct rows of one of our own SELECT queries, sorted; "" for what is unbound.

        Facts stand in the default graph; `GRAPH ?g { ... }` reaches the assertions of each document.
        The usual prefixes need no declaration. Never ask with a NOT EXISTS of several patterns.
        """

    def facts(self, subject: str | None, predicate: str | None, value: str | None) -> list[Fact]:
        """Return the facts that fit, sorted; None stands for anything, and a value must be a node."""

    def name(self, term: str) -> str:
        """Return the Swedish name of a node, class, property or concept; the value of a literal."""

    def proof(self, facts: Iterable[Fact]) -> Mapping[Fact, tuple[Assertion, ...]]:
        """Return the assertions, with their quotes, of each of the facts; () for what nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What was searched when something was not found: "hittades inte i dessa 12 handlingar (…)".

    `kinds` are document kinds with how many there are, the commonest first; `first` and `last` are the
    dates (`YYYY[-MM[-DD]]`) of the oldest and newest dated document, "" when none has a date.
    """

    documents: int
    kinds: tuple[tuple[str, int], ...] = ()
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What two things have in common in one respect, and what each has alone.

    `respect` is one of `deltagare`, `målgrupp`, `ämne`, `arbetsnivå`, `mål`, `uppgift`, `avser`; the
    tuples hold nodes and concepts, `facts` what says so of both. Of a wider and a narrower target group
    the narrower one is what they share.
    """

    respect: str
    both: tuple[str, ...]
    only_one: tuple[str, ...] = ()
    only_other: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two things that do, or may do, the same.

    `kind` tells how we know: `uttalat` (a source says so), `avsett` (a collaboration assignment wants
    it), `beräknat` (worked out here). `what` is `forum`, `uppdrag` or `organ`. `names` are the things
    that overlap (two when computed; a source may name more). Of a computed one `effect` is the share
    of all that both together have which is shared (Jaccard, 0..1), and where participation was tested
    against the null model `p` and `q` (after Benjamini-Hochberg), `expected` the number shared by
    chance; `pattern_only` says that the sample is too small to prove anything. `modality` is a
    `samc:mod-*` concept; `facts` say that it is stated or intended.
    """

    kind: str
    what: str
    names: tuple[str, ...]
    shared: tuple[Shared, ...] = ()
    effect: float | None = None
    expected: float | None = None
    p: float | None = None
    q: float | None = None
    pattern_only: bool = False
    modality: str = "samc:mod-stated"
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Something that answers a gap: `kind` is `åtgärd`, `rekommendation`, `uppdrag`, `väg in`,
    `ställningstagande`, `beslut` or `redovisning`; `weight` is `helt`, `delvis` or `avser` (it is only
    planned or proposed), `date` as precise as the source or "".
    """

    what: str
    kind: str
    weight: str
    date: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A gap, quoted from a source or derived by a rule; the two are never mixed.

    `title` is the kind in Swedish, `sentence` the whole finding as a Swedish sentence, `who` the nodes
    that it is about, concepts too (the first is the one to list it under). Of a derived gap `rule` is
    the name of the rule's file, `query` its SPARQL, `problem` and `remedy` its Swedish words and `basis`
    what was searched. `status` is `öppet`, `delvis bemött` or `bemött`; `level` violation, warning or
    info.
    """

    kind: str
    title: str
    sentence: str
    who: tuple[str, ...]
    quoted: bool
    level: str = "info"
    rule: str = ""
    query: str = ""
    problem: str = ""
    remedy: str = ""
    basis: Basis | None = None
    status: str = "öppet"
    answers: tuple[Answer, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a route or link of a chain: a node, a Swedish sentence, and what says so."""

    node: str
    text: str
    date: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way from an actor (or its group) and a matter to the unit that answers for it.

    `matter` is a concept, a node or free text, "" for any; no `steps` is itself a finding. `end` is the
    unit reached, "" where no source says which. `stated` tells that sources name this way in for the actor
    (or its group) and do not keep it for other matters; otherwise it is worked out, or its users are not
    stated.
    """

    actor: str
    matter: str
    steps: tuple[Step, ...] = ()
    end: str = ""
    stated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """What was to be done by when, seen from a date.

    `state` is `redovisad`, `redovisad sent`, `passerad utan redovisning`, `kommande` or `utan datum`.
    `reports` are the documents that report it, with their dates.
    """

    assignment: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    due: str
    state: str
    reports: tuple[Step, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The audit chain of one case: what was found, answered, decided, done and followed up.

    `case` is a case or, where no case is named, the finding's document. `missing` names the links that
    were not found (`svar`, `beslut`, `åtgärd`, `uppföljning`).
    """

    case: str
    findings: tuple[Step, ...] = ()
    answers: tuple[Step, ...] = ()
    decisions: tuple[Step, ...] = ()
    measures: tuple[Step, ...] = ()
    followups: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """One actor's or forum's value in one measure, with what becomes of it when any one document is left out.

    `measure` is a Swedish word: `begränsning` for Burt's constraint (low is first), `räckvidd` for effective
    size, `mellanhand` for betweenness, a Gould-Fernandez role (`samordnare`, `utomstående länk`,
    `grindvakt`, `brobyggare`: pairs that are joined), or of forums `enda mötesplats` (pairs that meet
    nowhere else). `low` and `high` bound the value, `best`
    and `worst` the place, over all ways to leave one document out.
    """

    measure: str
    who: str
    value: float
    low: float
    high: float
    place: int
    best: int
    worst: int
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Bodies and forums that hold together more with one another than with the rest.

    `stability` is the least share of its pairs that stay together when any one document is left out.
    """

    members: tuple[str, ...]
    stability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who meets whom: bodies and forums as two modes, and what follows from it.

    `bodies` and `forums` are how many of each; `links` the facts that join them; `remarks` are Swedish
    sentences on what was not tried.
    """

    bodies: int = 0
    forums: int = 0
    links: tuple[Fact, ...] = ()
    ranks: tuple[Rank, ...] = ()
    communities: tuple[Community, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the responsibility map: which bodies answer for a target group on one level of work.

    `level` is a `samc:lvl-*` concept or "" when no source names a level. `holders` are bodies; no
    holders is an empty cell, many a crowded one.
    """

    group: str
    level: str
    holders: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two builds or dates.

    `kind` is `ny`, `borta`, `ändrad`, `mellanrum öppnat` or `mellanrum slutet`; `before` and `after`
    are Swedish texts, "" where there is none; `facts` are of the side that still stands. `rule` is the
    name of the rule that derived a gap, "" for what a source says: the two are never mixed.
    """

    kind: str
    node: str
    label: str
    text: str
    before: str = ""
    after: str = ""
    rule: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that the analyses found in one graph, seen from one date; what exporters and pages take.

    `date` is the day that deadlines are judged against; `made` is False of a graph too large to be analysed
    by the way: that nothing was found in it says nothing. `proof` holds the assertions of the facts that
    the parts name; of each fact that is shown somewhere the quotes are here. `names` are the Swedish
    names of the nodes and concepts that the parts mention.
    """

    date: str
    basis: Basis
    made: bool = True
    overlaps: tuple[Overlap, ...] = ()
    gaps: tuple[Gap, ...] = ()
    routes: tuple[Route, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    chains: tuple[Chain, ...] = ()
    cells: tuple[Cell, ...] = ()
    network: Network = Network()
    changes: tuple[Change, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    remarks: tuple[str, ...] = ()
    proof: Mapping[Fact, tuple[Assertion, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
