"""Is the graph sound? Rules in SPARQL, one a file, with their levels in a profile; SHACL as the reference.

A rule selects ?who and, where there is one, ?name; its header says in Swedish what is wrong and what to
do. The shapes of `shapes.ttl` bear the names of rules and find the same. pySHACL takes about six times as
long over them (28 s of CPU against 4.7 s on 400,000 quads), so they are run when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import resources
from graph.errors import StopRun, StoreError
from graph.ids import PREFIXES
from graph.model import Finding
from graph.store.dataset import open_store
from graph.store.generations import BROKEN, Snapshot

if TYPE_CHECKING:
    import rdflib

LEVELS = ("info", "warning", "violation")
SHAPES = "https://w3id.org/samverkan/shapes#"
_NAME = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check: its name, level, Swedish title, problem and remedy, and its query."""

    name: str
    level: str
    title: str
    problem: str
    remedy: str
    query: str


@cache
def rules() -> tuple[Rule, ...]:
    """Return the packaged rules, sorted by name; StopRun when a rule has no level or header."""
    levels = read_profile(resources.path("profile.tsv"))
    return tuple(_rule(file, levels) for file in resources.listing("checks", ".rq"))


def read_profile(file: Path) -> dict[str, str]:
    """Return rule name -> level from a profile: level, tab, name; # begins a remark."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {name: level for level, name in (line.split("\t") for line in lines)}


def _rule(file: Path, levels: Mapping[str, str]) -> Rule:
    text = file.read_text(encoding="utf-8")
    head = dict(re.findall(r"^# (Titel|Problem|Åtgärd): (.+)$", text, re.MULTILINE))
    if len(head) != 3 or levels.get(file.stem) not in LEVELS:
        raise StopRun("En kontroll saknar rubrik eller grad.", way_out="Installera om.", file=file.name)
    return Rule(
        name=file.stem,
        level=levels[file.stem],
        title=head["Titel"],
        problem=head["Problem"],
        remedy=head["Åtgärd"],
        query=text,
    )


def run_checks(snapshot: Snapshot, *, shapes: bool = False) -> list[Finding]:
    """Return what is wrong with the graph, the gravest first; with `shapes` also what SHACL alone finds."""
    store = open_store(snapshot)
    found = {(finding.kind, finding.who): finding for finding in check_store(store)}
    if shapes:
        for finding in check_shapes(store):
            found.setdefault((finding.kind, finding.who), finding)
    return sorted(found.values(), key=lambda f: (-LEVELS.index(f.level), f.kind, f.what, f.who))


def check_store(store: ox.Store, wanted: Iterable[Rule] | None = None) -> Iterator[Finding]:
    """Yield the findings of rules over a store; StoreError at a damaged database."""
    for rule in rules() if wanted is None else wanted:
        try:
            rows = store.query(rule.query)
            assert isinstance(rows, ox.QuerySolutions)
            names = [variable.value for variable in rows.variables]
            for row in rows:
                yield _finding(rule, row["who"], row["name"] if "name" in names else None)
        except BROKEN as error:
            raise StoreError("Lagrets databas är skadad.", way_out="Kör samverkan build.") from error


def check_shapes(store: ox.Store) -> Iterator[Finding]:
    """Yield what pySHACL says of a store, under the names of the rules; shapes without a rule too."""
    import rdflib
    from pyshacl import validate

    known = {rule.name: rule for rule in rules()}
    _, report, _ = validate(
        _as_one_graph(store),
        shacl_graph=rdflib.Graph().parse(resources.path("shapes.ttl")),
        advanced=False,
        inference="none",
        js=False,
    )
    names = rdflib.Namespace(_SH)
    for result in report.subjects(rdflib.RDF.type, names.ValidationResult):
        rule = known[str(report.value(result, names.sourceShape)).removeprefix(SHAPES)]
        who = ox.NamedNode(str(report.value(result, names.focusNode)))
        label = next(store.quads_for_pattern(who, _NAME, None, None), None)
        yield _finding(rule, who, label.object if label else None)


def _as_one_graph(store: ox.Store) -> rdflib.Graph:
    import rdflib

    triples = (quad.triple for quad in store)
    return rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")


def _finding(rule: Rule, who: object, name: object) -> Finding:
    iri = who.value if isinstance(who, ox.NamedNode) else str(who)
    shown = name.value if isinstance(name, ox.Literal) else iri.rpartition("/")[2]
    return Finding(
        kind=rule.name,
        level=rule.level,
        who=iri,
        what=f"{rule.title}: {shown}",
        origin=f"checks/{rule.name}",
        remedy=rule.remedy,
    )
