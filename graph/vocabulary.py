"""The ontology as values: classes, properties and the SKOS concepts that extraction reads.

Read with pyoxigraph from `core.ttl` and `terms.ttl`, and from the `*.ttl` of a workspace, which
have the shape of `terms.ttl` and may add concepts or add words to a concept that exists.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from graph import resources
from graph.errors import UsageError
from graph.ids import PREFIXES, compact

_TYPE = PREFIXES["rdf"] + "type"
_SKOS = PREFIXES["skos"]
_RDFS = PREFIXES["rdfs"]


@dataclass(frozen=True, slots=True)
class Concept:
    """One SKOS concept: CURIEs for `id`, `scheme` and `broader`, Swedish words for the rest.

    `label` is shown; `alt` means the same and may be shown; `hidden` is only recognised.
    """

    id: str
    scheme: str
    label: str
    alt: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Return every Swedish form, the label first."""
        return (self.label, *self.alt, *self.hidden)


# One vocabulary is loaded per run; compared by identity, so that what is derived from it can be cached.
@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Concepts by CURIE; Swedish labels by absolute IRI; direct super-terms by CURIE.

    `version` is a hash of the files read: the same words, the same version.
    """

    concepts: Mapping[str, Concept]
    labels: Mapping[str, str]
    parents: Mapping[str, tuple[str, ...]]
    version: str

    def scheme(self, name: str) -> tuple[Concept, ...]:
        """Return the concepts of a scheme (`samc:gap-type`), sorted by id; unknown gives none."""
        return self._schemes.get(name, ())

    def superclasses(self, name: str) -> tuple[str, ...]:
        """Return a class (CURIE) and all classes above it, nearest first."""
        return self._closure(name)

    def superproperties(self, name: str) -> tuple[str, ...]:
        """Return a property (CURIE) and all properties above it, nearest first."""
        return self._closure(name)

    def wider(self, name: str) -> tuple[str, ...]:
        """Return a concept (CURIE) and all concepts above it, nearest first."""
        return self._closure(name)

    def narrower(self, name: str) -> tuple[str, ...]:
        """Return a class, property or concept and everything below it, sorted by CURIE."""
        return tuple(sorted(n for n in {*self.parents, name} if name in self._closure(n)))

    @cached_property
    def _schemes(self) -> Mapping[str, tuple[Concept, ...]]:
        found: dict[str, list[Concept]] = defaultdict(list)
        for _, concept in sorted(self.concepts.items()):
            found[concept.scheme].append(concept)
        return {name: tuple(members) for name, members in found.items()}

    def _closure(self, name: str) -> tuple[str, ...]:
        reached = [name]
        for term in reached:  # grows while it is walked; a cycle ends because terms are added once
            reached += [up for up in self.parents.get(term, ()) if up not in reached]
        return tuple(reached)


def load_vocabulary(extra: Path | None = None) -> Vocabulary:
    """Return the packaged vocabulary, with the `*.ttl` of the folder `extra` merged in.

    UsageError names the file with a syntax error, or the concept without a scheme or Swedish name.
    """
    files = [resources.path("core.ttl"), resources.path("terms.ttl")]
    if extra is not None:
        files += sorted(extra.glob("*.ttl"))
    facts = _Facts()
    version = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        version.update(hashlib.sha256(data).digest())
        facts.add(_parse(data, file))
    return Vocabulary(
        concepts=facts.concepts(),
        labels=facts.swedish(),
        parents=facts.parents(),
        version=version.hexdigest()[:16],
    )


def _parse(data: bytes, file: Path) -> Iterable[ox.Quad]:
    try:
        return list(ox.parse(data, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise UsageError(
            f"Ordfilen är inte giltig Turtle: rad {error.lineno}, tecken {error.offset}.",
            way_out="Jämför med ontology/terms.ttl.",
            file=str(file),
        ) from error


class _Facts:
    """Subject IRI -> predicate IRI -> values, each once and in the order of the files."""

    def __init__(self) -> None:
        self.by_subject: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))

    def add(self, quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            value = quad.object
            if isinstance(value, ox.Literal) and value.language not in (None, "sv"):
                continue
            if isinstance(value, (ox.NamedNode, ox.Literal)):
                self.by_subject[quad.subject.value][quad.predicate.value][value.value] = None

    def values(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(self.by_subject[subject].get(predicate, ()))

    def concepts(self) -> dict[str, Concept]:
        names = [s for s in self.by_subject if _SKOS + "Concept" in self.values(s, _TYPE)]
        return {concept.id: concept for concept in map(self._concept, sorted(names))}

    def _concept(self, iri: str) -> Concept:
        labels, schemes = self.values(iri, _SKOS + "prefLabel"), self.values(iri, _SKOS + "inScheme")
        if not labels or not schemes:
            raise UsageError(
                f"Begreppet {compact(iri)} saknar svenskt skos:prefLabel eller skos:inScheme.",
                way_out="Jämför med ontology/terms.ttl.",
            )
        return Concept(
            id=compact(iri),
            scheme=compact(schemes[0]),
            label=labels[-1],  # a workspace's own name wins, and the packaged one stays a name
            alt=(*labels[:-1], *self.values(iri, _SKOS + "altLabel")),
            hidden=self.values(iri, _SKOS + "hiddenLabel"),
            broader=tuple(map(compact, self.values(iri, _SKOS + "broader"))),
        )

    def swedish(self) -> dict[str, str]:
        kinds = (_RDFS + "label", _SKOS + "prefLabel")
        named = {s: [name for kind in kinds for name in self.values(s, kind)] for s in self.by_subject}
        return {subject: names[-1] for subject, names in sorted(named.items()) if names}

    def parents(self) -> dict[str, tuple[str, ...]]:
        above = (_RDFS + "subClassOf", _RDFS + "subPropertyOf", _SKOS + "broader")
        found = {s: [up for p in above for up in self.values(s, p)] for s in self.by_subject}
        return {compact(s): tuple(map(compact, ups)) for s, ups in sorted(found.items()) if ups}
