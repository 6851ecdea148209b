"""HTML pages: what the page is about, without navigation, banners and scripts.

Furniture never reaches the raw text. Nothing is fetched, run or resolved: only text nodes are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from graph.errors import InputError
from graph.read.remedies import NO_TEXT, TOO_LARGE
from graph.read.sniff import HTML
from graph.read.source import RawText
from graph.read.writer import Writer

MAX_DEPTH = 2_000  # the parser's time grows with the square of the depth
_NEVER_TEXT = (
    "script, style, noscript, template, svg, math, iframe, object, embed, canvas, video, audio, select,"
    " button, input, textarea, dialog, nav, aside, footer, head, [hidden], [aria-hidden='true'],"
    " [role='navigation'], [role='search'], [role='banner'], [role='contentinfo'], [role='dialog'],"
    " [role='complementary'], [style*='display:none'], [style*='display: none']"
)
_BANNERS = ", ".join(
    f"[{where}*='{word}' i]"
    for word in ("cookie", "kakor", "breadcrumb", "skip-link", "skiplink", "social-share", "gdpr-banner")
    for where in ("class", "id")
)
_ROOTS = ("main", "[role='main']", "article")
_WHOLE = frozenset({"html", "body", "main", "article"})
_LEAST_SHARE = 0.1  # a main element with less of the page's text than this is a shell
_OPENED = re.compile(
    r"<(/?)(?!(?:p|li|td|tr|th|dt|dd|br|hr|img|input|meta|link|option|thead|tbody|tfoot|col|source|wbr)\b)[a-z]",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[\t\n\r\f\v][ \t\n\r\f\v]*| [ \t\n\r\f\v]+")  # all white space but single spaces
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form"
    " header hgroup hr html legend li main ol p pre section summary table tbody tfoot thead tr ul"
    " h1 h2 h3 h4 h5 h6".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 6}
_NOT_IN_ROW = "h1, h2, h3, h4, h5, h6, ul, ol, table"
_TEXT_NODE = "-text"


def read_html(page: str, notes: tuple[str, ...] = ()) -> RawText:
    """Return the text of the page's main part; raises InputError when nested too deep or empty."""
    _check_depth(page)
    tree = LexborHTMLParser(page)
    title = _title(tree)
    for node in tree.css(_NEVER_TEXT):
        node.decompose()
    for node in tree.css(_BANNERS):
        if node.tag not in _WHOLE and node.css_first("main, h1") is None:
            node.decompose()
    walker = _Walker()
    walker.walk(_root(tree))
    source = walker.writer.finish(HTML, title=title, notes=notes)
    if not source.raw.strip():
        raise InputError("sidan har ingen text", way_out=NO_TEXT)
    return source


def _check_depth(page: str) -> None:
    """Refuse deep nesting by counting tags that must be closed; cheap pages pass on the first line."""
    if page.count("<") <= MAX_DEPTH:
        return
    depth = 0
    for found in _OPENED.finditer(page):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > MAX_DEPTH:
            raise InputError(f"sidan är för djupt nästlad (gränsen är {MAX_DEPTH} nivåer)", way_out=TOO_LARGE)


def _title(tree: LexborHTMLParser) -> str:
    heading = tree.css_first("main h1") or tree.css_first("h1")
    text = _squeezed(heading.text()) if heading else ""
    if not text and (node := tree.css_first("title")) is not None:
        text = re.split(r" [-–|] ", _squeezed(node.text()))[0]
    return text


def _root(tree: LexborHTMLParser) -> LexborNode:
    """Return the main part of the page: main, or a lone article, or the body without its header."""
    body = tree.body
    if body is None:
        raise InputError("sidan har ingen text", way_out=NO_TEXT)
    whole = len(body.text())
    for selector in _ROOTS:
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text()) > _LEAST_SHARE * whole:
            return found[0]
    for header in tree.css("header"):
        if header.css_first("h1") is None:
            header.decompose()
    return body


def _squeezed(text: str) -> str:
    if "  " not in text and text.isprintable():
        return text.strip(" ")  # nine in ten: the general way costs ten times as much
    return _SPACE.sub(" ", text).strip(" ")


@dataclass(slots=True)
class _Walker:
    """Goes through the tree without recursion; the buffer holds the line under way."""

    writer: Writer = field(default_factory=Writer)
    buffer: list[str] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)  # one entry a list; the number of the last ordered item
    kind: str = "paragraph"
    level: int = 0
    marker: str = ""
    row: int = 0  # mem_id of the table row under way

    def walk(self, root: LexborNode) -> None:
        """Write the lines of everything under the root."""
        node: LexborNode | None = root
        end = root.mem_id
        while node is not None:
            self._open(node)
            step = node.child
            while step is None:
                self._close(node)
                if node.mem_id == end:
                    return self._flush()
                step = node.next
                if step is None:
                    node = node.parent
                    if node is None:
                        return self._flush()
            node = step
        return None

    def _open(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == _TEXT_NODE:
            self.buffer.append(node.text_content or "")
        elif self.row:
            self._open_in_row(tag or "")
        elif tag == "br":
            self._flush("line")
        elif tag in _BLOCKS:
            self._flush()
            self._open_block(node, tag or "")

    def _open_in_row(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.buffer.append("\x1f")
        elif tag == "br" or tag in _BLOCKS:
            self.buffer.append(" ")

    def _open_block(self, node: LexborNode, tag: str) -> None:
        if tag in _HEADINGS:
            self.kind, self.level = "heading", _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li" and self.lists:
            self._open_item()
        elif tag == "tr" and node.css_first(_NOT_IN_ROW) is None:
            self.row = node.mem_id

    def _open_item(self) -> None:
        if self.lists[-1] >= 0:
            self.lists[-1] += 1
        self.kind, self.level = "item", len(self.lists)
        self.marker = f"{self.lists[-1]}." if self.lists[-1] > 0 else "•"

    def _close(self, node: LexborNode) -> None:
        if self.row:
            if node.mem_id == self.row:
                self._flush_row()
            return
        tag = node.tag
        if tag in _BLOCKS:
            self._flush()
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()

    def _flush_row(self) -> None:
        cells = [_squeezed(cell) for cell in "".join(self.buffer).split("\x1f")[1:]]
        self.buffer.clear()
        self.row = 0
        if any(cells):
            self.writer.add(" | ".join(cells), "row")

    def _flush(self, kind: str = "") -> None:
        text = _squeezed("".join(self.buffer))
        self.buffer.clear()
        if text:
            kind = kind if kind and self.kind == "paragraph" else self.kind
            self.writer.add(text, kind, level=self.level, marker=self.marker)
        if text or self.kind != "item":  # an item keeps waiting for the paragraph inside it
            self.kind, self.level, self.marker = "paragraph", 0, ""
