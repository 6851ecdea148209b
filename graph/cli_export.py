"""`samverkan export`: the files of the last build once more, for others or to another place."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from graph.cli_app import AsJson, Place, app, say, say_json
from graph.cli_words import Command
from graph.errors import UsageError
from graph.workspace import PUBLIC, Workspace, load_settings, open_workspace


class Profile(StrEnum):
    """Whom the files are for."""

    INTERN = "intern"
    PUBLIK = "publik"


@app.command(
    cls=Command,
    help="Skriver filerna i exports/ på nytt: för en annan krets, i vissa format eller om en sak.",
)
def export(
    profile: Annotated[
        Profile | None,
        typer.Option("--profil", help="Vem filerna är till för.", show_default="den i samverkan.toml"),
    ] = None,
    reviewer: Annotated[
        str,
        typer.Option(
            "--granskad-av",
            metavar="NAMN",
            help="Vem som har läst de publika filerna; står i varje fil.",
            show_default="den i samverkan.toml",
        ),
    ] = "",
    only_map: Annotated[bool, typer.Option("--karta", help="Skriv bara Samverkanskartan.")] = False,
    about: Annotated[
        str,
        typer.Option(
            "--om",
            metavar="NAMN",
            help="Kartan kring en aktör, ett forum eller ett mellanrum.",
            show_default=False,
        ),
    ] = "",
    form: Annotated[
        list[str] | None,
        typer.Option(
            "--format", metavar="FORMAT", help="Bara detta format; kan upprepas.", show_default=False
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--till", metavar="MAPP", help="Var filerna läggs.", show_default="exports, eller exports/publik"
        ),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option(
            "--statisk", metavar="MAPP", help="Skriv utforskaren som en mapp utan server.", show_default=False
        ),
    ] = None,
    workspace: Place = Path(),
    as_json: AsJson = False,
) -> None:
    """Write exports of the last build."""
    from graph import exporting
    from graph.cli_show import find, progress

    ws = open_workspace(workspace)
    formats = _formats(form or [], tuple(exporting.FORMATS), only_map or bool(about), exporting.MAPS)
    wanted = profile.value if profile else load_settings(ws).profile
    if site is not None:
        _site(ws, site, wanted, as_json=as_json)
        return
    with progress() as tell:
        files = exporting.export_some(
            ws,
            profile=wanted,
            reviewer=reviewer.strip(),
            formats=formats,
            folder=to or _folder(ws, wanted),
            about=(lambda known: [entity.iri for entity in find(known, about)]) if about else None,
            tell=tell,
        )
    if as_json:
        say_json({"profil": wanted, "filer": [str(file) for file in files]})
        return
    say(f"{len(files)} {'fil' if len(files) == 1 else 'filer'} skrivna, profil: {wanted}.")
    for file in files:
        say(str(file))
    if wanted == PUBLIC:
        say("Namn och annat som rör enskilda är maskerat av programmet. Läs filerna innan de läggs ut.")
        if not (reviewer.strip() or load_settings(ws).reviewer):
            say(
                "De är märkta som inte granskade."
                " Skriv dem på nytt med --granskad-av NAMN när någon har läst dem."
            )


def _site(ws: Workspace, folder: Path, profile: str, *, as_json: bool) -> None:
    """Write the explorer as a folder that opens without a server."""
    from graph.cli_show import progress
    from graph.serve.static_site import write_site

    with progress() as tell:
        count = write_site(ws, folder, profile=profile, tell=tell)
    start = folder / "index.html"
    if as_json:
        say_json({"profil": profile, "filer": count, "börja": str(start)})
        return
    say(f"{count} filer skrivna, profil: {profile}. Öppna {start} i en webbläsare.")
    if profile == PUBLIC:
        say("Namn och annat som rör enskilda är maskerat av programmet. Läs sidorna innan de läggs ut.")


def _folder(ws: Workspace, profile: str) -> Path:
    """Return where files go: public ones never among internal ones."""
    return ws.exports if profile == load_settings(ws).profile else ws.exports / profile


def _formats(
    asked: list[str], known: tuple[str, ...], only_map: bool, maps: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the formats to write, none for all; UsageError with the nearest for one that is not there."""
    for name in asked:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            raise UsageError(
                f"Formatet {name[:40]!r} finns inte.",
                way_out=f"Menade du {near[0]}?" if near else f"De som finns: {', '.join(known)}.",
            )
    if not only_map:
        return tuple(asked)
    odd = [name for name in asked if name not in maps]
    if odd:
        raise UsageError(
            f"Kartan skrivs inte som {odd[0]}.", way_out=f"Med --karta och --om finns: {', '.join(maps)}."
        )
    return tuple(asked) or maps
