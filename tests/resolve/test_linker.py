"""Names and documents of an invented municipality resolved across documents."""

from __future__ import annotations

import itertools
import random

import pytest

from graph.ids import named_key
from graph.model import Assertion, Evidence, Literal, Node, Reading
from graph.resolve import link, parse_decisions

COMMITTEE = ("sam:Committee",)
ADMIN = ("sam:Administration",)
FORUM = ("sam:Forum",)
PAPER = ("sam:Document",)


def named(label: str, types=COMMITTEE, *aliases: str, scope: str = "", key: str = "") -> Node:
    return Node(key=key or named_key(types, label), types=types, label=label, aliases=aliases, scope=scope)


def claim(
    subject: str, predicate: str, value, document: str, *, quote: str = "En mening.", start: int = 0
) -> Assertion:
    passage = Evidence(document=document, page=None, start=start, end=start + len(quote), quote=quote)
    return Assertion(
        subject=subject, predicate=predicate, object=value, origin="test", confidence=0.9, evidence=(passage,)
    )


def reading(document: str, *nodes: Node, claims=()) -> Reading:
    return Reading(document=document, nodes=nodes, assertions=tuple(claims))


def same_key(linker, first: tuple[Node, str], second: tuple[Node, str]) -> bool:
    (a, doc_a), (b, doc_b) = first, second
    return linker.node(a.key, doc_a) == linker.node(b.key, doc_b)


MERGED = [
    # (what, node of document a, node of document b)
    ("genitiv", named("Skolnämnden"), named("Skolnämndens")),
    ("fel i bindestreck", named("Individ-och familjenämnden"), named("Individ- och familjenämnden")),
    ("och-tecken", named("Kultur & fritidsnämnden"), named("Kultur- och fritidsnämnden")),
    ("utan nämnd", named("Kultur & Fritid"), named("Nämnden för kultur och fritid")),
    ("införd förkortning", named("IFN"), named("Individ- och familjenämnden", COMMITTEE, "IFN")),
    ("bara använd förkortning", named("VON"), named("Vård- och omsorgsnämnden")),
    ("egen kommun utsatt", named("Skolnämnden i Lövhamra"), named("Skolnämnden")),
    ("slagfel", named("Samhällsbyggnadsnämden"), named("Samhällsbyggnadsnämnden")),
    ("avstavat", named("Över- förmyndarnämnden"), named("Överförmyndarnämnden")),
    ("särskrivet", named("Special pedagogiska gruppen", FORUM), named("Specialpedagogiska gruppen", FORUM)),
    ("slaget först", named("nätverket Trygga kvarter", FORUM), named("Trygga kvarter", FORUM)),
    ("bolagsform", named("AB Lövhem", ("sam:ExternalActor",)), named("Lövhem", ("sam:ExternalActor",))),
    ("skolan först", named("Förskolan Humlan", ADMIN), named("Humlans förskola", ADMIN)),
    ("delat efterled", named("För- och grundskolenämnden"), named("Förskole- och grundskolenämnden")),
    ("revisorerna", named("de förtroendevalda revisorerna"), named("Kommunrevisionen")),
    ("omvänd ordning", named("Fritids- och kulturnämnden"), named("Kultur- och fritidsnämnden")),
    (
        "forum i obestämd form",
        named("Samverkansgrupp för unga", FORUM),
        named("Samverkansgruppen för unga", FORUM),
    ),
    (
        "grupp i bestämd form",
        named("friskolor", ("sam:ExternalActor", "sam:ActorGroup")),
        named("friskolorna", ("sam:ExternalActor", "sam:ActorGroup")),
    ),
    ("ärende", named("LH 2031-00215", ("sam:Case",)), named("LH-2031/215", ("sam:Case",))),
    (
        "titel med handlingsslag",
        named("Revisionsrapport – Samverkan kring unga", PAPER),
        named("Samverkan kring unga", PAPER),
    ),
]
MERGED += [
    (
        f"titel som {b}",
        named(a, PAPER),
        named(b, PAPER),
    )
    for a, b in (
        ("Granskning av samverkan kring unga, revisionsrapport", "Granskning av samverkan kring unga"),
        (
            "Revisionsrapport Granskning av skolskjuts",
            "Granskning av skolskjuts, revisionsrapport, mars 2031",
        ),
        ("Granskning av skolskjuts, 3 mars 2031", "Granskning av skolskjuts, mars 2031"),
    )
]

APART = [
    ("nämnd och förvaltning", named("Skolnämnden"), named("Skolförvaltningen", ADMIN)),
    ("samma namn i nämnd och förvaltning", named("Service"), named("Service", ADMIN)),
    ("annan kommun", named("Skolnämnden"), named("Skolnämnden", scope="stenhalla")),
    ("två andra kommuner", named("Skolnämnden", scope="nyvika"), named("Skolnämnden", scope="stenhalla")),
    ("organ och grupp", named("Skolnämnden"), named("Skolnämnderna")),
    (
        "aktör och grupp",
        named("Friskolan", ("sam:ExternalActor",)),
        named("friskolorna", ("sam:ExternalActor", "sam:ActorGroup")),
    ),
    ("nummer", named("Revisorsgrupp 1"), named("Revisorsgrupp 2")),
    (
        "två egennamn",
        named("Förskolan Björken", ("sam:ExternalActor",)),
        named("Förskolan Björnen", ("sam:ExternalActor",)),
    ),
    ("personer", named("Maja Exempelsson", ("foaf:Person",)), named("Maja Exempelson", ("foaf:Person",))),
    ("forum och program", named("Trygghet Nyvika", FORUM), named("Trygghet i Nyvika", ("sam:Programme",))),
    (
        "befattningar",
        named("Ordförande", ("org:Post",), key="befattning/ordforande-skolnamnden"),
        named("Ordförande", ("org:Post",), key="befattning/ordforande-vardnamnden"),
    ),
    ("bara slaget", named("Styrgruppen", FORUM), named("Styrgruppen", FORUM)),
    (
        "titel med olika datum",
        named("Granskning av skolskjuts, 3 mars 2031", PAPER),
        named("Granskning av skolskjuts, april 2032", PAPER),
    ),
    ("titel med olika år", named("Handlingsplan 2031", PAPER), named("Handlingsplan 2032", PAPER)),
    ("rapport utan titel", named("Revisionsrapporten", PAPER), named("Revisionsrapporten", PAPER)),
    ("ärenden", named("LH 2031-00215", ("sam:Case",)), named("LH 2031-00216", ("sam:Case",))),
]


@pytest.mark.parametrize(("what", "a", "b"), MERGED, ids=[row[0] for row in MERGED])
def test_one_thing(what, a, b):
    linker = link([reading("a", a), reading("b", b)], municipality="Lövhamra")
    assert same_key(linker, (a, "a"), (b, "b"))


@pytest.mark.parametrize(("what", "a", "b"), APART, ids=[row[0] for row in APART])
def test_two_things(what, a, b):
    linker = link([reading("a", a), reading("b", b)], municipality="Lövhamra")
    first, second = linker.node(a.key, "a"), linker.node(b.key, "b")
    assert (first.key, first.scope) != (second.key, second.scope)


def test_the_label_is_the_most_frequent_full_definite_form_and_the_rest_are_aliases():
    forms = [
        "Skolnämnd",
        "Skolnämnden",
        "Skolnämnden",
        "skolnämnden",
        "Skolnämndens",
        "SKN",
        "Skolnämnd",
        "Skolnämnd",
    ]
    nodes = [named(form, COMMITTEE, *(("SKN",) if form == "Skolnämnd" else ())) for form in forms]
    linker = link(reading(str(i), node) for i, node in enumerate(nodes))
    found = {linker.node(node.key, str(i)) for i, node in enumerate(nodes)}
    assert len(found) == 1
    node = found.pop()
    assert (node.label, node.key) == ("Skolnämnden", "organ/skolnamnden")
    assert node.aliases == ("SKN", "Skolnämnd", "Skolnämndens")


def test_the_narrower_class_wins_and_an_arrangement_is_of_one_kind():
    body = [named("Skolnämnden", ("sam:PoliticalBody",)), named("Skolnämnden", COMMITTEE)]
    linker = link(reading(str(i), node) for i, node in enumerate(body))
    assert linker.node(body[0].key, "0").types == COMMITTEE
    kinds = [named("Trygg hamn", types) for types in (("sam:Programme",), ("sam:Programme",), FORUM)]
    linker = link(reading(str(i), node) for i, node in enumerate(kinds))
    assert linker.node(kinds[0].key, "2").types == ("sam:Programme",)


def test_two_candidates_are_a_question_and_not_a_merge():
    nodes = [named("SN"), named("Socialnämnden"), named("Servicenämnden")]
    linker = link(reading(str(i), node) for i, node in enumerate(nodes))
    assert len({linker.node(node.key, str(i)).key for i, node in enumerate(nodes)}) == 3
    asked = {frozenset(node.label for node in question.nodes) for question in linker.undecided}
    assert asked == {frozenset({"SN", "Socialnämnden"}), frozenset({"SN", "Servicenämnden"})}
    assert all("SN" in question.reason for question in linker.undecided)


def test_a_renamed_body_stays_two_bodies():
    old, new = named("Kultur- och fritidsnämnden"), named("Fritids- och kulturnämnden")
    event = Node(key="handelse/a-1", types=("org:ChangeEvent",), label="Namnbyte", named=False)
    claims = [
        claim(event.key, "org:originalOrganization", old.key, "a"),
        claim(event.key, "org:resultingOrganization", new.key, "a"),
    ]
    linker = link([reading("a", old, new, event, claims=claims), reading("b", new)])
    assert linker.node(old.key, "a").key == old.key
    assert linker.node(new.key, "b").key == new.key


def test_a_key_that_no_reading_has_is_an_error():
    with pytest.raises(KeyError):
        link([reading("a", named("Skolnämnden"))]).node("organ/saknas", "a")


# documents ------------------------------------------------------------------------------------


def answer(document: str, owner: Node, title: str = "Svar på revisionsrapport") -> Reading:
    own = Node(key=f"handling/{document}", types=PAPER, label=title)
    claims = [
        claim(own.key, "dcterms:type", "samc:doc-response", document),
        claim(own.key, "dcterms:creator", owner.key, document),
    ]
    return reading(document, own, owner, claims=claims)


def minutes(*mentions: Node) -> Reading:
    claims = [claim(node.key, "dcterms:type", "samc:doc-response", "protokoll") for node in mentions]
    return reading("protokoll", *mentions, claims=claims)


def test_an_enclosure_is_the_only_file_of_that_owner_and_kind():
    skol, vård = named("Skolnämnden"), named("Vårdnämnden")
    enclosure = named("Skolnämndens svar på revisionsrapport", PAPER)
    linker = link([answer("s1", skol), answer("v1", vård), minutes(enclosure)])
    node = linker.node(enclosure.key, "protokoll")
    assert node.key == "handling/s1"
    assert node.label == "Svar på revisionsrapport"
    assert enclosure.label in node.aliases
    assert linker.node("handling/v1", "v1").key == "handling/v1"


def test_an_enclosure_that_fits_two_files_is_a_question():
    skol, enclosure = named("Skolnämnden"), named("Skolnämndens svar på revisionsrapport", PAPER)
    linker = link([answer("s1", skol), answer("s2", skol), minutes(enclosure)])
    assert linker.node(enclosure.key, "protokoll").key == enclosure.key
    asked = [{node.key for node in question.nodes} - {enclosure.key} for question in linker.undecided]
    assert asked == [{"handling/s1"}, {"handling/s2"}]


def test_files_with_one_title_stay_several():
    readings = [answer(d, named(n)) for d, n in (("s1", "Skolnämnden"), ("v1", "Vårdnämnden"))]
    linker = link(readings)
    assert {linker.node(f"handling/{d}", d).key for d in ("s1", "v1")} == {"handling/s1", "handling/v1"}


def test_a_mentioned_title_is_the_file_with_that_title():
    own = Node(key="handling/r1", types=PAPER, label="Granskning av samverkan kring unga")
    mention = named("Revisionsrapport – granskning av samverkan kring unga", PAPER)
    linker = link([reading("r1", own), reading("b", mention)])
    assert linker.node(mention.key, "b").key == "handling/r1"


@pytest.mark.parametrize(("other", "same"), [("LH 2031-00215 (40)", True), ("LH 2031-00215 (41)", False)])
def test_case_and_number_tell_documents_apart(other, same):
    a, b = named("Yttrande från skolan", PAPER), named("Skolans skrivelse om unga", PAPER)
    linker = link(
        [
            reading("a", a, claims=[claim(a.key, "dcterms:identifier", Literal("LH 2031-00215 (40)"), "a")]),
            reading("b", b, claims=[claim(b.key, "dcterms:identifier", Literal(other), "b")]),
        ]
    )
    assert same_key(linker, (a, "a"), (b, "b")) is same


# decisions ------------------------------------------------------------------------------------


def decided(*lines: str):
    return parse_decisions(lines)


def test_same_joins_what_rules_leave_and_not_same_parts_what_rules_join():
    a, b = named("Trygghetsgruppen Hamnen", FORUM), named("Hamnrådet", FORUM)
    c, d = named("Kultur- och fritidsnämnden"), named("Fritids- och kulturnämnden")
    rulings = decided(
        '{"beslut": "samma", "a": "Trygghetsgruppen Hamnen", "b": "Hamnrådet"}',
        f'{{"beslut": "inte_samma", "a": "{c.key}", "b": "{d.key}"}}',
    )
    linker = link([reading("a", a, c), reading("b", b, d)], rulings)
    assert same_key(linker, (a, "a"), (b, "b"))
    assert not same_key(linker, (c, "a"), (d, "b"))
    assert linker.problems == ()
    assert linker.undecided == ()


def test_not_same_also_holds_through_a_third_name():
    a, b, c = named("Kultur- och fritidsnämnden"), named("Fritids- och kulturnämnden"), named("KFN")
    rulings = decided(f'{{"beslut": "inte_samma", "a": "{a.key}", "b": "{b.key}"}}')
    linker = link([reading("a", a), reading("b", b), reading("c", c)], rulings)
    assert not same_key(linker, (a, "a"), (b, "b"))


def test_unsure_keeps_apart_and_is_not_asked_again():
    nodes = [named("SN"), named("Socialnämnden")]
    rulings = decided('{"beslut": "osaker", "a": "SN", "b": "Socialnämnden"}')
    linker = link([reading("a", nodes[0]), reading("b", nodes[1])], rulings)
    assert not same_key(linker, (nodes[0], "a"), (nodes[1], "b"))
    assert linker.undecided == ()


def test_contradictions_are_reported_and_none_of_the_sames_is_followed():
    nodes = [named(n, FORUM) for n in ("Hamnrådet", "Skogsgruppen", "Strandforum")]
    rulings = decided(
        '{"beslut": "samma", "a": "Hamnrådet", "b": "Skogsgruppen"}',
        '{"beslut": "samma", "a": "Skogsgruppen", "b": "Strandforum"}',
        '{"beslut": "inte_samma", "a": "Hamnrådet", "b": "Strandforum"}',
    )
    linker = link([reading("a", *nodes)], rulings)
    assert len({linker.node(node.key, "a").key for node in nodes}) == 3
    (problem,) = linker.problems
    assert "rad 3" in problem
    assert "1, 2" in problem


def test_a_name_that_is_not_there_is_reported():
    rulings = decided('{"beslut": "samma", "a": "Hamnrådet", "b": "Ingenstansrådet"}')
    linker = link([reading("a", named("Hamnrådet", FORUM))], rulings)
    assert linker.problems == (
        "decisions.jsonl, rad 1: ”Ingenstansrådet” finns inte i de lästa handlingarna.",
    )


def test_a_corrected_name_is_shown_and_keeps_the_key():
    node = named("Skolnämnnden")
    rulings = decided('{"beslut": "rattad", "a": "Skolnämnnden", "till": "Skolnämnden"}')
    found = link([reading("a", node)], rulings).node(node.key, "a")
    assert (found.key, found.label, found.aliases) == (node.key, "Skolnämnden", ("Skolnämnnden",))


# order ----------------------------------------------------------------------------------------


def everything() -> list[Reading]:
    nodes = [node for _, a, b in (*MERGED, *APART) for node in (a, b)]
    plain = [reading(f"d{i}", node) for i, node in enumerate(nodes)]
    skol = named("Skolnämnden")
    return [*plain, answer("s1", skol), minutes(named("Skolnämndens svar på revisionsrapport", PAPER))]


def picture(readings: list[Reading]) -> dict[tuple[str, str], Node]:
    linker = link(readings, municipality="Lövhamra")
    return {(r.document, n.key): linker.node(n.key, r.document) for r in readings for n in r.nodes}


def test_any_order_of_the_documents_gives_the_same_nodes():
    readings = everything()
    expected = picture(readings)
    for seed in range(20):
        shuffled = readings[:]
        random.Random(seed).shuffle(shuffled)
        assert picture(shuffled) == expected


def test_no_merge_ever_crosses_a_scope_or_a_family():
    labels = ["Skolnämnden", "Kultur & Fritid", "VON", "Service"]
    kinds = list(itertools.product(labels, (COMMITTEE, ADMIN, FORUM), ("", "se", "stenhalla", "nyvika")))
    readings = [
        reading(f"d{i}", named(label, types, scope=scope)) for i, (label, types, scope) in enumerate(kinds)
    ]
    linker = link(readings, municipality="Lövhamra")
    for (_, _, scope), one in zip(kinds, readings, strict=True):
        key = one.nodes[0].key
        node = linker.node(key, one.document)
        assert (node.scope, node.key.partition("/")[0]) == (scope, key.partition("/")[0])


def test_names_that_a_rule_took_for_one_are_told_so_that_a_person_can_part_them():
    typo, right = named("Samhällsbyggnadsnämden"), named("Samhällsbyggnadsnämnden")
    alike = named("Skolnämndens"), named("Skolnämnden")
    readings = [reading("a", typo, alike[0]), reading("b", right, alike[1]), reading("c", right)]
    (joined,) = link(readings).joined
    assert joined.node.label == "Samhällsbyggnadsnämnden"
    ((other, name),) = joined.others
    assert name == "Samhällsbyggnadsnämden"
    parted = f'{{"beslut": "inte_samma", "a": "{joined.node.key}", "b": "{other.lstrip("/")}"}}'
    linker = link(readings, parse_decisions([parted]))
    assert linker.joined == ()
    assert linker.problems == ()
    assert not same_key(linker, (typo, "a"), (right, "b"))


def test_names_that_a_person_took_for_one_are_not_asked_about():
    first, second = named("Skolnämnden"), named("Vårdnämnden")
    decided = parse_decisions(['{"beslut": "samma", "a": "Skolnämnden", "b": "Vårdnämnden"}'])
    assert link([reading("a", first), reading("b", second)], decided).joined == ()
