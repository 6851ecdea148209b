"""Granska: one statement at a time with its quote in its context, the verdict, and the log with undo."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph.analyse.review_queue import Item
from graph.resolve import deciding
from graph.resolve.decisions import UNDONE, Line, statements_of
from graph.serve import review_edits, review_names, review_rules
from graph.serve.rendering import page, site_of
from graph.serve.review_effects import Effect, effects, summary_of
from graph.serve.reviewing import (
    VERDICTS,
    WORDS,
    Context,
    Review,
    back,
    context,
    decision_about,
    signature,
    who_of,
    write,
)
from graph.serve.security import form_of
from graph.serve.source_pages import shown_text
from graph.serve.view import Passage, Statement

_SHOWN_PASSAGES = 3
_SHOWN_QUEUE = 12
_LOG_PAGE = 60
_KEPT = ("regel", "handling", "visa")  # what of an address goes on to the next statement


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [
        Route("/granska", review),
        Route("/granska/beslut", decide, methods=["POST"]),
        Route("/granska/logg", log),
        Route("/granska/angra", undo, methods=["POST"]),
        Route("/granska/bygg", rebuild, methods=["POST"]),
        Route("/granska/lage.json", status),
        *review_names.routes(),
        *review_rules.routes(),
        *review_edits.routes(),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A statement ready to be judged: its quotes in their context, and what was said of it before."""

    item: Item
    statement: Statement
    quotes: tuple[tuple[Passage, Context | None], ...]
    more: tuple[Passage, ...]
    told: Line | None

    @property
    def seen(self) -> str:
        """Return what tells whether somebody else has decided meanwhile."""
        return self.told.id if self.told else ""


def shown(review: Review, item: Item) -> Shown:
    """Return a statement ready to be judged."""
    statement = review.statement(item)
    quotes = tuple((p, _context(review, p)) for p in statement.passages[:_SHOWN_PASSAGES])
    more = statement.passages[_SHOWN_PASSAGES:]
    return Shown(item=item, statement=statement, quotes=quotes, more=more, told=review.said.get(item.id))


def _context(review: Review, passage: Passage) -> Context | None:
    text = shown_text(review.site.ws, review.view, passage.document)
    return context(text, passage.start, passage.end) if text else None


def review(request: Request) -> Response:
    """Return the page of one statement: the one asked for, or the most urgent that is left."""
    found = Review(site_of(request))
    found.site.rebuilding.warm()
    asked = {name: request.query_params.get(name, "") for name in _KEPT}
    queue = found.queue(rule=asked["regel"], document=asked["handling"], unsure=asked["visa"] == "ovissa")
    item = found.by_id.get(request.query_params.get("p", ""), queue[0] if queue else None)
    at = queue.index(item) if item in queue else -1
    return page(
        request, "granska.html", review=found, view=found.view, chosen=asked, total=len(queue), at=at,
        shown=shown(found, item) if item else None, who=who_of(request), words=WORDS,
        previous=_address(asked, queue[at - 1]) if at > 0 else "",
        following=_address(asked, queue[at + 1]) if at + 1 < len(queue) else "",
        nearest=[(one, found.statement(one), _address(asked, one)) for one in _window(queue, at)],
        unsure=len(found.queue(unsure=True)), names=len(review_names.open_questions(found)),
        effects=_effects(found),
    )  # fmt: skip


def _window(queue: list[Item], at: int) -> list[Item]:
    first = max(0, min(at - 2, len(queue) - _SHOWN_QUEUE))
    return queue[first : first + _SHOWN_QUEUE]


def _query(asked: dict[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})


def _address(asked: dict[str, str], item: Item) -> str:
    return "/granska?" + urlencode({**{name: value for name, value in asked.items() if value}, "p": item.id})


def _effects(found: Review) -> list[Effect]:
    before = found.site.rebuilding.before
    return list(effects(before, summary_of(found.view))) if before is not None else []


async def decide(request: Request) -> Response:
    """Take down what a person says of one statement, and go on to the next."""
    fields = await form_of(request)
    return await run_in_threadpool(_decide, request, fields)


def _decide(request: Request, fields: dict[str, str]) -> Response:
    found = Review(site_of(request))
    item = found.by_id.get(fields.get("pastaende", ""))
    said = fields.get("beslut", "")
    if item is None or said not in VERDICTS:
        raise HTTPException(400, "Påståendet finns inte längre i grafen. Ladda om sidan Granska.")
    refuse_late(found, item, fields)
    asked = {name: fields.get(name, "") for name in _KEPT}
    queue = found.queue(rule=asked["regel"], document=asked["handling"], unsure=asked["visa"] == "ovissa")
    at = queue.index(item) if item in queue else -1
    write(request, [decision_about(found, item, said)], fields)
    rest = [one for one in queue[at + 1 :] + queue[: max(at, 0)] if one is not item]
    return back(fields, _address(asked, rest[0]) if rest else f"/granska?{_query(asked)}")


def refuse_late(found: Review, item: Item, fields: dict[str, str]) -> None:
    """Stop who has not seen that somebody else decided meanwhile (409)."""
    told = found.said.get(item.id)
    if (told.id if told else "") != fields.get("sedd", ""):
        who = told.fields.get("vem", "någon") if told else ""
        what = WORDS[told.fields["beslut"]] if told else ""
        raise HTTPException(
            409, f"{who} har redan {what} påståendet." if told else "Beslutet som du såg är redan ångrat."
        )


# --- the log -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log: `what` is what was decided about, `href` its page when it is still there."""

    line: Line
    word: str
    what: str
    href: str
    many: int = 1


def log(request: Request) -> Response:
    """Return what has been decided, the latest first, with a button to undo."""
    found = Review(site_of(request))
    lines = found.lines[::-1]
    number = _page_number(request, len(lines))
    return page(
        request, "granska-logg.html", review=found, number=number, who=who_of(request),
        pages=-(-len(lines) // _LOG_PAGE), total=len(lines),
        entries=[_entry(found, one) for one in lines[number * _LOG_PAGE : (number + 1) * _LOG_PAGE]],
    )  # fmt: skip


def _page_number(request: Request, lines: int) -> int:
    wanted = request.query_params.get("sida", "1")
    number = int(wanted) - 1 if wanted.isdecimal() and len(wanted) < 7 else 0
    return min(max(number, 0), max(0, (lines - 1) // _LOG_PAGE))


def _entry(found: Review, one: Line) -> Entry:
    fields = one.fields
    if one.problem:
        return Entry(one, "går inte att använda", one.problem, "")
    word = WORDS[fields["beslut"]]
    if fields["beslut"] == UNDONE:
        undone = next((other for other in found.lines if other.undone_by == one.number), None)
        return Entry(one, word, _about(found, undone) if undone else "", "")
    about = statements_of(one)
    item = found.by_id.get(about[0]) if about and isinstance(about[0], str) else None
    return Entry(one, word, _about(found, one), f"/granska?p={item.id}" if item else "", max(1, len(about)))


def _about(found: Review, one: Line) -> str:
    """Return what a line is about, in words."""
    fields = one.fields
    if isinstance(fields.get("sager"), str):
        to = f" → {fields['till']}" if fields.get("till") else ""
        return f"{fields['sager']}{fields.get('blir') or to}"
    names = fields.get("namn")
    if not (isinstance(names, list) and len(names) == 2):
        names = [fields.get("a", ""), fields.get("b", fields.get("till", ""))]
    if fields.get("a"):
        return " och ".join(map(str, names)) if "b" in fields else " heter ".join(map(str, names))
    first = (statements_of(one) or [fields.get("pastaende", "")])[0]
    item = found.by_id.get(first) if isinstance(first, str) else None
    return found.told(item) if item else first if isinstance(first, str) else " ".join(first)


async def undo(request: Request) -> Response:
    """Take down that a line no longer holds."""
    fields = await form_of(request)
    return await run_in_threadpool(_undo, request, fields)


def _undo(request: Request, fields: dict[str, str]) -> Response:
    found = Review(site_of(request))
    wanted = next((one for one in found.holding if one.id == fields.get("rad", "")), None)
    if wanted is None:
        raise HTTPException(409, "Beslutet är redan ångrat.")
    deciding.undo(found.site.ws.decisions, [wanted.id], **signature(fields))
    found.site.rebuilding.want()
    return back(fields, "/granska/logg")


# --- the build -----------------------------------------------------------------------------------


async def rebuild(request: Request) -> Response:
    """Build now: for decisions that somebody else has written to the file."""
    await form_of(request)
    found = await run_in_threadpool(Review, site_of(request))
    found.site.rebuilding.want()
    return back({"vem": who_of(request)}, "/granska")


def status(request: Request) -> Response:
    """Return whether the pages still wait for a build to follow what was decided."""
    found = Review(site_of(request))
    going_on = found.status.building and found.waiting
    return JSONResponse({"bygger": going_on, "fel": "" if going_on else found.status.problem})
