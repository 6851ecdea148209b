"""Two graphs, or two days of one: what came, went and turned; another name or passage is no change."""

from __future__ import annotations

import pytest

from graph.analyse.changes import find_changes, find_changes_between
from tests.analyse.small import document, graph, short, stated

RAD = ':rad a sam:Forum , sam:Arrangement ; skos:prefLabel "Trygghetsrådet"@sv ; sam:hasParticipant :sn .\n'
SN = ':sn a sam:PoliticalBody ; skos:prefLabel "Socialnämnden"@sv .\n'
GAP = ':gap a sam:Gap ; skos:prefLabel "Rutinen för skolfrånvaro bland unga saknas"@sv .\n'
DONE = ':gjort a sam:Measure ; skos:prefLabel "Rutinen är klar"@sv ; sam:addresses :gap ; '
DONE += "sam:status samc:st-done .\n"


def changes(before: str, after: str) -> list[tuple[str, str]]:
    return [(c.kind, short(c.node)) for c in find_changes(graph(SN + before), graph(SN + after))]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (RAD, RAD, []),
        ("", RAD, [("ny", "rad")]),
        (RAD, "", [("borta", "rad")]),
        ("", GAP, [("mellanrum öppnat", "gap")]),
        (GAP, "", [("mellanrum slutet", "gap")]),
        (GAP, GAP + DONE, [("mellanrum slutet", "gap"), ("ny", "gjort")]),
        (GAP + DONE, GAP + DONE, []),
        (RAD, RAD + ":rad sam:hasParticipant :polis .", [("ändrad", "rad")]),
        (RAD, RAD.replace("Trygghetsrådet", "Rådet för trygghet"), []),  # another label
        (RAD, RAD.replace(":rad", ":rad2"), []),  # another identifier, the same name
        (GAP, GAP.replace(":gap", ":gap2").replace("saknas", "saknas ännu"), []),  # nearly the same sentence
        (GAP, GAP.replace(":gap", ":gap2").replace("skolfrånvaro", "utskrivning"), [
            ("mellanrum öppnat", "gap2"), ("mellanrum slutet", "gap"),
        ]),
        (RAD, RAD + document("ny", day="2031-01-01") + stated("ny", "rad", "sam:Forum"), []),
        (RAD + ":rad sam:convenor :sn .", RAD + ":rad sam:convenor :sn .", []),
    ],
)  # fmt: skip
def test_what_matters_between_two_builds(before, after, found):
    assert changes(before, after) == found


def test_a_changed_relation_tells_both_values_and_the_facts_that_stand():
    before, after = RAD + ":rad sam:validTo '2031' .", RAD + ":rad sam:validTo '2033' ."
    (change,) = find_changes(graph(SN + before), graph(SN + after))
    assert (change.before, change.after) == ("2031", "2033")
    assert change.text == "Trygghetsrådet, gäller till: 2031 → 2033."
    assert [(short(s), p, o) for s, p, o in change.facts] == [("rad", "sam:validTo", "2033")]


TIMES = (
    document("a", day="2031-02-01") + document("b", day="2031-06-01") + document("c")
    + ":g1 a sam:Gap . :g2 a sam:Gap . :g3 a sam:Gap . :g4 a sam:Gap .\n"
    + stated("a", "g1", "sam:Gap") + stated("b", "g2", "sam:Gap")
    + stated("c", "g3", "sam:Gap")  # nobody knows since when
    + stated("b", "g4", "sam:Gap") + stated("a", "g4", "sam:Gap")  # known before
    + ":avtal a sam:Agreement ; sam:validFrom '2031-04-01' ; sam:validTo '2031-12-31' .\n"
    + ":byte a org:ChangeEvent ; dcterms:date '2031-05-01' ; org:originalOrganization :sn ; "
    "org:resultingOrganization :vn .\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("2031-03-01", "2031-06-30", [("mellanrum öppnat", "g2"), ("ändrad", "byte"), ("ny", "avtal")]),
        ("2031-07-01", "2031-12-31", []),  # the last day still holds
        ("2031-07-01", "2032-01-01", [("borta", "avtal")]),
        ("2031-12-31", "2032-01-01", [("borta", "avtal")]),
        ("2032-01-01", "2033-01-01", []),
    ],
)
def test_what_came_and_went_between_two_days(first, second, found):
    assert [(c.kind, short(c.node)) for c in find_changes_between(graph(TIMES), first, second)] == found
