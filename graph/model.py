"""The nouns of the program: frozen values that the rooms hand to one another.

Two kinds of offsets occur and are never mixed. *Raw* offsets count code points in `Text.raw`, the
exact text of a document as it was read; evidence uses them, and `raw[start:end] == quote` always.
*Tidy* offsets count code points in `Text.tidy`, the text that rules match on; blocks, sections and
mentions use them. `Text.raw_span` is the only bridge.

Names of things in the graph are *keys* until the dataset is built: `organ/kommunstyrelsen`,
`utsaga/<document>-<8 hex>`. The store turns a key into an IRI, after the linker has said which keys
mean the same thing. Predicates, classes and concepts are CURIEs (`sam:assignedTo`,
`samc:doc-minutes`, `dcterms:type`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from unicodedata import combining


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that is not a node. `datatype` is a CURIE; `language` implies rdf:langString."""

    value: str
    datatype: str = "xsd:string"
    language: str | None = None


Term = str | Literal
"""Object of an assertion: the key of a node, the CURIE of a class or concept, or a literal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One passage: half-open raw offsets into the text of `document`, with the verbatim quote."""

    document: str
    page: int | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A thing that assertions speak of.

    `key` is `family/slug`; `types` are class CURIEs, the most specific first; `label` is Swedish;
    `named` is true for things known by name (they merge by name) and false for statements
    (they merge by what they say). `scope` is "" for the own municipality, "se" for national and
    regional bodies, or the slug of another municipality.
    """

    key: str
    types: tuple[str, ...]
    label: str
    aliases: tuple[str, ...] = ()
    named: bool = True
    scope: str = ""


BY_HAND = "person"
"""The origin of a statement that a person has read in a passage; all others are names of rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One statement with its proof.

    `origin` names the rule; `modality` is a `samc:mod-*` concept; `voice` is the key of the agent
    who says so ("" when it is the document's own owner and that owner is unknown); `negative` is
    true when the sentence states that something is missing or does not happen. `curation` is the
    `samc:cur-*` concept that a person has decided, "" for what nobody has seen. An assertion
    without evidence cannot be built.
    """

    subject: str
    predicate: str
    object: Term
    origin: str
    modality: str = "samc:mod-stated"
    voice: str = ""
    negative: bool = False
    confidence: float
    evidence: tuple[Evidence, ...]
    curation: str = ""

    @property
    def reviewed(self) -> bool:
        """Tell whether a person has said that it is right as it is now."""
        return self.curation in ("samc:cur-accepted", "samc:cur-corrected")

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"assertion without evidence: {self.subject} {self.predicate}")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a document, raw and tidied.

    `offsets[i]` is the raw offset of tidy code point i, with one more entry for the end;
    `pages[n]` is the raw offset where page n + 1 begins (empty when the format has no pages).
    In `tidy` every block (paragraph, heading, list item, table row) is one line.
    """

    raw: str
    tidy: str
    offsets: array[int]
    pages: tuple[int, ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span that tidy span [start, end) covers, combining marks included; start < end."""
        last, limit = self.offsets[end - 1] + 1, self.offsets[end]
        while last < limit and combining(self.raw[last]):
            last += 1
        return self.offsets[start], last

    def page_of(self, raw_offset: int) -> int | None:
        """Return the 1-based page of a raw offset, or None where the format has no pages."""
        return bisect_right(self.pages, raw_offset) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line of the tidy text: `kind` is heading, paragraph, item or row; tidy offsets.

    `level` is the depth of a heading or list item (1 first); `marker` is what stood before the
    text (`1.`, `•`), which is not part of the span; a paragraph sign (`§ 3`) is in both, because
    other texts refer to it.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks under one heading. `kind` is one of SECTION_KINDS; `case` numbers the case (§) that
    the section belongs to, 0 for what stands before the first one.
    """

    kind: str
    heading: Block | None
    blocks: tuple[Block, ...]
    case: int = 0


SECTION_KINDS = (
    "head",  # letterhead, title, form fields before the first heading
    "decision",  # Beslut, X:s beslut
    "proposal",  # Förslag till beslut
    "summary",
    "background",  # Bakgrund, Ärendet i sin helhet, Beskrivning av ärendet
    "assessment",  # X:s bedömning, synpunkter
    "enclosures",  # Beslutsunderlag, Bilagor
    "recipients",  # Beslutet expedieras till
    "consultation",  # Samverkan = facklig samverkan (MBL)
    "attendance",
    "signatures",
    "contents",
    "reservation",  # Reservation, Yrkande, Särskilt yttrande
    "furniture",  # web furniture that must not be read
    "body",  # everything else
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a register row: its text and raw span."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a register: our field name -> cell; raw span of the whole row."""

    number: int
    cells: Mapping[str, Cell]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document that was read.

    `id` is a slug that depends on nothing but the content: same bytes, same id. `kind` is a
    `samc:doc-*` concept or "" when unknown. `register` names what a register lists
    (`friskola`, `bostadsbolag`, `namnd`, `forening`), "" for running text. `notes` are Swedish
    remarks for the reader of the source list (macros ignored, text quality, masked numbers).
    """

    id: str
    name: str
    media: str
    sha256: str
    text: Text
    sections: tuple[Section, ...]
    title: str
    kind: str
    register: str = ""
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the passage that tidy span [start, end) quotes."""
        first, last = self.text.raw_span(start, end)
        return self.evidence_raw(first, last)

    def evidence_raw(self, start: int, end: int) -> Evidence:
        """Return the passage at raw span [start, end)."""
        return Evidence(
            document=self.id,
            page=self.text.page_of(start),
            start=start,
            end=end,
            quote=self.text.raw[start:end],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of the tidy text that names something. `kind` is one letter of MENTION_KINDS."""

    start: int
    end: int
    kind: str
    node: Node
    surface: str
    confidence: float = 1.0


MENTION_KINDS = {
    "O": "political body",
    "U": "administration or unit",
    "K": "municipality",
    "X": "named external actor",
    "G": "group of actors",
    "F": "forum",
    "P": "programme",
    "A": "agreement",
    "R": "routine",
    "H": "document",
    "T": "target group",
    "B": "term",
    "E": "case (diarienummer)",
    "N": "person",
    "L": "post",
    "D": "date",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document says, before names are resolved across documents."""

    document: str
    nodes: tuple[Node, ...]
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One line of the source list: a file that was read (`document` set) or not (`reason` set)."""

    name: str
    sha256: str
    media: str = ""
    document: str = ""
    title: str = ""
    kind: str = ""
    pages: int = 0
    characters: int = 0
    text_sha256: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A node of the finished graph. `iri` is absolute; `types` are class CURIEs."""

    iri: str
    types: tuple[str, ...]
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """What one document gave: assertions, different passages, and characters that a passage covers."""

    statements: int
    quotes: int
    covered: int

    @classmethod
    def of(cls, statements: int, passages: Iterable[Evidence]) -> Extent:
        """Return the extent of so many assertions with these passages of one document."""
        spans = {(passage.start, passage.end) for passage in passages}
        covered = reached = 0
        for start, end in sorted(spans):
            covered += max(0, end - max(start, reached))
            reached = max(reached, end)
        return cls(statements, len(spans), covered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The finished graph as plain values, for exporters: subjects and node objects are IRIs.

    Of a graph too large to be held this is an excerpt: then `total` is how many assertions the graph
    has, and `extents` knows each document as it is there. Of a whole graph both are empty. `profile`
    tells whom it may be shown to: `intern` or, when names of people are gone, `publik`; `reviewer` is who
    has read what is public, "" for nobody yet.

    `paragraphs` are the raw offsets at which each document's paragraphs begin, where its text has any.
    """

    municipality: str
    base: str
    entities: Mapping[str, Entity]
    assertions: tuple[Assertion, ...]
    sources: tuple[Source, ...]
    graph_hash: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    profile: str = "intern"
    reviewer: str = ""
    total: int = 0
    extents: Mapping[str, Extent] = field(default_factory=dict)
    paragraphs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def held(self) -> int:
        """Return how many different statements are here, whoever makes them."""
        return len({(c.subject, c.predicate, c.object, c.negative) for c in self.assertions})

    @property
    def statements(self) -> int:
        """Return how many different statements the graph has."""
        return self.total or self.held

    def label(self, term: Term) -> str:
        """Return the Swedish name of a node, class, property or concept, or a literal's value."""
        if isinstance(term, Literal):
            return term.value
        entity = self.entities.get(term)
        return entity.label if entity else self.labels.get(term, term)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What checks and analyses return and every exporter takes.

    `level` is violation, warning or info; `who` is an IRI; `what` a Swedish sentence;
    `origin` the rule; `quoted` tells a statement of a source from a derived result; `remedy` what to do.
    """

    kind: str
    level: str
    who: str
    what: str
    origin: str
    quoted: bool = False
    evidence: tuple[Evidence, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two sides that cannot both hold, each with the assertions that say so, from different documents.

    `kind` is a Swedish word for what they disagree about, `subject` the IRI of whom or what it concerns.
    """

    kind: str
    subject: str
    one: tuple[Assertion, ...]
    other: tuple[Assertion, ...]
