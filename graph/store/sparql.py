"""Users' questions: measured first, then run in a process that can be killed.

A query has no timeout of its own and may crash the process it runs in, so it gets one to itself, with
limits on time, memory and the size of the answer, and without a network.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from graph.errors import InputError, QueryError
from graph.ids import NS, PREFIXES, expand
from graph.model import Literal, Term
from graph.sandbox import Limits, run_limited
from graph.store import asking
from graph.store.generations import current
from graph.store.guard import caret, guard

FORMATS = ("tabell", "csv", "json", "xml", "ttl")
SECONDS, ROWS, BYTES = 30.0, 100_000, 64_000_000
MEMORY = 3 * 1024**3
_TRIAL_SECONDS = 5.0  # a query that is only tried
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]+")
_FILES = 4096  # a large database lies in many files


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
    ask = _asked(query, format, given or {})
    ask["prefixes"].update(names or {})
    ask["rows"], ask["bytes"] = rows, bytes
    with current(store) as snapshot:
        ask["database"] = str(snapshot.database.resolve())
        return _answer(ask, seconds)


def try_query(query: str, given: Mapping[str, Term]) -> None:
    """Return when a query with parameters runs on an empty graph; QueryError that says why it does not."""
    guard(query)
    _answer(_asked(query, "json", given), _TRIAL_SECONDS)


def _asked(query: str, format: str, given: Mapping[str, Term]) -> asking.Ask:
    return {
        "database": "",
        "query": query,
        "format": format,
        "prefixes": prefixes(),
        "given": {name: parts(term) for name, term in given.items()},
        "rows": ROWS,
        "bytes": BYTES,
    }


def parts(term: Term) -> tuple[str, str, str]:
    """Return a term as value, datatype and language; QueryError when it is no identifier."""
    if isinstance(term, Literal):
        return term.value, expand(term.datatype), term.language or ""
    if not _IRI.fullmatch(expand(term)):
        raise QueryError(f"”{term[:80]}” är ingen identifierare.", way_out="Ange ett namn ur grafen.")
    return expand(term), "", ""


def _answer(ask: asking.Ask, seconds: float) -> Answer:
    query, format = ask["query"], ask["format"]
    answered = json.loads(_run(json.dumps(ask), seconds))
    if "syntax" in answered:
        raise _syntax_error(query, answered["syntax"])
    table = tuple(tuple(row) for row in answered["rows"])
    columns = tuple(answered["columns"])
    body = answered["body"] or (aligned(columns, table) if format == "tabell" else "")
    return Answer(body, columns, table)


def _run(ask: str, seconds: float) -> str:
    limits = Limits(
        wall_seconds=seconds, cpu_seconds=ceil(seconds) + 1, memory_bytes=MEMORY, open_files=_FILES
    )
    begun = time.monotonic()
    try:
        return run_limited(asking.answer, ask, limits=limits)
    except InputError as error:  # that is the sandbox speaking: time, memory, crash
        late = time.monotonic() - begun >= seconds
        heavy = "den är för komplex eller kräver för mycket minne"
        why = f"den tog längre än {seconds:g} sekunder" if late else heavy
        raise QueryError(
            f"Frågan avbröts: {why}.", way_out="Avgränsa den, till exempel med fler villkor eller LIMIT."
        ) from error


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
