"""What a decision approves: documents by name, the answer of a body, or the paper of the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.extract.context import is_answer
from graph.extract.documents import document_node, title_block
from graph.extract.facts import Fact, Teller
from graph.extract.frames import cue
from graph.extract.scene import Scene, Sentence
from graph.model import Mention, Node, Section
from graph.swedish import genitive

_AUDITED = cue("documents.audited")


def approved(
    scene: Scene,
    sentence: Sentence,
    hit: re.Match[str],
    owner: Node | None,
    sections: Iterable[Section],
    tell: Teller,
) -> tuple[tuple[Node, ...], Iterable[Fact]]:
    """Return the documents that a decision approves, and what its words say of them.

    An agreement or a plan that is approved by name is approved as a document. A bare word ("svaret",
    "redovisningen") means the document at hand, where that is one, else the paper that the case is about.
    """
    word = (hit.group("word") or "").casefold()
    named = tuple(m for m in sentence.captured(hit, "what") if m.kind in "HAPR")
    if not word and named and _BARE_ANSWER.fullmatch(named[0].surface):
        word = named[0].surface.casefold()
    if not word:
        # A forum that is approved is set up, not a paper.
        return tuple(_as_document(m) for m in named), ()
    if _ANSWER.search(word):
        if is_answer(scene.doc):
            return (scene.document,), ()
        drafter = _drafter(sentence, hit)
        answers = tuple(_own_answer(scene, owner, drafter, named))
        return answers, answer_facts(scene, answers, drafter or owner, tell)
    return tuple(_paper_of_case(scene, word, sections)), ()


def _as_document(mention: Mention) -> Node:
    node = mention.node
    return node if mention.kind == "H" else document_node(node.label, *node.aliases)


def _drafter(sentence: Sentence, hit: re.Match[str]) -> Node | None:
    """Return the office whose proposal for an answer is approved ("kontorets förslag till svar")."""
    if "förslag" not in hit.group().casefold():
        return None
    before = [m for m in sentence.of_kind("U") if m.surface.casefold().endswith("s")]
    return before[0].node if before else None


def _own_answer(
    scene: Scene, owner: Node | None, drafter: Node | None, named: tuple[Mention, ...]
) -> Iterator[Node]:
    """Yield the answer that a body approves, by the name of its drafter or of the body itself."""
    audited = scene.report is not None or _AUDITED.search(scene.doc.title)
    if drafter is not None:
        own = (f"{genitive(owner.label)} svar till revisorerna",) if owner and audited else ()
        yield document_node(f"{genitive(drafter.label)} förslag till svar", *own)
    elif named:
        yield named[0].node
    elif owner is not None:
        what = "svar på revisionsrapporten" if audited else "yttrande"
        yield document_node(f"{genitive(owner.label)} {what}")


def _paper_of_case(scene: Scene, word: str, sections: Iterable[Section]) -> Iterator[Node]:
    """Yield the paper that a definite word means: the one whose title the case bears."""
    block = title_block(scene, sections) or title_block(scene, scene.doc.sections)
    title = scene.passage(block).strip(" .") if block else ""
    stem = _DEFINITE.sub("", word)
    if not title or not re.match(rf"(?:\w+\s)?\w*{re.escape(stem)}", title, re.IGNORECASE):
        return
    # An extract of the minutes is not the paper that it approves, unless resolving finds that it is.
    own = scene.doc.title.casefold() == title.casefold() and scene.doc.kind != "samc:doc-minutes"
    yield scene.document if own else document_node(title)


_BARE_ANSWER = re.compile(r"(?:remissvar|svar)(?:et)?|yttrande(?:t)?", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:n|en|et|na|erna)$")
_ANSWER = cue("documents.answer")


def answer_facts(scene: Scene, answers: tuple[Node, ...], owner: Node | None, tell: Teller) -> Iterator[Fact]:
    """Yield whose an approved answer is, its kind, and what it answers."""
    for node in answers:
        if node != scene.document:
            yield from tell(
                node,
                ("rdf:type", "sam:Document"),
                ("dcterms:type", "samc:doc-response"),
                ("dcterms:creator", owner),
                ("sam:respondsTo", scene.report),
            )
