"""Overlaps on small graphs: the three kinds apart, what is shared and what is not, and how sure it is."""

from __future__ import annotations

import pytest

from graph.analyse.overlaps import find_overlaps, remarks
from graph.analysis import Overlap
from tests.analyse.asked import HOME, HandMade


def forum(name: str, *members: str) -> str:
    lines = [f"{name} rdf:type sam:Arrangement", f"{name} sam:inMunicipality kommunen"]
    return "\n".join([*lines, *(f"{name} sam:hasParticipant {member}" for member in members)])


def body(name: str, kind: str = "sam:PoliticalBody") -> str:
    return f"{name} rdf:type {kind}"


def short(overlap: Overlap) -> tuple[str, ...]:
    return tuple(name.removeprefix(HOME) for name in overlap.names)


def found(*said: str, kind: str = "beräknat", **more: dict[str, str]) -> list[Overlap]:
    graph = HandMade({f"d{number}": text for number, text in enumerate(said)}, **more)
    return [overlap for overlap in find_overlaps(graph) if overlap.kind == kind]


def respect(overlap: Overlap, name: str):
    (one,) = [shared for shared in overlap.shared if shared.respect == name]
    return tuple(tuple(x.removeprefix(HOME) for x in xs) for xs in (one.both, one.only_one, one.only_other))


def test_forums_that_meet_more_often_than_chance_tell_what_they_share_and_what_not():
    others = [forum(f"f{n}", f"x{n}", f"y{n}") for n in range(6)]
    (overlap,) = found(forum("a", "p", "q", "r"), forum("b", "p", "q", "s"), *others)
    assert short(overlap) == ("a", "b")
    assert respect(overlap, "deltagare") == (("p", "q"), ("r",), ("s",))
    assert overlap.effect == 0.5
    assert 0 < overlap.expected < 2
    assert 0 < overlap.p < overlap.q <= 1
    assert overlap.pattern_only
    assert {(f[0].removeprefix(HOME), f[2].removeprefix(HOME)) for f in overlap.shared[0].facts} == {
        (f, p) for f in "ab" for p in "pq"
    }


def test_one_common_participant_or_fewer_than_chance_is_no_overlap():
    assert not found(forum("a", "p", "q"), forum("b", "p", "r"))
    crowded = [forum(f"f{n}", "p", "q", f"x{n}", f"y{n}") for n in range(4)]
    assert not found(*crowded, forum("a", "p", "z"))


def test_the_municipality_itself_is_no_participant():
    assert not found(
        forum("a", "kommunen", "p"), forum("b", "kommunen", "p"), *[forum(f"f{n}", f"x{n}") for n in range(4)]
    )


def test_a_pattern_in_a_large_table_holds_only_if_one_name_may_be_misread():
    others = [forum(f"f{n}", *(f"x{(n * 7 + k) % 90}" for k in range(3))) for n in range(60)]
    many = [f"p{n}" for n in range(9)]
    overlaps = found(
        forum("a", *many), forum("b", *many), forum("c", "q", "r"), forum("d", "q", "r"), *others
    )
    firm = {short(o): o.pattern_only for o in overlaps}
    assert firm["a", "b"] is False
    assert firm["c", "d"] is True


def test_a_narrower_target_group_is_shared_with_a_wider_but_not_with_its_neighbour():
    groups = "\n".join(f"{x} rdf:type sam:TargetGroup\n{x} skos:broader unga" for x in ("elever", "smabarn"))
    said = [
        f"{forum(f)}\n{f} sam:targetGroup {g}" for f, g in (("a", "elever"), ("b", "unga"), ("c", "smabarn"))
    ]
    overlaps = found(groups, *said)
    assert [short(o) for o in overlaps] == [("a", "b"), ("b", "c")]
    assert respect(overlaps[0], "målgrupp") == (("elever",), (), ())
    assert overlaps[0].p is None
    assert not overlaps[0].pattern_only


@pytest.mark.parametrize(
    "kin", ["a dcterms:isPartOf b", "b dcterms:isPartOf m\nm dcterms:isPartOf a", "a sam:hasParticipant b"]
)
def test_what_belongs_together_is_no_overlap(kin):
    same = "\n".join(f"{forum(f)}\n{f} sam:targetGroup unga" for f in "ab")
    assert found(same)
    assert not found(same, kin)


def test_assignments_must_agree_in_two_respects():
    both = "\n".join(
        f"{u} rdf:type sam:Assignment\n{u} sam:targetGroup unga\n{u} sam:assignedTo {who}"
        for u, who in (("u1", "n1"), ("u2", "n1"), ("u3", "n2"))
    )
    assert [short(o) for o in found(both) if o.what == "uppdrag"] == [("u1", "u2")]


def test_bodies_answer_for_the_same_through_their_tasks():
    said = "\n".join(
        [
            *map(body, ("n1", "n2")),
            "r1 rdf:type sam:Responsibility\nr1 sam:responsible n1\nr1 sam:targetGroup unga",
            "r2 rdf:type sam:Responsibility\nr2 sam:responsible n2\nr2 sam:targetGroup unga",
            "r2 sam:workLevel samc:lvl-preventive\nr2 dcterms:subject samc:top-leisure",
        ]
    )
    (overlap,) = found(said)
    assert (overlap.what, short(overlap)) == ("organ", ("n1", "n2"))
    assert respect(overlap, "målgrupp") == (("unga",), (), ())
    assert respect(overlap, "ämne") == ((), (), ("samc:top-leisure",))
    assert respect(overlap, "uppgift") == ((), ("r1",), ("r2",))
    (target,) = [shared for shared in overlap.shared if shared.respect == "målgrupp"]
    assert len(target.facts) == 4  # who is responsible for it, and that it is for them: of both
    assert not found(said, "n1 sam:serves n2")
    assert not found(said, "r2 dcterms:type samc:resp-exclusion")


def test_stated_overlaps_keep_their_modality_and_parties():
    overlap = "o rdf:type sam:Overlap\no sam:between a\no sam:between b\no sam:targetGroup unga"
    said = "\n".join([forum("a"), forum("b"), overlap])
    (overlap,) = found(said, kind="uttalat", modality={"o": "samc:mod-possible"})
    assert (overlap.what, short(overlap), overlap.modality) == ("forum", ("a", "b"), "samc:mod-possible")
    assert overlap.facts[0] == (HOME + "o", "rdf:type", "sam:Overlap")
    assert respect(overlap, "målgrupp") == (("unga",), (), ())
    assert (overlap.p, overlap.effect) == (None, None)


def test_said_firmly_by_one_is_said_firmly():
    graph = HandMade({"d": "o rdf:type sam:Overlap", "e": "o rdf:type sam:Overlap"})
    assert [(o.what, o.names, o.modality) for o in find_overlaps(graph)] == [
        ("uppdrag", (), "samc:mod-stated")
    ]


def test_a_collaboration_assignment_is_told_by_its_parts_with_what_the_whole_entails():
    said = """
        allt dcterms:type samc:asg-collaboration
        allt rdf:type sam:Assignment
        allt sam:entails mandat
        del dcterms:type samc:asg-collaboration
        del rdf:type sam:Assignment
        del dcterms:isPartOf allt
        del sam:assignedTo n1
        del sam:assignedTo n2
        del sam:targetGroup unga
    """
    (overlap,) = found(said, kind="avsett")
    assert (overlap.what, short(overlap)) == ("organ", ("n1", "n2"))
    assert respect(overlap, "uppgift") == (("mandat",), (), ())
    assert (HOME + "del", "dcterms:isPartOf", HOME + "allt") in overlap.facts


def test_the_order_of_documents_changes_nothing():
    said = [
        forum(f, *m) + f"\n{f} sam:targetGroup t" for f, m in zip("abc", ("pq", "pqr", "pr"), strict=True)
    ]
    assert found(*said) == found(*reversed(said))


def test_an_empty_graph_has_no_overlaps():
    assert find_overlaps(HandMade({})) == ()


def test_a_list_that_was_cut_says_so(monkeypatch):
    overlap = Overlap(kind="beräknat", what="organ", names=("a", "b"))
    monkeypatch.setattr("graph.analyse.overlaps.MOST", 2)
    assert remarks([overlap]) == ()
    assert "organ visas de 2 starkaste" in remarks([overlap, overlap])[0]
