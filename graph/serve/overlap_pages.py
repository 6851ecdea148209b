"""Överlapp: forums against what they have in common, as a matrix, and pairs with the reason for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.analysis import Overlap, Shared
from graph.export.chapters.overlapping import measure
from graph.export.wording import swedish_order
from graph.model import Assertion
from graph.serve.rendering import page, site_of
from graph.serve.tables import Table, row
from graph.serve.view import Name, Passage, View

# key -> heading, relations from a forum to what the column is
COLUMNS = {
    "deltagare": ("deltagare", ("sam:hasParticipant", "sam:convenor")),
    "malgrupp": ("målgrupp", ("sam:targetGroup",)),
    "amne": ("ämne", ("dcterms:subject",)),
    "uppdrag": ("mål och uppgift", ("sam:hasGoal", "sam:entails")),
    "niva": ("arbetsnivå", ("sam:workLevel",)),
}
# key -> heading, classes of the rows
ROWS = {
    "forum": ("forum", ("sam:Forum",)),
    "samverkan": ("forum, program och avtal",
                  ("sam:Forum", "sam:Programme", "sam:Agreement", "sam:Routine")),
    "uppdrag": ("uppdrag", ("sam:Assignment", "sam:Measure")),
}  # fmt: skip
_KINDS = {
    "uttalat": "Överlapp som källorna säger finns",
    "avsett": "Avsett överlapp: gemensamma uppdrag",
    "beräknat": "Beräknat överlapp",
}
_MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Matrix:
    """`rows` are a thing and for each column the quotes behind the cell, () for an empty one."""

    columns: tuple[Name, ...]
    rows: tuple[tuple[Name, tuple[tuple[Passage, ...], ...]], ...]
    left_out: int


# what is shared, the names of both, of only the one and only the other, and the quotes
_Common = tuple[Shared, tuple[Name, ...], tuple[Name, ...], tuple[Name, ...], tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """An overlap ready to show: its names, how strong it is in words, what is shared with quotes."""

    overlap: Overlap
    names: tuple[Name, ...]
    strength: str
    shared: tuple[_Common, ...]
    passages: tuple[Passage, ...]


def routes() -> list[Route]:
    """Return the routes of this page."""
    return [Route("/overlapp", overlaps)]


def overlaps(request: Request) -> Response:
    """Return the matrix of the chosen axes, and the pairs below it."""
    view = site_of(request).view()
    rows = _choice(request, "rad", tuple(ROWS))
    columns = _choice(request, "kol", tuple(COLUMNS))
    what = request.query_params.get("vad", "")
    found = [one for one in view.analysis.overlaps if what in ("", one.what)]
    return page(
        request, "overlapp.html", view=view, rows=rows, columns=columns, what=what,
        row_choices=ROWS, column_choices=COLUMNS, matrix=matrix(view, rows, columns),
        kinds=[(kind, _KINDS[kind], [_pair(view, one) for one in group])
               for kind, group in groupby(sorted(found, key=_order), key=lambda one: one.kind)],
        whats=sorted({one.what for one in view.analysis.overlaps}), tables=[_table(view, found)],
    )  # fmt: skip


def _choice(request: Request, name: str, known: tuple[str, ...]) -> str:
    value = request.query_params.get(name, "")
    return value if value in known else known[0]


def _order(one: Overlap) -> tuple[object, ...]:
    return list(_KINDS).index(one.kind), one.q if one.q is not None else 2, -(one.effect or 0), one.names


def matrix(view: View, rows: str, columns: str) -> Matrix:
    """Return who has what: only columns that at least two rows share, the most shared first."""
    predicates = COLUMNS[columns][1]
    cells: dict[tuple[str, str], list[Assertion]] = defaultdict(list)
    by_column: dict[str, set[str]] = defaultdict(set)
    for entity in view.facts.of_type(*ROWS[rows][1]):
        for claim in view.facts.about(entity.iri, *predicates):
            if isinstance(claim.object, str):
                cells[entity.iri, claim.object].append(claim)
                by_column[claim.object].add(entity.iri)
    shared = [column for column, members in by_column.items() if len(members) > 1]
    shared.sort(key=lambda column: (-len(by_column[column]), swedish_order(view.text(column))))
    chosen = shared[:_MOST_COLUMNS]
    members = {iri for column in chosen for iri in by_column[column]}
    order = sorted(members, key=lambda iri: (-sum(iri in by_column[c] for c in chosen), view.text(iri)))
    return Matrix(
        tuple(map(view.name, chosen)),
        tuple(
            (view.name(iri),
             tuple(view.passages(e for c in cells[iri, column] for e in c.evidence) for column in chosen))
            for iri in order
        ),
        len(shared) - len(chosen),
    )  # fmt: skip


def _pair(view: View, one: Overlap) -> Pair:
    return Pair(
        one, view.names(one.names), measure(one) if one.kind == "beräknat" else "",
        tuple((s, view.names(s.both), view.names(s.only_one), view.names(s.only_other), view.told(s.facts))
              for s in one.shared if s.both),
        view.told(one.facts),
    )  # fmt: skip


def _table(view: View, found: list[Overlap]) -> Table:
    rows = []
    for one in sorted(found, key=_order):
        pair = _pair(view, one)
        quotes = pair.passages or tuple(p for *_, passages in pair.shared for p in passages)
        rows.append(row(
            pair.names, one.kind, one.what,
            "; ".join(f"{s.respect}: {view.listed(s.both)}" for s, *_ in pair.shared),
            round(100 * one.effect) if one.effect is not None else None, pair.strength,
            passages=quotes, derived=one.kind == "beräknat",
        ))  # fmt: skip
    columns = ("Vilka", "Hur vi vet", "Vad", "Gemensamt", "Procent", "Styrka")
    return Table(
        key="overlapp", caption="Överlapp", columns=columns, rows=tuple(rows), numbers=frozenset({4})
    )
