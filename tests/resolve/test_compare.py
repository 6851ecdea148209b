"""Name pairs: a table of names of invented municipalities and whether two of them mean one body."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.resolve.compare import OPEN, SAME, same_body

TABLE = Path(__file__).with_name("name_pairs.csv")
PAIRS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines(), delimiter=";"))


def outcome(strength: float) -> str:
    return "samma" if strength >= SAME else "oklart" if strength >= OPEN else "olika"


def test_the_table_is_large_and_has_every_outcome():
    assert len(PAIRS) >= 500
    assert {row["facit"] for row in PAIRS} == {"samma", "oklart", "olika"}
    assert all(sum(row["facit"] == facit for row in PAIRS) >= 60 for facit in ("samma", "oklart", "olika"))


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: f"{row['namn_a']} | {row['namn_b']}")
def test_pair(row):
    verdict = same_body(row["namn_a"], row["namn_b"])
    assert outcome(verdict.strength) == row["facit"], verdict
    assert abs(verdict.strength - float(row["styrka"])) <= 0.15, verdict


@pytest.mark.parametrize("row", PAIRS[::5], ids=lambda row: f"{row['namn_a']} | {row['namn_b']}")
def test_order_of_the_names_does_not_matter(row):
    there, back = same_body(row["namn_a"], row["namn_b"]), same_body(row["namn_b"], row["namn_a"])
    assert there.strength == back.strength
