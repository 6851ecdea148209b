"""Group the blocks of a document into typed sections, under headings marked or not.

What a sentence weighs depends on its heading: the same words are a decision under `Beslut`, a
proposal under `Förslag till beslut`, and no fact at all in a table of contents. In minutes every
`§ n` opens a new case. The words of headings are data: `lookups/headings.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.model import Block, Section, Text
from graph.read.contents import contents_zone, folded, web_zone
from graph.read.flattened import known_heading
from graph.read.headings import has_verb, heading_kind
from graph.read.joining import FORM_FIELD, must_go_on
from graph.read.rows import PARAGRAPH_SIGN
from graph.read.signatures import signature_blocks
from graph.read.titles import document_kind, document_title

__all__ = ["document_kind", "document_title", "find_sections"]

# Under these a heading that nobody knows is a heading of a lower level.
_INHERITED = frozenset(("background", "assessment", "summary"))
# In these short lines are entries, not headings.
_LISTS = frozenset(("attendance", "recipients", "enclosures", "contents", "signatures", "reservation"))
# What stands first under the title of a case.
_FIRST = frozenset(("decision", "proposal", "summary", "background"))
# A letterhead has no sentence of this length.
_SENTENCE = 60

_UNION = re.compile(
    r"\bfacklig|\bMBL\b|\bFSG\b|\bCESAM\b|\bLSG\b|\bFÖSAM\b|§ ?(?:11|19)\b|arbetstagarorganisation|"
    r"samverkats|samverkansavtalet|samverkansgrupp(?:en)? \d|skyddsombud|skyddskommitté",
    re.IGNORECASE,
)
_LABEL = re.compile(r"([A-ZÅÄÖ][^:.!?\t]{2,60})(?::\s|\t)\s*(?=\S)")
_LABELLED = frozenset(
    ("attendance", "recipients", "enclosures", "decision", "proposal", "samverkan", "reservation")
)
_FEW_WORDS = 3  # blanks in a heading that is told from the sentence on its line
_GLUED = frozenset(("attendance", "decision", "proposal", "summary", "background", "assessment"))
_MEETING = re.compile(
    r"närvar|beslutande|tjänstgör|frånvar|\bplats\b|\btid\b|just|upprop|deltagare", re.IGNORECASE
)
_MINUTES = re.compile(r"\bprotokoll|\bsammanträde|\bjustera", re.IGNORECASE)
_CASE_NUMBER = re.compile(
    r"\bD(?:iarie)?nr\b|\bDiarienummer\b|[A-ZÅÄÖ]{2,5}[ -]?\d{2,4}[-/:]\d", re.IGNORECASE
)
# A heading may ask, with a verb: `Vad som har gjorts`, `Hur arbetar rådet?`.
_ASKS = re.compile(r"(?:Vad|Hur|Vilka|Vilken|Vilket|Vem|Varför|När|Var|Så) (?=[a-zåäö])")
_LONGEST_QUESTION = 60


@dataclass(slots=True)
class _Open:
    """A section that blocks are being put into."""

    kind: str
    heading: Block | None = None
    case: int = 0
    level: int = 1
    blocks: list[Block] = field(default_factory=list)

    def closed(self) -> Section:
        return Section(kind=self.kind, heading=self.heading, blocks=tuple(self.blocks), case=self.case)


@dataclass(slots=True)
class _State:
    """What is known while the blocks go by."""

    text: str
    parts: Sequence[Block]
    minutes: bool
    titles: set[str] = field(default_factory=set)
    cases: int = 0

    def line(self, i: int) -> str:
        return self.text[self.parts[i].start : self.parts[i].end] if i < len(self.parts) else ""


def find_sections(text: Text, blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Return the sections of a document in order; every block is in exactly one of them.

    A block such as `Närvarande: A, B` becomes a heading and a block. Headings that the format did
    not mark have kind `heading` in the result.
    """
    parts = [part for block in blocks for part in _unlabelled(block, text.tidy)]
    state = _State(text.tidy, parts, _is_minutes(text.tidy, parts))
    found = [part for section in _grouped(state) for part in _signed(section, text.tidy)]
    return tuple(
        _judged(section.closed(), text.tidy) for section in found if section.heading or section.blocks
    )


def _grouped(state: _State) -> list[_Open]:
    contents, furniture = contents_zone(state.text, state.parts), web_zone(state.text, state.parts)
    current = _Open("head")
    done = [current]
    for i, block in enumerate(state.parts):
        if i in furniture:
            if done[-1].kind != "furniture":
                done.append(_Open("furniture", case=current.case))
            done[-1].blocks.append(block)
            continue
        opened = _in_contents(current, block) if i in contents else _opened(current, i, state)
        if opened is None and done[-1] is not current:
            # What furniture interrupted goes on after it.
            opened = replace(current, heading=None, blocks=[])
        if opened:
            current = opened
            done.append(current)
        if not opened or opened.heading is None:
            current.blocks.append(block)
        if current.kind == "head":
            state.titles.add(folded(state.line(i)))
    return done


def _in_contents(current: _Open, block: Block) -> _Open | None:
    return None if current.kind == "contents" else _Open("contents", _as_heading(block), current.case)


def _opened(current: _Open, i: int, state: _State) -> _Open | None:
    """Return the section that block i opens, None when the block belongs to the current one."""
    block, line = state.parts[i], state.line(i)
    if block.kind == "item":
        return None if current.kind != "contents" else _Open("body", case=current.case)
    if block.kind == "heading" and PARAGRAPH_SIGN.match(line):
        return _paragraph(current, block, state)
    kind = heading_kind(line)
    if kind == "decision" and current.kind == "proposal" and not current.blocks:
        kind = "proposal"  # whose decision it is that is proposed
    if kind:
        case = _decided_case(current, kind, line, state)
        return _Open(kind, _as_heading(block), case, block.level or 1)
    if block.kind == "row":
        return _Open("body", case=current.case) if current.kind == "contents" else None
    return _unknown(current, i, state) or _running(current, line)


def _paragraph(current: _Open, block: Block, state: _State) -> _Open | None:
    """Return the case, or the paragraph of a regulation, that a paragraph sign opens."""
    line = state.text[block.start : block.end]
    if not state.minutes or line[0].isdigit():
        return _Open("body", block, current.case)
    earlier = current.heading
    if earlier and current.kind == "head" and not current.blocks and line[0] != "§":
        # `KS § 88` and then `AU § 71`: the same case in the body that prepared it.
        return None
    state.cases += 1
    return _Open("head", block, state.cases)


def _decided_case(current: _Open, kind: str, line: str, state: _State) -> int:
    """Return the case of a section; `Nämndens beslut § 31` opens one where no paragraph sign has done so."""
    if kind == "decision" and "§" in line and not current.case:
        state.cases += 1
        return state.cases
    return current.case


def _unknown(current: _Open, i: int, state: _State) -> _Open | None:
    """Return the section under a heading that is not in the vocabulary, None when it is no heading."""
    block, line = state.parts[i], state.line(i)
    if folded(line) in state.titles and len(line) >= 15 and current.kind != "head":
        # A list may name the title; only above the text of the case is it the title again.
        again = current.kind not in _LISTS or heading_kind(state.line(i + 1)) in _FIRST
        return _Open("head", _as_heading(block), current.case) if again else None
    marked = block.kind == "heading"
    if current.kind == "head" and (not marked or not current.heading or _awaits_title(current, state.text)):
        # The first heading that a format marks is the title; without marks the title is a line of the head.
        return _Open("head", block, level=block.level or 1) if marked and not current.heading else None
    if not marked and (current.kind in _LISTS or not _looks_like_heading(state, i)):
        return None
    deeper = not marked or block.level > current.level
    kind = current.kind if current.kind in _INHERITED and deeper else "body"
    return _Open(kind, _as_heading(block), current.case, current.level if deeper else block.level)


def _awaits_title(current: _Open, text: str) -> bool:
    """Return whether the section is a case that has its number, but not yet its title."""
    sign = current.heading is not None and PARAGRAPH_SIGN.match(text, current.heading.start)
    return bool(sign) and all(_CASE_NUMBER.search(text, b.start, b.end) for b in current.blocks)


def _looks_like_heading(state: _State, i: int) -> bool:
    """Return whether a block is a heading by its looks: short, a capital, no verb, text below it."""
    line, following = state.line(i), state.line(i + 1)
    if not 3 <= len(line) <= 90 or not line[0].isupper() or "@" in line or not following:
        return False
    asks = _ASKS.match(line) and len(line) <= _LONGEST_QUESTION
    if line[-1] in ".,;:!-" or (line[-1] == "?" and not asks) or must_go_on(line):
        return False
    before = state.line(i - 1) if i else ""
    if before and before[-1] not in '.!?:”")' and state.parts[i - 1].kind == "paragraph":
        return False
    listed = state.parts[i + 1].kind in ("item", "row")
    text_below = len(following) > max(60, len(line)) or following.endswith((".", ":"))
    goes_on = following[0].islower() and not listed
    return (listed or text_below) and not goes_on and (bool(asks) or not has_verb(line))


def _running(current: _Open, line: str) -> _Open | None:
    """Return the body that a sentence opens in a place where only short lines belong."""
    sentence = line.endswith((".", ".”", ":")) and (len(line) >= _SENTENCE or has_verb(line))
    if current.kind == "head" and FORM_FIELD.match(line):
        return None
    ends = current.kind in ("head", "contents") or (
        current.kind in ("recipients", "signatures") and len(line) > 160
    )
    return _Open("body", case=current.case, level=current.level) if sentence and ends else None


def _unlabelled(block: Block, text: str) -> Iterator[Block]:
    """Yield a block, or the heading and the content of one such as `Närvarande: A, B`."""
    if block.kind not in ("paragraph", "row"):
        yield block
        return
    label = _LABEL.match(text, block.start, block.end)
    if label and heading_kind(label[1]) in _LABELLED:
        end, begin = label.end(1), label.end()
    else:
        end = _glued(block, text)
        begin = end + 1
    if end:
        yield Block(kind="heading", start=block.start, end=end, level=block.level)
    yield replace(block, start=begin) if end else block


def _glued(block: Block, text: str) -> int:
    """Return the end of a heading that a converter has left on the line of its text; 0 when there is none."""
    if block.end - block.start < _SENTENCE:
        return 0
    end = known_heading(text[block.start : block.end], 0)
    if text.count(" ", block.start, block.start + end) > _FEW_WORDS:
        return 0  # a sentence may end in "beslut" before a name
    kind = heading_kind(text[block.start : block.start + end]) if end else ""
    return block.start + end if kind in _GLUED else 0


def _as_heading(block: Block) -> Block:
    return block if block.kind == "heading" else replace(block, kind="heading")


def _is_minutes(text: str, parts: Sequence[Block]) -> bool:
    """Return whether paragraph signs number cases: a case number, a decision, the word protokoll."""
    signs = [
        text[b.start : b.end]
        for b in parts
        if b.kind == "heading" and "§" in b.marker and not b.marker[0].isdigit()
    ]
    if not signs:
        return False
    if any(_CASE_NUMBER.search(sign) for sign in signs) or _MINUTES.search(text[:1500]):
        return True
    short = (
        text[b.start : b.end] for b in parts if b.kind in ("heading", "paragraph") and b.end - b.start < 100
    )
    return any(heading_kind(line) == "decision" for line in short)


def _signed(section: _Open, text: str) -> Iterator[_Open]:
    """Yield a section, with the signatures at its end (or in its midst) as sections of their own."""
    if section.kind in ("attendance", "contents", "furniture", "head", "signatures"):
        yield section
        return
    signed = signature_blocks([text[b.start : b.end] for b in section.blocks])
    part = replace(section, blocks=[])
    for i, block in enumerate(section.blocks):
        kind = "signatures" if i in signed else section.kind
        if kind != part.kind:
            yield part
            part = _Open(kind, case=section.case)
        part.blocks.append(block)
    yield part


def _judged(section: Section, text: str) -> Section:
    """Return the section with the kind that its content decides, where the heading does not."""
    heading = text[section.heading.start : section.heading.end] if section.heading else ""
    if section.kind == "samverkan":
        content = " ".join(text[b.start : b.end] for b in section.blocks)
        return replace(section, kind="consultation" if _UNION.search(f"{heading} {content}") else "body")
    if section.kind == "attendance" and not _MEETING.search(heading) and not _MINUTES.search(text[:3000]):
        # Outside minutes a list of members says who a body is made of.
        return replace(section, kind="body")
    return section
