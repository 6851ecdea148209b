"""The chapters that rest on analyses: what matters first, kinds never mixed, every number from the graph."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from graph.analysis import (
    Analysis,
    Answer,
    Basis,
    Cell,
    Chain,
    Change,
    Deadline,
    Gap,
    Network,
    Overlap,
    Rank,
    Route,
    Shared,
    Step,
)
from graph.export.narrowing import narrowed, narrowed_analysis, with_members
from graph.export.outline import Figure, Line
from graph.export.report import build_outline, html
from tests.export.invented_graph import knowledge

GRAPH = knowledge()
CLAIMS = GRAPH.assertions
FORUM = next(e.iri for e in GRAPH.entities.values() if "sam:Forum" in e.types)
BODY = next(e.iri for e in GRAPH.entities.values() if "sam:Committee" in e.types)
OUTSIDE = next(e.iri for e in GRAPH.entities.values() if "sam:ExternalActor" in e.types)
FACT = (FORUM, "sam:hasParticipant", BODY)
BASIS = Basis(documents=2, first="2030-01-01", last="2031-03-09")


def gap(**more) -> Gap:
    fields = {
        "kind": "samc:gap-entry", "title": "otydlig väg in", "sentence": "Enligt revisorerna: skolor hittar inte in",
        "who": (OUTSIDE,), "quoted": True, "level": "warning", "facts": (FACT,), **more,
    }  # fmt: skip
    return Gap(**fields)


FOUND = Analysis(
    date="2031-03-09",
    basis=BASIS,
    gaps=(
        gap(),
        gap(status="bemött", sentence="Enligt skolan: rutin saknas",
            answers=(Answer(what=FORUM, kind="åtgärd", weight="helt", date="2030-02", facts=(FACT,)),)),
        gap(quoted=False, title="Extern aktör utan väg in", rule="aktor-utan-vag-in", problem="Problemet.",
            remedy="Åtgärden.", sentence="Ingen väg in för X hittades i dessa 2 handlingar.", basis=BASIS),
    ),
    overlaps=(
        Overlap(kind="uttalat", what="forum", names=(FORUM, BODY), facts=(FACT,)),
        Overlap(kind="beräknat", what="forum", names=(FORUM, BODY), effect=0.5, p=0.2, q=1.0, pattern_only=True,
                shared=(Shared(respect="deltagare", both=(BODY,), only_one=(OUTSIDE,), facts=(FACT,)),)),
    ),
    routes=(
        Route(actor=OUTSIDE, matter="", steps=(Step(node=FORUM, text="Parten deltar i rådet", facts=(FACT,)),),
              end=BODY),
        Route(actor=BODY, matter=""),
    ),
    deadlines=(
        Deadline(assignment=FORUM, by=(BODY,), to=(), due="2030-12-31", state="passerad utan redovisning",
                 facts=(FACT,)),
        Deadline(assignment=FORUM, by=(BODY,), to=(), due="2031-12-31", state="kommande"),
    ),
    chains=(
        Chain(case=FORUM, findings=(Step(node=BODY, text="En brist", date="2030-01-02", facts=(FACT,)),),
              missing=("svar", "uppföljning")),
    ),
    cells=(
        Cell(group=OUTSIDE, level="samc:lvl-preventive", holders=(BODY,), facts=(FACT,)),
        Cell(group=OUTSIDE, level="samc:lvl-remedial"),
        Cell(group=FORUM, level="samc:lvl-preventive"),
        Cell(group=FORUM, level="samc:lvl-remedial", holders=(BODY,)),
    ),
    network=Network(bodies=3, forums=1, ranks=(
        Rank(measure="mellanhand", who=BODY, value=0.5, low=0.0, high=1.0, place=1, best=1, worst=3),)),
    changes=(Change(kind="mellanrum slutet", node=FORUM, label="Forum utan mål", rule="forum-utan-mal",
                    text="Gäller inte längre: Något mål för rådet hittades inte i dessa 2 handlingar."),
             Change(kind="ny", node=FORUM, label="Rådet", text="finns nu i handlingarna", facts=(FACT,)),),
    proof={FACT: tuple(c for c in CLAIMS if c.predicate == "sam:hasParticipant")[:1]},
)  # fmt: skip


@pytest.fixture(scope="module")
def outline():
    return build_outline(GRAPH, FOUND)


def lines(part) -> list[Line]:
    def below(line: Line) -> list[Line]:
        return [line, *(inner for detail in line.details for inner in below(detail))]

    own = [line for first in (*part.lines, *part.missing) for line in below(first)]
    return own + [line for inner in part.parts for line in lines(inner)]


def chapter(outline, anchor):
    return next(part for part in outline.sections if part.anchor == anchor)


def told(part) -> str:
    return " ".join(f"{line.lead} {line.text}" for line in lines(part))


def test_what_to_act_on_comes_before_what_is_known(outline):
    anchors = [part.anchor for part in outline.sections]
    first = ["sammanfattning", "mellanrum", "overlapp", "vagar-in", "uppfoljning", "ansvarskarta", "natverk",
             "forandring"]  # fmt: skip
    assert anchors[: len(first)] == first
    assert anchors[-2:] == ["underlag", "metod"]


def test_the_summary_says_what_the_analyses_found(outline):
    text = told(chapter(outline, "sammanfattning"))
    assert "pekar själva på 2 mellanrum: 1 är öppet och 1 bemött" in text
    assert "Den 9 mars 2031 hade tidsfristen gått ut för 1 uppdrag" in text
    assert "den första 31 december 2031" in text
    assert "Av 1 ärende med iakttagelser går inget att följa" in text


def test_quoted_and_derived_gaps_stand_in_parts_of_their_own(outline):
    part = chapter(outline, "mellanrum")
    by_anchor = {inner.anchor: inner for inner in part.parts}
    assert list(by_anchor) == ["mellanrum-oppet", "mellanrum-bemott", "mellanrum-harledda"]
    derived = by_anchor["mellanrum-harledda"]
    assert not derived.lines
    assert all(line.derived for line in lines(derived))
    assert not any(line.derived for name in list(by_anchor)[:2] for line in lines(by_anchor[name]))
    assert "februari 2030" in told(by_anchor["mellanrum-bemott"])


def test_kinds_of_overlap_are_never_mixed_and_a_small_sample_proves_nothing(outline):
    part = chapter(outline, "overlapp")
    assert [inner.anchor for inner in part.parts] == ["overlapp-uttalat", "overlapp-beraknat"]
    text = told(part.parts[1])
    assert "50 procent av deltagarna är gemensamma; mönster, inte bevis" in text
    assert "Bara det ena" in text


def test_every_quote_that_a_line_cites_is_in_the_appendix(outline):
    numbers = {n for part in outline.sections for line in lines(part) for n in line.quotes}
    assert numbers <= {quote.number for quote in outline.quotes} == set(outline.cited_in)
    assert any(line.quotes for line in lines(chapter(outline, "mellanrum")))


def test_the_responsibility_map_shows_empty_cells(outline):
    (table,) = chapter(outline, "ansvarskarta").tables
    assert {row.count("–") for row in table.rows} == {1}


def test_a_place_is_shown_with_how_far_it_moves(outline):
    (table,) = chapter(outline, "natverk").tables
    assert table.rows == ((table.rows[0][0], "0,5", "0–1", "1 (1–3)"),)


def test_nothing_found_is_said_and_is_no_error():
    outline = build_outline(GRAPH, Analysis(date="", basis=Basis(documents=2)))
    assert "hittades inte i dessa 2 handlingar" in chapter(outline, "mellanrum").intro
    nothing = knowledge(entities={}, assertions=(), sources=())
    empty = build_outline(nothing, Analysis(date="", basis=Basis(documents=0)))
    assert "Inga handlingar är inlästa" in chapter(empty, "sammanfattning").intro


def test_the_page_holds_the_picture_where_it_can_run_nothing():
    picture = Figure(
        svg="<svg><script>alert(1)</script></svg>", alt="Rådet (<b>nämnden</b>)", caption="Karta"
    )
    page = "".join(html(build_outline(GRAPH, FOUND, picture=picture)))
    assert "<script" not in page
    assert re.search(r'<img src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]+" alt="Rådet \(&lt;b&gt;', page)


def test_a_narrowed_report_speaks_of_what_was_asked_for_alone():
    part = narrowed_analysis(FOUND, {OUTSIDE})
    assert len(part.gaps) == 3
    assert [route.actor for route in part.routes] == [OUTSIDE]
    assert not part.deadlines
    nothing = narrowed_analysis(FOUND, {"https://w3id.org/samverkan/id/x/aktor/okand"})
    assert not any((nothing.gaps, nothing.overlaps, nothing.routes, nothing.chains, nothing.cells))


def test_a_group_brings_its_members():
    members = [c for c in CLAIMS if c.predicate == "sam:inGroup"]
    for claim in members:
        assert claim.subject in with_members(GRAPH, [claim.object])
    assert with_members(GRAPH, [FORUM]) >= {FORUM}


def test_a_narrowed_graph_keeps_the_names_of_what_it_speaks_of():
    part = narrowed(GRAPH, {FORUM})
    assert set(part.entities) < set(GRAPH.entities)
    for claim in part.assertions:
        assert part.label(claim.subject) == GRAPH.label(claim.subject)
        assert part.label(claim.object) == GRAPH.label(claim.object)


def test_the_same_graph_gives_the_same_page():
    other = replace(GRAPH, assertions=tuple(reversed(CLAIMS)))
    assert "".join(html(build_outline(GRAPH, FOUND))) == "".join(html(build_outline(other, FOUND)))


def test_no_deadline_lies_ahead_when_there_is_no_day_to_see_it_from():
    ahead = Deadline(assignment=FORUM, by=(BODY,), to=(), due="2031-12-31", state="kommande", facts=(FACT,))
    undated = replace(FOUND, date="", deadlines=(ahead,))
    made = {one.anchor: one for one in build_outline(GRAPH, undated).sections}
    summary = " ".join(one.text for one in next(iter(made.values())).lines)
    assert "ligger framför" not in summary
    assert "om de har gått ut går inte att säga" in summary
    assert made["uppfoljning"].tables[0].rows[0][-1] == "inte bedömd"


def test_the_summary_does_not_deny_a_way_in_that_the_chapter_works_out():
    made = build_outline(GRAPH, FOUND).sections
    summary = " ".join(one.text for one in made[0].lines)
    assert "Ingen av de lästa handlingarna anger en väg in till kommunen för" in summary
    assert "väg in till kommunen hittades inte" not in summary


def test_a_remark_of_the_analyses_reaches_the_reader():
    made = build_outline(GRAPH, replace(FOUND, remarks=("egen.rq: Regeln kan inte användas.",)))
    assert "egen.rq: Regeln kan inte användas." in told(chapter(made, "sammanfattning"))


def test_changes_that_a_rule_derived_stand_apart_with_its_name(outline):
    part = chapter(outline, "forandring")
    assert [line.text for line in part.lines] == ["– finns nu i handlingarna."]
    (rule,) = part.missing
    assert rule.derived
    assert rule.lead == "Mellanrum slutet"
    assert "härlett av regeln forum-utan-mal; 1" in rule.text
    (detail,) = rule.details
    assert "Gäller inte längre" in detail.text
    assert detail.derived


def test_actors_that_may_take_the_same_way_share_a_line_and_what_sources_say_comes_first():
    way = (
        Step(node=FORUM, text="Lotsen anges som väg in", facts=((FORUM, "sam:contactFor", OUTSIDE),)),
        Step(node=BODY, text="Lotsen svarar"),
    )
    member = (GRAPH.entities[BODY].iri, "sam:inGroup", OUTSIDE)
    belongs = Step(node=BODY, text=f"{GRAPH.label(BODY)} ingår i gruppen", facts=(member,))
    routes = (
        Route(actor=FORUM, matter="", steps=way[1:], end=FORUM),
        Route(actor=BODY, matter="", steps=(belongs, *way), end=BODY, stated=True),
        Route(actor=OUTSIDE, matter="", steps=way, end=BODY, stated=True),
    )
    part = chapter(build_outline(GRAPH, replace(FOUND, routes=routes)), "vagar-in")
    group, other = part.lines
    names = f"{GRAPH.label(OUTSIDE)} och {GRAPH.label(BODY)}"
    assert group.lead == names[:1].upper() + names[1:]
    assert [d.text for d in group.details] == [
        f"{GRAPH.label(BODY)} ingår i gruppen.", "Lotsen anges som väg in.", "Lotsen svarar.",
    ]  # fmt: skip
    assert "(härledd)" in other.text


def test_rows_and_columns_of_the_map_that_are_empty_are_told_in_words():
    cells = (
        Cell(group=OUTSIDE, level="", holders=(BODY,), facts=(FACT,)),
        Cell(group=OUTSIDE, level="samc:lvl-remedial"),
        Cell(group=FORUM, level=""),
        Cell(group=FORUM, level="samc:lvl-remedial"),
    )
    part = chapter(build_outline(GRAPH, replace(FOUND, cells=cells)), "ansvarskarta")
    (table,) = part.tables
    assert [len(row) for row in table.rows] == [2]
    assert [line.text for line in part.missing] == [
        f"Inget organ hittades i dessa 2 handlingar för 1 målgrupp: {GRAPH.label(FORUM)}.",
        f"Inget organ hittades på arbetsnivån {FOUND.names.get('samc:lvl-remedial', 'lvl-remedial')}.",
    ]
    nobody = chapter(build_outline(GRAPH, replace(FOUND, cells=cells[2:])), "ansvarskarta")
    assert not nobody.tables
    assert nobody.missing
