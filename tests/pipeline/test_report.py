"""`samverkan report` on a built workspace: every form, one thing, another day, and calls that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_the_report_is_written_in_every_form_and_twice_the_same(undisturbed, samverkan, tmp_path):
    said = samverkan("report", "--till", tmp_path, "--workspace", undisturbed).stdout
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert set(files) == {"rapport.docx", "rapport.pdf", "rapport.html", "rapport.md"}
    assert all(name in said for name in files)
    samverkan("report", "--till", tmp_path, "--workspace", undisturbed)
    assert files == {file.name: file.read_bytes() for file in tmp_path.iterdir()}


def test_the_report_can_be_about_one_thing_or_one_chapter(undisturbed, samverkan, tmp_path):
    whole, actors = tmp_path / "hela", tmp_path / "aktorer"
    samverkan("report", "--format", "md", "--till", whole, "--workspace", undisturbed)
    text = (whole / "rapport.md").read_text(encoding="utf-8")
    samverkan("report", "--format", "md", "--om", "vem är vem", "--till", actors, "--workspace", undisturbed)
    (part,) = [file.read_text(encoding="utf-8") for file in actors.iterdir()]
    assert "## 1. Vem är vem" in part
    assert len(part) < len(text)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--om", "Finns inte alls"), "heter 'Finns inte alls'"),
        (("--datum", "2024-02-30"), "är inget datum"),
        (("--format", "odt"), "docx"),
    ],
)
def test_a_wrong_call_is_explained(undisturbed, samverkan, tmp_path, arguments, said):
    done = samverkan("report", *arguments, "--till", tmp_path, "--workspace", undisturbed, code=2)
    assert said in done.stderr
    assert not list(Path(tmp_path).iterdir())
