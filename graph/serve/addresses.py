"""Where things are in the explorer: from an identifier of the graph to a page, and back.

    https://w3id.org/samverkan/id/dimvalla/organ/socialnamnden   /aktor/organ/socialnamnden
    https://w3id.org/samverkan/id/se/aktor/polismyndigheten      /aktor/se/aktor/polismyndigheten

What stands after the page is the identifier without its base and without the own municipality, so an
address lasts as long as the identifier does; the kind of page follows from the class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from graph.model import Entity, Evidence, Source

_PAGES = {
    "forum": "Forum",
    "aktor": "PoliticalBody Committee Administration Municipality ExternalActor ActorGroup",
    "mellanrum": "Gap",
    "uppdrag": "Assignment Measure",
}
PAGE_OF = {f"sam:{name}": page for page, names in _PAGES.items() for name in names.split()}
THING = "sak"
"""The page of what has no kind of page of its own: terms, agreements, claims, posts."""
PAGES = (*_PAGES, THING)


@dataclass(frozen=True, slots=True)
class Addresses:
    """`base` ends with `/id/`; `own` is the municipality's slug; `sources` are by document."""

    base: str
    own: str
    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]

    def key(self, iri: str) -> str:
        """Return what an identifier is called in an address."""
        return iri.removeprefix(self.base).removeprefix(f"{self.own}/")

    def iri(self, key: str) -> str:
        """Return the identifier of a key, "" when the graph knows none."""
        tries = (f"{self.base}{self.own}/{key}", f"{self.base}{key}")
        return next((iri for iri in tries if iri in self.entities), "")

    def page(self, iri: str) -> str:
        """Return the kind of page of a thing."""
        return next((PAGE_OF[name] for name in self.entities[iri].types if name in PAGE_OF), THING)

    def of(self, term: object) -> str:
        """Return the address of a thing's page, "" for what has none: literals, classes, concepts."""
        if not isinstance(term, str) or term not in self.entities:
            return ""
        document = term.rpartition("/handling/")[2]
        if document in self.sources:
            return self.source(document)
        return f"/{self.page(term)}/{quote(self.key(term))}"

    def source(self, document: str) -> str:
        """Return the address of the page of a document that was read."""
        return f"/kalla/{quote(document)}"

    def passage(self, passage: Evidence) -> str:
        """Return the address of a passage in its document, marked there also without scripts."""
        span = f"{passage.start}-{passage.end}"
        return f"{self.source(passage.document)}?c={span}#c{span}"
