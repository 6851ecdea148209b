"""The whole dataset as N-Quads lines in one fixed order, straight from the shards of a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from graph.ids import NS
from graph.ordering import PIECE_BYTES, in_order
from graph.store.generations import Snapshot
from graph.store.shards import Shard, read_shard

_IN_GRAPH = f"<{NS}graph/".encode()


Through = Callable[[list[bytes]], list[bytes]]
"""From the lines of a document to those that are wanted of it, sorted."""


def sorted_lines(snapshot: Snapshot, *, through: Through = list, most: int = PIECE_BYTES) -> Iterator[bytes]:
    """Yield the lines of a snapshot: the default graph, each line once, then each document's graph.

    Lines are sorted within each graph, the graphs by their IRIs. No more than `most` bytes of the
    default graph and one document are held at a time.
    """
    with in_order(_facts(snapshot, through), near=snapshot.store, most=most) as facts:
        yield from (line for line, _ in groupby(facts))
    for document in sorted(snapshot.documents, key=lambda name: f"{name}>"):  # as their IRIs end
        yield from filter(_is_in_graph, through(_lines(snapshot, document)))


def _facts(snapshot: Snapshot, through: Through) -> Iterator[bytes]:
    for document in sorted(snapshot.documents):
        yield from (line for line in through(_lines(snapshot, document)) if not _is_in_graph(line))


def _lines(snapshot: Snapshot, document: str) -> list[bytes]:
    return read_shard(Shard(document, snapshot.documents[document]), snapshot.store)


def _is_in_graph(line: bytes) -> bool:
    """Tell whether the last term of a line is the graph of a document: no object is named like one."""
    return line.endswith(b"> .\n") and line.startswith(_IN_GRAPH, line.rfind(b"<"))
