"""Lines are added to decisions.jsonl whole and once, whoever else writes and whatever the disk does."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import threading

import pytest

from graph.errors import StopRun, StoreError
from graph.resolve import deciding
from graph.resolve.decisions import decisions_of, lines_of

ID = "3f0c9d2ab4e81c55"
ACCEPT = {"beslut": "godkand", "pastaende": ID}
SIGNED = {"who": "A. Strateg", "when": "2031-01-01T08:00:00+0100"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "decisions.jsonl"


def test_a_decision_says_who_when_and_why(path):
    (name,) = deciding.decide(path, [ACCEPT], **SIGNED, why="stämmer")
    (line,) = lines_of(path.read_bytes())
    assert line.id == name
    assert line.fields == {
        **ACCEPT, "vem": "A. Strateg", "nar": "2031-01-01T08:00:00+0100", "varfor": "stämmer",
    }  # fmt: skip


def test_to_undo_is_to_add_a_line(path):
    (name,) = deciding.decide(path, [ACCEPT], **SIGNED)
    before = path.read_bytes()
    deciding.undo(path, [name], **SIGNED)
    assert path.read_bytes().startswith(before)
    assert decisions_of(path.read_bytes()).statements == {}
    assert decisions_of(path.read_bytes()).problems == ()


@pytest.mark.parametrize("left", ["", '{"beslut": "samma", "a": "A", "b": "B"}', "trasig", "\ufeff"])
def test_a_line_that_somebody_left_without_its_end_stays_a_line_of_its_own(path, left):
    path.parent.mkdir()
    path.write_text(left, encoding="utf-8")
    deciding.decide(path, [ACCEPT], **SIGNED)
    assert path.read_text(encoding="utf-8").startswith(left)
    assert ID in decisions_of(path.read_bytes()).statements


@pytest.mark.parametrize(
    "wrong",
    [{"beslut": "kanske"}, {"beslut": "samma", "a": "A", "b": "A"}, {"beslut": "rattad", "a": "A"},
     {"beslut": "angrad", "rad": "x"}, {"beslut": "rattad", "a": "A", "till": "x" * 500_000},
     {"beslut": "rattad", "a": "A", "till": "\ud800"}],
)  # fmt: skip
def test_what_could_not_be_read_back_is_not_written(path, wrong):
    with pytest.raises(ValueError, match=r"\.$"):
        deciding.decide(path, [ACCEPT, wrong], **SIGNED)
    assert not path.exists()


def _write(path, who, count):
    for number in range(count):
        deciding.decide(path, [ACCEPT, ACCEPT], who=f"{who} {'x' * 300}", when=str(number))


def test_two_processes_and_two_threads_lose_no_line(path):
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write, args=(path, f"process {n}", 60)) for n in range(2)]
    writers += [threading.Thread(target=_write, args=(path, f"tråd {n}", 60)) for n in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 4 * 60 * 2
    for who in {line["vem"] for line in lines}:
        assert [line["nar"] for line in lines if line["vem"] == who] == [
            str(number) for number in range(60) for _ in "ab"
        ]
    # the two lines of one call stand together
    assert all(a["vem"] == b["vem"] for a, b in zip(lines[::2], lines[1::2], strict=True))


def test_a_full_disk_leaves_the_file_as_it_was(path, monkeypatch):
    deciding.decide(path, [ACCEPT], **SIGNED)
    before = path.read_bytes()
    write = os.write

    def half(handle, data):
        if len(data) < 20:
            raise OSError(errno.ENOSPC, "full")
        return write(handle, data[: len(data) // 2])

    monkeypatch.setattr(deciding.os, "write", half)
    with pytest.raises(StopRun, match="disken är full"):
        deciding.decide(path, [ACCEPT], **SIGNED)
    assert path.read_bytes() == before


def test_who_waits_too_long_is_told(path, monkeypatch):
    deciding.decide(path, [ACCEPT], **SIGNED)
    monkeypatch.setattr(deciding, "PATIENCE", 0.05)
    with path.open("rb") as file, deciding._held(file.fileno(), deciding.fcntl.LOCK_EX, path):
        with pytest.raises(StoreError, match="Någon annan skriver"):
            deciding.decide(path, [ACCEPT], **SIGNED)
        with pytest.raises(StoreError, match="Någon annan skriver"):
            deciding.read_file(path)


def test_a_folder_that_may_not_be_written_is_told(path, monkeypatch):
    def refuse(*_arguments, **_more):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(deciding.os, "open", refuse)
    with pytest.raises(StopRun, match="behörighet saknas"):
        deciding.decide(path, [ACCEPT], **SIGNED)
