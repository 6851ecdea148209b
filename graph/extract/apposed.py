"""Names that stand beside the word for what they are, and units in the tables of an organisation.

`rutinen Först barnet`, `ungdomsbussen Lyktan`, `en gemensam handbok, Vem gör vad`, `enhetschefen för
Porten`, the column `Enheter`. Such a name looks like any other words; it is known from here on.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph import ids, swedish
from graph.extract import topics
from graph.extract.lexicon import mention
from graph.extract.scan import Scan
from graph.model import Mention, Node
from graph.swedish import Form

_KINDS = frozenset("PRH")
_WORDS = frozenset({"handbok", "rapport", "broschyr"})  # documents that have a name of their own
_SHORT = 6  # letters of a first word that needs another one: `Först barnet`, `Nytt fäste`
_LONGEST = 6  # words of a name after a comma
_SMALL = frozenset({"i", "in", "på", "till", "och", "för", "mot", "från", "med", "utan", "av"})
_LINKS = frozenset({"för", "på", "vid", "i"})
_COLUMNS = {
    "enhet": "enhet",
    "enheter": "enhet",
    "avdelning": "enhet",
    "avdelningar": "enhet",
    "verksamheter": "enhet",
}


def find_apposed(scan: Scan) -> list[Mention]:
    """Return the names that a noun beside them or a column tells the kind of."""
    found: list[Mention] = []
    for i, form in scan.forms.items():
        if form.head.kind in _KINDS and not (form.plural or form.genitive):
            found += _after(scan, i, form) if form.definite else _after_comma(scan, i, form)
        elif form.head.lemma in {"chef", "föreståndare"} and not form.plural:
            found += _led(scan, i)
    for first, last in _columns(scan):
        found += _units(scan, first, last)
    return found


def _after(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """`rutinen Skolklivet`, `programmet Stå stadigt`: the noun is definite and the name follows."""
    if form.head.kind == "H" and form.head.lemma not in _WORDS:
        return
    last = i
    if scan.joined(i):
        last = _title_end(scan, i + 1) if form.head.kind == "H" else _name_end(scan, i + 1)
    alone = last == i + 1 and form.head.kind == "H"
    if last > i and not alone and not _known(scan, i + 1, last):
        yield _named(scan, i, i + 1, last, form)


def _name_end(scan: Scan, start: int) -> int:
    """Return the last token of a name that begins at `start`, `start - 1` for none."""
    last = topics.proper_run(scan, start)
    if last != start or len(scan.words[start]) > _SHORT or scan.low(start).endswith(("an", "en", "na")):
        return last
    end = start + 1 if scan.low(start + 1) in _SMALL and scan.joined(start) else start
    if scan.joined(end) and _plain(scan, end + 1) and _ends(scan, end + 1):
        return end + 1
    return last


def _title_end(scan: Scan, start: int) -> int:
    """`rapporten Handslag för närvaro.`: a title goes on to the next sign where no verb stands before it."""
    last = start
    if not scan.words[start][:1].isupper():
        return start - 1
    while last - start < _LONGEST and scan.joined(last) and last + 1 < len(scan.words):
        word = scan.low(last + 1)
        if swedish.finite(word) or word in topics.ends() or not (_plain(scan, last + 1) or word in _SMALL):
            return topics.proper_run(scan, start)
        last += 1
    return last if not scan.joined(last) else topics.proper_run(scan, start)


def _plain(scan: Scan, i: int) -> bool:
    word = scan.low(i)
    fixed = swedish.words("funktion") | swedish.words("bestämning") | topics.ends()
    return word[:1].isalpha() and word not in fixed and not swedish.finite(word)


def _ends(scan: Scan, i: int) -> bool:
    """Return whether a name can end at token i: a sign, a small word or a verb follows."""
    return not scan.joined(i) or not _plain(scan, i + 1)


def _after_comma(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """`en gemensam handbok, Vem gör vad`, `den modell för samtal, Kom nära, som`."""
    if form.head.kind == "H" and form.head.lemma not in _WORDS:
        return
    comma = i
    while comma - i < _LONGEST and scan.joined(comma):
        comma += 1
    first = comma + 1
    if scan.gap(comma).strip() != "," or first >= len(scan.words) or not scan.words[first][:1].isupper():
        return
    last = first
    while last - first < _LONGEST and scan.joined(last):
        last += 1
    closed = scan.gap(last).strip()[:1] in {",", ".", ""} and not scan.joined(last)
    if closed and last > first and not _known(scan, first, last):
        yield _named(scan, first, first, last, form)


def _known(scan: Scan, first: int, last: int) -> bool:
    """A name that holds the head noun of a body, an actor or a post is one of those."""
    return any(scan.forms[j].head.kind in "OUXKL" for j in range(first, last + 1) if j in scan.forms)


def _named(scan: Scan, start: int, first: int, last: int, form: Form) -> Mention:
    name = swedish.capitalised(swedish.ungenitive(ids.collapse(scan.slice(first, last))))
    noun = form.modifier + form.head.definite
    types = form.head.types
    node = Node(key=ids.named_key(types, name), types=types, label=name, aliases=(f"{noun} {name}",))
    return mention(scan, start, last, form.head.kind, node)


def _led(scan: Scan, i: int) -> Iterator[Mention]:
    """`enhetschefen för Porten`, `Enhetschef Porten`: what is led by a chief is a unit."""
    first = i + 2 if scan.low(i + 1) in _LINKS and scan.joined(i + 1) else i + 1
    if not scan.joined(i) or first >= len(scan.words) or not scan.forms[i].modifier.startswith("enhet"):
        return
    alone = scan.words[first][:1].isupper() and first not in scan.forms and scan.low(first + 1) != "&"
    follows = scan.words[first + 1][:1].isupper() if scan.joined(first) else False
    if alone and not follows and scan.low(first) not in swedish.words("parti"):
        yield _unit(scan, first, first)


def _unit(scan: Scan, first: int, last: int) -> Mention:
    name = swedish.ungenitive(ids.collapse(scan.slice(first, last)))
    types = ("sam:Administration",)
    node = Node(key=ids.named_key(types, name.replace("&", "och")), types=types, label=name)
    return mention(scan, first, last, "U", node)


def _columns(scan: Scan) -> Iterator[tuple[int, int]]:
    """Yield the tidy span of every cell under a heading that says units."""
    for section in scan.doc.sections:
        wanted: list[int] = []
        header = True
        for block in section.blocks:
            cells = scan.text[block.start : block.end].split("\t")
            if block.kind != "row":
                header = True
            elif header:
                titles = [cell.strip().casefold() for cell in cells]
                wanted = [n for n, title in enumerate(titles) if title in _COLUMNS]
                header = False
            else:
                for n in wanted:
                    start = block.start + sum(len(cell) + 1 for cell in cells[:n])
                    if n < len(cells):
                        yield start, start + len(cells[n])


def _units(scan: Scan, start: int, end: int) -> Iterator[Mention]:
    """`Porten, Råd & Stöd, Myndighet barn`: the units of one cell."""
    for part in scan.text[start:end].split(","):
        first, last = scan.at(start), scan.at(start + len(part)) - 1
        short = first <= last < first + _LONGEST and scan.words[first][:1].isupper()
        if short and not _known(scan, first, last):
            yield _unit(scan, first, last)
        start += len(part) + 1
