"""The whole line, from the bytes of a text to stored quads, against spaCy's EntityRuler and rdflib.

Ours reads the text, finds names and statements, resolves names, writes quads with their passages and
publishes them in the store on disk. The peer tokenises with spaCy's blank Swedish pipeline, finds the
terms of the same lexicon with an EntityRuler, writes an assertion with its passage for each hit into
an rdflib Dataset and serialises that as N-Quads. Loading of words and libraries is not counted.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import generate
from measure import Row, child, clock, median, paired, ratio_of_pairs, report


def rows(rounds: int, quick: bool) -> list[Row]:
    documents = 20 if quick else 100
    ours, peer = paired(
        rounds,
        lambda: child("whole_line.py", "ours", documents),
        lambda: child("whole_line.py", "peer", documents),
    )
    faster = ratio_of_pairs(peer, ours)
    speed = ours[0]["characters"] / 1e6 / median(ours)
    note = (
        f"{speed:.2f} M characters per CPU s; {ours[0]['quads']:.0f} quads against the peer's "
        f"{peer[0]['quads']:.0f}, which hold no relations; "
        f"extraction is {100 * median(ours, 'extract') / median(ours):.0f} % of ours"
    )
    return [
        Row(
            part="whole line",
            what=f"text to stored quads, {documents} documents",
            ours=median(ours),
            peer=median(peer),
            unit="CPU s",
            ratio=faster,
            goal="at least 20",
            met=faster >= 20,
            note=note,
        )
    ]


def _texts(documents: int) -> list[tuple[str, str]]:
    return [generate.document(number) for number in range(documents)]


def _ours(documents: int) -> None:
    from material import quads_of

    from graph.extract import read_statements
    from graph.gazetteer import load_gazetteer
    from graph.read import read_document
    from graph.resolve import link
    from graph.store.generations import writing
    from graph.vocabulary import load_vocabulary

    vocabulary, gazetteer = load_vocabulary(), load_gazetteer()
    municipality = gazetteer.municipality(generate.MUNICIPALITY)
    words = {"vocabulary": vocabulary, "gazetteer": gazetteer, "municipality": municipality}
    name, text = generate.document(documents)
    read_statements(read_document(text.encode(), name), **words)  # builds what is built once
    texts = [(name, text.encode()) for name, text in _texts(documents)]
    with tempfile.TemporaryDirectory() as folder, clock() as figures:
        docs = [read_document(data, name) for name, data in texts]
        with clock() as extracting:
            readings = [read_statements(doc, **words) for doc in docs]
        linker = link(readings, municipality=municipality.stem)
        with writing(Path(folder)) as writer:
            lines = {
                doc.id: quads_of(doc, reading, linker, vocabulary, municipality)
                for doc, reading in zip(docs, readings, strict=True)
            }
            writer.publish(writer.put(document, said) for document, said in sorted(lines.items())).close()
    figures["extract"] = extracting["cpu"]
    figures["quads"] = sum(map(len, lines.values()))
    figures["characters"] = sum(len(doc.text.raw) for doc in docs)
    report(figures)


def _peer(documents: int) -> None:
    import spacy
    from material import lexicon
    from rdflib import RDF, Dataset, Literal, Namespace, URIRef

    from graph.gazetteer import load_gazetteer
    from graph.vocabulary import load_vocabulary

    terms = lexicon(load_vocabulary(), load_gazetteer())
    nlp = spacy.blank("sv")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": "TERM", "pattern": term, "id": term} for term in terms])
    sam, oa = Namespace("https://w3id.org/samverkan/ns#"), Namespace("http://www.w3.org/ns/oa#")
    texts = _texts(documents)
    list(nlp.pipe([generate.document(documents)[1]]))
    with tempfile.TemporaryDirectory() as folder, clock() as figures:
        ds = Dataset()
        for (name, _), doc in zip(texts, nlp.pipe(text for _, text in texts), strict=True):
            base = f"https://example.org/{name}"
            graph = ds.graph(URIRef(base))
            for span in doc.ents:
                claim = URIRef(f"{base}/claim-{span.start_char}")
                passage = URIRef(f"{base}/text#char={span.start_char},{span.end_char}")
                term = URIRef("https://example.org/term/" + span.ent_id_.replace(" ", "-"))
                ds.add((term, RDF.type, sam.Term))
                graph.add((claim, RDF.type, sam.Assertion))
                graph.add((claim, RDF.subject, URIRef(base)))
                graph.add((claim, RDF.predicate, sam.concerns))
                graph.add((claim, RDF.object, term))
                graph.add((claim, sam.evidence, passage))
                graph.add((passage, oa.exact, Literal(span.text)))
                graph.add((passage, oa.start, Literal(span.start_char)))
                graph.add((passage, oa.end, Literal(span.end_char)))
        ds.serialize(Path(folder) / "peer.nq", format="nquads", encoding="utf-8")
    figures["quads"] = len(ds)
    figures["characters"] = sum(len(text) for _, text in texts)
    report(figures)


if __name__ == "__main__":
    {"ours": _ours, "peer": _peer}[sys.argv[1]](int(sys.argv[2]))
