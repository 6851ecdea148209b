"""The start page: every export that is there, linked; what was read and what was not."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from graph.export.index import write_index
from tests.export.invented_graph import PAYLOADS, hostile, knowledge

NAMES = ["karta.html", "karta-a3.pdf", "karta.svg",
         "rapport.html", "rapport.md", "pastaenden.xlsx", "pastaenden.csv",
         "pastaenden-maskin.csv",
         "samverkan.graphml", "samverkan.gexf", "graph.trig", "graph.ttl", "graph.nq",
         "graph.jsonld", "dcat.ttl"]  # fmt: skip


def written(folder, graph, names=NAMES):
    folder.mkdir(exist_ok=True)
    files = [folder / name for name in names]
    for file in files:
        file.write_text("x" * 1500, encoding="utf-8")
    return LexborHTMLParser(write_index(graph, folder, files[::-1]).read_text(encoding="utf-8"))


def test_every_export_is_linked_once_with_a_line_about_it(tmp_path):
    page = written(tmp_path, knowledge())
    items = page.css(".exports li")
    assert [item.css_first("a").attributes["href"] for item in items] == NAMES
    assert all(len(item.css_first("p").text()) > 20 for item in items)
    assert "karta.html, 2 kB" in items[0].text()


def test_only_files_that_are_there_are_linked(tmp_path):
    page = written(tmp_path, knowledge(), ["graph.nq", "okänd.html"])
    write_index(knowledge(), tmp_path, [tmp_path / "karta.html", tmp_path / "graph.nq"])
    assert [a.attributes["href"] for a in page.css(".exports a")] == ["graph.nq"]


def test_sources_read_and_unread_are_listed_with_reasons(tmp_path):
    text = written(tmp_path, knowledge()).body.text()
    for part in (
        "Lästa handlingar (2)",
        "Protokoll § 12",
        "Filer som inte lästes (1)",
        "Ingen text; OCR krävs.",
    ):
        assert part in text
    assert "1 mellanrum påtalas i handlingarna." in text
    assert "Maskinellt framtaget, granska mot källan." in text


def test_the_page_is_swedish_and_runs_nothing(tmp_path):
    page = written(tmp_path, knowledge())
    assert page.css_first("html").attributes["lang"] == "sv"
    assert page.css_first("title").text() == "Samverkanskartan – Tallmyra kommun"
    policy = page.css_first("meta[http-equiv]").attributes["content"]
    assert "script-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_names_stay_text(tmp_path, payload):
    page = written(tmp_path, hostile(payload))
    assert not page.css("script, img, svg, iframe, [onerror], [onload], [onmouseover]")
    assert {a.attributes["href"] for a in page.css("a")} == {*NAMES, "#filer"}
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.body.text())
