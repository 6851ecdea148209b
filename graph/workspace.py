"""A workspace: the folder that holds one municipality's documents, settings, store and exports.

    samverkan.toml                       settings, commented
    data/documents, data/registers       what is read
    data/lookups                         the municipality's own terms (*.ttl) and names (*.csv)
    data/questions                       the municipality's own questions (*.rq)
    data/rules                           the municipality's own rules about gaps (*.rq)
    data/decisions.jsonl                 what people have decided; append-only
    data/work/                           remade at will: texts, documents, readings, store
    exports/                             output only

Everything is written to a temporary name first, so that a broken run leaves no half file under a
final name.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from graph.errors import BusyError, StopRun, UsageError

BASE = "https://w3id.org/samverkan/id/"
INTERNAL, PUBLIC = "intern", "publik"
PROFILES = (INTERNAL, PUBLIC)
SETTINGS_NAME = "samverkan.toml"
LARGEST_SETTINGS = 64_000  # bytes: a settings file is written by hand

WHY = {
    errno.EACCES: "behörighet saknas",
    errno.EPERM: "behörighet saknas",
    errno.ENOENT: "den finns inte",
    errno.ELOOP: "länken går runt i en cirkel",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "diskkvoten är slut",
    errno.EROFS: "disken är skrivskyddad",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.ENOTDIR: "en del av sökvägen är ingen mapp",
    errno.EISDIR: "det är en mapp",
    errno.EEXIST: "något annat har redan namnet",
}

TEMPLATE = """\
# Inställningar för Samverkanskartan. Rader som börjar med # är kommentarer.

# Kommunens namn. Utan raden gissas kommunen ur dokumenten, och gissningen skrivs ut.
# kommun = "Exempelkommun"

# Början på alla identifierare i grafen. Slutar med /id/. Ändra inte sedan du delat en graf.
# bas = "https://w3id.org/samverkan/id/"

# Vem filerna i exports/ är till för: "intern" är den egna organisationen, i "publik" är namn på personer
# och annat som rör enskilda maskerat. Läs ändå igenom filerna innan de läggs ut.
# profil = "intern"

# Vem som har läst de publika filerna innan de läggs ut; namnet står i varje fil.
# granskad_av = "Förnamn Efternamn"

# Vem som ger ut filerna, och på vilka villkor (en adress); det står i dcat.ttl.
# utgivare = "Exempelkommun"
# licens = "https://creativecommons.org/publicdomain/zero/1.0/"

# Webbplatser vars sidor får ställa SPARQL-frågor till samverkan serve från en webbläsare. Ingen, om raden
# saknas.
# sparql_fran = ["https://karta.exempel.se"]

# Ett register vars kolumner heter något eget: vårt fält = rubriken i filen.
# [register."skolor.csv"]
# namn = "Skolenhetens namn"
# huvudman = "Drivs av"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `samverkan.toml` says. `origins` are web sites whose pages may ask queries.

    `columns` is file name -> our field -> header in the file.
    """

    municipality: str = ""
    base: str = BASE
    profile: str = INTERNAL
    reviewer: str = ""
    publisher: str = ""
    licence: str = ""
    origins: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Workspace:
    """The paths below one root. Nothing here touches the disk."""

    def __init__(self, root: Path) -> None:
        data = root / "data"
        self.root = root
        self.settings_file = root / SETTINGS_NAME
        self.documents = data / "documents"
        self.registers = data / "registers"
        self.lookups = data / "lookups"
        self.questions = data / "questions"
        self.rules = data / "rules"
        self.decisions = data / "decisions.jsonl"
        self.work = data / "work"
        self.store = self.work / "store"
        self.exports = root / "exports"

    def text_file(self, document: str) -> Path:
        """Return where the raw text of a document is kept."""
        return self.work / "texts" / f"{document}.txt"

    def document_file(self, document: str, sha256: str) -> Path:
        """Return where the record of one file as it was read is kept."""
        return self.work / "documents" / f"{document}.{sha256[:16]}.json"

    def reading_file(self, document: str, sha256: str) -> Path:
        """Return where the statements found in one file are kept."""
        return self.work / "readings" / f"{document}.{sha256[:16]}.json"


def init_workspace(root: Path) -> Workspace:
    """Make the folders and the commented settings file that are missing; keep what is there."""
    ws = Workspace(root)
    folders = (ws.documents, ws.registers, ws.lookups, ws.questions, ws.rules, ws.exports)
    for folder in (*folders, *(ws.work / name for name in ("texts", "documents", "readings"))):
        make_folder(folder)
    if not ws.settings_file.exists():
        write_atomic(ws.settings_file, TEMPLATE.encode())
    return ws


def open_workspace(root: Path) -> Workspace:
    """Return the workspace at `root`; raise UsageError where none has been built."""
    ws = Workspace(root)
    if not ws.work.is_dir():
        raise UsageError(
            "Här finns inget bygge att läsa.",
            way_out="Kör samverkan build, eller peka ut arbetsmappen med --workspace.",
            file=str(root),
        )
    return ws


def because(error: OSError) -> str:
    """Return in Swedish why the operating system said no."""
    return WHY.get(error.errno or 0, f"systemfel {error.errno}")


def make_folder(folder: Path) -> None:
    """Make a folder and its parents; raise StopRun where that is not allowed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StopRun(
            f"Mappen kan inte skapas ({because(error)}).",
            way_out="Välj en annan arbetsmapp med --workspace.",
            file=str(folder),
        ) from error


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, last through a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomic(path: Path, data: bytes) -> None:
    """Write the whole file under its final name or not at all."""
    temporary = path.with_name(f".{path.name[:80]}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Take away what a killed run left under temporary names."""
    for rest in folder.glob(".*.tmp"):
        if rest.is_dir():
            shutil.rmtree(rest, ignore_errors=True)
        else:
            rest.unlink(missing_ok=True)


@contextmanager
def lock(ws: Workspace) -> Iterator[None]:
    """Hold the workspace for one build; raise BusyError that says who holds it otherwise.

    A record lock belongs to the process alone: a crash frees it, and a forked worker that outlives
    its parent does not keep it.
    """
    with (ws.work / "build.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise BusyError(
                f"Arbetsmappen används av ett annat bygge (process {file.read().strip() or 'okänd'}).",
                way_out="Vänta tills det är klart och kör igen.",
                file=str(ws.root),
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


# --- settings ----------------------------------------------------------------------------------


def load_settings(ws: Workspace) -> Settings:
    """Read `samverkan.toml`; defaults where there is none. Raise UsageError with the line at fault."""
    if not ws.settings_file.exists():
        return Settings()
    text = _settings_text(ws.settings_file)
    try:
        return parse_settings(text)
    except UsageError as error:
        raise UsageError(error.reason, way_out=error.way_out, file=SETTINGS_NAME) from error


def _settings_text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > LARGEST_SETTINGS:
            raise UsageError("Inställningsfilen är orimligt stor.", file=path.name)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("Inställningsfilen är inte UTF-8.", file=path.name) from error
    except OSError as error:
        raise UsageError(f"Inställningsfilen kan inte läsas ({because(error)}).", file=path.name) from error


def parse_settings(text: str) -> Settings:
    """Return the settings in a TOML text; every key and value is checked.

    >>> parse_settings('kommun = "Almhult"').municipality
    'Almhult'
    """
    values = _parse_toml(text)
    known = ("kommun", "bas", "profil", "granskad_av", "utgivare", "licens", "sparql_fran", "register")
    _refuse_unknown(values, known, text)
    profile = _string(values, "profil", INTERNAL, text)
    if profile not in PROFILES:
        raise _wrong("profil", f"ska vara ett av {', '.join(PROFILES)}", text)
    base = _string(values, "bas", BASE, text)
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`?#]+/id/", base):
        raise _wrong("bas", "ska börja med https:// och sluta med /id/", text)
    licence = _string(values, "licens", "", text)
    if licence and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", licence):
        raise _wrong("licens", "ska vara en adress som börjar med https://", text)
    return Settings(
        municipality=_string(values, "kommun", "", text).strip(),
        base=base,
        profile=profile,
        reviewer=_string(values, "granskad_av", "", text).strip(),
        publisher=_string(values, "utgivare", "", text).strip(),
        licence=licence,
        origins=_origins(values, text),
        columns=_columns(values.get("register", {}), text),
    )


def _parse_toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        place = f"rad {found[1]}, kolumn {found[2]}" if found else f"rad {len(text.splitlines())}"
        raise UsageError(
            f"Inställningarna går inte att tolka vid {place}.",
            way_out='En rad skrivs som: kommun = "Namn". En nyckel får stå bara en gång.',
        ) from error
    except RecursionError as error:
        raise UsageError("Inställningarna är för djupt nästlade.") from error


def _refuse_unknown(values: Mapping[str, object], known: tuple[str, ...], text: str) -> None:
    for key in values:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            raise UsageError(
                f"Okänd inställning {key!r} på rad {_line_of(key, text)}.",
                way_out=f"Menade du {near[0]!r}?" if near else f"De som finns: {', '.join(known)}.",
            )


def _line_of(key: str, text: str) -> int:
    """Return the 1-based line where a key or table is first named; 1 when it cannot be told."""
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if pattern.match(line)), 1)


def _origins(values: Mapping[str, object], text: str) -> tuple[str, ...]:
    """Return the web sites that may ask, without a slash last."""
    given = values.get("sparql_fran", [])
    named = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    if named == given and all(re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", one) for one in named):
        return tuple(sorted({one.lower() for one in named}))
    raise _wrong("sparql_fran", 'ska vara webbplatser, som ["https://karta.exempel.se"]', text)


def _string(values: Mapping[str, object], key: str, default: str, text: str) -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise _wrong(key, "ska vara en text inom citattecken", text)
    return value


def _wrong(key: str, why: str, text: str) -> UsageError:
    return UsageError(f"Inställningen {key!r} på rad {_line_of(key, text)} {why}.")


def _columns(value: object, text: str) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        raise _wrong("register", 'ska skrivas som [register."filnamn.csv"]', text)
    for name, columns in value.items():
        if not isinstance(columns, dict) or not all(isinstance(header, str) for header in columns.values()):
            raise _wrong("register", f"för {name!r}: varje fält ska vara en rubrik inom citattecken", text)
    return {name: dict(columns) for name, columns in value.items()}
