"""The pages of the explorer: each answers, every statement has its quote, tables go out as files."""

import csv
import io
import re

import openpyxl
import pytest

from graph.serve.source_pages import pieces
from graph.serve.task_pages import _days
from tests.serve.conftest import browsing

FORUM = "/forum/samverkan/trygghetsradet"
LISTS = ("/aktorer", "/forum", "/overlapp", "/mellanrum", "/vag-in", "/uppdrag", "/kallor")


def test_every_link_of_every_page_leads_somewhere(client):
    """Walk the whole explorer: what a page links to is there."""
    todo, seen, broken = ["/"], {"/"}, []
    while todo:
        path = todo.pop()
        answer = client.get(path)
        if answer.status_code >= 400:
            broken.append((path, answer.status_code))
        links = re.findall(r'(?:href|src)="(/[^"#]*)', answer.text) if "html" in _kind(answer) else []
        links += [answer.headers["location"]] if "location" in answer.headers else []
        for link in {one.replace("&amp;", "&") for one in links} - seen:
            seen.add(link)
            if not re.search(r"[?&](?:c|som|om|fran|fraga)=|^/(?:rapport/|graf|granska|sparql)", link):
                todo.append(link)
    assert not broken
    assert len(seen) > 500


def _kind(answer) -> str:
    return answer.headers.get("content-type", "")


def test_every_statement_of_a_card_has_a_quote_that_stands_in_its_document(client, built):
    text = client.get(FORUM).text
    statements = text.count('<li class="pastaende')
    assert statements > 10
    assert text.count("<blockquote>") >= statements
    texts = {f.stem: f.read_text(encoding="utf-8") for f in (built.work / "texts").glob("*.txt")}
    places = re.findall(r'href="/kalla/([^"?]+)\?c=(\d+)-(\d+)#c', text)
    assert places
    assert all(texts[document][int(a) : int(b)].strip() for document, a, b in places)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_table_goes_out_as_a_file(client, path, form):
    page = client.get(path).text
    keys = re.findall(r'data-tabell="([^"]+)"', page)
    assert keys
    for key in keys:
        answer = client.get(path, params={"tabell": key, "som": form})
        assert "attachment" in answer.headers["content-disposition"]
        rows = _rows(answer.content, form)
        assert len(rows) > 1
        shown = re.search(rf'data-tabell="{key}".*?</table>', page, re.DOTALL)[0]
        assert len(rows) - 1 == shown.count("<tr") - 1


def _rows(body: bytes, form: str) -> list[tuple]:
    if form == "csv":
        assert body.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    return list(openpyxl.load_workbook(io.BytesIO(body)).active.values)


def test_filters_narrow_and_say_how_many(client):
    everything = client.get("/mellanrum").text
    derived = client.get("/mellanrum?ursprung=regel").text
    assert "påtalat i källa</span>" in everything
    assert "påtalat i källa</span>" not in derived
    assert "Härledda av verktyget" in derived
    assert "Inget matchar urvalet." in client.get("/mellanrum?slag=finns-inte").text


def test_a_derived_gap_names_its_rule_and_what_was_searched(client):
    href = re.search(r'href="(/mellanrum/regel/[^"]+)"', client.get("/mellanrum").text)[1]
    text = client.get(href).text
    assert "Varför visas detta?" in text
    assert "SELECT" in text
    assert "Det betyder inte att det inte finns." in text


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/sak/samverkan/trygghetsradet", FORUM),
        ("/aktor/samverkan/trygghetsradet", FORUM),
        ("/aktor/polisen", None),
        ("/id/dimvalla/samverkan/trygghetsradet", FORUM),
    ],
)
def test_other_names_and_kinds_lead_to_the_right_page(client, path, target):
    answer = client.get(path)
    assert answer.status_code in (301, 303, 404)
    if target:
        assert answer.headers["location"] == target


def test_an_unknown_name_suggests_what_is_near(client):
    answer = client.get("/forum/samverkan/trygghetsradett")
    assert answer.status_code == 404
    assert FORUM in answer.text


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", FORUM),
        ("text/turtle", f"{FORUM}.ttl"),
        ("application/ld+json, text/turtle;q=0.5", f"{FORUM}.jsonld"),
    ],
)
def test_identifiers_give_what_the_client_prefers(client, accept, target):
    answer = client.get("/id/dimvalla/samverkan/trygghetsradet", headers={"accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, target)


def test_turtle_of_a_thing_holds_its_facts_and_quotes(client):
    import rdflib

    graph = rdflib.Graph().parse(data=client.get(f"{FORUM}.ttl").text, format="turtle")
    exact = rdflib.URIRef("http://www.w3.org/ns/oa#exact")
    assert len(list(graph.subject_objects(exact))) > 5
    assert client.get(f"{FORUM}.ttl").content == client.get(f"{FORUM}.ttl").content


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("trygghetsrådet", "Trygghetsrådet"),
        ("TRYGGHETSRÅDET", "Trygghetsrådet"),
        ("trygghets", "Trygghetsrådet"),
        ("kommunstyr", "Kommunstyrelsen"),
        ("gruppen sspf", "SSPF-gruppen"),
    ],
)
def test_search_finds_names_as_they_are_typed(client, text, first):
    assert client.get("/sok.json", params={"q": text}).json()[0]["namn"] == first


def test_search_keeps_swedish_letters_apart(client):
    assert not client.get("/sok.json", params={"q": "trygghetsradet"}).json()
    assert "Menade du" in client.get("/sok", params={"q": "trygghetsradet"}).text


def test_deadlines_are_judged_from_the_chosen_day(client):
    early, late = (client.get(f"/uppdrag?datum={day}").text for day in ("2024-01-01", "2030-01-01"))
    assert "passerad utan redovisning</span>" not in early
    assert "kommande</span>" not in late
    assert "är inget datum" in client.get("/uppdrag?datum=i+morgon").text
    assert client.get("/uppdrag.ics").text.startswith("BEGIN:VCALENDAR")


def test_no_way_in_is_the_finding(client):
    text = client.get("/vag-in", params={"fran": "se/aktor/barn-och-ungdomspsykiatrin"}).text
    assert "Ingen väg in är dokumenterad" in text
    assert "Det betyder inte att den inte finns" in text
    assert client.get("/vag-in?fran=finns-inte").status_code == 404


def test_a_report_is_made_in_every_format(client):
    assert client.get("/rapport/rapport.md?om=friskolor").text.startswith("#")
    html = client.get("/rapport/rapport.html?om=friskolor")
    assert "unsafe" not in html.headers["content-security-policy"]
    assert "Menade du" in client.get("/rapport?om=friskoler").text
    assert "är inget datum" in client.get("/rapport?sedan=/etc/passwd").text


def test_a_source_is_shown_whole_with_its_passages(client, built):
    href = re.search(r'href="(/kalla/[^"?]+)"', client.get("/kallor").text)[1]
    answer = client.get(href)
    assert "<mark" in answer.text
    assert client.get("/kalla/finns-inte").status_code == 404
    document = href.rpartition("/")[2]
    raw = (built.work / "texts" / f"{document}.txt").read_text(encoding="utf-8")
    assert client.get(f"{href}/text.txt").text == raw


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        (set(), ["Nämnden ansvarar."]),
        ({(0, 7)}, ["Nämnden", " ansvarar."]),
        ({(0, 7), (3, 16)}, ["Näm", "nden", " ansvarar", "."]),
        ({(-1, 4), (5, 99), (7, 7)}, ["Nämnden ansvarar."]),
    ],
)
def test_a_text_is_cut_at_the_edges_of_passages(spans, expected):
    cut = pieces("Nämnden ansvarar.", spans, None)
    assert [piece.text for piece in cut] == expected
    assert "".join(piece.text for piece in cut) == "Nämnden ansvarar."


def test_partial_dates_lie_at_their_end():
    assert _days("2024-05-01") < _days("2024-05") < _days("2024") < _days("2025-01-01")


def test_the_public_profile_shows_no_document_whole(own):
    own.settings_file.write_text('profil = "publik"\n', encoding="utf-8")
    with browsing(own) as public:
        href = re.search(r'href="(/kalla/[^"?]+)"', public.get("/kallor").text)[1]
        assert "Texten visas inte" in public.get(href).text
        assert public.get(f"{href}/text.txt").status_code == 404


def test_a_rebuild_is_shown_and_the_old_view_stays_whole(own):
    from graph.pipeline import build

    with browsing(own) as client:
        assert "<strong>17</strong> handlingar" in client.get("/").text
        next(own.documents.glob("*.md")).unlink()
        build(own, workers=2)
        client.app.state.site.refresh()
        assert "<strong>16</strong> handlingar" in client.get("/").text


def test_a_graph_too_large_to_analyse_says_so_and_not_that_nothing_was_found(own, monkeypatch):
    monkeypatch.setattr("graph.exporting.MOST_ANALYSED", 1)
    with browsing(own) as client:
        text = client.get("/overlapp").text
    assert "bygget inte gör analyserna av sig själv" in text
    assert "<p>Inga överlapp hittades" not in text
