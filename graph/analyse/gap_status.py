"""What answers a gap, and how far.

    bemött          a measure that addresses it is said to be done, and nothing else about it remains open
    delvis bemött   something real has been done: a measure is done or under way, a way in is open, or an
                    assignment about it has been reported
    öppet           everything else: a recommendation, an assignment, a plan or a stance changes nothing yet

A doubtful stance on the finding, and a measure that is only planned, keep a gap from being `bemött`.
What the sources say is all that counts: that a gap is `öppet` means that nothing more was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.analyse.basis import document_dates
from graph.analysis import Answer, Fact, Graph

OPEN, PARTLY, MET = "öppet", "delvis bemött", "bemött"
WHOLE, PART, MEANT = "helt", "delvis", "avser"

_ADDRESSES = """
SELECT ?gap ?answer ?class ?status {
  VALUES ?class { sam:Measure sam:Recommendation sam:Assignment sam:ContactPoint sam:Decision }
  ?answer sam:addresses ?gap ; a ?class . ?gap a sam:Gap .
  OPTIONAL { ?answer sam:status ?status }
}
"""
_FINDINGS = """
SELECT ?gap ?answer ?class ?status {
  VALUES ?class { sam:Measure sam:Recommendation sam:Assignment sam:ContactPoint sam:Decision }
  ?finding sam:identifies ?gap . ?gap a sam:Gap .
  ?answer sam:addresses ?finding ; a ?class .
  OPTIONAL { ?answer sam:status ?status }
}
"""
_STANCES = """
SELECT ?gap ?stance ?position {
  ?finding sam:identifies ?gap . ?gap a sam:Gap . ?stance sam:stanceOn ?finding ; sam:position ?position
}
"""
_REPORTS = """
SELECT ?gap ?document ?what {
  ?what sam:addresses ?gap . ?gap a sam:Gap . ?document sam:reportsOn ?what
}
"""
_DECISIONS = """
SELECT ?gap ?decision ?what {
  ?what sam:addresses ?gap . ?gap a sam:Gap . ?decision sam:establishes ?what
}
"""
_SOURCES = """
SELECT DISTINCT ?what ?source {
  VALUES ?how { sam:addresses sam:position sam:reportsOn sam:establishes }
  GRAPH ?source { ?claim rdf:predicate ?how ; rdf:subject ?what }
}
"""
_KINDS = {
    "sam:Measure": "åtgärd",
    "sam:Recommendation": "rekommendation",
    "sam:Assignment": "uppdrag",
    "sam:ContactPoint": "väg in",
    "sam:Decision": "beslut",
}
_DONE = {"samc:st-done": WHOLE, "samc:st-ongoing": PART}
_AGAINST = frozenset({"samc:pos-doubts", "samc:pos-disagrees", "samc:pos-partly"})


def status_of(answers: Iterable[Answer]) -> str:
    """Return how far a gap is met by its answers."""
    weights = [(answer.kind, answer.weight) for answer in answers]
    real = [weight for kind, weight in weights if kind in ("åtgärd", "väg in", "redovisning")]
    done = [weight for weight in real if weight != MEANT]
    if not done:
        return OPEN
    against = any(kind == "ställningstagande" and weight == PART for kind, weight in weights)
    return MET if all(weight == WHOLE for weight in real) and not against else PARTLY


def find_answers(graph: Graph) -> dict[str, tuple[Answer, ...]]:
    """Return what answers each gap, the oldest first, undated answers last."""
    found: dict[str, set[Answer]] = defaultdict(set)
    for gap, answer in [*_direct(graph), *_stances(graph), *_through(graph)]:
        found[gap].add(answer)
    dated = _dated(graph, {answer for answers in found.values() for answer in answers})
    return {
        gap: tuple(sorted((dated[a] for a in answers), key=lambda a: (a.date or "9999", a.kind, a.what)))
        for gap, answers in sorted(found.items())
    }


def _direct(graph: Graph) -> Iterator[tuple[str, Answer]]:
    for query in (_ADDRESSES, _FINDINGS):
        for gap, what, name, status in graph.rows(query):
            weight = _DONE.get(status, MEANT) if name == "sam:Measure" else MEANT
            if name == "sam:ContactPoint":
                weight = PART
            said = ((what, "sam:status", status),) if status else ()
            facts = (*graph.facts(what, "sam:addresses", None), *said)
            yield gap, Answer(what=what, kind=_KINDS[name], weight=weight, facts=facts)


def _stances(graph: Graph) -> Iterator[tuple[str, Answer]]:
    for gap, stance, position in graph.rows(_STANCES):
        weight = PART if position in _AGAINST else MEANT
        facts: tuple[Fact, ...] = ((stance, "sam:position", position),)
        yield gap, Answer(what=stance, kind="ställningstagande", weight=weight, facts=facts)


def _through(graph: Graph) -> Iterator[tuple[str, Answer]]:
    """Yield the documents that report, and the decisions that give, what addresses a gap."""
    for query, kind, predicate in (
        (_REPORTS, "redovisning", "sam:reportsOn"),
        (_DECISIONS, "beslut", "sam:establishes"),
    ):
        for gap, one, what in graph.rows(query):
            weight = PART if kind == "redovisning" else MEANT
            yield gap, Answer(what=one, kind=kind, weight=weight, facts=((one, predicate, what),))


def _dated(graph: Graph, answers: Iterable[Answer]) -> dict[Answer, Answer]:
    """Return each answer with the date of the first dated document that tells of it."""
    dates = {name.rpartition("/")[2]: date for name, date in document_dates(graph).items()}
    told: dict[str, list[str]] = defaultdict(list)
    for what, source in graph.rows(_SOURCES) if dates else ():
        if (document := source.rpartition("/")[2]) in dates:
            told[what].append(dates[document])
    return {answer: replace(answer, date=min(told.get(answer.what, [""]))) for answer in answers}
