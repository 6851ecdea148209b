"""The middle of the build: names resolved, statements written as quads, one generation published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph import __version__
from graph.intake import Tell
from graph.model import Assertion, Literal, Reading, Source
from graph.records import reading_from_json
from graph.resolve.decisions import Decisions
from graph.resolve.linker import Linker, link
from graph.store.generations import Snapshot, Writer, writing
from graph.store.shards import Shard
from graph.store.triples import (
    Extraction,
    Place,
    Said,
    assertion_iri,
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

    def run(self) -> tuple[Snapshot, tuple[str, ...]]:
        """Publish, and return the snapshot with Swedish remarks on decisions that cannot be followed."""
        linker = link(self._readings(LINKING), self.decisions, municipality=self.stem)
        with writing(self.ws.store, who="samverkan build") as writer:
            snapshot = writer.publish(self._shards(writer, linker))
        return snapshot, linker.problems

    def _readings(self, stage: str) -> Iterator[Reading]:
        """Yield the readings one at a time: the memory of a build must not grow with its documents."""
        for number, source in enumerate(self.sources, start=1):
            path = self.ws.reading_file(source.document, source.sha256)
            yield reading_from_json(path.read_bytes().decode())
            self.tell(stage, number, len(self.sources))

    def _shards(self, writer: Writer, linker: Linker) -> Iterator[Shard]:
        yield writer.put(VOCABULARY, vocabulary_quads(self.vocabulary, self.place))
        extraction = Extraction(software=__version__, rules=self.rules)
        for source, reading in zip(self.sources, self._readings(WRITING), strict=True):
            curated = Curation(self.decisions, linker, self.place, reading)
            said = Said(
                source=source,
                place=self.place,
                extraction=extraction,
                vocabulary=self.vocabulary,
                curation=curated.marks,
            )
            yield writer.put(source.document, document_quads(curated.reading, linker, said))


class Curation:
    """One reading as people have decided it should be: `reading` corrected, `marks` by assertion IRI.

    A rejected assertion stays, marked, and gives no fact; a corrected one gets the object that a
    person has put in place of its own and keeps its passages.
    """

    def __init__(self, decisions: Decisions, linker: Linker, place: Place, reading: Reading) -> None:
        self.marks: dict[str, str] = {}
        self.reading = reading
        self._linker, self._place = linker, place
        if decisions.rejected or decisions.corrected:
            claims = tuple(self._decided(decisions, claim) for claim in reading.assertions)
            self.reading = replace(reading, assertions=claims)

    def _decided(self, decisions: Decisions, claim: Assertion) -> Assertion:
        name = self._name(claim)
        for triple in (self._triple(claim), self._triple(self._keyed(claim))):
            if decisions.rejects(name.rpartition("/")[2], triple):
                self.marks[name] = "samc:cur-rejected"
                return claim
            value = decisions.correction(name.rpartition("/")[2], triple)
            corrected = self._corrected(claim, value) if value is not None else None
            if corrected:
                self.marks[self._name(corrected)] = "samc:cur-corrected"
                return corrected
        return claim

    def _corrected(self, claim: Assertion, value: str) -> Assertion | None:
        """Return the claim with another object, or None when that is no node or concept of the graph."""
        if isinstance(claim.object, Literal):
            return replace(claim, object=replace(claim.object, value=value))
        if ":" not in value and not self._known(value):
            return None
        return replace(claim, object=value)

    def _known(self, key: str) -> bool:
        try:
            self._linker.node(key, self.reading.document)
        except KeyError:
            return False
        return True

    def _keyed(self, claim: Assertion) -> Assertion:
        """Return the claim with the keys that its nodes have in the graph."""
        value = claim.object
        if isinstance(value, str) and ":" not in value:
            value = self._linker.node(value, self.reading.document).key
        subject = self._linker.node(claim.subject, self.reading.document).key
        return replace(claim, subject=subject, object=value)

    def _name(self, claim: Assertion) -> str:
        value = claim.object
        subject = self._iri(claim.subject)
        return assertion_iri(
            replace(claim, subject=subject, object=self._iri(value) if isinstance(value, str) else value)
        )

    def _iri(self, key: str) -> str:
        if ":" in key:
            return key
        return node_iri(self._linker.node(key, self.reading.document), self._place)

    @staticmethod
    def _triple(claim: Assertion) -> tuple[str, str, str]:
        value = claim.object
        return claim.subject, claim.predicate, value.value if isinstance(value, Literal) else value
