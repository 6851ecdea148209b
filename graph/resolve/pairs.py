"""Pairs of word sets that share much, found without comparing every set with every other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from math import ceil

MOST = 100  # sets a word may occur in before it stops being a lead; keeps the work near linear


def candidate_pairs(
    sets: Sequence[tuple[int, ...]], facts: Sequence[Hashable], share: float, texts: Mapping[int, str]
) -> Iterator[tuple[int, int]]:
    """Yield index pairs (i < j) that may share at least `share` of the smaller set's words.

    Two sets that share that much have one of the rarest words of the smaller one in common, so only
    those are looked up; words in more than `MOST` sets are no lead. Equal sets with equal `facts` come
    in a chain, so a sentence that stands in a thousand documents costs a thousand steps, no million.
    `texts` gives the words, so that ties do not depend on how they were numbered.
    """
    chains: dict[Hashable, int] = {}
    first: list[int] = []
    for i, words in enumerate(sets):
        if not words:
            continue
        if (words, facts[i]) in chains:
            yield chains[words, facts[i]], i
        else:
            first.append(i)
        chains[words, facts[i]] = i
    yield from _near_pairs(sets, first, share, texts)


def _near_pairs(
    sets: Sequence[tuple[int, ...]], chosen: list[int], share: float, texts: Mapping[int, str]
) -> Iterator[tuple[int, int]]:
    holders: dict[int, list[int]] = {}
    for i in chosen:
        for word in sets[i]:
            holders.setdefault(word, []).append(i)
    for i in chosen:
        words = sorted(sets[i], key=lambda word: (len(holders[word]), texts[word]))
        leads = words[: len(words) - ceil(share * len(words)) + 1]
        near = {j for word in leads if len(holders[word]) <= MOST for j in holders[word]}
        for j in sorted(near):
            larger = len(sets[j]) > len(words) or (len(sets[j]) == len(words) and j > i)
            if larger:
                yield min(i, j), max(i, j)
