"""The inside of the process that runs one query; started by `sparql.ask_limited`, imported by nobody else.

Takes and gives JSON text. Stops with a QueryError at the row or byte limit, so that no partial answer
can be taken for a whole one.
"""

from __future__ import annotations

import csv
import io
import json
import re
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict, TypeVar

import pyoxigraph as ox

from graph.errors import QueryError, SamverkanError, StopRun, StoreError

_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
# What a graph is in; a table of three columns is the other way to see it.
_GRAPHS = {"ttl": ox.RdfFormat.TURTLE, "json": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML}

_Bound = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Drawn = TypeVar("Drawn", ox.Triple, list[object])


class Ask(TypedDict):
    """What to ask, of which database ("" for an empty one), and how large the answer may be.

    `given` are terms for variables, each as [value, datatype, language], an IRI without a datatype.
    """

    database: str
    query: str
    format: str
    prefixes: dict[str, str]
    given: dict[str, tuple[str, str, str]]
    rows: int
    bytes: int


class Answered(TypedDict):
    """The answer as text in the format asked for, or as rows where that is a table."""

    body: str
    columns: list[str]
    rows: list[list[str]]


def answer(payload: str) -> str:
    """Return the answer to an `Ask` as {body, columns, rows}, or {syntax} for a query that is misspelt."""
    ask: Ask = json.loads(payload)
    try:
        store = ox.Store.read_only(ask["database"]) if ask["database"] else ox.Store()
    except (OSError, RuntimeError) as error:
        raise StoreError("Lagrets databas går inte att öppna.") from error
    try:
        given: dict[ox.Variable, _Bound] = {
            ox.Variable(name): bound(*term) for name, term in ask["given"].items()
        }
        result = store.query(ask["query"], prefixes=ask["prefixes"], substitutions=given)
        return json.dumps(_answered(result, ask))
    except SyntaxError as error:
        return json.dumps({"syntax": str(error)})
    except (OSError, ValueError, RuntimeError) as error:
        unseen = re.search(r"does not contains? variable \?(\w+)", str(error))
        if unseen:
            raise QueryError(
                f"Parametern {unseen[1]} visas inte av frågan.", way_out=f"Skriv ?{unseen[1]} efter SELECT."
            ) from error
        raise QueryError(
            f"Databasen kunde inte besvara frågan ({type(error).__name__}).",
            way_out="Kör samverkan verify. Är databasen hel, skriv frågan på ett annat sätt.",
        ) from error
    except (SamverkanError, MemoryError, RecursionError):
        raise
    except Exception as error:  # a fault of ours must not pass for a query that is too heavy
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} i {Path(last.filename).name}:{last.lineno}"
        raise StopRun(f"Frågan kunde inte besvaras: ett fel i programmet ({place}).") from error


def _answered(result: object, ask: Ask) -> Answered:
    if isinstance(result, ox.QueryBoolean):
        return _boolean(result, ask["format"])
    if isinstance(result, ox.QuerySolutions):
        return _solutions(result, ask)
    assert isinstance(result, ox.QueryTriples)
    return _triples(result, ask)


def _boolean(result: ox.QueryBoolean, form: str) -> Answered:
    word = "ja" if result else "nej"
    if form in ("json", "xml"):
        return {"body": _text(result.serialize(format=_RESULTS[form])), "columns": [], "rows": []}
    if form == "ttl":
        raise _needs_graph()
    if form == "csv":
        return {"body": f"svar\r\n{word}\r\n", "columns": [], "rows": []}
    return {"body": "", "columns": ["svar"], "rows": [[word]]}


def _solutions(result: ox.QuerySolutions, ask: Ask) -> Answered:
    form = ask["format"]
    if form == "ttl":
        raise _needs_graph()
    columns = [variable.value for variable in result.variables]
    rows = list(_limited(([row[name] for name in columns] for row in result), ask))
    if form == "tabell":
        return {"body": "", "columns": columns, "rows": [[_shown(term) for term in row] for row in rows]}
    bindings = [{c: _json(t) for c, t in zip(columns, row, strict=True) if t is not None} for row in rows]
    body = json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}}, ensure_ascii=False)
    if form != "json":
        again = ox.parse_query_results(body, format=_RESULTS["json"])
        assert isinstance(again, ox.QuerySolutions)
        body = _text(again.serialize(format=_RESULTS[form]))
    return {"body": body, "columns": columns, "rows": []}


def _triples(result: ox.QueryTriples, ask: Ask) -> Answered:
    form = ask["format"]
    triples = sorted(set(_limited(result, ask)), key=str)
    if form in _GRAPHS:
        body = ox.serialize(triples, format=_GRAPHS[form], prefixes=ask["prefixes"])
        return {"body": _text(body), "columns": [], "rows": []}
    columns = ["subjekt", "predikat", "objekt"]
    rows = [[_shown(t.subject), _shown(t.predicate), _shown(t.object)] for t in triples]
    if form == "tabell":
        return {"body": "", "columns": columns, "rows": rows}
    lines = io.StringIO()
    csv.writer(lines).writerows([columns, *rows])
    return {"body": lines.getvalue(), "columns": columns, "rows": []}


def _limited(rows: Iterable[Drawn], ask: Ask) -> Iterator[Drawn]:
    """Yield the rows; QueryError when there are more, or they are larger, than allowed."""
    size = 0
    for number, row in enumerate(rows, 1):
        size += len(str(row)) if isinstance(row, ox.Triple) else sum(len(str(term)) for term in row)
        if number > ask["rows"]:
            raise QueryError(
                f"Svaret har mer än {ask['rows']} rader.", way_out="Lägg till LIMIT eller avgränsa frågan."
            )
        if size > ask["bytes"]:
            raise QueryError(
                f"Svaret är större än {ask['bytes'] // 1_000_000} MB.", way_out="Avgränsa frågan."
            )
        yield row


def bound(value: str, datatype: str, language: str) -> ox.NamedNode | ox.Literal:
    """Return a term of an `Ask`; ValueError when it is none."""
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype)) if datatype else ox.NamedNode(value)


def _shown(term: object) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal, ox.BlankNode)) else str(term)


def _json(term: object) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    assert isinstance(term, ox.Literal)
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _text(data: bytes | None) -> str:
    return (data or b"").decode()


def _needs_graph() -> QueryError:
    return QueryError(
        "Formatet ttl kräver en fråga med CONSTRUCT eller DESCRIBE.",
        way_out="Välj tabell, csv, json eller xml.",
    )
