"""Who signed a document, in which post, and whose post that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract.facts import Fact, Teller
from graph.extract.frames import cue
from graph.extract.scene import PARTIES, Scene
from graph.ids import digest, named_key, slug
from graph.model import Mention, Node, Section
from graph.swedish import analyse

_CHAIR = cue("contacts.chair")
_WHOLE = cue("contacts.whole")
_CHIEF = cue("contacts.chief")
_OUTSIDE = cue("contacts.outside")
_BEHALF = cue("contacts.behalf")


def read_signatures(scene: Scene, section: Section, owner: Node | None) -> Iterator[Fact]:
    """Yield who signed in which post: names and posts paired in the order in which they stand."""
    blocks = section.blocks
    if not blocks:
        return
    found = scene.mentions_in(blocks[0].start, blocks[-1].end, "NL")
    pairs = list(pair_names_and_posts(found))
    for place, (person, post) in enumerate(pairs):
        following = pairs[place + 1][0].start if place + 1 < len(pairs) else blocks[-1].end
        body = _body_of(scene, person, post, following, owner)
        yield from _signature(scene, section, person, post, body)


def pair_names_and_posts(found: tuple[Mention, ...]) -> Iterator[tuple[Mention, Mention]]:
    """Yield (person, post) from N L N L, from L N L N, and from two columns flattened to N N L L."""
    kinds = "".join(m.kind for m in found)
    if re.fullmatch(r"(?:LN)+L?", kinds):
        yield from zip(found[1::2], found[::2], strict=False)
        return
    waiting: list[Mention] = []
    for mention in found:
        if mention.kind == "N":
            waiting.append(mention)
        elif waiting:
            yield waiting.pop(0), mention


def _signature(
    scene: Scene, section: Section, person: Mention, post: Mention, body: Node | None
) -> Iterator[Fact]:
    block = section.blocks[0]
    sentence = scene.quoted(block, min(person.start, post.start), max(person.end, post.end))
    tell = Teller(scene, sentence, "signature", 0.9)
    held = post_of(post.node, body)
    mark = Node(
        key=f"underskrift/{scene.doc.id}-{digest(person.node.key, held.key, length=8)}",
        types=("prov:Attribution",),
        label=f"{person.node.label}, {held.label}",
        named=False,
    )
    yield from tell(scene.document, ("sam:signature", mark))
    yield from tell(mark, ("prov:agent", person.node), ("prov:hadRole", held))
    yield from tell(person.node, ("rdf:type", "foaf:Person"), ("org:holds", held))
    yield from tell(held, ("rdf:type", "org:Post"), ("org:postIn", body))


def post_of(post: Node, body: Node | None) -> Node:
    """Return the post as one of a body: the chair of one committee is not the chair of another."""
    if body is None:
        return post
    return replace(post, key=f"{named_key(post.types, post.label)}-{slug(body.key.partition('/')[2])}"[:110])


def _body_of(
    scene: Scene,
    person: Mention,
    post: Mention,
    following: int,
    owner: Node | None,
) -> Node | None:
    """Return whose post it is: a body named with the post or above the name, else as the title tells."""
    named = _named_with(scene, post, following) or _named_in(scene, post) or _on_behalf(scene, person)
    if named:
        return named
    title = post.node.label
    if owner is None:
        return None
    if owner.key == PARTIES.key:
        return _party(scene, title)
    if "sam:ExternalActor" in owner.types:
        return owner if _OUTSIDE.search(title) else None
    if scene.doc.kind == "samc:doc-audit-report":
        return None if _CHAIR.search(title) else _firm(scene)
    if _WHOLE.search(title):
        return scene.municipality if scene.municipality.label else None
    return _in_municipality(scene, title, owner)


def _party(scene: Scene, title: str) -> Node | None:
    """Return the party of an agreement that a title names: its own place, or the municipality's chief."""
    if _WHOLE.search(title) and not title.casefold().startswith("region"):
        return scene.municipality if scene.municipality.label else None
    for party in scene.parties.get(0, ()):
        if party.label and title.casefold().startswith(party.label.split()[0].casefold()):
            return party
    return None


def _in_municipality(scene: Scene, title: str, owner: Node) -> Node | None:
    if "sam:Administration" in owner.types:
        return None if _CHAIR.search(title) else owner
    if _CHAIR.search(title):
        return owner if re.search(r"ordförande|ledamot", title, re.IGNORECASE) else None
    return _office_of(scene, title, owner) if _CHIEF.search(title) else None


def _named_with(scene: Scene, post: Mention, following: int) -> Node | None:
    """Return the actor that follows a post on its line: "Rektor, X friskola"."""
    for mention in scene.mentions_in(post.end, following, "OUKX"):
        between = scene.doc.text.tidy[post.end : mention.start]
        if re.fullmatch(r"(?:, |,? (?:på|för|vid|i) | – | - )", between):
            return mention.node
    return None


def _named_in(scene: Scene, post: Mention) -> Node | None:
    """Return the body in whose genitive a post stands: "Kommunstyrelsens ordförande"."""
    inside = scene.mentions_in(max(0, post.start - 60), post.end, "OUX")
    for mention in reversed(inside):
        close = scene.doc.text.tidy[mention.end : post.start].strip() == "" or mention.start >= post.start
        if (
            close
            and mention.surface.endswith("s")
            and "\n" not in scene.doc.text.tidy[mention.end : post.end]
        ):
            return mention.node
    return None


def _on_behalf(scene: Scene, person: Mention) -> Node | None:
    """Return the party on the line above a name: "För Region X"."""
    lines = [b for s in scene.doc.sections for b in s.blocks if b.end <= person.start]
    for block in reversed(lines[-2:]):
        if _BEHALF.search(scene.passage(block)) and len(scene.passage(block)) < LONGEST_PARTY:
            inside = scene.mentions_in(block.start, block.end, "OUKX")
            return inside[0].node if inside else None
    return None


LONGEST_PARTY = 80
"""Code points of a line that names a party above its signature."""


def _firm(scene: Scene) -> Node | None:
    """Return the consultant that carried out an audit, the first external company that its head names."""
    for section in scene.doc.sections[:3]:
        for block in section.blocks:
            for mention in scene.mentions_in(block.start, block.end, "X"):
                return mention.node
    return None


def _office_of(scene: Scene, title: str, committee: Node) -> Node | None:
    """Return the office that a chief heads: the one of the title's or the committee's stem.

    The chief of an unnamed administration who signs for a committee heads the committee's.
    """
    offices = {m.node.key: m.node for m in scene.mentions if m.kind == "U"}
    general = re.match(r"förvaltnings", title, re.IGNORECASE)
    stem = _stem(committee.label) if general else _stem(title)
    for office in offices.values():
        if stem and _stem(office.label) == stem:
            return office
    if general and committee.label.endswith("nämnden"):
        types = ("sam:Administration",)
        label = committee.label.removesuffix("nämnden") + "förvaltningen"
        return Node(key=named_key(types, label), types=types, label=label)
    return None


def _stem(name: str) -> str:
    """Return a name without its head: "Barn- och utbildningsnämnden" -> "barn- och utbildnings"."""
    words = name.split()
    form = analyse(words[-1]) if words else None
    if form is None or not form.modifier:
        return ""
    return " ".join((*words[:-1], form.modifier)).casefold().removesuffix("s")
