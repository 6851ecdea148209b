"""Arrangements: what kind they are, who takes part and leads, what they are for and part of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extract.concepts import concepts_in
from graph.extract.facts import Fact, Teller, date_literal, nodes, statement, swedish
from graph.extract.forms import compile_form
from graph.extract.scene import Scene, Sentence
from graph.model import Mention

_NOT = re.compile(r"\b(?:inte|aldrig|sällan|avstått|varken)\b", re.IGNORECASE)
# What follows these is said of somebody else.
_UNTIL = re.compile(r",? (?:medan|men|däremot)\b", re.IGNORECASE)
_WILL = re.compile(
    r"\b(?:kommande|planera\w*|ska bildas|ska inrättas|ska startas|kommer att)\b", re.IGNORECASE
)
_MANY = r"(?P<who>(?:(?!⟨[FPAR]\d+⟩)[^.;:])*?<MEMBERS>(?:(?!⟨[FPAR]\d+⟩)[^.;])*)"

_TAKES_PART = tuple(
    compile_form(pattern)
    for pattern in (
        rf"(?P<arr><ARR>)(?: \([^()]*\))?,?(?: som)?(?: \w+){{0,2}}? (?:består av|bestå av|ska bestå av|är sammansatt\w* av|utgörs av|samlar|omfattar) {_MANY}",
        rf"\bi (?:det |den )?(?P<arr><ARR>)(?: ska| skall)? (?:ingår|deltar|medverkar|ingå|sitter|möts)(?: även| också)?:? {_MANY}",
        r"(?P<who><MEMBERS>)[^.;⟨]{0,40}? (?:ingår|deltar|medverkar|är representerade?|är medlem\w*|är med|sitter|har deltagit|deltog|är en del)(?: även| också| aktivt)* (?:i|inom) (?:det |den )?(?P<arr><ARRS>)",
        r"(?P<who><MEMBERS>) (?:har|hade)[^.;⟨]{0,40}? (?:ingått|deltagit|medverkat) i (?P<arr><ARRS>)",
        rf"(?P<arr><ARR>),? (?:där|i vilket|i vilken|dit) {_MANY} (?:är representerade?|ingår|deltar|medverkar|möts|sitter)",
        rf"\baktiviteterna\b[^.;]*?\bberör {_MANY}",
        r"(?P<who><MEMBERS>) (?:adjungeras|bjuds in|bjudits in|har bjudits in|inbjuds)(?: att delta)?(?: till| i)? (?P<arr><ARR>)",
        r"(?P<arr><ARR>) är ett \w+ (?:för|mellan) (?P<who><ACTORS>)",
        r"(?P<who><ACTORS>)[^.;⟨]{0,40}? har (?:ingått|tecknat|träffat|slutit) (?:denna |detta |en |ett )?(?:\w+ )?(?P<arr><ARR>)",
        r"(?P<arr><ARR>) (?:har ingåtts |har tecknats |ingås |tecknas |är träffad )?mellan (?P<who><ACTORS>)",
    )
)
_CONVENES = tuple(
    compile_form(pattern)
    for pattern in (
        r"(?P<who><AGENTS>)(?: \w+){0,2}? (?:är sammankallande|sammankallar|kallar till|leder|samordnar|är ordförande|håller i|ansvarar för att sammankalla)[^.;⟨]{0,40}?(?P<arr><ARR>)?",
        r"(?P<arr><ARR>)(?: \w+){0,2}? (?:leds|samordnas|sammankallas|sammanhålls|administreras|drivs) av (?P<who><AGENTS>)",
        r"\bsammankallande (?:i|för|till) (?P<arr><ARR>) är (?P<who><AGENTS>)",
    )
)
_MADE_BY = tuple(
    compile_form(pattern)
    for pattern in (
        r"\bhar (?P<who><ACTORS>)(?: gemensamt| tillsammans| i samverkan)* (?:arbetat fram|tagit fram|utarbetat|upprättat|utvecklat)(?: gemensamt)? (?:en |ett )?(?:\w+ ){0,2}?(?P<arr>⟨[FPAR]\d+⟩)",
        r"(?P<who><ACTORS>) har(?: gemensamt| tillsammans| under \w+| nu)* (?:arbetat fram|tagit fram|utarbetat|upprättat|utvecklat)(?: gemensamt)? (?:en |ett )?(?:\w+ ){0,2}?(?P<arr>⟨[FPAR]\d+⟩)",
        r"(?P<arr>⟨[FPAR]\d+⟩) (?:har |är )?(?:arbetats fram|tagits fram|framtagen|framtaget|utarbetats|utarbetad)[^.;⟨]{0,40}? (?:av|mellan) (?P<who><ACTORS>)",
        r"(?P<who><ACTORS>) (?:tog|arbetade)(?: gemensamt| tillsammans)? fram (?:en |ett )?(?:\w+ ){0,2}?(?P<arr>⟨[FPAR]\d+⟩)",
    )
)
_PART_OF = compile_form(
    r"(?P<part>⟨[FPAR]\d+⟩)(?: som finns| som ingår| är en del)? (?:inom|i|av) (?:ramen för )?(?P<whole>⟨[FPAR]\d+⟩)"
)
_PURPOSE = compile_form(
    r"(?P<arr><ARR>)[^.;⟨]{0,60}? (?:syftar till att|har (?:som|till) (?:syfte|uppgift|mål) att|ska (?:verka för|bidra till) att|är ett forum för att|har till uppgift att) (?P<aim>[^.;]+)"
    r"|\bsyftet med (?P<arr2><ARR>) är att (?P<aim2>[^.;]+)|(?P<arr3><ARR>).*\bi syfte att (?P<aim3>[^.;]+)"
)
_REVIEWED = compile_form(
    r"(?P<arr><ARR>)[^.;⟨]{0,40}? (?:följs upp|utvärderas|revideras|ska följas upp|ska utvärderas)\b(?P<how>[^.;]*)"
)
_VALID = compile_form(
    r"\b(?:gäller|löper|giltig\w*|avser tiden)\b[^.;]{0,40}?(?:från och med |fr\.o\.m\. |från |under )?(?:den )?(?P<first>⟨D\d+⟩)(?:[^.;]{0,24}?(?:till och med|t\.o\.m\.|till|–|-) ?(?:den )?(?P<last>⟨D\d+⟩))?"
)
_ADOPTED = compile_form(
    r"\b(?:antag(?:en|et|na|its|its)|fastställ(?:d|t|da|ts)|beslutad|beslutat)\b[^.;⟨]{0,20} av (?P<who><ORGS>)(?:[^.;⟨]{0,12}(?P<day>⟨D\d+⟩))?"
)
_QUIET = frozenset({"proposal", "head", "consultation", "reservation"})


def read_arrangements(scene: Scene) -> Iterator[Fact]:
    """Yield everything the sentences say of arrangements."""
    for sentence in scene.sentences:
        if sentence.kind in _QUIET:
            continue
        own = sentence.of_kind("FPAR")
        yield from _kinds(scene, sentence, own)
        yield from _participants(scene, sentence)
        if own or scene.topic(sentence.section):
            yield from _leads(scene, sentence)
            yield from _makes(scene, sentence)
            yield from _parts(scene, sentence)
            yield from _purposes(scene, sentence)
            yield from _routines(scene, sentence)


def _kinds(scene: Scene, sentence: Sentence, own: tuple[Mention, ...]) -> Iterator[Fact]:
    """Yield kind, target group and topic of each arrangement that the sentence names."""
    tell = Teller(scene, sentence, "arrangement.kind", 0.75)
    for mention in own:
        kind = _kind(scene, f"{mention.node.label} {mention.surface}")
        near = scene.doc.text.tidy[mention.end : mention.end + 80].partition(".")[0]
        targets = tuple(
            m.node
            for m in sentence.of_kind("T")
            if (0 <= m.start - mention.end <= 60 and "för" in near)
            or (m.start >= mention.start and m.end <= mention.end)
        )
        yield from tell(
            mention.node,
            ("dcterms:type", kind),
            ("sam:targetGroup", targets),
            ("dcterms:subject", concepts_in(scene.vocabulary, "samc:topic", mention.node.label)[:1]),
            (
                "sam:status",
                "samc:st-planned"
                if _WILL.search(scene.doc.text.tidy[max(0, mention.start - 40) : mention.start])
                else None,
            ),
        )


def _kind(scene: Scene, name: str) -> str | None:
    """Return the kind that a name tells beyond the class itself; an unnamed set is that first of all."""
    found = [
        k for k in concepts_in(scene.vocabulary, "samc:arrangement-type", name) if k not in _CLASS_ITSELF
    ]
    return UNNAMED if UNNAMED in found else next(iter(found), None)


UNNAMED = "samc:arr-unnamed-set"
_CLASS_ITSELF = frozenset({"samc:arr-forum", "samc:arr-routine", "samc:arr-programme", "samc:arr-agreement"})


def _participants(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _TAKES_PART:
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(_UNTIL.split(hit.group())[0]):
            continue
        arrs = nodes(sentence.captured(hit, "arr")) or tuple(filter(None, [scene.topic(sentence.section)]))
        who = nodes(tuple(m for m in sentence.captured(hit, "who") if m.kind in "OUKXG"))
        for arr in arrs:
            yield from Teller(scene, sentence, "arrangement.participants", 0.8)(
                arr, ("sam:hasParticipant", who)
            )
        return


def _leads(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _CONVENES:
        hit = pattern.search(sentence.form)
        if hit is None or _NOT.search(hit.group()):
            continue
        arrs = nodes(sentence.captured(hit, "arr")) or tuple(filter(None, [scene.topic(sentence.section)]))
        for arr in arrs[:1]:
            yield from Teller(scene, sentence, "arrangement.convenor", 0.75)(
                arr, ("sam:convenor", nodes(sentence.captured(hit, "who")))
            )
        return


def _makes(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    for pattern in _MADE_BY:
        hit = pattern.search(sentence.form)
        if hit is None:
            continue
        for arr in nodes(sentence.captured(hit, "arr")):
            yield from Teller(scene, sentence, "arrangement.developed", 0.85)(
                arr,
                ("sam:developedBy", nodes(sentence.captured(hit, "who"))),
                ("sam:status", "samc:st-done"),
                ("sam:targetGroup", nodes(sentence.of_kind("T"))),
            )
        return


def _parts(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    hit = _PART_OF.search(sentence.form)
    if hit:
        part, whole = sentence.captured(hit, "part")[0].node, sentence.captured(hit, "whole")[0].node
        yield from Teller(scene, sentence, "arrangement.part", 0.8)(part, ("dcterms:isPartOf", whole))


def _purposes(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    hit = _PURPOSE.search(sentence.form)
    if hit is None:
        return
    arr = (*sentence.captured(hit, "arr"), *sentence.captured(hit, "arr2"), *sentence.captured(hit, "arr3"))[
        0
    ].node
    aim = sentence.plain(hit.group("aim") or hit.group("aim2") or hit.group("aim3"))
    yield from Teller(scene, sentence, "arrangement.purpose", 0.8)(arr, ("sam:purpose", swedish(aim)))


def _routines(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    """Yield how an arrangement is followed up, how long it is valid and who adopted it."""
    named = nodes(sentence.of_kind("FPAR"))
    topic = named[0] if named else scene.topic(sentence.section)
    if topic is None:
        return
    tell = Teller(scene, sentence, "arrangement.terms", 0.75)
    reviewed = _REVIEWED.search(sentence.form)
    if reviewed:
        node = statement(scene, sentence, "sam:FollowUp")
        yield from tell(node)
        yield from tell(sentence.captured(reviewed, "arr")[0].node, ("sam:followUp", node))
    valid = (
        _VALID.search(sentence.form)
        if topic.types[0] in ("sam:Agreement", "sam:Programme", "sam:Routine")
        else None
    )
    if valid:
        first = sentence.captured(valid, "first")[0].node.label
        last = sentence.captured(valid, "last")
        yield from tell(
            topic,
            ("sam:validFrom", date_literal(first)),
            ("sam:validTo", date_literal(last[0].node.label) if last else None),
        )
    adopted = _ADOPTED.search(sentence.form)
    if adopted and topic.types[0] == "sam:Agreement":
        yield from tell(topic, ("sam:agreedBy", nodes(sentence.captured(adopted, "who"))))
