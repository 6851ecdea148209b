"""Översikt: what there is, what should worry, what comes next."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.errors import UsageError
from graph.export.chapters.conclusions import conclusions
from graph.export.chapters.desk import Desk
from graph.export.kinds import KINDS, kind_of
from graph.serve.rendering import page, site_of
from graph.serve.task_pages import state_of
from graph.serve.view import View

_NEXT = 5  # deadlines
_LEADS = (  # words of a conclusion -> the page that has the whole of it; the first that fits
    ("väg in", "/vag-in"),
    ("mellanrum", "/mellanrum"),
    ("de öppna", "/mellanrum?status=öppet"),
    ("idsfrist", "/uppdrag"),
    ("överlapp", "/overlapp"),
    ("gemensamma deltagare", "/overlapp"),
    ("iakttagelse", "/uppdrag#kedjor"),
    ("emot varandra", "/rapport"),
)


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [Route("/", overview), Route("/tillganglighet", accessibility)]


def accessibility(request: Request) -> Response:
    """Return the statement on accessibility: what is tested, and what is not."""
    return page(request, "tillganglighet.html")


def overview(request: Request) -> Response:
    """Return the start page; without a build it says how to begin."""
    try:
        view = site_of(request).view()
    except UsageError as error:
        return page(request, "borja.html", reason=error.reason, folder=str(site_of(request).ws.root))
    desk = Desk(view.facts)
    found = conclusions(desk, view.analysis)
    return page(
        request, "oversikt.html", view=view, intro=found.intro,
        findings=[(_lead(one.text), one.text) for one in found.lines],
        counts=_counts(view), coming=_coming(view),
    )  # fmt: skip


def _lead(text: str) -> str:
    return next((address for words, address in _LEADS if words in text), "")


def _counts(view: View) -> list[tuple[str, int, str]]:
    """Return word, number and address for each kind of thing that there is."""
    known = Counter(kind.key for e in view.knowledge.entities.values() if (kind := kind_of(e)))
    where = {"forum": "/forum", "mellanrum": "/mellanrum", "uppdrag": "/uppdrag", "atgard": "/uppdrag",
             "overlapp": "/overlapp", "vagin": "/vag-in"}  # fmt: skip
    found = [("handlingar", view.documents, "/kallor"), ("påståenden", view.facts.statements, "/kallor"),
             ("granskade påståenden", view.facts.reviewed, "/granska")]  # fmt: skip
    for kind in KINDS:
        if known[kind.key]:
            word = kind.one if known[kind.key] == 1 else kind.many
            found.append((word, known[kind.key], where.get(kind.key, f"/aktorer?slag={kind.key}")))
    return found


def _coming(view: View) -> list[tuple[str, str, str, str]]:
    """Return date, address, name and state of the next deadlines, those that passed unreported first."""
    dated = [one for one in view.analysis.deadlines if one.due and not one.reports]
    first = sorted(dated, key=lambda one: (one.state == "kommande", one.due))[:_NEXT]
    return [
        (o.due, view.addresses.of(o.assignment), view.text(o.assignment), state_of(view, o)) for o in first
    ]
