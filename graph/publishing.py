"""The middle of the build: names resolved, statements written as quads, one generation published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from graph import __version__
from graph.ids import FAMILIES, compact, expand
from graph.intake import Tell
from graph.model import Assertion, Literal, Node, Reading, Source, Term
from graph.ntriples import assertion_iri
from graph.read.masking import mask
from graph.records import reading_from_json
from graph.resolve.decisions import Decisions, Statement
from graph.resolve.linker import Linker, Question, link
from graph.state import Name, Undecided
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

_NUMBERS = {"xsd:integer": r"[+-]?[0-9]+", "xsd:decimal": r"[+-]?[0-9]+(\.[0-9]+)?", "xsd:gYear": r"[0-9]{4}"}
_TEXTS = ("xsd:string", "rdf:langString")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of it: `remarks` are Swedish sentences on decisions that cannot be followed, `undecided`
    the pairs of names that are left to people.
    """

    snapshot: Snapshot
    remarks: tuple[str, ...]
    undecided: tuple[Undecided, ...]


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
        decisions = self.decisions.renamed(lambda name: _key(name, self.place), _masked)
        linker = link(self._readings(LINKING), decisions, municipality=self.stem)
        curation = Curation(decisions, linker, self.place, self.vocabulary)
        with writing(self.ws.store, who="samverkan build") as writer:
            snapshot = writer.publish(self._shards(writer, linker, curation))
        return Published(
            snapshot=snapshot,
            remarks=tuple(map(_masked, (*linker.problems, *curation.problems()))),
            undecided=tuple(map(self._undecided, linker.undecided)),
        )

    def _undecided(self, question: Question) -> Undecided:
        first, second = (
            Name(f"{node.scope}/{node.key}".lstrip("/"), node_iri(node, self.place), node.label)
            for node in question.nodes
        )
        return Undecided((first, second), question.reason, question.strength)

    def _readings(self, stage: str) -> Iterator[Reading]:
        """Yield the readings one at a time: the memory of a build must not grow with its documents."""
        for number, source in enumerate(self.sources, start=1):
            path = self.ws.reading_file(source.document, source.sha256)
            yield reading_from_json(path.read_bytes().decode())
            self.tell(stage, number, len(self.sources))

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


@dataclass(frozen=True, slots=True)
class Curated:
    """One reading as people have decided it should be: `reading` corrected, `marks` by assertion IRI."""

    reading: Reading
    marks: Mapping[str, str]


class Curation:
    """What people have decided about assertions, and which of their decisions have met one.

    A rejected assertion stays, marked, and gives no fact; a corrected one gets the object that a
    person has put in place of its own and keeps its passages. A decision may name things as the
    graph does or as the document itself does, so that it holds when names are merged later. Of
    several decisions that meet one assertion the last line counts.
    """

    def __init__(self, decisions: Decisions, linker: Linker, place: Place, vocabulary: Vocabulary) -> None:
        self._linker, self._place, self._vocabulary = linker, place, vocabulary
        self._rulings: dict[Statement, list[tuple[int, str | None]]] = defaultdict(list)
        for statement, line in decisions.rejected.items():
            self._rulings[self._address(statement)].append((line, None))
        for statement, (value, line) in decisions.corrected.items():
            self._rulings[self._address(statement)].append((line, _masked(value)))
        self._met: set[int] = set()
        self._carried_out: set[int] = set()

    def of(self, reading: Reading) -> Curated:
        """Return a reading as people have decided it should be."""
        if not self._rulings:
            return Curated(reading, {})
        own = {node.key: node for node in reading.nodes}
        marks: dict[str, str] = {}
        claims = tuple(self._decided(claim, reading.document, own, marks) for claim in reading.assertions)
        return Curated(replace(reading, assertions=claims), marks)

    def problems(self) -> Iterator[str]:
        """Yield, once every reading is done, a sentence for each decision without effect."""
        rulings = (item for items in self._rulings.values() for item in items)
        for line, value in sorted(rulings, key=_line):
            if line not in self._met:
                yield f"decisions.jsonl, rad {line}: påståendet finns inte i de lästa handlingarna."
            elif value is not None and line not in self._carried_out:
                yield (
                    f"decisions.jsonl, rad {line}: ”{value}” går inte att sätta in; det ska vara något "
                    "som finns i grafen eller ordlistan, eller ett värde av samma slag som det gamla."
                )

    def _decided(
        self, claim: Assertion, document: str, own: Mapping[str, Node], marks: dict[str, str]
    ) -> Assertion:
        names = self._addresses(claim, document, own)
        found = [item for name in names for item in self._rulings.get(name, ())]
        if not found:
            return claim
        self._met.update(line for line, _ in found)
        line, value = max(found, key=_line)
        # What an earlier line wanted is overruled, not impossible.
        self._carried_out.update(earlier for earlier, _ in found if earlier < line)
        if value is None:
            marks[self._name(claim, document)] = "samc:cur-rejected"
            return claim
        corrected = self._corrected(claim, value, document)
        if corrected is None:
            return claim
        self._carried_out.add(line)
        marks[self._name(corrected, document)] = "samc:cur-corrected"
        return corrected

    def _corrected(self, claim: Assertion, value: str, document: str) -> Assertion | None:
        """Return the claim with another object, or None when that is nothing of the old one's kind."""
        if isinstance(claim.object, Literal):
            fits = _is_written(value, claim.object.datatype)
            return replace(claim, object=replace(claim.object, value=value)) if fits else None
        name = _key(value, self._place)
        known = name in FAMILIES if claim.predicate == "rdf:type" else self._is_known(name, document)
        return replace(claim, object=name) if known else None

    def _is_known(self, name: str, document: str) -> bool:
        if ":" in name:
            return name in self._vocabulary.concepts
        try:
            self._linker.node(name, document)
        except KeyError:
            return False
        return True

    def _address(self, statement: Statement) -> Statement:
        if isinstance(statement, str):
            return statement
        subject, predicate, value = (_key(part.strip(), self._place) for part in statement)
        return subject, predicate, value

    def _addresses(self, claim: Assertion, document: str, own: Mapping[str, Node]) -> Iterator[Statement]:
        """Yield what a decision may call an assertion: its ids and triples, with old names and new."""
        value = claim.object
        objects: Sequence[Term]
        subjects = self._names(claim.subject, document, own)
        if isinstance(value, Literal):
            words, objects = [value.value], [value]
        else:
            words = self._names(value, document, own)
            objects = [name for name in words if ":" in name]
        for subject, word in product(self._keys(subjects), self._keys(words)):
            yield subject, claim.predicate, word
        for subject, term in product((name for name in subjects if ":" in name), objects):
            yield assertion_iri(replace(claim, subject=subject, object=term)).rpartition("/")[2]

    def _names(self, key: str, document: str, own: Mapping[str, Node]) -> list[str]:
        """Return a key as it is, and the IRIs it has in the graph and would have had unmerged."""
        if ":" in key:
            return [key]
        nodes = (self._linker.node(key, document), own.get(key))
        return [key, *dict.fromkeys(node_iri(node, self._place) for node in nodes if node)]

    def _keys(self, names: Sequence[str]) -> set[str]:
        return {_key(name, self._place) for name in names}

    def _name(self, claim: Assertion, document: str) -> str:
        value = claim.object
        subject = self._iri(claim.subject, document)
        term = self._iri(value, document) if isinstance(value, str) else value
        return assertion_iri(replace(claim, subject=subject, object=term))

    def _iri(self, key: str, document: str) -> str:
        return key if ":" in key else node_iri(self._linker.node(key, document), self._place)


def _key(name: str, place: Place) -> str:
    """Return the key for the address of a node, the CURIE for another address, and any other name as it is.

    A node of another scope has its scope first: `se/aktor/polisen`.
    """
    inside = name.removeprefix("id:").removeprefix(f"{place.iri}/").removeprefix(place.base)
    return compact(expand(inside))


def _is_written(value: str, datatype: str) -> bool:
    """Tell whether a value has the lexical form of a datatype."""
    if datatype == "xsd:date":
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return datatype in _TEXTS or bool(re.fullmatch(_NUMBERS.get(datatype, r"(?!)"), value))


def _line(ruling: tuple[int, str | None]) -> int:
    return ruling[0]


def _masked(text: str) -> str:
    return mask(text)[0]
