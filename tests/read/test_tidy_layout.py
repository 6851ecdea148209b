"""What the layout broke: narrow columns, lines parted by empty lines, headings of several lines."""

import textwrap

import pytest

from graph.read.source import Line, RawText
from graph.read.tidy import tidy

PARAGRAPHS = [
    "Skolnämnden i Talby bytte namn till bildningsnämnden den 1 januari 2031. Intervjuer från tiden före "
    "namnbytet avser alltså skolnämnden, som då hade samma uppgifter och samma ledamöter.",
    "Rådet för trygghet består av rektorerna vid skolorna, Talby Bostäder, Föreningen Lyktan och Region "
    "Fjärden. Det uppsökande arbetet på kvällar och helger har hamnat mellan stolarna i flera år.",
    "Vi rekommenderar bildningsnämnden och kulturnämnden att klargöra vem som ansvarar för arbetet. "
    "Kommunstyrelsen saknar en samlad överblick över de grupper som finns.",
]
SHORT = ["Bakgrund", "Skolnämnden", "Talby Bostäder", "Ada Ek"]


def read(raw: str, *, page: int | None = None, headings: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return kind and text of the blocks; lines among `headings` are set in larger type."""
    lines, place = [], 0
    for line in raw.split("\n"):
        kind, level = ("heading", 1) if line in headings else ("line", 0)
        lines.append(Line(start=place, end=place + len(line), kind=kind, level=level, page=page))
        place += len(line) + 1
    text, blocks = tidy(RawText(raw=raw, lines=tuple(lines), pages=(0,) if page else (), media=""))
    return [(block.kind, text.tidy[block.start : block.end]) for block in blocks]


@pytest.mark.parametrize("width", [30, 34, 38, 42, 46, 52, 60, 72, 90])
def test_columns_of_every_width_are_joined(width: int) -> None:
    wrapped = ["\n".join(textwrap.wrap(text, width, break_on_hyphens=False)) for text in PARAGRAPHS]
    found = [text for _, text in read("\n\n".join([*wrapped, *SHORT]))]
    assert found == [*PARAGRAPHS, *SHORT]


def test_an_empty_line_between_every_two_lines() -> None:
    lines = [line for text in PARAGRAPHS for line in textwrap.wrap(text, 70)]
    found = " ".join(text for _, text in read("\n\n".join(lines)))
    assert found == " ".join(PARAGRAPHS)
    assert all(text[0].isupper() for _, text in read("\n\n".join(lines)))


def test_entries_with_space_between_them_are_not_joined() -> None:
    wrapped = "\n".join(textwrap.wrap(PARAGRAPHS[0], 72))
    entries = [
        "Yttrande från bildningsnämnden om skolvägar i den norra delen av Talby",
        "Bildningsförvaltningens tjänsteskrivelse, 2031-04-02",
    ]
    found = [text for _, text in read("\n\n".join([wrapped, *entries]))]
    assert found == [PARAGRAPHS[0], *entries]


def test_a_heading_in_larger_type_takes_several_lines() -> None:
    title = ("Granskning av", "vägen till skolan", "i norra Talby")
    found = read("\n".join([*title, "", "Revisorerna i Talby"]), page=1, headings=title)
    assert found == [
        ("heading", "Granskning av vägen till skolan i norra Talby"),
        ("paragraph", "Revisorerna i Talby"),
    ]


@pytest.mark.parametrize("second", ["1.2 Rådets uppgifter", "Bakgrund"], ids=["numbered", "known"])
def test_headings_under_one_another_stay_two(second: str) -> None:
    headings = ("Plan för vägen till skolan", second)
    assert [kind for kind, _ in read("\n".join(headings), page=1, headings=headings)] == [
        "heading",
        "heading",
    ]


RUNNING = [
    (
        "paragraph sign before a sentence",
        "§ 3 Bildningsnämnden ska verka för att barn och unga växer upp under trygga\n"
        "förhållanden i hela kommunen och för att ingen lämnas utan stöd.",
    ),
    (
        "the word of a heading that ends a title in capitals",
        "REDOVISNING AV UPPDRAG OM DE FRISTÅENDE SKOLORNAS DELTAGANDE I STADENS\nSAMVERKAN",
    ),
    (
        "a paragraph of another body after a comma",
        "Planen är fastställd av kommunfullmäktige i Talby och gäller från 2031-06-05,\n§ 73",
    ),
]


@pytest.mark.parametrize("raw", [case[1] for case in RUNNING], ids=[case[0] for case in RUNNING])
def test_no_line_of_a_sentence_is_a_heading(raw: str) -> None:
    wrapped = "\n".join(textwrap.wrap(PARAGRAPHS[0], 72))
    assert read(f"{wrapped}\n\n{raw}")[1:] == [("paragraph", raw.replace("\n", " "))]


def test_the_foot_of_the_last_page() -> None:
    pages = [f"{text}\n\nTalby kommun | {n}" for n, text in enumerate(PARAGRAPHS, 1)]
    raw, lines, starts = "\n".join(pages), [], [0]
    for page in pages:
        starts.append(starts[-1] + len(page) + 1)
    place = 0
    for line in raw.split("\n"):
        number = sum(start <= place for start in starts[:-1])
        lines.append(Line(start=place, end=place + len(line), kind="line", page=number))
        place += len(line) + 1
    text, _ = tidy(RawText(raw=raw, lines=tuple(lines), pages=tuple(starts[:-1]), media=""))
    assert "|" not in text.tidy
