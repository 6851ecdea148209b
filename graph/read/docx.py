"""DOCX by its own walker: headings, lists, tables, text boxes, footnotes, first page's header.

What a reader of the finished document would not see is not read: deleted and moved-away text,
comments, hidden text, field codes. Insertions count as text. Footnotes stand at the end, where they
are referred to. Nothing outside the file is fetched, no macro or object is opened; the notes say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from graph.errors import InputError
from graph.read.archive import Package
from graph.read.docx_styles import Numbering, Style, Styles, is_on, number, read_numbering, read_styles, value
from graph.read.remedies import DAMAGED
from graph.read.sniff import DOCX
from graph.read.source import RawText
from graph.read.writer import Writer

Element = Any  # lxml publishes no types

_MAIN_TYPES = ("wordprocessingml.document.main+xml", "document.macroEnabled.main+xml",
               "wordprocessingml.template.main+xml")  # fmt: skip
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CONTENTS = ("toc ", "toc", "innehåll")
_MANY_PARAGRAPHS = 3  # a cell with more is a page laid out as a table, and is read as running text
_NO_OUTLINE = 9  # what Word itself calls body text
_ACTIVE_FIELDS = ("DDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT")
_REMARKS = {
    "deleted": "spårade borttagningar lästes inte ({})",
    "hidden": "dold text lästes inte ({})",
    "comment": "kommentarer lästes inte ({})",
    "field": "fält som hämtar utifrån lästes inte ({})",
    "external": "länkad mall, bild eller fil hämtades inte ({})",
    "macro": "makron finns i filen; de kördes inte",
    "object": "inbäddade objekt lästes inte ({})",
}


def read_docx(package: Package) -> RawText:
    """Return the text of a DOCX package; raises InputError for broken markup or no text at all."""
    main = _main_part(package)
    root = _parse(package.part(main))
    if root is None or not isinstance(root.tag, str) or not root.tag.endswith("}document"):
        raise InputError("Word-filen är skadad: den saknar huvuddokument", way_out=DAMAGED)
    w = root.tag.removesuffix("document")
    folder = main.rpartition("/")[0]
    walker = _Walker(
        w,
        read_styles(_parse(package.part(f"{folder}/styles.xml")), w),
        read_numbering(_parse(package.part(f"{folder}/numbering.xml")), w),
    )
    links = _links(package, main)
    if header := _first_header(root, links, folder, w):
        walker.read(_parse(package.part(header)))
    walker.read(root.find(w + "body"))
    for kind in ("footnote", "endnote"):
        walker.read_notes(_parse(package.part(f"{folder}/{kind}s.xml")), kind)
    walker.found.update(_seen_in_package(package, folder, links))
    if not walker.has_text:
        raise InputError("ingen text; OCR krävs", way_out="Dokumentet innehåller bara bilder eller är tomt.")
    return walker.writer.finish(
        DOCX, title=walker.title, notes=_notes(walker.found), furniture=tuple(walker.furniture)
    )


def _parse(data: bytes) -> Element | None:
    """Return the root of a part, None for an empty one; never resolves or fetches anything."""
    if not data:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError("Word-filen är skadad (trasig XML)", way_out=DAMAGED) from error


def _main_part(package: Package) -> str:
    types = _parse(package.part("[Content_Types].xml"))
    for element in types if types is not None else ():
        if element.get("ContentType", "").endswith(_MAIN_TYPES):
            return str(element.get("PartName", "")).lstrip("/")
    return "word/document.xml"


def _links(package: Package, main: str) -> dict[str, tuple[str, str, bool]]:
    """Return the main part's relationships: id -> kind, target, whether it leads out of the file."""
    folder, _, name = main.rpartition("/")
    root = _parse(package.part(f"{folder}/_rels/{name}.rels"))
    return {
        element.get("Id", ""): (
            element.get("Type", "").rpartition("/")[2],
            element.get("Target", ""),
            element.get("TargetMode", "") == "External",
        )
        for element in (root if root is not None else ())
    }


def _first_header(root: Element, links: dict[str, tuple[str, str, bool]], folder: str, w: str) -> str:
    """Return the part with the first page's header, "" without one: letterheads stand there."""
    section = next(root.iter(w + "sectPr"), None)
    if section is None:
        return ""
    wanted = "first" if is_on(section.find(w + "titlePg"), w) else "default"
    for element in section.iterfind(w + "headerReference"):
        if element.get(w + "type", "default") == wanted:
            key = next((text for name, text in element.attrib.items() if name.endswith("}id")), "")
            _, target, external = links.get(key, ("", "", True))
            return "" if external else _resolved(folder, target)
    return ""


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"


def _seen_in_package(package: Package, folder: str, links: dict[str, tuple[str, str, bool]]) -> Counter[str]:
    seen = Counter[str]()
    names = package.names
    seen["macro"] = int(any(name.endswith("vbaProject.bin") for name in names))
    seen["object"] = sum("/embeddings/" in name or "/activeX/" in name for name in names)
    seen["external"] = sum(external and kind != "hyperlink" for kind, _, external in links.values())
    settings = package.part(f"{folder}/_rels/settings.xml.rels")  # an attached template stands here
    seen["external"] += settings.count(b'"External"')
    comments = _parse(package.part(f"{folder}/comments.xml"))
    seen["comment"] = len(comments) if comments is not None else 0
    return seen


def _notes(found: Counter[str]) -> tuple[str, ...]:
    return tuple(remark.format(found[key]) for key, remark in _REMARKS.items() if found[key])


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it will be written; `extra` holds the text boxes anchored in it."""

    text: str
    kind: str
    level: int
    marker: str
    furniture: bool
    extra: list[Element]


@dataclass(slots=True)
class _Walker:
    """Goes through one document in reading order. `w` is the main namespace in braces."""

    w: str
    styles: Styles
    numbering: Numbering
    writer: Writer = field(default_factory=Writer)
    found: Counter[str] = field(default_factory=Counter)
    furniture: list[tuple[int, int]] = field(default_factory=list)
    title: str = ""
    has_text: bool = False
    _notes: dict[str, list[str]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    _in_contents: bool = False

    def read(self, container: Element | None) -> None:
        """Write every block of a body, header, cell or text box."""
        for element in container if container is not None else ():
            name = element.tag.removeprefix(self.w)
            if name == "p":
                self._write(self._paragraph(element))
            elif name == "tbl":
                self._read_table(element)
            elif name == "sdt":
                self._read_control(element)
            elif name in ("ins", "moveTo", "customXml", "sdtContent", "smartTag"):
                self.read(element)
            elif name == "altChunk":
                self.found["object"] += 1

    def read_notes(self, root: Element | None, kind: str) -> None:
        """Write the footnotes (endnotes) that the text refers to, in the order of reference."""
        if root is None:
            return
        table = {element.get(self.w + "id"): element for element in root}
        for place, key in enumerate(self._notes[kind], 1):
            for element in table.get(key, ()):
                paragraph = self._paragraph(element)
                paragraph.kind, paragraph.marker = "paragraph", str(place)
                self._write(paragraph)

    def _read_control(self, element: Element) -> None:
        gallery = value(element, f"{self.w}sdtPr/{self.w}docPartObj/{self.w}docPartGallery", self.w)
        before, self._in_contents = self._in_contents, self._in_contents or gallery == "Table of Contents"
        self.read(element.find(self.w + "sdtContent"))
        self._in_contents = before

    def _write(self, paragraph: _Paragraph) -> None:
        text = paragraph.text.strip(" \n")
        if text:
            start = self._add(paragraph, text)
            if paragraph.furniture:
                self.furniture.append((start, start + len(text)))
        for box in paragraph.extra:
            self.read(box)

    def _add(self, paragraph: _Paragraph, text: str) -> int:
        self.has_text = True
        if "\n" not in text or paragraph.kind != "paragraph":
            text = text.replace("\n", " ")
            return self.writer.add(text, paragraph.kind, level=paragraph.level, marker=paragraph.marker)
        starts = [self.writer.add(part, "line") for part in text.split("\n")]
        return starts[0]

    def _paragraph(self, element: Element) -> _Paragraph:
        settings = element.find(self.w + "pPr")
        style = self._style(settings)
        extra: list[Element] = []
        text = "" if style.hidden else "".join(self._inline(element, extra))
        self.found["hidden"] += bool(style.hidden)
        kind, level, marker = self._kind(settings, style) if text else ("paragraph", 0, "")
        name = style.name.casefold()
        if name == "title" and not self.title:
            self.title = " ".join(text.split())
        return _Paragraph(text, kind, level, marker, self._in_contents or name.startswith(_CONTENTS), extra)

    def _style(self, settings: Element | None) -> Style:
        return self.styles.whole(value(settings, self.w + "pStyle", self.w))

    def _kind(self, settings: Element | None, style: Style) -> tuple[str, int, str]:
        outline = self._outline(settings, style)
        marker, depth = self._marker(settings, style)
        if outline < _NO_OUTLINE:
            return "heading", outline + 1, marker
        return ("item", depth + 1, marker) if marker else ("paragraph", 0, "")

    def _outline(self, settings: Element | None, style: Style) -> int:
        own = number(value(settings, self.w + "outlineLvl", self.w))
        inherited = _NO_OUTLINE if style.outline is None else style.outline
        return inherited if own is None else own

    def _marker(self, settings: Element | None, style: Style) -> tuple[str, int]:
        listed = settings.find(self.w + "numPr") if settings is not None else None
        own = value(listed, self.w + "numId", self.w) or style.number
        if own is None or own == "0":
            return "", 0
        depth = number(value(listed, self.w + "ilvl", self.w))
        depth = (style.depth or 0) if depth is None else depth
        return self.numbering.marker(own, depth), depth

    def _inline(self, element: Element, extra: list[Element]) -> Iterator[str]:
        """Yield the text of everything inline under the element."""
        for child in element:
            name = child.tag.removeprefix(self.w)
            if name == "r":
                yield from self._run(child, extra)
            elif name in ("del", "moveFrom"):
                self.found["deleted"] += 1
            elif name in ("hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "customXml", "sdtContent",
                          "sdt", "dir", "bdo"):  # fmt: skip
                yield from self._inline(child, extra)

    def _run(self, run: Element, extra: list[Element]) -> Iterator[str]:
        w = self.w
        if self._is_hidden(run):
            self.found["hidden"] += 1
            return
        for child in run:
            name = child.tag.removeprefix(w)
            if name == "t":
                yield child.text or ""
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            elif name in ("footnoteReference", "endnoteReference"):
                self._notes[name.removesuffix("Reference")].append(child.get(w + "id"))
            elif name == "instrText":
                self.found["field"] += (child.text or "").strip().startswith(_ACTIVE_FIELDS)
            elif len(child):
                extra.extend(_boxes(child, w + "txbxContent"))

    def _is_hidden(self, run: Element) -> bool:
        settings = run.find(self.w + "rPr")
        if settings is None:
            return False
        own = is_on(settings.find(self.w + "vanish"), self.w)
        if own is not None:
            return own
        return bool(self.styles.whole(value(settings, self.w + "rStyle", self.w)).hidden)

    def _read_table(self, table: Element) -> None:
        for row in table.iter(self.w + "tr"):
            if next(row.iterancestors(self.w + "tbl")) is not table:
                continue  # a table inside a cell is read with its cell
            if row.find(f"{self.w}trPr/{self.w}del") is not None:
                self.found["deleted"] += 1
                continue
            self._read_row(row)

    def _read_row(self, row: Element) -> None:
        cells = list(row.iterfind(self.w + "tc")) or list(row.iter(self.w + "tc"))
        if len(cells) == 1 or any(self._is_layout(cell) for cell in cells):
            for cell in cells:
                self.read(cell)
            return
        boxes: list[Element] = []
        text = " | ".join(self._cell(cell, boxes) for cell in cells)
        if text.strip(" |"):
            self.has_text = True
            self.writer.add(text, "row")
        for box in boxes:
            self.read(box)

    def _is_layout(self, cell: Element) -> bool:
        if cell.find(self.w + "tbl") is not None:
            return True
        paragraphs = cell.findall(self.w + "p")
        filled = [p for p in paragraphs if next(p.iter(self.w + "t"), None) is not None]
        return len(filled) > _MANY_PARAGRAPHS or any(map(self._is_heading, filled))

    def _is_heading(self, paragraph: Element) -> bool:
        settings = paragraph.find(self.w + "pPr")
        return settings is not None and self._outline(settings, self._style(settings)) < _NO_OUTLINE

    def _cell(self, cell: Element, boxes: list[Element]) -> str:
        paragraphs = [self._paragraph(element) for element in cell.iter(self.w + "p")]
        for paragraph in paragraphs:
            boxes.extend(paragraph.extra)
        return " ".join(" ".join(paragraph.text for paragraph in paragraphs).split())


_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
}


def _boxes(element: Element, wanted: str) -> Iterator[Element]:
    """Yield outermost text boxes; the fallback repeats what the first choice says."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child, wanted)
