"""The command `samverkan`: options in, one function of the pipeline, an exit code out.

Exit codes: 0 fine, 1 findings at or above --fail-on, 2 the call is wrong, 3 it could not be done.
What a program reads goes to standard output; progress and complaints go to standard error.
Everything heavy is imported inside the command, so that help and faults in the call come at once.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from graph import __version__  # its command joins the application
from graph import cli_ask as cli_ask
from graph import cli_export as cli_export
from graph import cli_flows as cli_flows
from graph import cli_gaps as cli_gaps
from graph import cli_overlap as cli_overlap
from graph import cli_report as cli_report
from graph import cli_serve as cli_serve
from graph.cli_app import AsJson, Level, Place, app, say, say_json
from graph.cli_words import Command, in_swedish
from graph.errors import SamverkanError, UsageError
from graph.workspace import Workspace, because, init_workspace, open_workspace

INTERRUPTED = 130  # what typer makes of Ctrl+C
LONGEST_QUERY_FILE = 64_000  # bytes; the limit on the query itself is lower and has its own message


class Format(StrEnum):
    """How an answer is written."""

    TABELL = "tabell"
    CSV = "csv"
    JSON = "json"
    XML = "xml"
    TTL = "ttl"


@app.callback()
def _top(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Visar versionen.")] = False,
) -> None:
    if version:
        typer.echo(f"samverkan {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(cls=Command, help="Gör en arbetsmapp med inställningsfil och tomma mappar för handlingarna.")
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="MAPP", help="Var den ska ligga.", show_default="den här mappen")
    ] = Path(),
) -> None:
    """Make a workspace."""
    ws = init_workspace(folder)
    typer.echo(f"Arbetsmappen är klar: {ws.root}")
    typer.echo(f"Lägg handlingar i {ws.documents} och register i {ws.registers}.")
    typer.echo("Kör sedan: samverkan build" + ("" if folder == Path() else f" --workspace {folder}"))


@app.command(cls=Command, help="Läser handlingarna och bygger grafen, kartan, rapporten och tabellerna.")
def build(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="KÄLLA",
            help="Filer eller mappar. Utan någon: data/documents och data/registers.",
            show_default=False,
        ),
    ] = None,
    workspace: Place = Path(),
    kommun: Annotated[
        str, typer.Option("--kommun", metavar="NAMN", help="Kommunen; annars gissas den.", show_default=False)
    ] = "",
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="ANTAL", min=0, max=256, help="Arbetsprocesser.", show_default="en per kärna"
        ),
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Build or rebuild everything that has changed."""
    from graph import pipeline
    from graph.cli_show import progress

    with progress() as tell:
        report = pipeline.build(
            Workspace(workspace), sources or [], municipality=kommun, workers=workers, tell=tell
        )
    if as_json:
        say_json(report.as_dict())
        return
    for line in report.lines():
        say(line)


@app.command(cls=Command, help="Ställer en egen SPARQL-fråga till grafen. De färdiga ställs med ask.")
def query(
    question: Annotated[str, typer.Argument(metavar="FRÅGA", help="Frågan, en fil med den, eller - .")],
    form: Annotated[Format, typer.Option("--format", help="Svarets form.")] = Format.TABELL,
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Run one query."""
    from graph import answers

    wanted = Format.JSON if as_json else form
    answer = answers.query(open_workspace(workspace), _question(question), wanted.value)
    if wanted is Format.TABELL:
        lines = answer.splitlines()
        for line in ["Inga rader."] if lines[-1:] == ["0 rader"] else lines:
            say(line)
    else:
        typer.echo(answer, nl=not answer.endswith("\n"))


_OPENS_QUERY = re.compile(r"\s*(?:select|ask|construct|describe|prefix|base)\s", re.IGNORECASE)


def _question(text: str) -> str:
    """Return the query itself: standard input, a file's content or the text."""
    if text == "-":
        return sys.stdin.read(LONGEST_QUERY_FILE)
    if not text.strip():
        raise UsageError("Frågan är tom.", way_out="Skriv en fråga eller en fil.")
    if any(sign in text for sign in "{\n") or _OPENS_QUERY.match(text):
        return text
    try:
        with Path(text).open(encoding="utf-8") as file:
            return file.read(LONGEST_QUERY_FILE)
    except OSError as error:
        raise UsageError(
            f"Det är varken en fråga eller en fil ({because(error)}).",
            way_out="De färdiga frågorna ställs med samverkan ask.",
            file=text[:80],
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError("Frågan är inte UTF-8.", file=text[:80]) from error


@app.command(cls=Command, help="Visar en aktör, ett forum eller ett uppdrag som ett kort med sina citat.")
def show(
    name: Annotated[str, typer.Argument(metavar="NAMN", help="Namn, förkortning eller identifierare.")],
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Show one thing and everything said about it."""
    from graph import answers
    from graph.cli_show import card, card_lines, find

    knowledge = answers.everything(open_workspace(workspace))
    cards = [card(knowledge, entity) for entity in find(knowledge, name)]
    if as_json:
        say_json(cards)
        return
    for one in cards:
        for line in card_lines(one):
            say(line)


@app.command(cls=Command, help="Kontrollerar varje citat mot den sparade källtexten.")
def verify(workspace: Place = Path(), as_json: AsJson = False) -> None:
    """Check every stored quote against its hashed source."""
    from dataclasses import asdict

    from graph import answers

    result = answers.verify(open_workspace(workspace))
    if as_json:
        say_json(asdict(result))
    else:
        for finding in result.findings:
            say(finding.what)
        typer.echo(result.summary)
    if result.findings:
        raise typer.Exit(1)


@app.command(cls=Command, help="Prövar grafen mot ontologins regler och former.")
def check(
    workspace: Place = Path(),
    shapes: Annotated[
        bool, typer.Option("--shapes", help="Pröva också ontologins SHACL-former; tar längre tid.")
    ] = False,
    fail_on: Annotated[Level, typer.Option("--fail-on", help="Vad som ger felkod 1.")] = Level.VIOLATION,
    as_json: AsJson = False,
) -> None:
    """Run the shapes and the integrity rules."""
    from dataclasses import asdict

    from graph import answers
    from graph.cli_show import finding_lines

    ws = open_workspace(workspace)
    findings = answers.check(ws, shapes=shapes)
    if as_json:
        say_json([asdict(finding) for finding in findings])
    else:
        for line in finding_lines(findings):
            say(line)
    order = list(Level)
    if any(order.index(Level(finding.level)) <= order.index(fail_on) for finding in findings):
        raise typer.Exit(1)


@app.command(cls=Command, help="Visar vad som lästes, vad som inte lästes och varför.")
def sources(workspace: Place = Path(), as_json: AsJson = False) -> None:
    """List every source of the last build."""
    from dataclasses import asdict

    from graph import answers
    from graph.cli_show import source_lines

    listed = answers.sources(open_workspace(workspace))
    if as_json:
        say_json([asdict(source) for source in listed])
        return
    for line in source_lines(listed):
        say(line)


@app.command(
    cls=Command, help="Visar vilka namn du bör avgöra om de menar samma, med citat och färdiga rader."
)
def review(
    workspace: Place = Path(),
    rules: Annotated[
        bool, typer.Option("--regler", help="Visa i stället vad granskningen visar om varje regel.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what is left to people, or what they have shown about the rules."""
    from graph import answers
    from graph.cli_review import question_lines, questions, rule_lines, rule_rows

    ws = open_workspace(workspace)
    if rules:
        scores, whole = answers.review_scores(ws)
        if as_json:
            say_json(list(rule_rows(scores)))
            return
        for line in rule_lines(scores, whole):
            say(line)
        return
    found = questions(answers.everything(ws), answers.undecided(ws))
    if as_json:
        say_json(list(found))
        return
    for line in question_lines(found):
        say(line)


@app.command(cls=Command, help="Visar mening för mening vilka namn, mönster och regler som gav vad.")
def explain(
    wanted: Annotated[
        str, typer.Argument(metavar="HANDLING", help="En läst handlings namn, eller en mening att pröva.")
    ],
    containing: Annotated[
        str,
        typer.Option("--mening", metavar="TEXT", help="Bara meningar med denna text.", show_default=False),
    ] = "",
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Show why a document was read as it was."""
    from dataclasses import asdict

    from graph import answers
    from graph.cli_show import explained_lines

    found = answers.explain(open_workspace(workspace), wanted)
    told = [one for one in found if containing.casefold() in one.text.casefold()]
    if as_json:
        say_json([asdict(one) for one in told])
        return
    for line in explained_lines(told):
        say(line)


def command_names() -> list[str]:
    """Return the names of the commands, as they are listed in the help."""
    return [command.callback.__name__ for command in app.registered_commands if command.callback]


def main() -> None:
    """Run the command and leave with its exit code; never with a traceback."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line and return the exit code; every message is Swedish."""
    try:
        return _guarded(lambda: app(arguments, prog_name="samverkan", standalone_mode=False))
    except KeyboardInterrupt:
        return _complain("Avbrutet. Kör samma kommando igen, så fortsätter det där det slutade.", 3)
    except BrokenPipeError:
        # The reader (head, a pager) has seen enough; the interpreter must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _complain(f"{error.filename or 'Filsystemet'}: {because(error)}.", 3)
    except MemoryError:
        return _complain("Minnet räckte inte. Prova färre arbetsprocesser med --workers.", 3)


def _guarded(call: Callable[[], Any]) -> int:
    try:
        result = call()
    except TyperException as error:
        return _complain(in_swedish(error, command_names()), error.exit_code)
    except SamverkanError as error:
        return _complain(str(error), error.exit_code)
    except (KeyboardInterrupt, BrokenPipeError, OSError, MemoryError):
        raise
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if os.environ.get("SAMVERKAN_DEBUG"):
            raise
        return _complain(_internal(error), 3)
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _internal(error: Exception) -> str:
    """Return where an unforeseen error arose; its text may hold what a document said, and is kept back."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "okänd plats"
    return (
        f"Ett fel i programmet ({type(error).__name__} i {place}). Inget av det som redan var klart har gått "
        "förlorat. Sätt SAMVERKAN_DEBUG=1 för att se hela spåret."
    )


def _complain(message: str, code: int) -> int:
    typer.echo(message, err=True)
    return code
