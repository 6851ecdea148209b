"""samverkan.gexf: the network for Gephi, networkx and graphology."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from graph.export.graphs import Link, Net, Vertex
from graph.export.wording import plain
from graph.export.writing import write_text

# 1.2 is what all the readers know; its schema asks for a date of change, which would be a clock.
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
_VERTEX = ("slag", "klass", "iri")
_LINK = ("modalitet", "citat", "handlingar")


def write_gexf(net: Net, folder: Path) -> Path:
    """Write the network as GEXF 1.2, directed, without parallel edges; return the path."""
    return write_text(folder / "samverkan.gexf", _chunks(net))


def _chunks(net: Net) -> Iterator[str]:
    yield _HEAD
    yield f"<meta><creator>Samverkanskartan</creator><keywords>{_text(net.title)}</keywords>"
    yield f"<description>{_text(net.about)}</description></meta>\n"
    yield '<graph mode="static" defaultedgetype="directed" idtype="string">\n'
    for kind, names in (("node", _VERTEX), ("edge", _LINK)):
        listed = (f'<attribute id="{n}" title="{name}" type="string"/>' for n, name in enumerate(names))
        yield f'<attributes class="{kind}">{"".join(listed)}</attributes>\n'
    yield f'<nodes count="{len(net.vertices)}">\n'
    yield from map(_node, net.vertices)
    yield f'</nodes>\n<edges count="{len(net.links)}">\n'
    yield from map(_edge, net.links)
    yield "</edges>\n</graph>\n</gexf>\n"


def _node(v: Vertex) -> str:
    return f"<node id={_attr(v.id)} label={_attr(v.label)}>{_values(v.kind, v.types, v.iri)}</node>\n"


def _edge(e: Link) -> str:
    head = f"<edge id={_attr(e.id)} source={_attr(e.start)} target={_attr(e.end)}"
    about = f' type="directed" label={_attr(e.names)} weight="{e.weight}.0"'
    return f"{head}{about}>{_values(e.modality, e.quote, e.documents)}</edge>\n"


def _values(*values: str) -> str:
    listed = (f'<attvalue for="{n}" value={_attr(value)}/>' for n, value in enumerate(values))
    return f"<attvalues>{''.join(listed)}</attvalues>"


def _attr(text: str) -> str:
    return quoteattr(plain(text).replace("\n", " "))


def _text(text: str) -> str:
    return escape(plain(text))
