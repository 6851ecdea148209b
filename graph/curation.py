"""What people have decided about statements, applied to what was read of one document at a time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from graph.ids import FAMILIES, compact, expand
from graph.model import BY_HAND, Assertion, Document, Literal, Node, Reading, Term
from graph.ntriples import assertion_iri
from graph.read.masking import mask
from graph.resolve.decisions import (
    ACCEPTED,
    CORRECTED,
    REJECTED,
    UNSURE,
    Added,
    Decisions,
    Statement,
    Verdict,
)
from graph.resolve.linker import Linker
from graph.store.triples import Place, node_iri
from graph.vocabulary import Vocabulary

MARKS = {
    ACCEPTED: "samc:cur-accepted",
    CORRECTED: "samc:cur-corrected",
    REJECTED: "samc:cur-rejected",
    UNSURE: "samc:cur-unsure",
}
_NUMBERS = {
    "xsd:integer": r"[+-]?[0-9]+",
    "xsd:decimal": r"[+-]?[0-9]+(\.[0-9]+)?",
    "xsd:gYear": r"[0-9]{4}",
    "xsd:gYearMonth": r"[0-9]{4}-(0[1-9]|1[0-2])",
}
_TEXTS = ("xsd:string", "rdf:langString")
_DAYS = ("xsd:date", "xsd:gYearMonth", "xsd:gYear")
LITERALS: dict[str, tuple[str, ...]] = {
    "sam:deadline": _DAYS,
    "sam:validFrom": _DAYS,
    "sam:validTo": _DAYS,
    "dcterms:date": _DAYS,
    "dcterms:identifier": ("xsd:string",),
    "dcterms:title": ("rdf:langString",),
    "dcterms:description": ("rdf:langString",),
    "sam:purpose": ("rdf:langString",),
    "sam:paragraph": ("xsd:string",),
    "skos:notation": ("xsd:string",),
    "cv:email": ("xsd:string",),
    "cv:telephone": ("xsd:string",),
    "schema:suggestedMinAge": ("xsd:integer",),
    "schema:suggestedMaxAge": ("xsd:integer",),
}
"""Relations whose object is a value, with the datatypes that it may have, the narrowest first."""

Open = Callable[[str], Document | None]
"""Document id -> the document as it was read; None when it was not."""


@dataclass(frozen=True, slots=True)
class Curated:
    """One reading as people have decided it should be: `reading` corrected, `marks` by assertion IRI."""

    reading: Reading
    marks: Mapping[str, str]


class Curation:
    """What people have decided about assertions, and which of their decisions have met one.

    A rejected assertion stays, marked, and gives no fact; a corrected one gets the object that a
    person has put in place of its own and keeps its passages; an added one has the passage that a
    person marked. A decision may name things as the graph does or as the document itself does, so
    that it holds when names are merged later. Of several decisions that meet one assertion the last
    line counts; what was corrected may be decided about again as it is then.
    """

    def __init__(
        self, decisions: Decisions, linker: Linker, place: Place, vocabulary: Vocabulary, open_: Open
    ) -> None:
        self._linker, self._place, self._vocabulary, self._open = linker, place, vocabulary, open_
        self._rulings: dict[Statement, list[Verdict]] = defaultdict(list)
        for statement, said in decisions.statements.items():
            self._rulings[self._address(statement)].append(replace(said, value=_masked(said.value)))
        self._added: dict[str, list[Added]] = defaultdict(list)
        for addition in decisions.added:
            self._added[addition.document].append(addition)
        self._met: set[int] = set()
        self._carried_out: set[int] = set()
        self._refused: dict[int, str] = {}

    def of(self, reading: Reading) -> Curated:
        """Return a reading as people have decided it should be."""
        added = self._added.get(reading.document, ())
        if not self._rulings and not added:
            return Curated(reading, {})
        own = {node.key: node for node in reading.nodes}
        marks: dict[str, str] = {}
        claims = [self._decided(claim, reading.document, own, marks) for claim in reading.assertions]
        # What was added counts after what was decided of its like before, and before what was decided later.
        for addition, claim in self._read_by_hand(reading.document, added):
            accepted = Verdict(ACCEPTED, addition.line)
            claims.append(self._decided(claim, reading.document, own, marks, accepted))
        return Curated(replace(reading, assertions=tuple(claims)), marks)

    def problems(self) -> Iterator[str]:
        """Yield, once every reading is done, a sentence for each decision without effect."""
        unseen = {a.line: _UNREAD for found in self._added.values() for a in found if a.line not in self._met}
        told = {**unseen, **self._refused}
        for said in sorted((said for found in self._rulings.values() for said in found), key=_line):
            if said.line not in self._met:
                told.setdefault(said.line, "påståendet finns inte i de lästa handlingarna.")
            elif said.said == CORRECTED and said.line not in self._carried_out:
                told.setdefault(said.line, f"”{said.value}” går inte att sätta in; {_FITS}")
        for line, problem in sorted(told.items()):
            yield f"decisions.jsonl, rad {line}: {problem}"

    # decided -----------------------------------------------------------------------------------

    def _decided(
        self,
        claim: Assertion,
        document: str,
        own: Mapping[str, Node],
        marks: dict[str, str],
        said: Verdict | None = None,
    ) -> Assertion:
        """Return the claim as it is after all decisions, and mark it; `said` stands with it at first."""
        while (ruling := self._last(claim, document, own, said)) is not said:
            assert ruling is not None  # there is a later one than none
            said = ruling
            if said.said != CORRECTED:
                continue
            corrected = self._corrected(claim, said.value, document)
            if corrected is None:
                return claim
            self._carried_out.add(said.line)
            claim = corrected
        if said:
            marks[self._name(claim, document)] = MARKS[said.said]
        return claim

    def _last(
        self, claim: Assertion, document: str, own: Mapping[str, Node], after: Verdict | None
    ) -> Verdict | None:
        """Return the last ruling about a claim, or `after` when none is later."""
        names = self._addresses(claim, document, own)
        found = [said for name in names for said in self._rulings.get(name, ())]
        self._met.update(map(_line, found))
        last = max([*found, *([after] if after else [])], key=_line, default=None)
        # What an earlier line wanted is overruled, not impossible.
        self._carried_out.update(said.line for said in found if last and said.line < last.line)
        return last

    def _corrected(self, claim: Assertion, value: str, document: str) -> Assertion | None:
        """Return the claim with another object, or None when that is nothing of the old one's kind."""
        if isinstance(claim.object, Literal):
            fits = _is_written(value, claim.object.datatype)
            return replace(claim, object=replace(claim.object, value=value)) if fits else None
        name = self._node(claim.predicate, value, document)
        return replace(claim, object=name) if name else None

    # added -------------------------------------------------------------------------------------

    def _read_by_hand(self, document: str, added: Sequence[Added]) -> Iterator[tuple[Added, Assertion]]:
        """Yield what people have read in a document, and note why the rest cannot be used."""
        text = self._open(document) if added else None
        for addition in added:
            self._met.add(addition.line)
            try:
                yield addition, self._addition(addition, text)
            except ValueError as fault:
                self._refused[addition.line] = str(fault)

    def _addition(self, added: Added, document: Document | None) -> Assertion:
        """Return what a person has read as an assertion; ValueError says in Swedish why it is none."""
        if document is None:
            raise ValueError(_UNREAD)
        passage = document.evidence_raw(added.start, added.end)
        if passage.quote != added.quote:
            raise ValueError("citatet står inte på det stället i handlingens text.")
        subject, predicate, value = (_key(part.strip(), self._place) for part in added.statement)
        if not self._is_known(subject, added.document) or ":" in subject:
            raise ValueError(f"”{_masked(subject)}” finns inte i grafen.")
        if predicate not in LITERALS and expand(predicate) not in self._vocabulary.labels:
            raise ValueError(f"relationen ”{_masked(predicate)}” finns inte i ordlistan.")
        term = self._term(predicate, added.statement[2].strip(), added.document)
        if term is None:
            raise ValueError(f"”{_masked(value)}” går inte att sätta in; {_FITS}")
        return Assertion(
            subject=subject, predicate=predicate, object=term, origin=BY_HAND, confidence=1.0,
            evidence=(passage,),
        )  # fmt: skip

    def _term(self, predicate: str, value: str, document: str) -> Term | None:
        """Return the object that a text stands for with a relation, None when it fits none."""
        kinds = LITERALS.get(predicate)
        if kinds is None:
            return self._node(predicate, value, document) or None
        kind = next((kind for kind in kinds if _is_written(value, kind)), None)
        return Literal(_masked(value), kind, "sv" if kind == "rdf:langString" else None) if kind else None

    # names -------------------------------------------------------------------------------------

    def _node(self, predicate: str, value: str, document: str) -> str:
        """Return the key, class or concept that a text names, "" when there is none."""
        name = _key(value, self._place)
        known = name in FAMILIES if predicate == "rdf:type" else self._is_known(name, document)
        return name if known else ""

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


_UNREAD = "handlingen är inte läst, eller har fått en annan text."
_FITS = "det ska vara något som finns i grafen eller ordlistan, eller ett värde av rätt slag."


def renamed(decisions: Decisions, place: Place) -> Decisions:
    """Return decisions with the names in them as the keys that they are, and no personal numbers."""
    return decisions.renamed(lambda name: _key(name, place), _masked)


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


def _line(said: Verdict) -> int:
    return said.line


def _masked(text: str) -> str:
    return mask(text)[0]
