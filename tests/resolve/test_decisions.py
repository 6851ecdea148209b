"""decisions.jsonl: what counts, what is overruled, and what cannot be used."""

from __future__ import annotations

import pytest

from graph.resolve import Decisions, parse_decisions, read_decisions

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
    assert found.rejected == {ID: 5}
    assert found.corrected == {TRIPLE: ("2031-03-01", 6)}
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
    assert found.rejected == {}
    assert found.corrected == {ID: ("x", 4)}


BAD = [
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
    ('{"beslut": "avvisad"}', "fältet pastaende saknas."),
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
