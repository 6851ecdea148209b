"""The house rules that a test can see: who imports whom, how long a module is, what is not there."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "graph"
MODULES = sorted(PACKAGE.rglob("*.py"))

# top to bottom; the names on one line are neighbours and do not import one another
FLOORS = (
    ("__main__",),
    ("cli",),
    ("serve",),
    ("pipeline",),
    ("read", "extract", "resolve", "store", "analyse", "export"),
    ("records", "sandbox", "sources", "manifest", "fingerprints"),
    ("workspace", "gazetteer"),
    ("swedish", "vocabulary", "likeness"),
    ("resources", "ordering", "ntriples", "heads"),
    ("ids",),
    ("analysis",),
    ("model",),
    ("errors",),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
# several files of one thing, where they do not share a folder
SAME = {module.stem: "cli" for module in PACKAGE.glob("cli_*.py")} | dict.fromkeys(
    (
        "analysing",
        "answers",
        "curation",
        "exporting",
        "intake",
        "publishing",
        "questioning",
        "reporting",
        "state",
    ),
    "pipeline",
)

# library -> the modules that may import it (a folder when it ends in /)
ONLY_IN = {
    "typer": ("cli",),
    "rich": ("cli",),
    "pyvis": ("export/pages.py",),
    "starlette": ("serve/",),
    "uvicorn": ("serve/",),
    "rustworkx": ("analyse/", "export/"),
    "networkx": ("analyse/", "export/"),
    "scipy": ("analyse/",),
    "typst": ("export/",),
    "docx": ("export/",),
    "pyoxigraph": ("vocabulary.py", "store/", "analyse/network.py", "export/rdf.py"),
    "rdflib": ("vocabulary.py", "store/", "analyse/network.py", "export/rdf.py"),
    "oxrdflib": ("vocabulary.py", "store/", "analyse/network.py", "export/rdf.py"),
    "pyshacl": ("store/",),
}
PLAIN = ("model.py", "ids.py", "errors.py", "swedish.py")
NAMELESS = {"utils", "util", "helpers", "common", "core", "misc"}


def relative(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def imports(module: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports, `from graph import ids` as graph.ids."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(module)}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(name: str) -> str:
    """Return the floor's name for `graph/read/pdf.py` or `graph.read.pdf`."""
    parts = name.removesuffix(".py").replace("/", ".").removeprefix("graph.").split(".")
    return SAME.get(parts[0], parts[0])


def test_every_module_has_a_floor():
    rooms = {room(relative(module)) for module in MODULES} - {"__init__"}
    assert rooms <= set(FLOOR_OF), f"no floor for {sorted(rooms - set(FLOOR_OF))}"


def test_imports_never_climb():
    climbs = []
    for module in MODULES:
        own = room(relative(module))
        if own == "__init__":
            continue
        ours = {name for name in imports(module) if name.startswith("graph.") and name != "graph.__version__"}
        for name in sorted(ours):
            if room(name) != own and FLOOR_OF[room(name)] <= FLOOR_OF[own]:
                climbs.append(f"{relative(module)} imports {name}")
    assert not climbs, "\n".join(climbs)


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_may(library):
    users = {
        relative(module) for module in MODULES for name in imports(module) if name.split(".")[0] == library
    }
    strangers = {user for user in users if not any(user.startswith(place) for place in ONLY_IN[library])}
    assert not strangers


@pytest.mark.parametrize("name", PLAIN)
def test_the_ground_floor_knows_no_library(name):
    tops = {top.split(".")[0] for top in imports(PACKAGE / name)}
    assert tops <= {"graph"} | sys.stdlib_module_names


def test_no_module_is_longer_than_400_lines():
    lengths = {relative(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert not {name: length for name, length in lengths.items() if length >= 400}


def test_no_module_has_a_name_that_says_nothing():
    names = {part for module in MODULES for part in module.relative_to(PACKAGE).with_suffix("").parts}
    assert not names & NAMELESS


def test_nothing_is_unpickled_or_evaluated():
    pattern = re.compile(
        r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill)\b|\b(?:eval|exec)\(", re.MULTILINE
    )
    assert not [relative(m) for m in MODULES if pattern.search(m.read_text(encoding="utf-8"))]


def test_no_clock_or_chance_reaches_an_artefact():
    chance = {"uuid", "random", "secrets", "datetime.datetime.now"}
    found = {
        relative(m) for m in MODULES for name in imports(m) if name in chance or name.split(".")[0] in chance
    }
    assert not found
    clock = re.compile(r"\b(?:datetime|date)\.(?:now|today|utcnow)\(|\btime\.time\(")
    assert not [relative(m) for m in MODULES if clock.search(m.read_text(encoding="utf-8"))]


def test_nothing_is_printed_outside_the_command_line():
    def prints(module: Path) -> bool:
        calls = (
            node
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        )
        return any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)

    assert not [relative(module) for module in MODULES if prints(module)]


def test_no_address_of_a_registry_stands_in_the_project():
    pattern = re.compile(r"pypi\.org|pythonhosted|index-url|registry\.npmjs|deb\.debian", re.IGNORECASE)
    files = [ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "constraints.txt", ROOT / "README.md",
             ROOT / "pyproject.toml", *(ROOT / "docs").rglob("*.md")]  # fmt: skip
    assert not [file.name for file in files if pattern.search(file.read_text(encoding="utf-8"))]


def test_every_constraint_is_a_name_and_a_version():
    lines = (ROOT / "constraints.txt").read_text(encoding="ascii").splitlines()
    assert lines == sorted(lines, key=str.casefold)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.+!]*", line) for line in lines)
