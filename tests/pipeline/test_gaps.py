"""`samverkan gaps` on a built workspace: a municipality's own rules, also those that mean no good."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

RULE = """# Titel: Forum med namn
# Problem: Ett forum finns.
# Åtgärd: Läs.
# Grad: info
# Mening: {who} är ett forum.
"""
GOOD = RULE + "SELECT DISTINCT ?who WHERE { ?who a <https://w3id.org/samverkan/ns#PoliticalBody> }"
BAD = {
    "service": ("SELECT ?who WHERE { SERVICE <http://127.0.0.1:9/> { ?who ?p ?o } }", "SERVICE"),
    "stor": ("SELECT ?who WHERE { ?who ?a ?b . ?c ?d ?e . ?f ?g ?h . ?i ?j ?k }", "stor.rq"),
    "trasig": ("SELECT ?who WHERE { ?who a ", "felskriven"),
}


@pytest.fixture
def workspace(undisturbed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(undisturbed, tmp_path / "ws"))


def test_own_rules_are_run_and_bad_ones_are_told_of_without_stopping_them(workspace, samverkan):
    folder = workspace / "data" / "rules"
    folder.mkdir(exist_ok=True)
    (folder / "egen.rq").write_text(GOOD, encoding="utf-8")
    for name, (query, _) in BAD.items():
        (folder / f"{name}.rq").write_text(RULE + query, encoding="utf-8")
    done = samverkan("gaps", "--workspace", workspace)
    assert "(regel: egen)" in done.stdout
    for name, (_, said) in BAD.items():
        (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"ANMÄRKNING  {name}.rq")]
        assert said in line
    assert "Traceback" not in done.stdout + done.stderr


def test_gaps_for_programs_say_rule_query_and_quotes(workspace, samverkan):
    told = json.loads(samverkan("gaps", "--json", "--workspace", workspace).stdout)
    assert all(gap["påtalat"] or (gap["regel"] and gap["fråga"]) for gap in told)
    assert all(quote["citat"] and quote["handling"] for gap in told for quote in gap["citat"])
    one = samverkan("gaps", "--regel", "forum-utan-mandat", "--workspace", workspace).stdout
    assert "SELECT DISTINCT ?who WHERE" in one
    assert re.search(r"^Sökt i 4 handlingar \(.*\), daterade ", one, re.MULTILINE)
    rules = json.loads(samverkan("gaps", "--regler", "--json", "--workspace", workspace).stdout)
    assert len(rules) >= 25


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--datum", "2024-02-31"), "2024-03-31"),
        (("--datum", "i går"), "inget datum"),
        (("--regel", "forum-utan-mål"), "Menade du forum-utan-mal"),
    ],
)
def test_a_wrong_day_or_rule_is_explained(workspace, samverkan, arguments, said):
    done = samverkan("gaps", *arguments, "--workspace", workspace, code=2)
    assert said in done.stderr


def test_derived_gaps_of_two_workspaces_are_compared_by_own_rules_too(workspace, tmp_path, samverkan):
    folder = workspace / "data" / "rules"
    folder.mkdir(exist_ok=True)
    (folder / "egen.rq").write_text(GOOD, encoding="utf-8")
    (folder / "trasig.rq").write_text(RULE + BAD["trasig"][0], encoding="utf-8")
    later = Path(shutil.copytree(workspace, tmp_path / "later"))
    assert "Ingenting av betydelse" in samverkan("changes", workspace, "--workspace", later).stdout
    for document in (workspace / "data" / "documents").iterdir():
        if "socialnämnden" in document.read_text(encoding="utf-8").casefold():
            document.unlink()
    samverkan("build", "--workspace", workspace)
    told = samverkan("changes", workspace, "--workspace", later).stdout
    assert "Socialnämnden är ett forum.  (härlett, regel: egen)" in told
    told = samverkan("changes", workspace / "exports" / "graph.nq", "--workspace", later).stdout
    assert "regel: forum-utan-" in told
    assert "regel: egen" not in told  # a municipality's own rule is never run on a bare file
