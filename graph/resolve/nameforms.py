"""One name of a body taken apart: head, the words before it, number, place, digits.

Two spellings of the same name give equal forms: "Park-och vattennämndens" and
"Park- och vattennämnden"; "Nämnden för kultur & fritid" and "Kultur- och
fritidsnämnden". Nothing here decides whether two *different* names mean one body: see `compare`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from graph import swedish

WORD = re.compile(r"[0-9a-zà-öø-ÿ]+")
INVISIBLE = str.maketrans({"\u00ad": None, "\ufffe": None, "\u200b": None, "\ufeff": None})
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
LINKS = frozenset({"och", "samt", "eller", "för", "i", "inom", "av", "på", "till", "den", "det", "de", "om"})

# heads that swedish.heads() does not list, since no name of a forum or body of the municipality has them
_OTHER_HEADS = {
    "er": ("myndighet", "rapport", "plan", "strategi", "byrå", "delegation"),
    "ar": ("förening", "stiftelse", "mottagning", "stämma"),
    "r": ("riktlinje",),
    "": ("bolag", "sällskap", "kollegium", "förbund"),
    "n": ("policy",),
}
_KINDS = frozenset("OUFPAR")  # not schools and the like, whose head is part of the name
_SINGULAR = {"er": ("", "en"), "ar": ("", "en"), "r": ("", "n"), "": ("", "et"), "n": ("", "n")}
_PLURAL = {"er": ("er", "erna"), "ar": ("ar", "arna"), "r": ("r", "rna"), "": ("en",), "n": ("er", "erna")}


@cache
def _other_forms() -> dict[str, tuple[str, bool]]:
    table: dict[str, tuple[str, bool]] = {}
    for plural, endings in ((True, _PLURAL), (False, _SINGULAR)):
        for kind, heads in _OTHER_HEADS.items():
            table.update({h + e + s: (h, plural) for h in heads for e in endings[kind] for s in ("", "s")})
    return table


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name without its inflection.

    `words` are the words that tell this body from others of its kind, in order; `head` is the
    base form of the head noun ("" when the name has none); `place` is the municipality that the
    name itself mentions; `numbers` are its digits and single letters.
    """

    words: tuple[str, ...]
    head: str
    plural: bool
    place: str
    numbers: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return a text that is equal for every spelling and inflection of the name."""
        number = "+" if self.plural else ""
        return "|".join((" ".join(self.words), self.head + number, self.place, " ".join(self.numbers)))


def clean(name: str) -> str:
    """Return the name in NFC with one kind of dash, no invisible marks, `&` as "och".

    >>> clean("Kultur  & fritid")
    'Kultur och fritid'
    """
    text = unicodedata.normalize("NFC", name).translate(INVISIBLE).translate(DASHES)
    return " ".join(text.replace("&", " och ").replace(" o ", " och ").split())


_SCHOOLS = re.compile(r"\b(för|grund|sär)- ?(och|samt) (\w+?)skole")
"""What shares its second half with the next: "för- och grundskolenämnden"."""


def words_of(name: str) -> list[str]:
    """Return the lower-case words, with a swallowed space before "och" put back.

    >>> words_of("Park-och vatten"), words_of("torgoch hamn")
    (['park', 'och', 'vatten'], ['torg', 'och', 'hamn'])
    """
    text = clean(name).casefold()
    text = re.sub(r"\b([a-zà-öø-ÿ]{3,}?)(och|samt)(?=\s+[a-zà-öø-ÿ])", r"\1 \2", text)
    text = _SCHOOLS.sub(r"\1skole- \2 \3skole", text)
    return WORD.findall(text)


def spelling_words(name: str) -> list[str]:
    """Return the words to compare letter by letter, without "och" and the like."""
    return [w for w in words_of(name) if w not in ("och", "samt")]


@lru_cache(maxsize=65536)
def split_head(word: str) -> tuple[str, str, bool] | None:
    """Return (modifier, head, plural) of a lower-case word, or None when it has no known head.

    >>> split_head("parkvårdsnämndens")
    ('parkvårds', 'nämnd', False)
    """
    form = swedish.analyse(word)
    if form and form.head.kind in _KINDS:
        return (form.modifier, form.head.lemma, form.plural) if len(form.modifier) != 1 else None
    for start in range(max(0, len(word) - 14), len(word) - 3):
        found = _other_forms().get(word[start:])
        if found and start != 1:
            return word[:start], *found
    return None


def is_bare_head(word: str) -> bool:
    """Tell whether a word is a head noun and nothing else: "nämnden", "gruppens"."""
    split = split_head(word)
    return split is not None and not split[0]


@lru_cache(maxsize=65536)
def parse_name(name: str) -> NameForm:
    """Return the form of a name; never fails, an empty name gives an empty form."""
    place, rest = _take_place(_FORMERLY.sub("", clean(name)))
    words = _without_company(words_of(rest))
    site = _site(words)
    if site:
        return NameForm((site[0],), site[1], False, place, ())
    at, opens = _head_position(words), _head_opens(words)
    head, plural = "", False
    if at is not None:
        modifier, head, plural = split_head(words[at]) or ("", "", False)
        words[at : at + 1] = [modifier] if modifier else []
        if opens:  # what the body is for stands in the plural, which no compound has
            words = [_purpose(word) for word in words]
    kept = [w for w in words if w not in LINKS]
    numbers = tuple(w for w in kept if w.isdigit() or len(w) == 1)
    told = tuple(base(_MATTERS.sub("", w)) for w in kept if w not in numbers)
    told = tuple(w for w in told if w != _LOCAL) or told
    if head in _AUDIT and swedish.words("folkvald").issuperset(told):
        return NameForm((), _AUDIT[0], False, place, numbers)
    return NameForm(told, head, plural, place, numbers)


_FORMERLY = re.compile(r"^(?:f\.? ?d\.|[Ff]öre detta|[Dd]åvarande|[Tt]idigare) ")
_MATTERS = re.compile(r"(?<=\w{4})s?frågor(?:na)?$")
"""A council for "äldrefrågor" is the one that others call "äldrerådet"."""
_AUDIT = ("revision", "revisor")
"""A municipality has one set of auditors; what says that they are elected tells them from no others."""
_LOCAL = "kommunal"
"""A word that tells no body of a municipality from its others: "kommunala pensionärsrådet"."""


def _without_company(words: list[str]) -> list[str]:
    """Return the words without the form of company, which every second text leaves out.

    A school and the company that runs it may share their name, and are two.
    """
    forms = swedish.words("bolagsform")
    if len(words) < 2 or forms.isdisjoint((words[0], words[-1])):
        return words
    kept = [w for w in words if w not in forms]
    return words if not kept or any(w.endswith(_SCHOOL) for w in kept) else kept


_SCHOOL = ("skola", "skolan", "gymnasium", "gymnasiet")


@cache
def _definite_sites() -> dict[str, str]:
    """Return the definite form of each word for a school and the like, with its base form."""
    sites = swedish.words("verksamhetsort")
    return {f"{site}n" if site.endswith("a") else f"{site}en": site for site in sites}


def _site(words: list[str]) -> tuple[str, str] | None:
    """Return (own name, kind) of a school and the like, whichever of the two comes first.

    >>> _site(["förskolan", "solen"]), _site(["solens", "förskola"]), _site(["tallvassa", "skola"])
    (('solen', 'förskola'), ('solen', 'förskola'), ('tallvass', 'skola'))
    """
    sites = swedish.words("verksamhetsort")
    if len(words) == 2 and words[0] in _definite_sites() and not split_head(words[1]):
        return base(words[1]), _definite_sites()[words[0]]
    if len(words) == 2 and words[1] in sites and not split_head(words[0]):
        return base(words[0]), words[1]
    if len(words) == 1 and words[0].endswith(_SCHOOL[:2]):
        own = words[0].removesuffix("n").removesuffix("skola")
        kinds = tuple(kind for site in sites if (kind := site.removesuffix("skola")) not in ("", site))
        return (base(own), "skola") if len(own) > 3 and not own.endswith(kinds) else None
    return None


def _purpose(word: str) -> str:
    """Return what stands after "för" as it stands in a compound: "enheten för måltider", "måltidsenheten"."""
    found = re.fullmatch(r"(\w{4,}?)(?:erna|arna|orna|er|ar)", word)
    return found[1] if found else word


def _head_position(words: list[str]) -> int | None:
    """Return where the head stands: the last word with one, or a bare head that opens the name."""
    if _head_opens(words):
        return 0
    return next((i for i in range(len(words) - 1, -1, -1) if split_head(words[i])), None)


def _head_opens(words: list[str]) -> bool:
    """Tell whether the head comes first and what it is for stands after it: "nämnden för X"."""
    return len(words) > 1 and words[1] == "för" and is_bare_head(words[0])


_PLACE_LAST = re.compile(
    r"^(?P<rest>.+?)(?: i |, )(?P<place>[A-ZÅÄÖ][a-zà-öø-ÿ][\w-]*(?: [A-ZÅÄÖ][\w-]+)?)"
    r"(?: (?:kommun|stad|Stad|Kommun|län))?s?$"
)
_PLACE_FIRST = re.compile(r"^(?P<place>[A-ZÅÄÖ][\w-]+?)s? (?:kommuns|stads|Stads|Kommuns) (?P<rest>\w.+)$")
_PLACE_GENITIVE = re.compile(r"^(?P<place>[A-ZÅÄÖ][a-zà-öø-ÿ-]+)s (?P<rest>(?!och |& )[a-zà-öø-ÿ].+)$")
_HERE = re.compile(r" i (?:kommunen|staden)$")
_OWN = re.compile(r"^(?:[Kk]ommunens|[Ss]tadens|[Rr]egionens|[Vv]år|[Dd]en|[Dd]et) (?:egen |egna )?(?=\w)")
_OWN_PLACES = frozenset({"kommun", "kommunen", "stad", "staden", "sverige"})


def _take_place(name: str) -> tuple[str, str]:
    """Return (place, name without it): "Socialnämnden i Ekby" -> ("ekby", "Socialnämnden")."""
    name = _HERE.sub("", _OWN.sub("", name)) or name
    for pattern in (_PLACE_FIRST, _PLACE_LAST, _PLACE_GENITIVE):
        found = pattern.match(name)
        if found and _is_place(found["place"], found["rest"]):
            return found["place"].casefold().removesuffix("s"), found["rest"]
    return "", name


def without_place(name: str, place: str) -> str:
    """Return a name without the municipality in it when that is this one, else the name unchanged.

    >>> without_place("Ekby kommuns socialnämnd", "Ekby"), without_place("Socialnämnden i Lerby", "Ekby")
    ('socialnämnd', 'Socialnämnden i Lerby')
    """
    found, rest = _take_place(clean(name))
    return rest if found and found == place.casefold().removesuffix("s") else name


def _is_place(place: str, rest: str) -> bool:
    folded = place.casefold()
    if folded in _OWN_PLACES or split_head(folded) or folded.isdigit():
        return False
    return any(split_head(word) for word in words_of(rest))


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """Return a word of a name without linking and inflectional endings.

    Meant for the words before a head, where "hälso-" stands for "hälsa" and "gymnasie-" for
    "gymnasium"; the result is a key, not a word to show.

    >>> base("fritids"), base("hälso"), base("hälsa"), base("gymnasium"), base("gymnasie")
    ('fritid', 'häls', 'häls', 'gymnasi', 'gymnasi')
    """
    split = split_head(word)
    if split and split[2]:
        return f"{split[0]}{split[1]}+"
    word = split[0] + split[1] if split else word
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 5 and word.endswith(("ium", "alt", "iskt", "igt")):
        word = word[: -2 if word.endswith("ium") else -1]
    word = word[:-1] if len(word) > 4 and word[-1] in "aeo" else word
    return word[:-1] if len(word) > 5 and word.endswith("mm") else word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a lower-case Swedish word after Snowball's rules; a key, not a word.

    >>> stem("skolorna"), stem("samverkan"), stem("samverkande")
    ('skol', 'samverkan', 'samverk')
    """
    region = _region(word)
    word = _main_ending(word, region)
    tail = word[region:]
    if tail.endswith(("dd", "gd", "nn", "dt", "gt", "kt", "tt")):
        word = word[:-1]
    tail = word[region:]
    if tail.endswith(("löst", "fullt")):
        return word[:-1]
    return next((word[: -len(e)] for e in ("lig", "els", "ig") if tail.endswith(e)), word)


_MAIN = sorted(
    "a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas "
    "ernas ornas es ades andes ens arens hetens erns at andet het ast".split(),
    key=len,
    reverse=True,
)


def _region(word: str) -> int:
    found = re.search(r"[aeiouyäåöé][^aeiouyäåöé]", word)
    return max(3, found.end()) if found else len(word)


def _main_ending(word: str, region: int) -> str:
    tail = word[region:]
    for ending in _MAIN:
        if tail.endswith(ending):
            return word[: -len(ending)]
    if tail.endswith("s") and word[-2:-1] in tuple("bcdfghjklmnoprtvy"):
        return word[:-1]
    return word
