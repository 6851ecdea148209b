"""Granska namn: pairs that may be the same, names that rules took for the same, and any two others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.resolve.decisions import APART, CORRECTED, SAME, UNSURE, Line
from graph.serve.choosing_names import Chooser, key_of
from graph.serve.rendering import page, site_of
from graph.serve.reviewing import Review, back, who_of, write
from graph.serve.security import form_of
from graph.serve.view import Name, Passage
from graph.state import Name as Known
from graph.state import Undecided

_QUOTES = 2  # for each name: enough to see what it is
_RULINGS = (SAME, APART, UNSURE)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two names: its key, its name and page, what it is, and a few quotes."""

    key: str
    name: Name
    kinds: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that may be the same, and why the program asks."""

    sides: tuple[Side, Side]
    reason: str
    strength: float


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [
        Route("/granska/namn", names),
        Route("/granska/namn/beslut", decide, methods=["POST"]),
        Route("/granska/namn/kalla", rename, methods=["POST"]),
    ]


def open_questions(review: Review) -> list[Undecided]:
    """Return the pairs that no line of the file answers yet, the likeliest first."""
    answered = {frozenset((one.fields["a"], one.fields["b"])) for one in _pairs(review.holding)}
    return [one for one in review.view.state.undecided if frozenset(n.key for n in one.names) not in answered]


def _pairs(lines: Iterable[Line]) -> list[Line]:
    return [one for one in lines if one.fields["beslut"] in _RULINGS and "b" in one.fields]


def names(request: Request) -> Response:
    """Return the page of names to decide about."""
    found = Review(site_of(request))
    pairs = [
        Pair((_side(found, one.names[0]), _side(found, one.names[1])), one.reason, one.strength)
        for one in open_questions(found)
    ]
    parted = {frozenset((one.fields["a"], one.fields["b"])) for one in _pairs(found.holding)}
    joined = [
        (_side(found, one.name), [o for o in one.others if frozenset((one.name.key, o.key)) not in parted])
        for one in found.view.state.joined
    ]
    return page(
        request, "granska-namn.html", review=found, pairs=pairs, who=who_of(request),
        joined=[(side, others) for side, others in joined if others],
        options=Chooser(found.view).named, unsure=_unsure(found),
    )  # fmt: skip


def _unsure(review: Review) -> int:
    return sum(one.fields["beslut"] == UNSURE for one in _pairs(review.holding))


def _side(review: Review, known: Known) -> Side:
    view = review.view
    entity = view.knowledge.entities.get(known.iri)
    kinds = ", ".join(view.text(kind) for kind in entity.types[:1]) if entity else ""
    claims = [*view.facts.about(known.iri), *view.facts.towards(known.iri)]
    passages = view.passages(e for claim in claims for e in claim.evidence)
    label = known.label.casefold()
    telling = sorted(passages, key=lambda p: (label not in p.text.casefold(), p.document, p.start, p.end))
    name = Name(known.label, view.addresses.of(known.iri))
    return Side(known.key, name, kinds, tuple(telling[:_QUOTES]))


async def decide(request: Request) -> Response:
    """Take down whether two names are the same."""
    fields = await form_of(request)
    return await run_in_threadpool(_decide, request, fields)


def _decide(request: Request, fields: dict[str, str]) -> Response:
    found = Review(site_of(request))
    said = fields.get("beslut", "")
    a, b = (_known(found, fields, side) for side in ("a", "b"))
    if said not in _RULINGS or a.key == b.key:
        raise HTTPException(400, "Välj två olika namn och om de är samma.")
    decision = {"beslut": said, "a": a.key, "b": b.key, "namn": [a.label, b.label]}
    write(request, [decision], fields)
    return back(fields, "/granska/namn")


def _known(found: Review, fields: dict[str, str], side: str) -> Known:
    """Return the name that a form means: by its key, or as somebody has written it."""
    key, state = fields.get(side, ""), found.view.state
    listed = [n for one in state.undecided for n in one.names]
    listed += [n for one in state.joined for n in (one.name, *one.others)]
    for name in listed if key else ():
        if name.key == key:
            return name
    iri = Chooser(found.view).iri(fields.get(f"{side}-namn", ""))
    return Known(key_of(found.view, iri), iri, found.view.text(iri))


async def rename(request: Request) -> Response:
    """Take down what a thing is called."""
    fields = await form_of(request)
    return await run_in_threadpool(_rename, request, fields)


def _rename(request: Request, fields: dict[str, str]) -> Response:
    found = Review(site_of(request))
    name, to = _known(found, fields, "a"), " ".join(fields.get("till", "").split())[:200]
    if not to or to == name.label:
        raise HTTPException(400, "Skriv det nya namnet.")
    write(request, [{"beslut": CORRECTED, "a": name.key, "till": to, "namn": [name.label, to]}], fields)
    return back(fields, "/granska/namn")
