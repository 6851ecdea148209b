"""karta.html: the Samverkanskarta drawn by vis-network through pyvis, in one file that asks for nothing.

pyvis supplies the library and the data; the page around it is ours. Of what pyvis writes only two
scripts are taken over (the library and the call that draws), so its CDN tags, headings and menus
never reach the page. Its three ways in for foreign markup are closed: no heading, no menus with
ids, and no title with the letters that switch it to HTML popups. A Content Security Policy lets
the browser run those scripts and ours, by hash, and load nothing at all.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyvis.network import Network

from graph.export.facts import Facts
from graph.export.kinds import COLUMNS, KINDS
from graph.export.networks import NODE_WIDTH, PITCH, Map, Place, Relation, build_map
from graph.export.rendering import inline, page, policy, resource
from graph.export.wording import audience, line, listed
from graph.export.writing import write_text
from graph.ids import slug
from graph.model import Knowledge

_QUOTES_SHOWN = 3
_TITLE_LENGTH = 240
_REST, _INK = "#8a94a0", "#1b1f24"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One relation in the table under the map; `edge` is the id of the line that draws it."""

    edge: str
    start: Place
    end: Place
    relation: Relation
    quotes: tuple[tuple[str, str], ...]
    more: int


def write_map(knowledge: Knowledge, folder: Path, about: Sequence[str] = ()) -> Path:
    """Write `karta.html`, or `karta-<slug>.html` of what is around some things (IRIs); return its path."""
    facts, drawn = Facts(knowledge), build_map(knowledge, about=about)
    around = listed([facts.name(iri) for iri in about])
    rows = _rows(facts, drawn)
    library, graph = _scripts(_network(drawn, rows))
    ours = resource("karta.js")
    style = resource("bas.css") + resource("karta.css") + _size(drawn)
    return write_text(
        folder / (f"karta-{slug(facts.name(about[0]))[:60]}.html" if about else "karta.html"),
        page(
            "karta.html.j2",
            municipality=facts.municipality(), around=around, hash=knowledge.graph_hash,
            profile=audience(knowledge.profile, knowledge.reviewer),
            map=drawn, rows=rows,
            columns=_columns(drawn), legend=_legend(drawn), headings=json.dumps(COLUMNS, ensure_ascii=False),
            pitch=PITCH, degree=_degree(rows), documents=len(facts.sources), excerpt=facts.excerpt(),
            style=inline(style), scripts=[inline(library), inline(graph), inline(ours)],
            policy=policy(styles=(style,), scripts=(library, graph, ours)),
        ),
    )  # fmt: skip


# --- the data that pyvis draws ------------------------------------------------------------------


def _network(drawn: Map, rows: list[Row]) -> str:
    size = {"height": f"{drawn.height}px", "width": f"{drawn.width}px"}
    net = Network(**size, directed=True, cdn_resources="in_line")
    for place in drawn.places:
        net.add_node(place.id, **_node(place))
    for edge, members in _by_edge(rows).items():
        net.add_edge(members[0].start.id, members[0].end.id, id=edge, **_line(members))
    net.set_options(json.dumps(_OPTIONS))
    return str(net.generate_html(notebook=False))


_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "nodes": {"shape": "box", "font": {"size": 13, "color": _INK, "face": "sans-serif"}, "borderWidth": 1.5},
    "edges": {"smooth": False, "width": 0.8,
              "arrows": {"to": {"scaleFactor": 0.45}, "from": {"scaleFactor": 0.45}},
              "font": {"size": 12, "color": _INK, "background": "#ffffff", "strokeWidth": 0}},
    "interaction": {"dragNodes": False, "hover": True, "multiselect": False, "navigationButtons": False,
                    "selectConnectedEdges": False, "tooltipDelay": 150,
                    "keyboard": {"enabled": True, "bindToWindow": False}},
}  # fmt: skip


def _node(place: Place) -> dict[str, Any]:
    # Until our script has given each kind its outline, and where it cannot run, the shape is a box.
    return {
        "label": "\n".join(place.lines), "title": _title(f"{place.label} ({place.kind.one})"),
        "x": place.x, "y": place.y, "shape": "ellipse" if place.kind.form == "ellipse" else "box",
        "color": {"background": place.kind.fill, "border": place.kind.line},
        "shapeProperties": {"borderDashes": place.kind.form in ("dashed", "double")},
        "widthConstraint": NODE_WIDTH, "form": place.kind.form, "boxHeight": place.height,
        "boxWidth": NODE_WIDTH, "lines": list(place.lines),
    }  # fmt: skip


def _line(members: list[Row]) -> dict[str, Any]:
    first = members[0]
    both = any(row.start.id != first.start.id for row in members)
    names = list(dict.fromkeys(_name(row.relation) for row in members))
    rest = f" +{len(names) - 1}" if len(names) > 1 else ""
    bent = {"smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.25}}
    return {
        "name": line(names[0]) + rest, "title": _title("\n".join(map(_hover, members[:4]))),
        "arrows": "to, from" if both else "to", "color": {"color": _REST, "highlight": _INK, "hover": _INK},
        "dashes": all(row.relation.modality for row in members),
        # Two things in one column would have their line run behind what stands between them.
        **(bent if first.start.x == first.end.x else {}),
    }  # fmt: skip


def _name(relation: Relation) -> str:
    return f"{relation.name} ({relation.modality})" if relation.modality else relation.name


def _hover(row: Row) -> str:
    quote = row.quotes[0][0]
    short = quote if len(quote) <= _TITLE_LENGTH else f"{quote[:_TITLE_LENGTH].rstrip()} …"
    return f"{row.start.label} – {_name(row.relation)} – {row.end.label}\n”{short}”"


def _title(text: str) -> str:
    # pyvis takes a title with these letters for HTML and hands it to innerHTML; a word joiner parts them.
    return re.sub("h(?=ref)", "h\u2060", text, flags=re.IGNORECASE)


def _scripts(html: str) -> tuple[str, str]:
    """Return the library and the drawing call out of a page that pyvis wrote."""
    found = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", html, flags=re.DOTALL)
    _helpers, library, graph = (code.replace("\r", "") for code in found)
    return library, graph


# --- the table that says the same ---------------------------------------------------------------


def _rows(facts: Facts, drawn: Map) -> list[Row]:
    at = {place.iri: place for place in drawn.places}
    rows = [_row(facts, relation, at[relation.start], at[relation.end]) for relation in drawn.relations]
    return sorted(rows, key=lambda r: (r.start.kind.column, r.start.y, r.end.kind.column, r.end.y))


def _row(facts: Facts, relation: Relation, start: Place, end: Place) -> Row:
    edge = "-".join(("e", *sorted((start.id, end.id))))
    places: dict[str, list[str]] = defaultdict(list)  # a document often says the same thing twice
    for passage in relation.evidence:
        places[line(passage.quote)].append(f"{facts.title(passage.document)}, {facts.place(passage)}")
    quotes = tuple((quote, "; ".join(found[:4])) for quote, found in places.items())
    return Row(edge=edge, start=start, end=end, relation=relation, quotes=quotes[:_QUOTES_SHOWN],
               more=len(quotes[_QUOTES_SHOWN:]))  # fmt: skip


def _by_edge(rows: list[Row]) -> dict[str, list[Row]]:
    edges: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        edges[row.edge].append(row)
    return edges


def _columns(drawn: Map) -> list[tuple[str, list[Place]]]:
    return [(name, [p for p in drawn.places if p.kind.column == n]) for n, name in enumerate(COLUMNS)]


def _legend(drawn: Map) -> list[tuple[Any, int]]:
    counts = Counter(place.kind.key for place in drawn.places)
    return [(kind, counts[kind.key]) for kind in sorted(KINDS, key=lambda k: k.column) if counts[kind.key]]


def _degree(rows: list[Row]) -> Counter[str]:
    return Counter(place for row in rows for place in {row.start.id, row.end.id})


def _size(drawn: Map) -> str:
    return f"#mynetwork{{width:{drawn.width}px;height:{drawn.height}px}}\n"
