"""How the claims and measures of a document hang together: what answers what.

A text answers what it has just said. A stance answers the nearest earlier claim of somebody else,
a recommendation or measure the gap nearest before it, first in its own paragraph, then in the
one before; a gap of a kind that the sentence itself speaks of goes before a nearer one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.extract.claims import ALIKE, Claim
from graph.extract.concepts import concepts_in
from graph.extract.facts import Fact, Teller
from graph.extract.frames import cue
from graph.extract.gaps import gap_kind
from graph.extract.measures import Deed, agents
from graph.extract.scene import Scene, Sentence
from graph.likeness import likeness, topic
from graph.model import Node

# So many paragraphs back a text still answers what it has said.
REACH = 2


def read_discourse(scene: Scene, claims: list[Claim], deeds: list[Deed]) -> Iterator[Fact]:
    """Yield stanceOn and addresses for the stances, recommendations and measures of the document."""
    topics = Topics.of(claims)
    for claim in claims:
        if "sam:Stance" in claim.node.types:
            yield from _stance(scene, claim, claims, topics)
        elif "sam:Recommendation" in claim.node.types:
            yield from _recommendation(scene, claim, claims, topics)
    for deed in deeds:
        yield from _measure(scene, deed, claims, topics)


@dataclass(frozen=True, slots=True)
class Topics:
    """How telling each word (stem) is of what a claim of the document is about: 1 in one claim, 1/n in n."""

    weight: Mapping[str, float]

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Topics:
        """Return the words of these claims with their weights."""
        counted = Counter(word for claim in claims for word in _words(claim.sentence))
        return cls({word: 1 / number for word, number in counted.items()})

    def shared(self, words: frozenset[str], claim: Claim) -> float:
        """Return how much of a claim's topic is among the words."""
        return sum(self.weight[word] for word in words & _words(claim.sentence))

    def likest(self, words: frozenset[str], claims: Iterable[Claim], least: float) -> list[Claim]:
        """Return the claim that shares most with the words, the last of equals; none below `least`."""
        ranked = [(self.shared(words, claim), place, claim) for place, claim in enumerate(claims)]
        best = max(ranked, key=lambda one: one[:2], default=None)
        return [best[2]] if best and best[0] >= least else []


ANSWERED = 0.6
"""Weight of shared words from which on a stance speaks of a claim that stands further off."""
ADDRESSED = 1.0
"""The same for what a recommendation or measure is to put right, which says less of it."""
# Who is spoken of does not tell what is.
_WHO = "OUKXLND"


def _words(sentence: Sentence) -> frozenset[str]:
    return topic(sentence.without(_WHO))


def _stance(scene: Scene, claim: Claim, claims: list[Claim], topics: Topics) -> Iterator[Fact]:
    """Yield the claim that a stance answers: the likest, the one that it repeats, or, where it only
    points back ("delar den bilden"), what its paragraph or heading speaks of, or the nearest before it.
    """
    sentence = claim.sentence
    others = [c for c in claims if c.sentence.start < sentence.start and _answerable(c, claim)]
    asked = _RECOMMENDED.search(sentence.text)
    wanted = [c for c in others if "sam:Recommendation" in c.node.types] if asked else others
    own = [c for c in claims if c.relayed and c.sentence.start == sentence.start]
    alike = [c for c in wanted if likeness(sentence.text, c.sentence.text) >= ALIKE]
    found = own or topics.likest(_words(sentence), alike or wanted, ANSWERED)
    if not found:
        found = topics.likest(_context(scene, sentence), wanted, ANSWERED)
    if not found and _POINTS_BACK.search(sentence.text):
        found = [c for c in _before(sentence, claims) if _answerable(c, claim)][-1:]
    yield from _say(scene, sentence, "discourse.stance", 0.65)(
        claim.node, ("sam:stanceOn", tuple(c.node for c in found))
    )


_RECOMMENDED = cue("discourse.recommended")
_POINTS_BACK = cue("discourse.points_back")


def _context(scene: Scene, sentence: Sentence) -> frozenset[str]:
    """Return the words of the heading that a sentence stands under and of its paragraph before it."""
    heading = sentence.section.heading
    before = [s for s in scene.sentences if s.paragraph == sentence.paragraph and s.start < sentence.start]
    words = [_words(s) for s in before[-2:]] + ([topic(scene.passage(heading))] if heading else [])
    return frozenset[str]().union(*words)


def _answerable(claim: Claim, stance: Claim) -> bool:
    """Tell whether a stance may be on a claim: it is somebody else's."""
    objects = "sam:Stance" in claim.node.types
    if objects and not _OBJECTION.search(stance.sentence.text):
        return False
    return claim.source != "own" or bool(claim.who and stance.who and not set(claim.who) & set(stance.who))


_OBJECTION = cue("discourse.objection")


def _recommendation(scene: Scene, claim: Claim, claims: list[Claim], topics: Topics) -> Iterator[Fact]:
    tell = _say(scene, claim.sentence, "discourse.recommendation", 0.6)
    faults = [c for c in claims if _is_fault(c)]
    likest = topics.likest(_words(claim.sentence), faults, ADDRESSED)
    found = (*_conditions(likest), claim.condition, *_gaps(scene, claim.sentence, claims))
    yield from tell(claim.node, ("sam:addresses", tuple(node for node in found if node)[:1]))


def _is_fault(claim: Claim) -> bool:
    return claim.condition is not None and claim.kind != "samc:fnd-strength"


def _measure(scene: Scene, deed: Deed, claims: list[Claim], topics: Topics) -> Iterator[Fact]:
    tell = _say(scene, deed.sentence, "discourse.measure", 0.6)
    if deed.node.named:
        # An arrangement has more than one reason; only a gap of the kind it speaks of is said to be one.
        yield from tell(deed.node, ("sam:addresses", _matching(scene, deed.sentence, claims)[:1]))
        return
    earlier = [c for c in claims if _is_fault(c) and c.sentence.start < deed.sentence.start]
    likest = topics.likest(_words(deed.sentence), earlier, ADDRESSED)
    gaps = (*_conditions(likest), *_gaps(scene, deed.sentence, claims))
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
    earlier = [c for c in _before(sentence, claims) if _is_fault(c)]
    needs = [c for c in earlier if _NEED.search(c.sentence.text)] if _THIS_NEED.search(sentence.text) else []
    # It goes on from the sentence before it; from one further back only where it says so.
    back = _ANSWERS_BACK.search(sentence.text)
    beside = [c for c in earlier if c.sentence.paragraph == sentence.paragraph]
    near = [c for c in beside if back or c.sentence.index >= sentence.index - 1]
    matching = _matching(scene, sentence, claims)
    # What stands a paragraph off is answered only where the sentence says that it answers something.
    further = earlier if _REACTS.search(sentence.text) else []
    ranked = (*_conditions(needs), *matching, *_conditions(near), *_conditions(further))
    return tuple(dict.fromkeys(ranked))


_THIS_NEED = cue("discourse.this_need")
_NEED = cue("discourse.need")
_REACTS = cue("measures.reacts")
_ANSWERS_BACK = cue("discourse.answers_back")


def _matching(scene: Scene, sentence: Sentence, claims: Sequence[Claim]) -> tuple[Node, ...]:
    """Return the earlier gaps of a kind that the sentence itself speaks of, the nearest first."""
    spoken = set(concepts_in(scene.vocabulary, "samc:gap-type", sentence.text))
    earlier = [c for c in _before(sentence, claims) if _is_fault(c)]
    return _conditions([c for c in earlier if gap_kind(scene, c.sentence) in spoken])


def _conditions(claims: Sequence[Claim]) -> tuple[Node, ...]:
    return tuple(c.condition for c in reversed(claims) if c.condition is not None)


def answered_deeds(scene: Scene, deeds: list[Deed], claims: list[Claim]) -> list[Deed]:
    """Return the measures that answer something: those that say so, that stand near a gap, or that
    somebody carries out in a text that is itself an answer. What is told as a fault is no measure.
    """
    answering = scene.doc.kind in _ANSWERING or bool(scene.report)
    found = {c.sentence.start: c.kind for c in claims if c.kind.startswith("samc:fnd")}
    return [d for d in deeds if _is_deed(scene, d, claims, answering, found.get(d.sentence.start, ""))]


def _is_deed(scene: Scene, deed: Deed, claims: list[Claim], answering: bool, told_as: str) -> bool:
    acting = bool(agents(scene, deed.sentence))
    if told_as and (told_as == "samc:fnd-deficiency" or not acting):
        return False
    if deed.reacts or (answering and (acting or deed.status == "samc:st-ongoing")):
        return True
    return _near_gap(deed.sentence, claims) and (acting or deed.status != "samc:st-done")


# What somebody has done or will do is told in an answer, an account or a paper for decision; a promise in an agreement.
_ANSWERING = frozenset(
    f"samc:doc-{kind}"
    for kind in "response letter referral memo annual-report followup report agreement page supervision meeting-notes".split()
)


def _near_gap(sentence: Sentence, claims: Sequence[Claim]) -> bool:
    return any(c.condition is not None or c.source == "audit" for c in _before(sentence, claims))
