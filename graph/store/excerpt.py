"""What is shown of a graph too large to be held: its most prominent things and what is said of them.

A thing is as prominent as there are assertions about it; every class gets an equal number of places,
so that a graph of ten thousand minutes shows its forums and gaps too. Both passes go document by
document, and memory does not grow with their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from heapq import heappush, heappushpop
from itertools import groupby

from graph.model import Assertion, Entity, Extent, Knowledge, Source
from graph.ntriples import assertion_iri
from graph.ordering import in_order
from graph.store.dataset import documents
from graph.store.generations import Snapshot
from graph.store.shards import Shard
from graph.store.triples import Place, merge

LARGE = 150_000_000  # bytes of N-Quads, some 40,000 assertions, that may be held at a time
MOST_THINGS = 400  # of one class
MOST_FROM_AFAR = 40  # assertions with one predicate that point to one thing, from things not shown
MOST_PASSAGES = 20  # of one assertion
MOST_CLAIMS = 60_000


def is_large(snapshot: Snapshot, *, large: int = LARGE) -> bool:
    """Tell whether a snapshot holds more than exporters should be given as one value."""
    sizes = (Shard(*pair).file(snapshot.store).stat().st_size for pair in snapshot.documents.items())
    return sum(sizes) > large


def excerpt(
    snapshot: Snapshot, place: Place, sources: tuple[Source, ...] = (), *, most: int = MOST_THINGS
) -> Knowledge:
    """Return the `most` prominent things of every class with what is said of them, and the totals."""
    extents: dict[str, Extent] = {}
    with in_order(_tally(documents(snapshot, place), extents), near=snapshot.store) as tally:
        total, chosen = _chosen(tally, most)
    taken = _Taken(chosen)
    for _, part in documents(snapshot, place, sources):
        taken.add(part)
    return replace(
        part,
        entities=dict(sorted(taken.entities.items())),
        assertions=tuple(claim for _, claim in sorted(taken.claims.items())),
        labels={**part.labels, **taken.labels},
        total=total,
        extents=extents,
    )


def _tally(parts: Iterable[tuple[str, Knowledge]], extents: dict[str, Extent]) -> Iterator[bytes]:
    """Yield a line for each assertion and for each thing of each document; note the documents' extents."""
    for document, part in parts:
        if part.assertions:
            passages = (passage for claim in part.assertions for passage in claim.evidence)
            extents[document] = Extent.of(len(part.assertions), passages)
        weights: Counter[object] = Counter()
        for claim in part.assertions:
            yield f"{assertion_iri(claim)}\n".encode()
            weights.update((claim.subject, claim.object))
        for entity in part.entities.values():
            if entity.types:
                yield f"{entity.iri}\t{entity.types[0]}\t{weights[entity.iri]}\n".encode()


def _chosen(tally: Iterable[bytes], most: int) -> tuple[int, frozenset[str]]:
    """Return how many assertions there are, and the things of each class with most of them."""
    total = 0
    best: dict[str, list[tuple[int, str]]] = {}
    for iri, lines in groupby((line.decode().rstrip("\n").split("\t") for line in tally), lambda row: row[0]):
        rows = list(lines)
        if len(rows[0]) == 1:
            total += 1
            continue
        places = best.setdefault(rows[0][1], [])
        place = sum(int(row[2]) for row in rows), iri
        (heappush if len(places) < most else heappushpop)(places, place)
    return total, frozenset(iri for places in best.values() for _, iri in places)


class _Taken:
    """What has been taken of the parts so far."""

    def __init__(self, chosen: frozenset[str]) -> None:
        self.entities: dict[str, Entity] = {}
        self.claims: dict[tuple[str, str], Assertion] = {}  # by IRI and voice
        self.labels: dict[str, str] = {}
        self._chosen = chosen
        self._from_afar: Counter[tuple[object, str]] = Counter()

    def add(self, part: Knowledge) -> None:
        """Take from one document what concerns the chosen; the others there only get their names."""
        self.entities.update((iri, e) for iri, e in part.entities.items() if iri in self._chosen)
        for claim in part.assertions:
            name = assertion_iri(claim), claim.voice
            if name in self.claims:
                self.claims[name] = _short(*merge((self.claims[name], claim)))
            elif len(self.claims) < MOST_CLAIMS and self._concerns(claim):
                self.claims[name] = _short(claim)
                self._name(claim, part.labels)

    def _concerns(self, claim: Assertion) -> bool:
        if claim.subject in self._chosen:
            return True
        if claim.object not in self._chosen:
            return False
        self._from_afar[claim.object, claim.predicate] += 1
        return self._from_afar[claim.object, claim.predicate] <= MOST_FROM_AFAR

    def _name(self, claim: Assertion, labels: Mapping[str, str]) -> None:
        for term in (claim.subject, claim.object, claim.voice):
            if isinstance(term, str) and term in labels:
                self.labels[term] = labels[term]


def _short(claim: Assertion) -> Assertion:
    return replace(claim, evidence=claim.evidence[:MOST_PASSAGES])
