"""dcat.ttl: what the files are, for data portals (DCAT-AP-SE 3) and for programs (VoID).

Addresses of files are relative to `@base`, which whoever publishes changes to the address of the
folder: one line. Nothing here comes from a clock; the version is the hash of the graph.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from graph.export.dated import dated, span_of
from graph.export.wording import NOTICE, audience, line
from graph.export.writing import write_text
from graph.ids import NS, PREFIXES
from graph.model import Knowledge
from graph.ntriples import node_term, text_term
from graph.workspace import PUBLIC

NAME = "dcat.ttl"
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#", "dcterms": PREFIXES["dcterms"], "foaf": PREFIXES["foaf"],
    "void": "http://rdfs.org/ns/void#", "spdx": "http://spdx.org/rdf/terms#", "xsd": PREFIXES["xsd"],
    "prov": PREFIXES["prov"],
}  # fmt: skip
# suffix -> media type, the EU's word for the file type ("" where it has none), whether it holds the graph
_FORMS = {
    ".nq": ("application/n-quads", "RDF_N_QUADS", True),
    ".trig": ("application/trig", "RDF_TRIG", True),
    ".ttl": ("text/turtle", "RDF_TURTLE", True),
    ".jsonld": ("application/ld+json", "JSON_LD", True),
    ".csv": ("text/csv", "CSV", False),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", False),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX", False),
    ".html": ("text/html", "HTML", False),
    ".md": ("text/markdown", "", False),
    ".pdf": ("application/pdf", "PDF", False),
    ".svg": ("image/svg+xml", "SVG", False),
    ".graphml": ("application/xml", "XML", False),
    ".gexf": ("application/xml", "XML", False),
    ".ics": ("text/calendar", "", False),
}  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What VoID counts of the facts: triples, things, and how many of each class and property."""

    triples: int = 0
    subjects: int = 0
    entities: int = 0
    quads: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)


def count(lines: Iterable[bytes], base: str) -> Tally:
    """Count the sorted N-Quads lines of a dataset: the facts stand first. Holds one subject at a time."""
    found = Tally()
    for subject, group in groupby(lines, lambda row: row.split(b" ", 1)[0]):
        rows = [row.decode() for row in group if row.startswith(b"<")]
        found.quads += len(rows)
        facts = [row for row in rows if not _is_in_graph(row)]
        if facts:
            found.triples += len(facts)
            found.subjects += 1
            found.entities += subject.startswith(f"<{base}".encode())
            parts = [row.split(" ", 2) for row in facts]
            found.properties.update(predicate for _, predicate, _ in parts)
            found.classes.update(rest[:-3] for _, p, rest in parts if p == f"<{PREFIXES['rdf']}type>")
    return found


def _is_in_graph(row: str) -> bool:
    return row.endswith("> .\n") and row.startswith(f"<{NS}graph/", row.rfind("<"))


@dataclass(frozen=True, slots=True)
class Owner:
    """Who publishes, and under which licence (an IRI); "" for what is not said."""

    name: str = ""
    licence: str = ""


def write_catalogue(
    knowledge: Knowledge, tally: Tally, files: Iterable[Path], folder: Path, *, home: str, owner: Owner
) -> Path:
    """Write `dcat.ttl` about the files; return its path. `home` is the dataset's IRI, with a slash."""
    return write_text(folder / NAME, _chunks(knowledge, tally, sorted(files), home, owner))


_ORIGIN = (
    "Läst ur kommunens handlingar av ett program, utan språkmodell och utan nätverk. Varje påstående bär"
    " handling, sida, läge och ordagrant citat, så att det kan prövas mot källan."
)
Pairs = Iterable[tuple[str, str]]


def _chunks(k: Knowledge, tally: Tally, files: list[Path], home: str, owner: Owner) -> Iterator[str]:
    yield f"# Profil: {audience(k.profile, k.reviewer)}. {NOTICE}\n"
    yield "# Byt adressen efter @base mot mappens adress när filerna läggs ut; allt annat följer med.\n"
    yield f"@base <{home}> .\n"
    yield from (f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(_PREFIXES.items()))
    known = [file for file in files if file.suffix in _FORMS]
    graphs = [file for file in known if _FORMS[file.suffix][2]]
    yield _node("<#katalog>", "dcat:Catalog", _catalogue(k, owner))
    yield _node("<#datamangd>", "dcat:Dataset, void:Dataset", _dataset(k, tally, known, graphs, owner))
    yield _node("<#utgivare>", "foaf:Agent", [("foaf:name", _sv(_publisher(k, owner)))])
    yield _node("<#ursprung>", "dcterms:ProvenanceStatement", [("dcterms:description", _sv(_ORIGIN))])
    if span_of(k)[0]:
        yield _node("<#tid>", "dcterms:PeriodOfTime", _period(k))
    for file in known:
        yield from _distribution(k, file, owner)
    yield from _partitions(tally)


def _node(name: str, kind: str, pairs: Pairs) -> str:
    rows = "".join(f" ;\n    {predicate} {value}" for predicate, value in pairs)
    return f"\n{name} a {kind}{rows} .\n"


def _sv(text: str) -> str:
    return text_term(line(text), "sv")


def _publisher(k: Knowledge, owner: Owner) -> str:
    return owner.name or f"Den som driver Samverkanskartan om {_place(k)} (ange utgivare i samverkan.toml)"


def _place(k: Knowledge) -> str:
    return line(k.municipality) or "okänd kommun"


def _catalogue(k: Knowledge, owner: Owner) -> Pairs:
    yield "dcterms:title", _sv(f"Samverkanskartan om {_place(k)}")
    yield "dcterms:description", _sv("Katalog över filerna som Samverkanskartan har skrivit.")
    yield "dcterms:publisher", "<#utgivare>"
    yield "dcterms:language", f"<{_EU}language/SWE>"
    yield "dcat:dataset", "<#datamangd>"
    yield from _licence(owner)


def _licence(owner: Owner) -> Pairs:
    if owner.licence:
        yield "dcterms:license", node_term(owner.licence)


def _dataset(k: Knowledge, tally: Tally, files: list[Path], graphs: list[Path], owner: Owner) -> Pairs:
    rights = "PUBLIC" if k.profile == PUBLIC else "NON_PUBLIC"
    read = sum(bool(source.document) for source in k.sources)
    yield "dcterms:title", _sv(f"Vem samverkar med vem i {_place(k)}")
    yield (
        "dcterms:description",
        _sv(
            f"En maskinell läsning av {read} handlingar: aktörer, forum, uppdrag, mellanrum och vad som sägs"
            f" om dem, varje påstående med sitt ordagranna citat. {dated(k)}. {NOTICE}"
            " Ingen officiell uppgift från kommunen."
            f" Profil: {audience(k.profile, k.reviewer)}."
        ),
    )
    yield "dcterms:identifier", text_term(k.graph_hash or "utan")
    yield "dcat:version", text_term(k.graph_hash or "utan")
    yield "dcterms:publisher", "<#utgivare>"
    yield "dcterms:language", f"<{_EU}language/SWE>"
    yield "dcterms:accessRights", f"<{_EU}access-right/{rights}>"
    yield "dcterms:conformsTo", f"<{NS}ns>"
    yield "dcterms:provenance", "<#ursprung>"
    yield "dcat:theme", f"<{_EU}data-theme/GOVE>, <{_EU}data-theme/SOCI>"
    yield "dcat:keyword", ", ".join(map(_sv, ("samverkan", "kommun", "nämnder", "uppdrag", _place(k))))
    if span_of(k)[0]:
        yield "dcterms:temporal", "<#tid>"
    if files:
        yield "dcat:distribution", ", ".join(f"<#{file.name}>" for file in files)
    yield from _licence(owner)
    yield "void:uriSpace", text_term(k.base)
    yield "void:vocabulary", f"<{NS}ns#>, <{PREFIXES['prov']}>, <{PREFIXES['skos']}>, <{PREFIXES['oa']}>"
    yield "void:triples", str(tally.triples)
    yield "void:entities", str(tally.entities)
    yield "void:distinctSubjects", str(tally.subjects)
    yield "void:classes", str(len(tally.classes))
    yield "void:properties", str(len(tally.properties))
    yield "void:documents", str(read)
    if graphs:
        yield "void:dataDump", ", ".join(f"<{file.name}>" for file in graphs)
    for kind, names in (("class", tally.classes), ("property", tally.properties)):
        if names:
            yield f"void:{kind}Partition", ", ".join(f"<#{kind}-{n}>" for n in range(1, len(names) + 1))


def _period(k: Knowledge) -> Pairs:
    for predicate, day in zip(("dcat:startDate", "dcat:endDate"), span_of(k), strict=True):
        if day:
            kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(day), "string")
            yield predicate, f'"{day}"^^xsd:{kind}'


def _distribution(k: Knowledge, file: Path, owner: Owner) -> Iterator[str]:
    media, form, is_graph = _FORMS[file.suffix]
    with file.open("rb") as opened:
        checksum = hashlib.file_digest(opened, "sha256").hexdigest()
    pairs = [
        ("dcterms:title", _sv(file.name)),
        ("dcterms:description", _sv(f"Profil: {audience(k.profile, k.reviewer)}. {NOTICE}")),
        ("dcat:accessURL", f"<{file.name}>"),
        ("dcat:downloadURL", f"<{file.name}>"),
        ("dcat:mediaType", f"<{_IANA}{media}>"),
        *([("dcterms:format", f"<{_EU}file-type/{form}>")] if form else []),
        ("dcterms:language", f"<{_EU}language/SWE>"),
        *([("dcterms:conformsTo", f"<{NS}ns>")] if is_graph else []),
        ("dcat:byteSize", f'"{file.stat().st_size}"^^xsd:nonNegativeInteger'),
        ("spdx:checksum", f"<#{file.name}-sha256>"),
        *_licence(owner),
    ]
    yield _node(f"<#{file.name}>", "dcat:Distribution", pairs)
    value = f'"{checksum}"^^xsd:hexBinary'
    yield _node(f"<#{file.name}-sha256>", "spdx:Checksum",
                [("spdx:algorithm", "spdx:checksumAlgorithm_sha256"),
                 ("spdx:checksumValue", value)])  # fmt: skip


def _partitions(tally: Tally) -> Iterator[str]:
    for n, (name, size) in enumerate(sorted(tally.classes.items()), 1):
        yield _node(f"<#class-{n}>", "void:Dataset", [("void:class", name), ("void:entities", str(size))])
    for n, (name, size) in enumerate(sorted(tally.properties.items()), 1):
        yield _node(
            f"<#property-{n}>", "void:Dataset", [("void:property", name), ("void:triples", str(size))]
        )
