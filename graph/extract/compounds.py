"""The grammar of compound names: shared heads, suspended hyphens, and the faults of real files.

`Park- och vattennämnden`, `Park-och vattennämnden`, `parkoch vattennämnden`, `park – och vattennämnden`
and `Park och vattennämnden` are each one name; the plural `park- och hamnnämnderna` is two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from graph import swedish
from graph.extract.scan import Scan
from graph.swedish import Form, Head

_CONJUNCTIONS = frozenset({"och", "samt", "&"})
_LOOSE_HYPHEN = re.compile(r"\s{1,3}[-–]\s{1,3}|[-–]\s{0,3}|\s{1,3}[-–]")
_GLUED = re.compile(r"^(\w{3,})-(och|samt)$")
_JOINT = frozenset({"gemensam", "gemensamma"})
_LONGEST = 8  # parts of one name; real ones stop at four


@dataclass(frozen=True, slots=True)
class Part:
    """One modifier of a coordinated name with the tokens it takes; `link` stands before it."""

    first: int
    last: int
    modifier: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Compound:
    """A name with a head noun: its parts in order and the form of its last word."""

    parts: tuple[Part, ...]
    form: Form
    prefix: str = ""
    prefix_at: int = -1

    @property
    def first(self) -> int:
        """Return the first token."""
        return self.prefix_at if self.prefix_at >= 0 else self.parts[0].first

    @property
    def last(self) -> int:
        """Return the last token."""
        return self.parts[-1].last

    @property
    def name(self) -> str:
        """Return the canonical name of one body: definite, no genitive, hyphens in place."""
        return canonical([(part.link, part.modifier) for part in self.parts], self.form.head, self.prefix)


def canonical(parts: Iterable[tuple[str, str]], head: Head, prefix: str = "") -> str:
    """Return the name of linked modifiers under one head in definite form, first letter capital.

    >>> canonical([("", "barn"), ("och", "utbildnings")], swedish.heads()["nämnd"])
    'Barn- och utbildningsnämnden'
    """
    return _canonical(tuple(parts), head, prefix)


@lru_cache(maxsize=50_000)
def _canonical(parts: tuple[tuple[str, str], ...], head: Head, prefix: str) -> str:
    text = f"{prefix} " if prefix else ""
    for position, (link, modifier) in enumerate(parts):
        if link:
            text = text.rstrip() + (", " if link == "," else f" {link} ")
        text += modifier + ("-" if position + 1 < len(parts) else "")
    joint = "-" if parts[-1][1].isupper() else ""
    return swedish.capitalised(f"{text}{joint}{head.named}")


def read(scan: Scan, i: int, form: Form) -> Compound:
    """Return the compound whose head noun is token i, with every part to its left."""
    parts = [Part(i, i, modifier_of(scan.words[i], form))]
    while len(parts) < _LONGEST:
        found = _left(scan, parts[0])
        if found is None:
            break
        part, link = found
        parts[0] = Part(parts[0].first, parts[0].last, parts[0].modifier, link)
        parts.insert(0, part)
    return _prefixed(scan, Compound(tuple(parts), form))


def modifier_of(word: str, form: Form) -> str:
    """Return the modifier in the case of running text: acronyms keep their capitals."""
    written = word[: len(form.modifier)]
    return swedish.quiet(written) if written.casefold() == form.modifier else form.modifier


def _left(scan: Scan, part: Part) -> tuple[Part, str] | None:
    """Return the part to the left of this one and the word that links them, or None."""
    before = part.first - 1
    if before < 0 or "\n" in scan.gap(before):
        return None
    return _after_comma(scan, before) or _glued(scan, before) or _coordinated(scan, before)


def _after_comma(scan: Scan, before: int) -> tuple[Part, str] | None:
    """`A-, B- och C`: the part before a comma or slash."""
    if scan.gap(before).strip() in {",", "/"} and _suspended(scan.words[before]):
        return Part(before, before, _plain(scan.words[before])), ","
    return None


def _glued(scan: Scan, before: int) -> tuple[Part, str] | None:
    """`Park-och X` and `parkoch X`: hyphen or blank eaten on the way."""
    word = scan.words[before]
    match = _GLUED.match(word)
    if match:
        return Part(before, before, _plain(match[1])), match[2]
    if word.casefold().endswith("och") and word[:-3].casefold() in swedish.stems():
        return Part(before, before, _plain(word[:-3])), "och"
    return None


def _coordinated(scan: Scan, before: int) -> tuple[Part, str] | None:
    """`A- och B`, `A – och B`, `A och B` where A is a known stem and cannot stand alone."""
    conjunction = scan.low(before)
    if conjunction not in _CONJUNCTIONS or before == 0 or not scan.joined(before):
        return None
    left, gap = scan.words[before - 1], scan.gap(before - 1)
    link = "samt" if conjunction == "samt" else "och"
    if _suspended(left) and gap.isspace() and "\n" not in gap:
        return Part(before - 1, before - 1, _plain(left)), link
    # `Råd och stöd samt Hemtjänsten`: a capital inside a sentence begins a name of its own
    another = (
        left[:1].islower() and scan.words[before + 1][:1].isupper() and not scan.words[before + 1].isupper()
    )
    known = left.casefold() in swedish.stems() and not another
    if known and (gap == " " or _LOOSE_HYPHEN.fullmatch(gap)):
        return Part(before - 1, before - 1, _plain(left)), link
    return None


def _suspended(word: str) -> bool:
    return len(word) > 2 and word.endswith("-") and swedish.analyse(word[:-1]) is None


def _plain(word: str) -> str:
    return swedish.quiet(word.rstrip("-"))


def _prefixed(scan: Scan, compound: Compound) -> Compound:
    """Take in `Södra`, `Tekniska`, `Gemensam` before the name and `Norra` after it."""
    first = compound.parts[0].first
    before = scan.low(first - 1)
    wanted = swedish.words("riktning") | _JOINT
    if _needs_prefix(compound):
        wanted |= swedish.words("attribut")
    if first and before in wanted and scan.joined(first - 1):
        prefix = "gemensamma" if before in _JOINT else before
        return Compound(compound.parts, compound.form, prefix, first - 1)
    return compound


def _needs_prefix(compound: Compound) -> bool:
    """A bare head (`tekniska nämnden`) lives by its adjective; a compound is a name without it."""
    return not compound.parts[-1].modifier
