import doctest

import pytest

from graph import swedish


def test_the_examples_of_the_docstrings() -> None:
    assert doctest.testmod(swedish).failed == 0


FORMS = [
    # word, head, modifier, plural, definite, genitive
    ("barnnämnd", "nämnd", "barn", False, False, False),
    ("barnnämnden", "nämnd", "barn", False, True, False),
    ("barnnämndens", "nämnd", "barn", False, True, True),
    ("barnnämnds", "nämnd", "barn", False, False, True),
    ("barnnämnder", "nämnd", "barn", True, False, False),
    ("barnnämndernas", "nämnd", "barn", True, True, True),
    ("skolförvaltningars", "förvaltning", "skol", True, False, True),
    ("stadskontorets", "kontor", "stads", False, True, True),
    ("kommunstyrelserna", "styrelse", "kommun", True, True, False),
    ("utskotten", "utskott", "", True, True, False),
    ("hälsorådens", "råd", "hälso", True, True, True),
    ("styrgrupperna", "grupp", "styr", True, True, False),
    ("kommunalförbunden", "förbund", "kommunal", True, True, False),
    ("kommunfullmäktiges", "fullmäktige", "kommun", False, True, True),
]


@pytest.mark.parametrize(("word", "head", "modifier", "plural", "definite", "genitive"), FORMS)
def test_inflection(
    word: str, head: str, modifier: str, plural: bool, definite: bool, genitive: bool
) -> None:
    form = swedish.analyse(word)
    assert form is not None
    found = (form.head.lemma, form.modifier, form.plural, form.definite, form.genitive)
    assert found == (head, modifier, plural, definite, genitive)


@pytest.mark.parametrize(
    "word", ["områden", "bostadsområden", "samråd", "målgrupp", "kapitalförvaltning", "bord"]
)
def test_false_friends(word: str) -> None:
    form = swedish.analyse(word)
    assert form is None or form.head.lemma == "samråd"


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("kommunstyrelsern", "kommunstyrelsen", True),
        ("kommunstyrelyen", "kommunstyrelsen", True),
        ("kommunstyrelyern", "kommunstyrelsen", False),
        ("nämden", "nämnden", True),
        ("nämnden", "nämnden", False),
        ("ab", "ba", True),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_edit(first: str, second: str, near: bool) -> None:
    assert swedish.one_edit_apart(first, second) is near
    assert swedish.one_edit_apart(second, first) is near


@pytest.mark.parametrize(
    ("word", "bare"),
    [("Tallmos", "Tallmo"), ("Torsnäs", "Torsnäs"), ("EY:s", "EY"), ("Granfors", "Granfors"), ("Mo", "Mo")],
)
def test_ungenitive(word: str, bare: str) -> None:
    assert swedish.ungenitive(word) == bare


def test_genitive() -> None:
    assert [swedish.genitive(w) for w in ("Barnnämnden", "Borgnäs", "Tallmo AB")] == [
        "Barnnämndens",
        "Borgnäs",
        "Tallmo AB:s",
    ]


def test_sentences_do_not_begin_after_abbreviations() -> None:
    text = "Möte kl. 15 i dag, t.ex. Lermo. Sedan hem! Bra."
    assert [text[at : at + 5] for at in swedish.sentence_starts(text, 0, len(text))] == [
        "Möte ",
        "Sedan",
        "Bra.",
    ]
