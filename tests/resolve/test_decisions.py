"""decisions.jsonl: what counts, what is overruled, and what cannot be used."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.resolve import Decisions, parse_decisions, read_decisions
from graph.resolve.decisions import Added, Verdict, decisions_of, line_id, lines_of

ID = "3f0c9d2ab4e81c55"
TRIPLE = ("uppdrag/x-1a2b3c4d", "sam:deadline", "2031-03-31")


def test_every_ruling_is_read():
    found = parse_decisions(
        [
            '{"beslut": "samma", "a": "B", "b": "A", "vem": "någon", "nar": "2031-01-01", "varfor": "känt"}',
            "",
            '{"beslut": "inte_samma", "a": "C", "b": "D"}',
            '{"beslut": "osaker", "a": "E", "b": "F"}',
            f'{{"beslut": "avvisad", "pastaende": "https://exempel.se/assertion/{ID}"}}',
            '{"beslut": "rattad", "till": "2031-03-01",'
            ' "pastaende": ["uppdrag/x-1a2b3c4d", "sam:deadline", "2031-03-31"]}',
            '{"beslut": "rattad", "a": "Skolnämden", "till": "Skolnämnden"}',
        ]
    )
    assert found.problems == ()
    assert found.ruled("samma") == [(("A", "B"), 1)]
    assert found.ruled("inte_samma") == [(("C", "D"), 3)]
    assert found.ruled("osaker") == [(("E", "F"), 4)]
    assert found.statements == {ID: Verdict("avvisad", 5), TRIPLE: Verdict("rattad", 6, "2031-03-01")}
    assert found.names == {"Skolnämden": ("Skolnämnden", 7)}


def test_the_later_line_counts():
    found = parse_decisions(
        [
            '{"beslut": "samma", "a": "A", "b": "B"}',
            '{"beslut": "inte_samma", "a": "B", "b": "A"}',
            f'{{"beslut": "avvisad", "pastaende": "{ID}"}}',
            f'{{"beslut": "rattad", "pastaende": "{ID}", "till": "x"}}',
        ]
    )
    assert found.ruled("samma") == []
    assert found.ruled("inte_samma") == [(("A", "B"), 2)]
    assert found.statements == {ID: Verdict("rattad", 4, "x")}


UNDO = '{"beslut": "angrad", "rad": "%s"}'
SAME = '{"beslut": "samma", "a": "A", "b": "B"}'
APART = '{"beslut": "inte_samma", "a": "A", "b": "B"}'


def test_one_line_may_be_about_several_statements():
    line = f'{{"beslut": "godkand", "pastaenden": ["{ID}", "{ID[::-1]}"]}}'
    assert parse_decisions([line]).statements == {
        ID: Verdict("godkand", 1),
        ID[::-1]: Verdict("godkand", 1),
    }


def test_a_statement_may_be_left_unsure():
    found = parse_decisions([f'{{"beslut": "osaker", "pastaende": "{ID}"}}'])
    assert found.statements == {ID: Verdict("osaker", 1)}
    assert found.pairs == {}


def test_an_added_statement_is_read():
    line = (
        '{"beslut": "tillagd", "pastaende": ["organ/a", "sam:reportTo", "organ/b"],'
        ' "handling": "protokoll-1a", "start": 0, "slut": 9, "citat": "A rapport"}'
    )
    (found,) = parse_decisions(["", line]).added
    assert found == Added(
        statement=("organ/a", "sam:reportTo", "organ/b"), document="protokoll-1a", start=0, end=9,
        quote="A rapport", line=2,
    )  # fmt: skip


def test_what_is_undone_counts_no_more_and_what_it_overruled_counts_again():
    lines = [SAME, APART, UNDO % line_id(APART)]
    assert parse_decisions(lines).ruled("samma") == [(("A", "B"), 1)]
    assert [line.undone_by for line in lines_of("\n".join(lines).encode())] == [0, 3, 0]


def test_an_undoing_can_be_undone():
    undoing = UNDO % line_id(SAME)
    assert parse_decisions([SAME, undoing, UNDO % line_id(undoing)]).ruled("samma") == [(("A", "B"), 1)]


def test_an_undoing_takes_the_nearest_line_with_that_text():
    found = lines_of("\n".join([SAME, SAME, UNDO % line_id(SAME)]).encode())
    assert [line.undone_by for line in found] == [0, 3, 0]


def test_what_is_undone_must_stand_above():
    (told,) = parse_decisions([UNDO % line_id(SAME), SAME]).problems
    assert told == "decisions.jsonl, rad 1: raden som ångras finns inte ovanför."


def test_only_a_line_end_ends_a_line():
    quote = "a\u2028b\u0085c\x0bd"
    line = json.dumps({"beslut": "rattad", "a": "A", "till": quote}, ensure_ascii=False)
    assert decisions_of(f"{line}\n".encode()).names == {"A": (quote, 1)}


@given(st.lists(st.tuples(st.sampled_from("sau"), st.integers(0, 30)), max_size=30))
def test_any_sequence_of_decisions_and_undoings_is_that_of_the_lines_that_hold(steps):
    """A model that keeps a stack of lines that hold: an undoing takes its line out, or puts it back."""
    lines: list[str] = []
    target: dict[int, int] = {}  # number of an undoing -> number of the line it undoes
    for kind, back in steps:
        if kind == "u" and lines:
            at = back % len(lines)
            if at not in target.values():
                target[len(lines)] = at
                lines.append(UNDO % line_id(lines[at]))
            continue
        ruling = "samma" if kind == "s" else "inte_samma"
        names = {"a": "A", "b": f"B{back % 4}", "nar": str(len(lines))}
        lines.append(json.dumps({"beslut": ruling, **names}))

    def holds(number: int) -> bool:
        return not any(at == number and holds(undoing) for undoing, at in target.items())

    expected = {}
    for number, line in enumerate(lines):
        if number not in target and holds(number):
            said = json.loads(line)
            expected["A", said["b"]] = said["beslut"]
    found = parse_decisions(lines)
    assert found.problems == ()
    assert {pair: ruling for pair, (ruling, _) in found.pairs.items()} == expected


BAD = [
    ('{"beslut": "angrad"}', "fältet rad saknas."),
    ('{"beslut": "angrad", "rad": "3"}', "fältet rad ska vara en rads id"),
    ('{"beslut": "godkand", "pastaenden": []}', "saknas."),
    ('{"beslut": "godkand", "pastaenden": ["x"]}', "fältet pastaende ska vara ett id"),
    ('{"beslut": "osaker", "a": "A"}', "fältet b (eller pastaende eller pastaenden) saknas."),
    ('{"beslut": "tillagd", "pastaende": ["a", "b", "c"]}', "fältet handling saknas."),
    (
        '{"beslut": "tillagd", "pastaende": "3f0c9d2ab4e81c55", "handling": "x", "start": 1, "slut": 2,'
        ' "citat": "x"}',
        "ska vara [subjekt, relation, objekt].",
    ),
    (
        '{"beslut": "tillagd", "pastaende": ["a", "b", "c"], "handling": "x", "start": 2, "slut": 2,'
        ' "citat": "x"}',
        "start och slut ska vara heltal",
    ),
    (
        '{"beslut": "tillagd", "pastaende": ["a", "b", "c"], "handling": "x", "start": "1", "slut": 2,'
        ' "citat": "x"}',
        "start och slut ska vara heltal",
    ),
    ("{", "raden är inte giltig JSON."),
    ("[" * 100_000, "raden är inte giltig JSON."),
    ('{"beslut": "samma", "a": "A", "b": "\\ud800"}', "raden är inte giltig JSON."),
    ('"samma"', "raden är inte ett JSON-objekt."),
    ('{"beslut": "kanske", "a": "A", "b": "B"}', "okänt beslut 'kanske'"),
    ('{"beslut": ["samma"], "a": "A", "b": "B"}', "okänt beslut"),
    ('{"a": "A", "b": "B"}', "okänt beslut None"),
    ('{"beslut": "samma", "a": "A"}', "fältet b saknas."),
    ('{"beslut": "samma", "a": "A", "b": 3}', "fältet b ska vara en text."),
    ('{"beslut": "samma", "a": "A", "b": "A"}', "a och b är samma namn."),
    ('{"beslut": "avvisad"}', "fältet pastaende (eller pastaenden) saknas."),
    ('{"beslut": "avvisad", "pastaende": "kort"}', "fältet pastaende ska vara ett id"),
    ('{"beslut": "avvisad", "pastaende": ["a", "b"]}', "fältet pastaende ska vara ett id"),
    ('{"beslut": "rattad", "till": "x"}', "fältet pastaende (eller a) saknas."),
    ('{"beslut": "rattad", "a": "A"}', "fältet till saknas."),
]


@pytest.mark.parametrize(("line", "problem"), BAD, ids=[text for _, text in BAD])
def test_a_line_that_cannot_be_used_is_told_with_its_number_and_the_rest_counts(line, problem):
    found = parse_decisions(
        ['{"beslut": "samma", "a": "A", "b": "B"}', line, '{"beslut": "samma", "a": "C", "b": "D"}']
    )
    assert len(found.ruled("samma")) == 2
    (told,) = found.problems
    assert told.startswith("decisions.jsonl, rad 2: ")
    assert problem in told


def test_a_file_that_is_not_there_decides_nothing(tmp_path):
    assert read_decisions(tmp_path / "decisions.jsonl") == Decisions()


def test_a_file_with_byte_order_mark_broken_bytes_and_windows_line_ends(tmp_path):
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"beslut": "samma", "a": "A", "b": "B"}\r\n{"beslut": "\xff"}\r\n')
    found = read_decisions(path)
    assert found.ruled("samma") == [(("A", "B"), 1)]
    assert len(found.problems) == 1
