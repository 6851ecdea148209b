"""Where analyses meet the graph that was built: an open graph to ask, for commands and exports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from graph.errors import UsageError
from graph.state import load_state
from graph.store.asked import StoreGraph
from graph.store.generations import current
from graph.workspace import Workspace


@contextmanager
def graph_of(ws: Workspace) -> Iterator[StoreGraph]:
    """Open the graph of the last build for analyses; UsageError when nothing is built."""
    state = load_state(ws)
    if state is None:
        raise UsageError("Här finns inget färdigt bygge.", way_out="Kör samverkan build.", file=str(ws.root))
    with current(ws.store) as snapshot:
        yield StoreGraph(snapshot, state.sources)
