"""How the claims and measures of a document hang together: what answers what.

A text answers what it has just said. A stance answers the nearest earlier claim of somebody else,
a recommendation or measure the gap nearest before it, first in its own paragraph, then in the
one before; a gap of a kind that the sentence itself speaks of goes before a nearer one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.extract.claims import ALIKE, Claim
from graph.extract.concepts import concepts_in
from graph.extract.facts import Fact, Teller
from graph.extract.frames import cue
from graph.extract.gaps import gap_kind
from graph.extract.measures import Deed, agents
from graph.extract.scene import Scene, Sentence
from graph.likeness import likeness
from graph.model import Node

# So many paragraphs back a text still answers what it has said.
REACH = 2


def read_discourse(scene: Scene, claims: list[Claim], deeds: list[Deed]) -> Iterator[Fact]:
    """Yield stanceOn and addresses for the stances, recommendations and measures of the document."""
    for claim in claims:
        if "sam:Stance" in claim.node.types:
            yield from _stance(scene, claim, claims)
        elif "sam:Recommendation" in claim.node.types:
            yield from _recommendation(scene, claim, claims)
    for deed in deeds:
        yield from _measure(scene, deed, claims)


def _stance(scene: Scene, claim: Claim, claims: list[Claim]) -> Iterator[Fact]:
    """Yield the claim that a stance answers: the one that it repeats, the likest, or the nearest before it."""
    text = claim.sentence.text
    own = [c for c in claims if c.relayed and c.sentence.start == claim.sentence.start]
    others = [c for c in claims if c.sentence.start < claim.sentence.start and _answerable(c)]
    likest = max(others, key=lambda c: (likeness(text, c.sentence.text), c.sentence.start), default=None)
    alike = [likest] if likest and likeness(text, likest.sentence.text) >= ALIKE else []
    near = [c for c in _before(claim.sentence, claims) if _answerable(c)]
    for target in (own or alike or near)[-1:]:
        yield from _say(scene, claim.sentence, "discourse.stance", 0.65)(
            claim.node, ("sam:stanceOn", target.node)
        )


def _answerable(claim: Claim) -> bool:
    """Tell whether others take a stand on a claim: it is not the speaker's own, and no stance itself."""
    return claim.source != "own" and "sam:Stance" not in claim.node.types


def _recommendation(scene: Scene, claim: Claim, claims: list[Claim]) -> Iterator[Fact]:
    tell = _say(scene, claim.sentence, "discourse.recommendation", 0.6)
    if claim.condition is not None:
        yield from tell(claim.node, ("sam:addresses", claim.condition))
        return
    gaps = _gaps(scene, claim.sentence, claims)
    yield from tell(claim.node, ("sam:addresses", gaps[:1]))


def _measure(scene: Scene, deed: Deed, claims: list[Claim]) -> Iterator[Fact]:
    tell = _say(scene, deed.sentence, "discourse.measure", 0.6)
    if deed.node.named:
        # An arrangement has more than one reason; only a gap of the kind it speaks of is said to be one.
        yield from tell(deed.node, ("sam:addresses", _matching(scene, deed.sentence, claims)[:1]))
        return
    gaps = _gaps(scene, deed.sentence, claims)
    advice = [
        c.node
        for c in _before(deed.sentence, claims)[-1:]
        if "sam:Recommendation" in c.node.types and c.sentence.paragraph == deed.sentence.paragraph
    ]
    yield from tell(deed.node, ("sam:addresses", (*gaps[:1], *advice)))


def _say(scene: Scene, sentence: Sentence, rule: str, confidence: float) -> Teller:
    return Teller(scene, sentence, rule, confidence)


def _before(sentence: Sentence, claims: Sequence[Claim]) -> list[Claim]:
    """Return the earlier claims within reach, the nearest last."""
    return [
        c
        for c in claims
        if c.sentence.start < sentence.start
        and c.sentence.section is sentence.section
        and sentence.paragraph - c.sentence.paragraph <= REACH
    ]


def _gaps(scene: Scene, sentence: Sentence, claims: Sequence[Claim]) -> tuple[Node, ...]:
    """Return the gaps that a sentence may answer, the likeliest first."""
    earlier = [c for c in _before(sentence, claims) if c.condition is not None]
    needs = [c for c in earlier if _NEED.search(c.sentence.text)] if _THIS_NEED.search(sentence.text) else []
    near = [c for c in earlier if c.sentence.paragraph == sentence.paragraph]
    matching = _matching(scene, sentence, claims)
    # What stands a paragraph off is answered only where the sentence says that it answers something.
    further = earlier if _REACTS.search(sentence.text) else []
    ranked = (*_conditions(needs), *matching, *_conditions(near), *_conditions(further))
    return tuple(dict.fromkeys(ranked))


_THIS_NEED = cue("discourse.this_need")
_NEED = cue("discourse.need")
_REACTS = cue("measures.reacts")


def _matching(scene: Scene, sentence: Sentence, claims: Sequence[Claim]) -> tuple[Node, ...]:
    """Return the earlier gaps of a kind that the sentence itself speaks of, the nearest first."""
    spoken = set(concepts_in(scene.vocabulary, "samc:gap-type", sentence.text))
    earlier = [c for c in _before(sentence, claims) if c.condition is not None]
    return _conditions([c for c in earlier if gap_kind(scene, c.sentence) in spoken])


def _conditions(claims: Sequence[Claim]) -> tuple[Node, ...]:
    return tuple(c.condition for c in reversed(claims) if c.condition is not None)


def answered_deeds(scene: Scene, deeds: list[Deed], claims: list[Claim]) -> list[Deed]:
    """Return the measures that answer something: those that say so, that stand near a gap, or that
    somebody carries out in a text that is itself an answer. What is told as a fault is no measure.
    """
    answering = scene.doc.kind in _ANSWERING or bool(scene.report)
    faults = {c.sentence.start for c in claims if c.kind == "samc:fnd-deficiency"}
    return [
        d
        for d in deeds
        if (d.reacts or _near_gap(d.sentence, claims) or (answering and agents(d.sentence)))
        and d.sentence.start not in faults
    ]


_ANSWERING = frozenset({"samc:doc-response", "samc:doc-letter", "samc:doc-referral"})


def _near_gap(sentence: Sentence, claims: Sequence[Claim]) -> bool:
    return any(c.condition is not None or c.source == "audit" for c in _before(sentence, claims))
