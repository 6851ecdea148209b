"""Ready questions asked: values bound as RDF terms, rows with what they rest on.

A value never becomes part of the query's text: the engine is handed the term. A variable that is a
parameter must therefore be among what the query, and each sub-SELECT that needs it, gives.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from graph.analysis import Fact
from graph.errors import UsageError
from graph.ids import compact
from graph.model import Literal, Term
from graph.store.asked import StoreGraph
from graph.store.names import Names, is_node
from graph.store.questions import ALL, Parameter, Question
from graph.swedish import folded, swedish_order

LATEST = "senaste"  # standard value of a date: the newest that a document, decision or event has
_ENOUGH = 10  # facts that a pattern with * gives at most: they show where something is mentioned
_SILENT = frozenset({"rdf:type", "skos:prefLabel", "skos:altLabel", "sam:inMunicipality"})
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LONGEST = 200  # characters of a value
_NEWEST = """
SELECT (MAX(STR(?day)) AS ?newest) { ?x dcterms:date ?day . FILTER(DATATYPE(?day) = xsd:date) }
"""

Ask = Callable[[str, Mapping[str, Term]], str]
"""Called with a query and the terms of its parameters; returns the answer as SPARQL's JSON."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is shown; `node` is the IRI or CURIE of what it names, "" for a literal."""

    text: str
    node: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, one or more values in each column, and the facts that it rests on."""

    cells: tuple[tuple[Cell, ...], ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a question; `asked` says of each parameter what was asked, "alla" for all."""

    question: Question
    asked: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter's value: how it is shown, and its term, None for all."""

    shown: str
    term: Term | None


def find_question(questions: Sequence[Question], wanted: str) -> Question:
    """Return the question of that number, name or title; UsageError with the nearest ones else."""
    number = int(wanted) if re.fullmatch(r"[0-9]{1,4}", wanted) else None
    stem = re.sub(r"^[0-9]+-(?=.)", "", wanted).removesuffix(".rq")
    for question in questions:
        if question.number == number is not None or stem == question.name:
            return question
    titles = {folded(question.title): question for question in questions}
    if folded(wanted) in titles:
        return titles[folded(wanted)]
    near = _near(questions, wanted)
    way_out = f"Menade du {' eller '.join(near)}? " if near else ""
    raise UsageError(
        f"Det finns ingen färdig fråga som heter ”{wanted[:80]}”.",
        way_out=way_out + "samverkan ask visar alla.",
    )


def _near(questions: Iterable[Question], wanted: str) -> list[str]:
    keys = {key: q.name for q in questions for key in (q.name, folded(q.title))}
    near = [keys[key] for key in get_close_matches(folded(wanted), sorted(keys), n=3, cutoff=0.55)]
    near += [name for key, name in keys.items() if folded(wanted) in key]
    return list(dict.fromkeys(near))[:3]


def in_turn(question: Question, values: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """Return the values by the name of their parameter: first those in order, then those with a name."""
    names = [parameter.name for parameter in question.parameters]
    if len(values) > len(names):
        takes = f"Den tar {', '.join(names)}." if names else "Den tar inga."
        raise UsageError(f"Frågan {question.name} fick {len(values)} värden.", way_out=takes)
    given = dict(zip(names, values, strict=False))
    twice = [name for name in named if name in given]
    if twice:
        raise UsageError(f"Parametern {twice[0]} har fått två värden.", way_out="Ange den en gång.")
    return {**given, **named}


def values_of(
    question: Question, given: Mapping[str, str], graph: StoreGraph, names: Names | None = None
) -> dict[str, Value]:
    """Return the value of each parameter; UsageError for one that is missing, unknown or wrong."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            listed = f"De som finns: {', '.join(known)}." if known else "Den har inga."
            raise UsageError(
                f"Frågan {question.name} har ingen parameter {name[:80]}.",
                way_out=f"Menade du {near[0]}?" if near else listed,
            )
    names = names or Names(graph)
    return {name: _value(question, one, given.get(name), graph, names) for name, one in known.items()}


def _value(question: Question, one: Parameter, given: str | None, graph: StoreGraph, names: Names) -> Value:
    text = (one.standard if given is None else given).strip()
    if not text:
        raise UsageError(
            f"Frågan {question.name} behöver ett värde för {one.label}.", way_out=_example(one, names)
        )
    if text == ALL:
        if one.standard != ALL:
            raise UsageError(f"{one.label} kan inte vara alla.", way_out=_example(one, names))
        return Value("alla", Literal("") if one.kind == "text" else None)  # every text holds ""
    if len(text) > _LONGEST:
        raise UsageError(f"Värdet för {one.label} är längre än {_LONGEST} tecken.", way_out="Korta det.")
    if one.kind == "text":
        return Value(text, Literal(folded(text)))
    if one.kind == "tal":
        return _number(one, text)
    if one.kind == "datum":
        return _day(one, text, graph)
    found = names.find(one.kind, text)
    return Value(found.label, found.node)


def _number(one: Parameter, text: str) -> Value:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise UsageError(f"”{text}” är inget helt tal.", way_out=f"Ange {one.label} som 0, 1, 2 …")
    return Value(str(int(text)), Literal(str(int(text)), "xsd:integer"))


def _day(one: Parameter, text: str, graph: StoreGraph) -> Value:
    if text == LATEST:
        newest = graph.rows(_NEWEST)[0][0] if graph.rows(_NEWEST) else ""
        if not newest:
            raise UsageError("Handlingarna har inga datum.", way_out=f"Ange {one.label} som 2031-03-31.")
        return Value(f"{newest} (den senaste dagen i handlingarna)", Literal(newest, "xsd:date"))
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return Value(text, Literal(date.fromisoformat(text).isoformat(), "xsd:date"))
    except ValueError as error:
        raise UsageError(
            f"”{text}” är ingen dag i almanackan.", way_out=f"Skriv {one.label} som 2031-03-31."
        ) from error


def _example(one: Parameter, names: Names) -> str:
    if one.kind in ("text", "tal", "datum"):
        return one.about or "Ange det efter frågans namn."
    some = [named.label for named in names.of(one.kind)[:3]]
    return f"Till exempel: {', '.join(some)}." if some else "De lästa handlingarna nämner inget sådant."


def answer(question: Question, values: Mapping[str, Value], graph: StoreGraph, ask: Ask) -> Table:
    """Return the answer to a question as rows in a fixed order."""
    terms = {name: value.term for name, value in values.items() if value.term is not None}
    bindings = json.loads(ask(question.text, terms))["results"]["bindings"]
    flat = [one for binding in bindings for one in _flat(question, binding)]
    shown = tuple((one.label, values[one.name].shown) for one in question.parameters)
    return Table(question, shown, tuple(_in_order(question, _gathered(question, flat, graph))))


def _flat(question: Question, binding: Mapping[str, Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    """Yield a binding as values, once for each line of what the query itself has gathered in a column."""
    told = {name: _told(term) for name, term in binding.items()}
    several = [name for name in question.gathered if "\n" in told.get(name, "")]
    if not several:
        yield told
    for name in several:
        rest = {other: value for other, value in told.items() if other not in several}
        yield from ({**rest, name: compact(line)} for line in told[name].split("\n"))


def _told(term: Mapping[str, str]) -> str:
    return compact(term["value"])  # a literal that is an IRI stands for its node


def _gathered(question: Question, flat: Iterable[Mapping[str, str]], graph: StoreGraph) -> Iterator[Row]:
    """Yield a row for all that are alike but in the columns that are gathered."""
    facts_of = _FactsOf(question, graph)
    alone = [name for name in question.columns if name not in question.gathered]
    alike: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for binding in flat:
        alike.setdefault(tuple(binding.get(name, "") for name in alone), []).append(binding)
    for several in alike.values():
        cells = tuple(_cells({b[name] for b in several if b.get(name)}, graph) for name in question.columns)
        facts = {fact for binding in several for fact in facts_of(binding)}
        yield Row(cells, tuple(sorted(facts)))


def _cells(values: Iterable[str], graph: StoreGraph) -> tuple[Cell, ...]:
    cells = {Cell(graph.name(value), value) if is_node(value) else Cell(value) for value in values}
    return tuple(sorted(cells, key=lambda cell: (swedish_order(cell.text), cell.node)))


class _FactsOf:
    """The facts that rows name, those with a * looked up once."""

    def __init__(self, question: Question, graph: StoreGraph) -> None:
        self._patterns, self._graph = question.proof, graph
        self._looked_up: dict[tuple[str, ...], list[Fact]] = {}

    def __call__(self, binding: Mapping[str, str]) -> Iterator[Fact]:
        """Yield the facts of a row; a pattern with a value that is not bound names none."""
        for pattern in self._patterns:
            parts = tuple(binding.get(part[1:], "") if part.startswith("?") else part for part in pattern)
            if not all(parts):
                continue
            if ALL in parts:
                yield from self._any(parts)
            else:
                yield parts[0], parts[1], parts[2]

    def _any(self, parts: tuple[str, ...]) -> list[Fact]:
        if parts not in self._looked_up:
            found = self._graph.facts(*(None if part == ALL else part for part in parts))
            self._looked_up[parts] = [fact for fact in found if fact[1] not in _SILENT][:_ENOUGH]
        return self._looked_up[parts]


def _in_order(question: Question, rows: Iterable[Row]) -> list[Row]:
    """Return the rows ordered as the question says, then by the columns from left to right."""
    ordered = list(rows)
    rest = [(name, False) for name in question.columns if name not in dict(question.order)]
    for name, falls in reversed([*question.order, *rest]):
        place = question.columns.index(name)
        ordered.sort(key=lambda row: _place(row.cells[place]), reverse=falls)
    return ordered


def _place(cells: tuple[Cell, ...]) -> list[tuple[float, tuple[str, str], str]]:
    return [
        (
            float(c.text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", c.text) else 0.0,
            swedish_order(c.text),
            c.node,
        )
        for c in cells
    ]
