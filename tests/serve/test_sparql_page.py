"""The SPARQL page: ready questions, free ones with names in the answer, faults with line and caret."""

import pytest

from graph.serve.rendering import STATIC
from graph.serve.sparql_page import EDITOR, _bars
from graph.serve.tables import row
from tests.serve.conftest import browsing

COUNT = "SELECT ?f (COUNT(?d) AS ?n) { ?f a sam:Forum ; sam:hasParticipant ?d } GROUP BY ?f"


def test_ready_questions_come_first_and_show_their_fields(client):
    text = client.get("/sparql").text
    assert text.index("Färdiga frågor") < text.index("Med egna ord")
    assert text.count("<option value=") > 60
    asked = client.get("/sparql?fardig=samarbetsuppdragens-innehall").text
    assert "selected" in asked


def test_a_free_question_shows_names_and_leads_to_pages(client):
    text = client.get("/sparql", params={"fraga": COUNT}).text
    assert '<a href="/forum/samverkan/trygghetsradet">' in text
    assert "<rect width=" in text
    assert "Visa i grafen" in text
    table = client.get("/sparql", params={"fraga": COUNT, "tabell": "svar", "som": "csv"})
    assert "Trygghetsrådet;" in table.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ASK { ?s a sam:Forum }", ">ja<"),
        ("CONSTRUCT { ?s a sam:Forum } WHERE { ?s a sam:Forum } LIMIT 2", "predikat"),
        ("SELECT ?s { ?s a sam:Saknas }", "Frågan gav inga rader."),
        ('SELECT ("<script>alert(1)</script>" AS ?x) {}', "&lt;script&gt;"),
    ],
)
def test_every_kind_of_answer_has_a_form(client, text, part):
    answer = client.get("/sparql", params={"fraga": text})
    assert answer.status_code == 200
    assert part in answer.text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("SELECT ?x {\n ?x a sam:Forum", "Rad 2"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("DELETE WHERE { ?s ?p ?o }", ""),
    ],
)
def test_faults_are_told_in_swedish(client, text, part):
    answer = client.get("/sparql", params={"fraga": text})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert part in answer.text
    assert "Traceback" not in answer.text


def test_an_unknown_value_of_a_ready_question_suggests_names(client):
    ready = client.get("/sparql").text
    assert "vag-in" in ready or "fardig" in ready
    answer = client.get("/sparql?fardig=vagen-in-for-en-aktor&p_aktör=friskoler")
    assert answer.status_code == 200


def test_completions_are_our_words_with_their_swedish_names(client):
    found = client.get("/sparql/ordlista.json").json()
    assert {"ord": "sam:Forum", "namn": "forum"} in found["ord"]
    assert found["prefix"]["sam"].startswith("https://")


def test_the_public_profile_answers_no_questions(own):
    own.settings_file.write_text('profil = "publik"\n', encoding="utf-8")
    with browsing(own) as public:
        assert "profilen intern" in public.get("/sparql", params={"fraga": COUNT}).text


@pytest.mark.parametrize(
    ("rows", "lengths"),
    [
        ((row("a", 2), row("b", 4)), [500, 1000]),
        ((row("a", "2,5"), row("b", "5")), [500, 1000]),
        ((row("a", "x"), row("b", "5")), []),
        ((row("a", -1), row("b", 5)), []),
        ((row("a", 0), row("b", 0)), []),
        ((row("a", 1),), []),
    ],
)
def test_numbers_become_bars(rows, lengths):
    assert [bar.length for bar in _bars(rows, ("vad", "antal"))] == lengths


@pytest.mark.browser
@pytest.mark.skipif(not (STATIC / EDITOR).is_file(), reason="the editor was not bundled: npm is missing")
def test_the_editor_completes_our_words_and_runs_by_keys(tab):
    tab.open("/sparql?fraga=ASK%20%7B%7D")
    content = tab.page.locator(".cm-content")
    content.click()
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("SELECT ?f { ?f a sam:Foru", delay=15)
    tab.page.wait_for_selector(".cm-tooltip-autocomplete")
    tab.page.wait_for_timeout(150)  # the list takes keys only after a moment, so that typing is not caught
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.type(" ")
    tab.page.keyboard.press("Control+Enter")
    tab.page.wait_for_selector("text=Trygghetsrådet")
    # Typing over what is selected, Chromium itself asks for an inline style; the policy refuses it.
    tab.complaints = [one for one in tab.complaints if "inline style" not in one]
