"""One build as the pages show it: statements with their quotes, names with their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

from graph.analysis import Analysis, Fact
from graph.export.facts import Facts, is_inferred
from graph.export.wording import line, listed, unique
from graph.model import Assertion, Entity, Evidence, Knowledge
from graph.ntriples import assertion_iri
from graph.serve.addresses import Addresses
from graph.state import State


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim quote, what its document is called, where in it it stands, and the way there."""

    text: str
    title: str
    place: str
    href: str
    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """Something with its name and its page, "" where it has none."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement: who, relation, what; how firmly it is said, by whom, and where.

    `curation` is the Swedish word for what a person has decided about it, "" for what nobody has seen.
    """

    id: str
    predicate: str
    who: Name
    relation: str
    what: Name
    modality: str
    voice: Name
    denied: bool
    confidence: float
    origin: str
    passages: tuple[Passage, ...]
    curation: str = ""
    reviewed: bool = False


class View:
    """The graph of one build, whole and indexed, and all that was found in it.

    Names, quotes and texts have gone through the veil of the workspace's profile.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        analysis: Analysis,
        state: State,
        shown: Callable[[Analysis], Analysis] = lambda found: found,
    ) -> None:
        self._shown = shown
        self.knowledge = knowledge
        self.analysis = analysis
        self.state = state
        self.facts = Facts(knowledge)
        self.addresses = Addresses(knowledge.base, state.place.slug, knowledge.entities, self.facts.sources)

    def seeing(self, found: Analysis) -> View:
        """Return this view with what else was found in the same graph, as the profile allows."""
        other = copy(self)
        other.analysis = self._shown(found)
        return other

    @property
    def tag(self) -> str:
        """Return what tells this view from any other: of another build, or for other eyes."""
        return f"{self.knowledge.graph_hash[:16]}-{self.knowledge.profile}-{self.analysis.date}"

    @property
    def documents(self) -> int:
        """Return how many documents were read."""
        return len(self.facts.sources)

    def name(self, term: str) -> Name:
        """Return a node, class or concept as a reader sees it."""
        return Name(self.text(term), self.addresses.of(term))

    def names(self, terms: Iterable[str]) -> tuple[Name, ...]:
        """Return several, each once, in their order."""
        return tuple(map(self.name, unique(terms)))

    def text(self, term: str) -> str:
        """Return the Swedish name of a node, class or concept."""
        known = self.facts.name(term)
        return line(self.analysis.names.get(term, known)) if known == term.rpartition("/")[2] else known

    def listed(self, terms: Iterable[str]) -> str:
        """Return names as a Swedish list."""
        return listed(unique(map(self.text, terms)))

    def entity(self, iri: str) -> Entity:
        """Return an entity of the graph."""
        return self.knowledge.entities[iri]

    def passages(self, evidence: Iterable[Evidence]) -> tuple[Passage, ...]:
        """Return quotes with their places, each passage once, in the order of the documents."""
        once = {(e.document, e.start, e.end): e for e in evidence}
        return tuple(self._passage(e) for _, e in sorted(once.items()))

    def _passage(self, e: Evidence) -> Passage:
        title, place = self.facts.title(e.document), self.facts.place(e)
        return Passage(e.quote, title, place, self.addresses.passage(e), e.document, e.start, e.end)

    def told(self, facts: Iterable[Fact]) -> tuple[Passage, ...]:
        """Return the quotes of what an analysis rests on."""
        proof = self.analysis.proof
        return self.passages(e for fact in facts for claim in proof.get(fact, ()) for e in claim.evidence)

    def statements(self, claims: Iterable[Assertion]) -> tuple[Statement, ...]:
        """Return statements; what is said with the same words, as firmly and by the same voice, is one."""
        same: dict[tuple[str, str, str, bool], list[Assertion]] = defaultdict(list)
        for claim in claims:
            same[assertion_iri(claim), claim.modality, claim.voice, is_inferred(claim)].append(claim)
        return tuple(self._statement(said) for said in same.values())

    def _statement(self, said: Sequence[Assertion]) -> Statement:
        seen = next((one.curation for one in said if one.curation), "")
        claim = replace(said[0], evidence=tuple(e for one in said for e in one.evidence), curation=seen)
        who, relation, what = self.facts.told(claim)
        return Statement(
            id=assertion_iri(claim).rpartition("/")[2],
            predicate=claim.predicate,
            who=Name(self.facts.name(who), self.addresses.of(who)),
            relation=relation,
            what=Name(self.facts.name(what), self.addresses.of(what)),
            modality=self.facts.modality(claim),
            voice=self.name(claim.voice) if claim.voice else Name(""),
            denied=claim.negative,
            confidence=max(one.confidence for one in said),
            origin=claim.origin,
            passages=self.passages(claim.evidence),
            curation=self.text(claim.curation) if claim.curation else "",
            reviewed=any(one.reviewed for one in said),
        )

    @cached_property
    def by_document(self) -> dict[str, list[Assertion]]:
        """Return the assertions that quote each document."""
        found: dict[str, list[Assertion]] = defaultdict(list)
        for claim in self.knowledge.assertions:
            for document in unique(e.document for e in claim.evidence):
                found[document].append(claim)
        return found

    @cached_property
    def degree(self) -> dict[str, int]:
        """Return how many assertions speak of each thing."""
        found: dict[str, int] = defaultdict(int)
        for claim in self.knowledge.assertions:
            found[claim.subject] += 1
            if isinstance(claim.object, str):
                found[claim.object] += 1
        return found
