"""A document seen as a row of sentences, each with its mentions, its speaker and its place.

Frames do not read the tidy text itself but a sentence's *form*: the text with every mention
replaced by a placeholder such as ⟨O3⟩ (a political body, the fourth mention of the sentence). A frame
is then a regular expression over typed arguments, and what it captures is turned back into mentions
by `Sentence.captured`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.extract.sentences import split_points, split_sentences
from graph.model import Block, Document, Mention, Node, Section
from graph.vocabulary import Vocabulary

_PLACEHOLDER = re.compile(r"⟨[A-Z](\d+)⟩")
PARTIES = Node(key="aktor/parterna", types=("sam:ActorGroup",), label="Parterna")
"""Stands for the parties of an agreement until something is said of them, which is then said of each."""
PROSE = 8
"""Spaces in a sentence that is running text although its heading was lost."""
# Sections that hold no running text; proceedings reads the lists among them in its own way.
SILENT = frozenset({"contents", "furniture", "attendance", "enclosures", "recipients", "signatures"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; offsets are tidy, `low` is the case-folded text."""

    start: int
    end: int
    text: str
    low: str
    form: str
    mentions: tuple[Mention, ...]
    section: Section
    block: Block
    index: int
    paragraph: int
    lead: Sentence | None = None

    @property
    def kind(self) -> str:
        """Return the kind of the section that the sentence stands in; running text is no letterhead."""
        kind = self.section.kind
        prose = kind == "head" and self.text.endswith(".") and self.text.count(" ") >= PROSE
        return "body" if prose else kind

    def captured(self, match: re.Match[str], group: str) -> tuple[Mention, ...]:
        """Return the mentions within a named group of a match on the form, in order."""
        part = match.group(group) if group in match.re.groupindex else None
        if not part:
            return ()
        return tuple(self.mentions[int(number)] for number in _PLACEHOLDER.findall(part))

    def of_kind(self, kinds: str) -> tuple[Mention, ...]:
        """Return the sentence's mentions of these kinds, in order."""
        return tuple(m for m in self.mentions if m.kind in kinds)

    def without(self, kinds: str = "") -> str:
        """Return the sentence's own text with a sign for each mention of these kinds, or of any."""
        pieces: list[str] = []
        at = self.start
        for mention in self.mentions:
            if mention.start >= at and mention.end <= self.end and (not kinds or mention.kind in kinds):
                pieces += (self.text[at - self.start : mention.start - self.start], f"⟨{mention.kind}⟩")
                at = mention.end
        return "".join([*pieces, self.text[at - self.start :]])

    def plain(self, form: str) -> str:
        """Return a piece of the form with its placeholders turned back into the words they stand for."""
        return _PLACEHOLDER.sub(lambda hit: self.mentions[int(hit.group(1))].surface, form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A document with its mentions and sentences, and who speaks where.

    `owners` maps a case number to the body whose case it is (0: the whole document); `heads` maps
    the start of a heading to the body named in it ("X:s bedömning"); `topics` maps the start of a
    heading to the arrangement named in it (-1: in the document's title). `auditor` and `report` are the
    auditors and their report when the document speaks of an audit. `own` is the arrangement that the
    document itself lays down (an agreement, a plan); `parties` maps a case number to the parties of the
    agreement that is spoken of there.
    """

    doc: Document
    mentions: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]
    document: Node
    owners: Mapping[int, Node]
    heads: Mapping[int, Node]
    topics: Mapping[int, Node]
    auditor: Node | None
    report: Node | None
    municipality: Node
    vocabulary: Vocabulary
    own: Node | None = None
    parties: Mapping[int, tuple[Node, ...]] = field(default_factory=dict)

    def each(self, node: Node, section: Section) -> tuple[Node, ...]:
        """Return whom a node stands for: all parties for PARTIES, else the node itself."""
        if node.key != PARTIES.key:
            return (node,)
        return self.parties.get(section.case) or self.parties.get(0, ())

    def owner(self, section: Section) -> Node | None:
        """Return the body that speaks in a section: its own heading's, its case's, or the document's."""
        own = self.heads.get(section.heading.start) if section.heading else None
        return own or self.owners.get(section.case) or self.owners.get(0)

    def topic(self, section: Section) -> Node | None:
        """Return the arrangement that a section is about: its heading's, else the document's."""
        own = self.topics.get(section.heading.start) if section.heading else None
        return own or self.topics.get(-1)

    def mentions_in(self, start: int, end: int, kinds: str = "") -> tuple[Mention, ...]:
        """Return the mentions that begin in tidy span [start, end), of these kinds or of any."""
        first = bisect_left(self.mentions, start, key=lambda m: m.start)
        last = bisect_left(self.mentions, end, key=lambda m: m.start)
        return tuple(m for m in self.mentions[first:last] if not kinds or m.kind in kinds)

    def passage(self, block: Block) -> str:
        """Return the text of a block."""
        return self.doc.text.tidy[block.start : block.end]

    def quoted(self, block: Block, start: int | None = None, end: int | None = None) -> Sentence:
        """Return a block, or a part of it, as one sentence: a list item, a heading, a title."""
        first, last = start or block.start, end or block.end
        section = Section(kind="body", heading=None, blocks=(block,))
        return make_sentence(self.doc, first, last, self.mentions_in(first, last), section, block)


def find_sentences(doc: Document, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """Yield the sentences of all sections that hold running text, in order.

    A list item that completes what stands before the list ("Nämnden ansvarar för:") gets the form of
    the whole, and the mentions of both; its span, text and quote stay the item's own.
    """
    index = paragraph = 0
    starts = [m.start for m in mentions]
    for section in doc.sections:
        if section.kind in SILENT:
            continue
        leads = _heading_lead(doc, section, mentions)
        for block in section.blocks:
            paragraph += 1
            depth = block.level if block.kind == "item" else 0
            goes_on = doc.text.tidy[block.start].islower()
            leads = [
                lead for lead in leads if _depth(lead) < depth or (goes_on and _WHOSE.fullmatch(lead.form))
            ]
            for start, end in _spans(doc, section, block):
                inside = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
                sentence = make_sentence(doc, start, end, inside, section, block, index, paragraph)
                # A paragraph under the name of an actor goes on from it in its first sentence only.
                sentence = _completed(leads[-1], sentence) if leads and (depth or goes_on) else sentence
                goes_on = False
                yield sentence
                index += 1
                if (
                    _OPEN.search(sentence.text)
                    or _WHOSE.fullmatch(sentence.form)
                    or _ASKS.search(sentence.form)
                ):
                    leads.append(sentence)


def _spans(doc: Document, section: Section, block: Block) -> Iterator[tuple[int, int]]:
    """Yield the spans of a block's sentences; in a decision its points apart."""
    for start, end in split_sentences(doc.text.tidy, block.start, block.end):
        if section.kind in ("decision", "proposal"):
            yield from split_points(doc.text.tidy, start, end)
        else:
            yield start, end


def _heading_lead(doc: Document, section: Section, mentions: Sequence[Mention]) -> list[Sentence]:
    """Return the heading of a section whose list completes it ("Regionen åtar sig att"), if it is such."""
    heading, first = section.heading, next(iter(section.blocks), None)
    if heading is None or first is None or first.kind != "item":
        return []
    inside = [m for m in mentions if heading.start <= m.start < heading.end]
    lead = make_sentence(doc, heading.start, heading.end, inside, section, heading)
    goes_on = _WHOSE.fullmatch(lead.form.strip()) and doc.text.tidy[first.start].islower()
    return [lead] if goes_on or _OPEN.search(lead.text) else []


# What ends so is completed by the list that follows.
_OPEN = re.compile(
    r"(?::|\b(?:att|för|från|av|till|med|ska|skall|får|bör|föreslår|rekommenderar|begär|önskar|yrkar|kräver|vill))\s*$",
    re.IGNORECASE,
)


# Whose list it is: an actor alone on a line before it.
_WHOSE = re.compile(r"⟨[OUKXG]\d+⟩")


# Who recommends or orders stands last, and to whom opens each item of the list.
_ASKS = re.compile(r"\b(?:rekommenderar|uppdrar åt|föreslår) ⟨[OUX]\d+⟩$")


def _depth(sentence: Sentence) -> int:
    return sentence.block.level if sentence.block.kind == "item" else 0


def _completed(lead: Sentence, item: Sentence) -> Sentence:
    shift = len(lead.mentions)
    moved = _PLACEHOLDER.sub(lambda hit: f"⟨{hit.group()[1]}{int(hit.group(1)) + shift}⟩", item.form)
    form = f"{lead.form.rstrip(' :')} {moved}"
    return replace(item, form=form, mentions=(*lead.mentions, *item.mentions), lead=lead)


def make_sentence(
    doc: Document,
    start: int,
    end: int,
    inside: Sequence[Mention],
    section: Section,
    block: Block,
    index: int = 0,
    paragraph: int = 0,
) -> Sentence:
    """Return tidy span [start, end) as a sentence with the mentions that lie within it."""
    tidy = doc.text.tidy
    whole = tuple(m for m in inside if m.end <= end)
    pieces: list[str] = []
    at = start
    for number, mention in enumerate(whole):
        pieces += (tidy[at : mention.start], f"⟨{mention.kind}{number}⟩")
        at = mention.end
    pieces.append(tidy[at:end])
    text = tidy[start:end]
    return Sentence(
        start=start,
        end=end,
        text=text,
        low=text.casefold(),
        form="".join(pieces),
        mentions=whole,
        section=section,
        block=block,
        index=index,
        paragraph=paragraph,
    )
