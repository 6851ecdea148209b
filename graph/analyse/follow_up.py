"""Deadlines and reports, seen from a date: what was to be done by when, and what tells that it was.

A report is what a document says it reports (`sam:reportsOn`), or a document of the assigned body, later
than the assignment, that two of three signs tie to it: the same case, the same task told again, and
that it is sent to whoever the report is for. Of several assigned bodies each answers for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.analyse.relations import Relations, later, listed
from graph.analysis import Deadline, Fact, Graph, Step
from graph.likeness import content
from graph.swedish import folded

REPORTED, LATE, PASSED = "redovisad", "redovisad sent", "passerad utan redovisning"
COMING, UNDATED = "kommande", "utan datum"
SIGNS = 2
"""Signs of three that a document must show to be held to report an assignment that it does not name."""
ALIKE = 0.6
"""Share of the content words of two tasks that are in both when they are the same task."""
FEWEST = 3
"""Content words that they must share."""
_DONE = "samc:st-done"
LAST_DAY = "9999-12-31"
"""A day on which every report has come."""
_ORDER = (PASSED, LATE, COMING, REPORTED, UNDATED)


def find_deadlines(graph: Graph, on: str) -> tuple[Deadline, ...]:
    """Return what was to be done by when, seen from a day (`YYYY-MM-DD`): what is missing first.

    An assignment to several bodies of which some have reported comes twice, once for those that have.
    """
    known = Known(Relations(graph), on)
    found = [one for task in known.tasks() for one in known.deadlines(task)]
    return tuple(sorted(found, key=lambda d: (_ORDER.index(d.state), d.due, d.assignment, d.by)))


@dataclass(frozen=True, slots=True)
class _Task:
    """An assignment or measure: who is to do it, for whom, by when, since when and in which cases."""

    node: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    due: str
    given: str
    cases: frozenset[str]
    facts: tuple[Fact, ...]


class Known:
    """What a graph says of assignments, measures and reports, as it was known on a day."""

    def __init__(self, relations: Relations, on: str) -> None:
        self._graph, self._on = relations.graph, on
        self._all = relations
        self._assignments = self._all.members("sam:Assignment")
        self._stated = self._all.said_in("sam:Assignment")
        self._retold = self._tell_again()

    def tasks(self) -> Iterator[_Task]:
        """Yield the assignments, but for what a report only tells again, and the measures with a deadline."""
        told = set()
        for node in self._assignments:
            task = self._task(node, "sam:assignedTo")
            told.add((folded(self._graph.name(node)), task.due))
            if task.due or not self._only_retold(task):
                yield task
        for node in self._all.members("sam:Measure"):
            task = self._task(node, "sam:responsible")
            if task.due and (folded(self._graph.name(node)), task.due) not in told:
                yield task

    def _task(self, node: str, doer: str) -> _Task:
        dues = self._all.of(node, "sam:deadline")
        decisions = self._all.to(node, "sam:establishes")
        whole = {up for one in decisions for up in (one, *self._all.of(one, "dcterms:isPartOf"))}
        papers = {*whole, *self._stated.get(node, ())}
        days = sorted(day for paper in papers for day in self._all.dates(paper))
        first = [paper for paper in papers if self._all.dates(paper)[:1] in ((), tuple(days[:1]))]
        return _Task(
            node=node,
            by=self._all.of(node, doer),
            to=self._all.of(node, "sam:reportTo"),
            due=dues[-1] if dues else "",  # where sources disagree, the later: nobody is held late too soon
            given=days[0] if days else "",
            cases=frozenset(case for paper in first for case in self._all.of(paper, "sam:inCase")),
            facts=self._all.facts(node, doer, "sam:assignedBy", "sam:reportTo", "sam:deadline"),
        )

    def deadlines(self, task: _Task) -> Iterator[Deadline]:
        """Yield the deadline of a task, once for those who have reported and once for those who have not."""
        outcomes: dict[str, list[str]] = defaultdict(list)
        steps: dict[str, dict[str, Step]] = defaultdict(dict)
        reports = self._reports(task)
        for body in task.by or ("",):
            own = [step for step, whose in reports if not body or not whose or body in whose]
            state = self._state(task, own)
            outcomes[state].append(body)
            steps[state].update({step.node: step for step in own})
        for state, bodies in outcomes.items():
            by = tuple(body for body in bodies if body)
            facts = tuple(f for f in task.facts if f[2] in by or f[2] not in task.by)
            shown = tuple(sorted(steps[state].values(), key=lambda s: (s.date, s.node)))
            yield Deadline(
                assignment=task.node, by=by, to=task.to, due=task.due, state=state, reports=shown, facts=facts
            )

    def reports(self, node: str) -> tuple[Step, ...]:
        """Return the reports of one assignment, the oldest first."""
        steps = (step for step, _ in self._reports(self._task(node, "sam:assignedTo")))
        return tuple(sorted(steps, key=lambda step: (step.date, step.node)))

    def _state(self, task: _Task, reports: Iterable[Step]) -> str:
        dates = [step.date for step in reports]
        if dates:
            return LATE if task.due and all(day and later(day, task.due) for day in dates) else REPORTED
        if not task.due:
            return UNDATED
        return PASSED if later(self._on, task.due) else COMING

    def _reports(self, task: _Task) -> list[tuple[Step, frozenset[str]]]:
        """Return the reports known on the day, each with the bodies it speaks for, none for all."""
        found: dict[str, tuple[Step, frozenset[str]]] = {}
        for document in self._all.to(task.node, "sam:reportsOn"):
            facts = (
                (document, "sam:reportsOn", task.node),
                *self._all.facts(document, "dcterms:creator", "dcterms:date"),
            )
            found[document] = self._step(
                document, f"{self._graph.name(document)} redovisar uppdraget.", facts, task
            )
        for document in self._candidates(task):
            if document not in found:
                signs = self._signs(task, document)
                if len(signs) >= SIGNS and self._after(task, document):
                    text = (
                        f"{self._graph.name(document)} redovisar av allt att döma uppdraget: {listed(signs)}."
                    )
                    facts = (
                        *self._all.facts(document, "dcterms:creator", "dcterms:date"),
                        *(f for s in signs.values() for f in s),
                    )
                    found[document] = self._step(document, text, facts, task)
        if _DONE in self._all.of(task.node, "sam:status"):
            done = ((task.node, "sam:status", _DONE),)
            found[task.node] = self._step(task.node, "Åtgärden uppges vara genomförd.", done, task)
        return [one for _, one in sorted(found.items()) if not later(one[0].date, self._on)]

    def _step(
        self, node: str, text: str, facts: tuple[Fact, ...], task: _Task
    ) -> tuple[Step, frozenset[str]]:
        days = self._all.dates(node)
        makers = {
            m
            for maker in self._all.of(node, "dcterms:creator")
            for m in (maker, *self._all.of(maker, "sam:serves"))
        }
        step = Step(node=node, text=text, date=days[0] if days else "", facts=facts)
        return step, frozenset(makers & set(task.by))

    def _by_makers(self, bodies: Iterable[str]) -> list[str]:
        """Return the documents that were read and that a body, or an administration of its, drew up."""
        makers = {m for body in bodies for m in (body, *self._all.to(body, "sam:serves"))}
        made = {d for maker in makers for d in self._all.to(maker, "dcterms:creator")}
        return sorted(d for d in made if self._all.of(d, "dcterms:hasFormat"))

    def _candidates(self, task: _Task) -> list[str]:
        """Return the documents of the assigned bodies that share a case with it or went to its recipient."""
        near = {document for case in task.cases for document in self._all.to(case, "sam:inCase")}
        near |= {document for body in task.to for document in self._sent_to.get(body, ())}
        return [document for document in self._by_makers(task.by) if document in near] if near else []

    def _after(self, task: _Task, document: str) -> bool:
        days = self._all.dates(document)
        return bool(task.given and days and later(days[0], task.given))

    def _signs(self, task: _Task, document: str) -> Mapping[str, tuple[Fact, ...]]:
        """Return what ties a document to an assignment, as Swedish words with the facts that say so."""
        found: dict[str, tuple[Fact, ...]] = {}
        if cases := sorted(task.cases & set(self._all.of(document, "sam:inCase"))):
            names = ", ".join(map(self._graph.name, cases))
            found[f"den hör till samma ärende ({names})"] = tuple((document, "sam:inCase", c) for c in cases)
        own = content(self._graph.name(task.node))
        if again := sorted(a for a in self._retold.get(document, ()) if self._alike(a, own, task)):
            found["den återger samma uppdrag"] = tuple(
                f for a in again for f in self._all.facts(a, "sam:assignedTo")
            )
        if sent := self._sent(document, task.to):
            found["den är skickad till mottagaren"] = sent
        return found

    def _sent(self, document: str, to: Iterable[str]) -> tuple[Fact, ...]:
        return tuple(
            (decision, "sam:dispatchedTo", body)
            for decision in self._decisions(document)
            for body in self._all.of(decision, "sam:dispatchedTo")
            if body in to
        )

    def _decisions(self, document: str) -> list[str]:
        return sorted({*self._all.to(document, "sam:approves"), *self._decided.get(document, ())})

    @cached_property
    def _sent_to(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for document in {*self._all.table("sam:approves", turned=True), *self._decided}:
            for decision in self._decisions(document):
                for body in self._all.of(decision, "sam:dispatchedTo"):
                    found[body].add(document)
        return found

    @cached_property
    def _decided(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for decision, documents in self._all.said_in("sam:Decision").items():
            for document in documents:
                found[document].append(decision)
        return found

    def _tell_again(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for assignment, documents in self._stated.items():
            for document in documents:
                found[document].add(assignment)
        return {document: frozenset(said) for document, said in found.items()}

    def _alike(self, other: str, own: frozenset[str], task: _Task) -> bool:
        """Tell whether an assignment is the task, or nearly the same one given to any of the same bodies."""
        bodies = self._all.of(other, "sam:assignedTo")
        return other == task.node or (
            not set(bodies).isdisjoint(task.by) and _same(own, content(self._graph.name(other)))
        )

    def _only_retold(self, task: _Task) -> bool:
        """Tell whether an assignment without a day only repeats one with, in its body's own papers."""
        stated = set(self._stated.get(task.node, ()))
        if not stated or not stated <= set(self._by_makers(task.by)):
            return False
        own = content(self._graph.name(task.node))
        rivals = {a for body in task.by for a in self._dated.get(body, ())}
        return any(other != task.node and self._alike(other, own, task) for other in rivals)

    @cached_property
    def _dated(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for task, bodies in self._all.table("sam:assignedTo").items():
            for body in bodies if self._all.of(task, "sam:deadline") else ():
                found[body].append(task)
        return found


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common >= FEWEST and common >= ALIKE * min(len(one), len(other))
