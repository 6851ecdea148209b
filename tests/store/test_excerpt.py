"""A graph document by document, and the excerpt of one too large to be held."""

from dataclasses import replace

import pytest

from graph.analysis import Analysis, Basis
from graph.export.facts import Facts
from graph.export.index import write_index
from graph.export.pages import write_map
from graph.export.report import write_report
from graph.export.tables import write_tables
from graph.store.dataset import documents, knowledge
from graph.store.excerpt import excerpt, is_large
from graph.store.triples import merge
from tests.store.invented import CLAIMS, FORUM, PLACE, SOCIAL, source

SOURCES = tuple(map(source, CLAIMS))


@pytest.fixture
def snapshot(world):
    with world.publish() as snapshot:
        yield snapshot


def test_the_documents_together_are_the_graph(snapshot):
    whole = knowledge(snapshot, PLACE, SOURCES)
    parts = dict(documents(snapshot, PLACE, SOURCES))
    assert list(parts) == sorted(CLAIMS)
    assert (
        tuple(merge((c for part in parts.values() for c in part.assertions), voices_apart=True))
        == whole.assertions
    )
    for part in parts.values():
        assert {iri: whole.entities[iri] for iri in part.entities} == part.entities
        for claim in part.assertions:
            for term in (claim.subject, claim.predicate, claim.object, claim.modality, claim.voice):
                assert not term or part.label(term) == whole.label(term)


def test_the_excerpt_of_a_small_graph_is_all_of_it(snapshot):
    whole, part = knowledge(snapshot, PLACE, SOURCES), excerpt(snapshot, PLACE, SOURCES)
    assert part.assertions == whole.assertions
    assert part.entities == {iri: e for iri, e in whole.entities.items() if iri in part.entities}
    assert part.total == len(whole.assertions)
    assert part.extents == Facts(whole).extents
    assert Facts(part).excerpt() == ""


def test_an_excerpt_has_the_most_prominent_of_each_class_and_all_that_is_said_of_them(snapshot):
    whole, part = knowledge(snapshot, PLACE, SOURCES), excerpt(snapshot, PLACE, SOURCES, most=1)
    kept = [iri.rpartition("tallinge/")[2] for iri in part.entities if "/tallinge/" in iri]
    assert FORUM in kept
    assert SOCIAL in kept  # three assertions, the other committee has one
    assert "organ/kommunstyrelsen" not in kept
    about = Facts(part).about(PLACE.iri + "/" + FORUM)
    assert about == Facts(whole).about(PLACE.iri + "/" + FORUM)
    board = PLACE.iri + "/organ/kommunstyrelsen"  # shown by name where it is spoken of
    assert part.label(board) == "Kommunstyrelsen"


def test_what_is_shown_of_a_large_graph_says_so(snapshot, tmp_path):
    part = replace(excerpt(snapshot, PLACE, SOURCES), total=123_456)
    said = f"Visar {len(part.assertions)} av 123 456 påståenden"
    for found in (Analysis(date="", basis=Basis(documents=2), made=made) for made in (True, False)):
        write_report(part, tmp_path / str(found.made), found)
    write_map(part, tmp_path)
    write_index(part, tmp_path, ())
    for name in ("True/rapport.html", "False/rapport.md", "karta.html", "index.html"):
        words = (tmp_path / name).read_text(encoding="utf-8").split()  # at any kind of space
        assert said in " ".join(words), name


def test_the_table_written_part_by_part_is_the_table(snapshot, tmp_path):
    whole = knowledge(snapshot, PLACE, SOURCES)
    parts = (part for _, part in documents(snapshot, PLACE, SOURCES))
    at_once, in_parts = write_tables(whole, tmp_path / "a"), write_tables(whole, tmp_path / "b", parts)
    for one, two in zip(at_once, in_parts, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_the_size_of_the_lines_decides_what_is_large(snapshot):
    assert not is_large(snapshot)
    assert is_large(snapshot, large=10_000)
