"""Each rule on a graph of a few lines: what it finds, and what comes near and is not found."""

from __future__ import annotations

import pytest

from graph.analyse.gaps import find_gaps
from graph.analyse.rules import own_rules, packaged, read_rule
from graph.errors import UsageError
from tests.analyse.tiny import tiny

RULES = {rule.name: rule for rule in packaged()}
AUDIT = ":revisorerna dcterms:type samc:body-audit . "

# rule: (what it finds, whom it is listed under, what comes near)
CASES: dict[str, tuple[str, str, str]] = {
    "aktor-utan-vag-in": (
        ":skolan a sam:ExternalActor ; dcterms:type samc:act-independent-school .",
        "skolan",
        ":skolan a sam:ExternalActor ; dcterms:type samc:act-independent-school ; sam:inGroup :friskolor ."
        " :lots sam:contactFor :friskolor . :polisen a sam:ExternalActor ; dcterms:type samc:act-police .",
    ),
    "vag-in-utan-anvandare": (
        ":lots a sam:ContactPoint . :kontoret cv:contactPoint :lots .",
        "lots",
        ":lots a sam:ContactPoint ; sam:contactFor :alla ."
        " :skolan a sam:ExternalActor ; cv:contactPoint :brevlada . :brevlada a sam:ContactPoint .",
    ),
    "forum-utan-sammankallande": (
        ":radet a sam:Forum .",
        "radet",
        ":radet a sam:Forum ; sam:convenor :namnden . :flera a sam:Forum ; dcterms:type samc:arr-unnamed-set .",
    ),
    "forum-utan-mal": (
        ":radet a sam:Forum .",
        "radet",
        ":radet a sam:Forum ; sam:hasGoal :m . :b a sam:Forum ; sam:purpose 'samverka'@sv .",
    ),
    "forum-utan-mandat": (
        ":radet a sam:Forum .",
        "radet",
        ":beslut sam:establishes :radet . :radet a sam:Forum ."
        " :a a sam:Forum . :ansvar sam:responsible :a . :b a sam:Forum ; sam:setOutIn :plan .",
    ),
    "forum-utan-uppfoljning": (":radet a sam:Forum .", "radet", ":radet a sam:Forum ; sam:followUp :u ."),
    "forum-utan-deltagare": (":radet a sam:Forum .", "radet", ":radet a sam:Forum ; sam:hasParticipant :n ."),
    "forum-utan-externa": (
        ":radet a sam:Forum ; sam:hasParticipant :namnden . :namnden a sam:Committee .",
        "radet",
        ":radet a sam:Forum ; sam:hasParticipant :polisen . :polisen a sam:ExternalActor .",
    ),
    "forum-utan-frekvens": (":radet a sam:Forum .", "radet", ":radet a sam:Programme ."),
    "namnlosa-forum": (
        ":flera a sam:Forum ; dcterms:type samc:arr-unnamed-set .",
        "flera",
        ":radet a sam:Forum .",
    ),
    "uppdrag-utan-tidsfrist": (
        ":u a sam:Assignment ; dcterms:type samc:asg-reporting .",
        "u",
        ":u a sam:Assignment ; dcterms:type samc:asg-reporting ; sam:deadline '2024-03-31'^^xsd:date ."
        " :v a sam:Assignment ; dcterms:type samc:asg-collaboration .",
    ),
    "uppdrag-utan-mottagare": (
        ":u a sam:Assignment ; dcterms:type samc:asg-reporting .",
        "u",
        ":u a sam:Assignment ; dcterms:type samc:asg-reporting ; sam:reportTo :styrelsen .",
    ),
    "uppdrag-utan-redovisning": (
        ":u a sam:Assignment ; dcterms:type samc:asg-investigate .",
        "u",
        ":u a sam:Assignment ; dcterms:type samc:asg-investigate . :svar sam:reportsOn :u .",
    ),
    "tidsfrist-passerad": (
        ":u a sam:Assignment ; sam:deadline '2024-03-31'^^xsd:date .",
        "u",
        ":u a sam:Assignment ; sam:deadline '2024-03-31'^^xsd:date . :svar sam:reportsOn :u ."
        " :v a sam:Assignment ; sam:deadline '2024-12-31'^^xsd:date ."
        " :a a sam:Measure ; sam:status samc:st-done ; sam:deadline '2024-03-31'^^xsd:date .",
    ),
    "samarbetsuppdrag-utan-mal": (
        ":u a sam:Assignment ; dcterms:type samc:asg-collaboration .",
        "u",
        ":u a sam:Assignment ; dcterms:type samc:asg-collaboration ; sam:hasGoal :m .",
    ),
    "samarbetsuppdrag-utan-uppfoljning": (
        ":u a sam:Assignment ; dcterms:type samc:asg-collaboration .",
        "u",
        ":u a sam:Assignment ; dcterms:type samc:asg-collaboration . :svar sam:reportsOn :u .",
    ),
    "iakttagelse-utan-svar": (
        AUDIT + ":f a sam:Finding ; sam:madeBy :revisorerna ; dcterms:type samc:fnd-deficiency .",
        "f",
        AUDIT + ":f a sam:Finding ; sam:madeBy :revisorerna ; dcterms:type samc:fnd-deficiency ;"
        " sam:identifies :g . :atgard sam:addresses :g ."
        " :h a sam:Finding ; sam:madeBy :skolan ; dcterms:type samc:fnd-deficiency .",
    ),
    "rekommendation-utan-svar": (
        AUDIT + ":r a sam:Recommendation ; sam:madeBy :revisorerna .",
        "r",
        AUDIT + ":r a sam:Recommendation ; sam:madeBy :revisorerna . :s sam:stanceOn :r .",
    ),
    "rekommendation-med-tvekan": (
        ":r a sam:Recommendation . :s sam:stanceOn :r ; sam:madeBy :namnden ; sam:position samc:pos-doubts .",
        "r",
        ":r a sam:Recommendation . :s sam:stanceOn :r ; sam:madeBy :namnden ; sam:position samc:pos-agrees .",
    ),
    "atgard-utan-redovisning": (
        ":a a sam:Measure ; sam:status samc:st-planned .",
        "a",
        ":a a sam:Measure ; sam:status samc:st-planned , samc:st-done . :b a sam:Measure ; sam:status samc:st-done .",
    ),
    "atgard-utan-ansvarig": (":a a sam:Measure .", "a", ":a a sam:Measure ; sam:responsible :namnden ."),
    "ansvar-utan-barare": (
        ":a a sam:Responsibility .",
        "a",
        ":a a sam:Responsibility ; sam:responsible :n . :b a sam:Responsibility . :u sam:entails :b .",
    ),
    "begrepp-utan-definition": (
        ":ord a sam:Term . :d sam:defines :ord .",
        "ord",
        ":ord a sam:Term . :d sam:defines :ord ; dcterms:description 'barn under 12 år'@sv .",
    ),
    "begrepp-med-flera-definitioner": (
        ":d sam:defines :ord ; dcterms:description 'a'@sv . :e sam:defines :ord ; dcterms:description 'b'@sv .",
        "ord",
        ":d sam:defines :ord ; dcterms:description 'Samma'@sv . :e sam:defines :ord ; dcterms:description 'samma'@sv .",
    ),
    "begrepp-definierat-av-en": (
        ":d sam:defines :ord ; sam:agreedBy :namnden .",
        "ord",
        ":d sam:defines :ord ; sam:agreedBy :namnden . :e sam:defines :ord ; sam:agreedBy :styrelsen .",
    ),
    "namnder-utan-forum": (
        ":n a sam:Committee . :o a sam:Committee ."
        " :a sam:targetGroup :unga ; sam:responsible :n . :b sam:targetGroup :unga ; sam:assignedTo :o .",
        "n",
        ":n a sam:Committee . :o a sam:Committee . :radet sam:hasParticipant :n , :o ."
        " :a sam:targetGroup :unga ; sam:responsible :n . :b sam:targetGroup :unga ; sam:assignedTo :o .",
    ),
    "malgrupp-utan-ansvarig": (
        ":unga a sam:TargetGroup . :g a sam:Gap ; sam:targetGroup :unga .",
        "unga",
        ":unga a sam:TargetGroup . :g a sam:Gap ; sam:targetGroup :unga . :a sam:targetGroup :unga ; sam:responsible :n .",
    ),
    "malgrupp-utan-ansvar-pa-niva": (
        ":unga a sam:TargetGroup . :a sam:targetGroup :unga ; sam:workLevel samc:lvl-promotive ; sam:responsible :n .",
        "unga",
        ":unga a sam:TargetGroup . :a sam:targetGroup :unga ; sam:responsible :n ;"
        " sam:workLevel samc:lvl-promotive , samc:lvl-preventive , samc:lvl-remedial .",
    ),
    "friskola-utan-samverkan": (
        ":skolan a sam:ExternalActor ; dcterms:type samc:act-independent-school .",
        "skolan",
        ":skolan a sam:ExternalActor ; dcterms:type samc:act-independent-school . :radet sam:hasParticipant :skolan ."
        " :friskolor a sam:ExternalActor , sam:ActorGroup ; dcterms:type samc:act-independent-school .",
    ),
    "bostadsbolag-utan-samverkan": (
        ":bolaget a sam:ExternalActor ; dcterms:type samc:act-housing-company .",
        "bolaget",
        ":bolaget a sam:ExternalActor ; dcterms:type samc:act-housing-company ; sam:inGroup :bolag ."
        " :radet sam:hasParticipant :bolag .",
    ),
    "beslut-utan-expediering": (
        ":n a sam:Committee . :b sam:establishes :u ; sam:dispatchedTo :o . :u sam:assignedTo :n .",
        "b",
        ":n a sam:Committee . :b sam:establishes :u ; sam:dispatchedTo :n . :u sam:assignedTo :n ."
        " :c sam:establishes :v . :v sam:assignedTo :n .",
    ),
    "handling-som-saknas": (
        ":h a sam:Document .",
        "h",
        ":h a sam:Document ; dcterms:hasFormat :text .",
    ),
    "granskad-utan-svar": (
        AUDIT + ":n a sam:Committee . :r sam:madeBy :revisorerna ; sam:directedTo :n .",
        "n",
        AUDIT + ":n a sam:Committee . :r sam:madeBy :revisorerna ; sam:directedTo :n ."
        " :svar sam:respondsTo :rapport ; dcterms:creator :n .",
    ),
    "avtal-utgatt": (
        ":a a sam:Agreement ; sam:validTo '2023'^^xsd:gYear .",
        "a",
        ":a a sam:Agreement ; sam:validTo '2024'^^xsd:gYear .",
    ),
    "avtal-utan-tid": (
        ":a a sam:Agreement .",
        "a",
        ":a a sam:Agreement ; sam:validFrom '2024'^^xsd:gYear .",
    ),
    "program-utan-uppfoljning": (":p a sam:Programme .", "p", ":p a sam:Programme ; sam:followUp :u ."),
    "befattning-utan-innehavare": (
        ":chef a org:Post . :u sam:assignedTo :chef .",
        "chef",
        ":chef a org:Post . :u sam:assignedTo :chef . :p org:holds :chef . :annan a org:Post .",
    ),
}
ON = "2024-06-30"


def found(name: str, turtle: str) -> list[str]:
    gaps, remarks = find_gaps(tiny(turtle), ON, [RULES[name]])
    assert not remarks
    return [gap.who[0].rpartition("/")[2] for gap in gaps if gap.rule == name]


def test_every_rule_has_its_case():
    assert set(CASES) == set(RULES)
    assert len(RULES) >= 25


@pytest.mark.parametrize("name", CASES)
def test_a_rule_finds_what_it_is_for_and_nothing_that_comes_near(name):
    hit, who, near = CASES[name]
    assert who in found(name, hit)
    assert not found(name, near)


@pytest.mark.parametrize("name", CASES)
def test_the_sentence_is_whole_swedish_and_says_where_it_was_looked_for(name):
    gaps, _ = find_gaps(tiny(CASES[name][0]), ON, [RULES[name]])
    gap = next(gap for gap in gaps if gap.rule == name)
    assert gap.sentence[0].isupper() or gap.sentence[0] in "”"
    assert gap.sentence.endswith(".")
    assert "{" not in gap.sentence
    assert gap.query == RULES[name].query
    assert not gap.quoted
    assert gap.basis is not None


GOOD = """# Titel: Forum utan polis
# Problem: Polisen är inte med.
# Åtgärd: Bjud in.
# Grad: info
# Mening: Polisen hittades inte i {who} {här}.
SELECT DISTINCT ?who WHERE { ?who a <https://w3id.org/samverkan/ns#Forum> }
"""
FAULTY = [
    (GOOD.replace("# Grad: info", "# Grad: viktig"), "okänd grad"),
    (GOOD.replace("# Titel: Forum utan polis\n", ""), "Titel"),
    (GOOD.replace("# Problem", "# Poblem"), "Problem"),
    (GOOD.replace("{who}", "{vem}"), "?vem"),
    (GOOD.replace("?who WHERE", "?vem WHERE"), "?who"),
    (GOOD.replace("SELECT DISTINCT ?who WHERE", "ASK"), "SELECT"),
    (GOOD.replace("{ ?who a", "{ FILTER NOT EXISTS { ?who ?p ?o . ?o ?q ?r } ?who a"), "MINUS"),
    (GOOD.replace("# Mening", "# Belägg: ?who sam:convenor\n# Mening"), "tre delar"),
]


@pytest.mark.parametrize(("text", "said"), FAULTY)
def test_a_faulty_rule_is_refused_in_swedish_with_the_way_out(tmp_path, text, said):
    file = tmp_path / "polis.rq"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_rule(file)
    assert caught.value.file == "polis.rq"
    assert caught.value.way_out
    assert said in f"{caught.value.reason} {caught.value.way_out}"


def test_a_faulty_rule_of_a_workspace_never_stops_the_others(tmp_path):
    (tmp_path / "a.rq").write_text(FAULTY[0][0], encoding="utf-8")
    (tmp_path / "b.rq").write_text(GOOD, encoding="utf-8")
    (tmp_path / "c.rq").write_bytes(b"\xff\xfe")
    rules, faults = own_rules(tmp_path)
    assert [rule.name for rule in rules] == ["b"]
    assert [fault.file for fault in faults] == ["a.rq", "c.rq"]
    assert rules[0].own


def test_a_rule_that_cannot_be_run_is_a_remark(tmp_path):
    (tmp_path / "b.rq").write_text(GOOD, encoding="utf-8")
    rules, _ = own_rules(tmp_path)

    def refuse(rule):
        raise UsageError("Frågan avbröts.", way_out="Avgränsa den.")

    gaps, remarks = find_gaps(tiny(":radet a sam:Forum ."), ON, rules, own_rows=refuse)
    assert not gaps
    assert remarks == ("b.rq: Frågan avbröts. Avgränsa den.",)
