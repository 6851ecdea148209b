"""Finds the concepts of a scheme in a text: kinds of document and gap, topics, categories.

A concept's labels in ontology/terms.ttl are its cues: `prefLabel` and `altLabel` name it in running
text, `hiddenLabel` holds stems and fixed phrases that only point to it. All of them match
from the beginning of a word and let an ending follow, so that "målbild" finds "målbilden". A cue that
begins with "-" also matches inside a compound ("-rapport" finds "granskningsrapport").
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.vocabulary import Concept, Vocabulary


def find_concepts(vocabulary: Vocabulary, scheme: str, text: str) -> tuple[tuple[int, str], ...]:
    """Return (offset, concept) for each concept of the scheme that the text points to, in text order.

    Where two cues begin at the same place the longer one wins; a concept is returned once.
    """
    pattern, owners = _pattern(vocabulary, scheme)
    found: dict[str, int] = {}
    for hit in pattern.finditer(text.casefold()):
        found.setdefault(owners[hit.lastgroup or ""], hit.start())
    return tuple(sorted((offset, concept) for concept, offset in found.items()))


def first_concept(vocabulary: Vocabulary, scheme: str, text: str) -> str | None:
    """Return the concept of the scheme that the text points to first, or None."""
    found = find_concepts(vocabulary, scheme, text)
    return found[0][1] if found else None


def concepts_in(vocabulary: Vocabulary, scheme: str, text: str) -> tuple[str, ...]:
    """Return the concepts of the scheme that the text points to, in text order."""
    return tuple(concept for _, concept in find_concepts(vocabulary, scheme, text))


@lru_cache(maxsize=64)
def _pattern(vocabulary: Vocabulary, scheme: str) -> tuple[re.Pattern[str], dict[str, str]]:
    cues: dict[str, list[str]] = {}
    for concept in vocabulary.scheme(scheme):
        cues[concept.id] = sorted(_cues(concept), key=lambda cue: (-len(cue), cue))
    # The longest cue of any concept is tried first at each place, so order the groups by it.
    pairs = sorted(((cue, cid) for cid, own in cues.items() for cue in own), key=lambda p: (-len(p[0]), p[0]))
    owners = {f"c{number}": cid for number, (_, cid) in enumerate(pairs)}
    parts = [f"(?P<c{number}>{_as_pattern(cue)})" for number, (cue, _) in enumerate(pairs)]
    return re.compile("|".join(parts) or r"(?!)"), owners


def _cues(concept: Concept) -> set[str]:
    return {cue.casefold() for cue in (concept.label, *concept.alt, *concept.hidden) if cue}


def _as_pattern(cue: str) -> str:
    inside = cue.startswith("-")
    words = r"\s+".join(re.escape(word) for word in cue.removeprefix("-").split())
    return words if inside else rf"(?<![\wåäö-]){words}"
