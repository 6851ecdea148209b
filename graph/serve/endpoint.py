"""One query from a client on its way through the pool: which form of answer, which status, who hung up."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyio import from_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from graph.errors import QueryError, SamverkanError, StoreError
from graph.serve.negotiation import preferred
from graph.serve.rendering import site_of
from graph.serve.site import Site, Stamp
from graph.state import load_state
from graph.store.guard import guard
from graph.store.pool import Pending
from graph.store.sparql import BYTES, ROWS, Answer, asked, prefixes
from graph.workspace import PUBLIC, Workspace, load_settings

JSON, TURTLE = "application/sparql-results+json", "text/turtle"
# media type -> what the store calls it; the first is for who takes anything
RESULTS = {
    JSON: "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPHS = {
    TURTLE: "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "json",
    "application/rdf+xml": "xml",
    "application/x-turtle": "ttl",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
_STATUS = {"wrong": 400, "forbidden": 403, "long": 413, "stopped": 503, "busy": 503}
_HUNG_UP = 499  # nobody reads it
_LOOK = 0.2  # seconds between two looks whether the client is there
_WAIT = 5  # seconds after which to try again
Headers = Mapping[str, str]


class Refused(Exception):
    """A request that is answered with a status and a Swedish sentence instead of an answer."""

    def __init__(
        self, status: int, reason: str, *, way_out: str = "", headers: Headers | None = None
    ) -> None:
        super().__init__(reason)
        self.status, self.reason, self.way_out = status, reason, way_out
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query with the graphs that the protocol names for it: None where it names none."""

    query: str
    graphs: Sequence[str] | None = None
    named: Sequence[str] | None = None
    rows: int = ROWS


async def answer(request: Request, query: Asked) -> tuple[Answer, str]:
    """Return the answer to a query and its media type; the query ends when the client hangs up.

    Refused when the client takes no form that there is, SamverkanError when the query is or fails.
    """
    site = site_of(request)
    form, names = await run_in_threadpool(_checked, site, query.query)
    media = _chosen(request.headers.get("accept", ""), form)
    known = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else RESULTS
    # SPARQL has no CSV of a yes; what there is of it is the one word of its TSV
    word = "tsv" if form == "ASK" and known[media] == "csv" else known[media]
    return await run(request, query, word, names), media


async def run(request: Request, query: Asked, form: str, names: Mapping[str, str] | None = None) -> Answer:
    """Return the answer to a query that is guarded, in a form of the store's; it ends with the client."""
    ask = asked(
        query.query, form, names=names, graphs=query.graphs, named=query.named, rows=query.rows, bytes=BYTES
    )
    return await _awaited(request, site_of(request).pool.ask(ask))


def _checked(site: Site, query: str) -> tuple[str, dict[str, str]]:
    """Return the form of a query that may be run, and the prefixes that it need not declare."""
    if (site.profile or load_settings(site.ws).profile) == PUBLIC:
        raise Refused(
            403, "Fri SPARQL är avstängd i profilen publik.", way_out="Filerna i exports är till för alla."
        )
    return guard(query), _names(site.ws, site.stamp())


@lru_cache(maxsize=4)
def _names(ws: Workspace, _stamp: Stamp | None) -> dict[str, str]:
    state = load_state(ws)
    return prefixes(state.place.base, state.place.slug) if state else prefixes()


def _chosen(accept: str, form: str) -> str:
    known = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else RESULTS
    media = preferred(accept, tuple(known))
    if not media:
        raise Refused(406, f"Svaret på {form} finns som {', '.join(known)}.")
    return media


async def _awaited(request: Request, pending: Pending) -> Answer:
    """Wait for an answer as long as the client does."""
    future = asyncio.wrap_future(pending.future)
    gone = asyncio.create_task(_hung_up(request))
    try:
        await asyncio.wait((future, gone), return_when=asyncio.FIRST_COMPLETED)
        if not future.done():
            raise Refused(_HUNG_UP, "Ingen väntar längre.")
        return future.result()
    finally:
        gone.cancel()
        future.cancel()
        pending.cancel()


def wait_here(request: Request, pending: Pending) -> Answer:
    """Wait for an answer as long as the client does, in a thread of the server's."""
    try:
        while True:
            try:
                return pending.future.result(_LOOK)
            except TimeoutError:
                if from_thread.run(request.is_disconnected):
                    raise QueryError("Ingen väntar längre på svaret.", kind="stopped") from None
    finally:
        pending.cancel()


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def refusal(request: Request, error: Refused | SamverkanError) -> Response:
    """Return an error as text, or as JSON to who prefers it; there are no partial answers."""
    if isinstance(error, Refused):
        status, headers = error.status, error.headers
    else:
        status = _STATUS[error.kind] if isinstance(error, QueryError) else 500
        status = 503 if isinstance(error, StoreError) else status
        status = 414 if status == 413 and request.method in ("GET", "HEAD") else status
        headers = (
            {"retry-after": str(_WAIT)} if isinstance(error, QueryError) and error.kind == "busy" else {}
        )
    accept = request.headers.get("accept", "")
    if preferred(accept, ("text/plain", "application/json", JSON)) in ("application/json", JSON):
        body = {"fel": error.reason, "utväg": error.way_out, "partial": False}
        return JSONResponse(body, status, headers)
    return PlainTextResponse(f"{error.reason}\n{error.way_out}".strip() + "\n", status, headers)
