"""Dates: as precise as the source, and nothing made up."""

import pytest

from tests.extract.reading import mentions, named

DATES = [
    ("2021-03-31", "2021-03-31"),
    ("den 31 mars 2021", "2021-03-31"),
    ("31 mars 2021", "2021-03-31"),
    ("den 31 mars", "--03-31"),
    ("senast 1/3", "--03-01"),
    ("senast i februari", "--02"),
    ("före den 1 mars", "--03-01"),
    ("mars 2017", "2017-03"),
    ("2021-2023", "2021/2023"),
    ("2019–2022", "2019/2022"),
    ("årsskiftet 2023/2024", "2023"),
    ("våren 2020", "2020"),
    ("under 2017", "2017"),
    ("150930", "2015-09-30"),
    ("2023-10-25—2023-11-03", "2023-10-25/2023-11-03"),
]


@pytest.mark.parametrize(("text", "value"), DATES)
def test_a_date_of_every_shape(text: str, value: str) -> None:
    found = [m for m in mentions(f"Det gäller {text} hos oss.") if m.kind == "D"]
    assert [m.node.label for m in found] == [value]
    assert found[0].node.key == f"date/{value}"


@pytest.mark.parametrize(
    "text",
    [
        "årligen",
        "varje år",
        "minst en gång per mandatperiod",
        "tills vidare",
        "2021-13-41",
        "999999",
        "SFS 2010:800",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert named(f"Det gäller {text} hos oss.", "D") == []


def test_two_dates_of_a_period() -> None:
    text = "Från och med den 1 januari 2024 till och med den 31 december 2026."
    assert named(text, "D") == ["2024-01-01", "2026-12-31"]
