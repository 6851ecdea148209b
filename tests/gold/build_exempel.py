#!/usr/bin/env python3
"""Turn exempel.txt, the reading of Dimvalla kommun by hand, into exempel.gold.trig.

usage: build_exempel.py [--check] [SOURCE TARGET]

With SOURCE and TARGET the reading of another municipality, in the same format, becomes another file.
The head of exempel.txt explains its lines. What stands before the first document is the register: classes and
names that need no evidence. Every other line becomes a triple in the graph of its document, and an assertion
with its quotes in the provenance graph. With --check nothing is written, and the exit code is 1 when the file
is out of date.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from graph.ids import FAMILIES, NS, PREFIXES, collapse, digest, expand, slug

HERE = Path(__file__).parent
SOURCE, TARGET = HERE / "exempel.txt", HERE / "exempel.gold.trig"
RDF_TYPE, LABEL, ALT = expand("rdf:type"), expand("skos:prefLabel"), expand("skos:altLabel")

_OTHER = {
    "dcterms": "type subject title identifier date creator isPartOf references description",
    "cv": "contactPoint email",
    "prov": "generated wasAssociatedWith agent hadRole",
    "org": "holds postIn originalOrganization resultingOrganization",
    "skos": "broader",
    "schema": "suggestedMinAge suggestedMaxAge",
}
PREDICATES = {name: f"{prefix}:{name}" for prefix, names in _OTHER.items() for name in names.split()}
Triple = tuple[str, str, str]
CLASSES = {"ChangeEvent": "org:ChangeEvent", "Post": "org:Post"}
IN_SWEDISH = {"title", "purpose", "description"}
CONCEPT = re.compile(r"(act|arr|asg|body|doc|fnd|gap|mod|ovl|pos|resp|st|top)-[a-z-]+")
DATES = {r"\d{4}-\d\d-\d\d": "date", r"\d{4}-\d\d": "gYearMonth", r"\d{4}": "gYear"}


@dataclass
class Reading:
    """What has been read so far: IRIs of short names, the register, facts with their quotes per document."""

    place: str = "dimvalla"  # the municipality's part of every IRI
    keys: dict[str, str] = field(default_factory=dict)
    register: set[Triple] = field(default_factory=set)
    facts: dict[str, dict[Triple, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    files: dict[str, str] = field(default_factory=dict)  # short name of a document -> file name
    document: str = ""
    quotes: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """What the IRIs of the municipality begin with."""
        return f"{NS}id/{self.place}"

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Note a triple: in the register before the first document, else as read in the current document."""
        triple = (subject, predicate, value)
        if not self.document:
            self.register.add(triple)
            return
        assert self.quotes, f"no quote for {triple}"
        known = self.facts[self.document].setdefault(triple, [])
        known += [quote for quote in self.quotes if quote not in known]


def iri(absolute: str) -> str:
    return f"<{absolute}>"


def literal(text: str, language: str = "", datatype: str = "") -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    kind = f"^^<{PREFIXES['xsd']}{datatype}>" if datatype else ""
    return f'"{escaped}"' + (f"@{language}" if language else kind)


def read(text: str) -> Reading:
    """Return the reading of the whole file; a first pass names everything, so that order does not matter."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    reading = Reading(_place(lines))
    for line in lines:
        _name(reading, line)
    fresh = True
    for line in lines:
        if line.startswith("> "):
            reading.quotes = [*([] if fresh else reading.quotes), collapse(line[2:])]
            fresh = False
            continue
        fresh = True
        _read_line(reading, line)
    return reading


def _place(lines: list[str]) -> str:
    """Return the slug of the municipality, from the first name its own line gives it."""
    own = next(line for line in lines if line.startswith("Municipality "))
    return slug(re.sub(r" (kommun|stad)$", "", own.split('"')[1], flags=re.IGNORECASE))


def _name(reading: Reading, line: str) -> None:
    if line[0] in ".!>@":
        return
    classes, name = line.split(" ", 2)[:2]
    curie = CLASSES.get(classes.split(",")[0], f"sam:{classes.split(',')[0]}")
    key = f"{reading.base}/{FAMILIES[curie]}/{slug(name)}" if classes != "Municipality" else reading.base
    assert reading.keys.setdefault(name, key) == key, f"two things called {name}"


def _read_line(reading: Reading, line: str) -> None:
    if line.startswith("@"):
        _, file, reading.document = line.split()
        reading.files[reading.document] = file
    elif line.startswith("!"):
        _signature(reading, [part.strip() for part in line[1:].split("|")])
    else:
        head, *rest = re.split(r" ; (?=\w+ )", line)
        subject = _head(reading, head)
        for part in rest:
            predicate, _, values = part.partition(" ")
            for value in _values(values):
                curie = PREDICATES.get(predicate, f"sam:{predicate}")
                reading.add(subject, expand(curie), _object(reading, predicate, value))


def _head(reading: Reading, head: str) -> str:
    """Read the classes, labels and concepts of a line; return its subject."""
    classes, name, *rest = head.split(" ", 2)
    subject = reading.keys[name]
    tail = rest[0] if rest else ""
    for number, label in enumerate(re.findall(r'"([^"]*)"', tail)):
        reading.register.add((subject, ALT if number else LABEL, literal(label, "sv")))
    for kind in classes.split(",") if classes != "." else ():
        reading.add(subject, RDF_TYPE, iri(expand(CLASSES.get(kind, f"sam:{kind}"))))
    for concept in re.sub(r'"[^"]*"', "", tail).split():
        assert CONCEPT.fullmatch(concept), f"not a concept: {concept}"
        reading.add(subject, expand("dcterms:type"), iri(expand(f"samc:{concept}")))
    return subject


def _values(values: str) -> list[str]:
    return [values] if values.startswith('"') else [value.strip() for value in values.split(",")]


def _object(reading: Reading, predicate: str, value: str) -> str:
    if value.startswith('"'):
        age = "integer" if predicate.startswith("suggested") else ""
        return literal(value[1:-1], "sv" if predicate in IN_SWEDISH else "", age)
    for shape, datatype in DATES.items():
        if re.fullmatch(shape, value):
            return literal(value, datatype=datatype)
    if value in reading.keys:
        return iri(reading.keys[value])
    assert CONCEPT.fullmatch(value), f"unknown name: {value}"
    return iri(expand(f"samc:{value}"))


def _signature(reading: Reading, parts: list[str]) -> None:
    """Read `person | post | body | name of the post`: who signed the current document, in which post."""
    name, title, body, short, *_ = [*parts, "", ""]
    base = reading.base
    person, document = f"{base}/person/{slug(name)}", reading.keys[reading.document]
    post = reading.keys.get(short) or f"{base}/befattning/{slug(short or f'{title}-{body}')}"
    signature = f"{base}/underskrift/{slug(f'{reading.document}-{name}')}"
    for subject, predicate, value in (
        (person, RDF_TYPE, expand("foaf:Person")), (person, expand("org:holds"), post),
        (post, RDF_TYPE, expand("org:Post")), (document, expand("sam:signature"), signature),
        (signature, RDF_TYPE, expand("prov:Attribution")), (signature, expand("prov:agent"), person),
        (signature, expand("prov:hadRole"), post),
    ):  # fmt: skip
        reading.add(subject, predicate, iri(value))
    if body:
        reading.add(post, expand("org:postIn"), iri(reading.keys[body]))
    reading.register.add((person, LABEL, literal(name, "sv")))
    if short not in reading.keys:
        reading.register.add((post, LABEL, literal(title, "sv")))


def trig(reading: Reading) -> str:
    """Return the dataset: the register, and for each document its facts and its assertions with quotes."""
    start = f"{NS}graph/{reading.place}"
    graphs: dict[str, list[Triple]] = {f"{start}/register": list(reading.register)}
    for document, facts in reading.facts.items():
        name = reading.keys[document].rpartition("/")[2]
        graphs[f"{start}/{name}"] = list(facts)
        graphs[f"{start}/{name}/prov"] = list(_provenance(reading, document))
    # for the eye only: what the file's IRIs are shortened with
    short = PREFIXES | {family: f"{reading.base}/{family}/" for family in sorted(set(FAMILIES.values()))}
    short |= {part: f"{NS}{part}/" for part in ("assertion", "passage", "selector")}
    prefixes = "".join(f"@prefix {prefix}: <{begins}> .\n" for prefix, begins in short.items())
    return "\n".join([prefixes, *(_graph(name, triples, short) for name, triples in sorted(graphs.items()))])


def _provenance(reading: Reading, document: str) -> Iterator[Triple]:
    text = f"{reading.keys[document]}/text"
    yield text, expand("dcterms:isFormatOf"), iri(reading.keys[document])
    yield text, expand("dcterms:source"), literal(reading.files[document])
    for (subject, predicate, value), quotes in reading.facts[document].items():
        node = f"{NS}assertion/{digest(document, subject, predicate, value)}"
        yield node, RDF_TYPE, iri(expand("sam:Assertion"))
        yield node, expand("rdf:subject"), iri(subject)
        yield node, expand("rdf:predicate"), iri(predicate)
        yield node, expand("rdf:object"), value
        for quote in quotes:
            passage = f"{NS}passage/{digest(document, quote)}"
            yield node, expand("sam:evidence"), iri(passage)
            yield from _passage(passage, text, quote)


def _passage(passage: str, source: str, quote: str) -> Iterator[Triple]:
    selector = f"{NS}selector/{passage.rpartition('/')[2]}"
    yield passage, RDF_TYPE, iri(expand("oa:SpecificResource"))
    yield passage, expand("oa:hasSource"), iri(source)
    yield passage, expand("oa:hasSelector"), iri(selector)
    yield selector, RDF_TYPE, iri(expand("oa:TextQuoteSelector"))
    yield selector, expand("oa:exact"), literal(quote)


def _graph(name: str, triples: list[Triple], short: dict[str, str]) -> str:
    """Return one graph with a block for each subject, everything in order."""
    blocks = []
    for subject, group in groupby(sorted(set(triples)), key=lambda triple: triple[0]):
        facts = " ;\n    ".join(f"{_short(iri(p), short)} {_short(value, short)}" for _, p, value in group)
        blocks.append(f"  {_short(iri(subject), short)} {facts} .\n")
    return f"{iri(name)} {{\n{''.join(blocks)}}}\n"


def _short(term: str, short: dict[str, str]) -> str:
    """Return an IRI in brackets with a prefix where one fits; anything else as it is."""
    for prefix, start in short.items():
        if term.startswith(f"<{start}") and re.fullmatch(r"\w[\w-]*", term[len(start) + 1 : -1]):
            return f"{prefix}:{term[len(start) + 1 : -1]}"
    return term


def main() -> int:
    paths = [Path(word) for word in sys.argv[1:] if word != "--check"]
    source, target = paths or (SOURCE, TARGET)
    built = trig(read(source.read_text(encoding="utf-8")))
    if "--check" in sys.argv:
        return int(target.read_text(encoding="utf-8") != built)
    target.write_text(built, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
