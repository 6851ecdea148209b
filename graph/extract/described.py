"""Names told by what the text says they are.

`Ljus kväll är ett projekt`, `Porten är en enhet inom X`, `Kedjan, en rutin som ...`, and the first
words of a row in a table of measures. Such a name looks like any other words; it is known from here on.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph import ids, swedish
from graph.extract import topics
from graph.extract.lexicon import mention
from graph.extract.scan import Scan
from graph.model import Block, Mention, Node
from graph.swedish import Form, Head

_TOLD = frozenset(
    "projekt program satsning insats initiativ arbetssätt enhet avdelning nätverk forum grupp team rutin förening stiftelse".split()
)
_RUN = {"drivs": "av", "bedrivs": "av", "vänder": "sig", "riktar": "sig"}
_ARTICLES = frozenset({"en", "ett"})
_WITHIN = frozenset({"och", "i", "på", "för", "&", "till", "in", "ut", "utan", "mot"})
_LONGEST = 4  # words of a name, and words between the article and the noun
_COLUMNS = ("insats", "projekt", "aktivitet", "åtgärd", "satsning")
_DASH = " – "


def find_described(scan: Scan) -> list[Mention]:
    """Return the names that a sentence or a table tells the kind of."""
    found: list[Mention] = []
    for i, form in scan.forms.items():
        if form.head.lemma in _TOLD and not (form.definite or form.plural or form.genitive):
            found += _before(scan, i, form)
    for i in scan.firsts:
        if _RUN.get(scan.low(i)) == scan.low(i + 1):
            found += _run(scan, i)
    for section in scan.doc.sections:
        found += _listed(scan, section.blocks)
    return found


def _before(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """Yield the name that stands before `är ett` or before a comma and `ett`."""
    article = i - 1
    while article > i - _LONGEST and scan.low(article) not in _ARTICLES and scan.joined(article):
        article -= 1
    if article < 1 or scan.low(article) not in _ARTICLES or not scan.joined(article):
        return
    end = _subject_end(scan, article)
    first = _subject_start(scan, end) if end >= 0 else -1
    if first >= 0 and _name_like(scan, first, end, form):
        yield _named(scan, first, end, form.head)


def _run(scan: Scan, i: int) -> Iterator[Mention]:
    """`Fri väg drivs av X`, `Språnget, som drivs av X`: what is run by somebody is an undertaking."""
    end = i - 1
    if scan.low(end) == "som":
        end -= 1
    elif not scan.joined(end):
        return
    head = swedish.heads()["insats"]
    first = _subject_start(scan, end) if end >= 0 else -1
    if first >= 0 and _free(scan, first, end) and _elsewhere(scan, first, end):
        yield _named(scan, first, end, head)


def _free(scan: Scan, first: int, end: int) -> bool:
    """Return whether the subject is one thing of its own: no head noun, no number, no pair."""
    words = range(first, end + 1)
    plain = all(scan.low(j).isalpha() and scan.low(j) not in {"och", "samt"} for j in words)
    return scan.opens(first) and plain and not any(j in scan.forms for j in words)


def _elsewhere(scan: Scan, first: int, end: int) -> bool:
    """A name of one word that opens a sentence is a name only if it has a capital inside another one."""
    if end > first or not scan.opens(first):
        return scan.low(first) not in swedish.words("funktion") | swedish.words("bestämning")
    word = scan.words[first]
    return any(other == word and not scan.opens(j) for j, other in enumerate(scan.words))


def _subject_end(scan: Scan, article: int) -> int:
    """Return the last token of what is described, -1 for none."""
    before = article - 1
    if scan.low(before) == "är" and scan.joined(before):
        before -= 1
        if scan.low(before) == "som" and scan.gap(before - 1).strip() in {"", ","}:
            return before - 1
        return before if scan.joined(before) else -1
    return before if scan.gap(before).strip() == "," and "\n" not in scan.gap(before) else -1


def _subject_start(scan: Scan, end: int) -> int:
    """Return the first token of the capital name that ends at `end`, -1 for none."""
    best = -1
    for first in range(end, max(end - _LONGEST, -1), -1):
        low = scan.low(first)
        if low in topics.ends() or (low in swedish.words("funktion") and low not in _WITHIN):
            break
        if scan.words[first][:1].isupper():
            best = first
        if first == 0 or not scan.joined(first - 1):
            break
    return best


def _name_like(scan: Scan, first: int, end: int, form: Form) -> bool:
    """A name is no sentence of its own, no known body, and no word for a kind of thing."""
    heads = [scan.forms[j] for j in range(first, end + 1) if j in scan.forms]
    if any(head.head.kind in "OKXLH" for head in heads) and form.head.kind != "P":
        return False
    same = any(head.head.kind == form.head.kind or not head.modifier for head in heads)
    word = scan.low(first)
    opening = word in swedish.words("funktion") or (word in swedish.words("bestämning") and first == end)
    return not (same and first == end) and not opening and scan.words[end][:1].isalpha()


def _named(scan: Scan, first: int, last: int, head: Head) -> Mention:
    label = swedish.capitalised(ids.collapse(scan.slice(first, last)))
    node = Node(key=ids.named_key(head.types, label), types=head.types, label=label)
    return mention(scan, first, last, head.kind, node)


def _listed(scan: Scan, blocks: tuple[Block, ...]) -> Iterator[Mention]:
    """`Ljus kväll – lokalen hålls öppen` in the column of measures: what stands before the dash is a name."""
    column, header = -1, True
    for block in blocks:
        if block.kind != "row":
            header = True
            continue
        cells = scan.text[block.start : block.end].split("\t")
        if header:
            titles = [cell.strip().casefold() for cell in cells]
            column = next((n for n, title in enumerate(titles) if title.startswith(_COLUMNS)), -1)
            header = False
        elif 0 <= column < len(cells) and _DASH in cells[column]:
            start = block.start + sum(len(cell) + 1 for cell in cells[:column])
            yield from _cell_name(scan, start, start + cells[column].index(_DASH))


def _cell_name(scan: Scan, start: int, end: int) -> Iterator[Mention]:
    first, last = scan.at(start), scan.at(end) - 1
    if first <= last < first + _LONGEST and scan.words[first][:1].isupper() and _unknown(scan, first, last):
        yield _named(scan, first, last, swedish.heads()["insats"])


def _unknown(scan: Scan, first: int, last: int) -> bool:
    return not any(j in scan.forms and scan.forms[j].head.kind in "OUKLHF" for j in range(first, last + 1))
