"""The responsibility map: committees in the cells, empty cells said, exclusions left out."""

from __future__ import annotations

from graph.analyse.responsibility_map import find_cells
from tests.analyse.small import graph, short

WORLD = """
:sn a sam:Committee , sam:PoliticalBody . :bun a sam:Committee , sam:PoliticalBody .
:soc a sam:Administration ; sam:serves :sn . :fri a sam:Administration .
:plikt a sam:Responsibility ; sam:responsible :sn ; sam:targetGroup :unga ;
  sam:workLevel samc:lvl-preventive .
:undantag a sam:Responsibility ; dcterms:type samc:resp-exclusion ; sam:responsible :bun ;
  sam:targetGroup :unga .
:uppdrag a sam:Assignment ; sam:assignedTo :bun ; sam:targetGroup :unga ;
  sam:workLevel samc:lvl-preventive .
:rad a sam:Arrangement , sam:Forum ; sam:hasParticipant :soc , :fri , :polis ; sam:targetGroup :barn .
:polis a sam:ExternalActor .
:fynd a sam:Finding ; sam:targetGroup :aldre .
"""


def cells() -> dict[tuple[str, str], list[str]]:
    return {(short(c.group), c.level): list(map(short, c.holders)) for c in find_cells(graph(WORLD))}


def test_committees_hold_cells_and_administrations_those_of_the_committee_they_serve():
    held = {place: who for place, who in cells().items() if who}
    assert held == {("unga", "samc:lvl-preventive"): ["bun", "sn"], ("barn", ""): ["fri", "sn"]}


def test_every_group_that_is_named_has_a_cell_on_every_level():
    found = cells()
    assert {group for group, _ in found} == {"unga", "barn", "aldre"}
    assert len(found) == 3 * 4
    assert found["aldre", ""] == []


def test_a_cell_names_what_it_rests_on():
    cell = next(c for c in find_cells(graph(WORLD)) if short(c.group) == "barn" and not c.level)
    assert {(short(s), p, short(o)) for s, p, o in cell.facts} == {
        ("rad", "sam:targetGroup", "barn"),
        ("rad", "sam:hasParticipant", "soc"),
        ("soc", "sam:serves", "sn"),
        ("rad", "sam:hasParticipant", "fri"),
    }
