"""Why a sentence was read as it was: names that stand and that gave way, patterns, statements."""

from __future__ import annotations

from functools import cache

import pytest

from graph.extract import frames
from graph.extract.explaining import Explained, explain
from graph.gazetteer import load_gazetteer
from graph.model import MENTION_KINDS
from graph.read import read_document
from graph.vocabulary import load_vocabulary

TEXT = """Skolnämndens beslut
Skolnämnden svarar på granskningen av rutinen för orosanmälan.

Skolnämndens bedömning
Vi har läst Kommunstyrelsens svar på revisionsrapport.
Enligt granskningen saknas en väg in för friskolor. Nämnden instämmer i iakttagelsen.

Beslutet skickas till
Kommunstyrelsen
"""


@cache
def explained() -> tuple[Explained, ...]:
    gazetteer = load_gazetteer()
    doc = read_document(TEXT.encode(), "svar.txt")
    return tuple(
        explain(
            doc,
            vocabulary=load_vocabulary(),
            gazetteer=gazetteer,
            municipality=gazetteer.municipality("Ekby kommun"),
        )
    )


def one(words: str) -> Explained:
    return next(found for found in explained() if words in found.text)


def test_every_line_of_the_text_is_accounted_for() -> None:
    told = " ".join(found.text for found in explained())
    assert all(
        words in told for words in ("svarar på granskningen", "väg in", "instämmer", "Kommunstyrelsen")
    )


def test_a_list_of_recipients_is_shown_as_not_read() -> None:
    assert [one.is_read for one in explained() if one.text == "Kommunstyrelsen"] == [False]
    assert one("väg in").is_read


def test_a_finding_names_its_rule_its_voice_and_the_cue_that_saw_it() -> None:
    found = one("väg in")
    assert "claims.missing" in dict(found.patterns)
    assert "Revisorerna" in found.voices
    assert {("claim.finding", "sam:Finding")} <= {(t.rule, t.object) for t in found.told}


def test_a_name_inside_a_longer_one_is_shown_with_what_took_its_place() -> None:
    answer = "Kommunstyrelsens svar på revisionsrapport"
    lost = {name.words: name.lost_to for name in one("Vi har läst").names}
    assert lost == {answer: "", "Kommunstyrelsens": answer}


def test_every_kind_of_name_and_section_has_a_swedish_word() -> None:
    from graph.cli_show import KINDS, SECTIONS
    from graph.model import SECTION_KINDS

    assert set(KINDS) == set(MENTION_KINDS.values())
    assert set(SECTIONS) == set(SECTION_KINDS)


@pytest.mark.parametrize(("text", "name"), [("Det saknas en rutin", "claims.missing")])
def test_what_matches_is_told_by_name(text: str, name: str) -> None:
    assert name in dict(frames.matching(text, text))
