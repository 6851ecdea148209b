"""The graph page over HTTP: every view without scripts, and files of exactly what is shown."""

import io
import json
import re

import networkx as nx
import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

VIEWS = ("karta", "natverk", "naromrade", "tabell")


def page(client, query=""):
    answer = client.get(f"/graf{query}")
    assert answer.status_code == 200, query
    return HTMLParser(answer.text)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers_and_names_itself(client, view):
    found = page(client, f"?vy={view}")
    assert found.css_first(".graf-vyer [aria-current]").attributes["href"].startswith("/graf")
    assert re.search(r"Visar \d+ av \d+ noder", found.css_first("#status").text())


@pytest.mark.parametrize("view", VIEWS[:3])
def test_each_thing_is_a_link_that_opens_it(client, view):
    found = page(client, f"?vy={view}")
    links = found.css("svg.bild a.nod")
    assert len(links) > 5
    assert all(link.attributes["aria-label"] for link in links)
    opened = page(client, links[1].attributes["href"].removeprefix("/graf"))
    panel = opened.css_first("#panel")
    assert "hidden" not in panel.attributes
    assert panel.css_first("h2").text().replace("\u00ad", "") in links[1].attributes["aria-label"]


def test_every_relation_in_the_panel_has_its_quote_and_the_way_to_it(client, built):
    found = page(client, "?nod=organ/kommunstyrelsen")
    lines = found.css("#panel li")
    assert lines
    for line in lines:
        assert line.css("blockquote")
        for link in line.css("figcaption a"):
            document, start, end = re.fullmatch(
                r"/kalla/([^?#]+)(?:\?[^#]*)?#c(\d+)-(\d+)", link.attributes["href"]
            ).groups()
            text = (built.work / "texts" / f"{document}.txt").read_bytes().decode()
            quote = link.parent.parent.css_first("blockquote").text()
            assert text[int(start) : int(end)].split() == quote.split()


def test_without_scripts_the_table_stands_under_the_picture(client):
    rows = page(client).css("noscript tbody tr")
    assert len(rows) > 20


def test_filters_have_counts_and_keep_the_rest_of_the_address(client):
    found = page(client, "?vy=natverk&typ=forum,extern&nod=organ/kommunstyrelsen")
    boxes = found.css("input[name=typ][type=checkbox]")
    on = {box.attributes["value"] for box in boxes if "checked" in box.attributes}
    assert on == {"forum", "extern"}
    assert all(int(label.css_first(".antal").text()) for label in found.css("fieldset:first-of-type label"))
    assert found.css_first("input[name=vy]").attributes["value"] == "natverk"
    assert found.css_first("input[name=nod]").attributes["value"] == "organ/kommunstyrelsen"


def test_nothing_chosen_says_so_and_shows_the_way_out(client):
    found = page(client, "?typ=")
    assert "Inget matchar urvalet" in found.css_first("#ram").text()
    assert found.css_first("#ram a").attributes["href"] == "/graf"


def test_a_search_with_one_hit_goes_there_and_with_several_lists_them(client):
    answer = client.get("/graf?sok=kommunstyrelsen, e-post")
    assert answer.status_code in (200, 307)
    found = page(client, "?sok=skol")
    assert len(found.css(".graf-traffar a")) > 1
    assert not page(client, "?sok=sk%C3%A5l").css(".graf-traffar a")  # å is no a


def test_a_hub_opens_as_narområde(client):
    found = page(client, "?vy=natverk")
    hub = found.css_first('[data-nod="organ/kommunstyrelsen"]')
    assert "vy=naromrade" in hub.attributes["href"]


QUERY = "?typ=forum,extern&rel=-subject"


def test_the_table_file_holds_what_is_visible_with_quotes(client):
    csv = client.get(f"/graf.csv{QUERY}").content.decode("utf-8-sig").splitlines()
    assert csv[0].startswith("Vem;Relation;Vad")
    assert "Citat" in csv[0]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/graf.xlsx{QUERY}").content)).active
    assert sheet.cell(1, 1).value == "Vem"
    shown = client.get(f"/graf.json{QUERY}").json()
    pairs = {tuple(sorted((shown["nodes"][a][1], shown["nodes"][b][1]))) for a, b, _ in shown["lines"]}
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
    told = {tuple(sorted(name[:1].upper() + name[1:] for name in (row[0], row[2]))) for row in rows if row[2]}
    assert pairs
    assert pairs <= told


def test_networks_for_gephi_hold_what_is_visible(client, tmp_path):
    shown = client.get(f"/graf.json{QUERY}").json()
    for form, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        file = tmp_path / f"graf.{form}"
        file.write_bytes(client.get(f"/graf.{form}{QUERY}").content)
        assert len(read(file)) == len(shown["nodes"])


def test_the_drawing_has_text_legend_day_selection_and_address(client):
    svg = client.get(f"/graf.svg{QUERY}&nod=organ/kommunstyrelsen").text
    assert "<text" in svg
    for words in ("Handlingar från", "Visar bara", "Extern part", "http://testserver/graf?typ=extern,forum"):
        assert words in svg
    assert "style=" not in svg
    assert "Kommunstyrelsen vald" in svg


def test_the_picture_is_twice_as_large_and_the_page_one_a3(client):
    png = client.get(f"/graf.png{QUERY}").content
    svg = client.get(f"/graf.svg{QUERY}").text
    width = float(re.search(r'width="([\d.]+)"', svg)[1])
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert abs(int.from_bytes(png[16:20], "big") - 2 * width) <= 2
    pdf = client.get(f"/graf.pdf{QUERY}").content
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_the_file_to_share_asks_for_nothing(client):
    html = client.get("/graf.html").text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_positions_are_kept_with_the_build(client, built):
    client.get("/graf?vy=natverk")
    note = json.loads((built.work / "positioner.json").read_bytes())
    assert len(note["positions"]) > 50


@pytest.mark.parametrize("name", ["sok", "nod", "typ", "rel", "vy", "djup", "antal", "status", "tabell"])
@pytest.mark.parametrize("form", ["", ".svg", ".json", ".csv"])
def test_a_hostile_address_is_only_text(client, name, form):
    payload = "\"><script>window.pwned=1</script>' onload=x \u202e../../etc/passwd"
    answer = client.get(f"/graf{form}", params={name: payload})
    assert answer.status_code == 200
    assert "<script>window" not in answer.text
