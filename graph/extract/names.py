"""Find what a document names: `find_mentions` is the one door to all rules of names.

Each rule looks at the words and returns mentions; the longest one wins where two overlap. What one
document teaches about its names (register) and what points back to a name (anaphora) come after.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.extract.agreements import find_agreements
from graph.extract.anaphora import find_anaphora
from graph.extract.apposed import find_apposed
from graph.extract.bodies import find_bodies
from graph.extract.crowds import find_crowds
from graph.extract.dates import find_dates
from graph.extract.described import find_described
from graph.extract.forums import find_forums, find_sets
from graph.extract.lexicon import compile_lexicon
from graph.extract.partners import find_partners
from graph.extract.people import find_people
from graph.extract.programmes import find_programmes
from graph.extract.references import find_cases
from graph.extract.register import make_register
from graph.extract.sameness import one_name
from graph.extract.scan import scan
from graph.extract.targets import find_targets, passing_by
from graph.extract.titles import find_back_references, find_titles
from graph.extract.units import find_units
from graph.gazetteer import Gazetteer, Municipality
from graph.model import Document, Mention
from graph.vocabulary import Vocabulary

_ORDER = {kind: position for position, kind in enumerate("EDHOUKXFARPGTBNL")}


def find_mentions(
    doc: Document, *, vocabulary: Vocabulary, gazetteer: Gazetteer, municipality: Municipality
) -> list[Mention]:
    """Return the mentions of a document, sorted, none overlapping; the longest one wins."""
    return select(find_names(doc, vocabulary=vocabulary, gazetteer=gazetteer, municipality=municipality))


def find_names(
    doc: Document, *, vocabulary: Vocabulary, gazetteer: Gazetteer, municipality: Municipality
) -> list[Mention]:
    """Return every mention, also the ones inside longer ones: the committee in the title of its answer."""
    lexicon = compile_lexicon(vocabulary, gazetteer, municipality)
    words = scan(doc, lexicon.words)
    known = [m for m in select(lexicon.find(words)) if not passing_by(words, m)]
    found = [
        *known,
        *find_bodies(words),
        *find_units(words),
        *find_partners(words, lexicon),
        *find_forums(words),
        *find_agreements(words),
    ]
    found += [*find_cases(words), *find_dates(words), *find_programmes(words), *find_targets(words, known)]
    found += find_sets(words, [m for m in found if m.kind == "T"])
    found += find_crowds(words, found)
    described = [*find_described(words), *find_apposed(words)]
    found += described
    register = make_register(words, select(found), described)
    found += register.find(words)
    actors = select(m for m in found if m.kind in "OUXK")
    found += [*find_titles(words, actors), *find_people(words, actors, register)]
    named = select(found)
    found += find_anaphora(words, lexicon, register, named)
    found += find_back_references(words, named, register)
    return sorted(_distinct(one_name(words, sorted(found, key=_place))), key=_place)


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """Return one mention of each span, kind and node, the surest one."""
    best: dict[tuple[int, int, str, str], Mention] = {}
    for found in mentions:
        known = best.setdefault(_place(found), found)
        if found.confidence > known.confidence:
            best[_place(found)] = found
    return list(best.values())


def select(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions that stay: longest first, then the surer, then the order of kinds; sorted."""
    kept: list[Mention] = []
    ranked = sorted(mentions, key=_rank)
    taken = bytearray(max((m.end for m in ranked), default=0))
    for found in ranked:
        if taken.find(1, found.start, found.end) < 0:
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            kept.append(found)
    return sorted(kept, key=_place)


def _rank(found: Mention) -> tuple[int, float, int, int, str]:
    return (found.start - found.end, -found.confidence, _ORDER[found.kind], found.start, found.node.key)


def _place(found: Mention) -> tuple[int, int, str, str]:
    return (found.start, found.end, found.kind, found.node.key)
