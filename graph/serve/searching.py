"""Sök: everything with a name, as it is typed; case does not matter, but å, ä and ö are letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph.export.kinds import kind_of
from graph.export.wording import swedish_order
from graph.serve.rendering import page, site_of
from graph.serve.view import View
from graph.swedish import folded, initials

_MOST, _SUGGESTED, _LONGEST = 200, 10, 200
# classes whose labels are whole sentences; they are found after what has a name
_SAYINGS = frozenset(
    f"sam:{name}"
    for name in "Finding Recommendation Stance Condition Claim Responsibility Definition Goal".split()
)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, its page, what it is, and the other name that was met ("" for none)."""

    text: str
    href: str
    kind: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    names: tuple[tuple[str, str], ...]  # folded, as written; the label first
    saying: bool
    degree: int


def routes() -> list[Route]:
    """Return the routes of the search."""
    return [Route("/sok", search), Route("/sok.json", suggest)]


def search(request: Request) -> Response:
    """Return everything that a text finds, and what is called nearly so when it finds nothing."""
    view = site_of(request).view()
    text = request.query_params.get("q", "")[:_LONGEST]
    hits = found(view, text, most=_MOST) if text.strip() else []
    return page(request, "sok.html", view=view, text=text, hits=hits,
                near=_near(view, text) if text.strip() and not hits else [])  # fmt: skip


def suggest(request: Request) -> Response:
    """Return the first few that a text finds, as JSON."""
    view = site_of(request).view()
    hits = found(view, request.query_params.get("q", "")[:_LONGEST], most=_SUGGESTED)
    return JSONResponse([{"namn": h.text, "adress": h.href, "slag": h.kind, "annat": h.other} for h in hits])


def found(view: View, text: str, *, most: int) -> list[Hit]:
    """Return what a text finds, best first: a whole name, its beginning, that of a word, then anywhere.

    Words may come in any order. An abbreviation is found by the initials of the name it stands for.
    """
    wanted = folded(text)
    if not wanted:
        return []
    words = wanted.split()
    ranked = []
    for entry in _index(view):
        best = min(
            (_rank(name, wanted, words), nth > 0, shown) for nth, (name, shown) in enumerate(entry.names)
        )
        if best[0] < _MISS:
            other = best[2] if best[1] else ""
            hit = Hit(entry.hit.text, entry.hit.href, entry.hit.kind, other)
            ranked.append(((entry.saying, best[0], -entry.degree, swedish_order(hit.text), hit.href), hit))
    return [hit for _, hit in sorted(ranked, key=lambda pair: pair[0])[:most]]


def everything(view: View) -> Iterator[tuple[Hit, list[str]]]:
    """Yield all that can be found with its other names: what has a name first, the most spoken of first."""
    ranked = sorted(_index(view), key=lambda e: (e.saying, -e.degree, swedish_order(e.hit.text), e.hit.href))
    for entry in ranked:
        yield entry.hit, [shown for _, shown in entry.names[1:]]


_MISS = 9


def _rank(name: str, wanted: str, words: list[str]) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    if len(wanted) > 1 and initials(name).casefold() == wanted:
        return 3
    return 4 if all(word in name for word in words) else _MISS


@lru_cache(maxsize=2)  # the view on show, and the one before it while it is swapped
def _index(view: View) -> tuple[_Entry, ...]:
    entries = []
    for entity in view.knowledge.entities.values():
        href = view.addresses.of(entity.iri)
        kind = kind_of(entity)
        label = view.text(entity.iri)
        names = dict.fromkeys((label, *entity.aliases))
        hit = Hit(label, href, kind.one if kind else view.text(entity.types[0]))
        saying = not _SAYINGS.isdisjoint(entity.types)
        entries.append(
            _Entry(hit, tuple((folded(n), n) for n in names), saying, view.degree.get(entity.iri, 0))
        )
    return tuple(entries)


def _near(view: View, text: str) -> list[Hit]:
    names = {name: entry.hit for entry in _index(view) if not entry.saying for name, _ in entry.names}
    near = get_close_matches(folded(text), names, n=5, cutoff=0.6)
    return list(dict.fromkeys(names[name] for name in near))
