"""Assignments, duties, powers and exclusions: who must or may do what, by when, and report to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.extract.facts import Fact, Teller, date_literal, nodes, statement, swedish
from graph.extract.forms import compile_form
from graph.extract.scene import Scene, Sentence
from graph.ids import statement_key
from graph.model import Node

_ADVERBS = r"(?: också| även| därför| vidare| senast| gemensamt| årligen| skriftligen| tillsammans| särskilt| löpande| skyndsamt)*"
_REPORT_VERBS = r"(?:redovisa|återrapportera|rapportera|återkoppla|slutredovisa|avrapportera|återkomma|lämna)"

# Frames that give an assignment: `giver` may be missing (the deciding body then gives it).
_GIVEN = tuple(
    compile_form(pattern)
    for pattern in (
        r"(?P<giver><BODY>)(?: \(\w+\))?,?(?: \w+){0,2}? uppdrar(?: också| även| därför| vidare)? (?:åt|till) (?P<taker><AGENTS>) (?:att|om) ?(?P<task>.*)",
        r"\b(?:att )?uppdra(?:r|s)?(?: också| även| därför| vidare)? (?:åt|till) (?P<taker><AGENTS>) (?:att|om) ?(?P<task>.*)",
        r"(?P<giver><BODY>) (?:ger|gav|har gett|har givit|gett|givit)(?: därför| också| även)?(?: i)? (?P<taker><AGENTS>) i uppdrag att (?P<task>.*)",
        r"\b(?:gav|ger|har) (?P<giver><BODY>)(?: gett| givit)? (?P<taker><AGENTS>)(?: [^⟨]{0,30})? i uppdrag att (?P<task>.*)",
        r"\b(?:att )?ge (?P<taker><AGENTS>) i uppdrag att (?P<task>.*)",
        r"(?P<taker><AGENTS>) (?:ges|gavs|får|fick|har fått|har getts|tilldelas|uppdras) (?:nu |därför )?(?:i |ett )?uppdrag(?:et)?(?: av (?P<giver><BODY>))?,? (?:att|om att) (?P<task>.*)",
        r"(?P<taker><AGENTS>) uppdras att (?P<task>.*)",
        r"\b(?:får|fick|ges|gavs) (?P<taker><AGENTS>) i uppdrag(?: av (?P<giver><BODY>))? att (?P<task>.*)",
        r"(?P<taker><AGENTS>) har(?: \w+){0,3} (?:av|från) (?P<giver><BODY>) (?:fått|haft|givits) (?:i uppdrag|uppdraget) att (?P<task>.*)",
    )
)
# "X fick ett särskilt samarbetsuppdrag avseende T": the task is named, not described.
_NAMED_TASK = compile_form(
    r"\b(?:fick|får|har fått|erhöll|tilldelades) (?P<taker><AGENTS>) (?P<task>ett (?:\w+ )?\w*uppdrag\b[^.;]*)"
    r"|(?P<taker2><AGENTS>) (?:fick|får|har fått|erhöll|tilldelades|har) (?P<task2>ett (?:\w+ )?(?:samarbets|samverkans|samordnings)uppdrag\b[^.;]*)"
)
_ORDERED = compile_form(rf"(?P<taker><DOERS>) (?:ska|skall){_ADVERBS}(?P<task> .*)")
_ORDERED_INVERTED = compile_form(rf"\b(?:ska|skall) (?P<taker><DOERS>){_ADVERBS}(?P<task> .*)")
_WANTS = compile_form(
    rf"(?P<giver><BODY>) (?:vill|önskar|begär|anmodar)(?: därför| också| även)* att (?P<taker><AGENTS>) (?:ska|skall){_ADVERBS}(?P<task> .*)"
)
_TO_WHOM = compile_form(
    rf"\b{_REPORT_VERBS}s?\b[^.;]*?\btill (?P<to><AGENTS>)|\btill (?P<to2><AGENTS>) {_REPORT_VERBS}|\blämnas?\b[^.;]*?\btill (?P<to3><AGENTS>)"
)
_BY_WHEN = compile_form(r"\b(?:senast|före|till|innan|per)(?: \w+){0,2}? (?:den )?(?P<day>⟨D\d+⟩)")
_LATEST = re.compile(r"senast", re.IGNORECASE)
_REPORTS = re.compile(rf"\b{_REPORT_VERBS}s?\b|redovisning|återrapportering", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:i|inom|från|hos|till|av|på|för|med) (?:den |det |de )?$", re.IGNORECASE)
_WITH_AIM = compile_form(
    r"\bmed att (?P<aim>[^,;]+)|\b(?:i syfte att|syftar till att|för att|med syfte att) (?P<aim2>[^;]+)"
)

_DUTY = tuple(
    (kind, compile_form(pattern))
    for kind, pattern in (
        (
            "samc:resp-exclusion",
            r"(?P<who><DOERS>) (?:(?:kan inte och )?får inte|ansvarar inte|har inte (?:något )?(?:ansvar|uppdrag|mandat|rätt)|ska inte)\b(?P<what>.+)",
        ),
        (
            "samc:resp-exclusion",
            r"(?P<who><DOERS>).*\bdet ska inte tolkas .{0,30}?innebär (?P<what>.*ansvar\w*)",
        ),
        (
            "samc:resp-duty",
            r"(?P<who><DOERS>) (?:anser|bedömer|menar|framhåller) att .{0,80}?\bfinns ett (?:\w+ )?ansvar för (?P<what>[\wåäö -]+?)(?:,| men |\.|$)",
        ),
        (
            "samc:resp-duty",
            r"(?P<who><DOERS>)(?: är| har)?(?: \w+){0,3}? ansvarar(?: \w+){0,3}? (?:för|över) (?P<what>.+)",
        ),
        ("samc:resp-duty", r"\bansvarar (?P<who><DOERS>)(?: \w+){0,2}? för (?P<what>.+?)(?=,? medan |$)"),
        ("samc:resp-duty", r"(?P<who><DOERS>) svarar(?: \w+){0,2}? för (?P<what>.+?)(?=,? medan |$)"),
        (
            "samc:resp-duty",
            r"(?P<who><DOERS>) har(?: \w+){0,5}? ansvar(?:et)? för (?P<what>.+?)(?=,? medan |$)",
        ),
        (
            "samc:resp-duty",
            r"(?P<who><DOERS>) är (?:\w+ )?(?:ansvarig|huvudman|skyldig|skyldiga|ansvariga)(?: \w+){0,2}? (?:för|att) (?P<what>.+)",
        ),
        (
            "samc:resp-duty",
            r"\bansvar(?:et)? för (?P<what>[^.;⟨]+?) (?:tillhör|ligger (?:på|hos)|åvilar|vilar på) (?P<who><DOERS>)",
        ),
        (
            "samc:resp-duty",
            r"\bdet (?:åligger|ankommer på) (?P<who><DOERS>) att (?P<what>.+?)(?=,? medan |$)",
        ),
        (
            "samc:resp-duty",
            r"(?P<who><DOERS>) (?:förbinder sig|åtar sig|har åtagit sig)(?: \w+){0,2}? att (?P<what>.+)",
        ),
        (
            "samc:resp-task",
            r"(?P<who><DOERS>) (?:har|haft)(?: \w+){0,2}? (?:i|till) (?:uppgift|uppdrag) att (?P<what>.+)",
        ),
        ("samc:resp-task", r"(?P<who><DOERS>) fullgör (?P<what>.+?)(?=,? medan |$)"),
        ("samc:resp-task", r"(?P<who><DOERS>) (?:samordnar|leder) (?P<what>.+?)(?=,? medan |$)"),
        (
            "samc:resp-power",
            r"(?P<who><DOERS>) (?:har|får)(?: \w+){0,2}? (?:befogenhet|mandat|rätt)(?:en)? (?:att|för) (?P<what>.+)",
        ),
    )
)
_ITEM_KIND = (
    ("samc:resp-power", re.compile(r"^(?:befogenhet|mandat|rätt)\b", re.IGNORECASE)),
    ("samc:resp-duty", re.compile(r"^(?:ett )?ansvar\b", re.IGNORECASE)),
    ("samc:resp-task", re.compile(r"^(?:i |till |har )?uppgift\b|^(?:i )?uppdrag\b", re.IGNORECASE)),
)
# "samarbetsuppdraget", "de fem samverkansuppdragen": an assignment spoken of by its noun.
_NOUN = re.compile(r"\b(?P<noun>[a-zåäö]{3,}uppdrag)(?P<end>et|en|ens|ets)?\b", re.IGNORECASE)
_DECIDED_ON = compile_form(
    r"\b(?:beslutade|beslutat|beslutar|inrättade|införde) (?P<giver><BODY>)?.*?\bom (?P<what>(?:(?:ett|två|tre|fyra|fem|sex|sju|åtta|flera|särskilda|särskilt) )*[a-zåäö]{3,}uppdrag)\b"
)
_MEANS = re.compile(r"uppdrag(?:et|en) innebär\b", re.IGNORECASE)
_AIMS = re.compile(
    r"^(?:\w+ )?\w*uppdrag(?:et|en) (?:syftar till|har (?:som|till) syfte)(?: att)? (?P<aim>.+)$",
    re.IGNORECASE,
)
_NO_DUTY = frozenset({"decision", "proposal", "consultation", "head", "reservation"})


def read_assignments(scene: Scene, decided: dict[int, Node]) -> Iterator[Fact]:
    """Yield assignments and responsibilities; `decided` maps deciding sentences to their decisions."""
    known = _named_assignments(scene)
    latest: Node | None = None
    for sentence in scene.sentences:
        given = (
            list(_assignment(scene, sentence, decided.get(sentence.index)))
            if _ORDERS.search(sentence.low)
            else []
        )
        yield from given
        if latest and not given and sentence.kind in ("decision", "proposal"):
            yield from _further(scene, sentence, latest)
        latest = given[0].subject if given else latest
        yield from _named(scene, sentence, known)
        if sentence.kind not in _NO_DUTY and _given(scene, sentence) is None:
            yield from _responsibility(scene, sentence, known)


_ORDERS = re.compile(r"uppdr|\bska(?:ll)?\b")
# "Rutinen ska lämnas till X senast D" says more of the assignment that stands before it.
_FURTHER = re.compile(
    r"\bska(?:ll)? (?:lämnas|redovisas|återrapporteras|rapporteras|presenteras|vara (?:klar|färdig)\w*)\b|^(?:uppdraget|redovisning\w*|återrapportering\w*) ",
    re.IGNORECASE,
)


def _further(scene: Scene, sentence: Sentence, node: Node) -> Iterator[Fact]:
    if not _FURTHER.search(sentence.text):
        return
    day = _deadline(sentence)
    yield from Teller(scene, sentence, "assignment.further", 0.75)(
        node,
        ("sam:reportTo", _receivers(sentence)),
        ("sam:deadline", date_literal(day) if day and len(day) == 10 else None),
    )


def _named_assignments(scene: Scene) -> dict[str, Node]:
    """Return the assignments that the document introduces by a noun of their own, by that noun."""
    known: dict[str, Node] = {}
    for sentence in scene.sentences:
        hit = _DECIDED_ON.search(sentence.form) if "uppdrag" in sentence.low else None
        noun = _NOUN.search(hit.group("what")) if hit else None
        if hit and noun:
            node = statement(scene, sentence, "sam:Assignment", label=hit.group("what"), part="named")
            known.setdefault(noun.group("noun").casefold(), node)
    return known


def _assignment(scene: Scene, sentence: Sentence, decision: Node | None) -> Iterator[Fact]:
    found = _given(scene, sentence)
    if found is None:
        return
    giver, takers, task = found
    day = _deadline(sentence)
    receivers = _receivers(sentence)
    content = " ".join((*(t.key for t in takers), *(r.key for r in receivers), day or task))
    node = statement(scene, sentence, "sam:Assignment", label=_title(sentence, task))
    if day or receivers:
        # The same order repeated in other words ("X vill därför att ...") is the same assignment.
        node = replace(node, key=statement_key(node.types, scene.doc.id, content))
    proposed = sentence.kind == "proposal"
    aim = _WITH_AIM.search(_WHEN.sub("", task))
    others = tuple(
        m for m in sentence.mentions if m.kind in "GXFPAR" and m.node not in (*takers, *receivers, giver)
    )
    tell = Teller(
        scene, sentence, "assignment.given", 0.85, modality=_PLANNED if proposed else _STATED, voice=giver
    )
    yield from tell(
        node,
        ("sam:assignedBy", giver),
        ("sam:assignedTo", takers),
        ("sam:reportTo", receivers),
        ("sam:deadline", date_literal(day) if day and len(day) == 10 else None),
        ("dcterms:type", _kind(task)),
        ("sam:concerns", nodes(others)),
        ("sam:targetGroup", nodes(sentence.of_kind("T"))),
        ("sam:purpose", swedish(sentence.plain(aim.group("aim") or aim.group("aim2"))) if aim else None),
        ("sam:status", "samc:st-proposed" if proposed else None),
    )
    if decision is not None and not proposed:
        yield from tell(decision, ("sam:establishes", node))


_STATED = "samc:mod-stated"
_PLANNED = "samc:mod-planned"


def _given(scene: Scene, sentence: Sentence) -> tuple[Node | None, tuple[Node, ...], str] | None:
    """Return (giver, takers, task form) when the sentence gives an assignment."""
    deciding = sentence.kind in ("decision", "proposal")
    patterns = (*_GIVEN, _WANTS, *((_ORDERED, _ORDERED_INVERTED) if deciding else ()))
    for pattern in patterns:
        hit = pattern.search(sentence.form)
        if hit is None or (
            _PLACED.search(sentence.form[: hit.start("taker")]) and pattern in (_ORDERED, _ORDERED_INVERTED)
        ):
            continue
        takers = nodes(sentence.captured(hit, "taker"))
        named = nodes(sentence.captured(hit, "giver"))
        giver = named[0] if named else scene.owner(sentence.section)
        if giver in takers and len(takers) == 1:
            continue
        return giver, takers, hit.group("task")
    return None


def _deadline(sentence: Sentence) -> str | None:
    """Return the day by which the sentence wants something done, as precise as it is said."""
    for hit in _BY_WHEN.finditer(sentence.form):
        day = sentence.captured(hit, "day")[0].node.label
        if re.match(r"\d{4}", day):
            return day
    return None


def _receivers(sentence: Sentence) -> tuple[Node, ...]:
    hit = _TO_WHOM.search(sentence.form)
    if hit is None:
        return ()
    found = (*sentence.captured(hit, "to"), *sentence.captured(hit, "to2"), *sentence.captured(hit, "to3"))
    return nodes(tuple(m for m in found if m.kind in "OUKXL"))


_WHEN = re.compile(r",?\s*\b(?:senast|före|till|innan)(?: \w+){0,2}? (?:den )?⟨D\d+⟩", re.IGNORECASE)


def _title(sentence: Sentence, task: str) -> str:
    """Return what is to be done, without the day by which."""
    return sentence.plain(_WHEN.sub("", task)).strip()


def _kind(task: str) -> str:
    if _REPORTS.search(task):
        return "samc:asg-reporting"
    for kind, pattern in _TASK_KINDS:
        if pattern.search(task):
            return kind
    return "samc:asg-task"


_TASK_KINDS = (
    (
        "samc:asg-collaboration",
        re.compile(r"samarbetsuppdrag|samverkansuppdrag|\bsamverka\b|\bsamarbeta\b", re.IGNORECASE),
    ),
    ("samc:asg-followup", re.compile(r"följa upp|utvärdera|uppföljning", re.IGNORECASE)),
    (
        "samc:asg-investigate",
        re.compile(r"\b(?:utreda|kartlägga|undersöka|se över|pröva|analysera)\b", re.IGNORECASE),
    ),
    (
        "samc:asg-plan",
        re.compile(
            r"\b(?:ta fram|upprätta|utarbeta|arbeta fram)\b[^.]*\b\w*(?:plan|strategi|program)", re.IGNORECASE
        ),
    ),
)


def _named(scene: Scene, sentence: Sentence, known: dict[str, Node]) -> Iterator[Fact]:
    """Yield the assignments spoken of by a noun: decided on, handed out, and what they aim at."""
    if "uppdrag" not in sentence.low:
        return
    decided = _DECIDED_ON.search(sentence.form)
    if decided and sentence.kind not in ("decision", "proposal"):
        yield from _decided_on(scene, sentence, decided, known)
    handed = _NAMED_TASK.search(sentence.form)
    if handed:
        yield from _handed_out(scene, sentence, handed, known)
    aims = _AIMS.match(sentence.text)
    node = _spoken_of(sentence, known) if aims else None
    if aims and node:
        yield from Teller(scene, sentence, "assignment.aim", 0.85)(
            node, ("sam:purpose", swedish(aims.group("aim")))
        )


def _spoken_of(sentence: Sentence, known: dict[str, Node]) -> Node | None:
    noun = _NOUN.search(sentence.low)
    return known.get(noun.group("noun")) if noun else None


def _decided_on(
    scene: Scene, sentence: Sentence, hit: re.Match[str], known: dict[str, Node]
) -> Iterator[Fact]:
    """Yield a decision that the text reports, and the assignments it was about."""
    node = _spoken_of_text(hit.group("what"), known)
    givers = nodes(sentence.captured(hit, "giver"))
    if node is None or not givers:
        return
    decision = statement(
        scene, sentence, "sam:Decision", label=f"{givers[0].label}: beslut om {hit.group('what')}"
    )
    when = next((date_literal(m.node.label) for m in sentence.of_kind("D")), None)
    tell = Teller(scene, sentence, "decision.reported", 0.8)
    yield from tell(decision, ("sam:decidedBy", givers[0]), ("dcterms:date", when), ("sam:establishes", node))
    yield from tell(
        node,
        ("sam:assignedBy", givers[0]),
        ("dcterms:type", _kind(hit.group("what"))),
        ("sam:validFrom", when),
        ("dcterms:description", swedish(hit.group("what"))),
    )


def _spoken_of_text(text: str, known: dict[str, Node]) -> Node | None:
    noun = _NOUN.search(text.casefold())
    return known.get(noun.group("noun")) if noun else None


def _handed_out(
    scene: Scene, sentence: Sentence, hit: re.Match[str], known: dict[str, Node]
) -> Iterator[Fact]:
    task = hit.group("task") or hit.group("task2")
    takers = nodes(sentence.captured(hit, "taker") or sentence.captured(hit, "taker2"))
    whole = _spoken_of_text(task, known)
    node = statement(scene, sentence, "sam:Assignment", label=sentence.plain(task), part="handed")
    yield from Teller(scene, sentence, "assignment.handed", 0.8)(
        node,
        ("sam:assignedTo", takers),
        ("dcterms:type", _kind(task)),
        ("sam:targetGroup", nodes(sentence.of_kind("T"))),
        ("dcterms:isPartOf", whole),
    )


def _responsibility(scene: Scene, sentence: Sentence, known: dict[str, Node]) -> Iterator[Fact]:
    lead = sentence.lead
    whole = _spoken_of(lead, known) if lead and _MEANS.search(lead.text) else None
    if lead and whole:
        yield from _entailed(scene, sentence, whole)
        return
    taken: set[tuple[str, tuple[Node, ...]]] = set()
    for kind, pattern in _DUTY:
        for hit in pattern.finditer(sentence.form):
            holders = _holders(sentence, hit)
            if holders and (kind, holders) not in taken:
                taken.add((kind, holders))
                yield from _held(scene, sentence, kind, holders, hit.group("what"))
    if not taken:
        yield from _ordered_duty(scene, sentence)


def _holders(sentence: Sentence, hit: re.Match[str]) -> tuple[Node, ...]:
    if _PLACED.search(sentence.form[: hit.start("who")]):
        return ()
    return nodes(sentence.captured(hit, "who"))


def _held(
    scene: Scene, sentence: Sentence, kind: str, holders: tuple[Node, ...], what: str
) -> Iterator[Fact]:
    text = sentence.plain(what)
    node = statement(scene, sentence, "sam:Responsibility", label=text, part=f"{kind} {holders[0].key}")
    yield from Teller(scene, sentence, "responsibility", 0.75, negative=kind == "samc:resp-exclusion")(
        node,
        ("dcterms:type", kind),
        ("sam:responsible", holders),
    )


def _ordered_duty(scene: Scene, sentence: Sentence) -> Iterator[Fact]:
    """Yield "X ska ..." outside a decision: a standing duty of X, where X is the one who acts."""
    for pattern in (_ORDERED, _ORDERED_INVERTED):
        hit = pattern.search(sentence.form)
        if hit is None or _PLACED.search(sentence.form[: hit.start("taker")]):
            continue
        if _SUBORDINATE.search(sentence.form[: hit.start("taker")]) or _NO_ACT.match(hit.group("task")):
            continue
        yield from _held(
            scene, sentence, "samc:resp-duty", nodes(sentence.captured(hit, "taker")), hit.group("task")
        )
        return


# "hur X ska ..." asks, "X ska inkluderas" happens to X, "X ska bestå av" is for the composition frames.
_SUBORDINATE = re.compile(r"\b(?:hur|om|huruvida|att|vad|vilka?|när|där|som)\b[^,;]*$", re.IGNORECASE)
_NO_ACT = re.compile(
    r"\s*(?:inte\b|bestå|ingå|vara\b|ha\b|\w+as\b|\w+[dn]ras\b|finnas|kunna|få\b|bli\b)", re.IGNORECASE
)


def _entailed(scene: Scene, sentence: Sentence, whole: Node) -> Iterator[Fact]:
    kind = next((kind for kind, pattern in _ITEM_KIND if pattern.search(sentence.text)), "samc:resp-task")
    node = statement(scene, sentence, "sam:Responsibility", part=kind)
    tell = Teller(scene, sentence, "responsibility.entailed", 0.85)
    yield from tell(node, ("dcterms:type", kind))
    yield from tell(whole, ("sam:entails", node))
