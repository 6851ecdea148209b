"""Posts (L) and the people who hold them (N). A person without a post is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph import ids, swedish
from graph.extract import compounds
from graph.extract.lexicon import mention
from graph.extract.register import Register
from graph.extract.scan import Line, Scan
from graph.model import Mention, Node
from graph.swedish import Form

_POST = ("org:Post",)
_PERSON = ("foaf:Person",)
_NAME_WORD = r"[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)?"
_NAME = rf"{_NAME_WORD}(?: (?:von|af|de) {_NAME_WORD}| {_NAME_WORD}){{1,3}}"
_PARTY = re.compile(rf"(?P<name>{_NAME}),? ?\((?P<party>[A-ZÅÄÖ]{{1,3}})\)")
_WHOLE = re.compile(rf"\W*(?P<name>{_NAME})\W*$")
_COLUMN = re.compile(r"\t|\s{2,}")
_EVEN = re.compile(rf"{_NAME_WORD} {_NAME_WORD}(?: {_NAME_WORD} {_NAME_WORD})+")
_AFTER = re.compile(rf"[,:]?[ \t]+(?P<name>{_NAME_WORD} {_NAME_WORD})\b")
_BEFORE = re.compile(rf"(?P<name>{_NAME_WORD} {_NAME_WORD})(?: \([A-ZÅÄÖ]{{1,4}}\))?, $")
_ALONE = re.compile(rf"\W*(?P<name>{_NAME})(?: \([A-ZÅÄÖ]{{1,4}}\))?[,:;]?[ \t]+")
_TITLES = 120  # longest line of titles
_NAMES = 120  # longest line of names
_UNIQUE = ("kommun", "stads", "region", "opposition", "borgar")
_BARE = frozenset({"chef", "strateg", "samordnare", "direktör", "jurist", "ledare", "ansvarig"})
_ACTING = frozenset({"tf", "tillförordnad", "tillförordnade"})


def find_people(scan: Scan, named: Sequence[Mention], register: Register) -> list[Mention]:
    """Return posts, and persons that stand beside a party or a post."""
    owners = {m.end: m for m in named if m.kind in "OUX"}
    titles = [
        (i, form)
        for i, form in scan.forms.items()
        if form.head.kind == "L" or _signing_auditor(scan, i, form)
    ]
    posts = [found for i, form in titles for found in _post(scan, i, form, owners, register)]
    people = [m for line in scan.lines for m in _in_line(scan, line)]
    by_line = {scan.line_of(scan.at(m.start)).start for m in posts}
    for line, after in zip(scan.lines, scan.lines[1:], strict=False):
        titled = after.start in by_line and after.end - after.start < _TITLES
        if titled or scan.doc.sections[line.section].kind == "signatures":
            people += _signatures(scan, line)
    people += [m for post in posts for m in _beside(scan, post)]
    return [*posts, *people]


def _signing_auditor(scan: Scan, i: int, form: Form) -> bool:
    """`certifierad kommunal revisor` is a title; `revisorn` and `revisorerna` are the body."""
    plain = not (form.plural or form.definite or form.genitive or form.modifier)
    return form.head.lemma == "revisor" and plain and scan.low(i - 1) in swedish.words("titelattribut")


def _post(
    scan: Scan, i: int, form: Form, owners: dict[int, Mention], register: Register
) -> Iterator[Mention]:
    """A title; `Barnnämndens ordförande` and a signature belong to a body, which the key tells."""
    first, title = _title(scan, i, form)
    if title in _BARE or form.plural or (form.modifier and not form.head.accepts(form.modifier)):
        return
    before = owners.get(scan.ends[first - 1]) if first and scan.joined(first - 1) else None
    if before and before.surface.casefold().endswith("s"):
        label = f"{swedish.genitive(before.node.label)} {title}"
        yield mention(scan, first, i, "L", _post_node(label, title, before.node), 0.9)
    else:
        owner = None if title.startswith(_UNIQUE) else register.owners.get(scan.line_of(i).section)
        yield mention(scan, first, i, "L", _post_node(title, title, owner), 0.8)


def _title(scan: Scan, i: int, form: Form) -> tuple[int, str]:
    """Return (first token, title) of a post: `Kultur- och fritidschef`, `Verkställande direktör`."""
    parts = compounds.read(scan, i, form).parts
    text = ""
    for part in parts[:-1]:
        text += f"{'' if not part.link else ', ' if part.link == ',' else f' {part.link} '}{part.modifier}-"
    last = parts[-1]
    joint = "-" if last.modifier.isupper() else ""
    title = f"{text}{f' {last.link} ' if last.link else ''}{last.modifier}{joint}{form.head.lemma}"
    first = parts[0].first
    while first and scan.joined(first - 1) and scan.low(first - 1) in swedish.words("titelattribut"):
        first -= 1
        title = f"{scan.low(first)} {title}"
    before = scan.low(first - 1) if first and scan.joined(first - 1) else ""
    return (first - 1, title) if before in _ACTING else (first, title)


def _post_node(label: str, title: str, owner: Node | None) -> Node:
    name = swedish.capitalised(label)
    slug = ids.slug(f"{title} {owner.label}" if owner else title)
    return Node(key=f"befattning/{slug}", types=_POST, label=name)


def person_node(name: str) -> Node:
    """Return the node of a person in a post."""
    label = ids.collapse(name)
    return Node(key=ids.named_key(_PERSON, label), types=_PERSON, label=label)


def _person(start: int, name: str, confidence: float = 0.9) -> Mention:
    return Mention(
        start=start,
        end=start + len(name),
        kind="N",
        node=person_node(name),
        surface=name,
        confidence=confidence,
    )


def _in_line(scan: Scan, line: Line) -> Iterator[Mention]:
    """`Förnamn Efternamn (S)`: the party is a post held; leading titles and headings are cut off."""
    if "(" not in scan.text[line.start : line.end]:
        return
    for match in _PARTY.finditer(scan.text, line.start, line.end):
        if match["party"] in _parties():
            yield from _trimmed(match.start("name"), match["name"])


def _parties() -> frozenset[str]:
    return frozenset(word.upper() for word in swedish.words("parti"))


def _trimmed(start: int, name: str) -> Iterator[Mention]:
    words = name.split()
    while len(words) > 2 and _not_a_name(words[0]):
        start += len(words[0]) + 1
        words.pop(0)
    if len(words) >= 2 and not _not_a_name(words[0]):
        yield _person(start, " ".join(words))


def _not_a_name(word: str) -> bool:
    low = word.casefold()
    titled = swedish.analyse(word)
    return (titled is not None and titled.head.kind in "LHOUF") or low in swedish.words(
        "titel"
    ) | swedish.words("funktion") | {
        "reservation",
        "yrkande",
        "beslutande",
        "ledamöter",
        "justerare",
        "närvarande",
        "beslut",
    }


def _signatures(scan: Scan, line: Line) -> Iterator[Mention]:
    """The names of a line that holds nothing else: one, or one in each column."""
    heads = [scan.forms[i].head.kind for i in range(line.first, line.last) if i in scan.forms]
    if line.end - line.start > _NAMES or any(kind in "OUHFXKL" for kind in heads):
        return
    start = line.start
    for cell in _cells(scan.text[line.start : line.end]):
        start = scan.text.index(cell, start)
        match = _WHOLE.match(cell)
        if match and not _not_a_name(match["name"].split()[0]):
            yield _person(start + match.start("name"), match["name"])
        start += len(cell)


def _cells(text: str) -> list[str]:
    """Return the columns of a line; two names with one blank between are columns that have run together."""
    cells = [cell for cell in _COLUMN.split(text) if cell]
    if len(cells) == 1 and _EVEN.fullmatch(text.strip()):
        words = text.split()
        return [" ".join(words[n : n + 2]) for n in range(0, len(words), 2)]
    return cells


def _beside(scan: Scan, post: Mention) -> Iterator[Mention]:
    """`förvaltningschef Förnamn Efternamn`, `Förnamn Efternamn, enhetschef`."""
    after = _AFTER.match(scan.text, post.end)
    if after and not _common(scan, after.start("name"), after["name"]):
        yield _person(after.start("name"), after["name"])
    line = scan.line_of(scan.at(post.start))
    alone = _ALONE.fullmatch(scan.text, line.start, post.start) if post.start - line.start < 60 else None
    if alone and not _common(scan, alone.start("name"), alone["name"]):
        yield _person(alone.start("name"), alone["name"])
    window = max(line.start, post.start - 60)
    before = _BEFORE.search(scan.text[window : post.start])
    if before and not _common(scan, window + before.start("name"), before["name"]):
        yield _person(window + before.start("name"), before["name"])


def _common(scan: Scan, start: int, name: str) -> bool:
    """Words that hold a head noun, or open a sentence as other words do, are no name."""
    first = scan.at(start)
    return any(i in scan.forms for i in range(first, first + len(name.split()))) or _not_a_name(
        name.split()[0]
    )
