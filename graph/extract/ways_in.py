"""Ways in: where somebody outside can turn, who owns that way, for whom and in what matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extract.contacts import MAILBOX, contact_point, is_personal_mailbox
from graph.extract.documents import topics
from graph.extract.facts import Fact, Teller, nodes, statement
from graph.extract.frames import cue, frame, frames
from graph.extract.scene import Scene, Sentence
from graph.ids import slug
from graph.model import Literal, Node

_NAMED = frames("ways_in.named")
_WAY = frames("ways_in.way")
_NO_WAY = cue("ways_in.no_way")
_TURN = cue("ways_in.turn")
_TURNED_TO = cue("ways_in.turned_to")
_PHONE = frame("ways_in.phone")
_ASKS = cue("ways_in.asks")
_QUIET = frozenset({"decision", "proposal", "head", "consultation", "reservation"})


def read_ways_in(scene: Scene) -> Iterator[Fact]:
    """Yield the ways in that exist according to the document; a missing one is a gap, read as a claim."""
    before: Sentence | None = None
    for sentence in scene.sentences:
        if sentence.kind not in _QUIET and not _NO_WAY.search(sentence.text):
            yield from (
                _by_name(scene, sentence)
                or _by_address(scene, sentence, before)
                or _by_phone(scene, sentence, before)
                or _by_way(scene, sentence)
            )
        before = sentence


def _by_name(scene: Scene, sentence: Sentence) -> list[Fact]:
    """Return what is said of a way in with a name of its own, such as a pilot or a reception."""
    for pattern in _NAMED:
        hit = pattern.search(sentence.form)
        address = _address(sentence)
        # Without more than a name and an address it may be anybody who is reached there.
        if hit is None or ("users" not in hit.re.groupindex and not _same(hit.group("name"), address)):
            continue
        name = hit.group("name")
        types = ("sam:ContactPoint",)
        contact = Node(key=f"kontakt/{slug(name)}", types=types, label=name, named=False)
        tell = Teller(scene, sentence, "way-in.named", 0.8)
        facts = [
            *tell(
                contact,
                ("sam:contactFor", nodes(sentence.captured(hit, "users")) or _users(sentence)),
                ("dcterms:subject", topics(scene, sentence.text)[:1]),
                ("cv:email", Literal(address) if _same(name, address) else None),
            )
        ]
        own = (scene.municipality,) if scene.doc.kind == "samc:doc-page" and scene.municipality.label else ()
        for owner in nodes(sentence.captured(hit, "owner")) or own:
            facts += tell(owner, ("cv:contactPoint", contact))
        return facts
    return []


def _same(name: str, address: str) -> bool:
    """Tell whether an address is that of the way in so named."""
    return bool(address) and slug(address.partition("@")[0]) == slug(name)


def _address(sentence: Sentence) -> str:
    """Return the first address of a sentence that is no person's own; "" for none."""
    found = (hit.group().rstrip(".") for hit in MAILBOX.finditer(sentence.text))
    return next((address for address in found if not is_personal_mailbox(address)), "")


def _by_address(scene: Scene, sentence: Sentence, before: Sentence | None) -> list[Fact]:
    """Return for whom and in what matter a mailbox is that the reader is told to turn to.

    "Är du företagare? Skriv till ...": the question before tells for whom it is.
    """
    address = _address(sentence)
    if not address or not _TURN.search(sentence.text):
        return []
    asked = before if before and before.section is sentence.section and _ASKS.search(before.text) else None
    users = _users(sentence) or (_users(asked) if asked else ())
    tell = Teller(scene, sentence, "way-in.address", 0.75)
    contact = contact_point(address, None)
    facts = [
        *tell(
            contact,
            ("sam:contactFor", users),
            ("dcterms:subject", topics(scene, sentence.text)[:1]),
            ("cv:email", Literal(address)),
        )
    ]
    owner = _owner_before(sentence, address, users)
    return [*facts, *(tell(owner, ("cv:contactPoint", contact)) if owner else ())]


def _owner_before(sentence: Sentence, address: str, users: tuple[Node, ...]) -> Node | None:
    """Return the last body, unit, forum or company named before an address, other than who is to use it."""
    end = sentence.start + sentence.text.find(address)
    named = [m.node for m in sentence.of_kind("OUFXK") if m.start < end and m.node not in users]
    return named[-1] if named else None


def _by_phone(scene: Scene, sentence: Sentence, before: Sentence | None) -> list[Fact]:
    """Return the telephone of somebody who is to be reached by it, and for whom it is."""
    hit = _PHONE.search(sentence.form)
    if hit is None:
        return []
    owner = sentence.captured(hit, "owner")[0].node
    number = hit["number"].strip()
    types = ("sam:ContactPoint",)
    contact = Node(key=f"kontakt/{slug(number)}", types=types, label=f"{owner.label}, telefon", named=False)
    asked = before if before and before.section is sentence.section and _ASKS.search(before.text) else None
    users = _users(sentence) or (_users(asked) if asked else ())
    tell = Teller(scene, sentence, "way-in.phone", 0.8)
    facts = [*tell(contact, ("sam:contactFor", tuple(user for user in users if user != owner)))]
    return [*facts, *tell(owner, ("cv:contactPoint", contact))]


def _users(sentence: Sentence) -> tuple[Node, ...]:
    """Return the outsiders of a sentence who turn to somebody."""
    found = []
    for number, mention in enumerate(sentence.mentions):
        if mention.kind == "G" or (mention.kind == "X" and "sam:ExternalActor" in mention.node.types):
            at = sentence.form.find(f"⟨{mention.kind}{number}⟩")
            if not _TURNED_TO.search(sentence.form[:at]):
                found.append(mention)
    return nodes(tuple(found))


def _by_way(scene: Scene, sentence: Sentence) -> list[Fact]:
    for pattern in _WAY if sentence.lead is None else ():
        hit = pattern.search(sentence.form)
        if hit:
            return [*_way_in(scene, sentence, hit)]
    return []


def _way_in(scene: Scene, sentence: Sentence, hit: re.Match[str]) -> Iterator[Fact]:
    named = nodes(sentence.captured(hit, "owner"))
    owner: Node | None = named[0] if named else scene.owner(sentence.section)
    if owner is None:
        return
    node = statement(scene, sentence, "sam:ContactPoint")
    users = nodes(sentence.captured(hit, "users")) or _users(sentence)
    tell = Teller(scene, sentence, "way-in", 0.75)
    yield from tell(
        node,
        ("sam:contactFor", tuple(user for user in users if user != owner)),
        ("dcterms:subject", topics(scene, sentence.text)[:1]),
        ("sam:targetGroup", nodes(sentence.of_kind("T"))),
    )
    yield from tell(owner, ("cv:contactPoint", node))
