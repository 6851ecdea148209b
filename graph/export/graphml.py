"""samverkan.graphml: the network for networkx, igraph, Gephi, yEd and graphology."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from graph.export.graphs import Link, Net, Vertex
from graph.export.wording import plain
from graph.export.writing import write_text

# id, of what, name, type; the order of the values below
_VERTEX = (
    ("d0", "label", "string"),
    ("d1", "slag", "string"),
    ("d2", "klass", "string"),
    ("d3", "iri", "string"),
)
_LINK = (("d4", "relation", "string"), ("d5", "modalitet", "string"), ("d6", "citat", "string"),
         ("d7", "handlingar", "string"), ("d8", "weight", "int"))  # fmt: skip
_GRAPH = (("d9", "titel", "string"), ("d10", "om", "string"))
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write_graphml(net: Net, folder: Path) -> Path:
    """Write the network as GraphML 1.0, directed, without parallel edges; return the path."""
    return write_text(folder / "samverkan.graphml", _chunks(net))


def _chunks(net: Net) -> Iterator[str]:
    yield _HEAD
    for kind, keys in (("node", _VERTEX), ("edge", _LINK), ("graph", _GRAPH)):
        for key, name, form in keys:
            yield f'<key id="{key}" for="{kind}" attr.name="{name}" attr.type="{form}"/>\n'
    yield '<graph id="G" edgedefault="directed">\n'
    yield _data(_GRAPH, (net.title, net.about)) + "\n"
    yield from map(_node, net.vertices)
    yield from map(_edge, net.links)
    yield "</graph>\n</graphml>\n"


def _node(v: Vertex) -> str:
    return f"<node id={quoteattr(v.id)}>{_data(_VERTEX, (v.label, v.kind, v.types, v.iri))}</node>\n"


def _edge(e: Link) -> str:
    values = e.names, e.modality, e.quote, e.documents, e.weight
    ends = f"source={quoteattr(e.start)} target={quoteattr(e.end)}"
    return f"<edge id={quoteattr(e.id)} {ends}>{_data(_LINK, values)}</edge>\n"


def _data(keys: tuple[tuple[str, str, str], ...], values: tuple[str | int, ...]) -> str:
    pairs = zip(keys, values, strict=True)
    return "".join(f'<data key="{key}">{escape(plain(str(value)))}</data>' for (key, _, _), value in pairs)
