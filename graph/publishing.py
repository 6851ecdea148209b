"""The middle of the build: names resolved, statements written as quads, one generation published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph import __version__
from graph.curation import Curation, renamed
from graph.intake import Tell
from graph.model import Document, Node, Reading, Source
from graph.read.masking import mask
from graph.records import document_from_json, reading_from_json
from graph.resolve.decisions import Decisions
from graph.resolve.linker import Joined as Joins
from graph.resolve.linker import Linker, Question, link
from graph.state import Joined, Name, Undecided
from graph.store.generations import Snapshot, Writer, writing
from graph.store.shards import Shard
from graph.store.triples import (
    Extraction,
    Place,
    Said,
    document_quads,
    node_iri,
    vocabulary_quads,
)
from graph.vocabulary import Vocabulary
from graph.workspace import Workspace

VOCABULARY = "_vocabulary"
"""Name of the shard that every dataset holds; no document can have it, ids begin with a letter or digit."""

LINKING, WRITING = "Löser upp namn", "Skriver grafen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of it: `remarks` are Swedish sentences on decisions that cannot be followed, `undecided`
    the pairs of names that are left to people, `joined` the names that rules took for one.
    """

    snapshot: Snapshot
    remarks: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    joined: tuple[Joined, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What goes into one generation: `sources` are the documents that were read, `stem` the bare name
    of the municipality, `rules` a hash of what read the statements.
    """

    ws: Workspace
    sources: Sequence[Source]
    place: Place
    stem: str
    decisions: Decisions
    vocabulary: Vocabulary
    rules: str
    tell: Tell

    def run(self) -> Published:
        """Publish one generation."""
        decisions = renamed(self.decisions, self.place)
        linker = link(self._readings(LINKING), decisions, municipality=self.stem)
        curation = Curation(decisions, linker, self.place, self.vocabulary, self._document)
        with writing(self.ws.store, who="samverkan build") as writer:
            snapshot = writer.publish(self._shards(writer, linker, curation))
        return Published(
            snapshot=snapshot,
            remarks=tuple(map(_masked, (*linker.problems, *curation.problems()))),
            undecided=tuple(map(self._undecided, linker.undecided)),
            joined=tuple(map(self._joined, linker.joined)),
        )

    def _undecided(self, question: Question) -> Undecided:
        first, second = map(self._name, question.nodes)
        return Undecided((first, second), question.reason, question.strength)

    def _joined(self, found: Joins) -> Joined:
        name = self._name(found.node)
        return Joined(name, tuple(Name(key.lstrip("/"), name.iri, label) for key, label in found.others))

    def _name(self, node: Node) -> Name:
        return Name(f"{node.scope}/{node.key}".lstrip("/"), node_iri(node, self.place), node.label)

    def _readings(self, stage: str) -> Iterator[Reading]:
        """Yield the readings one at a time: the memory of a build must not grow with its documents."""
        for number, source in enumerate(self.sources, start=1):
            path = self.ws.reading_file(source.document, source.sha256)
            yield reading_from_json(path.read_bytes().decode())
            self.tell(stage, number, len(self.sources))

    def _document(self, name: str) -> Document | None:
        """Return a document as it was read, None when it was not."""
        found = next((source for source in self.sources if source.document == name), None)
        if found is None:
            return None
        record = self.ws.document_file(found.document, found.sha256)
        return document_from_json(record.read_bytes().decode())

    def _shards(self, writer: Writer, linker: Linker, curation: Curation) -> Iterator[Shard]:
        yield writer.put(VOCABULARY, vocabulary_quads(self.vocabulary, self.place))
        extraction = Extraction(software=__version__, rules=self.rules)
        for source, reading in zip(self.sources, self._readings(WRITING), strict=True):
            curated = curation.of(reading)
            said = Said(
                source=source,
                place=self.place,
                extraction=extraction,
                vocabulary=self.vocabulary,
                curation=curated.marks,
            )
            yield writer.put(source.document, document_quads(curated.reading, linker, said))


def _masked(text: str) -> str:
    return mask(text)[0]
