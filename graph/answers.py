"""What a finished build answers: questions, cards, checks of its quotes and its shape, its sources."""

from __future__ import annotations

from dataclasses import replace

from graph.errors import UsageError
from graph.model import Finding, Knowledge, Source
from graph.state import State, load_state
from graph.store import verify as proof
from graph.store.checks import run_checks
from graph.store.dataset import documents, knowledge
from graph.store.generations import current
from graph.store.sparql import ask_limited, prefixes
from graph.store.verify import Verification
from graph.workspace import Workspace


def query(ws: Workspace, question: str, form: str) -> str:
    """Return the answer to a SPARQL query as text; QueryError when it is refused, wrong or too heavy."""
    place = _state(ws).place
    return ask_limited(ws.store, question, format=form, names=prefixes(place.base, place.slug)).body


def everything(ws: Workspace) -> Knowledge:
    """Return the whole graph as values, what each document says apart."""
    state = _state(ws)
    with current(ws.store) as snapshot:
        whole = knowledge(snapshot, state.place, state.sources)
        parts = documents(snapshot, state.place, state.sources)
        return replace(whole, assertions=tuple(claim for _, part in parts for claim in part.assertions))


def verify(ws: Workspace) -> Verification:
    """Check every stored quote against its hashed text, and the database against what it was built from."""
    with current(ws.store) as snapshot:
        result = proof.verify(snapshot, ws.work / "texts")
        return replace(result, findings=result.findings + proof.audit(snapshot, ws.store))


def check(ws: Workspace, *, shapes: bool = False) -> list[Finding]:
    """Return what the rules find wrong with the graph, and with `shapes` what SHACL finds too."""
    with current(ws.store) as snapshot:
        return run_checks(snapshot, shapes=shapes)


def sources(ws: Workspace) -> tuple[Source, ...]:
    """Return the source list of the last build."""
    return _state(ws).sources


def _state(ws: Workspace) -> State:
    state = load_state(ws)
    if state is None:
        raise UsageError("Här finns inget färdigt bygge.", way_out="Kör samverkan build.", file=str(ws.root))
    return state
