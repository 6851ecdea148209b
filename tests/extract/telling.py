"""What the reading of a small invented text says with certain predicates, as lines to compare."""

from __future__ import annotations

from graph.model import Literal, Reading
from tests.extract.stating import reading


def body(text: str) -> str:
    """Return a text with a heading and a sentence before it, so that its first line is no letterhead."""
    return f"# Läget i kommunen\n\nHär är en genomgång av läget under året.\n\n{text}\n"


def told(text: str, *predicates: str, subject: str = "") -> set[str]:
    """Return "subject | predicate | object" for each assertion with one of the predicates.

    Nodes are shown by label, the document itself as "-", statements as their class in angle brackets.
    """
    found = reading(text)
    names = _names(found)
    return {
        f"{names[claim.subject]} | {claim.predicate.partition(':')[2]} | {_shown(claim.object, names)}"
        for claim in found.assertions
        if claim.predicate.partition(":")[2] in predicates and subject in names[claim.subject]
    }


def _names(found: Reading) -> dict[str, str]:
    def name(key: str, label: str, named: bool, kind: str) -> str:
        if key == f"handling/{found.document}":
            return "-"
        return label if named else f"<{kind.partition(':')[2]}>"

    return {node.key: name(node.key, node.label, node.named, node.types[0]) for node in found.nodes}


def _shown(value: str | Literal, names: dict[str, str]) -> str:
    return value.value if isinstance(value, Literal) else names.get(value, value.partition(":")[2])
