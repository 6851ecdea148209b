"""The dataset as RDF files that are the same, byte for byte, whenever the dataset is the same.

    graph.nq      everything: the facts, then each document's graph, lines sorted within each
    graph.trig    the same in TriG
    graph.jsonld  the same in JSON-LD, expanded, so that no reader has to fetch a context
    graph.ttl     the facts alone (the default graph) in Turtle

Nothing is held in memory: the lines come in order, and the other files are written from graph.nq.
Each says in its first line whom it may be shown to; JSON-LD, which has no comments, in a last object
whose keys are no IRIs, so that readers pass over it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from os import SEEK_END
from pathlib import Path

import pyoxigraph as ox

from graph.export.wording import NOTICE
from graph.export.writing import whole_file
from graph.ids import PREFIXES


def write_rdf(lines: Iterable[bytes], folder: Path, profile: str) -> list[Path]:
    """Write graph.nq, graph.trig, graph.jsonld and graph.ttl to a folder; return their paths.

    `lines` are the N-Quads lines of the dataset: the default graph first, each graph sorted.
    """
    quads = folder / "graph.nq"
    remark = f"# Profil: {profile}. {NOTICE}\n".encode()
    with whole_file(quads) as scrap, scrap.open("wb") as out:
        out.write(remark)
        out.writelines(lines)
    return [
        quads,
        _write(folder / "graph.trig", _read(quads), ox.RdfFormat.TRIG, remark),
        _write_json(folder / "graph.jsonld", _read(quads), {"profil": profile, "anmärkning": NOTICE}),
        _write(folder / "graph.ttl", _facts(_read(quads)), ox.RdfFormat.TURTLE, remark),
    ]


def _read(path: Path) -> Iterator[ox.Quad]:
    return iter(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS, lenient=True))


def _facts(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield the triples of the default graph, which stands first."""
    for quad in quads:
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            return
        yield quad.triple


def _write(
    path: Path, content: Iterator[ox.Quad] | Iterator[ox.Triple], form: ox.RdfFormat, remark: bytes
) -> Path:
    with whole_file(path) as scrap, scrap.open("wb") as out:
        out.write(remark)
        ox.serialize(content, out, form, prefixes=PREFIXES)
    return path


def _write_json(path: Path, content: Iterator[ox.Quad], remark: dict[str, str]) -> Path:
    with whole_file(path) as scrap, scrap.open("wb+") as out:
        ox.serialize(content, out, ox.RdfFormat.JSON_LD, prefixes=PREFIXES)
        end = out.seek(0, SEEK_END)
        while not out.read(1).strip():
            end = out.seek(end - 1)
        out.seek(end)  # on the bracket that closes the list
        out.write(
            (",\n" if end > 1 else "").encode() + json.dumps(remark, ensure_ascii=False).encode() + b"]\n"
        )
    return path
