"""People who act together without a name: `rektorerna vid X`, `elevkårerna i Y`, `huvudmännen för Z`.

A post in the plural with the place it is held at is a group of actors; the label keeps the place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph import ids, swedish
from graph.extract import topics
from graph.extract.lexicon import mention
from graph.extract.scan import Scan
from graph.model import Mention, Node

_PLACES = frozenset({"vid", "i", "på", "inom"})
_LONGEST = 6  # words of the place


def find_crowds(scan: Scan, known: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the groups of actors that are told by where they are; `known` are the names found so far."""
    groups = {m.start for m in known if m.kind in "GOUF"}
    for i, form in scan.forms.items():
        if form.head.kind == "L" and form.plural and not form.genitive:
            yield from _at_place(scan, i, groups)
    for i in scan.firsts:
        if scan.low(i) in swedish.words("gruppord"):
            yield from _at_place(scan, i, groups)


def _at_place(scan: Scan, i: int, groups: set[int]) -> Iterator[Mention]:
    """Yield the group at token i; of a place that is an actor itself the actor is told instead."""
    link = scan.low(i + 1)
    if not scan.joined(i) or link not in _PLACES | ({"för"} if scan.low(i).startswith("huvudm") else set()):
        return
    last = _place_end(scan, i + 1)
    if last <= i + 1 or (any(scan.starts[j] in groups for j in range(i + 2, last + 1)) and link != "för"):
        return
    label = f"{scan.low(i)} {scan.slice(i + 1, last)}"
    types = ("sam:ActorGroup",)
    node = Node(key=ids.named_key(types, label), types=types, label=label)
    yield mention(scan, i, last, "G", node, 0.9)


def _place_end(scan: Scan, link: int) -> int:
    """Return the last token of the place: a noun with what belongs to it, before any verb or sign."""
    last = link
    while last - link < _LONGEST and scan.joined(last) and last + 1 < len(scan.words):
        word = scan.low(last + 1)
        stops = word in swedish.words("funktion") and word not in {"de", "den", "och", "i"}
        if stops or word in topics.ends() or swedish.finite(word):
            break
        last += 1
    while last > link and scan.low(last) in swedish.words("funktion"):
        last -= 1
    return last
