"""A snapshot as analyses ask it: rows of our own queries, names, and the quotes of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import pyoxigraph as ox

from graph.analysis import Fact
from graph.errors import StopRun, StoreError
from graph.ids import PREFIXES, compact, expand
from graph.model import Assertion, Source
from graph.store.dataset import Object, Values, open_store, read_assertion
from graph.store.generations import BROKEN, Snapshot
from graph.store.triples import merge

_DAMAGED = "Lagrets databas är skadad."
_REBUILD = "Kör samverkan build, så byggs lagret om ur dokumenten."
_SUBJECT, _PREDICATE, _OBJECT = (
    ox.NamedNode(expand(name)) for name in ("rdf:subject", "rdf:predicate", "rdf:object")
)
MOST_CLAIMS = 6  # of one fact: no reader is shown the quotes of more
_NAMES = tuple(ox.NamedNode(expand(p)) for p in ("skos:prefLabel", "rdfs:label", "dcterms:title"))


class StoreGraph:
    """The facts of an open snapshot, read from its database; `graph.analysis.Graph` says what it gives.

    Queries run in this process and without limits: they are ours. A user's go to `sparql.ask_limited`.
    """

    def __init__(self, snapshot: Snapshot | ox.Store, sources: Sequence[Source] = ()) -> None:
        self.sources = tuple(source for source in sources if source.document)
        self._store = open_store(snapshot) if isinstance(snapshot, Snapshot) else snapshot
        self._names: dict[str, str] = {}

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """Return the distinct rows of a SELECT query, sorted; "" for what is unbound."""
        try:
            found = self._store.query(query, prefixes=PREFIXES)
            assert isinstance(found, ox.QuerySolutions), "a query of ours that is no SELECT"
            return sorted({tuple(map(_value, row)) for row in found})
        except SyntaxError as error:
            raise StopRun(f"En inbyggd fråga är felskriven: {error}") from error
        except BROKEN as error:
            raise StoreError(_DAMAGED, way_out=_REBUILD) from error

    def name(self, term: str) -> str:
        """Return the Swedish name of a node, class, property or concept; the value of a literal."""
        if term not in self._names:
            self._names[term] = self._name(term)
        return self._names[term]

    def _name(self, term: str) -> str:
        if "://" not in term and term.partition(":")[0] not in PREFIXES:
            return term
        node = ox.NamedNode(expand(term))
        for predicate in _NAMES:
            labels = sorted(q.object.value for q in self._store.quads_for_pattern(node, predicate, None))  # type: ignore[union-attr]
            if labels:
                return labels[0]
        return term.rpartition("/")[2] or term

    def facts(self, subject: str | None, predicate: str | None, value: str | None) -> list[Fact]:
        """Return the facts that fit, sorted; None stands for anything, and a value must be a node."""
        s, p, o = (ox.NamedNode(expand(part)) if part else None for part in (subject, predicate, value))
        try:
            found = self._store.quads_for_pattern(s, p, o, ox.DefaultGraph())
            return sorted((_value(q.subject), _value(q.predicate), _value(q.object)) for q in found)
        except BROKEN as error:
            raise StoreError(_DAMAGED, way_out=_REBUILD) from error

    def proof(self, facts: Iterable[Fact]) -> dict[Fact, tuple[Assertion, ...]]:
        """Return the assertions of each fact, those of one voice merged; () for what nobody says.

        A convenor takes part and a committee is a political body: what says the narrower proves the wider.
        Of a fact that very many documents repeat `MOST_CLAIMS` assertions are read, always the same.
        """
        found: dict[Fact, list[Assertion]] = {fact: [] for fact in sorted(set(facts))}
        wanted: dict[str, dict[Fact, list[Assertion]]] = defaultdict(dict)
        for fact, claims in found.items():
            wanted[fact[0]][fact] = claims
        try:
            for subject, told in wanted.items():
                self._read_claims(subject, told)
        except BROKEN as error:
            raise StoreError(_DAMAGED, way_out=_REBUILD) from error
        return {fact: tuple(merge(claims, voices_apart=True)) for fact, claims in found.items()}

    def _read_claims(self, subject: str, wanted: Mapping[Fact, list[Assertion]]) -> None:
        """Append to each wanted fact of a subject the assertions that state it, rejected ones left out."""
        sayings = self._store.quads_for_pattern(None, _SUBJECT, ox.NamedNode(expand(subject)))
        for quad in sorted(sayings, key=lambda quad: (str(quad.subject), str(quad.graph_name))):
            stated = self._stated(subject, quad)
            open_ = [fact for fact in stated if fact in wanted and len(wanted[fact]) < MOST_CLAIMS]
            if open_:
                graph = _Lazily(self._store, quad.graph_name)
                for claim in read_assertion(graph, graph[quad.subject.value]):  # type: ignore[union-attr]
                    for fact in () if claim.negative else open_:
                        wanted[fact].append(claim)
                if all(len(claims) >= MOST_CLAIMS for claims in wanted.values()):
                    return

    def _stated(self, subject: str, quad: ox.Quad) -> Iterator[Fact]:
        """Yield the fact that an assertion speaks of, and the wider ones that follow from it."""
        predicate, value = self._part(quad, _PREDICATE), self._part(quad, _OBJECT)
        for name in (predicate, *self._above.get(predicate, ())):
            yield subject, name, value
        if predicate == "rdf:type":
            for wider in self._above.get(value, ()):
                yield subject, "rdf:type", wider

    def _part(self, quad: ox.Quad, part: ox.NamedNode) -> str:
        found = self._store.quads_for_pattern(quad.subject, part, None, quad.graph_name)
        return _value(next(iter(found)).object)

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        """Return every class and property above each one."""
        pairs = self.rows("SELECT ?low ?high { ?low (rdfs:subPropertyOf|rdfs:subClassOf)+ ?high }")
        return {low: frozenset(high for name, high in pairs if name == low) for low, _ in pairs}


class _Lazily(Mapping[str, Values]):
    """One graph of a store, each subject read when it is asked for."""

    def __init__(self, store: ox.Store, graph: object) -> None:
        self._store, self._graph = store, graph

    def __getitem__(self, subject: str) -> Values:
        found: dict[str, list[Object]] = defaultdict(list)
        quads = self._store.quads_for_pattern(ox.NamedNode(subject), None, None, self._graph)  # type: ignore[arg-type]
        for quad in quads:
            found[quad.predicate.value].append(quad.object)  # type: ignore[arg-type]
        if not found:
            raise KeyError(subject)
        return found

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("a graph that is read bit by bit is never listed")

    def __len__(self) -> int:
        raise NotImplementedError("a graph that is read bit by bit is never counted")


def _value(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, ox.Literal) else ""
