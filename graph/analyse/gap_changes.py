"""Derived gaps of two builds or days: which of them opened and which closed.

A derived gap is the same when the same rule finds it about the same things; that the sentence counts
other documents is no change. A gap about something that is itself gone has not been closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.analysis import Change, Gap, Graph
from graph.swedish import folded

OPENED, CLOSED = "mellanrum öppnat", "mellanrum slutet"
Key = tuple[str, ...]


def find_gap_changes(
    before: Graph,
    after: Graph,
    gaps: tuple[Iterable[Gap], Iterable[Gap]],
    same: Mapping[str, str] | None = None,
) -> Iterator[Change]:
    """Yield which derived gaps of the later graph are new, and which of the earlier one it no longer has.

    `gaps` are those of the two graphs by the same rules. `same` tells which thing of the later graph each
    one of the earlier is; what it leaves out is the same by its identifier, or else by its name.
    """
    now = [gap for gap in gaps[1] if not gap.quoted]
    named = {folded(after.name(who)): who for gap in now for who in gap.who}
    was = [(gap, _whom(before, after, gap, same or {}, named)) for gap in gaps[0] if not gap.quoted]
    old = {(gap.rule, *whom) for gap, whom in was}
    new = {(gap.rule, *gap.who) for gap in now}
    yield from (_opened(gap) for gap in now if (gap.rule, *gap.who) not in old)
    for gap, whom in was:
        if (gap.rule, *whom) not in new and all(_stands(after, who) for who in whom):
            yield _closed(gap, whom[0])


def _whom(
    before: Graph, after: Graph, gap: Gap, same: Mapping[str, str], named: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what a gap of the earlier graph is about, as the later one calls it."""
    found = (same.get(who, who) for who in gap.who)
    return tuple(
        one if _stands(after, one) else named.get(folded(before.name(who)), one)
        for who, one in zip(gap.who, found, strict=True)
    )


def _stands(graph: Graph, node: str) -> bool:
    """Tell whether a graph speaks of a node; a concept of the ontology is in every graph."""
    return "://" not in node or bool(graph.facts(node, None, None))


def _opened(gap: Gap) -> Change:
    return Change(
        kind=OPENED, node=gap.who[0], label=gap.title, text=gap.sentence, after=gap.sentence,
        rule=gap.rule, facts=gap.facts,
    )  # fmt: skip


def _closed(gap: Gap, node: str) -> Change:
    text = f"Gäller inte längre: {gap.sentence}"
    return Change(kind=CLOSED, node=node, label=gap.title, text=text, before=gap.sentence, rule=gap.rule)
