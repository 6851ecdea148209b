"""Which sentences decide, and which of them are points of their own."""

from __future__ import annotations

import pytest

from tests.extract.passages import reading

HEAD = """TALLMO KOMMUN
Kulturnämnden
Sammanträdesprotokoll 2031-04-16

§ 12 Dnr KUN 2031-0012
Lokaler för unga

"""

POINTS = [
    ("Beslut\nKulturnämnden godkänner redovisningen.", 1),
    ("Beslut\n1. Kulturnämnden godkänner redovisningen.\n2. Paragrafen förklaras omedelbart justerad.", 3),
    ("Beslut\n1. Kulturkontoret får i uppdrag att se. Uppdraget ska redovisas.\n2. Ärendet avslutas.", 3),
    ("Beslut\nKulturnämnden godkänner redovisningen. Kulturkontoret ska lämna en plan i maj.", 3),
    ("Beslut\nKulturnämnden antar planen. Planen ska följas upp varje år.", 1),
    ("Beslut\nKulturnämnden beslutar att godkänna den och att översända den till skolnämnden.", 1),
    ("Beslut\nKulturnämnden beslutar\n- att godkänna redovisningen\n- att avsluta ärendet", 3),
    ("Kulturnämnden noterar informationen och lägger den till handlingarna.", 1),
    ("Redovisningen läggs till handlingarna.", 1),
    ("Sammanfattning\nKulturnämnden har berett ärendet.", 0),
    ("Förslag till beslut\nKulturnämnden godkänner redovisningen.", 0),
    ("Yrkanden\nKim Ekfors (GP) yrkar bifall till förslaget.", 0),
]  # fmt: skip


@pytest.mark.parametrize(("words", "decisions"), POINTS)
def test_a_case_has_a_decision_and_one_for_each_of_several_points(words: str, decisions: int) -> None:
    found = {node.key for node in reading(f"{HEAD}{words}\n").nodes if "sam:Decision" in node.types}
    assert len(found) == decisions


def test_a_numbered_decision_is_the_same_in_the_minutes_and_in_what_it_adopted() -> None:
    minutes = reading(f"{HEAD}Beslut\nKulturnämnden antar riktlinjer för lokaler.\n")
    paper = reading(
        "# Riktlinjer för lokaler\n\nAntagna av kulturnämnden 2031-04-16, § 12\n\n## Syfte\n\nLokaler.\n"
    )
    keys = [{n.key for n in found.nodes if "sam:Decision" in n.types} for found in (minutes, paper)]
    assert keys[0] == keys[1] == {"beslut/kulturnamnden-2031-p12"}
