"""What a set of names is called in the graph: one key, one label, its classes and other names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph.model import Node
from graph.resolve.abbreviations import acronym
from graph.resolve.nameforms import parse_name, split_head, words_of
from graph.resolve.register import Entry

# the more specific class stands for the wider one
_NARROWER = {
    "sam:PoliticalBody": {"sam:Committee"},
    "sam:Arrangement": {"sam:Forum", "sam:Programme", "sam:Agreement", "sam:Routine"},
}
_INFLECTED = frozenset({"organ", "enhet", "samverkan", "aktor"})
_ONE_OF = frozenset({"sam:Forum", "sam:Programme", "sam:Agreement", "sam:Routine"})


def canonical(entries: list[Entry], *, label: str = "") -> Node:
    """Return the node that stands for these entries; the same whatever order they come in.

    `label` overrides the name (a person has corrected it). The key is that of the entry whose name
    was chosen, a file that was read before all others.
    """
    counted: Counter[str] = Counter()
    for entry in entries:
        counted.update(entry.labels)
    rank = _rank_body if entries[0].family in _INFLECTED else _rank
    best = min(counted, key=lambda name: rank(name, counted))
    own = [entry for entry in entries if entry.own]
    chosen = min(own or entries, key=lambda e: (-e.labels.get(best, 0), e.key))
    shown = label or (_own_label(own) if own else best)
    names = set(counted) | {alias for entry in entries for alias in entry.aliases}
    return Node(
        key=chosen.key,
        types=merge_types(entries),
        label=shown,
        aliases=tuple(sorted(name for name in names if name.casefold() != shown.casefold())),
        scope=chosen.scope,
    )


def _own_label(own: list[Entry]) -> str:
    entry = min(own, key=lambda e: e.key)
    return min(entry.labels, key=lambda name: (-entry.labels[name], name))


def _rank(name: str, counted: Counter[str]) -> tuple[int, bool, str]:
    """Return the sort key of a name: frequent first, then capitalised."""
    return (-counted[name], not name[:1].isupper(), name)


def _rank_body(name: str, counted: Counter[str]) -> tuple[object, ...]:
    """Return the sort key of a body's name: full, with its head, definite, then as any other."""
    form = parse_name(name)
    headless = not form.head and any(parse_name(other).head for other in counted if other != name)
    return (bool(acronym(name)), headless, _inflection(name), *_rank(name, counted))


def _inflection(name: str) -> int:
    """Return 0 for a definite head ("nämnden"), 1 for an indefinite or no head, 2 for a genitive."""
    for word in reversed(words_of(name)):
        split = split_head(word)
        if split:
            ending = word[len(split[0]) + len(split[1]) :]
            return 2 if ending.endswith("s") else 0 if ending else 1
    return 1


def merge_types(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the classes of a set: narrower before wider, of the four arrangements only one."""
    counted: Counter[str] = Counter()
    for entry in entries:
        counted.update(entry.types)
    kept = {name for name in counted if not _NARROWER.get(name, set()) & counted.keys()}
    ranked = sorted(kept, key=lambda name: (-counted[name], name))
    arrangement = [name for name in ranked if name in _ONE_OF][:1]
    return tuple(name for name in ranked if name not in _ONE_OF or name in arrangement)
