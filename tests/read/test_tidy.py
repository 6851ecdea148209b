"""The tidy text of invented documents: one block a line, with the way back to the raw text."""

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Block, Text
from graph.read.source import Line, RawText
from graph.read.tidy import tidy


def source(raw: str, *, media: str = "text/plain", pages: tuple[int, ...] = ()) -> RawText:
    """Return the text as physical lines, as the reader of plain text gives them."""
    lines, place = [], 0
    for line in raw.split("\n"):
        page = sum(start <= place for start in pages) or None
        lines.append(Line(start=place, end=place + len(line), kind="line", page=page))
        place += len(line) + 1
    return RawText(raw=raw, lines=tuple(lines), pages=pages, media=media)


def blocks_of(raw: str, **options: object) -> list[tuple[str, str, str]]:
    text, blocks = tidy(source(raw, **options))  # type: ignore[arg-type]
    return [(block.kind, block.marker, text.tidy[block.start : block.end]) for block in blocks]


def texts_of(raw: str, **options: object) -> list[str]:
    return [text for _, _, text in blocks_of(raw, **options)]


CHARACTERS = [
    ("soft hyphen", "Läns\u00adstyrelsen i Talby", "Länsstyrelsen i Talby"),
    ("decomposed", "Fa\u0308rgga\u030ardens ra\u030ad", "Färggårdens råd"),
    ("singleton", "\u212bsvik", "Åsvik"),
    ("no-break and thin spaces", "Talby\u00a0kommun,\u2009§\u00a04", "Talby kommun, § 4"),
    ("zero width and bidi", "Tal\u200bby\u202e kom\u200dmun\ufeff", "Talby kommun"),
    ("ligatures", "o\ufb03cer och \ufb02yg", "officer och flyg"),
    ("runs of white space", "Talby   kommun \x0b har", "Talby kommun har"),
    ("cp1252 left as C1", "Rådet \x96 en \x93röst\x94", "Rådet – en “röst”"),
    ("letter-spaced heading", "P R O T O K O L L", "PROTOKOLL"),
    ("row of party letters stays", "S M C L", "S M C L"),
    (
        "fragments of a known word",
        "PRO T OK OL L\n\nI ett protokoll står allt.",
        "PROTOKOLL\nI ett protokoll står allt.",
    ),
    (
        "hyphen and space in a word the text knows",
        "Rådet ger en rättvi- sande bild. Bilden är rättvisande.",
        "Rådet ger en rättvisande bild. Bilden är rättvisande.",
    ),
    (
        "hyphen and space in a word nobody knows",
        "Ett miljö- perspektiv saknas.",
        "Ett miljö- perspektiv saknas.",
    ),
    ("suspended in a line", "barn- och skolnämnden, barnoch", "barn- och skolnämnden, barnoch"),
    ("a lost space is left to the names", "Individ-och skolnämnden", "Individ-och skolnämnden"),
]


@pytest.mark.parametrize(
    ("raw", "expected"), [case[1:] for case in CHARACTERS], ids=[case[0] for case in CHARACTERS]
)
def test_characters(raw: str, expected: str) -> None:
    assert tidy(source(raw))[0].tidy == expected


HYPHENS = [
    ("medan regionens barn-\noch ungdomshälsa avstår.", "medan regionens barn- och ungdomshälsa avstår."),
    ("inom förskola och gymnasie-\nskola finns stöd.", "inom förskola och gymnasieskola finns stöd."),
    ("de två skol- \n\nsamt fritidsnämnderna i Talby", "de två skol- samt fritidsnämnderna i Talby"),
    ("planen för åren 2031-\n2034 gäller.", "planen för åren 2031-2034 gäller."),
    ("avtalet om Talby-\nMurånger löper ut.", "avtalet om Talby-Murånger löper ut."),
    ("en ny SSPF-\ngrupp bildas.", "en ny SSPF-grupp bildas."),
    ("skicka e-\npost till rådet.", "skicka e-post till rådet."),
    ("det är sam\u00ad\nverkan som krävs.", "det är samverkan som krävs."),
    ("den sista mer\u00ad \noch mer.", "den sista meroch mer."),
]


@pytest.mark.parametrize(("raw", "expected"), HYPHENS)
def test_hyphens_at_line_ends(raw: str, expected: str) -> None:
    assert texts_of(raw) == [expected]


LONG = "Rådet för trygghet i Talby har under året arbetat med frågan om hur skolan och"
JOINED = [
    ("lower case goes on", f"{LONG}\nsocialtjänsten kan mötas.", [f"{LONG} socialtjänsten kan mötas."]),
    ("over an empty line", f"{LONG}\n\nsocialtjänsten kan mötas.", [f"{LONG} socialtjänsten kan mötas."]),
    (
        "a date in digits goes on",
        "Skolnämnden i Talby ska tillsammans med de fristående skolorna redovisa det senast\n\n31 mars 2031.",
        ["Skolnämnden i Talby ska tillsammans med de fristående skolorna redovisa det senast 31 mars 2031."],
    ),
    (
        "a closing parenthesis goes on",
        "Rådet och den samordnade planeringen för unga i Talby (även kallad Talbymodellen\n\n) ska ses över.",
        ["Rådet och den samordnade planeringen för unga i Talby (även kallad Talbymodellen ) ska ses över."],
    ),
    (
        "a full line before a name",
        "Utöver det samarbete som redan sker inom det gemensamma arbetet beslutade\n\n"
        "Kommunfullmäktige om en gemensam ordning för hur nämnderna ska samarbeta i frågor om\n\n"
        "barn och unga.",
        [
            "Utöver det samarbete som redan sker inom det gemensamma arbetet beslutade Kommunfullmäktige om "
            "en gemensam ordning för hur nämnderna ska samarbeta i frågor om barn och unga."
        ],
    ),
    (
        "a known heading stands alone",
        "Sammanfattning\nrådet har mötts.",
        ["Sammanfattning", "rådet har mötts."],
    ),
    (
        "short lines are no sentence",
        "Sändlista:\nSkolnämnden\nSocialnämnden\nTalby Bostäder",
        ["Sändlista:", "Skolnämnden", "Socialnämnden", "Talby Bostäder"],
    ),
    (
        "a list in lower case",
        "I rådet ingår:\nrektor\nkurator\npolis",
        ["I rådet ingår:", "rektor", "kurator", "polis"],
    ),
    (
        "a wrapped item",
        "• ansvar för att rådet kommer igång, att alla som berörs får se när det\nmöts,\n• mål för arbetet.",
        [
            "ansvar för att rådet kommer igång, att alla som berörs får se när det möts,",
            "mål för arbetet.",
        ],
    ),
    (
        "the dash of a sentence",
        f"{LONG} hemmen\n– enligt rådet – kan mötas i frågor som rör de yngsta barnen i den norra\ndelen.",
        [f"{LONG} hemmen – enligt rådet – kan mötas i frågor som rör de yngsta barnen i den norra delen."],
    ),
]


@pytest.mark.parametrize(("raw", "expected"), [case[1:] for case in JOINED], ids=[case[0] for case in JOINED])
def test_joining(raw: str, expected: list[str]) -> None:
    assert texts_of(raw) == expected


@pytest.mark.parametrize("bullet", ["•", "\uf0b7", "·", "➢", "−", "–", "-", "o", "\uf0a7", "▪", "*"])
def test_bullets(bullet: str) -> None:
    raw = f"Rådet har:\n{bullet} mål för arbetet,\n  {bullet}  en plan."
    assert blocks_of(raw) == [
        ("paragraph", "", "Rådet har:"),
        ("item", bullet, "mål för arbetet,"),
        ("item", bullet, "en plan."),
    ]


def test_indented_items_lie_deeper() -> None:
    _, blocks = tidy(source(" • en från\n   • skolnämnden\n   • socialnämnden\n • två från rådet"))
    assert [block.level for block in blocks] == [1, 2, 2, 1]


MARKERS = [
    ("1. Skolnämnden antar planen.", "item", "1.", "Skolnämnden antar planen."),
    ("a) verka för samsyn", "item", "a)", "verka för samsyn"),
    ("(2) följa upp planen", "item", "(2)", "följa upp planen"),
    ("2. Bakgrund", "heading", "2.", "Bakgrund"),
    ("2.1 Rådets arbetsformer", "heading", "2.1", "Rådets arbetsformer"),
    ("3 §", "heading", "3 §", "3 §"),
    ("§ 17 Dnr TK 2031-00042", "heading", "§ 17", "§ 17 Dnr TK 2031-00042"),
    ("KS § 88", "heading", "KS § 88", "KS § 88"),
    (
        "§ 17 i reglementet ska tillämpas av nämnden.",
        "paragraph",
        "",
        "§ 17 i reglementet ska tillämpas av nämnden.",
    ),
    ("31 mars hålls mötet.", "paragraph", "", "31 mars hålls mötet."),
    ("2. april", "paragraph", "", "2. april"),
    ("Sammanfattning ............. 4", "heading", "", "Sammanfattning ............. 4"),
    ("Rådets uppgifter och form ............. 4", "row", "", "Rådets uppgifter och form ............. 4"),
    ("Eva Alm (X)      Bo By (Y)", "row", "", "Eva Alm (X)\tBo By (Y)"),
    ("Åtgärd\tAnsvarig  nämnd", "row", "", "Åtgärd\tAnsvarig nämnd"),
]


@pytest.mark.parametrize(("raw", "kind", "marker", "text"), MARKERS)
def test_markers(raw: str, kind: str, marker: str, text: str) -> None:
    assert blocks_of(raw) == [(kind, marker, text)]


def test_the_cells_of_a_table_row() -> None:
    raw = "Belysning vid bron | Tekniska  nämnden |  | 2031 |"
    text, blocks = tidy(
        RawText(raw=raw, lines=(Line(start=0, end=len(raw), kind="row"),), pages=(), media="")
    )
    sound(raw, text, blocks)
    assert text.tidy.rstrip("\t").split("\t") == ["Belysning vid bron", "Tekniska nämnden", "", "2031"]


HALF, REST = (
    "Rådet anser att frågan om barns väg till stöd är viktig men",
    "ställer sig tveksamt till ett nytt forum.",
)
FURNITURE = [
    ("page mark alone", "4 (31)"),
    ("page mark in words", "Sida 4 av 31"),
    ("number alone", "- 4 -"),
    ("doubled number", "44"),
    ("foot of minutes", "Justerandes sign          Utdragsbestyrkande"),
    ("digital signing", "Det här dokumentet är digitalt signerat\nTransaktionsidentitet: 77XQ10C2"),
    ("header with page mark", "TALBY KOMMUN          SAMMANTRÄDESPROTOKOLL          4 (31)"),
    ("header seen once beside a page mark", "Talby kommun\n 2(3)"),
    ("header of two lines", "Datum Vår beteckning 2 (2)\n2031-08-28 TK 31/0112"),
]


@pytest.mark.parametrize("lines", [case[1] for case in FURNITURE], ids=[case[0] for case in FURNITURE])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_page_furniture_inside_a_sentence(lines: str, gap: str) -> None:
    assert texts_of(f"{HALF}{gap}{lines}{gap}{REST}") == [f"{HALF} {REST}"]


def test_a_header_that_recurs_without_page_marks() -> None:
    page = f"{HALF}\nTalby kommun\nRådet för trygghet\n{REST}\n\nEtt annat stycke nummer {{}} följer.\n\n"
    found = texts_of("".join(page.format(word) for word in ("ett", "två", "tre")))
    assert found.count(f"{HALF} {REST}") == 3
    assert "Talby kommun" not in found


def test_a_passage_that_recurs_is_text() -> None:
    passage = f"Beslutet skickas till\nSkolnämnden\nTalby Bostäder\n\n{LONG}\nsocialtjänsten kan mötas.\n\n"
    found = texts_of(passage * 4)
    assert found.count("Skolnämnden") == 4
    assert found.count(f"{LONG} socialtjänsten kan mötas.") == 4


def test_the_letterhead_of_the_first_page_stays() -> None:
    head = "TALBY KOMMUN      SAMMANTRÄDESPROTOKOLL      {} (9)\nRådet för trygghet\n"
    found = texts_of(f"{head.format(1)}\n{HALF}\n{head.format(2)}{REST}\n\n{HALF}\n{head.format(3)}{REST}")
    assert found == [
        "TALBY KOMMUN\tSAMMANTRÄDESPROTOKOLL",
        "Rådet för trygghet",
        f"{HALF} {REST}",
        f"{HALF} {REST}",
    ]


def test_headers_at_page_tops() -> None:
    pages = [f"Talby kommun\n{HALF}\n", f"Talby kommun\n{REST}\n"]
    assert texts_of("".join(pages), pages=(0, len(pages[0]))) == ["Talby kommun", f"{HALF} {REST}"]


def test_spans_that_the_format_calls_furniture() -> None:
    raw = f"{HALF}\nSidhuvud\n{REST}"
    start = raw.index("Sidhuvud")
    lines = source(raw).lines
    marked = RawText(raw=raw, lines=lines, pages=(), media="application/pdf", furniture=((start, start + 8),))
    assert tidy(marked)[0].tidy == f"{HALF} {REST}"


MARKDOWN = [
    ("**Rådet** för _trygghet_", "Rådet för trygghet"),
    ("[rådet@talby.example](mailto:rådet@talby.example)", "rådet@talby.example"),
    ("se [**planen**](https://talby.example/plan) och ![bild](b.png)", "se planen och bild"),
    (r"steg 1\. \(ett\) anna_berg\_lund", "steg 1. (ett) anna_berg_lund"),
    ("rad ett<br>rad två", "rad ett rad två"),
    ("**** tom fetstil `kod`", "tom fetstil kod"),
]


@pytest.mark.parametrize(("raw", "expected"), MARKDOWN)
def test_markdown_inline(raw: str, expected: str) -> None:
    lines = (Line(start=0, end=len(raw), kind="paragraph"),)
    text, _ = tidy(RawText(raw=raw, lines=lines, pages=(), media="text/markdown"))
    assert text.tidy == expected


def test_a_document_in_one_line() -> None:
    sentence = "Rådet i Talby möts varje månad och följer frågan om skolfrånvaro. "
    raw = (
        "Granskning av frånvaro Storlek: px Starta visningen från sidan: Transkript 1 Rapport om Talby 2 "
        f"Innehåll 1. Sammanfattning Bakgrund Iakttagelser 3 3 1. Sammanfattning {sentence * 6}4 2. Bakgrund "
        f"{sentence * 2}"
    )
    found = blocks_of(raw)
    assert [(kind, marker, text[:20]) for kind, marker, text in found] == [
        ("paragraph", "", "Granskning av frånva"),
        ("paragraph", "", "1 Rapport om Talby"),
        ("heading", "2", "Innehåll"),
        ("paragraph", "", "1. Sammanfattning Ba"),
        ("heading", "1.", "Sammanfattning"),
        ("paragraph", "", "Rådet i Talby möts v"),
        ("heading", "2.", "Bakgrund"),
        ("paragraph", "", "Rådet i Talby möts v"),
    ]
    assert found[5][2] == (sentence * 6).strip()


def sound(raw: str, text: Text, blocks: tuple[Block, ...]) -> None:
    """Assert what holds of every tidy text."""
    assert text.raw == raw
    assert len(text.offsets) == len(text.tidy) + 1
    assert all(low <= high for low, high in pairwise(text.offsets))
    assert not text.offsets or 0 <= text.offsets[-1] <= len(raw)
    assert [text.tidy[b.start : b.end] for b in blocks] == (text.tidy.split("\n") if blocks else [])
    assert all(b.start < b.end for b in blocks)


ODD = st.sampled_from(
    [*"aåÄ.,-–•\u00ad\u200b\u0308\u030a\ufb01\u00a0§1( )\n\n\t\x00oBO\uf0b7", "och ", "Talby ", "2 (3)\n"]
)
# An invisible character between a letter and its mark: the quote then ends before the mark.
PARTED = re.compile("[\u00ad\u200b\x00][\u0308\u030a]")


@settings(max_examples=300, deadline=None)
@given(st.lists(ODD, max_size=120).map("".join).filter(lambda raw: not PARTED.search(raw)))
def test_every_text_keeps_its_way_back(raw: str) -> None:
    text, blocks = tidy(source(raw))
    sound(raw, text, blocks)
    assert unicodedata.is_normalized("NFC", text.tidy)
    for i, char in enumerate(text.tidy):
        if char.isalnum() and ord(char) < 0x250:
            start, end = text.raw_span(i, i + 1)
            assert char in unicodedata.normalize("NFKC", raw[start:end])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all(raw: str) -> None:
    sound(raw, *tidy(source(raw)))


def test_a_decomposed_letter_is_quoted_whole() -> None:
    raw = "en ra\u030adsla\u0308"
    text, _ = tidy(source(raw))
    assert text.tidy == "en rådslä"
    assert raw[slice(*text.raw_span(3, 5))] == "ra\u030a"
    assert raw[slice(*text.raw_span(3, 9))] == "ra\u030adsla\u0308"


@pytest.mark.parametrize("raw", ["", "\n", "\f\f", "\ufeff", " \t\n \u00ad"])
def test_nothing_to_read(raw: str) -> None:
    text, blocks = tidy(source(raw))
    assert (text.tidy, blocks, list(text.offsets)) == ("", (), [0]) or not blocks


HOSTILE = [
    "§ ",
    "nämnden",
    "nämnden ",
    "barn- ",
    "barn-",
    "[",
    "[x](",
    "A ",
    "a\u0308",
    "\u0308",
    "1. ",
    "- ",
    ". ",
    "_",
    "\u00ad",
    "\u00ad \n",
    "4 (31)\n",
    "Talby kommun\n",
    "Storlek: px ",
    "    x\t",
    "\n",
    "Förslag till beslut s förslag till beslut ",
]


@pytest.mark.alone
@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("media", ["text/plain", "text/markdown"])
def test_time_is_linear(unit: str, media: str) -> None:
    def seconds(size: int) -> float:
        raw = unit * (size // len(unit))
        return min(_timed(source(raw, media=media)) for _ in range(3))

    small, large = seconds(10_000), seconds(40_000)
    # Four times the text; a quadratic pass takes sixteen times as long.
    assert large < 9 * small + 0.05


def _timed(raw: RawText) -> float:
    start = time.process_time()
    tidy(raw)
    return time.process_time() - start
