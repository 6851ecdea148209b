"""An invented municipality of four small documents, and the real command to build it with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

DOCUMENTS = {
    "protokoll.txt": """Provby kommun
Sammanträdesprotokoll
Kommunstyrelsen 2031-02-03

§ 7 Dnr KS 2031-00041
Samverkan kring unga

Kommunstyrelsens beslut
Utbildningsnämnden får i uppdrag att senast den 1 maj 2031 redovisa samverkan
med polisen till kommunstyrelsen.

Sammanfattning av ärendet
Hamnrådet är ett forum för samverkan mellan socialnämnden och polisen. Revisorerna har granskat samverkan.

Beslutet expedieras till
Utbildningsnämnden
""",
    "svar.md": """# Svar på revisionens granskning

Provby kommun, utbildningsnämnden 2031-04-12

## Nämndens bedömning

Utbildningsnämnden instämmer i revisorernas bedömning att det saknas en väg in för friskolorna.

Utbildningsnämnden deltar i Hamnrådet tillsammans med socialnämnden.
""",
    "hamnradet.html": """<!doctype html>
<html lang="sv"><head><title>Hamnrådet - Provby kommun</title></head><body>
<nav><a href="/">Start</a></nav><main><h1>Hamnrådet</h1>
<p>Hamnrådet är ett forum där socialnämnden, utbildningsnämnden och polisen samverkar om unga.</p>
<p>Hamnrådet leds av socialnämnden.</p></main></body></html>
""",
    "skolor.csv": """Skola;Huvudman;Ort
Fyrskolan;Stiftelsen Fyren;Provby
Kajens friskola;Kajen AB;Provby
""",
}

Run = Callable[..., subprocess.CompletedProcess[str]]


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of the real program."""
    return [sys.executable, "-m", "graph", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def write_documents(folder: Path, *, names: dict[str, str] | None = None) -> Path:
    """Write the documents, each under another name where `names` has one."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in DOCUMENTS.items():
        (folder / (names or {}).get(name, name)).write_text(text, encoding="utf-8")
    return folder


def graph_files(workspace: Path) -> dict[str, bytes]:
    """Return the files of the graph itself: they say nothing of file names."""
    return {file.name: file.read_bytes() for file in sorted((workspace / "exports").glob("graph.*"))}


def export_files(workspace: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((workspace / "exports").iterdir())}
