"""`samverkan serve`: the explorer in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.cli_app import Place, app, say
from graph.cli_words import Command
from graph.workspace import open_workspace

PORT = 8765


@app.command(cls=Command, help="Öppnar kartan, sidorna och SPARQL i webbläsaren, bara på den här datorn.")
def serve(
    port: Annotated[
        int, typer.Option("--port", metavar="TAL", min=0, max=65535, help="Porten; 0 tar en ledig.")
    ] = PORT,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Öppna webbläsaren, eller låt bli.")
    ] = True,
    workspace: Place = Path(),
) -> None:
    """Serve a workspace until interrupted."""
    from graph.serve import running

    def tell(address: str) -> None:
        say(f"Samverkanskartan finns på {address}")
        say("Avsluta med Ctrl+C.")

    running.serve(open_workspace(workspace), port=port, browser=browser, tell=tell)
