"""What a person should decide, for `samverkan review`: pairs of names with quotes, and the lines to write."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

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
