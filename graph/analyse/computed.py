"""Which pairs of things overlap, worked out: what they share, what they do not, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from graph.analyse.incidence import Things, in_common, table
from graph.analyse.null_model import ALPHA, Floats, Tested, test_pairs
from graph.analysis import Overlap, Shared

MOST = 50
"""Computed overlaps of one kind that are returned, the strongest first: more than anybody reads."""
PARTICIPANTS, TARGET = "deltagare", "målgrupp"
RESPECTS = ("uppgift", TARGET, "ämne", "avser", "mål", PARTICIPANTS, "arbetsnivå")
"""What things are compared by, and the order in which it is told."""
_GROUND = frozenset({"uppgift", TARGET, "ämne", "avser", "mål"})
"""What is the same ground; participants and level of work say only that it is worked by the same people."""
_MEET = 2
"""Participants that two forums must share to be worth telling when they share nothing else."""
_NEEDED = {"uppdrag": 2}
"""Respects in which two of a kind must agree; one is enough for the others."""
Counts = NDArray[np.int64]
Wider = Mapping[str, frozenset[str]]


def compute(things: Things, wider: Wider) -> list[Overlap]:
    """Return the overlaps of pairs of things, those in most respects first and then the closest."""
    rows = {name: at for at, name in enumerate(things.names)}
    told = [respect for respect in RESPECTS if things.has.get(respect)]
    codes, counts = _pairs(things, rows, told, wider)
    chances = _Chances(things, rows) if things.what == "forum" else None
    keep = _worth(things.what, told, codes, counts, chances) & ~np.isin(codes, _kin(things, rows))
    codes, counts = codes[keep], counts[keep]
    near = _closeness(things, rows, told, codes, counts)
    found = []
    for code in codes[np.lexsort((codes, -near, -np.count_nonzero(counts, axis=1)))[:MOST]].tolist():
        pair = things.names[code // len(rows)], things.names[code % len(rows)]
        found.append(_overlap(things, pair, wider, chances.of(code) if chances else None))
    return found


def _pairs(things: Things, rows: Mapping[str, int], told: list[str], wider: Wider) -> tuple[Counts, Counts]:
    """Return the pairs that have anything in common, one x the number of things + other, and how much.

    The counts are pairs x respects, in the order of `told`; the codes are sorted.
    """
    found = [in_common(things.has[respect], rows, wider if respect == TARGET else {}) for respect in told]
    each = [one * len(rows) + other for one, other, _ in found]
    codes = np.sort(np.concatenate([*each, np.zeros(0, dtype=np.int64)]))
    codes = codes[np.diff(codes, prepend=-1) > 0]
    counts = np.zeros((len(codes), len(told)), dtype=np.int64)
    for column, (of, (_, _, shared)) in enumerate(zip(each, found, strict=True)):
        counts[np.searchsorted(codes, of), column] = shared
    return codes, counts


def _worth(
    what: str, told: list[str], codes: Counts, counts: Counts, chances: _Chances | None
) -> NDArray[np.bool_]:
    """Tell which pairs cover the same ground, or meet more often than chance has it."""
    worth: NDArray[np.bool_] = np.zeros(len(codes), dtype=bool)
    for respect, shared in zip(told, counts.T, strict=True):
        if respect in _GROUND:
            worth |= shared > 0
        elif respect == PARTICIPANTS and chances is not None:
            worth |= (shared >= _MEET) & (shared > chances.expected(codes))
    worth &= np.count_nonzero(counts, axis=1) >= _NEEDED.get(what, 1)
    return worth


def _kin(things: Things, rows: Mapping[str, int]) -> Counts:
    """Return the codes of the pairs that belong together by design."""
    places = [(rows[a], rows[b]) for a, b in things.kin if a in rows and b in rows]
    return np.array([min(p) * len(rows) + max(p) for p in places], dtype=np.int64)


def _closeness(
    things: Things, rows: Mapping[str, int], told: list[str], codes: Counts, counts: Counts
) -> Floats:
    """Return what each pair shares of all that it has, 0..1 (a narrower target group counts as shared)."""
    size = np.zeros(len(rows), dtype=np.int64)
    for respect in told:
        for thing, values in things.has[respect].items():
            size[rows[thing]] += len(values)
    shared = counts.sum(axis=1)
    near: Floats = shared / np.maximum(size[codes // len(rows)] + size[codes % len(rows)] - shared, 1)
    return near


# --- chance ------------------------------------------------------------------------------------


class _Chances:
    """The test of all pairs that share participants, found by the code of the pair."""

    def __init__(self, things: Things, rows: Mapping[str, int]) -> None:
        had = things.has.get(PARTICIPANTS, {})
        names = sorted(had)
        self.tested = test_pairs(table(had, {name: at for at, name in enumerate(names)}))
        places = np.array([rows[name] for name in names], dtype=np.int64)
        codes = places[self.tested.one] * len(rows) + places[self.tested.other]
        self._order = np.argsort(codes)
        self._codes = codes[self._order]

    def expected(self, codes: Counts) -> Floats:
        """Return how many each pair would share by chance; of pairs that share nobody none is asked for."""
        at, known = self._find(codes)
        found = np.zeros(len(codes))
        found[known] = self.tested.expected[self._order[at[known]]]
        return found

    def of(self, code: int) -> tuple[Tested, int] | None:
        """Return the test and the place of a pair in it; None when it shares no participant."""
        at, known = self._find(np.array([code]))
        return (self.tested, int(self._order[at[0]])) if known[0] else None

    def _find(self, codes: Counts) -> tuple[Counts, NDArray[np.bool_]]:
        at = np.searchsorted(self._codes, codes)
        known = at < len(self._codes)
        known[known] = self._codes[at[known]] == codes[known]
        return at, known


def _holds(tested: Tested, at: int) -> bool:
    """Tell whether chance is ruled out after correction, and still is if one of those shared was misread.

    A tenth and more of what is read out of running text is wrong: a pattern that hangs on one name
    proves nothing. In a small table no pair can hold.
    """
    return bool(tested.q[at] <= ALPHA and tested.p_less[at] <= tested.cut)


# --- values ------------------------------------------------------------------------------------


def _overlap(
    things: Things, pair: tuple[str, str], wider: Wider, chance: tuple[Tested, int] | None
) -> Overlap:
    """Return what a pair shares and does not, in the order of RESPECTS."""
    every = [_shared(things, respect, pair, wider if respect == TARGET else {}) for respect in RESPECTS]
    shared = tuple(one for one in every if one.both or one.only_one or one.only_other)
    both, alone = (sum(len(x) for x in xs) for xs in _parts(shared))
    effect = both / (both + alone)
    if chance is None:
        return Overlap(kind="beräknat", what=things.what, names=pair, shared=shared, effect=effect)
    tested, at = chance
    return Overlap(
        kind="beräknat", what=things.what, names=pair, shared=shared, effect=effect,
        expected=float(tested.expected[at]), p=float(tested.p[at]), q=float(tested.q[at]),
        pattern_only=not _holds(tested, at),
    )  # fmt: skip


def _parts(shared: tuple[Shared, ...]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return [s.both for s in shared], [alone for s in shared for alone in (s.only_one, s.only_other)]


def _shared(things: Things, respect: str, pair: tuple[str, str], wider: Wider) -> Shared:
    """Return what a pair has in common in one respect; of a wider and a narrower value the narrower."""
    one, other = (things.of(respect, name) for name in pair)
    met_one, met_other = _met(one, other, wider), _met(other, one, wider)
    lower = {v for v in met_one | met_other if v in one & other or wider.get(v, frozenset()) & (one | other)}
    facts = chain.from_iterable(
        things.why.get((respect, name, value), ())
        for name, met in zip(pair, (met_one, met_other), strict=True)
        for value in sorted(met)
    )
    return Shared(
        respect=respect,
        both=tuple(sorted(lower)),
        only_one=tuple(sorted(one - met_one)),
        only_other=tuple(sorted(other - met_other)),
        facts=tuple(dict.fromkeys(facts)),
    )


def _met(own: frozenset[str], others: frozenset[str], wider: Wider) -> frozenset[str]:
    """Return what of one's own the other has too, or has something wider or narrower of."""
    above = others.union(*(wider.get(value, ()) for value in others))
    return frozenset(v for v in own if v in above or wider.get(v, frozenset()) & others)
