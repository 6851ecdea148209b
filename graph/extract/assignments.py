"""Assignments, duties, powers and exclusions: who must or may do what, by when, and report to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract.facts import Fact, Teller, date_literal, nodes, statement, swedish
from graph.extract.frames import cue, cued, frame, frames
from graph.extract.levels import levels
from graph.extract.responsibilities import Held, find_responsibilities, tell_held
from graph.extract.scene import Scene, Sentence
from graph.ids import statement_key
from graph.model import Node

_GIVEN = frames("assignments.given")
_NAMED_TASK = frame("assignments.named_task")
_ORDERED = frame("assignments.ordered")
_ORDERED_INVERTED = frame("assignments.ordered_inverted")
_WANTS = frame("assignments.wants")
_TO_WHOM = frame("assignments.to_whom")
_BY_WHEN = frame("assignments.by_when")
_LATEST = cue("assignments.latest")
# "hur X ska ..." asks, "X ska inkluderas" happens to X, "X ska bestå av" is for the composition frames.
_SUBORDINATE = cue("assignments.subordinate")
_NO_ACT = cue("assignments.no_act")
_REPORTS = cue("assignments.reports")
_PLACED = cue("assignments.placed")
_WITH_AIM = frame("assignments.with_aim")

_ITEM_KIND = cued("assignments.item_kind")
_NOUN = cue("assignments.noun")
_DECIDED_ON = frame("assignments.decided_on")
_MEANS = cue("assignments.means")
_AIMS = cue("assignments.aims")
_NO_DUTY = frozenset({"decision", "proposal", "consultation", "head", "reservation"})


def read_assignments(scene: Scene, decided: dict[int, Node]) -> Iterator[Fact]:
    """Yield assignments and responsibilities; `decided` maps deciding sentences to their decisions."""
    known = _named_assignments(scene)
    latest: Node | None = None
    held: Held | None = None
    for sentence in scene.sentences:
        given = (
            list(_assignment(scene, sentence, decided.get(sentence.index)))
            if _ORDERS.search(sentence.low) and not _proposed(scene, sentence)
            else []
        )
        yield from given
        if latest and not given and sentence.kind in ("decision", "proposal"):
            yield from _further(scene, sentence, latest)
        latest = given[0].subject if given else latest
        yield from _named(scene, sentence, known)
        if sentence.kind not in _NO_DUTY and not given:
            lead = sentence.lead
            whole = _spoken_of(lead, known) if lead and _MEANS.search(lead.text) else None
            if whole:
                yield from _entailed(scene, sentence, whole)
                continue
            for found in find_responsibilities(scene, sentence, held):
                held = found
                yield from tell_held(scene, found)


def _proposed(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether the sentence is a draft decision of a memo: a recommendation, no assignment yet."""
    return sentence.kind == "proposal" and scene.doc.kind == "samc:doc-memo"


_ORDERS = re.compile(
    r"uppdr|\bska(?:ll)?\b|\båläggs?\b|\båterremitt|\bföreläggs?\b|\bförelägga?\b|\banmoda|\bför (?:yttrande|besvarande|svar)\b"
)
_FURTHER = cue("assignments.further")


def _further(scene: Scene, sentence: Sentence, node: Node) -> Iterator[Fact]:
    if not _FURTHER.search(sentence.text):
        return
    day = _deadline(sentence)
    yield from Teller(scene, sentence, "assignment.further", 0.75)(
        node,
        ("sam:reportTo", _receivers(sentence)),
        ("sam:deadline", date_literal(day) if day and len(day) == 10 else None),
    )


def _named_assignments(scene: Scene) -> dict[str, Node]:
    """Return the assignments that the document introduces by a noun of their own, by that noun."""
    known: dict[str, Node] = {}
    for sentence in scene.sentences:
        hit = _DECIDED_ON.search(sentence.form) if "uppdrag" in sentence.low else None
        noun = _NOUN.search(hit.group("what")) if hit else None
        if hit and noun:
            node = statement(scene, sentence, "sam:Assignment", label=hit.group("what"), part="named")
            known.setdefault(noun.group("noun").casefold(), node)
    return known


def _assignment(scene: Scene, sentence: Sentence, decision: Node | None) -> Iterator[Fact]:
    found = _given(scene, sentence)
    if found is None:
        return
    giver, takers, task = found
    day = _deadline(sentence)
    receivers = _receivers(sentence)
    content = " ".join((*(t.key for t in takers), *(r.key for r in receivers), day or task))
    node = statement(scene, sentence, "sam:Assignment", label=_title(sentence, task))
    if day or receivers:
        # The same order repeated in other words ("X vill därför att ...") is the same assignment.
        node = replace(node, key=statement_key(node.types, scene.doc.id, content))
    proposed = sentence.kind == "proposal"
    aim = _WITH_AIM.search(_WHEN.sub("", task))
    others = tuple(
        m for m in sentence.mentions if m.kind in "GXFPAR" and m.node not in (*takers, *receivers, giver)
    )
    tell = Teller(
        scene, sentence, "assignment.given", 0.85, modality=_PLANNED if proposed else _STATED, voice=giver
    )
    yield from tell(
        node,
        ("sam:assignedBy", giver),
        ("sam:assignedTo", takers),
        ("sam:reportTo", receivers),
        ("sam:deadline", date_literal(day) if day and len(day) == 10 else None),
        ("dcterms:type", _kind(task)),
        ("sam:concerns", nodes(others)),
        ("sam:targetGroup", nodes(sentence.of_kind("T"))),
        ("sam:workLevel", levels(sentence, task)),
        ("sam:purpose", swedish(sentence.plain(aim.group("aim") or aim.group("aim2"))) if aim else None),
        ("sam:status", "samc:st-proposed" if proposed else None),
    )
    if decision is not None and not proposed:
        yield from tell(decision, ("sam:establishes", node))


_STATED = "samc:mod-stated"
_PLANNED = "samc:mod-planned"


def _given(scene: Scene, sentence: Sentence) -> tuple[Node | None, tuple[Node, ...], str] | None:
    """Return (giver, takers, task form) when the sentence gives an assignment.

    In a decision "X ska ..." gives one; elsewhere only when it sets a day, for what has none is a
    standing duty.
    """
    deciding = sentence.kind in ("decision", "proposal")
    ordered = (_ORDERED, _ORDERED_INVERTED) if deciding or _dated(sentence) else ()
    for pattern in (*_GIVEN, _WANTS, *ordered):
        hit = pattern.search(sentence.form)
        if hit is None or (pattern in ordered and not _is_order(sentence, hit)):
            continue
        takers = nodes(sentence.captured(hit, "taker"))
        named = nodes(sentence.captured(hit, "giver"))
        giver = named[0] if named else (scene.owner(sentence.section) if deciding else None)
        if not (giver in takers and len(takers) == 1):
            return giver, takers, hit.group("task")
    return None


def _dated(sentence: Sentence) -> bool:
    day = _deadline(sentence)
    return bool(day and len(day) == len("2000-01-01")) and bool(_LATEST.search(sentence.text))


def _deadline(sentence: Sentence) -> str | None:
    """Return the day by which the sentence wants something done, as precise as it is said."""
    for hit in _BY_WHEN.finditer(sentence.form):
        day = sentence.captured(hit, "day")[0].node.label
        if re.match(r"\d{4}", day):
            return day
    return None


def _receivers(sentence: Sentence) -> tuple[Node, ...]:
    hit = _TO_WHOM.search(sentence.form)
    if hit is None:
        return ()
    found = (*sentence.captured(hit, "to"), *sentence.captured(hit, "to2"), *sentence.captured(hit, "to3"))
    return nodes(tuple(m for m in found if m.kind in "OUKXL"))


_WHEN = cue("assignments.when")


def _title(sentence: Sentence, task: str) -> str:
    """Return what is to be done, without the day by which."""
    return sentence.plain(_WHEN.sub("", task)).strip()


def _kind(task: str) -> str | None:
    if _REPORTS.search(task):
        return "samc:asg-reporting"
    return next((kind for kind, pattern in _TASK_KINDS if pattern.search(task)), None)


_TASK_KINDS = cued("assignments.task_kinds")


def _named(scene: Scene, sentence: Sentence, known: dict[str, Node]) -> Iterator[Fact]:
    """Yield the assignments spoken of by a noun: decided on, handed out, and what they aim at."""
    if "uppdrag" not in sentence.low:
        return
    decided = _DECIDED_ON.search(sentence.form)
    if decided and sentence.kind not in ("decision", "proposal"):
        yield from _decided_on(scene, sentence, decided, known)
    handed = _NAMED_TASK.search(sentence.form)
    if handed:
        yield from _handed_out(scene, sentence, handed, known)
    aims = _AIMS.match(sentence.text)
    node = _spoken_of(sentence, known) if aims else None
    if aims and node:
        yield from Teller(scene, sentence, "assignment.aim", 0.85)(
            node, ("sam:purpose", swedish(aims.group("aim")))
        )


def _spoken_of(sentence: Sentence, known: dict[str, Node]) -> Node | None:
    noun = _NOUN.search(sentence.low)
    return known.get(noun.group("noun")) if noun else None


def _decided_on(
    scene: Scene, sentence: Sentence, hit: re.Match[str], known: dict[str, Node]
) -> Iterator[Fact]:
    """Yield a decision that the text reports, and the assignments it was about."""
    node = _spoken_of_text(hit.group("what"), known)
    givers = nodes(sentence.captured(hit, "giver"))
    if node is None or not givers:
        return
    decision = statement(
        scene, sentence, "sam:Decision", label=f"{givers[0].label}: beslut om {hit.group('what')}"
    )
    when = next((date_literal(m.node.label) for m in sentence.of_kind("D")), None)
    tell = Teller(scene, sentence, "decision.reported", 0.8)
    yield from tell(decision, ("sam:decidedBy", givers[0]), ("dcterms:date", when), ("sam:establishes", node))
    yield from tell(
        node,
        ("sam:assignedBy", givers[0]),
        ("dcterms:type", _kind(hit.group("what"))),
        ("sam:validFrom", when),
        ("dcterms:description", swedish(hit.group("what"))),
    )


def _spoken_of_text(text: str, known: dict[str, Node]) -> Node | None:
    noun = _NOUN.search(text.casefold())
    return known.get(noun.group("noun")) if noun else None


def _handed_out(
    scene: Scene, sentence: Sentence, hit: re.Match[str], known: dict[str, Node]
) -> Iterator[Fact]:
    task = hit.group("task") or hit.group("task2")
    takers = nodes(sentence.captured(hit, "taker") or sentence.captured(hit, "taker2"))
    whole = _spoken_of_text(task, known)
    node = statement(scene, sentence, "sam:Assignment", label=sentence.plain(task), part="handed")
    yield from Teller(scene, sentence, "assignment.handed", 0.8)(
        node,
        ("sam:assignedTo", takers),
        ("dcterms:type", _kind(task)),
        ("sam:targetGroup", nodes(sentence.of_kind("T"))),
        ("sam:workLevel", levels(sentence, task)),
        ("dcterms:isPartOf", whole),
    )


def _is_order(sentence: Sentence, hit: re.Match[str]) -> bool:
    """Tell whether "X ska ..." says what X itself is to do."""
    before = sentence.form[: hit.start("taker")]
    return not (_PLACED.search(before) or _SUBORDINATE.search(before) or _NO_ACT.match(hit.group("task")))


def _entailed(scene: Scene, sentence: Sentence, whole: Node) -> Iterator[Fact]:
    kind = next((kind for kind, pattern in _ITEM_KIND if pattern.search(sentence.text)), "samc:resp-task")
    node = statement(scene, sentence, "sam:Responsibility", part=kind)
    tell = Teller(scene, sentence, "responsibility.entailed", 0.85)
    yield from tell(node, ("dcterms:type", kind), ("sam:workLevel", levels(sentence, sentence.form)))
    yield from tell(whole, ("sam:entails", node))
