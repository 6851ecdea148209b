"""What the analyses find in a finished graph of a test: it is stored and asked as a built one is."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from graph.analysing import analyse
from graph.analysis import Analysis, Basis
from graph.model import Knowledge
from graph.store.asked import StoreGraph
from graph.store.triples import Place, facts_of, told, vocabulary_quads
from graph.vocabulary import load_vocabulary
from graph.workspace import Workspace
from tests.export.invented_graph import BASE, OWN

UNMADE = Analysis(date="", basis=Basis(documents=2), made=False)
"""Of a graph that a build leaves alone, as it is too large to be analysed by the way."""
_PLACE = Place(base=BASE, slug="tallmyra", label="Tallmyra kommun")
_FORMAT = "http://purl.org/dc/terms/{}"


def analysed(graph: Knowledge, rules: Path = Path("/dev/null")) -> Analysis:
    """Return everything that the analyses find in a graph; `rules` is a workspace with rules of its own."""
    return analyse(Workspace(rules), StoreGraph(stored(graph), graph.sources))


def stored(graph: Knowledge) -> ox.Store:
    """Return a graph in a store: the facts, and for each document its assertions with their passages."""
    about = defaultdict(list)
    for claim in graph.assertions:
        about[claim.subject].append(claim)
    store = ox.Store()
    facts = [line for entity in graph.entities.values() for line in facts_of(entity, about[entity.iri])]
    _load(store, [*facts, *_vocabulary()], ox.DefaultGraph())
    for source in graph.sources:
        if source.document:
            document, text = _document(source.document), _text(source.document)
            _load(store, [f"<{document}> <{_FORMAT.format('hasFormat')}> <{text}> ."], ox.DefaultGraph())
            own = [c for c in graph.assertions if c.evidence[0].document == source.document]
            lines = [line for claim in own for line in told(claim, _text)]
            lines.append(f"<{text}> <{_FORMAT.format('isFormatOf')}> <{document}> .")
            _load(store, lines, ox.NamedNode(f"{BASE}graph/{source.document}"))
    return store


@lru_cache
def _vocabulary() -> tuple[str, ...]:
    return tuple(vocabulary_quads(load_vocabulary(), _PLACE))


def _document(name: str) -> str:
    return f"{OWN}handling/{name}"


def _text(name: str) -> str:
    return f"{OWN}text/{name}"


def _load(store: ox.Store, lines: list[str], graph: ox.NamedNode | ox.DefaultGraph) -> None:
    store.load("\n".join(lines).encode(errors="replace"), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
