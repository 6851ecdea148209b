"""What every answer and every request must keep to: own host, no foreign scripts, no foreign forms.

The server listens to this computer alone. Any page in the user's browser may still try to reach it, so
the Host header must be ours (a foreign name that was pointed at 127.0.0.1 is refused), and what changes
something needs our own Origin and the token of this run.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.serve.rendering import site_of

LARGEST_BODY = 1_000_000  # bytes
BODY_SECONDS = 15.0  # for all of it
LONGEST_ADDRESS = 16_000  # characters of path and query
MOST_FIELDS = 200
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": with it a browser says "Origin: null" of our own forms too, and they are refused.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
    # Other eyes must not get what a cache kept for ours; the browser asks again each time.
    "cache-control": "private, no-cache",
    "vary": "Accept",
}
ENDPOINT = "/sparql"
_CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))


class Guard:
    """Refuses foreign hosts, origins and oversized requests; puts the headers on every answer.

    `guests` are web sites (`https://…`) whose pages may ask queries, but change nothing.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], guests: frozenset[str] = frozenset()) -> None:
        self.app = app
        self.hosts = hosts
        self.guests = guests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            status, reason = refusal
            await PlainTextResponse(reason, status)(scope, receive, send_with_headers)
            return
        await self.app(scope, limited(receive), send_with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the Swedish reason why a request is refused, None when it is not."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return 421, "Adressen går inte till den här datorn."
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return 414, "Adressen är för lång."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return 413, "Det som skickades är för stort."
        is_guest = scope["path"] == ENDPOINT and headers.get("origin", "").lower() in self.guests
        if scope["method"] in _CHANGING and not is_guest and self._is_foreign(headers):
            return 403, "Begäran kommer från en annan webbplats."
        return None

    def _is_foreign(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://").lower() not in self.hosts:
            return True
        return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def limited(receive: Receive) -> Receive:
    """Return a receiver that gives no more than LARGEST_BODY bytes, whatever was announced, and none late."""
    received, begun, whole = 0, time.monotonic(), False

    async def receive_some() -> Message:
        nonlocal received, whole
        try:
            async with asyncio.timeout(None if whole else max(0.0, begun + BODY_SECONDS - time.monotonic())):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, "Det som skickades kom för långsamt.") from None
        received += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if received > LARGEST_BODY:
            raise HTTPException(413, "Det som skickades är för stort.")
        return message

    return receive_some


class Faults:
    """Answers a fault of the program with a page; a client that reads already is cut off."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await (await self.answer(Request(scope), error))(scope, receive, send)


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form that changes something; 403 without the token, 415 for other bodies.

    Of fields of one name the last counts.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != (
        "application/x-www-form-urlencoded"
    ):
        raise HTTPException(415, "Skicka formuläret som det är.")
    text = (await request.body()).decode("utf-8", "replace")
    try:
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(400, "Formuläret har för många fält.") from error
    if not compare_digest(fields.pop("token", "").encode(), site_of(request).token.encode()):
        raise HTTPException(403, "Sidan är för gammal. Ladda om den och försök igen.")
    return fields
