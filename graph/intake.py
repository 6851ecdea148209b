"""The first stage: every file read and its statements found, in worker processes, once.

`take_in` is what a worker does with one file; paths and settings come in as JSON and a short summary
goes out, so that the process that wires the run never holds a document. `Intake` is what that process
does: it gives out the files that are not in the manifest yet and notes each that is finished.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from itertools import product
from pathlib import Path, PurePath
from typing import Any

from graph.errors import InputError, SamverkanError, StopRun
from graph.extract import read_statements
from graph.gazetteer import Gazetteer, load_gazetteer
from graph.ids import digest
from graph.manifest import Manifest
from graph.model import Document, Node, Reading, Source
from graph.read import read_document
from graph.read.masking import mask
from graph.records import document_from_json, document_to_json, reading_to_json
from graph.sandbox import Limits, Task, run_pool
from graph.sources import LARGEST_FILE, Found, read_bytes, sha256_of
from graph.state import source_from
from graph.vocabulary import Vocabulary, load_vocabulary
from graph.workspace import Workspace, write_atomic

Tell = Callable[[str, int, int], None]
"""Called with the name of a stage, how much is done and how much there is."""

STAGE = "Läser handlingar"

# Records are larger than their file, and workers may write nothing else.
LIMITS = Limits(file_bytes=4 * LARGEST_FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Bytes to be read, once, under whatever names they lie there; personal numbers in them masked."""

    sha256: str
    path: Path
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the first of the names."""
        return self.names[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file. With `path` it is read, else the record of `document` is taken up.

    With `municipality` its statements are found; `columns` is our field -> header of a register.
    """

    root: str
    name: str
    sha256: str
    path: str = ""
    document: str = ""
    municipality: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def payload(self) -> str:
        """Return the job as JSON, plain ASCII: a path may hold bytes that are no UTF-8."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a file: its line of the source list, and the SHA-256 of what was kept of it.

    `reading` is "" when its statements have not been looked for.
    """

    source: Source
    record: str = ""
    reading: str = ""


# --- in a worker -------------------------------------------------------------------------------


def take_in(payload: str) -> str:
    """Do one job and return its outcome as JSON. A file that is refused is an outcome too."""
    job = Job(**json.loads(payload))
    ws = Workspace(Path(job.root))
    try:
        doc, record = _read(job, ws) if job.path else _recorded(job, ws)
    except InputError as error:
        return _to_json(_refused(job.name, job.sha256, error))
    reading = _extract(job, ws, doc) if job.municipality else ""
    return _to_json(Outcome(source=_source(doc, job), record=record, reading=reading))


def _refused(name: str, sha256: str, error: SamverkanError) -> Outcome:
    return Outcome(source=Source(name=name, sha256=sha256, reason=_sentence(error)))


def _sentence(error: SamverkanError) -> str:
    """Return the reason and the way out as sentences: readers give them as parts of one.

    >>> _sentence(InputError("handlingen bär en stämpel.: den läses inte", way_out="fråga"))
    'Handlingen bär en stämpel: den läses inte. Fråga.'
    """
    parts = (part.replace(".: ", ": ").rstrip(".") for part in (error.reason, error.way_out) if part)
    return " ".join(part[:1].upper() + part[1:] + "." for part in parts)


def _read(job: Job, ws: Workspace) -> tuple[Document, str]:
    data = read_bytes(Path(job.path))
    if hashlib.sha256(data).hexdigest() != job.sha256:
        raise InputError("Filen ändrades medan den lästes.", way_out="Kör bygget igen.")
    doc = read_document(data, job.name, columns=job.columns or None)
    _keep(ws.text_file(doc.id), doc.text.raw)
    return doc, _keep(ws.document_file(doc.id, job.sha256), document_to_json(doc))


def _recorded(job: Job, ws: Workspace) -> tuple[Document, str]:
    data = ws.document_file(job.document, job.sha256).read_bytes()
    return document_from_json(data.decode()), hashlib.sha256(data).hexdigest()


def _extract(job: Job, ws: Workspace, doc: Document) -> str:
    vocabulary, gazetteer = words_of(ws.lookups)
    municipality = gazetteer.municipality(job.municipality)
    reading = read_statements(doc, vocabulary=vocabulary, gazetteer=gazetteer, municipality=municipality)
    return _keep(ws.reading_file(doc.id, job.sha256), reading_to_json(_with_itself(reading, doc)))


def _with_itself(reading: Reading, doc: Document) -> Reading:
    """Return the reading with a node for the document itself: it is in the graph even if it says nothing."""
    key = f"handling/{doc.id}"
    if any(node.key == key for node in reading.nodes):
        return reading
    own = Node(key=key, types=("sam:Document",), label=doc.title)
    return replace(reading, nodes=(*reading.nodes, own))


def _keep(path: Path, text: str) -> str:
    """Write a text and return the SHA-256 of its bytes."""
    data = text.encode()
    write_atomic(path, data)
    return hashlib.sha256(data).hexdigest()


@cache
def words_of(lookups: Path) -> tuple[Vocabulary, Gazetteer]:
    """Return the vocabulary and the gazetteer with a workspace's own words; read once a process."""
    extra = lookups if lookups.is_dir() else None
    return load_vocabulary(extra), load_gazetteer(extra)


def _source(doc: Document, job: Job) -> Source:
    raw = doc.text.raw
    return Source(
        name=job.name,
        sha256=job.sha256,
        media=doc.media,
        document=doc.id,
        title=doc.title,
        kind=doc.kind,
        pages=len(doc.text.pages),
        characters=len(raw),
        text_sha256=hashlib.sha256(raw.encode()).hexdigest(),
        notes=doc.notes,
    )


def _to_json(outcome: Outcome) -> str:
    return json.dumps(asdict(outcome), ensure_ascii=False)


def _from_json(values: Mapping[str, Any]) -> Outcome:
    return Outcome(**{**values, "source": source_from(values["source"])})


# --- in the process that wires the run ---------------------------------------------------------


def distinct(found: Iterable[Found]) -> tuple[list[Content], list[Source]]:
    """Return the contents to read, in order of their names, and the files that cannot be opened."""
    names: dict[str, list[Found]] = {}
    refused = []
    for file in found:
        try:
            if file.reason:
                raise InputError(file.reason)
            names.setdefault(sha256_of(file.path), []).append(file)
        except InputError as error:
            refused.append(Source(name=mask(file.name)[0], sha256="", reason=_sentence(error)))
    contents = [
        Content(sha256=sha, path=files[0].path, names=tuple(mask(file.name)[0] for file in files))
        for sha, files in names.items()
    ]
    return contents, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How files are taken in: `columns` is file name -> our field -> header of a register.

    `reading` and `stating` are hashes of what decides how a file is read, and what is found in it.
    """

    ws: Workspace
    manifest: Manifest
    reading: str
    stating: str
    columns: Mapping[str, Mapping[str, str]]
    workers: int
    tell: Tell

    def run(self, contents: list[Content], municipality: str) -> list[Outcome]:
        """Return the outcome of every content, in their order; without a municipality only read them."""
        outcomes = {content.sha256: self._known(content, municipality) for content in contents}
        jobs = {
            self._job(content, outcomes[content.sha256], municipality).payload(): content
            for content in contents
            if not self._is_done(outcomes[content.sha256], municipality)
        }
        tasks = (Task(take_in, payload, content.name) for payload, content in jobs.items())
        self.tell(STAGE, 0, len(jobs))
        results = run_pool(tasks, workers=min(self.workers, len(jobs)), limits=LIMITS, folder=self.ws.work)
        for number, (task, result) in enumerate(results, start=1):
            content = jobs[task.payload]
            outcomes[content.sha256] = self._note(content, result, municipality)
            self.tell(STAGE, number, len(jobs))
        return [outcome for outcome in outcomes.values() if outcome is not None]

    def keys(self, contents: Iterable[Content], municipality: str) -> Iterator[str]:
        """Yield the manifest keys that these contents still need."""
        for content in contents:
            for name in ("", content.name):
                yield self._key(content, "", name)
                yield self._key(content, municipality, name)

    def _key(self, content: Content, municipality: str, name: str) -> str:
        """Return the key of a content; `name` is "" unless the file's name went into what was read."""
        columns = json.dumps(self._columns_of(content), sort_keys=True)
        rules = (self.reading, self.stating, municipality) if municipality else (self.reading,)
        return digest("intake", content.sha256, name, columns, *rules)

    def _columns_of(self, content: Content) -> dict[str, str]:
        return dict(self.columns.get(content.name) or self.columns.get(Path(content.name).name) or {})

    def _known(self, content: Content, municipality: str) -> Outcome | None:
        """Return what an earlier run noted, when what it kept is still there and unharmed."""
        for wanted, name in product(dict.fromkeys((municipality, "")), ("", content.name)):
            values = self.manifest.get(self._key(content, wanted, name))
            if values is not None and self._is_sound(outcome := _from_json(values)):
                return replace(outcome, source=replace(outcome.source, name=content.name))
        return None

    def _is_sound(self, outcome: Outcome) -> bool:
        source = outcome.source
        if source.reason:
            return True
        kept = [
            (self.ws.text_file(source.document), source.text_sha256),
            (self.ws.document_file(source.document, source.sha256), outcome.record),
        ]
        if outcome.reading:
            kept.append((self.ws.reading_file(source.document, source.sha256), outcome.reading))
        return all(_holds(path, sha) for path, sha in kept)

    @staticmethod
    def _is_done(outcome: Outcome | None, municipality: str) -> bool:
        return outcome is not None and bool(outcome.source.reason or outcome.reading or not municipality)

    def _job(self, content: Content, known: Outcome | None, municipality: str) -> Job:
        return Job(
            root=str(self.ws.root.absolute()),
            name=content.name,
            sha256=content.sha256,
            path="" if known else str(content.path.absolute()),
            document=known.source.document if known else "",
            municipality=municipality,
            columns=self._columns_of(content),
        )

    def _note(self, content: Content, result: str | SamverkanError, municipality: str) -> Outcome:
        if isinstance(result, StopRun):
            raise result
        if isinstance(result, SamverkanError):  # the worker was stopped: another day it may succeed
            return _refused(content.name, content.sha256, result)
        values = json.loads(result)
        outcome = _from_json(values)
        named = outcome.source.title == PurePath(content.name).stem  # what has no title is called as its file
        name = content.name if named else ""
        self.manifest.put(self._key(content, "", name), {**values, "reading": ""})
        self.manifest.put(self._key(content, municipality, name), values)
        return outcome


def _holds(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def documents(outcomes: Iterable[Outcome], contents: Iterable[Content]) -> list[Outcome]:
    """Return one outcome a document, in order of their names, each with a note of its other names.

    Two files may hold one document: the same bytes, or other bytes around the same text.
    """
    names = {content.sha256: content.names for content in contents}
    same: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        same.setdefault(outcome.source.document or outcome.source.sha256, []).append(outcome)
    return [_noted(group, names) for group in same.values()]


def _noted(group: list[Outcome], names: Mapping[str, tuple[str, ...]]) -> Outcome:
    _, *others = [name for outcome in group for name in names[outcome.source.sha256]]
    notes = tuple(f"Samma innehåll finns också som {name}." for name in others)
    first = group[0]
    return replace(first, source=replace(first.source, notes=first.source.notes + notes))
