"""Levels of work: what is promotive, preventive and remedial, said of whom; and what only sounds so."""

from __future__ import annotations

import pytest

from graph.extract.levels import levels
from tests.extract.telling import body, told

P, F, R = "lvl-promotive", "lvl-preventive", "lvl-remedial"
REGULATION = (
    "# Reglemente för socialnämnden i Tallmo\n\nAntaget av kommunfullmäktige 2031-02-03\n\n"
    "## 2 § Uppgifter\n\n"
)


class Piece:
    mentions = ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("främjande och förebyggande insatser", [P, F]),
        ("främjande, förebyggande och åtgärdande arbete", [P, F, R]),
        ("åtgärdande arbete", [R]),
        ("det förebyggande arbetet för barn", [F]),
        ("förebyggande arbete för barn", [F]),
        ("hälsofrämjande och förebyggande insatserna", [P, F]),
        ("det brottsförebyggande arbetet i kommunen", [F]),
        ("tidiga och förebyggande insatser", [F]),
        ("förebyggande sociala insatser", [F]),
        ("förebyggande och trygghetsskapande åtgärder", [F]),
        ("drogförebyggande ungdomsarbete", [F]),
        ("arbeta förebyggande", [F]),
        ("arbetar såväl främjande som förebyggande med unga", [P, F]),
        ("ska verka brottsförebyggande.", [F]),
        ("i förebyggande syfte", [F]),
        ("utifrån ett främjande och förebyggande perspektiv", [P, F]),
        ("förebygga skolavhopp", [F]),
        ("förebyggande av våld i nära relationer", [F]),
        ("preventiva insatser", [F]),
        ("främja barns och ungas psykiska hälsa", [P]),
        ("främja skolnärvaro", [P]),
        ("inte bara åtgärdande utan även förebyggande insatser", [F, R]),
        # near misses
        ("kalla Brottsförebyggande rådet", []),
        ("delta i kommunens lokala brottsförebyggande råd", []),
        ("informera Förebyggande enheten", []),
        ("stödja Friluftsfrämjandet", []),
        ("åtgärda brister i lokalerna", []),
        ("åtgärdandet av brister", []),
        ("främja samverkan och näringsliv", []),
        ("förebygga dubbelarbete", []),
        ("samråda med enheten för förebyggande arbete", []),
        ("inte åtgärdande insatser", []),
        ("i stället för åtgärdande insatser", []),
        ("snarare än åtgärdande arbete", []),
        ("arbeta med förebyggandet", []),
        ("en förebyggande och", []),
    ],
)
def test_a_level_is_an_attribute_of_work(text, found):
    assert levels(Piece(), text) == tuple(f"samc:{level}" for level in found)


def said(text):
    return {line.replace(" | workLevel | ", ": ") for line in told(text, "workLevel")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trygghetsrådet är ett forum för förebyggande arbete.", {f"Trygghetsrådet: {F}"}),
        ("Trygghetsrådet är kommunens lokala brottsförebyggande råd.", {f"Trygghetsrådet: {F}"}),
        ("Trygghetsrådet arbetar främjande och förebyggande.",
         {f"Trygghetsrådet: {P}", f"Trygghetsrådet: {F}"}),
        ("Trygghetsrådet samordnar det åtgärdande arbetet kring unga.", {f"Trygghetsrådet: {R}"}),
        ("Trygghetsrådet syftar till att förebygga skolavhopp.", {f"Trygghetsrådet: {F}"}),
        ("Trygghetsrådet har informerats om Brottsförebyggande rådet.", set()),
        ("Trygghetsrådet är ett forum. Skolan arbetar förebyggande.", set()),
        ("Trygghetsrådet arbetar inte med åtgärdande insatser.", set()),
        ("Det förebyggande arbetet har diskuterats.", set()),
    ],
)  # fmt: skip
def test_the_level_of_an_arrangement(text, found):
    assert said(body(text)) == found


def test_the_level_of_a_responsibility_is_that_of_its_own_task():
    text = REGULATION + "Socialnämnden ansvarar för förebyggande insatser för unga och för bistånd.\n"
    assert said(text) == {f"<Responsibility>: {F}"}
    other = REGULATION + "Socialnämnden ska utveckla förebyggande insatser och att pröva ansökningar.\n"
    assert len(told(other, "workLevel")) == 1


def test_the_level_of_an_assignment_and_of_a_measure():
    order = (
        "# Protokoll\n\nKommunstyrelsen 2031-02-03\n\n## Kommunstyrelsens beslut\n\n"
        "Socialnämnden får i uppdrag att utveckla det förebyggande arbetet för unga.\n"
    )
    assert f"<Assignment>: {F}" in said(order)
    done = body("Med anledning av granskningen har socialnämnden stärkt det förebyggande arbetet.")
    assert said(done) == {f"<Measure>: {F}"}
