"""Finds the concepts of a scheme in a text: kinds of document and gap, topics, categories.

A concept's labels in ontology/terms.ttl are its cues: `prefLabel` and `altLabel` name it in running
text, `hiddenLabel` holds stems and fixed phrases that only point to it. All of them match
from the beginning of a word and let an ending follow, so that "målbild" finds "målbilden". A cue that
begins with "-" also matches inside a compound ("-rapport" finds "granskningsrapport").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.vocabulary import Vocabulary

_WORD = re.compile(r"[\w-]+")
_FIRST = 3
"""Letters by which the cues of a scheme are looked up; a shorter cue is looked up by all it has."""


def find_concepts(vocabulary: Vocabulary, scheme: str, text: str) -> tuple[tuple[int, str], ...]:
    """Return (offset, concept) for each concept of the scheme that the text points to, in text order.

    Where two cues begin at the same place the longer one wins; a concept is returned once.
    """
    cues = _cues(vocabulary, scheme)
    low = text.casefold()
    found: dict[str, int] = {}
    for word in _WORD.finditer(low):
        start = word.start()
        for cue, concept in cues.opening.get(low[start : start + _FIRST], ()):
            if low.startswith(cue, start):
                found.setdefault(concept, start)
                break
    for cue, concept in cues.inside:
        at = low.find(cue)
        if at >= 0:
            found.setdefault(concept, at)
    return tuple(sorted((offset, concept) for concept, offset in found.items()))


def first_concept(vocabulary: Vocabulary, scheme: str, text: str) -> str | None:
    """Return the concept of the scheme that the text points to first, or None."""
    found = find_concepts(vocabulary, scheme, text)
    return found[0][1] if found else None


def concepts_in(vocabulary: Vocabulary, scheme: str, text: str) -> tuple[str, ...]:
    """Return the concepts of the scheme that the text points to, in text order."""
    return tuple(concept for _, concept in find_concepts(vocabulary, scheme, text))


@dataclass(frozen=True, slots=True)
class _Cues:
    """The cues of a scheme: those that open a word by their first letters, longest first; and the others."""

    opening: Mapping[str, tuple[tuple[str, str], ...]]
    inside: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def _cues(vocabulary: Vocabulary, scheme: str) -> _Cues:
    pairs = sorted(
        {
            (cue.casefold(), concept.id)
            for concept in vocabulary.scheme(scheme)
            for cue in concept.words
            if cue
        },
        key=lambda pair: (-len(pair[0]), pair),
    )
    opening: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for cue, concept in pairs:
        if not cue.startswith("-"):
            opening[cue[:_FIRST]].append((cue, concept))
    inside = tuple((cue[1:], concept) for cue, concept in pairs if cue.startswith("-"))
    return _Cues({first: tuple(own) for first, own in opening.items()}, inside)
