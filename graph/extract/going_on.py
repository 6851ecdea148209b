"""What a text goes on about: the arrangement named last, under a bare noun, a pronoun or none at all.

"Rådet leds av ...", "Det samordnas av ...", "Där sitter ...": `put_in` gives such a sentence the form that
it would have with the name in it, so that every frame reads it as if the name stood there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.extract.frames import cue
from graph.extract.scene import Scene, Sentence
from graph.model import Mention, Node

_LETTERS = {"sam:Forum": "F", "sam:Programme": "P", "sam:Agreement": "A", "sam:Routine": "R"}
_NOUNS = {letter: cue(f"going_on.noun.{letter}") for letter in _LETTERS.values()}
_IT = cue("going_on.opening.it")
_NONE = cue("going_on.opening.none")
_THERE = cue("going_on.opening.there")
# Texts that are about the arrangement of their title from the first line to the last.
_ABOUT_ONE = frozenset(
    {
        "samc:doc-page",
        "samc:doc-agreement",
        "samc:doc-plan",
        "samc:doc-programme",
        "samc:doc-routine",
        "samc:doc-regulation",
        "samc:doc-guideline",
        "samc:doc-steering",
        "",
    }
)
REACH = 2
"""Paragraphs within which a text still goes on about the arrangement that it named last."""


def with_topics(scene: Scene) -> Iterator[tuple[Sentence, Node | None, Node | None]]:
    """Yield each sentence with the arrangement that the text goes on about, and with the one that somebody
    can sit in: the last ones named, else the title's.
    """
    last: Sentence | None = None
    for sentence in scene.sentences:
        # However long a list is, its items go on from the sentence that opens it.
        at = (sentence.lead or sentence).paragraph
        if last and (last.section is not sentence.section or at - last.paragraph > REACH):
            last = None
        about = last.of_kind("FPAR")[0].node if last else _title_topic(scene, sentence)
        forums = last.of_kind("F") if last else ()
        yield sentence, about, forums[-1].node if forums else about
        if sentence.of_kind("FPAR"):
            last = sentence


def _title_topic(scene: Scene, sentence: Sentence) -> Node | None:
    heading = sentence.section.heading
    own = scene.topics.get(heading.start) if heading else None
    return own or (scene.topics.get(-1) if scene.doc.kind in _ABOUT_ONE else None)


def put_in(sentence: Sentence, *topics: Node | None) -> Sentence:
    """Return the sentence with the first topic that it can mean put in where a noun or pronoun stands for it.

    A sentence that names an arrangement itself is left as it is.
    """
    if sentence.of_kind("FPAR"):
        return sentence
    for topic in topics:
        letter = _LETTERS.get(topic.types[0]) if topic else None
        if topic and letter:
            for pattern, before in ((_NOUNS[letter], ""), (_IT, ""), (_NONE, " "), (_THERE, "I ")):
                hit = pattern.search(sentence.form)
                if hit and _fits(hit.group(), topic):
                    return _with(sentence, topic, letter, hit.span(), before)
    return sentence


def _fits(said: str, topic: Node) -> bool:
    """Tell whether a bare noun can mean a topic: "nätverket" is no name for what is called a council."""
    name = topic.label.casefold()
    heads = [head for head in _HEADS if head in said.casefold()]
    return not heads or any(head in name for head in heads) or not any(head in name for head in _HEADS)


_HEADS = ("nätverk", "grupp", "råd", "team", "kommitté", "beredning", "forum", "utskott", "samråd")


def _with(sentence: Sentence, topic: Node, letter: str, span: tuple[int, int], before: str) -> Sentence:
    start, end = span
    said = sentence.form[start:end]
    slot = f"⟨{letter}{len(sentence.mentions)}⟩"
    placed = f"{before}{slot}" if before.strip() else f"{slot}{before}"
    place = Mention(
        start=sentence.start, end=sentence.start, kind=letter, node=topic, surface=said, confidence=0.7
    )
    form = f"{sentence.form[:start]}{placed}{sentence.form[end:]}"
    return replace(sentence, form=form, mentions=(*sentence.mentions, place))
