"""The page of one thing, and the lists of actors and forums that lead to it."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph.export.drawing import figure
from graph.export.kinds import BY_KEY, Kind, kind_of
from graph.export.wording import swedish_order
from graph.ids import slug
from graph.model import Entity
from graph.serve.addresses import PAGES
from graph.serve.cards import card, overlapping
from graph.serve.errors import NotHere
from graph.serve.gap_pages import entries_about
from graph.serve.rendering import page, site_of
from graph.serve.tables import Table, row
from graph.serve.view import View

_ACTORS = ("extern", "organ", "enhet", "grupp")
_DRAWN = ("aktor", "forum", "mellanrum", "uppdrag")  # kinds of pages that show a map of their thing


def routes() -> list[Route]:
    """Return the routes of these pages."""
    own = [Route(f"/{name}/{{key:path}}", thing, name=name) for name in PAGES if name != "mellanrum"]
    return [Route("/aktorer", actors), *own]


def thing(request: Request) -> Response:
    """Return the page of a thing; another name or another kind of page leads on to the right one."""
    view = site_of(request).view()
    key = request.path_params["key"]
    entity = _entity(view, key)
    href = view.addresses.of(entity.iri)
    if href.partition("?")[0] != request.url.path:
        via = "" if view.addresses.key(entity.iri) == key else f"?namn={slug(key.rpartition('/')[2])}"
        return RedirectResponse(href + via, 301)
    shown = card(view, entity)
    drawn = view.addresses.page(entity.iri) in _DRAWN and kind_of(entity) is not None
    return page(
        request, "sak.html", view=view, card=shown, overlaps=overlapping(view, entity.iri),
        gaps=entries_about(view, entity.iri), via=request.query_params.get("namn", ""),
        picture=figure(view.knowledge, [entity.iri]) if drawn else None,
        routes=[r for r in view.analysis.routes if r.actor == entity.iri and not r.matter],
    )  # fmt: skip


def _entity(view: View, key: str) -> Entity:
    """Return the thing of a key, or the only one that is called so; NotHere with what is near else."""
    iri = view.addresses.iri(key)
    if iri:
        return view.entity(iri)
    wanted = slug(key.rpartition("/")[2])
    called: dict[str, list[Entity]] = {}
    for entity in view.knowledge.entities.values():
        for name in dict.fromkeys(map(slug, (entity.label, *entity.aliases))):
            called.setdefault(name, []).append(entity)
    found = called.get(wanted, [])
    if wanted and len(found) == 1:
        return found[0]
    near = found or [e for name in get_close_matches(wanted, called, n=5, cutoff=0.6) for e in called[name]]
    links = tuple((view.addresses.of(e.iri), view.text(e.iri)) for e in near[:5])
    raise NotHere("Inget i grafen heter så.", tuple(link for link in links if link[0]))


def actors(request: Request) -> Response:
    """Return the list of actors, of one kind or all."""
    view = site_of(request).view()
    chosen = request.query_params.get("slag", "")
    everyone = [(e, kind) for e in view.knowledge.entities.values() if (kind := kind_of(e))]
    kinds = [*_ACTORS] if chosen not in BY_KEY or chosen in _ACTORS else [*_ACTORS, chosen]
    counts = Counter(kind.key for _, kind in everyone)
    shown = [
        (e, kind) for e, kind in everyone if (kind.key == chosen if chosen in BY_KEY else kind.key in _ACTORS)
    ]
    shown.sort(key=lambda pair: (swedish_order(view.text(pair[0].iri)), pair[0].iri))
    return page(
        request, "aktorer.html", view=view, chosen=chosen,
        kinds=[(key, BY_KEY[key].many, counts[key]) for key in kinds if counts[key]],
        tables=[_actors(view, shown, chosen)],
    )  # fmt: skip


def _actors(view: View, shown: list[tuple[Entity, Kind]], chosen: str) -> Table:
    rows = []
    for entity, kind in shown:
        facts, iri = view.facts, entity.iri
        joins = facts.towards(iri, "sam:hasParticipant", "sam:convenor", "sam:developedBy")
        tasks = facts.towards(iri, "sam:assignedTo", "sam:responsible")
        struck = facts.towards(iri, "sam:affects")
        claims = facts.about(iri, "rdf:type") or facts.about(iri)[:1] or facts.towards(iri)[:1]
        rows.append(row(
            view.name(iri), kind.one, ", ".join(facts.also_called(entity)),
            view.names(c.subject for c in joins), len({c.subject for c in tasks}),
            len({c.subject for c in struck}),
            passages=view.passages(e for c in claims[:2] for e in c.evidence),
        ))  # fmt: skip
    return Table(
        key="aktorer", caption=BY_KEY[chosen].many.capitalize() if chosen in BY_KEY else "Aktörer",
        columns=("Namn", "Slag", "Kallas även", "Deltar i", "Uppdrag och ansvar", "Mellanrum"),
        rows=tuple(rows), numbers=frozenset({4, 5}),
    )  # fmt: skip
