"""Units of the municipality that stand under no head noun of administrations: schools, services by one word."""

from __future__ import annotations

from collections.abc import Iterator

from graph import ids, swedish
from graph.extract.lexicon import mention
from graph.extract.scan import Scan
from graph.extract.topics import proper_run
from graph.model import Mention, Node
from graph.swedish import Form

_SCHOOLS = frozenset({"skola", "gymnasium"})


def find_units(scan: Scan) -> list[Mention]:
    """Return the units that go by a word of their own."""
    found: list[Mention] = []
    for i, form in scan.forms.items():
        if form.head.lemma in _SCHOOLS:
            found += _school(scan, i, form)
    for i in scan.firsts:
        found += _without_head(scan, i)
    return found


def _school(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """`Ekdalsskolan` inside a sentence: a school of the municipality, when nothing says it is another's."""
    plain = form.definite and not form.plural and scan.words[i][:1].isupper() and not scan.words[i].isupper()
    free = {scan.low(j) for j in range(i - 2, i)} & swedish.words("friskolord")
    kind = form.modifier.removesuffix("s") in swedish.words("skolslag") or form.modifier in swedish.words(
        "skolslag"
    )
    beside = scan.joined(i) and scan.words[i + 1 : i + 2] and scan.words[i + 1][:1].isupper()
    before = scan.joined(i - 1) and i and scan.words[i - 1][:1].isupper()
    if plain and len(form.modifier) > 3 and not (kind or free or beside or before or scan.opens(i)):
        types = ("sam:Administration",)
        name = swedish.ungenitive(scan.words[i])
        node = Node(key=ids.named_key(types, name), types=types, label=name)
        yield mention(scan, i, i, "U", node, 0.6)


def _without_head(scan: Scan, i: int) -> Iterator[Mention]:
    """`elevhälsan`, `hemtjänsten`: units by a word of their own; indefinite only as `Central elevhälsa`."""
    word, before = swedish.ungenitive(scan.low(i)), scan.low(i - 1) if i and scan.joined(i - 1) else ""
    if word not in swedish.words("enhetsnamn"):
        return
    central = before in {"central", "centrala"}
    if central or word.endswith("n"):
        name = swedish.capitalised(f"{before} {word}" if central else word)
        last = proper_run(scan, i + 1) if scan.joined(i) and word.endswith("jouren") else i
        name = f"{name} {swedish.ungenitive(scan.slice(i + 1, last))}" if last > i else name
        types = ("sam:Administration",)
        node = Node(key=ids.named_key(types, name), types=types, label=name)
        yield mention(scan, i - central, max(i, last), "U", node, 0.9)
