"""What the frames say of a small invented document, as lines that a test can compare."""

from __future__ import annotations

from graph.extract import read_statements
from graph.model import Literal, Reading
from graph.read import read_document
from tests.extract.reading import gazetteer, vocabulary

KOMMUN = "Tallmo kommun"


def reading(text: str, *, municipality: str = KOMMUN) -> Reading:
    """Return the reading of a text, read as a file would be."""
    return read_statements(
        read_document(text.encode(), "prov.txt"),
        vocabulary=vocabulary(),
        gazetteer=gazetteer(),
        municipality=gazetteer().municipality(municipality),
    )


def said(text: str, kind: str) -> set[str]:
    """Return "predicate object" for everything said of the nodes of a class; concepts by their id."""
    found = reading(text)
    labels = {node.key: node.label for node in found.nodes}
    of_kind = {node.key for node in found.nodes if f"sam:{kind}" in node.types or kind in node.types}
    return {
        f"{claim.predicate.partition(':')[2]} {_shown(claim.object, labels)}"
        for claim in found.assertions
        if claim.subject in of_kind and claim.predicate != "rdf:type"
    }


def count(text: str, kind: str) -> int:
    """Return how many nodes of a class the text yields."""
    return sum(f"sam:{kind}" in node.types for node in reading(text).nodes)


def _shown(value: object, labels: dict[str, str]) -> str:
    if isinstance(value, Literal):
        return value.value
    return labels.get(str(value), str(value).partition(":")[2])


def decision(text: str, body: str = "Socialnämnden") -> str:
    """Return an extract of minutes in which a committee decides `text`."""
    head = f"Tallmo kommun\n{body}\n\n§ 12 Dnr SN 2024/031\n\nSamverkan om skolfrånvaro"
    return f"{head}\n\n{body}s beslut\n\n{text}\n"


def view(text: str, body: str = "Socialnämnden") -> str:
    """Return a committee's answer to an audit with `text` as its assessment."""
    return (
        f"Svar på revisionsrapport om samverkan\n\n{body}s beslut\n\n{body} godkänner svaret.\n\n"
        f"{body}s bedömning\n\n{text}\n"
    )
