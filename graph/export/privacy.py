"""The public profile: one function from the graph to the graph that anybody may read.

Exporters never mask anything: they are given a Knowledge, an Analysis or lines that went through one
`Veil`, made of the whole graph. Persons, firms of one person, their addresses and cases are gone with
all that points to them; their names are hidden in every text and IRI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from graph.analysis import Analysis
from graph.export.protected import Names, hide, is_firm_of_one, is_private_mail
from graph.model import Assertion, Entity, Evidence, Knowledge, Literal, Source, Term
from graph.workspace import PUBLIC

_PERSON = "foaf:Person"
_WHOM = ("who", "names", "members")  # without any of them there is nothing left to tell
_MAIL, _PHONE = "cv:email", "cv:telephone"
_MASKED_NUMBER = "XXXX"  # what the reader leaves of a personal identity number
_ROW = "register."


def veil_of(parts: Iterable[Knowledge]) -> Veil:
    """Return the veil that a whole graph needs; it goes through the parts (documents) once.

    Memory grows with the number of people in the graph, not with its documents.
    """
    found = _Found()
    for part in parts:
        found.add(part)
    names = Names(found.people, found.firms.values(), found.others)
    private = {
        iri for iri, mails in found.mails.items() if any(is_private_mail(m, names.parts) for m in mails)
    }
    return Veil(names, frozenset(found.hidden | found.firms.keys() | private), names.parts)


class _Found:
    """The people of a graph and what is theirs."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.hidden: set[str] = set()
        self.firms: dict[str, str] = {}
        self.others: set[str] = set()
        self.mails: dict[str, set[str]] = defaultdict(set)

    def add(self, part: Knowledge) -> None:
        """Take in what one part tells."""
        for entity in part.entities.values():
            if _PERSON in entity.types:
                self.hidden.add(entity.iri)
                self.people.update((entity.label, *entity.aliases))
            elif entity.types[:1] != ("prov:Attribution",) and not _is_statement(entity):
                self.others.add(entity.label)
        for claim in part.assertions:
            actor = part.entities.get(claim.subject)
            if actor and "sam:ExternalActor" in actor.types and _tells_of_one(claim):
                self.firms[actor.iri] = actor.label
            if claim.predicate == _MAIL and isinstance(claim.object, Literal):
                self.mails[claim.subject].add(claim.object.value)


_NAMED = frozenset(
    "sam:PoliticalBody sam:Committee sam:Administration sam:ExternalActor sam:ActorGroup sam:Forum"
    " sam:Programme sam:Agreement sam:Routine sam:Arrangement sam:Municipality sam:TargetGroup"
    " sam:Term".split()
)


def _is_statement(entity: Entity) -> bool:
    return _NAMED.isdisjoint(entity.types)


def _tells_of_one(claim: Assertion) -> bool:
    quotes = [passage.quote for passage in claim.evidence]
    row = claim.origin.startswith(_ROW)
    return any(is_firm_of_one(quote) or (row and _MASKED_NUMBER in quote) for quote in quotes)


@dataclass(frozen=True, slots=True)
class Veil:
    """What is hidden: names in texts and IRIs, and whole nodes with all that points to them."""

    names: Names
    hidden: frozenset[str]
    parts: frozenset[str]

    def text(self, text: str) -> str:
        """Return a text as the public may read it."""
        return hide(text, self.names) if text else text

    def iri(self, iri: str) -> str:
        """Return an IRI (or the id of a document) without names."""
        return self.names.hide_in_iri(iri)

    def knowledge(self, known: Knowledge) -> Knowledge:
        """Return the graph without what is hidden, marked as public."""
        kept = (self.claim(claim) for claim in known.assertions)
        entities = (self._entity(e) for iri, e in known.entities.items() if iri not in self.hidden)
        return replace(
            known,
            entities={e.iri: e for e in entities},
            assertions=tuple(claim for claim in kept if claim),
            sources=tuple(map(self.source, known.sources)),
            labels=_labels(self, known.labels, known.base),
            extents={self.iri(document): extent for document, extent in known.extents.items()},
            profile=PUBLIC,
        )

    def analysis(self, found: Analysis) -> Analysis:
        """Return what was found without what is hidden; what was found about a hidden node is gone."""
        veiled = self._value(found)
        assert isinstance(veiled, Analysis)
        return veiled

    def claim(self, claim: Assertion) -> Assertion | None:
        """Return an assertion as the public may read it; None when it is about what is hidden."""
        value = self.term(claim.predicate, claim.object)
        if claim.subject in self.hidden or value is None:
            return None
        return replace(
            claim,
            subject=self.iri(claim.subject),
            object=value,
            voice="" if claim.voice in self.hidden else self.iri(claim.voice),
            evidence=tuple(map(self._passage, claim.evidence)),
        )

    def term(self, predicate: str, value: Term) -> Term | None:
        """Return the object of an assertion, None when it is hidden."""
        if isinstance(value, str):
            return None if value in self.hidden else self.iri(value)
        if predicate in (_MAIL, _PHONE) and self.text(value.value) != value.value:
            return None
        return replace(value, value=self.text(value.value)) if _is_text(value) else value

    def source(self, source: Source) -> Source:
        """Return a line of the source list without names."""
        return replace(
            source,
            name=self.text(source.name),
            document=self.iri(source.document),
            title=self.text(source.title),
            notes=tuple(map(self.text, source.notes)),
        )

    def _entity(self, entity: Entity) -> Entity:
        return replace(
            entity,
            iri=self.iri(entity.iri),
            label=self.text(entity.label),
            aliases=tuple(map(self.text, entity.aliases)),
        )

    def _passage(self, passage: Evidence) -> Evidence:
        return replace(passage, document=self.iri(passage.document), quote=self.text(passage.quote))

    def _value(self, value: Any) -> Any:
        """Return any value of an analysis, None for what is about something hidden."""
        if isinstance(value, Assertion):
            return self.claim(value)
        if isinstance(value, str):
            return None if value in self.hidden else self._word(value)
        if isinstance(value, tuple):
            return self._several(value)
        if isinstance(value, Mapping):
            pairs = ((self._value(key), self._value(item)) for key, item in value.items())
            return {key: item for key, item in pairs if key is not None and item is not None}
        if is_dataclass(value) and not isinstance(value, type):
            parts = {f.name: self._value(getattr(value, f.name)) for f in fields(value)}
            lost = any(part is None and getattr(value, name) is not None for name, part in parts.items())
            empty = any(getattr(value, name, ()) and not parts[name] for name in _WHOM if name in parts)
            return None if lost or empty else replace(value, **parts)
        return value

    def _several(self, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """Return the values that may be shown; None when one of a fact is hidden."""
        kept = [self._value(value) for value in values]
        some = tuple(new for new, old in zip(kept, values, strict=True) if new is not None or old is None)
        return None if _is_fact(values) and len(some) < len(values) else some

    def _word(self, value: str) -> str:
        return self.iri(value) if "://" in value.split(" ", 1)[0] else self.text(value)


def _is_fact(values: tuple[Any, ...]) -> bool:
    """Tell a fact (subject, property as a CURIE, object) from three things that are merely listed."""
    texts = len(values) == 3 and all(isinstance(value, str) for value in values)
    return texts and "://" in values[0] and ":" in values[1] and "://" not in values[1]


def _is_text(value: Literal) -> bool:
    return value.datatype in ("xsd:string", "rdf:langString")


def _labels(veil: Veil, labels: Mapping[str, str], base: str) -> dict[str, str]:
    """Return names of the vocabulary as they are, names of things without those of people."""
    shown = {}
    for name, label in labels.items():
        if not name.startswith(base):
            shown[name] = label
        elif name not in veil.hidden:
            shown[veil.iri(name)] = veil.text(label)
    return shown
