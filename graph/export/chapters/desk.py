"""What every chapter needs at hand: the facts, the numbered quotes, and phrases made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.analysis import Analysis, Fact
from graph.export import wording
from graph.export.citations import Citations
from graph.export.facts import Facts
from graph.export.outline import Line
from graph.export.wording import listed, sentence, unique
from graph.model import Assertion, Entity

Detail = tuple[str, tuple[str, ...], str]
"""Heading, predicates, and which end is named: `object`, or `subject` for what points here."""


class Desk:
    """The facts of one graph, the quotes cited so far, and how many documents were read."""

    def __init__(self, facts: Facts, analysis: Analysis | None = None) -> None:
        self.facts = facts
        self.analysis = analysis
        self.citations = Citations(facts)
        self.documents = len(facts.sources)

    def name(self, node: str) -> str:
        """Return the name of a node or concept, also of one that an excerpt leaves out."""
        known = self.facts.knowledge.entities
        told = self.analysis.names.get(node) if self.analysis and node not in known else None
        return wording.line(told) if told else self.facts.name(node)

    def told(self, facts: Iterable[Fact]) -> list[Assertion]:
        """Return the assertions behind facts that an analysis rests on."""
        proof = self.analysis.proof if self.analysis else {}
        return [claim for fact in facts for claim in proof.get(fact, ())]

    def day(self, date: str) -> str:
        """Return a date, as precise as it is, in Swedish words."""
        return wording.date(date)

    def unread(self) -> int:
        """Return how many files could not be read."""
        return sum(bool(source.reason) for source in self.facts.knowledge.sources)

    def things(self, *classes: str) -> list[Entity]:
        """Return the entities whose most specific class is one of these."""
        return [e for e in self.facts.of_type(*classes) if e.types and e.types[0] in classes]

    def here(self) -> str:
        """Return where something was not found: `i denna handling`, `i dessa 12 handlingar`."""
        return "i denna handling" if self.documents == 1 else f"i dessa {self.documents} handlingar"

    def claims(self, iri: str, predicates: Sequence[str], end: str = "object") -> list[Assertion]:
        """Return what is said of a thing, or with `end="subject"` what points to it."""
        look = self.facts.about if end == "object" else self.facts.towards
        return look(iri, *predicates)

    def names(self, claims: Iterable[Assertion]) -> str:
        """Return the names of the objects as a Swedish list, whatever the modality."""
        return listed(unique(self.facts.name(claim.object) for claim in claims))

    def named(self, claims: Iterable[Assertion], end: str = "object") -> str:
        """Return the named ends as a Swedish list, each with its modality in brackets."""
        return listed(unique(self._with_modality(claim, end) for claim in claims))

    def _with_modality(self, claim: Assertion, end: str) -> str:
        name = self.facts.name(claim.object if end == "object" else claim.subject)
        word = self.facts.modality(claim)
        return f"{name} ({word})" if word else name

    def line(
        self, text: str, claims: Iterable[Assertion], *, lead: str = "", details: Iterable[Line | None] = ()
    ) -> Line:
        """Return a line with the quotes of its claims; details that are None fall away.

        Give details that cite as a generator: numbers run down the page when the line's own come first.
        """
        quotes = self.citations.cite(claims)  # before the details, so that numbers run down the page
        kept = tuple(detail for detail in details if detail)
        text = text if lead else sentence(text)
        return Line(text=text, lead=lead[:1].upper() + lead[1:], quotes=quotes, details=kept)

    def detail(self, heading: str, claims: Sequence[Assertion], end: str = "object") -> Line | None:
        """Return `Heading: names.` with quotes, None when there is nothing to say."""
        if not claims:
            return None
        return self.line(f"{heading}: {self.named(claims, end)}", claims)

    def details(self, iri: str, wanted: Iterable[Detail]) -> Iterator[Line | None]:
        """Yield a detail for each wanted relation that is there."""
        return (self.detail(heading, self.claims(iri, names, end), end) for heading, names, end in wanted)

    def proof(self, entity: Entity) -> list[Assertion]:
        """Return what shows that the thing is there: its class as stated, else anything said of it."""
        facts, iri = self.facts, entity.iri
        return facts.about(iri, "rdf:type")[:2] or facts.about(iri)[:1] or facts.towards(iri)[:1]

    def hedged(self, text: str, entity: Entity, claims: Iterable[Assertion] = ()) -> str:
        """Return the text with ` (möjligt)` and the like for what is not plainly stated, said once."""
        words = [self.facts.value(entity.iri, "sam:modality"), *map(self.facts.modality, claims)]
        known = {self.facts.name("samc:mod-stated"), text.rstrip(")").rpartition("(")[2]}
        shown = unique(word for word in words if word and word not in known)
        return f"{text} ({', '.join(shown)})" if shown else text

    def missing(self, text: str, entities: Sequence[Entity]) -> tuple[Line, ...]:
        """Return one derived line that lists what something was not found for; none for nothing."""
        if not entities or not self.documents:
            return ()
        names = listed([self.facts.name(e.iri) for e in entities], most=40)
        return (Line(text=sentence(f"{text} hittades inte {self.here()} för: {names}"), derived=True),)

    def nothing(self, what: str) -> str:
        """Return the sentence for an empty section."""
        return f"{what} hittades inte {self.here()}." if self.documents else "Inga handlingar är inlästa."
