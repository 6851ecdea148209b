"""Derived gaps of two builds or days: opened and closed by rule, told apart from what sources say."""

from __future__ import annotations

import pytest

from graph.analyse.changes import find_changes, find_changes_between
from graph.analyse.gaps import find_gaps
from graph.analyse.rules import packaged
from tests.analyse.small import document, graph, short

RAD = ':rad a sam:Forum , sam:Arrangement ; skos:prefLabel "Trygghetsrådet"@sv .\n'
SN = ':sn a sam:PoliticalBody ; skos:prefLabel "Socialnämnden"@sv .\n'
GOAL = ":rad sam:hasGoal :mal .\n"
LEVELS = (
    ':unga a sam:TargetGroup ; skos:prefLabel "unga"@sv .\n'
    ":v a sam:Responsibility ; sam:responsible :sn ; sam:targetGroup :unga ; sam:workLevel "
)
ORDER = ':u a sam:Assignment ; skos:prefLabel "Ta fram en plan"@sv ; sam:deadline "2031-05-31"^^xsd:date .\n'
NO_GOAL, NO_LEVEL, PASSED = "forum-utan-mal", "malgrupp-utan-ansvar-pa-niva", "tidsfrist-passerad"
OPENED, CLOSED = "mellanrum öppnat", "mellanrum slutet"


def gaps(made, rule, day=""):
    return find_gaps(made, day, [one for one in packaged() if one.name == rule])[0]


def turned(before, after, rule=NO_GOAL):
    old, new = graph(SN + before), graph(SN + after)
    found = find_changes(old, new, (gaps(old, rule), gaps(new, rule)))
    return [(c.kind, short(c.node), c.rule) for c in found if c.rule]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (RAD, RAD, []),
        (RAD, RAD + document("ny"), []),  # "i dessa 2 handlingar" is the same gap
        ("", RAD, [(OPENED, "rad", NO_GOAL)]),
        (RAD + GOAL, RAD, [(OPENED, "rad", NO_GOAL)]),
        (RAD, RAD + GOAL, [(CLOSED, "rad", NO_GOAL)]),
        (RAD, "", []),  # the forum is gone: that is told, and its gap was not closed
        (RAD, RAD.replace(":rad", ":rad2"), []),  # another identifier, the same name
        (RAD, RAD.replace("Trygghetsrådet", "Rådet för trygghet"), []),  # another label
        (RAD, (RAD + GOAL).replace(":rad", ":rad2"), [(CLOSED, "rad2", NO_GOAL)]),
    ],
)
def test_a_derived_gap_opens_and_closes(before, after, found):
    assert turned(before, after) == found


def test_a_gap_is_known_by_all_that_it_is_about():
    found = turned(
        LEVELS + "samc:lvl-promotive .\n", LEVELS + "samc:lvl-promotive , samc:lvl-remedial .\n", NO_LEVEL
    )
    assert found == [(CLOSED, "unga", NO_LEVEL)]


def test_what_is_not_told_of_on_its_own_is_known_by_its_name():
    old = graph(SN + LEVELS + "samc:lvl-promotive .\n")
    new = graph((SN + LEVELS + "samc:lvl-promotive .\n").replace(":unga", ":unga2"))
    found = find_changes(old, new, (gaps(old, NO_LEVEL), gaps(new, NO_LEVEL)))
    assert not [change for change in found if change.rule]


def test_the_words_say_that_it_is_derived_and_quoted_gaps_come_first():
    quoted = ':gap a sam:Gap ; skos:prefLabel "Rutinen saknas"@sv .\n'
    old, new = graph(SN), graph(SN + RAD + quoted)
    first, second, *_ = find_changes(old, new, ((), gaps(new, NO_GOAL)))
    assert (first.rule, second.rule) == ("", NO_GOAL)
    assert second.label == "Forum utan mål"
    assert second.text.startswith("Något mål eller syfte för Trygghetsrådet hittades inte i ")
    assert all(fact in new.facts(fact[0], None, None) for fact in second.facts)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("2031-05-01", "2031-06-30", [(OPENED, "u")]),
        ("2031-06-01", "2031-06-30", []),
        ("2031-05-01", "2031-05-31", []),  # the last day is not over
    ],
)
def test_a_deadline_that_passes_between_two_days_opens_a_gap(first, second, found):
    made = graph(ORDER)
    both = (gaps(made, PASSED, first), gaps(made, PASSED, second))
    assert [(c.kind, short(c.node)) for c in find_changes_between(made, first, second, both)] == found
