"""Identifiers of the graph lead here: to a page for people, to Turtle or JSON-LD for programs."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph.serve.addresses import PAGES
from graph.serve.errors import NotHere
from graph.serve.negotiation import preferred
from graph.serve.rendering import site_of
from graph.store.describing import describe

_MEDIA = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
_FORM = {media: form for form, media in _MEDIA.items()}
_HTML = "text/html"


def routes() -> list[Route]:
    """Return the routes of identifiers and of RDF files; they stand before those of the pages."""
    files = [Route(f"/{name}/{{key:path}}.{form}", _file(form)) for name in PAGES for form in _MEDIA]
    return [Route("/id/{key:path}", identifier), *files]


def identifier(request: Request) -> Response:
    """Lead from an identifier (`/id/…`, as it stands after the base) to the form the client prefers."""
    view = site_of(request).view()
    iri = view.knowledge.base + request.path_params["key"]
    if iri not in view.knowledge.entities:
        raise NotHere("Grafen har ingen sådan identifierare.")
    media = preferred(request.headers.get("accept", ""), (_HTML, *_FORM))
    if not media:
        raise HTTPException(406, "Sidan finns som HTML, Turtle, JSON-LD och N-Triples.")
    href = view.addresses.of(iri)
    if media != _HTML:
        href = f"/{view.addresses.page(iri)}/{view.addresses.key(iri)}.{_FORM[media]}"
    return RedirectResponse(href, 303)


def _file(form: str) -> Callable[[Request], Response]:
    def file(request: Request) -> Response:
        """Return a thing as RDF."""
        view = site_of(request).view()
        iri = view.addresses.iri(request.path_params["key"])
        if not iri:
            raise NotHere("Grafen har ingen sådan identifierare.")
        body = describe(view.knowledge, view.entity(iri), view.state.place, form)
        return Response(body, media_type=f"{_MEDIA[form]}; charset=utf-8")

    return file
