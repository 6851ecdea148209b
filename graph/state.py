"""What the last finished build knew, for the commands that come after it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from graph.model import Source
from graph.store.triples import Place
from graph.workspace import Workspace, write_atomic

_NAME = "build.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`published` is a hash of all that went into the graph, `graph_hash` the generation's own.

    `inputs` are the sources that were named, none for the workspace's own folders.
    """

    municipality: str
    place: Place
    inputs: tuple[str, ...]
    sources: tuple[Source, ...]
    published: str
    graph_hash: str
    remarks: tuple[str, ...]


def save_state(ws: Workspace, state: State) -> None:
    """Write the state whole."""
    text = json.dumps(asdict(state), ensure_ascii=False, indent=1, sort_keys=True)
    write_atomic(ws.work / _NAME, (text + "\n").encode("utf-8", "surrogatepass"))


def load_state(ws: Workspace) -> State | None:
    """Return the state of the last finished build; None when there is none that can be understood."""
    try:
        values = json.loads((ws.work / _NAME).read_bytes().decode("utf-8", "surrogatepass"))
        return _from(values)
    except (OSError, ValueError, TypeError, KeyError):
        return None  # then everything is worked out anew


def _from(values: dict[str, Any]) -> State:
    tuples = {name: tuple(values[name]) for name in ("inputs", "remarks")}
    sources = tuple(source_from(source) for source in values["sources"])
    return State(**{**values, **tuples, "sources": sources, "place": Place(**values["place"])})


def source_from(values: dict[str, Any]) -> Source:
    """Return a source from its fields as JSON holds them."""
    return Source(**{**values, "notes": tuple(values["notes"])})
