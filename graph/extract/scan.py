"""The words of a document, read once: tokens by line, head nouns and beginnings of known phrases.

All offsets are tidy. A token is a word with its inner hyphens and colons (`SSPF-gruppen`, `EY:s`)
and a hanging hyphen (`barn-`), or an ampersand. Every distinct word is analysed once per lexicon.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph import swedish
from graph.model import Document, Section
from graph.swedish import Form

WORD = re.compile(r"[^\W_]\w*(?:[-'’]\w+|:(?:s|n|a|t|en|et|ar|er|na|arna|erna)\b)*-?|&")
UNREAD = frozenset({"furniture", "contents"})
_LONG = 10  # letters from which a misspelt name is told for sure
_MOST_NAMES = 200  # bodies of one document; what is longer is a list of words
_ALWAYS = frozenset({"kommunstyrelsen", "kommunstyrelsens", "kommunfullmäktige"})
_REMEMBERED = 200_000  # distinct words kept between documents; a word list of a big municipality fits


@dataclass(frozen=True, slots=True)
class Line:
    """One block: tidy span, its tokens [first, last), the section it stands in, whether it is a heading."""

    start: int
    end: int
    first: int
    last: int
    section: int
    heading: bool


@dataclass(slots=True)
class Words:
    """What is known of distinct words: the analysis, and whether a phrase or rule begins with it."""

    firsts: frozenset[str]
    seen: dict[str, tuple[Form | None, bool] | None] = field(default_factory=dict)

    def look(self, word: str) -> tuple[Form | None, bool] | None:
        """Return (head noun, begins a phrase) of a word, None for the many that are neither."""
        if len(self.seen) > _REMEMBERED:
            self.seen.clear()
        form = None if word.endswith("-") else swedish.analyse(word)
        first = word.casefold() in self.firsts
        self.seen[word] = found = (form, first) if form or first else None
        return found


@dataclass(slots=True)
class Scan:
    """The tokens of one document and where the grammar has to look closer."""

    doc: Document
    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    lines: list[Line]
    forms: dict[int, Form]
    firsts: list[int]
    lows: list[str] = field(default_factory=list)

    def gap(self, i: int) -> str:
        """Return the text between token i and the next one; a line break at the end of the document."""
        return self.text[self.ends[i] : self.starts[i + 1]] if i + 1 < len(self.words) else "\n"

    def low(self, i: int) -> str:
        """Return token i in lower case, "" outside the document."""
        return self.lows[i] if 0 <= i < len(self.lows) else ""

    def joined(self, i: int) -> bool:
        """Return whether tokens i and i + 1 stand in one phrase: only blanks between them, no break of line or cell."""
        gap = self.gap(i) if i >= 0 else "\n"
        return gap == " " or (gap.isspace() and "\n" not in gap and "\t" not in gap)

    def line_of(self, i: int) -> Line:
        """Return the line of token i."""
        return self.lines[bisect_right(self.lines, self.starts[i], key=lambda line: line.start) - 1]

    def opens(self, i: int) -> bool:
        """Return whether token i begins a line or a sentence, where a capital says nothing."""
        if i == 0:
            return True
        gap = self.gap(i - 1)
        return any(sign in gap for sign in ".!?:\n•-–\t*") or gap.strip() in {"”", "“"}

    def at(self, offset: int) -> int:
        """Return the first token that begins at or after a tidy offset."""
        return bisect_left(self.starts, offset)

    def section(self, i: int) -> Section:
        """Return the section of token i."""
        return self.doc.sections[self.line_of(i).section]

    def slice(self, first: int, last: int) -> str:
        """Return the text of tokens first..last inclusive."""
        return self.text[self.starts[first] : self.ends[last]]


def scan(doc: Document, words: Words) -> Scan:
    """Return the tokens of every section that is to be read, with misspelt names of bodies put right."""
    made = Scan(doc, doc.text.tidy, [], [], [], [], {}, [])
    for start, end, section, heading in _spans(doc):
        first = len(made.words)
        _read(made, words, start, end)
        made.lines.append(Line(start, end, first, len(made.words), section, heading))
    made.lows = [word.casefold() for word in made.words]
    _correct(made)
    return made


def _correct(made: Scan) -> None:
    """Give a long word one letter away from exactly one body of the document that body's form."""
    known = {made.low(i) for i, form in made.forms.items() if form.head.kind in "OU" and form.modifier}
    names = sorted(word for word in known | _ALWAYS if len(word) >= _LONG)[:_MOST_NAMES]
    by_start: dict[str, list[str]] = {}
    for name in names:
        by_start.setdefault(name[:3], []).append(name)
    right: dict[str, Form | None] = {}
    for i, word in enumerate(made.words):
        if len(word) >= _LONG and i not in made.forms:
            if word not in right:
                low = word.casefold()
                right[word] = _meant(low, by_start.get(low[:3], []))
            form = right[word]
            if form:
                made.forms[i] = form


def _meant(word: str, names: list[str]) -> Form | None:
    near = [name for name in names if swedish.one_edit_apart(word, name)]
    forms = {(form.head.lemma, form.modifier): form for name in near if (form := swedish.analyse(name))}
    return next(iter(forms.values())) if len(forms) == 1 else None


def _spans(doc: Document) -> Iterator[tuple[int, int, int, bool]]:
    found = []
    for number, section in enumerate(doc.sections):
        if section.kind in UNREAD:
            continue
        if section.heading:
            found.append((section.heading.start, section.heading.end, number, True))
        found += [(block.start, block.end, number, block.kind == "heading") for block in section.blocks]
    return iter(sorted(set(found)))


def _read(made: Scan, words: Words, start: int, end: int) -> None:
    tokens, starts, ends, seen = made.words, made.starts, made.ends, words.seen
    for match in WORD.finditer(made.text, start, end):
        word = match.group()
        known = seen[word] if word in seen else words.look(word)
        if known:
            if known[0]:
                made.forms[len(tokens)] = known[0]
            if known[1]:
                made.firsts.append(len(tokens))
        tokens.append(word)
        starts.append(match.start())
        ends.append(match.end())
