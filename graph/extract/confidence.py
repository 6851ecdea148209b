"""How sure a statement is: how often its rule was right where people have read the documents.

What was counted stands in ontology/lookups: `rule_reliability.csv` by rule and predicate,
`source_reliability.csv` by kind of source (`tests/calibration.py` writes both). Few observations are
drawn towards what holds for the rule, and those of a rule towards what holds for all.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from graph import resources

_WEIGHT = 8.0
"""Observations that what holds for the wider class counts as."""
_LEAST, _MOST = 0.05, 0.99


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were made and how many of them were right."""

    made: int
    right: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.made + other.made, self.right + other.right)

    def drawn_to(self, prior: float) -> float:
        """Return the share that is right, drawn towards `prior` the more the fewer there are."""
        return (self.right + _WEIGHT * prior) / (self.made + _WEIGHT)


NONE = Tally(0, 0)


@dataclass(frozen=True)
class Reliability:
    """What was counted: by (rule, predicate), and by kind of source with what its rules let expect."""

    rules: Mapping[tuple[str, str], Tally]
    kinds: Mapping[str, tuple[Tally, float]]

    def confidence(self, rule: str, predicate: str, kind: str) -> float:
        """Return how likely a statement is right (0..1): of a rule, with a predicate, in a kind of source.

        >>> seen = Reliability({("a", "p"): Tally(92, 92)}, {})
        >>> seen.confidence("a", "p", "") > 0.95, round(seen.confidence("new", "p", ""), 2)
        (True, 0.99)
        """
        share = self._shares.get(rule, self._all)
        sure = self.rules.get((rule, predicate), NONE).drawn_to(share)
        tally, expected = self.kinds.get(kind, (NONE, 0.0))
        if tally.made:
            wanted = expected / tally.made
            sure = _logistic(_odds(sure) + _odds(tally.drawn_to(wanted)) - _odds(wanted))
        return round(min(max(sure, _LEAST), _MOST), 2)

    @cached_property
    def _all(self) -> float:
        total = sum(self.rules.values(), NONE)
        return total.right / total.made if total.made else 0.5

    @cached_property
    def _shares(self) -> Mapping[str, float]:
        totals: dict[str, Tally] = {}
        for (rule, _), tally in self.rules.items():
            totals[rule] = totals.get(rule, NONE) + tally
        return {rule: tally.drawn_to(self._all) for rule, tally in totals.items()}


def _odds(share: float) -> float:
    share = min(max(share, 0.01), 0.99)
    return math.log(share / (1 - share))


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


@cache
def confidence(rule: str, predicate: str, kind: str) -> float:
    """Return how likely a statement of this version's rules is right, as `Reliability.confidence` says."""
    return measured().confidence(rule, predicate, kind)


@cache
def measured() -> Reliability:
    """Return what was counted of this version's rules."""
    rules = {
        (row["rule"], row["predicate"]): Tally(int(row["made"]), int(row["right"]))
        for row in _rows("rule_reliability")
    }
    kinds = {
        row["kind"]: (Tally(int(row["made"]), int(row["right"])), float(row["expected"]))
        for row in _rows("source_reliability")
    }
    return Reliability(rules, kinds)


def _rows(stem: str) -> Iterator[dict[str, str]]:
    with resources.path(f"lookups/{stem}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")
