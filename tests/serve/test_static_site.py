"""The explorer as a folder: every link leads to a file, nothing needs a server, the same bytes each time."""

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from graph.cli import app
from graph.serve.static_site import file_name, kept, write_site


@pytest.fixture(scope="module")
def folder(built, tmp_path_factory) -> Path:
    """The site, written twice: the same build gives the same bytes."""
    first, second = (tmp_path_factory.mktemp("statisk") for _ in range(2))
    counts = {write_site(built, target, tell=lambda *_: None) for target in (first, second)}
    assert len(counts) == 1
    assert counts.pop() > 500
    assert hashes(first) == hashes(second)
    return first


def hashes(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


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


def test_the_command_writes_it_for_the_public(own, tmp_path):
    target = tmp_path / "publik"
    answer = CliRunner().invoke(
        app, ["export", "--statisk", str(target), "--profil", "publik", "--workspace", str(own.root)]
    )
    assert answer.exit_code == 0, answer.output
    assert "profil: publik" in answer.output
    source = next((target / "kalla").glob("*.html")).read_text(encoding="utf-8")
    assert "Texten visas inte" in source


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
