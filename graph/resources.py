"""Packaged files: the ontology, its questions and rules, and lookup tables.

In a wheel they lie in the package (`graph/ontology`), in a checkout beside it (`ontology`). This is
the only module that knows.
"""

from __future__ import annotations

import csv
from pathlib import Path

from graph.errors import StopRun, UsageError

_HERE = Path(__file__).resolve().parent
_PLACES = (_HERE / "ontology", _HERE.parent / "ontology")


def folder() -> Path:
    """Return the folder of the packaged ontology; StopRun when the installation lacks it."""
    for place in _PLACES:
        if place.is_dir():
            return place
    raise StopRun("Programmets ontologi saknas i installationen.", way_out="Installera om programmet.")


def path(name: str) -> Path:
    """Return the packaged file `name`, relative to the ontology folder: `core.ttl`, `checks/x.rq`."""
    found = folder() / name
    if not found.is_file():
        raise StopRun("Filen saknas i installationen.", way_out="Installera om programmet.", file=name)
    return found


def listing(subfolder: str, suffix: str) -> tuple[Path, ...]:
    """Return the packaged files of a subfolder with this suffix, sorted by name; none is fine."""
    return tuple(sorted((folder() / subfolder).glob(f"*{suffix}")))


def lookup(name: str) -> list[dict[str, str]]:
    """Return the rows of `lookups/<name>.csv`, header -> cell."""
    return read_lookup(path(f"lookups/{name}.csv"))


def read_lookup(file: Path) -> list[dict[str, str]]:
    """Return the rows of a lookup table as header -> cell, both trimmed.

    The table is UTF-8, with or without a byte order mark, separated by semicolons. Empty lines and
    lines that begin with # are skipped. UsageError names the line that has other columns than the
    header.
    """
    lines = _decode(file).splitlines()
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    if not kept:
        return []
    cells = [[cell.strip() for cell in row] for row in csv.reader((line for _, line in kept), delimiter=";")]
    header = cells[0]
    for (number, _), row in zip(kept, cells, strict=True):
        if len(row) != len(header):
            raise UsageError(
                f"Rad {number} har {len(row)} kolumner, rubriken har {len(header)}.",
                way_out="Skilj kolumner med semikolon och rätta raden.",
                file=str(file),
            )
    return [dict(zip(header, row, strict=True)) for row in cells[1:]]


def _decode(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("Filen är inte UTF-8.", way_out="Spara om den som UTF-8.", file=str(file)) from error
