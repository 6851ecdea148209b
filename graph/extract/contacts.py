"""People in posts, who signed, and the mailboxes that a document names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract.facts import Fact, Teller
from graph.extract.frames import cue
from graph.extract.scene import Scene, Sentence
from graph.ids import digest, named_key, slug
from graph.model import Block, Literal, Mention, Node, Section

_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PERSONAL = cue("contacts.personal")
_CHAIR = cue("contacts.chair")


def read_signatures(scene: Scene, section: Section, owner: Node | None) -> Iterator[Fact]:
    """Yield who signed in which post: names and posts paired in the order in which they stand."""
    blocks = section.blocks
    if not blocks:
        return
    found = scene.mentions_in(blocks[0].start, blocks[-1].end, "NL")
    for person, post in pair_names_and_posts(found):
        yield from _signature(scene, section, person, post, owner)


def pair_names_and_posts(found: tuple[Mention, ...]) -> Iterator[tuple[Mention, Mention]]:
    """Yield (person, post) from N L N L, and from two columns flattened to N N L L."""
    waiting: list[Mention] = []
    for mention in found:
        if mention.kind == "N":
            waiting.append(mention)
        elif waiting:
            yield waiting.pop(0), mention


def _signature(
    scene: Scene, section: Section, person: Mention, post: Mention, owner: Node | None
) -> Iterator[Fact]:
    block = section.blocks[0]
    sentence = scene.quoted(block, min(person.start, post.start), max(person.end, post.end))
    tell = Teller(scene, sentence, "signature", 0.9)
    seat = owner if _CHAIR.search(post.node.label) else None
    held = post_of(post.node, seat or owner)
    mark = Node(
        key=f"underskrift/{scene.doc.id}-{digest(person.node.key, held.key, length=8)}",
        types=("prov:Attribution",),
        label=f"{person.node.label}, {held.label}",
        named=False,
    )
    yield from tell(scene.document, ("sam:signature", mark))
    yield from tell(mark, ("prov:agent", person.node), ("prov:hadRole", held))
    yield from tell(person.node, ("rdf:type", "foaf:Person"), ("org:holds", held))
    yield from tell(held, ("rdf:type", "org:Post"), ("org:postIn", seat))


def post_of(post: Node, body: Node | None) -> Node:
    """Return the post as one of a body: the chair of one committee is not the chair of another."""
    if body is None:
        return post
    return replace(post, key=f"{named_key(post.types, post.label)}-{slug(body.key.partition('/')[2])}"[:110])


def read_mailboxes(scene: Scene, block: Block, sentence: Sentence) -> Iterator[tuple[Node, tuple[Fact, ...]]]:
    """Yield (owner, facts) for each mailbox of a body or unit that the block names."""
    for hit in _MAILBOX.finditer(scene.passage(block)):
        owner = None if is_personal_mailbox(hit.group()) else _mailbox_owner(scene, hit.group(), block)
        if owner is None:
            continue
        types = ("sam:ContactPoint",)
        contact = Node(
            key=f"kontakt/{slug(hit.group())}", types=types, label=f"{owner.label}, e-post", named=False
        )
        tell = Teller(scene, sentence, "contact.mailbox", 0.85)
        facts = (
            *tell(contact, ("cv:email", Literal(hit.group()))),
            *tell(owner, ("cv:contactPoint", contact)),
        )
        yield owner, facts


def is_personal_mailbox(address: str) -> bool:
    """Tell whether an address is a person's own, by its form; a registry's or a unit's is not."""
    local = address.partition("@")[0]
    return bool(_PERSONAL.fullmatch(local)) and not _OFFICE.search(local)


_OFFICE = cue("contacts.office")


def _mailbox_owner(scene: Scene, address: str, block: Block) -> Node | None:
    """Return the body or unit whose mailbox it is: the one mentioned in the address itself."""
    inside = scene.mentions_in(block.start, block.end, "OU")
    if inside:
        return inside[0].node
    wanted = slug(address.partition("@")[0])
    for mention in scene.mentions:
        if mention.kind in "OU" and slug(mention.node.label) == wanted:
            return mention.node
    return None
