"""SPARQL: ready questions first, an editor below; answers with names and quotes, numbers as a chart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import isfinite

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph.errors import QueryError, SamverkanError, UsageError
from graph.ids import compact
from graph.questioning import ask, choices, questions
from graph.serve.endpoint import wait_here
from graph.serve.rendering import STATIC, page, site_of
from graph.serve.tables import Cell, Row, Table
from graph.serve.view import Name, View
from graph.store.guard import guard
from graph.store.questions import Parameter, Question
from graph.store.sparql import Answer, asked, prefixes
from graph.vocabulary import load_vocabulary
from graph.workspace import INTERNAL

EDITOR = "sparql-redigerare.js"
"""The bundled editor; where it was not built the form has a plain field."""
_VALUE = "p_"  # before a parameter's name in an address
_ANSWER = "svar"
_MOST_BARS = 40
_EXAMPLE = """\
SELECT ?forum ?deltagare WHERE {
  ?forum a sam:Forum ; sam:hasParticipant ?deltagare .
}
LIMIT 100
"""
_CONSTRUCTED = ("subjekt", "predikat", "objekt")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: what it stands for, its number, its length in per mille of the longest."""

    name: Name
    text: str
    length: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question: a table, a chart where it is numbers, and nodes for the graph page."""

    table: Table
    bars: tuple[Bar, ...] = ()
    nodes: tuple[str, ...] = ()


def routes() -> list[Route]:
    """Return the routes of this page."""
    return [Route("/sparql", sparql_page), Route("/sparql/ordlista.json", words)]


def sparql_page(request: Request) -> Response:
    """Return the page: the questions, the editor, and the answer to what the address asks."""
    site = site_of(request)
    view = site.view()
    wanted, text = (request.query_params.get(name, "").strip() for name in ("fardig", "fraga"))
    ready, faults = questions(site.ws)
    chosen = next((q for q in ready if q.name == wanted), None)
    found, fault = None, None
    try:
        if view.knowledge.profile != INTERNAL and (wanted or text):
            raise UsageError("Fri SPARQL visas bara i profilen intern.", way_out="Se samverkan.toml.")
        if chosen and _is_complete(request, chosen):
            found = _ready(request, view, chosen)
        elif text and not chosen:
            found = _free(request, view, text)
    except SamverkanError as error:
        fault = error
    return page(
        request, "sparql.html", view=view, status=400 if isinstance(fault, QueryError) else 200,
        groups=_groups(ready), chosen=chosen, fields=_fields(request, chosen) if chosen else [],
        text=text or (chosen.text if chosen else _EXAMPLE),
        found=found, fault=fault, faults=faults, editor=(STATIC / EDITOR).is_file(),
        tables=[found.table] if found else [],
    )  # fmt: skip


def _groups(ready: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    ordered = sorted(ready, key=lambda q: q.group)
    return [(group, list(members)) for group, members in groupby(ordered, key=lambda q: q.group)]


def _fields(request: Request, chosen: Question) -> list[tuple[Parameter, str, tuple[str, ...]]]:
    """Return each parameter with the value that the address gives and the names to choose from."""
    return [
        (one, request.query_params.get(_VALUE + one.name, ""), known)
        for one, known in choices(site_of(request).ws, chosen.name)
    ]


def _is_complete(request: Request, chosen: Question) -> bool:
    """Tell whether every parameter that has no standard value was given."""
    return all(p.standard or request.query_params.get(_VALUE + p.name, "").strip() for p in chosen.parameters)


def _ready(request: Request, view: View, chosen: Question) -> Found:
    named = {p.name: request.query_params.get(_VALUE + p.name, "").strip() for p in chosen.parameters}
    given = {name: value for name, value in named.items() if value}
    ready = ask(site_of(request).ws, chosen.name, (), given, proof=True)
    rows = tuple(
        Row(
            tuple(Cell(tuple(Name(c.text, view.addresses.of(c.node)) for c in cell)) for cell in one.cells),
            view.passages(e for f in one.facts for claim in ready.proof.get(f, ()) for e in claim.evidence),
        )
        for one in ready.table.rows
    )
    columns = tuple(column.replace("_", " ") for column in chosen.columns)
    table = Table(key=_ANSWER, caption=chosen.title, columns=columns, rows=rows, quoted=bool(chosen.proof))
    nodes = (c.node for one in ready.table.rows for cell in one.cells for c in cell)
    return Found(table, _bars(rows, columns), _nodes(view, nodes))


def _free(request: Request, view: View, text: str) -> Found:
    """Return the answer to a question of one's own; a graph comes as rows of three."""
    answer = _answer(request, text, "json")
    body = json.loads(answer.body)
    if isinstance(body, dict) and "boolean" in body:
        word = "ja" if body["boolean"] else "nej"
        return Found(_table(("svar",), [Row((Cell((Name(word),)),))]))
    if isinstance(body, dict):
        columns = tuple(body["head"]["vars"])
        terms = [[row.get(name, {}) for name in columns] for row in body["results"]["bindings"]]
    else:
        columns = _CONSTRUCTED
        table = _answer(request, text, "tabell").rows
        terms = [[_guess(value) for value in row] for row in table]
    rows = tuple(Row(tuple(_cell(view, term) for term in row)) for row in terms)
    nodes = (term.get("value", "") for row in terms for term in row if term.get("type") == "uri")
    return Found(_table(columns, rows), _bars(rows, columns), _nodes(view, nodes))


def _answer(request: Request, text: str, form: str) -> Answer:
    """Return the answer of one of the processes that stand ready; it ends when the client hangs up."""
    guard(text)
    return wait_here(request, site_of(request).pool.ask(asked(text, form)))


def _table(columns: tuple[str, ...], rows: Iterable[Row]) -> Table:
    return Table(key=_ANSWER, caption="Svar", columns=columns, rows=tuple(rows), quoted=False)


def _guess(value: str) -> dict[str, str]:
    """Return a cell of a constructed graph as a term: what is no address is a literal."""
    is_node = value.startswith(("http://", "https://", "urn:")) and " " not in value
    return {"type": "uri" if is_node else "literal", "value": value}


def _cell(view: View, term: dict[str, str]) -> Cell:
    """Return a term as it is shown: a node by its name, and a link when it has a page."""
    value = term.get("value", "")
    if term.get("type") != "uri":
        return Cell((Name(str(value)),)) if value else Cell()
    known = compact(value)
    return Cell((Name(view.text(known), view.addresses.of(known)),))


def _nodes(view: View, terms: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of things that have a page, each once, for the graph page."""
    return tuple(dict.fromkeys(view.addresses.key(term) for term in terms if view.addresses.of(term)))


def _bars(rows: tuple[Row, ...], columns: tuple[str, ...]) -> tuple[Bar, ...]:
    """Return a bar for each row when the last column is numbers and the first says of what; () else."""
    if len(columns) < 2 or not 1 < len(rows) <= _MOST_BARS:
        return ()
    numbers = [_number(row.cells[-1].text) for row in rows]
    values = [number for number in numbers if number is not None]
    if len(values) < len(rows) or min(values) < 0 or not max(values):
        return ()
    return tuple(
        Bar(Name(row.cells[0].text, row.cells[0].names[0].href if row.cells[0].names else ""),
            row.cells[-1].text, round(1000 * value / max(values)))
        for row, value in zip(rows, values, strict=True)
    )  # fmt: skip


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) else None


def words(_request: Request) -> Response:
    """Return what the editor completes: classes, properties and concepts with their Swedish names."""
    labels = sorted((compact(name), label) for name, label in load_vocabulary().labels.items())
    listed = [{"ord": name, "namn": label} for name, label in labels if "://" not in name]
    return JSONResponse({"ord": listed, "prefix": prefixes()})
