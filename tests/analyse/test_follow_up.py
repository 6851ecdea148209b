"""Deadlines seen from a day: kept, kept late, missed and to come; what only looks like a report is none."""

from __future__ import annotations

import pytest

from graph.analyse.follow_up import find_deadlines
from tests.analyse.small import document, graph, short, stated

TASK = """
:bun a sam:Committee ; skos:prefLabel "Utbildningsnämnden"@sv .
:ks a sam:Committee ; skos:prefLabel "Kommunstyrelsen"@sv .
:bunf a sam:Administration ; sam:serves :bun .
:task a sam:Assignment ; skos:prefLabel "Redovisa friskolornas deltagande i samverkansgrupperna"@sv ;
  sam:assignedTo :bun ; sam:reportTo :ks ; sam:deadline "2031-10-31"^^xsd:date .
:p1 a sam:Decision ; sam:establishes :task ; sam:inCase :dnr1 .
"""
TASK += document("protokoll", maker="ks", day="2031-06-05") + stated("protokoll", "task", "sam:Assignment")
SENT = ":b a sam:Decision ; sam:approves :svar ; sam:dispatchedTo :ks .\n"
AGAIN = """:again a sam:Assignment ; sam:assignedTo :bun ;
  skos:prefLabel "Redovisa friskolornas deltagande i samverkansgrupperna under året"@sv .
""" + stated("svar", "again", "sam:Assignment")  # fmt: skip
TOO = stated("svar", "task", "sam:Assignment")  # joined with what it retells
CASE = " ; sam:inCase :dnr1"


def states(trig: str, on: str = "2031-12-31") -> list[tuple[str, str]]:
    return [(short(d.assignment), d.state) for d in find_deadlines(graph(trig), on)]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2031-10-31", "kommande"),  # the last day is not past
        ("2031-11-01", "passerad utan redovisning"),
    ],
)
def test_a_deadline_is_missed_the_day_after_it(on, state):
    assert states(TASK, on) == [("task", state)]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2031-10-22", "redovisad"),
        ("2031-10-31", "redovisad"),
        ("2031-11-01", "redovisad sent"),
        ("", "redovisad"),  # nobody is called late without a date
    ],
)
def test_a_report_that_a_document_names_is_judged_by_its_date(day, state):
    report = document("rapport", maker="bun", day=day, more=" ; sam:reportsOn :task")
    assert states(TASK + report) == [("task", state)]


def test_a_month_is_not_later_than_a_day_in_it():
    report = document("rapport", maker="bun", more=' ; sam:reportsOn :task ; dcterms:date "2031-10"')
    assert states(TASK + report) == [("task", "redovisad")]


def test_a_report_after_the_chosen_day_is_not_known_yet():
    report = document("rapport", maker="bun", day="2031-11-20", more=" ; sam:reportsOn :task")
    assert states(TASK + report, "2031-11-10") == [("task", "passerad utan redovisning")]


@pytest.mark.parametrize(
    ("answer", "reported"),
    [
        (document("svar", maker="bun", day="2031-10-22", more=CASE) + SENT, True),
        (document("svar", maker="bunf", day="2031-10-22", more=CASE) + SENT, True),  # its administration
        (document("svar", maker="bun", day="2031-10-22", more=CASE) + AGAIN, True),
        (document("svar", maker="bun", day="2031-10-22", more=CASE) + TOO, True),
        (document("svar", maker="bun", day="2031-10-22", more=" ; sam:inCase :dnr2") + TOO, False),
        (document("svar", maker="bun", day="2031-10-22", more=CASE), False),  # one sign only
        (document("svar", maker="bun", day="2031-10-22") + SENT, False),
        (document("svar", maker="bun", day="2031-05-01", more=CASE) + SENT, False),  # before it was given
        (document("svar", maker="bun", more=CASE) + SENT, False),  # nobody knows when
        (document("svar", maker="ks", day="2031-10-22", more=CASE) + SENT, False),  # somebody else's
    ],
)
def test_a_document_that_names_no_assignment_reports_it_by_two_signs(answer, reported):
    assert dict(states(TASK + answer))["task"] == ("redovisad" if reported else "passerad utan redovisning")


def test_what_the_report_only_tells_again_is_no_assignment_of_its_own():
    trig = TASK + document("svar", maker="bun", day="2031-10-22", more=CASE) + AGAIN
    assert states(trig) == [("task", "redovisad")]


def test_each_body_answers_for_itself():
    trig = TASK + ":task sam:assignedTo :kfn .\n"
    trig += document("rapport", maker="bun", day="2031-10-01", more=" ; sam:reportsOn :task")
    found = find_deadlines(graph(trig), "2031-12-31")
    assert [(list(map(short, d.by)), d.state) for d in found] == [
        (["kfn"], "passerad utan redovisning"),
        (["bun"], "redovisad"),
    ]
    assert all(f[2] != d.by[0] for d, other in zip(found, reversed(found), strict=True) for f in other.facts)


def test_assignments_without_a_day_come_last_and_measures_need_one():
    trig = TASK + (
        ":utan a sam:Assignment ; sam:assignedTo :ks . :gjort a sam:Measure ; sam:responsible :ks .\n"
        ':lovat a sam:Measure ; sam:responsible :ks ; sam:deadline "2031-09-01"^^xsd:date .\n'
        ":klart a sam:Measure ; sam:responsible :ks ; sam:status samc:st-done ;\n"
        '  sam:deadline "2031-09-01"^^xsd:date .\n'
    )
    assert states(trig) == [
        ("lovat", "passerad utan redovisning"),
        ("task", "passerad utan redovisning"),
        ("klart", "redovisad"),
        ("utan", "utan datum"),
    ]


def test_what_is_found_names_its_facts():
    trig = TASK + document("rapport", maker="bun", day="2031-10-01", more=" ; sam:reportsOn :task")
    (found,) = find_deadlines(graph(trig), "2031-12-31")
    assert {(short(s), p) for s, p, _ in found.facts} == {
        ("task", "sam:assignedTo"), ("task", "sam:reportTo"), ("task", "sam:deadline"),
    }  # fmt: skip
    assert found.reports[0].facts[0][1] == "sam:reportsOn"
    assert found.reports[0].date == "2031-10-01"
