"""The explorer as a folder: every link leads to a file, nothing needs a server, the same bytes each time."""

import re
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from graph.cli import app
from graph.serve import static_site
from graph.serve.app import application
from graph.serve.static_site import HOST, _files, file_name, kept, write_site


@pytest.fixture(scope="module")
def folder(built, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("statisk")
    assert write_site(built, target, tell=lambda *_: None) > 500
    return target


def again(ws, profile: str, most: int) -> dict[str, bytes]:
    """Return the first files of another writing of the site."""
    app = application(ws, hosts=frozenset({HOST}), profile=profile)
    return dict(islice(_files(app, lambda *_: None), most))


def test_the_same_build_gives_the_same_bytes(folder, built):
    second = again(built, "", 120)
    assert len(second) > 100
    assert all((folder / name).read_bytes() == body for name, body in second.items())


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_every_link_leads_to_a_file_of_the_folder(folder):
    broken = []
    for page in pages(folder):
        if page.parent.name == "rapport":
            continue
        for link in set(re.findall(r'(?:href|src)="([^"#]+)', page.read_text(encoding="utf-8"))):
            if not link.startswith(("data:", "mailto:", "http")):
                target = (page.parent / unquote(link.replace("&amp;", "&"))).resolve()
                if not (target.is_file() and target.is_relative_to(folder)):
                    broken.append((page.name, link))
    assert not broken


def test_all_pages_and_quotes_are_there_and_nothing_needs_a_server(folder, client):
    names = {page.relative_to(folder).as_posix() for page in pages(folder)}
    lists = ("index", "graf", "aktorer", "mellanrum", "overlapp", "uppdrag", "vag-in", "kallor", "sparql")
    assert {f"{name}.html" for name in lists} <= names
    assert any(name.startswith("sparql-fardig-") for name in names)
    card = (folder / "forum/samverkan/trygghetsradet.html").read_text(encoding="utf-8")
    served = client.get("/forum/samverkan/trygghetsradet").text
    assert card.count("<blockquote>") == served.count("<blockquote>")
    for page in pages(folder):
        text = page.read_text(encoding="utf-8")
        assert 'type="module"' not in text
        assert "<form" not in text.replace('<form class="sok" role="search"', "")
        assert (
            "granska" not in re.sub(r"[Gg]ransk(?:a|ning)[^\"/]*", "", text) or page.parent.name == "rapport"
        )


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/aktor/se/aktor/polisen", "aktor/se/aktor/polisen.html"),
        ("/aktorer?tabell=aktorer&som=csv", "aktorer-tabell-aktorer-som-csv.csv"),
        ("/rapport/rapport.docx", "rapport/rapport.docx"),
        ("/sak/../../etc/passwd", None),
    ],
)
def test_an_address_becomes_a_file_inside_the_folder(address, name):
    found = file_name(address)
    assert found == name if name else ".." not in found.split("/")


def test_long_names_are_cut_and_stay_apart():
    names = {file_name(f"/sak/utsaga/{'x' * 300}{end}") for end in "ab"}
    assert len(names) == 2
    assert all(len(part) < 140 for name in names for part in name.split("/"))


def test_what_only_a_server_can_choose_is_left_out(built):
    from graph.serve.site import load

    addresses = load(built).addresses
    assert kept("/kalla/x?c=1-2", addresses) == "/kalla/x"
    assert kept("/granska", addresses) is None
    assert kept("https://example.org/", addresses) is None
    assert kept("/graf?nod=samverkan/trygghetsradet", addresses) == "/forum/samverkan/trygghetsradet"


def test_the_public_gets_no_document_whole(built):
    files = again(built, "publik", 400)
    sources = [
        body.decode() for name, body in files.items() if name.startswith("kalla/") and name.endswith("html")
    ]
    assert sources
    assert all("Texten visas inte" in source for source in sources)


def test_the_command_writes_it_where_and_for_whom_it_is_told(built, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(
        static_site, "write_site", lambda ws, folder, **given: told.append((folder, given["profile"])) or 7
    )
    call = ["export", "--statisk", str(tmp_path), "--profil", "publik", "--workspace", str(built.root)]
    answer = CliRunner().invoke(app, call)
    assert answer.exit_code == 0, answer.output
    assert told == [(tmp_path, "publik")]
    assert "7 filer skrivna, profil: publik." in answer.output


@pytest.mark.browser
def test_it_opens_from_a_file_and_searches_without_a_request(browser, folder):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.goto((folder / "index.html").as_uri())
    page.fill("#sok", "trygg")
    page.wait_for_selector("#sokforslag:not([hidden]) a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/samverkan/**")
    page.click("main .pastaende summary >> nth=0")
    page.click("main .pastaende details[open] figcaption a >> nth=0")
    assert page.locator("mark.vald").count() > 0
    assert (asked, faults) == ([], [])
    page.close()
