"""rapport.html and rapport.md, two renderings of one outline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.export import markdown
from graph.export.chapters import actors, basis, claims, disagreements, orders, words
from graph.export.chapters.desk import Desk
from graph.export.facts import Facts
from graph.export.outline import Outline, Section, citing, left_out
from graph.export.rendering import inline, page, policy, resource
from graph.export.wording import number
from graph.export.writing import write_text
from graph.model import Contradiction, Knowledge


def write_report(
    knowledge: Knowledge, folder: Path, contradictions: Sequence[Contradiction] = ()
) -> list[Path]:
    """Write `rapport.html` and `rapport.md`; return their paths."""
    outline = build_outline(knowledge, contradictions)
    style = resource("bas.css") + resource("rapport.css")
    html = page("rapport.html.j2", outline=outline, style=inline(style), policy=policy(styles=(style,)),
                left_out=left_out, notice=basis.NOTICE)  # fmt: skip
    return [
        write_text(folder / "rapport.html", html),
        write_text(folder / "rapport.md", markdown.render(outline)),
    ]


def build_outline(knowledge: Knowledge, contradictions: Sequence[Contradiction] = ()) -> Outline:
    """Return the report as values; chapters are made in reading order, for that numbers the quotes."""
    desk = Desk(Facts(knowledge))
    sections = tuple(filter(_worth_showing, _chapters(desk, contradictions)))
    return Outline(
        title="Samverkan, uppdrag och mellanrum", municipality=desk.facts.municipality(),
        notice=basis.NOTICE, figures=_figures(desk), sections=sections, quotes=tuple(desk.citations.quotes),
        graph_hash=knowledge.graph_hash, cited_in=citing(sections),
    )  # fmt: skip


def _chapters(desk: Desk, contradictions: Sequence[Contradiction]) -> list[Section]:
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
