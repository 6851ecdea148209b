"""Items 39, 40, 42 and 43 of the list of hostile requests: names, values and addresses that mean harm."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET

import pytest
from lxml import html

from graph.pipeline import build
from graph.store.questions import packaged
from graph.workspace import Workspace, init_workspace
from tests.serve.conftest import Live, browsing
from tests.serve.hostile import head, raw, store_hash

LISTS = (
    "/", "/graf", "/aktorer", "/forum", "/forum/jamfor", "/overlapp", "/mellanrum", "/vag-in", "/uppdrag",
    "/kallor", "/sparql", "/rapport", "/granska", "/granska/namn", "/granska/regler", "/sok", "/sok.json",
)  # fmt: skip
NAMES = (
    "q a b c p vad rad kol ursprung slag status ror tabell som fran arende handling start slut citat regel"
    " alla sida namn datum per vy typ rel nod djup fardig fraga visa sats"
).split()
VALUES = [
    '"} INSERT DATA { <a:a> <a:b> <a:c> } #',
    "\\u0022} ; DROP ALL ; #",
    "x\u2028} CLEAR ALL",
    "<a:a> } } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o",
    '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "\x00\x01\ufffe\U000e0001{{7*7}}${7*7}<%= 7*7 %>" + "a" * 200,
]
HARM = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}", "]]>",
        "<svg onload=alert(1)>", "javascript:alert(1)", "</script><script>alert(2)</script>")  # fmt: skip


def faults(text: str) -> list[str]:
    """Return what in a page would run: elements, attributes and addresses that are not ours."""
    page = html.fromstring(text)
    found = [f"<{one.tag} {name}>" for one in page.iter() for name in one.attrib if name.startswith("on")]
    for one in page.iter("script"):
        if one.get("type") != "application/json" and not (one.get("src") or "").startswith("/static/"):
            found.append(f"script {one.text}")
    for one in page.iter():
        for name in ("href", "src", "action", "formaction"):
            value = (one.get(name) or "").strip().lower()
            drawn = one.tag == "img" and value.startswith("data:image/")  # an image cannot run anything
            if value.startswith(("javascript:", "data:", "vbscript:")) and not drawn:
                found.append(f"{name}={one.get(name)}")
    return [*found, *(one.get("src") for one in page.iter("img") if one.get("src") == "x")]


# 39: what comes in an address is a value, never a part of a query or of a page
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_39_values_of_addresses_are_values(client, built, path, value):
    before = store_hash(built.store)
    names = [name for name in NAMES if name not in ("tabell", "som", "fraga")] if "\u2028" in value else NAMES
    answer = client.get(path, params=dict.fromkeys(names, value))
    assert answer.status_code in (200, 302, 303, 307, 400, 404), answer.text[:500]
    if "text/html" in answer.headers.get("content-type", ""):
        assert not faults(answer.text)
    assert store_hash(built.store) == before


@pytest.mark.parametrize("question", [q for q in packaged() if q.parameters][::6], ids=lambda q: q.name)
def test_39_parameters_of_questions_are_bound(client, built, question):
    before = store_hash(built.store)
    for value in VALUES[:5]:
        named = {f"p_{one.name}": value for one in question.parameters}
        answer = client.get("/sparql", params={"fardig": question.name, **named})
        assert answer.status_code in (200, 400, 404)
        assert "felskriven" not in answer.text  # it would be if the value had become a part of the query
    assert store_hash(built.store) == before


# 40: what a document says is text, wherever it is shown
@pytest.fixture(scope="module")
def marred(tmp_path_factory, built) -> Workspace:
    """A small municipality whose names and texts are scripts, made of the invented one."""
    ws = init_workspace(tmp_path_factory.mktemp("illvillig"))
    files = {file.name: file for file in built.documents.iterdir()}
    rows = files["register-fristaende-skolor.csv"].read_text(encoding="utf-8-sig").splitlines()
    harmed = [rows[0], *(f"{harm} friskola {n};{harm} AB;F–9;2{n};a@b.example;2024-08-20"
                         for n, harm in enumerate(HARM))]  # fmt: skip
    (ws.documents / "register.csv").write_text("\n".join(harmed), encoding="utf-8")
    for name, file in files.items():
        if name.endswith(".txt"):
            data = file.read_bytes()
            text = data.decode("latin-1" if b"\xe4" in data.replace(b"\xc3\xa4", b"") else "utf-8")
            for n, word in enumerate(
                ("samverkan", "nämnden", "skolan", "rutin", "ansvar", "kommunen", "frågor")
            ):
                text = re.sub(rf"\b{word}\b", f"{word} {HARM[n]}", text)
            (ws.documents / name).write_text(text, encoding="utf-8")
    (ws.documents / 'svar "<img src=x onerror=alert(1)>".txt').write_text(
        "Socialnämnden deltar i Trygghetsrådet.\n", encoding="utf-8"
    )
    build(ws, workers=2)
    return ws


def test_40_no_page_runs_what_a_document_says(marred):
    todo, seen, shown = [*LISTS], set(LISTS), 0
    with browsing(marred) as client:
        while todo:
            path = todo.pop()
            answer = client.get(path)
            assert answer.status_code < 500, path
            kind = answer.headers.get("content-type", "")
            if "attachment" in answer.headers.get("content-disposition", ""):
                continue  # a file to keep: tests/export looks into those
            if "text/html" in kind:
                assert not faults(answer.text), path
                assert "unsafe" not in answer.headers["content-security-policy"]
                shown += "onerror" in answer.text
                links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', answer.text)}
                new = {
                    link for link in links - seen if not re.search(r"[?&](?:som|om|fraga)=|^/rapport/", link)
                }
                todo += sorted(new)[:4]
                seen |= links
            elif "svg" in kind or "xml" in kind:
                marks = {one.tag.rpartition("}")[2] for one in ET.fromstring(answer.content).iter()}
                assert "script" not in marks
            elif "json" in kind:
                answer.json()
    assert shown > 20


def test_40_a_real_browser_runs_nothing_of_it(marred, browser):
    running = Live(marred)
    try:
        page = browser.new_page()
        dialogs = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
        for path in (
            "/",
            "/graf",
            "/graf?vy=natverk",
            "/aktorer",
            "/kallor",
            "/mellanrum",
            "/granska",
            "/sok?q=alert",
        ):
            page.goto(running.address + path)
            assert page.locator("h1").count()
            assert not page.locator("img[src=x], [onerror], [onload]").count()
            assert not page.evaluate(
                "[...document.scripts].some(s => !s.src && s.type != 'application/json')"
            )
        page.goto(running.address + "/")
        page.keyboard.press("/")
        page.keyboard.type("friskola")
        page.wait_for_timeout(400)
        assert not page.locator("img[src=x]").count()
        page.close()
        assert not dialogs
    finally:
        running.stop()


# 42: an address is a name in the map, never a path on the disk
PLACES = ("/static/", "/kalla/", "/aktor/", "/forum/", "/mellanrum/", "/sak/", "/id/", "/rapport/", "/")
WAYS = (
    "../../../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "%2e%2e%2fapp.py", "../app.py", "..%5c..%5capp.py", "....//....//app.py", "/etc/passwd",
    "%2fetc%2fpasswd", "stil.css%00.html", "%00", "%c0%ae%c0%ae/app.py", "file:///etc/passwd",
    "~root/.profile", "CON", ".", "..", "../samverkan.toml", "%252e%252e%252fapp.py",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_42_no_address_leads_out_of_the_map(live, place):
    for way in WAYS:
        for tail in ("", "/text.txt", ".ttl"):
            status, body = raw(live, head(live, f"GET {place}{way}{tail}"))
            assert status in (400, 404) or (place + way).strip("/.") == "", (place + way + tail, status)
            assert "root:" not in body
            assert "__future__" not in body


def test_42_a_link_on_the_disk_leads_nowhere(own):
    """A text or a folder of exports that was replaced by a link to elsewhere is not followed to a secret."""
    secret = own.root / "hemlig"
    secret.mkdir()
    (secret / "index.html").write_text("hemligt", encoding="utf-8")
    shutil.rmtree(own.exports, ignore_errors=True)
    own.exports.symlink_to(secret)
    with browsing(own) as client:
        for path in ("/exports/index.html", "/export/index.html", "/index.html", "/data/work/build.json"):
            assert client.get(path).status_code == 404


# 43: nobody is sent elsewhere, and no eyes see what was meant for others
@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("to", ["/ond.example", "/ond.example/..", "\\ond.example", "%5cond.example",
                                "https:ond.example", "%2f%2fond.example",
                                "x%0d%0aSet-Cookie:%20a=b"])  # fmt: skip
def test_43_nobody_is_sent_to_another_place(live, path, to):
    for accept in ("text/html", "text/turtle"):
        sent = head(live, f"GET {path}{to}", f"Accept: {accept}", "X-Forwarded-Host: ond.example")
        status, body = raw(live, sent)
        assert status in (400, 404)
        assert "//ond.example" not in body.replace("&#47;", "/") or "Ingen" in body or "finns" in body


def test_43_every_redirection_stays_here(client):
    for query in (
        "?nasta=//ond.example",
        "?next=https://ond.example",
        "?url=//ond.example",
        "?vy=//ond.example",
    ):
        for path in LISTS:
            place = client.get(path + query).headers.get("location", "/")
            assert re.match(r"/(?![/\\])", place)


def test_43_answers_are_not_kept_for_other_eyes(own):
    paths = ("/", "/aktorer", "/kallor", "/rapport", "/sparql?query=ASK%7B%7D", "/uppdrag.ics")
    with browsing(own) as client:
        intern = {path: client.get(path, headers={"x-forwarded-host": "ond.example"}) for path in paths}
    own.settings_file.write_text('profil = "publik"\n', encoding="utf-8")
    with browsing(own) as client:
        for path, before in intern.items():
            assert "private" in before.headers["cache-control"]
            assert "ond.example" not in before.text
            asked = {
                "if-none-match": before.headers.get("etag", "*"),
                "if-modified-since": before.headers.get("date", ""),
            }
            assert client.get(path, headers=asked).status_code in (200, 403)
        assert client.get("/sparql?query=ASK%7B%7D").status_code == 403
