"""What review needs of a build and of the decisions so far: the queue, what was said, how far it is."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from getpass import getuser
from typing import Any
from urllib.parse import quote, unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from graph.analyse.review_queue import Item, in_order
from graph.export.wording import line
from graph.model import Text
from graph.resolve import deciding
from graph.resolve.decisions import (
    ACCEPTED,
    ADDED,
    APART,
    CORRECTED,
    REJECTED,
    SAME,
    UNDONE,
    UNSURE,
    Line,
    lines_of,
    statements_of,
)
from graph.serve.rebuilding import Status
from graph.serve.rendering import site_of
from graph.serve.site import Site
from graph.serve.view import Statement, View
from graph.state import decided_as
from graph.workspace import INTERNAL

WORDS = {
    ACCEPTED: "godkänt", REJECTED: "avvisat", UNSURE: "vet ej", CORRECTED: "ändrat",
    SAME: "samma", APART: "inte samma", ADDED: "tillagt", UNDONE: "ångrat",
}  # fmt: skip
VERDICTS = (ACCEPTED, REJECTED, UNSURE)
COOKIE = "granskare"
_AROUND = 200  # characters of text before and after a quote
_LONGEST_NAME, _LONGEST_WHY, _LONGEST_TOLD = 80, 1000, 300
_YEAR = 365 * 24 * 3600
_BLANK_LINES = re.compile(r"\n(?:[ \t\r\f]*\n)+")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far review is: statements in all (rejected ones too), what people have said of them."""

    total: int
    accepted: int
    corrected: int
    rejected: int
    unsure: int

    @property
    def reviewed(self) -> int:
        """Return how many people have made up their mind about."""
        return self.accepted + self.corrected + self.rejected

    @property
    def percent(self) -> int:
        """Return the share reviewed in whole percent, 100 only when all are."""
        return 100 * self.reviewed // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Context:
    """A quote with the text around it."""

    before: str
    quote: str
    after: str


class Review:
    """One moment of a review: a view, and the decisions in the file right now."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.view = site.view()
        if self.view.knowledge.profile != INTERNAL:
            raise HTTPException(403, "Granskningen görs i den interna profilen: den publika döljer namn.")
        self._data = deciding.read_file(site.ws.decisions)

    @cached_property
    def lines(self) -> list[Line]:
        """Return the lines of the file."""
        return _lines(self._data)

    @cached_property
    def holding(self) -> list[Line]:
        """Return the lines that can be used and are not undone."""
        return [one for one in self.lines if not one.problem and not one.undone_by]

    @cached_property
    def said(self) -> dict[str, Line]:
        """Return for each statement (id) the line that holds about it."""
        return {about: one for one in self.holding for about in statements_of(one) if isinstance(about, str)}

    @property
    def waiting(self) -> bool:
        """Tell whether the file has decisions that the graph on show does not follow."""
        return decided_as(self._data) != self.view.state.decided

    @property
    def status(self) -> Status:
        """Return how the build of what was decided goes."""
        return self.site.rebuilding.status

    @property
    def items(self) -> tuple[Item, ...]:
        """Return every statement of the view, the most urgent first."""
        return _items(self.view)

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Return the statements by id."""
        return {item.id: item for item in self.items}

    def queue(self, *, rule: str = "", document: str = "", unsure: bool = False) -> list[Item]:
        """Return the statements that nobody has seen, or those left unsure; of one rule, of one document."""
        return [
            item
            for item in self.items
            if self.is_unsure(item) == unsure
            and (unsure or self.is_unseen(item))
            and rule in ("", item.rule)
            and (not document or document in item.documents)
        ]

    def is_unseen(self, item: Item) -> bool:
        """Tell whether nobody has decided about a statement."""
        return item.id not in self.said and not item.curation

    def is_unsure(self, item: Item) -> bool:
        """Tell whether a person has seen a statement without being sure."""
        told = self.said.get(item.id)
        return told.fields["beslut"] == UNSURE if told else item.curation == "samc:cur-unsure"

    @cached_property
    def progress(self) -> Progress:
        """Return how far it is, decisions that wait for a build with the rest."""
        seen: Counter[str] = Counter()
        for item in self.items:
            told = self.said.get(item.id)
            seen[_SAID.get(told.fields["beslut"], "") if told else item.curation] += 1
        gone = sum(
            told.fields["beslut"] == REJECTED and about not in self.by_id for about, told in self.said.items()
        )
        return Progress(
            total=len(self.items) + gone,
            accepted=seen["samc:cur-accepted"],
            corrected=seen["samc:cur-corrected"],
            rejected=seen["samc:cur-rejected"] + gone,
            unsure=seen["samc:cur-unsure"],
        )

    def statement(self, item: Item) -> Statement:
        """Return a statement as pages show it."""
        return self.view.statements(item.claims)[0]

    def told(self, item: Item) -> str:
        """Return a statement as a sentence, for the log."""
        found = self.statement(item)
        denied = " (nekas i texten)" if found.denied else ""
        return line(f"{found.who.text} {found.relation} {found.what.text}{denied}")[:_LONGEST_TOLD]


_SAID = {
    ACCEPTED: "samc:cur-accepted", REJECTED: "samc:cur-rejected", UNSURE: "samc:cur-unsure",
    CORRECTED: "samc:cur-corrected",
}  # fmt: skip


@lru_cache(maxsize=2)
def _lines(data: bytes) -> list[Line]:
    return lines_of(data)


@lru_cache(maxsize=1)  # the view itself is held by the site
def _items(view: View) -> tuple[Item, ...]:
    return in_order(view.knowledge.assertions, view.analysis)


def context(text: Text, start: int, end: int) -> Context:
    """Return a passage (raw offsets) with some text before and after it, cut between words."""
    before, after = text.raw[max(0, start - _AROUND) : start], text.raw[end : end + _AROUND]
    if start > _AROUND:
        before = "… " + re.sub(r"^\S*\s+", "", before)
    if end + _AROUND < len(text.raw):
        after = re.sub(r"\s+\S*$", "", after) + " …"
    return Context(_BLANK_LINES.sub("\n", before), text.raw[start:end], _BLANK_LINES.sub("\n", after))


# --- writing -------------------------------------------------------------------------------------


def who_of(request: Request) -> str:
    """Return who reviews: as said the last time, else the user of this computer."""
    try:
        return unquote(request.cookies.get(COOKIE, ""))[:_LONGEST_NAME] or getuser()
    except (OSError, KeyError):  # nobody by that number
        return ""


def write(request: Request, decisions: Iterable[dict[str, Any]], fields: dict[str, str]) -> None:
    """Write decisions with who and why from a form, and let the pages follow; 400 for what is no decision."""
    site = site_of(request)
    try:
        deciding.decide(site.ws.decisions, list(decisions), **signature(fields))
    except ValueError as fault:
        raise HTTPException(400, f"Beslutet går inte att spara: {fault}") from fault
    site.rebuilding.want()


def decision_about(review: Review, item: Item, said: str, **more: str) -> dict[str, Any]:
    """Return a decision about a statement, with what a reader of the log wants to know of it."""
    told = {"regel": item.rule, "sager": review.told(item)}
    return {"beslut": said, "pastaende": item.id, **more, **told}


def signature(fields: dict[str, str]) -> dict[str, str]:
    """Return who decides, when and why, from the fields of a form; 400 when nobody does."""
    who = line(fields.get("vem", ""))[:_LONGEST_NAME]
    if not who:
        raise HTTPException(400, "Skriv ditt namn, så att andra ser vem som har beslutat.")
    return {"who": who, "when": now(), "why": fields.get("varfor", "").strip()[:_LONGEST_WHY]}


def now() -> str:
    """Return the local time as text: `2031-03-01T09:30:00+0100`."""
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")


def back(fields: dict[str, str], address: str) -> Response:
    """Return to a page of ours, with the name remembered."""
    answer = RedirectResponse(address, status_code=303)
    answer.set_cookie(
        COOKIE, quote(line(fields.get("vem", ""))[:_LONGEST_NAME]), max_age=_YEAR, httponly=True,
        samesite="strict", path="/granska",
    )  # fmt: skip
    return answer


def ids(fields: dict[str, str]) -> Iterator[str]:
    """Yield the ids of the statements that are ticked in a form, in its order."""
    yield from (name.removeprefix("p-") for name in fields if name.startswith("p-"))
