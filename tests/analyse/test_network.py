"""The network of a small graph: two modes, ranks that one document can move, and who holds together."""

from __future__ import annotations

from graph.analyse import network
from graph.analyse.network import BODY_MEASURES, find_network
from graph.analysis import Network
from graph.vocabulary import load_vocabulary
from tests.analyse.asked import HOME, HandMade


def forum(name: str, *members: str) -> str:
    lines = [f"{name} rdf:type sam:Arrangement", f"{name} sam:inMunicipality kommunen"]
    return "\n".join([*lines, *(f"{name} sam:hasParticipant {member}" for member in members)])


BRIDGE = {
    "d1": forum("f1", "a", "b", "x", "kommunen"),
    "d2": forum("f2", "x", "c", "d"),
    "d3": forum("f1", "a") + "\n" + forum("f2", "c"),
}


def ranks(net: Network, measure: str) -> dict[str, tuple[float, ...]]:
    return {
        r.who.removeprefix(HOME): (r.value, r.low, r.high, r.place, r.best, r.worst)
        for r in net.ranks
        if r.measure == measure
    }


def test_two_modes_without_the_municipality():
    net = find_network(HandMade(BRIDGE))
    assert (net.bodies, net.forums, len(net.links)) == (5, 2, 6)
    assert net.remarks == ()


def test_a_bridge_is_first_and_shows_that_it_hangs_on_one_document():
    net = find_network(HandMade(BRIDGE))
    value, low, high, place, _, worst = ranks(net, "mellanhand")["x"]
    assert (place, value) == (1, 4 / 6)
    assert (low, high) == (0.0, 4 / 6)  # without d1 or d2 nothing joins the two forums
    assert worst > 1
    assert min(ranks(net, "begränsning").values(), key=lambda r: r[3])[0] == ranks(net, "begränsning")["x"][0]
    assert ranks(net, "räckvidd")["x"][3] == 1


def test_what_two_documents_say_stays_when_one_goes():
    said = {"d1": BRIDGE["d1"] + "\n" + BRIDGE["d2"]}
    once, twice = find_network(HandMade(said)), find_network(HandMade({**said, "d9": said["d1"]}))
    assert ranks(once, "mellanhand")["x"][1] == 0.0
    assert ranks(twice, "mellanhand")["x"] == (4 / 6, 4 / 6, 4 / 6, 1, 1, 1)
    assert all(community.stability == 1.0 for community in twice.communities)


def test_roles_are_told_between_kinds_of_actors():
    kinds = "a rdf:type sam:PoliticalBody\nx rdf:type sam:Administration\nd rdf:type sam:ExternalActor"
    net = find_network(HandMade({**BRIDGE, "k": kinds}))
    assert ranks(net, "brobyggare")["x"][0] == 3.0  # a-c, a-d and b-d; b and c are of no kind
    assert ranks(net, "utomstående länk")["x"][0] == 1.0


def test_a_forum_is_the_only_meeting_place_of_its_pairs():
    net = find_network(HandMade(BRIDGE))
    assert {who: r[0] for who, r in ranks(net, "enda mötesplats").items()} == {"f1": 3.0, "f2": 3.0}


def test_communities_are_of_both_modes_and_the_same_in_any_order():
    said = {f"d{n}": forum(f"f{n}", *m) for n, m in enumerate(("abc", "abc", "uvw", "uvw", "cu"))}
    net = find_network(HandMade(said))
    members = [{m.removeprefix(HOME) for m in c.members} for c in net.communities]
    assert {"a", "b", "f0", "f1"} <= members[0] | members[1]
    assert not any({"a", "w"} <= group for group in members)
    assert net == find_network(HandMade(dict(reversed(said.items()))))


def test_many_documents_are_tried_in_part_and_it_is_said(monkeypatch):
    monkeypatch.setattr(network, "_WORK", 30 * 5**3 + 4 * 6 * 5 + network._EACH)
    monkeypatch.setattr(network, "_LINKS", 6)
    first, second = find_network(HandMade(BRIDGE)).remarks
    assert "de 1 handlingar" in first
    assert first.endswith("av 2.")
    assert "Grupperingarna" in second


def test_who_takes_part_is_said_as_the_ontology_has_it():
    assert set(network._SAID) == set(load_vocabulary().narrower("sam:hasParticipant"))


def test_an_empty_graph_is_an_empty_network():
    assert find_network(HandMade({})) == Network()


def test_every_rank_rests_on_facts():
    net = find_network(HandMade(BRIDGE))
    assert {r.measure for r in net.ranks} <= {*BODY_MEASURES, *network.FORUM_MEASURES}
    assert all(r.facts and set(r.facts) <= set(net.links) for r in net.ranks)


def test_where_all_meet_all_nobody_has_a_place():
    net = find_network(HandMade({"d": forum("f", "a", "b", "c")}))
    assert {r.measure for r in net.ranks} == {"enda mötesplats"}


def test_one_body_alone_is_no_community():
    assert find_network(HandMade({"d": forum("f", "a")})).communities == ()
