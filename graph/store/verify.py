"""Prove every stored quote against the text it was taken from, and the database against its shards.

`audit` compares what they say and takes its time; `is_sound` compares the files with a seal that was
set when they were new, and is quick enough for every build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.errors import StoreError
from graph.model import Finding
from graph.store import shards
from graph.store.dataset import Values, document_graphs, has_type, in_graph, one, open_store, read_passage
from graph.store.generations import BROKEN, Snapshot
from graph.workspace import write_atomic

VERIFY = "verify"
_SEAL = "seal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How many documents, passages and right passages there are, and a finding for each that is not."""

    documents: int
    quotes: int
    right: int
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> str:
        """Return the last line of the report, in Swedish."""
        return f"{self.right} av {self.quotes} citat stämmer med sin källa, i {self.documents} handlingar."


def verify(snapshot: Snapshot, texts: Path) -> Verification:
    """Check each passage: the text is there, it has the recorded SHA-256, and text[start:end] == quote.

    `texts` holds one UTF-8 file `<document id>.txt` a document, line ends as they were read. A damaged
    database is a finding too, so that the rest is still checked.
    """
    store = open_store(snapshot)
    documents = quotes = right = 0
    findings: list[Finding] = []
    for graph in document_graphs(store):
        documents += 1
        try:
            held = in_graph(store, graph)
        except StoreError as error:
            findings.append(_finding("database", graph.value, str(error)))
            continue
        wrong = list(_document_findings(held, graph.value, texts))
        passages = sum(has_type(values, "oa:SpecificResource") for values in held.values())
        lost = any(finding.kind != "quote" for finding in wrong)
        quotes += passages
        right += 0 if lost else passages - len(wrong)
        findings += wrong
    return Verification(documents=documents, quotes=quotes, right=right, findings=tuple(findings))


def audit(snapshot: Snapshot, store_folder: Path) -> tuple[Finding, ...]:
    """Compare the database with the shards it was built from; name each document that differs."""
    return tuple(_Audit(open_store(snapshot), store_folder).findings(snapshot))


def seal(snapshot: Snapshot) -> None:
    """Note what the files of a new generation's database hold, for `is_sound`."""
    write_atomic(snapshot.path / _SEAL, _sum_of(snapshot.database).encode())


def is_sound(snapshot: Snapshot) -> bool:
    """Tell whether the database and the shards of a generation are what they were when it was sealed."""
    try:
        sealed = (snapshot.path / _SEAL).read_bytes() == _sum_of(snapshot.database).encode()
    except OSError:
        return False
    everything = (shards.Shard(*pair) for pair in snapshot.documents.items())
    return sealed and all(shards.is_sound(shard, snapshot.store) for shard in everything)


def _sum_of(database: Path) -> str:
    """Return a line for each file of a database: its SHA-256 and its name."""
    lines = []
    for path in sorted(database.iterdir()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()} {path.name}\n")
    return "".join(lines)


def _document_findings(graph: Mapping[str, Values], name: str, texts: Path) -> Iterator[Finding]:
    text_iri = next((s for s, v in sorted(graph.items()) if one(v, "dcterms:isFormatOf")), "")
    document = text_iri.removesuffix("/text").rpartition("/")[2]
    if not document:
        yield _finding("record", name, "Handlingens textpost saknas i lagret.")
        return
    text, fault = _text(texts / f"{document}.txt", one(graph[text_iri], "schema:sha256"))
    if fault:
        yield _finding("text", name, f"{document}: {fault}")
        return
    for subject, values in sorted(graph.items()):
        if has_type(values, "oa:SpecificResource") and not _stands(graph, subject, text):
            yield _finding("quote", subject, f"{document}: citatet stämmer inte med texten.")


def _stands(graph: Mapping[str, Values], subject: str, text: str) -> bool:
    try:
        passage = read_passage(graph, subject)
    except StoreError:
        return False
    return passage.start < passage.end and text[passage.start : passage.end] == passage.quote


def _text(file: Path, expected: str) -> tuple[str, str]:
    """Return the text, and what is wrong with it in Swedish."""
    try:
        data = file.read_bytes()
    except OSError:
        return "", "texten saknas; inget av handlingens citat kan kontrolleras."
    if hashlib.sha256(data).hexdigest() != expected:
        return "", "texten är ändrad sedan den lästes (kontrollsumman stämmer inte)."
    return data.decode(), ""


class _Audit:
    """A database beside the shards it was built from."""

    def __init__(self, store: ox.Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._present = 0  # quads of documents' own graphs; a fact may stand in many shards
        self._facts: set[int] = set()

    def findings(self, snapshot: Snapshot) -> Iterator[Finding]:
        """Yield what differs; what is too much can be told only when every shard could be read."""
        whole = True
        for pair in sorted(snapshot.documents.items()):
            shard = shards.Shard(*pair)
            try:
                missing = self._missing(shard)
            except (StoreError, *BROKEN):
                whole = False
                yield _finding(
                    "database", shard.document, f"{shard.document}: dess del av databasen är skadad."
                )
                continue
            if missing:
                what = f"{shard.document}: {missing} uppgifter saknas i databasen."
                yield _finding("database", shard.document, what)
        try:
            surplus = len(self._store) - self._present - len(self._facts)
        except BROKEN:
            yield _finding("database", "database", "Databasen är skadad.")
            return
        if whole and surplus:
            what = f"Databasen har {surplus} uppgifter som ingen handling står bakom."
            yield _finding("database", "database", what)

    def _missing(self, shard: shards.Shard) -> int:
        """Return how many quads of a shard the database lacks, and count those that it has."""
        missing = 0
        lines = b"".join(shards.read_shard(shard, self._folder))
        for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS):
            if quad not in self._store:
                missing += 1
            elif isinstance(quad.graph_name, ox.DefaultGraph):
                self._facts.add(hash(quad))
            else:
                self._present += 1
        return missing


def _finding(kind: str, who: str, what: str) -> Finding:
    return Finding(kind=kind, level="violation", who=who, what=what, origin=VERIFY)
