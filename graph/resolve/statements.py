"""Which statements say the same: in one document, and across documents.

A statement (finding, gap, assignment, measure ...) has no name; it has the sentence it was read
from and typed neighbours. Two of them are one when nothing known of both differs and the sentences
are nearly the same, or, for findings and gaps that another document retells, when the kind and
those concerned agree and most of the shorter sentence's content words come back. An assignment is
retold where the same body is given nearly the same task, and no other assignment could be meant. Wrongly
apart costs a reader one line more; wrongly together tells her something false, so every doubt says apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from graph import swedish
from graph.model import Assertion, Literal, Node, Reading
from graph.resolve.clusters import Clusters
from graph.resolve.nameforms import WORD, stem
from graph.resolve.nodetable import open_scratch
from graph.resolve.pairs import candidate_pairs
from graph.resolve.register import Register

NEAR = 0.8  # Jaccard of the content words of two sentences that say the same
RETOLD = 0.6  # share of the shorter sentence's content words that a retelling keeps
TASK = 0.75  # share of the shorter task's content words that come back where an assignment is retold
FEWEST = 5  # content words that a sentence must have to be recognised in another document
FEWEST_SHARED = 4
_RETELLABLE = frozenset({"sam:Finding", "sam:Gap", "sam:Condition", "sam:Overlap", "sam:Recommendation"})
_NEVER = 2.0  # a share that nothing has
_ORDERS = frozenset({"sam:Assignment"})
_TYPED = frozenset({"sam:Gap", "sam:Overlap"})
# what must be known of both and equal before two of these classes can be one at all
_REQUIRED = {
    "sam:Decision": ("sam:inCase", "sam:decidedBy"),
    "sam:Consultation": ("dcterms:date",),
    "prov:Attribution": ("prov:agent", "dcterms:date"),
    "sam:Participation": ("prov:agent",),
}
# one value each, so two values are two things
_EXACT = frozenset(
    "dcterms:type dcterms:date dcterms:issued dcterms:identifier sam:deadline sam:madeBy sam:position "
    "sam:status sam:inCase sam:decidedBy sam:paragraph sam:assignedBy sam:stanceOn sam:defines "
    "sam:validFrom sam:validTo cv:email cv:telephone prov:agent org:role".split()
)
# wording, not neighbours
_IGNORED = frozenset(
    "rdf:type sam:modality dcterms:description dcterms:title dcterms:subject sam:purpose skos:prefLabel "
    "skos:altLabel dcterms:hasPart dcterms:isPartOf".split()
)
# who says it, and where, does not tell what it is about
_TELLING = frozenset({"sam:madeBy", "sam:setOutIn", "sam:inCase", "sam:assignedBy", "sam:decidedBy"})
# conditions first, then the claims that identify them, then what is said and done about those
_STEP = {"sam:Condition": 0, "sam:Gap": 0, "sam:Overlap": 0}
_STEP |= {"sam:Claim": 1, "sam:Finding": 1, "sam:Recommendation": 1}
_NEGATIONS = frozenset(
    "inte ej icke ingen inga inget saknas saknar saknat avsaknad aldrig varken utan".split()
)

T = TypeVar("T")
Facts = tuple[tuple[str, str], ...]
Values = dict[str, frozenset[str]]
_Known = tuple[Values, frozenset[tuple[str, int]]]  # neighbours and passages of a set


@dataclass(frozen=True, slots=True)
class Statement:
    """What is kept of one statement: sentence as numbered stems, and typed neighbours as ids.

    `names` are the stems that tell whom or when it is about (names, heads, digits); `places` the
    offsets of the passages it was read from; `task` the stems and numbers of what an assignment is to do.
    """

    id: str
    kind: str
    document: str
    words: tuple[int, ...]
    names: tuple[int, ...]
    negative: bool
    facts: Facts
    places: tuple[int, ...]
    task: tuple[int, ...] = ()


class StatementTable:
    """All statements of all readings; filled reading by reading, in any order.

    They lie on disk: a few hundred bytes for each of the forty or so that a document makes would be
    most of the memory of a large build. Only those of one class are compared at a time.
    """

    def __init__(self) -> None:
        self._db = open_scratch(
            self,
            "shown (key TEXT PRIMARY KEY, types TEXT, label TEXT)",
            "said (kind TEXT, key TEXT, rest TEXT, PRIMARY KEY (kind, key))",
        )
        self._stems: dict[str, int] = {}

    def __contains__(self, key: object) -> bool:
        return self._row(key) is not None

    def shown(self, key: str) -> tuple[tuple[str, ...], str]:
        """Return the classes and the label of a statement; KeyError when no reading has it."""
        row = self._row(key)
        if row is None:
            raise KeyError(key)
        return tuple(row[0].split()), row[1]

    def _row(self, key: object) -> tuple[str, str] | None:
        found: tuple[str, str] | None = self._db.execute(
            "SELECT types, label FROM shown WHERE key = ?", (key,)
        ).fetchone()
        return found

    def add(self, reading: Reading, register: Register) -> None:
        """Take the statements of one document; the register must know its names already."""
        about: dict[str, list[Assertion]] = {n.key: [] for n in reading.nodes if not n.named}
        for claim in reading.assertions:
            if claim.subject in about:
                about[claim.subject].append(claim)
        self._db.execute("BEGIN")
        for node in reading.nodes:
            if not node.named and node.key not in self:
                row = (node.key, " ".join(node.types), node.label)
                self._db.execute("INSERT INTO shown VALUES (?, ?, ?)", row)
                self._take(node, about[node.key], reading.document, register)
        self._db.execute("COMMIT")

    def _take(self, node: Node, claims: list[Assertion], document: str, register: Register) -> None:
        stated = [c for c in claims if c.predicate == "rdf:type"] or claims
        passages = sorted((e.start, e.quote) for c in stated for e in c.evidence)
        if not passages:
            return
        words, names, negative = self._read(passages[0][1])
        facts = {(c.predicate, register.value(c, document)) for c in claims if _is_fact(c)}
        rest = (
            document,
            words,
            names,
            negative or any(c.negative for c in stated),
            tuple(sorted(facts)),
            tuple(start for start, _ in passages),
            self._read(node.label)[0] if node.types[0] in _ORDERS else (),
        )
        self._db.execute("INSERT INTO said VALUES (?, ?, ?)", (node.types[0], node.key, json.dumps(rest)))

    def _read(self, quote: str) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
        """Return the numbered content words of a sentence, the naming ones among them, and its polarity."""
        content, naming = set(), set()
        found = [(m.start(), m.group()) for m in WORD.finditer(quote.casefold())]
        for place, word in found:
            if word in swedish.words("funktion") or word in _NEGATIONS:
                continue
            number = self._stems.setdefault(stem(word), len(self._stems))
            content.add(number)
            if word[0].isdigit() or swedish.analyse(word) or (place and quote[place : place + 1].isupper()):
                naming.add(number)
        return tuple(sorted(content)), tuple(sorted(naming)), any(word in _NEGATIONS for _, word in found)

    def merge(self, clusters: Clusters) -> None:
        """Join what says the same; `clusters` must hold the names' sets already."""
        kinds = [kind for (kind,) in self._db.execute("SELECT DISTINCT kind FROM said")]
        texts = {number: text for text, number in self._stems.items()}
        for kind in sorted(kinds, key=lambda name: (_STEP.get(name, 2), name)):
            view = _View(clusters)
            pairs = _similar(list(self._of_kind(kind)), texts, view)
            _join(_unmistakable(pairs, view) if kind in _ORDERS else pairs, clusters, view)

    def _of_kind(self, kind: str) -> Iterator[Statement]:
        """Yield the statements of a class in the order of their keys, with one copy of what is repeated."""
        same: dict[object, object] = {}

        def one(value: T) -> T:
            return same.setdefault(value, value)  # type: ignore[return-value]

        rows = self._db.execute("SELECT key, rest FROM said WHERE kind = ? ORDER BY key", (kind,))
        for key, rest in rows:
            document, words, names, negative, facts, places, task = json.loads(rest)
            yield Statement(
                id=key,
                kind=kind,
                document=one(document),
                words=one(tuple(words)),
                names=one(tuple(names)),
                negative=negative,
                facts=one(tuple(one((predicate, value)) for predicate, value in facts)),
                places=tuple(places),
                task=tuple(task),
            )


def _is_fact(claim: Assertion) -> bool:
    text = isinstance(claim.object, Literal) and claim.object.language
    return claim.predicate not in _IGNORED and not text


class _View:
    """What is known of statements before those of their class are joined: one copy for all that agree."""

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters
        self._facts: dict[Facts, Facts] = {}
        self._values: dict[Facts, Values] = {}

    def facts(self, statement: Statement) -> Facts:
        """Return the neighbours, each as the set that it is in."""
        if statement.facts not in self._facts:
            found = sorted((p, self._clusters.find(v)) for p, v in statement.facts)
            self._facts[statement.facts] = tuple(found)
        return self._facts[statement.facts]

    def known(self, statement: Statement) -> _Known:
        """Return the neighbours by relation, and the passages."""
        facts = self.facts(statement)
        if facts not in self._values:
            names = {predicate for predicate, _ in facts}
            self._values[facts] = {name: frozenset(v for p, v in facts if p == name) for name in names}
        return self._values[facts], frozenset((statement.document, start) for start in statement.places)


@dataclass(frozen=True, slots=True)
class _Pair:
    a: Statement
    b: Statement
    near: float
    retold: float


def _similar(statements: list[Statement], texts: dict[int, str], view: _View) -> Iterator[_Pair]:
    """Yield the pairs of one class whose sentences are close and whose neighbours agree."""
    facts = [view.facts(statement) for statement in statements]
    kind = statements[0].kind
    orders = kind in _ORDERS
    least = TASK if orders else RETOLD if kind in _RETELLABLE else _NEVER
    found = candidate_pairs([s.words for s in statements], facts, min(least, NEAR), texts)
    if orders:
        found = iter(sorted({*found, *candidate_pairs([s.task for s in statements], facts, TASK, texts)}))
    for i, j in found:
        a, b = statements[i], statements[j]
        if a.negative != b.negative:
            continue
        # Sets only of the two at hand: those of all statements would take most of a build's memory.
        near, retold = _likeness(a, b, len(set(a.words).intersection(b.words)))
        pair = _Pair(a, b, near, _task_retold(a, b, texts) if orders else retold)
        if (pair.near >= NEAR or pair.retold >= least) and _may_be_one(pair, view.known(a), view.known(b)):
            yield pair


def _likeness(a: Statement, b: Statement, shared: int) -> tuple[float, float]:
    """Return (Jaccard, 0 when the names differ; share of the shorter, 0 when too little is shared)."""
    shorter = min(len(a.words), len(b.words))
    enough = a.document == b.document or shorter >= FEWEST
    near = shared / (len(a.words) + len(b.words) - shared) if enough and a.names == b.names else 0.0
    retold = shared / shorter if shared >= FEWEST_SHARED and enough else 0.0
    return near, retold


def _task_retold(a: Statement, b: Statement, texts: dict[int, str]) -> float:
    """Return the share of the shorter task that the other has too, 0 when too little or another number is."""
    mine, yours = set(a.task), set(b.task)
    shared, shorter = len(mine & yours), min(len(mine), len(yours))
    if shared < FEWEST_SHARED or any(texts[n][0].isdigit() for n in mine ^ yours):
        return 0.0
    return shared / shorter


def _unmistakable(pairs: Iterable[_Pair], view: _View) -> Iterator[_Pair]:
    """Yield the pairs without the retellings that could mean one or the other of two that differ."""
    kept = list(pairs)
    partners: dict[str, list[Statement]] = {}
    for pair in kept:
        partners.setdefault(pair.a.id, []).append(pair.b)
        partners.setdefault(pair.b.id, []).append(pair.a)
    torn = {
        one
        for one, others in partners.items()
        if any(not _agree(view.known(p)[0], view.known(q)[0]) for p, q in combinations(others, 2))
    }
    return (pair for pair in kept if pair.near >= NEAR or not {pair.a.id, pair.b.id} & torn)


def _join(pairs: Iterable[_Pair], clusters: Clusters, view: _View) -> None:
    """Join pairs, the most alike first, as long as the two sets agree in what is known of them."""
    known: dict[str, _Known] = {}
    ordered = sorted(pairs, key=lambda p: (-p.near, -p.retold, p.a.id, p.b.id))
    for statement in {s.id: s for pair in ordered for s in (pair.a, pair.b)}.values():
        mine, root = view.known(statement), clusters.find(statement.id)
        known[root] = _together(known[root], mine) if root in known else mine
    for pair in ordered:
        a, b = clusters.find(pair.a.id), clusters.find(pair.b.id)
        if a != b and _may_be_one(pair, known[a], known[b]) and clusters.join(a, b):
            known[clusters.find(a)] = _together(known[a], known[b])


def _together(a: _Known, b: _Known) -> _Known:
    empty: frozenset[str] = frozenset()
    return {p: a[0].get(p, empty) | b[0].get(p, empty) for p in a[0].keys() | b[0].keys()}, a[1] | b[1]


def _may_be_one(pair: _Pair, a: _Known, b: _Known) -> bool:
    if a[1] & b[1] or not _agree(a[0], b[0]) or not _has_required(pair.a.kind, a[0], b[0]):
        return False
    concern = _same_order if pair.a.kind in _ORDERS else _same_concern
    return pair.near >= NEAR or concern(pair.a.kind, a[0], b[0])


def _agree(a: Values, b: Values) -> bool:
    """Tell whether nothing differs: equal where there is one value, one within the other elsewhere."""
    for predicate in a.keys() & b.keys():
        mine, yours = a[predicate], b[predicate]
        if mine != yours and (predicate in _EXACT or not (mine <= yours or yours <= mine)):
            return False
    return True


def _has_required(kind: str, a: Values, b: Values) -> bool:
    return all(a.get(name) and a.get(name) == b.get(name) for name in _REQUIRED.get(kind, ()))


def _same_concern(kind: str, a: Values, b: Values) -> bool:
    """Tell whether a retelling is of the same kind and about the same: shared node neighbours."""
    if kind in _TYPED and (not a.get("dcterms:type") or a.get("dcterms:type") != b.get("dcterms:type")):
        return False
    return any("/" in v for name in (a.keys() & b.keys()) - _TELLING for v in a[name] & b[name])


def _same_order(_kind: str, a: Values, b: Values) -> bool:
    """Tell whether two assignments are given to the same body, and both are decided or both only proposed."""
    empty: frozenset[str] = frozenset()
    taken = a.get("sam:assignedTo", empty) & b.get("sam:assignedTo", empty)
    return bool(taken) and a.get("sam:status") == b.get("sam:status")
