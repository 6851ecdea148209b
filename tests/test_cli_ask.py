"""What `samverkan ask` prints: the list, answers as table, CSV and JSON, and what is wrong with a call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph import cli
from graph.analysis import Fact
from graph.cli_ask import (
    answer_lines,
    answer_record,
    answer_table,
    list_lines,
)
from graph.model import Assertion, Evidence, Source
from graph.questioning import Asked
from graph.store.questions import load, packaged, parse_question
from graph.store.ready import answer, find_question, values_of
from tests.store.question_world import WORLD, Memory
from tests.store.test_questions import in_oxigraph

OWN = "# Titel: Egen\n# Svarar på: Vad?\nSELECT ?a WHERE { ?a a sam:Forum }\n"


@pytest.fixture(scope="module")
def graph() -> Memory:
    return Memory(WORLD)


def asked(graph: Memory, wanted: str, *, quotes: int = 1, **given: str) -> Asked:
    question = find_question(packaged(), wanted)
    table = answer(question, values_of(question, given, graph), graph, in_oxigraph(graph))
    source = Source(name="brev.txt", sha256="a" * 64, media="text/plain", document="brev", title="Brevet")
    found = tuple(
        Evidence(document="brev", page=2, start=n, end=n + 3, quote="Så\nstår det") for n in range(quotes)
    )
    facts = {fact for row in table.rows for fact in row.facts}
    return Asked(
        table, {"brev": source}, {"brev": "Brevet"}, {fact: said(fact, found) for fact in facts if quotes}
    )


def said(fact: Fact, found: tuple[Evidence, ...]) -> tuple[Assertion, ...]:
    subject, predicate, value = fact
    return (
        Assertion(
            subject=subject, predicate=predicate, object=value, origin="x", evidence=found, confidence=0.9
        ),
    )


def test_the_list_is_grouped_and_says_how_to_ask():
    lines = list(list_lines(packaged()))
    assert "ÖVERLAPP" in lines
    place = lines.index("  7. Överlapp: samma deltagare  (overlapp-deltagare [minst])")
    assert lines[place + 1].strip() == "Vilka samverkansformer har flera gemensamma deltagare, och vilka?"
    assert lines[-1].startswith("Ställ en fråga: samverkan ask NAMN")


def test_groups_are_in_swedish_order():
    heads = [line for line in list_lines(packaged()) if line.isupper()]
    assert heads == sorted(set(heads), key=heads.index)
    assert heads[-1].startswith(("V", "Ö"))


def test_a_table_says_what_was_asked(graph):
    lines = list(answer_lines(asked(graph, "avtal-och-deras-tid", dag="2030-01-01"), proof=False))
    assert lines[:2] == ["Avtal och överenskommelser och deras tid", "dag: 2030-01-01"]
    assert "har gått ut" in "\n".join(lines)
    assert lines[-1] == "2 rader"


def test_columns_without_values_are_left_out(graph):
    assert "Hjälpmedel" not in "\n".join(answer_lines(asked(graph, "gemensamma-rutiner"), proof=False))


def test_quotes_stand_below_their_row_with_their_document(graph):
    lines = list(answer_lines(asked(graph, "avtal-och-deras-tid", dag="2030-01-01", quotes=5), proof=True))
    assert lines.count("       ”Så står det”") == 6
    assert "       — Brevet, sida 2" in lines
    assert "       … och 2 citat till (--json visar alla)" in lines


def test_a_row_without_a_quote_says_so(graph):
    lines = list(answer_lines(asked(graph, "forum-utan-externa", quotes=0), proof=True))
    assert "       Raden har inget eget citat." in lines


def test_no_rows_is_not_said_to_be_nothing(graph):
    question = parse_question("prov", OWN.replace("sam:Forum", "<x:y>"))
    table = answer(question, {}, graph, in_oxigraph(graph))
    lines = list(answer_lines(Asked(table, {}, {}, {}), proof=False))
    assert lines[-1].startswith("Inga rader. Det betyder att inget hittades i dessa 0 handlingar")


def test_json_has_values_nodes_and_quotes(graph):
    record = answer_record(asked(graph, "forum-utan-externa"), proof=True)
    assert record["kolumner"] == ["Forum", "Deltagare"]
    (row,) = record["rader"]
    assert row["värden"] == {"Forum": ["Nätverket"], "Deltagare": ["Kommunstyrelsen", "Socialnämnden"]}
    assert row["noder"]["Forum"] == ["https://w3id.org/samverkan/id/tallinge/x/natverk"]
    assert row["belägg"] == [
        {"citat": "Så\nstår det", "handling": "Brevet", "fil": "brev.txt", "sida": 2, "början": 0, "slut": 3}
    ]
    json.dumps(record)


def test_csv_holds_no_formulas():
    hostile = Memory(
        WORLD + ':x a sam:Forum , sam:Arrangement ; skos:prefLabel "=1+1"@sv ; sam:hasParticipant :ks .'
    )
    lines = answer_table(asked(hostile, "forum-utan-externa"), proof=True).splitlines()
    assert lines[0] == "Forum,Deltagare,Belägg"
    assert """'=1+1,Kommunstyrelsen,"”Så står det” (Brevet, sida 2)\"""" in lines


# --- calls -----------------------------------------------------------------------------------------


def test_the_list_needs_no_build(tmp_path: Path, capsys):
    assert cli.run(["ask", "--json", "-w", str(tmp_path)]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == len(packaged())
    (one,) = [question for question in listed if question["namn"] == "samverkan-for-malgrupp"]
    assert one["parametrar"][0]["slag"] == "målgrupp"
    assert one["exempel"] == ['samverkan ask samverkan-for-malgrupp "barn och unga"']


def test_questions_of_ones_own_are_listed_and_broken_ones_named(tmp_path: Path, capsys):
    folder = tmp_path / "data" / "questions"
    folder.mkdir(parents=True)
    (folder / "egen.rq").write_text(OWN, encoding="utf-8")
    (folder / "trasig.rq").write_text(OWN.replace("?a a sam:Forum", "?a a"), encoding="utf-8")
    assert cli.run(["ask", "-w", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "   - Egen  (egen)" in told.out
    assert told.err.startswith("Egen fråga som inte går att använda: trasig.rq: Frågan är felskriven.")
    assert [question.name for question in load(folder)[0] if question.own] == ["egen", "trasig"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "vem-ansvarar"], "Här finns inget färdigt bygge"),
        (["ask", "x", "-p", "utan-likhetstecken"], "inget namn med värde"),
        (["ask", "x", "-p", "a=1", "-p", "a=2"], "två värden"),
        (["ask", "x", "--format", "xml"], "Välj bland"),
    ],
)
def test_a_wrong_call_is_explained(arguments, says, tmp_path: Path, capsys):
    (tmp_path / "data" / "work").mkdir(parents=True)
    assert cli.run([*arguments, "-w", str(tmp_path)]) == 2
    assert says in capsys.readouterr().err
