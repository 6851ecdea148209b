"""Write down what people decide: whole lines at the end of `decisions.jsonl`, under a lock.

Two people may share the file, from two explorers or on one disk: whoever writes holds the file, so no
line is lost or mixed with another's. Nothing that stands there is ever changed; to undo is to write a
line that says so.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import BusyError, StopRun
from graph.resolve.decisions import UNDONE, UNMET, line_id, parse_decisions
from graph.workspace import because

PATIENCE = 10.0  # seconds to wait for somebody else's line
LONGEST_LINE = 400_000  # bytes

Fields = Mapping[str, Any]


def decide(path: Path, decisions: Sequence[Fields], *, who: str, when: str, why: str = "") -> tuple[str, ...]:
    """Append decisions, all or none, and return the ids of their lines.

    `who`, `when` and `why` go into each. ValueError for a decision that could not be read back,
    BusyError when somebody else holds the file too long, StopRun when the disk says no.
    """
    signed = {"vem": who, "nar": when, **({"varfor": why} if why else {})}
    lines = [json.dumps({**one, **signed}, ensure_ascii=False) for one in decisions]
    problems = [told for line in lines for told in _unusable(line)]
    if problems:
        raise ValueError(problems[0])
    append(path, lines)
    return tuple(map(line_id, lines))


def undo(path: Path, lines: Sequence[str], *, who: str, when: str, why: str = "") -> tuple[str, ...]:
    """Append an undoing of each of these lines (ids), and return the ids of the new lines."""
    return decide(path, [{"beslut": UNDONE, "rad": line} for line in lines], who=who, when=when, why=why)


def append(path: Path, lines: Sequence[str]) -> None:
    """Append lines (without line ends) as one piece, on disk when this returns; all of them or none.

    A last line that somebody left without its end gets it first.
    """
    data = "".join(f"{line}\n" for line in lines).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with _held(handle, fcntl.LOCK_EX, path):
            size = os.fstat(handle).st_size
            torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            _write(handle, (b"\n" if torn else b"") + data, size)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        os.close(handle)


def read_file(path: Path) -> bytes:
    """Return what the file holds, never with half a line of somebody who is writing; b"" without one.

    Raises OSError when it is there and cannot be read.
    """
    if not path.is_file():
        return b""
    with path.open("rb") as file, _held(file.fileno(), fcntl.LOCK_SH, path):
        return file.read()


def _unusable(line: str) -> Iterator[str]:
    if len(line.encode("utf-8", "replace")) > LONGEST_LINE:
        yield "beslutet är för långt."
    for told in parse_decisions([line]).problems:
        problem = told.partition(": ")[2]
        if problem != UNMET:  # what an undoing is about stands in the file
            yield problem


def _write(handle: int, data: bytes, size: int) -> None:
    """Write at the end of a held file; when the disk refuses, leave the file as it was."""
    try:
        written = 0
        while written < len(data):
            written += os.write(handle, data[written:])
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)  # only what was just written: nobody else could have written meanwhile
        raise


@contextmanager
def _held(handle: int, kind: int, path: Path) -> Iterator[None]:
    """Hold an open file against other processes and threads; BusyError when that takes too long."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            break
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise BusyError(
                    "Någon annan skriver i beslutsfilen just nu.",
                    way_out="Vänta en stund och försök igen.",
                    file=path.name,
                ) from error
            time.sleep(0.005)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _refused(path: Path, error: OSError) -> StopRun:
    return StopRun(
        f"Beslutet kunde inte sparas ({because(error)}).",
        way_out="Se till att filen går att skriva och att disken inte är full, och försök igen.",
        file=path.name,
    )
