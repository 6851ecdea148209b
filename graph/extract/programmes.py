"""Programmes and documents known by a proper name: cue words, quotation marks, runs of capitals.

`projektet Vägen in`, `arbetet med ”Ett tryggt Exempelby”`, `inom Trygg och Säker stad`,
`Handlingsplanen Ett tryggt Exempelby`. Quotation marks alone say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph import ids, swedish
from graph.extract import topics
from graph.extract.lexicon import mention
from graph.extract.scan import Scan
from graph.model import Mention, Node

_PROGRAMME = ("sam:Programme",)
_WITHIN = frozenset({"inom", "med"})
_NAME_ENDS = frozenset({"är", "har", "ska", "och", "i", "vilket"})


def find_programmes(scan: Scan) -> list[Mention]:
    """Return programmes told by a cue; what the same document says of them without one comes later."""
    found: list[Mention] = []
    cues, verbs = swedish.words("programord"), swedish.words("programverb")
    for i in scan.firsts:
        low = scan.low(i)
        if low in cues:
            found += _after_noun(scan, i)
        elif low in _WITHIN:
            found += _within(scan, i)
        elif low in verbs:
            found += _run(scan, i, 0.6)
    return found


def programme_node(name: str) -> Node:
    """Return the node of a programme."""
    label = swedish.capitalised(ids.collapse(name))
    return Node(key=ids.named_key(_PROGRAMME, label), types=_PROGRAMME, label=label)


def _after_noun(scan: Scan, i: int) -> Iterator[Mention]:
    end, name = topics.quoted(scan, i)
    if end:
        yield _span(scan, end, name, 1.0)
        return
    found = list(_run(scan, i, 0.9))
    if found:
        yield from found
    elif scan.gap(i) == ", ":
        yield from _apposition(scan, i)


def _apposition(scan: Scan, i: int) -> Iterator[Mention]:
    """`utvecklingsprojektet, biblioteket som mötesplats för ...`: the name ends at the preposition."""
    last = i
    while last - i < 6 and (last == i or scan.joined(last)) and last + 1 < len(scan.words):
        if scan.low(last + 1) in topics.LINKS or scan.low(last + 1) in _NAME_ENDS:
            break
        last += 1
    if last - i >= 3:
        yield mention(scan, i + 1, last, "P", programme_node(scan.slice(i + 1, last)), 0.7)


def _within(scan: Scan, i: int) -> Iterator[Mention]:
    """`inom X`, `arbetet med X`: quoted, or a capital name of more than one word."""
    if scan.low(i) == "med" and scan.low(i - 1) not in {"arbetet", "arbete", "satsningen", "samverkan"}:
        return
    end, name = topics.quoted(scan, i)
    if end and name[:1].isupper():
        yield _span(scan, end, name, 0.9)
        return
    last = topics.proper_run(scan, i + 1) if scan.joined(i) else i
    if last > i + 1 and not _known_word(scan, i + 1, last):
        yield mention(scan, i + 1, last, "P", programme_node(scan.slice(i + 1, last)), 0.8)


def _known_word(scan: Scan, first: int, last: int) -> bool:
    """A run that holds a head noun of bodies or actors is one of those."""
    heads = [scan.forms[j] for j in range(first, last + 2) if j in scan.forms]
    if any(form.head.kind in "OUXFL" for form in heads):
        return True
    return any(form.head.kind == "K" and last - first < 2 for form in heads)


def _run(scan: Scan, i: int, confidence: float) -> Iterator[Mention]:
    last = topics.proper_run(scan, i + 1) if scan.joined(i) else i
    if last > i and not _known_word(scan, i + 1, last):
        yield mention(scan, i + 1, last, "P", programme_node(scan.slice(i + 1, last)), confidence)


def _span(scan: Scan, end: int, name: str, confidence: float) -> Mention:
    """Return the mention of a name whose quotation ends at `end`; the quotation marks stay outside."""
    start = scan.text.rindex(name, 0, end)
    return Mention(
        start=start,
        end=start + len(name),
        kind="P",
        node=programme_node(name),
        surface=name,
        confidence=confidence,
    )
