"""Källor: what was read and what was not, and each document with its statements marked in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from graph.errors import SamverkanError
from graph.export.facts import heading
from graph.export.wording import plain, swedish_order
from graph.model import Text
from graph.records import document_from_json
from graph.serve.errors import NotHere
from graph.serve.rendering import page, site_of
from graph.serve.tables import Table, row
from graph.serve.view import Name, Statement, View
from graph.workspace import INTERNAL, Workspace

_KINDS = ("rdf:type", "dcterms:type")
"""Relations that only say what a thing is: they stand after what is said of it."""
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two edges: `anchors` begin here, `spans` cover it, `chosen`: it was asked for."""

    text: str
    anchors: tuple[str, ...]
    spans: tuple[str, ...]
    chosen: bool
    page: int | None = None


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [
        Route("/kallor", sources),
        Route("/kalla/{document}", source),
        Route("/kalla/{document}/text.txt", text_file),
    ]


def sources(request: Request) -> Response:
    """Return the list of files: those read with what they gave, those that could not be read with why."""
    view = site_of(request).view()
    unread = [s for s in view.knowledge.sources if s.reason]
    return page(
        request, "kallor.html", view=view, unread=sorted(unread, key=lambda s: swedish_order(s.name)),
        tables=[_table(view)],
    )  # fmt: skip


def _table(view: View) -> Table:
    rows = []
    read = [s for s in view.knowledge.sources if s.document]
    for one in sorted(read, key=lambda s: (swedish_order(heading(s)), s.name)):
        extent = view.facts.extents.get(one.document)
        rows.append(row(
            Name(view.facts.title(one.document), view.addresses.source(one.document)),
            view.facts.name(one.kind) if one.kind else "", one.name, one.pages or None,
            extent.statements if extent else 0, extent.quotes if extent else 0, " ".join(one.notes),
        ))  # fmt: skip
    columns = ("Handling", "Slag", "Fil", "Sidor", "Påståenden", "Citat", "Anmärkningar")
    return Table(key="kallor", caption="Lästa handlingar", columns=columns, rows=tuple(rows), quoted=False,
                 numbers=frozenset({3, 4, 5}))  # fmt: skip


def source(request: Request) -> Response:
    """Return a document: its text with every quoted passage marked, and the statements beside it."""
    site = site_of(request)
    view = site.view()
    document = request.path_params["document"]
    known = view.facts.sources.get(document)
    if known is None:
        raise NotHere("Ingen läst handling heter så.", (("/kallor", "Alla källor"),))
    statements = _in_order(view, document)
    asked = _SPAN.fullmatch(request.query_params.get("c", ""))
    chosen = (int(asked[1]), int(asked[2])) if asked else None
    text = shown_text(site.ws, view, document)
    spans = {(p.start, p.end) for s in statements for p in s.passages if p.document == document}
    said = [s for s in statements if s.predicate not in _KINDS]
    return page(
        request, "kalla.html", view=view, source=known, document=document, chosen=chosen, statements=said,
        kinds=[s for s in statements if s.predicate in _KINDS],
        pieces=pieces(text.raw, spans, chosen, text.pages) if text else None,
        tables=[_statements(statements)],
    )  # fmt: skip


def shown_text(ws: Workspace, view: View, document: str) -> Text | None:
    """Return the text of a document as it was read; None in a public profile: a text has no veil."""
    if view.knowledge.profile != INTERNAL:
        return None
    path = ws.document_file(document, view.facts.sources[document].sha256)
    try:
        return document_from_json(path.read_text(encoding="utf-8", errors="surrogatepass")).text
    except (OSError, SamverkanError):
        return None  # the reader sees the quotes, and how to get the text back


def _in_order(view: View, document: str) -> list[Statement]:
    found = view.statements(view.by_document.get(document, ()))

    def first(one: Statement) -> tuple[int, int]:
        return min((p.start, p.end) for p in one.passages if p.document == document)

    return sorted(found, key=lambda s: (*first(s), s.id))


def pieces(
    text: str, spans: set[tuple[int, int]], chosen: tuple[int, int] | None, pages: tuple[int, ...] = ()
) -> list[Piece]:
    """Cut a text at every edge of a passage and of a page; joined again the pieces are the text.

    >>> [p.text for p in pieces("Nämnden ansvarar.", {(0, 7), (8, 16)}, None)]
    ['Nämnden', ' ', 'ansvarar', '.']
    """
    inside = {(a, b) for a, b in spans | ({chosen} if chosen else set()) if 0 <= a < b <= len(text)}
    edges = sorted(
        {0, len(text), *(edge for span in inside for edge in span), *(p for p in pages if p < len(text))}
    )
    begins: dict[int, list[tuple[int, int]]] = {}
    for span in sorted(inside):
        begins.setdefault(span[0], []).append(span)
    open_: list[tuple[int, int]] = []
    found = []
    for start, end in pairwise(edges):
        open_ = [span for span in open_ if span[1] > start] + begins.get(start, [])
        found.append(Piece(
            plain(text[start:end]), tuple(map(_id, begins.get(start, []))), tuple(map(_id, open_)),
            chosen in open_ if chosen else False,
            bisect_right(pages, start) if start in pages else None,
        ))  # fmt: skip
    return found


def _id(span: tuple[int, int]) -> str:
    return f"c{span[0]}-{span[1]}"


def _statements(statements: list[Statement]) -> Table:
    rows = tuple(
        row(s.who, s.relation, s.what, s.modality, s.voice if s.voice.text else "", passages=s.passages)
        for s in statements
    )
    columns = ("Vem", "Relation", "Vad", "Modalitet", "Vems utsaga")
    return Table(key="pastaenden", caption="Påståenden ur handlingen", columns=columns, rows=rows)


def text_file(request: Request) -> Response:
    """Return the text of a document as it was read."""
    site = site_of(request)
    view = site.view()
    document = request.path_params["document"]
    text = shown_text(site.ws, view, document) if document in view.facts.sources else None
    if text is None:
        raise NotHere("Den texten finns inte att hämta.", (("/kallor", "Alla källor"),))
    return PlainTextResponse(text.raw.encode("utf-8", "replace"), media_type="text/plain; charset=utf-8")
