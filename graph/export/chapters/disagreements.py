"""What sources disagree about: both sides, each with its quote and its document."""

from __future__ import annotations

from collections.abc import Sequence

from graph.export.chapters.desk import Desk
from graph.export.outline import Line, Section, section
from graph.export.wording import line, listed
from graph.model import Assertion, Contradiction

_INTRO = (
    "Handlingarna säger olika. Verktyget har ställt citaten bredvid varandra; vilken som gäller avgör "
    "läsaren. En senare handling kan ha ersatt en tidigare."
)


def contradictions(desk: Desk, found: Sequence[Contradiction]) -> Section:
    """Return the chapter of contradictions; empty, and so left out, where none were found."""
    return section(
        "motsagelser", "Uppgifter som inte stämmer överens", found, lambda one: _line(desk, one),
        intro=_INTRO if found else "",
    )  # fmt: skip


def _line(desk: Desk, one: Contradiction) -> Line:
    name = desk.facts.name(one.subject)
    sides = (_side(desk, one.one), _side(desk, one.other))
    return Line(text=f"– {one.kind}.", lead=name[:1].upper() + name[1:], details=sides, derived=True)


def _side(desk: Desk, claims: Sequence[Assertion]) -> Line:
    """Return the words of one side, as they stand in each of its documents."""
    told = {desk.facts.title(e.document): line(e.quote).rstrip(".") for c in claims for e in c.evidence}
    return desk.line(listed([f"{title}: ”{words}”" for title, words in told.items()]), claims)
