"""The two registers of Dimvalla kommun, independent schools and housing companies: header to cell text."""

from __future__ import annotations

_SCHOOL_HEAD = ("Skola", "Huvudman", "Årskurser", "Elever", "E-post", "Uppdaterad")
_COMPANY_HEAD = ("Bolag", "Ägare", "Antal lägenheter", "Område", "Kontaktperson", "E-post")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[dict[str, str]]:
    return [dict(zip(head, row, strict=True)) for row in rows]


INDEPENDENT_SCHOOLS = _table(
    _SCHOOL_HEAD,
    [
        (
            "Dagsländans friskola",
            "Stiftelsen Dagsländan",
            "F–9",
            "214",
            "frans@dagslandan.example",
            "2024-08-20",
        ),
        (
            "Friskolan Glimmerkvarnen",
            "Glimmerkvarnens föräldrakooperativ",
            "F–6",
            "58",
            "rektor@glimmerkvarnen.example",
            "2024-08-20",
        ),
        (
            "Lyktbackens montessoriskola",
            "Norrsken & Döttrar AB",
            "4–9",
            "131",
            "info@lyktmontessori.example",
            "2024-08-21",
        ),
        (
            "Estetgymnasiet Silverharpan",
            "Silverharpan AB",
            "Gy",
            "96",
            "hej@silverharpan.example",
            "2024-08-21",
        ),
    ],
)

HOUSING_COMPANIES = _table(
    _COMPANY_HEAD,
    [
        (
            "AB Dimvallabostäder",
            "Dimvalla kommun",
            "1912",
            "Lyktbacken, Granitparken",
            "Petronella Hagelblixt",
            "info@dimvallabostader.example",
        ),
        ("Dimljuset Fastigheter AB", "Privat", "348", "Lyktbacken", "–", "felanmalan@dimljuset.example"),
        ("Stiftelsen Silverspiran", "Stiftelse", "126", "Centrum", "–", "kontor@silverspiran.example"),
        ("Granithem i Dimvalla AB", "Privat", "77", "Granitparken", "–", "post@granithem.example"),
    ],
)
