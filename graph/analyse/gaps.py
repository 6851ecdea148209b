"""Gaps: those that a source points out, and those that rules derive from what no source says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from graph.analyse.basis import basis_of, has_passed, here
from graph.analyse.gap_status import find_answers, status_of
from graph.analyse.rules import HERE, LEVELS, Rule
from graph.analysis import Basis, Fact, Gap, Graph
from graph.errors import SamverkanError
from graph.swedish import date_in_words

Rows = Callable[[Rule], list[tuple[str, ...]]]
"""Runs the query of a municipality's own rule where it can do no harm; rows as `Graph.rows` gives them."""

_QUOTED = """
SELECT ?gap ?kind ?claim ?maker {
  ?gap a sam:Gap .
  OPTIONAL { ?gap dcterms:type ?kind }
  OPTIONAL { ?claim sam:identifies ?gap OPTIONAL { ?claim sam:madeBy ?maker } }
}
"""
_TOUCHED = "SELECT ?gap ?how ?who { VALUES ?how { sam:affects sam:between } ?gap ?how ?who ; a sam:Gap }"
_GROUPS = "SELECT ?gap ?who { ?gap sam:targetGroup ?who ; a sam:Gap }"
_NODE = re.compile(r"https?://|samc:")
_ENOUGH = 6  # facts of a pattern with * that a derived gap names


def find_gaps(
    graph: Graph, on: str, rules: Sequence[Rule], *, own_rows: Rows | None = None
) -> tuple[tuple[Gap, ...], tuple[str, ...]]:
    """Return the gaps, quoted ones first, and Swedish remarks on rules that could not be run.

    `on` is the day that dates are judged against. A gap that several documents point out of the same
    kind and about the same things is one, with the claims of all.
    """
    derived, faults = derive_gaps(graph, on, rules, own_rows=own_rows)
    return (*_quoted(graph), *derived), tuple(faults.values())


def derive_gaps(
    graph: Graph, on: str, rules: Sequence[Rule], *, own_rows: Rows | None = None
) -> tuple[tuple[Gap, ...], Mapping[str, str]]:
    """Return the gaps that rules derive, and of each rule that could not be run a Swedish remark."""
    basis = basis_of(graph)
    faults: dict[str, str] = {}
    derived: list[Gap] = []
    for rule in rules:
        try:
            rows = own_rows(rule) if rule.own and own_rows else graph.rows(rule.query)
            derived += _derived(graph, rule, rows, on, basis)
        except SamverkanError as error:
            if not rule.own:
                raise
            faults[rule.name] = f"{rule.name}.rq: {error.reason} {error.way_out}".strip()
    return tuple(sorted(derived, key=_order)), faults


def _order(gap: Gap) -> tuple[object, ...]:
    return (LEVELS.index(gap.level), gap.title, gap.sentence, gap.who)


# quoted -----------------------------------------------------------------------------------------


def _quoted(graph: Graph) -> Iterator[Gap]:
    answers = find_answers(graph)
    told: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in graph.rows(_QUOTED):
        told[row[0]].append(row)
    touched: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for gap, how, who in graph.rows(_TOUCHED):
        touched[gap].append((how, who))
    groups: dict[str, list[str]] = defaultdict(list)
    for gap, who in graph.rows(_GROUPS):
        groups[gap].append(who)
    found = []
    for names in _joined(told, touched):
        claims = sorted({(row[2], row[3]) for gap in names for row in told[gap] if row[2]})
        kind = next((row[1] for gap in names for row in told[gap] if row[1]), "")
        title = graph.name(kind) if kind else "mellanrum"
        whom = tuple(
            dict.fromkeys(who for gap in names for _, who in sorted(touched[gap], key=lambda p: p[1]))
        )
        answered = tuple(dict.fromkeys(answer for gap in names for answer in answers.get(gap, ())))
        found.append(
            Gap(
                kind=kind,
                title=title,
                sentence=_told(graph, names[0], claims, title),
                who=(*whom, *(w for gap in names for w in groups[gap] if w not in whom)) or names[:1],
                quoted=True,
                level="warning",
                status=status_of(answered),
                answers=answered,
                facts=tuple(_quoted_facts(names, kind, claims, touched)),
            )
        )
    yield from sorted(found, key=lambda gap: (gap.title, gap.sentence, gap.who))


def _joined(
    told: Mapping[str, list[tuple[str, ...]]], touched: Mapping[str, list[tuple[str, str]]]
) -> list[tuple[str, ...]]:
    """Return the gaps in sets that are one: of the same kind and about exactly the same things."""
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for gap in sorted(told):
        about = tuple(sorted(who for _, who in touched.get(gap, ())))
        same[(told[gap][0][1], *about) if about and told[gap][0][1] else (gap,)].append(gap)
    return [tuple(names) for names in same.values()]


def _told(graph: Graph, gap: str, claims: Sequence[tuple[str, str]], title: str) -> str:
    """Return who points it out and in what words; the words alone where nobody is known to."""
    words = graph.name(claims[0][0] if claims else gap)
    if words.casefold().startswith(
        f"{title.casefold()}: "
    ):  # a gap is called by its kind, which is told already
        words = words[len(title) + 2 :]
    makers = dict.fromkeys(graph.name(maker) for _, maker in claims if maker)
    if any(words.casefold().startswith(maker.casefold()) for maker in makers):
        return words  # who says so is what the sentence begins with
    return f"Enligt {', '.join(makers)}: {words}" if makers else words


def _quoted_facts(
    names: Iterable[str],
    kind: str,
    claims: Iterable[tuple[str, str]],
    touched: Mapping[str, list[tuple[str, str]]],
) -> Iterator[Fact]:
    for gap in names:
        yield from ((claim, "sam:identifies", gap) for claim, _ in claims)
        if kind:
            yield gap, "dcterms:type", kind
        yield from ((gap, how, who) for how, who in touched.get(gap, ()))


# derived ----------------------------------------------------------------------------------------


def _derived(
    graph: Graph, rule: Rule, rows: Iterable[tuple[str, ...]], on: str, basis: Basis
) -> Iterator[Gap]:
    seen: set[str] = set()
    for row in rows:
        values = dict(zip(rule.columns, row, strict=False))
        if rule.passed and not has_passed(values[rule.passed], on):
            continue
        sentence = _sentence(graph, rule, values, basis)
        if sentence in seen:
            continue
        seen.add(sentence)
        yield Gap(
            kind=rule.kind,
            title=rule.title,
            sentence=sentence,
            who=tuple(dict.fromkeys([values["who"], *_others(rule, values)])),
            quoted=False,
            level=rule.level,
            rule=rule.name,
            query=rule.query,
            problem=rule.problem,
            remedy=rule.remedy,
            basis=basis,
            facts=tuple(_facts(graph, rule, values)),
        )


def _sentence(graph: Graph, rule: Rule, values: Mapping[str, str], basis: Basis) -> str:
    text = rule.sentence.replace(f"{{{HERE}}}", here(basis))
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", date_in_words(graph.name(value)))
    return text[:1].upper() + text[1:]


def _others(rule: Rule, values: Mapping[str, str]) -> Iterator[str]:
    """Yield the other nodes and concepts that the sentence names."""
    for name, value in values.items():
        if name != "who" and _NODE.match(value) and f"{{{name}}}" in rule.sentence:
            yield value


def _facts(graph: Graph, rule: Rule, values: Mapping[str, str]) -> Iterator[Fact]:
    for pattern in rule.proof:
        parts = [values.get(part[1:], "") if part.startswith("?") else part for part in pattern]
        wanted = [None if part == "*" else part for part in parts]
        if all(parts) and any(wanted):
            yield from graph.facts(wanted[0], wanted[1], wanted[2])[:_ENOUGH]
