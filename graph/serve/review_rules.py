"""Granska regler: what review has shown about each rule, and many statements of one rule at a time."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.analyse.review_scores import RuleScore
from graph.answers import review_scores
from graph.resolve.decisions import ACCEPTED, REJECTED
from graph.serve.rendering import page, site_of
from graph.serve.reviewing import Review, back, ids, who_of, write
from graph.serve.security import form_of
from graph.serve.site import Site
from graph.serve.tables import Table, row
from graph.serve.view import Name

BATCH = 40  # statements on a page: what a person can read and still mean
COLUMNS = (
    "Regel", "Påståenden", "Granskade", "Godkända", "Ändrade", "Avvisade", "Vet ej",
    "Rätt, %", "Lägst, %", "Högst, %",
)  # fmt: skip


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [
        Route("/granska/regler", rules),
        Route("/granska/sats", batch),
        Route("/granska/sats/beslut", decide, methods=["POST"]),
    ]


def rules(request: Request) -> Response:
    """Return the table of rules."""
    found = Review(site_of(request))
    scores, whole = scores_of(found.site, found.view.tag)
    return page(
        request, "granska-regler.html", review=found, whole=whole, tables=[table(scores)],
    )  # fmt: skip


@lru_cache(maxsize=2)
def scores_of(site: Site, _tag: str) -> tuple[tuple[RuleScore, ...], RuleScore]:
    """Return what review has shown about the rules of the build that a tag names, and about all together."""
    return review_scores(site.ws)


def table(scores: tuple[RuleScore, ...]) -> Table:
    """Return the rules as a table."""
    rows = []
    for one in scores:
        low, high = one.interval or (None, None)
        rows.append(row(
            Name(one.rule, "/granska/sats?" + urlencode({"regel": one.rule})), one.statements, one.judged,
            one.accepted, one.corrected, one.rejected, one.unsure,
            *(round(100 * share, 1) if share is not None else None for share in (one.precision, low, high)),
        ))  # fmt: skip
    return Table(key="regler", caption="Reglerna enligt granskningen", columns=COLUMNS, rows=tuple(rows),
                 quoted=False, numbers=frozenset(range(1, len(COLUMNS))))  # fmt: skip


def batch(request: Request) -> Response:
    """Return statements of one rule that nobody has seen, to be ticked and decided about together."""
    found = Review(site_of(request))
    rule = request.query_params.get("regel", "")
    queue = found.queue(rule=rule) if rule else []
    return page(
        request, "granska-sats.html", review=found, rule=rule, left=len(queue), who=who_of(request),
        items=[(item, found.statement(item)) for item in queue[:BATCH]],
        ticked=request.query_params.get("alla") == "1",
    )  # fmt: skip


async def decide(request: Request) -> Response:
    """Take down one decision about all the statements that are ticked."""
    fields = await form_of(request)
    return await run_in_threadpool(_decide, request, fields)


def _decide(request: Request, fields: dict[str, str]) -> Response:
    found = Review(site_of(request))
    rule, said = fields.get("regel", ""), fields.get("beslut", "")
    unseen = {item.id for item in found.queue(rule=rule)}
    chosen = [name for name in ids(fields) if name in unseen][:BATCH]
    if said not in (ACCEPTED, REJECTED):
        raise HTTPException(400, "Välj om påståendena ska godkännas eller avvisas.")
    if not chosen:
        raise HTTPException(400, "Inget ogranskat påstående är markerat. Gå tillbaka och markera några.")
    many = f"{len(chosen)} påståenden av regeln {rule}"
    if len(chosen) == 1:
        many = found.told(found.by_id[chosen[0]])
    write(request, [{"beslut": said, "pastaenden": chosen, "regel": rule, "sager": many}], fields)
    return back(fields, "/granska/sats?" + urlencode({"regel": rule}))
