"""One thing under several names in one document, where the document itself says so.

`Styrgruppen` is `Styrgruppen Ljus väg` once that is named, `Polismyndigheten genom lokalpolisområde X`
makes one party of both, and `revisorerna` are the revision that is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from graph.extract.scan import Scan
from graph.model import Mention, Node

_THROUGH = re.compile(r"(?:,| genom| i| vid)? ?$")
_NEAR = 9  # letters of ` genom ` and a sign
_AUDITORS = "organ/revisorerna"


def one_name(scan: Scan, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with one node for each thing; `mentions` sorted."""
    mentions = _local_council(mentions)
    same = {**_longer(mentions), **_parts(mentions), **_police(scan, mentions), **_revision(mentions)}
    return [replace(m, node=same[m.node.key]) if m.node.key in same else m for m in mentions]


def _local_council(mentions: Sequence[Mention]) -> list[Mention]:
    """`Brå` is the council of the place where the text has one."""
    local = {m.node.key: m for m in mentions if m.kind == "F" and _COUNCIL.search(m.node.label)}
    if len(local) != 1:
        return list(mentions)
    council = next(iter(local.values()))
    return [
        replace(council, start=m.start, end=m.end, surface=m.surface) if _is_short(m) else m for m in mentions
    ]


def _is_short(m: Mention) -> bool:
    return m.kind == "X" and m.surface.casefold() in {"brå", "brås"}


_COUNCIL = re.compile(r"brottsförebyggande råd", re.IGNORECASE)


def _nodes(mentions: Iterable[Mention], kind: str) -> dict[str, Node]:
    return {m.node.key: m.node for m in mentions if m.kind == kind}


def _longer(mentions: Sequence[Mention]) -> Mapping[str, Node]:
    """A forum, body or programme that is only its head noun is the one whose name begins so."""
    found: dict[str, Node] = {}
    nodes = {**_nodes(mentions, "F"), **_nodes(mentions, "O"), **_nodes(mentions, "P")}
    for key, node in nodes.items():
        begins = (f"{node.label} ", f"{node.label.removesuffix('met')} ")
        longer = [other for other in nodes.values() if other.label.startswith(begins)]
        if " " not in node.label and len(longer) == 1:
            found[key] = longer[0]
    return {**found, **_where(mentions)}


def _where(mentions: Sequence[Mention]) -> Mapping[str, Node]:
    """`rektorerna` are `rektorerna vid kommunens skolor` where the text tells of no others."""
    nodes = _nodes(mentions, "G")
    found: dict[str, Node] = {}
    for key, node in nodes.items():
        begins = tuple(
            f"{name} {link} " for name in (node.label, *node.aliases) for link in ("vid", "i", "på")
        )
        longer = [other for other in nodes.values() if other.label.startswith(begins)]
        if " " not in node.label and len(longer) == 1:
            found[key] = longer[0]
    return found


def _parts(mentions: Sequence[Mention]) -> Mapping[str, Node]:
    """`Arbetsutskottet` is `Kommunstyrelsens arbetsutskott` where no other body has one."""
    nodes = _nodes(mentions, "O")
    found: dict[str, Node] = {}
    for key, node in nodes.items():
        owned = [other for other in nodes.values() if node.label in other.aliases]
        if len(owned) == 1:
            found[key] = owned[0]
    return found


def _police(scan: Scan, mentions: Sequence[Mention]) -> Mapping[str, Node]:
    """`Polismyndigheten, lokalpolisområde X (Polisen)`: the area speaks for the authority here."""
    actors = [m for m in mentions if m.kind == "X"]
    for first, second in pairwise(actors):
        between = scan.text[first.end : second.start]
        area = first.node.label == "Polismyndigheten" and "polisområde" in second.node.label.casefold()
        if area and len(between) < _NEAR and _THROUGH.fullmatch(between):
            return {first.node.key: second.node}
    return {}


def _revision(mentions: Sequence[Mention]) -> Mapping[str, Node]:
    named = [n for key, n in _nodes(mentions, "O").items() if key.endswith("revisionen")]
    return {_AUDITORS: named[0]} if len(named) == 1 else {}
