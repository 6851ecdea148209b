"""Gaps that sources point out: joined, linked to what answers them, and how far they are met."""

from __future__ import annotations

import pytest

from graph.analyse.basis import basis_of
from graph.analyse.gaps import find_gaps
from tests.analyse.tiny import tiny

GAP = (
    ":f a sam:Finding ; sam:identifies :g ; sam:madeBy :revisorerna ."
    " :g a sam:Gap ; dcterms:type samc:gap-entry . "
)
DONE = ":a a sam:Measure ; sam:addresses :g ; sam:status samc:st-done . "

STATUS = [
    ("", "öppet"),
    (":r a sam:Recommendation ; sam:addresses :g .", "öppet"),
    (":a a sam:Measure ; sam:addresses :g ; sam:status samc:st-planned .", "öppet"),
    (":u a sam:Assignment ; sam:addresses :g .", "öppet"),
    (":s sam:stanceOn :f ; sam:position samc:pos-agrees .", "öppet"),
    (":a a sam:Measure ; sam:addresses :g ; sam:status samc:st-ongoing .", "delvis bemött"),
    (":u a sam:Assignment ; sam:addresses :g . :h sam:reportsOn :u .", "delvis bemött"),
    (":k a sam:ContactPoint ; sam:addresses :g .", "delvis bemött"),
    (DONE, "bemött"),
    (DONE.replace(":g", ":f"), "bemött"),
    (DONE + ":r a sam:Recommendation ; sam:addresses :g .", "bemött"),
    (DONE + ":b a sam:Measure ; sam:addresses :g ; sam:status samc:st-planned .", "delvis bemött"),
    (DONE + ":s sam:stanceOn :f ; sam:position samc:pos-doubts .", "delvis bemött"),
]


@pytest.mark.parametrize(("more", "status"), STATUS)
def test_a_gap_is_met_no_further_than_the_sources_say(more, status):
    ((gap,), _) = find_gaps(tiny(GAP + more), "", [])
    assert gap.quoted
    assert gap.status == status
    assert (gap.answers == ()) == (not more)


def test_one_gap_that_two_findings_point_out_is_one():
    more = (
        ":g sam:affects :friskolor . :h a sam:Gap ; dcterms:type samc:gap-entry ; sam:affects :friskolor ."
        " :e a sam:Finding ; sam:identifies :h ; sam:madeBy :skolan ."
    )
    ((gap,), _) = find_gaps(tiny(GAP + more), "", [])
    assert gap.who == ("https://w3id.org/samverkan/id/tallinge/friskolor",)
    assert "revisorerna" in gap.sentence
    assert "skolan" in gap.sentence
    assert {fact[0].rpartition("/")[2] for fact in gap.facts if fact[1] == "sam:identifies"} == {"e", "f"}


def test_gaps_of_one_kind_about_different_things_stay_two():
    more = ":g sam:affects :friskolor . :h a sam:Gap ; dcterms:type samc:gap-entry ; sam:affects :bolag ."
    gaps, _ = find_gaps(tiny(GAP + more), "", [])
    assert len(gaps) == 2


def test_the_basis_counts_documents_and_dates_them():
    graph = tiny(
        ":a dcterms:hasFormat :t ; dcterms:date '2024-02'^^xsd:gYearMonth . :b dcterms:hasFormat :u ;"
        " dcterms:date '2024-02-12'^^xsd:date . :c a sam:Document ; dcterms:date '2030-01-01'^^xsd:date ."
    )
    basis = basis_of(graph)
    assert (basis.documents, basis.first, basis.last) == (2, "2024-02", "2024-02")
