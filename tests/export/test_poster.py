"""The picture for the wall: nothing overlaps or is cut off, for few and for many; the same bytes always."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from lxml import etree

from graph.export.choosing import MOST_OUTSIDE, MOST_PLACES
from graph.export.drawing import drawing, write_drawing
from graph.export.poster import HEIGHT, TOP, WIDTH, build_poster, fitted, width_of
from graph.export.printable import write_printable
from graph.export.wording import line
from graph.model import Entity, Literal
from tests.export.invented_graph import OWN, PAYLOADS, hostile, knowledge, said
from tests.export.test_pages import contrast

SVG = "{http://www.w3.org/2000/svg}"


def crowded(things=60):
    """Return a graph with far more forums, parties and gaps than there is room for."""
    graph = knowledge()
    kinds = {"samverkan/f": "sam:Forum", "aktor/a": "sam:ExternalActor", "enhet/e": "sam:Administration",
             "forhallande/g": "sam:Gap"}  # fmt: skip
    more = {
        f"{OWN}{key}{n}": Entity(
            iri=f"{OWN}{key}{n}", types=(kind,), label=f"{kind[4:]} nummer {n} för samverkan kring unga"
        )
        for key, kind in kinds.items()
        for n in range(things)
    }  # fmt: skip
    claims = [
        said(start, relation, f"{key}{(n * step) % things}", f"Mening {n} {key}.", start=9000 + 50 * n)
        for n in range(things)
        for start, relation, key, step in (
            (f"samverkan/f{n}", "sam:hasParticipant", "aktor/a", 7),
            (f"samverkan/f{n}", "sam:hasParticipant", "enhet/e", 3),
            (f"samverkan/f{n}", "sam:hasParticipant", "aktor/a", 11),
            (f"forhallande/g{n}", "sam:affects", "aktor/a", 5),
        )
    ]
    return replace(graph, entities={**graph.entities, **more}, assertions=(*graph.assertions, *claims))


@pytest.mark.parametrize("graph", [knowledge(), crowded(), crowded(8), knowledge(assertions=())])
def test_no_box_meets_another_and_every_text_fits_its_box(graph):
    poster = build_poster(graph)
    for box in poster.boxes:
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        assert box.y >= TOP - 0.01
        assert box.y + box.height <= poster.bottom + 1.0
        assert len(box.lines) * box.size * 1.2 <= box.height
        marks = (len(box.badges) + bool(box.more)) * 4.9
        assert all(width_of(text, box.size) + 3 + marks <= box.width for text in box.lines)
    for one in poster.boxes:
        for two in poster.boxes:
            assert one is two or one.column != two.column or abs(one.y - two.y) >= 0.5
            if one.column == two.column and one.y < two.y:
                assert one.y + one.height < two.y


def test_threads_run_from_edge_to_edge():
    poster = build_poster(crowded())
    edges = {box.x for box in poster.boxes} | {box.x + box.width for box in poster.boxes}
    assert poster.threads
    for thread in poster.threads:
        assert {thread.x1, thread.x2} <= edges
        assert thread.x1 != thread.x2
    ends = [(t.x1, t.y1) for t in poster.threads] + [(t.x2, t.y2) for t in poster.threads]
    assert len(ends) == len(set(ends))


def test_who_meets_whom_and_which_gap_touches_whom():
    poster = build_poster(knowledge())
    names = {" ".join(box.lines): box for box in poster.boxes}
    assert {"Ortsrådet", "Tysta nätverket", "Friskolorna", "Skolnämnden"} <= names.keys()
    assert "Nova Namnsson" not in names
    assert names["Friskolorna"].badges == (1,)
    assert poster.gaps[0].text == "otydlig väg in för friskolorna"
    assert poster.gaps[0].by == "Kommunrevisionen, Skolnämnden"
    assert sum(thread.dashed for thread in poster.threads) == 1  # what is only possible


def test_of_many_the_best_connected_are_shown_and_the_poster_says_so():
    graph = crowded()
    poster = build_poster(graph)
    assert poster.counts["outside"] == (MOST_OUTSIDE, 62)
    assert poster.counts["places"][0] == MOST_PLACES
    text = "".join(drawing(graph))
    assert f"{MOST_OUTSIDE} av 62 externa parter" in text
    assert "de med flest samband i handlingarna" in text


def test_a_map_around_one_thing_holds_what_it_has_to_do_with():
    poster = build_poster(knowledge(), [OWN + "aktor/friskolorna"])
    names = {" ".join(box.lines) for box in poster.boxes}
    assert {"Friskolorna", "Ortsrådet", "Lotsen", "Skolnämnden"} <= names
    assert "Tysta nätverket" not in names


def test_a_way_in_without_a_name_is_no_box_and_still_a_way_in():
    way_in = said("kontakt/lotsen", "sam:contactFor", "aktor/friskolorna", "Den finns.")
    graph = knowledge(assertions=(way_in,))
    long = replace(graph.entities[OWN + "kontakt/lotsen"], label="Det finns sedan i våras möjlighet " * 3)
    graph = replace(graph, entities={**graph.entities, long.iri: long})
    boxes = {box.iri: box for box in build_poster(graph).boxes}
    assert long.iri not in boxes
    assert boxes[OWN + "aktor/friskolorna"].linked
    address = said("kontakt/lotsen", "cv:email", Literal("info@tallmyra.example"), "info@tallmyra.example")
    others = said("aktor/friskolorna", "cv:contactPoint", "kontakt/lotsen", "info@tallmyra.example")
    boxes = {box.iri: box for box in build_poster(knowledge(assertions=(address, others))).boxes}
    assert OWN + "kontakt/lotsen" not in boxes
    assert not boxes[OWN + "aktor/friskolorna"].linked


def test_a_map_around_a_gap_shows_whom_it_touches_and_where_they_meet():
    poster = build_poster(knowledge(), [OWN + "forhallande/vag-in"])
    names = {" ".join(box.lines): box for box in poster.boxes}
    assert {"Friskolorna", "Ortsrådet", "Lotsen", "Kommunrevisionen"} <= names.keys()
    assert names["Friskolorna"].badges == (1,)
    assert len(poster.gaps) == 1


def test_a_party_that_meets_nobody_is_told_from_one_whose_forum_had_no_room():
    graph = crowded()
    lonely = Entity(iri=OWN + "aktor/ensam", types=("sam:ExternalActor",), label="Ensamma föreningen")
    claims = [said("aktor/ensam", "sam:affects", f"aktor/a{n}", "Den.", start=20000 + n) for n in range(9)]
    things = {**graph.entities, lonely.iri: lonely}
    graph = replace(graph, entities=things, assertions=(*graph.assertions, *claims))
    boxes = {box.iri: box for box in build_poster(graph).boxes if box.kind.key == "extern"}
    met = {claim.object for claim in graph.assertions if claim.predicate == "sam:hasParticipant"}
    met |= {OWN + "aktor/friskolorna"}
    assert lonely.iri in boxes
    assert {iri for iri, box in boxes.items() if not box.linked} == boxes.keys() - met


def test_the_drawing_says_whence_it_comes():
    graph = replace(knowledge(), profile="publik")
    text = " ".join(etree.fromstring("".join(drawing(graph)).encode()).itertext())
    for part in ("Tallmyra kommun",
                 "Maskinellt framtaget, granska mot källan.", "Profil: publik", "5eed" * 16,
                 "2 handlingar lästa", "Handlingar utan känt datum"):  # fmt: skip
        assert part in text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_graph_draws_nothing_but_text(payload):
    good = etree.fromstring("".join(drawing(knowledge())).encode())
    bad = etree.fromstring("".join(drawing(hostile(payload))).encode())
    assert {e.tag for e in bad.iter(etree.Element)} == {e.tag for e in good.iter(etree.Element)}
    names = {str(name) for e in bad.iter(etree.Element) for name in e.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]


@pytest.mark.parametrize("text", ["Nämnden", "å" * 300, "a b " * 80, "", "漢字" * 40, *map(line, PAYLOADS)])
@pytest.mark.parametrize("most", [1, 3])
def test_what_is_fitted_fits(text, most):
    lines = fitted(text, 50, 3.4, most)
    assert len(lines) <= most
    assert all(width_of(part, 3.4) <= 50 for part in lines)


def test_the_same_graph_gives_the_same_bytes_in_any_order(tmp_path):
    graph = crowded(12)
    other = replace(graph, assertions=graph.assertions[::-1], entities=dict(reversed(graph.entities.items())))
    for write in (write_drawing, write_printable):
        assert write(graph, tmp_path / "a").read_bytes() == write(other, tmp_path / "b").read_bytes()


def test_the_page_is_a3_on_its_side_with_text_and_tags(tmp_path):
    path = write_printable(replace(knowledge(), profile="publik"), tmp_path)
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        width, height = document[0].get_size()
        assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (420, 297) == (WIDTH, HEIGHT)
        text = document[0].get_textpage().get_text_bounded()
        assert document.get_metadata_dict()["Title"] == "Samverkanskarta – Tallmyra kommun"
    assert "Ortsrådet" in text
    assert "Profil: publik" in text
    raw = path.read_bytes()
    assert b"/MarkInfo" in raw
    assert not re.search(rb"/CreationDate", raw)


def test_every_tone_can_be_told_from_white():
    from graph.export.drawing import _TONES

    assert all(contrast(tone, "#ffffff") >= 4.5 for tone in _TONES)


@pytest.mark.browser
@pytest.mark.parametrize("graph", [knowledge(), crowded()])
def test_no_text_meets_another_in_a_browser(browser, tmp_path, graph):
    tab = browser.new_page(viewport={"width": 1680, "height": 1188})
    asked = []
    tab.on("request", lambda r: None if r.url.startswith("file:") else asked.append(r.url))
    tab.goto(write_drawing(graph, tmp_path).as_uri())
    boxes = tab.evaluate(
        """() => [...document.querySelectorAll('text')].map(t => { const b = t.getBBox();
        return [t.textContent, b.x, b.y + b.height * .22, b.x + b.width, b.y + b.height * .8]; })"""
    )
    assert not asked
    for text, left, top, right, bottom in boxes:
        assert left >= 0 < top, text
        assert right <= WIDTH, text
        assert bottom <= HEIGHT, text
        for other, x1, y1, x2, y2 in boxes:
            meets = left < x2 and x1 < right and top < y2 and y1 < bottom
            assert not meets or (text, left, top) == (other, x1, y1), (text, other)
