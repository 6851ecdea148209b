"""The inside of the process that runs queries; started by `sparql` and `pool`, imported for its types only.

Takes and gives JSON text. Stops with a QueryError at the row or byte limit, so that no partial answer
can be taken for a whole one. The database of the last query stays open for the next.
"""

from __future__ import annotations

import csv
import io
import json
import re
import traceback
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypedDict, TypeVar

import pyoxigraph as ox

from graph.errors import QueryError, SamverkanError, StopRun, StoreError

_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
# The mark that counts rows, how many more or fewer there are of it than rows, and where it is no mark.
_NEVER = re.compile(rb"(?!)")
_ROWS = {
    "csv": (b"\r\n", 1, re.compile(rb'"[^"]*"')),
    "json": (b"},{", -1, re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)),
    "tsv": (b"\n", 1, _NEVER),
    "xml": (b"</result>", 0, _NEVER),
}
# What a graph is in; a table of three columns is the other way to see it.
_GRAPHS = {
    "json": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "ttl": ox.RdfFormat.TURTLE,
    "xml": ox.RdfFormat.RDF_XML,
}

_Bound = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Drawn = TypeVar("Drawn", ox.Triple, list[object])


class Ask(TypedDict):
    """What to ask, of which database ("" for an empty one), and how large the answer may be.

    `given` are terms for variables, each as [value, datatype, language], an IRI without a datatype.
    `graphs` and `named` are the graphs (IRIs) to ask of, as the SPARQL protocol has them; where both are
    None the query itself says, or the whole dataset is asked.
    """

    database: str
    query: str
    format: str
    prefixes: dict[str, str]
    given: dict[str, tuple[str, str, str]]
    graphs: list[str] | None
    named: list[str] | None
    rows: int
    bytes: int


class Answered(TypedDict):
    """The answer as text in the format asked for, or as rows where that is a table."""

    body: str
    columns: list[str]
    rows: list[list[str]]


def answer(payload: str) -> str:
    """Return the answer to an `Ask`, or that the query is misspelt, for `unpacked` to read."""
    ask: Ask = json.loads(payload)
    try:
        store = _opened(ask["database"], _inode(ask["database"]))
    except (OSError, RuntimeError) as error:
        raise StoreError("Lagrets databas går inte att öppna.") from error
    try:
        given: dict[ox.Variable, _Bound] = {
            ox.Variable(name): bound(*term) for name, term in ask["given"].items()
        }
        result = store.query(
            ask["query"],
            prefixes=ask["prefixes"],
            substitutions=given,
            default_graph=_graphs(ask["graphs"]),  # type: ignore[arg-type]  # its list is not covariant
            named_graphs=_graphs(ask["named"]),  # type: ignore[arg-type]
        )
        return packed(_answered(result, ask))
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


def _inode(database: str) -> int:
    """Return what tells a database from another that has taken its place."""
    return Path(database).stat().st_ino if database else 0


def packed(answered: Answered) -> str:
    """Return an answer as one line of JSON and then the body as it is: a large one is not quoted again."""
    return json.dumps({**answered, "body": ""}) + "\n" + answered["body"]


def unpacked(text: str) -> Answered | str:
    """Return what `answer` gave: of a query that is misspelt, what the engine says of it."""
    first, _, body = text.partition("\n")
    found = json.loads(first)
    if "syntax" in found:
        return str(found["syntax"])
    return {"body": body, "columns": found["columns"], "rows": found["rows"]}


@lru_cache(maxsize=1)
def _opened(database: str, _inode: int) -> ox.Store:
    return ox.Store.read_only(database) if database else ox.Store()


def _graphs(names: list[str] | None) -> list[ox.NamedNode] | None:
    return None if names is None else [ox.NamedNode(name) for name in names]


def _answered(result: object, ask: Ask) -> Answered:
    if isinstance(result, ox.QueryBoolean):
        return _boolean(result, ask["format"])
    if isinstance(result, ox.QuerySolutions):
        return _solutions(result, ask)
    assert isinstance(result, ox.QueryTriples)
    return _triples(result, ask)


def _boolean(result: ox.QueryBoolean, form: str) -> Answered:
    word = "ja" if result else "nej"
    if form in ("json", "tsv", "xml"):
        return {"body": _text(result.serialize(format=_RESULTS[form])), "columns": [], "rows": []}
    if form not in _RESULTS and form != "tabell":
        raise _needs_graph(form)
    if form == "csv":
        return {"body": f"svar\r\n{word}\r\n", "columns": [], "rows": []}
    return {"body": "", "columns": ["svar"], "rows": [[word]]}


def _solutions(result: ox.QuerySolutions, ask: Ask) -> Answered:
    form = ask["format"]
    if form not in _RESULTS and form != "tabell":
        raise _needs_graph(form)
    columns = [variable.value for variable in result.variables]
    if form in _RESULTS:
        written = _Written(ask)
        result.serialize(written, format=_RESULTS[form])  # type: ignore[arg-type]  # it is only written to
        return {"body": written.data.decode(), "columns": columns, "rows": []}
    rows = _limited(([row[name] for name in columns] for row in result), ask)
    return {"body": "", "columns": columns, "rows": [[_shown(term) for term in row] for row in rows]}


class _Written(io.RawIOBase):
    """What the engine writes of a table; QueryError as soon as it is more or larger than allowed."""

    def __init__(self, ask: Ask) -> None:
        self.data = bytearray()
        self._ask = ask
        self._mark, more, self._text = _ROWS[ask["format"]]
        self._allowed = ask["rows"] + more
        self._marks = 0
        self._most = self._allowed  # marks that there may be before they are counted with care

    def writable(self) -> bool:
        """Tell that it may be written to."""
        return True

    def write(self, part: Any) -> int:
        """Take a part of the table."""
        begin = max(0, len(self.data) - len(self._mark) + 1)
        self.data += part
        if len(self.data) > self._ask["bytes"]:
            raise _too_large(self._ask)
        self._marks += self.data.count(self._mark, begin)
        if self._marks > self._most:
            sure = self._text.sub(b"", self.data).count(self._mark)
            if sure > self._allowed:
                raise _too_many(self._ask)
            self._most = self._marks + self._allowed - sure
        return len(part)


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
            raise _too_many(ask)
        if size > ask["bytes"]:
            raise _too_large(ask)
        yield row


def _too_many(ask: Ask) -> QueryError:
    return QueryError(
        f"Svaret har mer än {ask['rows']} rader.",
        way_out="Lägg till LIMIT eller avgränsa frågan.",
        kind="stopped",
    )


def _too_large(ask: Ask) -> QueryError:
    megabytes = f"{ask['bytes'] / 1_000_000:g}".replace(".", ",")
    return QueryError(f"Svaret är större än {megabytes} MB.", way_out="Avgränsa frågan.", kind="stopped")


def bound(value: str, datatype: str, language: str) -> ox.NamedNode | ox.Literal:
    """Return a term of an `Ask`; ValueError when it is none."""
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype)) if datatype else ox.NamedNode(value)


def _shown(term: object) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal, ox.BlankNode)) else str(term)


def _text(data: bytes | None) -> str:
    return (data or b"").decode()


def _needs_graph(form: str) -> QueryError:
    return QueryError(
        f"Formatet {form} kräver en fråga med CONSTRUCT eller DESCRIBE.",
        way_out="Välj tabell, csv, json eller xml.",
    )
