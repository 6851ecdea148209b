"""Prove every stored quote against the text it was taken from, and the database against its shards."""

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

VERIFY = "verify"


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
    store = open_store(snapshot)
    return tuple(
        finding
        for pair in sorted(snapshot.documents.items())
        for finding in _shard_findings(store, shards.Shard(*pair), store_folder)
    )


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


def _shard_findings(store: ox.Store, shard: shards.Shard, folder: Path) -> Iterator[Finding]:
    try:
        lines = b"".join(shards.read_shard(shard, folder))
        missing = sum(quad not in store for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    except (StoreError, *BROKEN) as error:
        yield _finding("database", shard.document, f"{shard.document}: {error}")
        return
    if missing:
        what = f"{shard.document}: {missing} uppgifter saknas i databasen."
        yield _finding("database", shard.document, what)


def _finding(kind: str, who: str, what: str) -> Finding:
    return Finding(kind=kind, level="violation", who=who, what=what, origin=VERIFY)
