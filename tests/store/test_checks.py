"""Each rule on a graph that breaks it and on one that does not, and SHACL against the rules."""

import pyoxigraph as ox
import pytest
import rdflib

from graph.errors import StopRun
from graph.ids import PREFIXES
from graph.store import checks
from graph.store.checks import check_shapes, check_store, read_profile, rules, run_checks
from graph.store.dataset import open_store
from tests.store.invented import PLACE

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + (
    "PREFIX : <https://w3id.org/samverkan/id/tallinge/x/>\nPREFIX g: <https://w3id.org/samverkan/graph/tallinge/>\n"
)
K = "sam:inMunicipality <https://w3id.org/samverkan/id/tallinge> ; skos:prefLabel"
CLAIM = """g:d { :a a sam:Assertion ; rdf:subject :s ; rdf:predicate sam:concerns ; rdf:object :o ;
  sam:confidence %s ; sam:rule "r" ; prov:wasGeneratedBy :run ; sam:evidence :e .
  :e a oa:SpecificResource ; oa:hasSource :t ; oa:hasSelector :q , :p .
  :q oa:exact "ord" . :p oa:start %s ; oa:end %s .
  :t schema:sha256 "00" ; dcterms:isFormatOf :d . }"""
SOUND = CLAIM % ("0.9", "1", "4") + " :s sam:concerns :o ."

# rule -> a graph that breaks it, the thing at fault, the same graph made right
CASES = {
    "assertion-incomplete": (SOUND.replace('sam:rule "r" ;', ""), "a", SOUND),
    "assertion-without-evidence": (SOUND.replace("; sam:evidence :e .", "."), "a", SOUND),
    "assertion-confidence": (CLAIM % ("1.5", "1", "4") + ":s sam:concerns :o .", "a", SOUND),
    "assertion-not-a-fact": (CLAIM % ("0.9", "1", "4"), "a", SOUND),
    "fact-without-assertion": (f':s {K} "s"@sv ; sam:concerns :x .', "s", SOUND + f':s {K} "s"@sv .'),
    "evidence-incomplete": (SOUND.replace('oa:exact "ord"', "a oa:TextQuoteSelector"), "e", SOUND),
    "evidence-backwards": (CLAIM % ("0.9", "4", "4") + ":s sam:concerns :o .", "p", SOUND),
    "text-without-hash": (SOUND.replace('schema:sha256 "00" ;', ""), "t", SOUND),
    "name-missing": (":s a sam:Forum ; sam:inMunicipality :k .", "s", f':s a sam:Forum ; {K} "s"@sv .'),
    "name-several": (f':s {K} "s"@sv , "t"@sv .', "s", f':s {K} "s"@sv .'),
    "class-missing": (f':s {K} "s"@sv .', "s", f':s a sam:Forum ; {K} "s"@sv .'),
    "arrangement-kind": (
        f':s a sam:Arrangement , sam:Forum , sam:Routine ; {K} "s"@sv .', "s",
        f':s a sam:Arrangement , sam:Forum ; {K} "s"@sv .',
    ),
    "group-is-organisation": (
        f':s a sam:ActorGroup , sam:PoliticalBody ; {K} "s"@sv .', "s", f':s a sam:ActorGroup ; {K} "s"@sv .',
    ),
    "consultation-is-arrangement": (
        f':s a sam:Consultation , sam:Arrangement ; {K} "s"@sv .', "s",
        f':s a sam:Consultation ; {K} "s"@sv .',
    ),
    "participation-not-mirrored": (
        f':f sam:participation :p ; {K} "f"@sv . :p org:member :s .', "s",
        f':f sam:participation :p ; sam:hasParticipant :s ; {K} "f"@sv . :p org:member :s .',
    ),
    "assignment-several-deadlines": (
        f':s {K} "s"@sv ; sam:deadline "2030-01-01"^^xsd:date , "2030-01-02"^^xsd:date .', "s",
        f':s {K} "s"@sv ; sam:deadline "2030-01-01"^^xsd:date .',
    ),
    "deadline-not-a-day": (
        f':s {K} "s"@sv ; sam:deadline "2030-01"^^xsd:gYearMonth .', "s",
        f':s {K} "s"@sv ; sam:deadline "2030-01-01"^^xsd:date .',
    ),
    "reporting-without-recipient": (
        f':s a sam:Assignment ; dcterms:type samc:asg-reporting ; sam:reportTo :b ; {K} "s"@sv .', "s",
        f':s a sam:Assignment ; dcterms:type samc:asg-reporting ; sam:reportTo :b ; {K} "s"@sv ;'
        ' sam:deadline "2030-01-01"^^xsd:date .',
    ),
    "responsibility-kind": (
        f':s a sam:Responsibility ; dcterms:type samc:resp-duty , samc:resp-power ; {K} "s"@sv .', "s",
        f':s a sam:Responsibility ; dcterms:type samc:resp-duty ; {K} "s"@sv .',
    ),
    "responsibility-without-holder": (
        f':s a sam:Responsibility ; {K} "s"@sv .', "s",
        f':s a sam:Responsibility ; {K} "s"@sv . :u sam:entails :s .',
    ),
    "decision-several-bodies": (
        f':s sam:decidedBy :a , :b ; {K} "s"@sv .', "s", f':s sam:decidedBy :a ; {K} "s"@sv .',
    ),
    "decision-without-case": (
        f':s a sam:Decision ; {K} "s"@sv .', "s",
        f':s a sam:Decision ; {K} "s"@sv ; dcterms:isPartOf :p . :p sam:inCase :c .',
    ),
    "decision-without-date": (
        f':s a sam:Decision ; {K} "s"@sv .', "s", f':s a sam:Decision ; {K} "s"@sv ; dcterms:date "2030" .',
    ),
    "stance-incomplete": (
        f':s a sam:Stance ; {K} "s"@sv ; sam:madeBy :o ; sam:stanceOn :c .', "s",
        f':s a sam:Stance ; {K} "s"@sv ; sam:madeBy :o ; sam:stanceOn :c ; sam:position samc:pos-notes .',
    ),
    "gap-without-claim": (
        f':s a sam:Gap ; {K} "s"@sv .', "s", f':s a sam:Gap ; {K} "s"@sv . :c sam:identifies :s .',
    ),
    "gap-without-affected": (
        f':s a sam:Gap ; {K} "s"@sv .', "s", f':s a sam:Gap ; {K} "s"@sv ; sam:between :o .',
    ),
    "overlap-with-one-party": (
        f':s a sam:Overlap ; {K} "s"@sv ; sam:between :o .', "s",
        f':s a sam:Overlap ; {K} "s"@sv ; sam:between :o , :p .',
    ),
    "contact-without-owner": (
        f':s a sam:ContactPoint ; {K} "s"@sv .', "s",
        f':s a sam:ContactPoint ; {K} "s"@sv . :o cv:contactPoint :s .',
    ),
    "arrangement-unnamed": (
        f':s a sam:Arrangement ; dcterms:type samc:arr-unnamed-set ; {K} "s"@sv .', "s",
        f':s a sam:Arrangement ; dcterms:type samc:arr-forum ; {K} "s"@sv .',
    ),
}  # fmt: skip
# rule -> class and the property that is missing
MISSING = {
    "assignment-without-assignee": ("sam:Assignment", "sam:assignedTo"),
    "assignment-without-giver": ("sam:Assignment", "sam:assignedBy"),
    "assignment-without-kind": ("sam:Assignment", "dcterms:type"),
    "decision-without-body": ("sam:Decision", "sam:decidedBy"),
    "finding-without-maker": ("sam:Finding", "sam:madeBy"),
    "recommendation-without-maker": ("sam:Recommendation", "sam:madeBy"),
    "gap-without-kind": ("sam:Gap", "dcterms:type"),
    "measure-without-status": ("sam:Measure", "sam:status"),
    "measure-without-problem": ("sam:Measure", "sam:addresses"),
    "measure-without-responsible": ("sam:Measure", "sam:responsible"),
    "contact-without-users": ("sam:ContactPoint", "sam:contactFor"),
    "definition-without-term": ("sam:Definition", "sam:defines"),
    "definition-without-wording": ("sam:Definition", "dcterms:description"),
    "arrangement-without-convenor": ("sam:Arrangement", "sam:convenor"),
    "arrangement-without-goal": ("sam:Arrangement", "sam:hasGoal"),
    "arrangement-without-followup": ("sam:Arrangement", "sam:followUp"),
}
CASES |= {
    rule: (f':s a {kind} ; {K} "s"@sv .', "s", f':s a {kind} ; {K} "s"@sv ; {prop} :x .')
    for rule, (kind, prop) in MISSING.items()
}
# what a shape cannot say without SPARQL of its own
RULES_ONLY = {"assertion-not-a-fact", "fact-without-assertion", "participation-not-mirrored"}
RULES = {rule.name: rule for rule in rules()}


def store_of(text):
    store = ox.Store()
    store.load(input=(HEAD + text).encode(), format=ox.RdfFormat.TRIG)
    kinds = "".join(f"samc:resp-{k} skos:inScheme samc:responsibility-kind . " for k in ("duty", "power"))
    store.load(input=(HEAD + kinds).encode(), format=ox.RdfFormat.TRIG)
    return store


def found(findings, rule):
    return sorted(finding.who.rpartition("/")[2] for finding in findings if finding.kind == rule)


def test_every_rule_has_a_case():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(rule):
    broken, who, sound = CASES[rule]
    assert found(check_store(store_of(broken), [RULES[rule]]), rule) == [who]
    assert found(check_store(store_of(sound), [RULES[rule]]), rule) == []


@pytest.mark.parametrize("which", [0, 2], ids=["broken", "sound"])
def test_shapes_say_what_rules_say(which, vocabulary):
    """On each case by itself, with one run of pySHACL: every case gets names of its own."""
    shaped = {
        str(name).removeprefix(checks.SHAPES)
        for name in rdflib.Graph().parse(checks.resources.path("shapes.ttl")).subjects(rdflib.RDF.type)
        if str(name).startswith(checks.SHAPES)
    }
    assert shaped == set(RULES) - RULES_ONLY
    store = ox.Store()
    for number, rule in enumerate(sorted(CASES)):
        head = HEAD.replace("/x/>", f"/x/{number}->")
        store.load(input=(head + CASES[rule][which]).encode(), format=ox.RdfFormat.TRIG)
    for quad in store_of(""):
        store.add(quad)
    ours = {(f.kind, f.who) for f in check_store(store) if f.kind in shaped}
    assert {(f.kind, f.who) for f in check_shapes(store)} == ours
    assert {kind for kind, _ in ours} == shaped or which


def test_the_invented_world_is_sound(world):
    with world.publish() as snapshot:
        findings = run_checks(snapshot)
    assert [finding for finding in findings if finding.level == "violation"] == []
    assert {finding.kind for finding in findings} >= {"arrangement-without-goal"}
    assert "Samverkansform utan mål: Trygghetsrådet" in {finding.what for finding in findings}


def test_findings_come_gravest_first_and_once(world):
    with world.publish() as snapshot:
        alone, both = run_checks(snapshot), run_checks(snapshot, shapes=True)
    assert alone == both
    order = [checks.LEVELS.index(finding.level) for finding in both]
    assert order == sorted(order, reverse=True)


def test_a_fact_put_in_by_hand_is_found(world):
    with world.publish() as snapshot:
        store = ox.Store()
        store.extend(open_store(snapshot))
    body = ox.NamedNode(f"{PLACE.base}tallinge/organ/socialnamnden")
    concerns = ox.NamedNode(PREFIXES["sam"] + "concerns")
    store.add(ox.Quad(body, concerns, ox.NamedNode(f"{PLACE.base}tallinge/begrepp/unga")))
    assert found(check_store(store), "fact-without-assertion") == ["socialnamnden"]


def test_the_profile_knows_every_rule_and_no_other():
    assert set(read_profile(checks.resources.path("profile.tsv"))) == set(RULES)
    assert {rule.level for rule in RULES.values()} <= set(checks.LEVELS)


def test_a_rule_without_a_header_is_named(tmp_path, monkeypatch):
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "bare.rq").write_text("SELECT ?who { ?who a sam:Forum }", encoding="utf-8")
    (tmp_path / "profile.tsv").write_text("info\tbare\n", encoding="utf-8")
    monkeypatch.setattr("graph.resources.folder", lambda: tmp_path)
    rules.cache_clear()
    with pytest.raises(StopRun, match=r"bare\.rq"):
        rules()
    rules.cache_clear()
