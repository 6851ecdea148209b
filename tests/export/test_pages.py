"""karta.html: what is on it, where it stands, that it asks for nothing and runs nothing but our scripts."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from graph.export.drawing import write_drawing
from graph.export.index import write_index
from graph.export.kinds import COLUMNS, KINDS
from graph.export.networks import MOST_IN_COLUMN, NODE_WIDTH, PITCH, build_map, node_id
from graph.export.pages import write_map
from graph.export.report import write_report
from graph.export.wording import line
from graph.export.wrapping import soft, wrapped
from graph.model import Entity
from tests.export.analysed import analysed
from tests.export.invented_graph import OWN, PAYLOADS, hostile, knowledge, said

WEB = re.compile(
    r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""", re.IGNORECASE
)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return write_map(knowledge(), tmp_path_factory.mktemp("karta")).read_text(encoding="utf-8")


def names(drawn, *predicates):
    label = {place.iri: place.label for place in drawn.places}
    return {
        (label[r.start], r.name, label[r.end])
        for r in drawn.relations
        if not predicates or r.name in predicates
    }


# --- what is shown ------------------------------------------------------------------------------


def test_statements_become_relations_and_people_stay_out():
    drawn = build_map(knowledge())
    assert ("Kommunrevisionen", "pekar ut", "otydlig väg in för friskolorna") in names(drawn)
    assert ("Skolnämnden", "instämmer delvis", "otydlig väg in för friskolorna") in names(drawn)
    assert ("Ortsrådet", "har deltagare", "friskolorna") in names(drawn)
    assert ("Ortsrådet", "rör", "boende") in names(drawn)
    shown = {place.label for place in drawn.places}
    assert "Nova Namnsson" not in shown
    assert "friskolorna vet inte vart de ska vända sig" not in shown
    assert "Tysta nätverket" in shown  # a forum nobody is known to take part in is worth seeing


def test_what_is_denied_is_not_drawn_and_what_is_possible_says_so():
    drawn = build_map(knowledge())
    assert not [name for name in names(drawn, "har deltagare") if name[2] == "Skolförvaltningen"]
    assert {r.modality for r in drawn.relations if r.end == OWN + "aktor/boklunden"} == {"möjligt"}


def test_each_thing_stands_in_its_column_and_on_no_other():
    drawn = build_map(knowledge())
    assert {p.kind.key: (p.x - PITCH // 2) // PITCH for p in drawn.places} == {
        "extern": 0,
        "malgrupp": 1,
        "mellanrum": 2,
        "forum": 3,
        "vagin": 3,
        "organ": 4,
        "uppdrag": 5,
        "atgard": 5,
    }
    for one in drawn.places:
        for two in drawn.places:
            assert one is two or one.x != two.x or abs(one.y - two.y) >= (one.height + two.height) / 2
    assert NODE_WIDTH < PITCH


def test_of_very_many_things_the_best_connected_are_shown_and_the_rest_counted(tmp_path):
    many = {
        f"{OWN}aktor/a{n}": Entity(
            iri=f"{OWN}aktor/a{n}", types=("sam:ExternalActor",), label=f"Förening {n}"
        )
        for n in range(700)
    }
    claim = said("samverkan/ortsradet", "sam:hasParticipant", "aktor/a699", "Förening 699 deltar.")
    graph = knowledge()
    graph = replace(graph, entities=graph.entities | many, assertions=(*graph.assertions, claim))
    drawn = build_map(graph)
    outside = [place.label for place in drawn.places if place.kind.key == "extern"]
    assert len(outside) == MOST_IN_COLUMN
    assert "Förening 699" in outside
    assert drawn.known > 700
    page = write_map(graph, tmp_path).read_text(encoding="utf-8")
    assert f"Visar {len(drawn.places)} av {drawn.known} saker" in page


def test_the_same_graph_gives_the_same_bytes_in_any_order(tmp_path):
    graph = knowledge()
    other = replace(graph, assertions=graph.assertions[::-1], entities=dict(reversed(graph.entities.items())))
    assert write_map(graph, tmp_path / "a").read_bytes() == write_map(other, tmp_path / "b").read_bytes()


def test_an_empty_graph_gives_a_page_too(tmp_path):
    page = write_map(knowledge(entities={}, assertions=(), sources=()), tmp_path).read_text(encoding="utf-8")
    assert "Visar 0 av 0 saker" in page


# --- the page -----------------------------------------------------------------------------------


def test_the_page_asks_for_nothing(page):
    assert not WEB.search(page)
    tree = HTMLParser(page)
    assert not tree.css("link, iframe, object, embed, base, form, [src]:not(img#print)")
    assert "jsdelivr" not in page
    assert "cdnjs" not in page


def test_the_page_is_a_swedish_document_with_landmarks(page):
    assert page.startswith('<!doctype html>\n<html lang="sv">')
    tree = HTMLParser(page)
    assert tree.css_first("title").text() == "Samverkanskarta – Tallmyra kommun"
    assert [len(tree.css(tag)) for tag in ("h1", "main", "header", "footer", "body", "head")] == [1] * 6
    assert tree.css_first("a.skip").attributes["href"] == "#relationer"
    assert all(th.attributes.get("scope") for th in tree.css("th"))
    assert tree.css_first("table caption")
    assert tree.css_first("[role=status]").text().startswith("Visar ")


def test_the_policy_lets_exactly_these_scripts_run(page):
    tree = HTMLParser(page)
    policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    codes = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" for code in (*codes, *styles)]
    assert sorted(re.findall(r"'sha256-[^']+'", policy)) == sorted(hashes)
    assert len(codes) == 3


def test_the_drawing_stands_still(page):
    options = re.search(r"var options = (\{.*?\});", page)[1]
    assert '"physics": {"enabled": false}' in options
    assert '"smooth": false' in options
    assert '"bindToWindow": false' in options


def test_the_legend_names_every_kind_shown(page):
    legend = HTMLParser(page).css_first("ul.legend").text()
    drawn = build_map(knowledge())
    for kind in {place.kind.key: place.kind for place in drawn.places}.values():
        count = sum(place.kind == kind for place in drawn.places)
        assert f"{kind.one[0].upper()}{kind.one[1:]} ({count})" in legend


def test_the_table_says_what_the_drawing_says(page):
    tree, drawn = HTMLParser(page), build_map(knowledge())
    rows = tree.css("#relationer tbody tr")
    assert len(rows) == len(drawn.relations)
    for relation in drawn.relations:
        start, end = node_id(relation.start), node_id(relation.end)
        texts = [
            row.text()
            for row in rows
            if (row.attributes["data-from"], row.attributes["data-to"]) == (start, end)
        ]
        assert any(relation.name in text and relation.evidence[0].quote in text for text in texts)
        assert f"e-{'-'.join(sorted((start, end)))}" in page
    for heading in COLUMNS:
        assert heading in tree.css_first("#rutor").text()
    assert (
        "Protokoll § 12, sida 2, tecken 0–45; Svar från nämnden, tecken 7–52"
        in tree.css_first("#relationer").text()
    )


def test_a_title_can_never_turn_pyvis_to_html_popups(tmp_path):
    page = write_map(hostile('<a href="x">href HREF</a>'), tmp_path).read_text(encoding="utf-8")
    assert "popup.innerHTML" not in page
    assert "showPopup(" not in page.split("drawGraph()")[-1]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_graph_adds_no_element_no_link_and_no_script(tmp_path, page, payload):
    bad, good = (
        HTMLParser(write_map(hostile(payload), tmp_path).read_text(encoding="utf-8")),
        HTMLParser(page),
    )
    for selector in ("script", "style", "img", "svg", "iframe", "meta", "link", "button"):
        assert len(bad.css(selector)) == len(good.css(selector)), selector
    for element in bad.css("*"):
        assert not [name for name in element.attributes if name.startswith("on")]
        assert (element.attributes.get("href") or "#").startswith("#")
    text = bad.body.text()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert line(payload).strip() in " ".join(text.replace("\u00ad", "").split())


def test_colours_can_be_told_from_white_and_the_shape_says_the_same():
    for kind in KINDS:
        assert contrast(kind.line, "#ffffff") >= 4.5
        assert contrast("#1b1f24", kind.fill) >= 7
    assert len({(kind.form, kind.line) for kind in KINDS}) == len(KINDS)


def contrast(one, two):
    """Return the WCAG contrast ratio of two colours `#rrggbb`."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Ortsrådet", ["Ortsrådet"]),
        ("Barn- och utbildningsnämnden", ["Barn- och utbildnings-", "nämnden"]),
        ("samhällsbyggnadsförvaltningen", ["samhällsbyggnads-", "förvaltningen"]),
        ("xyz" * 10, ["xyzxyzxyzxyzxyzxyzxyz-", "xyzxyzxyz"]),
        ("a " * 60, ["a a a a a a a a a a a", "a a a a a a a a a a a", "a a a a a a a a a a a…"]),
    ],
)
def test_labels_wrap_at_the_joints_of_compounds(label, lines):
    assert wrapped(label, width=22, most=3) == lines
    assert all(len(text) <= 22 for text in lines)
    assert soft(label).replace("\u00ad", "") == " ".join(label.split())


# --- in a browser -------------------------------------------------------------------------------


def opened(browser, path):
    """Return the page with what went wrong on it: errors, and requests for anything but the file."""
    tab, faults = browser.new_page(viewport={"width": 1440, "height": 900}), []
    tab.on("console", lambda message: faults.append(message.text))
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("dialog", lambda dialog: (faults.append("dialog"), dialog.dismiss()))
    tab.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else faults.append(r.url))
    tab.goto(path.as_uri())
    tab.wait_for_function("typeof network === 'object' && document.querySelector('#mynetwork canvas')")
    return tab, faults


@pytest.mark.browser
def test_choosing_shows_the_quotes_and_fades_the_rest(browser, tmp_path):
    tab, faults = opened(browser, write_map(knowledge(), tmp_path))
    gap = node_id(OWN + "forhallande/vag-in")
    tab.click(f"#{gap} a")
    panel = tab.locator("#panel")
    assert panel.is_visible()
    assert panel.locator("h2").inner_text() == "otydlig väg in för friskolorna"
    assert "En lots har anställts för friskolorna." in panel.inner_text()
    assert "Vald: otydlig väg in för friskolorna" in tab.locator("#status").inner_text()
    tab.keyboard.press("Escape")
    assert panel.is_hidden()
    assert tab.locator("#status").inner_text().startswith("Visar ")
    place = tab.evaluate(f"network.canvasToDOM(network.getPositions(['{gap}'])['{gap}'])")
    tab.locator("#mynetwork").click(position=place)
    assert panel.is_visible()
    assert faults == []


@pytest.mark.browser
def test_each_node_is_drawn_in_its_own_outline_at_full_size(browser, tmp_path):
    tab, faults = opened(browser, write_map(knowledge(), tmp_path))
    assert tab.evaluate("nodes.get().every((node) => node.shape === 'custom')")
    assert tab.evaluate("network.getScale()") == 1
    painted = tab.evaluate(
        """() => { const canvas = document.querySelector('#mynetwork canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return data.filter((value, i) => i % 4 === 3 && value).length; }"""
    )
    assert painted > 20_000
    assert faults == []


@pytest.mark.browser
def test_nothing_in_a_hostile_graph_runs(browser, tmp_path):
    tab, faults = opened(browser, write_map(hostile("".join(PAYLOADS[:9]) + " href"), tmp_path))
    for place in build_map(knowledge()).places:
        tab.click(f"#{place.id} a")
        tab.locator("#panel").wait_for()
    tab.mouse.move(400, 400)
    assert tab.evaluate("window.pwned") is None
    assert tab.locator("#panel script, #panel img, #panel svg").count() == 0
    assert faults == []


@pytest.mark.browser
def test_every_page_works_from_a_folder_and_asks_the_network_for_nothing(browser, tmp_path):
    graph = hostile("".join(PAYLOADS[:9]))
    write_map(graph, tmp_path)
    write_map(graph, tmp_path, [OWN + "forhallande/vag-in"])
    write_report(graph, tmp_path, analysed(graph))
    write_index(graph, tmp_path, tmp_path.iterdir())
    write_drawing(graph, tmp_path)
    pages = [*tmp_path.glob("*.html"), *tmp_path.glob("*.svg")]
    assert len(pages) == 5
    for page in pages:
        tab, asked = browser.new_page(), []
        tab.on("request", lambda r, asked=asked: asked.append(r.url))
        tab.on("pageerror", lambda error, asked=asked: asked.append(str(error)))
        tab.goto(page.as_uri())
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == [], page.name
        assert [url for url in asked if url.startswith("file:")] == [page.as_uri()], page.name
        assert tab.evaluate("window.pwned") is None
