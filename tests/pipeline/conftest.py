"""The real command, and a workspace that was built once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.pipeline.invented import Run, command, environment, write_documents


@pytest.fixture(scope="session")
def samverkan() -> Run:
    """Return a function that runs the program and checks that no traceback reaches the user."""

    def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command(*arguments), capture_output=True, encoding="utf-8", env=environment(), check=False
        )
        assert "Traceback" not in done.stdout + done.stderr
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write_documents(tmp_path / "handlingar")


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, samverkan: Run) -> Path:
    """Return a workspace built once from the documents, with two workers; nobody may change it."""
    folder = tmp_path_factory.mktemp("orört")
    write_documents(folder / "data" / "documents")
    samverkan("build", "-w", folder, "--workers", "2")
    return folder
