"""What `nämnden`, `styrelsen`, `förvaltningen`, `gruppen` and `kommunen` point back to.

One sweep over the document, remembering the last name of each head noun in the sentence, in the
section and in the whole document. A word that cannot be resolved is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graph import ids, swedish
from graph.extract.lexicon import Lexicon, actor_node, mention
from graph.extract.partners import municipality_node
from graph.extract.register import Register
from graph.extract.scan import Line, Scan
from graph.model import Mention, Node
from graph.swedish import Form

# A sentence that paraphrases law speaks of a role, not of this committee.
_LAW = re.compile(r"§|\b(?:SoL|LSS|LVU|skollagen|kommunallagen|socialtjänstlagen|balken)\b")
_LEMMAS = frozenset(
    "nämnd förvaltning kontor avdelning enhet kansli utskott grupp råd nätverk team forum kommitté förbund bolag"
    " förening stiftelse överenskommelse avtal rutin process program projekt presidium beredning jour".split()
)
_FORUMS = frozenset("grupp råd nätverk team forum kommitté utskott presidium beredning".split())


_BOARD = 0.6  # a board without a name of its own enters the graph by what is said of it


@dataclass(slots=True)
class Memory:
    """The last named thing of each head noun: in this sentence, in this section, anywhere before."""

    sentence: dict[str, Mention] = field(default_factory=dict)
    section: dict[str, Mention] = field(default_factory=dict)
    document: dict[str, Mention] = field(default_factory=dict)
    board: Node | None = None
    law: tuple[int, bool] = (-1, False)

    def lawful(self, text: str, start: int, end: int) -> bool:
        """Return whether the sentence speaks of law; asked once per sentence."""
        if self.law[0] != start:
            self.law = (start, bool(_LAW.search(text, start, end)))
        return self.law[1]

    def note(self, lemma: str, found: Mention) -> None:
        """Remember a named thing."""
        self.sentence[lemma] = self.section[lemma] = self.document[lemma] = found


def find_anaphora(
    scan: Scan, lexicon: Lexicon, register: Register, mentions: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield a mention for every anaphor that has an antecedent; `mentions` sorted, not overlapping."""
    memory, section, position = Memory(), -1, 0
    regions = {m.node.key: m for m in mentions if _is_region(m.node)}
    for line in scan.lines:
        if line.section != section:
            memory.section, memory.board, section = {}, None, line.section
        tokens = [i for i in range(line.first, line.last) if i in scan.forms]
        starts = list(swedish.sentence_starts(scan.text, line.start, line.end)) if tokens else [line.start]
        at = 0
        while position < len(mentions) and mentions[position].start < line.start:
            position += 1
        for i in tokens:
            while at < len(starts) and starts[at] <= scan.starts[i]:
                memory.sentence, at = {}, at + 1
                _catch_up(memory, mentions, position, starts[at - 1])
            while position < len(mentions) and mentions[position].start <= scan.starts[i]:
                _note(memory, mentions[position])
                position += 1
            if position and mentions[position - 1].end > scan.starts[i]:
                continue  # the word is part of a name
            sentence = (starts[at - 1] if at else line.start, starts[at] if at < len(starts) else line.end)
            found = _resolve(scan, lexicon, register, memory, i, line, sentence, regions)
            if found:
                _note(memory, found)
                yield found


def _catch_up(memory: Memory, mentions: Sequence[Mention], position: int, start: int) -> None:
    """A sentence that began between two head nouns keeps the names that stand in it already."""
    back = position - 1
    while back >= 0 and mentions[back].start >= start:
        if mentions[back].kind != "G":
            memory.sentence.setdefault(lemma_of(mentions[back].node), mentions[back])
        back -= 1


def _note(memory: Memory, found: Mention) -> None:
    lemma = lemma_of(found.node) if found.kind != "G" else ""
    if lemma:
        memory.note(lemma, found)


@lru_cache(maxsize=20_000)
def lemma_of(node: Node) -> str:
    """Return the head noun of a node's name: the last word's, else the first one's; "" for none."""
    for word in (node.label.rpartition(" ")[2], *node.label.split()[:2]):
        form = swedish.analyse(word)
        if form and form.head.lemma in _LEMMAS:
            return form.head.lemma
    last = node.label.rpartition(" ")[2].casefold()
    if node.types[0] == "sam:ExternalActor" and (
        last in {"ab", "aktiebolag"} or node.label.startswith("AB ")
    ):
        return "bolag"
    return "styrelse" if swedish.analyse(last) and last.endswith("styrelsen") else ""


def _resolve(
    scan: Scan,
    lexicon: Lexicon,
    register: Register,
    memory: Memory,
    i: int,
    line: Line,
    sentence: tuple[int, int],
    regions: dict[str, Mention],
) -> Mention | None:
    form = scan.forms[i]
    if form.modifier or form.plural:
        return None
    lemma = form.head.lemma
    if lemma == "styrelse":
        return _board(scan, register, memory, i, form, line)
    if not form.definite or _blocked(scan, i):
        return None
    if lemma in {"kommun", "stad"}:
        return _own(scan, lexicon, i, lemma)
    if lemma == "region":
        return _region(scan, lexicon, i, regions)
    if lemma == "nämnd":
        return _committee(scan, register, memory, i, line, sentence)
    if lemma in _LEMMAS:
        return _nearest(scan, register, memory, i, form, line)
    return None


def _blocked(scan: Scan, i: int) -> bool:
    """`den egna kommunen`, `bolagets styrelse`: another word decides which one is meant."""
    before = scan.low(i - 1) if i and scan.joined(i - 1) else ""
    return before in {
        "den",
        "det",
        "egna",
        "andra",
        "varje",
        "nya",
        "nationella",
        "offentliga",
    } or before in {
        "kommunala",
        "samma",
    }


def _own(scan: Scan, lexicon: Lexicon, i: int, lemma: str) -> Mention | None:
    if lemma == "stad" and not lexicon.own.name.casefold().endswith(" stad"):
        return None
    return mention(scan, i, i, "K", municipality_node(lexicon.own, lexicon.own), 0.8)


def _region(scan: Scan, lexicon: Lexicon, i: int, regions: dict[str, Mention]) -> Mention | None:
    """The authority, not the place: `i regionen` and `inom regionen` are places."""
    if i and scan.low(i - 1) in {"i", "inom", "vår", "hela"} and scan.joined(i - 1):
        return None
    own = lexicon.gazetteer.region_of(lexicon.own)
    if len(regions) == 1:
        return mention(scan, i, i, "X", next(iter(regions.values())).node, 0.8)
    if not regions and own:
        return mention(scan, i, i, "X", actor_node(own.name, own.aliases), 0.7)
    return mention(scan, i, i, "X", actor_node("Regionen"), 0.6) if not regions else None


def _is_region(node: Node) -> bool:
    return node.types[0] == "sam:ExternalActor" and (
        node.label.startswith("Region ") or node.label.endswith("regionen")
    )


def _committee(
    scan: Scan, register: Register, memory: Memory, i: int, line: Line, sentence: tuple[int, int]
) -> Mention | None:
    owner = register.owners.get(line.section)
    owned = owner is not None and lemma_of(owner) == "nämnd"
    if "nämnd" in memory.sentence:
        return mention(scan, i, i, "O", memory.sentence["nämnd"].node, 0.8)
    if memory.lawful(scan.text, *sentence) or _framed(scan, i):
        return mention(scan, i, i, "O", owner, 0.4) if owned and owner else None
    if owned and owner:
        return mention(scan, i, i, "O", owner, 0.8)
    if "nämnd" in memory.section:
        return mention(scan, i, i, "O", memory.section["nämnd"].node, 0.7)
    return mention(scan, i, i, "O", owner, 0.5) if owner else None


def _framed(scan: Scan, i: int) -> bool:
    """`framgår att nämnden`, `innebär att nämnden`: the role, not this committee."""
    return scan.low(i - 1) == "att" and scan.low(i - 2) in swedish.words("ram")


def _board(scan: Scan, register: Register, memory: Memory, i: int, form: Form, line: Line) -> Mention | None:
    """`X leds av en styrelse`, `X, vars styrelse`: from here on `styrelsen` is the board of X."""
    if not form.definite:
        holder = (
            memory.sentence.get("förbund") or memory.sentence.get("bolag") or memory.sentence.get("förening")
        )
        if holder and not form.genitive:
            memory.board = board_node(holder.node)
            return mention(scan, i, i, "O", memory.board, _BOARD)
        return None
    if memory.board:
        return mention(scan, i, i, "O", memory.board, _BOARD)
    owner = register.owners.get(line.section)
    if owner and lemma_of(owner) == "styrelse" and not _blocked(scan, i) and not _possessed(scan, i):
        return mention(scan, i, i, "O", owner, 0.7)
    return None


def _possessed(scan: Scan, i: int) -> bool:
    return i > 0 and scan.joined(i - 1) and scan.low(i - 1).endswith(("ets", "ens", "nas"))


def board_node(holder: Node) -> Node:
    """Return the node of the board of a company, association or federation."""
    label = f"{swedish.genitive(holder.label)} styrelse"
    types = ("sam:PoliticalBody",)
    return Node(key=ids.named_key(types, label), types=types, label=label)


def _nearest(
    scan: Scan, register: Register, memory: Memory, i: int, form: Form, line: Line
) -> Mention | None:
    lemma = form.head.lemma
    found = memory.sentence.get(lemma) or memory.section.get(lemma)
    unit = register.units.get(line.section)
    if (
        found is None
        and unit
        and form.head.kind == "U"
        and (lemma == lemma_of(unit) or lemma == "förvaltning")
    ):
        return mention(scan, i, i, "U", unit, 0.8)
    found = found or memory.document.get(lemma)
    if found is None:
        return None
    return mention(scan, i, i, found.kind, found.node, 0.8 if lemma not in _FORUMS else 0.7)
