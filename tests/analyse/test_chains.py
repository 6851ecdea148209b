"""The audit chain of a case from finding to follow-up, and what is missing in it."""

from __future__ import annotations

from graph.analyse.chains import find_chains
from tests.analyse.small import document, graph, short, stated

REPORT = (
    document("rapport", maker="rev", day="2031-02-01", more=" ; dcterms:type samc:doc-audit-report")
    + """
:rev a sam:PoliticalBody ; skos:prefLabel "Revisorerna"@sv .
:sn a sam:Committee ; skos:prefLabel "Nämnden"@sv .
:brist a sam:Finding ; sam:madeBy :rev ; sam:identifies :gap ; dcterms:type samc:fnd-deficiency .
:bra a sam:Finding ; sam:madeBy :rev ; dcterms:type samc:fnd-strength .
:eget a sam:Measure ; sam:addresses :gap .
"""
    + stated("rapport", "brist", "sam:Finding")
    + stated("rapport", "bra", "sam:Finding")
    + stated("rapport", "eget", "sam:Measure")
)
ANSWER = (
    document("svar", maker="sn", day="2031-04-01", more=" ; sam:respondsTo :rapport")
    + """
:nej a sam:Stance ; skos:prefLabel "Vi tvekar"@sv ; sam:stanceOn :brist ; sam:madeBy :sn ;
  sam:position samc:pos-doubts .
:retold a sam:Finding ; skos:prefLabel "Revisorerna pekar på X"@sv ; sam:madeBy :rev .
:ours a sam:Finding ; sam:madeBy :sn .
:gjort a sam:Measure ; skos:prefLabel "En grupp är inrättad"@sv ; sam:addresses :gap ;
  sam:status samc:st-done .
:annat a sam:Measure ; skos:prefLabel "Annat pågår"@sv .
"""
    + stated("svar", "nej", "sam:Stance")
    + stated("svar", "retold", "sam:Finding")
    + stated("svar", "ours", "sam:Finding")
    + stated("svar", "gjort", "sam:Measure")
    + stated("svar", "annat", "sam:Measure")
)
DECISION = """
:p14 a sam:Decision ; sam:decidedBy :ks ; sam:enclosure :svar ; dcterms:date "2031-06-05"^^xsd:date .
:p14-2 a sam:Decision ; dcterms:isPartOf :p14 ; sam:establishes :task .
:p15 a sam:Decision ; sam:decidedBy :ks .
:task a sam:Assignment ; sam:assignedTo :sn ; sam:deadline "2031-10-31"^^xsd:date .
"""
KEPT = document("redovisning", maker="sn", day="2031-10-01", more=" ; sam:reportsOn :task")


def nodes(steps) -> list[str]:
    return [short(step.node) for step in steps]


def test_an_audit_that_nobody_answers_lacks_every_link():
    (chain,) = find_chains(graph(REPORT, sources=3))
    assert short(chain.case) == "rapport"
    assert nodes(chain.findings) == ["brist"]  # no strength, and what the report tells of answers nothing
    assert chain.missing == ("svar", "beslut", "åtgärd", "uppföljning")
    assert chain.basis.documents == 3


def test_a_whole_chain_lacks_nothing():
    (chain,) = find_chains(graph(REPORT + ANSWER + DECISION + KEPT))
    assert nodes(chain.findings) == ["brist", "retold"]
    assert nodes(chain.answers) == ["svar", "nej"]
    assert nodes(chain.decisions) == ["p14", "p14-2"]
    assert nodes(chain.measures) == ["annat", "gjort"]
    assert nodes(chain.followups) == ["redovisning"]
    assert not chain.missing


def test_each_step_has_its_day_and_says_how_it_is_known():
    (chain,) = find_chains(graph(REPORT + ANSWER + DECISION + KEPT))
    assert [s.date for s in chain.findings] == ["2031-02-01", "2031-04-01"]
    assert chain.findings[1].text == "Revisorerna pekar på X (återges i svar)"
    assert chain.answers[1].text == "Nämnden: tveksam. Vi tvekar"
    assert [s.date for s in chain.decisions] == ["2031-06-05", "2031-06-05"]
    annat, gjort = chain.measures
    assert gjort.text == "En grupp är inrättad (genomförd)."
    assert "säger inte vilken iakttagelse" in annat.text
    assert (
        "sam:addresses" in {p for _, p, _ in gjort.facts},
        "sam:addresses" in {p for _, p, _ in annat.facts},
    ) == (
        True,
        False,
    )


def test_an_unread_answer_is_named_as_such():
    (chain,) = find_chains(graph(REPORT + ":svar2 a sam:Document ; sam:respondsTo :rapport ."))
    assert chain.answers[0].text.endswith("nämns men är inte läst")
    assert "svar" not in chain.missing


def test_documents_of_one_case_are_one_chain():
    trig = REPORT + ":rapport sam:inCase :dnr . :p9 a sam:Decision ; sam:inCase :dnr ."
    (chain,) = find_chains(graph(trig))
    assert short(chain.case) == "dnr"
    assert nodes(chain.decisions) == ["p9"]


def test_a_letter_counts_only_from_outside():
    said = ":klagan a sam:Finding ; sam:madeBy :skola .\n" + stated("brev", "klagan", "sam:Finding")
    letter = document("brev", maker="skola", day="2031-03-01", more=" ; dcterms:type samc:doc-letter") + said
    assert not find_chains(graph(letter))
    (chain,) = find_chains(graph(letter + ":skola a sam:ExternalActor ."))
    assert nodes(chain.findings) == ["klagan"]
