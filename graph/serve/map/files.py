"""What is shown as values for other programs, and for the browser that paints more than it can draw."""

from __future__ import annotations

from graph.export.graphs import Net, network_of
from graph.serve.map.atlas import Atlas
from graph.serve.map.choice import Links
from graph.serve.map.net import ALL_KINDS
from graph.serve.map.network import glyph
from graph.serve.map.outlines import dashes, outline
from graph.serve.map.scene import Scene
from graph.serve.map.shown import Shown


def as_net(atlas: Atlas, shown: Shown) -> Net:
    """Return what is shown as a network for GraphML and GEXF."""
    kinds = {thing.iri: thing.kind for thing in shown.things}
    return network_of(atlas.view.knowledge, kinds, [r for tie in shown.ties for r in tie.relations])


def as_data(scene: Scene, links: Links) -> dict[str, object]:
    """Return a scene as plain values: things as lists in the order of `fields`, lines as pairs of places.

    Outlines are SVG paths around the origin, one a kind; lengths are px. `links` are what stands before
    and after a thing's key in the address that chooses it; of what has more than `hub` relations, the second.
    """
    number = {spot.thing.iri: nth for nth, spot in enumerate(scene.spots)}
    kinds = [kind for kind in ALL_KINDS if any(spot.thing.kind == kind for spot in scene.spots)]
    of = {kind.key: nth for nth, kind in enumerate(kinds)}
    return {
        "width": scene.width,
        "height": scene.height,
        "kinds": [
            {"name": kind.one, "path": outline(kind.form, 20, 14), "line": kind.line, "fill": kind.fill,
             "dash": dashes(kind.form)}
            for kind in kinds
        ],
        "fields": ["key", "label", "kind", "x", "y", "size", "relations"],
        "links": {"here": links.here, "near": links.near, "hub": links.hub},
        "nodes": [
            [spot.thing.key, spot.thing.label, of[spot.thing.kind.key], spot.x, spot.y,
             round(glyph(spot.thing)[0] / 20, 2), spot.thing.weight]
            for spot in scene.spots
        ],
        "lines": [[number[w.tie.start.iri], number[w.tie.end.iri], int(w.tie.dotted)] for w in scene.wires],
        "chosen": number.get(scene.shown.chosen.iri, -1) if scene.shown.chosen else -1,
    }  # fmt: skip
