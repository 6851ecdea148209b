"""The end of the build: everything that a person opens, written beside and then moved into place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from graph import fingerprints
from graph.ids import digest
from graph.intake import Tell
from graph.model import Knowledge
from graph.state import State
from graph.store.dataset import documents, knowledge
from graph.store.excerpt import excerpt, is_large
from graph.store.generations import Snapshot
from graph.store.lines import sorted_lines
from graph.workspace import Workspace, make_folder, write_atomic

STAGE = "Skriver filerna"
_NOTE = "exports.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many statements a graph holds, and how many different passages stand behind them."""

    statements: int
    quotes: int


def export_all(ws: Workspace, snapshot: Snapshot, state: State, tell: Tell) -> Counts:
    """Write every export of a snapshot, unless they lie there unchanged already."""
    listing = json.dumps([asdict(source) for source in state.sources], sort_keys=True)
    key = digest(snapshot.graph_hash, listing, repr(state.place), fingerprints.code(fingerprints.EXPORTING))
    known = _noted(ws, key)
    if known is not None:
        return known
    facts = (excerpt if is_large(snapshot) else knowledge)(snapshot, state.place, state.sources)
    parts = (part for _, part in documents(snapshot, state.place, state.sources))
    files = _write(ws, snapshot, facts, parts, tell)
    counts = Counts(statements=facts.statements, quotes=_quotes(facts))
    note = {"key": key, "files": files, **asdict(counts)}
    write_atomic(ws.work / _NOTE, json.dumps(note, indent=1, sort_keys=True).encode())
    return counts


def _quotes(facts: Knowledge) -> int:
    if facts.total:
        return sum(extent.quotes for extent in facts.extents.values())
    return len({(e.document, e.start, e.end) for claim in facts.assertions for e in claim.evidence})


def _noted(ws: Workspace, key: str) -> Counts | None:
    """Return the counts of the exports that lie there, when they are of this key and untouched."""
    try:
        note = json.loads((ws.work / _NOTE).read_bytes())
        if note["key"] == key and note["files"] == _hashes(ws.exports, note["files"]):
            return Counts(statements=note["statements"], quotes=note["quotes"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing usable was noted: the exports are written again
    return None


def _write(
    ws: Workspace, snapshot: Snapshot, facts: Knowledge, parts: Iterable[Knowledge], tell: Tell
) -> dict[str, str]:
    """Write all files into a folder of their own, move them into place, and return name -> SHA-256."""
    # Imported here: they take longer to load than a build without changes needs in all.
    from graph.analyse.contradictions import find_contradictions
    from graph.export.index import write_index
    from graph.export.pages import write_map
    from graph.export.rdf import write_rdf
    from graph.export.report import write_report
    from graph.export.tables import write_tables

    writers: list[Callable[[Path], object]] = [
        lambda folder: write_tables(facts, folder, parts),
        lambda folder: write_map(facts, folder),
        lambda folder: write_report(facts, folder, find_contradictions(facts.assertions)),
        lambda folder: write_rdf(sorted_lines(snapshot), folder),
        lambda folder: write_index(facts, folder, sorted(folder.iterdir())),
    ]
    make_folder(ws.exports)
    folder = ws.exports / f".{os.getpid()}.tmp"
    make_folder(folder)
    try:
        for number, write in enumerate(writers):
            tell(STAGE, number, len(writers))
            write(folder)
        names = sorted(file.name for file in folder.iterdir())
        files = _hashes(folder, dict.fromkeys(names, ""))
        for name in names:
            (folder / name).replace(ws.exports / name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tell(STAGE, len(writers), len(writers))
    return files


def _hashes(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    return {name: _hash(folder / name) for name in files}


def _hash(path: Path) -> str:
    with path.open("rb") as file:  # never whole in memory: the graph may be of any size
        return hashlib.file_digest(file, "sha256").hexdigest()
