"""An earlier graph from a file: `graph.nq` of an export, held in memory and asked as the store is."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from graph.errors import UsageError
from graph.store.asked import StoreGraph


class LoadedGraph(StoreGraph):
    """The graph of an N-Quads file; UsageError when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.sources = ()
        self._names = {}
        self._store = ox.Store()
        try:
            self._store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError, ValueError) as error:
            raise UsageError(
                "Filen går inte att läsa som en graf.",
                way_out="Ange graph.nq ur exports i ett tidigare bygge, eller en arbetsmapp.",
                file=str(path),
            ) from error
