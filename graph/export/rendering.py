"""Jinja2 with everything escaped, and pages that a browser lets run nothing but our own scripts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph.export.wording import counted, date, line, number, plain
from graph.export.wrapping import soft

TEMPLATES = Path(__file__).parent / "templates"


def page(template: str, **context: object) -> Iterator[str]:
    """Yield the page in pieces; `plain`, `line`, `soft` and `number` are filters."""
    return environment(TEMPLATES).get_template(template).generate(**context)


def environment(templates: Path) -> Environment:
    """Return Jinja2 for a folder of templates: all escaped, what is undefined is an error, our filters."""
    made = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters |= {
        "plain": plain,
        "line": line,
        "soft": soft,
        "number": number,
        "counted": counted,
        "day": date,
    }
    made.filters["as_image"] = as_image
    return made


def as_image(svg: str) -> str:
    """Return a drawing as the address of an image that lies in the page itself, where it can run nothing."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def resource(name: str) -> str:
    """Return a style sheet or script of ours."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def inline(code: str) -> Markup:
    """Return our own code for a script or style element, unescaped; it must not close the element."""
    if "</" in code and ("</script" in code.lower() or "</style" in code.lower()):
        raise ValueError("code would close its own element")
    return Markup(code)


def policy(*, styles: tuple[str, ...], scripts: tuple[str, ...] = ()) -> str:
    """Return a Content Security Policy: these styles and scripts by hash, data images, nothing else."""
    allowed = {"style-src": styles, "script-src": scripts}
    rules = [f"{name} {' '.join(map(_hash, codes)) or repr('none')}" for name, codes in allowed.items()]
    return "; ".join(["default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'", *rules])


def _hash(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"
