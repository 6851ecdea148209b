"""The numbered quotes of a report: each passage once, numbered in the order in which it is first cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, zip_longest

from graph.export.facts import Facts
from graph.export.wording import plain
from graph.model import Assertion, Evidence

MOST_PER_LINE = 6


@dataclass(frozen=True, slots=True)
class Quote:
    """One verbatim passage: its number, the text, the document's title and the place in it."""

    number: int
    text: str
    title: str
    place: str


class Citations:
    """Hands out numbers; the same passage always gets the same one."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.quotes: list[Quote] = []

    def cite(self, claims: Iterable[Assertion]) -> tuple[int, ...]:
        """Return the numbers of the passages that support the claims, at most `MOST_PER_LINE` of them.

        Every claim gets one before any gets two, so each part of a line keeps its proof.
        """
        turns = [sorted(c.evidence, key=_position) for c in claims]
        rounds = chain.from_iterable(zip_longest(*turns))
        first = list({_position(e): e for e in rounds if e}.values())[:MOST_PER_LINE]
        return tuple(sorted(map(self._number, first)))

    def _number(self, passage: Evidence) -> int:
        key = _position(passage)
        if key not in self._numbers:
            self._numbers[key] = len(self.quotes) + 1
            title, place = self._facts.title(passage.document), self._facts.place(passage)
            self.quotes.append(Quote(self._numbers[key], plain(passage.quote).strip(), title, place))
        return self._numbers[key]


def _position(passage: Evidence) -> tuple[str, int, int]:
    return passage.document, passage.start, passage.end
