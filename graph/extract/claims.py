"""Findings with the gaps they point out, recommendations, stances and stated overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.extract.appraisal import FAULT, GOOD, appraise, wishes
from graph.extract.attribution import Clause, Voice, read_clauses
from graph.extract.facts import Fact, Teller, nodes, statement
from graph.extract.frames import cue, cued, frame
from graph.extract.gaps import condition_of, gap_kind, read_condition, targets_of
from graph.extract.scene import Scene, Sentence
from graph.likeness import likeness
from graph.model import Node

_MISSING = cue("claims.missing")
_DEFICIENT = cue("claims.deficient")
_IMPROVABLE = cue("claims.improvable")
_PURPOSE_BEFORE = cue("claims.purpose_before")
_TELLS = cue("claims.tells")
_RELIEF = cue("claims.relief")
_WORKS = cue("claims.works")
_CLEAR = cue("claims.clear")
_DENIES = cue("claims.denies")
_DENIES_NOTHING = cue("claims.denies_nothing")
_ONLY_ASKS = cue("claims.only_asks")
_RECOMMENDED = cue("claims.recommended")
_NEEDED = cue("claims.needed")
_CONDITIONAL = cue("claims.conditional")
_OVERLAPS = cue("claims.overlaps")
_NAMED_GAP = cue("claims.named_gap")
_FEARED = cue("claims.feared")
_HEDGED = cue("claims.hedged")

_POSITIONS = cued("claims.positions")
_SUPPOSED = re.compile(r"(?:^|, )om [^,;]*$", re.IGNORECASE)
# What only introduces a list claims nothing by itself.
_OPEN = re.compile(r"(?::|\batt)\s*$")
_QUIET = frozenset({"decision", "proposal", "head", "consultation", "reservation"})
_VERDICT = cue("claims.verdict")
_LEAD_IN = cue("claims.lead_in")
_EMBEDDED = cue("claims.embedded")


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the document: its node, where it stands, who makes it, the condition it points out."""

    node: Node
    sentence: Sentence
    who: tuple[Node, ...]
    source: str
    condition: Node | None = None
    kind: str = ""
    directed: tuple[Node, ...] = ()
    relayed: bool = False

    @property
    def voice(self) -> Voice:
        """Return who makes it and how we know."""
        return Voice(self.who, self.source)


def find_claims(scene: Scene) -> Iterator[Claim]:
    """Yield the claims of the document in order."""
    relayed: list[str] = []
    for clause in read_clauses(scene):
        verdict = clause.sentence.kind == "decision" and _VERDICT.search(clause.sentence.text)
        if (clause.sentence.kind in _QUIET and not verdict) or _OPEN.search(clause.sentence.text):
            continue
        for claim in _claims_of(scene, clause, relayed):
            if claim.source != "own" and "sam:Stance" not in claim.node.types:
                relayed.append(claim.sentence.text)
            yield claim


def _claims_of(scene: Scene, clause: Clause, relayed: list[str]) -> Iterator[Claim]:
    sentence, voice = clause.sentence, clause.voice
    position = _position(scene, clause)
    if position:
        yield from _answered(scene, clause, relayed)
        yield Claim(_node(scene, sentence, "sam:Stance"), sentence, voice.who, voice.source, kind=position)
        return
    found = _content(scene, clause)
    if found is None:
        return
    kind, condition, detail = found
    # Fears and hopes are told without saying whose: nobody's claim is not the speaker's.
    who = () if kind == "sam:Claim" else voice.who
    directed = _addressees(clause.governor or sentence) if kind == "sam:Recommendation" else ()
    yield Claim(_node(scene, sentence, kind), sentence, who, voice.source, condition, detail, directed)


_ASKS = frame("claims.asks")


def _answered(scene: Scene, clause: Clause, relayed: list[str]) -> Iterator[Claim]:
    """Yield the auditors' claim that a stance repeats ("instämmer i att ..."), unless the text has told it before."""
    text = clause.sentence.text
    inside = _EMBEDDED.search(text)
    if inside is None or scene.auditor is None:
        return
    said = text[inside.end() :]
    if any(likeness(said, other) >= ALIKE for other in relayed):
        return
    found = _content(scene, clause) if _is_deficient(scene, clause) else None
    kind, condition, detail = found or ("sam:Recommendation", None, "relayed")
    # The stance is a statement of the same sentence: what it repeats must not become one with it.
    claim = statement(scene, clause.sentence, kind, label=told(f"att {said}"), part="repeated")
    yield Claim(
        claim,
        clause.sentence,
        (scene.auditor,),
        "audit",
        condition,
        detail,
        relayed=True,
    )


ALIKE = 0.34
"""Likeness from which on a stance is held to speak of a claim that the text has told before."""


def _addressees(sentence: Sentence) -> tuple[Node, ...]:
    """Return whom a recommendation asks to act."""
    hit = _ASKS.search(sentence.form)
    if hit is None:
        return ()
    return nodes(next(filter(None, (sentence.captured(hit, group) for group in hit.re.groupindex)), ()))


def _content(scene: Scene, clause: Clause) -> tuple[str, Node | None, str] | None:
    """Return (class, condition pointed out, detail) of what a clause claims, or None."""
    sentence = clause.sentence
    if _ONLY_ASKS.search(sentence.text) or len(sentence.text.split()) < SHORTEST:
        return None
    if _OVERLAPS.search(sentence.text) and " inte överlappa" not in sentence.low:
        return "sam:Finding", _node(scene, sentence, "sam:Overlap"), "samc:fnd-deficiency"
    if _FEARED.search(sentence.text):
        return "sam:Claim", condition_of(scene, sentence, told(sentence.text)), "feared"
    advised = _is_advice(clause.opening + sentence.text)
    if advised:
        named = _NAMED_GAP.search(sentence.text)
        wrong = advised == "needed" or (named and not named.group("known"))
        return (
            "sam:Recommendation",
            condition_of(scene, sentence, told(sentence.text)) if wrong else None,
            advised,
        )
    if _is_deficient(scene, clause):
        return "sam:Finding", condition_of(scene, sentence, told(sentence.text)), "samc:fnd-deficiency"
    if _WORKS.search(sentence.text):
        return "sam:Finding", _node(scene, sentence, "sam:Condition"), "samc:fnd-strength"
    if _CLEAR.search(sentence.text):
        return "sam:Finding", None, "samc:fnd-strength"
    kind = "samc:fnd-strength" if appraise(sentence.without()) == GOOD else _told_of_themselves(clause)
    return ("sam:Finding", _node(scene, sentence, "sam:Condition"), kind) if kind else None


def _told_of_themselves(clause: Clause) -> str:
    """Return what kind of finding it is that people or partners tell how it is for them, else ""."""
    voice, text = clause.voice, clause.sentence.text
    bodies = any("sam:Committee" in n.types or "sam:Administration" in n.types for n in voice.who)
    said = _TELLS.search(text)
    if voice.source != "other" or bodies or said is None or wishes(text[said.end() :]):
        return ""
    return "samc:fnd-strength" if _RELIEF.search(text) else "samc:fnd-deficiency"


SHORTEST = 3
"""Words of a claim: "Kända svagheter" is a heading."""


def told(text: str) -> str:
    """Return what is said without who says it, in the order of a main clause.

    >>> told("Granskningen visar att det inte finns en strategi.")
    'det finns inte en strategi.'
    """
    bare = _LEAD_IN.sub("", text, count=1)
    return bare if bare == text else _SUBORDINATE.sub(r"\g<subject> \g<verb> \g<adverb>", bare, count=1)


# An adverb stands before the verb of a subordinate clause, and after that of a main clause.
_SUBORDINATE = re.compile(
    r"^(?P<subject>[^,;]{2,80}?) (?P<adverb>inte heller|inte|aldrig|sällan|ofta|även|också|endast|bara|till stor del|delvis)"
    r" (?P<verb>[a-zåäö]+(?:r|s|de|te|finns|ska|kan|bör|får|har|är))\b"
)


def _node(scene: Scene, sentence: Sentence, kind: str) -> Node:
    """Return the node of a claim or condition, labelled by what is said, without who says it."""
    return statement(scene, sentence, kind, label=told(sentence.text))


def _is_advice(text: str) -> str:
    """Return "advised", "needed" (which also says that something is not as it should be) or ""."""
    if _RECOMMENDED.search(text):
        return "advised"
    needed = _NEEDED.search(text)
    if needed and not _CONDITIONAL.search(text[: needed.start()]):
        return "needed"
    return ""


def _is_deficient(scene: Scene, clause: Clause) -> bool:
    sentence, text = clause.sentence, clause.sentence.text
    if _DEFICIENT.search(text):
        return not re.search(r"\b(?:om|huruvida) det finns(?: ett)? behov\b", text, re.IGNORECASE)
    if (_DENIES.search(text) or _MISSING.search(text)) and not _DENIES_NOTHING.search(text):
        # What auditors deny of a body or forum is a fault, of whatever kind.
        audited = clause.voice.source == "audit" and bool(sentence.of_kind("OUXGFP"))
        if audited or gap_kind(scene, sentence) is not None:
            return True
    if appraise(sentence.without()) == FAULT and not _DENIES_NOTHING.search(text):
        return True
    improvable = _IMPROVABLE.search(text)
    return bool(improvable and not _PURPOSE_BEFORE.search(text[: improvable.start()]))


def _position(scene: Scene, clause: Clause) -> str:
    """Return the position when the clause takes a stand on somebody else's claim, else ""."""
    if scene.doc.kind == "samc:doc-audit-report" or clause.voice.source == "audit":
        return ""
    for position, pattern in _POSITIONS:
        hit = pattern.search(clause.sentence.text)
        if hit and not _SUPPOSED.search(clause.sentence.text[: hit.start()]):
            return position
    return ""


def read_claims(scene: Scene, claims: list[Claim]) -> Iterator[Fact]:
    """Yield what each claim says of itself; how claims hang together is `discourse`."""
    for claim in claims:
        sentence = claim.sentence
        modality = "samc:mod-possible" if _HEDGED.search(sentence.text) else "samc:mod-stated"
        tell = Teller(
            scene,
            sentence,
            f"claim.{claim.node.types[0].partition(':')[2].lower()}",
            0.75,
            modality=modality,
            voice=claim.who[0] if claim.who else None,
        )
        stance = "sam:Stance" in claim.node.types
        yield from tell(
            claim.node,
            ("sam:madeBy", claim.who),
            ("sam:directedTo", claim.directed),
            ("dcterms:type", claim.kind if claim.kind.startswith("samc:fnd") else None),
            ("sam:position", claim.kind if stance else None),
            (
                "sam:modality",
                modality if modality != "samc:mod-stated" and claim.kind != "samc:pos-agrees" else None,
            ),
            (
                "sam:setOutIn",
                scene.report if claim.source == "audit" and scene.report != scene.document else None,
            ),
            ("sam:identifies", claim.condition if "sam:Recommendation" not in claim.node.types else None),
        )
        if not stance:
            yield from _arguments(scene, claim, tell)
        if claim.condition:
            yield from read_condition(scene, claim.condition, claim.sentence, claim.voice, tell)


def _arguments(scene: Scene, claim: Claim, tell: Teller) -> Iterator[Fact]:
    """Yield what a claim is about: actors and arrangements, the target group, terms."""
    about = tuple(
        m.node
        for m in claim.sentence.mentions
        if m.kind in "OUGXFPAR"
        and m.node not in (*claim.who, *claim.directed, scene.auditor, scene.owner(claim.sentence.section))
    )
    terms = tuple(m.node for m in claim.sentence.mentions if m.kind in "TB" and "sam:Term" in m.node.types)
    yield from tell(
        claim.node,
        ("sam:concerns", tuple(dict.fromkeys((*about, *terms)))),
        ("sam:targetGroup", targets_of(claim.sentence)),
    )
