"""Forum: who sits there, for what, overlapping with what; and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.analysis import Overlap
from graph.model import Entity
from graph.serve.errors import NotHere
from graph.serve.rendering import page, site_of
from graph.serve.tables import Table, row
from graph.serve.view import Name, Passage, View

_FORUMS = ("sam:Forum",)
_OTHERS = ("sam:Programme", "sam:Agreement", "sam:Routine", "sam:Arrangement")
_SITS = ("sam:hasParticipant", "sam:convenor", "sam:developedBy")
# what two are compared in: heading and the relations that say so
_RESPECTS = (
    ("Sammankallande", ("sam:convenor",)),
    ("Deltagare", _SITS),
    ("Målgrupp", ("sam:targetGroup",)),
    ("Syfte", ("sam:purpose",)),
    ("Mål", ("sam:hasGoal",)),
    ("Ämne", ("dcterms:subject",)),
    ("Arbetsnivå", ("sam:workLevel",)),
    ("Uppföljning", ("sam:followUp",)),
    ("Del av", ("dcterms:isPartOf",)),
    ("Status", ("sam:status",)),
)
_UNSAID = "anges inte i källorna"


@dataclass(frozen=True, slots=True)
class Respect:
    """One respect of two forums: what both have, and what each has alone, with quotes."""

    heading: str
    both: tuple[Name, ...]
    only_one: tuple[Name, ...]
    only_other: tuple[Name, ...]
    passages: tuple[Passage, ...]


def routes() -> list[Route]:
    """Return the routes of these pages."""
    return [Route("/forum", forums), Route("/forum/jamfor", compare)]


def forums(request: Request) -> Response:
    """Return the list of forums, and of programmes, agreements and routines when asked for."""
    view = site_of(request).view()
    wide = request.query_params.get("visa") == "alla"
    shown = view.facts.of_type(*_FORUMS, *(_OTHERS if wide else ()))
    return page(
        request, "forum.html", view=view, wide=wide, tables=[_table(view, shown)],
        choices=[(view.addresses.key(e.iri), view.text(e.iri)) for e in shown],
        others=len(view.facts.of_type(*_OTHERS)),
    )  # fmt: skip


def _table(view: View, shown: list[Entity]) -> Table:
    strongest = _strongest(view)
    rows = []
    for entity in shown:
        iri = entity.iri
        seats = view.facts.about(iri, *_SITS)
        other = strongest.get(iri)
        rows.append(row(
            view.name(iri), _said(view, iri, "sam:convenor"), _said(view, iri, *_SITS) or Name(_UNSAID),
            _said(view, iri, "sam:targetGroup"), _said(view, iri, "sam:purpose"),
            view.text(other[1]) if other else "", round(100 * (other[0].effect or 0)) if other else None,
            passages=view.passages(e for c in seats for e in c.evidence),
        ))  # fmt: skip
    return Table(
        key="forum", caption="Forum", rows=tuple(rows), numbers=frozenset({6}),
        columns=("Forum", "Sammankallande", "Deltagare", "Målgrupp", "Syfte", "Liknar mest",
                 "Procent gemensamt"),
    )  # fmt: skip


def _said(view: View, iri: str, *predicates: str) -> tuple[Name, ...]:
    claims = view.facts.about(iri, *predicates)
    return tuple(dict.fromkeys(Name(view.facts.name(c.object), view.addresses.of(c.object)) for c in claims))


def _strongest(view: View) -> dict[str, tuple[Overlap, str]]:
    """Return for each forum the computed overlap that is largest, and with whom."""
    found: dict[str, tuple[Overlap, str]] = {}
    for one in sorted(view.analysis.overlaps, key=lambda o: -(o.effect or 0)):
        if one.kind == "beräknat" and len(one.names) == 2:
            first, second = one.names
            found.setdefault(first, (one, second))
            found.setdefault(second, (one, first))
    return found


def compare(request: Request) -> Response:
    """Return two forums side by side: what they share, and what each has alone."""
    view = site_of(request).view()
    keys = [request.query_params.get(name, "") for name in "ab"]
    iris = [view.addresses.iri(key) for key in keys]
    if not all(iris):
        raise NotHere("Välj två forum att jämföra.", (("/forum", "Alla forum"),))
    one, other = iris
    respects = [_respect(view, one, other, heading, names) for heading, names in _RESPECTS]
    overlap = next((o for o in view.analysis.overlaps if {one, other} == set(o.names)), None)
    return page(
        request, "jamfor.html", view=view, one=view.name(one), other=view.name(other), overlap=overlap,
        respects=[r for r in respects if r.both or r.only_one or r.only_other],
        silent=[r.heading for r in respects if not (r.both or r.only_one or r.only_other)],
    )  # fmt: skip


def _respect(view: View, one: str, other: str, heading: str, predicates: tuple[str, ...]) -> Respect:
    first, second = _said(view, one, *predicates), _said(view, other, *predicates)
    claims = view.facts.about(one, *predicates) + view.facts.about(other, *predicates)
    return Respect(
        heading,
        tuple(name for name in first if name in second),
        tuple(name for name in first if name not in second),
        tuple(name for name in second if name not in first),
        view.passages(e for c in claims for e in c.evidence),
    )
