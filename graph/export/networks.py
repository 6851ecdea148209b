"""The Samverkanskarta as values: which things and relations are shown, and where they stand.

Six columns from the outside in. Statements are not things on a map: what a finding says of a gap
becomes a relation between the one who says it and the gap. Positions come from the graph alone (no
force, no randomness), so the same graph gives the same picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from graph.export.facts import Facts
from graph.export.kinds import COLUMNS, KINDS, TOPIC, Kind, kind_of
from graph.export.wording import swedish_order
from graph.export.wrapping import wrapped
from graph.ids import digest
from graph.model import Assertion, Evidence, Knowledge

PITCH = 232  # px between the middles of two columns
NODE_WIDTH = 178
_LINE, _PADDING = 16, 18  # px
_GAP = (14, 110)  # px between two nodes of one column, least and most
_TOP = 66  # below the column's heading
MOST_IN_COLUMN = 40  # six times this is well under the 500 nodes that a canvas page carries
MOST_RELATIONS = 1200
_SWEEPS = 24

# What a statement in the middle says, as a relation between its two ends.
_THROUGH = (
    ("sam:madeBy", "sam:identifies", "pekar ut"),
    ("sam:madeBy", "sam:addresses", "vill åtgärda"),
    ("sam:decidedBy", "sam:establishes", "har beslutat om"),
    ("sam:agreedBy", "sam:defines", "har definierat"),
)
_SAYS_ABOUT = "uttalar sig om"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation between two shown things. `says` is the statement it was drawn from, "" if direct.

    `reviewed`: a person has approved what it was drawn from.
    """

    start: str
    name: str
    end: str
    says: str
    modality: str
    evidence: tuple[Evidence, ...]
    reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A thing on the map: centre and height in px, label also in lines."""

    id: str
    iri: str
    label: str
    kind: Kind
    lines: tuple[str, ...]
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What the map shows, and of how much: `known` things and `related` relations in all."""

    places: tuple[Place, ...]
    relations: tuple[Relation, ...]
    known: int
    related: int
    width: int
    height: int


def build_map(knowledge: Knowledge, *, about: Collection[str] = (), most: int = MOST_IN_COLUMN) -> Map:
    """Choose at most `most` things a column, by how many relations they have, and place them.

    With `about` (IRIs) only those things, what they have a relation with, and the relations between these.
    """
    facts = Facts(knowledge)
    kinds, relations = related(facts)
    if about:
        kinds, relations = _around(about, kinds, relations)
    shown = _choose(facts, kinds, relations, most)
    kept = _best([r for r in relations if r.start in shown and r.end in shown])
    places = _arrange(facts, shown, kept)
    height = max((p.y + p.height // 2 for p in places), default=0) + 40
    return Map(places=places, relations=kept, known=len(kinds), related=len(relations),
               width=PITCH * len(COLUMNS), height=height)  # fmt: skip


def related(facts: Facts, more: Sequence[Kind] = ()) -> tuple[dict[str, Kind], list[Relation]]:
    """Return every thing that has a place on a map with its kind, and every relation between two, sorted.

    `more` are further kinds that get a place.
    """
    kinds = _candidates(facts, (*KINDS, *more))
    return kinds, sorted(_relations(facts, kinds), key=_relation_key)


def _relation_key(r: Relation) -> tuple[object, ...]:
    first = r.evidence[0]
    return r.start, r.end, r.name, r.says, r.modality, first.document, first.start, first.end


def _around(
    about: Collection[str], kinds: dict[str, Kind], relations: list[Relation]
) -> tuple[dict[str, Kind], list[Relation]]:
    near = {end for r in relations if {r.start, r.end}.intersection(about) for end in (r.start, r.end)}
    near.update(about)
    return (
        {iri: kind for iri, kind in kinds.items() if iri in near},
        [r for r in relations if r.start in near and r.end in near],
    )


def node_id(iri: str) -> str:
    """Return the id of a thing on the page: a hash, so that no text can reach an attribute."""
    return f"n{digest(iri, length=10)}"


# --- what there is ------------------------------------------------------------------------------


def _candidates(facts: Facts, known: Sequence[Kind]) -> dict[str, Kind]:
    kinds = {e.iri: kind for e in facts.knowledge.entities.values() if (kind := kind_of(e, known))}
    for claim in facts.with_predicate("dcterms:subject"):
        if isinstance(claim.object, str):
            kinds.setdefault(claim.object, TOPIC)
    return kinds


def _relations(facts: Facts, kinds: dict[str, Kind]) -> Iterator[Relation]:
    merged: dict[tuple[str, str, str, str, str], list[Assertion]] = defaultdict(list)
    for key, claims in (*_direct(facts, kinds), *_collapsed(facts, kinds)):
        merged[key].extend(claims)
    for (start, name, end, says, modality), behind in merged.items():
        passages = {e for claim in behind for e in claim.evidence}
        evidence = tuple(sorted(passages, key=lambda e: (e.document, e.start, e.end)))
        yield Relation(start=start, name=name, end=end, says=says, modality=modality, evidence=evidence,
                       reviewed=any(claim.reviewed for claim in behind))  # fmt: skip


_Found = tuple[tuple[str, str, str, str, str], tuple[Assertion, ...]]


def _direct(facts: Facts, kinds: dict[str, Kind]) -> Iterator[_Found]:
    for start in kinds:
        for claim in facts.about(start):
            who, name, what = facts.told(claim)
            if isinstance(who, str) and isinstance(what, str) and {who, what} <= kinds.keys() and who != what:
                yield (who, name, what, "", facts.modality(claim)), (claim,)


def _collapsed(facts: Facts, kinds: dict[str, Kind]) -> Iterator[_Found]:
    for iri in sorted(set(facts.knowledge.entities) - set(kinds)):
        ends = list(_ends(facts, iri, kinds))
        answered = list(_stances(facts, iri, kinds))
        yield from _joined(facts, iri, [*ends, *answered], kinds)


_End = tuple[str, str, Assertion]  # (by which predicate it was said, name of the relation, assertion)


def _ends(facts: Facts, iri: str, kinds: dict[str, Kind]) -> Iterator[_End]:
    """Yield what a statement is about; what it merely concerns only when it says nothing sharper."""
    sharp = False
    for who, what, name in _THROUGH:
        for claim in facts.about(iri, what):
            if claim.object in kinds:
                sharp = True
                yield who, name, claim
    if not sharp:
        concerns = facts.about(iri, "sam:concerns")
        yield from (("sam:madeBy", _SAYS_ABOUT, c) for c in concerns if c.object in kinds)


def _stances(facts: Facts, iri: str, kinds: dict[str, Kind]) -> Iterator[_End]:
    name = facts.value(iri, "sam:position") or "tar ställning till"
    for answer in facts.about(iri, "sam:stanceOn"):
        target = str(answer.object)
        if target in kinds:
            yield "sam:madeBy", name, answer
        else:
            yield from (("sam:madeBy", name, claim) for _, _, claim in _ends(facts, target, kinds))


def _joined(facts: Facts, iri: str, ends: list[_End], kinds: dict[str, Kind]) -> Iterator[_Found]:
    makers = facts.about(iri, "sam:madeBy", "sam:decidedBy", "sam:agreedBy")
    for (who, name, claim), maker in product(ends, makers):
        start, end = str(maker.object), str(claim.object)
        if maker.predicate == who and start in kinds and start != end:
            modality = facts.modality(claim) or facts.value(iri, "sam:modality")
            yield (start, name, end, facts.name(iri), modality), (claim, maker)


# --- what is shown, and where -------------------------------------------------------------------


def _choose(facts: Facts, kinds: dict[str, Kind], relations: list[Relation], most: int) -> dict[str, Kind]:
    weight: dict[str, int] = defaultdict(int)
    for relation in relations:
        weight[relation.start] += 1
        weight[relation.end] += 1
    ranked = sorted(
        (iri for iri, kind in kinds.items() if weight[iri] or kind.alone),
        key=lambda iri: (-weight[iri], swedish_order(facts.name(iri)), iri),
    )
    room = dict.fromkeys(range(len(COLUMNS)), most)
    shown: dict[str, Kind] = {}
    for iri in ranked:
        column = kinds[iri].column
        if room[column]:
            room[column] -= 1
            shown[iri] = kinds[iri]
    return shown


def _best(relations: list[Relation]) -> tuple[Relation, ...]:
    """Keep the relations with most evidence when there are more than a page can carry."""
    ranked = sorted(relations, key=lambda r: (-len(r.evidence), _relation_key(r)))
    return tuple(sorted(ranked[:MOST_RELATIONS], key=_relation_key))


def _arrange(facts: Facts, shown: dict[str, Kind], relations: tuple[Relation, ...]) -> tuple[Place, ...]:
    neighbours: dict[str, list[str]] = defaultdict(list)
    for relation in relations:
        neighbours[relation.start].append(relation.end)
        neighbours[relation.end].append(relation.start)
    lines = {iri: tuple(wrapped(facts.name(iri), width=24, most=4)) for iri in shown}
    heights = {iri: _LINE * len(lines[iri]) + _PADDING for iri in shown}
    middles = settle(_ordered(facts, shown), heights, neighbours)
    places = (
        Place(id=node_id(iri), iri=iri, label=facts.name(iri), kind=kind, lines=lines[iri],
              x=PITCH * kind.column + PITCH // 2, y=round(middles[iri]), height=heights[iri])
        for iri, kind in shown.items()
    )  # fmt: skip
    return tuple(sorted(places, key=lambda p: (p.kind.column, p.y, p.iri)))


def _ordered(facts: Facts, shown: dict[str, Kind]) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in COLUMNS]
    for iri in sorted(shown, key=lambda i: (swedish_order(facts.name(i)), i)):
        columns[shown[iri].column].append(iri)
    return columns


def settle(
    columns: list[list[str]],
    heights: Mapping[str, int],
    neighbours: Mapping[str, Sequence[str]],
    *,
    gap: tuple[int, int] = _GAP,
    top: int = _TOP,
) -> dict[str, float]:
    """Sort each column, in place, by where its neighbours stand, back and forth; return the middles in px.

    `gap` is the least and the most room between two of one column, `top` where columns begin.
    """
    tallest = max((sum(heights[iri] + gap[0] for iri in column) for column in columns), default=0)
    middles: dict[str, float] = {}
    for column in columns:
        middles.update(_stack(column, heights, tallest, gap, top))
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            pull = {i: _mean([middles[n] for n in neighbours.get(i, ())], middles[i]) for i in column}
            column[:] = [iri for _, iri in sorted((pull[iri], iri) for iri in column)]
            middles.update(_stack(column, heights, tallest, gap, top))
    return middles


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _stack(
    column: list[str], heights: Mapping[str, int], tallest: float, gap: tuple[int, int], top: int
) -> dict[str, float]:
    """Stand the nodes on top of one another from the top, spread out when there is room."""
    spare = (tallest - sum(heights[iri] for iri in column)) / max(len(column), 1)
    between = min(max(spare, gap[0]), gap[1])
    middles, edge = {}, float(top)
    for iri in column:
        middles[iri] = edge + heights[iri] / 2
        edge += heights[iri] + between
    return middles
