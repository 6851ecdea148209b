"""The report in each of its forms, all of one outline."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.errors import UsageError
from graph.export import markdown
from graph.export.outline import Outline


def _docx(outline: Outline) -> bytes:
    from graph.export.docx import render_docx

    return render_docx(outline)


def _pdf(outline: Outline) -> bytes:
    from graph.export.pdf import render_pdf

    return render_pdf(outline)


def _html(outline: Outline) -> bytes:
    from graph.export.report import html

    return _joined(html(outline))


def _markdown(outline: Outline) -> bytes:
    return _joined(markdown.render(outline))


def _joined(pieces: Iterable[str]) -> bytes:
    return "".join(pieces).encode("utf-8", "replace")


FORMATS: dict[str, Callable[[Outline], bytes]] = {"docx": _docx, "pdf": _pdf, "html": _html, "md": _markdown}


def render(outline: Outline, form: str) -> bytes:
    """Return the report in a form; UsageError for one that is not there."""
    if form not in FORMATS:
        raise UsageError(f"Formatet {form[:40]} finns inte.", way_out=f"De som finns: {', '.join(FORMATS)}.")
    return FORMATS[form](outline)
