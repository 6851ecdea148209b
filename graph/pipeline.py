"""The build: every stage in order, and its report.

    files ─intake─▶ readings ─publishing─▶ generation ─▶ knowledge ─exporting─▶ exports/

Here, in the modules named above and in `answers` the rooms meet, and nowhere else. Every stage keeps
what it has done under a key made of content, so a build that was broken off goes on where it
stopped, and one without changes does nothing.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph import fingerprints
from graph.errors import StopRun, StoreError, UsageError
from graph.exporting import export_all
from graph.gazetteer import Municipality, guess_municipality
from graph.ids import digest
from graph.intake import Content, Intake, Outcome, Tell, distinct, documents, words_of
from graph.manifest import Manifest
from graph.model import Source
from graph.publishing import Publishing
from graph.read.masking import mask
from graph.resolve.deciding import read_file
from graph.resolve.decisions import decisions_of
from graph.sources import Found, find_files
from graph.state import State, decided_as, load_state, save_state
from graph.store import verify
from graph.store.generations import Snapshot, current, writing
from graph.store.shards import Shard
from graph.store.triples import Place
from graph.workspace import Settings, Workspace, init_workspace, load_settings, lock, sweep


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did: counts, what was not read, remarks, and where to look."""

    municipality: str
    guessed: bool
    sources: tuple[Source, ...]
    statements: int
    quotes: int
    remarks: tuple[str, ...]
    undecided: int
    index: Path

    def as_dict(self) -> dict[str, Any]:
        """Return the report for a program."""
        return {
            "kommun": self.municipality,
            "gissad": self.guessed,
            "lästa": len(self.sources) - len(self._unread()),
            "olästa": [{"namn": source.name, "skäl": source.reason} for source in self._unread()],
            "påståenden": self.statements,
            "citat": self.quotes,
            "anmärkningar": list(self.remarks),
            "att avgöra": self.undecided,
            "börja": str(self.index),
        }

    def lines(self) -> Iterator[str]:
        """Yield the report for a person; the last lines count, and say where to look."""
        for source in self._unread():
            yield f"OLÄST  {source.name}: {source.reason}"
        yield from self.remarks
        yield f"Kommun: {self.municipality}" + (
            " (gissad ur handlingarna; ange annars --kommun)" if self.guessed else ""
        )
        read = len(self.sources) - len(self._unread())
        yield f"Handlingar: {read} lästa, {len(self._unread())} olästa"
        yield f"Påståenden: {self.statements}, med {self.quotes} citat"
        if self.undecided:
            yield f"Namn att avgöra: {self.undecided} par (samverkan review)"
        yield f"Börja här: {self.index}"

    def _unread(self) -> list[Source]:
        return [source for source in self.sources if source.reason]


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


def build(
    ws: Workspace,
    sources: Sequence[Path] = (),
    *,
    municipality: str = "",
    workers: int = 0,
    tell: Tell = _silent,
) -> Report:
    """Read what has changed, publish the graph and write the exports; 0 workers are one a core.

    UsageError when the call or the settings are wrong or there is nothing to read, StoreError when
    another build holds the workspace, StopRun when nothing could be read at all.
    """
    init_workspace(ws.root)
    with _stoppable(), lock(ws):
        return _Build(ws, load_settings(ws), workers or os.cpu_count() or 1, tell).run(sources, municipality)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGTERM stop a build as Ctrl-C does: workers ended, folders cleared, a word on how to go on."""

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # nobody else may set a handler
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Build:
    """One run, while the workspace is locked."""

    def __init__(self, ws: Workspace, settings: Settings, workers: int, tell: Tell) -> None:
        for folder in (ws.exports, ws.work, *(ws.work / name for name in ("texts", "documents", "readings"))):
            sweep(folder)
        self.ws, self.settings, self.tell = ws, settings, tell
        self.before = load_state(ws)
        self.manifest = Manifest(ws.work / "manifest.jsonl")
        self.vocabulary, self.gazetteer = words_of(ws.lookups)
        reading = fingerprints.code(fingerprints.READING)
        self.rules = digest(reading, fingerprints.code(fingerprints.STATING), fingerprints.words(ws.lookups))
        self.linking = fingerprints.code(fingerprints.PUBLISHING)
        self.intake = Intake(
            ws=ws,
            manifest=self.manifest,
            reading=reading,
            stating=self.rules,
            columns=settings.columns,
            workers=workers,
            tell=tell,
        )

    def run(self, sources: Sequence[Path], municipality: str) -> Report:
        inputs, found = self._inputs(sources)
        contents, refused = distinct(found)
        name = municipality.strip() or self.settings.municipality
        guessed = not name
        if guessed:
            name = self._guess(contents)
        place = self.gazetteer.municipality(name)
        if not place.slug:
            raise UsageError("Kommunens namn saknar bokstäver.", way_out="Ange den med --kommun NAMN.")
        outcomes = documents(self.intake.run(contents, place.name), contents)
        listing = sorted(
            [*(outcome.source for outcome in outcomes), *refused], key=lambda source: source.name
        )
        if not any(outcome.source.document for outcome in outcomes) and self.before is None:
            raise _nothing_read(listing)
        state, snapshot = self._publish(place, inputs, tuple(listing), outcomes)
        with snapshot:
            report = self._export(state, snapshot, guessed)
        self._tidy(contents, place.name, outcomes)
        return report

    def _inputs(self, sources: Sequence[Path]) -> tuple[tuple[str, ...], list[Found]]:
        """Return the sources and their files; without sources the workspace's own, or the last ones."""
        ws = self.ws
        apart = (ws.exports, ws.work, ws.lookups, ws.decisions, ws.settings_file)
        if sources:
            named = tuple(mask(os.fsdecode(source.absolute()))[0] for source in sources)
            return named, find_files(sources, apart)
        own = find_files((folder for folder in (ws.documents, ws.registers) if folder.is_dir()), apart)
        if own or self.before is None or not self.before.inputs:
            if not own and self.before is None:
                raise _nothing_found(ws)
            return (), own
        if not all(os.path.lexists(source) for source in self.before.inputs):
            raise UsageError(
                "En källa från förra bygget har flyttats, eller har ett personnummer i sin sökväg.",
                way_out="Ange källorna igen efter samverkan build.",
            )
        return self.before.inputs, find_files(map(Path, self.before.inputs), apart)

    def _guess(self, contents: list[Content]) -> str:
        """Return the municipality that the documents name most; the last build's when they name none."""
        outcomes = self.intake.run(contents, "")
        read = sorted({o.source.document for o in outcomes if o.source.document})
        texts = (self.ws.text_file(document) for document in read)
        name = guess_municipality(file.read_bytes().decode() for file in texts)
        if not name and self.before:
            name = self.before.municipality
        if not name:
            if not read:
                raise _nothing_read([outcome.source for outcome in outcomes])
            raise UsageError("Kommunen framgår inte av handlingarna.", way_out="Ange den med --kommun NAMN.")
        return name

    def _publish(
        self,
        place: Municipality,
        inputs: tuple[str, ...],
        listing: tuple[Source, ...],
        outcomes: list[Outcome],
    ) -> tuple[State, Snapshot]:
        """Return the state and the snapshot of these readings; a new one only when something changed."""
        here = Place(base=self.settings.base, slug=place.slug, label=place.name)
        read = sorted((o.source for o in outcomes if o.source.document), key=lambda s: s.document)
        readings = sorted(f"{o.source.document} {o.source.sha256} {o.reading}" for o in outcomes)
        decided = read_file(self.ws.decisions)
        key = digest(self.rules, self.linking, repr(here), decided.hex(), *readings, length=64)
        snapshot = self._sound()
        damaged = snapshot is None and self.ws.store.is_dir()
        if snapshot and not self._is_of(snapshot, key):
            snapshot.close()
            snapshot = None
        remarks = self.before.remarks if self.before else ()
        undecided = self.before.undecided if self.before else ()
        joined = self.before.joined if self.before else ()
        if snapshot is None:
            published = Publishing(
                ws=self.ws,
                sources=read,
                place=here,
                stem=place.stem,
                decisions=decisions_of(decided),
                vocabulary=self.vocabulary,
                rules=self.rules,
                tell=self.tell,
            ).run()
            snapshot, remarks = published.snapshot, published.remarks
            undecided, joined = published.undecided, published.joined
            if damaged:
                snapshot = self._anew(snapshot)
            verify.seal(snapshot)
        state = State(
            municipality=place.name,
            place=here,
            inputs=inputs,
            sources=listing,
            published=key,
            graph_hash=snapshot.graph_hash,
            remarks=remarks,
            undecided=undecided,
            joined=joined,
            decided=decided_as(decided),
        )
        save_state(self.ws, state)
        return state, snapshot

    def _sound(self) -> Snapshot | None:
        """Return the current snapshot; None when there is none, or it is damaged."""
        try:
            snapshot = current(self.ws.store)
        except StoreError:
            return None
        if verify.is_sound(snapshot):
            return snapshot
        snapshot.close()
        return None

    def _is_of(self, snapshot: Snapshot, key: str) -> bool:
        """Tell whether the snapshot was made of exactly this."""
        before = self.before
        return before is not None and (before.published, before.graph_hash) == (key, snapshot.graph_hash)

    def _anew(self, damaged: Snapshot) -> Snapshot:
        """Build the generation again from its shards: its files may be shared with what is damaged."""
        damaged.close()
        with writing(self.ws.store, who="samverkan build") as writer:
            return writer.publish((Shard(*pair) for pair in damaged.documents.items()), anew=True)

    def _export(self, state: State, snapshot: Snapshot, guessed: bool) -> Report:
        counts = export_all(self.ws, snapshot, state, self.tell)
        return Report(
            municipality=state.municipality,
            guessed=guessed,
            sources=state.sources,
            statements=counts.statements,
            quotes=counts.quotes,
            remarks=state.remarks,
            undecided=len(state.undecided),
            index=self.ws.exports / "index.html",
        )

    def _tidy(self, contents: list[Content], municipality: str, outcomes: list[Outcome]) -> None:
        """Forget what no source stands behind any more: notes, texts, records, readings."""
        self.manifest.keep(self.intake.keys(contents, municipality))
        kept = {file for outcome in outcomes for file in self._files(outcome.source)}
        for folder in {file.parent for file in self._files(Source(name="", sha256=""))}:
            for file in folder.iterdir():
                if file not in kept:
                    file.unlink(missing_ok=True)

    def _files(self, source: Source) -> tuple[Path, ...]:
        document, sha256 = source.document, source.sha256
        return (
            self.ws.text_file(document),
            self.ws.document_file(document, sha256),
            self.ws.reading_file(document, sha256),
        )


def _nothing_found(ws: Workspace) -> UsageError:
    return UsageError(
        "Det finns inga handlingar att läsa.",
        way_out=f"Lägg filer i {ws.documents}, eller ange filer och mappar efter samverkan build.",
    )


def _nothing_read(listing: Sequence[Source]) -> StopRun:
    if not listing:
        return StopRun("Källorna innehåller inga filer.", way_out="Ange filer eller mappar med handlingar.")
    reasons = "\n".join(f"  {source.name}: {source.reason}" for source in listing[:10])
    return StopRun(f"Ingen av {len(listing)} filer kunde läsas:\n{reasons}")
