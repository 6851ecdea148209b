"""Sections of invented documents: what each heading makes of the text below it."""

from itertools import pairwise

import pytest

from graph.model import SECTION_KINDS, Section, Text
from graph.read.headings import heading_kind
from graph.read.sections import document_kind, document_title, find_sections
from graph.read.signatures import signature_blocks
from graph.read.source import Line, RawText
from graph.read.tidy import tidy


def read(raw: str, *headings: str) -> tuple[Text, tuple[Section, ...]]:
    """Read a text as physical lines; lines that stand in `headings` are marked so by the format."""
    lines, place = [], 0
    for line in raw.split("\n"):
        kind = "heading" if line in headings else "line"
        lines.append(Line(start=place, end=place + len(line), kind=kind, level=1 if kind == "heading" else 0))
        place += len(line) + 1
    text, blocks = tidy(RawText(raw=raw, lines=tuple(lines), pages=(), media="text/plain"))
    return text, find_sections(text, blocks)


def outline(raw: str, *headings: str) -> list[tuple[str, int, str, int]]:
    """Return kind, case, heading and number of blocks of each section."""
    text, sections = read(raw, *headings)
    return [
        (s.kind, s.case, text.tidy[s.heading.start : s.heading.end] if s.heading else "", len(s.blocks))
        for s in sections
    ]


HEADINGS = [
    ("Beslut", "decision"),
    ("Beslut:", "decision"),
    ("Skolnämndens beslut", "decision"),
    ("Barn- och skolnämndens i Talby beslut", ""),
    ("Nämnden för Lek & Lärandes beslut", "decision"),
    ("Skolnämndens beslut § 31", "decision"),
    ("Skolnämndens beslut 2031-04-16, § 31", "decision"),
    ("Förslag till beslut", "proposal"),
    ("Skolnämndens förslag till beslut", "proposal"),
    ("Förslag till kommunfullmäktiges beslut", "proposal"),
    ("Sammanfattning", "summary"),
    ("Sammanfattning av ärendet", "summary"),
    ("1. Sammanfattning", "summary"),
    ("Bakgrund", "background"),
    ("2.1 Bakgrund och syfte", "background"),
    ("Ärendet", "background"),
    ("Ärendet i sin helhet", "background"),
    ("Beskrivning av ärendet", "background"),
    ("Skolförvaltningens bedömning", "assessment"),
    ("Förvaltningens synpunkter och förslag", "assessment"),
    ("Barnperspektivet", "assessment"),
    ("Ekonomi", "body"),
    ("Beslutsunderlag", "enclosures"),
    ("Underlag", "enclosures"),
    ("Bilagor", "enclosures"),
    ("Beslutet expedieras till", "recipients"),
    ("Beslutet skickas till:", "recipients"),
    ("Beslut sänds till", "recipients"),
    ("Expedieras", "recipients"),
    ("Kopia till", "recipients"),
    ("Samverkan", "samverkan"),
    ("Närvarande", "attendance"),
    ("Beslutande Ledamöter Tjänstgörande ersättare", "attendance"),
    ("Plats och tid", "attendance"),
    ("Övriga", ""),
    ("Reservation", "reservation"),
    ("Yrkanden", "reservation"),
    ("Beslutsgång", "reservation"),
    ("Underskrifter", "signatures"),
    ("Innehåll", "contents"),
    ("Innehållsförteckning", "contents"),
    ("Parter", "body"),
    ("Syfte", "body"),
    ("Parternas åtaganden", "body"),
    ("Giltighet", "body"),
    ("Beslutet gäller från årsskiftet.", ""),
    ("beslut", ""),
    ("Bakgrunden är att", ""),
    ("Förslag till beslut som nämnden ska ta ställning till under den kommande hösten", ""),
]


@pytest.mark.parametrize(("line", "kind"), HEADINGS)
def test_the_vocabulary_of_headings(line: str, kind: str) -> None:
    assert heading_kind(line) == kind


def test_every_heading_kind_is_a_section_kind() -> None:
    assert {heading_kind(line) for line, _ in HEADINGS} - {"", "samverkan"} <= set(SECTION_KINDS)


MEMO = """TJÄNSTESKRIVELSE
Skolkontoret
2031-02-03 TK 31/0042
Skolnämnden

Avtal med föreningen Lyktan
Förslag till beslut
1. Skolnämnden godkänner avtalet.
2. Skolnämnden uppdrar åt skolchefen att teckna det.
Sammanfattning
Avtalet gäller i två år och omfattar läxhjälp i tre skolor.
Samverkan
{samverkan}
Ada Ek Bo Alm
Skolchef Enhetschef
Beslut sänds till
Föreningen Lyktan"""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Ärendet har samverkats med de fackliga organisationerna.", "consultation"),
        ("Förhandling enligt MBL har ägt rum.", "consultation"),
        ("Frågan togs upp i FSG den 4 maj.", "consultation"),
        ("Skolan samarbetar med polisen och föreningarna i området.", "body"),
    ],
)
def test_a_memo(content: str, kind: str) -> None:
    assert outline(MEMO.format(samverkan=content)) == [
        ("head", 0, "", 5),
        ("proposal", 0, "Förslag till beslut", 2),
        ("summary", 0, "Sammanfattning", 1),
        (kind, 0, "Samverkan", 1),
        ("signatures", 0, "", 2),
        ("recipients", 0, "Beslut sänds till", 1),
    ]


MINUTES = """TALBY KOMMUN
Sammanträdesprotokoll
Skolnämnden
Plats och tid: Kommunhuset kl. 13
Närvarande
Ada Ek (X), ordförande
Bo Alm (Y)

§ 11 Dnr SKN 2031-00011
Plan för trygga skolvägar

Beslut
Skolnämnden antar planen.

Beslutet skickas till
Polisen i Talby

§ 12 Dnr SKN 2031-00012
Svar på motion om läxhjälp

Skolnämndens beslut
Motionen avslås.

Reservation
Bo Alm (Y) reserverar sig mot beslutet.

Ada Ek
Ordförande
Svar på motion om läxhjälp
Förslag till beslut
Motionen avslås."""


def test_minutes_with_two_cases() -> None:
    assert outline(MINUTES) == [
        ("head", 0, "", 3),
        ("attendance", 0, "Plats och tid", 1),
        ("attendance", 0, "Närvarande", 2),
        ("head", 1, "§ 11 Dnr SKN 2031-00011", 1),
        ("decision", 1, "Beslut", 1),
        ("recipients", 1, "Beslutet skickas till", 1),
        ("head", 2, "§ 12 Dnr SKN 2031-00012", 1),
        ("decision", 2, "Skolnämndens beslut", 1),
        ("reservation", 2, "Reservation", 1),
        ("signatures", 2, "", 2),
        ("head", 2, "Svar på motion om läxhjälp", 0),
        ("proposal", 2, "Förslag till beslut", 1),
    ]


def test_a_title_in_a_list_is_an_entry() -> None:
    raw = "§ 3 Dnr SKN 2031-00003\nPlan för trygga skolvägar\n\nBeslut\nRådet antar planen.\n\nUnderlag\n"
    assert outline(f"{raw}Plan för trygga skolvägar\n\nBeslutet skickas till\nPolisen")[2:] == [
        ("enclosures", 1, "Underlag", 1),
        ("recipients", 1, "Beslutet skickas till", 1),
    ]


def test_a_marked_title_below_the_number_of_the_case() -> None:
    raw = "§ 78\nDnr SKN 2031-00078\nPlan för trygga skolvägar\nBeslut\nRådet antar planen."
    assert outline(raw, "Plan för trygga skolvägar")[0] == ("head", 1, "§ 78", 2)


SIGNATURES = [
    (["Texten är slut.", "Ada Ek", "Skolchef", "Bo Alm", "Granskare"], {1, 2, 3, 4}),
    (
        ["För Talby kommun", "Ada Ek", "Skolchef", "För regionen", "Bo Alm", "Sjukvårdsdirektör"],
        {0, 1, 2, 3, 4, 5},
    ),
    (["Texten är slut.", "Ada Ek Ordförande", "Bo Alm Kultur- och skolchef"], {1, 2}),
    (["Vid protokollet", "Ada Ek", "Sekreterare", "ada.ek@talby.example", "070-000 00 00"], {0, 1, 2, 3}),
    (["För Talby Bostäder AB", "Ada Ek", "Verkställande direktör"], {0, 1, 2}),
    (["För vägen finns ingen ansvarig.", "Ada Ek", "Skolchef"], {1, 2}),
    (["Skolnämnden", "Socialchef"], set()),
    (["Ada Ek", "Bo Alm"], set()),
    (["Talby Bostäder", "Fjärdens Förskola"], set()),
]


@pytest.mark.parametrize(("lines", "expected"), SIGNATURES)
def test_signatures(lines: list[str], expected: set[int]) -> None:
    assert signature_blocks(lines) == expected


def test_one_case_in_two_bodies() -> None:
    raw = "KS § 88\nAU § 71\nRemiss: Plan för unga\n\nKommunstyrelsens beslut\nYttrandet lämnas."
    assert outline(raw) == [("head", 1, "KS § 88", 2), ("decision", 1, "Kommunstyrelsens beslut", 1)]


def test_paragraphs_of_a_regulation_are_no_cases() -> None:
    raw = "Reglemente för ungdomsrådet\n\n1 §\nRådet ska höras om unga.\n\n2 §\nRådet möts varje månad."
    assert outline(raw) == [("head", 0, "", 1), ("body", 0, "1 §", 1), ("body", 0, "2 §", 1)]


def test_paragraphs_of_an_agreement_are_no_cases() -> None:
    raw = (
        "Avtal om fältarbete\n§ 1 Parter\nTalby kommun och Region Norrvidd.\n§ 2 Syfte\nAtt unga ska få stöd."
    )
    assert outline(raw) == [("head", 0, "", 1), ("body", 0, "§ 1 Parter", 1), ("body", 0, "§ 2 Syfte", 1)]


@pytest.mark.parametrize(
    "contents",
    [
        "Innehåll\nSammanfattning ........ 3\nBakgrund ........ 4\nRådets arbete ........ 5\n",
        "Innehållsförteckning\n1. Sammanfattning 3\n2. Bakgrund 4\n3. Rådets arbete 5\n",
        "Innehåll\nSammanfattning\nBakgrund\nRådets arbete\n",
    ],
)
def test_tables_of_contents(contents: str) -> None:
    raw = f"Granskning av rådet\n{contents}\nSammanfattning\nRådet möts sällan.\n\nBakgrund\nRådet är nytt."
    assert outline(raw) == [
        ("head", 0, "", 1),
        ("contents", 0, contents.partition("\n")[0], 3),
        ("summary", 0, "Sammanfattning", 1),
        ("background", 0, "Bakgrund", 1),
    ]


WEB = """Hoppa till innehåll
Vi använder kakor (cookies) för att förbättra webbplatsen.
Ungdomsrådet i Talby
Senast uppdaterad: 3 maj 2031
Rådet möts varje månad och tar upp frågor som rör unga i kommunens alla delar.
I rådet sitter åtta unga, två från vardera högstadieskola, och en politiker från skolnämnden.
Relevanta dokument
Reglemente för ungdomsrådet i Murånger
Skolnämnden i Murånger, protokoll
Kontakt
Ring växeln."""


def test_web_furniture_is_set_aside() -> None:
    assert outline(WEB) == [
        ("furniture", 0, "", 2),
        ("head", 0, "", 1),
        ("furniture", 0, "", 1),
        ("body", 0, "", 2),
        ("furniture", 0, "", 3),
        ("body", 0, "Kontakt", 1),
    ]


def test_an_unknown_heading_under_a_known_one() -> None:
    raw = (
        "Ärendet i sin helhet\nRådet har mötts fyra gånger och tagit upp trygga skolvägar.\n\n"
        "Rådets arbete med skolorna\n\nSkolorna har bjudits in till mötena men har sällan kunnat delta.\n\n"
        "Polisen förbinder sig att\n- delta i rådet."
    )
    assert outline(raw) == [
        ("background", 0, "Ärendet i sin helhet", 1),
        ("background", 0, "Rådets arbete med skolorna", 3),
    ]


def test_marked_headings_that_nobody_knows() -> None:
    raw = "Ungdomsrådet\nVilka vi är\nRådet är åtta unga.\nSå jobbar vi\nRådet möts varje månad."
    assert outline(raw, "Ungdomsrådet", "Vilka vi är", "Så jobbar vi") == [
        ("head", 0, "Ungdomsrådet", 0),
        ("body", 0, "Vilka vi är", 1),
        ("body", 0, "Så jobbar vi", 1),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "content"),
    [
        ("Närvarande: Ada Ek, Bo Alm", "attendance", "Ada Ek, Bo Alm"),
        ("Beslutet skickas till: Skolnämnden, Polisen i Talby", "recipients", "Skolnämnden, Polisen i Talby"),
        ("Beslut: Rådet antar planen.", "decision", "Rådet antar planen."),
        ("Bilagor: Plan för unga", "enclosures", "Plan för unga"),
    ],
)
def test_a_heading_and_its_content_on_one_line(line: str, kind: str, content: str) -> None:
    text, sections = read(f"Protokoll från rådet\n\n{line}")
    section = sections[-1]
    assert section.kind == kind
    assert [text.tidy[b.start : b.end] for b in section.blocks] == [content]


@pytest.mark.parametrize(
    ("title", "kind"), [("Protokoll från rådet", "attendance"), ("Rådet i Talby", "body")]
)
def test_members_outside_minutes_are_what_a_body_is_made_of(title: str, kind: str) -> None:
    assert outline(f"{title}\n\nLedamöter\n• två från skolnämnden\n• en från polisen")[-1][0] == (
        "body" if kind == "body" else "attendance"
    )


def test_every_block_is_in_one_section() -> None:
    for raw in (MEMO, MINUTES, WEB):
        text, sections = read(raw)
        spans = [b for s in sections for b in (s.heading, *s.blocks) if b]
        assert all(low.end <= high.start for low, high in pairwise(spans))
        covered = "".join(text.tidy[b.start : b.end] for b in spans)
        assert covered == text.tidy.replace("\n", "").replace("tid: K", "tidK")


KINDS = [
    ("minutes", MINUTES, "Sammanträdesprotokoll Skolnämnden", "samc:doc-minutes"),
    (
        "letter",
        "Talby friskola\nTalby den 4 mars 2031\nTill Skolnämnden i Talby\n\nINGEN SVARAR OSS\n\n"
        "Vi vänder oss till nämnden eftersom ingen svarar när skolan ringer.\n\nMed vänlig hälsning\nAda Ek",
        "INGEN SVARAR OSS",
        "samc:doc-letter",
    ),
    (
        "decision with its paragraph in the heading",
        "Skolnämnden\n2031-04-16\nYttrande över granskning av skolvägar\n\nSkolnämndens beslut § 31\n"
        "Skolnämnden godkänner yttrandet.",
        "Yttrande över granskning av skolvägar",
        "samc:doc-response",
    ),
    ("memo", MEMO, "Avtal med föreningen Lyktan", "samc:doc-memo"),
    (
        "answer without a case",
        "Svar på granskning av skolvägar\n\nSkolnämndens beslut\nSvaret lämnas till revisorerna.",
        "Svar på granskning av skolvägar",
        "samc:doc-response",
    ),
    (
        "answer in minutes",
        "§ 4 Dnr SKN 2031-00004\nSvar på granskning av skolvägar\n\nBeslut\nSvaret godkänns.",
        "Svar på granskning av skolvägar",
        "samc:doc-minutes",
    ),
    (
        "audit report",
        "Talby kommun\nGranskning av skolvägar\nRevisionsrapport\n\nSammanfattning\nVi rekommenderar detta.",
        "Granskning av skolvägar",
        "samc:doc-audit-report",
    ),
    (
        "regulation",
        "Reglemente för rådet\n\n1 §\nRådet ska höras.",
        "Reglemente för rådet",
        "samc:doc-regulation",
    ),
    (
        "agreement",
        "Överenskommelse om fältarbete i Talby\nParter\nTalby kommun och polisen.",
        "Överenskommelse om fältarbete i Talby",
        "samc:doc-agreement",
    ),
    (
        "plan",
        "Handlingsplan för trygga skolvägar\n\nSyfte\nBarn ska nå fram.",
        "Handlingsplan för trygga skolvägar",
        "samc:doc-plan",
    ),
    (
        "routine",
        "Rutin för orosanmälan\n\nSyfte\nAlla ska veta.",
        "Rutin för orosanmälan",
        "samc:doc-routine",
    ),
    (
        "referral",
        "Remissvar om plan för unga\n\nBakgrund\nRegionen har frågat.",
        "Remissvar om plan för unga",
        "samc:doc-referral",
    ),
    ("web page", WEB, "Ungdomsrådet i Talby", "samc:doc-page"),
    (
        "annual report",
        "Förbundet Åsen\nÅrsredovisning 2031\n\nOrganisation\nFörbundet har två anställda.",
        "Årsredovisning 2031",
        "samc:doc-annual-report",
    ),
    (
        "supervision",
        "Tillsyn av förskolan Lyktan\n\nBakgrund\nFörvaltningen har besökt den.",
        "Tillsyn av förskolan Lyktan",
        "samc:doc-supervision",
    ),
    (
        "steering document",
        "Riktlinjer för föreningsstöd\n\nSyfte\nStöd ska ges lika.",
        "Riktlinjer för föreningsstöd",
        "samc:doc-steering",
    ),
    (
        "letterhead poured into one line",
        "3 maj 2031 SKN-2031/42.910 1 (4) HANDLÄGGARE Ada Ek Bo Al 08-123 456 78 08-123 456 79 Skolnämnden "
        "Granskning av skolvägar svar på revisionsskrivelse\nSammanfattning\nNämnden delar bilden.",
        "Granskning av skolvägar svar på revisionsskrivelse",
        "samc:doc-response",
    ),
    (
        "title and form fields poured together",
        "Reglemente för skolnämnden i Talby kommun Dokumenttyp: Reglemente Antagen: 2031-05-25 "
        "Giltighetstid: Tillsvidare Dokumentansvar: Skolchefen\n1 § Nämnden ska höras.",
        "Reglemente för skolnämnden i Talby kommun",
        "samc:doc-regulation",
    ),
    (
        "title with municipality and authors behind it",
        "Revisionsrapport Granskning av skolvägar och samordning mellan sektorer Talby kommun Ada Ek Bo Al\n"
        "Sammanfattning\nVi rekommenderar detta.",
        "Revisionsrapport Granskning av skolvägar och samordning mellan sektorer",
        "samc:doc-audit-report",
    ),
    (
        "summons with a numbered agenda",
        "Kallelse till Talby trygghetsråd\n1 Dagordning godkänns\n2 Rapport om skolvägar\n3 Plan för hösten",
        "Kallelse till Talby trygghetsråd",
        "",
    ),
    ("unknown", "Hej och hå\n\nEtt två tre.", "Hej och hå", ""),
    ("empty", "", "", ""),
]


@pytest.mark.parametrize(
    ("raw", "title", "kind"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS]
)
def test_title_and_kind(raw: str, title: str, kind: str) -> None:
    text, sections = read(raw)
    found = document_title(text, sections)
    assert (found, document_kind(text, sections, found)) == (title, kind)


def test_a_paragraph_in_the_heading_of_a_decision_opens_a_case() -> None:
    raw = (
        "Yttrande över granskning\n\nSkolnämndens beslut § 31\nSkolnämnden godkänner yttrandet.\n\n"
        "Sammanfattning\nRevisorerna har granskat skolvägarna."
    )
    assert outline(raw) == [
        ("head", 0, "", 1),
        ("decision", 1, "Skolnämndens beslut § 31", 1),
        ("summary", 1, "Sammanfattning", 1),
    ]


def test_a_decision_below_its_paragraph_opens_no_second_case() -> None:
    raw = "§ 31 Dnr SKN 2031-00031\nSvar på motion\n\nSkolnämndens beslut § 31\nMotionen avslås."
    assert {case for _, case, _, _ in outline(raw)} == {1}


BELOW = "Rådet i Talby möts varje månad och följer frågan om skolfrånvaro."
NO_HEADINGS = [
    "Skolnämnden godkänner förvaltningens förslag till svar",
    "Syftet med planen är att minska frånvaron",
    "Vi rekommenderar",
    "Nämnden saknar en samlad bild av de grupper",
]


@pytest.mark.parametrize("line", NO_HEADINGS)
def test_a_line_that_says_something_is_no_heading(line: str) -> None:
    raw = f"Bakgrund\nAllt är sagt.\n\n{line}\n\n{BELOW}"
    assert [heading for _, _, heading, _ in outline(raw)] == ["Bakgrund"]


@pytest.mark.parametrize("line", ["Vad som har gjorts", "Hur arbetar rådet?", "Planerade åtgärder"])
def test_a_heading_of_unknown_words(line: str) -> None:
    raw = f"Bakgrund\nAllt är sagt.\n\n{line}\n\n{BELOW}"
    assert [heading for _, _, heading, _ in outline(raw)] == ["Bakgrund", line]


def test_the_rows_of_a_table_stay_together_under_its_caption() -> None:
    table = "Åtgärd\tAnsvarig\nBelysning\tTekniska nämnden\nBron\tRådet"
    text, sections = read(f"Bakgrund\nAllt är sagt.\n\nPlanerade åtgärder\n\n{table}")
    assert [text.tidy[b.start : b.end] for b in sections[-1].blocks] == [
        "Åtgärd\tAnsvarig",
        "Belysning\tTekniska nämnden",
        "Bron\tRådet",
    ]


GLUED = [
    (
        "proposal",
        "Förslag till beslut\nSkolnämndens beslut Som svar på skrivelsen lämnas det här yttrandet.",
    ),
    (
        "decision",
        "Skolnämndens beslut Skolnämnden godkänner yttrandet och lämnar det till revisorerna.",
    ),
    (
        "summary",
        "Sammanfattning Rådet har mötts fyra gånger under året och talat om barnens vägar till skolan.",
    ),
    (
        "attendance",
        "Protokoll\nAnmält förhinder Ada Ek, skolchef Bo Al, kommunpolis Cilla Du, ungdomssamordnare",
    ),
]


@pytest.mark.parametrize(("kind", "raw"), GLUED)
def test_a_heading_on_the_line_of_its_text_is_a_heading(kind: str, raw: str) -> None:
    assert outline(raw)[-1][0] == kind


def test_a_sentence_that_begins_like_a_heading_is_none() -> None:
    raw = "Talby\n\nBeslut i ärenden om skolvägar fattas av nämnden, som Talby kommun har gett den uppgiften."
    assert all(kind not in ("decision", "summary") for kind, *_ in outline(raw))
