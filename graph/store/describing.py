"""One thing as RDF: its classes and names, what is said of it, and the quotes that say so."""

from __future__ import annotations

import pyoxigraph as ox

from graph.ids import PREFIXES, iri
from graph.model import Entity, Knowledge
from graph.store.triples import Place, facts_of, told

FORMATS = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "nt": ox.RdfFormat.N_TRIPLES}


def describe(knowledge: Knowledge, entity: Entity, place: Place, form: str) -> bytes:
    """Return a thing as Turtle (`ttl`), JSON-LD (`jsonld`) or N-Triples (`nt`), always in the same order."""
    claims = [c for c in knowledge.assertions if entity.iri in (c.subject, c.object)]

    def text_of(document: str) -> str:
        return f"{iri(place.base, place.slug, f'handling/{document}')}/text"

    lines = {*facts_of(entity, claims), *(line for claim in claims for line in told(claim, text_of))}
    triples = ox.parse("\n".join(sorted(lines)).encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    # A dataset sorts the lines of one subject together, so that Turtle is compact.
    written = ox.serialize((quad.triple for quad in triples), format=FORMATS[form], prefixes=PREFIXES)
    assert written is not None
    return written
