"""What is shown, in words: the line under the picture, and the sentence that a file carries."""

from __future__ import annotations

from graph.export.wording import counted, listed, number
from graph.serve.map.choice import STATUSES, VIEWS, Choice
from graph.serve.map.net import ALL_KINDS, Net
from graph.serve.map.scene import Scene


def status(scene: Scene) -> str:
    """Return the line under the picture."""
    shown = scene.shown
    parts = []
    if shown.chosen:
        kind = shown.chosen.kind.one
        relations = counted(shown.chosen.weight, "relation", "relationer")
        parts.append(f"{kind[:1].upper()}{kind[1:]}: {shown.chosen.label} – {relations}.")
    parts.append(f"Visar {number(len(shown.things))} av {number(shown.known)} noder.")
    if scene.nameless:
        parts.append(f"{counted(scene.nameless, 'namn', 'namn')} dolda av platsskäl – zooma eller peka.")
    return " ".join(parts)


def about(net: Net, choice: Choice, scene: Scene) -> str:
    """Return what was chosen as sentences, for a file that is read without the page."""
    shown = scene.shown
    parts = [f"{VIEWS[choice.view]} med {number(len(shown.things))} av {number(shown.known)} noder"]
    if shown.chosen:
        parts.append(f"kring {shown.chosen.label}" if shown.rings else f"med {shown.chosen.label} vald")
    sentences = [" ".join(parts) + "."]
    if choice.kinds is not None:
        names = [kind.many for kind in ALL_KINDS if kind.key in choice.kinds]
        sentences.append(f"Visar bara {listed(names)}." if names else "Inga typer är valda.")
    if choice.relations is not None:
        names = sorted(net.names[key] for key in choice.relations if key in net.names)
        sentences.append(f"Relationer: {listed(names)}." if names else "Inga relationer är valda.")
    if choice.status:
        sentences.append(f"{STATUSES[choice.status]}.")
    if len(shown.things) < shown.fitting and not shown.rings:
        sentences.append("Visar de noder som har flest relationer.")
    return " ".join(sentences)
