"""The dataset as RDF files that are the same, byte for byte, whenever the dataset is the same.

    graph.nq      everything: the facts, then each document's graph, lines sorted within each
    graph.trig    the same in TriG
    graph.jsonld  the same in JSON-LD, expanded, so that no reader has to fetch a context
    graph.ttl     the facts alone (the default graph) in Turtle

Nothing is held in memory but one document's graph and one piece of the facts at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from io import BufferedRandom
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from graph.export.writing import whole_file
from graph.ids import PREFIXES

PIECE = 200_000  # quads that are sorted at a time: about 100 MB


def write_rdf(store: ox.Store, folder: Path) -> list[Path]:
    """Write graph.nq, graph.trig, graph.jsonld and graph.ttl of a store to a folder; return their paths."""
    quads = folder / "graph.nq"
    with whole_file(quads) as scrap, scrap.open("wb") as out:
        out.writelines(sorted_lines(store))
    return [
        quads,
        _write(folder / "graph.trig", _read(quads), ox.RdfFormat.TRIG),
        _write(folder / "graph.jsonld", _read(quads), ox.RdfFormat.JSON_LD),
        _write(folder / "graph.ttl", _facts(_read(quads)), ox.RdfFormat.TURTLE),
    ]


def sorted_lines(store: ox.Store, *, piece: int = PIECE) -> Iterator[bytes]:
    """Yield the N-Quads lines of a store: the default graph, then the named graphs by their IRIs."""
    yield from _sorted(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), piece)
    for graph in sorted(store.named_graphs(), key=str):
        yield from sorted(_lines(store.quads_for_pattern(None, None, None, graph)))


def _sorted(quads: Iterator[ox.Quad], piece: int) -> Iterator[bytes]:
    """Sort more lines than memory should hold: in pieces on disk, merged."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as pieces:
        files: list[BufferedRandom] = []
        while lines := sorted(_lines(islice(quads, piece))):
            file = pieces.enter_context((Path(folder) / str(len(files))).open("w+b"))
            file.writelines(lines)
            file.seek(0)
            files.append(file)
        yield from merge(*files)


def _lines(quads: Iterable[ox.Quad]) -> list[bytes]:
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def _read(path: Path) -> Iterator[ox.Quad]:
    return iter(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


def _facts(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield the triples of the default graph, which stands first."""
    for quad in quads:
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            return
        yield quad.triple


def _write(path: Path, content: Iterator[ox.Quad] | Iterator[ox.Triple], form: ox.RdfFormat) -> Path:
    with whole_file(path) as scrap, scrap.open("wb") as out:
        ox.serialize(content, out, form, prefixes=PREFIXES)
    return path
