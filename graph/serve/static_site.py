"""The explorer as a folder of files that opens from file:// and can lie on a share: no server, no request.

The pages are those of the server, asked for in this process and followed from link to link. What needs a
server (forms, review, free SPARQL) is left out; links that led to it become plain text. An address becomes
a file of that name; what its query chooses becomes part of the name:

    /aktor/organ/socialnamnden          aktor/organ/socialnamnden.html
    /aktorer?slag=extern                aktorer-slag-extern.html
    /aktorer?tabell=aktorer&som=csv     aktorer-tabell-aktorer-som-csv.csv
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from posixpath import dirname, relpath
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from anyio.from_thread import start_blocking_portal
from lxml import html
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message

from graph.errors import StopRun
from graph.ids import digest, slug
from graph.serve.addresses import Addresses
from graph.serve.app import application
from graph.serve.rendering import STATIC
from graph.serve.searching import everything
from graph.serve.view import View
from graph.workspace import Workspace, make_folder

HOST = "samverkan.invalid"
Tell = Callable[[str, int, int], None]
Answer = tuple[int, str, bytes]
"""Status, media type and body."""
STAGE = "Skriver sidorna"
# what may be chosen in an address: any other choice leads to the page without it
_CHOICES = frozenset({"slag", "visa", "vy", "rad", "kol", "fardig", "a", "b", "tabell", "som"})
_LIVE = ("/granska", "/sok", "/id/", "/graf.", "/sparql/", "/rdf-graph-store")
_ENDINGS = ("csv", "xlsx", "ttl", "jsonld", "nt", "txt", "ics", "docx", "pdf", "md", "html")
_LONGEST = 120  # characters of one part of a path: some shares take no more
_NAMES = "static/namn.js"


def write_site(ws: Workspace, folder: Path, *, profile: str = "", tell: Tell) -> int:
    """Write the site of the last build to a folder, as the profile allows; return how many files.

    UsageError when nothing is built. The same build gives the same bytes.
    """
    app = application(ws, hosts=frozenset({HOST}), profile=profile)
    view = app.state.site.view()
    written = 0
    for name, body in _files(app, tell):
        _write(folder, name, body)
        written += 1
    for source in (
        sorted(STATIC.glob("*.css")) + sorted(STATIC.glob("*.svg")) + sorted(STATIC.rglob("*/*.css"))
    ):
        _write(folder, f"static/{source.relative_to(STATIC).as_posix()}", source.read_bytes())
        written += 1
    for script in ("sida.js", "kalla.js"):
        # A browser loads no module from a file, so ours come as plain scripts that share no names.
        _write(folder, f"static/{script}", b"(() => {\n" + (STATIC / script).read_bytes() + b"})();\n")
    _write(folder, _NAMES, _names(view))
    return written + 3


def _write(folder: Path, name: str, body: bytes) -> None:
    path = folder / name
    make_folder(path.parent)
    path.write_bytes(body)  # without waiting for the disk: a site that was broken off is written again


def _names(view: View) -> bytes:
    """Return the names to search among, as a script, for a file may not be fetched."""
    listed = [
        {"namn": hit.text, "adress": f"{file_name(hit.href)}", "slag": hit.kind, "andra": others}
        for hit, others in everything(view)
    ]
    return f"window.samverkanNamn = {json.dumps(listed, ensure_ascii=False, sort_keys=True)};\n".encode()


def _files(app: Starlette, tell: Tell) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of every page and file that links lead to."""
    todo, seen = ["/"], {"/"}
    addresses = app.state.site.view().addresses
    with start_blocking_portal() as portal:  # a loop of its own: the caller may have one running
        yield from _walked(lambda path: portal.call(answer, app, path), todo, seen, addresses, tell)
    tell(STAGE, len(todo), len(todo))


def _walked(
    asked: Callable[[str], Answer], todo: list[str], seen: set[str], addresses: Addresses, tell: Tell
) -> Iterator[tuple[str, bytes]]:
    """Yield what `_files` does; `todo` grows while it is walked."""
    for number, path in enumerate(todo):
        tell(STAGE, number, len(todo))
        status, kind, body = asked(path)
        if status >= 500:
            raise StopRun(f"Sidan {path} kunde inte skrivas.", way_out="Kör samverkan build och försök igen.")
        if status != 200:
            continue
        name = file_name(path)
        if not kind.startswith("text/html") or name.startswith("rapport/"):
            yield name, body
            continue
        page, found = _standing(body, path, addresses)
        yield name, page
        for link in found:
            if link not in seen:
                seen.add(link)
                todo.append(link)


async def answer(app: ASGIApp, path: str) -> Answer:
    """Return status, media type and body of what the application answers to a GET."""
    parts = urlsplit(path)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": unquote(parts.path), "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
        "root_path": "", "headers": [(b"host", HOST.encode()), (b"accept", b"text/html, */*;q=0.5")],
        "client": ("127.0.0.1", 1), "server": (HOST, 80), "state": {},
    }  # fmt: skip
    status, headers, body = 500, dict[bytes, bytes](), b""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, headers, body
        if message["type"] == "http.response.start":
            status, headers = message["status"], dict(message["headers"])
        else:
            body += message.get("body", b"")

    await app(scope, receive, send)
    return status, headers.get(b"content-type", b"").decode(), body


# --- from addresses to files ---------------------------------------------------------------------


def kept(address: str, addresses: Addresses) -> str | None:
    """Return an address of the server without what only a server can choose; None for what is left out.

    A thing on the map leads to its page.
    """
    parts = urlsplit(address)
    node = dict(parse_qsl(parts.query)).get("nod", "")
    if parts.path == "/graf" and node:
        return addresses.of(addresses.iri(node)) or None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    if parts.path.startswith(_LIVE) or parts.path == "/static" or parts.path.startswith("/static/"):
        return None
    chosen = sorted((n, v) for n, v in parse_qsl(parts.query) if n in _CHOICES)
    if parts.path == "/sparql":
        chosen = [pair for pair in chosen if pair[0] != "fraga"]
    return parts.path + (f"?{urlencode(chosen)}" if chosen else "")


def file_name(address: str) -> str:
    """Return the file that an address becomes.

    >>> file_name("/"), file_name("/aktorer?slag=extern"), file_name("/aktor/organ/namnden.ttl")
    ('index.html', 'aktorer-slag-extern.html', 'aktor/organ/namnden.ttl')
    """
    parts = urlsplit(address)
    chosen = parse_qsl(parts.query)
    path = unquote(parts.path).strip("/") or "index"
    ending = path.rpartition(".")[2] if path.endswith(tuple(f".{one}" for one in _ENDINGS)) else "html"
    path = path.removesuffix(f".{ending}")
    ending = dict(chosen).get("som", ending)
    tail = "".join(f"-{slug(f'{name} {value}')}" for name, value in chosen)
    *folders, last = path.split("/")
    return "/".join([*map(_short, folders), _short(last + tail) + f".{ending}"])


def _short(part: str) -> str:
    """Return a part of a path that every share takes; a long one ends in a hash of the whole."""
    safe = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in part).strip(".") or "-"
    changed = safe != part or len(safe) > _LONGEST
    return f"{safe[: _LONGEST - 9]}-{digest(part, length=8)}" if changed else safe


# --- a page without its server -------------------------------------------------------------------


def _standing(body: bytes, path: str, addresses: Addresses) -> tuple[bytes, list[str]]:
    """Return a page that stands on its own, and the addresses that it leads to."""
    tree = html.document_fromstring(body.decode())
    here = file_name(path)
    for form in tree.xpath("//main//form | //*[@data-kraver-server]"):
        form.drop_tree()
    for script in tree.xpath("//script[@src]"):
        _plain_script(script, here)
    for field in tree.xpath("//form[@role='search']"):
        field.attrib.pop("action")
    found = []
    for element, name in _linked(tree):
        address = urljoin(path, element.get(name))
        target = kept(address.partition("#")[0], addresses)
        if address.startswith("/static/") and address.endswith(".js"):
            element.drop_tree()  # told to be fetched early, for scripts that are left out
        elif address.startswith("/static/"):
            element.set(name, _from(here, address.lstrip("/")))
        elif target is None:
            _left_out(element)
        else:
            found.append(target)
            fragment = address.partition("#")[2]
            element.set(name, _from(here, file_name(target)) + (f"#{fragment}" if fragment else ""))
    return b"<!doctype html>\n" + html.tostring(tree, encoding="utf-8"), found


def _left_out(link: html.HtmlElement) -> None:
    """Take away a link that leads nowhere: in the menu with its place, elsewhere its words stay."""
    item = link.getparent()
    if item is not None and item.tag == "li" and item.xpath("ancestor::nav"):
        item.drop_tree()
    elif link.tag == "a":
        link.drop_tag()
    else:
        link.drop_tree()


def _linked(tree: html.HtmlElement) -> Iterable[tuple[html.HtmlElement, str]]:
    for element in tree.xpath("//*[@href]"):
        if not element.get("href").startswith(("#", "mailto:", "data:", "http")):
            yield element, "href"
    for element in tree.xpath("//*[@src]"):
        if not element.get("src").startswith("data:") and element.tag != "script":
            yield element, "src"


def _plain_script(script: html.HtmlElement, here: str) -> None:
    source = script.get("src").lstrip("/")
    if source not in ("static/sida.js", "static/kalla.js"):
        script.drop_tree()
        return
    script.attrib.pop("type", None)
    script.set("defer", "")
    script.set("src", _from(here, source))
    if source == "static/sida.js":
        names = html.Element("script")
        names.set("defer", "")
        names.set("src", _from(here, _NAMES))
        names.set("data-rot", _from(here, "."))
        script.addprevious(names)


def _from(here: str, there: str) -> str:
    return relpath(there, dirname(here) or ".")
