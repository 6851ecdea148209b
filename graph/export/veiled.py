"""The lines of one document's shard through the veil, so that RDF files are as public as the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.export.privacy import Veil
from graph.ids import PREFIXES, compact, digest
from graph.model import Literal
from graph.ntriples import n_triples, unescaped

_LINE = re.compile(
    r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@(\S+)|\^\^<([^>]*)>)?)(?: <([^>]*)>)? \.\n?$'
)
_RDF, _OA = PREFIXES["rdf"], PREFIXES["oa"]
_EVIDENCE, _NEGATIVE = PREFIXES["sam"] + "evidence", PREFIXES["sam"] + "negative"
_OF_VOCABULARY = (PREFIXES["sam"], PREFIXES["samc"])


@dataclass(frozen=True, slots=True)
class Row:
    """One quad: `value` is the IRI or literal, `graph` "" for a fact."""

    subject: str
    predicate: str
    value: str | Literal
    graph: str

    def line(self) -> bytes:
        """Return the quad as an N-Quads line."""
        graph = f" <{self.graph}>" if self.graph else ""
        value = f"<{self.value}>" if isinstance(self.value, str) else n_triples(self.value)
        return f"<{self.subject}> <{self.predicate}> {value}{graph} .\n".encode()


def veiled_lines(lines: Iterable[bytes], veil: Veil) -> list[bytes]:
    """Return the N-Quads lines of a shard as the public may read them, sorted.

    What is said about something hidden goes with its passages; an assertion whose text changes gets the
    id that its new text gives.
    """
    rows = [_row(line.decode()) for line in lines]
    gone = _gone(rows, veil)
    names = dict(_renamed(rows, veil))
    kept = (row for row in rows if row.subject not in gone and row.value not in gone)
    return sorted({shown.line() for row in kept if (shown := _shown(row, veil, names))})


def _row(line: str) -> Row:
    found = _LINE.match(line)
    if found is None:
        raise ValueError(f"not a line of ours: {line[:80]}")
    subject, predicate, node, text, language, datatype, graph = found.groups()
    if node is not None:
        return Row(subject, predicate, node, graph or "")
    kind = "rdf:langString" if language else compact(datatype) if datatype else "xsd:string"
    return Row(subject, predicate, Literal(unescaped(text), kind, language), graph or "")


def _shown(row: Row, veil: Veil, names: dict[str, str]) -> Row | None:
    if row.subject.startswith(_OF_VOCABULARY):
        return row
    value = veil.term(compact(row.predicate), row.value)
    if value is None or row.subject in veil.hidden:
        return None
    subject = names.get(row.subject, row.subject)
    return replace(
        row,
        subject=veil.iri(subject),
        value=names.get(value, value) if isinstance(value, str) else value,
        graph=veil.iri(row.graph),
    )


def _gone(rows: list[Row], veil: Veil) -> set[str]:
    """Return the assertions about what is hidden, and the passages and selectors that only they have."""
    claims = {claim.subject for claim in _claims(rows) if _is_hidden(claim, veil)}
    passages = {row.value for row in rows if row.predicate == _EVIDENCE and row.subject in claims}
    passages -= {row.value for row in rows if row.predicate == _EVIDENCE and row.subject not in claims}
    selectors = {r.value for r in rows if r.predicate == _OA + "hasSelector" and r.subject in passages}
    return {name for name in (*claims, *passages, *selectors) if isinstance(name, str)}


@dataclass(slots=True)
class _Claim:
    subject: str  # its own IRI
    about: str = ""
    predicate: str = ""
    value: str | Literal = ""
    negative: bool = False


def _claims(rows: list[Row]) -> list[_Claim]:
    found: dict[str, _Claim] = {}
    for row in rows:
        if row.graph and row.predicate in (_RDF + "subject", _RDF + "predicate", _RDF + "object", _NEGATIVE):
            claim = found.setdefault(row.subject, _Claim(row.subject))
            if row.predicate == _RDF + "subject":
                claim.about = str(row.value)
            elif row.predicate == _RDF + "predicate":
                claim.predicate = str(row.value)
            elif row.predicate == _NEGATIVE:
                claim.negative = isinstance(row.value, Literal) and row.value.value == "true"
            else:
                claim.value = row.value
    return list(found.values())


def _is_hidden(claim: _Claim, veil: Veil) -> bool:
    return claim.about in veil.hidden or veil.term(compact(claim.predicate), claim.value) is None


def _renamed(rows: list[Row], veil: Veil) -> Iterator[tuple[str, str]]:
    """Yield old and new IRI of each assertion whose subject or object reads otherwise now."""
    for claim in _claims(rows):
        about, value = veil.iri(claim.about), veil.term(compact(claim.predicate), claim.value)
        if value is not None and (about, value) != (claim.about, claim.value):
            parts = about, claim.predicate, n_triples(value), *(("negative",) if claim.negative else ())
            yield claim.subject, f"{claim.subject.rpartition('/')[0]}/{digest(*parts)}"
