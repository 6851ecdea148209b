from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import InputError, StoreError, UsageError
from graph.sources import find_files, read_bytes, sha256_of, shown
from graph.workspace import (
    Workspace,
    init_workspace,
    load_settings,
    lock,
    parse_settings,
    sweep,
    write_atomic,
)


def test_init_makes_a_workspace_whose_settings_are_the_defaults(tmp_path: Path):
    ws = init_workspace(tmp_path / "ny mapp")
    folders = {path.relative_to(ws.root).as_posix() for path in ws.root.rglob("*") if path.is_dir()}
    assert {"data/documents", "data/registers", "data/lookups", "exports"} <= folders
    assert load_settings(ws) == parse_settings("")


def test_init_keeps_what_is_there(tmp_path: Path):
    (tmp_path / "samverkan.toml").write_text('kommun = "Provby"\n', encoding="utf-8")
    assert load_settings(init_workspace(tmp_path)).municipality == "Provby"


def test_the_commented_settings_are_valid_when_uncommented(tmp_path: Path):
    text = init_workspace(tmp_path).settings_file.read_text(encoding="utf-8")
    lines = [line[2:] for line in text.splitlines() if " = " in line or line.startswith("# [")]
    settings = parse_settings("\n".join(line for line in lines if ":" not in line.split("=")[0]))
    assert settings.municipality == "Exempelkommun"
    assert settings.columns["skolor.csv"]["namn"] == "Skolenhetens namn"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('\nkomun = "Provby"', ("'komun'", "rad 2", "Menade du 'kommun'")),
        ("fritt = 1", ("'fritt'", "rad 1", "kommun, bas")),
        ('kommun = "A"\nkommun = "B"', ("rad 2",)),
        ("kommun = 7", ("'kommun'", "rad 1", "citattecken")),
        ("kommun = Provby", ("rad 1",)),
        ('bas = "ftp://x/id/"', ("'bas'", "https://")),
        ('bas = "https://x/"', ("/id/",)),
        ('profil = "hemlig"', ("'profil'", "intern")),
        ("kommun = !!python/object:os.system", ("rad 1",)),
        ("[register]\nx = 1", ("register", "rad 1")),
        ("x = " + "[" * 100_000, ("Inställningarna",)),
        ('kommun = "Provby', ("rad 1",)),
    ],
)
def test_settings_that_are_wrong_are_refused_with_their_line(text: str, words: tuple[str, ...]):
    with pytest.raises(UsageError) as caught:
        parse_settings(text)
    assert all(word in str(caught.value) for word in words)


def test_settings_that_are_no_text_are_refused(tmp_path: Path):
    (tmp_path / "samverkan.toml").write_bytes(b"kommun = \xff\xfe")
    with pytest.raises(UsageError, match="UTF-8"):
        load_settings(Workspace(tmp_path))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Åsa ö.pdf", "Åsa ö.pdf"),
        ("rad\nbrytning.txt", r"rad\u000abrytning.txt"),
        ("fdp.‮txt", r"fdp.\u202etxt"),
        ("\x1b[31mröd", r"\u001b[31mröd"),
        ("latin-\udce5.txt", r"latin-\xe5.txt"),
        ("A\u030asa", "Åsa"),
    ],
)
def test_a_file_name_is_shown_without_what_hides(name: str, safe: str):
    assert shown(name) == safe


@pytest.fixture
def odd_folder(tmp_path: Path) -> Path:
    """A folder with everything that is not simply a file."""
    folder = tmp_path / "källa"
    (folder / "b").mkdir(parents=True)
    (folder / "a.txt").write_text("a", encoding="utf-8")
    (folder / "b" / "c.txt").write_text("c", encoding="utf-8")
    (folder / ".dold").write_text("x", encoding="utf-8")
    (folder / "~$a.docx").write_text("x", encoding="utf-8")
    (folder / "slinga").symlink_to(folder)
    (folder / "sig_själv").symlink_to(folder / "sig_själv")
    (folder / "bruten").symlink_to(folder / "finns inte")
    (folder / "enhet").symlink_to("/dev/zero")
    (folder / "länkad.txt").symlink_to(folder / "a.txt")
    os.mkfifo(folder / "rör")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "s"))
    (Path(os.fsdecode(os.fsencode(folder) + b"/latin-\xe5.txt"))).write_text("l", encoding="utf-8")
    return folder


def test_only_files_are_read_and_every_other_thing_has_a_reason(odd_folder: Path):
    found = {file.name: file.reason for file in find_files([odd_folder])}
    assert {name for name, reason in found.items() if not reason} == {
        "a.txt", "b/c.txt", r"latin-\xe5.txt",
    }  # fmt: skip
    reasons = {name: reason for name, reason in found.items() if reason}
    assert set(reasons) == {"slinga", "sig_själv", "bruten", "enhet", "rör", "s"}
    assert "mapp" in reasons["slinga"]
    assert "cirkel" in reasons["sig_själv"]
    assert "FIFO" in reasons["rör"]
    assert "enhet" in reasons["enhet"]


def test_the_order_of_files_is_the_order_of_their_names(odd_folder: Path):
    names = [file.name for file in find_files([odd_folder / "b", odd_folder])]
    assert names == sorted(names)


def test_a_source_that_is_missing_is_the_callers_mistake(tmp_path: Path):
    with pytest.raises(UsageError, match="finns inte"):
        find_files([tmp_path / "nej"])


@pytest.mark.parametrize("read", [read_bytes, sha256_of])
def test_a_file_that_vanished_or_became_a_pipe_is_refused_at_once(read, tmp_path: Path):
    with pytest.raises(InputError, match="finns inte"):
        read(tmp_path / "borta.txt")
    os.mkfifo(tmp_path / "rör")
    with pytest.raises(InputError, match="inte längre en fil"):
        read(tmp_path / "rör")


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path):
    with (tmp_path / "stor.txt").open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(InputError, match="större än 64 MB"):
        sha256_of(tmp_path / "stor.txt")


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path):
    target = tmp_path / "fil.txt"
    write_atomic(target, b"gammalt")
    with pytest.raises(TypeError):
        write_atomic(target, "inte bytes")  # type: ignore[arg-type]
    assert target.read_bytes() == b"gammalt"
    assert list(tmp_path.iterdir()) == [target]


def test_sweep_takes_what_a_killed_run_left(tmp_path: Path):
    (tmp_path / ".fil.txt.77.tmp").write_bytes(b"halv")
    (tmp_path / "fil.txt").write_bytes(b"hel")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["fil.txt"]


HOLD = """
import sys
from pathlib import Path
from graph.workspace import Workspace, lock
with lock(Workspace(Path(sys.argv[1]))):
    print("låst", flush=True)
    sys.stdin.read()
"""


def test_the_lock_names_its_holder_and_dies_with_it(tmp_path: Path):
    ws = init_workspace(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "låst"
        with pytest.raises(StoreError, match=f"process {holder.pid}"), lock(ws):
            pass
        holder.kill()
        holder.wait()
    with lock(ws):
        assert (ws.work / "build.lock").read_text(encoding="ascii") == str(os.getpid())


def test_a_link_out_of_the_source_is_not_followed(tmp_path: Path):
    source = tmp_path / "källa"
    source.mkdir()
    (source / "a.txt").write_text("a")
    (tmp_path / "hemlig.txt").write_text("b")
    (source / "länk.txt").symlink_to(tmp_path / "hemlig.txt")
    (source / "inne.txt").symlink_to(source / "a.txt")
    (tmp_path / "genväg").symlink_to(source)
    for root in (source, tmp_path / "genväg"):
        found = {file.name: file.reason for file in find_files([root])}
        assert found == {"a.txt": "", "länk.txt": "Är en länk till en fil utanför källan."}
