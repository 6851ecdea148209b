"""Who speaks in a document, and which audit it speaks of."""

from __future__ import annotations

import pytest

from graph.extract.context import build_scene
from graph.extract.names import find_mentions
from graph.extract.scene import Scene
from graph.model import Node
from graph.read import read_document
from tests.extract.reading import gazetteer, vocabulary


def scene(text: str) -> Scene:
    document = read_document(text.encode(), "prov.txt")
    municipality = gazetteer().municipality("Tallmo kommun")
    mentions = find_mentions(
        document, vocabulary=vocabulary(), gazetteer=gazetteer(), municipality=municipality
    )
    own = Node(key="", types=("sam:Municipality",), label="Tallmo kommun")
    return build_scene(document, mentions, municipality=own, vocabulary=vocabulary())


OWNERS = [
    ("Kulturnämnden\n2031-04-16\n\nSvar på remiss\n\nBeslut\nNämnden godkänner svaret.", "Kulturnämnden"),
    ("Tjänsteskrivelse\nKulturkontoret\nTill Kulturnämnden\n\nLokaler\n\nBakgrund\nUnga.", "Kulturkontoret"),
    ("Ekbackens friskola\nTill Kulturnämnden\n\nVi vänder oss till er.\n"
     "\nMed vänlig hälsning\nKim Ekfors", "Ekbackens friskola"),
    ("Lokaler för unga\n\nKulturnämndens beslut\n\nKulturnämnden avslår ansökan.", "Kulturnämnden"),
    ("Lokaler för unga\n\nBakgrund\nUnga saknar lokaler.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "owner"), OWNERS)
def test_a_document_is_by_whoever_sends_it(text: str, owner: str | None) -> None:
    found = scene(text).owners.get(0)
    assert (found.label if found else None) == owner


REPORTS = [
    ("Revisionsrapport – Lokaler\nSkrivelse – Revisionsrapport – Lokaler", "Revisionsrapport – Lokaler"),
    ("Granskning av lokaler för unga, revisionsrapport", "Granskning av lokaler för unga"),
    ("Kulturkontorets tjänsteskrivelse", None),
]  # fmt: skip


@pytest.mark.parametrize(("papers", "report"), REPORTS)
def test_the_report_is_the_paper_whose_title_begins_as_one(papers: str, report: str | None) -> None:
    found = scene(f"Kulturnämnden\n\nLokaler för unga\n\nBeslutsunderlag\n{papers}\n").report
    assert (found.label.removesuffix(", revisionsrapport") if found else None) == report
