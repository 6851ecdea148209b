"""Target groups (T) and terms whose meaning is discussed (B)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from graph import ids, swedish
from graph.extract import topics
from graph.extract.lexicon import mention
from graph.extract.scan import Scan
from graph.model import Mention, Node

_AGES = re.compile(
    r"[ ,]+\(?(?P<words>(?:i (?:åldern|åldrarna) |mellan |från |födda )?\d{1,2}\s?(?:[-–—]|till och med|till|och|upp till)\s?\d{1,3} ?år"
    r"|(?:upp till|till och med|under|över|från|äldre än|yngre än|som är under|som är över) (?:\d{1,2}|[a-zåäö]{2,6}) års?(?: ålder)?"
    r"|som (?:inte |ännu inte )?(?:har )?fyllt (?:\d{1,2}|[a-zåäö]{2,6})(?: men inte (?:\d{1,2}|[a-zåäö]{2,6}))? år(?! och som)"
    r"|i årskurs(?:erna)? [F\d](?:\s?(?:[-–—]|till|och)\s?\d)?)\b\)?"
)
_TRAITS = 4  # words in which `med` tells what people have: `med sammansatta behov`
_PLAIN = frozenset({"barn", "barns", "barnen", "barnens", "barnets", "barnet"})
_FOR = frozenset(
    "för till mot kring gentemot når rör bland alla målgruppen små yngre äldre våra kommunens stadens dessa".split()
)
_TERM_CUES = frozenset({"begreppen", "begreppet", "termen", "termerna"})
_LEVELS = frozenset({"främjande", "förebyggande", "åtgärdande", "hälsofrämjande"})
_WORK = frozenset(
    {"arbete", "arbetet", "arbetets", "insatser", "insatserna", "fokus", "perspektiv", "åtgärder"}
)
_LONGEST = 16
_WINDOW = 300  # characters in which the terms of one list stand
_ITEM = re.compile(r"[^,;.:()”“\"]+?(?=,| samt | och (?!unga\b|ungdomar\b|ungas\b)|[.;:()”“\"]|$)")


def find_targets(scan: Scan, known: Sequence[Mention]) -> list[Mention]:
    """Return target groups made longer by ages or a relative clause, and terms told by a cue.

    `known` are the phrases of the vocabulary that stand in the text.
    """
    found: list[Mention] = []
    for m in known:
        if m.kind == "T":
            for group in (m, *_attributed(scan, m)):
                longer = [*_aged(scan, group), *_described(scan, group), *_having(scan, group)]
                found += [*longer, *([group] if group is not m else [])]
                for people in (group, *longer):
                    found += _speaking(scan, people)
    for i in scan.firsts:
        low = scan.low(i)
        if low in _LEVELS:
            found += _level(scan, i)
        elif low in _PEOPLE:
            found += _people(scan, i)
        elif low in swedish.words("målgruppsattribut"):
            found += _as_noun(scan, i)
        elif low in _TERM_CUES and scan.gap(i).strip() in {"", ":", "”", '"', "“"}:
            found += _terms(scan, i)
    return found


def target_node(label: str) -> Node:
    """Return the node of a target group."""
    types = ("sam:TargetGroup",)
    return Node(key=ids.named_key(types, label), types=types, label=label)


def term_node(label: str) -> Node:
    """Return the node of a term."""
    types = ("sam:Term",)
    return Node(key=ids.named_key(types, label), types=types, label=label)


def _aged(scan: Scan, m: Mention) -> Iterator[Mention]:
    """`barn och unga 0-20 år`: the ages are part of the name."""
    match = _AGES.match(scan.text, m.end)
    if match:
        end = match.end() if "(" in match.group() else match.end("words")
        yield _grown(scan, m, end, target_node(f"{_called(m)} {ids.collapse(match['words'])}"))


def _called(m: Mention) -> str:
    """Return the word of the text where it is a common form of the group's name, else the name."""
    low = m.surface.casefold()
    return low if low in {m.node.label, *m.node.aliases} else m.node.label


def _attributed(scan: Scan, m: Mention) -> Iterator[Mention]:
    """`nyblivna föräldrar`, `våldsutsatta kvinnor`: one word before tells which ones."""
    i = scan.at(m.start)
    before = scan.low(i - 1)
    if (
        i
        and before in swedish.words("målgruppsattribut")
        and scan.joined(i - 1)
        and not m.node.label.startswith(before)
    ):
        node = target_node(f"{before} {_called(m)}")
        yield replace(m, start=scan.starts[i - 1], surface=scan.text[scan.starts[i - 1] : m.end], node=node)


def _having(scan: Scan, m: Mention) -> Iterator[Mention]:
    """`barn och unga med sammansatta behov`, `elever i behov av stöd`, `unga i utanförskap`."""
    last = scan.at(m.end) - 1
    if last < 0 or not scan.joined(last) or scan.low(last + 1) not in {"med", "i"}:
        return
    traits = swedish.words("målgruppsdrag" if scan.low(last + 1) == "med" else "målgruppsläge")
    for j in range(last + 2, last + 2 + _TRAITS):
        if not scan.joined(j - 1):
            return
        if scan.low(j) in traits:
            node = target_node(f"{_called(m)} {scan.slice(last + 1, j).casefold()}")
            yield _grown(scan, m, scan.ends[j], node)
            return


def _speaking(scan: Scan, m: Mention) -> Iterator[Mention]:
    """`Föräldrar berättar`, `har ungdomar i området berättat`: people who speak are an actor.

    So are parents and next of kin wherever the text does not say that something is done for them.
    """
    i = scan.at(m.start)
    low = m.surface.casefold()
    if low.endswith("s"):
        return
    adults = low.split()[0] in swedish.words("vuxenord") and scan.low(i - 1) not in _FOR
    asked = scan.low(i - 1) in {"har", "hade"} and bool(_told().match(scan.text, m.end, m.end + _CLAUSE))
    said = _said().match(scan.text, m.end)
    if adults or asked or said or _mood(scan, scan.at(m.end)):
        types = ("sam:ActorGroup",)
        place = said["place"] if said and said["place"] else ""
        name, end = f"{_called(m)}{place}", m.end + len(place)
        article = (f"de {name}",) if scan.low(i - 1) == "de" else ()
        node = Node(key=ids.named_key(types, name), types=types, label=name, aliases=article)
        yield replace(m, kind="G", node=node, end=end, surface=scan.text[m.start : end])


def _mood(scan: Scan, i: int) -> bool:
    return scan.low(i) == "är" and scan.low(i + 1) in _MOODS


@cache
def _said() -> re.Pattern[str]:
    """Return what follows people who speak: where they are, perhaps, and a verb of saying."""
    verbs, told = "|".join(sorted(swedish.words("talverb"))), "|".join(sorted(swedish.words("talsupinum")))
    return re.compile(
        rf"(?P<place> (?:i|på|vid) (?!dag|år|våras|höstas|vintras|somras)[^.;:,\n]{{2,40}}?)? (?:{verbs}|(?:har|hade) (?:\w+ ){{0,2}}(?:{told}))\b"
    )


@cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"[^.;:\n]*?\b(?:{'|'.join(sorted(swedish.words('talsupinum')))})\b")


_CLAUSE = 60  # characters between people and what they have said
_MUNICIPALITIES = frozenset({"kommuner", "kommunerna", "kommunernas", "kommuners"})
_MOODS = frozenset({"nöjda", "missnöjda", "oroliga", "positiva", "kritiska"})
_PEOPLE = frozenset({"personer", "individer", "kvinnor", "män", "flickor", "pojkar", "vuxna"})


def passing_by(scan: Scan, m: Mention) -> bool:
    """Return whether a bare `barn` is only mentioned in passing: `orosanmälningar om barn`."""
    i = scan.at(m.start)
    if m.kind == "G" and m.surface.casefold() in _MUNICIPALITIES:
        return scan.low(i - 1) in {"i", "inom", "mellan"}
    if _AGES.match(scan.text, m.end) and scan.low(i - 1) not in {"med", "ett"}:
        return False
    return m.kind == "T" and m.surface.casefold() in _PLAIN and scan.low(i - 1) not in _FOR


def _grown(scan: Scan, m: Mention, end: int, node: Node) -> Mention:
    return replace(m, end=end, surface=scan.text[m.start : end], node=node, confidence=0.9)


def _described(scan: Scan, m: Mention) -> Iterator[Mention]:
    """`barn som lever med ...`, `elever i behov av ...`: the clause tells who is meant."""
    last = scan.at(m.end) - 1
    if last < 0 or not scan.joined(last):
        return
    if scan.low(last + 1) == "som" and scan.low(last + 2) in swedish.words("målgruppsverb"):
        end = _clause_end(scan, last)
        if "intervju" in scan.slice(last + 1, end):
            return
        label = f"{m.node.label} {topics.paraphrased(scan.slice(last + 1, end))}"
        yield _grown(scan, m, scan.ends[end], target_node(ids.collapse(label)))


def _clause_end(scan: Scan, last: int) -> int:
    end = topics.complement_end(scan, last)
    return min(end, last + _LONGEST)


def _people(scan: Scan, i: int) -> Iterator[Mention]:
    """`personer med X`, `personer som har X`, `personer mellan 13 och 19 år`."""
    aged = list(_aged(scan, mention(scan, i, i, "T", target_node(scan.low(i)), 0.8)))
    if aged:
        yield from aged
        return
    follows = scan.low(i + 1) if scan.joined(i) else ""
    if follows == "med" or (follows == "som" and scan.low(i + 2) in swedish.words("målgruppsverb")):
        end = _clause_end(scan, i)
        label = topics.paraphrased(f"{scan.low(i)} {scan.slice(i + 1, end)}")
        yield mention(scan, i, end, "T", target_node(label), 0.8)


def _as_noun(scan: Scan, i: int) -> Iterator[Mention]:
    """`lägenheter för våldsutsatta`: the word for which ones stands for the people themselves."""
    follows = scan.low(i + 1) if scan.joined(i) else ""
    ends = (
        not follows
        or follows in swedish.words("funktion")
        or follows in topics.ends()
        or swedish.finite(follows)
    )
    governed = scan.low(i - 1) in _FOR | {"att", "av", "med", "de", "om", "åt"} and scan.joined(i - 1)
    if ends and governed:
        yield mention(scan, i, i, "T", target_node(scan.low(i)), 0.8)


def _level(scan: Scan, i: int) -> Iterator[Mention]:
    """`främjande och förebyggande arbete`, `arbeta främjande`: each level of work is a term."""
    j = i
    while j + 1 < len(scan.words) and j - i < _LONGEST:
        gap = scan.gap(j)
        if scan.low(j + 1) in _LEVELS or scan.low(j + 1) in {"och", "eller", "samt"}:
            if gap.strip() not in {"", ","} or "\n" in gap:
                break
            j += 1
        else:
            break
    last = j + 1 if scan.joined(j) and scan.low(j + 1) in _WORK else j
    verbs = any(scan.low(k).startswith("arbeta") for k in range(max(0, i - 5), i))
    if last > j or verbs:
        end = last if last == i + 1 and scan.low(last).startswith("arbete") else i
        yield mention(scan, i, end, "B", term_node(f"{scan.low(i)} arbete"), 0.8)


def _running(text: str) -> bool:
    """Running text is no term: it begins with a small word or holds a finite verb of its own."""
    first = text.split()[0].casefold()
    return first in swedish.words("funktion") or first in {"bland", "t.ex", "exempelvis"}


def _terms(scan: Scan, i: int) -> Iterator[Mention]:
    """`begreppen A, B samt C`: each item is a term; known target groups keep their own mention."""
    position = scan.ends[i]
    end = min(scan.line_of(i).end, position + _WINDOW)
    for match in _ITEM.finditer(scan.text, position, end):
        text = match.group().strip().removeprefix("samt ").removeprefix("och ").strip()
        between = scan.text[position : match.start()]
        if not text or len(text.split()) > 5 or "." in between or _running(text):
            return
        start = scan.text.index(text, match.start())
        node = term_node(text.casefold())
        yield Mention(start=start, end=start + len(text), kind="B", node=node, surface=text, confidence=0.7)
        position = match.end()
        if scan.text[position : position + 1] in {".", ";", ":"}:
            return
