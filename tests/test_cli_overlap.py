"""What `samverkan overlaps` and `samverkan network` print, on graphs made by hand."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext

import pytest

from graph import analysing, cli, cli_overlap
from tests.analyse.asked import HandMade

SAID = {
    "d1": """
        radet rdf:type sam:Arrangement
        radet rdf:type sam:Forum
        radet sam:hasParticipant polisen
        radet sam:hasParticipant skolan
        radet sam:hasParticipant kyrkan
        teamet rdf:type sam:Arrangement
        teamet rdf:type sam:Routine
        teamet sam:hasParticipant polisen
        teamet sam:hasParticipant skolan
        teamet sam:hasParticipant bolaget
    """,
    "d2": """
        andra rdf:type sam:Arrangement
        andra sam:hasParticipant bolaget
        andra sam:hasParticipant regionen
        tredje rdf:type sam:Arrangement
        tredje sam:hasParticipant regionen
        tredje sam:hasParticipant banken
        saken rdf:type sam:Overlap
        saken sam:between radet
        saken sam:between teamet
        saken sam:between andra
    """,
}


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*arguments: str, said: dict[str, str] = SAID) -> str:
        graph = HandMade(said, modality={"saken": "samc:mod-possible"})
        monkeypatch.setattr(cli_overlap, "open_workspace", lambda place: place)
        monkeypatch.setattr(analysing, "graph_of", lambda ws: nullcontext(graph))
        code = cli.run(list(arguments))
        done = capsys.readouterr()
        assert code == 0, done.err
        return done.out

    return call


def test_kinds_are_apart_with_what_is_shared_and_what_not(run):
    out = run("overlaps")
    stated, intended, computed = (out.index(word) for word in ("UTTALADE", "AVSEDDA", "BERÄKNADE"))
    assert stated < out.index("saken  [samc:mod-possible]") < intended < computed
    assert "Mellan: andra; radet (sam:Forum); teamet (sam:Routine)" in out
    assert "radet och teamet" in out[computed:]
    assert "Att dessa överlappar sägs också i en handling." in out[computed:]
    assert "Delar deltagare: polisen; skolan" in out
    assert "bara radet (deltagare): kyrkan" in out
    assert re.search(
        r"2 av 4 deltagare är gemensamma; slumpen skulle ge [01],\d, och så många eller fler i", out
    )
    assert "Mönster, inte bevis" in out
    assert "Om radet: ”xyz” — d1" in out


def test_one_kind_or_one_name_can_be_chosen(run):
    assert "BERÄKNADE: par som delar något i grafen, oavsett om någon säger att de överlappar (0)" in run(
        "overlaps", "--slag", "uttalat"
    )
    assert "radet och teamet" in run("overlaps", "--om", "RADET")
    assert "radet och teamet" not in run("overlaps", "--om", "banken")


def test_overlaps_for_programs(run):
    stated, computed = json.loads(run("overlaps", "--json"))
    assert (stated["slag"], stated["rubrik"], stated["p"]) == ("uttalat", "saken", None)
    assert [one["namn"] for one in computed["mellan"]] == ["radet", "teamet"]
    assert computed["mönster_inte_bevis"] is True
    assert computed["belägg"] == [{"citat": "xyz", "handling": "d1", "uppgifter": 4}]


def test_the_network_tells_places_with_what_they_hang_on(run):
    out = run("network", "--antal", "1")
    assert "6 aktörer, 4 samverkansformer, 10 deltaganden." in out
    assert "Mellanhand" in out
    assert "\n  1. bolaget: 0,60 (" in out
    assert "  2. " not in out
    assert "Gruppering 1:" in out
    assert "Möts i: " in out


def test_the_network_for_programs(run):
    found = json.loads(run("network", "--json"))
    assert found["aktörer"] == 6
    assert {"mått", "namn", "värde", "lägst", "högst", "sämsta_plats"} <= set(found["mått"][0])


def test_nothing_found_says_where_it_was_sought(run):
    assert run("network", said={}) == "Ingen handling säger vem som deltar i vad. Sökt i 0 handlingar.\n"
    assert "UTTALADE: sägs i en handling (0)" in run("overlaps", said={})


def test_a_faulty_choice_is_told_in_swedish(capsys):
    assert cli.run(["overlaps", "--slag", "uttalade"]) == 2
    assert "uttalat" in capsys.readouterr().err
