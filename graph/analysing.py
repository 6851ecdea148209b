"""Where analyses meet the graph that was built: an open graph to ask, and everything that is found in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path

from graph.analyse.basis import basis_of, newest_day
from graph.analyse.chains import find_chains
from graph.analyse.changes import find_changes, find_changes_between
from graph.analyse.follow_up import find_deadlines
from graph.analyse.gaps import Rows, derive_gaps, find_gaps
from graph.analyse.network import find_network
from graph.analyse.overlaps import find_overlaps
from graph.analyse.responsibility_map import find_cells
from graph.analyse.rules import Rule, own_rules, packaged
from graph.analyse.ways_in import find_routes
from graph.analysis import Analysis, Change, Deadline, Fact, Gap, is_fact
from graph.errors import UsageError
from graph.ids import compact
from graph.state import load_state
from graph.store.asked import StoreGraph
from graph.store.generations import current
from graph.store.loaded import LoadedGraph
from graph.store.sparql import ask_limited
from graph.workspace import Workspace, open_workspace

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@contextmanager
def graph_of(ws: Workspace) -> Iterator[StoreGraph]:
    """Open the graph of the last build for analyses; UsageError when nothing is built."""
    state = load_state(ws)
    if state is None:
        raise UsageError("Här finns inget färdigt bygge.", way_out="Kör samverkan build.", file=str(ws.root))
    with current(ws.store) as snapshot:
        yield StoreGraph(snapshot, state.sources)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two graphs that are compared; a file has no workspace, and runs no rule of a municipality."""

    graph: StoreGraph
    ws: Workspace | None = None


@contextmanager
def opened(place: str) -> Iterator[Side]:
    """Open the graph of a workspace or of an earlier `graph.nq`; UsageError when it is neither."""
    path = Path(place)
    if path.is_file():
        yield Side(LoadedGraph(path))
    elif path.is_dir():
        ws = open_workspace(path)
        with graph_of(ws) as graph:
            yield Side(graph, ws)
    else:
        raise UsageError(
            f"Det finns varken fil eller mapp som heter {place[:80]}, och det är ingen dag.",
            way_out="Ange en arbetsmapp, graph.nq ur ett tidigare bygge, eller en dag som 2031-03-31.",
        )


def changes_since(side: Side, before: str, on: str = "") -> tuple[Change, ...]:
    """Return what differs in a graph from an earlier workspace, an earlier `graph.nq` or a day.

    The later side is seen from a day, "" for the newest date among its documents.
    """
    if is_day(before):
        last = day(on, newest_day(side.graph) or "9999-12-31")
        return changes_between(side, day(before, ""), last)
    with opened(before) as old:
        return changes_of(old, side, on)


def changes_between(side: Side, first: str, second: str) -> tuple[Change, ...]:
    """Return what came and went in one graph after a day and up to another; UsageError in the wrong order."""
    if second < first:
        raise UsageError(f"{second} är före {first}.", way_out="Skriv den tidigare dagen först.")
    return find_changes_between(side.graph, first, second, _derived((side, side), (first, second)))


def changes_of(before: Side, after: Side, on: str = "") -> tuple[Change, ...]:
    """Return what differs between two graphs; each is judged from the newest date among its documents."""
    days = basis_of(before.graph).last, on or basis_of(after.graph).last
    return find_changes(before.graph, after.graph, _derived((before, after), days))


def _derived(sides: tuple[Side, Side], days: tuple[str, str]) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """Return the gaps that the same rules derive from each side, each seen from its day.

    A rule that cannot be run on one of them is left out: that it finds nothing there closes no gap.
    """
    own = all(side.ws for side in sides) and sides[1].ws
    rules = rules_of(own)[0] if own else packaged()
    found = []
    for side, on in zip(sides, days, strict=True):
        gaps, faults = derive_gaps(side.graph, on, rules, own_rows=_asking(side.ws))
        rules = tuple(rule for rule in rules if rule.name not in faults)
        found.append(_unreported(gaps, find_deadlines(side.graph, on)))
    names = {rule.name for rule in rules}
    before, after = (tuple(gap for gap in gaps if gap.rule in names) for gaps in found)
    return before, after


def _asking(ws: Workspace | None) -> Rows | None:
    return (lambda rule: _own_rows(ws, rule)) if ws else None


def is_day(text: str) -> bool:
    """Tell whether a text is written as a day, whether or not there is such a day."""
    return bool(_DAY.fullmatch(text))


def day(text: str, standard: str) -> str:
    """Return a day that a user chose as YYYY-MM-DD, the standard for ""; UsageError when it is no day."""
    if not text:
        return standard
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise UsageError(f"{text[:40]} är inget datum.", way_out="Skriv ett datum som 2024-03-31.")


def rules_of(ws: Workspace) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """Return the program's rules and the municipality's own, and remarks on those that cannot be used."""
    own, faults = own_rules(ws.rules)
    return (*packaged(), *own), tuple(map(str, faults))


def analysis(ws: Workspace, on: str = "") -> Analysis:
    """Return what all analyses find in the graph of the last build, seen from a day (`analyse`)."""
    with graph_of(ws) as graph:
        return analyse(ws, graph, on)


def analyse(ws: Workspace, graph: StoreGraph, on: str = "", since: str = "") -> Analysis:
    """Return what all analyses find in an open graph, seen from a day, and what differs from an earlier one.

    Without a day deadlines are judged against the newest date among the documents: no clock decides.
    `since` is an earlier workspace, `graph.nq` or day, "" for no comparison.
    """
    rules, faults = rules_of(ws)
    basis = basis_of(graph)
    seen_from = day(on, basis.last)
    gaps, remarks = find_gaps(graph, seen_from, rules, own_rows=_asking(ws))
    deadlines = find_deadlines(graph, seen_from)
    found = Analysis(
        date=seen_from,
        basis=basis,
        overlaps=find_overlaps(graph),
        gaps=_unreported(gaps, deadlines),
        routes=find_routes(graph),
        deadlines=deadlines,
        chains=find_chains(graph),
        cells=find_cells(graph),
        network=replace(find_network(graph), links=()),  # every link is in the graph; the ranks name theirs
        changes=changes_since(Side(graph, ws), since, on) if since else (),
        remarks=(*faults, *remarks),
    )
    return proved(graph, found)


def proved(graph: StoreGraph, found: Analysis) -> Analysis:
    """Return an analysis with the quotes of the facts and the names of the nodes that it mentions."""
    facts, nodes = _mentioned(found)
    names = {node: graph.name(node) for node in sorted(nodes)}
    return replace(found, proof=graph.proof(facts), names=names)


def _unreported(gaps: Iterable[Gap], deadlines: Iterable[Deadline]) -> tuple[Gap, ...]:
    """Return the gaps without those that miss a report of what was reported.

    A rule sees only what a document says that it reports; follow-up also knows a report by its signs.
    """
    reported = {one.assignment for one in deadlines if one.reports}
    return tuple(g for g in gaps if g.quoted or g.kind != _REPORTING or g.who[0] not in reported)


_REPORTING = "samc:gap-followup"


def _mentioned(part: object) -> tuple[set[Fact], set[str]]:
    """Return every fact, and every node and concept, that a part of an analysis holds."""
    if isinstance(part, str):
        return set(), {part} if _NODE.fullmatch(part) else set()
    if is_fact(part):
        return {part}, set()
    facts: set[Fact] = set()
    nodes: set[str] = set()
    parts = [getattr(part, f.name) for f in fields(part)] if is_dataclass(part) else part
    for inner in _first(parts) if isinstance(parts, (tuple, list)) else ():
        more_facts, more_nodes = _mentioned(inner)
        facts |= more_facts
        nodes |= more_nodes
    return facts, nodes


def _first(parts: Sequence[object]) -> Sequence[object]:
    """Return what a list of facts may be proved with: the first few; of anything else all."""
    return parts[:_SHOWN] if parts and is_fact(parts[0]) else parts


_SHOWN = 6  # facts of one part: no line of a report or a table shows the quotes of more
_NODE = re.compile(r"(?:https?://|samc?:)\S+")


def _own_rows(ws: Workspace, rule: Rule) -> list[tuple[str, ...]]:
    """Return the rows of a municipality's own rule, run in a process that can be killed."""
    answer = json.loads(ask_limited(ws.store, rule.query, format="json").body)
    columns = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    return sorted({tuple(_value(row.get(name, {})) for name in columns) for row in rows})


def _value(term: dict[str, str]) -> str:
    value = term.get("value", "")
    return compact(value) if term.get("type") == "uri" else value
