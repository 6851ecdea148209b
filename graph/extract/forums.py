"""Arrangements: forums (F), programmes (P), agreements (A) and routines (R).

One thing has one class: who meets, what is to be achieved, who promised what, how it is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph import ids, resources, swedish
from graph.extract import compounds, topics
from graph.extract.compounds import Compound
from graph.extract.lexicon import arrangement_node, mention
from graph.extract.scan import Scan
from graph.model import Mention, Node
from graph.swedish import Form

_CALLED = frozenset({"nätverk", "grupp", "forum", "team"})
# Groups that serve something: what stands behind `styrgrupp` is what they steer.
_SERVING = frozenset(
    "styr lednings arbets projekt referens samordnings berednings plan strategi process".split()
)
_UNIONS = re.compile(r"\b(?:MBL|[CFL]SG|CESAM|FÖSAM|fackliga?)\b")
_BARE_SET = " (onamngivna)"
_LOCAL = frozenset({"kommunens", "stadens", "lokala", "lokalt", "kommunala", "vårt", "det"})


def find_forums(scan: Scan) -> list[Mention]:
    """Return the forums that stand under a head noun."""
    found: list[Mention] = []
    for i, form in scan.forms.items():
        if form.head.kind == "F":
            found += _forum(scan, i, form)
    return found + _levels(scan)


def _levels(scan: Scan) -> list[Mention]:
    """`EST-strategisk`: one level of a forum that goes by an acronym."""
    head = swedish.heads()["grupp"]
    acronyms = {
        row["namn"] for row in resources.lookup("forums") if row["slag"] == "F" and row["namn"].isupper()
    }
    return [
        mention(scan, i, i, "F", arrangement_node(word, head), 0.9)
        for i, word in enumerate(scan.words)
        if "-" in word and i not in scan.forms and word.partition("-")[0] in acronyms
    ]


def _forum(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    compound = compounds.read(scan, i, form)
    if form.head.rule == "namn":
        yield from _proper_samverkan(scan, compound)
    elif form.modifier in swedish.words("enhetsförled") and form.head.lemma in {"grupp", "team"}:
        yield from _unit(scan, compound)
    elif _any_such(scan, compound):
        return
    elif compound.parts[-1].modifier or form.head.rule == "själv":
        if _real_forum(scan, compound) and not _of_unions(scan, i, form):
            yield _named_forum(scan, compound)
    elif not _blocked(scan, i):
        yield from _unmodified(scan, compound)


def _any_such(scan: Scan, compound: Compound) -> bool:
    """`tillsätta arbetsgrupper`, `någon styrgrupp`: any of the kind, and none that is named."""
    form, first = compound.form, compound.first
    if (
        form.definite
        or form.genitive
        or scan.words[first][:1].isupper()
        or scan.words[compound.last][:3].isupper()
    ):
        return False
    before = scan.low(first - 1) if first and scan.joined(first - 1) else ""
    several = (
        form.plural
        and form.head.lemma != form.head.plural
        and _tail(scan, compound.last, form) == compound.last
    )
    return before in _ANY or (several and _within(scan, compound.last) == compound.last)


_ANY = frozenset({"någon", "något", "ingen", "inget", "inga"})


def _of_unions(scan: Scan, i: int, form: Form) -> bool:
    """A samverkansgrupp in a consultation with the unions meets by law and collaborates with nobody."""
    if form.modifier != "samverkans" or form.head.lemma != "grupp":
        return False
    line = scan.line_of(i)
    return scan.section(i).kind == "consultation" or bool(_UNIONS.search(scan.text, line.start, line.end))


def _unit(scan: Scan, compound: Compound) -> Iterator[Mention]:
    """`fältteamet`, `mottagningsgruppen`: a unit of an administration, though it is called a group."""
    if not compound.form.plural:
        types = ("sam:Administration",)
        node = Node(key=ids.named_key(types, compound.name), types=types, label=compound.name)
        yield mention(scan, compound.first, compound.last, "U", node, 0.9)


def _proper_samverkan(scan: Scan, compound: Compound) -> Iterator[Mention]:
    """`Vårdsamverkan`: a compound with a capital inside a sentence is a forum's name."""
    i = compound.last
    end = topics.proper_run(scan, i + 1) if scan.joined(i) else i
    if not compound.form.modifier and end > i and compound.form.head.lemma == "samråd" and _capital(scan, i):
        yield mention(scan, i, end, "F", arrangement_node(scan.slice(i, end), compound.form.head), 0.9)
    if compound.form.modifier and scan.words[i][:1].isupper() and not scan.opens(i):
        name = swedish.ungenitive(scan.words[i])
        yield mention(scan, i, i, "F", arrangement_node(name, compound.form.head))


def _real_forum(scan: Scan, compound: Compound) -> bool:
    form, word = compound.form, scan.words[compound.last]
    if form.head.fools(form.modifier) or _blocked(scan, compound.first):
        return False
    if form.head.accepts(form.modifier) or compound.prefix:
        return True
    acronym = word[:3].isupper()
    capital = word[:1].isupper() and form.definite and not form.plural
    return acronym or capital


def _blocked(scan: Scan, i: int) -> bool:
    """`kriminella nätverk`, `samrådet enligt lag`: not a forum."""
    return scan.joined(i - 1) and scan.low(i - 1) in swedish.words("nätverkspärr")


def _named_forum(scan: Scan, compound: Compound) -> Mention:
    form, first, last = compound.form, compound.first, compound.last
    name = compound.name if not form.plural or scan.words[last][:3].isupper() else _plural_name(compound)
    end = _tail(scan, last, form)
    surface = scan.slice(compound.parts[0].first, last)
    tail = scan.slice(last + 1, end) if end > last else ""
    if tail:
        name = f"{name} {swedish.ungenitive(tail)}"
    elif form.plural and _within(scan, last) > last:
        inside = _within(scan, last)
        name = f"{name} inom {swedish.ungenitive(scan.words[inside])}"
    elif compound.form.modifier and _name_for(scan, last):
        tail = topics.complement(scan, last)
        name = f"{name} {tail}"
        surface = f"{surface} {tail}"
    if not compound.prefix and scan.low(first - 1) in {"lokal", "lokala"} and scan.joined(first - 1):
        first, name, surface = first - 1, f"lokala {name[0].lower()}{name[1:]}", f"lokal {surface}"
    own_name = tail if end > last and tail[:1].isupper() and form.modifier not in _SERVING else ""
    node = arrangement_node(name, form.head, (_alias(surface, name), own_name))
    return mention(scan, first, end, "F", node, 0.9)


def _plural_name(compound: Compound) -> str:
    parts = [(part.link, part.modifier) for part in compound.parts]
    singular = compounds.canonical(parts, compound.form.head, compound.prefix)
    return singular.removesuffix(compound.form.head.named) + compound.form.head.plural_definite


def _alias(surface: str, name: str) -> str:
    plain = swedish.capitalised(swedish.ungenitive(surface))
    return plain if ids.slug(plain) != ids.slug(name) else ""


def _tail(scan: Scan, last: int, form: Form) -> int:
    """Return the last token of what follows the head in a name: `Samrådsgruppen Gröna leden`."""
    if form.genitive or not scan.joined(last):
        return last
    end = topics.proper_run(scan, last + 1)
    if (
        end > last
        and _adjectival(scan, end)
        and scan.joined(end)
        and scan.low(end + 1).endswith(("en", "et"))
    ):
        end += 1
    if end <= last and not form.definite and scan.words[last][:1].isupper() and form.modifier:
        end = _topic_tail(scan, last)
    return end if end > last else last


def _adjectival(scan: Scan, i: int) -> bool:
    return scan.low(i).endswith(("ska", "iska", "liga", "a")) and scan.words[i][:1].isupper()


def _topic_tail(scan: Scan, last: int) -> int:
    """`Strategigrupp hälsa och idrott`: an indefinite head as a name with its topic behind it."""
    word = scan.low(last + 1)
    if (
        word in swedish.words("funktion")
        or word in topics.ends()
        or swedish.finite(word)
        or not word.isalpha()
    ):
        return last
    coordinated = scan.low(last + 2) in {"och", "&"} and scan.joined(last + 1) and scan.joined(last + 2)
    if coordinated and last + 3 < len(scan.words) and not _body(scan, last + 3):
        return last + 3
    lone = not scan.opens(last) and not word.endswith(("ar", "er", "as", "es", "de", "te", "t"))
    closed = not scan.joined(last + 1) or scan.low(last + 2) in swedish.words("funktion")
    return last + 1 if lone and closed and last + 1 < len(scan.words) else last


def _body(scan: Scan, i: int) -> bool:
    return i in scan.forms and scan.forms[i].head.kind in "OUFX"


def _within(scan: Scan, last: int) -> int:
    """`samverkansgrupper som finns inom Vårdsamverkan`: the token of what they stand within, or `last`."""
    j = last + 1
    while j < last + 4 and scan.joined(j - 1) and scan.low(j) in {"som", "finns", "ingår", "verkar"}:
        j += 1
    named = scan.low(j) == "inom" and scan.joined(j - 1) and scan.joined(j)
    capital = named and j + 1 < len(scan.words) and scan.words[j + 1][:1].isupper()
    return j + 1 if capital and j + 1 in scan.forms and scan.forms[j + 1].head.kind == "F" else last


def _name_for(scan: Scan, last: int) -> bool:
    return scan.low(last + 1) == "för" and scan.low(last + 2) not in swedish.words("funktion")


def _unmodified(scan: Scan, compound: Compound) -> Iterator[Mention]:
    """`Rådet för trygghet`, `Brottsförebyggande rådet i X`, `närvarofrämjande team`."""
    form, last = compound.form, compound.last
    prefix, first = _adjective_before(scan, compound)
    if form.plural and form.definite and not prefix:
        return
    if (
        (form.definite or _capital(scan, last))
        and form.head.lemma in _CALLED
        and not (form.genitive or prefix or _inverted(scan, last))
    ):
        end = topics.proper_run(scan, last + 1)
        if end > last:
            yield _called(scan, form, last, end)
            return
    if prefix and not form.definite and _predicate(scan, first):
        return
    if prefix and prefix not in {"lokal", "lokala", "gemensam", "gemensamma"}:
        yield _adjectival_forum(scan, compound, prefix, first)
    elif scan.low(last + 1) == "för" and scan.joined(last) and _introduced(scan, compound):
        tail = topics.complement(scan, last)
        if tail:
            label = f"{form.head.definite if form.definite else form.head.lemma} {tail}"
            yield mention(scan, last, last, "F", arrangement_node(label, form.head), 0.8)


def _inverted(scan: Scan, i: int) -> bool:
    """`Nu prioriterar gruppen X`: after a verb the group is the subject and X something else."""
    before = scan.low(i - 1)
    return not scan.joined(i) or before in swedish.words("finit") or before.endswith(("erar", "erade"))


def _capital(scan: Scan, i: int) -> bool:
    return scan.words[i][:1].isupper() and not scan.forms[i].plural


def _called(scan: Scan, form: Form, i: int, end: int) -> Mention:
    """`nätverket Ung kväll`: the name follows the noun; `Forum Unga röster`: the noun is part of it."""
    name = swedish.ungenitive(scan.slice(i + 1, end))
    names = (name, f"{form.head.definite} {name}") if form.definite else (f"{scan.words[i]} {name}", name)
    return mention(scan, i, end, "F", arrangement_node(names[0], form.head, names[1:]), 0.9)


def _predicate(scan: Scan, first: int) -> bool:
    """`X är kommunens lokala brottsförebyggande råd` says what X is and names nothing new."""
    before = first - 1
    while (
        before > first - 5
        and scan.joined(before)
        and (scan.low(before) in _LOCAL | {"ett", "en", "ju", "även"})
    ):
        before -= 1
    return scan.low(before) in {"är", "utgör", "var"}


def _adjective_before(scan: Scan, compound: Compound) -> tuple[str, int]:
    if compound.prefix:
        return compound.prefix, compound.prefix_at
    i = compound.first - 1
    word = scan.low(i)
    fits = word.endswith(tuple(swedish.words("adjektivslut"))) and len(word) > 8 and scan.joined(i)
    capital = fits and scan.words[i][:1].isupper() and compound.form.definite
    return (word, i) if capital else ("", compound.first)


def _introduced(scan: Scan, compound: Compound) -> bool:
    """A bare noun with `för` is a name when it is definite, has a capital or belongs to somebody."""
    if compound.form.head.lemma == "forum" and not compound.form.definite:
        return scan.words[compound.last][:1].isupper() and not scan.opens(compound.last)
    before = scan.low(compound.first - 1) if scan.joined(compound.first - 1) else ""
    return compound.form.definite or scan.words[compound.last][:1].isupper() or before.endswith("s")


def _adjectival_forum(scan: Scan, compound: Compound, prefix: str, first: int) -> Mention:
    form, last = compound.form, compound.last
    ending = form.head.definite if form.definite or not form.plural else form.head.plural
    name, end = f"{prefix} {ending if form.definite else scan.low(last)}", last
    place = topics.proper_run(scan, last + 2) if scan.low(last + 1) == "i" and scan.joined(last) else last
    if place > last + 1 and scan.joined(last + 1):
        end, name = place, f"{name} i {swedish.ungenitive(scan.slice(last + 2, place))}"
    local = end > last or (scan.low(first - 1) in _LOCAL and scan.joined(first - 1))
    if scan.low(first - 1) in {"lokala", "kommunens", "stadens"} and local and scan.joined(first - 1):
        first -= 1
        name = f"lokala {name}" if scan.low(first) == "lokala" else name
    return mention(scan, first, end, "F", arrangement_node(name, form.head), 1.0 if local else 0.9)


def find_sets(scan: Scan, targets: Sequence[Mention]) -> Iterator[Mention]:
    """Yield unnamed sets: `forum och grupper som samverkar kring barn och unga`."""
    first: Mention | None = None
    for i, form in scan.forms.items():
        pair = scan.forms.get(i + 2)
        if form.head.kind != "F" or form.modifier or pair is None or pair.modifier or pair.head.kind != "F":
            continue
        if scan.low(i + 1) == "och" and scan.joined(i) and scan.joined(i + 1) and not scan.line_of(i).heading:
            found = _unnamed_set(scan, i, form, targets)
            if first and found.node.label.endswith(f"{_BARE_SET}") and " kring " not in found.node.label:
                found = replace(found, node=first.node)
            first = first or found
            yield found


def _unnamed_set(scan: Scan, i: int, form: Form, targets: Sequence[Mention]) -> Mention:
    end = scan.line_of(i).end
    about = next((t for t in targets if t.start > scan.ends[i + 2] and t.end <= end and t.kind == "T"), None)
    near = about is not None and "." not in scan.text[scan.ends[i + 2] : about.start]
    label = f"{scan.slice(i, i + 2).casefold()}{f' kring {about.node.label}' if about and near else ''}{_BARE_SET}"
    return mention(scan, i, i + 2, "F", arrangement_node(label, form.head), 0.8)
