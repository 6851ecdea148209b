"""What review has shown about the rules: how many of their statements people have looked at, and how
many were right.

A statement that was corrected counts as wrong: the rule did not read what stands there. Those of which
nobody was sure count neither way. The interval is Wilson's, 95 %: with few statements it is wide, and it
never leaves 0..1. What people chose to look at is no random sample: the queue shows doubtful ones first,
so a rule is rather better than its figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from graph.analysis import Graph
from graph.model import BY_HAND

_Z = 1.959964  # 97.5 % of a normal distribution lies below
_ALL = """
SELECT ?seen (COUNT(DISTINCT ?statement) AS ?count) WHERE {
  GRAPH ?document { ?statement sam:rule ?rule . OPTIONAL { ?statement sam:curation ?seen } }
} GROUP BY ?seen"""
_ASK = """
SELECT ?rule ?seen (COUNT(DISTINCT ?statement) AS ?count) WHERE {
  GRAPH ?document { ?statement sam:rule ?rule . OPTIONAL { ?statement sam:curation ?seen } }
} GROUP BY ?rule ?seen"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleScore:
    """One rule: its statements in the graph, and what people have said of them."""

    rule: str
    statements: int
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    unsure: int = 0

    @property
    def judged(self) -> int:
        """Return how many statements people have called right or wrong."""
        return self.accepted + self.corrected + self.rejected

    @property
    def unseen(self) -> int:
        """Return how many nobody has looked at."""
        return self.statements - self.judged - self.unsure

    @property
    def precision(self) -> float | None:
        """Return the share that was right of those judged, None while none is."""
        return self.accepted / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval of the precision, None while none is judged."""
        return wilson(self.accepted, self.judged) if self.judged else None


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share; `of` > 0.

    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    share, z2 = right / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def rule_scores(graph: Graph) -> tuple[RuleScore, ...]:
    """Return every rule of a graph, those with most judged statements first."""
    return scores((rule, seen, int(count)) for rule, seen, count in graph.rows(_ASK))


def whole_score(graph: Graph) -> RuleScore:
    """Return all statements as of one rule without a name, each once: how far review has come."""
    return _score("", {seen: int(count) for seen, count in graph.rows(_ALL)})


def scores(counts: Iterable[tuple[str, str, int]]) -> tuple[RuleScore, ...]:
    """Return the rules of these counts: rule, `samc:cur-*` concept or "", number of statements."""
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    for rule, seen, count in counts:
        by_rule[rule][seen] += count
    found = (_score(rule, seen) for rule, seen in by_rule.items() if rule != BY_HAND)  # nothing to judge
    return tuple(sorted(found, key=lambda one: (-one.judged, -one.statements, one.rule)))


def _score(rule: str, seen: Mapping[str, int]) -> RuleScore:
    named = {
        name: seen.get(f"samc:cur-{name}", 0) for name in ("accepted", "corrected", "rejected", "unsure")
    }
    return RuleScore(rule=rule, statements=sum(seen.values()), **named)
