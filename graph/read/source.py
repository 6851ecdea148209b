"""What every extractor yields: the raw text of a file and what its format knows about the lines.

Offsets are raw: half-open code points into `RawText.raw`. The tidy stage turns this into blocks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One physical line, paragraph or table row, without its newline.

    `kind` is "line" (a physical line that may be wrapped), "paragraph" (whole, the format says so),
    "heading", "item" or "row"; `level` the depth of a heading or list item (1 first); `marker` what
    stood before the text (`1.`, `•`), which is not part of the span; `page` counts from 1;
    `column` counts from 1 on a page with several columns and is 0 elsewhere.
    """

    start: int
    end: int
    kind: str
    level: int = 0
    marker: str = ""
    page: int | None = None
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    r"""The text of one file, exactly as read (line ends as `\n`), before it is tidied.

    `pages[n]` is the raw offset where page n + 1 begins (empty where the format has no pages);
    `title` is the title that the format itself carries; `notes` are Swedish remarks for the source
    list; `furniture` are raw spans that the format marks as page furniture (running headers,
    navigation) and that must not be read.

    In `text/markdown` a line's span still holds inline markup (`**`, `_`, `[x](y)`, `<br>`).
    In `application/pdf` a hyphen that PDFium found at a line end stands as `-` before the newline.
    """

    raw: str
    lines: tuple[Line, ...]
    pages: tuple[int, ...]
    media: str
    title: str = ""
    notes: tuple[str, ...] = ()
    furniture: tuple[tuple[int, int], ...] = ()
