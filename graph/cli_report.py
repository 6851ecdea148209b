"""`samverkan report`: the paper for the board, in the format and about what is asked for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from graph.cli_app import AsJson, Place, app, say, say_json
from graph.cli_words import Command
from graph.workspace import open_workspace


class Paper(StrEnum):
    """How the report is written."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    MD = "md"


@app.command(cls=Command, help="Skriver rapporten som Word, PDF, webbsida eller Markdown.")
def report(
    form: Annotated[
        list[Paper] | None,
        typer.Option("--format", help="Rapportens form; kan upprepas.", show_default="alla fyra"),
    ] = None,
    about: Annotated[
        str,
        typer.Option(
            "--om",
            metavar="NAMN",
            help="Bara om en aktör, grupp, målgrupp eller ett kapitel.",
            show_default=False,
        ),
    ] = "",
    on: Annotated[
        str,
        typer.Option(
            "--datum", metavar="DAG", help="Dagen att se från.", show_default="handlingarnas senaste datum"
        ),
    ] = "",
    since: Annotated[
        str,
        typer.Option(
            "--sedan",
            metavar="FÖRE",
            help="Ta med vad som har ändrats sedan en dag, en tidigare graph.nq eller en annan arbetsmapp.",
            show_default=False,
        ),
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--till", metavar="MAPP", help="Var den läggs.", show_default="exports")
    ] = None,
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the report of the last build."""
    from graph import reporting

    ws = open_workspace(workspace)
    formats = [one.value for one in form] if form else list(reporting.FORMATS)
    files = reporting.write_reports(ws, formats, to or ws.exports, on=on, about=about, since=since)
    if as_json:
        say_json({"filer": [str(file) for file in files]})
        return
    for file in files:
        say(f"Rapporten är skriven: {file}")
