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
            "Kompassrosens friskola",
            "Stiftelsen Kompassrosen",
            "F–9",
            "214",
            "frans@kompassrosen.example",
            "2024-08-20",
        ),
        (
            "Friskolan Månstenen",
            "Månstenens föräldrakooperativ",
            "F–6",
            "58",
            "rektor@manstenen.example",
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
            "Petronella Hagelström",
            "info@dimvallabostader.example",
        ),
        ("Lyktan Fastigheter AB", "Privat", "348", "Lyktbacken", "–", "felanmalan@lyktan.example"),
        ("Stiftelsen Silverhus", "Stiftelse", "126", "Centrum", "–", "kontor@silverhus.example"),
        ("Granithem i Dimvalla AB", "Privat", "77", "Granitparken", "–", "post@granithem.example"),
    ],
)
