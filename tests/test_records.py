"""Documents and readings survive JSON; records of another format are refused."""

import json
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import (
    SECTION_KINDS,
    Assertion,
    Block,
    Cell,
    Document,
    Evidence,
    Literal,
    Node,
    Reading,
    Row,
    Section,
    Text,
)
from graph.records import document_from_json, document_to_json, reading_from_json, reading_to_json

WORDS = st.text(max_size=12)
SMALL = st.integers(0, 5000)
KEYS = st.sampled_from(["organ/radet", "utsaga/talby-0a1b2c3d", "samc:mod-stated", "sam:Finding"])


def tuples(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(of, max_size=3).map(tuple)


OFFSETS = st.lists(st.integers(0, 3), min_size=1, max_size=60).map(
    lambda steps: array("I", [sum(steps[: i + 1]) for i in range(len(steps))])
)
TEXTS = st.builds(Text, WORDS, WORDS, OFFSETS, tuples(SMALL))
BLOCKS = st.builds(
    Block, kind=st.sampled_from(["heading", "item"]), start=SMALL, end=SMALL, level=SMALL, marker=WORDS
)
SECTIONS = st.builds(
    Section,
    kind=st.sampled_from(SECTION_KINDS),
    heading=st.none() | BLOCKS,
    blocks=tuples(BLOCKS),
    case=SMALL,
)
CELLS = st.dictionaries(WORDS, st.builds(Cell, WORDS, SMALL, SMALL), max_size=3)
ROWS = st.builds(Row, number=SMALL, cells=CELLS, start=SMALL, end=SMALL)
DOCUMENTS = st.builds(
    Document,
    id=WORDS,
    name=WORDS,
    media=WORDS,
    sha256=WORDS,
    text=TEXTS,
    sections=tuples(SECTIONS),
    title=WORDS,
    kind=WORDS,
    register=WORDS,
    rows=tuples(ROWS),
    notes=tuples(WORDS),
)
EVIDENCE = st.builds(Evidence, document=WORDS, page=st.none() | SMALL, start=SMALL, end=SMALL, quote=WORDS)
LITERALS = st.builds(Literal, WORDS, datatype=WORDS, language=st.none() | WORDS)
NODES = st.builds(
    Node, key=KEYS, types=tuples(KEYS), label=WORDS, aliases=tuples(WORDS), named=st.booleans(), scope=WORDS
)
ASSERTIONS = st.builds(
    Assertion,
    subject=KEYS,
    predicate=KEYS,
    object=KEYS | LITERALS,
    origin=WORDS,
    modality=KEYS,
    voice=WORDS,
    negative=st.booleans(),
    confidence=st.floats(0, 1),
    evidence=st.lists(EVIDENCE, min_size=1, max_size=3).map(tuple),
)
READINGS = st.builds(Reading, document=WORDS, nodes=tuples(NODES), assertions=tuples(ASSERTIONS))


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_documents_come_back_as_they_were(document: Document) -> None:
    text = document_to_json(document)
    assert document_from_json(text) == document
    assert document_to_json(document_from_json(text)) == text
    assert "\n" not in text


@settings(max_examples=60, deadline=None)
@given(READINGS)
def test_readings_come_back_as_they_were(reading: Reading) -> None:
    text = reading_to_json(reading)
    assert reading_from_json(text) == reading
    assert reading_to_json(reading_from_json(text)) == text


def plain(raw: str) -> Document:
    text = Text(raw, raw, array("I", range(len(raw) + 1)))
    return Document(id="a", name="a", media="", sha256="", text=text, sections=(), title="", kind="")


def test_offsets_take_two_numbers_a_run() -> None:
    record = json.loads(document_to_json(plain("rådet " * 1000)))
    assert record["document"]["text"]["runs"] == [0, 6001]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"format":0,"document":{}}',
        '{"format":1}',
        '{"format":1,"document":{}}',
        "[" * 100_000,
    ],
)
def test_other_records_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        document_from_json(text)
    with pytest.raises(ValueError, match=r"."):
        reading_from_json(text)


@pytest.mark.parametrize(
    "change", [("text", None), ("rows", [{}]), ("extra", 1), ("sections", [{"kind": "body"}])]
)
def test_records_of_another_shape_are_refused(change: tuple[str, object]) -> None:
    record = json.loads(document_to_json(plain("x")))
    record["document"][change[0]] = change[1]
    with pytest.raises(ValueError, match="no document of format"):
        document_from_json(json.dumps(record))
