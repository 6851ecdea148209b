"""The mailboxes that a document names, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extract.facts import Fact, Teller
from graph.extract.frames import cue
from graph.extract.scene import Scene, Sentence
from graph.extract.sentences import split_sentences
from graph.ids import slug
from graph.model import Block, Literal, Mention, Node

MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PERSONAL = cue("contacts.personal")
_OFFICE = cue("contacts.office")
_AUDIT = cue("contacts.audit")
_COMMON = cue("contacts.common")
_SILENT = frozenset({"furniture", "contents", "attendance"})
_SHORTEST = 3
"""Letters of an address that are enough to tell whose it is when a longer name begins with them."""


def read_contacts(scene: Scene) -> Iterator[Fact]:
    """Yield each mailbox of a body, unit, forum or external actor, wherever the document gives it."""
    for section in scene.doc.sections:
        if section.kind in _SILENT:
            continue
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            for address, owner in _mailboxes(scene, block, signed=section.kind == "signatures"):
                tell = Teller(scene, _around(scene, block, address), "contact.mailbox", 0.85)
                contact = contact_point(address, owner)
                yield from tell(contact, ("cv:email", Literal(address)))
                yield from tell(owner, ("cv:contactPoint", contact))


def _around(scene: Scene, block: Block, address: str) -> Sentence:
    """Return the sentence of a block that holds an address."""
    at = block.start + scene.passage(block).find(address)
    spans = split_sentences(scene.doc.text.tidy, block.start, block.end)
    start, end = next((span for span in spans if span[0] <= at < span[1]), (block.start, block.end))
    return scene.quoted(block, start, end)


def contact_point(address: str, owner: Node | None) -> Node:
    """Return the node of a mailbox, called after its owner where that is known."""
    return Node(
        key=f"kontakt/{slug(address)}",
        types=("sam:ContactPoint",),
        label=f"{owner.label}, e-post" if owner else address,
        named=False,
    )


def mailbox_owners(scene: Scene, block: Block) -> Iterator[Node]:
    """Yield whose the mailboxes of a block are."""
    return (owner for _, owner in _mailboxes(scene, block, signed=False))


def _mailboxes(scene: Scene, block: Block, *, signed: bool) -> Iterator[tuple[str, Node]]:
    for hit in MAILBOX.finditer(scene.passage(block)):
        address = hit.group().rstrip(".")
        if is_personal_mailbox(address):
            continue
        at = block.start + hit.start()
        owner = (
            mailbox_owner(scene, address, scene.mentions_in(at, at + len(address), "OUFX"))
            or _named_before(scene, block, at)
            or (None if _bears_a_name(scene, block, address) else _alone_in(scene, block))
        )
        # Whoever signs a letter from outside gives the address of the sender.
        sender = scene.owners.get(0) if signed else None
        owner = owner or (sender if sender and "sam:ExternalActor" in sender.types else None)
        if owner:
            yield address, owner


def is_personal_mailbox(address: str) -> bool:
    """Tell whether an address is a person's own, by its form; a registry's or a unit's is not."""
    local = address.partition("@")[0]
    return bool(_PERSONAL.fullmatch(local)) and not _OFFICE.search(local)


def mailbox_owner(scene: Scene, address: str, inside: tuple[Mention, ...] = ()) -> Node | None:
    """Return whose mailbox it is by what stands before the @: a name, its beginning or its abbreviation.

    `inside` are the mentions within the address itself ("KS.diarium@...").
    """
    local = address.partition("@")[0]
    if inside:
        return inside[0].node
    for wanted in (slug(local), slug(re.split(r"[._-]", local)[0])):
        found = [m.node for m in scene.mentions if m.kind in "OUFX" and _answers_to(m.node, wanted)]
        if found:
            return found[0]
    if _AUDIT.match(local):
        return scene.auditor
    return scene.municipality if _COMMON.fullmatch(local) and scene.municipality.label else None


def _answers_to(node: Node, wanted: str) -> bool:
    names = [slug(name).replace("-", "") for name in (node.label, *node.aliases)]
    plain = wanted.replace("-", "")
    return any(
        name == plain or name.removesuffix("en") == plain or (len(plain) > _SHORTEST and name == f"{plain}en")
        for name in names
    )


def _alone_in(scene: Scene, block: Block) -> Node | None:
    """Return the only body, unit or forum that the block names, where it tells somebody to write."""
    named = {m.node.key: m.node for m in scene.mentions_in(block.start, block.end, "OUF")}
    invites = _INVITES.search(scene.passage(block))
    return next(iter(named.values())) if len(named) == 1 and invites else None


def _bears_a_name(scene: Scene, block: Block, address: str) -> bool:
    """Tell whether an address is that of a way in with a name of its own, which the block names."""
    local = slug(address.partition("@")[0])
    return any(slug(word) == local for word in _CAPITAL.findall(scene.passage(block)))


_CAPITAL = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]{2,}\b(?!@)")
_INVITES = cue("contacts.invites")


def _named_before(scene: Scene, block: Block, at: int) -> Node | None:
    """Return the last body or unit that the same sentence names before the address."""
    before: tuple[Mention, ...] = scene.mentions_in(block.start, at, "OUFX")
    if not before or scene.doc.text.tidy[before[-1].end : at].strip(" ,:;()–-") not in _JOINING:
        return None
    return before[-1].node


_JOINING = frozenset({"", "e-post", "epost", "mejl", "mail", "e-postadress", "på", "via"})
