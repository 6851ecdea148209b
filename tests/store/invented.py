"""An invented municipality in a few lines: readings, a linker over a table, and the store they give."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graph.ids import statement_key
from graph.model import Assertion, Evidence, Literal, Node, Reading, Source
from graph.store import generations, triples
from graph.vocabulary import Vocabulary

PLACE = triples.Place(base="https://w3id.org/samverkan/id/", slug="tallinge", label="Tallinge kommun")
RUN = triples.Extraction(software="0.1.0", rules="00aa11bb22cc33dd")


@dataclass
class TableLinker:
    """Canonical nodes by key; `same` maps a key to the key it stands for."""

    nodes: dict[str, Node]
    same: dict[str, str] = field(default_factory=dict)

    def node(self, key: str, document: str) -> Node:
        key = self.same.get(key, key)
        if key.startswith("handling/") and key not in self.nodes:
            return Node(key=key, types=("sam:Document",), label=f"Handling {key[9:]}")
        return self.nodes[key]


NODES = {
    node.key: node
    for node in (
        Node(key="organ/socialnamnden", types=("sam:Committee",), label="Socialnämnden", aliases=("SN",)),
        Node(key="organ/kommunstyrelsen", types=("sam:Committee",), label="Kommunstyrelsen"),
        Node(key="samverkan/trygghetsradet", types=("sam:Forum",), label="Trygghetsrådet"),
        Node(
            key="aktor/polismyndigheten", types=("sam:ExternalActor",), label="Polismyndigheten", scope="se"
        ),
        Node(key="begrepp/unga", types=("sam:TargetGroup",), label="unga"),
        Node(key="kommun/tallinge", types=("sam:Municipality",), label="Tallinge kommun"),
    )
}
TEXTS = {
    "protokoll-a": "Socialnämnden deltar i Trygghetsrådet.\nKommunstyrelsen är sammankallande.\n",
    "rapport-b": "I Trygghetsrådet deltar Socialnämnden och Polismyndigheten.\nEn rutin för unga saknas.\n",
    "brev-c": "Polismyndigheten är inte med i Trygghetsrådet längre.\n",
}


def quote(document: str, text: str) -> Evidence:
    start = TEXTS[document].index(text)
    return Evidence(document=document, page=1, start=start, end=start + len(text), quote=text)


def claim(document: str, subject: str, predicate: str, value: object, text: str, **more: object) -> Assertion:
    fields: dict = {"origin": "test.rule", "confidence": 0.9, **more}
    return Assertion(
        subject=subject, predicate=predicate, object=value, evidence=(quote(document, text),), **fields
    )


FORUM, SOCIAL, BOARD, POLICE = (
    "samverkan/trygghetsradet",
    "organ/socialnamnden",
    "organ/kommunstyrelsen",
    "aktor/polismyndigheten",
)
GAP = statement_key(("sam:Gap",), "rapport-b", "En rutin för unga saknas.")
NODES[GAP] = Node(key=GAP, types=("sam:Gap",), label="En rutin för unga saknas", named=False)
CLAIMS = {
    "protokoll-a": (
        claim("protokoll-a", FORUM, "sam:hasParticipant", SOCIAL, TEXTS["protokoll-a"].split("\n")[0]),
        claim("protokoll-a", FORUM, "sam:convenor", BOARD, "Kommunstyrelsen är", confidence=0.8),
        claim("protokoll-a", SOCIAL, "sam:inMunicipality", "kommun/tallinge", "Socialnämnden"),
    ),
    "rapport-b": (
        claim("rapport-b", FORUM, "sam:hasParticipant", SOCIAL, TEXTS["rapport-b"].split("\n")[0]),
        claim("rapport-b", FORUM, "sam:hasParticipant", POLICE, "och Polismyndigheten", voice=SOCIAL),
        claim("rapport-b", GAP, "rdf:type", "sam:Gap", "En rutin för unga saknas."),
        claim(
            "rapport-b",
            GAP,
            "dcterms:type",
            "samc:gap-routine",
            "En rutin för unga saknas.",
            modality="samc:mod-possible",
        ),
        claim("rapport-b", GAP, "sam:targetGroup", "begrepp/unga", "unga"),
        claim("rapport-b", GAP, "dcterms:date", Literal("2022-03", "xsd:gYearMonth"), "unga"),
    ),
    "brev-c": (claim("brev-c", FORUM, "sam:hasParticipant", POLICE, TEXTS["brev-c"].strip(), negative=True),),
}


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def source(document: str) -> Source:
    text = TEXTS[document]
    return Source(
        name=f"{document}.txt", sha256=sha("file " + text), media="text/plain", document=document,
        title=document, kind="samc:doc-minutes", pages=1, characters=len(text), text_sha256=sha(text),
    )  # fmt: skip


@dataclass
class World:
    """A store folder and what may be put into it."""

    folder: Path
    vocabulary: Vocabulary
    linker: TableLinker = field(default_factory=lambda: TableLinker(dict(NODES)))
    claims: dict[str, tuple[Assertion, ...]] = field(default_factory=lambda: dict(CLAIMS))
    curation: dict[str, str] = field(default_factory=dict)

    def lines(self, document: str) -> list[str]:
        said = triples.Said(
            source=source(document), place=PLACE, extraction=RUN, vocabulary=self.vocabulary,
            curation=self.curation,
        )  # fmt: skip
        reading = Reading(document=document, nodes=(), assertions=self.claims[document])
        return triples.document_quads(reading, self.linker, said)

    def publish(self, documents: Iterable[str] | None = None, *, anew: bool = False) -> generations.Snapshot:
        with generations.writing(self.folder, who="test") as writer:
            made = [writer.put("_ontology", triples.vocabulary_quads(self.vocabulary, PLACE))]
            wanted = self.claims if documents is None else documents
            made += [writer.put(name, self.lines(name)) for name in wanted]
            return writer.publish(made, anew=anew)

    def write_texts(self) -> Path:
        folder = self.folder.parent / "texts"
        folder.mkdir(exist_ok=True)
        for name in self.claims:
            (folder / f"{name}.txt").write_bytes(TEXTS[name].encode())
        return folder
