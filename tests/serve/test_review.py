"""Granska: what a person decides is written down, shown at once, and followed by the next build."""

from __future__ import annotations

import gc
import hashlib
import json
import re
import threading
import time
from array import array
from dataclasses import replace

import pytest

from graph import exporting
from graph.analyse.review_queue import statement_id
from graph.ids import slug
from graph.model import BY_HAND, Text
from graph.resolve import deciding
from graph.resolve.decisions import decisions_of
from graph.serve import builder
from graph.serve.choosing_names import Chooser
from graph.serve.rebuilding import Rebuilding
from graph.serve.reviewing import Review, context
from graph.state import Joined, Name, Undecided, load_state, save_state
from tests.serve.conftest import browsing

WHO = {"vem": "A. Strateg"}


@pytest.fixture
def pages(own):
    """A client of a workspace of its own, whose rebuilding is only noted."""
    client = browsing(own)
    asked = []
    client.app.state.site.rebuilding.want = lambda: asked.append(1)
    client.app.state.site.rebuilding.warm = lambda: None
    client.asked = asked
    return client


def site(client):
    return client.app.state.site


def queue(client):
    return Review(site(client)).queue()


def post(client, path, status=303, **fields):
    answer = client.post(path, data={"token": site(client).token, **WHO, **fields})
    assert answer.status_code == status, answer.text
    return answer


def lines(client):
    path = site(client).ws.decisions
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judge(client, item, said, status=303, seen="", **more):
    fields = {"pastaende": item.id, "beslut": said, "sedd": seen, **more}
    return post(client, "/granska/beslut", status, **fields)


# --- one statement at a time -----------------------------------------------------------------------


def test_the_page_shows_the_most_urgent_with_its_quote_in_its_context(pages):
    first = queue(pages)[0]
    text = pages.get("/granska").text
    assert f'value="{first.id}"' in text
    assert re.search(r"<mark>[^<]{10,}</mark>", text)
    assert "0</strong> av" in text
    for word in ("Godkänn", "Ändra", "Avvisa", "Vet ej"):
        assert word in text


@pytest.mark.parametrize(
    ("said", "word"), [("godkand", "1 godkänt"), ("avvisad", "1 avvisat"), ("osaker", "1 är sett men ovisst")]
)
def test_a_verdict_is_written_shown_and_the_next_statement_comes(pages, said, word):
    first, second, *_ = queue(pages)
    answer = judge(pages, first, said, varfor="läst i protokollet")
    assert answer.headers["location"] == f"/granska?p={second.id}"
    (line,) = lines(pages)
    assert line["beslut"] == said
    assert line["pastaende"] == first.id
    assert line["vem"] == "A. Strateg"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", line["nar"])
    assert line["varfor"] == "läst i protokollet"
    assert line["regel"] == first.rule
    assert pages.asked == [1]
    assert [item.id for item in queue(pages)[:2]] == [second.id, queue(pages)[1].id]
    assert word in pages.get("/granska").text


def test_a_review_is_taken_up_where_it_was(own, pages):
    first, second, *_ = queue(pages)
    judge(pages, first, "godkand")
    assert queue(browsing(own))[0].id == second.id


def test_who_comes_late_is_told_who_was_first(pages):
    first = queue(pages)[0]
    judge(pages, first, "godkand")
    assert "A. Strateg har redan godkänt påståendet." in judge(pages, first, "avvisad", 409).text
    assert len(lines(pages)) == 1
    seen = Review(site(pages)).said[first.id].id
    judge(pages, first, "avvisad", seen=seen)  # with open eyes one may overrule
    assert len(lines(pages)) == 2


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"beslut": "kanske"}, 400),
        ({"pastaende": "0" * 16}, 400),
        ({"vem": "  "}, 400),
        ({"token": "fel"}, 403),
    ],
)
def test_what_is_no_decision_is_refused_and_not_written(pages, fields, status):
    first = queue(pages)[0]
    post(
        pages, "/granska/beslut", status, **{"pastaende": first.id, "beslut": "godkand", "sedd": "", **fields}
    )
    assert not site(pages).ws.decisions.exists()


def test_names_and_reasons_are_shown_as_text_only(pages):
    first = queue(pages)[0]
    judge(pages, first, "godkand", vem="<script>alert(1)</script>", varfor='"><img src=x onerror=a>')
    for path in ("/granska", "/granska/logg", f"/granska?p={first.id}"):
        text = pages.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_file_with_torn_and_odd_lines_is_shown_and_can_be_gone_on_with(pages):
    path = site(pages).ws.decisions
    path.write_text(
        '{"beslut": "avvis\n[]\n{"beslut": "godkand", "pastaende": "' + "0" * 16 + '", "vem": ["x"]}'
    )
    assert pages.get("/granska").status_code == 200
    text = pages.get("/granska/logg").text
    assert text.count("går inte att använda") == 2
    judge(pages, queue(pages)[0], "godkand")
    assert len(decisions_of(path.read_bytes()).statements) == 2


def test_an_empty_queue_says_so(pages):
    text = pages.get("/granska?regel=finns.inte").text
    assert "Kön är tom" in text
    everything = [item.id for item in queue(pages)]
    decision = {"beslut": "osaker", "pastaenden": everything}
    deciding.decide(site(pages).ws.decisions, [decision], who="A", when="2031")
    text = pages.get("/granska").text
    assert "Kön är tom" in text
    assert f"Gå igenom de {len(everything)} som ingen visste" in text


def test_the_public_profile_is_not_reviewed(own, pages):
    own.settings_file.write_text('profil = "publik"\n')
    client = browsing(own)
    assert client.get("/granska").status_code == 403
    assert "interna profilen" in client.get("/granska").text


POSTS = ("beslut", "angra", "bygg", "andra", "nytt", "namn/beslut", "namn/kalla", "sats/beslut")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("headers", [{}, {"origin": "http://ond.example"}, {"origin": "null"}])
def test_nothing_changes_without_the_token_or_from_elsewhere(pages, path, headers):
    token = {"token": site(pages).token} if headers else {}
    answer = pages.post(f"/granska/{path}", data={**WHO, **token}, headers=headers)
    assert answer.status_code == 403
    assert pages.get(f"/granska/{path}").status_code in (200, 404, 405)
    assert not site(pages).ws.decisions.exists()
    assert pages.asked == []


def test_the_context_of_a_quote_is_cut_between_words_and_has_no_blank_lines():
    raw = "bort " * 100 + "före\n \n\nCitatet\n\när helt.\n\nefter " + "bort " * 100
    start, end = raw.index("Citatet"), raw.index("helt.") + 5
    found = context(Text(raw, raw, array("I")), start, end)
    assert found.quote == "Citatet\n\när helt."
    assert found.before.startswith("… bort ")
    assert found.before.endswith("före\n")
    assert found.after.startswith("\nefter bort")
    assert found.after.endswith("bort …")


# --- the log ---------------------------------------------------------------------------------------


def test_undoing_is_a_new_line_and_gives_the_statement_back(pages):
    first = queue(pages)[0]
    judge(pages, first, "avvisad")
    before = site(pages).ws.decisions.read_bytes()
    row = re.search(r'name="rad" value="(\w+)"', pages.get("/granska/logg").text)[1]
    post(pages, "/granska/angra", rad=row)
    assert site(pages).ws.decisions.read_bytes().startswith(before)
    assert queue(pages)[0].id == first.id
    assert post(pages, "/granska/angra", 409, rad=row)
    assert 'class="angrad"' in pages.get("/granska/logg").text


def test_any_sequence_of_verdicts_and_undoings_leaves_what_holds(pages):
    """Every other verdict is undone, then the first undoing itself: exactly those that hold are left."""
    items = queue(pages)[:6]
    for item in items:
        judge(pages, item, "avvisad")
    holding = Review(site(pages)).holding
    for line in holding[::2]:
        post(pages, "/granska/angra", rad=line.id)
    undoing = Review(site(pages)).holding[-1]
    assert undoing.fields["beslut"] == "angrad"
    post(pages, "/granska/angra", rad=undoing.id)
    left = decisions_of(site(pages).ws.decisions.read_bytes())
    expected = {item.id for item in items[1::2]} | {items[4].id}
    assert set(left.statements) == expected
    assert left.problems == ()


# --- names, rules, changes -------------------------------------------------------------------------


def test_two_names_are_joined_and_parted_by_what_a_person_writes(pages):
    fields = {"a-namn": "Välfärdsnämnden", "b-namn": "Kommunstyrelsen"}
    post(pages, "/granska/namn/beslut", beslut="samma", **fields)
    post(pages, "/granska/namn/beslut", beslut="inte_samma", **fields)
    first, second = lines(pages)
    assert {first["a"], first["b"]} == {"organ/valfardsnamnden", "organ/kommunstyrelsen"}
    assert second["beslut"] == "inte_samma"
    assert "Välfärdsnämnden och Kommunstyrelsen" in pages.get("/granska/logg").text


def test_what_the_linker_asks_and_what_its_rules_joined_is_shown_with_quotes(own):
    state = load_state(own)
    first, second = (
        Name(f"organ/{slug(name)}", f"{state.place.iri}/organ/{slug(name)}", name)
        for name in ("Välfärdsnämnden", "Kommunstyrelsen")
    )
    asked = Undecided((first, second), "skiljer sig på en bokstav", 0.5)
    joined = Joined(first, (Name("organ/valfardsnamden", first.iri, "Välfärdsnämden"),))
    save_state(own, replace(state, undecided=(asked,), joined=(joined,)))
    client = browsing(own)
    site(client).rebuilding.want = lambda: None
    text = client.get("/granska/namn").text
    assert "Skäl att fråga: skiljer sig på en bokstav." in text
    assert text.count("<blockquote>") >= 2
    assert "Välfärdsnämden" in text
    post(client, "/granska/namn/beslut", beslut="osaker", a=first.key, b=second.key)
    post(client, "/granska/namn/beslut", beslut="inte_samma", a=first.key, b="organ/valfardsnamden")
    assert [(line["beslut"], line["a"], line["b"]) for line in lines(client)] == [
        ("osaker", first.key, second.key),
        ("inte_samma", first.key, "organ/valfardsnamden"),
    ]
    text = client.get("/granska/namn").text
    assert "Skäl att fråga" not in text
    assert "Välfärdsnämden" not in text
    assert "”vet ej” om 1 par" in text


def test_a_thing_gets_another_name(pages):
    fields = {"a-namn": "Kommunstyrelsen", "till": "  Styrelsen  "}
    post(pages, "/granska/namn/kalla", **fields)
    (line,) = lines(pages)
    assert (line["beslut"], line["a"], line["till"]) == ("rattad", "organ/kommunstyrelsen", "Styrelsen")
    assert "Kommunstyrelsen heter Styrelsen" in pages.get("/granska/logg").text
    post(pages, "/granska/namn/kalla", 400, **{**fields, "till": " "})


def test_a_name_that_is_not_there_is_told(pages):
    answer = post(
        pages,
        "/granska/namn/beslut",
        400,
        beslut="samma",
        **{"a-namn": "Finns ej", "b-namn": "Kommunstyrelsen"},
    )
    assert "”Finns ej” finns inte i grafen" in answer.text


def test_whatever_is_written_in_a_field_leads_back_to_what_it_was(client):
    view = site(client).view()
    chooser = Chooser(view)
    terms = {c.object for c in view.knowledge.assertions if isinstance(c.object, str)}
    for name in {*view.knowledge.entities, *terms}:
        assert chooser.iri(chooser.written(name)) == name


def test_many_of_one_rule_are_one_line(pages):
    rule = queue(pages)[0].rule
    chosen = [item.id for item in Review(site(pages)).queue(rule=rule)[:3]]
    assert pages.get(f"/granska/sats?regel={rule}&alla=1").text.count(" checked") >= len(chosen)
    ticked = {f"p-{name}": "on" for name in chosen}
    post(pages, "/granska/sats/beslut", regel=rule, beslut="godkand", **ticked, **{"p-" + "0" * 16: "on"})
    (line,) = lines(pages)
    assert line["pastaenden"] == chosen
    assert not set(chosen) & {item.id for item in queue(pages)}


def test_another_object_is_a_correction(pages):
    item = next(i for i in queue(pages) if i.claims[0].predicate == "sam:deadline")
    chooser = pages.get(f"/granska/andra?p={item.id}").text
    subject = re.search(r'name="subjekt"[^>]* value="([^"]+)"', chooser)[1]
    fields = {"pastaende": item.id, "sedd": "", "subjekt": subject, "relation": "sam:deadline"}
    post(pages, "/granska/andra", 400, objekt=item.claims[0].object.value, **fields)
    post(pages, "/granska/andra", objekt="2031-03-01", **fields)
    (line,) = lines(pages)
    assert (line["beslut"], line["till"]) == ("rattad", "2031-03-01")


def test_another_relation_is_a_rejection_and_a_statement_with_the_same_quote(pages):
    item = next(i for i in queue(pages) if i.claims[0].predicate == "sam:hasParticipant")
    page = pages.get(f"/granska/andra?p={item.id}").text
    subject, value = (re.search(rf'name="{n}"[^>]* value="([^"]+)"', page)[1] for n in ("subjekt", "objekt"))
    fields = {"pastaende": item.id, "sedd": "", "subjekt": subject, "relation": "sam:convenor"}
    post(pages, "/granska/andra", objekt=value, **fields)
    rejected, added, *_ = lines(pages)
    assert (rejected["beslut"], rejected["pastaende"]) == ("avvisad", item.id)
    assert added["beslut"] == "tillagd"
    assert added["pastaende"][1] == "sam:convenor"
    passage = min(item.claims[0].evidence, key=lambda e: (e.document, e.start, e.end))
    assert added["citat"] == passage.quote


def test_the_table_of_rules_is_a_page_and_a_file(pages):
    text = pages.get("/granska/regler").text
    assert "claim.finding" in text
    file = pages.get("/granska/regler?tabell=regler&som=csv")
    assert file.headers["content-type"].startswith("text/csv")
    assert "Regel;Påståenden;Granskade" in file.text


# --- a statement of one's own ----------------------------------------------------------------------


def test_a_quote_is_found_in_the_text_and_must_be_there(pages):
    view = site(pages).view()
    passage = queue(pages)[0].claims[0].evidence[0]
    asked = {"handling": passage.document, "citat": "  ".join(passage.quote.split())}
    page = pages.get("/granska/nytt", params=asked)
    assert f'name="start" value="{passage.start}"' in page.text
    assert pages.get("/granska/nytt", params={**asked, "citat": "Detta står inte där."}).status_code == 400
    assert pages.get("/granska/nytt", params={**asked, "handling": "finns-inte"}).status_code == 404
    span = {"start": "5", "slut": "4", "handling": next(iter(view.facts.sources))}
    assert pages.get("/granska/nytt", params=span).status_code == 400


def test_a_passage_that_was_marked_beside_is_found_by_its_words(pages):
    passage = queue(pages)[0].claims[0].evidence[0]
    asked = {"handling": passage.document, "citat": passage.quote}
    asked |= {"start": str(passage.start + 2), "slut": str(passage.end + 2)}
    assert f'name="start" value="{passage.start}"' in pages.get("/granska/nytt", params=asked).text


# --- to the end ------------------------------------------------------------------------------------


def exported(ws):
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in ws.exports.iterdir() if f.is_file()}


def test_a_rejected_statement_is_gone_everywhere_and_undoing_gives_the_same_bytes(own):
    """A deadline and a participant: gone from analyses, map and report; an addition is there; all undone."""
    client = browsing(own)
    before, view = exported(own), site(client).view()
    due = next(one for one in view.analysis.deadlines if one.due)
    deadline = next(c for c in view.facts.about(due.assignment, "sam:deadline"))
    member = next(view.facts.with_predicate("sam:hasParticipant"))
    passage = deadline.evidence[0]
    try:
        for claim in (deadline, member):
            judge(client, Review(site(client)).by_id[statement_id(claim)], "avvisad")
        span = {"start": str(passage.start), "slut": str(passage.end), "handling": passage.document}
        said = {"subjekt": "Kommunstyrelsen", "relation": "dcterms:description", "objekt": "Ur granskningen"}
        post(client, "/granska/nytt", **span, **said)
        assert client.get("/granska").status_code == 200  # nobody waits for the build
        status = site(client).rebuilding.wait(120)
        assert status.problem == ""
        assert status.remarks == ()
        after = site(client).view()
        assert after is not view
        assert not [one for one in after.analysis.deadlines if one.assignment == due.assignment and one.due]
        assert member not in after.facts.about(member.subject, "sam:hasParticipant")
        (added,) = [c for c in after.knowledge.assertions if c.origin == BY_HAND]
        assert added.evidence == (passage,)
        assert added.reviewed
        assert after.facts.reviewed == 1
        assert "Vad besluten har ändrat" in client.get("/granska").text
        changed = {name for name, digest in exported(own).items() if digest != before[name]}
        assert {"rapport.md", "karta.html", "pastaenden.csv", "graph.nq"} <= changed
        for line in Review(site(client)).holding:
            post(client, "/granska/angra", rad=line.id)
        assert site(client).rebuilding.wait(120).problem == ""
        assert exported(own) == before
        assert site(client).view().knowledge.graph_hash == view.knowledge.graph_hash
    finally:
        site(client).rebuilding.stop()


def test_builds_wait_for_one_another_and_many_decisions_are_one_build(own, monkeypatch):
    built, free = [], threading.Event()
    rebuilding = Rebuilding(own, lambda: None)
    monkeypatch.setattr("graph.serve.rebuilding.summary_of", lambda _view: {})

    def asked():
        built.append(1)
        free.wait(10)
        return {}

    rebuilding._asked = asked
    for _ in range(20):
        rebuilding.want()
        time.sleep(0.001)
    free.set()
    assert rebuilding.wait(10).building is False
    assert len(built) == 2
    assert rebuilding.status.number == 2


def test_a_build_leaves_the_exports_to_the_next_when_people_have_decided_more(own, monkeypatch):
    before = exported(own)
    deciding.decide(own.decisions, [{"beslut": "osaker", "pastaende": "0" * 16}], who="A", when="2031")
    write_all = exporting.export_all

    def slow(ws, snapshot, state, tell):
        if not slow.done:
            slow.done = True
            deciding.decide(ws.decisions, [{"beslut": "osaker", "pastaende": "1" * 16}], who="B", when="2031")
        return write_all(ws, snapshot, state, tell)

    slow.done = False
    monkeypatch.setattr("graph.pipeline.export_all", slow)
    monkeypatch.setattr("graph.exporting._noted", lambda *_: None)
    assert builder._built(own.root) == {"nyare": True}
    assert exported(own) == before
    assert not [file for file in own.exports.iterdir() if file.name.startswith(".")]
    rebuilding = Rebuilding(own, lambda: None)
    monkeypatch.setattr("graph.serve.rebuilding.summary_of", lambda _view: {})
    answers = iter([{"nyare": True}, {}])
    rebuilding._asked = lambda: next(answers)
    rebuilding.want()
    assert rebuilding.wait(10).number == 2


def test_the_process_that_builds_ends_with_the_explorer_also_when_nobody_stops_it(own):
    rebuilding = Rebuilding(own, lambda: None)
    rebuilding.warm()
    rebuilding.warm()
    (process,) = rebuilding._processes
    assert process.poll() is None
    del rebuilding
    gc.collect()
    assert process.poll() is not None
