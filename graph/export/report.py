"""rapport.html and rapport.md, two renderings of one outline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
from graph.export.outline import Figure, Line, Outline, Section, citing, left_out
from graph.export.rendering import inline, page, policy, resource
from graph.export.wording import audience, number
from graph.export.writing import write_text
from graph.model import Knowledge


def write_report(knowledge: Knowledge, folder: Path, found: Analysis) -> list[Path]:
    """Write `rapport.html` and `rapport.md`; return their paths."""
    outline = build_outline(knowledge, found, picture=figure(knowledge))
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
    knowledge: Knowledge, found: Analysis, *, picture: Figure | None = None, subject: str = ""
) -> Outline:
    """Return the report as values; chapters are made in reading order, for that numbers the quotes.

    Of a graph that was not analysed it tells only what sources say, and why there is no more.
    """
    desk = Desk(Facts(knowledge), found)
    sections = tuple(filter(_worth_showing, _analysed(desk, found) if found.made else _plain(desk, found)))
    return Outline(
        title="Samverkan, uppdrag och mellanrum", municipality=desk.facts.municipality(),
        notice=basis.NOTICE, figures=_figures(desk, found), sections=sections,
        quotes=tuple(desk.citations.quotes),
        graph_hash=knowledge.graph_hash, cited_in=citing(sections), subject=subject,
        date=found.date, version=__version__, picture=picture,
        profile=audience(knowledge.profile, knowledge.reviewer),
    )  # fmt: skip


def _analysed(desk: Desk, found: Analysis) -> list[Section]:
    """Return the chapters: first what to act on, then what is known, last how it came about."""
    return [
        conclusions.conclusions(desk, found), gaps.gaps(desk, found), overlapping.overlaps(desk, found),
        standing.ways_in(desk, found), following.follow_up(desk, found),
        standing.responsibility_map(desk, found), standing.network(desk, found),
        standing.changes(desk, found), *_known(desk, found),
    ]  # fmt: skip


def _plain(desk: Desk, found: Analysis) -> list[Section]:
    counted = basis.summary(desk)
    remarks = tuple(Line(text=remark) for remark in found.remarks)
    return [replace(counted, lines=(*remarks, *counted.lines)), *_known(desk, found)]


def _known(desk: Desk, found: Analysis) -> list[Section]:
    return [
        disagreements.contradictions(desk, found.contradictions), actors.who_is_who(desk),
        actors.forums(desk), actors.programmes(desk), orders.decisions(desk),
        orders.assignments(desk), orders.responsibilities(desk), claims.findings(desk),
        claims.recommendations(desk), words.measures(desk), words.goals(desk), words.terms(desk),
        orders.changes(desk), orders.denied(desk), basis.basis(desk), basis.method(desk),
    ]  # fmt: skip


def _worth_showing(part: Section) -> bool:
    return bool(part.intro or part.lines or part.missing or part.tables or part.parts)


def _figures(desk: Desk, found: Analysis) -> tuple[tuple[str, str], ...]:
    pointed_out = sum(gap.quoted for gap in found.gaps) if found.made else len(claims.gap_groups(desk))
    arrangements = "sam:Arrangement", "sam:Forum", "sam:Programme", "sam:Agreement", "sam:Routine"
    counts = (
        (desk.documents, "lästa handlingar"),
        (desk.facts.statements, "påståenden med citat"),
        (len(desk.facts.of_type(*arrangements)), "samverkansformer"),
        (len(desk.things("sam:Assignment")), "uppdrag"),
        (pointed_out, "påtalade mellanrum"),
    )  # fmt: skip
    return tuple((number(count), what) for count, what in counts)
