"""rapport.html and rapport.md, two renderings of one outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graph import __version__
from graph.analysis import Analysis
from graph.export import markdown
from graph.export.chapters import (
    actors,
    basis,
    claims,
    conclusions,
    disagreements,
    following,
    gaps,
    orders,
    overlapping,
    standing,
    words,
)
from graph.export.chapters.desk import Desk
from graph.export.drawing import figure
from graph.export.facts import Facts
from graph.export.outline import Figure, Outline, Section, citing, left_out
from graph.export.rendering import inline, page, policy, resource
from graph.export.wording import number
from graph.export.writing import write_text
from graph.model import Contradiction, Knowledge


def write_report(
    knowledge: Knowledge,
    folder: Path,
    contradictions: Sequence[Contradiction] = (),
    analysis: Analysis | None = None,
) -> list[Path]:
    """Write `rapport.html` and `rapport.md`; return their paths."""
    outline = build_outline(knowledge, contradictions, analysis, picture=figure(knowledge))
    return [
        write_text(folder / "rapport.html", html(outline)),
        write_text(folder / "rapport.md", markdown.render(outline)),
    ]


def html(outline: Outline) -> Iterator[str]:
    """Yield the report as one self-contained page."""
    style = resource("bas.css") + resource("rapport.css")
    return page("rapport.html.j2", outline=outline, style=inline(style), policy=policy(styles=(style,)),
                left_out=left_out, notice=basis.NOTICE)  # fmt: skip


def build_outline(
    knowledge: Knowledge,
    contradictions: Sequence[Contradiction] = (),
    analysis: Analysis | None = None,
    *,
    picture: Figure | None = None,
    subject: str = "",
) -> Outline:
    """Return the report as values; chapters are made in reading order, for that numbers the quotes.

    Without an analysis the chapters that need one tell only what sources say.
    """
    desk = Desk(Facts(knowledge), analysis)
    chapters = _analysed(desk, analysis, contradictions) if analysis else _told(desk, contradictions)
    sections = tuple(filter(_worth_showing, chapters))
    return Outline(
        title="Samverkan, uppdrag och mellanrum", municipality=desk.facts.municipality(),
        notice=basis.NOTICE, figures=_figures(desk), sections=sections, quotes=tuple(desk.citations.quotes),
        graph_hash=knowledge.graph_hash, cited_in=citing(sections), subject=subject,
        date=analysis.date if analysis else "", version=__version__,
        profile=knowledge.profile, picture=picture,
    )  # fmt: skip


def _analysed(desk: Desk, found: Analysis, contradictions: Sequence[Contradiction]) -> list[Section]:
    """Return the chapters: first what to act on, then what is known, last how it came about."""
    return [
        conclusions.conclusions(desk, found), gaps.gaps(desk, found), overlapping.overlaps(desk, found),
        standing.ways_in(desk, found), following.follow_up(desk, found),
        standing.responsibility_map(desk, found), standing.network(desk, found),
        standing.changes(desk, found),
        disagreements.contradictions(desk, contradictions), *_known(desk), basis.basis(desk), basis.method(),
    ]  # fmt: skip


def _known(desk: Desk) -> list[Section]:
    return [
        actors.who_is_who(desk), actors.forums(desk), actors.programmes(desk), orders.decisions(desk),
        orders.assignments(desk), orders.responsibilities(desk), claims.findings(desk),
        claims.recommendations(desk), words.measures(desk), words.goals(desk), words.terms(desk),
        orders.changes(desk), orders.denied(desk),
    ]  # fmt: skip


def _told(desk: Desk, contradictions: Sequence[Contradiction]) -> list[Section]:
    return [
        basis.summary(desk), basis.basis(desk), actors.who_is_who(desk), actors.forums(desk),
        actors.programmes(desk), orders.decisions(desk), orders.assignments(desk),
        orders.responsibilities(desk), claims.findings(desk), claims.recommendations(desk),
        claims.gaps(desk), claims.overlaps(desk), disagreements.contradictions(desk, contradictions),
        actors.ways_in(desk), words.measures(desk),
        words.goals(desk), words.terms(desk), orders.changes(desk), orders.denied(desk), basis.method(),
    ]  # fmt: skip


def _worth_showing(part: Section) -> bool:
    return bool(part.intro or part.lines or part.missing or part.tables or part.parts)


def _figures(desk: Desk) -> tuple[tuple[str, str], ...]:
    arrangements = "sam:Arrangement", "sam:Forum", "sam:Programme", "sam:Agreement", "sam:Routine"
    counts = (
        (desk.documents, "lästa handlingar"),
        (desk.facts.statements, "påståenden med citat"),
        (len(desk.facts.of_type(*arrangements)), "samverkansformer"),
        (len(desk.things("sam:Assignment")), "uppdrag"),
        (len(claims.gap_groups(desk)), "påtalade mellanrum"),
    )  # fmt: skip
    return tuple((number(count), what) for count, what in counts)
