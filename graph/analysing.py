"""Where analyses meet the graph that was built: an open graph to ask, and everything that is found in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeGuard

from graph.analyse.basis import basis_of, newest_day
from graph.analyse.chains import find_chains
from graph.analyse.changes import find_changes, find_changes_between
from graph.analyse.follow_up import find_deadlines
from graph.analyse.gaps import find_gaps
from graph.analyse.network import find_network
from graph.analyse.overlaps import find_overlaps
from graph.analyse.responsibility_map import find_cells
from graph.analyse.rules import Rule, own_rules, packaged
from graph.analyse.ways_in import find_routes
from graph.analysis import Analysis, Change, Deadline, Fact, Gap
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


@contextmanager
def opened(place: str) -> Iterator[StoreGraph]:
    """Open the graph of a workspace or of an earlier `graph.nq`; UsageError when it is neither."""
    path = Path(place)
    if path.is_file():
        yield LoadedGraph(path)
    elif path.is_dir():
        with graph_of(open_workspace(path)) as graph:
            yield graph
    else:
        raise UsageError(
            f"Det finns varken fil eller mapp som heter {place[:80]}, och det är ingen dag.",
            way_out="Ange en arbetsmapp, graph.nq ur ett tidigare bygge, eller en dag som 2031-03-31.",
        )


def changes_since(graph: StoreGraph, before: str) -> tuple[Change, ...]:
    """Return what differs in a graph from an earlier workspace, an earlier `graph.nq` or a day."""
    if _DAY.fullmatch(before):
        return find_changes_between(graph, day(before, ""), newest_day(graph) or "9999-12-31")
    with opened(before) as old:
        return find_changes(old, graph)


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
    gaps, remarks = find_gaps(graph, seen_from, rules, own_rows=lambda rule: _own_rows(ws, rule))
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
        changes=changes_since(graph, since) if since else (),
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
    if _is_fact(part):
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
    return parts[:_SHOWN] if parts and _is_fact(parts[0]) else parts


_SHOWN = 6  # facts of one part: no line of a report or a table shows the quotes of more
_NODE = re.compile(r"(?:https?://|samc?:)\S+")
_PREDICATE = re.compile(r"[a-z]+:\w+")


def _is_fact(part: object) -> TypeGuard[Fact]:
    return (
        isinstance(part, tuple)
        and len(part) == 3
        and all(isinstance(one, str) for one in part)
        and bool(_NODE.fullmatch(part[0]) and _PREDICATE.fullmatch(part[1]))
    )


def _own_rows(ws: Workspace, rule: Rule) -> list[tuple[str, ...]]:
    """Return the rows of a municipality's own rule, run in a process that can be killed."""
    answer = json.loads(ask_limited(ws.store, rule.query, format="json").body)
    columns = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    return sorted({tuple(_value(row.get(name, {})) for name in columns) for row in rows})


def _value(term: dict[str, str]) -> str:
    value = term.get("value", "")
    return compact(value) if term.get("type") == "uri" else value
