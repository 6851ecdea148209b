"""What a DOCX says about its paragraphs: styles with their ancestors, and automatic numbering."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Element = Any  # lxml publishes no types
T = TypeVar("T")

_MAX_ANCESTORS = 20
_HEADING_NAME = re.compile(r"(?:heading|rubrik)\s*([1-9])$", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph or character style. `outline` counts from 0; None where nothing is said."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    number: str | None = None
    depth: int | None = None
    hidden: bool | None = None

    @property
    def heading(self) -> int | None:
        """Return the outline level that the name implies (`heading 2`, `Rubrik 2`, `Title`)."""
        if self.name.casefold() == "title":
            return 0
        found = _HEADING_NAME.match(self.name)
        return int(found[1]) - 1 if found else None


def is_on(element: Element | None, w: str) -> bool | None:
    """Return a switch such as `w:vanish`: None when absent, else its value (present means on)."""
    return None if element is None else element.get(w + "val", "1").casefold() not in _OFF


def number(text: str | None) -> int | None:
    """Return a small number in an attribute, None when it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def value(parent: Element | None, path: str, w: str) -> str | None:
    """Return the `w:val` of a descendant of `parent`, None where either is absent."""
    found = parent.find(path) if parent is not None else None
    return found.get(w + "val") if found is not None else None


@dataclass(slots=True)
class Styles:
    """All styles by id."""

    table: Mapping[str, Style]
    _whole: dict[str | None, Style] = field(default_factory=dict)

    def whole(self, style: str | None) -> Style:
        """Return the style with what it inherits filled in, its own name kept."""
        if style not in self._whole:
            self._whole[style] = self._filled(style)
        return self._whole[style]

    def _filled(self, style: str | None) -> Style:
        whole = Style()
        for _ in range(_MAX_ANCESTORS):
            if not style or style not in self.table:
                break
            own = self.table[style]
            whole = Style(
                name=whole.name or own.name,
                outline=_first(whole.outline, own.outline, own.heading),
                number=_first(whole.number, own.number),
                depth=_first(whole.depth, own.depth),
                hidden=_first(whole.hidden, own.hidden),
            )
            style = own.parent
        return whole


def _first(*values: T | None) -> T | None:
    return next((value for value in values if value is not None), None)


def read_styles(root: Element | None, w: str) -> Styles:
    """Return the styles of `word/styles.xml`; `w` is the namespace in braces."""
    return Styles(
        {
            element.get(w + "styleId", ""): _style(element, w)
            for element in (root.iterfind(w + "style") if root is not None else ())
        }
    )


def _style(element: Element, w: str) -> Style:
    paragraph = element.find(w + "pPr")
    return Style(
        name=value(element, w + "name", w) or "",
        parent=value(element, w + "basedOn", w) or "",
        outline=number(value(paragraph, w + "outlineLvl", w)),
        number=value(paragraph, f"{w}numPr/{w}numId", w),
        depth=number(value(paragraph, f"{w}numPr/{w}ilvl", w)),
        hidden=is_on(element.find(f"{w}rPr/{w}vanish"), w),
    )


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Automatic numbers: `marker` counts as Word does when it is asked in document order."""

    lists: Mapping[str, str]  # numId -> abstract list
    levels: Mapping[str, Mapping[int, _Level]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def marker(self, number_id: str, depth: int) -> str:
        """Return what Word shows before the next paragraph of this list: `1.`, `2.1`, `•`, `§ 3`."""
        abstract = self.lists.get(number_id, "")
        levels = self.levels.get(abstract, {})
        if depth not in levels or levels[depth].form in ("bullet", "none"):
            return "•"
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return _PLACEHOLDER.sub(lambda found: _shown(levels, counts, int(found[1]) - 1), levels[depth].text)


def _shown(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth)
    return _formatted(counts.get(depth, level.start), level.form) if level else ""


def _formatted(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)


def _roman(count: int) -> str:
    parts = []
    for worth, sign in _ROMAN:
        times, count = divmod(count, worth) if count < 400 else (0, count)
        parts.append(sign * times)
    return "".join(parts) or str(count)


def read_numbering(root: Element | None, w: str) -> Numbering:
    """Return the lists of `word/numbering.xml`."""
    if root is None:
        return Numbering({}, {})
    lists = {
        element.get(w + "numId", ""): value(element, w + "abstractNumId", w) or ""
        for element in root.iterfind(w + "num")
    }
    levels = {
        element.get(w + "abstractNumId", ""): {
            depth: _level(level, w)
            for level in element.iterfind(w + "lvl")
            if (depth := number(level.get(w + "ilvl"))) is not None
        }
        for element in root.iterfind(w + "abstractNum")
    }
    return Numbering(lists, levels)


def _level(element: Element, w: str) -> _Level:
    start = number(value(element, w + "start", w))
    return _Level(
        form=value(element, w + "numFmt", w) or "decimal",
        text=value(element, w + "lvlText", w) or "",
        start=1 if start is None else start,
    )
