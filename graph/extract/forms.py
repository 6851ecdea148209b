"""The small pattern language of the frames: regular expressions over typed arguments.

In a pattern `<ORG>` stands for one mention of a body or unit, `<ORGS>` for a whole list of them
("A, B och C", "A samt B"), and so on for the names in KINDS. `compile_form` turns that into an
ordinary regular expression over a sentence's form.
"""

from __future__ import annotations

import re

KINDS = {
    "BODY": "O",
    "ORG": "OU",
    "ACTOR": "OUKXG",
    "AGENT": "OUKXGL",
    "DOER": "OUKXGLF",
    "MEMBER": "OUKXGLN",
    "PARTNER": "XG",
    "GROUP": "G",
    "FORUM": "F",
    "ARR": "FPAR",
    "DOC": "H",
    "WORK": "FPARH",
    "TARGET": "TB",
    "DATE": "D",
    "ANY": "A-Z",
}

_NAME = re.compile(r"<([A-Z]+)>")
_BETWEEN = (
    r"(?:, | och | samt | eller | respektive |, och |, samt | liksom | jämte )"
    r"(?:även |också |med |av |från |för |i |till |de |den |det |dess |övriga |berörda |vissa |flera |olika |"
    r"en |ett |två |tre |samtliga |alla |lokala )*"
)


def _expand(hit: re.Match[str]) -> str:
    name = hit.group(1)
    if name in KINDS:
        return rf"⟨[{KINDS[name]}]\d+⟩"
    if name.endswith("S") and name[:-1] in KINDS:
        one = rf"⟨[{KINDS[name[:-1]]}]\d+⟩"
        # A parenthesis or a role may stand between a name and the next: "A (B) och C".
        return rf"{one}(?:(?: \([^()]{{1,60}}\))?{_BETWEEN}{one})*"
    raise KeyError(f"unknown argument <{name}> in a frame; known: {', '.join(sorted(KINDS))}")


# A placeholder's brackets are no word characters: a word boundary beside one never matches.
_DEAD = re.compile(r"<[A-Z]+>\)?\\b|\\b(?:\(\?P<\w+>)?<[A-Z]+>")


def compile_form(pattern: str) -> re.Pattern[str]:
    """Return the compiled pattern.

    KeyError names the known arguments when one is unknown; ValueError tells of a word boundary
    beside an argument, with which the frame would never match.
    """
    if _DEAD.search(pattern):
        raise ValueError(f"a word boundary beside an argument never matches: {pattern}")
    return re.compile(_NAME.sub(_expand, pattern), re.IGNORECASE)
