"""Pages: Jinja2 with everything escaped, the frame that all pages share, and their tables as files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from graph.export.one_table import csv_table, xlsx_table
from graph.export.rendering import environment
from graph.ids import slug
from graph.serve.site import Site
from graph.serve.tables import Table

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"

NAVIGATION = (
    ("", (("/", "Översikt"),)),
    ("Utforska", (("/graf", "Graf"), ("/aktorer", "Aktörer"), ("/forum", "Forum"), ("/vag-in", "Väg in"))),
    ("Analysera", (("/overlapp", "Överlapp"), ("/mellanrum", "Mellanrum"), ("/uppdrag", "Uppdrag"))),
    ("Underlag", (("/kallor", "Källor"), ("/sparql", "SPARQL"), ("/rapport", "Rapport"),
                  ("/granska", "Granska"))),
)  # fmt: skip
# page of one thing -> the page that it is found under
_UNDER = {"/aktor": "/aktorer", "/kalla": "/kallor"}

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def site_of(request: Request) -> Site:
    """Return the site that a request came to."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    tables: Iterable[Table] = (),
    headers: Mapping[str, str] | None = None,
    **context: object,
) -> Response:
    """Return a page; with `?tabell=KEY&som=csv|xlsx` the table of that key instead, as a file.

    `tables` reach the template by their keys, as `tables.KEY`.
    """
    by_key = {table.key: table for table in tables}
    wanted = by_key.get(request.query_params.get("tabell", ""))
    form = request.query_params.get("som", "")
    if wanted and form in ("csv", "xlsx"):
        return table_file(wanted, form)
    html = _environment().get_template(template).render(
        request=request, tables=by_key, address=request.url.path, navigation=NAVIGATION,
        here=_here(request.url.path), site=site_of(request), asked=asked(request), **context,
    )  # fmt: skip
    return HTMLResponse(html, status_code=status, headers=dict(headers or {}))


def table_file(table: Table, form: str) -> Response:
    """Return a table as CSV for Swedish Excel or as XLSX."""
    columns, rows = table.plain()
    csv = form == "csv"
    body = csv_table(columns, rows) if csv else xlsx_table(table.caption, columns, rows, about=table.caption)
    name = f"{slug(table.caption)[:60]}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=CSV if csv else XLSX, headers=headers)


def asked(request: Request, *without: str) -> list[tuple[str, str]]:
    """Return what the address asks for, but for which table as which file, and these names."""
    left_out = {"tabell", "som", *without}
    return [pair for pair in request.query_params.multi_items() if pair[0] not in left_out]


def address_with(pairs: Iterable[tuple[str, str]], **more: str) -> str:
    """Return the query string of these pairs, with others put in their place or after."""
    kept = [(name, value) for name, value in pairs if name not in more]
    return "?" + urlencode([*kept, *((name, value) for name, value in more.items() if value)])


def as_json(value: object) -> Markup:
    """Return a value for a script element of type application/json; it cannot close the element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = environment(TEMPLATES)
    made.filters["as_json"] = as_json
    made.globals["address_with"] = address_with
    return made


def _here(path: str) -> str:
    """Return the address in the navigation that a page is found under."""
    first = "/" + path.strip("/").partition("/")[0]
    return _UNDER.get(first, first)
