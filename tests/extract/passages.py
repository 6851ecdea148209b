"""What small texts say: read by the real reader, told as (subject, predicate, object) with plain names."""

from __future__ import annotations

from functools import cache

from graph.extract import read_statements
from graph.model import Literal, Reading
from graph.read import read_document
from tests.extract.reading import gazetteer, vocabulary

Said = tuple[str, str, str]


@cache
def reading(text: str, municipality: str = "Tallmo kommun") -> Reading:
    """Return what a text document says."""
    return read_statements(
        read_document(text.encode(), "prov.txt"),
        vocabulary=vocabulary(),
        gazetteer=gazetteer(),
        municipality=gazetteer().municipality(municipality),
    )


def said(text: str, *predicates: str) -> set[Said]:
    """Return the facts with these predicates; things stand under their labels, decisions under "beslut"."""
    found = reading(text)
    labels = {node.key: _name(node.key, node.label) for node in found.nodes}
    return {
        (
            labels[a.subject],
            a.predicate,
            a.object.value if isinstance(a.object, Literal) else labels.get(a.object, a.object),
        )
        for a in found.assertions
        if a.predicate in predicates
    }


def pairs(text: str, *predicates: str) -> set[tuple[str, str]]:
    """Return (predicate, object) of the facts with these predicates, whatever they are about."""
    return {(predicate, value) for _, predicate, value in said(text, *predicates)}


def _name(key: str, label: str) -> str:
    return "beslut" if key.startswith("beslut/") else label
