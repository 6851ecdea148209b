"""What several measurements share: the lexicon, the quads of a document, and files in other formats."""

from __future__ import annotations

import hashlib
import html
import sys

import generate
from measure import ROOT

from graph.gazetteer import Gazetteer, Municipality
from graph.model import Document, Reading, Source
from graph.resolve import Linker
from graph.store.triples import Extraction, Place, Said, document_quads
from graph.vocabulary import Vocabulary
from graph.workspace import BASE

sys.path.append(str(ROOT / "data" / "exempel"))  # the writers of the invented municipality's files
FORMATS = ("pdf", "docx", "html")


def lexicon(vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[str]:
    """Return every word and name that extraction looks up, for the peer to look up too."""
    names: set[str] = set()
    for concept in vocabulary.concepts.values():
        names.update((concept.label, *concept.alt, *concept.hidden))
    for actor in (*gazetteer.actors, *gazetteer.regions.values()):
        names.update((actor.name, *actor.aliases))
    names.update(place.name for place in gazetteer.municipalities)
    return sorted(name for name in names if name.strip())


def quads_of(
    doc: Document, reading: Reading, linker: Linker, vocabulary: Vocabulary, municipality: Municipality
) -> list[str]:
    """Return the N-Quads lines of one document as the build writes them."""
    source = Source(
        name=doc.name,
        sha256=doc.sha256,
        media=doc.media,
        document=doc.id,
        title=doc.title,
        kind=doc.kind,
        characters=len(doc.text.raw),
        text_sha256=hashlib.sha256(doc.text.raw.encode()).hexdigest(),
    )
    said = Said(
        source=source,
        place=Place(base=BASE, slug=municipality.slug, label=municipality.name),
        extraction=Extraction(software="bench", rules="bench"),
        vocabulary=vocabulary,
    )
    return document_quads(reading, linker, said)


def as_file(number: int, kind: str, characters: int = 40_000) -> bytes:
    """Return one generated document as PDF (two columns, set by Typst), DOCX or HTML."""
    from docx_writer import make_docx

    parts = [line for line in generate.document(number, characters)[1].splitlines() if line]
    blocks = [("h2" if len(part) < 40 else "p", part) for part in parts]
    if kind == "pdf":
        return _pdf(blocks)
    if kind == "docx":
        return make_docx(blocks, generate.MUNICIPALITY, "Sida 1")
    body = "\n".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in blocks)
    menu = "".join(f'<li><a href="/{i}">{forum}</a></li>' for i, forum in enumerate(generate.FORUMS))
    page = (
        f'<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>{parts[5]}</title></head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article>{body}</article></main>"
        f"<footer><p>{generate.MUNICIPALITY}</p></footer></body></html>"
    )
    return page.encode()


_LAYOUT = """
#set document(date: none)
#set page(paper: "a4", columns: 2, header: [MUNICIPALITY #h(1fr) Protokoll],
  footer: context [Sida #counter(page).display() #h(1fr) Justerandes signatur])
#set text(lang: "sv", size: 10pt, hyphenate: true)
#set par(justify: true)
"""


def _pdf(blocks: list[tuple[str, str]]) -> bytes:
    """Return the blocks as a PDF with embedded fonts, running lines, hyphens, and a table now and then."""
    import typst

    parts = [_LAYOUT.replace("MUNICIPALITY", generate.MUNICIPALITY)]
    for number, (tag, text) in enumerate(blocks):
        words = text.replace("\\", "").replace('"', "”")
        parts.append(f'#heading(level: 2)[#"{words}"]' if tag == "h2" else f'#"{words}"')
        if number % 50 == 49:
            parts.append("#table(columns: 2, [Nämnd], [Uppdrag], [Servicenämnden], [Redovisa läget])")
    return bytes(typst.compile("\n\n".join(parts).encode()))
