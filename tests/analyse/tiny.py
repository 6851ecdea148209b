"""A tiny graph written by hand, answered as a built one is: no documents, so no quotes."""

from __future__ import annotations

import pyoxigraph as ox

from graph.ids import PREFIXES
from graph.store.asked import StoreGraph

HOME = "https://w3id.org/samverkan/id/tallinge/"
_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@prefix : <{HOME}> .\n"


def tiny(turtle: str) -> StoreGraph:
    """Return the graph of some Turtle; every node is called what its identifier says."""
    store = ox.Store()
    store.load((_HEAD + turtle).encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.DefaultGraph())
    names = {t.value for quad in store for t in (quad.subject, quad.object) if isinstance(t, ox.NamedNode)}
    label = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
    for name in sorted(names):
        if name.startswith(HOME):
            store.add(ox.Quad(ox.NamedNode(name), label, ox.Literal(name.removeprefix(HOME), language="sv")))
    return StoreGraph(store)
