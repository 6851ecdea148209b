"""The kinds of things that readers see: Swedish names, and shape, colour and column on the map.

Colours are the Okabe-Ito family darkened to at least 4.5:1 on white; shape tells the same again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import Entity

COLUMNS = (
    "Externa parter",
    "Ärenden och målgrupper",
    "Mellanrum",
    "Forum och vägar in",
    "Nämnder och förvaltningar",
    "Uppdrag och åtgärder",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`classes` are CURIEs; `form` names the drawn outline; `column` indexes COLUMNS.

    `alone`: shown on the map even when nothing is known about its relations.
    """

    key: str
    one: str
    many: str
    classes: frozenset[str]
    form: str
    line: str
    fill: str
    column: int
    alone: bool = False


def _kind(
    key: str, one: str, many: str, classes: str, form: str, colours: str, column: int, alone: bool = False
) -> Kind:
    line, fill = colours.split()
    names = frozenset(f"sam:{name}" for name in classes.split())
    return Kind(key=key, one=one, many=many, classes=names, form=form, line=line, fill=fill,
                column=column, alone=alone)  # fmt: skip


_BLUE, _GREEN, _PURPLE, _GREY = "#0072B2 #e8f2f9", "#00735a #e6f4f0", "#8a3a6d #f8ebf3", "#4f5963 #f1f2f4"

# The first kind that fits decides: a group of external actors is external, an overlap is no gap.
KINDS = (
    _kind("extern", "extern part", "externa parter", "ExternalActor", "cut", "#B24700 #fdeee4", 0, True),
    _kind("organ", "nämnd eller styrelse", "nämnder och styrelser", "Committee PoliticalBody",
          "round", _BLUE, 4),
    _kind("enhet", "förvaltning eller enhet", "förvaltningar och enheter", "Administration", "square",
          "#2b6f9f #f3f8fb", 4),
    _kind("grupp", "grupp av organ", "grupper av organ", "ActorGroup", "stack", _BLUE, 4),
    _kind("forum", "forum", "forum", "Forum", "pill", _GREEN, 3, True),
    _kind("program", "program, avtal eller rutin", "program, avtal och rutiner",
          "Programme Agreement Routine Arrangement", "bar", _GREEN, 3, True),
    _kind("vagin", "väg in", "vägar in", "ContactPoint", "door", _GREEN, 3, True),
    _kind("overlapp", "överlapp", "överlapp", "Overlap", "double", "#8a6100 #fff8e1", 2, True),
    _kind("mellanrum", "mellanrum", "mellanrum", "Gap", "dashed", "#8a6100 #fff4d6", 2, True),
    _kind("uppdrag", "uppdrag", "uppdrag", "Assignment", "flag", _PURPLE, 5),
    _kind("atgard", "åtgärd", "åtgärder", "Measure", "chevron", _PURPLE, 5),
    _kind("ansvar", "ansvar", "ansvar", "Responsibility", "shelf", _PURPLE, 5),
    _kind("malgrupp", "målgrupp, ärende eller begrepp", "målgrupper, ärenden och begrepp",
          "TargetGroup Term", "ellipse", _GREY, 1),
)  # fmt: skip
TOPIC = KINDS[-1]
# Shown only where a reader asks for them: roles rather than the people who hold them, and documents.
MORE_KINDS = (
    Kind(key="befattning", one="befattning", many="befattningar", classes=frozenset({"org:Post"}),
         form="thin", line="#0072B2", fill="#ffffff", column=4),
    Kind(key="handling", one="handling", many="handlingar", classes=frozenset({"sam:Document"}),
         form="folded", line="#4f5963", fill="#ffffff", column=6),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(entity: Entity, kinds: Iterable[Kind] = KINDS) -> Kind | None:
    """Return the kind of an entity, None for what is no thing of its own on map or in lists."""
    return next((kind for kind in kinds if not kind.classes.isdisjoint(entity.types)), None)
