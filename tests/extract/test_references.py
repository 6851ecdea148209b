"""Case numbers of all shapes, and what looks like one and is none."""

import pytest

from tests.extract.reading import named

SHAPES = [
    "KS 2020-00411",
    "KS-2023-00872",
    "KS 2018/14",
    "Ks 900/2019",
    "KS/2012:33",
    "KS/2012:628-805",
    "VON/2019:78",
    "Bun/2023:789",
    "BUN/2016:360",
    "2009/BUN312-004",
    "KS2016/1963-2",
    "KS2005/0316-85",
    "SN 18/0098",
    "SN 2019/0055",
    "SOCN 2018:64-042",
    "IFN 2019/00392-8.2.4",
    "Ks 2016:626/003",
    "KSF 2018/372",
    "RVK 2021/31",
    "801-2652-16",
    "Fi2020/00647/K",
]


@pytest.mark.parametrize("number", SHAPES)
def test_a_case_number_in_running_text(number: str) -> None:
    assert named(f"Ärendet {number} togs upp.", "E") == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Dnr KS 2020-00411 1.2.3.3", "KS 2020-00411"),
        ("Dnr 2023/BUN 0192 40", "2023/BUN 0192"),
        ("Dnr 3.1.2-56/2016", "3.1.2-56/2016"),
        ("Ärende 113/2015 (KF) gäller", "113/2015"),
    ],
)
def test_a_guarded_number_without_its_classification(text: str, number: str) -> None:
    assert named(text, "E") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "SOU 2024:14", "Ds 2021:21", "SFS 2010:800", "SOSFS 2011:9", "prop. 2020/21:47", "lagen (2003:1210)",
        "Datum 2024-04-18", "Ju 2022:02", "åren 2021-2023", "FSG 2023-08-21",
    ],
)  # fmt: skip
def test_law_and_dates_are_no_case(text: str) -> None:
    assert named(f"Se {text} om detta.", "E") == []
