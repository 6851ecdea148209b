"""Where two sources disagree: another date, another responsible body, takes part or does not.

Each contradiction holds what both sides say, with their quotes. Which of them is right is for a person
to find out: a later decision may simply have replaced an earlier one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from graph.likeness import content
from graph.model import Assertion, Contradiction, Literal
from graph.swedish import words

ONE_VALUED = {
    "sam:deadline": "tidsfrist",
    "sam:validFrom": "giltighet från",
    "sam:validTo": "giltighet till",
    "sam:convenor": "sammankallande",
    "sam:reportTo": "mottagare av redovisningen",
    "sam:paragraph": "paragraf",
    "schema:suggestedMinAge": "lägsta ålder",
    "schema:suggestedMaxAge": "högsta ålder",
}
"""Relations of which a source names one value, or all of several together, and what to call them."""

ALIKE = 0.6
"""Share of the content words of both sentences that they have in common when they speak of one task."""
FEWEST = 4
"""Content words that two sentences must share to be held to speak of one task."""
_SAME_TIME = 300
"""Days within which two deadlines can be for the same report; a yearly one comes back after more."""
_EXCLUSION = "samc:resp-exclusion"
_ABSENCES = frozenset({"samc:gap-participation", "samc:gap-coordination"})
_TOLD_ELSEWHERE = frozenset({"samc:mod-denied", "samc:mod-possible", "samc:mod-planned"})


def find_contradictions(claims: Iterable[Assertion]) -> list[Contradiction]:
    """Return the contradictions among the assertions of a whole graph, each pair of documents once."""
    known = _Known(list(claims))
    found = [*_values(known), *_participants(known), *_holders(known), *_deadlines(known)]
    return sorted(found, key=lambda c: (c.kind, c.subject, _documents(c.one), _documents(c.other)))


class _Known:
    """The assertions by subject and predicate; what is only possible, planned or denied speaks for nobody."""

    def __init__(self, claims: Sequence[Assertion]) -> None:
        self.claims = claims
        self.about: dict[tuple[str, str], list[Assertion]] = defaultdict(list)
        for claim in claims:
            if not claim.negative and claim.modality not in _TOLD_ELSEWHERE:
                self.about[claim.subject, claim.predicate].append(claim)

    def of_class(self, name: str) -> list[str]:
        """Return the things that some sentence says to be of a class, sorted."""
        return sorted(
            {
                s
                for (s, p), said in self.about.items()
                if p == "rdf:type" and any(c.object == name for c in said)
            }
        )

    def objects(self, subject: str, predicate: str) -> frozenset[str]:
        """Return the nodes and concepts that a relation leads to."""
        return frozenset(
            c.object for c in self.about.get((subject, predicate), ()) if isinstance(c.object, str)
        )

    def text(self, subject: str) -> str:
        """Return the passages that state a thing, as one text."""
        return " ".join(
            sorted({e.quote for c in self.about.get((subject, "rdf:type"), ()) for e in c.evidence})
        )


def _by_document(claims: Iterable[Assertion]) -> dict[str, tuple[Assertion, ...]]:
    found: dict[str, list[Assertion]] = defaultdict(list)
    for claim in claims:
        for document in dict.fromkeys(e.document for e in claim.evidence):
            found[document].append(claim)
    return {document: tuple(said) for document, said in sorted(found.items())}


def _values(known: _Known) -> Iterator[Contradiction]:
    """Yield where two documents name wholly different values of what has one."""
    for (subject, predicate), said in sorted(known.about.items()):
        if predicate in ONE_VALUED:
            told: list[tuple[tuple[Assertion, ...], tuple[Assertion, ...]]] = []
            for (_, one), (_, other) in combinations(_by_document(said).items(), 2):
                if _differ(one, other) and not any(_same(pair, (one, other)) for pair in told):
                    told.append((one, other))
            for one, other in told:
                yield Contradiction(kind=ONE_VALUED[predicate], subject=subject, one=one, other=other)


def _same(a: Sequence[tuple[Assertion, ...]], b: Sequence[tuple[Assertion, ...]]) -> bool:
    return all({c.object for c in x} == {c.object for c in y} for x, y in zip(a, b, strict=True))


def _differ(one: Iterable[Assertion], other: Iterable[Assertion]) -> bool:
    """Tell whether no value of the one fits any of the other: "2024" fits "2024-03-01"."""
    return not any(_fits(a.object, b.object) for a in one for b in other)


def _fits(a: str | Literal, b: str | Literal) -> bool:
    if isinstance(a, Literal) and isinstance(b, Literal):
        return a.value.startswith(b.value) or b.value.startswith(a.value)
    return a == b


def _participants(known: _Known) -> Iterator[Contradiction]:
    """Yield where one source says that somebody takes part and another that they do not."""
    absent: dict[tuple[str, str], list[Assertion]] = defaultdict(list)
    for claim in known.claims:
        if claim.predicate == "sam:hasParticipant" and claim.negative and isinstance(claim.object, str):
            absent[claim.subject, claim.object].append(claim)
    for finding in known.of_class("sam:Finding"):
        for gap in sorted(known.objects(finding, "sam:identifies")):
            if known.objects(gap, "dcterms:type") & _ABSENCES and _tells_absence(known.text(finding)):
                named = known.objects(finding, "sam:concerns") | known.objects(gap, "sam:affects")
                for arrangement in sorted(named):
                    for actor in sorted(named - {arrangement}):
                        absent[arrangement, actor] += known.about[finding, "sam:identifies"]
    for (arrangement, actor), denials in sorted(absent.items()):
        said = [c for c in known.about.get((arrangement, "sam:hasParticipant"), ()) if c.object == actor]
        yield from _opposed("deltagande", arrangement, said, denials)


def _tells_absence(text: str) -> bool:
    """Tell whether a sentence denies that somebody takes part: its words deny and speak of it."""
    spoken = re.findall(r"\w+", text.casefold())
    stems = tuple(words("deltagandestam"))
    return not words("nekande").isdisjoint(spoken) and any(word.startswith(stems) for word in spoken)


def _opposed(
    kind: str, subject: str, said: Iterable[Assertion], denied: Iterable[Assertion]
) -> Iterator[Contradiction]:
    """Yield the first pair of different documents of which one says and the other denies."""
    for document, yes in _by_document(said).items():
        for other, no in _by_document(denied).items():
            if document != other:
                yield Contradiction(kind=kind, subject=subject, one=yes, other=no)
                return


def _holders(known: _Known) -> Iterator[Contradiction]:
    """Yield where two sources put one task on different bodies, or one on a body that another frees of it."""
    for a, b in _alike(known, "sam:Responsibility", "sam:responsible"):
        first, second = (known.objects(x, "sam:responsible") for x in (a, b))
        freed = [_EXCLUSION in known.objects(x, "dcterms:type") for x in (a, b)]
        if (freed[0] == freed[1] and not any(freed) and not first & second) or (
            freed[0] != freed[1] and first & second
        ):
            one, other = (tuple(known.about[x, "sam:responsible"]) for x in (a, b))
            yield Contradiction(kind="ansvar", subject=a, one=one, other=other)


def _deadlines(known: _Known) -> Iterator[Contradiction]:
    """Yield where two sources tell of what looks like one assignment with different deadlines."""
    for a, b in _alike(known, "sam:Assignment", "sam:deadline"):
        if known.objects(a, "sam:assignedTo") & known.objects(b, "sam:assignedTo"):
            one, other = (tuple(known.about[x, "sam:deadline"]) for x in (a, b))
            if _differ(one, other) and _days_apart(one[0].object, other[0].object) <= _SAME_TIME:
                yield Contradiction(kind=ONE_VALUED["sam:deadline"], subject=a, one=one, other=other)


def _days_apart(a: str | Literal, b: str | Literal) -> int:
    try:
        first, second = (date.fromisoformat(x.value if isinstance(x, Literal) else x) for x in (a, b))
    except ValueError:
        return _SAME_TIME + 1
    return abs((first - second).days)


def _alike(known: _Known, kind: str, needed: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of a class, from different documents, whose sentences are nearly the same."""
    own: dict[str, frozenset[str]] = {}
    shelves: Mapping[str, list[str]] = defaultdict(list)
    for name in known.of_class(kind):
        if known.about.get((name, needed)):
            own[name] = content(known.text(name))
            for word in own[name]:
                shelves[word].append(name)
    pairs = {
        pair
        for names in shelves.values()
        if len(names) <= _MOST_SHARED
        for pair in combinations(sorted(names), 2)
    }
    for a, b in sorted(pairs):
        common = len(own[a] & own[b])
        if common >= FEWEST and common >= ALIKE * len(own[a] | own[b]) and _apart(known, a, b):
            yield a, b


_MOST_SHARED = 60
"""Things that may share a word for it to lead from one to the other: a commoner word tells nothing."""


def _apart(known: _Known, a: str, b: str) -> bool:
    documents = [{e.document for c in known.about[x, "rdf:type"] for e in c.evidence} for x in (a, b)]
    return not documents[0] & documents[1]


def _documents(claims: Iterable[Assertion]) -> tuple[str, ...]:
    return tuple(sorted({e.document for claim in claims for e in claim.evidence}))
