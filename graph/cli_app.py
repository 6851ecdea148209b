"""The application that commands of the command line join, and what they have in common."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from graph.cli_words import Group

app = typer.Typer(
    name="samverkan",
    cls=Group,
    add_completion=False,
    no_args_is_help=False,
    invoke_without_command=True,
    help="Läser kommunala handlingar och visar vem som samverkar med vem, på vems uppdrag och var det står.",
)


class Level(StrEnum):
    """How serious a finding is, the most serious first."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


Place = Annotated[
    Path,
    typer.Option("--workspace", "-w", metavar="MAPP", help="Arbetsmappen.", show_default="den här mappen"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Svara med JSON, för program.")]


def legible(line: str) -> str:
    """Return a line for a terminal: soft hyphens dropped, what could steer the terminal escaped."""
    from graph.sources import shown

    return shown(line.replace("\u00ad", ""))


def say(line: str) -> None:
    """Print a line for a person, without signs that a terminal would obey."""
    typer.echo(legible(line))


def say_json(value: Any) -> None:
    """Print a value for a program."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))
