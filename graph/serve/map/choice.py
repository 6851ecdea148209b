"""What a reader has chosen to see: all of it stands in the address, and an address gives it back.

    /graf?vy=natverk&typ=organ,forum&rel=-subject&nod=organ/skolnamnden&djup=2&status=kalla&antal=300

`typ` and `rel` list what is shown; when every value begins with a hyphen, what is not. Both may also be
given one value at a time, as a form sends them; an empty value alone chooses nothing. Anything unknown
is left out, so that an old address still opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from graph.export.kinds import KINDS
from graph.serve.map.net import ALL_KINDS, Net, Thing

VIEWS = {"karta": "Samverkanskarta", "natverk": "Nätverk", "naromrade": "Närområde", "tabell": "Tabell"}
STATUSES = {"": "Allt", "kalla": "Bara det som står i källorna", "granskad": "Endast granskade"}
STEPS = (150, 300, 600, 2_000, 20_000)
"""How many things are shown: the first, and what "visa fler" leads to."""
MOST_DEPTH = 3
_KINDS = frozenset(kind.key for kind in KINDS)  # what is shown at first
_ALL_KINDS = frozenset(kind.key for kind in ALL_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`kinds` and `relations` hold keys, None for what is shown at first; `node` is a key, "" for none."""

    view: str = "karta"
    kinds: frozenset[str] | None = None
    relations: frozenset[str] | None = None
    node: str = ""
    depth: int = 1
    status: str = ""
    most: int = STEPS[0]
    search: str = ""

    def shows_kind(self, key: str) -> bool:
        """Tell whether things of a kind are shown."""
        return key in (_KINDS if self.kinds is None else self.kinds)

    def shows_relation(self, key: str) -> bool:
        """Tell whether relations of a name are shown."""
        return self.relations is None or key in self.relations

    @property
    def filtered(self) -> bool:
        """Tell whether anything is left out that would be shown at first."""
        return self.kinds is not None or self.relations is not None or bool(self.status)

    def with_(self, **changes: Any) -> Choice:
        """Return the choice with some fields changed."""
        return replace(self, **changes)

    def query(self, net: Net) -> str:
        """Return the query string, the same for the same choice; "" for what is shown at first."""
        first = Choice()
        pairs = [("vy", self.view)] if self.view != first.view else []
        for name, chosen, known in (("typ", self.kinds, _KINDS), ("rel", self.relations, net.names.keys())):
            if chosen is not None:
                pairs.append((name, _listed(chosen, frozenset(known))))
        pairs += [
            (name, str(value))
            for name, value, standard in (
                ("nod", self.node, first.node), ("djup", self.depth, first.depth),
                ("status", self.status, first.status), ("antal", self.most, first.most),
                ("sok", self.search, first.search),
            )
            if value != standard
        ]  # fmt: skip
        return "?" + urlencode(pairs, safe=",/:") if pairs else ""


def read_choice(pairs: Iterable[tuple[str, str]], net: Net) -> Choice:
    """Return the choice that the names and values of an address give."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    last = {name: found[-1] for name, found in values.items()}
    view, status = last.get("vy", ""), last.get("status", "")
    return Choice(
        view=view if view in VIEWS else "karta",
        kinds=_chosen(values.get("typ"), _KINDS, _ALL_KINDS),
        relations=_chosen(values.get("rel"), frozenset(net.names), frozenset(net.names)),
        node=last.get("nod", "") if last.get("nod") in net.by_key else "",
        depth=min(max(_number(last.get("djup", ""), 1), 1), MOST_DEPTH),
        status=status if status in STATUSES else "",
        most=min(STEPS, key=lambda step: abs(step - _number(last.get("antal", ""), STEPS[0]))),
        search=last.get("sok", "").strip()[:100],
    )


class Links:
    """The addresses at which things are chosen, everything else of a choice kept.

    A hub opens as Närområde instead of in Nätverk, where the names around it would not have room.
    `here` and `near` are what stands before and after the thing's key.
    """

    def __init__(self, net: Net, choice: Choice) -> None:
        self.hub = HUB if choice.view == "natverk" else 0
        self.here = self._around(net, choice.with_(search=""))
        self.near = self._around(net, choice.with_(search="", view="naromrade", most=STEPS[0]))

    @staticmethod
    def _around(net: Net, choice: Choice) -> tuple[str, str]:
        before, _, after = choice.with_(node="\0").query(net).partition("%00")
        return f"/graf{before}", after

    def __call__(self, thing: Thing) -> str:
        """Return the address at which a thing is chosen."""
        before, after = self.near if self.hub and thing.weight > self.hub else self.here
        return f"{before}{quote(thing.key, safe=',/:')}{after}"


HUB = 12  # relations


def _chosen(
    values: Sequence[str] | None, first: frozenset[str], known: frozenset[str]
) -> frozenset[str] | None:
    """Return the keys that are shown, None for those that are shown at first."""
    if values is None:
        return None
    given = [part for value in values for part in value.split(",") if part]
    if given and all(part.startswith("-") for part in given):
        found = first - {part[1:] for part in given}
    else:
        found = known & set(given)
    return None if found == first else found


def _listed(chosen: frozenset[str], first: frozenset[str]) -> str:
    """Return the keys for an address, or with hyphens those left out where they are fewer."""
    left_out = first - chosen
    fewer = chosen <= first and 0 < len(left_out) < len(chosen)
    return ",".join(f"-{key}" for key in sorted(left_out)) if fewer else ",".join(sorted(chosen))


def _number(text: str, standard: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else standard
