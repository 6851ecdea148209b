"""Accepted, unsure, corrected twice, and added by hand: what decisions make of the graph."""

from __future__ import annotations

import json

import pytest

from graph import answers
from graph.pipeline import build
from graph.resolve.decisions import line_id
from graph.state import load_state
from graph.store.dataset import knowledge
from graph.store.generations import current
from graph.workspace import Workspace, init_workspace
from tests.pipeline.invented import write_documents


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Workspace:
    ws = init_workspace(tmp_path_factory.mktemp("beslut"))
    write_documents(ws.documents)
    build(ws, municipality="Provby kommun", workers=1)
    return ws


@pytest.fixture
def ws(built, monkeypatch) -> Workspace:
    """The one workspace, without the exports: each test begins from no decisions."""
    monkeypatch.setattr("graph.pipeline.export_all", lambda *_: _Counts)
    built.decisions.unlink(missing_ok=True)
    return built


class _Counts:
    statements = quotes = 0


def decide(ws, *decisions):
    lines = [d if isinstance(d, str) else json.dumps(d, ensure_ascii=False) for d in decisions]
    ws.decisions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return build(ws, municipality="Provby kommun", workers=1).remarks


def known(ws):
    state = load_state(ws)
    with current(ws.store) as snapshot:
        return knowledge(snapshot, state.place, state.sources)


def deadline(ws):
    (found,) = [c for c in known(ws).assertions if c.predicate == "sam:deadline"]
    return found


def key(iri):
    return "/".join(iri.split("/")[-2:])


def triple(ws):
    claim = deadline(ws)
    return [key(claim.subject), "sam:deadline", claim.object.value]


def test_what_is_accepted_or_left_unsure_stays_a_fact_and_is_marked(ws):
    decide(ws)
    plain, about = known(ws), triple(ws)
    assert not any(claim.curation for claim in plain.assertions)
    for said, mark, counts in (("godkand", "samc:cur-accepted", True), ("osaker", "samc:cur-unsure", False)):
        assert decide(ws, {"beslut": said, "pastaende": about}) == ()
        assert (deadline(ws).curation, deadline(ws).reviewed) == (mark, counts)
        assert known(ws).entities == plain.entities
        assert "ja" in answers.query(ws, "ASK { ?x sam:deadline ?d }", "tabell")
    assert answers.review_scores(ws)[1].unsure == 1


def test_what_was_corrected_may_be_decided_about_again(ws):
    decide(ws)
    about = triple(ws)
    correct = {"beslut": "rattad", "pastaende": about, "till": "2031-06-01"}
    again = [*about[:2], "2031-06-01"]
    assert decide(ws, correct, {"beslut": "rattad", "pastaende": again, "till": "2031-07-01"}) == ()
    assert deadline(ws).object.value == "2031-07-01"
    assert decide(ws, correct, {"beslut": "godkand", "pastaende": again}) == ()
    assert (deadline(ws).object.value, deadline(ws).curation) == ("2031-06-01", "samc:cur-accepted")
    assert decide(ws, correct, {"beslut": "avvisad", "pastaende": again}) == ()
    assert [c for c in known(ws).assertions if c.predicate == "sam:deadline"] == []


def test_undone_decisions_leave_the_same_graph(ws):
    decide(ws)
    before = load_state(ws).graph_hash
    lines = [
        json.dumps({"beslut": "avvisad", "pastaende": triple(ws)}),
        json.dumps({"beslut": "samma", "a": "organ/socialnamnden", "b": "organ/utbildningsnamnden"}),
        json.dumps({"beslut": "rattad", "a": "organ/socialnamnden", "till": "Omsorgsnämnden"}),
    ]
    assert decide(ws, *lines) == ()
    assert load_state(ws).graph_hash != before
    undoings = [json.dumps({"beslut": "angrad", "rad": line_id(line)}) for line in lines]
    assert decide(ws, *lines, *undoings) == ()
    assert load_state(ws).graph_hash == before


# --- by hand ---------------------------------------------------------------------------------------


def passage(ws):
    """A passage that nobody has read anything like out of: the deadline's, for another relation."""
    return deadline(ws).evidence[0]


def by_hand(
    ws, subject="organ/kommunstyrelsen", predicate="sam:reportTo", value="organ/socialnamnden", **more
):
    found = passage(ws)
    place = {"handling": found.document, "start": found.start, "slut": found.end, "citat": found.quote}
    return {"beslut": "tillagd", "pastaende": [subject, predicate, value], **place, **more}


def added(ws):
    return [claim for claim in known(ws).assertions if claim.origin == "person"]


@pytest.mark.parametrize(
    ("predicate", "value", "expected"),
    [
        ("sam:reportTo", "organ/socialnamnden", "/organ/socialnamnden"),
        ("sam:validFrom", "2031-03-01", "2031-03-01"),
        ("sam:validFrom", "2031-03", "2031-03"),
        ("sam:validFrom", "2031", "2031"),
        ("dcterms:type", "samc:doc-minutes", "samc:doc-minutes"),
    ],
)
def test_what_a_person_has_read_is_a_fact_with_its_quote(ws, predicate, value, expected):
    decide(ws)
    assert decide(ws, by_hand(ws, predicate=predicate, value=value)) == ()
    (claim,) = added(ws)
    term = claim.object if isinstance(claim.object, str) else claim.object.value
    assert term.endswith(expected)
    assert claim.evidence == (passage(ws),)
    assert claim.reviewed
    assert claim.confidence == 1
    assert answers.verify(ws).findings == ()
    found = f"ASK {{ <{claim.subject}> {predicate} ?x }}"
    assert "ja" in answers.query(ws, found, "tabell")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"citat": "något annat"}, "citatet står inte på det stället"),
        ({"slut": 10_000_000}, "citatet står inte på det stället"),
        ({"handling": "finns-inte"}, "handlingen är inte läst"),
        ({"subject": "organ/finns-inte"}, "finns inte i grafen"),
        ({"subject": "samc:doc-minutes"}, "finns inte i grafen"),
        ({"predicate": "sam:finnsInte"}, "finns inte i ordlistan"),
        ({"value": "organ/finns-inte"}, "går inte att sätta in"),
        ({"predicate": "sam:deadline", "value": "den 3 mars"}, "går inte att sätta in"),
        ({"predicate": "sam:deadline", "value": "2031-02-30"}, "går inte att sätta in"),
    ],
)
def test_what_does_not_fit_is_told_and_not_a_fact(ws, changed, why):
    decide(ws)
    before = load_state(ws).graph_hash
    (remark,) = decide(ws, by_hand(ws, **changed))
    assert remark.startswith("decisions.jsonl, rad 1: ")
    assert why in remark
    assert load_state(ws).graph_hash == before


def test_what_was_added_can_be_rejected_and_added_again(ws):
    decide(ws)
    line = by_hand(ws)
    reject = {"beslut": "avvisad", "pastaende": line["pastaende"]}
    assert decide(ws, line, reject) == ()
    assert added(ws) == []
    assert decide(ws, line, reject, {**line, "vem": "igen"}) == ()
    assert len(added(ws)) == 1


def test_a_personal_number_in_an_added_value_is_masked(ws):
    decide(ws)
    line = by_hand(ws, predicate="dcterms:description", value="Angående 811228-9874")
    assert decide(ws, line) == ()
    assert "9874" not in added(ws)[0].object.value
