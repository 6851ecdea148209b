"""What `samverkan review` says: pairs of names with quotes and the lines to write, or how right rules are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from graph.analyse.review_scores import RuleScore
from graph.cli_show import counted, passage, passage_lines
from graph.export.facts import Facts
from graph.model import Evidence, Knowledge
from graph.state import Name, Undecided

QUOTES = 2  # for each name: enough to see what it is
RULINGS = ("samma", "inte_samma", "osaker")


def questions(knowledge: Knowledge, undecided: Iterable[Undecided]) -> Iterator[dict[str, Any]]:
    """Yield each pair for JSON: why, how likely, both names with quotes, and the lines to choose from."""
    facts = Facts(knowledge)
    passages: dict[str, set[Evidence]] = defaultdict(set)
    for claim in knowledge.assertions:
        for end in {claim.subject, claim.object, claim.voice}:
            if isinstance(end, str):
                passages[end].update(claim.evidence)
    for pair in undecided:
        first, second = pair.names
        yield {
            "skäl": pair.reason,
            "styrka": pair.strength,
            "namn": [_name(facts, name, passages[name.iri]) for name in pair.names],
            "beslut": [{"beslut": ruling, "a": first.key, "b": second.key} for ruling in RULINGS],
        }


def _name(facts: Facts, name: Name, passages: Iterable[Evidence]) -> dict[str, Any]:
    entity = facts.knowledge.entities.get(name.iri)
    return {
        "namn": name.label,
        "nyckel": name.key,
        "iri": name.iri,
        "slag": [facts.knowledge.label(kind) for kind in entity.types] if entity else [],
        "belägg": [passage(facts, one) for one in _telling(name.label, passages)],
    }


def _telling(label: str, passages: Iterable[Evidence]) -> list[Evidence]:
    """Return a few passages, those that have the name itself in them first."""
    ordered = sorted(
        passages, key=lambda e: (label.casefold() not in e.quote.casefold(), e.document, e.start, e.end)
    )
    return ordered[:QUOTES]


def question_lines(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield each pair as text, and last a line that counts them."""
    number = 0
    for number, one in enumerate(found, start=1):
        first, second = one["namn"]
        yield f"{number}. Är {first['namn']} och {second['namn']} samma? Skäl att fråga: {one['skäl']}."
        for name in one["namn"]:
            yield f"  {name['namn']}" + (f" ({', '.join(name['slag'])})" if name["slag"] else "")
            yield from passage_lines(name["belägg"])
        yield from (f"  {json.dumps(line, ensure_ascii=False)}" for line in one["beslut"])
        yield ""
    if number:
        yield "Skriv en av raderna under varje par i data/decisions.jsonl och kör samverkan build."
    yield f"{counted(number, 'par', 'par')} att avgöra."


def rule_rows(scores: Iterable[RuleScore]) -> Iterator[dict[str, Any]]:
    """Yield each rule for JSON; `rätt` and `intervall` are shares 0..1, None while nobody has judged it."""
    for one in scores:
        yield {
            "regel": one.rule,
            "påståenden": one.statements,
            "granskade": one.judged,
            "godkända": one.accepted,
            "ändrade": one.corrected,
            "avvisade": one.rejected,
            "vet ej": one.unsure,
            "rätt": one.precision,
            "intervall": list(one.interval) if one.interval else None,
        }


def rule_lines(scores: Iterable[RuleScore], whole: RuleScore) -> Iterator[str]:
    """Yield the rules that somebody has judged as lines in columns, and last how far review has come."""
    judged = [one for one in scores if one.judged or one.unsure]
    width = max((len(one.rule) for one in judged), default=0)
    if judged:
        yield f"{'regel':{width}}  påst. granskade godk. ändr. avv. vet ej   rätt  95 %"
    for one in judged:
        counts = f"{one.statements:5} {one.judged:9} {one.accepted:5} {one.corrected:5} {one.rejected:4}"
        yield f"{one.rule:{width}}  {counts} {one.unsure:6}  {_share(one)}".rstrip()
    yield (
        f"{whole.judged} av {whole.statements} påståenden är granskade,"
        f" {whole.accepted} godkända, {whole.corrected} ändrade, {whole.rejected} avvisade."
    )


def _share(one: RuleScore) -> str:
    if one.precision is None or one.interval is None:
        return ""
    low, high = one.interval
    return f"{one.precision:5.0%}  {low:.0%}–{high:.0%}"
