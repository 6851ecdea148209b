"""The whole line through the real command, on small folders."""

from __future__ import annotations

import csv
import json
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import answers
from graph.ids import PREFIXES
from graph.intake import STAGE
from graph.pipeline import build
from graph.workspace import Workspace, init_workspace
from tests.pipeline.invented import Run, command, environment, export_files, graph_files, write_documents

EXPORTS = {
    "graph.trig", "graph.ttl", "graph.nq", "graph.jsonld", "pastaenden.csv", "pastaenden-maskin.csv",
    "pastaenden.xlsx", "karta.html", "rapport.html", "rapport.md", "index.html", "samverkan.graphml",
    "samverkan.gexf", "dcat.ttl", "karta.svg", "karta-a3.pdf", "tidsfrister.ics",
}  # fmt: skip


def test_a_build_writes_every_export_and_says_where_to_look(undisturbed: Path, samverkan: Run):
    assert set(export_files(undisturbed)) == EXPORTS
    lines = samverkan("build", "-w", undisturbed).stdout.splitlines()
    assert lines[-4] == "Kommun: Provby kommun (gissad ur handlingarna; ange annars --kommun)"
    assert lines[-3] == "Handlingar: 4 lästa, 0 olästa"
    assert lines[-1] == f"Börja här: {undisturbed}/exports/index.html"


def test_a_build_for_programs(undisturbed: Path, samverkan: Run):
    report = json.loads(samverkan("build", "-w", undisturbed, "--json").stdout)
    assert report["lästa"] == 4
    assert report["påståenden"] > 10
    assert report["citat"] > 10


def test_every_quote_of_a_build_is_right(undisturbed: Path, samverkan: Run):
    last = samverkan("verify", "-w", undisturbed).stdout.splitlines()[-1]
    right, total = last.split(" citat")[0].split(" av ")
    assert int(right) == int(total) > 10


def make(
    ws: Workspace, *sources: Path, municipality: str = "Provby kommun", workers: int = 1
) -> dict[str, int]:
    """Build in this process and return how much each stage had to do."""
    totals: dict[str, int] = {}

    def tell(stage: str, _done: int, total: int) -> None:
        totals[stage] = total

    build(ws, sources, municipality=municipality, workers=workers, tell=tell)
    return totals


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """Return a workspace with the documents in it, not yet built."""
    workspace = init_workspace(tmp_path / "ws")
    write_documents(workspace.documents)
    return workspace


def test_only_what_changed_is_done_again(ws: Workspace):
    assert make(ws)[STAGE] == 4
    before = {file: file.stat().st_mtime_ns for file in ws.exports.iterdir()}
    assert make(ws) == {STAGE: 0}
    assert {file: file.stat().st_mtime_ns for file in ws.exports.iterdir()} == before
    (ws.documents / "svar.md").write_text(
        "# Svar\n\nProvby kommun har inget att tillägga.\n", encoding="utf-8"
    )
    assert make(ws)[STAGE] == 1


def test_a_renamed_file_is_not_read_again_unless_its_name_is_its_title(ws: Workspace):
    untitled = ws.documents / "utan rubrik.txt"
    untitled.write_text("och så vidare " * 20 + "i Provby kommun.\n", encoding="utf-8")  # no line is a title
    assert make(ws)[STAGE] == 5
    for file in list(ws.documents.iterdir()):
        file.rename(file.with_name(f"ny {file.name}"))
    assert make(ws)[STAGE] == 1
    assert all(source.name.startswith("ny ") for source in answers.sources(ws))
    assert make(ws)[STAGE] == 0


def test_a_changed_text_is_found_and_read_again(ws: Workspace, samverkan: Run):
    make(ws)
    for text in (ws.work / "texts").iterdir():
        text.write_bytes(text.read_bytes() + b" ")
    assert "kontrollsumman" in samverkan("verify", "-w", ws.root, code=1).stdout
    assert make(ws)[STAGE] == 4
    samverkan("verify", "-w", ws.root)


def test_exports_that_were_touched_are_written_again(ws: Workspace):
    make(ws)
    before = export_files(ws.root)
    (ws.exports / "karta.html").unlink()
    (ws.exports / "rapport.md").write_text("ändrad", encoding="utf-8")
    assert make(ws)[STAGE] == 0
    assert export_files(ws.root) == before


def test_order_names_and_workers_leave_the_graph_alone(undisturbed: Path, tmp_path: Path):
    names = {"protokoll.txt": "z.txt", "svar.md": "a.md", "hamnradet.html": "m.html"}
    folder = write_documents(tmp_path / "omdöpta", names=names)
    ws = init_workspace(tmp_path / "ws")
    make(ws, *sorted(folder.iterdir(), reverse=True))
    assert graph_files(ws.root) == graph_files(undisturbed)


def test_a_withdrawn_document_takes_exactly_its_own_facts(undisturbed: Path, ws: Workspace):
    extra = ws.documents / "extra.txt"
    extra.write_text(
        "Provby kommun\nFritidsnämnden 2031-05-05\n\nFritidsnämnden deltar i Bryggforum.\n"
        "Utbildningsnämnden deltar i Hamnrådet tillsammans med socialnämnden.\n",
        encoding="utf-8",
    )
    make(ws)
    assert b"Bryggforum" in graph_files(ws.root)["graph.nq"]
    extra.unlink()
    make(ws)
    assert export_files(ws.root) == export_files(undisturbed)
    assert not [file for file in ws.work.rglob("*") if file.is_file() and b"Bryggforum" in file.read_bytes()]


def test_when_every_document_is_withdrawn_nothing_is_left(ws: Workspace, samverkan: Run):
    make(ws)
    for file in ws.documents.iterdir():
        file.unlink()
    assert "Handlingar: 0 lästa, 0 olästa" in samverkan("build", "-w", ws.root).stdout
    assert b"Hamnr" not in graph_files(ws.root)["graph.nq"]
    assert not list((ws.work / "texts").iterdir())


def test_good_files_go_on_among_broken_ones(undisturbed: Path, ws: Workspace, samverkan: Run):
    (ws.documents / "tom.txt").write_bytes(b"")
    (ws.documents / "bild.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (ws.documents / "trasig.pdf").write_bytes(b"%PDF-1.7\nstartxref\n999999\n%%EOF")
    (ws.documents / "trasig.docx").write_bytes(b"PK\x03\x04" + b"\0" * 60)
    os.mkfifo(ws.documents / "rör.txt")
    done = samverkan("build", "-w", ws.root)
    unread = {line.split("  ")[1].partition(":")[0] for line in done.stdout.splitlines() if "OLÄST" in line}
    assert unread == {"tom.txt", "bild.txt", "trasig.pdf", "trasig.docx", "rör.txt"}
    assert graph_files(ws.root) == graph_files(undisturbed)
    assert samverkan("sources", "-w", ws.root).stdout.splitlines()[-1] == "4 lästa, 5 olästa."


def test_one_content_under_two_names_is_one_document(undisturbed: Path, ws: Workspace, samverkan: Run):
    (ws.documents / "kopia av svar.md").write_bytes((ws.documents / "svar.md").read_bytes())
    make(ws)
    listed = samverkan("sources", "-w", ws.root).stdout
    assert "Samma innehåll finns också som svar.md." in listed
    assert "4 lästa" in listed
    assert graph_files(ws.root) == graph_files(undisturbed)


def test_no_personal_number_survives_in_any_file(tmp_path: Path, samverkan: Run):
    folder = tmp_path / "källa"
    folder.mkdir()
    (folder / "beslut 811228-9874.txt").write_text(
        "Provby kommun\nUtbildningsnämnden 2031-01-01\n\nVårdnadshavare 811228-9874 har hört av sig.\n",
        encoding="utf-8",
    )
    (folder / "811228-9874.bin").write_bytes(b"\0\1\2")
    done = samverkan("build", folder, "-w", tmp_path / "ws")
    assert "9874" not in done.stdout + done.stderr + samverkan("sources", "-w", tmp_path / "ws").stdout
    files = [file for file in (tmp_path / "ws").rglob("*") if file.is_file()]
    assert not [file for file in files if b"811228-9874" in file.read_bytes()]


def test_names_that_hide_are_shown_escaped(ws: Workspace, samverkan: Run):
    (ws.documents / "svar.md").rename(ws.documents / os.fsdecode(b"-sv\xe5r\n\xe2\x80\xaedm.md"))
    make(ws)
    assert r"-sv\xe5r\u000a\u202edm.md" in samverkan("sources", "-w", ws.root).stdout


def test_sources_are_remembered_until_the_workspace_has_its_own(documents: Path, tmp_path: Path):
    ws = init_workspace(tmp_path / "ws")
    assert make(ws, documents)[STAGE] == 4
    assert make(ws)[STAGE] == 0
    (ws.documents / "eget.txt").write_text("Provby kommun har ett eget dokument.", encoding="utf-8")
    assert [source.name for source in build(ws, workers=1).sources] == ["eget.txt"]


@pytest.mark.parametrize(
    ("kommun", "code", "words"),
    [("Storhamn", 0, "Kommun: Storhamns kommun"), ("!!!", 2, "namn"), ("  ", 0, "gissad")],
)
def test_the_municipality_that_is_given_counts(
    ws: Workspace, samverkan: Run, kommun: str, code: int, words: str
):
    done = samverkan("build", "-w", ws.root, "--kommun", kommun, code=code)
    assert words in done.stdout + done.stderr


def test_the_settings_name_the_municipality_and_the_base(ws: Workspace):
    ws.settings_file.write_text('kommun = "Storhamn"\nbas = "https://exempel.se/id/"\n', encoding="utf-8")
    make(ws, municipality="")
    assert b"<https://exempel.se/id/storhamn/samverkan/hamnradet>" in graph_files(ws.root)["graph.nq"]


def test_a_folder_without_a_municipality_asks_for_one(tmp_path: Path, samverkan: Run):
    (tmp_path / "a.txt").write_text("Nämnden har ett möte.", encoding="utf-8")
    done = samverkan("build", tmp_path / "a.txt", "-w", tmp_path / "ws", code=2)
    assert "--kommun" in done.stderr


def test_a_batch_of_which_nothing_can_be_read_is_an_error(tmp_path: Path, samverkan: Run):
    (tmp_path / "tom.pdf").write_bytes(b"")
    done = samverkan("build", tmp_path / "tom.pdf", "-w", tmp_path / "ws", code=3)
    assert "Ingen av 1 filer kunde läsas" in done.stderr
    assert "tom.pdf" in done.stderr


# --- people's decisions --------------------------------------------------------------------------

DEADLINE, PARTICIPANT = "senast", "har deltagare"
TASK = "Redovisa samverkan med polisen till kommunstyrelsen"
DEADLINES = "SELECT ?a WHERE { GRAPH ?g { ?a rdf:predicate sam:deadline } }"


def deadlines(ws: Workspace) -> list[str]:
    """Return the IRIs of the assertions of a deadline."""
    answer = json.loads(answers.query(ws, DEADLINES, "json"))
    return [row["a"]["value"] for row in answer["results"]["bindings"]]


def decide(ws: Workspace, *decisions: dict[str, object]) -> tuple[str, ...]:
    """Build with these decisions, and return the remarks of the build."""
    ws.decisions.write_text("".join(json.dumps(d) + "\n" for d in decisions), encoding="utf-8")
    return build(ws, municipality="Provby kommun", workers=1).remarks


def claims(ws: Workspace, relation: str) -> list[dict[str, str]]:
    """Return the rows of the table of assertions with a relation."""
    with (ws.exports / "pastaenden.csv").open(encoding="utf-8-sig", newline="") as table:
        return [row for row in csv.DictReader(table, delimiter=";") if row["Relation"] == relation]


def shown(ws: Workspace, samverkan: Run) -> str:
    """Return the report and the card of the assignment, without their quotes."""
    card = samverkan("show", TASK, "-w", ws.root).stdout
    lines = ((ws.exports / "rapport.md").read_text(encoding="utf-8") + card).splitlines()
    return "\n".join(line for line in lines if "”" not in line)


def test_a_rejected_statement_is_nowhere_and_returns_when_the_decision_goes(ws: Workspace, samverkan: Run):
    report = build(ws, municipality="Provby kommun", workers=1)
    before = graph_files(ws.root)
    (told,) = claims(ws, DEADLINE)
    assert "1 maj 2031" in shown(ws, samverkan)
    assert decide(ws, *({"beslut": "avvisad", "pastaende": name} for name in deadlines(ws))) == ()
    assert "nej" in answers.query(ws, "ASK { ?x sam:deadline ?d }", "tabell")
    assert claims(ws, DEADLINE) == []
    assert "1 maj 2031" not in shown(ws, samverkan)
    assert "2031-05-01" not in shown(ws, samverkan)
    after = build(ws, municipality="Provby kommun", workers=1)
    assert after.statements == report.statements - 1
    assert answers.verify(ws).findings == ()
    ws.decisions.unlink()
    assert make(ws)[STAGE] == 0
    assert graph_files(ws.root) == before
    assert claims(ws, DEADLINE) == [told]


def test_names_left_to_people_are_asked_about_until_they_decide(tmp_path: Path, samverkan: Run):
    documents, folder = tmp_path / "handlingar", tmp_path / "ws"
    documents.mkdir()
    for name in ("Björken", "Björnen"):
        text = f"Provby kommun\n\nSkolnämnden\n\nI Samverkansgruppen {name} ingår skolförvaltningen.\n"
        (documents / f"{name}.txt").write_text(text, encoding="utf-8")
    said = samverkan("build", documents, "-w", folder, "--kommun", "Provby kommun").stdout
    assert "Namn att avgöra: 1 par (samverkan review)" in said
    (asked,) = json.loads(samverkan("review", "-w", folder, "--json").stdout)
    assert [name["namn"] for name in asked["namn"]] == [
        "Samverkansgruppen Björken",
        "Samverkansgruppen Björnen",
    ]
    assert all(name["belägg"] for name in asked["namn"])
    (folder / "data" / "decisions.jsonl").write_text(json.dumps(asked["beslut"][0]) + "\n", encoding="utf-8")
    assert "att avgöra" not in samverkan("build", "-w", folder).stdout
    assert "0 par att avgöra." in samverkan("review", "-w", folder).stdout


def test_a_corrected_statement_has_its_new_value_and_its_quote(ws: Workspace, samverkan: Run):
    make(ws)
    (told,) = claims(ws, DEADLINE)
    assert not decide(ws, {"beslut": "rattad", "pastaende": deadlines(ws)[0], "till": "2031-06-30"})
    found = answers.query(ws, "SELECT ?d WHERE { ?x sam:deadline ?d }", "csv")
    assert "2031-06-30" in found
    assert "2031-05-01" not in found
    assert "30 juni 2031" in shown(ws, samverkan)
    (row,) = claims(ws, DEADLINE)
    assert row["Citat"] == told["Citat"]
    assert row["Vad"] != told["Vad"]
    assert "1 maj 2031" not in shown(ws, samverkan)
    assert "2031-05-01" not in shown(ws, samverkan)
    assert answers.verify(ws).findings == ()


def test_a_rejection_outlives_the_merging_of_its_names(ws: Workspace):
    (ws.documents / "brygga.txt").write_text(
        "Provby kommun\n\nFritidsnämnden deltar i Bryggforum.\n",
        encoding="utf-8",
    )
    make(ws)
    row = next(row for row in claims(ws, PARTICIPANT) if row["Vad"] == "Fritidsnämnden")
    rejected = {"beslut": "avvisad", "pastaende": row["Påstående-id"]}
    merged = {"beslut": "samma", "a": row["Vem-id"], "b": "samverkan/hamnradet"}
    assert decide(ws, merged) == ()
    ids = {row["Påstående-id"] for row in claims(ws, PARTICIPANT) if row["Vad"] == "Fritidsnämnden"}
    assert ids
    assert row["Påstående-id"] not in ids
    assert decide(ws, rejected, merged) == ()
    assert "Fritidsnämnden" not in {row["Vad"] for row in claims(ws, PARTICIPANT)}


@pytest.mark.parametrize("form", ["{}", "<key>"])
def test_a_statement_is_named_by_the_columns_of_the_table(ws: Workspace, form: str):
    make(ws)
    row = next(row for row in claims(ws, PARTICIPANT) if row["Vad"] == "Socialnämnden")
    names = [row["Vem-id"], row["Vad-id"]]
    if form == "<key>":
        names = ["/".join(name.split("/")[-2:]) for name in names]
    relation = PREFIXES["sam"] + "hasParticipant" if form == "{}" else "sam:hasParticipant"
    assert decide(ws, {"beslut": "avvisad", "pastaende": [names[0], relation, names[1]]}) == ()
    assert "Socialnämnden" not in {row["Vad"] for row in claims(ws, PARTICIPANT)}


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "samc:finns-inte", "organ/finns-inte", "https://a.se/"]
)
def test_only_what_the_graph_knows_is_put_in_place_of_a_node(ws: Workspace, value: str):
    make(ws)
    before = graph_files(ws.root)
    name = claims(ws, PARTICIPANT)[0]["Påstående-id"]
    (remark,) = decide(ws, {"beslut": "rattad", "pastaende": name, "till": value})
    assert f"rad 1: ”{value}” går inte att sätta in" in remark
    assert graph_files(ws.root) == before


def test_a_node_is_corrected_to_another_by_its_address(ws: Workspace):
    make(ws)
    rows = {row["Vad"]: row for row in claims(ws, PARTICIPANT)}
    name = rows["Socialnämnden"]["Påstående-id"]
    other = rows["Utbildningsnämnden"]["Vad-id"].replace("utbildningsnamnden", "kommunstyrelsen")
    assert decide(ws, {"beslut": "rattad", "pastaende": name, "till": other}) == ()
    assert "Kommunstyrelsen" in {row["Vad"] for row in claims(ws, PARTICIPANT)}


@pytest.mark.parametrize("value", ["den 30 juni", "2031-02-30", "20310630"])
def test_a_date_is_corrected_to_a_date_only(ws: Workspace, value: str):
    make(ws)
    (remark,) = decide(ws, {"beslut": "rattad", "pastaende": deadlines(ws)[0], "till": value})
    assert value in remark
    assert claims(ws, DEADLINE)


def test_a_decision_that_meets_nothing_is_said_without_personal_numbers(ws: Workspace):
    remarks = decide(
        ws,
        {"beslut": "avvisad", "pastaende": "0" * 16},
        {"beslut": "rattad", "pastaende": ["organ/x", "sam:deadline", "2031-01-01"], "till": "2031-01-02"},
        {"beslut": "samma", "a": "811228-9874", "b": "Hamnrådet"},
        {"beslut": "rattad", "a": "samverkan/hamnradet", "till": "Råd 811228-9874"},
        {"beslut": "811228-9874"},
    )
    assert sorted(remark.split(":")[0].rpartition(" ")[2] for remark in remarks) == ["1", "2", "3", "5"]
    assert "9874" not in "".join(remarks)
    assert not [file for file in ws.work.rglob("*") if file.is_file() and b"811228-9874" in file.read_bytes()]


def test_a_decision_that_cannot_be_followed_is_said(ws: Workspace, samverkan: Run):
    ws.decisions.write_text('{"beslut": "kanske"}\n', encoding="utf-8")
    assert "decisions.jsonl, rad 1" in samverkan("build", "-w", ws.root).stdout


# --- faults --------------------------------------------------------------------------------------


def reading_begun(ws: Workspace) -> bool:
    manifest = ws.work / "manifest.jsonl"
    return manifest.exists() and manifest.stat().st_size > 0


def store_begun(ws: Workspace) -> bool:
    return any((ws.store / "shards").glob("*.nq"))


def exports_begun(ws: Workspace) -> bool:
    return any(ws.exports.glob(".*.tmp"))


@pytest.mark.parametrize("moment", [reading_begun, store_begun, exports_begun])
def test_a_killed_build_ends_the_same_when_it_is_taken_up_again(
    moment: Callable[[Workspace], bool], undisturbed: Path, ws: Workspace
):
    with subprocess.Popen(
        command("build", "-w", ws.root, "--workers", "1"), env=environment(), stdout=subprocess.DEVNULL
    ) as process:
        until = time.monotonic() + 30
        while not moment(ws) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    make(ws)
    assert export_files(ws.root) == export_files(undisturbed)
    assert not list(ws.root.rglob("*.tmp"))
    assert answers.verify(ws).findings == ()


def test_a_build_that_is_interrupted_says_how_to_go_on(ws: Workspace):
    # A suite that runs in the background has SIGINT ignored, and its children would inherit that.
    with subprocess.Popen(
        command("build", "-w", ws.root), env=environment(), stderr=subprocess.PIPE, encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        while not reading_begun(ws) and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "samma kommando" in complaint
    assert "Traceback" not in complaint


def test_a_second_build_says_who_holds_the_workspace(ws: Workspace, samverkan: Run):
    hold = "import sys; from graph.workspace import *; from pathlib import Path\n" \
        "with lock(Workspace(Path(sys.argv[1]))): print(1, flush=True); sys.stdin.read()"  # fmt: skip
    with subprocess.Popen(
        [command()[0], "-c", hold, str(ws.root)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        done = samverkan("build", "-w", ws.root, code=3)
        assert f"process {holder.pid}" in done.stderr
        holder.kill()
    make(ws)


def test_a_disk_that_is_full_leaves_the_last_result(ws: Workspace):
    make(ws)
    before = export_files(ws.root)
    (ws.documents / "svar.md").write_text(
        "# Svar\n\nProvby kommun har inget att tillägga.\n", encoding="utf-8"
    )

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))

    done = subprocess.run(
        command("build", "-w", ws.root), env=environment(), capture_output=True, encoding="utf-8",
        preexec_fn=small_files_only, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert export_files(ws.root) == before
    assert not list(ws.exports.glob(".*"))
