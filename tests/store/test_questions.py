"""The ready questions: their heads, what they answer, what they rest on, and that no value is ever text."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from graph.errors import QueryError, SamverkanError, UsageError
from graph.ids import PREFIXES, expand
from graph.model import Literal
from graph.questioning import stands_for
from graph.store.asking import bound
from graph.store.names import KINDS, Names
from graph.store.questions import Question, load, packaged, parse_question
from graph.store.ready import answer, find_question, in_turn, values_of
from graph.store.sparql import ask_limited, parts
from tests.store.invented import World
from tests.store.question_world import WORLD, Memory

QUESTIONS = packaged()
EXPECTED = Path(__file__).with_name("questions_expected.txt")
# what a question is asked about where it must be told
ASKED = {
    "kort-for-aktor": {"aktör": "SN"},
    "kort-for-samverkansform": {"form": "Trygghetsrådet"},
    "allt-om-en-grupp": {"grupp": "externa parter"},
    "tidsfrister-fore": {"dag": "2030-01-01"},
    "motes-i-samma-forum": {"aktör": "Kommunstyrelsen"},
    "kallor-per-pastaende": {"aktör": "friskolor"},
    "vad-en-handling-sager": {"handling": "Yttrandet"},
    "citat-med-ett-ord": {"ord": "ORD"},
    "belagg-for-mellanrum": {"slag": "otydlig väg in"},
    "overlapp-rangordnat": {"form": "Trygghetsrådet"},
    "forsenade-redovisningar": {"dag": "2030-01-01"},
    "avtal-och-deras-tid": {"dag": "2030-01-01"},
    "overlapp-deltagare": {"minst": "2"},
}


@pytest.fixture(scope="module")
def graph() -> Memory:
    return Memory(WORLD)


def in_oxigraph(graph: Memory):
    def ask(query, terms):
        given = {ox.Variable(name): bound(*parts(term)) for name, term in terms.items()}
        found = graph.store.query(query, substitutions=given)
        return found.serialize(format=ox.QueryResultsFormat.JSON).decode()

    return ask


def in_rdflib(dataset: rdflib.Dataset):
    def term(value):
        if isinstance(value, Literal):
            return rdflib.Literal(value.value, datatype=expand(value.datatype))
        return rdflib.URIRef(expand(value))

    def ask(query, terms):
        found = dataset.query(query, initBindings={name: term(value) for name, value in terms.items()})
        return found.serialize(format="json").decode()

    return ask


def table_of(question: Question, graph: Memory, ask):
    values = values_of(question, ASKED.get(question.name, {}), graph)
    return answer(question, values, graph, ask)


def lines_of(table) -> list[str]:
    rows = ([("; ".join(cell.text for cell in cells)) for cells in row.cells] for row in table.rows)
    return [" | ".join(row).strip() for row in rows]


def expected() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in EXPECTED.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line[3:], [])
        elif line and not line.startswith("#"):
            rows.append(line.strip())
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_gives_these_rows(question, graph):
    assert lines_of(table_of(question, graph, in_oxigraph(graph))) == expected()[question.name]


@pytest.fixture(scope="module")
def dataset(graph):
    dataset = rdflib.Dataset()
    dataset.parse(data=graph.store.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_another_engine_gives_the_same(question, graph, dataset):
    ours, theirs = (table_of(question, graph, ask) for ask in (in_oxigraph(graph), in_rdflib(dataset)))
    assert lines_of(ours) == lines_of(theirs)
    assert [row.facts for row in ours.rows] == [row.facts for row in theirs.rows]


# --- heads -----------------------------------------------------------------------------------------


def test_the_questions_are_all_there():
    assert len(QUESTIONS) >= 40
    assert sorted(question.number for question in QUESTIONS) == list(range(1, len(QUESTIONS) + 1))
    assert len({question.title for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_head_is_complete(question):
    assert question.group
    assert question.answers.endswith("?")
    assert question.proof or "citat" in question.columns
    assert all(parameter.about.endswith(".") for parameter in question.parameters)
    assert bool(question.examples) >= bool(question.parameters)
    assert not any(name.isascii() and name.endswith(("Av", "Till")) for name in question.columns)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_nothing_is_written_into_the_query_for_a_user_to_change(question):
    assert "Byt ut" not in question.text
    assert '"@sv' not in question.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_name_can_be_read(kind, graph):
    assert all(one.label for one in Names(graph).of(kind))


HEAD = "# Titel: Prov\n# Svarar på: Vad?\n"
ASKING = HEAD + "# Parameter: b | vem | aktör | * | x\n"
BODY = "SELECT ?a ?b WHERE { ?a sam:hasParticipant ?b }\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BODY, "# Titel: …” saknas"),
        ("# Titel: Prov\n" + BODY, "# Svarar på: …” saknas"),
        (HEAD + "# Grup: X\n" + BODY, "Menade du Grupp"),
        (HEAD + "# Parameter: b | vem | aktör\n" + BODY, "Skriv fem delar"),
        (HEAD + "# Parameter: b | vem | aktor | * | x\n" + BODY, "Menade du aktör"),
        (HEAD + "# Parameter: c | vem | aktör | * | x\n" + BODY, r"Skriv \?c efter SELECT"),
        (HEAD + "# Belägg: ?a sam:hasParticipant\n" + BODY, "inget samband"),
        (HEAD + "# Belägg: ?a sam:hasParticipant ?c\n" + BODY, r"\?c, som inte är någon kolumn"),
        (HEAD + "# Belägg: ?a samm:x ?b\n" + BODY, "okänt prefix"),
        (HEAD + "# Samla: c\n" + BODY, "Menade du a eller b"),
        (HEAD + "# Ordning: a stigande\n" + BODY, "inte är någon kolumn"),
        (HEAD + "ASK { ?a ?b ?c }", "är en SELECT"),
        (HEAD + "INSERT DATA { <a:a> <a:b> <a:c> }", "bara läsa"),
        (ASKING + "SELECT ?a ?b { { SELECT ?a { ?a ?p ?b } } }", "når inte in"),
        (ASKING + "SELECT ?a ?b { ?a ?p ?b FILTER(!BOUND(?b)) }", "BOUND"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_explained(text, says):
    with pytest.raises(SamverkanError, match=says):
        parse_question("prov", text)


def test_columns_are_what_is_neither_parameter_nor_hidden():
    head = HEAD + "# Parameter: b | vem | aktör | * | x\n"
    question = parse_question("07-prov", head + "SELECT ?å_ä (COUNT(?x) AS ?n) ?_h ?b { ?å_ä ?_h ?b , ?x }")
    assert (question.name, question.number, question.columns) == ("prov", 7, ("å_ä", "n", "b"))
    once = parse_question("prov", question.text.replace("| * |", "| |"))
    assert once.columns == ("å_ä", "n")


# --- a municipality's own ---------------------------------------------------------------------------


def test_a_broken_question_is_named_and_stops_no_other(tmp_path):
    for name, text in {
        "bra": HEAD + BODY,
        "felskriven": HEAD + "SELECT ?a WHERE { ?a }",
        "hemsk": HEAD + "SELECT ?a WHERE { SERVICE <http://127.0.0.1/> { ?a ?b ?c } }",
        "utan": BODY,
        "vem-ansvarar": HEAD + BODY,
    }.items():
        (tmp_path / f"{name}.rq").write_text(text, encoding="utf-8")
    (tmp_path / "latin.rq").write_bytes("# Titel: Å\n".encode("latin-1"))
    (tmp_path / "mapp.rq").mkdir()
    found, faults = load(tmp_path, tried=True)
    assert [question.name for question in found if question.own] == ["bra"]
    assert len(found) == len(QUESTIONS) + 1
    assert [fault.file for fault in faults] == [
        "felskriven.rq", "hemsk.rq", "latin.rq", "mapp.rq", "utan.rq", "vem-ansvarar.rq",
    ]  # fmt: skip
    assert all(fault.reason for fault in faults)


def test_no_folder_is_no_fault(tmp_path):
    assert load(tmp_path / "saknas") == (QUESTIONS, ())


# --- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["4", "04", "vem-ansvarar", "04-vem-ansvarar", "vem ANSVARAR för vad"])
def test_a_question_is_found_by_number_name_or_title(wanted):
    assert find_question(QUESTIONS, wanted).name == "vem-ansvarar"


def test_the_nearest_questions_are_named():
    with pytest.raises(UsageError, match="Menade du vem-ansvarar"):
        find_question(QUESTIONS, "vem-ansvrar")


def question_of(name: str) -> Question:
    return find_question(QUESTIONS, name)


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("kort-for-aktor", {}, "behöver ett värde för aktör. Till exempel: "),
        ("kort-for-aktor", {"aktör": "*"}, "kan inte vara alla"),
        ("kort-for-aktor", {"aktör": "Socialnämden"}, "Menade du Socialnämnden"),
        ("kort-for-aktor", {"aktör": "Trygghetsrådet"}, "Något av slaget samverkansform heter så"),
        ("kort-for-aktor", {"aktor": "SN"}, "Menade du aktör"),
        ("vem-ansvarar", {"x": "y"}, "De som finns: vem, ord"),
        ("externa-aktorer", {"x": "y"}, "Den har inga"),
        ("tidsfrister-fore", {"dag": "2031-02-30"}, "ingen dag i almanackan"),
        ("tidsfrister-fore", {"dag": "20310228"}, "ingen dag i almanackan"),
        ("tidsfrister-fore", {"dag": "２０３１-01-01"}, "ingen dag i almanackan"),
        ("overlapp-deltagare", {"minst": "-1"}, "inget helt tal"),
        ("citat-med-ett-ord", {"ord": " "}, "behöver ett värde"),
        ("citat-med-ett-ord", {"ord": "x" * 300}, "längre än 200"),
    ],
)
def test_a_wrong_value_is_explained(name, given, says, graph):
    with pytest.raises(UsageError, match=says):
        values_of(question_of(name), given, graph)


def test_values_stand_in_order_or_have_a_name():
    question = question_of("vem-ansvarar")
    assert in_turn(question, ["SN"], {"ord": "x"}) == {"vem": "SN", "ord": "x"}
    with pytest.raises(UsageError, match="fick 3 värden"):
        in_turn(question, ["a", "b", "c"], {})
    with pytest.raises(UsageError, match="två värden"):
        in_turn(question, ["a"], {"vem": "b"})


def test_a_name_may_be_an_abbreviation_an_identifier_or_in_another_case(graph):
    names = Names(graph)
    label = names.find("aktör", "socialNÄMNDEN")
    assert label.label == "Socialnämnden"
    assert {names.find("aktör", value) for value in ("SN", "sn", label.node, "x/sn")} == {label}


def test_an_abbreviation_may_be_read_off_a_name(graph):
    assert Names(graph, stands_for).find("aktör", "KS").label == "Kommunstyrelsen"
    assert not stands_for("KS", "kommunala skolor")
    with pytest.raises(UsageError):
        Names(graph, stands_for).find("aktör", "ks")


def test_letters_are_not_mistaken_for_one_another(graph):
    with pytest.raises(UsageError):
        Names(graph).find("aktör", "Socialnamnden")


def test_several_of_one_name_must_be_told_apart():
    twice = Memory(WORLD + ':rad2 a sam:Forum , sam:Arrangement ; skos:prefLabel "Trygghetsrådet"@sv .')
    with pytest.raises(UsageError, match=r"2 saker av slaget forum heter ”Trygghetsrådet”(.|\n)*x/rad2"):
        Names(twice).find("forum", "Trygghetsrådet")


@pytest.mark.parametrize(
    ("typed", "labels"),
    [("soc", ["Socialnämnden"]), ("NÄMND", ["Socialnämnden", "Utbildningsnämnden"]), ("namnd", []),
     ("sn", ["Socialnämnden", "Utbildningsnämnden"])],
)  # fmt: skip
def test_names_are_completed(typed, labels, graph):
    assert [one.label for one in Names(graph).complete("organ", typed)] == labels


# 39: a value is a term, whatever is written in it
HOSTILE = [
    '"} INSERT DATA { <a:a> <a:b> <a:c> } #',
    "\\u0022} } DROP ALL #",
    "\u2028} SERVICE <http://127.0.0.1/> {",
    "http://example.org/a b",
    "<http://example.org/>",
    "?x",
    "'''",
    "*}",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory, vocabulary):
    folder = tmp_path_factory.mktemp("questions") / "store"
    World(folder, vocabulary).publish().close()
    return folder


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_only_a_value(value, graph, store):
    with pytest.raises(UsageError):
        Names(graph).find("aktör", value)
    question = question_of("citat-med-ett-ord")
    terms = {name: one.term for name, one in values_of(question, {"ord": value}, graph).items()}
    assert ask_limited(store, question.text, format="json", given=terms)
    text = "SELECT ?v ?s WHERE { ?s a sam:Forum . FILTER(STRLEN(?v) > 0) }"
    told = json.loads(ask_limited(store, text, format="json", given={"v": Literal(value)}).body)
    assert {row["v"]["value"] for row in told["results"]["bindings"]} == {value}


@pytest.mark.parametrize(
    "value", ["http://example.org/a b", "x", "http://a/<b>", 'http://a/"', "http://a/\u0000"]
)
def test_what_is_no_iri_is_no_node(value, store):
    with pytest.raises(QueryError, match="ingen identifierare"):
        ask_limited(store, "SELECT ?x { ?x ?p ?o }", given={"x": value})


def test_a_value_must_be_shown_by_the_query(store):
    with pytest.raises(QueryError, match=r"Skriv \?x efter SELECT"):
        ask_limited(store, "SELECT ?p { ?x ?p ?o }", given={"x": "sam:Forum"})


def test_prefixes_are_those_of_the_house():
    for question in QUESTIONS:
        for line in question.text.splitlines():
            if line.startswith("PREFIX"):
                _, prefix, iri = line.split()
                assert PREFIXES[prefix.rstrip(":")] == iri.strip("<>")
