"""Builds the scene of a document: who owns it, whose case is whose, and which audit it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from graph.extract.frames import cue
from graph.extract.scene import PARTIES, Scene, Sentence, find_sentences, make_sentence
from graph.extract.selfnames import find_parties, own_arrangement, with_own_names, with_parties
from graph.model import Document, Mention, Node, Section
from graph.swedish import genitive
from graph.vocabulary import Vocabulary

_AUDITOR = cue("context.auditor")
_REPORT = cue("context.report")
_SPEAKING = frozenset({"decision", "proposal", "assessment", "summary", "background", "body"})


def build_scene(
    doc: Document, mentions: Sequence[Mention], *, municipality: Node, vocabulary: Vocabulary
) -> Scene:
    """Return the document as a scene; `mentions` are sorted and do not overlap."""
    heads = _heads(doc, mentions)
    auditor = _auditor(doc, mentions)
    owners = _owners(doc, mentions, heads)
    if doc.kind == "samc:doc-audit-report" and auditor:
        owners = {0: auditor}
    document = _document(doc, owners.get(0))
    own = own_arrangement(doc, mentions)
    mentions = with_own_names(doc, mentions, own) if own else mentions
    sentences = tuple(find_sentences(doc, mentions))
    parties = find_parties(doc, (*_headings(doc, mentions), *sentences))
    if parties:
        mentions = with_parties(doc, mentions, parties)
        sentences = tuple(find_sentences(doc, mentions))
    if 0 in parties and doc.kind == "samc:doc-agreement":
        owners[0] = PARTIES
    return Scene(
        doc=doc,
        mentions=tuple(mentions),
        sentences=sentences,
        document=document,
        owners=owners,
        heads=heads,
        topics=_topics(doc, mentions) | ({-1: own} if own else {}),
        auditor=auditor,
        report=document if doc.kind == "samc:doc-audit-report" else _report(mentions),
        municipality=municipality,
        vocabulary=vocabulary,
        own=own,
        parties=parties,
    )


def _headings(doc: Document, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """Yield the first headings as sentences: the title of an agreement often names its parties."""
    for section in doc.sections[:2]:
        if section.heading:
            start, end = section.heading.start, section.heading.end
            inside = [m for m in mentions if start <= m.start < end]
            yield make_sentence(doc, start, end, inside, section, section.heading)


def _document(doc: Document, owner: Node | None) -> Node:
    """Return the node of the document itself, named so that it is told from others of the same title."""
    return Node(key=f"handling/{doc.id}", types=("sam:Document",), label=_document_name(doc, owner))


def _document_name(doc: Document, owner: Node | None) -> str:
    title = doc.title or doc.name
    if owner is None:
        return title
    whose = genitive(owner.label)
    numbers = _paragraphs(doc)
    if doc.kind == "samc:doc-minutes" and len(numbers) == 1:
        return f"{whose} protokoll {numbers[0]} (utdrag)"
    if doc.kind == "samc:doc-response" and title.casefold().startswith(("svar", "yttrande")):
        head = _ANSWER_TO.match(title)
        name = (head.group() if head else title).strip()
        return f"{whose} {name[0].lower()}{name[1:]}"
    return title


# "Svar på revisionsrapport – Om något" is known by what stands before the dash.
_ANSWER_TO = re.compile(r"[^–:]+?(?= [–-] |:)")
_PARAGRAPH = re.compile(r"^§\s?\d+\w*")


def _paragraphs(doc: Document) -> list[str]:
    """Return the numbers of the paragraphs that open a case of the document, each once."""
    found: dict[str, None] = {}
    for section in doc.sections:
        for block in (
            [*([section.heading] if section.heading else []), *section.blocks[:1]] if section.case else []
        ):
            hit = _PARAGRAPH.match(block.marker) or _PARAGRAPH.match(doc.text.tidy[block.start : block.end])
            if hit:
                found[hit.group().replace("§", "§ ").replace("  ", " ")] = None
    return list(found)


def _heads(doc: Document, mentions: Sequence[Mention]) -> dict[int, Node]:
    """Return the body in the genitive that opens each speaking heading ("X:s bedömning")."""
    opening = {m.start: m for m in mentions if m.kind in "OU" and m.surface.endswith("s")}
    return {
        section.heading.start: opening[section.heading.start].node
        for section in doc.sections
        if section.heading and section.kind in _SPEAKING and section.heading.start in opening
    }


def _owners(doc: Document, mentions: Sequence[Mention], heads: dict[int, Node]) -> dict[int, Node]:
    owners: dict[int, Node] = {}
    for section in doc.sections:
        named = heads.get(section.heading.start) if section.heading else None
        if named and section.kind == "decision":
            owners.setdefault(section.case, named)
    fallback = (
        next(iter(owners.values()), None) or _letterhead(doc, mentions) or next(iter(heads.values()), None)
    )
    if fallback:
        owners.setdefault(0, fallback)
    return owners


def _topics(doc: Document, mentions: Sequence[Mention]) -> dict[int, Node]:
    """Return the arrangement named in each heading, and at -1 the one that the document opens with."""
    named = [m for m in mentions if m.kind in "FPAR"]
    found: dict[int, Node] = {}
    for place, section in enumerate(doc.sections):
        heading = section.heading
        opening = [*([heading] if heading else []), *(section.blocks[:2] if place < 2 else ())]
        for block in opening:
            first = bisect_left(named, block.start, key=lambda m: m.start)
            if first < len(named) and named[first].start < block.end:
                if block is heading:
                    found[block.start] = named[first].node
                if place < 2:
                    found.setdefault(-1, named[first].node)
    return found


def _letterhead(doc: Document, mentions: Sequence[Mention]) -> Node | None:
    """Return who sends the document: the first actor of its head, an addressee ("Till ...") left out."""
    inside = [m for s in doc.sections if s.case == 0 and s.kind == "head" for m in _inside(doc, s, mentions)]
    ranks = "UOX" if doc.kind == "samc:doc-memo" else "OUX"
    if doc.kind == "samc:doc-letter":
        return next((m.node for m in inside if m.kind in "OUX"), None)
    return next((m.node for kind in ranks for m in inside if m.kind == kind), None)


_TO = re.compile(r"^(?:till|att\.?|mottagare)\b", re.IGNORECASE)


def _inside(doc: Document, section: Section, mentions: Sequence[Mention]) -> list[Mention]:
    blocks = [*([section.heading] if section.heading else []), *section.blocks]
    own = [b for b in blocks if not _TO.match(doc.text.tidy[b.start : b.end])]
    return [m for m in mentions for b in own if b.start <= m.start < b.end]


def _auditor(doc: Document, mentions: Sequence[Mention]) -> Node | None:
    """Return the auditors that the document names, or plain auditors where only their audit is spoken of."""
    named = next((m.node for m in mentions if m.kind == "O" and _AUDITOR.search(m.node.label)), None)
    if named is None and (doc.kind == "samc:doc-audit-report" or _AUDITED.search(doc.text.tidy)):
        return Node(key="organ/revisorerna", types=("sam:PoliticalBody",), label="Revisorerna")
    return named


_AUDITED = cue("context.audited")


def _report(mentions: Sequence[Mention]) -> Node | None:
    """Return the audit report that the document speaks of: the most fully named one."""
    reports = [m.node for m in mentions if m.kind == "H" and _REPORT.search(m.node.label)]
    titled = [n for n in reports if not n.label.casefold().startswith("granskning")] or reports
    return max(titled, key=lambda n: (len(n.label), n.label), default=None)
