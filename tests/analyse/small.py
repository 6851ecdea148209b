"""Small graphs made by hand for the analyses, with the IRIs of their things."""

from __future__ import annotations

from graph.model import Source
from tests.store.question_world import Memory

X = "https://w3id.org/samverkan/id/tallinge/x/"


def graph(trig: str, sources: int = 0) -> Memory:
    """Return a graph of some lines of TriG; `:a` is `X + "a"`, and every `:a` without a name is called a."""
    made = Memory(trig)
    made.sources = tuple(
        Source(name=f"{n}.txt", sha256="", document=f"d{n}", kind="samc:doc-minutes") for n in range(sources)
    )
    return made


def short(node: str) -> str:
    """Return the last part of an IRI."""
    return node.removeprefix(X)


def document(name: str, *, maker: str = "", day: str = "", more: str = "") -> str:
    """Return the lines of a document that was read."""
    made = f" ; dcterms:creator :{maker}" if maker else ""
    dated = f' ; dcterms:date "{day}"^^xsd:date' if day else ""
    named = f':{name} a sam:Document ; skos:prefLabel "{name}"@sv ; dcterms:hasFormat :{name}-text'
    return f"{named}{made}{dated}{more} .\n"


def stated(name: str, thing: str, kind: str) -> str:
    """Return the lines of a document's graph that state a thing of a class (CURIE)."""
    return (
        f"g:{name} {{ :{name}-{thing} a sam:Assertion ; rdf:subject :{thing} ; rdf:predicate rdf:type ; "
        f"rdf:object {kind} . :{name}-text dcterms:isFormatOf :{name} . }}\n"
    )
