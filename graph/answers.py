"""What a finished build answers: questions, cards, checks of its quotes and its shape, its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.extract.explaining import Explained
from graph.extract.explaining import explain as explain_document
from graph.intake import words_of
from graph.model import Document, Finding, Knowledge, Source
from graph.read import read_document
from graph.records import document_from_json
from graph.state import State, Undecided, load_state
from graph.store import verify as proof
from graph.store.checks import run_checks
from graph.store.dataset import documents, knowledge
from graph.store.generations import current
from graph.store.sparql import ask_limited, prefixes
from graph.store.verify import Verification
from graph.workspace import Workspace

if TYPE_CHECKING:
    from graph.analyse.review_scores import RuleScore


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


def undecided(ws: Workspace) -> tuple[Undecided, ...]:
    """Return the pairs of names that the last build left to people, the likeliest first."""
    return _state(ws).undecided


def review_scores(ws: Workspace) -> tuple[tuple[RuleScore, ...], RuleScore]:
    """Return what review has shown about each rule, most judged first, and about all statements together."""
    from graph.analyse.review_scores import rule_scores, whole_score
    from graph.analysing import graph_of

    with graph_of(ws) as graph:
        return rule_scores(graph), whole_score(graph)


def explain(ws: Workspace, wanted: str) -> Iterator[Explained]:
    """Yield how each sentence was read: of a source of the last build, by name or title, or of a text itself.

    UsageError with the nearest names when `wanted` is one word and no source.
    """
    state = _state(ws)
    vocabulary, gazetteer = words_of(ws.lookups)
    return explain_document(
        _document(ws, state, wanted),
        vocabulary=vocabulary,
        gazetteer=gazetteer,
        municipality=gazetteer.municipality(state.municipality),
    )


def _document(ws: Workspace, state: State, wanted: str) -> Document:
    for source in state.sources:
        if source.document and wanted in (source.name, source.document, source.title):
            record = ws.document_file(source.document, source.sha256).read_bytes()
            return document_from_json(record.decode())
    names = [source.name for source in state.sources if source.document]
    near = get_close_matches(wanted, names, n=3, cutoff=0.6)
    if near or " " not in wanted.strip():
        raise UsageError(
            "Ingen läst handling heter så.",
            way_out=f"Menade du {' eller '.join(near)}?"
            if near
            else "samverkan sources visar vad som lästes.",
            file=wanted[:80],
        )
    return read_document(wanted.encode("utf-8", "replace"), "text")


def _state(ws: Workspace) -> State:
    state = load_state(ws)
    if state is None:
        raise UsageError("Här finns inget färdigt bygge.", way_out="Kör samverkan build.", file=str(ws.root))
    return state
