"""The invented municipality: its documents are made, and its gold graph says nothing that they do not."""

from __future__ import annotations

import importlib.util
import io
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import openpyxl
import pyoxigraph as ox
import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser

from graph.ids import FAMILIES, NS, expand

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "data" / "exempel" / "make_documents.py"
GOLD = ROOT / "tests" / "gold"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ENCODINGS = {
    "svar-kultur-och-fritidsnamnden.txt": "latin-1",
    "redovisning-barn-och-utbildningsnamnden.txt": "cp1252",
}


def make(folder: Path) -> dict[str, bytes]:
    subprocess.run([sys.executable, SCRIPT, folder], check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> dict[str, bytes]:
    return make(tmp_path_factory.mktemp("dokument"))


def pdf_text(data: bytes) -> str:
    """The body of every page: the first and the last line are the running header and footer."""
    pdf = pypdfium2.PdfDocument(data)
    pages = [pdf[i].get_textpage().get_text_bounded().splitlines()[1:-1] for i in range(len(pdf))]
    return "\n".join(line for page in pages for line in page)


def docx_text(data: bytes) -> str:
    tree = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in tree.iter(f"{WORD}p"))


def xlsx_text(data: bytes) -> str:
    rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return "\n".join(" ".join(str(cell) for cell in row if cell) for row in rows)


def markdown_text(data: bytes) -> str:
    """The text without the page number that an export left in a paragraph."""
    return data.decode("utf-8").replace("\n\n22\n\n", " ")


def text_of(name: str, data: bytes) -> str:
    readers = {
        ".pdf": pdf_text,
        ".docx": docx_text,
        ".xlsx": xlsx_text,
        ".md": markdown_text,
        ".html": lambda page: LexborHTMLParser(page).css_first("main").text(separator="\n"),
    }
    plain = ENCODINGS.get(name, "utf-8-sig")
    return readers.get(Path(name).suffix, lambda raw: raw.decode(plain))(data)


def squeeze(text: str) -> str:
    """The text without what a line end may change: white space, hyphens of every kind, composed letters."""
    return re.sub(r"[\s\x02\ufffe\u00ad-]+", "", unicodedata.normalize("NFC", text))


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_exempel", GOLD / "build_exempel.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_exempel"] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


class Gold:
    """The gold graph: triples with their evidence (file, quotes), classes and names of things."""

    def __init__(self) -> None:
        store = ox.Store()
        store.bulk_load(path=str(GOLD / "exempel.gold.trig"), format=ox.RdfFormat.TRIG)
        self.values: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
        for quad in store:
            values = self.values[quad.subject.value][quad.predicate.value]
            if quad.object not in values:
                values.append(quad.object)
        self.assertions = {s: v for s, v in self.values.items() if "sam:Assertion" in self.classes(s)}
        self.triples = {self.triple(v) for v in self.assertions.values()}

    def get(self, subject: str, predicate: str) -> list:
        return self.values[subject][expand(predicate)]

    def classes(self, subject: str) -> set[str]:
        known = {expand(c): c for c in [*FAMILIES, "sam:Assertion"]}
        return {known[o.value] for o in self.values[subject][expand("rdf:type")] if o.value in known}

    @staticmethod
    def triple(assertion: dict[str, list]) -> tuple[str, str, str]:
        parts = (assertion[expand(f"rdf:{end}")] for end in ("subject", "predicate", "object"))
        return tuple(one.value for (one,) in parts)

    def evidence(self, assertion: dict[str, list]) -> list[tuple[str, str]]:
        """(file, quote) of every passage."""
        found = []
        for passage in assertion[expand("sam:evidence")]:
            (text,) = self.get(passage.value, "oa:hasSource")
            (selector,) = self.get(passage.value, "oa:hasSelector")
            (quote,) = self.get(selector.value, "oa:exact")
            (file,) = self.get(text.value, "dcterms:source")
            found.append((file.value, quote.value))
        return found

    def objects(self, slug: str, predicate: str) -> set[str]:
        """Short names of what the thing is asserted to stand in a relation to."""
        ends = {o for s, p, o in self.triples if s.endswith(f"/{slug}") and p == expand(f"sam:{predicate}")}
        return {end.rpartition("/")[2] for end in ends}


@pytest.fixture(scope="module")
def gold() -> Gold:
    return Gold()


def test_the_same_documents_come_out_byte_for_byte(documents, tmp_path):
    assert make(tmp_path) == documents


def test_there_are_seventeen_documents_in_seven_formats(documents):
    assert len(documents) == 17
    formats = {Path(name).suffix for name in documents}
    assert formats == {".txt", ".md", ".html", ".docx", ".pdf", ".csv", ".xlsx"}


def test_addresses_are_reserved_ones(documents):
    for name, data in documents.items():
        text = text_of(name, data)
        assert "http" not in text
        assert all(host.endswith(".example") for host in re.findall(r"@([\w.-]+\w)", text)), name


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("revisionsrapport.pdf", "\x02"),  # a word split at a line's end
        ("overenskommelse-region-tornmark.txt", "vid barn-\n\noch"),
        ("skrivelse-dagslandans-friskola.txt", "a\u030a"),
        ("trygghetsradet.html", "\u00ad"),
    ],
)
def test_the_layout_faults_are_there(documents, name, fault):
    assert fault in text_of(name, documents[name])


def test_a_page_number_stands_inside_a_sentence(documents):
    for name in ("svar-valfardsnamnden.md", "handlingsplan-hela-vagen.md"):
        before, after = documents[name].decode("utf-8").split("\n\n22\n\n")
        assert before[-1] != "."
        assert after[0].islower()


@pytest.mark.parametrize(
    "name",
    [
        "revisionsrapport.pdf",
        "protokoll-kommunstyrelsen-2024-06-05.pdf",
        "samverkansoverenskommelse-polisen.pdf",
    ],
)
def test_a_running_header_stands_inside_a_sentence(documents, name):
    first, second = (pypdfium2.PdfDocument(documents[name])[i].get_textpage() for i in (0, 1))
    assert not first.get_text_bounded().splitlines()[-2].endswith(".")
    assert second.get_text_bounded().splitlines()[1][0].islower()


def test_tracked_deletions_stand_in_the_file_but_not_in_its_text(documents):
    data = documents["reglemente-valfardsnamnden.docx"]
    assert b"w:delText" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert "§ 1 Välfärdsnämnden fullgör" in docx_text(data)


def test_every_quote_stands_in_its_document(documents, gold):
    texts = {name: squeeze(text_of(name, data)) for name, data in documents.items()}
    quoted = {passage for assertion in gold.assertions.values() for passage in gold.evidence(assertion)}
    assert {file for file, _ in quoted} == set(documents)
    missing = sorted((file, quote) for file, quote in quoted if squeeze(quote) not in texts[file])
    assert missing == []


def test_the_gold_graph_is_what_its_source_says():
    module = builder()
    built = module.trig(module.read((GOLD / "exempel.txt").read_text(encoding="utf-8")))
    assert built == (GOLD / "exempel.gold.trig").read_text(encoding="utf-8")


def test_there_are_enough_assertions_each_with_evidence(gold):
    assert len(gold.assertions) >= 300
    assert all(gold.evidence(assertion) for assertion in gold.assertions.values())


def test_predicates_classes_and_concepts_are_known(gold):
    known = set()
    for file in ("core.ttl", "terms.ttl"):
        quads = ox.parse(path=str(ROOT / "ontology" / file), format=ox.RdfFormat.TURTLE)
        known |= {quad.subject.value for quad in quads}
    used = {p for _, p, _ in gold.triples} | {o for _, _, o in gold.triples}
    ours = {one for one in used if one.startswith((expand("sam:"), expand("samc:")))}
    assert ours - known == set()


def test_everything_named_has_a_class_and_one_label(gold):
    ends = {end for s, _, o in gold.triples for end in (s, o) if end.startswith(f"{NS}id/")}
    assert [end for end in sorted(ends) if not gold.classes(end)] == []
    named = [end for end in ends if "prov:Attribution" not in gold.classes(end)]
    assert [end for end in sorted(named) if len(gold.get(end, "skos:prefLabel")) != 1] == []


STATEMENTS = {
    "sam:Finding", "sam:Claim", "sam:Recommendation", "sam:Stance", "sam:Gap", "sam:Overlap", "sam:Condition",
    "sam:Assignment", "sam:Responsibility", "sam:FollowUp", "sam:Goal", "sam:Definition", "sam:Measure",
    "sam:Decision", "sam:Consultation", "sam:Case", "sam:Document", "org:ChangeEvent",
}  # fmt: skip


def test_the_class_of_every_statement_is_asserted_too(gold):
    asserted = {s for s, p, _ in gold.triples if p == expand("rdf:type")}
    met = {end for s, _, o in gold.triples for end in (s, o) if gold.classes(end) & STATEMENTS}
    unread = {f"{NS}id/dimvalla/handling/register-skolor"}  # a register without a title in it
    assert met - asserted - unread == set()


# predicate -> classes its object may have; what shapes.ttl asks for, where a slip of the pen would show
RANGES = {
    "decidedBy": {"sam:PoliticalBody", "sam:Committee"},
    "serves": {"sam:PoliticalBody", "sam:Committee"},
    "stanceOn": {"sam:Finding", "sam:Recommendation", "sam:Claim"},
    "identifies": {"sam:Gap", "sam:Overlap", "sam:Condition"},
    "defines": {"sam:Term"},
    "inCase": {"sam:Case"},
    "respondsTo": {"sam:Document"},
    "enclosure": {"sam:Document"},
    "setOutIn": {"sam:Document"},
    "approves": {"sam:Document"},
    "reportsOn": {"sam:Assignment"},
    "hasGoal": {"sam:Goal"},
    "followUp": {"sam:FollowUp"},
    "targetGroup": {"sam:TargetGroup"},
    "through": {"sam:Forum", "sam:Programme", "sam:Agreement", "sam:Routine"},
}


@pytest.mark.parametrize("predicate", RANGES)
def test_objects_have_the_class_the_predicate_asks_for(gold, predicate):
    ends = {o for _, p, o in gold.triples if p == expand(f"sam:{predicate}")}
    assert ends
    assert [end for end in sorted(ends) if not gold.classes(end) & RANGES[predicate]] == []


def test_claims_have_a_voice_and_conditions_a_claim(gold):
    subjects = {s for s, _, _ in gold.triples}
    said = {s for s, p, _ in gold.triples if p == expand("sam:madeBy")}
    claims = {s for s in subjects if gold.classes(s) & {"sam:Finding", "sam:Recommendation", "sam:Stance"}}
    assert claims - said == set()
    reached = {o for _, p, o in gold.triples if p in (expand("sam:identifies"), expand("sam:addresses"))}
    assert {s for s in subjects if gold.classes(s) & {"sam:Gap", "sam:Overlap"}} - reached == set()


def test_who_does_not_take_part_is_no_participant(gold):
    assert "dagslandans-friskola" in gold.objects("sspf-gruppen", "hasParticipant")
    assert "friskolor" not in gold.objects("sspf-gruppen", "hasParticipant")
    assert "glimmerkvarnen" not in gold.objects("sspf-gruppen", "hasParticipant")
    assert not {"dimljuset-fastigheter", "silverspiran"} & gold.objects("trygghetsradet", "hasParticipant")
    assert "friskolor" not in gold.objects("overenskommelse-region", "hasParticipant")


def test_one_deadline_is_kept_and_one_is_missed(gold):
    reported = {o.rpartition("/")[2] for _, p, o in gold.triples if p == expand("sam:reportsOn")}
    assert gold.objects("u-redovisa-friskolor", "deadline") == {"2024-10-31"}
    assert gold.objects("u-foresla-ansvarig", "deadline") == {"2024-11-30"}
    assert reported == {"u-redovisa-friskolor"}


def test_three_bodies_define_the_same_term(gold):
    defines, agreed = expand("sam:defines"), expand("sam:agreedBy")
    definitions = {s for s, p, o in gold.triples if p == defines and o.endswith("unga-i-riskzon")}
    owners = {o for s, p, o in gold.triples if s in definitions and p == agreed}
    assert len(definitions) == len(owners) == 3
