"""The wheel, made from the sdist, in an environment of its own, run from a folder of its own."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = """Provby kommun
Protokoll
Kommunstyrelsen 2031-02-03

§ 1 Samverkan mot skolk
Beslut
Kommunstyrelsen ger utbildningsnämnden i uppdrag att senast 1 maj 2031 redovisa samverkan med polisen.
"""


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the sdist, then the wheel out of the sdist alone; hatchling is in the test environment."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a new environment; the libraries are lent, they are not ours to test."""
    home = tmp_path_factory.mktemp("env")
    run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    python = home / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet")
    run(*pip, next(built.glob("*.whl")), cwd=home)
    (site,) = (home / "venv" / "lib").glob("python3*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "venv" / "bin"


def test_sdist_holds_the_ontology_and_no_data(built: Path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        tops = {name.split("/")[1] for name in sdist.getnames() if name.count("/")}
    assert {"graph", "ontology", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"} <= tops
    assert not tops & {"data", "exports", "tests", "bench", "demo"}


def test_wheel_holds_the_ontology_inside_the_package(built: Path):
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert {"graph/ontology/core.ttl", "graph/ontology/terms.ttl", "graph/cli.py"} <= set(names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"graph", "samverkanskartan"}


def test_installed_command_builds_from_another_folder(installed: Path, tmp_path: Path):
    elsewhere = tmp_path / "någon annanstans"
    elsewhere.mkdir()
    assert "build" in run(installed / "samverkan", "--help", cwd=elsewhere).stdout
    origin = run(installed / "python", "-c", "import graph; print(graph.__file__)", cwd=elsewhere).stdout
    assert str(installed.parent) in origin
    (elsewhere / "protokoll.txt").write_text(TEXT, encoding="utf-8")
    answer = run(installed / "samverkan", "build", "protokoll.txt", "--workspace", "ws", cwd=elsewhere).stdout
    assert "1 läst" in answer
    assert (
        "citat stämmer med sin källa"
        in run(installed / "samverkan", "verify", "--workspace", "ws", cwd=elsewhere).stdout
    )
    assert (elsewhere / "ws" / "exports" / "index.html").is_file()
