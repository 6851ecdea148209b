"""When two names of one kind mean the same thing: one function a rule, most certain first.

Every rule looks at one *shelf*: the named things of one scope and one family, groups apart from
single actors. It yields a `Match` where exactly one candidate is left, and a `Doubt` where several
are. A rule never joins anything itself.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from graph.resolve.abbreviations import acronym
from graph.resolve.compare import OPEN, SAME, after_kind, joined, same_body
from graph.resolve.nameforms import parse_name, spelling_words, stem, words_of


@dataclass(frozen=True, slots=True)
class Match:
    """Two ids that mean the same by this rule."""

    a: str
    b: str
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two ids of which a person should say whether they mean the same, sorted."""

    ids: tuple[str, str]
    reason: str
    strength: float


@dataclass(frozen=True, slots=True)
class Named:
    """What a rule sees of one thing: the id of its set, its full names, other names, place removed."""

    id: str
    labels: tuple[str, ...]
    aliases: tuple[str, ...]


Shelf = tuple[Named, ...]
Rule = Callable[[Shelf], Iterator[Match | Doubt]]


def fold(name: str, family: str, *, group: bool = False) -> str:
    """Return a text that is equal for two spellings of one name within a family.

    >>> fold("KS 2031-00215", "arende") == fold("KS-2031/215", "arende")
    True
    """
    if family == "arende":
        return "-".join(w.lstrip("0") or "0" for w in words_of(name))
    if family == "begrepp" or group:
        return " ".join(stem(word) for word in words_of(name))
    if family in ("organ", "enhet", "samverkan", "aktor"):
        return acronym(name) or parse_name(name).key
    return " ".join(words_of(name))


def by_alias(shelf: Shelf) -> Iterator[Match | Doubt]:
    """A name that a document introduces for one thing is another document's only name for it."""
    owners = _index(shelf, lambda named: (_short_key(alias) for alias in named.aliases))
    labelled = _index(shelf, lambda named: (_short_key(label) for label in named.labels))
    for key in sorted(owners.keys() & labelled.keys()):
        apart = owners[key] - labelled[key]
        if len(apart) == 1 and len(labelled[key]) == 1:
            first, second = sorted(apart | labelled[key])
            yield Match(first, second, "namnet införs i ett annat dokument")
        else:
            yield from doubts(labelled[key], apart, "samma korta namn används för flera", 0.5)


def _short_key(name: str) -> str:
    return acronym(name) or parse_name(name).key


def by_missing_head(shelf: Shelf) -> Iterator[Match | Doubt]:
    """Take "Kultur & Fritid" for "Nämnden för kultur och fritid" when no other is called so."""
    bare: dict[tuple[str, ...], set[str]] = defaultdict(set)
    headed: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for named in shelf:
        for form in map(parse_name, _full(named)):
            if form.words and not form.plural and not form.place:
                (headed if form.head else bare)[form.words + form.numbers].add(named.id)
    for words in sorted(bare.keys() & headed.keys()):
        yield from _one_to_one(bare[words], headed[words], "det ena namnet saknar ändelsen", 0.6)


def by_order(shelf: Shelf) -> Iterator[Match | Doubt]:
    """Take "Fritids- och kulturnämnden" for "Kultur- och fritidsnämnden"."""
    yield from _pairs(shelf, _unordered, "samma led i annan ordning", 0.6)


def _unordered(name: str) -> str:
    form = parse_name(name)
    parts = (*sorted(form.words), form.head + "+" * form.plural, form.place, *form.numbers)
    return "|".join(parts) if form.head and len(form.words) > 1 else ""


def by_letters(shelf: Shelf) -> Iterator[Match | Doubt]:
    """Take "Över- förmyndarnämnden" for "Överförmyndarnämnden": a hyphen or a blank too many."""
    yield from _pairs(shelf, joined, "samma bokstäver, avstavat eller särskrivet", 0.6)


def by_kind(shelf: Shelf) -> Iterator[Match | Doubt]:
    """Take "nätverket Hälsosamt åldrande" for "Hälsosamt åldrande"."""
    plain = _index(shelf, lambda named: (" ".join(words_of(label)) for label in _full(named)))
    explained = _index(shelf, lambda named: (" ".join(words_of(after_kind(n))) for n in _full(named)))
    for own in sorted((explained.keys() & plain.keys()) - {""}):
        yield from _one_to_one(explained[own], plain[own], "det ena namnet säger först vad det är", 0.6)


def _pairs(shelf: Shelf, key: Callable[[str], str], reason: str, strength: float) -> Iterator[Match | Doubt]:
    """Yield a match for two alone with one key, doubts for more; "" is no key."""
    same = _index(shelf, lambda named: (key(label) for label in _full(named)))
    for found in sorted(tuple(sorted(ids)) for shared, ids in same.items() if shared and len(ids) > 1):
        if len(found) == 2:
            yield Match(*found, reason)
        else:
            yield from doubts(found, found, reason, strength)


def by_spelling(shelf: Shelf) -> Iterator[Match | Doubt]:
    """Names of ten letters or more that differ by one letter, when both have only each other."""
    near: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
    for a, name_a, b, name_b in _neighbours(shelf):
        verdict = same_body(name_a, name_b)
        if verdict.strength >= OPEN and "bokstav" in verdict.reason:
            near[a][b] = near[b][a] = max(near[a].get(b, verdict), verdict)
    for a in sorted(near):
        for b, (strength, reason) in sorted(near[a].items()):
            if a < b:
                alone = len(near[a]) == len(near[b]) == 1
                yield Match(a, b, reason) if alone and strength >= SAME else Doubt((a, b), reason, strength)


def _neighbours(shelf: Shelf) -> Iterator[tuple[str, str, str, str]]:
    """Yield pairs of names that may share what is left after dropping one letter; near linear.

    A name leaves as many rests as it has letters, so only a number is kept of each; that two rests
    have one number in common is rare, and the caller compares the names.
    """
    names = [(named.id, label) for named in shelf for label in _full(named)]
    left = array("Q")
    for place, (_, label) in enumerate(names):
        text = " ".join(spelling_words(label))
        if len(text) >= 10:
            rests = {text, *(text[:i] + text[i + 1 :] for i in range(len(text)))}
            left.extend(crc32(rest.encode()) << 32 | place for rest in rests)
    for _, found in groupby(sorted(left), key=lambda mark: mark >> 32):
        alike = [names[mark & 0xFFFFFFFF] for mark in found]
        items = sorted(dict(reversed(alike)).items())
        if 1 < len(items) <= 20:
            yield from ((a, x, b, y) for i, (a, x) in enumerate(items) for b, y in items[i + 1 :])


def by_initials(shelf: Shelf) -> Iterator[Match | Doubt]:
    """An abbreviation that no document introduces, when one full name alone fits it."""
    named_fully = [(named, label) for named in shelf for label in _full(named)]
    by_letter: dict[str, list[tuple[Named, str]]] = defaultdict(list)
    for named, label in named_fully:
        by_letter[words_of(label)[0][0].upper() if words_of(label) else ""].append((named, label))
    for named in shelf:
        short = next((acronym(label) for label in named.labels), "")
        if short and not _full(named):
            fits = {n.id for n, label in by_letter[short[0]] if same_body(short, label).strength >= 0.5}
            yield from _one_to_one({named.id}, fits, f"förkortningen {short} införs inte någonstans", 0.5)


def _one_to_one(first: set[str], second: set[str], reason: str, strength: float) -> Iterator[Match | Doubt]:
    second = second - first
    if len(first) == 1 and len(second) == 1:
        yield Match(min(first), min(second), reason)
    else:
        yield from doubts(first, second, reason, strength)


def doubts(first: Collection[str], second: Collection[str], reason: str, strength: float) -> Iterator[Doubt]:
    """Yield a doubt for each id of the first with each other one of the second."""
    pairs = {(min(a, b), max(a, b)) for a in first for b in second if a != b}
    yield from (Doubt(pair, reason, strength) for pair in sorted(pairs))


def _full(named: Named) -> tuple[str, ...]:
    return tuple(label for label in named.labels if not acronym(label))


def _index(shelf: Shelf, keys: Callable[[Named], Iterable[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for named in shelf:
        for key in keys(named):
            found[key].add(named.id)
    return found


RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (by_alias, frozenset({"organ", "enhet", "samverkan", "aktor"})),
    (by_missing_head, frozenset({"organ", "enhet"})),
    (by_order, frozenset({"organ", "enhet", "samverkan"})),
    (by_letters, frozenset({"organ", "enhet", "samverkan", "aktor"})),
    (by_kind, frozenset({"enhet", "samverkan", "aktor"})),
    (by_spelling, frozenset({"organ", "enhet", "samverkan", "aktor"})),
    (by_initials, frozenset({"organ", "enhet", "samverkan"})),
)
"""Each rule with the families it is used for, in the order of certainty."""
