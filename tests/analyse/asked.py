"""A small graph made by hand, that answers as `store.asked.StoreGraph` does, from memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from graph.analysis import Fact
from graph.ids import PREFIXES, compact, expand
from graph.model import Assertion, Evidence, Source

HOME = "https://w3id.org/samverkan/id/tallinge/"
GRAPHS = "https://w3id.org/samverkan/graph/tallinge/"


def iri(name: str) -> str:
    """Return the node of a short name; a CURIE stays."""
    return name if name.partition(":")[0] in PREFIXES else HOME + name


class HandMade:
    """Facts in lines of three words, each document's after the other; `modality` by subject.

    A literal begins with `"`. Each fact is quoted by the documents that have it.
    """

    sources: tuple[Source, ...] = ()

    def __init__(self, said: Mapping[str, str], *, modality: Mapping[str, str] | None = None) -> None:
        self._store = ox.Store()
        self._proof: dict[Fact, list[Assertion]] = {}
        for document, text in said.items():
            for number, line in enumerate(filter(str.strip, text.splitlines())):
                subject, predicate, value = line.split(maxsplit=2)
                self._add(document, number, (iri(subject), predicate, value), modality or {})

    def _add(self, document: str, number: int, fact: Fact, modality: Mapping[str, str]) -> None:
        subject, predicate, value = fact
        literal = value.startswith('"')
        value = value.strip('"') if literal else iri(value)
        triple = ox.NamedNode(subject), ox.NamedNode(expand(predicate)), (
            ox.Literal(value) if literal else ox.NamedNode(expand(value))
        )  # fmt: skip
        self._store.add(ox.Quad(*triple))
        graph = ox.NamedNode(GRAPHS + document)
        node = ox.NamedNode(f"{GRAPHS}{document}/{number}")
        for name, one in zip(("rdf:subject", "rdf:predicate", "rdf:object"), triple, strict=True):
            self._store.add(ox.Quad(node, ox.NamedNode(expand(name)), one, graph))
        self._proof.setdefault((subject, predicate, value), []).append(
            Assertion(
                subject=subject, predicate=predicate, object=value, origin="test.hand", confidence=0.9,
                modality=modality.get(subject.removeprefix(HOME), "samc:mod-stated"),
                evidence=(Evidence(document=document, page=1, start=0, end=3, quote="xyz"),),
            )
        )  # fmt: skip

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """Return the distinct rows, sorted."""
        found = self._store.query(query, prefixes=PREFIXES)
        return sorted({tuple(_text(value) for value in row) for row in found})

    def name(self, term: str) -> str:
        """Return the last part of a node."""
        return term.rpartition("/")[2]

    def proof(self, facts: Iterable[Fact]) -> Mapping[Fact, tuple[Assertion, ...]]:
        """Return who says each fact."""
        return {fact: tuple(self._proof.get(fact, ())) for fact in facts}


def _text(value: object) -> str:
    if isinstance(value, ox.NamedNode):
        return compact(value.value)
    return value.value if isinstance(value, ox.Literal) else ""
