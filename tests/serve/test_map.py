"""What the graph page shows and where it stands: choices in addresses, layouts, names, outlines."""

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from lxml import etree

from graph.export.facts import Facts
from graph.export.kinds import KINDS
from graph.export.layout import place
from graph.serve.map.choice import STEPS, Choice, read_choice
from graph.serve.map.columns import columns_scene
from graph.serve.map.labels import ZOOMS, Mark, label_box, sides_of
from graph.serve.map.near import near_scene
from graph.serve.map.net import ALL_KINDS, Net
from graph.serve.map.network import network_scene
from graph.serve.map.outlines import dashes, outline
from graph.serve.map.picture import Caption, file_picture
from graph.serve.map.shown import shown_of
from graph.serve.map.svg import Drawing
from tests.export.invented_graph import OWN, PAYLOADS, hostile, knowledge


def net_of(graph):
    return Net(Facts(graph), lambda iri: iri.removeprefix(OWN))


@pytest.fixture(scope="module")
def net():
    return net_of(knowledge())


def read(net, query):
    return read_choice([tuple(part.split("=", 1)) for part in query.split("&") if part], net)


# --- choices and addresses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "",
        "vy=natverk",
        "typ=extern,forum",
        "typ=-mellanrum",
        "rel=-hasParticipant",
        "vy=naromrade&nod=samverkan/ortsradet&djup=2",
        "status=kalla&antal=300&sok=skol",
        "typ=",
    ],
)
def test_an_address_gives_back_the_choice_that_made_it(net, query):
    choice = read(net, query)
    again = choice.query(net).removeprefix("?")
    assert read(net, again) == choice
    assert again == query


def test_a_form_and_a_list_say_the_same(net):
    assert read(net, "typ=&typ=forum&typ=extern") == read(net, "typ=extern,forum")


def test_all_types_are_as_none_was_chosen(net):
    every = "&".join(f"typ={kind.key}" for kind in KINDS)
    assert read(net, every) == Choice()


@pytest.mark.parametrize(
    "query",
    ["vy=x&typ=forum,x", "nod=finns/inte&typ=forum", "djup=99999999&typ=forum&status=x", "antal=x&typ=forum"],
)
def test_what_is_unknown_in_an_old_address_is_left_out(net, query):
    choice = read(net, query)
    assert (choice.view, choice.node, choice.kinds) == ("karta", "", frozenset({"forum"}))
    assert choice.depth in (1, 3)
    assert choice.most == STEPS[0]


# --- what is shown ------------------------------------------------------------------------------


def test_filters_count_and_leave_out(net):
    everything = shown_of(net, Choice())
    forums = shown_of(net, read(net, "typ=forum"))
    assert {thing.kind.key for thing in forums.things} == {"forum"}
    assert forums.kinds == everything.kinds  # what could be shown is still counted
    assert forums.fitting == everything.kinds["forum"]
    assert forums.known == len(everything.things)
    assert not forums.ties
    assert forums.hidden[OWN + "samverkan/ortsradet"] >= 3


def test_roles_and_documents_are_shown_when_asked_for_and_people_never(net):
    assert not {"befattning", "handling"} & {thing.kind.key for thing in shown_of(net, Choice()).things}
    assert not [t for t in net.things.values() if "Nova Namnsson" in t.label]
    asked = read(net, "typ=forum,handling")
    assert asked.query(net) == "?typ=forum,handling"
    assert asked.shows_kind("handling")


def test_relations_left_out_leave_the_things(net):
    with_, without = shown_of(net, Choice()), shown_of(net, read(net, "rel=-hasParticipant"))
    assert with_.things == without.things
    names = Counter(r.name for tie in without.ties for r in tie.relations)
    assert names["har deltagare"] == 0
    assert without.relations["hasParticipant"] == with_.relations["hasParticipant"]


def test_only_what_was_reviewed_is_shown_when_asked(net):
    assert not shown_of(net, read(net, "status=granskad")).things
    graph = knowledge()
    first = next(c for c in graph.assertions if c.predicate == "sam:hasParticipant")
    claims = [replace(c, curation="samc:cur-accepted") if c == first else c for c in graph.assertions]
    known = net_of(replace(graph, assertions=tuple(claims)))
    shown = shown_of(known, read(known, "status=granskad"))
    assert {thing.iri for thing in shown.things} == {first.subject, first.object}
    assert all(r.reviewed for tie in shown.ties for r in tie.relations)


def test_a_chosen_thing_is_shown_whatever_the_filters_say(net):
    shown = shown_of(net, read(net, "typ=extern&nod=samverkan/ortsradet"))
    assert shown.chosen is not None
    assert shown.chosen in shown.things


def test_the_neighbourhood_grows_by_steps(net):
    one = shown_of(net, read(net, "vy=naromrade&nod=samverkan/ortsradet"))
    two = shown_of(net, read(net, "vy=naromrade&nod=samverkan/ortsradet&djup=2"))
    assert {thing.iri for thing in one.things} < {thing.iri for thing in two.things}
    assert {ring for ring, _ in two.rings.values()} == {0, 1, 2}
    beside = {end for r in net.around[one.chosen.iri] for end in (r.start, r.end)}
    assert {thing.iri for thing in one.things} == beside


# --- where it stands ----------------------------------------------------------------------------


def scenes(net):
    at = place(list(net.things), [(r.start, r.end) for r in net.relations], {})
    yield columns_scene(shown_of(net, Choice()))
    yield network_scene(shown_of(net, Choice(view="natverk")), at)
    yield near_scene(net, shown_of(net, Choice(view="naromrade", depth=2)))


def boxes(spot):
    yield spot.x - spot.width / 2, spot.y - spot.height / 2, spot.x + spot.width / 2, spot.y + spot.height / 2


def test_nothing_stands_on_anything_and_all_in_the_picture(net):
    for scene in scenes(net):
        found = [box for spot in scene.spots for box in boxes(spot)]
        assert found
        for one, other in combinations(found, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart
        assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= scene.width and b[3] <= scene.height for b in found)


def test_the_same_graph_gives_the_same_picture(net):
    again = net_of(knowledge())
    for one, other in zip(scenes(net), scenes(again), strict=True):
        assert "".join(Drawing(net, one, None).marks()) == "".join(Drawing(again, other, None).marks())


def test_old_things_stay_and_a_new_one_comes_to_stand_near_what_it_is_joined_to():
    nodes, links = list("abcdef"), [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f")]
    before = place(nodes, links, {})
    after = place([*nodes, "x"], [*links, ("x", "c")], before)
    assert {node: after[node] for node in nodes} == before

    def far(node):
        return sum((p - q) ** 2 for p, q in zip(after["x"], after[node], strict=True))

    assert far("c") < max(far(node) for node in nodes)
    assert min(far(node) for node in nodes) > 0.1


def test_parts_that_do_not_hang_together_do_not_mingle():
    nodes = [f"{part}{n}" for part in "abc" for n in range(6)]
    links = [(f"{part}{n}", f"{part}{n + 1}") for part in "abc" for n in range(5)]
    found = place(nodes, links, {})
    extents = [[found[node] for node in nodes if node[0] == part] for part in "abc"]
    for one, other in combinations(extents, 2):
        (xs, ys), (us, vs) = (zip(*part, strict=True) for part in (one, other))
        assert max(xs) < min(us) or max(us) < min(xs) or max(ys) < min(vs) or max(vs) < min(ys)


def test_no_name_meets_another_at_any_zoom():
    marks = [
        Mark(40.0 * (n % 9), 25.0 * (n // 9), 24, 18, 60 + 7 * (n % 5), 16 + 16 * (n % 3)) for n in range(60)
    ]
    sides = sides_of(marks)
    shown = []
    for nth, zoom in enumerate(ZOOMS):
        placed = [label_box(m, s[nth], zoom) for m, s in zip(marks, sides, strict=True) if s[nth] != "."]
        shown.append(len(placed))
        for one, other in combinations(placed, 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert shown[0] < shown[-1]
    assert sides[0][0] != "."  # the first has precedence


# --- how it is drawn ----------------------------------------------------------------------------


def test_every_kind_has_an_outline_of_its_own():
    drawn = {(outline(kind.form, 20, 13), dashes(kind.form)) for kind in ALL_KINDS}
    assert len(drawn) == len(ALL_KINDS)


MARKS = set("svg defs marker g a path rect text tspan title desc metadata".split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_and_quotes_of_hostile_documents_stay_text(payload):
    net = net_of(hostile(payload))
    caption = Caption(title="<script>", about="a & <b>", dated="", address='"><x>', notice="")
    for scene in scenes(net):
        marks = "".join(Drawing(net, scene, lambda thing: thing.key).marks())
        for svg in (f"<svg>{marks}</svg>", file_picture(net, scene, caption)[0]):
            found = list(etree.fromstring(svg).iter())
            assert {etree.QName(one).localname for one in found} <= MARKS
            assert not [name for one in found for name in one.attrib if name.startswith(("on", "style"))]


def test_the_chosen_ones_relations_are_named_and_the_rest_is_outlines(net):
    scene = columns_scene(shown_of(net, read(net, "nod=samverkan/ortsradet")))
    svg = "".join(Drawing(net, scene, lambda thing: f"/graf?nod={thing.key}").marks())
    assert 'class="nod vald"' in svg
    assert ">har deltagare" in svg or "har deltagare →" in svg
    faded = re.findall(r'<a class="nod blek".*?</a>', svg, re.DOTALL)
    assert faded
    assert not any("<text" in one for one in faded)
