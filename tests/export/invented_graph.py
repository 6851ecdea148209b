"""A tiny finished graph about Tallmyra, a municipality that does not exist, and a hostile twin of it."""

from dataclasses import replace

from graph.ids import expand
from graph.model import Assertion, Entity, Evidence, Knowledge, Literal, Source

BASE = "https://w3id.org/samverkan/id/"
OWN = BASE + "tallmyra/"

LABELS = {
    "sam:hasParticipant": "har deltagare",
    "sam:assignedTo": "uppdragstagare",
    "sam:identifies": "pekar ut",
    "sam:affects": "berör",
    "sam:addresses": "bemöter",
    "sam:targetGroup": "målgrupp",
    "sam:madeBy": "gjord av",
    "samc:mod-stated": "konstaterat",
    "samc:mod-possible": "möjligt",
    "samc:mod-denied": "förnekat",
    "samc:gap-entry": "otydlig väg in",
    "samc:doc-minutes": "protokollsutdrag",
    "samc:top-housing": "boende",
    "samc:pos-partly": "instämmer delvis",
    "sam:Finding": "iakttagelse",
    "samc:st-done": "genomförd",
}

THINGS = (
    ("organ/kommunstyrelsen", "sam:Committee sam:PoliticalBody", "Kommunstyrelsen", ("KS",)),
    ("organ/skolnamnden", "sam:Committee sam:PoliticalBody", "Skolnämnden", ()),
    ("organ/revisionen", "sam:PoliticalBody", "Kommunrevisionen", ()),
    ("enhet/skolforvaltningen", "sam:Administration", "Skolförvaltningen", ()),
    ("aktor/friskolorna", "sam:ExternalActor sam:ActorGroup", "friskolorna", ()),
    ("aktor/boklunden", "sam:ExternalActor", "Boklundens bostäder", ()),
    ("samverkan/ortsradet", "sam:Forum sam:Arrangement", "Ortsrådet", ()),
    ("samverkan/tysta-natverket", "sam:Forum sam:Arrangement", "Tysta nätverket", ()),
    ("uppdrag/redovisa", "sam:Assignment", "Redovisa hur friskolorna bjuds in", ()),
    ("uppdrag/oppet", "sam:Assignment", "Gemensamma rutiner", ()),
    ("forhallande/vag-in", "sam:Gap sam:Condition", "otydlig väg in för friskolorna", ()),
    ("utsaga/vag-in", "sam:Finding sam:Claim", "friskolorna vet inte vart de ska vända sig", ()),
    ("utsaga/stallning", "sam:Stance sam:Claim", "nämnden ser delvis samma sak", ()),
    ("atgard/lots", "sam:Measure", "En lots har anställts", ()),
    ("kontakt/lotsen", "sam:ContactPoint", "Lotsen", ()),
    ("begrepp/unga", "sam:TargetGroup", "unga", ()),
    ("person/nn", "foaf:Person", "Nova Namnsson", ()),
)

_MEET = "Skolnämnden och friskolorna möts i Ortsrådet."
_REPORT = "Skolnämnden ska senast 9 mars 2031 redovisa."
_LOST = "Friskolorna vet inte vart de ska vända sig."
_STANCE = "Vi delar bilden i viss mån."
_PILOT = "En lots har anställts för friskolorna."

FACTS: tuple[tuple[str, str, str | Literal, str], ...] = (
    ("samverkan/ortsradet", "sam:hasParticipant", "organ/skolnamnden", _MEET),
    ("samverkan/ortsradet", "sam:hasParticipant", "aktor/friskolorna", _MEET),
    ("samverkan/ortsradet", "sam:targetGroup", "begrepp/unga", "Ortsrådet vänder sig till unga."),
    ("samverkan/ortsradet", "dcterms:subject", "samc:top-housing", "Rådet talar om boende."),
    ("samverkan/tysta-natverket", "rdf:type", "sam:Forum", "Tysta nätverket nämns."),
    ("uppdrag/redovisa", "sam:assignedBy", "organ/kommunstyrelsen", _REPORT),
    ("uppdrag/redovisa", "sam:assignedTo", "organ/skolnamnden", _REPORT),
    ("uppdrag/redovisa", "sam:deadline", Literal("2031-03-09", "xsd:date"), _REPORT),
    ("uppdrag/oppet", "sam:assignedTo", "organ/skolnamnden", "Nämnden får uppdraget Gemensamma rutiner."),
    ("forhallande/vag-in", "dcterms:type", "samc:gap-entry", _LOST),
    ("forhallande/vag-in", "sam:affects", "aktor/friskolorna", _LOST),
    ("utsaga/vag-in", "sam:madeBy", "organ/revisionen", _LOST),
    ("utsaga/vag-in", "sam:identifies", "forhallande/vag-in", _LOST),
    ("utsaga/stallning", "sam:stanceOn", "utsaga/vag-in", _STANCE),
    ("utsaga/stallning", "sam:madeBy", "organ/skolnamnden", _STANCE),
    ("utsaga/stallning", "sam:position", "samc:pos-partly", _STANCE),
    ("atgard/lots", "sam:addresses", "forhallande/vag-in", _PILOT),
    ("atgard/lots", "sam:status", "samc:st-done", _PILOT),
    ("kontakt/lotsen", "sam:contactFor", "aktor/friskolorna", "Friskolor vänder sig till lotsen."),
    ("person/nn", "rdf:type", "foaf:Person", "Nova Namnsson, ordförande"),
)


def said(subject, predicate, value, quote, *, start=0, **more):
    """Return an assertion as the finished graph holds it, from keys."""
    target = OWN + value if isinstance(value, str) and ":" not in value else value
    passage = Evidence(document="protokoll-1", page=2, start=start, end=start + len(quote), quote=quote)
    values = {"origin": "regel.exempel", "confidence": 0.9, "evidence": (passage,)} | more
    return Assertion(subject=OWN + subject, predicate=predicate, object=target, **values)


def assertions():
    """Return every fact of FACTS, and one that is merely possible, one that is denied, one told twice."""
    offsets = {quote: 100 * n for n, quote in enumerate(dict.fromkeys(fact[3] for fact in FACTS))}
    plain = [said(*fact, start=offsets[fact[3]]) for fact in FACTS]
    twice = plain[0]
    again = replace(
        twice.evidence[0], document="svar-2", page=None, start=7, end=7 + len(twice.evidence[0].quote)
    )
    plain[0] = replace(twice, evidence=(*twice.evidence, again))
    maybe = said(
        "samverkan/ortsradet",
        "sam:hasParticipant",
        "aktor/boklunden",
        "Boklunden kan komma att delta.",
        start=5000,
        modality="samc:mod-possible",
    )
    denied = said(
        "samverkan/ortsradet",
        "sam:hasParticipant",
        "enhet/skolforvaltningen",
        "Skolförvaltningen deltar inte.",
        start=6000,
        negative=True,
    )
    return (*plain, maybe, denied)


def knowledge(**changes):
    """Return the finished graph; fields of Knowledge may be replaced."""
    entities = {
        OWN + key: Entity(iri=OWN + key, types=tuple(types.split()), label=label, aliases=aliases)
        for key, types, label, aliases in THINGS
    }
    sources = (
        Source(
            name="protokoll.txt",
            sha256="a" * 64,
            document="protokoll-1",
            title="Protokoll § 12",
            kind="samc:doc-minutes",
            pages=3,
            characters=8000,
        ),
        Source(
            name="svar.html", sha256="b" * 64, document="svar-2", title="Svar från nämnden", characters=900
        ),
        Source(name="skannat.pdf", sha256="c" * 64, reason="Ingen text; OCR krävs."),
    )
    values = {
        "municipality": "Tallmyra kommun",
        "base": BASE,
        "entities": entities,
        "assertions": assertions(),
        "sources": sources,
        "graph_hash": "5eed" * 16,
        "labels": LABELS | {expand(name): label for name, label in LABELS.items()},
    }
    return Knowledge(**(values | changes))


PAYLOADS = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "</style><img src=x onerror=window.pwned=1>",
    'x" onmouseover="window.pwned=1',
    '<a href="javascript:window.pwned=1">klicka</a>',
    "[klicka](javascript:window.pwned=1) ![x](http://ond.example/x.png)",
    "]]> <![CDATA[ & &amp; <!--",
    "{{7*7}} {% raw %} ${7*7} #{7*7}",
    "<svg onload=window.pwned=1>",
    '=HYPERLINK("http://ond.example";"klicka")',
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "＝1＋1",
    "\t=1+1",
    "nämn\x00d\x07en\x1b[31m",
    "åt\u202eredna\u2066 höger\u2069",
    "rad ett\nrad två\r\nrad tre\u2028rad fyra",
    "\ud800 ensam \ufffe",
)


def hostile(payload):
    """Return the graph with the payload in every text that a document or file name can put there."""
    graph = knowledge()
    entities = {
        iri: replace(e, label=f"{payload} {e.label}", aliases=(payload,)) for iri, e in graph.entities.items()
    }
    claims = tuple(
        replace(
            c,
            evidence=tuple(replace(e, quote=payload) for e in c.evidence),
            origin=payload,
            object=replace(c.object, value=payload) if isinstance(c.object, Literal) else c.object,
        )
        for c in graph.assertions
    )
    sources = tuple(
        replace(
            s,
            name=payload,
            title=payload if s.document else "",
            reason=payload if s.reason else "",
            notes=(payload,),
        )
        for s in graph.sources
    )
    return replace(graph, municipality=payload, entities=entities, assertions=claims, sources=sources)
