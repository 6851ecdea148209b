"""Builds the scene of a document: who owns it, whose case is whose, and which audit it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from graph.extract.chapters import find_chapters
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
    label, *others = dict.fromkeys(_names(doc, owner))
    return Node(key=f"handling/{doc.id}", types=("sam:Document",), label=label, aliases=tuple(others))


def _names(doc: Document, owner: Node | None) -> Iterator[str]:
    """Yield what the document is called, its own name first."""
    title = doc.title or doc.name
    if owner is None:
        yield title
        return
    whose = genitive(owner.label)
    if is_answer(doc):
        yield from _names_of_answer(title, whose)
    numbers = _paragraphs(doc) if doc.kind == "samc:doc-minutes" else []
    if len(numbers) == 1:
        yield f"{whose} protokoll {numbers[0]} (utdrag)"
        if not _ACCOUNT.match(title):
            return
    elif doc.kind == "samc:doc-minutes":
        yield from _names_of_minutes(doc, whose)
    yield title
    if doc.kind == "samc:doc-memo":
        yield f"{whose} tjänsteskrivelse"
    elif doc.kind == "samc:doc-letter":
        yield f"Skrivelse från {owner.label}"
    elif doc.kind == "samc:doc-audit-report" and not title.casefold().startswith("revisionsrapport"):
        yield f"Revisionsrapport {title}"


def _names_of_answer(title: str, whose: str) -> Iterator[str]:
    """Yield "X:s svar på revisionsrapport", the same with the whole title, and "X:s svar"."""
    plain = title.capitalize() if title.isupper() else title
    head = _ANSWER_TO.match(plain)
    for name in (head.group().strip() if head else plain, plain):
        yield f"{whose} {name[0].lower()}{name[1:]}"
    yield f"{whose} {plain.split()[0].casefold()}"


def _names_of_minutes(doc: Document, whose: str) -> Iterator[str]:
    """Yield the name of minutes of a whole meeting with its day."""
    day = _MEETING.search(doc.text.tidy, 0, _HEAD)
    if day:
        yield f"{whose} protokoll {day.group()}"


# An extract whose title is that of an account is the account itself.
_ACCOUNT = re.compile(r"(?:åter)?(?:redovisning|rapport)", re.IGNORECASE)
_MEETING = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_HEAD = 600
"""Code points at the beginning of minutes among which the day of the meeting stands."""


def is_answer(doc: Document) -> bool:
    """Tell whether the document is an answer, or minutes of one case that hold the answer itself."""
    if not _ANSWERS.match(doc.title):
        return False
    return doc.kind in ("samc:doc-response", "samc:doc-referral") or (
        doc.kind == "samc:doc-minutes" and len(_paragraphs(doc)) == 1 and _holds_answer(doc)
    )


def _holds_answer(doc: Document) -> bool:
    """Tell whether a heading of the document is that of an answer ("Nämndens svar")."""
    headings = (s.heading for s in doc.sections if s.heading and s.kind in ("body", "assessment"))
    return any(_OWN_ANSWER.match(doc.text.tidy[h.start : h.end]) for h in headings)


_ANSWERS = re.compile(r"(?:remissvar|svar|yttrande)\b", re.IGNORECASE)
_OWN_ANSWER = re.compile(
    r"(?:\S.{0,80}s )?(?:svar|yttrande)(?: (?:på|över|till)\b.{0,80})?\s*$", re.IGNORECASE
)
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
    """Return the body in the genitive that opens each speaking heading ("X:s bedömning").

    In a regulation of several bodies it is the heading itself ("NÄMNDEN FÖR LÄRANDE").
    """
    opening = {m.start: m for m in mentions if m.kind in "OU"}
    chapters = find_chapters(doc, mentions) if doc.kind == "samc:doc-regulation" else {}
    found = {h.start: node for n, node in chapters.items() if (h := doc.sections[n].heading)}
    for section in doc.sections:
        head = opening.get(section.heading.start) if section.heading else None
        if not head or not section.heading or section.kind not in _SPEAKING:
            continue
        if head.surface.endswith("s"):
            found[section.heading.start] = head.node
    return found


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
    """Return who sends the document: the first actor of its head that is no addressee."""
    inside = [m for s in doc.sections if s.case == 0 and s.kind == "head" for m in _inside(doc, s, mentions)]
    if doc.kind in _BY_PLACE:
        return _on_behalf(doc, mentions) or next((m.node for m in inside if m.kind in "OUX"), None)
    ranks = "UOX" if doc.kind == "samc:doc-memo" else "OUX"
    return next((m.node for kind in ranks for m in inside if m.kind == kind), None)


# Whoever writes a letter stands first, whether committee, office or somebody outside.
_BY_PLACE = frozenset({"samc:doc-letter", ""})
_TO = re.compile(r"^(?:till|att\.?|mottagare)\b", re.IGNORECASE)
_FOR = re.compile(r"^(?:för|på uppdrag av)\b.{3,80}$", re.IGNORECASE)


def _on_behalf(doc: Document, mentions: Sequence[Mention]) -> Node | None:
    """Return for whom a letter is signed ("För X"), where one does."""
    signed = [i for i, s in enumerate(doc.sections) if s.kind == "signatures"]
    if len(signed) != 1:
        return None
    before = doc.sections[signed[0] - 1].blocks[-1:] if signed[0] else ()
    for block in (*before, *doc.sections[signed[0]].blocks[:1]):
        if _FOR.match(doc.text.tidy[block.start : block.end]):
            return next(
                (m.node for m in mentions if block.start <= m.start < block.end and m.kind in "OUX"), None
            )
    return None


def _inside(doc: Document, section: Section, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of the head outside its title and the lines that name an addressee."""
    blocks = [*([section.heading] if section.heading else []), *section.blocks]
    lines = {block.start: doc.text.tidy[block.start : block.end].strip() for block in blocks}
    own = [b for b in blocks if not _TO.match(lines[b.start])]
    named = [b for b in own if lines[b.start] != doc.title or doc.kind not in _UNTITLED]
    return [m for b in (named or own) for m in mentions if b.start <= m.start < b.end]


# What the title of these names is whom they are about or to, not whom they are by.
_UNTITLED = frozenset({"samc:doc-letter", "samc:doc-memo", "samc:doc-response", ""})


def _auditor(doc: Document, mentions: Sequence[Mention]) -> Node | None:
    """Return the auditors that the document names, or plain auditors where only their audit is spoken of."""
    named = next((m.node for m in mentions if m.kind == "O" and _AUDITOR.search(m.node.label)), None)
    if named is None and (doc.kind == "samc:doc-audit-report" or _AUDITED.search(doc.text.tidy)):
        return Node(
            key="organ/revisorerna",
            types=("sam:PoliticalBody",),
            label="Revisorerna",
            aliases=("De förtroendevalda revisorerna", "Kommunens revisorer"),
        )
    return named


_AUDITED = cue("context.audited")


def _report(mentions: Sequence[Mention]) -> Node | None:
    """Return the audit report that the document speaks of: the most fully named one.

    What opens with another word is a paper about the report ("Skrivelse – Revisionsrapport ...").
    """
    reports = [m.node for m in mentions if m.kind == "H" and _REPORT.search(m.node.label)]
    opening = [n for n in reports if _OPENING_REPORT.match(n.label)] or reports
    titled = [n for n in opening if not n.label.casefold().startswith("granskning")] or opening
    return max(titled, key=lambda n: (len(n.label), n.label), default=None)


_OPENING_REPORT = cue("context.opening_report")
