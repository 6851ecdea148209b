"""The calendar of deadlines, read back by what RFC 5545 says of lines, values and components."""

from __future__ import annotations

import re

from graph.analysis import Deadline, Step
from graph.export.calendar import calendar, write_calendar

LONG = "Redovisa; hur ”fristående” skolor, förskolor och åäö\\förvaltningar " * 3
TASK = Deadline(
    assignment=f"https://x.example/{1}", by=("a", "b"), to=("c",), due="2031-10-31", state="redovisad",
    reports=(Step(node="r", text="Rad ett\nrad två"),),
)  # fmt: skip
UNDATED = Deadline(assignment="https://x.example/2", by=(), to=(), due="", state="utan datum")


def name_of(node: str) -> str:
    return LONG if "://" in node else f"Nämnden, {node}"


def lines(text: str) -> list[str]:
    """Return the content lines, unfolded (RFC 5545, 3.1)."""
    assert text.endswith("\r\n")
    raw = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 and "\n" not in line and "\r" not in line for line in raw)
    return "\r\n".join(raw).replace("\r\n ", "").split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def events(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    open_: list[str] = []
    for line in lines(text):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert open_.pop() == value
        elif "VEVENT" in open_:
            key = "/".join((*open_[2:], name))
            assert key not in found[-1]
            found[-1][key] = unescaped(value)
    assert not open_
    return found


def test_each_dated_deadline_is_an_event_of_a_whole_day_with_an_alarm():
    (event,) = events(calendar([TASK, UNDATED], name_of))
    assert event["DTSTART;VALUE=DATE"] == "20311031"
    assert event["DTEND;VALUE=DATE"] == "20311101"
    assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
    assert event["VALARM/ACTION"] == "DISPLAY"
    assert event["VALARM/TRIGGER"] == "-P14D"
    assert "VALARM/DESCRIPTION" in event


def test_text_comes_back_as_it_was():
    (event,) = events(calendar([TASK], name_of))
    assert event["SUMMARY"] == f"Nämnden, a, Nämnden, b: {LONG}"
    assert event["DESCRIPTION"].endswith("Redovisas till: Nämnden, c\nRad ett\nrad två")


def test_a_calendar_begins_and_ends_as_one_and_says_its_version():
    text = lines(calendar([TASK], name_of))
    assert (text[0], text[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert "VERSION:2.0" in text
    assert any(line.startswith("PRODID:") for line in text)


def test_an_event_keeps_its_name_whatever_stands_beside_it(tmp_path):
    (alone,) = events(calendar([TASK], name_of))
    other = Deadline(assignment="https://x.example/3", by=(), to=(), due="2031-01-01", state="kommande")
    path = write_calendar([other, TASK], tmp_path, name_of)
    found = events(path.read_bytes().decode())
    assert [event["UID"] for event in found][1] == alone["UID"]
    assert len({event["UID"] for event in found}) == 2
    assert write_calendar([other, TASK], tmp_path, name_of).read_bytes() == path.read_bytes()


def test_signs_that_would_break_a_line_are_left_out():
    (event,) = events(calendar([TASK], lambda node: "a\r\nEND:VEVENT\x07b\u2028c"))
    assert event["VALARM/DESCRIPTION"] == "Om 14 dagar: a\nEND:VEVENTbc"
