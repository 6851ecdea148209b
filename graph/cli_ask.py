"""The command `samverkan ask`: lists the ready questions, and asks one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.cli_app import AsJson, Place, app, legible, say, say_json
from graph.cli_words import Command
from graph.errors import UsageError
from graph.swedish import swedish_order
from graph.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from graph.questioning import Asked
    from graph.store.questions import Parameter, Question
    from graph.store.ready import Row

QUOTES = 3  # more quotes than this below one row are counted, not shown
WIDTH = 120  # characters of a line where the output is no terminal


class Shape(StrEnum):
    """How an answer is written."""

    TABELL = "tabell"
    CSV = "csv"
    JSON = "json"


@app.command(cls=Command, help="Visar de färdiga frågorna, eller ställer en av dem till grafen.")
def ask(
    name: Annotated[
        str, typer.Argument(metavar="NAMN", help="Frågans namn eller nummer.", show_default="visa alla")
    ] = "",
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="VÄRDE", help="Värden, i frågans ordning.", show_default=False),
    ] = None,
    named: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAMN=VÄRDE", help="Ett värde med sitt namn."),
    ] = None,
    form: Annotated[Shape, typer.Option("--format", help="Svarets form.")] = Shape.TABELL,
    proof: Annotated[bool, typer.Option("--belagg", help="Visa citaten bakom varje rad.")] = False,
    choices: Annotated[
        bool, typer.Option("--varden", help="Visa vilka värden frågan kan ta i den här grafen.")
    ] = False,
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """List the ready questions or ask one."""
    shape = Shape.JSON if as_json else form
    if not name:
        _list(Workspace(workspace), shape)
        return
    from graph import questioning

    given = _pairs(named or ())
    ws = open_workspace(workspace)
    if choices:
        _choices(questioning.choices(ws, name), shape)
        return
    asked = questioning.ask(ws, name, values or (), given, proof=proof)
    if shape is Shape.JSON:
        say_json(answer_record(asked, proof=proof))
    elif shape is Shape.CSV:
        typer.echo(answer_table(asked, proof=proof), nl=False)
    else:
        for line in answer_lines(asked, proof=proof):
            say(line)


def _pairs(named: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in named:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError(
                f"”{pair[:80]}” är inget namn med värde.", way_out="Skriv --parameter namn=värde."
            )
        if name.strip() in found:
            raise UsageError(f"Parametern {name.strip()} har fått två värden.", way_out="Ange den en gång.")
        found[name.strip()] = value
    return found


# --- the list ----------------------------------------------------------------------------------


def _list(ws: Workspace, shape: Shape) -> None:
    from graph import questioning

    found, faults = questioning.questions(ws)
    if shape is Shape.JSON:
        say_json([question_record(question) for question in found])
    else:
        for line in list_lines(found):
            say(line)
    for fault in faults:
        typer.echo(f"Egen fråga som inte går att använda: {fault}", err=True)


def question_record(question: Question) -> dict[str, Any]:
    """Return what a program needs to know of a question."""
    return {
        "namn": question.name,
        "nummer": question.number,
        "titel": question.title,
        "svarar_på": question.answers,
        "grupp": question.group,
        "egen": question.own,
        "kolumner": [heading(name) for name in question.columns],
        "parametrar": [
            {
                "namn": one.name,
                "etikett": one.label,
                "slag": one.kind,
                "standard": one.standard,
                "förklaring": one.about,
            }
            for one in question.parameters
        ],
        "exempel": [call(question, values) for values in question.examples],
    }


def call(question: Question, values: str) -> str:
    """Return the command that asks a question with these values."""
    return f"samverkan ask {question.name} {values}".strip()


def list_lines(found: Iterable[Question]) -> Iterator[str]:
    """Yield the questions by group, each with what it answers and needs, and last how to ask one."""
    for group, questions in groupby(sorted(found, key=_place), key=lambda question: question.group):
        yield group.upper()
        for one in questions:
            number = f"{one.number}." if one.number else "-"
            yield f"{number:>4} {one.title}  ({' '.join([one.name, *map(_taken, one.parameters)])})"
            yield f"       {one.answers}"
        yield ""
    yield "Ställ en fråga: samverkan ask NAMN [VÄRDE …]. Med --belagg visas citaten bakom varje rad."


def _place(question: Question) -> tuple[bool, tuple[str, str], int]:
    return question.own, swedish_order(question.group), question.number or 0


def _taken(one: Parameter) -> str:
    return f"[{one.name}]" if one.standard else one.name.upper()


def _choices(found: Iterable[tuple[Parameter, tuple[str, ...]]], shape: Shape) -> None:
    if shape is Shape.JSON:
        say_json({one.name: list(names) for one, names in found})
        return
    for one, names in found:
        say(f"{one.label} ({one.kind}). {one.about}".strip())
        for name in names:
            say(f"  {name}")


# --- an answer ---------------------------------------------------------------------------------


def heading(column: str) -> str:
    """Return a column's name as it is shown.

    >>> heading("redovisas_till")
    'Redovisas till'
    """
    words = column.replace("_", " ")
    return words[:1].upper() + words[1:]


def _texts(row: Row) -> list[str]:
    return ["; ".join(cell.text for cell in cells) for cells in row.cells]


def _read(row: Row) -> list[str]:
    """Return the cells for a person: decimals have a comma."""
    return [re.sub(r"^([0-9]+)\.([0-9]+)$", r"\1,\2", text) for text in _texts(row)]


def _quotes(asked: Asked, row: Row) -> list[dict[str, Any]]:
    """Return the passages that a row rests on, each once, in the order of the documents."""
    claims = [claim for fact in row.facts for claim in asked.proof.get(fact, ())]
    passages = {(e.document, e.start, e.end): e for claim in claims for e in claim.evidence}
    return [
        {
            "citat": e.quote,
            "handling": asked.titles[e.document],
            "fil": asked.sources[e.document].name,
            "sida": e.page,
            "början": e.start,
            "slut": e.end,
        }
        for _, e in sorted(passages.items())
    ]


def answer_record(asked: Asked, *, proof: bool) -> dict[str, Any]:
    """Return the answer for a program: what each column holds in words and as nodes, and the quotes."""
    table = asked.table
    names = [heading(name) for name in table.question.columns]
    rows = []
    for row in table.rows:
        record: dict[str, Any] = {
            "värden": {n: [cell.text for cell in cells] for n, cells in zip(names, row.cells, strict=True)},
            "noder": {
                n: [c.node for c in cells if c.node] for n, cells in zip(names, row.cells, strict=True)
            },
        }
        if proof:
            record["belägg"] = _quotes(asked, row)
        rows.append(record)
    return {
        "fråga": table.question.name,
        "titel": table.question.title,
        "parametrar": dict(table.asked),
        "kolumner": names,
        "rader": rows,
    }


def answer_table(asked: Asked, *, proof: bool) -> str:
    """Return the answer as CSV: commas between cells, no cell that a spreadsheet takes for a formula."""
    import csv
    import io

    from graph.export.tables import inert

    written = io.StringIO()
    out = csv.writer(written)
    out.writerow([*map(heading, asked.table.question.columns), *(["Belägg"] if proof else [])])
    for row in asked.table.rows:
        quotes = [" | ".join(map(_quoted, _quotes(asked, row)))] if proof else []
        out.writerow([inert(text) for text in (*_texts(row), *quotes)])
    return written.getvalue()


def _quoted(quote: dict[str, Any]) -> str:
    page = f", sida {quote['sida']}" if quote["sida"] else ""
    return f"”{' '.join(quote['citat'].split())}” ({quote['handling']}{page})"


def answer_lines(asked: Asked, *, proof: bool) -> Iterator[str]:
    """Yield the answer for a person: what was asked, the rows, their quotes if wanted, how many rows."""
    table = asked.table
    yield table.question.title
    yield from (f"{label}: {value}" for label, value in table.asked)
    yield ""
    if not table.rows:
        searched = _documents(len(asked.sources))
        yield f"Inga rader. Det betyder att inget hittades i {searched}, inte att det inte finns."
        return
    names = [heading(name) for name in table.question.columns]
    if proof:
        for number, row in enumerate(table.rows, 1):
            yield from _block(number, names, row)
            yield from _quote_lines(_quotes(asked, row)) if table.question.proof else ()
            yield ""
    else:
        yield from _grid(names, [_read(row) for row in table.rows])
    yield f"{len(table.rows)} rader" if len(table.rows) != 1 else "1 rad"


def _documents(number: int) -> str:
    return f"dessa {number} handlingar" if number != 1 else "den här handlingen"


def _block(number: int, names: list[str], row: Row) -> Iterator[str]:
    filled = [(name, text) for name, text in zip(names, _read(row), strict=True) if text]
    for place, (name, text) in enumerate(filled):
        yield f"{f'{number}.' if not place else '':<4} {name}: {text}"


def _quote_lines(quotes: list[dict[str, Any]]) -> Iterator[str]:
    for one in quotes[:QUOTES]:
        yield f"       ”{' '.join(one['citat'].split())}”"
        yield f"       — {one['handling']}" + (f", sida {one['sida']}" if one["sida"] else "")
    if len(quotes) > QUOTES:
        yield f"       … och {len(quotes) - QUOTES} citat till (--json visar alla)"
    if not quotes:
        yield "       Raden har inget eget citat."


def _grid(names: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Yield the rows as a table that fits in the window, without empty columns; long cells wrap."""
    import shutil
    import sys

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    filled = [place for place in range(len(names)) if any(row[place] for row in rows)]
    for place in filled:
        grid.add_column(Text(names[place]), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(legible(row[place])) for place in filled))
    console = Console(width=width, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(grid)
    yield from (line.rstrip() for line in captured.get().splitlines())
