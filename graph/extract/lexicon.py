"""Known phrases compiled for one run: gazetteer, categories and target groups, matched word by word.

A phrase is a row of sets of word forms; the first word leads to it. Names match with a genitive at
most, concepts in every inflection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from graph import ids, resources, swedish
from graph.extract.scan import WORD, Scan, Words
from graph.gazetteer import Actor, Gazetteer, Municipality
from graph.model import Mention, Node
from graph.swedish import Head
from graph.vocabulary import Concept, Vocabulary

Row = tuple[frozenset[str], ...]
_ABBREVIATION = 6  # names under so many letters are abbreviations
_FIXED = 4  # shorter words of a phrase do not inflect: som, och, med


@dataclass(frozen=True, slots=True)
class Phrase:
    """One known phrase: sets of lower-case forms, what it names, whether a capital is demanded.

    `exact` is the beginning that the text must have letter by letter: abbreviations are no words.
    """

    row: Row
    kind: str
    node: Node
    capital: bool = False
    confidence: float = 1.0
    exact: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Phrases by first word; `words` remembers the analysis of words between documents."""

    phrases: Mapping[str, tuple[Phrase, ...]]
    words: Words
    own: Municipality
    gazetteer: Gazetteer
    vocabulary: Vocabulary

    def find(self, scan: Scan) -> Iterator[Mention]:
        """Yield a mention for the longest phrase at every token that begins one."""
        for i in scan.firsts:
            follows = scan.low(i + 1)
            for phrase in self.phrases.get(scan.low(i), ()):
                last = i + len(phrase.row) - 1
                if (last == i or follows in phrase.row[1]) and matches(scan, i, phrase):
                    node = _as_spoken(scan, i, last, phrase.node) if phrase.kind == "G" else phrase.node
                    yield mention(scan, i, last, phrase.kind, node, phrase.confidence)
                    break


def _as_spoken(scan: Scan, i: int, last: int, node: Node) -> Node:
    """Return a group with the wording of the text among its names: `de fristående skolorna`."""
    surface = swedish.ungenitive(scan.slice(i, last)).casefold()
    attribute = scan.low(i - 1) if i and scan.joined(i - 1) else ""
    told = attribute.endswith("nas") or attribute in swedish.words("gruppattribut") | swedish.words(
        "utan-namn"
    )
    spoken = (surface, f"{attribute} {surface}") if told else (surface,)
    new = tuple(name for name in spoken if name not in {node.label, *node.aliases})
    return replace(node, aliases=(*node.aliases, *new)) if new else node


def matches(scan: Scan, i: int, phrase: Phrase) -> bool:
    """Return whether the phrase stands at token i."""
    if i + len(phrase.row) > len(scan.words) or (phrase.capital and not scan.words[i][:1].isupper()):
        return False
    if not scan.words[i].startswith(phrase.exact):
        return False
    for offset, forms in enumerate(phrase.row):
        if offset and not scan.joined(i + offset - 1):
            return False
        if scan.low(i + offset) not in forms:
            return False
    return True


def mention(scan: Scan, first: int, last: int, kind: str, node: Node, confidence: float = 1.0) -> Mention:
    """Return the mention that spans tokens first..last inclusive."""
    start, end = scan.starts[first], scan.ends[last]
    return Mention(
        start=start, end=end, kind=kind, node=node, surface=scan.text[start:end], confidence=confidence
    )


@lru_cache(maxsize=8)
def compile_lexicon(vocabulary: Vocabulary, gazetteer: Gazetteer, own: Municipality) -> Lexicon:
    """Return the phrases of a run; the same three values give the same object."""
    found: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in _all_phrases(vocabulary, gazetteer):
        for first in phrase.row[0]:
            found[first].append(phrase)
    ordered = {
        first: tuple(sorted(phrases, key=lambda p: (-len(p.row), p.node.key, sorted(p.row[-1]))))
        for first, phrases in found.items()
    }
    cues = (
        swedish.words("målgruppsattribut")
        | swedish.words("varsel")
        | swedish.words("programord")
        | swedish.words("programverb")
    )
    return Lexicon(ordered, Words(frozenset(ordered) | cues), own, gazetteer, vocabulary)


def _all_phrases(vocabulary: Vocabulary, gazetteer: Gazetteer) -> Iterator[Phrase]:
    for actor in gazetteer.actors:
        yield from _actor_phrases(actor, gazetteer)
    for region in gazetteer.regions.values():
        yield from _actor_phrases(region, gazetteer)
    yield from _forum_phrases()
    yield from _concept_phrases(
        vocabulary, "samc:actor-category", "G", ("sam:ActorGroup", "sam:ExternalActor")
    )
    yield from _concept_phrases(vocabulary, "samc:target-group", "T", ("sam:TargetGroup",))
    yield from _concept_phrases(vocabulary, "samc:term", "B", ("sam:Term",))


def _actor_phrases(actor: Actor, gazetteer: Gazetteer) -> Iterator[Phrase]:
    node = actor_node(actor.name, actor.aliases)
    for name in (actor.name, *actor.aliases):
        capital = name[:1].isupper() and not name.casefold().endswith(_name_ends())
        short = name if len(name) < _ABBREVIATION and capital else ""
        if name not in gazetteer.ordinary:
            yield Phrase(name_row(name), "X", node, capital, 1.0, short)


@cache
def _name_ends() -> tuple[str, ...]:
    """Return the ends of names that are told without a capital: `arbetsförmedlingen`, `primärvården`."""
    return tuple(swedish.words("namnslut"))


def actor_node(name: str, aliases: tuple[str, ...] = (), scope: str = "se") -> Node:
    """Return the node of a named external actor; national and regional ones have scope "se"."""
    types = ("sam:ExternalActor",)
    return Node(key=ids.named_key(types, name), types=types, label=name, aliases=aliases, scope=scope)


def arrangement_node(label: str, head: Head, aliases: Sequence[str] = ()) -> Node:
    """Return the node of an arrangement named `label`."""
    name = swedish.capitalised(ids.collapse(label))
    others = tuple(alias for alias in aliases if alias and alias != name)
    return Node(key=ids.named_key(head.types, name), types=head.types, label=name, aliases=others)


def name_row(name: str) -> Row:
    """Return the row of a proper name: exact words, the last one also in the genitive."""
    words = [word.casefold() for word in WORD.findall(name)]
    last = words[-1]
    endings = frozenset({last, swedish.genitive(last), f"{last}:s"})
    return (*(frozenset({word}) for word in words[:-1]), endings)


def concept_row(phrase: str) -> Row:
    """Return the row of a concept's word: every word of four letters or more in all its forms."""
    return tuple(
        swedish.inflections(word) if len(word) >= _FIXED else frozenset({word.casefold()})
        for word in WORD.findall(phrase)
    )


def _concept_phrases(
    vocabulary: Vocabulary, scheme: str, kind: str, types: tuple[str, ...]
) -> Iterator[Phrase]:
    labels = {row["begrepp"]: row for row in resources.lookup("groups")}
    for concept in vocabulary.scheme(scheme):
        row = labels.get(concept.id, {})
        if row.get("läses") == "nej":
            continue
        meant = frozenset((row.get("målgrupp") or "").split())
        unread = frozenset((row.get("oläst") or "").split("|"))
        if kind == "T":
            yield from _wordings(concept, row.get("etikett") or concept.label, _types(row, types))
            continue
        node = _concept_node(concept, row.get("etikett") or concept.label, _types(row, types))
        own = dict(pair.split("=") for pair in (row.get("egna") or "").split("|") if pair)
        for phrase in _rows((w for w in concept.words if w not in meant | own.keys() | unread), kind, node):
            yield _no_single(phrase) if kind == "G" else phrase
        for word, label in own.items():
            # a wording that means some of the category only: `fristående gymnasieskolor` among friskolor
            some = Node(key=ids.named_key(node.types, label), types=node.types, label=label)
            yield from map(_no_single, _rows([word], kind, some))
        for word in sorted(meant & set(concept.words)):
            label = next(other for other in concept.words if word.startswith(other) or word == other)
            yield from _rows([word], "T", people_node(label))


def _wordings(concept: Concept, label: str, types: tuple[str, ...]) -> Iterator[Phrase]:
    """A target group is called as the text calls it: `unga i riskzon` are not the `barn i riskzon`."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys((label, *concept.words)):
        groups[_people_of(word, label)].append(word)
    for words in groups.values():
        yield from _rows(words, "T", people_node(words[0], types, tuple(words[1:])))


def _people_of(wording: str, label: str) -> str:
    """Return who a wording speaks of; an abbreviation speaks of those whom the label names."""
    first = (label if wording.isupper() else wording).casefold().split()[0].rstrip(",s")
    if first in {"ungdomar", "ungdom"}:
        return "unga"
    whole = label.casefold().split()[0]
    return whole if whole.startswith(first) else first  # `familj` is `familjer`


def people_node(
    label: str, types: tuple[str, ...] = ("sam:TargetGroup",), aliases: tuple[str, ...] = ()
) -> Node:
    """Return the node of a target group."""
    return Node(key=ids.named_key(types, label), types=types, label=label, aliases=aliases)


def _forum_phrases() -> Iterator[Phrase]:
    """Arrangements without a head noun that many municipalities have: SSPF, EST, SIP, Barnahus."""
    for row in resources.lookup("forums"):
        aliases = tuple(alias for alias in row["alias"].split("|") if alias)
        types = (row["klass"],)
        node = Node(key=ids.named_key(types, row["namn"]), types=types, label=row["namn"], aliases=aliases)
        for name in (row["namn"], *aliases):
            yield Phrase(
                name_row(name), row["slag"], node, name[0].isupper(), 0.9, name if name.isupper() else ""
            )


def _no_single(phrase: Phrase) -> Phrase:
    """A group is not spoken of in the definite singular: `föreningen` is a certain one."""
    last = frozenset(form for form in phrase.row[-1] if not _single_definite(form))
    return replace(phrase, row=(*phrase.row[:-1], last))


def _single_definite(word: str) -> bool:
    form = swedish.analyse(word)
    if form:
        return form.definite and not form.plural
    return word.endswith(("an", "ans", "ionen", "ionens", "aren", "arens", "värden", "värdens"))


def _types(row: Mapping[str, str], types: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row["klasser"].split()) if row.get("klasser") else types


def _rows(forms: Iterable[str], kind: str, node: Node) -> Iterator[Phrase]:
    for form in sorted(set(forms)):
        row = concept_row(form)
        if row:
            yield Phrase(row, kind, node)


def _concept_node(concept: Concept, label: str, types: tuple[str, ...]) -> Node:
    aliases = tuple(name for name in (concept.label, *concept.alt) if name != label)
    return Node(key=ids.named_key(types, label), types=types, label=label, aliases=aliases)


def group_node(vocabulary: Vocabulary, concept: str) -> Node:
    """Return the group that an actor category (CURIE) is spoken of as: `friskolor`, `bostadsbolag`."""
    row = next((r for r in resources.lookup("groups") if r["begrepp"] == concept), {})
    named = vocabulary.concepts[concept]
    types = _types(row, ("sam:ActorGroup", "sam:ExternalActor"))
    return _concept_node(named, row.get("etikett") or named.label, types)
