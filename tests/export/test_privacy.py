"""The public profile: what is hidden in texts, in the graph, in RDF and in every file that is written."""

import re
import zipfile
from dataclasses import replace

import pytest

from graph.analysis import Analysis, Basis, Deadline, Gap, Network, Rank, Step
from graph.export.calendar import write_calendar
from graph.export.catalogue import Owner, Tally, write_catalogue
from graph.export.drawing import write_drawing
from graph.export.formats import render
from graph.export.gexf import write_gexf
from graph.export.graphml import write_graphml
from graph.export.graphs import network_of
from graph.export.index import write_index
from graph.export.pages import write_map
from graph.export.printable import write_printable
from graph.export.privacy import veil_of
from graph.export.protected import Names, hide
from graph.export.rdf import write_rdf
from graph.export.report import build_outline, write_report
from graph.export.tables import write_tables
from graph.export.wording import audience
from graph.model import Entity, Literal, Source
from tests.export.analysed import analysed
from tests.export.invented_graph import OWN, knowledge, said

NAMES = Names(["Nova Namnsson", "Åke von Ek", "Hans Lund"], known=["Lunds förening"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nova Namnsson, ordförande", "[namn], ordförande"),
        ("NOVA NAMNSSON", "[namn]"),
        ("Nova\nNamnssons förslag", "[namn]s förslag"),
        ("Enligt Namnsson dröjer det.", "Enligt [namn] dröjer det."),
        ("N. Namnsson deltog.", "[namn] deltog."),
        ("Namnsson, Nova", "[namn]"),
        ("Nova M. Namnsson", "[namn]"),
        ("Det sa Hans igår.", "Det sa [namn] igår."),
        ("Nova Namnsson (S)", "[namn]"),
        ("A\u030ake von Ek", "[namn]"),
        ("Nova Namns\u00adson", "[namn]"),
        ("Nova Namns-\nson", "[namn]"),
        ("Hans Lund talade.", "[namn] talade."),
        ("Hans uppdrag gäller Lund.", "Hans uppdrag gäller Lund."),  # Lund is known as something else
        ("ordförande Okänd Talarsson inledde", "ordförande [namn] inledde"),
        ("Okänd Talarsson (M) yrkade", "[namn] yrkade"),
        ("ordförande i Skolnämnden", "ordförande i Skolnämnden"),
        ("Skriv till nova.namnsson@tallmyra.example.", "Skriv till [e-post]."),
        ("Skriv till nova@skola.example.", "Skriv till [e-post]."),
        ("Skriv till någon.annan@skola.example.", "Skriv till [e-post]."),
        ("Skriv till kalle@gmail.com.", "Skriv till [e-post]."),
        ("Skriv till info@tallmyra.example.", "Skriv till info@tallmyra.example."),
        ("Skriv till ks.diarium@tallmyra.example.", "Skriv till ks.diarium@tallmyra.example."),
        ("Ring 070-123 45 67.", "Ring [telefon]."),
        ("Ring +46 70 123 45 67.", "Ring [telefon]."),
        ("Växel 0123-45 67 89.", "Växel 0123-45 67 89."),
        ("Nova Namnsson, 0123-45 67 89, Storgatan 4", "[namn], [telefon], [adress]"),
        ("Kontoret ligger på Storgatan 4.", "Kontoret ligger på Storgatan 4."),
        ("Hon är folkbokförd på Storgatan 4, 123 45 Tallmyra.", "Hon är folkbokförd på [adress]."),
        ("Överklagande enligt LVU, dnr 2031-117.", "Överklagande enligt LVU, dnr [ärendenummer]."),
        ("Dnr KS 2031-00041 om samverkan.", "Dnr KS 2031-00041 om samverkan."),
        ("Ärendet är ett individärende.", "[Passagen är maskerad: den rör en enskild.]"),
        ("Det gäller 2 elever.", "Det gäller färre än tre elever."),
        ("Det gäller två placerade barn.", "Det gäller färre än tre placerade barn."),
        ("Det gäller 12 elever.", "Det gäller 12 elever."),
        ("§ 2 Barn och unga", "§ 2 Barn och unga"),
        ("ett barn som far illa", "ett barn som far illa"),
        ("746a0701234567acb", "746a0701234567acb"),
    ],
)
def test_what_the_public_may_read(text, shown):
    assert hide(text, NAMES) == shown


def test_what_needs_no_mask_is_not_touched():
    text = "Skolna\u0308mnden\u00ad mo\u0308ts"
    assert hide(text, NAMES) is text


def populated():
    """Return the invented graph with people in every corner that can hold a name."""
    graph = knowledge()
    more = (
        Entity(iri=OWN + "underskrift/x", types=("prov:Attribution",), label="Nova Namnsson, ordförande"),
        Entity(iri=OWN + "befattning/ordforande", types=("org:Post",), label="Ordförande"),
        Entity(iri=OWN + "kontakt/nova-tallmyra", types=("sam:ContactPoint",), label="Nova Namnsson, e-post"),
        Entity(iri=OWN + "aktor/firma", types=("sam:ExternalActor",), label="Målar-Molle"),
        Entity(
            iri=OWN + "utsaga/nova-namnsson-tycker",
            types=("sam:Finding", "sam:Claim"),
            label="Namnsson tycker",
        ),
    )
    claims = (
        said("underskrift/x", "prov:agent", "person/nn", "Nova Namnsson, ordförande", start=7000),
        said("person/nn", "org:holds", "befattning/ordforande", "Nova Namnsson, ordförande", start=7000),
        said(
            "kontakt/nova-tallmyra",
            "cv:email",
            Literal("nova@tallmyra.example"),
            "nova@tallmyra.example",
            start=7100,
        ),
        said(
            "kontakt/nova-tallmyra",
            "sam:contactFor",
            "aktor/friskolorna",
            "Friskolor skriver till Nova.",
            start=7200,
        ),
        said(
            "aktor/firma",
            "rdf:type",
            "sam:ExternalActor",
            "Målar-Molle, XXXXXX-XXXX",
            origin="register.row",
            start=7300,
        ),
        said("samverkan/ortsradet", "sam:hasParticipant", "aktor/firma", "Målar-Molle deltar.", start=7400),
        said(
            "utsaga/nova-namnsson-tycker",
            "sam:concerns",
            "aktor/friskolorna",
            "Namnsson tycker att Målar-Molle ska delta.",
            start=7500,
        ),
        said(
            "uppdrag/oppet",
            "dcterms:description",
            Literal("Nova Namnsson samordnar, tel 070-123 45 67."),
            "Nova Namnsson samordnar, tel 070-123 45 67.",
            start=7600,
            voice=OWN + "person/nn",
        ),
    )
    sources = (
        *graph.sources,
        Source(
            name="Nova_Namnssons_brev.pdf",
            sha256="d" * 64,
            document="nova-namnsson-brev-1",
            title="Brev från Nova Namnsson",
            notes=("Avsändare: Nova Namnsson",),
        ),
    )
    labels = {**graph.labels, OWN + "person/nn": "Nova Namnsson"}
    return replace(
        graph,
        entities={**graph.entities, **{e.iri: e for e in more}},
        assertions=(*graph.assertions, *claims),
        sources=sources,
        labels=labels,
    )


SECRETS = ("Namnsson", "namnsson", "Nova", "nova@", "Målar-Molle", "070-123", "person/nn", "kontakt/nova")


def public():
    graph = populated()
    return veil_of([graph]).knowledge(graph)


def test_people_and_firms_of_one_are_gone_with_all_that_points_to_them():
    graph = public()
    assert graph.profile == "publik"
    gone = {OWN + key for key in ("person/nn", "aktor/firma", "kontakt/nova-tallmyra")}
    assert gone.isdisjoint(graph.entities)
    assert not [c for c in graph.assertions if gone & {c.subject, c.object, c.voice}]
    assert OWN + "befattning/ordforande" in graph.entities  # the post stays, and so does what the body does
    assert graph.entities[OWN + "underskrift/x"].label == "[namn], ordförande"
    assert OWN + "utsaga/namn-2-tycker" in graph.entities
    assert not [secret for secret in SECRETS if secret in repr(graph)]


def test_what_says_nothing_of_people_is_the_same():
    before, after = knowledge(), veil_of([knowledge()]).knowledge(knowledge())
    about_people = {c for c in before.assertions if OWN + "person/nn" in (c.subject, c.object)}
    assert set(after.assertions) == set(before.assertions) - about_people
    assert after.labels == {k: v for k, v in before.labels.items() if not k.startswith(OWN + "person")}


def unpacked(path):
    """Return all text of a file: the parts of an archive, the text of a page of PDF, or the file itself."""
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    return path.read_text(encoding="utf-8-sig")


def test_no_public_file_holds_a_name_and_every_file_tells_the_profile(tmp_path):
    graph = replace(public(), reviewer="Granskaren Öberg")
    found = veil_of([populated()]).analysis(analysed(populated()))
    write_tables(graph, tmp_path, analysis=found)
    write_map(graph, tmp_path)
    write_report(graph, tmp_path, found)
    outline = build_outline(graph, found)
    for form in ("docx", "pdf"):
        (tmp_path / f"rapport.{form}").write_bytes(render(outline, form))
    write_printable(graph, tmp_path)
    write_drawing(graph, tmp_path)
    shown = audience(graph.profile, graph.reviewer)
    write_calendar(found.deadlines, tmp_path, graph.label, shown)
    write_rdf((), tmp_path, shown)
    write_graphml(network_of(graph), tmp_path)
    write_gexf(network_of(graph), tmp_path)
    write_catalogue(graph, Tally(), tmp_path.iterdir(), tmp_path, home=OWN + "datamangd/", owner=Owner())
    write_index(graph, tmp_path, tmp_path.iterdir())
    files = sorted(tmp_path.iterdir())
    assert len(files) >= 17
    for file in files:
        text = unpacked(file)
        assert not [secret for secret in SECRETS if secret in text], file.name
        if file.suffix == ".ics":  # folds its lines, and marks its commas
            text = text.replace("\n ", "").replace("\\,", ",")
        assert "publik, granskad av Granskaren Öberg" in " ".join(text.split()), file.name


def test_a_public_file_that_nobody_has_reviewed_says_that_it_may_not_be_published(tmp_path):
    write_report(public(), tmp_path, analysed(public()))
    assert "publik, inte granskad: får inte läggas ut" in (tmp_path / "rapport.md").read_text(
        encoding="utf-8"
    )


def test_the_internal_files_do_hold_them(tmp_path):
    write_tables(populated(), tmp_path)
    assert all(re.search(r"Nova Namnsson", unpacked(file)) for file in tmp_path.iterdir())


def test_findings_about_people_are_gone_and_the_rest_is_masked():
    graph = populated()
    person, forum = OWN + "person/nn", OWN + "samverkan/ortsradet"
    held, fact = (person, "org:holds", OWN + "befattning/ordforande"), (forum, "sam:purpose", "samsyn")
    found = Analysis(
        date="2031-05-01",
        basis=Basis(documents=2),
        gaps=(
            Gap(
                kind="x",
                title="Ingen kallar",
                sentence="Nova Namnsson kallar inte.",
                who=(forum,),
                quoted=False,
                facts=(held, fact),
            ),
            Gap(kind="y", title="Vakant", sentence="Ingen post.", who=(person,), quoted=True),
        ),
        network=Network(
            ranks=tuple(
                Rank(measure="räckvidd", who=who, value=1, low=1, high=1, place=1, best=1, worst=1)
                for who in (person, forum)
            )
        ),
        deadlines=(
            Deadline(
                assignment=OWN + "uppdrag/oppet",
                by=(person,),
                to=(),
                due="",
                state="utan datum",
                reports=(Step(node=person, text="Nova Namnsson redovisar"), Step(node=forum, text="Klart")),
            ),
        ),
        proof={
            held: (graph.assertions[0],),
            fact: (said("uppdrag/oppet", "sam:purpose", Literal("samsyn"), "Nova Namnsson vill samsyn"),),
        },
    )
    shown = veil_of([graph]).analysis(found)
    assert [gap.sentence for gap in shown.gaps] == ["[namn] kallar inte."]
    assert shown.gaps[0].facts == (fact,)
    assert [rank.who for rank in shown.network.ranks] == [forum]
    assert [step.text for step in shown.deadlines[0].reports] == ["Klart"]
    assert list(shown.proof) == [fact]
    assert "Namnsson" not in repr(shown)
