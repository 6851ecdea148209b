"""Terms with their definitions, and goals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract.arrangements import age_limits, plans_of, programmes
from graph.extract.claims import Claim
from graph.extract.facts import Fact, Teller, nodes, statement, swedish
from graph.extract.frames import cue, frame, frames
from graph.extract.scene import Scene, Sentence
from graph.ids import named_key, statement_key
from graph.model import Mention, Node

_MEANS = frames("meaning.means")
_DEFINING = cue("meaning.defining")
_WORKED = cue("meaning.worked")
_THESE = cue("meaning.these")
_GOAL = frames("meaning.goal")
_IN_DOCUMENT = frame("meaning.in_document")
_PLANNED = cue("meaning.planned")
_NO_MEANING = cue("meaning.no_meaning")
_SCOPE = re.compile(cue("meaning.scope").pattern, re.IGNORECASE)
_OWN_TEXT = cue("meaning.own_text")
_NOT = cue("meaning.not")
_GOAL_LEAD = cue("meaning.goal_lead")
_GOAL_HEADING = cue("meaning.goal_heading")
_GOAL_SENTENCE = cue("meaning.goal_sentence")
_NO_GOAL = cue("meaning.no_goal")
_QUIET = frozenset({"decision", "proposal", "head", "consultation", "reservation"})


def read_meaning(scene: Scene, claims: list[Claim]) -> Iterator[Fact]:
    """Yield definitions and goals; `claims` tell which terms "dessa begrepp" means."""
    known = programmes(scene)
    for sentence in scene.sentences:
        if sentence.kind in _QUIET:
            continue
        yield from _definitions(scene, sentence)
        yield from _work_on_definitions(scene, sentence, claims)
        yield from _goals(scene, sentence, known)


def _definitions(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _MEANS:
        hit = pattern.search(sentence.form)
        if hit is None or _NO_MEANING.search(sentence.form[: hit.start("wording")]):
            continue
        named = sentence.captured(hit, "term")
        wording = _SCOPE.sub("", sentence.plain(hit.group("wording")))
        term = as_term(named[0].node) if named else _term_node(sentence.plain(hit.group("term")))
        if not wording or not _TERM.match(term.label):
            continue
        node = statement(scene, sentence, "sam:Definition", label=f"{term.label}: {wording}")
        tell = Teller(scene, sentence, "definition", 0.75)
        yield from tell(term, ("rdf:type", "sam:Term"))
        yield from tell(
            node,
            ("sam:defines", term),
            ("dcterms:description", swedish(wording)),
            ("sam:agreedBy", nodes(sentence.captured(hit, "who")) or _definer(scene, sentence)),
            ("sam:setOutIn", _laid_down(scene, sentence, hit)),
        )
        yield from _ages_of(tell, wording)
        for other in sentence.captured(hit, "related"):
            if "sam:Term" in other.node.types and other.node != term:
                yield from tell(other.node, ("skos:related", term))
        return


def _definer(scene: Scene, sentence: Sentence) -> Node | None:
    """Return whose wording it is: the speaker's; a regulation is not made by the body that it rules."""
    return None if scene.doc.kind == "samc:doc-regulation" else scene.owner(sentence.section)


_TERM = re.compile(r"(?!(?:vi|det|den|detta|dessa|som|vad)\b)[\w(]", re.IGNORECASE)


def _laid_down(scene: Scene, sentence: Sentence, hit: re.Match[str]) -> Node | None:
    """Return the document whose definition it is: one named, or the one at hand by what it calls itself."""
    if "doc" not in hit.re.groupindex or not hit.group("doc"):
        ruling = scene.doc.kind in _RULING or bool(_OWN_TEXT.search(sentence.plain(hit.group("wording"))))
        return scene.document if ruling else None
    named = sentence.captured(hit, "doc")
    if not named:
        return scene.document
    own = named[0].node == scene.own or (scene.own is not None and " " not in named[0].surface)
    return scene.document if own else (named[0].node if named[0].kind == "H" else None)


_AGED = re.compile(
    r"(?P<who>[\w-]+(?: och [\w-]+)?)(?: som är)?(?: i åldern| i åldrarna| mellan| från)? \d{1,2} ?(?:[-–—]|till|och) ?\d{1,2} år\b"
)


def _ages_of(tell: Teller, wording: str) -> Iterator[Fact]:
    """Yield the ages of those whom a wording begins with: "personer mellan 12 och 20 år som ..."."""
    hit = _AGED.match(wording)
    if hit:
        label = hit.group()
        types = ("sam:TargetGroup",)
        yield from tell(Node(key=named_key(types, label), types=types, label=label), *age_limits(label))


def _term_node(text: str) -> Node:
    label = text.strip(" ”\"'").removeprefix("begreppet ")
    return Node(key=named_key(("sam:Term",), label), types=("sam:Term",), label=label)


def as_term(node: Node) -> Node:
    """Return a target group as one that is also a term whose meaning is discussed."""
    return node if "sam:Term" in node.types else replace(node, types=(*node.types, "sam:Term"))


def _work_on_definitions(scene: Scene, sentence: Sentence, claims: list[Claim]) -> Iterator[Fact]:
    """Yield the definitions that a body says it has worked out, without their wording."""
    if not (_DEFINING.search(sentence.text) and _WORKED.search(sentence.text)) or _NOT.search(sentence.text):
        return
    owners = tuple(m for m in sentence.mentions if m.kind in "OUG")
    terms = _spoken_terms(sentence, claims)
    if not owners or not terms:
        return
    where = tuple(m.node for m in sentence.of_kind("H"))
    for term in terms:
        key = statement_key(("sam:Definition",), scene.doc.id, sentence.text, term.key)
        node = Node(
            key=key, types=("sam:Definition",), label=f"{term.label} ({owners[0].node.label})", named=False
        )
        yield from Teller(scene, sentence, "definition.work", 0.7)(
            node,
            ("sam:defines", term),
            ("sam:agreedBy", owners[0].node),
            ("sam:setOutIn", where),
        )


def _spoken_terms(sentence: Sentence, claims: list[Claim]) -> tuple[Node, ...]:
    own = tuple(m.node for m in sentence.of_kind("TB") if "sam:Term" in m.node.types)
    if own or not _THESE.search(sentence.text):
        return own
    before = [
        c for c in claims if c.sentence.index < sentence.index and sentence.index - c.sentence.index <= 4
    ]
    for claim in reversed(before):
        found = tuple(m.node for m in claim.sentence.of_kind("TB") if "sam:Term" in m.node.types)
        if found:
            return found
    return ()


def _goals(scene: Scene, sentence: Sentence, known: tuple[Node, ...]) -> Iterator[Fact]:
    for pattern in _GOAL:
        hit = pattern.search(sentence.form)
        if hit and not _NOT.search(sentence.form[: hit.start("what")]):
            yield from _goal(scene, sentence, hit, known)
            return
    if sentence.lead and _GOAL_LEAD.search(sentence.lead.text):
        holder = _holder(scene, sentence, (), known) or scene.owner(sentence.section)
        agreed = nodes(sentence.lead.of_kind("OUG"))
        yield from _told_goal(scene, sentence, sentence.text, holder, None, agreed)
        return
    if scene.own and _under_goals(scene, sentence) and not _NO_GOAL.search(sentence.text):
        yield from _told_goal(scene, sentence, sentence.text, scene.own, None)


def _under_goals(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence is an item under a heading such as "Mål", or says there what shall be."""
    heading = sentence.section.heading
    if heading is None or not _GOAL_HEADING.search(scene.passage(heading).strip()):
        return False
    return sentence.block.kind == "item" or bool(_GOAL_SENTENCE.search(sentence.text))


def _goal(scene: Scene, sentence: Sentence, hit: re.Match[str], known: tuple[Node, ...]) -> Iterator[Fact]:
    holder = _holder(scene, sentence, sentence.captured(hit, "holder"), known)
    document = _IN_DOCUMENT.search(sentence.form)
    laid_down = sentence.captured(document, "doc")[0].node if document else None
    yield from _told_goal(scene, sentence, sentence.plain(hit.group("what")), holder, laid_down)


def _told_goal(
    scene: Scene,
    sentence: Sentence,
    text: str,
    holder: Node | None,
    document: Node | None,
    agreed: tuple[Node, ...] = (),
) -> Iterator[Fact]:
    if not agreed and holder and holder.types[0] in _BODIES:
        agreed = (holder,)
    node = statement(scene, sentence, "sam:Goal", label=text)
    tell = Teller(scene, sentence, "goal", 0.7)
    yield from tell(
        node,
        ("sam:modality", "samc:mod-planned" if _PLANNED.search(sentence.text) else None),
        ("sam:targetGroup", nodes(sentence.of_kind("T"))[:1]),
        ("sam:setOutIn", document),
        ("sam:agreedBy", agreed),
    )
    if holder:
        yield from tell(holder, ("sam:hasGoal", node))


# What these say of a word holds as long as they do.
_RULING = frozenset(
    f"samc:doc-{kind}" for kind in "regulation plan programme guideline routine agreement steering".split()
)
_BODIES = frozenset({"sam:Committee", "sam:PoliticalBody", "sam:Administration"})


def _holder(
    scene: Scene, sentence: Sentence, said: tuple[Mention, ...], known: tuple[Node, ...]
) -> Node | None:
    """Return whose goal it is: who is said to have it, the plan that the document named lays down, the
    sentence's arrangement, the section's, or the body that it speaks of.
    """
    if said and said[0].kind != "H":
        return said[0].node
    plans = [plan for m in sentence.of_kind("H") for plan in plans_of(scene, m, known)]
    if plans:
        return plans[0]
    named = sentence.of_kind("FPAR")
    if named:
        return named[0].node
    bodies = sentence.of_kind("O")
    return scene.topic(sentence.section) or (bodies[0].node if bodies else None)
