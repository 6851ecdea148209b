"""The report: true sentences with numbered quotes, the tool's own conclusions apart, twice the same."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from graph.export.chapters.basis import review_sentence
from graph.export.chapters.claims import gap_groups
from graph.export.chapters.desk import Desk
from graph.export.chapters.orders import decided, ordered
from graph.export.facts import Facts
from graph.export.markdown import escaped
from graph.export.outline import MOST_LINES
from graph.export.report import build_outline
from graph.export.report import write_report as write_analysed
from graph.export.wording import (
    counted,
    date,
    decimal,
    line,
    listed,
    number,
    plain,
    sentence,
    swedish_order,
    task,
)
from graph.ids import expand
from graph.model import Contradiction, Entity, Literal
from tests.export.analysed import UNMADE, analysed
from tests.export.invented_graph import LABELS, OWN, PAYLOADS, hostile, knowledge, said


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    html, markdown = write_report(knowledge(), tmp_path_factory.mktemp("rapport"))
    return LexborHTMLParser(html.read_text(encoding="utf-8")), markdown.read_text(encoding="utf-8")


def words(text):
    return " ".join(text.replace("\u00ad", "").split())


def write_report(graph, folder):
    return write_analysed(graph, folder, analysed(graph))


def outline_of(graph):
    return build_outline(graph, analysed(graph))


def chapter(anchor, graph):
    return next(part for part in outline_of(graph).sections if part.anchor == anchor)


def section(anchor, **changes):
    return chapter(anchor, knowledge(**changes))


def texts(lines):
    return [f"{line.lead} {line.text}".strip() for line in lines]


# --- what it says -------------------------------------------------------------------------------


def test_the_summary_of_what_was_not_analysed_says_so_and_counts_what_is_there():
    made = build_outline(knowledge(), replace(UNMADE, remarks=("Grafen är för stor.",)))
    assert "mellanrum" not in {part.anchor for part in made.sections}  # that none was found says nothing
    assert texts(made.sections[0].lines) == [
        "Grafen är för stor.",
        "Underlaget är 2 lästa handlingar (3 sidor, 8\u00a0900 tecken). 1 fil kunde inte läsas.",
        "Ur dem hämtades 22 påståenden ur 14 ordagrant citerade textställen.",
        "Ingen människa har granskat påståendena.",
        "De nämner 3 politiska organ, 1 förvaltning eller enhet och 2 externa parter.",
        "De beskriver 2 forum och 0 andra samverkansformer: program, överenskommelser och rutiner.",
        "2 uppdrag hittades, varav 1 med angiven tidsfrist; den är 9 mars 2031.",
        "1 mellanrum påtalas i handlingarna.",
    ]


@pytest.mark.parametrize(
    ("label", "alias", "quote", "shown"),
    [
        ("friskolor", "fristående skola", "Varje fristående\nskola bjuds in.", ["fristående skola"]),
        ("friskolor", "fristående skola", "Varje friskola bjuds in.", []),  # our own search word
        ("friskolor", "SK", "Skolorna bjuds in.", []),  # a part of a word
        ("Polisen Tallmyra", "Tallmyra", "Polisen i Tallmyra deltar.", []),
        ("Skolnämnden", "skolnämnden", "Skolnämnden deltar.", []),
    ],
)
def test_what_else_a_thing_is_called_is_what_its_quotes_call_it(label, alias, quote, shown):
    entity = Entity(iri=OWN + "aktor/x", types=("sam:ExternalActor",), label=label, aliases=(alias,))
    claim = said("aktor/x", "rdf:type", "sam:ExternalActor", quote)
    assert Facts(knowledge(assertions=(claim,))).also_called(entity) == shown


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("Samlas", "Samlas (möjligt)"),
        ("Samlas (möjligt)", "Samlas (möjligt)"),
        ("Samlas (brist (möjligt))", "Samlas (brist (möjligt))"),
        ("Samlas (brist)", "Samlas (brist) (möjligt)"),
    ],
)
def test_a_hedge_is_said_once(text, hedged):
    graph = knowledge()
    maybe = next(c for c in graph.assertions if c.modality == "samc:mod-possible")
    assert Desk(Facts(graph)).hedged(text, graph.entities[maybe.subject], [maybe]) == hedged


@pytest.mark.parametrize(
    ("rule", "mark"),
    [
        ("discourse.measure", " (härlett)"),
        ("measure", ""),
        ("arrangement.adjuncts", " (adjungerad)"),
    ],
)
def test_what_a_rule_says_of_how_it_is_meant_is_marked(rule, mark):
    claim = said("atgard/lots", "sam:addresses", "forhallande/vag-in", "Lotsen.", origin=rule)
    labels = {**LABELS, "samc:rol-adjunct": "adjungerad"}
    assert Desk(Facts(knowledge(labels=labels))).named([claim]) == f"otydlig väg in för friskolorna{mark}"


def test_documents_are_told_apart_and_a_register_goes_by_its_file():
    first = knowledge().sources[0]
    sources = (
        replace(first, name="a.txt", document="a", title="SVAR"),
        replace(first, name="b.txt", document="b", title="Svar"),
        replace(first, name="c.csv", document="c", title="Skola: Ek; Ort: Al", kind="samc:doc-register"),
    )
    facts = Facts(knowledge(sources=sources))
    assert [facts.title(name) for name in "abc"] == ["SVAR (a.txt)", "Svar (b.txt)", "c.csv"]
    assert facts.name(OWN + "handling/c") == "c.csv"


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ("Skolnämnden: beslut om rutiner", "beslut om rutiner"),
        ("Skolnämnden § 3", ""),
        ("Skolnämnden § 3 punkt 1: Skolnämnden godkänner svaret", "godkänner svaret"),
        ("Skolnämnden beslutar att svara", "att svara"),
        ("Skolnämndens ordförande utses", "Skolnämndens ordförande utses"),
        ("Kommunstyrelsen ska svara", "Kommunstyrelsen ska svara"),
    ],
)
def test_who_decided_is_said_once(label, what):
    assert decided(label, ["Skolnämnden"], numbered=True) == what


def test_assignments_are_sentences_and_the_dated_come_first():
    part = section("uppdrag")
    assert texts(part.lines) == [
        "Kommunstyrelsen har gett Skolnämnden i uppdrag att redovisa hur friskolorna bjuds in,"
        " senast 9 mars 2031.",
        "Skolnämnden har fått ett uppdrag: Gemensamma rutiner.",
    ]
    assert texts(part.missing) == ["Tidsfrist hittades inte i dessa 2 handlingar för: Gemensamma rutiner."]


def test_forums_name_who_takes_part_and_how_sure_that_is():
    part = section("forum")
    assert texts(part.lines)[0] == (
        "Ortsrådet är ett forum där Boklundens bostäder (möjligt), friskolorna och Skolnämnden deltar."
    )
    assert texts(part.missing) == ["Deltagare hittades inte i dessa 2 handlingar för: Tysta nätverket."]


def test_a_gap_says_who_says_so_whom_it_concerns_and_what_answers_it():
    (state,) = [part for part in section("mellanrum").parts if part.anchor == "mellanrum-delvis-bemott"]
    (kind,) = state.lines
    assert (kind.lead, kind.text) == ("Otydlig väg in", "(1)")
    (gap,) = kind.details
    assert gap.text == (
        "Enligt Kommunrevisionen: friskolorna vet inte vart de ska vända sig (rör friskolorna)."
    )
    assert texts(gap.details) == [
        "Ställningstagande, delvis: nämnden ser delvis samma sak.",
        "Åtgärd, genomförd: En lots har anställts.",
    ]


@pytest.mark.parametrize(
    ("kind", "whom", "groups"),
    [
        ("samc:gap-entry", "aktor/friskolorna", [2]),
        ("samc:gap-resources", "aktor/friskolorna", [1, 1]),
        ("samc:gap-entry", "organ/skolnamnden", [1, 1]),
        ("samc:gap-entry", "", [1, 1]),
    ],
)
def test_gaps_that_agree_in_kind_and_whom_they_concern_stand_together(kind, whom, groups):
    other = "forhallande/annan"
    claims = [said(other, "dcterms:type", kind, "Vägen in är oklar.", start=900)]
    claims += [said(other, "sam:affects", whom, "Vägen in är oklar.", start=900)] if whom else []
    graph = knowledge()
    gap = replace(graph.entities[OWN + "forhallande/vag-in"], iri=OWN + other, label="oklar väg in")
    changed = replace(
        graph,
        entities={**graph.entities, gap.iri: gap},
        assertions=(*graph.assertions, *claims),
    )
    assert sorted(map(len, gap_groups(Desk(Facts(changed))))) == groups


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("Drift", "Skolnämnden har uttryckligen inte ansvar: Drift."),
        ("Fattar inga beslut", "Skolnämnden har uttryckligen avgränsat ansvar: Fattar inga beslut."),
    ],
)
def test_what_denies_by_itself_is_not_denied_once_more(label, line):
    graph = knowledge()
    duty = Entity(iri=OWN + "ansvar/drift", types=("sam:Responsibility",), label=label)
    claims = [
        said("ansvar/drift", "sam:responsible", "organ/skolnamnden", "Nämnden.", start=900),
        said("ansvar/drift", "dcterms:type", "samc:resp-exclusion", "Nämnden.", start=900),
    ]
    changed = replace(
        graph,
        entities={**graph.entities, duty.iri: duty},
        assertions=(*graph.assertions, *claims),
    )
    assert line in texts(chapter("ansvar", changed).lines)


def test_whom_no_way_in_was_found_for():
    assert texts(section("vagar-in").missing) == [
        "En väg in till kommunen hittades inte i dessa 2 handlingar för Boklundens bostäder."
    ]


def test_what_is_denied_stands_by_itself_and_nowhere_else(written):
    html, markdown = written
    denial = "Gäller inte: Ortsrådet – har deltagare – Skolförvaltningen."
    assert words(html.css_first("#fornekat").text()).count(denial) == 1
    assert denial in markdown
    assert "Skolförvaltningen" not in words(html.css_first("#forum").text())


def test_persons_are_not_listed(written):
    for tag in ("#vem-ar-vem", "#citat"):
        assert "Nova" not in written[0].css_first(tag).text()


def test_absence_is_never_stated_as_a_fact(written):
    html, markdown = written
    assert "finns inte" not in html.body.text() + markdown
    assert "Överlapp" in html.body.text()
    assert "Överlapp mellan forum, uppdrag eller ansvar hittades inte i dessa 2 handlingar." in words(
        html.body.text()
    )


def test_conclusions_of_the_tool_are_apart(written):
    html, markdown = written
    boxes = html.css(".derived")
    assert len(boxes) >= 3
    assert all("Härlett av verktyget" in box.text() for box in boxes)
    assert not html.css(".lines .derived")
    for text in (t for part in outline_of(knowledge()).sections for t in texts(part.missing)):
        assert any(text in words(box.text()) for box in boxes)
        assert text in markdown


def test_what_was_read_and_not_and_how_far_the_quotes_reach():
    read, unread = section("underlag").tables
    assert [row[0] for row in read.rows] == ["Protokoll § 12", "Svar från nämnden"]
    covered = {
        (e.start, e.end) for c in knowledge().assertions for e in c.evidence if e.document == "protokoll-1"
    }
    assert read.rows[0][5] == f"{round(100 * sum(end - start for start, end in covered) / 8000)} %"
    assert unread.rows == (("skannat.pdf", "Ingen text; OCR krävs."),)


def test_a_document_without_statements_is_named():
    sources = (*knowledge().sources, replace(knowledge().sources[0], document="tyst", title="Tyst bilaga"))
    assert texts(section("underlag", sources=sources).missing) == ["Inga påståenden hittades i: Tyst bilaga."]


def test_one_document_is_this_document():
    one = tuple(s for s in knowledge().sources if s.document != "svar-2")
    assert "hittades inte i denna handling" in texts(section("uppdrag", sources=one).missing)[0]


def test_how_sure_the_reading_is_stands_with_the_method():
    (text,) = [one for one in texts(section("metod").lines) if "felfri" in one]
    assert "0 % bedöms troligare vara fel" in text


def test_nothing_read_gives_a_report_that_says_so(tmp_path):
    html, markdown = write_report(knowledge(entities={}, assertions=(), sources=()), tmp_path)
    for path in (html, markdown):
        assert "Inga handlingar är inlästa." in path.read_text(encoding="utf-8")


def test_thousands_of_findings_are_cut_and_counted(tmp_path):
    keys = [f"utsaga/u{n:04}" for n in range(5000)]
    many = {
        OWN + k: Entity(iri=OWN + k, types=("sam:Finding", "sam:Claim"), label=f"brist {k} " + "ord " * 2500)
        for k in keys
    }
    claims = tuple(
        said(key, "sam:madeBy", "organ/revisionen", f"Brist {key}.", start=n * 20)
        for n, key in enumerate(keys)
    )
    graph = knowledge(entities=knowledge().entities | many, assertions=(*knowledge().assertions, *claims))
    outline = outline_of(graph)
    part = next(part for part in outline.sections if part.anchor == "iakttagelser")
    assert sum(len(group.details) for group in part.lines) == MOST_LINES
    assert part.left_out == 5001 - MOST_LINES
    assert len(outline.quotes) < MOST_LINES + 50
    html, _ = write_report(graph, tmp_path)
    assert "Ytterligare 4\u00a0701 rader finns i pastaenden.xlsx." in html.read_text(encoding="utf-8")


# --- numbered quotes ----------------------------------------------------------------------------


def test_every_number_leads_to_a_quote_and_every_quote_is_cited(written):
    html, markdown = written
    targets = {item.attributes["id"] for item in html.css("#citat li")}
    cited = {a.attributes["href"].removeprefix("#") for a in html.css(".refs a")}
    assert cited == targets == {f"citat-{n}" for n in range(1, len(targets) + 1)}
    assert (
        set(re.findall(r"\(#(citat-\d+)\)", markdown))
        == set(re.findall(r'<a id="(citat-\d+)">', markdown))
        == targets
    )
    ids = {node.attributes["id"] for node in html.css("[id]")}
    assert all(a.attributes["href"].removeprefix("#") in ids for a in html.css("a"))


def test_numbers_run_down_the_page(written):
    order = [int(a.attributes["href"].removeprefix("#citat-")) for a in written[0].css(".refs a")]
    firsts = list(dict.fromkeys(order))
    assert firsts == sorted(firsts)


def test_a_quote_is_verbatim_with_its_place():
    quotes = {(q.text, q.title, q.place) for q in outline_of(knowledge()).quotes}
    assert ("Boklunden kan komma att delta.", "Protokoll § 12", "sida 2, tecken 5000–5030") in quotes
    assert ("Skolnämnden och friskolorna möts i Ortsrådet.", "Svar från nämnden", "tecken 7–52") in quotes


def test_each_line_about_a_source_has_a_quote():
    parts = [p for p in outline_of(knowledge()).sections if p.anchor not in ("sammanfattning", "metod")]
    lines = [n for p in (*parts, *(inner for part in parts for inner in part.parts)) for n in p.lines]
    assert len(lines) > 12
    for entry in (n for each in lines for n in (each, *each.details)):
        assert entry.quotes or all(detail.quotes for detail in entry.details), entry


# --- form ---------------------------------------------------------------------------------------


def test_the_page_is_accessible(written):
    html, _ = written
    assert html.html.startswith('<!DOCTYPE html><html lang="sv">')
    levels = [int(node.tag[1]) for node in html.css("h1, h2, h3")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [len(html.css(tag)) for tag in ("main", "header", "nav", "footer", "a.skip")] == [1] * 5
    assert all(table.css_first("caption") and not table.css("th:not([scope])") for table in html.css("table"))
    assert not html.css("script, link, iframe, img:not([src^='data:image/svg+xml;base64,'])")
    style = html.css_first("style").text()
    assert "@media print" in style
    assert "http" not in style


def test_both_renderings_say_the_same(written):
    html, markdown = written
    rendered = LexborHTMLParser(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))
    shown, said_too = words(html.body.text()), words(rendered.body.text())
    for part in outline_of(knowledge()).sections:
        for text in (part.heading, part.intro, *(entry.text for entry in part.lines)):
            assert words(text) in shown
            assert words(text) in said_too


def test_the_same_graph_gives_the_same_bytes_in_any_order(tmp_path):
    graph = knowledge()
    other = replace(
        graph,
        assertions=graph.assertions[::-1],
        sources=graph.sources[::-1],
        entities=dict(reversed(graph.entities.items())),
    )
    for one, two in zip(
        write_report(graph, tmp_path / "a"), write_report(other, tmp_path / "b"), strict=True
    ):
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_text(tmp_path, written, payload):
    html, markdown = write_report(hostile(payload), tmp_path)
    page = LexborHTMLParser(html.read_text(encoding="utf-8"))
    source = markdown.read_text(encoding="utf-8")
    rendered = LexborHTMLParser(MarkdownIt("commonmark", {"html": True}).enable("table").render(source))
    assert not page.css("script, svg, iframe, link, [onerror], [onload], [onmouseover]")
    assert [str(i.attributes["src"])[:26] for i in page.css("img")] == ["data:image/svg+xml;base64,"]
    assert not rendered.css(
        "script, img, svg, iframe, style, blockquote, pre, h4, [onerror], [onload], [onmouseover]"
    )
    for tree in (page, rendered):
        assert all((a.attributes.get("href") or "#").startswith("#") for a in tree.css("a"))
        text = tree.body.text()
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        assert words(line(payload)) in words(text)
    assert len(page.css("style, meta")) == len(written[0].css("style, meta"))


# --- wording ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*fet* _kursiv_ `kod`", r"\*fet\* \_kursiv\_ \`kod\`"),
        ("# rubrik", r"\# rubrik"),
        ("1. punkt", r"1\. punkt"),
        ("- punkt", r"\- punkt"),
        ("a | b", r"a \| b"),
        ("http://ond.example och www.ond.example", "http&#58;//ond.example och www&#46;ond.example"),
        ("namn@ond.example", "namn&#64;ond.example"),
        ("Individ- och familjeomsorg, § 3 (2031)", "Individ- och familjeomsorg, § 3 (2031)"),
    ],
)
def test_markdown_is_made_inert_and_prose_stays_readable(text, shown):
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (date("2031-03-09"), "9 mars 2031"),
        (date("2031-12"), "december 2031"),
        (date("2031"), "2031"),
        (date("2031-13-01"), "2031-13-01"),
        (date("i vår"), "i vår"),
        (listed([]), ""),
        (listed(["a"]), "a"),
        (listed(["a", "b"]), "a och b"),
        (listed(list("abcdef"), most=3), "a, b, c och 3 till"),
        (counted(1, "handling", "handlingar"), "1 handling"),
        (counted(1234, "handling", "handlingar"), "1\u00a0234 handlingar"),
        (number(0), "0"),
        (decimal(0.854), "0,85"),
        (sentence("ny rutin"), "Ny rutin."),
        (sentence("Klart!"), "Klart!"),
        (task("Att redovisa läget."), "i uppdrag att redovisa läget"),
        (task("Redovisa läget"), "i uppdrag att redovisa läget"),
        (task("Gemensamma rutiner"), "ett uppdrag: Gemensamma rutiner"),
        (ordered("KS", "", "utreda frågan"), "KS har gett i uppdrag att utreda frågan"),
        (ordered("", "", "utreda frågan."), "utreda frågan"),
        (plain("a\x00b\u202ec\ufeffd\r\ne\uf0b7f\ud800"), "ab[U+202E]cd\ne•f\ufffd"),
        (plain("å\u00adä\U0001f600"), "å\u00adä\U0001f600"),
        (sorted(["ö", "z", "ä", "å", "Ö"], key=swedish_order), ["z", "å", "ä", "Ö", "ö"]),
    ],
)
def test_swedish_wording(found, wanted):
    assert found == wanted


def test_dates_of_decisions_and_paragraphs_are_written_out():
    key = OWN + "beslut/b"
    entities = knowledge().entities | {key: Entity(iri=key, types=("sam:Decision",), label="godkänna svaret")}
    claims = (
        said("beslut/b", "sam:decidedBy", "organ/kommunstyrelsen", "KS beslutar att godkänna svaret."),
        said("beslut/b", "dcterms:date", Literal("2031-02-01", "xsd:date"), "2031-02-01"),
        said("beslut/b", "sam:paragraph", Literal("12"), "§ 12"),
    )
    part = section("beslut", entities=entities, assertions=claims)
    assert texts(part.lines) == ["Kommunstyrelsen beslutade 1 februari 2031, § 12: godkänna svaret."]


def test_labels_may_be_given_by_iri_or_by_curie():
    for labels in ({expand(name): label for name, label in LABELS.items()}, LABELS):
        [group] = section("iakttagelser", labels=labels).lines
        assert (
            group.details[0].details[-1].text.startswith("Ställningstagande, Skolnämnden: instämmer delvis")
        )


def test_sources_that_disagree_stand_side_by_side_with_their_words():
    one = said("samverkan/ortsradet", "sam:convenor", "organ/skolnamnden", "Skolnämnden kallar.")
    other = said("samverkan/ortsradet", "sam:convenor", "organ/kommunstyrelsen", "Styrelsen kallar.")
    found = Contradiction(kind="sammankallande", subject=one.subject, one=(one,), other=(other,))
    told = replace(analysed(knowledge()), contradictions=(found,))
    part = next(p for p in build_outline(knowledge(), told).sections if p.anchor == "motsagelser")
    (line,) = part.lines
    assert (line.lead, line.text, line.derived) == ("Ortsrådet", "– sammankallande.", True)
    assert ["Skolnämnden kallar" in d.text for d in line.details] == [True, False]
    assert all(detail.quotes for detail in line.details)


def test_without_disagreement_there_is_no_chapter_of_it():
    assert "motsagelser" not in {part.anchor for part in outline_of(knowledge()).sections}


def test_the_summary_says_how_much_people_have_reviewed():
    known = knowledge()
    assert review_sentence(Desk(Facts(known))) == "Ingen människa har granskat påståendena."
    first, *rest = known.assertions
    seen = replace(known, assertions=(replace(first, curation="samc:cur-accepted"), *rest))
    assert review_sentence(Desk(Facts(seen))).startswith("Människor har granskat 1 av ")
