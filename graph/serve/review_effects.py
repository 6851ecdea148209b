"""What decisions have changed: the findings of one build beside those of a later one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.export.wording import sentence
from graph.ntriples import assertion_iri
from graph.serve.view import View

Summary = Mapping[str, frozenset[str]]
"""Swedish word for a kind of finding -> what was found of it, as a reader sees it."""

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Effect:
    """One kind of finding: how many before and after, and some of what went and came."""

    kind: str
    before: int
    after: int
    gone: tuple[str, ...]
    new: tuple[str, ...]


def summary_of(view: View) -> Summary:
    """Return what a view has of each kind that a reviewer would want to see change."""
    found = view.analysis
    return {
        "påståenden": frozenset(assertion_iri(claim) for claim in view.knowledge.assertions),
        "mellanrum": frozenset(sentence(gap.sentence) for gap in found.gaps),
        "överlapp": frozenset(view.listed(one.names) for one in found.overlaps),
        "vägar in": frozenset(
            f"{view.text(one.actor)} till {view.text(one.end)}" for one in found.routes if one.end
        ),
        "uppdrag med tidsfrist": frozenset(
            f"{view.text(one.assignment)} ({one.due})" for one in found.deadlines if one.due
        ),
    }


def effects(before: Summary, after: Summary) -> Iterator[Effect]:
    """Yield the kinds of which something went or came; single statements are counted, not named."""
    for kind, old in before.items():
        new = after.get(kind, frozenset())
        if old != new:
            shown = kind != "påståenden"
            gone, came = (sorted(part)[:MOST_SHOWN] if shown else [] for part in (old - new, new - old))
            yield Effect(kind, len(old), len(new), tuple(gone), tuple(came))
