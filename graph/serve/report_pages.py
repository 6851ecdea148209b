"""Rapport: choose what it is about and from which day, look at it, take it with you."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.analysing import day
from graph.errors import UsageError
from graph.export.formats import render
from graph.export.outline import Outline
from graph.export.wording import swedish_order
from graph.ids import slug
from graph.reporting import FORMATS, report
from graph.serve.rendering import page, site_of
from graph.serve.view import View

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
_POLICY = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]+)"')
_SUBJECTS = ("sam:Forum", "sam:PoliticalBody", "sam:Committee", "sam:Administration", "sam:ExternalActor",
             "sam:ActorGroup", "sam:TargetGroup")  # fmt: skip


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [Route("/rapport", reports), *(Route(f"/rapport/rapport.{form}", file) for form in FORMATS)]


def reports(request: Request) -> Response:
    """Return the choices, and what the report with them will hold."""
    view = site_of(request).view()
    chosen, fault, outline = dict.fromkeys(("about", "on", "since"), ""), "", None
    try:
        chosen = _chosen(request)
        outline = (
            report(site_of(request).ws, **chosen, profile=site_of(request).profile)
            if any(chosen.values())
            else None
        )
    except UsageError as error:
        fault = str(error)
    return page(
        request, "rapport.html", view=view, chosen=chosen, fault=fault, outline=outline, formats=FORMATS,
        subjects=_subjects(view),
    )  # fmt: skip


def _chosen(request: Request) -> dict[str, str]:
    names = {"about": "om", "on": "datum", "since": "sedan"}
    chosen = {key: request.query_params.get(name, "").strip()[:200] for key, name in names.items()}
    day(chosen["since"], "")  # an address must not open folders: from here only a day is compared with
    return chosen


def _subjects(view: View) -> list[str]:
    return sorted({view.text(e.iri) for e in view.facts.of_type(*_SUBJECTS)}, key=swedish_order)


def file(request: Request) -> Response:
    """Return the report in one format, to look at (HTML) or to keep."""
    chosen = _chosen(request)
    form = request.url.path.rpartition(".")[2]
    outline: Outline = report(site_of(request).ws, **chosen, profile=site_of(request).profile)
    body = render(outline, form)
    headers = {}
    if form == "html":  # a page of its own, with styles in it: its own policy, which names them by hash
        found = _POLICY.search(body)
        policy = found[1].decode().replace("&#39;", "'") if found else "default-src 'none'"
        headers["content-security-policy"] = f"{policy}; frame-ancestors 'none'"
    else:
        name = f"rapport-{slug(chosen['about'])[:60]}" if chosen["about"] else "rapport"
        headers["content-disposition"] = f'attachment; filename="{name}.{form}"'
    return Response(body, media_type=_MEDIA[form], headers=headers)
