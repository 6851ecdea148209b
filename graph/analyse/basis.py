"""What was searched: the documents that were read, by kind and time, and the newest day among them."""

from __future__ import annotations

import re
from collections import Counter

from graph.analysis import Basis, Graph

_DAYS = "SELECT ?day { ?document dcterms:hasFormat ?text ; dcterms:date ?day }"
_WHOLE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def basis_of(graph: Graph) -> Basis:
    """Return what the documents of a graph are: how many, of which kinds, from when to when."""
    kinds = Counter(source.kind for source in graph.sources if source.kind)
    days = sorted(day for (day,) in graph.rows(_DAYS))
    return Basis(
        documents=len(graph.sources),
        kinds=tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        first=days[0] if days else "",
        last=days[-1] if days else "",
    )


def newest_day(graph: Graph) -> str:
    """Return the day (`YYYY-MM-DD`) of the newest document that was read, "" when none has a whole date."""
    return max((day for (day,) in graph.rows(_DAYS) if _WHOLE.fullmatch(day)), default="")
