"""Political bodies and administrations: mentions of kind O, U, and groups of them (G)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from graph import ids, resources, swedish
from graph.extract import compounds
from graph.extract.compounds import Compound
from graph.extract.lexicon import mention
from graph.extract.scan import Scan
from graph.extract.topics import topic_end
from graph.model import Mention, Node
from graph.swedish import Form, Head

KINDS = frozenset("OU")
_COUNCIL = "Kommunfullmäktige"
_JOINT = "Gemensamma "
_REGIONS = frozenset({"regionens", "landstingets"})
_PARTS = frozenset({"utskott", "presidium"})
_EMPTY = frozenset({"samverkans", "samarbets"})
_GENERIC_ARTICLES = frozenset({"en", "ett", "någon", "något", "ingen", "varje", "annan", "varsin"})


def find_bodies(scan: Scan) -> list[Mention]:
    """Return the mentions of bodies that stand under a head noun; anaphora are left out."""
    found: list[Mention] = []
    pairs: list[tuple[Mention, Compound]] = []
    for i, form in scan.forms.items():
        if form.head.kind in KINDS:
            compound = compounds.read(scan, i, form)
            mentions = list(_at(scan, i, form, compound))
            if len(compound.parts) > 1 and len(mentions) == 1:
                pairs.append((mentions[0], compound))
            else:
                found += mentions
    return found + _told_apart(scan, pairs, {m.node.key for m in found})


def _told_apart(scan: Scan, pairs: list[tuple[Mention, Compound]], single: set[str]) -> list[Mention]:
    """`social- och kulturförvaltningen` is two where both parts have heads of their own in the text.

    A pair that ever stands alone on a line, as in a letterhead, is one body after all.
    """
    whole = {m.node.key for m, _ in pairs if _alone(scan, m)}
    found: list[Mention] = []
    for pair, compound in pairs:
        parts = list(_several(scan, compound, apart=True))
        apart = pair.node.key not in whole and all(part.node.key in single for part in parts)
        found += parts if apart else [pair]
    return found


def _alone(scan: Scan, found: Mention) -> bool:
    line = scan.line_of(scan.at(found.start))
    return line.start == found.start and line.end - found.end <= 2


def _at(scan: Scan, i: int, form: Form, compound: Compound) -> Iterator[Mention]:
    named = bool(compound.parts[-1].modifier or compound.prefix)
    if form.plural:
        yield from _plural(scan, compound)
    elif named and _accepted(scan, compound):
        yield _of_region(scan, compound) or _of_body(scan, compound) or _with_topic(scan, compound)
    elif not named:
        yield from _bare(scan, i, form)


def _accepted(scan: Scan, compound: Compound) -> bool:
    form = compound.form
    if not form.head.accepts(form.modifier) or (form.head.rule == "namn" and not compound.prefix):
        return False
    return not _activity(scan, compound) and (form.definite or _indefinite_name(scan, compound))


def _activity(scan: Scan, compound: Compound) -> bool:
    """`förvaltningen av fastigheter`, `den offentliga förvaltningen`: something that is done."""
    after = scan.low(compound.last + 1) if scan.joined(compound.last) else ""
    before = scan.low(compound.first - 1) if scan.joined(compound.first - 1) else ""
    return compound.form.head.kind == "U" and (
        (after in swedish.words("resurs") and not compound.form.genitive)
        or before in swedish.words("offentlig")
    )


def _indefinite_name(scan: Scan, compound: Compound) -> bool:
    """`Socialnämnd` in a heading or list is a name; `en socialnämnd` is any; a new unit has an article."""
    before = scan.low(compound.first - 1) if scan.joined(compound.first - 1) else ""
    head = compound.form.head
    owner = scan.forms.get(compound.first - 1)
    part = head.lemma in _PARTS and owner is not None and owner.head.kind == "O" and owner.genitive
    if compound.prefix == "gemensamma" or before in _REGIONS or (part and before):
        return True
    if before in _GENERIC_ARTICLES:
        return head.lemma in {"enhet", "avdelning"} and before in {"en", "ett"}
    if compound.form.genitive or head.lemma == "fullmäktige":
        return True
    return scan.words[compound.first][:1].isupper() or bool(compound.prefix)


def _of_region(scan: Scan, compound: Compound) -> Mention | None:
    """`regionens hälso- och sjukvårdsnämnd`: a body of the region is an actor outside the municipality."""
    before = compound.first - 1
    if compound.form.definite or not scan.joined(before) or scan.low(before) not in _REGIONS:
        return None
    name = swedish.capitalised(f"{scan.low(before)} {_indefinite(compound).lower()}")
    types = ("sam:ExternalActor",)
    node = Node(key=ids.named_key(types, name), types=types, label=name, aliases=(compound.name,), scope="se")
    return mention(scan, before, compound.last, "X", node)


def _of_body(scan: Scan, compound: Compound) -> Mention | None:
    """`kommunstyrelsens arbetsutskott`: a part of a body is known by the body."""
    before = compound.first - 1
    owner = scan.forms.get(before)
    if (
        compound.form.head.lemma not in _PARTS
        or owner is None
        or not (owner.genitive and scan.joined(before))
    ):
        return None
    whole = compounds.read(scan, before, owner)
    if (
        owner.head.kind != "O"
        or owner.plural
        or not (whole.parts[-1].modifier and owner.head.accepts(owner.modifier))
    ):
        return None
    node = part_node(whole.name, compound)
    return mention(scan, whole.first, compound.last, "O", node)


def part_node(owner: str, compound: Compound) -> Node:
    """Return the node of a committee or presidium inside the body called `owner`."""
    head = compound.form.head
    name = f"{swedish.genitive(owner)} {_indefinite(compound).lower()}"
    return Node(key=ids.named_key(head.types, name), types=head.types, label=name, aliases=(compound.name,))


def _indefinite(compound: Compound) -> str:
    return compound.name.removesuffix(compound.form.head.named) + compound.form.head.lemma


def _with_topic(scan: Scan, compound: Compound) -> Mention:
    """`Samverkansnämnd miljö och bygg A-B`: a body whose modifier says nothing has its topic behind it."""
    form, last = compound.form, compound.last
    if form.modifier in swedish.words("områdesled") and not form.genitive and scan.joined(last):
        end = _district_end(scan, last + 1)
        if end > last:
            name = f"{compound.name} {swedish.ungenitive(scan.slice(last + 1, end))}"
            node = Node(key=ids.named_key(form.head.types, name), types=form.head.types, label=name)
            return mention(scan, compound.first, end, form.head.kind, node)
    if not form.definite and compound.prefix and not compound.prefix.endswith("a"):
        return _as_written(scan, compound)
    if form.definite or form.modifier not in _EMPTY or not scan.joined(last):
        return body_mention(scan, compound)
    end = topic_end(scan, last + 1)
    while end > last and scan.joined(end) and scan.words[end + 1][:1].isupper():
        end += 1
    if end <= last:
        return body_mention(scan, compound)
    name = f"{compound.name} {scan.slice(last + 1, end)}"
    node = Node(key=ids.named_key(form.head.types, name), types=form.head.types, label=name)
    return mention(scan, compound.first, end, form.head.kind, node)


def _district_end(scan: Scan, i: int) -> int:
    """`Stadsdelsnämnden Öster`, `Stadsdelsnämnden Norra Ekdal`: one word tells the district, or two."""
    named = i < len(scan.words) and scan.words[i][:1].isupper() and i not in scan.forms
    if not named or scan.low(i) in swedish.words("attribut"):
        return i - 1
    two = scan.low(i) in swedish.words("riktning") and scan.joined(i) and scan.words[i + 1][:1].isupper()
    return i + two


def _as_written(scan: Scan, compound: Compound) -> Mention:
    """`Delregional nämnd Mitt`: an adjective without an article makes a name in this very form."""
    end = compound.last
    while scan.joined(end) and scan.words[end + 1][:1].isupper():
        end += 1
    name = swedish.capitalised(scan.slice(compound.first, end))
    types = compound.form.head.types
    node = Node(key=ids.named_key(types, name), types=types, label=name, aliases=(compound.name,))
    return mention(scan, compound.first, end, compound.form.head.kind, node)


def body_mention(scan: Scan, compound: Compound, confidence: float = 1.0) -> Mention:
    """Return the mention of one named body."""
    node = body_node(compound.name, compound.form.head, _key_modifier(compound))
    return mention(scan, compound.first, compound.last, compound.form.head.kind, node, confidence)


def _key_modifier(compound: Compound) -> str:
    name = compounds.canonical([(p.link, p.modifier) for p in compound.parts], compound.form.head)
    return name.casefold().removesuffix(compound.form.head.named)


@lru_cache(maxsize=50_000)
def body_node(name: str, head: Head, modifier: str = "") -> Node:
    """Return the node of a body called `name`; a region's own bodies have scope "se"."""
    regional = _regional().get(head.lemma, frozenset())
    scope = "se" if modifier in regional else ""
    joint = name.startswith(_JOINT)
    aliases = (f"Gemensam {name.removeprefix(_JOINT).removesuffix(head.named)}{head.lemma}",) if joint else ()
    return Node(
        key=ids.named_key(head.types, name), types=head.types, label=name, aliases=aliases, scope=scope
    )


@cache
def _regional() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in resources.lookup("regional_bodies"):
        found.setdefault(row["ord"], set()).add(row["förled"])
    return {lemma: frozenset(modifiers) for lemma, modifiers in found.items()}


def _plural(scan: Scan, compound: Compound) -> Iterator[Mention]:
    """`social- och utbildningsnämnderna`: several bodies; `berörda nämnder`: one group of them."""
    if len(compound.parts) > 1 and compound.form.head.accepts(compound.form.modifier):
        yield from _several(scan, compound)
    elif compound.form.head.lemma == "revisor":
        yield from _auditors(scan, compound)
    elif compound.form.head.lemma in {"nämnd", "förvaltning", "utskott"}:
        yield from _group(scan, compound)


def _several(scan: Scan, compound: Compound, apart: bool = False) -> Iterator[Mention]:
    head = compound.form.head
    strong = "samt" if any(part.link == "samt" for part in compound.parts) else "och"
    groups: list[list[compounds.Part]] = []
    for part in compound.parts:
        if apart or not groups or part.link in {strong, ","}:
            groups.append([part])
        else:
            groups[-1].append(part)
    for group in groups:
        parts = [("" if n == 0 else part.link, part.modifier) for n, part in enumerate(group)]
        name = compounds.canonical(parts, head)
        node = body_node(name, head, name.casefold().removesuffix(head.named))
        yield mention(scan, group[0].first, group[-1].last, head.kind, node, 0.9)


def _auditors(scan: Scan, compound: Compound) -> Iterator[Mention]:
    """`revisorerna`, `kommunens revisorer`, `Revisorerna i X kommun`, `lekmannarevisorerna`."""
    head, modifier = compound.form.head, compound.parts[-1].modifier
    owned = scan.low(compound.first - 1) in {"kommunens", "stadens", "regionens"}
    if (modifier and not head.accepts(modifier)) or not (compound.form.definite or owned or modifier):
        return
    name = swedish.capitalised(modifier + head.plural_definite)
    node = Node(key=ids.named_key(head.types, name), types=head.types, label=name)
    yield mention(scan, compound.first - owned, compound.last, "O", node, 0.9)


def _group(scan: Scan, compound: Compound) -> Iterator[Mention]:
    """`nämnderna`, `facknämnder`, `flera andra nämnder`: one group, named as it is spoken of."""
    head, modifier = compound.form.head, compound.parts[-1].modifier
    if not head.accepts(compound.form.modifier) and modifier:
        return
    first = compound.first
    words: list[str] = []
    while scan.low(first - 1) in swedish.words("gruppattribut") and scan.joined(first - 1):
        first -= 1
        words.insert(0, scan.low(first))
    kept = [word for word in words if word not in swedish.words("utan-namn")]
    label = f"{' '.join(kept)} {modifier}{head.plural}" if kept else modifier + head.plural_definite
    node = group_node(_qualified(scan, first, label))
    yield mention(scan, first, compound.last, "G", node, 0.9)
    yield from _former(scan, first, head)


def _former(scan: Scan, first: int, head: Head) -> Iterator[Mention]:
    """`från distrikt till facknämnder`: a division names the bodies it had, and shares their head."""
    if scan.low(first - 1) == "till" and scan.low(first - 3) in {"från", "ifrån"}:
        division = scan.low(first - 2)
        for modifier in swedish.words("indelning"):  # in the form it has before a head
            if division in {modifier.removesuffix("s") + ending for ending in ("", "ar", "er", "n")}:
                node = group_node(modifier + head.plural_definite)
                yield mention(scan, first - 2, first - 2, "G", node, 0.7)


def _qualified(scan: Scan, first: int, label: str) -> str:
    """`I projektet har ingående nämnder`: of what they are part stands a few words before."""
    before = [scan.low(j) for j in range(max(0, first - 5), first)]
    whole = next((word for word in reversed(before) if word in _WHOLES), "")
    if whole and label.startswith("ingående"):
        return f"i {whole} {label}"
    return label


_WHOLES = frozenset("granskningen revisionen projektet samarbetet avtalet överenskommelsen nätverket".split())


def group_node(label: str, aliases: tuple[str, ...] = ()) -> Node:
    """Return the node of an internal group of bodies."""
    types = ("sam:ActorGroup",)
    return Node(key=ids.named_key(types, label), types=types, label=label, aliases=aliases)


def _bare(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """A head without a modifier that is a name all the same: `nämnden för X`, `sektor X`, `fullmäktige`."""
    head = form.head
    if head.lemma == "fullmäktige":
        yield mention(scan, i, i, "O", body_node(_COUNCIL, head), 0.9)
    elif head.lemma == "nämnd":
        yield from _respective(scan, i, form) or _open_name(scan, i, form)
    elif head.lemma == "sektor" and not form.definite:
        yield from _sector(scan, i, head)
    elif head.lemma in {"kontor", "avdelning", "enhet", "förvaltning"} and form.definite:
        yield from _open_name(scan, i, form, needs_for=True) or _unit_name(scan, i, form)


def _unit_name(scan: Scan, i: int, form: Form) -> list[Mention]:
    """`enheten Porten`, `enheten Råd och stöd`: a unit with a name of its own."""
    if form.genitive or not scan.joined(i) or i + 1 >= len(scan.words) or not scan.words[i + 1][:1].isupper():
        return []
    last = max(topic_end(scan, i + 1), i + 1 if scan.low(i + 1) == "råd" else i)
    if scan.low(i + 1) == "råd" and scan.low(i + 2) in {"och", "&"}:
        last = i + 3
    if last <= i or (i + 1 in scan.forms and scan.low(i + 1) != "råd"):
        return []
    name = swedish.ungenitive(scan.slice(i + 1, last))
    node = Node(
        key=ids.named_key(form.head.types, name.replace("&", "och")),
        types=form.head.types,
        label=name,
        aliases=(f"{form.head.definite} {name}",),
    )
    return [mention(scan, i, last, "U", node)]


def _respective(scan: Scan, i: int, form: Form) -> list[Mention]:
    if scan.low(i - 1) in {"respektive", "varje"} and not form.definite:
        return [mention(scan, i - 1, i, "G", group_node(form.head.plural_definite), 0.7)]
    return []


def _open_name(scan: Scan, i: int, form: Form, needs_for: bool = False) -> list[Mention]:
    """`nämnden för Omsorg & Stöd`, `Nämnden Barn & Bildning`, `Nämnd omsorg och hälsa`."""
    if form.genitive or not scan.joined(i):
        return []
    has_for = scan.low(i + 1) == "för"
    start = i + 2 if has_for else i + 1
    if needs_for and not has_for:
        return []
    if has_for and not scan.joined(i + 1):
        return []
    opening = scan.words[start] if start < len(scan.words) else ""
    if not has_for and not (opening[:1].isupper() or (not form.definite and _title_like(scan, i, start))):
        return []
    last = topic_end(scan, start)
    if last < start:
        return []
    topic = scan.slice(start, last)
    name = swedish.capitalised(f"{form.head.definite} {'för ' if has_for else ''}{swedish.ungenitive(topic)}")
    return [mention(scan, i, last, form.head.kind, open_node(name, form.head, topic))]


def open_node(name: str, head: Head, topic: str) -> Node:
    """Return the node of a body named by a topic; `&` and `och` give the same key."""
    key = ids.named_key(head.types, name.replace("&", "och"))
    aliases = (topic,) if "&" in topic else ()
    return Node(key=key, types=head.types, label=name, aliases=aliases)


def _title_like(scan: Scan, i: int, start: int) -> bool:
    return scan.words[i][:1].isupper() and scan.low(start + 1) in swedish.words("bindeord")


def _sector(scan: Scan, i: int, head: Head) -> Iterator[Mention]:
    """`sektor välfärd`: the administration of municipalities that have no förvaltningar."""
    last = topic_end(scan, i + 1) if scan.joined(i) else i
    if last > i:
        name = swedish.capitalised(f"sektor {swedish.ungenitive(scan.slice(i + 1, last))}")
        node = Node(key=ids.named_key(head.types, name), types=head.types, label=name)
        yield mention(scan, i, last, "U", node)
