"""Confidence is how often a rule was right, drawn towards its kind where little was seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.extract.confidence import Reliability, Tally, measured

SEEN = Reliability(
    {("good", "p"): Tally(200, 190), ("good", "rare"): Tally(1, 0), ("bad", "p"): Tally(200, 40)},
    {"samc:doc-a": (Tally(100, 90), 75.0), "samc:doc-b": (Tally(100, 60), 75.0)},
)


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        (("good", "p", ""), ("bad", "p", "")),
        (("good", "p", ""), ("good", "rare", "")),
        (("good", "rare", ""), ("bad", "p", "")),
        (("good", "p", "samc:doc-a"), ("good", "p", "samc:doc-b")),
        (("good", "p", ""), ("never seen", "p", "")),
        (("never seen", "p", ""), ("bad", "p", "")),
    ],
)
def test_what_was_right_more_often_is_surer(surer: tuple[str, str, str], less_sure: tuple[str, str, str]):
    assert SEEN.confidence(*surer) > SEEN.confidence(*less_sure)


def test_much_seen_is_told_as_it_was_seen():
    assert SEEN.confidence("good", "p", "") == pytest.approx(0.95, abs=0.01)
    assert SEEN.confidence("bad", "p", "") == pytest.approx(0.2, abs=0.03)


@given(made=st.integers(0, 10_000), share=st.floats(0, 1), expected=st.floats(0, 10_000))
def test_confidence_is_never_certain_nor_impossible(made: int, share: float, expected: float):
    tally = Tally(made, int(made * share))
    seen = Reliability({("r", "p"): tally}, {"k": (tally, min(expected, made))})
    assert 0.05 <= seen.confidence("r", "p", "k") <= 0.99


def test_the_tables_that_ship_are_sound():
    shipped = measured()
    assert all(0 <= tally.right <= tally.made for tally in shipped.rules.values())
    assert all(0 <= tally.right <= tally.made for tally, _ in shipped.kinds.values())
    assert sum(tally.made for tally in shipped.rules.values()) > 1_000
