"""The application: every page and endpoint, in one list that you can see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from graph.errors import SamverkanError
from graph.serve import (
    forum_pages,
    gap_pages,
    graph_page,
    identifiers,
    overlap_pages,
    overview,
    protocol,
    report_pages,
    review_pages,
    searching,
    source_pages,
    sparql_page,
    task_pages,
    things,
    way_pages,
)
from graph.serve.errors import NotHere, any_error, http_error, not_here, our_error
from graph.serve.rendering import STATIC
from graph.serve.security import Faults, Guard
from graph.serve.site import Site
from graph.workspace import Workspace, load_settings

PORT = 8765
# in the order in which addresses are tried: what names a file or a page before what takes any name
_PAGES = (
    overview,
    graph_page,
    searching,
    identifiers,
    forum_pages,
    overlap_pages,
    gap_pages,
    way_pages,
    task_pages,
    source_pages,
    report_pages,
    review_pages,
    protocol,
    sparql_page,
    things,
)


def application(
    ws: Workspace, *, port: int = PORT, hosts: frozenset[str] = frozenset(), profile: str = ""
) -> Starlette:
    """Return the explorer of a workspace, reached by these hosts (none: this computer at the port).

    `profile` says for whose eyes, "" as the workspace's settings do.
    """
    routes: list[BaseRoute] = [route for module in _PAGES for route in module.routes()]
    routes.append(Mount("/static", StaticFiles(directory=STATIC)))
    own = hosts or frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
    guests = frozenset(load_settings(ws).origins)
    app = Starlette(
        routes=routes,
        lifespan=_running,
        middleware=[Middleware(Guard, hosts=own, guests=guests), Middleware(Faults, answer=any_error)],
        exception_handlers={
            HTTPException: http_error,
            SamverkanError: our_error,
            NotHere: not_here,
        },
    )
    app.state.site = Site(ws, profile=profile)
    app.state.guests = guests
    return app


@asynccontextmanager
async def _running(app: Starlette) -> AsyncIterator[None]:
    """End with the server what it has started."""
    yield
    site = app.state.site
    assert isinstance(site, Site)
    await run_in_threadpool(site.close)
