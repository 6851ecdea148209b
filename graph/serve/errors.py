"""Errors as pages: what is wrong and the way out, in Swedish; never a traceback."""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graph.errors import QueryError, SamverkanError, StoreError, UsageError
from graph.serve.rendering import page

_LOG = logging.getLogger("samverkan.serve")
_STATUS = ((UsageError, 404), (QueryError, 400), (StoreError, 503))
_TITLES = {
    400: "Begäran går inte att förstå",
    403: "Det är inte tillåtet",
    404: "Det finns inte här",
    405: "Det går inte att göra så här",
    406: "Den formen finns inte",
    408: "Det tog för lång tid",
    413: "För stort",
    414: "För lång adress",
    415: "Fel slags innehåll",
    421: "Fel adress",
    503: "Går inte just nu",
}
_REASONS = {404: "Ingen sida har den adressen.", 405: "Sidan kan läsas men inte ändras så."}


class NotHere(Exception):
    """There is no page of that name: `near` are addresses and names of what is called nearly so."""

    def __init__(self, reason: str, near: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.near = near


async def http_error(request: Request, error: Exception) -> Response:
    """Return the page of an HTTP error."""
    assert isinstance(error, HTTPException)
    plain = error.detail if (error.detail and not error.detail.isascii()) or error.status_code == 421 else ""
    reason = plain or _REASONS.get(error.status_code) or error.detail
    return await _answer(request, error.status_code, reason, headers=dict(error.headers or {}))


async def our_error(request: Request, error: Exception) -> Response:
    """Return the page of an error of ours."""
    assert isinstance(error, SamverkanError)
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return await _answer(request, status, error.reason, way_out=error.way_out)


async def not_here(request: Request, error: Exception) -> Response:
    """Return the page that says what is not there, and what is called nearly so."""
    assert isinstance(error, NotHere)
    return await _answer(request, 404, error.reason, near=error.near)


async def any_error(request: Request, error: Exception) -> Response:
    """Return the page of a fault of the program itself; the log has the rest."""
    _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    return await _answer(
        request,
        500,
        "Programmet gjorde fel.",
        way_out="Ladda om sidan. Hjälper det inte: kör samverkan build.",
    )


async def _answer(
    request: Request,
    status: int,
    reason: str,
    *,
    way_out: str = "",
    near: tuple[tuple[str, str], ...] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    if request.url.path.endswith(".json"):
        return JSONResponse({"fel": reason, "vad": way_out}, status, headers)
    return await run_in_threadpool(
        page, request, "fel.html", status=status, headers=headers,
        title=_TITLES.get(status, "Något gick fel"), reason=reason, way_out=way_out, near=near,
    )  # fmt: skip
