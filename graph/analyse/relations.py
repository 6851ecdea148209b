"""A graph's relations as tables, each read once: what analyses that follow paths look things up in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from graph.analysis import Fact, Graph

Table = Mapping[str, tuple[str, ...]]
"""A node and what a relation leads to from it, sorted."""


class Relations:
    """The relations of one graph; each is asked for once, when it is first needed."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._tables: dict[tuple[str, bool], Table] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        self._said: dict[str, Table] = {}
        self._dates: dict[str, tuple[str, ...]] = {}

    def of(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return what a relation (CURIE) leads to from a node, sorted."""
        return self.table(predicate).get(subject, ())

    def to(self, value: str, predicate: str) -> tuple[str, ...]:
        """Return the nodes from which a relation leads to a node or concept, sorted."""
        return self.table(predicate, turned=True).get(value, ())

    def table(self, predicate: str, *, turned: bool = False) -> Table:
        """Return a whole relation by its subjects, or turned, by its objects."""
        if (predicate, turned) not in self._tables:
            there: dict[str, list[str]] = defaultdict(list)
            back: dict[str, list[str]] = defaultdict(list)
            for subject, value in self.graph.rows(f"SELECT ?s ?o {{ ?s {predicate} ?o }}"):  # sorted
                there[subject].append(value)
                back[value].append(subject)
            self._tables[predicate, False] = {key: tuple(all_) for key, all_ in there.items()}
            self._tables[predicate, True] = {key: tuple(all_) for key, all_ in back.items()}
        return self._tables[predicate, turned]

    def members(self, kind: str) -> tuple[str, ...]:
        """Return everything of a class (CURIE), sorted."""
        if kind not in self._members:
            self._members[kind] = tuple(row[0] for row in self.graph.rows(f"SELECT ?s {{ ?s a {kind} }}"))
        return self._members[kind]

    def said_in(self, kind: str) -> Table:
        """Return the documents in which each thing of a class (CURIE) is stated."""
        if kind not in self._said:
            found: dict[str, list[str]] = defaultdict(list)
            for thing, graph in self.graph.rows(_SAID.format(kind=kind)):
                found[thing] += self._texts.get(graph, ())
            self._said[kind] = {thing: tuple(documents) for thing, documents in found.items()}
        return self._said[kind]

    @cached_property
    def _texts(self) -> Table:
        found: dict[str, list[str]] = defaultdict(list)
        for graph, document in self.graph.rows(_TEXTS):
            found[graph].append(document)
        return {graph: tuple(documents) for graph, documents in found.items()}

    def dates(self, node: str) -> tuple[str, ...]:
        """Return the dates of a document or decision, those that only say less left out, oldest first."""
        if node not in self._dates:
            found = self.of(node, "dcterms:date")
            precise = (day for day in found if not any(o != day and o.startswith(day) for o in found))
            self._dates[node] = tuple(precise)
        return self._dates[node]

    def facts(self, subject: str, *predicates: str) -> tuple[Fact, ...]:
        """Return the facts that relate a node by any of the relations."""
        return tuple((subject, p, value) for p in predicates for value in self.of(subject, p))


_SAID = "SELECT ?thing ?g {{ GRAPH ?g {{ ?claim rdf:object {kind} ; rdf:subject ?thing }} }}"
_TEXTS = "SELECT ?g ?document { GRAPH ?g { ?text dcterms:isFormatOf ?document } }"


def later(day: str, than: str) -> bool:
    """Tell whether a date (`YYYY[-MM[-DD]]`) is surely later than another.

    >>> later("2024-11", "2024-10-31"), later("2024-10", "2024-10-31")
    (True, False)
    """
    length = min(len(day), len(than))
    return day[:length] > than[:length]


def listed(words: Iterable[str]) -> str:
    """Return words as a Swedish list.

    >>> listed(["a", "b", "c"])
    'a, b och c'
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} och {last}" if first else last
