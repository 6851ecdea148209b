"""Users' questions: measured first, then run in a process that can be killed.

A query has no timeout of its own and may crash the process it runs in, so it runs in another, with
limits on time, memory and the size of the answer, and without a network: here in one of its own, which
takes a start; `pool` keeps processes ready for those who ask often.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from graph.errors import InputError, QueryError, SamverkanError
from graph.ids import NS, PREFIXES, expand
from graph.model import Literal, Term
from graph.sandbox import Limits, Result, Task, Worker
from graph.store import asking
from graph.store.generations import current
from graph.store.guard import caret, guard

FORMATS = ("tabell", "csv", "json", "xml", "ttl")
SECONDS, ROWS, BYTES = 30.0, 100_000, 64_000_000
MEMORY = 3 * 1024**3
_TRIAL_SECONDS = 5.0  # a query that is only tried
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]+")
_FILES = 4096  # a large database lies in many files


GRAPH_FORMATS = ("ttl", "nt", "json", "xml")
"""What a graph (CONSTRUCT, DESCRIBE) is given in; json is JSON-LD, xml RDF/XML."""
RESULT_FORMATS = ("json", "xml", "csv", "tsv")
"""What a table or a yes is given in by SPARQL's own standards."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is the answer in the format asked for; `columns` and `rows` are filled for a table."""

    body: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def prefixes(base: str = "", municipality: str = "") -> dict[str, str]:
    """Return the prefixes that every query may use without declaring them."""
    own = {"id": f"{base}{municipality}/"} if base else {}
    return {**PREFIXES, "samg": NS + "graph/", **own}


def ask_limited(
    store: Path,
    query: str,
    *,
    format: str = "tabell",
    seconds: float = SECONDS,
    rows: int = ROWS,
    bytes: int = BYTES,
    names: Mapping[str, str] | None = None,
    given: Mapping[str, Term] | None = None,
) -> Answer:
    """Return the answer to a SPARQL query over the current generation of a store folder.

    QueryError when the query is refused, wrong, too heavy or its answer too large: there are no
    partial answers. `names` are prefixes beyond the usual ones. `given` are terms (a node as IRI or
    CURIE) for variables that the query gives; they are bound, never written into its text.
    """
    if format not in FORMATS:
        raise QueryError(f"Formatet {format} finns inte.", way_out=f"Välj {', '.join(FORMATS)}.")
    guard(query)
    ask = asked(query, format, names=names, given=given, rows=rows, bytes=bytes)
    with current(store) as snapshot:
        ask["database"] = str(snapshot.database.resolve())
        return _alone(ask, seconds)


def try_query(query: str, given: Mapping[str, Term]) -> None:
    """Return when a query with parameters runs on an empty graph; QueryError that says why it does not."""
    guard(query)
    _alone(asked(query, "json", given=given), _TRIAL_SECONDS)


def asked(
    query: str,
    format: str,
    *,
    names: Mapping[str, str] | None = None,
    given: Mapping[str, Term] | None = None,
    graphs: Sequence[str] | None = None,
    named: Sequence[str] | None = None,
    rows: int = ROWS,
    bytes: int = BYTES,
) -> asking.Ask:
    """Return what a worker is to be asked, of no database yet; guard the query first.

    QueryError when a term or the name of a graph is no identifier.
    """
    return {
        "database": "",
        "query": query,
        "format": format,
        "prefixes": {**prefixes(), **(names or {})},
        "given": {name: parts(term) for name, term in (given or {}).items()},
        "graphs": None if graphs is None else [parts(graph)[0] for graph in graphs],
        "named": None if named is None else [parts(graph)[0] for graph in named],
        "rows": rows,
        "bytes": bytes,
    }


def parts(term: Term) -> tuple[str, str, str]:
    """Return a term as value, datatype and language; QueryError when it is no identifier."""
    if isinstance(term, Literal):
        return term.value, expand(term.datatype), term.language or ""
    if not _IRI.fullmatch(expand(term)):
        raise QueryError(f"”{term[:80]}” är ingen identifierare.", way_out="Ange ett namn ur grafen.")
    return expand(term), "", ""


def _alone(ask: asking.Ask, seconds: float) -> Answer:
    with Worker(limits(seconds, MEMORY)) as worker:
        return run(worker, ask, seconds)


def limits(seconds: float, memory: int) -> Limits:
    """Return what a worker for queries may use: seconds each, bytes of memory in all."""
    return Limits(wall_seconds=seconds, cpu_seconds=ceil(seconds) + 1, memory_bytes=memory, open_files=_FILES)


def run(
    worker: Worker, ask: asking.Ask, seconds: float, stopped: Callable[[], bool] = lambda: False
) -> Answer:
    """Return a worker's answer; QueryError when the query is wrong or its limits ended it.

    A query is never tried again: the worker that a heavy one killed would only be killed again.
    """
    begun = time.monotonic()
    result = worker.run(Task(asking.answer, json.dumps(ask)), again=False, stopped=stopped)
    if isinstance(result, InputError):  # that is the sandbox speaking: time, memory, crash
        late = time.monotonic() - begun >= seconds
        heavy = "den är för komplex eller kräver för mycket minne"
        raise QueryError(
            f"Frågan avbröts: {f'den tog längre än {seconds:g} sekunder' if late else heavy}.",
            way_out="Avgränsa den, till exempel med fler villkor eller LIMIT.",
            kind="stopped",
        ) from result
    return _answer(ask, result)


def _answer(ask: asking.Ask, result: Result) -> Answer:
    if isinstance(result, SamverkanError):
        raise result
    answered = asking.unpacked(result)
    if isinstance(answered, str):
        raise _syntax_error(ask["query"], answered)
    table = tuple(tuple(row) for row in answered["rows"])
    columns = tuple(answered["columns"])
    body = answered["body"] or (aligned(columns, table) if ask["format"] == "tabell" else "")
    return Answer(body, columns, table)


def _syntax_error(query: str, message: str) -> QueryError:
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not found:
        return QueryError("Frågan är felskriven.", way_out="Se efter prefix, klamrar och variablers namn.")
    line, column = int(found[1]), int(found[2])
    lines = query.split("\n")
    at = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    return QueryError(
        f"Frågan är felskriven.\n{caret(query, min(at, len(query)))}\n  Väntat: {_expected(found[3])}",
        way_out="Rätta vid markeringen.",
    )


def _expected(message: str) -> str:
    """Return what the parser expected, without its character classes."""
    if "Prefix not found" in message:
        return "ett prefix som är deklarerat med PREFIX"
    plain = re.sub(r"\[[^\]]*\]", "", message.removeprefix("expected one of ").removeprefix("expected "))
    words = [word.strip() for word in re.split(r",(?![^\"]*\"(?:,|$))", plain)]
    return ", ".join(word for word in words if word and word not in ("SERVICE", "LATERAL")) or "något annat"


def aligned(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    """Return a table as text, columns aligned, with its number of rows last."""
    cells = [tuple(" ".join(cell.split()) for cell in row) for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]
    ruler = "  ".join("-" * width for width in widths)
    count = "1 rad" if len(rows) == 1 else f"{len(rows)} rader"
    return "\n".join([lines[0], ruler, *lines[1:], count]) + "\n"
