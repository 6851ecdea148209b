"""Graf: the map of who has to do with whom, in four views, and as files of exactly what is shown."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph.export.dated import dated
from graph.export.gexf import write_gexf
from graph.export.graphml import write_graphml
from graph.export.kinds import Kind
from graph.export.pages import write_map
from graph.export.typeset import rasterized, typeset
from graph.export.wording import NOTICE, counted
from graph.ids import slug
from graph.serve.map.atlas import Atlas, atlas_of
from graph.serve.map.choice import STATUSES, STEPS, VIEWS, Choice, Links, read_choice
from graph.serve.map.files import as_data, as_net
from graph.serve.map.net import ALL_COLUMNS, ALL_KINDS, Thing
from graph.serve.map.network import MOST_DRAWN
from graph.serve.map.panel import panel_of
from graph.serve.map.picture import Caption, file_picture, glyph, page_heads, page_picture
from graph.serve.map.rows import tables_of
from graph.serve.map.scene import Scene
from graph.serve.map.shown import Shown
from graph.serve.map.words import about, status
from graph.serve.rendering import as_json, page, site_of, table_file

_MOST_LISTED, _MOST_TIES = 100, 300  # things of a column, and lines, in the lists; all are in Tabell
_FIRST_NAMES = 7  # relations that the filter lists before "visa alla"


def routes() -> list[Route]:
    """Return the routes of this page."""
    return [Route("/graf", graph_page), *(Route(f"/graf.{form}", as_file) for form in _FILES)]


def graph_page(request: Request) -> Response:
    """Return the page of what the address chooses."""
    atlas = _atlas(request)
    choice = read_choice(request.query_params.multi_items(), atlas.net)
    wanted, form = (request.query_params.get(name, "") for name in ("tabell", "som"))
    if wanted and form in ("csv", "xlsx"):
        tables = {table.key: table for table in tables_of(atlas, atlas.scene(choice).shown)}
        if wanted in tables:
            return table_file(tables[wanted], form)
    found = _found(atlas, choice)
    if choice.search and len(found) == 1:
        chosen = choice.with_(search="", node=found[0].key)
        return RedirectResponse("/graf" + chosen.query(atlas.net))
    scene = atlas.scene(choice)
    shown = scene.shown
    painted = len(shown.things) > MOST_DRAWN
    in_table = choice.view == "tabell"
    link = Links(atlas.net, choice)
    return page(
        request, "graf.html", tables=tables_of(atlas, shown) if in_table else (),
        atlas=atlas, choice=choice, shown=shown, scene=scene, found=found,
        to=lambda **changes: "/graf" + choice.with_(**changes).query(atlas.net),
        file=lambda form: f"/graf.{form}" + choice.query(atlas.net),
        views=VIEWS, statuses=STATUSES, kinds=_kinds(choice, shown), names=_names(atlas, choice, shown),
        first_names=_FIRST_NAMES, told=status(scene), most_drawn=MOST_DRAWN, most_ties=_MOST_TIES,
        more=_more(choice, shown), painted=painted, glyph=lambda kind: Markup(glyph(kind)),
        picture=Markup("" if painted or in_table else atlas.kept(choice, _picture)),
        data=Markup(atlas.kept(choice, _data)) if painted else "",
        columns=_columns(shown), panel=panel_of(atlas, choice, shown.chosen) if shown.chosen else None,
        link=link,
    )  # fmt: skip


def as_file(request: Request) -> Response:
    """Return what the address chooses as a file: its ending tells of which kind."""
    atlas = _atlas(request)
    choice = read_choice(request.query_params.multi_items(), atlas.net)
    form = request.url.path.rpartition(".")[2]
    return _FILES[form](request, atlas, choice)


# --- files --------------------------------------------------------------------------------------


def _svg(request: Request, atlas: Atlas, choice: Choice) -> Response:
    svg, _, _ = _drawn(request, atlas, choice)
    return _sent(svg.encode(), "image/svg+xml", atlas, choice, "svg")


def _png(request: Request, atlas: Atlas, choice: Choice) -> Response:
    return _sent(rasterized(*_drawn(request, atlas, choice)), "image/png", atlas, choice, "png")


def _pdf(request: Request, atlas: Atlas, choice: Choice) -> Response:
    svg, width, height = _drawn(request, atlas, choice)
    wide, tall = (297, 420) if height > width else (420, 297)
    sentence = about(atlas.net, choice, atlas.scene(choice))
    data = {"title": _title(atlas, choice), "about": sentence, "wide": wide, "tall": tall}
    return _sent(typeset(_A3, data, svg), "application/pdf", atlas, choice, "pdf")


_A3 = """\
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: none)
#set page(width: data.wide * 1mm, height: data.tall * 1mm, margin: 10mm)
#set text(lang: "sv")
#set align(center)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%, height: 100%, fit: "contain", alt: data.about)
"""


def _table(form: str) -> Callable[[Request, Atlas, Choice], Response]:
    def table(_request: Request, atlas: Atlas, choice: Choice) -> Response:
        return table_file(tables_of(atlas, atlas.scene(choice).shown)[0], form)

    return table


def _network(form: str) -> Callable[[Request, Atlas, Choice], Response]:
    write = write_graphml if form == "graphml" else write_gexf

    def network(_request: Request, atlas: Atlas, choice: Choice) -> Response:
        net = as_net(atlas, atlas.scene(choice).shown)
        with tempfile.TemporaryDirectory() as folder:
            body = write(net, Path(folder)).read_bytes()
        return _sent(body, "application/xml", atlas, choice, form)

    return network


def _html(_request: Request, atlas: Atlas, choice: Choice) -> Response:
    chosen = atlas.net.by_key.get(choice.node)
    with tempfile.TemporaryDirectory() as folder:
        body = write_map(atlas.view.knowledge, Path(folder), [chosen.iri] if chosen else []).read_bytes()
    return _sent(body, "text/html; charset=utf-8", atlas, choice, "html")


def _json(_request: Request, atlas: Atlas, choice: Choice) -> Response:
    return Response(atlas.kept(choice, _data), media_type="application/json")


_FILES: dict[str, Callable[[Request, Atlas, Choice], Response]] = {
    "svg": _svg, "png": _png, "pdf": _pdf, "csv": _table("csv"), "xlsx": _table("xlsx"),
    "graphml": _network("graphml"), "gexf": _network("gexf"), "html": _html, "json": _json,
}  # fmt: skip


def _drawn(request: Request, atlas: Atlas, choice: Choice) -> tuple[str, float, float]:
    scene = atlas.scene(choice)
    caption = Caption(
        title=_title(atlas, choice),
        about=about(atlas.net, choice, scene),
        dated=dated(atlas.view.knowledge),
        address=f"{request.base_url}graf{choice.query(atlas.net)}",
        notice=NOTICE,
    )
    return file_picture(atlas.net, scene, caption)


def _title(atlas: Atlas, choice: Choice) -> str:
    view = VIEWS[choice.view if choice.view != "tabell" else "karta"]
    return f"{view}, {atlas.view.facts.municipality()}"


def _sent(body: bytes, media: str, atlas: Atlas, choice: Choice, form: str) -> Response:
    name = slug(f"{_title(atlas, choice)} {choice.node}")[:60]
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(body, media_type=media, headers=headers)


# --- the page -----------------------------------------------------------------------------------


def _atlas(request: Request) -> Atlas:
    site = site_of(request)
    return atlas_of(site.ws, site.view())


def _picture(atlas: Atlas, choice: Choice, scene: Scene) -> str:
    name = f"{VIEWS[choice.view]}: {counted(len(scene.spots), 'nod', 'noder')} som länkar"
    picture = page_picture(atlas.net, scene, Links(atlas.net, choice), name)
    return "".join([*page_heads(scene), *picture])


def _data(atlas: Atlas, choice: Choice, scene: Scene) -> str:
    return str(as_json(as_data(scene, Links(atlas.net, choice))))


def _found(atlas: Atlas, choice: Choice) -> list[Thing]:
    """Return the things whose names hold the words that were searched for, å ä ö kept apart from a and o."""
    words = choice.search.casefold().split()
    return [t for t in atlas.net.things.values() if words and all(w in t.label.casefold() for w in words)]


def _kinds(choice: Choice, shown: Shown) -> list[tuple[Kind, int, bool]]:
    """Return the kinds from the outside in with how many there are and whether they are shown."""
    order = sorted(ALL_KINDS, key=lambda kind: kind.column)
    return [
        (kind, shown.kinds[kind.key], choice.shows_kind(kind.key))
        for kind in order
        if kind.key in shown.kinds
    ]


def _names(atlas: Atlas, choice: Choice, shown: Shown) -> list[tuple[str, str, int, bool]]:
    """Return key, name, number and whether it is shown of each relation, the commonest first."""
    counts = dict.fromkeys(atlas.net.names, 0) | dict(shown.relations)
    order = sorted(counts, key=lambda key: (-counts[key], atlas.net.names[key]))
    return [(key, atlas.net.names[key], counts[key], choice.shows_relation(key)) for key in order]


def _more(choice: Choice, shown: Shown) -> int:
    """Return the next larger number of things to show, 0 when all are shown."""
    if choice.view == "naromrade":
        hidden = shown.hidden.get(shown.chosen.iri, 0) if shown.chosen else 0
        left = choice.most == STEPS[0] and hidden > 0
        return STEPS[1] if left else 0
    return next((step for step in STEPS if step > choice.most), 0) if len(shown.things) < shown.fitting else 0


def _columns(shown: Shown) -> list[tuple[str, list[Thing]]]:
    """Return the things by column, as a list that a narrow screen shows instead of the map."""
    columns = [
        (name, [t for t in shown.things if t.kind.column == nth][:_MOST_LISTED])
        for nth, name in enumerate(ALL_COLUMNS)
    ]
    return [(name, things) for name, things in columns if things]
