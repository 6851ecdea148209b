"""What a claim points out: a gap of some kind, an overlap or a plain condition, and whom it touches."""

from __future__ import annotations

from collections.abc import Iterator

from graph.extract.attribution import Voice
from graph.extract.concepts import find_concepts
from graph.extract.facts import Fact, Teller, nodes, statement
from graph.extract.frames import cue, frame, frames
from graph.extract.scene import Scene, Sentence
from graph.model import Mention, Node

_WRONG = tuple(cue(f"claims.{name}") for name in ("missing", "deficient", "needed", "denies"))
_LACKS = frames("gaps.lacks")
_BETWEEN = frame("gaps.between")
_THEY = cue("gaps.they")
# Almost every sentence about collaboration has their cues; a narrower kind goes before them.
_BROAD = frozenset({"samc:gap-coordination"})
# Names of what a gap is about have words of kinds of gap in them that say nothing of this gap.
_NAMES = "OUXGLNDFE"


def condition_of(scene: Scene, sentence: Sentence, label: str) -> Node:
    """Return what a sentence says is wrong: a gap where its kind can be told, else a condition."""
    kind = gap_kind(scene, sentence)
    if kind is None:
        return statement(scene, sentence, "sam:Condition", label=label)
    return statement(scene, sentence, "sam:Gap", label=_gap_label(scene, sentence, kind, label))


def _gap_label(scene: Scene, sentence: Sentence, kind: str, label: str) -> str:
    """Return a label that says what kind of gap it is and for whom: "otydlig väg in: friskolor"."""
    whom = [n.label for n in nodes(sentence.of_kind("GXFPAR"))] or [
        n.label for n in nodes(sentence.of_kind("T"))
    ]
    return f"{scene.vocabulary.concepts[kind].label}: {', '.join(whom[:2]) or label}"


def gap_kind(scene: Scene, sentence: Sentence) -> str | None:
    """Return the kind of a gap: the kind whose cue stands nearest to what says that something is wrong."""
    text = sentence.without(_NAMES)
    found = find_concepts(scene.vocabulary, "samc:gap-type", text)
    if not found:
        return None
    wrong = next((hit for pattern in _WRONG if (hit := pattern.search(text))), None)
    at = wrong.start() if wrong else 0
    specific = [(offset, kind) for offset, kind in found if kind not in _BROAD] or list(found)
    return min(specific, key=lambda pair: (abs(pair[0] - at), pair[1]))[1]


def read_condition(
    scene: Scene, condition: Node, sentence: Sentence, voice: Voice, tell: Teller
) -> Iterator[Fact]:
    """Yield the kind of a condition and whom it touches or lies between."""
    overlap = "sam:Overlap" in condition.types
    kind = gap_kind(scene, sentence) if "sam:Gap" in condition.types else None
    between = _sides(sentence) if kind else ()
    touched = () if overlap or "sam:Condition" in condition.types else _touched(sentence, voice)
    yield from tell(
        condition,
        ("dcterms:type", "samc:ovl-assignment" if overlap else kind),
        ("sam:affects", tuple(node for node in touched if node not in between)),
        ("sam:between", nodes(sentence.of_kind("FPAR")) if overlap else between),
        ("sam:targetGroup", targets_of(sentence) if kind else ()),
    )


def _touched(sentence: Sentence, voice: Voice) -> tuple[Node, ...]:
    """Return whom a gap touches: who lacks something, for whom it is missing, or who tells it of themselves."""
    for pattern in _LACKS:
        hit = pattern.search(sentence.form)
        if hit:
            return nodes(
                tuple(m for g in hit.re.groupindex for m in sentence.captured(hit, g) if _is_party(m))
            )
    if voice.source == "other" and _THEY.search(sentence.text):
        return voice.who
    groups = nodes(tuple(m for m in sentence.of_kind("G") if m.node not in voice.who))
    return groups if len(groups) == 1 else ()


def _is_party(mention: Mention) -> bool:
    return mention.kind in "OUKXGTF" and "sam:Term" not in mention.node.types


def _sides(sentence: Sentence) -> tuple[Node, ...]:
    """Return the two or more between whom a gap lies."""
    hit = _BETWEEN.search(sentence.form)
    found = nodes(tuple(m for g in hit.re.groupindex for m in sentence.captured(hit, g))) if hit else ()
    return found if len(found) > 1 or any("sam:ActorGroup" in n.types for n in found) else ()


def targets_of(sentence: Sentence) -> tuple[Node, ...]:
    """Return the target groups of a sentence; a group whose name is discussed as a term is none."""
    return tuple(n for n in nodes(sentence.of_kind("T")) if "sam:Term" not in n.types)
