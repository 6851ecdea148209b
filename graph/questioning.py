"""Where the ready questions meet a finished build: listed, asked with their values, proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.analysing import graph_of
from graph.analysis import Fact
from graph.errors import SamverkanError
from graph.model import Assertion, Source, Term
from graph.resolve.abbreviations import acronym, strict_initials
from graph.store.asked import StoreGraph
from graph.store.names import KINDS, Names
from graph.store.questions import Parameter, Question, load
from graph.store.ready import Table, answer, find_question, in_turn, values_of
from graph.store.sparql import ask_limited
from graph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to a ready question, the documents that were read, and the quotes where they were wanted.

    `titles` are what the documents are called in the answer itself.
    """

    table: Table
    sources: Mapping[str, Source]
    titles: Mapping[str, str]
    proof: Mapping[Fact, tuple[Assertion, ...]]


def questions(ws: Workspace) -> tuple[tuple[Question, ...], tuple[SamverkanError, ...]]:
    """Return the ready questions with the municipality's own, and what is wrong with files of its own."""
    return load(ws.questions, tried=True)


def ask(
    ws: Workspace, wanted: str, values: Sequence[str], named: Mapping[str, str], *, proof: bool = False
) -> Asked:
    """Return the answer to the ready question of that name or number.

    `values` are for its parameters in their order, `named` by name. UsageError or QueryError when the
    question or a value is not known or missing, or the question too heavy.
    """
    question = find_question(load(ws.questions)[0], wanted)

    def run(query: str, terms: Mapping[str, Term]) -> str:
        return ask_limited(ws.store, query, format="json", given=terms).body

    with graph_of(ws) as graph:
        given = in_turn(question, values, named)
        told = values_of(question, given, graph, Names(graph, stands_for))
        table = answer(question, told, graph, run)
        facts = {fact for row in table.rows for fact in row.facts} if proof else set()
        sources = {source.document: source for source in graph.sources}
        return Asked(table, sources, _titles(graph, sources), graph.proof(facts))


def _titles(graph: StoreGraph, sources: Mapping[str, Source]) -> dict[str, str]:
    """Return what each document that was read is called, and its file where several are called the same."""
    texts = graph.rows("SELECT ?text ?document { GRAPH ?g { ?text dcterms:isFormatOf ?document } }")
    found = {text.removesuffix("/text").rpartition("/")[2]: graph.name(node) for text, node in texts}
    named = {key: found.get(key) or source.title or source.name for key, source in sources.items()}
    often = Counter(named.values())
    return {key: f"{n} ({sources[key].name})" if often[n] > 1 else n for key, n in named.items()}


def stands_for(short: str, name: str) -> bool:
    """Tell whether a word is an abbreviation whose letters begin the parts of a proper name.

    >>> stands_for("KS", "Kommunstyrelsen"), stands_for("Ks", "Kommunstyrelsen")
    (True, False)
    """
    letters = acronym(short)
    return bool(letters) and name[:1].isupper() and strict_initials(letters, name)


def choices(ws: Workspace, wanted: str) -> list[tuple[Parameter, tuple[str, ...]]]:
    """Return each parameter of a ready question with the names that the graph has for it."""
    question = find_question(load(ws.questions)[0], wanted)
    with graph_of(ws) as graph:
        names = Names(graph)
        return [
            (one, tuple(named.label for named in names.of(one.kind)) if one.kind in KINDS else ())
            for one in question.parameters
        ]
