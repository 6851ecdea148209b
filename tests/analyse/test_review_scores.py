"""What review showed about the rules: counts, share and interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analyse.review_scores import scores, wilson

CUR = "samc:cur-"
COUNTS = [
    ("a", "", 10), ("a", f"{CUR}accepted", 6), ("a", f"{CUR}corrected", 1), ("a", f"{CUR}rejected", 1),
    ("a", f"{CUR}unsure", 2), ("b", "", 5), ("person", f"{CUR}accepted", 3),
]  # fmt: skip


def test_a_rule_is_judged_by_what_people_have_said():
    first, second = scores(COUNTS)
    assert (first.rule, first.statements, first.judged, first.unseen) == ("a", 20, 8, 10)
    assert first.precision == 0.75
    assert second.precision is None
    assert second.interval is None


def test_what_a_person_added_judges_no_rule():
    assert [one.rule for one in scores(COUNTS)] == ["a", "b"]


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(8, 10, 0.490, 0.943), (0, 10, 0, 0.278), (10, 10, 0.722, 1), (1, 1, 0.207, 1)],
)
def test_the_interval_is_wilsons(right, of, low, high):
    assert wilson(right, of) == pytest.approx((low, high), abs=0.001)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_in_its_interval(pair):
    right, of = pair
    low, high = wilson(right, of)
    assert 0 <= low <= right / of + 1e-9
    assert right / of - 1e-9 <= high <= 1
