"""People and bodies that are spoken of together without a name of their own.

`de intervjuade enhetscheferna`, `samtliga rektorer`, `kommunens högstadieskolor`, `personalen`: a post, a
profession or a kind of organisation in the plural. Where they are (`rektorerna vid X`) belongs to the label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph import ids, swedish
from graph.extract import topics
from graph.extract.lexicon import mention
from graph.extract.scan import Scan
from graph.model import Mention, Node
from graph.swedish import Form

_PLACES = frozenset({"vid", "i", "på", "inom"})
_LONGEST = 6  # words of the place
_UNSURE = 0.6  # what is as unsure as a school by its name is part of the place
_KINDS = frozenset("LGX")
_SILENT = frozenset({"signatures", "attendance", "enclosures"})
_OUTSIDE = frozenset({"fristående", "enskilda", "privata", "ideella", "idéburna", "regionens"})


def find_crowds(scan: Scan, known: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the groups of actors that have no name; `known` are the names found so far."""
    groups = {m.start for m in known if m.kind in "GOUF" and m.confidence > _UNSURE}
    covered = _covered(scan, [m for m in known if m.kind in "GOUFX"])
    owners = _covered(scan, [m for m in known if m.kind == "G"])
    for i, form in scan.forms.items():
        if _several(scan, i, form):
            placed = list(_at_place(scan, i, groups)) if form.head.kind in "LG" and not form.genitive else []
            yield from placed
            if not placed and i not in covered and not _in_actor(scan, i, groups, owners):
                yield _crowd(scan, i, form)
    for i in scan.firsts:
        if scan.low(i) in swedish.words("gruppord"):
            yield from _at_place(scan, i, groups)


def _covered(scan: Scan, known: Sequence[Mention]) -> set[int]:
    return {j for m in known for j in range(scan.at(m.start), scan.at(m.end))}


def _several(scan: Scan, i: int, form: Form) -> bool:
    """Return whether a word speaks of more than one: in the plural, or one word for many."""
    if form.head.kind not in _KINDS or form.head.lemma not in swedish.words("folkslag"):
        return False
    if form.modifier and not form.head.accepts(form.modifier):
        return False
    if scan.section(i).kind in _SILENT or _stands_for(scan, i):
        return False
    if not form.modifier and form.head.lemma in swedish.words("folkslag-bara") and not _owned(scan, i):
        return False
    if form.head.lemma == form.head.plural and not form.definite and not _indefinite_plural(scan, i, form):
        return False
    if form.head.lemma == "personal" or _any_holder(scan, i, form):
        return True
    return form.plural or (form.head.lemma == form.head.plural and not form.definite)


def _in_actor(scan: Scan, i: int, groups: set[int], owners: set[int]) -> bool:
    """`rektorer vid fristående skolor` are those schools, who are known as a group already."""
    near = range(i + 2, min(i + 5, len(scan.words)))
    if i - 1 in owners and scan.low(i - 1).endswith("s") and scan.joined(i - 1):
        return True  # `friskolornas rektorer`
    return scan.joined(i) and scan.low(i + 1) in _PLACES and any(scan.starts[j] in groups for j in near)


def _any_holder(scan: Scan, i: int, form: Form) -> bool:
    """`ska rektor se till`: a post without an article, which each who holds it is meant by."""
    bare = not (form.plural or form.definite or form.genitive or form.modifier)
    before = scan.low(i - 1) if i and scan.joined(i - 1) else ""
    after = scan.low(i + 1) if scan.joined(i) else ""
    told = before in _ONE or scan.words[i + 1 : i + 2] != [after]
    return bare and form.head.lemma in swedish.words("varje-post") and bool(after) and not told


def _stands_for(scan: Scan, i: int) -> bool:
    """`chefer från socialkontoret` stand for the office; `huvudman för skolor` tells a duty."""
    follows = scan.low(i + 1) if scan.joined(i) else ""
    ahead = {scan.low(j) for j in range(i - 5, i) if j >= 0}
    owning = scan.low(i).endswith("s") and follows.startswith("huvudm")
    return owning or follows in {"från", "för", "hos"} or bool(ahead & {"huvudman", "huvudmannaskapet"})


def _owned(scan: Scan, i: int) -> bool:
    before = scan.low(i - 1) if i and scan.joined(i - 1) else ""
    return before in swedish.words("gruppattribut") | swedish.words("folkattribut")


def _indefinite_plural(scan: Scan, i: int, form: Form) -> bool:
    """`lärare`, `handlare` look alike in both numbers: an article or a name beside it means one."""
    before = scan.low(i - 1) if i and scan.joined(i - 1) else ""
    named = scan.joined(i) and i + 1 < len(scan.words) and scan.words[i + 1][:1].isupper()
    return bool(form.modifier or scan.opens(i)) and before not in _ONE and not named


_ONE = frozenset({"en", "ett", "den", "vår", "någon", "ingen", "varje", "som", "är"})


def _crowd(scan: Scan, i: int, form: Form) -> Mention:
    """Return the group at token i with the words before it that tell which ones are meant."""
    first = i
    before: list[str] = []
    while first and scan.joined(first - 1) and _tells(scan.low(first - 1)):
        first -= 1
        before.insert(0, scan.low(first))
    kept = [word for word in before if word not in swedish.words("utan-namn")]
    noun = form.modifier + (form.head.plural if form.head.lemma != "personal" else form.head.definite)
    label = " ".join((*kept, noun))
    definite = " ".join((*kept, form.modifier + form.head.plural_definite))
    types = form.head.types
    if form.head.kind != "G":
        types = ("sam:ActorGroup",)
    if _OUTSIDE & set(before) and "sam:ExternalActor" not in types:
        types = (*types, "sam:ExternalActor")
    surface = (
        swedish.ungenitive(scan.slice(first, i)).casefold()
        if form.genitive
        else scan.slice(first, i).casefold()
    )
    aliases = tuple(dict.fromkeys(a for a in (definite, surface) if a != label))
    return mention(
        scan,
        first,
        i,
        "G",
        Node(key=ids.named_key(types, label), types=types, label=label, aliases=aliases),
        0.8,
    )


def _tells(word: str) -> bool:
    return (
        word in swedish.words("gruppattribut")
        or word in swedish.words("utan-namn")
        or word in swedish.words("folkattribut")
    )


def _at_place(scan: Scan, i: int, groups: set[int]) -> Iterator[Mention]:
    """Yield the group at token i; of a place that is an actor itself the actor is told instead."""
    link = scan.low(i + 1)
    if not scan.joined(i) or link not in _PLACES | ({"för"} if scan.low(i).startswith("huvudm") else set()):
        return
    last = _place_end(scan, i + 1)
    if last <= i + 1 or (any(scan.starts[j] in groups for j in range(i + 2, last + 1)) and link != "för"):
        return
    label = f"{scan.low(i)} {scan.slice(i + 1, last)}"
    types = ("sam:ActorGroup",)
    node = Node(key=ids.named_key(types, label), types=types, label=label)
    yield mention(scan, i, last, "G", node, 0.9)


def _place_end(scan: Scan, link: int) -> int:
    """Return the last token of the place: a noun with what belongs to it, before any verb or sign."""
    last = link
    while last - link < _LONGEST and scan.joined(last) and last + 1 < len(scan.words):
        word = scan.low(last + 1)
        stops = word in swedish.words("funktion") and word not in {"de", "den", "och", "i"}
        if stops or word in topics.ends() or swedish.finite(word):
            break
        last += 1
    while last > link and scan.low(last) in swedish.words("funktion"):
        last -= 1
    return last
