"""Väg in: I am X, my matter is Y, whom do I turn to? No route is the finding."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as WebRoute

from graph.analyse.ways_in import routes_of
from graph.analysis import Analysis, Graph, Route
from graph.export.wording import swedish_order, unique
from graph.serve.errors import NotHere
from graph.serve.rendering import page, site_of
from graph.serve.tables import Table, row
from graph.serve.view import View


def routes() -> list[WebRoute]:
    """Return the routes of this page."""
    return [WebRoute("/vag-in", ways_in)]


def ways_in(request: Request) -> Response:
    """Return the chooser and, when an actor is chosen, the answer; below it every actor's way."""
    view = site_of(request).view()
    actor, matter = (request.query_params.get(name, "").strip() for name in ("fran", "arende"))
    answer = _answer(request, view, actor, matter) if actor else None
    general = [one for one in view.analysis.routes if not one.matter]
    return page(
        request, "vag-in.html", view=view, actor=actor, matter=matter, answer=answer,
        actors=_choices(view, (one.actor for one in general)),
        matters=_choices(view, _matters(view)), tables=[_table(view, general)],
    )  # fmt: skip


def _answer(request: Request, view: View, actor: str, matter: str) -> View:
    """Return a view of the ways in of one actor in one matter: a topic, a target group or words."""
    iri = view.addresses.iri(actor)
    if not iri:
        raise NotHere("Ingen aktör i grafen heter så.", (("/vag-in", "Välj en annan"),))
    about = view.addresses.iri(matter) or matter

    def ways(graph: Graph) -> Analysis:
        return Analysis(
            date=view.analysis.date, basis=view.analysis.basis, routes=routes_of(graph, iri, (about,))
        )

    return site_of(request).ask(ways)


def _choices(view: View, terms: object) -> list[tuple[str, str]]:
    named = [(view.addresses.key(term), view.text(term)) for term in unique(terms)]  # type: ignore[arg-type]
    return sorted(named, key=lambda pair: swedish_order(pair[1]))


def _matters(view: View) -> list[str]:
    """Return what matters a way in is for: those that sources name, with the topics of the vocabulary."""
    stated = [one.matter for one in view.analysis.routes if one.matter]
    topics = [c.object for c in view.facts.with_predicate("dcterms:subject") if isinstance(c.object, str)]
    return [*stated, *topics]


def _table(view: View, general: list[Route]) -> Table:
    rows = tuple(
        row(
            view.name(one.actor), view.name(one.end) if one.end else "",
            " ".join(step.text for step in one.steps) or "Ingen väg in är dokumenterad.",
            "uttalad i källa" if one.stated else "härledd" if one.steps else "saknas",
            passages=view.told(fact for step in one.steps for fact in step.facts), derived=not one.stated,
        )
        for one in sorted(general, key=lambda one: (bool(one.steps), swedish_order(view.text(one.actor))))
    )  # fmt: skip
    return Table(key="vagar", caption="Alla aktörers vägar in", rows=rows,
                 columns=("Aktör", "Leder till", "Vägen", "Hur vi vet"))  # fmt: skip
