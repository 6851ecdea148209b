"""Invented documents of an invented municipality, the same for the same number, in any amount.

    python bench/generate.py FOLDER --documents 1000 --characters 10000

Every document is a set of minutes, a memo, an audit report, an answer, an agreement or the page of a
forum. About two sentences in five say something that a reader of municipal documents would note; the
rest is prose made of common words, so that the work per page is like that of real papers.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

MUNICIPALITY = "Ängsvåla kommun"
AREAS = (
    "Barn- och utbildnings",
    "Social",
    "Kultur- och fritids",
    "Miljö- och byggnads",
    "Individ- och familjeomsorgs",
    "Vård- och omsorgs",
    "Arbetsmarknads",
    "Landsbygds",
    "Service",
    "Grundskole",
    "Förskole",
    "Fastighets",
)
FORUMS = (
    "Brottsförebyggande rådet",
    "Folkhälsorådet",
    "Samverkansgruppen för barn och unga",
    "Ungdomsrådet",
    "Trygghetsnätverket",
    "Styrgruppen för närvård",
    "Föreningsrådet",
    "Arbetsgruppen för skolnärvaro",
    "Nätverket för tidiga insatser",
    "Landsbygdsforum",
    "Referensgruppen för fältarbete",
    "Bostadsrådet",
)
PARTNERS = (
    "Polismyndigheten",
    "regionen",
    "friskolor",
    "bostadsbolag",
    "föreningslivet",
    "Arbetsförmedlingen",
    "Försäkringskassan",
    "Solstigens friskola",
    "Ängsvåla Bostäder AB",
    "primärvården",
    "fristående huvudmän",
    "Föreningen Framåt",
    "vårdnadshavare",
    "Svenska kyrkan",
)
TOPICS = (
    "tidiga insatser",
    "skolnärvaro",
    "trygghet i centrum",
    "orosanmälan",
    "våld i nära relation",
    "föräldrastöd",
    "psykisk ohälsa",
    "lokaler för unga",
    "fältverksamhet",
    "överlämning mellan stadier",
    "sommarlov",
    "integration",
    "hemsjukvård",
    "ensamhet bland äldre",
    "missbruk",
    "ungas inflytande",
)
GROUPS = (
    "barn och unga",
    "unga 13-20 år",
    "äldre",
    "barn som far illa",
    "familjer med behov av stöd",
    "nyanlända",
)
MONTHS = ("januari", "mars", "april", "maj", "september", "oktober", "november")
SAYING = (
    "{body} ska senast den {day} {month} {year} redovisa till {other} hur arbetet med {topic} går.",
    "{body} ger {unit} i uppdrag att ta fram en rutin för {topic}.",
    "{body} ansvarar för att samordna insatser kring {topic} för {group}.",
    "{body} samverkar med {partner} kring {topic}.",
    "I {forum} ingår {unit}, {partner} och {partner2}.",
    "{forum} sammanträder fyra gånger per år och behandlar frågor om {topic}.",
    "{unit} är sammankallande i {forum}.",
    "Granskningen visar att {body} saknar en gemensam rutin för {topic}.",
    "Enligt granskningen är ansvaret för {topic} otydligt mellan {body} och {other}.",
    "Revisorerna rekommenderar {body} att tydliggöra ansvaret för {topic}.",
    "{body} instämmer i att samverkan kring {topic} behöver utvecklas.",
    "{body} ställer sig tveksam till förslaget om {topic}.",
    "Efter granskningen har {unit} upprättat en handlingsplan för {topic}.",
    "{partner} vet inte vem i kommunen de ska kontakta om {topic}.",
    "Överenskommelsen om {topic} mellan {body} och {partner} gäller från och med {year}.",
    "{forum} riktar sig till {group} och ska bidra till {topic}.",
    "Målet är att öka antalet gemensamma insatser för {group}.",
    "{body} beslutar att godkänna {unit}s redovisning av {topic}.",
)
NOUNS = (
    "arbetet",
    "planeringen",
    "underlaget",
    "verksamheten",
    "året",
    "perioden",
    "frågan",
    "processen",
    "bilden",
    "resultatet",
    "behovet",
    "kostnaden",
    "tiden",
    "platsen",
    "vägen",
    "gården",
    "skogen",
    "stranden",
    "huset",
    "mötet",
    "samtalet",
    "utvecklingen",
    "erfarenheten",
    "kunskapen",
    "personalen",
    "vardagen",
    "sommaren",
    "bemanningen",
    "lokalen",
    "budgeten",
    "rutten",
    "torget",
    "biblioteket",
    "parken",
    "hamnen",
    "bron",
)
VERBS = (
    "har förändrats",
    "behöver mer tid",
    "fortsätter som tidigare",
    "beskrivs i bilagan",
    "följer årets gång",
    "är i stort sett oförändrad",
    "har diskuterats vid flera tillfällen",
    "påverkas av vädret",
    "hänger samman med det förra läsåret",
    "kräver noggranna förberedelser",
    "märks tydligast under hösten",
    "tog längre tid än väntat",
    "ses över i särskild ordning",
    "har blivit vanligare",
)
LINKS = (
    "Därför",
    "Samtidigt",
    "Under våren",
    "I flera fall",
    "Som framgår ovan",
    "Trots detta",
    "På sikt",
    "I början av året",
    "Vid besöket",
    "Sammantaget",
    "Jämfört med i fjol",
    "Av olika skäl",
)
TAILS = (
    "",
    " och det gäller särskilt de mindre orterna",
    ", vilket har framförts av flera",
    " när dagarna blir kortare",
    ", även om underlaget är litet",
    " i den takt som medlen räcker",
    " och så har det varit en längre tid",
    ", enligt dem som har svarat",
    " utan att någon har kunnat säga varför",
)
KINDS = ("protokoll", "tjänsteskrivelse", "revisionsrapport", "svar", "överenskommelse", "webbsida")


def document(number: int, characters: int = 10_000) -> tuple[str, str]:
    """Return (file name, text) of one document; the same number gives the same text."""
    choose = random.Random(f"ängsvåla {number}")
    kind = KINDS[number % len(KINDS)]
    lines = list(_opening(choose, kind, number))
    while sum(map(len, lines)) < characters:
        lines += ["", *_part(choose, kind, len(lines))]
    lines += ["", "Beslutet expedieras till", _body(choose), _unit(choose)]
    return f"{kind}-{number:06}.txt", "\n".join(lines) + "\n"


def _opening(choose: random.Random, kind: str, number: int) -> Iterator[str]:
    topic, year = choose.choice(TOPICS), choose.randint(2028, 2032)
    yield from (
        MUNICIPALITY,
        _body(choose),
        f"{year}-{choose.randint(1, 12):02}-{choose.randint(1, 28):02}",
        "",
    )
    yield f"Dnr ÄV {year}-{number % 100_000:05}"
    yield {
        "protokoll": f"§ {number % 300 + 1} Redovisning av {topic}",
        "svar": f"Svar på revisionsrapport om {topic}",
        "revisionsrapport": f"Revisionsrapport – granskning av {topic}",
        "överenskommelse": f"Överenskommelse om {topic}",
        "webbsida": choose.choice(FORUMS),
    }.get(kind, f"Tjänsteskrivelse om {topic}")


def _part(choose: random.Random, kind: str, place: int) -> Iterator[str]:
    headings = (
        "Beslut",
        "Sammanfattning",
        "Bakgrund",
        "Bedömning",
        "Uppföljning",
        "Ansvar och uppdrag",
        "Samarbete",
    )
    yield headings[place % len(headings)] if kind != "webbsida" else choose.choice(headings[4:])
    for _ in range(choose.randint(2, 4)):
        yield " ".join(_sentence(choose) for _ in range(choose.randint(3, 6)))


def _sentence(choose: random.Random) -> str:
    if choose.random() < 0.4:
        text = choose.choice(SAYING).format(
            body=_body(choose),
            other=_body(choose),
            unit=_unit(choose),
            forum=choose.choice(FORUMS),
            partner=choose.choice(PARTNERS),
            partner2=choose.choice(PARTNERS),
            topic=choose.choice(TOPICS),
            group=choose.choice(GROUPS),
            day=choose.randint(1, 28),
            month=choose.choice(MONTHS),
            year=choose.randint(2028, 2033),
        )
        return text[0].upper() + text[1:]
    first, second = choose.sample(NOUNS, 2)
    rest = f"som {choose.choice(VERBS)}{choose.choice(TAILS)}"
    return f"{choose.choice(LINKS)} är {first} en del av {second}, {rest}."


def _body(choose: random.Random) -> str:
    return f"{choose.choice(AREAS)}nämnden"


def _unit(choose: random.Random) -> str:
    return f"{choose.choice(AREAS)}förvaltningen"


def write(folder: Path, documents: int, characters: int) -> int:
    """Write the documents into a folder and return how many characters they have together."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for number in range(documents):
        name, text = document(number, characters)
        (folder / name).write_text(text, encoding="utf-8")
        total += len(text)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--characters", type=int, default=10_000)
    args = parser.parse_args()
    print(f"{write(args.folder, args.documents, args.characters):,} tecken")


if __name__ == "__main__":
    main()
