"""Two sources that disagree are found with both sides; what only looks like it is left alone."""

from __future__ import annotations

import pytest

from graph.analyse.contradictions import find_contradictions
from graph.model import Assertion, Evidence, Literal

DAY = "xsd:date"


def said(subject, predicate, value, document, quote="x", *, modality="samc:mod-stated", negative=False):
    passage = Evidence(document=document, page=None, start=0, end=len(quote), quote=quote)
    return Assertion(
        subject=subject, predicate=predicate, object=value, origin="r", modality=modality,
        negative=negative, confidence=0.9, evidence=(passage,),
    )  # fmt: skip


def day(value):
    return Literal(value, DAY)


DUTY = "{} ansvarar för fältarbetet på kvällar och helger i tätortens centrala delar."
OTHER = "{} ansvarar för vattenledningar, avlopp och gatubelysning i hela kommunen."
ORDER = "Nämnden ska redovisa arbetet med rutinen för orosanmälan från fristående skolor senast {}."
ABSENT = "Polisen deltar inte i Ortsrådet."


def duty(name, holder, document, quote=DUTY, kind="samc:resp-duty"):
    words = quote.format(holder)
    return [
        said(name, "rdf:type", "sam:Responsibility", document, words),
        said(name, "sam:responsible", holder, document, words),
        said(name, "dcterms:type", kind, document, words),
    ]


def order(name, holder, due, document):
    words = ORDER.format(due)
    return [
        said(name, "rdf:type", "sam:Assignment", document, words),
        said(name, "sam:assignedTo", holder, document, words),
        said(name, "sam:deadline", day(due), document, words),
    ]


def absence(document, quote=ABSENT, kind="samc:gap-coordination"):
    return [
        said("f", "rdf:type", "sam:Finding", document, quote),
        said("f", "sam:identifies", "g", document, quote),
        said("f", "sam:concerns", "rad", document, quote),
        said("g", "sam:affects", "polis", document, quote),
        said("g", "dcterms:type", kind, document, quote),
    ]


MEMBER = said("rad", "sam:hasParticipant", "polis", "a", "I Ortsrådet ingår polisen.")

DISAGREE = {
    "sammankallande": [said("rad", "sam:convenor", "ks", "a"), said("rad", "sam:convenor", "sn", "b")],
    "giltighet till": [
        said("avtal", "sam:validTo", day("2026-12-31"), "a"),
        said("avtal", "sam:validTo", day("2025-12-31"), "b"),
    ],
    "ansvar": duty("r1", "sn", "a") + duty("r2", "fn", "b"),
    "tidsfrist": order("u1", "sn", "2031-03-01", "a") + order("u2", "sn", "2031-05-01", "b"),
    "deltagande": [MEMBER, *absence("b")],
}
FREED = duty("r1", "sn", "a") + duty("r2", "sn", "b", kind="samc:resp-exclusion")


@pytest.mark.parametrize(("kind", "claims"), [*DISAGREE.items(), ("ansvar", FREED)])
def test_a_disagreement_is_found_with_both_sides(kind: str, claims: list[Assertion]):
    (found,) = find_contradictions(claims)
    assert found.kind == kind
    sides = [{e.document for claim in side for e in claim.evidence} for side in (found.one, found.other)]
    assert sides == [{"a"}, {"b"}]


@pytest.mark.parametrize("claims", [*DISAGREE.values(), FREED])
def test_the_order_of_the_claims_does_not_matter(claims: list[Assertion]):
    assert find_contradictions(claims) == find_contradictions(claims[::-1])


AGREE = {
    "the same twice": [said("rad", "sam:convenor", "ks", "a"), said("rad", "sam:convenor", "ks", "b")],
    "two named together": [
        said("rad", "sam:convenor", "ks", "a"), said("rad", "sam:convenor", "sn", "a"),
        said("rad", "sam:convenor", "ks", "b"),
    ],
    "less precise": [
        said("avtal", "sam:validFrom", Literal("2024", "xsd:gYear"), "a"),
        said("avtal", "sam:validFrom", day("2024-03-01"), "b"),
    ],
    "one document": [said("rad", "sam:convenor", "ks", "a"), said("rad", "sam:convenor", "sn", "a")],
    "only proposed": [
        said("rad", "sam:convenor", "ks", "a"),
        said("rad", "sam:convenor", "sn", "b", modality="samc:mod-planned"),
    ],
    "many participants": [MEMBER, said("rad", "sam:hasParticipant", "skola", "b")],
    "other tasks": duty("r1", "sn", "a") + duty("r2", "fn", "b", OTHER),
    "both responsible": duty("r1", "sn", "a") + duty("r2", "sn", "b"),
    "both freed": duty("r1", "sn", "a", kind="samc:resp-exclusion")
    + duty("r2", "fn", "b", kind="samc:resp-exclusion"),
    "a yearly report": order("u1", "sn", "2031-03-01", "a") + order("u2", "sn", "2032-03-01", "b"),
    "another's report": order("u1", "sn", "2031-03-01", "a") + order("u2", "fn", "2031-05-01", "b"),
    "another fault": [MEMBER, *absence("b", "Samordningen mellan polisen och Ortsrådet fungerar inte.")],
    "said of another gap": [MEMBER, *absence("b", kind="samc:gap-knowledge")],
    "absent in the same document": [MEMBER, *absence("a")],
}  # fmt: skip


@pytest.mark.parametrize("claims", AGREE.values(), ids=AGREE)
def test_what_can_both_hold_is_no_contradiction(claims: list[Assertion]):
    assert find_contradictions(claims) == []
