"""Documents that a text names: mentions of kind H.

`Barnnämndens svar på revisionsrapport`, `riktlinjer för bidrag`, `Budget 2020`, `Visionen Exempelby
2030`, every line under Beslutsunderlag, and the definite words that point back to one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graph import ids, swedish
from graph.extract import compounds, topics
from graph.extract.lexicon import mention
from graph.extract.register import Register
from graph.extract.scan import Line, Scan
from graph.model import Mention, Node
from graph.swedish import Form

_TYPES = ("sam:Document",)
_AUDIT = "Revisionsrapport"
_NUMBERED = re.compile(r"\s*(?:\d{1,2}[.)]|[a-z]\)|[•\-–*·])?\s*")
_TRAILING = re.compile(
    r"(?:\s*\(\d{1,3}\)|\s*\(utdrag\)|,?\s*(?:daterad|daterat|den|från)?(?:\s+|(?<=,))(?P<date>\d{4}-\d\d-\d\d)|,?\s+§§? ?\d+(?:[-–]\d+)?"
    r"|,?\s*(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december) (?:19|20)\d\d"
    r"|,\s*(?:[Dd]nr )?[A-ZÅÄÖ]{1,5}[ /-]?\d{2,4}[-/:]\d+"
    r"|,\s*(?:revisionsrapport|granskningsrapport|rapport|slutrapport)"
    r"|,\s+(?:[a-zåäö]+- och )?[a-zåäö]+(?:staben|kontoret|förvaltningen|nämnden|styrelsen|enheten|avdelningen))\s*$"
)
_LEADING = re.compile(r"^(?:Revisionsrapport|Granskningsrapport|Rapport)[:,]?\s+(?=Granskning\b|[”\"])")
_PERIOD = re.compile(r"\s?((?:19|20)\d\d)(?:\s?[-–]\s?((?:19|20)?\d\d)(?!-?\d))?")
_DASH = re.compile(r"\s+[-–—]\s+")
_OPENING = '”"“»'
_RESPONSES = frozenset({"svar", "yttrande"})
# Heads that no complement makes a certain document: `en gemensam målbild för arbetet` is any.
_UNFINISHED = _RESPONSES | {"målbild", "vision", "motion", "protokoll", "remiss"}
_ANSWERS = re.compile(r"^\W*(?:svar|yttrande) (?:på|över|till) (?P<what>[^\W\d_]+)", re.IGNORECASE)
_LINKS_OF_TITLES = frozenset({"för", "om", "kring", "avseende", "gällande", "mot"})
_SCOPES = frozenset(
    {"regional", "lokal", "kommunal", "länsgemensam", "länsövergripande", "kommunövergripande", "nationell"}
)
_QUESTIONS = frozenset({"hur", "att", "vad", "när", "vem", "de", "den", "det", "detta", "denna"})
_ATTACHED = re.compile(r"^\W*Till (?P<to>[^\W\d_]+) (?:finns|hör|är)\b")


def find_titles(scan: Scan, named: Sequence[Mention]) -> list[Mention]:
    """Return the documents that are named in full; `named` are the actors found so far."""
    owners = {m.end: m for m in named if m.kind in "OUXK"}
    found: list[Mention] = []
    for line in scan.lines:
        if scan.doc.sections[line.section].kind == "enclosures" and not line.heading:
            found += _enclosure(scan, line)
    listed = {scan.line_of(scan.at(m.start)).start for m in found}
    for i, form in scan.forms.items():
        if form.head.kind == "H" and scan.line_of(i).start not in listed:
            found += _title(scan, i, form, owners)
    return _same_report(found)


def _same_report(found: list[Mention]) -> list[Mention]:
    """Titles of an audit report that differ by one letter (`Exempelby stad[s] arbete`) mean one report."""
    counts = Counter(m.node.key for m in found if m.node.label.startswith(_AUDIT))
    reports = sorted(counts, key=lambda key: (-counts[key], key))
    first = {key: next(k for k in reports if k == key or swedish.one_edit_apart(k, key)) for key in reports}
    nodes = {m.node.key: m.node for m in found}
    return [replace(m, node=nodes[first.get(m.node.key, m.node.key)]) for m in found]


def document_node(label: str, aliases: Sequence[str] = ()) -> Node:
    """Return the node of a document called `label`."""
    name = swedish.capitalised(ids.collapse(label).strip(" ,.;:"))
    others = tuple(alias for alias in aliases if alias and alias != name)
    return Node(key=ids.named_key(_TYPES, name), types=_TYPES, label=name, aliases=others)


def _enclosure(scan: Scan, line: Line) -> Iterator[Mention]:
    """A line under Beslutsunderlag that holds the name of a kind of document is one document."""
    if not any(i in scan.forms and scan.forms[i].head.kind == "H" for i in range(line.first, line.last)):
        return
    opened = _NUMBERED.match(scan.text, line.start, line.end)
    start = opened.end() if opened else line.start
    text, date = _bare_title(scan.text[start : line.end].rstrip(" ."))
    if text:
        yield _spanned(scan, start, start + len(text), _enclosed_node(text, date), 0.9)


def _bare_title(text: str) -> tuple[str, str]:
    """Return (title, date) of a line that names a document: numbers, dates and its kind are no part of it."""
    date = ""
    while match := _TRAILING.search(text):
        shorter = text[: match.start()].rstrip(" ,.")
        if not shorter:
            break
        date = match["date"] or date
        text = shorter
    return text, date


def _enclosed_node(text: str, date: str) -> Node:
    """Return the document of a title; two memos of one office differ by their date, which the key keeps."""
    parts = _DASH.split(text)
    label = " – ".join(parts)
    kinds = [bool((form := swedish.analyse(part)) and form.head.kind == "H") for part in parts[:2]]
    aliases = (" – ".join(parts[:2]),) if len(parts) > 2 and all(kinds) else ()
    bare = _LEADING.sub("", label).strip(_OPENING)
    if bare != label:
        label, aliases = bare, (*aliases, label)
    return document_node(label, (*aliases, f"{label} {date}") if date else aliases)


def _spanned(scan: Scan, start: int, end: int, node: Node, confidence: float) -> Mention:
    surface = scan.text[start:end]
    return Mention(start=start, end=end, kind="H", node=node, surface=surface, confidence=confidence)


def _title(scan: Scan, i: int, form: Form, owners: Mapping[int, Mention]) -> Iterator[Mention]:
    if form.modifier and not form.head.accepts(form.modifier):
        return
    first = compounds.read(scan, i, form).parts[0].first
    owner = owners.get(scan.ends[i - 1]) if i and scan.joined(i - 1) else None
    if owner and owner.surface.casefold().endswith("s"):
        yield _owned(scan, i, owner)
    else:
        yield from _quoted(scan, i) or _dated(scan, i) or _completed(scan, first, i, form)


def _owned(scan: Scan, i: int, owner: Mention) -> Mention:
    """`Barnnämndens svar på revisionsrapport`: the owner belongs to the name, the complement to the label."""
    tail = topics.complement(scan, i)
    word = scan.forms[i].modifier + scan.forms[i].head.lemma
    label = f"{swedish.genitive(owner.node.label)} {word} {tail}"
    if word == "rapport" and "revis" in owner.node.label.casefold() and tail.startswith("om "):
        label = f"{_AUDIT} – {tail[3:]}"
    last = topics.complement_end(scan, i) if tail.startswith("på ") else i
    return _spanned(scan, owner.start, scan.ends[last], document_node(label), 0.9)


def _quoted(scan: Scan, i: int) -> list[Mention]:
    """A name in quotation marks around or after the word; a run of capitals after it."""
    before = scan.text[scan.starts[i] - 1 : scan.starts[i]] if scan.starts[i] else ""
    line_end = scan.line_of(i).end
    if before and before in _OPENING:
        end = next((at for at in range(scan.ends[i], line_end) if scan.text[at] in _OPENING), -1)
        if end > scan.ends[i]:
            return [_named(scan, scan.starts[i], end)]
    end, _ = topics.quoted(scan, i)
    if end:
        return [_named(scan, scan.starts[i], end)]
    last = (
        topics.proper_run(scan, i + 1)
        if scan.joined(i) and scan.low(i) in swedish.words("dokumentord")
        else i
    )
    period = _PERIOD.match(scan.text, scan.starts[last]) if last > i + 1 else None
    if period and scan.low(i) not in {"vision", "visionen"}:
        whole, bare = scan.text[scan.starts[i] : period.end()], scan.slice(i, last - 1)
        return [_spanned(scan, scan.starts[i], period.end(), document_node(bare, (whole,)), 0.9)]
    return [_named(scan, scan.starts[i], scan.ends[last])] if last > i else []


def _named(scan: Scan, start: int, end: int) -> Mention:
    label = re.sub(f"[{_OPENING}]", "", scan.text[start:end])
    return _spanned(scan, start, end, document_node(label), 0.9)


def _dated(scan: Scan, i: int) -> list[Mention]:
    """`Budget 2020`, `verksamhetsplan 2024-2026`."""
    if not scan.joined(i):
        return []
    match = _PERIOD.match(scan.text, scan.ends[i] + 1)
    follows = scan.text[match.end() : match.end() + 1] if match else "-"
    if not match or follows in {"-", "/", ":"} or scan.forms[i].plural:
        return []
    label = scan.forms[i].modifier + scan.forms[i].head.lemma + " " + match.group().strip()
    return [_spanned(scan, scan.starts[i], match.end(), document_node(label), 0.9)]


def _completed(scan: Scan, first: int, i: int, form: Form) -> list[Mention]:
    """`riktlinjer för X`, and a title with a dash: `Revisionsrapport – Exempelbys arbete med Y`."""
    word = form.modifier + (form.head.plural if form.plural else form.head.lemma)
    dash = _DASH.match(scan.text, scan.ends[i])
    if dash and scan.line_of(i).heading | (scan.line_of(i).start == scan.starts[i]) | _answering(scan, i):
        rest = scan.text[dash.end() : scan.line_of(i).end].strip()
        if rest and len(rest) < 200:
            return [mention(scan, first, i, "H", document_node(f"{word} – {rest}"), 0.9)]
    if form.head.lemma in _UNFINISHED or scan.low(i + 1) not in _LINKS_OF_TITLES:
        return []
    tail = topics.complement(scan, i)
    if not tail or tail.split()[1].casefold() in _QUESTIONS:
        return []
    scope = scan.low(first - 1) if first and scan.joined(first - 1) else ""
    if scope in _SCOPES:
        first, word = first - 1, f"{scope} {word}"
    label = f"{word} {tail}"
    period = _PERIOD.search(scan.text, scan.ends[i], scan.line_of(i).end)
    ended = (
        period
        and re.sub(r"\W+", " ", scan.text[scan.ends[i] : period.start()]).strip()
        == re.sub(r"\W+", " ", tail).strip()
    )
    aliases = (f"{label} {period.group().strip()}",) if period and ended else ()
    return [mention(scan, first, i, "H", document_node(label, aliases), 0.8)]


def _answering(scan: Scan, i: int) -> bool:
    return scan.low(i - 1) in {"på", "över"} and scan.low(i - 2) in _RESPONSES


def find_back_references(scan: Scan, mentions: Sequence[Mention], register: Register) -> Iterator[Mention]:
    """Yield `reglementet`, `svaret`, `revisionsrapporten`, `årshjul`: words that stand for a known document."""
    known = _known(mentions)
    for i, form in scan.forms.items():
        if form.head.kind != "H" or form.plural or (form.modifier and not form.head.accepts(form.modifier)):
            continue
        node = _referred(scan, i, form, known, register)
        if node:
            yield mention(scan, i, i, "H", node, 0.7)


def _known(mentions: Sequence[Mention]) -> dict[str, Node]:
    """Return head word -> document, for words that only one document of this text goes by."""
    found: dict[str, dict[str, Node]] = {}
    for m in mentions:
        if m.kind == "H":
            word = _head_word(m.node.label)
            found.setdefault(word, {})[m.node.key] = m.node
    return {word: next(iter(nodes.values())) for word, nodes in found.items() if len(nodes) == 1}


def _head_word(label: str) -> str:
    for word in label.split():
        form = swedish.analyse(word)
        if form and form.head.kind == "H":
            return form.modifier + form.head.lemma
    return ""


def _referred(scan: Scan, i: int, form: Form, known: Mapping[str, Node], register: Register) -> Node | None:
    word = form.modifier + form.head.lemma
    owner = register.owners.get(scan.line_of(i).section)
    if form.head.lemma in _RESPONSES and not form.modifier:
        return _response(scan, i, form, owner)
    if form.head.rule == "själv" and not form.definite:
        return _attached(scan, i, word)
    if not form.definite and word != "revisionsrapport":
        return None
    if word in known:
        return known[word]
    if scan.doc.title and _head_word(scan.doc.title) == word:
        return document_node(scan.doc.title)
    if word == "reglemente" and owner:
        return document_node(f"{swedish.genitive(owner.label)} reglemente")
    return None


def _response(scan: Scan, i: int, form: Form, owner: Node | None) -> Node | None:
    """`godkänner svaret`, `nedanstående yttrande`: the answer of the body that speaks here."""
    pointed = form.definite or scan.low(i - 1) in {"nedanstående", "följande", "bifogat", "upprättat"}
    answered = _ANSWERS.match(scan.doc.title)
    if not pointed or owner is None or answered is None:
        return None
    what = swedish.analyse(answered["what"])
    if what is None or what.head.kind != "H":
        # `Svar på revisorernas granskning av X`: what is answered has no kind of document for its first word
        title = scan.doc.title.strip()
        plain = title.casefold() if title.isupper() else f"{title[:1].lower()}{title[1:]}"
        return document_node(f"{swedish.genitive(owner.label)} {plain}", (title,))
    subject = what.modifier + what.head.lemma
    name = f"{swedish.genitive(owner.label)} svar på {subject}"
    definite = what.modifier + what.head.definite
    return document_node(name, (name.removesuffix(subject) + definite,))


def _attached(scan: Scan, i: int, word: str) -> Node | None:
    """`Till rutinen finns årshjul`: named by what it belongs to."""
    start = max(swedish.sentence_starts(scan.text, scan.line_of(i).start, scan.starts[i]))
    match = _ATTACHED.match(scan.text[start : scan.starts[i]])
    return document_node(f"{word} till {match['to']}") if match else None
