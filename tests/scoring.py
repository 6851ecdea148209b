"""How near a built graph comes to one read by hand: precision, recall and F1.

Only assertions with a quote count. Entities of the two graphs are paired first. Things known by name
(a committee, a forum, a document) pair when a name of one folds to a name of the other, within a
family of classes. Statements (a finding, an assignment) pair when their quotes overlap: at least half
of the shorter one's words and a fifth of the words of both; the best pair first, each entity once. An
entity counts as right when the two of a pair share a class; an assertion when both its ends are
paired, or equal, and its predicate is the same.

    python -m tests.scoring GOLD.trig BUILT.trig [--misses N]     one pair of graphs
    python -m tests.scoring                                       every set that lies in tests/
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from graph.ids import PREFIXES

HERE = Path(__file__).parent
NAMED = frozenset({"actor", "arrangement", "concept", "document", "case", "person", "post"})
_FAMILIES = {
    "actor": "Municipality PoliticalBody Committee Administration ExternalActor ActorGroup Organization",
    "arrangement": "Arrangement Forum Programme Agreement Routine",
    "concept": "TargetGroup Term",
    "document": "Document",
    "case": "Case",
    "person": "Person",
    "post": "Post",
    "contact": "ContactPoint",
    "event": "ChangeEvent",
    "assignment": "Assignment",
    "responsibility": "Responsibility",
    "followup": "FollowUp",
    "goal": "Goal",
    "definition": "Definition",
    "claim": "Finding Claim Recommendation",
    "stance": "Stance",
    "condition": "Gap Overlap Condition",
    "measure": "Measure",
    "decision": "Decision",
    "consultation": "Consultation",
}
FAMILY = {name: family for family, names in _FAMILIES.items() for name in names.split()}
_ENDINGS = "ernas arnas ornas ens ets erna arna orna nas na en et ns n t s".split()
_NAMES = {
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "altLabel",
    PREFIXES["skos"] + "hiddenLabel",
    PREFIXES["rdfs"] + "label",
    PREFIXES["dcterms"] + "title",
    PREFIXES["dcterms"] + "identifier",
    PREFIXES["foaf"] + "name",
}
_WORD = re.compile(r"[0-9a-zà-öø-ÿ]+")
_TYPE = PREFIXES["rdf"] + "type"


def fold(name: str) -> str:
    """Return a name without case, punctuation and Swedish endings, as names are compared.

    >>> fold("Individ- & familjenämndens") == fold("individ och familjenämnd")
    True
    """
    text = unicodedata.normalize("NFC", name).casefold().replace("&", " och ")
    return " ".join(_stem(word) for word in _WORD.findall(text))


def _stem(word: str) -> str:
    return next((word[: -len(e)] for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 4), word)


Object = tuple[str, str]
"""("iri", absolute IRI) or ("text", value)."""
Triple = tuple[str, str, Object]


@dataclass
class Graph:
    """What is scored of one file: entities with classes, names and quotes, and the assertions."""

    classes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    assertions: set[Triple] = field(default_factory=set)

    def families(self, entity: str) -> set[str]:
        return {FAMILY[name] for name in self.classes.get(entity, ())}

    @cached_property
    def entities(self) -> list[str]:
        return sorted(entity for entity in self.quotes if entity in self.classes)

    def is_named(self, entity: str) -> bool:
        return bool(self.families(entity) & NAMED)

    def say(self, value: str | Object) -> str:
        kind, text = ("iri", value) if isinstance(value, str) else value
        if kind == "text":
            return repr(text)
        return self.labels.get(text) or re.split(r"[/#]", text)[-1]


def read(path: Path) -> Graph:
    """Return the scored view of a TriG file."""
    graph = Graph()
    facts: dict[str, dict[str, list[Object]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TRIG):
        if isinstance(quad.subject, ox.NamedNode):
            facts[quad.subject.value][quad.predicate.value].append(_object(quad.object))
    for subject, values in facts.items():
        for _, kind in values.get(_TYPE, ()):
            name = {"Organization": "ExternalActor"}.get(short := re.split(r"[/#]", kind)[-1], short)
            if name in FAMILY:
                graph.classes[subject].add(name)
        for predicate in sorted(_NAMES & values.keys()):
            for _, text in values[predicate]:
                graph.names[subject].add(fold(text))
                graph.labels.setdefault(subject, text)
    for values in facts.values():
        if ("iri", PREFIXES["sam"] + "Assertion") in values.get(_TYPE, ()):
            _add(graph, facts, values)
    return graph


def _object(term: ox.Term) -> Object:
    return ("iri" if isinstance(term, ox.NamedNode) else "text", getattr(term, "value", str(term)))


def _add(
    graph: Graph, facts: Mapping[str, Mapping[str, list[Object]]], node: Mapping[str, list[Object]]
) -> None:
    rdf, sam, oa = PREFIXES["rdf"], PREFIXES["sam"], PREFIXES["oa"]
    subject, predicate, value = (
        node.get(rdf + part, [None])[0] for part in ("subject", "predicate", "object")
    )
    quotes: set[str] = set()
    for _, passage in node.get(sam + "evidence", ()):
        holders = [passage, *(selector for _, selector in facts[passage].get(oa + "hasSelector", ()))]
        quotes |= {text for holder in holders for _, text in facts[holder].get(oa + "exact", ())}
    if subject is None or predicate is None or value is None or not quotes:
        return
    graph.assertions.add((subject[1], predicate[1], value))
    for end in (subject, value):
        if end[0] == "iri" and end[1] in graph.classes:
            graph.quotes[end[1]] |= quotes


def pair(gold: Graph, built: Graph) -> dict[str, str]:
    """Return gold entity -> built entity, each used at most once."""
    paired = _pair_names(gold, built)
    used = set(paired.values())
    rest = [e for e in gold.entities if e not in paired and not gold.is_named(e)]
    words = {id(g): {e: _words(g.quotes[e]) for e in g.entities} for g in (gold, built)}
    candidates: list[tuple[bool, float, str, str]] = []
    for entity in rest:
        for other in built.entities:
            if other not in used and gold.families(entity) & built.families(other):
                share = _overlap(words[id(gold)][entity], words[id(built)][other])
                if share >= 0.5:
                    same = bool(gold.classes[entity] & built.classes[other])
                    candidates.append((same, share, entity, other))
    for _, _, entity, other in sorted(candidates, key=lambda c: (-c[0], -c[1], c[2], c[3])):
        if entity not in paired and other not in used:
            paired[entity] = other
            used.add(other)
    return paired


def _pair_names(gold: Graph, built: Graph) -> dict[str, str]:
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entity in built.entities:
        for family in built.families(entity) & NAMED:
            for name in built.names[entity]:
                by_name[family, name].append(entity)
    paired: dict[str, str] = {}
    used: set[str] = set()
    for entity in gold.entities:
        keys = [(f, n) for f in sorted(gold.families(entity)) for n in sorted(gold.names[entity])]
        found = [other for key in keys for other in by_name[key]]
        exact = [other for other in found if built.classes[other] & gold.classes[entity]]
        chosen = next((other for other in exact + found if other not in used), None)
        if chosen:
            paired[entity] = chosen
            used.add(chosen)
    return paired


def _words(quotes: Iterable[str]) -> frozenset[str]:
    return frozenset(_WORD.findall(" ".join(quotes).casefold()))


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    shorter, common = min(len(first), len(second)), len(first & second)
    if shorter < 3 or common < 0.2 * len(first | second):
        return 0.0
    return common / shorter


@dataclass(frozen=True)
class Figures:
    """Counts of one kind of thing: in the gold graph, in the built one, and right in each."""

    gold: int
    built: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.built if self.built else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.gold + other.gold,
            self.built + other.built,
            self.found + other.found,
            self.right + other.right,
        )


NOTHING = Figures(0, 0, 0, 0)


@dataclass(frozen=True)
class Report:
    """Totals, the figures of every class and predicate, and what was missed or made up."""

    totals: Mapping[str, Figures]
    classes: Mapping[str, Figures]
    predicates: Mapping[str, Figures]
    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    unpaired: tuple[str, ...]


def score(gold: Graph, built: Graph) -> Report:
    """Return how near the built graph comes to the gold one."""
    paired = pair(gold, built)
    back = {other: entity for entity, other in paired.items()}

    def of_classes(names: Iterable[str]) -> Figures:
        wanted = set(names)
        ours = [e for e in gold.entities if gold.classes[e] & wanted]
        theirs = [e for e in built.entities if built.classes[e] & wanted]
        found = sum(bool(e in paired and built.classes[paired[e]] & gold.classes[e] & wanted) for e in ours)
        right = sum(bool(e in back and gold.classes[back[e]] & built.classes[e] & wanted) for e in theirs)
        return Figures(len(ours), len(theirs), found, right)

    def as_built(value: Object) -> Object:
        return ("text", fold(value[1])) if value[0] == "text" else ("iri", paired.get(value[1], value[1]))

    translated = {(paired.get(s, s), p, as_built(o)): (s, p, o) for s, p, o in gold.assertions}
    own = {(s, p, ("text", fold(o[1])) if o[0] == "text" else o): (s, p, o) for s, p, o in built.assertions}
    predicates: dict[str, Figures] = {}
    for predicate in sorted({t[1] for t in (*translated, *own)} - {_TYPE}):
        first = {t for t in translated if t[1] == predicate}
        second = {t for t in own if t[1] == predicate}
        common = len(first & second)
        predicates[predicate] = Figures(len(first), len(second), common, common)
    relations = [figures for figures in predicates.values() if figures.gold]
    statements = [name for name, family in FAMILY.items() if family not in NAMED]
    return Report(
        totals={
            "named entities": of_classes(name for name, family in FAMILY.items() if family in NAMED),
            "statements": of_classes(statements),
            "relations": sum(relations, NOTHING),
        },
        classes={name: figures for name in sorted(FAMILY) if (figures := of_classes([name])) != NOTHING},
        predicates={re.split(r"[/#]", name)[-1]: figures for name, figures in predicates.items()},
        missed=_lines(gold, (t for key, t in translated.items() if key not in own)),
        spurious=_lines(built, (t for key, t in own.items() if key not in translated)),
        unpaired=tuple(
            f"{'/'.join(sorted(gold.classes[e]))}: {gold.say(e)}" for e in gold.entities if e not in paired
        ),
    )


def _lines(graph: Graph, triples: Iterable[Triple]) -> tuple[str, ...]:
    kept = (t for t in triples if t[1] != _TYPE)
    return tuple(sorted(f"{graph.say(s)} | {re.split(r'[/#]', p)[-1]} | {graph.say(o)}" for s, p, o in kept))


@dataclass(frozen=True)
class Set:
    """A set of documents with its gold graph; `script` makes the documents where they are made.

    Sets of one `group` are small and are judged together.
    """

    name: str
    gold: Path
    municipality: str
    documents: Path | None = None
    script: Path | None = None
    group: str = ""

    @property
    def judged_as(self) -> str:
        """Return the name under which its figures are held to a floor."""
        return self.group or self.name


def elsewhere() -> Path:
    """Return the folder of what lies outside the project: SAMVERKAN_EVAL, or the usual one."""
    return Path(os.environ.get("SAMVERKAN_EVAL") or HERE.parent.parent / "shared" / "eval")


def sets() -> Iterator[Set]:
    """Yield the invented municipality, the open blind set, and what lies elsewhere.

    There a set is NAME.gold.trig with the documents in NAME/, beside it or one folder up; and the
    documents of the short cases, whose graphs are in tests/gold/cases, are in cases/.
    """
    script = HERE.parent / "data" / "exempel" / "make_documents.py"
    yield Set("exempel", HERE / "gold" / "exempel.gold.trig", "Dimvalla kommun", script=script)
    for folder in sorted((HERE / "blind" / "open").glob("*/")):
        if (folder / "gold.trig").is_file():
            yield Set(f"blind/{folder.name}", folder / "gold.trig", "", documents=folder / "documents")
    for gold in sorted(elsewhere().glob("*.gold.trig")):
        name = gold.name.removesuffix(".gold.trig")
        for documents in (gold.parent / name, gold.parent.parent / name):
            if documents.is_dir():
                yield Set(name, gold, "", documents=documents)
                break
    for gold in sorted((HERE / "gold" / "cases").glob("*.trig")):
        document = elsewhere() / "cases" / f"{gold.stem}.txt"
        if document.is_file():
            municipality = _own_name(gold.with_suffix(".txt"))
            yield Set(f"cases/{gold.stem}", gold, municipality, documents=document, group="cases")


def _own_name(reading: Path) -> str:
    """Return the municipality that a reading by hand is about: a short text may not name it."""
    found = re.search(r'^Municipality \S+ "([^"]+)"', reading.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


def totals(reports: Iterable[Report]) -> dict[str, Figures]:
    """Return the totals of several reports added up."""
    added: dict[str, Figures] = {}
    for report in reports:
        for name, figures in report.totals.items():
            added[name] = added.get(name, NOTHING) + figures
    return added


def build(one: Set, folder: Path) -> Path:
    """Build a set in a new workspace in `folder` and return its graph.trig."""
    documents = one.documents or folder / "handlingar"
    if one.script:
        subprocess.run([sys.executable, one.script, documents], check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "graph", "build", str(documents), "--workspace", str(folder / "ws")]
    command += ["--kommun", one.municipality] if one.municipality else []
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=HERE.parent)
    return folder / "ws" / "exports" / "graph.trig"


def show(report: Report, misses: int = 0) -> None:
    """Print the figures of a report and up to `misses` lines of each kind of fault."""
    parts = {"totals": report.totals, "classes": report.classes, "predicates": report.predicates}
    for name, table in parts.items():
        print(f"\n{name:<24}{'gold':>6}{'built':>7}{'right':>7}{'prec':>8}{'recall':>8}{'f1':>8}")
        for key, row in table.items():
            figures = f"{row.precision:>8.3f}{row.recall:>8.3f}{row.f1:>8.3f}"
            print(f"  {key:<22}{row.gold:>6}{row.built:>7}{row.found:>7}{figures}")
    for title, lines in (
        ("unpaired", report.unpaired),
        ("missed", report.missed),
        ("spurious", report.spurious),
    ):
        if misses and lines:
            print(f"\n{title} ({len(lines)}; by predicate: {_most(lines)})")
            print("\n".join(f"  {line[:200]}" for line in lines[:misses]))


def _most(lines: Iterable[str]) -> str:
    counted = Counter(line.split(" | ")[1] if " | " in line else line.split(":")[0] for line in lines)
    return ", ".join(f"{name} {number}" for name, number in counted.most_common(6))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, help="GOLD.trig BUILT.trig")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    if options.files:
        gold, built = options.files
        show(score(read(gold), read(built)), options.misses)
        return 0
    reports: dict[str, list[Report]] = defaultdict(list)
    for one in sets():
        with tempfile.TemporaryDirectory() as folder:
            print(f"\n== {one.name}")
            report = score(read(one.gold), read(build(one, Path(folder))))
            reports[one.judged_as].append(report)
            show(report, options.misses)
    print("\n== all sets")
    for name, several in reports.items():
        named, statements, relations = totals(several).values()
        print(
            f"{name:<24}{named.f1:>6.2f}{statements.f1:>6.2f}{relations.f1:>6.2f}{relations.precision:>6.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
