"""Documents that a text names: their kind, their author, and the audit report that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from graph.extract.anchors import Anchored
from graph.extract.concepts import concepts_in, first_concept
from graph.extract.facts import Fact, Teller, date_literal, nodes, swedish
from graph.extract.frames import cue, cued, frame, frames
from graph.extract.scene import Scene, Sentence
from graph.ids import named_key
from graph.model import Block, Mention, Node, Section
from graph.swedish import genitive

_ANSWERS = cue("documents.answers")
_NO_TITLE = cue("documents.no_title")
_EXAMINED = cue("documents.examined")


def document_node(label: str, *aliases: str) -> Node:
    """Return the node of a document known by its title."""
    types = ("sam:Document",)
    return Node(
        key=named_key(types, label), types=types, label=label, aliases=tuple(a for a in aliases if a != label)
    )


def read_documents(scene: Scene) -> Iterator[Fact]:
    """Yield what the document says of other documents and of the audit it speaks of."""
    yield from _report_facts(scene)
    yield from _named_documents(scene)


def _named_documents(scene: Scene) -> Iterator[Fact]:
    """Yield kind and author of each document that the text names, as far as its name tells them."""
    for sentence in scene.sentences:
        named = [m for m in sentence.of_kind("H") if m.node != scene.document]
        for mention in named if sentence.lead is None else ():
            label = mention.node.label
            yield from Teller(scene, sentence, "document.named", 0.75)(
                mention.node,
                ("rdf:type", "sam:Document"),
                ("dcterms:type", kind_of(scene, label)),
                ("dcterms:creator", author_of(scene, label)),
            )
        yield from _letters(scene, sentence)


def author_of(scene: Scene, title: str) -> Node | None:
    """Return the body in the genitive that opens a title ("X:s yttrande"), where the document names it.

    Whose plan or regulation it is, is no word on who wrote it.
    """
    if kind_of(scene, title) in _OF_NO_AUTHOR:
        return None
    low = title.casefold()
    for name, node in _authors_by_name(scene.mentions).items():
        if low.startswith(f"{name} "):
            return node
    sender = _SENT_BY.match(low)
    return _authors_by_name(scene.mentions).get(genitive(sender["who"])) if sender else None


_SENT_BY = re.compile(
    r"(?:\w*rapport|skrivelse|yttrande|svar|remiss|remissvar|missiv|brev|redovisning) från (?P<who>.+)"
)


@lru_cache(maxsize=4)
def _authors_by_name(mentions: tuple[Mention, ...]) -> Mapping[str, Node]:
    nodes_of = {m.node.key: m.node for m in mentions if m.kind in "OUX"}
    return {
        genitive(name.casefold()): node for node in nodes_of.values() for name in (node.label, *node.aliases)
    }


def _letters(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    """Yield the letter that a sentence says somebody has written ("en skrivelse från X")."""
    hit = _first(_LETTERS, sentence.form)
    for mention in sentence.captured(hit, "who") if hit else ():
        letter = document_node(f"Skrivelse från {mention.node.label}")
        day = sentence.captured(hit, "day") if hit else ()
        yield from Teller(scene, sentence, "document.letter", 0.75)(
            letter,
            ("rdf:type", "sam:Document"),
            ("dcterms:type", "samc:doc-letter"),
            ("dcterms:creator", mention.node),
            ("dcterms:date", date_literal(day[0].node.label) if day else None),
        )


_LETTERS = frames("documents.letter")


def _first(patterns: Iterable[Anchored], form: str) -> re.Match[str] | None:
    """Return the match of the first of the patterns that has one."""
    return next(filter(None, (pattern.search(form) for pattern in patterns)), None)


def kind_of(scene: Scene, title: str) -> str | None:
    """Return the kind that a title tells: an answer is one whatever it answers; a plan steers."""
    if _ANSWERS.search(title):
        return "samc:doc-response"
    for concept, pattern in _KINDS:
        if pattern.search(title):
            return "samc:doc-steering" if concept == "samc:doc-routine" else concept
    if _COVERS.match(title):
        return None
    kind = first_concept(scene.vocabulary, "samc:document-type", title)
    if kind is None or kind in _FORMS:
        return None
    return (
        "samc:doc-steering"
        if "samc:doc-steering" in scene.vocabulary.wider(kind) and kind not in _OWN_KIND
        else kind
    )


_COVERS = re.compile(r"(?:skrivelse|missiv|brev)(?:n|en|et)?\b", re.IGNORECASE)
_KINDS = cued("documents.kind")
# Kinds of paper rather than of content; and the narrower kinds of steering document that are told apart.
_FORMS = frozenset(
    {
        "samc:doc-memo",
        "samc:doc-minutes",
        "samc:doc-page",
        "samc:doc-register",
        "samc:doc-agreement",
        "samc:doc-notice",
    }
)
_OF_NO_AUTHOR = frozenset({"samc:doc-steering", "samc:doc-regulation", "samc:doc-budget"})
_OWN_KIND = frozenset({"samc:doc-regulation", "samc:doc-budget"})


def _report_facts(scene: Scene) -> Iterator[Fact]:
    """Yield what "the auditors have examined X" says of their report, and whom "the audit covers"."""
    if scene.report is None or scene.auditor is None:
        return
    for sentence in scene.sentences:
        tell = Teller(scene, sentence, "document.audit", 0.85)
        covered = _COVERED.search(sentence.form)
        if covered:
            yield from tell(scene.report, ("sam:concerns", nodes(sentence.captured(covered, "whom"))))
        if not _EXAMINED.search(sentence.text) or not any(m.node == scene.auditor for m in sentence.mentions):
            continue
        firm = _first(_COMMISSIONED, sentence.form)
        yield from tell(
            scene.report,
            ("rdf:type", "sam:Document"),
            ("dcterms:creator", (scene.auditor, *nodes(sentence.captured(firm, "firm") if firm else ()))),
            ("dcterms:type", "samc:doc-audit-report"),
            ("sam:concerns", tuple(m.node for m in sentence.of_kind("G"))),
            ("sam:targetGroup", nodes(sentence.of_kind("T"))),
        )


_COVERED = frame("documents.covered")
_COMMISSIONED = frames("documents.commissioned")


def topics(scene: Scene, text: str) -> tuple[str, ...]:
    """Return the topics that a text points to."""
    return concepts_in(scene.vocabulary, "samc:topic", text)


def title_facts(scene: Scene, node: Node, sections: Iterable[Section], rule: str) -> Iterator[Fact]:
    """Yield title, topic, target group and external parties of a case from its title, as often as it stands."""
    first = title_block(scene, sections)
    if first is None:
        return
    wording = scene.passage(first)
    for block in _same_wording(scene, sections, wording):
        sentence = scene.quoted(block)
        yield from Teller(scene, sentence, rule, 0.85)(
            node,
            ("dcterms:title", swedish(wording)),
            ("dcterms:subject", topics(scene, wording)),
            ("sam:concerns", tuple(m.node for m in sentence.of_kind("GX"))),
            ("sam:targetGroup", nodes(sentence.of_kind("T"))),
        )


def title_block(scene: Scene, sections: Iterable[Section]) -> Block | None:
    """Return what titles the sections: a heading that is no heading of a known kind, or, in the head
    of a case, the first line that is no number, date or letterhead.
    """
    for section in sections:
        if section.kind not in ("head", "body"):
            continue
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            text = scene.passage(block)
            titled = block is section.heading or section.case or text.strip() == scene.doc.title
            if titled and len(text) > 12 and not _NO_TITLE.match(text):
                return block
        if section.case and section.kind != "head":
            break
    return None


def _same_wording(scene: Scene, sections: Iterable[Section], wording: str) -> Iterator[Block]:
    for section in sections:
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            if scene.passage(block) == wording:
                yield block
