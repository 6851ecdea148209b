"""The end of the build: everything that a person opens, written beside and then moved into place."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from graph import fingerprints
from graph.analysis import Analysis, Basis
from graph.errors import UsageError
from graph.ids import digest
from graph.intake import Tell
from graph.model import Knowledge
from graph.state import State, load_state
from graph.store.dataset import documents, knowledge
from graph.store.excerpt import excerpt, is_large
from graph.store.generations import Snapshot, current
from graph.store.lines import sorted_lines
from graph.workspace import PUBLIC, Settings, Workspace, load_settings, make_folder, sync, write_atomic

if TYPE_CHECKING:
    from graph.export.privacy import Veil

STAGE = "Skriver filerna"
_NOTE = "exports.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many statements a graph holds, and how many different passages stand behind them."""

    statements: int
    quotes: int


class Material:
    """What exporters are given of one snapshot, as its profile allows: all went through one veil."""

    def __init__(
        self, snapshot: Snapshot, state: State, settings: Settings, analyse: Callable[[], Analysis]
    ) -> None:
        self.settings = settings
        self.home = f"{state.place.iri}/datamangd/"
        self.about: tuple[str, ...] = ()
        self._snapshot, self._state, self._analyse = snapshot, state, analyse

    @cached_property
    def raw(self) -> Knowledge:
        """Return the graph, or of a large one an excerpt, as it was built."""
        whole = excerpt if is_large(self._snapshot) else knowledge
        found = whole(self._snapshot, self._state.place, self._state.sources)
        texts = self._snapshot.store.parent / "texts"
        return replace(found, paragraphs=_paragraphs(texts, found))

    @cached_property
    def facts(self) -> Knowledge:
        """Return what may be shown of the graph."""
        shown = self._veil.knowledge(self.raw) if self._veil else self.raw
        return replace(shown, reviewer=self.settings.reviewer)

    @cached_property
    def analysis(self) -> Analysis:
        """Return what may be shown of what was found in it, and where its sources disagree."""
        from graph.analyse.contradictions import find_contradictions

        found = self.shown(self._analyse())
        return replace(found, contradictions=tuple(find_contradictions(self.facts.assertions)))

    def shown(self, found: Analysis) -> Analysis:
        """Return what may be shown of an analysis of this graph."""
        return self._veil.analysis(found) if self._veil else found

    @property
    def audience(self) -> str:
        """Return whom the files are for, as each of them prints it."""
        from graph.export.wording import audience

        return audience(self.settings.profile, self.settings.reviewer)

    def parts(self) -> Iterator[Knowledge]:
        """Yield what may be shown of each document."""
        for part in self._parts():
            yield self._veil.knowledge(part) if self._veil else part

    def lines(self) -> Iterator[bytes]:
        """Yield what may be shown of the dataset as N-Quads lines."""
        from graph.export.veiled import veiled_lines

        veil = self._veil
        return (
            sorted_lines(self._snapshot, through=lambda lines: veiled_lines(lines, veil))
            if veil
            else sorted_lines(self._snapshot)
        )

    def _parts(self) -> Iterator[Knowledge]:
        return (part for _, part in documents(self._snapshot, self._state.place, self._state.sources))

    @cached_property
    def _veil(self) -> Veil | None:
        from graph.export.privacy import veil_of

        return veil_of(self._parts()) if self.settings.profile == PUBLIC else None


_PARAGRAPH = re.compile(r"(?:\A|\n[ \t]*\n)\s*(?=\S)")
_FEWEST = 3  # paragraphs of a text that blank lines part; fewer tell nothing


def _paragraphs(texts: Path, found: Knowledge) -> dict[str, tuple[int, ...]]:
    """Return where the paragraphs of each document begin, for those whose text has blank lines."""
    quoted = {passage.document for claim in found.assertions for passage in claim.evidence}
    starts: dict[str, tuple[int, ...]] = {}
    for document in sorted(quoted):
        file = texts / f"{document}.txt"
        if file.is_file():
            raw = file.read_bytes().decode("utf-8", "replace")
            begun = tuple(hit.end() for hit in _PARAGRAPH.finditer(raw))
            starts |= {document: begun} if len(begun) >= _FEWEST else {}
    return starts


# --- the exporters: which files each writes, in the order they are written -----------------------

Writer = Callable[[Material, Path], object]


def _tables(m: Material, folder: Path) -> object:
    from graph.export.tables import write_tables

    return write_tables(m.facts, folder, m.parts(), m.analysis)


def _map(m: Material, folder: Path) -> object:
    from graph.export.pages import write_map

    return write_map(m.facts, folder, m.about)


def _drawing(m: Material, folder: Path) -> object:
    from graph.export.drawing import write_drawing

    return write_drawing(m.facts, folder, m.about)


def _printable(m: Material, folder: Path) -> object:
    from graph.export.printable import write_printable

    return write_printable(m.facts, folder, m.about)


def _report(m: Material, folder: Path) -> object:
    from graph.export.report import write_report

    return write_report(m.facts, folder, m.analysis)


def _calendar(m: Material, folder: Path) -> object:
    from graph.export.calendar import write_calendar

    found = m.analysis
    return write_calendar(found.deadlines, folder, lambda node: found.names.get(node, node), m.audience)


def _rdf(m: Material, folder: Path) -> object:
    from graph.export.rdf import write_rdf

    return write_rdf(m.lines(), folder, m.audience)


def _graphml(m: Material, folder: Path) -> object:
    from graph.export.graphml import write_graphml
    from graph.export.graphs import network_of

    return write_graphml(network_of(m.facts), folder)


def _gexf(m: Material, folder: Path) -> object:
    from graph.export.gexf import write_gexf
    from graph.export.graphs import network_of

    return write_gexf(network_of(m.facts), folder)


def _catalogue(m: Material, folder: Path) -> object:
    from graph.export.catalogue import Owner, count, write_catalogue

    owner = Owner(m.settings.publisher, m.settings.licence)
    files = [file for file in folder.iterdir() if file.name != "index.html"]
    return write_catalogue(m.facts, count(m.lines(), m.facts.base), files, folder, home=m.home, owner=owner)


def _index(m: Material, folder: Path) -> object:
    from graph.export.index import write_index

    return write_index(m.facts, folder, sorted(folder.iterdir()))


WRITERS: dict[Writer, tuple[str, ...]] = {
    _tables: ("pastaenden.csv", "pastaenden-maskin.csv", "pastaenden.xlsx"),
    _map: ("karta.html",),
    _drawing: ("karta.svg",),
    _printable: ("karta-a3.pdf",),
    _report: ("rapport.html", "rapport.md"),
    _calendar: ("tidsfrister.ics",),
    _rdf: ("graph.nq", "graph.trig", "graph.jsonld", "graph.ttl"),
    _graphml: ("samverkan.graphml",),
    _gexf: ("samverkan.gexf",),
    _catalogue: ("dcat.ttl",),
    _index: ("index.html",),
}
FORMATS: dict[str, tuple[str, ...]] = {
    "xlsx": ("pastaenden.xlsx",),
    "csv": ("pastaenden.csv", "pastaenden-maskin.csv"),
    "karta": ("karta.html",),
    "svg": ("karta.svg",),
    "a3": ("karta-a3.pdf",),
    "rapport": ("rapport.html", "rapport.md"),
    "ics": ("tidsfrister.ics",),
    "nq": ("graph.nq",),
    "trig": ("graph.trig",),
    "jsonld": ("graph.jsonld",),
    "ttl": ("graph.ttl",),
    "graphml": ("samverkan.graphml",),
    "gexf": ("samverkan.gexf",),
    "dcat": ("dcat.ttl",),
}
MAPS = ("karta", "svg", "a3")


# --- the two doors -------------------------------------------------------------------------------


def export_all(ws: Workspace, snapshot: Snapshot, state: State, tell: Tell) -> Counts:
    """Write every export of a snapshot, unless they lie there unchanged already."""
    settings = load_settings(ws)
    listing = json.dumps([asdict(source) for source in state.sources], sort_keys=True)
    rules = fingerprints.code(fingerprints.EXPORTING)
    own = fingerprints.queries(ws.rules)
    key = digest(snapshot.graph_hash, listing, repr(state.place), rules, repr(settings), own)
    known = _noted(ws, key)
    if known is not None:
        return known
    material = Material(snapshot, state, settings, lambda: analysis_of(ws, snapshot, state))
    files = _write(material, ws.exports, tuple(WRITERS), None, tell)
    facts = material.facts
    counts = Counts(statements=facts.statements, quotes=_quotes(facts))
    note = {"key": key, "files": files, **asdict(counts)}
    write_atomic(ws.work / _NOTE, json.dumps(note, indent=1, sort_keys=True).encode())
    return counts


def export_some(
    ws: Workspace,
    *,
    profile: str,
    reviewer: str = "",
    formats: Iterable[str],
    folder: Path,
    about: Callable[[Knowledge], Sequence[str]] | None = None,
    tell: Tell,
) -> tuple[Path, ...]:
    """Write the files of these formats (none: all) of the last build to a folder; return their paths.

    `about` chooses the things (IRIs) that maps are drawn around; `reviewer` is who has read the files, "" for
    whom the settings name. UsageError when nothing is built.
    """
    state = load_state(ws)
    if state is None:
        raise UsageError("Här finns inget färdigt bygge.", way_out="Kör samverkan build.", file=str(ws.root))
    settings = load_settings(ws)
    wanted = frozenset(name for form in formats for name in FORMATS[form])
    writers = [w for w, names in WRITERS.items() if not wanted or wanted.intersection(names)]
    with current(ws.store) as snapshot:
        chosen = replace(settings, profile=profile, reviewer=reviewer or settings.reviewer)
        material = Material(snapshot, state, chosen, lambda: analysis_of(ws, snapshot, state))
        if about is not None:
            material.about = tuple(about(material.facts))
        files = _write(material, folder, writers, None if material.about else wanted or None, tell)
    return tuple(folder / name for name in files)


def analysis_of(ws: Workspace, snapshot: Snapshot, state: State) -> Analysis:
    """Return what the analyses find; of a graph too large for that an empty one that says so (`made`)."""
    # Imported here: what it counts with takes longer to load than a build without changes needs in all.
    from graph.analysing import analyse
    from graph.store.asked import StoreGraph

    if is_large(snapshot, large=MOST_ANALYSED):
        read = sum(bool(source.document) for source in state.sources)
        return Analysis(date="", basis=Basis(documents=read), made=False, remarks=(_TOO_LARGE,))
    return analyse(ws, StoreGraph(snapshot, state.sources))


MOST_ANALYSED = 1_500_000_000
"""Bytes of N-Quads, some two thousand papers of ten pages, whose analyses a build makes by itself: they hold
the relations in memory, about 100 MB for a million quads, and a build promises less than 1.5 GB.
"""
_TOO_LARGE = (
    "Grafen är så stor att bygget inte gör analyserna av sig själv."
    " Kör samverkan report, så görs de för rapporten."
)


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
    material: Material, target: Path, writers: Iterable[Writer], wanted: frozenset[str] | None, tell: Tell
) -> dict[str, str]:
    """Write files into a folder of their own, move those wanted into place, and return name -> SHA-256."""
    writers = tuple(writers)
    make_folder(target)
    folder = target / f".{os.getpid()}.tmp"
    make_folder(folder)
    try:
        for number, write in enumerate(writers):
            tell(STAGE, number, len(writers))
            write(material, folder)
        names = sorted(file.name for file in folder.iterdir() if wanted is None or file.name in wanted)
        files = _hashes(folder, dict.fromkeys(names, ""))
        for name in names:
            (folder / name).replace(target / name)
        sync(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tell(STAGE, len(writers), len(writers))
    return files


def _hashes(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    return {name: _hash(folder / name) for name in files}


def _hash(path: Path) -> str:
    with path.open("rb") as file:  # never whole in memory: the graph may be of any size
        return hashlib.file_digest(file, "sha256").hexdigest()
