"""What one document teaches about its own names, before any anaphor is resolved.

Owners of sections ("X:s beslut", letterhead), abbreviations introduced in parentheses, after a comma
or before a dash, and names that look like ordinary words ("Kultur & Fritid", "Råd och Stöd").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph import ids, swedish
from graph.extract.bodies import body_node, open_node
from graph.extract.chapters import find_chapters
from graph.extract.lexicon import Phrase, actor_node, matches, mention, name_row
from graph.extract.scan import Scan
from graph.model import Mention, Node

# What takes an abbreviation or a short name of its own.
_NAMEABLE = frozenset("OUXFAPKGR")
_ALIAS = re.compile(
    r"\s?\((?:(?:nedan|härefter|fortsättningsvis|förkortat|förkortad|kallad|kallat)\s+)?"
    r"[”\"]?(?P<alias>[A-ZÅÄÖ][\w-]{1,24})[”\"]?\)"
)
_COMMA = re.compile(r",\s(?P<alias>[A-ZÅÄÖ]{2,5})(?=[,.;:)]|\s)")
_PARTY = re.compile(r"\((?:S|M|C|L|V|KD|MP|SD|FP)\)")
_POINTED = re.compile(r"\(\s?(?:nedan|härefter|fortsättningsvis|kallad|kallat)")
_OWNED = re.compile(
    r"\W*(?:förslag till |bedömning|beslut|svar|yttrande|förslag|synpunkter|ställningstagande|överväganden|kommentar)",
    re.IGNORECASE,
)
_DEFAULTS = {"KS": ("Kommunstyrelsen", "styrelse"), "KF": ("Kommunfullmäktige", "fullmäktige")}
_BESIDE = frozenset({"i", "till", "med", "av", "från", "att", "om", "mellan", "både"})
_UNIT_BEFORE = frozenset({"hos", "vid", "på", "inom", "till", "från"})


@dataclass(slots=True)
class Register:
    """Names of one document: owner by section number, phrases learned, lemma of a node's head noun."""

    owners: dict[int, Node] = field(default_factory=dict)
    units: dict[int, Node] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))

    def learn(self, name: str, mention_kind: str, node: Node, confidence: float = 0.9) -> None:
        """Add a short name that means `node` in this document, with a capital only."""
        row = name_row(name)
        known = {phrase.node.key for first in row[0] for phrase in self.phrases[first] if phrase.row == row}
        for first in row[0] if not known else ():
            self.phrases[first].append(Phrase(row, mention_kind, node, capital=True, confidence=confidence))

    def find(self, scan: Scan) -> Iterator[Mention]:
        """Yield the learned names wherever they stand."""
        for i, word in enumerate(scan.words):
            for phrase in self.phrases.get(scan.lows[i], ()) if word[0].isupper() else ():
                if matches(scan, i, phrase):
                    yield mention(
                        scan, i, i + len(phrase.row) - 1, phrase.kind, phrase.node, phrase.confidence
                    )
                    break


def make_register(scan: Scan, mentions: Sequence[Mention], described: Sequence[Mention] = ()) -> Register:
    """Return what the document's mentions (sorted, not overlapping) teach; `described` are told by their kind."""
    register = Register()
    for found in described:
        register.learn(found.node.label, found.kind, found.node, 1.0)
    for found in mentions:
        if found.kind in _NAMEABLE:
            for alias in _aliases(scan, found):
                register.learn(alias, found.kind, found.node)
    _learn_topics(register, mentions)
    _learn_ampersands(scan, register, mentions)
    _learn_neighbours(scan, register, mentions)
    _learn_services(register, mentions)
    _learn_defaults(register, mentions)
    _find_owners(scan, register, mentions)
    return register


def _aliases(scan: Scan, found: Mention) -> Iterator[str]:
    text = scan.text
    match = _ALIAS.match(text, found.end)
    if (match and (_POINTED.match(text, match.start("alias") - 12) or _POINTED.search(match.group()))) or (
        match and abbreviates(match["alias"], found.node.label)
    ):
        yield match["alias"]
    comma = _COMMA.match(text, found.end)
    if comma and abbreviates(comma["alias"], found.node.label):
        yield comma["alias"]


def abbreviates(short: str, name: str) -> bool:
    """Return whether the letters of `short` stand in this order in `name`, the first one first.

    >>> abbreviates("BUN", "Barn- och utbildningsnämnden"), abbreviates("KD", "Barnnämnden")
    (True, False)
    """
    letters = iter(re.sub(r"[^\w]", "", name).casefold())
    small = short.casefold()
    capitals = sum(letter.isupper() for letter in short)
    return (
        capitals >= 2 and small[0] in swedish.initials(name).casefold() and all(c in letters for c in small)
    )


def _learn_topics(register: Register, mentions: Sequence[Mention]) -> None:
    """A committee called `Nämnden för Omsorg & Stöd` is also spoken of as `Omsorg & Stöd`."""
    for found in mentions:
        if found.kind in "OU":
            for alias in found.node.aliases:
                if " " in alias:
                    register.learn(alias, found.kind, found.node)
            if (
                found.kind == "U"
                and found.node.aliases[:1]
                and found.node.aliases[0].endswith(f" {found.node.label}")
            ):
                register.learn(found.node.label, "U", found.node)
        elif found.kind == "X" and not found.node.scope:
            for alias in found.node.aliases:
                register.learn(alias, found.kind, found.node)
        elif found.kind in "PF" and " " in found.node.label:
            register.learn(found.node.label, found.kind, found.node)


def _learn_ampersands(scan: Scan, register: Register, mentions: Sequence[Mention]) -> None:
    """`Kultur & Fritid` is a committee where committees are called so, else an administration."""
    covered = _covered(scan, mentions)
    full = {m.node.key for m in mentions if m.kind == "O" and "&" in m.node.label}
    for i in scan.firsts:
        if scan.words[i] == "&" and i and i not in covered and scan.joined(i - 1) and scan.joined(i):
            _learn_pair(scan, register, i, len(full))
    for i, word in enumerate(scan.words):
        if word in {"och", "Och"} and i not in covered and _unit_pair(scan, i):
            name = scan.slice(i - 1, i + 1)
            register.learn(name, "U", _unit(name))


def _learn_neighbours(scan: Scan, register: Register, mentions: Sequence[Mention]) -> None:
    """`delta i Lyktan och Drogförebyggande gruppen`: what stands beside a forum with a capital is one."""
    for found in mentions:
        i = scan.at(found.start) - 2
        if (
            found.kind not in "FP"
            or i < 1
            or scan.low(i + 1) != "och"
            or not (scan.joined(i) and scan.joined(i + 1))
        ):
            continue
        word, inside = scan.words[i], scan.joined(i - 1) and scan.low(i - 1) in _BESIDE
        if word[0].isupper() and inside and i not in scan.forms and i not in scan.firsts:
            types = found.node.types
            node = Node(key=ids.named_key(types, word), types=types, label=word)
            register.learn(word, found.kind, node)


def _learn_services(register: Register, mentions: Sequence[Mention]) -> None:
    """Beside `Vård- och omsorgsnämnden`, `Vård- och omsorgen` is the administration that does its work."""
    works = tuple(f"{work}snämnden" for work in swedish.words("verksamhet"))
    for found in mentions:
        name = found.node.label
        if found.kind == "O" and " " in name and name.casefold().endswith(works):
            service = f"{name.removesuffix('snämnden')}en"
            types = ("sam:Administration",)
            formal = f"{name.removesuffix('nämnden')}förvaltningen"
            node = Node(key=ids.named_key(types, formal), types=types, label=formal, aliases=(service,))
            register.learn(service, "U", node)


def _learn_pair(scan: Scan, register: Register, i: int, full: int) -> None:
    """Learn a topic; `full` is how many committees are named in full with such a topic.

    Where several are, the one that never is will be a unit, if it stands in no list with them.
    """
    if not (scan.words[i - 1][0].isupper() and scan.words[i + 1][0].isupper()):
        return
    if scan.joined(i + 1) and scan.words[i + 2 : i + 3] and scan.words[i + 2][0].isupper():
        return  # a company: `Norr & Döttrar Kvarnen AB`
    topic = swedish.ungenitive(scan.slice(i - 1, i + 1))
    if swedish.ungenitive(scan.low(i + 1)) in swedish.words("firmaord"):
        register.learn(topic, "X", actor_node(topic, scope=""))
        return
    head = swedish.heads()["nämnd"]
    alone = full == 1 and scan.low(i - 1) not in swedish.words("enhetsord")
    committee = alone or (full > 0 and _beside_committee(scan, i)) or _of_politicians(scan, i)
    node = open_node(f"Nämnden för {topic}", head, topic) if committee else _unit(topic)
    register.learn(topic, "O" if committee else "U", node)
    before = scan.low(i - 2)
    paired = (
        before == "och" and i >= 3 and scan.joined(i - 3) and scan.joined(i - 2) and i - 3 not in scan.forms
    )
    if paired and scan.words[i - 3][:1].isupper() and not scan.opens(i - 3):
        register.learn(scan.words[i - 3], "U", _unit(scan.words[i - 3]))


def _of_politicians(scan: Scan, i: int) -> bool:
    """`Ada Alm (S), Stöd & Omsorg`: a person with a party sits in a committee."""
    line = scan.line_of(i)
    return bool(_PARTY.search(scan.text, line.start, line.end))


def _beside_committee(scan: Scan, i: int) -> bool:
    """`nämnden för Omsorg och Kultur & Fritid`: in a list with a committee the topic stands for one."""
    before = range(max(i - 8, 0), i - 1)
    line = scan.line_of(i).start
    return any(
        scan.low(j) == "nämnden" and scan.low(j + 1) == "för" and scan.starts[j] >= line for j in before
    )


def _unit_pair(scan: Scan, i: int) -> bool:
    """`hos Råd och Stöd`: both words with a capital, after a preposition, inside a sentence."""
    if i < 2 or i + 1 >= len(scan.words) or i + 1 in scan.forms:
        return False
    if i - 1 in scan.forms and scan.low(i - 1) != "råd":
        return False
    capitals = scan.words[i - 1][0].isupper() and scan.words[i + 1][0].isupper()
    common = (
        scan.low(i - 1) in swedish.stems() or scan.low(i + 1) in swedish.stems() or scan.low(i - 1) == "råd"
    )
    joined = scan.joined(i - 2) and scan.joined(i - 1) and scan.joined(i)
    return capitals and common and joined and scan.low(i - 2) in _UNIT_BEFORE


def _unit(name: str) -> Node:
    types = ("sam:Administration",)
    return Node(key=ids.named_key(types, name.replace("&", "och")), types=types, label=name)


def _covered(scan: Scan, mentions: Sequence[Mention]) -> set[int]:
    tokens: set[int] = set()
    for found in mentions:
        tokens.update(range(scan.at(found.start), scan.at(found.end)))
    return tokens


def _learn_defaults(register: Register, mentions: Sequence[Mention]) -> None:
    """KS and KF mean the same in every municipality; other prefixes bind when one body fits."""
    for short, (name, lemma) in _DEFAULTS.items():
        register.learn(short, "O", body_node(name, swedish.heads()[lemma]))
    prefixes = {
        match[1].upper()
        for m in mentions
        if m.kind == "E"
        for match in [re.match(r"([A-Za-zÅÄÖåäö]{2,5})", m.surface)]
        if match
    }
    bodies: Mapping[str, Node] = {m.node.key: m.node for m in mentions if m.kind == "O"}
    for prefix in sorted(prefixes):
        fitting = [
            node for node in bodies.values() if abbreviates(prefix, node.label) and _last_fits(prefix, node)
        ]
        if len(fitting) == 1:
            register.learn(prefix, "O", fitting[0])


def _last_fits(prefix: str, node: Node) -> bool:
    """The N of BUN stands for nämnd: the last letter must begin the head noun."""
    last = swedish.analyse(node.label.rpartition(" ")[2]) or swedish.analyse(node.label.partition(" ")[0])
    return last is not None and last.head.lemma[0] == prefix[-1].casefold()


def _find_owners(scan: Scan, register: Register, mentions: Sequence[Mention]) -> None:
    letterhead = _letterhead(scan, mentions, "O")
    unit = _letterhead(scan, mentions, "U")
    by_heading = find_chapters(scan.doc, mentions) | _heading_owners(scan, mentions)
    cases: dict[int, Node] = {}
    for number, section in enumerate(scan.doc.sections):
        if number in by_heading:
            cases.setdefault(section.case, by_heading[number])
    fallback = letterhead or cases.get(0) or _most_named(mentions)
    for number, section in enumerate(scan.doc.sections):
        owner = by_heading.get(number) or cases.get(section.case) or fallback
        if owner:
            register.owners[number] = owner
        if unit:
            register.units[number] = unit


def _heading_owners(scan: Scan, mentions: Sequence[Mention]) -> dict[int, Node]:
    """Return section -> body for headings of the shape `X:s beslut`."""
    found: dict[int, Node] = {}
    for m in mentions:
        if m.kind == "O" and _OWNED.match(scan.text, m.end):
            line = scan.line_of(scan.at(m.start))
            if line.start == m.start and (line.heading or line.end - line.start < 80):
                found.setdefault(line.section, m.node)
    return found


def _letterhead(scan: Scan, mentions: Sequence[Mention], kind: str) -> Node | None:
    """Return the first body that has a line of the head to itself."""
    for m in mentions:
        if m.kind != kind:
            continue
        line = scan.line_of(scan.at(m.start))
        alone = line.start == m.start and line.end - m.end <= 2
        if alone and scan.doc.sections[line.section].kind in {"head", "body"} and line.section <= 1:
            return m.node
    return None


def _most_named(mentions: Sequence[Mention]) -> Node | None:
    """Return the political body that is named most often, the first one of several."""
    counts = Counter(m.node.key for m in mentions if m.kind == "O" and m.node.types[0] == "sam:Committee")
    nodes = {m.node.key: m.node for m in reversed(mentions) if m.kind == "O"}
    return nodes[max(counts, key=lambda key: counts[key])] if counts else None
