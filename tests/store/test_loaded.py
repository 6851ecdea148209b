"""An earlier graph from its file: asked as the store is, and a clear message over what is none."""

from __future__ import annotations

import pytest

from graph.errors import UsageError
from graph.store.loaded import LoadedGraph

LINE = (
    "<https://w3id.org/samverkan/id/t/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://w3id.org/samverkan/ns#Forum> .\n"
    '<https://w3id.org/samverkan/id/t/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "Rådet"@sv .\n'
)


def test_an_earlier_graph_answers(tmp_path):
    (tmp_path / "graph.nq").write_text(LINE, encoding="utf-8")
    graph = LoadedGraph(tmp_path / "graph.nq")
    ((forum,),) = graph.rows("SELECT ?f { ?f a sam:Forum }")
    assert graph.name(forum) == "Rådet"
    assert graph.proof([(forum, "rdf:type", "sam:Forum")]) == {(forum, "rdf:type", "sam:Forum"): ()}


@pytest.mark.parametrize("text", ["detta är ingen graf", "<a> <b"])
def test_a_file_that_is_no_graph_is_said_to_be_none(tmp_path, text):
    (tmp_path / "graph.nq").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"graph\.nq"):
        LoadedGraph(tmp_path / "graph.nq")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError):
        LoadedGraph(tmp_path / "graph.nq")
