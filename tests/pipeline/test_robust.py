"""Builds that meet damage, their own output, things given twice, and a wish to stop."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from graph import answers
from graph.pipeline import build
from graph.workspace import Workspace, init_workspace
from tests.pipeline.invented import Run, command, environment, export_files, write_documents


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    workspace = init_workspace(tmp_path / "ws")
    write_documents(workspace.documents)
    return workspace


def make(ws: Workspace) -> None:
    build(ws, municipality="Provby kommun", workers=1)


@pytest.mark.parametrize("what", ["shards/*.nq", "generations/*/db/*.sst", "generations/*/db/MANIFEST*"])
def test_a_damaged_store_is_mended_by_the_next_build(ws: Workspace, samverkan: Run, what: str):
    make(ws)
    before = export_files(ws.root)
    for file in ws.store.glob(what):
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(bytes(byte ^ 0xFF for byte in data))
    done = subprocess.run(
        command("verify", "-w", ws.root), env=environment(), capture_output=True, check=False
    )
    assert done.returncode
    make(ws)
    samverkan("verify", "-w", ws.root)
    assert answers.verify(ws).findings == ()
    assert export_files(ws.root) == before


def test_a_build_does_not_read_what_it_has_written(ws: Workspace):
    (ws.lookups / "namn.csv").write_text("namn,typ\n", encoding="utf-8")
    ws.decisions.write_text("", encoding="utf-8")
    (ws.root / "utanför.txt").write_text("Provby kommun har en handling till.", encoding="utf-8")
    names = {"data/documents/" + file.name for file in ws.documents.iterdir()} | {"utanför.txt"}
    for _ in range(2):
        read = build(ws, [ws.root], municipality="Provby kommun", workers=1)
        assert {source.name for source in read.sources} == names


def test_a_file_given_twice_is_no_copy_of_itself(documents: Path, tmp_path: Path):
    given = [documents, documents / "svar.md", documents]
    report = build(init_workspace(tmp_path / "ws"), given, municipality="Provby kommun", workers=1)
    assert len(report.sources) == 4
    assert not [note for source in report.sources for note in source.notes if "Samma innehåll" in note]


def test_a_document_in_quarantine_is_explained_in_a_whole_sentence(ws: Workspace, samverkan: Run):
    (ws.documents / "hemlig.txt").write_text("SEKRETESS\n\nProvby kommun\nText.\n", encoding="utf-8")
    printed = samverkan("build", "-w", ws.root).stdout
    assert "överst: handlingen sätts i karantän" in printed


def test_a_personal_number_in_a_sources_path_is_not_kept(tmp_path: Path, samverkan: Run):
    folder = write_documents(tmp_path / "ärende 811228-9874")
    ws = tmp_path / "ws"
    samverkan("build", folder, "-w", ws)
    assert not [file for file in ws.rglob("*") if file.is_file() and b"811228-9874" in file.read_bytes()]
    assert "Ange källorna igen" in samverkan("build", "-w", ws, code=2).stderr
    samverkan("build", folder, "-w", ws)


def test_a_build_that_is_told_to_end_stops_as_by_ctrl_c(ws: Workspace):
    manifest = ws.work / "manifest.jsonl"
    with subprocess.Popen(
        command("build", "-w", ws.root), env=environment(), stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        while not (manifest.exists() and manifest.stat().st_size) and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGTERM)
        _, complaint = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "samma kommando" in complaint
    assert not list(ws.work.glob(".samverkan-*"))
