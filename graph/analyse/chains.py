"""The audit chain of each case: finding, answer, decision, measure, follow-up, and what is missing in it.

A chain begins with a document that points at something: an audit or inspection report, a letter from
outside, or any document that others answer. Its findings are those it states, those that others set out
as its own, and those that an answer to it relates from whoever drew it up. What the document itself
tells of stances and measures answers nothing: an answer comes from another document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from graph.analyse.basis import basis_of
from graph.analyse.follow_up import LAST_DAY, Known
from graph.analyse.relations import Relations, listed
from graph.analysis import Chain, Graph, Step

LINKS = ("svar", "beslut", "åtgärd", "uppföljning")
_AUDITS = frozenset({"samc:doc-audit-report", "samc:doc-supervision"})
_CLAIMS = ("sam:Finding", "sam:Recommendation")
_DECISION = (
    "sam:decidedBy",
    "dcterms:isPartOf",
    "sam:establishes",
    "sam:approves",
    "sam:enclosure",
    "sam:inCase",
)
_LETTER = "samc:doc-letter"
_STRENGTH = "samc:fnd-strength"


def find_chains(graph: Graph) -> tuple[Chain, ...]:
    """Return the chain of each case, or of each document where no case is named, the oldest first."""
    return _Cases(graph).chains()


class _Cases:
    """The documents that point at something, with what answers them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._all = Relations(graph)
        self._basis = basis_of(graph)
        self._claims = self._by_document(*_CLAIMS)
        self._measures = self._by_document("sam:Measure")

    def _by_document(self, *kinds: str) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for kind in kinds:
            for thing, documents in self._all.said_in(kind).items():
                for document in documents:
                    found[document].add(thing)
        return {document: tuple(sorted(things)) for document, things in found.items()}

    def chains(self) -> tuple[Chain, ...]:
        """Return the chains, those of the oldest documents first, undated ones last."""
        roots: dict[str, list[str]] = defaultdict(list)
        for document in self._roots():
            cases = self._all.of(document, "sam:inCase")
            roots[cases[0] if len(cases) == 1 else document].append(document)
        chains = [self._chain(case, documents) for case, documents in roots.items()]
        return tuple(sorted((c for c in chains if c.findings), key=_age))

    def _roots(self) -> list[str]:
        answered = set(self._all.table("sam:respondsTo", turned=True))
        kinds = self._all.table("dcterms:type")
        outside = set(self._all.members("sam:ExternalActor"))
        found = set()
        for document in self._all.members("sam:Document"):
            kind, makers = kinds.get(document, ()), self._all.of(document, "dcterms:creator")
            letter = _LETTER in kind and not outside.isdisjoint(makers)
            if document in answered or letter or not _AUDITS.isdisjoint(kind):
                found.add(document)
        return sorted(found)

    def _chain(self, case: str, roots: Iterable[str]) -> Chain:
        papers = sorted({paper for root in roots for paper in self._all.to(root, "sam:respondsTo")})
        claims = sorted({claim for root in roots for claim in self._findings(root, papers)})
        decided = self._decided(case, roots, papers)
        answers = self._answers(claims, roots, papers)
        measures = self._acts(claims, roots, papers)
        followups = self._followups(decided)
        parts = (answers, decided, measures, followups)
        return Chain(
            case=case,
            findings=tuple(self._finding(claim, roots) for claim in claims),
            answers=answers,
            decisions=decided,
            measures=measures,
            followups=followups,
            missing=tuple(name for name, found in zip(LINKS, parts, strict=True) if not found),
            basis=self._basis,
        )

    # --- findings ------------------------------------------------------------------------------

    def _findings(self, root: str, papers: Iterable[str]) -> Iterable[str]:
        """Yield the findings and recommendations of a document, strengths left out."""
        makers = set(self._all.of(root, "dcterms:creator"))
        told = {claim for paper in papers for claim in self._claims.get(paper, ())}
        retold = {claim for claim in told if not makers.isdisjoint(self._all.of(claim, "sam:madeBy"))}
        for claim in {*self._claims.get(root, ()), *self._all.to(root, "sam:setOutIn"), *retold}:
            if _STRENGTH not in self._all.of(claim, "dcterms:type"):
                yield claim

    def _finding(self, claim: str, roots: Iterable[str]) -> Step:
        said = [d for kind in _CLAIMS for d in self._all.said_in(kind).get(claim, ())]
        own = [root for root in roots if root in said]
        told = "" if own or not said else f" (återges i {listed(map(self._graph.name, said))})"
        facts = self._all.facts(claim, "sam:madeBy", "sam:identifies", "sam:setOutIn")
        return Step(
            node=claim, text=self._graph.name(claim) + told, date=self._day(*(own or said)), facts=facts
        )

    # --- what answers them ---------------------------------------------------------------------

    def _answers(
        self, claims: Iterable[str], roots: Iterable[str], papers: Iterable[str]
    ) -> tuple[Step, ...]:
        """Return the documents that respond and the stances that are taken."""
        found = []
        for paper in papers:
            facts = [f for f in self._all.facts(paper, "sam:respondsTo") if f[2] in roots]
            facts += self._all.facts(paper, "dcterms:creator")
            who = self._names(paper, "dcterms:creator")
            text = self._graph.name(paper) + (f" ({who})" if who else "")
            read = "" if self._all.of(paper, "dcterms:hasFormat") else ". Handlingen nämns men är inte läst"
            found.append(Step(node=paper, text=text + read, date=self._day(paper), facts=tuple(facts)))
        stances = {stance for claim in claims for stance in self._all.to(claim, "sam:stanceOn")}
        taken = (self._stance(s) for s in stances if self._elsewhere(s, "sam:Stance", roots))
        return tuple(sorted([*_in_time(found), *_in_time(taken)], key=_day_of))  # a paper before its stances

    def _stance(self, stance: str) -> Step:
        who, how = self._names(stance, "sam:madeBy"), self._names(stance, "sam:position")
        text = f"{who or 'Någon'}: {how or 'svar'}. {self._graph.name(stance)}"
        day = self._day(*self._all.said_in("sam:Stance").get(stance, ()))
        facts = self._all.facts(stance, "sam:stanceOn", "sam:position", "sam:madeBy")
        return Step(node=stance, text=text, date=day, facts=facts)

    def _elsewhere(self, thing: str, kind: str, roots: Iterable[str]) -> bool:
        """Tell whether a thing is stated in another document than those that the chain begins with."""
        return not set(self._all.said_in(kind).get(thing, ("",))) <= set(roots)

    def _names(self, node: str, predicate: str) -> str:
        return listed(map(self._graph.name, self._all.of(node, predicate)))

    def _decided(self, case: str, roots: Iterable[str], papers: Iterable[str]) -> tuple[Step, ...]:
        """Return the decisions in the case, over its papers or over the answers, with their points."""
        own = {*roots, *papers}
        whole = {
            d for paper in own for p in ("sam:approves", "sam:enclosure") for d in self._all.to(paper, p)
        }
        whole |= {d for d in self._all.to(case, "sam:inCase") if d in self._all.members("sam:Decision")}
        whole |= {up for decision in whole for up in self._all.of(decision, "dcterms:isPartOf")}
        parts = {part for decision in whole for part in self._all.to(decision, "dcterms:isPartOf")}
        return _in_time(self._decision(decision, own, case) for decision in sorted(whole | parts))

    def _decision(self, decision: str, papers: set[str], case: str) -> Step:
        said = self._all.said_in("sam:Decision").get(decision, ())
        above = self._all.of(decision, "dcterms:isPartOf")
        day = self._day(decision, *above, *said)
        kept = tuple(
            fact
            for fact in self._all.facts(decision, *_DECISION)
            if fact[1] in _DECISION[:3] or fact[2] in papers or fact[2] == case
        )
        return Step(node=decision, text=self._graph.name(decision), date=day, facts=kept)

    # --- what is done and followed up ----------------------------------------------------------

    def _acts(self, claims: Iterable[str], roots: Iterable[str], papers: Iterable[str]) -> tuple[Step, ...]:
        """Return the measures that deal with a finding, and those that the answers tell of."""
        aims = {aim for claim in claims for aim in (claim, *self._all.of(claim, "sam:identifies"))}
        kinds = set(self._all.members("sam:Measure"))
        aimed = {act for aim in aims for act in self._all.to(aim, "sam:addresses") if act in kinds}
        told = {act for paper in papers for act in self._measures.get(paper, ())}
        return _in_time(
            self._measure(act, aims) for act in aimed | told if self._elsewhere(act, "sam:Measure", roots)
        )

    def _measure(self, act: str, aims: set[str]) -> Step:
        facts = [f for f in self._all.facts(act, "sam:addresses") if f[2] in aims]
        state = self._names(act, "sam:status")
        told = "" if facts else " Nämns i svaret; källan säger inte vilken iakttagelse den bemöter."
        text = self._graph.name(act) + (f" ({state})." if state else ".") + told
        day = self._day(*self._all.said_in("sam:Measure").get(act, ()))
        facts += self._all.facts(act, "sam:responsible", "sam:status")
        return Step(node=act, text=text, date=day, facts=tuple(facts))

    def _followups(self, decided: Iterable[Step]) -> tuple[Step, ...]:
        """Return the reports of what the decisions gave somebody to do."""
        given = {task for step in decided for task in self._all.of(step.node, "sam:establishes")}
        tasks = sorted(given.intersection(self._all.members("sam:Assignment")))
        return _in_time(step for task in tasks for step in self._tasks.reports(task))

    @cached_property
    def _tasks(self) -> Known:
        return Known(self._all, LAST_DAY)

    def _day(self, *nodes: str) -> str:
        """Return the first date of the first thing that has one."""
        return next((days[0] for node in nodes if (days := self._all.dates(node))), "")


def _in_time(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: (_day_of(step), step.text, step.node)))


def _day_of(step: Step) -> str:
    return step.date or "9"


def _age(chain: Chain) -> tuple[str, str]:
    return min(map(_day_of, chain.findings)), chain.case
