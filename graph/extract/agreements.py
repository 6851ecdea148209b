"""Arrangements on paper: agreements (A), routines (R), programmes and ways of working (P)."""

from __future__ import annotations

from collections.abc import Iterator

from graph import swedish
from graph.extract import compounds, topics
from graph.extract.compounds import Compound
from graph.extract.lexicon import arrangement_node, mention
from graph.extract.scan import Scan
from graph.model import Mention
from graph.swedish import Form

_UNMADE = frozenset(
    "sluta sluter teckna tecknar ingå ingår träffa träffar till om eventuell eventuellt framtida".split()
)


def find_agreements(scan: Scan) -> list[Mention]:
    """Return the agreements, routines, programmes and ways of working that stand under a head noun."""
    found: list[Mention] = []
    for i, form in scan.forms.items():
        if form.head.kind == "A":
            found += _agreement(scan, i, form)
        elif form.head.kind == "R":
            found += _routine(scan, i, form)
        elif form.head.lemma == "arbetssätt":
            found += _way_of_working(scan, i, form)
        elif form.head.lemma == "program":
            found += _programme(scan, i, form)
    return found


def _agreement(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """An agreement lives by what it is about or between whom; the bare word is only a genre."""
    compound = compounds.read(scan, i, form)
    modifier = compound.parts[-1].modifier
    if (modifier and not form.head.accepts(form.modifier)) or (form.plural and not form.definite):
        return
    if not form.definite and _any_agreement(scan, compound):
        return
    tail = topics.complement(scan, i)
    about = _about(tail)
    joint = "-" if modifier.isupper() else ""
    word = f"{modifier}{joint}{form.head.definite if form.definite else form.head.lemma}"
    if about:
        label = f"{modifier}{joint}{form.head.lemma} {about}"
        yield mention(scan, compound.first, i, "A", arrangement_node(label, form.head, ()), 0.9)
    elif modifier and (not form.plural or form.head.rule == "listad"):
        years = _years(scan, i)
        label = f"{word if not form.plural else modifier + form.head.plural} {years}".strip()
        last = i + (len(years.split()) if years else 0)
        yield mention(
            scan, compound.first, i if not years else last, "A", arrangement_node(label, form.head), 0.8
        )


def _any_agreement(scan: Scan, compound: Compound) -> bool:
    """`rätt att sluta avtal med X`, `förslag till överenskommelse`: there is none yet, or any will do."""
    first = compound.first
    if scan.words[first][:1].isupper() or scan.opens(first) or scan.low(first - 1) == "offentligt":
        return False
    before = scan.low(first - 1) if scan.joined(first - 1) else ""
    return before in _UNMADE


def _years(scan: Scan, i: int) -> str:
    follows = scan.words[i + 1] if i + 1 < len(scan.words) and scan.joined(i) else ""
    return follows if follows[:4].isdigit() and len(follows) in {4, 9} else ""


def _about(tail: str) -> str:
    """Return what an agreement is about: of `mellan A och B om T` only `om T`."""
    if not tail.startswith("mellan "):
        return tail if tail.split(" ", 1)[0] in {"om", "kring", "med", "för", "avseende", "gällande"} else ""
    for link in (" om ", " kring ", " avseende ", " gällande "):
        _, found, after = tail.partition(link)
        if found:
            return f"{link.strip()} {after}"
    return tail


def _routine(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    compound = compounds.read(scan, i, form)
    modifier = compound.parts[-1].modifier
    if form.plural or (modifier and not form.head.accepts(form.modifier)):
        return
    tail = topics.complement(scan, i)
    if tail and form.head.lemma in {"rutin", "checklista"}:
        label = f"{modifier}{form.head.lemma} {tail}"
        yield mention(scan, compound.first, i, "R", arrangement_node(label, form.head), 0.9)
    elif modifier:
        yield mention(scan, compound.first, i, "R", arrangement_node(compound.name, form.head), 0.8)


def _programme(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """`trygghetsprogrammet`, `program mot ensamhet`: what it is against or for makes it a certain one."""
    if form.plural or (form.genitive and not form.definite):
        return
    compound = compounds.read(scan, i, form)
    modifier = compound.parts[-1].modifier
    tail = topics.complement(scan, i) if scan.low(i + 1) in {"mot", "för"} else ""
    if tail:
        label = f"{modifier}{form.head.lemma} {tail}"
        yield mention(scan, compound.first, i, "P", arrangement_node(label, form.head), 0.8)
    elif modifier and form.definite:
        yield mention(scan, compound.first, i, "P", arrangement_node(compound.name, form.head), 0.8)


def _way_of_working(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """`det familjeinriktade arbetssättet`: a way of working with a name of its own is a programme."""
    word = scan.low(i - 1)
    named = scan.joined(i - 1) and word.endswith(("ade", "iska", "liga")) and scan.low(i - 2) == "det"
    if form.definite and not form.plural and named:
        label = f"{swedish.neuter(word)} {form.head.lemma}"
        yield mention(scan, i - 1, i, "P", arrangement_node(label, form.head), 0.8)
