"""Granska: change a statement, or add one by hand from a passage that a person has marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.analyse.review_queue import Item
from graph.curation import LITERALS
from graph.export.wording import line
from graph.model import Assertion, Literal, Text
from graph.resolve.decisions import ADDED, CORRECTED, REJECTED
from graph.serve.choosing_names import Chooser, key_of
from graph.serve.errors import NotHere
from graph.serve.rendering import page, site_of
from graph.serve.reviewing import Review, back, context, decision_about, who_of, write
from graph.serve.security import form_of
from graph.serve.source_pages import shown_text
from graph.serve.view import Passage

_LONGEST_QUOTE = 2000
_MOST_PASSAGES = 5
_MOST_DIGITS = 20


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [
        Route("/granska/andra", change, methods=["GET"]),
        Route("/granska/andra", save_change, methods=["POST"]),
        Route("/granska/nytt", new, methods=["GET"]),
        Route("/granska/nytt", save_new, methods=["POST"]),
    ]


def change(request: Request) -> Response:
    """Return the form that changes a statement, filled with what it says."""
    found = Review(site_of(request))
    item = found.by_id.get(request.query_params.get("p", ""))
    if item is None:
        raise NotHere("Påståendet finns inte i grafen.", (("/granska", "Granska"),))
    chooser, claim = Chooser(found.view), item.claims[0]
    told = found.said.get(item.id)
    return page(
        request, "granska-andra.html", review=found, item=item, statement=found.statement(item),
        subject=chooser.written(claim.subject), predicate=claim.predicate,
        value=claim.object.value if isinstance(claim.object, Literal) else chooser.written(claim.object),
        literal=isinstance(claim.object, Literal), relations=chooser.relations, options=chooser.named,
        seen=told.id if told else "", who=who_of(request),
    )  # fmt: skip


async def save_change(request: Request) -> Response:
    """Take down what a statement ought to say."""
    fields = await form_of(request)
    return await run_in_threadpool(_save_change, request, fields)


def _save_change(request: Request, fields: dict[str, str]) -> Response:
    found = Review(site_of(request))
    item = found.by_id.get(fields.get("pastaende", ""))
    if item is None:
        raise HTTPException(400, "Påståendet finns inte längre i grafen. Ladda om sidan Granska.")
    told = found.said.get(item.id)
    if (told.id if told else "") != fields.get("sedd", ""):
        raise HTTPException(409, "Någon annan har beslutat om påståendet medan du skrev. Se loggen.")
    write(request, list(_changed(found, item, fields)), fields)
    return back(fields, "/granska")


def _changed(found: Review, item: Item, fields: dict[str, str]) -> Iterable[dict[str, Any]]:
    """Yield the decisions that make a statement what a form says: another object is a correction, another
    subject or relation a rejection and a statement of one's own with the same quotes.
    """
    claim = item.claims[0]
    subject, predicate, value = _triple(found, fields, claim.predicate if _is_value(claim) else "")
    old = claim.object.value if isinstance(claim.object, Literal) else key_of(found.view, claim.object)
    own = key_of(found.view, claim.subject)
    if (subject, predicate, value) == (own, claim.predicate, old):
        raise HTTPException(400, "Inget är ändrat. Godkänn påståendet om det stämmer som det är.")
    becomes = f" → {line(fields['subjekt'])} {found.view.text(predicate)} {line(fields['objekt'])}"
    if (subject, predicate) == (own, claim.predicate):
        yield decision_about(found, item, CORRECTED, till=value, blir=f" → {line(fields['objekt'])}")
        return
    yield decision_about(found, item, REJECTED, blir=becomes)
    for passage in found.statement(item).passages[:_MOST_PASSAGES]:
        yield _added(found, (subject, predicate, value), fields, passage.document, passage.start, passage.end)


def _is_value(claim: Assertion) -> bool:
    return isinstance(claim.object, Literal)


def _triple(found: Review, fields: dict[str, str], valued: str = "") -> tuple[str, str, str]:
    """Return subject, relation and object of a form as decisions call them; 400 for what is not there.

    `valued` is a relation that is known to have values, beside those that always have.
    """
    chooser = Chooser(found.view)
    predicate = fields.get("relation", "")
    if predicate not in dict(chooser.relations):
        raise HTTPException(400, "Välj en relation ur listan.")
    subject = chooser.iri(fields.get("subjekt", ""))
    if "://" not in subject:
        raise HTTPException(400, "Det som påståendet handlar om ska vara något i grafen, inte ett begrepp.")
    written = fields.get("objekt", "").strip()
    if not written:
        raise HTTPException(400, "Skriv vad påståendet säger.")
    value = written if predicate in (valued, *LITERALS) else key_of(found.view, chooser.iri(written))
    return key_of(found.view, subject), predicate, value


def _added(
    found: Review, triple: tuple[str, str, str], fields: dict[str, str], document: str, start: int, end: int
) -> dict[str, Any]:
    text = shown_text(found.site.ws, found.view, document)
    if text is None:
        raise HTTPException(400, "Handlingens text finns inte i arbetsmappen. Kör samverkan build.")
    return {
        "beslut": ADDED, "pastaende": list(triple), "handling": document, "start": start, "slut": end,
        "citat": text.raw[start:end],
        "sager": f"{line(fields['subjekt'])} {found.view.text(triple[1])} {line(fields['objekt'])}",
    }  # fmt: skip


# --- by hand -------------------------------------------------------------------------------------


def new(request: Request) -> Response:
    """Return the form for a statement of one's own; the passage comes marked from the page of a document."""
    found = Review(site_of(request))
    wanted = {name: request.query_params.get(name, "") for name in ("handling", "start", "slut", "citat")}
    span = _span(found, wanted) if wanted["handling"] and (wanted["start"] or wanted["citat"]) else None
    text = shown_text(found.site.ws, found.view, wanted["handling"]) if span else None
    chooser = Chooser(found.view)
    return page(
        request, "granska-nytt.html", review=found, wanted=wanted, span=span, who=who_of(request),
        context=context(text, *span) if text and span else None, relations=chooser.relations,
        options=chooser.named, documents=_documents(found),
    )  # fmt: skip


def _documents(found: Review) -> list[tuple[str, str]]:
    return [(document, found.view.facts.title(document)) for document in sorted(found.view.facts.sources)]


def _span(found: Review, wanted: dict[str, str]) -> tuple[int, int]:
    """Return the raw offsets of a passage: as given, or where the quote stands; 400 when it is nowhere."""
    document = wanted["handling"]
    text = shown_text(found.site.ws, found.view, document) if document in found.view.facts.sources else None
    if text is None:
        raise NotHere("Den handlingen går inte att citera.", (("/kallor", "Alla källor"),))
    start, end = wanted["start"], wanted["slut"]
    if not (start.isdecimal() and end.isdecimal() and len(start + end) < _MOST_DIGITS):
        return _found(text, wanted["citat"])
    span = _trimmed(text, int(start), int(end))
    if wanted["citat"] and wanted["citat"].split() != text.raw[slice(*span)].split():
        return _found(text, wanted["citat"], near=span[0])
    return span


def _trimmed(text: Text, start: int, end: int) -> tuple[int, int]:
    """Return a span without the blanks at its ends."""
    end = min(end, len(text.raw))
    quote = text.raw[start:end]
    start += len(quote) - len(quote.lstrip())
    end -= len(quote) - len(quote.rstrip())
    if not 0 <= start < end or end - start > _LONGEST_QUOTE:
        raise HTTPException(400, f"Markera mellan 1 och {_LONGEST_QUOTE} tecken av texten.")
    return start, end


def _found(text: Text, quote: str, near: int | None = None) -> tuple[int, int]:
    """Return where a quote stands, blanks and line ends aside; of several places the nearest to `near`.

    400 when it stands nowhere, or in several places and nothing tells which.
    """
    words = quote.split()
    pattern = r"\s+".join(map(re.escape, words))
    hits = list(re.finditer(pattern, text.raw)) if words and len(quote) <= _LONGEST_QUOTE else []
    if not hits or (near is None and len(hits) > 1):
        why = f"står på {len(hits)} ställen; ta med mer av texten" if hits else "står inte i handlingen"
        raise HTTPException(400, f"Citatet {why}.")
    return min(hits, key=lambda hit: abs(hit.start() - (near or 0))).span()


async def save_new(request: Request) -> Response:
    """Take down a statement that a person has read in a passage."""
    fields = await form_of(request)
    return await run_in_threadpool(_save_new, request, fields)


def _save_new(request: Request, fields: dict[str, str]) -> Response:
    found = Review(site_of(request))
    start, end = _span(found, {**dict.fromkeys(("handling", "start", "slut", "citat"), ""), **fields})
    document = fields["handling"]
    decision = _added(found, _triple(found, fields), fields, document, start, end)
    write(request, [decision], fields)
    passage = Passage("", "", "", "", document, start, end)
    return back(fields, f"{found.view.addresses.source(document)}?c={passage.start}-{passage.end}")
