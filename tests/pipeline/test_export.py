"""`samverkan export`: profiles, formats, one thing, and the way out of a wrong call."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.pipeline.invented import Run, export_files


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, samverkan: Run) -> Path:
    """Return a workspace with a letter that people have signed, built once."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "data" / "documents").mkdir(parents=True)
    (folder / "data" / "documents" / "svar.md").write_text(
        "# Svar på granskningen\n\nProvby kommun, socialnämnden 2031-04-12\n\n"
        "Socialnämnden deltar i Hamnrådet tillsammans med polisen. Det saknas en väg in för friskolorna.\n\n"
        "Socialnämnden\n\nNova Namnsson\n\nOrdförande\n",
        encoding="utf-8",
    )
    samverkan("build", "-w", folder)
    return folder


def test_an_export_writes_what_the_build_wrote(workspace: Path, samverkan: Run, tmp_path: Path):
    samverkan("export", "-w", workspace, "--till", tmp_path)
    built = export_files(workspace)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == built


def test_public_files_lie_apart_and_name_nobody(workspace: Path, samverkan: Run):
    assert b"Namnsson" in b"".join(export_files(workspace).values())
    done = samverkan("export", "-w", workspace, "--profil", "publik")
    folder = workspace / "exports" / "publik"
    assert "profil: publik" in done.stdout
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    shutil.rmtree(folder)
    assert files.keys() == export_files(workspace).keys()
    named = (n for n, data in files.items() if "namnsson" in data.decode("utf-8", "replace").casefold())
    assert not list(named)
    assert b"[namn]" in files["graph.nq"]
    assert b"Hamnr" in files["graph.nq"]


def test_one_format_or_one_thing(workspace: Path, samverkan: Run, tmp_path: Path):
    one = samverkan("export", "-w", workspace, "--format", "gexf", "--till", tmp_path, "--json")
    assert [Path(file).name for file in json.loads(one.stdout)["filer"]] == ["samverkan.gexf"]
    samverkan("export", "-w", workspace, "--karta", "--om", "hamnrådet", "--till", tmp_path / "om")
    page = (tmp_path / "om" / "karta-hamnradet.html").read_text(encoding="utf-8")
    assert "Hamnrådet</h1>" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "grafml"), "Menade du graphml?"),
        (("--om", "Hamnradet i byn"), "Inget i grafen heter"),
        (("--profil", "hemlig"), "publik"),
        (("--karta", "--format", "csv"), "Kartan skrivs inte som csv"),
    ],
)
def test_a_wrong_call_tells_the_way_out(workspace: Path, samverkan: Run, tmp_path: Path, arguments, said):
    done = samverkan("export", "-w", workspace, "--till", tmp_path / "x", *arguments, code=2)
    assert said in done.stderr
