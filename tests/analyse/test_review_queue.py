"""What to review first: the doubtful that much rests on; always the same order."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from graph.analyse.review_queue import findings_of, in_order, statement_id
from graph.analysis import Analysis, Basis, Gap, Overlap
from graph.model import Assertion, Evidence, Literal

BASE = "https://w3id.org/samverkan/id/provby/"


def claim(subject, predicate, value, confidence=0.5, **more):
    passage = Evidence(document="a", page=None, start=0, end=4, quote="text")
    return Assertion(
        subject=BASE + subject, predicate=predicate, object=value, origin="regel", confidence=confidence,
        evidence=(passage,), **more,
    )  # fmt: skip


def empty(**parts):
    return Analysis(date="", basis=Basis(documents=1), **parts)


A = claim("forum/a", "sam:hasParticipant", BASE + "organ/b")
B = claim("forum/a", "sam:hasParticipant", BASE + "organ/c", 0.9)
C = claim("forum/a", "rdf:type", "sam:Forum", 0.5)
D = claim("forum/a", "sam:deadline", Literal("2031-01-01", "xsd:date"), 0.5)


def fact(one):
    return one.subject, one.predicate, one.object.value if isinstance(one.object, Literal) else one.object


def order(claims, analysis=None):
    return [item.id for item in in_order(claims, analysis or empty())]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (A, B, "the doubtful before the sure"),
        (A, C, "a line on the map before a class"),
        (A, D, "a line on the map before a value"),
    ],
)
def test_what_comes_first(first, second, why):
    assert order([second, first]) == [statement_id(first), statement_id(second)], why


def test_what_results_rest_on_comes_first():
    gap = Gap(kind="k", title="t", sentence="s", who=(BASE + "forum/a",), quoted=True, facts=(fact(D),))
    assert order([A, D], empty(gaps=(gap,) * 4))[0] == statement_id(D)


def test_a_result_counts_once_for_a_statement_however_often_it_names_it():
    overlap = Overlap(kind="uttalat", what="forum", names=(), facts=(fact(D), fact(D)))
    assert findings_of([D], empty(overlaps=(overlap, overlap))) == {statement_id(D): 2}


def test_a_wider_fact_counts_for_the_statement_that_proves_it():
    wider = (A.subject, "sam:participant", A.object)
    overlap = Overlap(kind="uttalat", what="forum", names=(), facts=(wider,))
    assert findings_of([A], empty(overlaps=(overlap,), proof={wider: (A,)})) == {statement_id(A): 1}


def test_a_denied_statement_is_not_what_a_fact_rests_on():
    denied = replace(A, negative=True)
    overlap = Overlap(kind="uttalat", what="forum", names=(), facts=(fact(A),))
    assert findings_of([denied], empty(overlaps=(overlap,))) == {}


def test_one_statement_of_two_voices_is_one_item():
    (item,) = in_order([A, replace(A, voice=BASE + "organ/c", confidence=0.7)], empty())
    assert item.confidence == 0.7
    assert item.documents == ("a",)


def test_the_order_does_not_depend_on_that_of_the_statements():
    claims = [claim(f"organ/{n}", "sam:hasParticipant", BASE + f"organ/{n % 7}", 0.5) for n in range(60)]
    expected = order(claims)
    for seed in range(5):
        shuffled = claims[:]
        random.Random(seed).shuffle(shuffled)
        assert order(shuffled) == expected
