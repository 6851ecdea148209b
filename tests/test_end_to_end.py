"""The invented municipality from its documents to the last export, through the real command."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from graph import questioning
from graph.store.questions import packaged
from graph.workspace import Workspace
from tests.pipeline.invented import command, environment

ROOT = Path(__file__).parent.parent


def samverkan(*arguments: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        command(*arguments), capture_output=True, encoding="utf-8", env=environment(), check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build Dimvalla kommun as `make demo` does."""
    folder = tmp_path_factory.mktemp("demo")
    script = ROOT / "data" / "exempel" / "make_documents.py"
    subprocess.run(
        [sys.executable, script, folder / "data" / "documents"], check=True, stdout=subprocess.DEVNULL
    )
    samverkan("build", "-w", folder)
    return folder


def test_every_document_is_read(demo: Path):
    listed = json.loads(samverkan("sources", "-w", demo, "--json"))
    assert len(listed) >= 14
    assert not [source for source in listed if source["reason"]]
    assert len({source["media"] for source in listed}) >= 6
    assert len({source["kind"] for source in listed}) >= 9


def test_every_quote_is_right_and_no_rule_is_broken(demo: Path):
    right, total = re.findall(r"\d+", samverkan("verify", "-w", demo).splitlines()[-1])[:2]
    assert right == total
    assert int(total) > 300
    assert "Prövat: 0 fel" in samverkan("check", "-w", demo)


def test_ways_in_deadlines_and_changes_are_told(demo: Path):
    way = samverkan("route", "Dagsländans friskola", "-w", demo)
    assert "Skollotsen anges som väg in för friskolor" in way
    assert "skollotsen@dimvalla.example" in way
    (none,) = json.loads(samverkan("route", "Granithem i Dimvalla AB", "-w", demo, "--json"))
    assert none["steg"] == []
    told = json.loads(samverkan("followup", "--datum", "2024-12-31", "-w", demo, "--json"))
    states = {(d["senast"], d["läge"]) for d in told["tidsfrister"]}
    assert {("2024-10-31", "redovisad"), ("2024-11-30", "passerad utan redovisning")} <= states
    assert any(chain["uppföljning"] and not chain["saknas"] for chain in told["kedjor"])
    samverkan("followup", "--ics", demo / "t.ics", "-w", demo)
    assert (demo / "t.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "Välfärdsnämnden" in samverkan("responsibilities", "-w", demo)
    earlier = demo / "exports" / "graph.nq"
    assert "Ingenting av betydelse" in samverkan("changes", earlier, "-w", demo)
    turned = samverkan("changes", "2023-12-31", "2024-03-01", "-w", demo)
    assert "Socialnämnden bytte namn till välfärdsnämnden" in turned
    assert "2024-02-12" in turned
    passed = samverkan("changes", "2024-10-31", "2024-12-31", "-w", demo)
    assert "(härlett, regel: tidsfrist-passerad)" in passed
    samverkan("changes", "2024-10-31", "2024-12-31", "--tabell", demo / "t.csv", "-w", demo)
    assert ";härlett av en regel;tidsfrist-passerad;" in (demo / "t.csv").read_text(encoding="utf-8-sig")


STORY = {
    "forumet har deltagare": """
        ?f a sam:Forum ; skos:prefLabel "Trygghetsrådet"@sv ; sam:hasParticipant ?d""",
    "uppdraget har mottagare och dag": """
        ?u sam:assignedTo/skos:prefLabel "Barn- och utbildningsnämnden"@sv ;
           sam:deadline "2024-10-31"^^xsd:date""",
    "nämnden har bytt namn": """
        ?e a org:ChangeEvent ; org:originalOrganization/skos:prefLabel "Socialnämnden"@sv ;
           org:resultingOrganization/skos:prefLabel "Välfärdsnämnden"@sv""",
    "någon saknar en väg in": "?g a sam:Gap ; dcterms:type samc:gap-entry",
    "forumen överlappar": """?o a sam:Overlap""",
    "revisorerna har funnit något": """?f a sam:Finding ; sam:madeBy/skos:prefLabel "Revisorerna"@sv""",
}


@pytest.mark.parametrize("part", STORY)
def test_the_story_of_the_documents_is_in_the_graph(demo: Path, part: str):
    assert "ja" in samverkan("query", f"ASK {{ {STORY[part]} }}", "-w", demo)


def test_the_start_page_links_everything_that_was_written(demo: Path):
    exports = demo / "exports"
    links = set(re.findall(r'href="([^"#:]+)"', (exports / "index.html").read_text(encoding="utf-8")))
    written = {file.name for file in exports.iterdir()} - {"index.html"}
    assert links >= written
    assert all((exports / link).is_file() for link in links)


def test_a_second_build_changes_nothing(demo: Path):
    before = {file: file.stat().st_mtime_ns for file in (demo / "exports").iterdir()}
    samverkan("build", "-w", demo)
    assert {file: file.stat().st_mtime_ns for file in (demo / "exports").iterdir()} == before


def test_a_ready_question_answers_with_its_quotes(demo: Path):
    listed = json.loads(samverkan("ask", "--json", "-w", demo))
    assert len(listed) >= 40
    asked = json.loads(samverkan("ask", "vagar-in", "--belagg", "--json", "-w", demo))
    assert asked["rader"]
    assert all(row["belägg"][0]["citat"] for row in asked["rader"])
    assert samverkan("ask", "34", "friskolor", "-w", demo).splitlines()[-1].endswith(" rader")


# what a question is asked about where it must be told
ASKED = {
    "kort-for-aktor": "Polismyndigheten",
    "kort-for-samverkansform": "Trygghetsrådet",
    "allt-om-en-grupp": "friskolor",
    "tidsfrister-fore": "2031-12-31",
    "motes-i-samma-forum": "Välfärdsnämnden",
    "kallor-per-pastaende": "Kommunstyrelsen",
    "vad-en-handling-sager": "Vi hittar inte in",
    "citat-med-ett-ord": "samverkan",
    "belagg-for-mellanrum": "otydlig väg in",
    "overlapp-rangordnat": "Trygghetsrådet",
}
# what the documents of the invented municipality do not speak of
SILENT = {
    "samarbetsuppdragens-innehall", "overlapp-malgrupp", "overlapp-amne-mal", "namnder-utan-forum",
    "samarbetsuppdrag-utan-mal", "handlingar-som-sager-emot-varandra",
}  # fmt: skip


def test_every_ready_question_finds_what_the_documents_say(demo: Path):
    found, proved = set(), set()
    for question in packaged():
        values = [ASKED[question.name]] if question.name in ASKED else []
        asked = questioning.ask(Workspace(demo), question.name, values, {}, proof=True)
        facts = [fact for row in asked.table.rows for fact in row.facts]
        found |= {question.name} if asked.table.rows else set()
        proved |= {question.name} if any(asked.proof[fact] for fact in facts) else set()
    assert {question.name for question in packaged()} - found == SILENT
    assert found - proved == {"citat-med-ett-ord"}  # its rows are quotes


def test_the_example_in_the_readme_prints_what_it_says(demo: Path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    examples = re.findall(
        r"^    \$ \.venv/bin/samverkan (.+)\n((?:    .*\n|\n(?=    ))+)", readme, re.MULTILINE
    )
    assert examples
    for call, printed in examples:
        words = [str(demo) if word == "demo" else word for word in shlex.split(call)]
        shown = [line.removeprefix("    ").rstrip() for line in printed.splitlines()]
        real = [line.rstrip() for line in samverkan(*words).splitlines()]
        if shown[-1] == "...":
            shown, real = shown[:-1], real[: len(shown) - 1]
        assert "\n".join(real) == "\n".join(shown)
