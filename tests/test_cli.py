"""The command line as a user meets it: Swedish words, exit codes, never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.cli import command_names
from graph.cli_app import legible
from graph.cli_review import question_lines, questions
from graph.cli_show import card, card_lines, find, finding_lines, source_lines
from graph.errors import UsageError
from graph.model import Assertion, Entity, Evidence, Finding, Knowledge, Source
from graph.resolve import parse_decisions
from graph.state import Name, Undecided

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def samverkan(tmp_path: Path) -> Run:
    """Return a function that runs the real command in an empty folder."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "graph", *arguments],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **environment},
            check=False,
        )

    return run


def swedish_complaint(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stdout + done.stderr
    assert not re.search(r"\b(Error|Usage|Missing|Invalid|No such)\b", done.stderr)
    return done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("biuld",), 2, "Okänt kommando: biuld. Menade du build"),
        (("build", "--wokers", "2"), 2, "Okänt val: --wokers. Menade du --workers"),
        (("build", "--workers", "två"), 2, "heltal"),
        (("build", "--workers", "-1"), 2, "heltal"),
        (("build", "finns-inte.pdf"), 2, "finns-inte.pdf: Källan finns inte."),
        (("build",), 2, "inga handlingar"),
        (("show",), 2, "saknas"),
        (("show", "X"), 2, "samverkan build"),
        (("verify",), 2, "samverkan build"),
        (("check",), 2, "samverkan build"),
        (("sources",), 2, "samverkan build"),
        (("review",), 2, "samverkan build"),
        (("query", "SELECT * {}"), 2, "samverkan build"),
        (("explain", "x.txt"), 2, "samverkan build"),
        (("query", "--format", "pdf", "x"), 2, "'tabell'"),
        (("init", "a", "b"), 2, "För många argument"),
        (("init", "/proc/nej"), 3, "kan inte skapas"),
    ],
)
def test_a_wrong_call_is_explained(samverkan: Run, arguments: tuple[str, ...], code: int, words: str):
    done = samverkan(*arguments)
    assert done.returncode == code
    assert words in swedish_complaint(done)
    assert done.stdout == ""


def test_settings_at_fault_stop_every_build(samverkan: Run, tmp_path: Path):
    (tmp_path / "samverkan.toml").write_text('komun = "Provby"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("Provby kommun", encoding="utf-8")
    done = samverkan("build", "a.txt")
    assert done.returncode == 2
    assert "'komun' på rad 1" in swedish_complaint(done)


def test_init_says_what_comes_next(samverkan: Run, tmp_path: Path):
    done = samverkan("init", "min mapp")
    assert (done.returncode, done.stderr) == (0, "")
    assert "samverkan build" in done.stdout
    assert (tmp_path / "min mapp" / "samverkan.toml").is_file()


@pytest.mark.parametrize("command", ["", *command_names()])
def test_help_is_swedish_and_quick(samverkan: Run, command: str):
    done = samverkan(*command.split(), "--help")
    assert done.returncode == 0
    assert "Så här:" in done.stdout
    assert not re.search(r"\b(Usage|Options|Arguments|Commands|Show|default|required)\b", done.stdout)
    assert "--workspace" in done.stdout or command in ("", "init")


def test_the_ready_questions_are_listed(samverkan: Run):
    done = samverkan("ask")
    assert done.returncode == 0
    assert "  4. Vem ansvarar för vad  (vem-ansvarar [vem] [ord])" in done.stdout.splitlines()


def test_help_needs_none_of_the_heavy_libraries(samverkan: Run, tmp_path: Path):
    code = "import sys, graph.cli; print({'rdflib', 'pyoxigraph', 'lxml', 'pyvis'} & set(sys.modules))"
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_version(samverkan: Run):
    assert re.fullmatch(r"samverkan \d+\.\d+\.\d+\n", samverkan("--version").stdout)


def test_without_a_command_the_help_comes(samverkan: Run):
    done = samverkan()
    assert done.returncode == 0
    assert "build" in done.stdout


# --- what is printed -----------------------------------------------------------------------------

BASE = "https://w3id.org/samverkan/id/provby/"
PASSAGE = Evidence(document="p1", page=2, start=5, end=31, quote="Rådet leds av\n nämnden.")


def knowledge() -> Knowledge:
    names = {
        "samverkan/hamnradet": ("Hamnrådet", ("HR",)),
        "samverkan/hamnradet-2": ("Hamnradet", ()),
        "organ/skolnamnden": ("Skolnämnden", ("SKN", "Skolnämnd")),
    }
    entities = {
        BASE + key: Entity(iri=BASE + key, types=("sam:Forum",), label=label, aliases=aliases)
        for key, (label, aliases) in names.items()
    }
    claim = Assertion(
        subject=BASE + "samverkan/hamnradet",
        predicate="sam:ledBy",
        object=BASE + "organ/skolnamnden",
        origin="test",
        modality="samc:mod-proposed",
        confidence=0.9,
        evidence=(PASSAGE,),
    )
    return Knowledge(
        municipality="Provby kommun",
        base="https://w3id.org/samverkan/id/",
        entities=entities,
        assertions=(claim,),
        sources=(Source(name="p.pdf", sha256="0", document="p1", title="Protokoll", pages=3),),
        labels={"sam:ledBy": "leds av", "samc:mod-proposed": "föreslaget", "sam:Forum": "Forum"},
    )


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Hamnrådet", "Hamnrådet"),
        ("HAMNRÅDET", "Hamnrådet"),
        ("  hamnrådet ", "Hamnrådet"),
        ("hr", "Hamnrådet"),
        ("Hamnradet", "Hamnradet"),  # å is another letter than a
        ("skn", "Skolnämnden"),
        ("Hamnra\u030adet", "Hamnrådet"),  # å as two code points
        (BASE + "organ/skolnamnden", "Skolnämnden"),
    ],
)
def test_a_thing_is_found_by_what_it_is_called(name: str, label: str):
    assert [entity.label for entity in find(knowledge(), name)] == [label]


@pytest.mark.parametrize(
    ("name", "words"),
    [("Skolnämden", "Menade du Skolnämnden"), ("hamn", "Hamnrådet"), ("qqq", "karta.html")],
)
def test_a_near_miss_is_suggested(name: str, words: str):
    with pytest.raises(UsageError, match=words):
        find(knowledge(), name)


def test_a_card_shows_both_directions_with_their_quotes():
    entity = knowledge().entities[BASE + "organ/skolnamnden"]
    text = "\n".join(card_lines(card(knowledge(), entity)))
    assert "Skolnämnden  (Forum)" in text
    assert "Kallas också: SKN, Skolnämnd" in text
    assert "Hamnrådet — leds av — Skolnämnden  [föreslaget]" in text
    assert "”Rådet leds av nämnden.”" in text
    assert "— Protokoll, sida 2" in text
    assert text.endswith("1 uppgift med 1 citat.")


def test_each_quote_has_the_voice_of_its_own_document():
    claim = knowledge().assertions[0]
    other = replace(claim, voice=BASE + "organ/skolnamnden", evidence=(replace(PASSAGE, document="p2"),))
    again = replace(other, confidence=0.5, evidence=(replace(PASSAGE, document="p3"),))
    both = replace(knowledge(), assertions=(claim, other, again))
    told = card(both, both.entities[claim.subject])["uppgifter"]
    assert [(f["enligt"], [e["handling"] for e in f["belägg"]]) for f in told] == [
        ("", ["Protokoll"]),
        ("Skolnämnden", ["p2", "p3"]),
    ]


@pytest.mark.parametrize("name", ["ansvar/drift", "organ/skolnamnden"])
def test_who_is_expressly_not_responsible_is_not_shown_as_responsible(name: str):
    duty = Entity(iri=BASE + "ansvar/drift", types=("sam:Responsibility",), label="Drift")
    holder = replace(
        knowledge().assertions[0],
        subject=duty.iri,
        predicate="sam:responsible",
        modality="samc:mod-stated",
    )
    kind = replace(holder, predicate="dcterms:type", object="samc:resp-exclusion")
    entities = {**knowledge().entities, duty.iri: duty}
    graph = replace(knowledge(), entities=entities, assertions=(holder, kind))
    lines = list(card_lines(card(graph, entities[BASE + name])))
    assert "  Skolnämnden — har uttryckligen inte ansvar för — Drift" in lines
    assert not [line for line in lines if "nekas" in line]


def test_findings_are_counted_by_level():
    findings = [
        Finding(kind="k", level="warning", who=BASE + "organ/skolnamnden", what="Saknar datum.", origin="r1"),
        Finding(kind="k", level="violation", who="", what="Fel form.", origin="r2"),
    ]
    lines = list(finding_lines(findings))
    assert lines[0] == "VARNING  Saknar datum."
    assert lines[-1] == "Prövat: 1 fel, 1 varning, 0 upplysningar."


def test_what_to_do_stands_once_below_the_findings_of_a_kind():
    findings = [
        Finding(kind="k", level="warning", who="", what=what, origin="r", remedy="Ange datum.")
        for what in ("A saknar datum.", "B saknar datum.")
    ]
    lines = list(finding_lines(findings))
    assert lines[:3] == ["VARNING  A saknar datum.", "VARNING  B saknar datum.", "  Åtgärd: Ange datum."]


def test_a_pair_to_decide_has_its_quotes_and_lines_that_can_be_used():
    first, second = (
        Name(f"samverkan/{key}", f"{BASE}samverkan/{key}", label)
        for key, label in (("hamnradet", "Hamnrådet"), ("hamnradet-2", "Hamnradet"))
    )
    pair = Undecided((first, second), "skiljer sig på en bokstav", 0.4)
    (found,) = questions(knowledge(), [pair])
    assert [name["namn"] for name in found["namn"]] == ["Hamnrådet", "Hamnradet"]
    assert [one["citat"] for one in found["namn"][0]["belägg"]] == [PASSAGE.quote]
    assert found["namn"][1]["belägg"] == []
    lines = list(question_lines([found]))
    assert "    ”Rådet leds av nämnden.”" in lines
    assert lines[-1] == "1 par att avgöra."
    written = [line.strip() for line in lines if line.startswith("  {")]
    decisions = [parse_decisions([line]) for line in written]
    assert [list(one.pairs) for one in decisions] == [[(first.key, second.key)]] * 3
    assert [one.problems for one in decisions] == [()] * 3


def test_what_documents_say_cannot_steer_the_terminal():
    assert (
        legible("brotts\u00adförebyggande \x1b]0;ägd\x07 \u202e")
        == r"brottsförebyggande \u001b]0;ägd\u0007 \u202e"
    )


def test_many_quotes_are_counted():
    claim = knowledge().assertions[0]
    many = replace(claim, evidence=tuple(replace(PASSAGE, start=n) for n in range(5)))
    crowded = replace(knowledge(), assertions=(many,))
    lines = list(card_lines(card(crowded, crowded.entities[claim.subject])))
    assert "    … och 2 citat till (--json visar alla)" in lines
    assert lines[-1] == "1 uppgift med 5 citat."


def test_sources_tell_read_from_unread():
    listed = [
        replace(knowledge().sources[0], media="application/pdf"),
        Source(name="x.pdf", sha256="", reason="Krypterad."),
    ]
    lines = list(source_lines(listed))
    assert lines[0] == "läst   p.pdf: Protokoll (PDF, 3 sidor)"
    assert lines[1] == "OLÄST  x.pdf: Krypterad."
    assert lines[-1] == "1 läst, 1 oläst."


def test_a_card_is_ready_for_programs():
    entity = knowledge().entities[BASE + "samverkan/hamnradet"]
    assert json.loads(json.dumps(card(knowledge(), entity)))["uppgifter"][0]["belägg"][0]["sida"] == 2
