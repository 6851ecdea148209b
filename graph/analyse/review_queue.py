"""In which order a person should look at statements: the doubtful ones that much rests on come first.

    urgency = uncertainty x reach
    uncertainty = 1 - confidence, at least 0.01
    reach = 1 + findings + map + log2(1 + neighbours)

`findings` is how many results of the analyses name the statement as what they rest on, `map` is 1 when
it is a line between two things, `neighbours` is how many things other than its subject its two ends are
joined with: what a wrong statement would be seen beside. The logarithm keeps a committee that everything
speaks of from filling the head of the queue. Of equals the doubtful one is first, then their ids decide:
the same graph, the same queue.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from math import log2

from graph.analysis import Analysis, Fact, is_fact
from graph.model import Assertion, Literal
from graph.ntriples import assertion_iri

_SUREST = 0.01
_RESULTS = ("overlaps", "gaps", "routes", "deadlines", "chains", "cells", "changes", "contradictions")


@dataclass(frozen=True, slots=True)
class Reach:
    """What rests on a statement: results of the analyses, a line on the map, things beside it."""

    findings: int
    on_map: bool
    neighbours: int

    @property
    def size(self) -> float:
        """Return the reach as one number, at least 1."""
        return 1 + self.findings + self.on_map + log2(1 + self.neighbours)


@dataclass(frozen=True, slots=True)
class Item:
    """One statement to look at: its id (16 hex), what says so by voice, and why it stands where it does."""

    id: str
    claims: tuple[Assertion, ...]
    reach: Reach

    @property
    def confidence(self) -> float:
        """Return how sure the surest reading is, 0..1."""
        return max(claim.confidence for claim in self.claims)

    @property
    def rule(self) -> str:
        """Return the rule of the surest reading."""
        return max(self.claims, key=lambda claim: (claim.confidence, claim.origin)).origin

    @property
    def curation(self) -> str:
        """Return the `samc:cur-*` concept that the graph has for it, "" for none."""
        return next((claim.curation for claim in self.claims if claim.curation), "")

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the documents that say so, sorted."""
        return tuple(sorted({e.document for claim in self.claims for e in claim.evidence}))

    @property
    def urgency(self) -> float:
        """Return uncertainty x reach."""
        return max(1 - self.confidence, _SUREST) * self.reach.size


def statement_id(claim: Assertion) -> str:
    """Return the 16 hex digits that decisions call a statement of the graph."""
    return assertion_iri(claim).rpartition("/")[2]


def in_order(assertions: Iterable[Assertion], analysis: Analysis) -> tuple[Item, ...]:
    """Return every statement of a graph once, the most urgent first."""
    claims = list(assertions)
    same: dict[str, list[Assertion]] = defaultdict(list)
    for claim in claims:
        same[statement_id(claim)].append(claim)
    findings, beside = findings_of(claims, analysis), _beside(claims)
    items = (Item(name, tuple(said), _reach(said[0], findings[name], beside)) for name, said in same.items())
    return tuple(sorted(items, key=lambda item: (-item.urgency, item.confidence, item.id)))


def findings_of(assertions: Iterable[Assertion], analysis: Analysis) -> Counter[str]:
    """Return for each statement (id) how many results of the analyses rest on it."""
    stated: dict[Fact, set[str]] = defaultdict(set)
    for claim in assertions:
        if not claim.negative:
            stated[_fact(claim)].add(statement_id(claim))
    counts: Counter[str] = Counter()
    for result in _results(analysis):
        facts = set(_facts(result))
        proved = (statement_id(claim) for fact in facts for claim in analysis.proof.get(fact, ()))
        counts.update({*proved, *(name for fact in facts for name in stated.get(fact, ()))})
    return counts


def _results(analysis: Analysis) -> Iterator[object]:
    for name in _RESULTS:
        yield from getattr(analysis, name)
    yield from analysis.network.ranks


def _facts(part: object) -> Iterator[Fact]:
    """Yield every fact that a part of an analysis holds; of one with assertions what they say."""
    if is_fact(part):
        yield part
    elif isinstance(part, Assertion):
        yield _fact(part)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _facts(getattr(part, field.name))
    elif isinstance(part, tuple):
        for inner in part:
            yield from _facts(inner)


def _fact(claim: Assertion) -> Fact:
    value = claim.object
    return claim.subject, claim.predicate, value.value if isinstance(value, Literal) else value


def _beside(claims: Iterable[Assertion]) -> dict[str, set[str]]:
    """Return for each thing the other things that a statement joins it with."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if _is_line(claim):
            found[claim.subject].add(str(claim.object))
            found[str(claim.object)].add(claim.subject)
    return found


def _is_line(claim: Assertion) -> bool:
    """Tell whether a statement joins two things: classes and concepts are CURIEs."""
    return isinstance(claim.object, str) and "://" in claim.object


def _reach(claim: Assertion, findings: int, beside: Mapping[str, set[str]]) -> Reach:
    ends = {claim.subject, *([str(claim.object)] if _is_line(claim) else [])}
    around = {other for end in ends for other in beside.get(end, ())} - {claim.subject}
    return Reach(findings, _is_line(claim), len(around))
