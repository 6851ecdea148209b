"""Text made to be slow is read in time that grows with its length, and ordinary text quickly."""

import time

import pytest

from tests.extract.reading import mentions

HOSTILE = {
    "paragraphs": "§ ",
    "anaphora": "nämnden ",
    "sentences": "Nämnden. ",
    "compounds": "barn-och-",
    "suspended": "barn- och ",
    "capitals": "Anna ",
    "quotes": "inom ”",
    "opened": "handlingsplanen ”X ",
    "routines": "rutin för samverkan kring barn ",
    "answers": "Kommunstyrelsens svar på ",
    "brackets": "Kommunstyrelsen (",
    "sets": "forum och grupper ",
    "levels": "främjande och förebyggande ",
    "terms": "begreppen ja, nej, ",
    "companies": "AB ",
    "lists": "Lermo, ",
    "digits": "20",
    "years": "2020-",
    "persons": "Ada Alm (S) ",
    "lines": "Nämnden\n",
    "long": "a",
    "targets": "barn som far ",
    "titles": "ordförande Ada Alm, ",
}


def seconds(text: str) -> float:
    start = time.process_time()
    mentions(text)
    return time.process_time() - start


@pytest.mark.alone
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    size = 20_000
    seconds(piece * 10)
    once, twice = seconds(piece * (size // len(piece))), seconds(piece * (4 * size // len(piece)))
    # four times the text: linear gives 4, quadratic 16; short times are all noise
    assert twice < max(0.5, 9 * once)
