"""Uppdrag: what was assigned, to whom, by when, and whether it was reported; seen from a chosen day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.analyse.follow_up import find_deadlines
from graph.analysing import day
from graph.analysis import Analysis, Chain, Deadline, Graph, Step
from graph.errors import UsageError
from graph.export.calendar import FILE
from graph.export.calendar import calendar as calendar_of
from graph.serve.rendering import page, site_of
from graph.serve.tables import Table, row
from graph.serve.view import Name, Passage, View

UNJUDGED = "inte bedömd"
STATES = ("passerad utan redovisning", "kommande", UNJUDGED, "redovisad sent", "redovisad", "utan datum")
_LINKS = (
    ("Iakttagelser", "findings"),
    ("Svar", "answers"),
    ("Beslut", "decisions"),
    ("Åtgärder", "measures"),
    ("Uppföljning", "followups"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One deadline on the time line: where it lies (0..1000), its day, its task, how it stands."""

    x: int
    due: str
    name: Name
    state: str


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [Route("/uppdrag", tasks), Route("/uppdrag.ics", calendar)]


def tasks(request: Request) -> Response:
    """Return the tasks seen from the day of the address, narrowed as it says."""
    query = request.query_params
    view, fault = _seen(request, query.get("datum", ""))
    state, who = query.get("status", ""), query.get("namnd", "")
    everything = view.analysis.deadlines
    shown = [one for one in everything if _fits(view, one, state, who)]
    return page(
        request, "uppdrag.html", view=view, fault=fault, state=state, who=who, total=len(everything),
        states=_states(view, everything), bodies=_bodies(view), marks=_marks(view, shown),
        undated=sum(not one.due for one in shown), chains=[_chain(view, c) for c in view.analysis.chains],
        tables=[_table(view, shown)],
    )  # fmt: skip


def _seen(request: Request, on: str) -> tuple[View, str]:
    """Return the view from a day, and the fault when it is none; then from the newest of the documents."""
    site = site_of(request)
    view = site.view()
    try:
        seen_from = day(on.strip(), view.analysis.date)
    except UsageError as error:
        return view, str(error)
    if seen_from == view.analysis.date:
        return view, ""

    def deadlines(graph: Graph) -> Analysis:
        found = find_deadlines(graph, seen_from)
        return Analysis(
            date=seen_from, basis=view.analysis.basis, deadlines=found, chains=view.analysis.chains
        )

    return site.ask(deadlines), ""


def state_of(view: View, one: Deadline) -> str:
    """Return how a deadline stands; without a day to see it from nothing has passed or lies ahead."""
    return UNJUDGED if one.due and not one.reports and not view.analysis.date else one.state


def _fits(view: View, one: Deadline, state: str, who: str) -> bool:
    return state in ("", state_of(view, one)) and (not who or who in map(view.addresses.key, one.by))


def _states(view: View, everything: tuple[Deadline, ...]) -> list[tuple[str, int]]:
    counts = Counter(state_of(view, one) for one in everything)
    return [(state, counts[state]) for state in STATES if counts[state]]


def _bodies(view: View) -> list[tuple[str, str, int]]:
    counts = Counter(body for one in view.analysis.deadlines for body in one.by)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], view.text(pair[0])))
    return [(view.addresses.key(body), view.text(body), count) for body, count in ranked]


def _marks(view: View, shown: list[Deadline]) -> list[Mark]:
    """Return the dated tasks in time order, placed between the first and the last day."""
    dated = sorted((one for one in shown if one.due), key=lambda one: (one.due, one.assignment))
    days = [_days(one.due) for one in dated]
    if not days:
        return []
    first, span = min(days), max(1, max(days) - min(days))
    return [
        Mark(round(1000 * (at - first) / span), one.due, view.name(one.assignment), state_of(view, one))
        for one, at in zip(dated, days, strict=True)
    ]


def _days(due: str) -> int:
    """Return a date (YYYY[-MM[-DD]]) on a line of days; a year or a month counts by its last day."""
    parts = [int(part) for part in due.split("-")]
    year, month, of_month = [*parts, *(12, 31)[len(parts) - 1 :]]
    return year * 372 + month * 31 + of_month


def _table(view: View, shown: list[Deadline]) -> Table:
    rows = tuple(
        row(
            view.name(one.assignment), view.names(one.by), view.names(one.to), one.due or "",
            state_of(view, one),
            tuple(Name(s.text or view.text(s.node), view.addresses.of(s.node)) for s in one.reports),
            passages=view.told([*one.facts, *(f for step in one.reports for f in step.facts)]),
        )
        for one in shown
    )  # fmt: skip
    columns = ("Uppdrag", "Vem", "Redovisas till", "Senast", "Läge", "Redovisat i")
    return Table(key="uppdrag", caption="Uppdrag och tidsfrister", columns=columns, rows=rows)


_Steps = tuple[tuple[Step, Name, tuple[Passage, ...]], ...]


def _chain(view: View, chain: Chain) -> tuple[Chain, Name, tuple[tuple[str, _Steps], ...]]:
    """Return a chain with the steps of each of its five links."""
    links = tuple(
        (word, tuple((s, view.name(s.node), view.told(s.facts)) for s in getattr(chain, name)))
        for word, name in _LINKS
    )
    return chain, view.name(chain.case), links


def calendar(request: Request) -> Response:
    """Return the deadlines as a calendar file."""
    view, _fault = _seen(request, request.query_params.get("datum", ""))
    text = calendar_of(view.analysis.deadlines, view.text)
    headers = {"content-disposition": f'attachment; filename="{FILE}"'}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)
