"""Words that a pattern cannot do without, so that most patterns are never tried on most sentences.

`literals` reads the syntax tree of a regular expression and returns pieces of text of which at least
one must occur wherever the expression matches. `Anchored` wraps a compiled pattern: before it searches
a text it asks which of all patterns' pieces occur there, which one automaton tells in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick_rs

_LEAST = 3
"""Code points of a piece that is worth asking for: shorter ones occur everywhere."""
_MOST = 120
"""Pieces of one pattern beyond which asking for them costs more than trying the pattern."""

_pieces: dict[str, int] = {}


def literals(pattern: str) -> frozenset[str] | None:
    """Return pieces (lower case) of which one occurs in every match; None when there are none to go by.

    >>> sorted(literals(r"(?:uppdrar|ger) åt (?P<x>.+)"))
    [' åt ']
    """
    return _best(_parser.parse(pattern, re.IGNORECASE))


def _best(tree: Any) -> frozenset[str] | None:
    """Return the rarest-looking set of a sequence: that whose shortest piece is longest."""
    sets = [s for s in _sets(tree) if s and len(s) <= _MOST and min(map(len, s)) >= _LEAST]
    return max(sets, key=lambda s: (min(map(len, s)), -len(s), sorted(s)), default=None)


def _sets(tree: Any) -> Iterator[frozenset[str] | None]:
    run = ""
    for operation, value in tree:
        if operation is _constants.LITERAL:
            run += chr(value).lower()
            continue
        yield frozenset({run})
        run = ""
        yield from _inner(operation, value)
    yield frozenset({run})


def _inner(operation: Any, value: Any) -> Iterator[frozenset[str] | None]:
    if operation is _constants.SUBPATTERN:
        yield _best(value[3])
    elif operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[0] >= 1:
        yield _best(value[2])
    elif operation is _constants.ASSERT and value[0] == 1:
        yield _best(value[1])
    elif operation is _constants.BRANCH:
        branches = [_best(branch) for branch in value[1]]
        yield frozenset().union(*(b for b in branches if b)) if all(branches) else None


class Anchored:
    """Patterns that are only tried where one of their pieces occurs.

    Several patterns behave as one with "|" between them: the leftmost match counts, and of two that
    begin at the same place the one whose pattern stands first.
    """

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._parts = [(_register(literals(part.pattern)), part) for part in patterns]
        whole = (
            patterns[0]
            if len(patterns) == 1
            else re.compile("|".join(p.pattern for p in patterns), re.IGNORECASE)
        )
        self.pattern = whole.pattern
        self.groupindex = whole.groupindex
        self.match: Callable[..., re.Match[str] | None] = whole.match
        self.fullmatch: Callable[..., re.Match[str] | None] = whole.fullmatch
        self.sub = whole.sub
        self.split = whole.split
        self._whole = whole

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in the text, as `re.Pattern.search` does."""
        found = _found(text)
        best: re.Match[str] | None = None
        for wanted, part in self._parts:
            if not wanted or wanted & found:
                hit = part.search(text)
                if hit and (best is None or hit.start() < best.start()):
                    best = hit
        return best

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in the text, as `re.Pattern.finditer` does."""
        found = _found(text)
        possible = any(not wanted or wanted & found for wanted, _ in self._parts)
        return self._whole.finditer(text) if possible else iter(())


def _register(pieces: frozenset[str] | None) -> int:
    """Return the bits of a pattern's pieces; 0 for a pattern that is always tried."""
    wanted = 0
    for piece in sorted(pieces or ()):
        wanted |= 1 << _pieces.setdefault(piece, len(_pieces))
    return wanted


@lru_cache(maxsize=1)
def _automaton(size: int) -> ahocorasick_rs.AhoCorasick:
    """Return the automaton of all pieces; `size` makes a new one when patterns have been added."""
    return ahocorasick_rs.AhoCorasick(list(_pieces)[:size])


# A sentence is asked about by a hundred patterns in a row; more than its few strings need not be kept.
@lru_cache(maxsize=32)
def _found(text: str) -> int:
    """Return the bits of the pieces that occur in a text."""
    hits = _automaton(len(_pieces)).find_matches_as_indexes(text.lower(), overlapping=True)
    found = 0
    for number in {hit[0] for hit in hits}:
        found |= 1 << number
    return found
