"""How often each rule is right, measured on the sets read by hand, and how well confidence tells it.

    python -m tests.calibration            print the reliability table, each set judged by the others
    python -m tests.calibration --write    also write what was counted to ontology/lookups/

An assertion counts as right when the gold graph has it, as `tests/scoring.py` pairs the two; a predicate
that no gold graph uses, or whose ends cannot be paired, is not measured.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from graph.extract.confidence import Reliability, Tally
from graph.ids import PREFIXES, compact
from tests.scoring import FAMILY, Graph, build, fold, pair, read, sets

LOOKUPS = Path(__file__).parent.parent / "ontology" / "lookups"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
_SAM, _RDF = PREFIXES["sam"], PREFIXES["rdf"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One assertion of one document: which rule made it, of which predicate, in what kind of source."""

    rule: str
    predicate: str
    kind: str
    right: bool


def judge(gold_file: Path, built_file: Path) -> Iterator[Judged]:
    """Yield every measured assertion of a built graph with whether the gold graph has it."""
    gold, built = read(gold_file), read(built_file)
    paired = pair(gold, built)
    back = {other: entity for entity, other in paired.items()}
    known = {(paired.get(s, s), p, _value(o, paired)) for s, p, o in gold.assertions}
    measured = {p for _, p, _ in gold.assertions}
    for kind, rule, subject, predicate, value in _assertions(built_file):
        if predicate == _RDF + "type":
            name = compact(value[1]).partition(":")[2]
            if name in FAMILY:
                right = subject in back and name in gold.classes[back[subject]]
                yield Judged(rule, "rdf:type", kind, right)
        elif predicate in measured and _is_paired_at_all(built, subject, value):
            yield Judged(rule, compact(predicate), kind, (subject, predicate, _value(value, {})) in known)


def _is_paired_at_all(built: Graph, subject: str, value: tuple[str, str]) -> bool:
    """Tell whether both ends are of classes that the two graphs are compared by."""
    ends = [subject] + ([value[1]] if value[0] == "iri" and "/id/" in value[1] else [])
    return all(end in built.classes for end in ends)


def _value(value: tuple[str, str], paired: dict[str, str]) -> tuple[str, str]:
    kind, text = value
    return (kind, fold(text)) if kind == "text" else (kind, paired.get(text, text))


def _assertions(file: Path) -> Iterator[tuple[str, str, str, str, tuple[str, str]]]:
    """Yield (kind of source, rule, subject, predicate, object) of each assertion of each document."""
    nodes: dict[tuple[str, str], dict[str, ox.Term]] = defaultdict(dict)
    documents: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for quad in ox.parse(path=str(file), format=ox.RdfFormat.TRIG):
        subject, predicate = str(quad.subject.value), quad.predicate.value
        where = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        if where:
            nodes[where, subject][predicate] = quad.object
        if predicate == PREFIXES["dcterms"] + "isFormatOf":
            documents[where] = quad.object.value
        elif predicate == PREFIXES["dcterms"] + "type" and not where:
            kinds.setdefault(subject, compact(quad.object.value))
    for (where, _), values in sorted(nodes.items(), key=lambda item: item[0]):
        if _SAM + "rule" in values:
            value = values[_RDF + "object"]
            term = ("iri" if isinstance(value, ox.NamedNode) else "text", value.value)
            kind = kinds.get(documents.get(where, ""), "")
            subject, predicate = values[_RDF + "subject"].value, values[_RDF + "predicate"].value
            yield kind, values[_SAM + "rule"].value, subject, predicate, term


def reliability(judged: Sequence[Judged]) -> Reliability:
    """Return what is counted over these assertions."""
    rules: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in judged:
        rules[one.rule, one.predicate][0] += 1
        rules[one.rule, one.predicate][1] += one.right
    plain = Reliability({key: Tally(*counts) for key, counts in rules.items()}, {})
    made, right = Counter(one.kind for one in judged), Counter(one.kind for one in judged if one.right)
    expected: dict[str, float] = defaultdict(float)
    for one in judged:
        expected[one.kind] += plain.confidence(one.rule, one.predicate, "")
    kinds = {kind: (Tally(made[kind], right[kind]), expected[kind]) for kind in made if kind}
    return Reliability(plain.rules, kinds)


def bins(pairs: Iterable[tuple[float, bool]]) -> Iterator[tuple[float, float, int, float, float]]:
    """Yield (from, to, how many, mean confidence, share that is right) for each bin with anything in it."""
    told = list(pairs)
    for low, high in pairwise(BINS):
        inside = [(sure, right) for sure, right in told if low <= sure < high]
        if inside:
            sure = sum(s for s, _ in inside) / len(inside)
            yield low, min(high, 1.0), len(inside), sure, sum(r for _, r in inside) / len(inside)


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error: the mean distance, over the bins, of told from true."""
    rows = list(bins(pairs))
    total = sum(count for _, _, count, _, _ in rows)
    return sum(count * abs(sure - right) for _, _, count, sure, right in rows) / total if total else 0.0


def held_out(judged: dict[str, list[Judged]]) -> list[tuple[float, bool]]:
    """Return (confidence, right) of every assertion, its confidence counted on the other sets only."""
    told: list[tuple[float, bool]] = []
    for name, own in judged.items():
        others = reliability([one for other, rows in judged.items() if other != name for one in rows])
        told += [(others.confidence(one.rule, one.predicate, one.kind), one.right) for one in own]
    return told


def show(pairs: Sequence[tuple[float, bool]]) -> None:
    """Print the reliability table as Markdown."""
    print("| confidence | assertions | mean confidence | right |\n|---|---|---|---|")
    for low, high, count, sure, right in bins(pairs):
        print(f"| {low:.1f}–{high:.1f} | {count} | {sure:.2f} | {right:.2f} |")
    print(f"\nexpected calibration error {calibration_error(pairs):.3f} over {len(pairs)} assertions")


def write(counted: Reliability, folder: Path) -> None:
    """Write the counts as the two tables that the program reads."""
    rows = [
        f"{rule};{predicate};{t.made};{t.right}" for (rule, predicate), t in sorted(counted.rules.items())
    ]
    _table(folder / "rule_reliability.csv", "rule;predicate;made;right", rows)
    rows = [
        f"{kind};{t.made};{t.right};{expected:.1f}" for kind, (t, expected) in sorted(counted.kinds.items())
    ]
    _table(folder / "source_reliability.csv", "kind;made;right;expected", rows)


def _table(file: Path, head: str, rows: list[str]) -> None:
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    judged: dict[str, list[Judged]] = {}
    for one in sets():
        with tempfile.TemporaryDirectory() as folder:
            judged[one.name] = list(judge(one.gold, build(one, Path(folder))))
    show(held_out(judged))
    if options.write:
        write(reliability([row for rows in judged.values() for row in rows]), LOOKUPS)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
