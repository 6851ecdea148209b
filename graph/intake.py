"""What a worker process does with one file: read it, find its statements, keep both records.

Paths and settings come in as JSON and a short summary goes out, so that the process that wired the
run never holds a document.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from graph.errors import InputError
from graph.extract import read_statements
from graph.gazetteer import Gazetteer, load_gazetteer
from graph.model import Document, Reading, Source
from graph.read import read_document
from graph.records import document_from_json, document_to_json, reading_to_json
from graph.sources import read_bytes
from graph.vocabulary import Vocabulary, load_vocabulary
from graph.workspace import Workspace, write_atomic


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file. With `path` it is read, else the record of `document` is taken up.

    With `municipality` its statements are found; `columns` is our field -> header of a register.
    """

    root: str
    name: str
    path: str = ""
    sha256: str = ""
    document: str = ""
    municipality: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def payload(self) -> str:
        """Return the job as JSON, plain ASCII: a path may hold bytes that are no UTF-8."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a job: the line of the source list, and how much was found when it was looked for."""

    source: Source
    statements: int = 0
    quotes: int = 0


def outcome_of(answer: str) -> Outcome:
    """Return the outcome that `take_in` wrote as JSON."""
    values = json.loads(answer)
    return Outcome(**{**values, "source": source_from(values["source"])})


def source_from(values: Mapping[str, object]) -> Source:
    """Return a source from its fields as JSON holds them."""
    return Source(**{**values, "notes": tuple(values.get("notes", ()))})  # type: ignore[arg-type]


def take_in(payload: str) -> str:
    """Do one job and return its outcome as JSON. A file that is refused is an outcome too."""
    job = Job(**json.loads(payload))
    ws = Workspace(Path(job.root))
    try:
        doc = _read(job, ws) if job.path else _recorded(job, ws)
    except InputError as error:
        reason = f"{error.reason} {error.way_out}".strip()
        return _answer(Outcome(source=Source(name=job.name, sha256=job.sha256, reason=reason)))
    claims = _extract(job, ws, doc).assertions if job.municipality else ()
    quotes = {(passage.start, passage.end) for claim in claims for passage in claim.evidence}
    return _answer(Outcome(source=_source(doc, job.name), statements=len(claims), quotes=len(quotes)))


def _answer(outcome: Outcome) -> str:
    return json.dumps(asdict(outcome), ensure_ascii=False)


def _read(job: Job, ws: Workspace) -> Document:
    data = read_bytes(Path(job.path))
    if hashlib.sha256(data).hexdigest() != job.sha256:
        raise InputError("Filen ändrades medan den lästes.", way_out="Kör bygget igen.")
    doc = read_document(data, job.name, columns=job.columns or None)
    write_atomic(ws.text_file(doc.id), doc.text.raw.encode("utf-8", "surrogatepass"))
    write_atomic(ws.document_file(doc.id), document_to_json(doc).encode("utf-8", "surrogatepass"))
    return doc


def _recorded(job: Job, ws: Workspace) -> Document:
    return document_from_json(ws.document_file(job.document).read_text(encoding="utf-8"))


def _extract(job: Job, ws: Workspace, doc: Document) -> Reading:
    gazetteer = words_of(ws.lookups)[1]
    reading = read_statements(
        doc,
        vocabulary=words_of(ws.lookups)[0],
        gazetteer=gazetteer,
        municipality=gazetteer.municipality(job.municipality),
    )
    write_atomic(ws.reading_file(doc.id), reading_to_json(reading).encode("utf-8", "surrogatepass"))
    return reading


@cache
def words_of(lookups: Path) -> tuple[Vocabulary, Gazetteer]:
    """Return the vocabulary and the gazetteer with a workspace's own words; read once a process."""
    extra = lookups if lookups.is_dir() else None
    return load_vocabulary(extra), load_gazetteer(extra)


def _source(doc: Document, name: str) -> Source:
    raw = doc.text.raw
    return Source(
        name=name,
        sha256=doc.sha256,
        media=doc.media,
        document=doc.id,
        title=doc.title,
        kind=doc.kind,
        pages=len(doc.text.pages),
        characters=len(raw),
        text_sha256=hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(),
        notes=doc.notes,
    )
