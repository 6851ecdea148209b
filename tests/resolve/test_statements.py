"""Statements that say the same, in one document and across documents."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest

from graph.ids import statement_key
from graph.model import Assertion, Evidence, Literal, Node, Reading
from graph.resolve import link

SKOL, VÅRD, FRISKOLOR, REVISION = (
    "organ/skolnamnden",
    "organ/vardnamnden",
    "aktor/friskolor",
    "organ/revisionen-i-hamn",
)
NAMES = (
    Node(key=SKOL, types=("sam:Committee",), label="Skolnämnden"),
    Node(key=VÅRD, types=("sam:Committee",), label="Vårdnämnden"),
    Node(key=FRISKOLOR, types=("sam:ExternalActor", "sam:ActorGroup"), label="friskolor"),
    Node(key=REVISION, types=("sam:PoliticalBody",), label="Hamnrevisionen"),
)


def said(document: str, kind: str, quote: str, *facts, start: int = 0, negative: bool = False) -> Reading:
    """Return the reading of a document in which one sentence states one thing."""
    key = statement_key((kind,), document, quote, str(start))
    passage = Evidence(document=document, page=None, start=start, end=start + len(quote), quote=quote)
    claims = [
        Assertion(
            subject=key,
            predicate=predicate,
            object=value,
            origin="test",
            confidence=0.9,
            negative=negative,
            evidence=(passage,),
        )
        for predicate, value in (("rdf:type", kind), *facts)
    ]
    node = Node(key=key, types=(kind,), label=quote, named=False)
    return Reading(document=document, nodes=(*NAMES, node), assertions=tuple(claims))


def keys(*readings: Reading) -> list[str]:
    linker = link(readings)
    return [linker.node(r.nodes[-1].key, r.document).key for r in readings]


DUTY = "Skolnämnden ska senast den 1 mars redovisa arbetet med samverkan kring tidiga insatser för unga."
RETOLD = "Enligt granskningen vet friskolor i hamnområdet sällan vart de ska vända sig med oro för en elev."
RETOLD_AGAIN = (
    "Nämnden delar bilden att friskolor i hamnområdet sällan vet vart de kan vända sig när de känner "
    "oro för en elev."
)

ONE = [
    (
        "samma mening i två handlingar",
        "sam:Assignment",
        DUTY,
        DUTY,
        (("sam:assignedTo", SKOL),),
        (("sam:assignedTo", SKOL),),
    ),
    ("den ena säger mer", "sam:Assignment", DUTY, DUTY, (("sam:assignedTo", SKOL),), ()),
    (
        "böjt om",
        "sam:Assignment",
        DUTY,
        DUTY.replace("samverkan kring", "samverkan runt"),
        (("sam:assignedTo", SKOL),),
        (("sam:assignedTo", SKOL),),
    ),
    (
        "återberättad brist",
        "sam:Gap",
        RETOLD,
        RETOLD_AGAIN,
        (("dcterms:type", "samc:gap-contact"), ("sam:affects", FRISKOLOR)),
        (("dcterms:type", "samc:gap-contact"), ("sam:affects", FRISKOLOR)),
    ),
    (
        "samma beslut i samma ärende",
        "sam:Decision",
        DUTY,
        DUTY,
        (("sam:inCase", "arende/lh-2031-1"), ("sam:decidedBy", SKOL)),
        (("sam:inCase", "arende/lh-2031-1"), ("sam:decidedBy", SKOL)),
    ),
]

TWO = [
    (
        "olika mottagare",
        "sam:Assignment",
        DUTY,
        DUTY,
        (("sam:assignedTo", SKOL),),
        (("sam:assignedTo", VÅRD),),
    ),
    ("annan nämnd i meningen", "sam:Assignment", DUTY, DUTY.replace("Skol", "Vård"), (), ()),
    ("annat datum", "sam:Assignment", DUTY, DUTY.replace("1 mars", "2 mars"), (), ()),
    (
        "olika senast",
        "sam:Assignment",
        DUTY,
        DUTY,
        (("sam:deadline", Literal("2031-03-01", "xsd:date")),),
        (("sam:deadline", Literal("2032-03-01", "xsd:date")),),
    ),
    ("nekad", "sam:Gap", RETOLD, RETOLD.replace("sällan", "inte"), (), ()),
    (
        "olika slags brist",
        "sam:Gap",
        RETOLD,
        RETOLD_AGAIN,
        (("dcterms:type", "samc:gap-contact"), ("sam:affects", FRISKOLOR)),
        (("dcterms:type", "samc:gap-routine"), ("sam:affects", FRISKOLOR)),
    ),
    (
        "olika berörda",
        "sam:Gap",
        RETOLD,
        RETOLD_AGAIN,
        (("dcterms:type", "samc:gap-contact"), ("sam:affects", FRISKOLOR)),
        (("dcterms:type", "samc:gap-contact"), ("sam:affects", SKOL)),
    ),
    ("olika talare", "sam:Finding", RETOLD, RETOLD, (("sam:madeBy", REVISION),), (("sam:madeBy", SKOL),)),
    (
        "beslut utan ärende",
        "sam:Decision",
        DUTY,
        DUTY,
        (("sam:decidedBy", SKOL),),
        (("sam:decidedBy", SKOL),),
    ),
    ("för kort", "sam:Recommendation", "Rutinen bör ses över.", "Rutinen bör ses över.", (), ()),
    (
        "planerad och gjord",
        "sam:Measure",
        DUTY,
        DUTY,
        (("sam:status", "samc:st-planned"),),
        (("sam:status", "samc:st-done"),),
    ),
]


@pytest.mark.parametrize(("what", "kind", "a", "b", "facts_a", "facts_b"), ONE, ids=[row[0] for row in ONE])
def test_says_the_same(what, kind, a, b, facts_a, facts_b):
    first, second = keys(said("a", kind, a, *facts_a), said("b", kind, b, *facts_b))
    assert first == second == min(said("a", kind, a).nodes[-1].key, said("b", kind, b).nodes[-1].key)


@pytest.mark.parametrize(("what", "kind", "a", "b", "facts_a", "facts_b"), TWO, ids=[row[0] for row in TWO])
def test_says_something_else(what, kind, a, b, facts_a, facts_b):
    assert len(set(keys(said("a", kind, a, *facts_a), said("b", kind, b, *facts_b)))) == 2


def test_a_passage_that_a_document_repeats_is_one_statement_even_when_short():
    short = "Rutinen bör ses över."
    assert (
        len(
            set(
                keys(said("a", "sam:Recommendation", short), said("a", "sam:Recommendation", short, start=90))
            )
        )
        == 1
    )


def test_two_statements_of_one_passage_stay_two():
    one = said("a", "sam:Gap", RETOLD)
    twin = Node(key=one.nodes[-1].key + "b", types=("sam:Gap",), label=RETOLD, named=False)
    passage = one.assertions[0].evidence
    claim = Assertion(
        subject=twin.key,
        predicate="rdf:type",
        object="sam:Gap",
        origin="test",
        confidence=1,
        evidence=passage,
    )
    reading = Reading(document="a", nodes=(*one.nodes, twin), assertions=(*one.assertions, claim))
    linker = link([reading])
    assert linker.node(twin.key, "a").key != linker.node(one.nodes[-1].key, "a").key


def test_what_is_known_of_a_set_parts_a_third_statement():
    """A with a deadline, B without, C with another: B may go with one of them, A and C never meet."""
    a = said("a", "sam:Assignment", DUTY, ("sam:deadline", Literal("2031-03-01", "xsd:date")))
    b = said("b", "sam:Assignment", DUTY)
    c = said("c", "sam:Assignment", DUTY, ("sam:deadline", Literal("2032-03-01", "xsd:date")))
    found = keys(a, b, c)
    assert found[0] != found[2]
    assert len(set(found)) == 2


def test_stances_on_findings_that_are_one_finding_are_one_stance():
    a, b = (
        said("a", "sam:Finding", RETOLD, ("sam:madeBy", REVISION)),
        said("b", "sam:Finding", RETOLD, ("sam:madeBy", REVISION)),
    )
    view = "Skolnämnden instämmer helt i revisorernas bedömning av vägarna in för hamnens skolor."
    readings = []
    for one in (a, b):
        stance = said(one.document, "sam:Stance", view, ("sam:stanceOn", one.nodes[-1].key), start=500)
        readings.append(
            Reading(
                document=one.document,
                nodes=(*one.nodes, stance.nodes[-1]),
                assertions=(*one.assertions, *stance.assertions),
            )
        )
    assert len(set(keys(*readings))) == 1


def many(count: int) -> list[Reading]:
    words = [
        f"{a}{b}{c}"
        for a in ("skog", "hamn", "stig", "berg", "sten")
        for b in ("vikt", "mal", "ton", "lust")
        for c in ("en", "arna", "ig", "ande", "bar")
    ]
    choose = random.Random(1)
    return [
        said(
            f"d{i // 5:05}", "sam:Gap", f"{' '.join(choose.choices(words, k=12)).capitalize()}.", start=i % 5
        )
        for i in range(count)
    ]


def test_any_order_gives_the_same_keys():
    readings = many(300) + [said("x", "sam:Gap", r.nodes[-1].label) for r in many(300)[::7]]
    expected = dict(zip([id(r) for r in readings], keys(*readings), strict=True))
    for seed in range(5):
        shuffled = random.Random(seed).sample(readings, len(readings))
        assert dict(zip([id(r) for r in shuffled], keys(*shuffled), strict=True)) == expected


@pytest.mark.alone
def test_four_times_the_statements_take_at_most_eight_times_the_time():
    """Near linear; comparing all pairs would take sixteen times."""

    def cost(count: int) -> float:
        readings = many(count)
        best = []
        for _ in range(3):
            start = time.process_time()
            link(readings)
            best.append(time.process_time() - start)
        return min(best)

    cost(200)
    assert cost(4000) < 8 * cost(1000)


# --- an assignment told twice --------------------------------------------------------------------

GIVEN = (
    "Skolnämnden ges i uppdrag att senast den 1 mars redovisa hur friskolor i hamnområdet deltar i samverkan."
)
TASK = "Redovisa hur friskolor i hamnområdet deltar i samverkan"
AGAIN = (
    "Kommunstyrelsen gav den 5 juni 2030 nämnden i uppdrag att redovisa hur friskolor i hamnområdet deltar."
)
TASK_AGAIN = "Redovisa hur friskolor i hamnområdet deltar"
DUE, LATER = (("sam:deadline", Literal(f"203{n}-03-01", "xsd:date")) for n in (1, 2))
TO = ("sam:assignedTo", SKOL)
PROPOSED = ("sam:status", "samc:st-proposed")


def order(document: str, quote: str, task: str, *facts, start: int = 0) -> Reading:
    reading = said(document, "sam:Assignment", quote, *facts, start=start)
    *names, node = reading.nodes
    return replace(reading, nodes=(*names, replace(node, label=task)))


@pytest.mark.parametrize(
    ("facts_a", "facts_b", "task", "one"),
    [
        ((TO, DUE), (TO,), TASK_AGAIN, True),
        ((TO, DUE), (TO, DUE), TASK_AGAIN, True),
        ((TO,), (TO, ("sam:assignedTo", VÅRD)), TASK_AGAIN, True),  # of two that got it one is spoken of
        ((TO, DUE), (TO, LATER), TASK_AGAIN, False),
        ((TO,), (("sam:assignedTo", VÅRD),), TASK_AGAIN, False),
        ((TO,), (), TASK_AGAIN, False),  # nobody knows who got it
        ((TO,), (TO, PROPOSED), TASK_AGAIN, False),  # what is proposed is not yet given
        ((TO,), (TO,), "Redovisa hur skolans lokaler i hamnområdet används", False),
        ((TO,), (TO,), "Redovisa hur 12 friskolor i hamnområdet deltar", False),
        ((TO,), (TO,), "Redovisa samverkan", False),  # too short to tell
    ],
)
def test_an_assignment_retold_is_one_where_the_same_body_has_the_same_task(facts_a, facts_b, task, one):
    found = keys(order("a", GIVEN, TASK, *facts_a), order("b", AGAIN, task, *facts_b))
    assert (len(set(found)) == 1) is one


def test_a_retelling_that_fits_two_assignments_is_joined_with_neither():
    first = order("a", GIVEN, TASK, TO, DUE)
    second = order("c", GIVEN.replace("1 mars", "2 april"), TASK, TO, LATER)
    again = order("b", AGAIN, TASK_AGAIN, TO)
    assert len(set(keys(first, second, again))) == 3
    assert len(set(keys(first, again, order("d", AGAIN.replace("gav", "har gett"), TASK_AGAIN, TO)))) == 1


def test_two_sections_of_one_document_tell_of_one_assignment():
    both = (order("a", GIVEN, TASK, TO, DUE), order("a", AGAIN, TASK_AGAIN, TO, start=900))
    reading = Reading(
        document="a",
        nodes=(*both[0].nodes, both[1].nodes[-1]),
        assertions=tuple(claim for one in both for claim in one.assertions),
    )
    linker = link([reading])
    assert len({linker.node(one.nodes[-1].key, "a").key for one in both}) == 1
