"""The papers say what the program does: every command, file and message they name is there."""

from __future__ import annotations

import re
import shlex
import textwrap
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from graph import cli
from graph.analyse.rules import read_rule
from graph.model import Literal
from graph.resolve.decisions import parse_decisions
from graph.store.questions import packaged, parse_question
from graph.store.sparql import try_query
from graph.workspace import TEMPLATE, parse_settings

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "anvandarguide.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def named(requirement: str) -> str:
    """Return the name in a requirement or constraint, in the one form that all spellings share."""
    return re.split(r"[<>=\[]", requirement)[0].casefold().replace("_", "-")


def requirements() -> set[str]:
    extras = PROJECT["optional-dependencies"].values()
    return {named(one) for one in [*PROJECT["dependencies"], *(one for extra in extras for one in extra)]}


def options(command: str) -> set[str]:
    """Return the long options of a command, as its help lists them."""
    from typer.main import get_command

    group = get_command(cli.app)
    found = group.commands[command]  # type: ignore[attr-defined]
    return {name for parameter in found.params for name in parameter.opts if name.startswith("--")} | {
        "--help"
    }


@pytest.mark.parametrize("command", cli.command_names())
def test_every_command_is_in_the_guide_and_the_changes(command: str):
    assert f"samverkan {command}" in GUIDE
    assert f"`samverkan {command}`" in CHANGES or f"`{command}`" in CHANGES


@pytest.mark.parametrize("command", cli.command_names())
def test_every_option_is_in_the_guide(command: str):
    assert not {option for option in options(command) - {"--help"} if option not in GUIDE}


def calls() -> list[str]:
    """Return every call of the program that stands on a line of its own in the guide or the README."""
    pattern = re.compile(r"^(?:    )?(?:\$ )?(?:\.venv/bin/)?samverkan (?!—)(.+)$", re.MULTILINE)
    return [found[1] for text in (GUIDE, README) for found in pattern.finditer(text)]


@pytest.mark.parametrize("call", calls())
def test_every_call_in_the_papers_exists(call: str):
    words = shlex.split(call.partition("<")[0])
    if words[0].startswith("--"):
        assert words == ["--version"]
        return
    assert words[0] in cli.command_names()
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options(words[0])


def test_the_list_of_questions_is_up_to_date():
    spec = spec_from_file_location("questions", ROOT / "docs" / "questions.py")
    assert spec is not None
    assert spec.loader is not None
    page = module_from_spec(spec)
    spec.loader.exec_module(page)
    assert page.PAPER.read_text(encoding="utf-8") == page.paper(packaged())


def test_the_question_in_the_guide_is_valid():
    (own,) = re.findall(r"^(?:    # Titel: .+\n)(?:    # Svarar på: .+\n)(?:    .*\n)+", GUIDE, re.MULTILINE)
    question = parse_question("polisens-forum", textwrap.dedent(own))
    assert question.columns == ("forum", "sammankallande")
    try_query(question.text, {"vem": Literal("")})


def test_the_papers_have_calls_to_test():
    assert len(calls()) >= 10


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):(?! \$\(PY\) py)", makefile, re.MULTILINE)) - {"help", "chromium"}
    assert targets == {"demo", "test", "lint", "bench", "score", "names", "docs", "pictures"}
    assert all(f'"make {target} ' in makefile for target in targets)


def test_the_readme_names_the_two_commands():
    assert "make demo" in README
    assert "make test" in README


def test_every_setting_is_in_the_guide():
    keys = re.findall(r"^# (\w+) = ", TEMPLATE, re.MULTILINE)
    assert {"kommun", "bas", "profil"} <= set(keys)
    assert all(f"`{key}`" in GUIDE or f"{key} = " in GUIDE for key in keys)


def test_the_examples_in_the_guide_are_valid():
    (decisions,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert parse_decisions(decisions.splitlines()).problems == ()
    (settings,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert parse_settings(settings).columns


def test_the_rule_in_the_guide_is_valid(tmp_path: Path):
    (own,) = re.findall(r"^(?:    # Titel: .+\n)(?:    # Problem: .+\n)(?:    .*\n)+", GUIDE, re.MULTILINE)
    file = tmp_path / "forum-utan-polis.rq"
    file.write_text(textwrap.dedent(own), encoding="utf-8")
    assert read_rule(file, own=True).columns == ("who",)


def test_every_dependency_has_its_reasons():
    paper = (ROOT / "docs" / "decisions" / "20261123-libraries.md").read_text(encoding="utf-8").casefold()
    assert not {name for name in requirements() if name not in paper.replace("_", "-")}


def test_every_dependency_is_pinned():
    pinned = {named(line) for line in (ROOT / "constraints.txt").read_text(encoding="ascii").splitlines()}
    assert not requirements() - pinned


def test_the_version_is_one():
    from graph import __version__

    assert PROJECT["version"] == __version__
    assert f"## {__version__}" in CHANGES
