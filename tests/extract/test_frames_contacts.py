"""Whose mailboxes are, and who signs in which post of which body."""

from __future__ import annotations

import pytest

from graph.extract.contacts import is_personal_mailbox
from tests.extract.passages import said

ADDRESSES = [
    ("kim.ekfors@tallmo.example", True),
    ("kim.ekfors2@tallmo.example", True),
    ("kulturnamnden@tallmo.example", False),
    ("ks.diarium@tallmo.example", False),
    ("kultur.kontoret@tallmo.example", False),
    ("revisionen@tallmo.example", False),
]


@pytest.mark.parametrize(("address", "personal"), ADDRESSES)
def test_a_person_is_told_from_an_office(address: str, personal: bool) -> None:
    assert is_personal_mailbox(address) == personal


MAILBOXES = [
    ("Kulturnämnden nås på kulturnamnden@tallmo.example.", {"Kulturnämnden"}),
    ("Skriv till kulturkontoret, lokaler@tallmo.example.", {"Kulturkontoret"}),
    ("Trygghetsrådet träffas varje månad. Mejla tr@tallmo.example.", {"Trygghetsrådet"}),
    ("Revisorerna har granskat lokaler.\n\nSkriv till revisionen@tallmo.example.", {"Revisorerna"}),
    ("Frågor besvaras av kim.ekfors@tallmo.example.", set()),
    ("Välkommen till biblioteket, bokborgen@tallmo.example.", set()),
]


@pytest.mark.parametrize(("words", "owners"), MAILBOXES)
def test_a_mailbox_belongs_to_whom_its_name_or_its_sentence_tells(words: str, owners: set[str]) -> None:
    text = f"# Fritid för unga\n\n## Kontakt\n\n{words}\n"
    contacts = said(text, "cv:contactPoint")
    assert {owner for owner, _, _ in contacts} == owners
    assert len(said(text, "cv:email")) == len(owners)


BODY = """# Yttrande över remiss om fritid

Kulturnämnden
2031-04-16

## Kulturnämndens beslut

Kulturnämnden godkänner yttrandet.

## Bakgrund

Kulturförvaltningen har berett ärendet.

## Underskrifter

"""
SIGNED = [
    ("Kim Ekfors\nOrdförande", {("Ordförande", "Kulturnämnden")}),
    ("Kim Ekfors\nOrdförande\n\nAlex Lundvik\nFörvaltningschef",
     {("Ordförande", "Kulturnämnden"), ("Förvaltningschef", "Kulturförvaltningen")}),
    ("Alex Lundvik\nKulturchef", {("Kulturchef", "Kulturförvaltningen")}),
    ("Alex Lundvik\nKommundirektör", {("Kommundirektör", "Tallmo")}),
    ("Alex Lundvik\nRektor, Ekbackens friskola", {("Rektor", "Ekbackens friskola")}),
    ("Alex Lundvik\nSekreterare", set()),
]  # fmt: skip


@pytest.mark.parametrize(("signatures", "posts"), SIGNED)
def test_a_post_is_in_the_body_that_leaves_no_doubt(signatures: str, posts: set[tuple[str, str]]) -> None:
    found = {(post, body.removesuffix(" kommun")) for post, _, body in said(BODY + signatures, "org:postIn")}
    assert found == posts
