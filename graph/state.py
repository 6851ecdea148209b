"""What the last finished build knew, for the commands that come after it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from graph.ids import digest
from graph.model import Source
from graph.store.triples import Place
from graph.workspace import Workspace, write_atomic

_NAME = "build.json"


@dataclass(frozen=True, slots=True)
class Name:
    """One of two names that a person should decide about; `key` is how decisions.jsonl calls it."""

    key: str
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """Two names that may mean the same, for a person to say: why (Swedish), and how likely (0..1)."""

    names: tuple[Name, Name]
    reason: str
    strength: float


@dataclass(frozen=True, slots=True)
class Joined:
    """A name, and others that rules took for the same without asking."""

    name: Name
    others: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`published` is a hash of all that went into the graph, `graph_hash` the generation's own.

    `inputs` are the sources that were named, none for the workspace's own folders; `decided` is a hash of
    the decisions that the graph follows.
    """

    municipality: str
    place: Place
    inputs: tuple[str, ...]
    sources: tuple[Source, ...]
    published: str
    graph_hash: str
    remarks: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    joined: tuple[Joined, ...] = ()
    decided: str = ""


def decided_as(decisions: bytes) -> str:
    """Return the hash that tells these decisions from others."""
    return digest(decisions.hex())


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
    undecided = tuple(_undecided(question) for question in values["undecided"])
    place = Place(**values["place"])
    joined = tuple(_joined(one) for one in values.get("joined", ()))
    made = {"sources": sources, "place": place, "undecided": undecided, "joined": joined}
    return State(**{**values, **tuples, **made})


def _undecided(values: dict[str, Any]) -> Undecided:
    first, second = (Name(**name) for name in values["names"])
    return Undecided((first, second), values["reason"], values["strength"])


def _joined(values: dict[str, Any]) -> Joined:
    return Joined(Name(**values["name"]), tuple(Name(**name) for name in values["others"]))


def source_from(values: dict[str, Any]) -> Source:
    """Return a source from its fields as JSON holds them."""
    return Source(**{**values, "notes": tuple(values["notes"])})
