"""Municipalities and named actors outside the own organisation: mentions of kind K and X."""

from __future__ import annotations

from collections.abc import Iterator

from graph import swedish
from graph.extract import compounds
from graph.extract.lexicon import Lexicon, actor_node, mention
from graph.extract.scan import Scan
from graph.gazetteer import Municipality
from graph.model import Mention, Node
from graph.swedish import Form

COMPANY = frozenset({"ab", "aktiebolag"})
_KINDS = frozenset({"bolag", "hem", "bostäder"})  # words that say what it is and are no part of the name
_PLACED = frozenset({"länsstyrelse", "åklagarkammare"})
_LONGEST = 4  # capital words of one name
_NATIONAL = frozenset({"samc:act-region", "samc:act-police", "samc:act-state-agency", "samc:act-university"})


def find_partners(scan: Scan, lexicon: Lexicon) -> list[Mention]:
    """Return municipalities and named external actors; phrases of the gazetteer are not among them."""
    found: list[Mention] = []
    for i, form in scan.forms.items():
        if form.head.kind == "K" and not form.modifier:
            found += _municipalities(scan, i, form, lexicon)
        elif form.head.kind == "X":
            found += _under_head(scan, i, form, lexicon)
    for i in scan.firsts:
        if scan.low(i) in COMPANY:
            found += _company(scan, i)
        elif scan.low(i) in swedish.words("filialord") and scan.joined(i):
            found += _branch(scan, i)
    return found


def municipality_node(place: Municipality, own: Municipality) -> Node:
    """Return the node of a municipality; another one has its own slug as scope."""
    other = place.slug != own.slug
    types = ("sam:Municipality", "sam:ExternalActor") if other else ("sam:Municipality",)
    scope = place.slug if other else ""
    aliases = (place.stem,) if place.stem and place.stem != place.name else ()
    return Node(key=f"kommun/{place.slug}", types=types, label=place.name, aliases=aliases, scope=scope)


def _municipalities(scan: Scan, i: int, form: Form, lexicon: Lexicon) -> Iterator[Mention]:
    """`X kommun`, `X stad`; `X, Y och Z kommuner`: each name is a mention of its own."""
    if form.definite or not scan.joined(i - 1):
        return
    names = list(_names_before(scan, i)) if form.plural else [_run_before(scan, i)]
    for position, (first, end) in enumerate(names):
        if first <= end and not _regional(scan, first, end, lexicon):
            first = _known_start(scan, first, end, lexicon)
            name = _place_name(scan, first, end)
            place = lexicon.gazetteer.municipality(f"{name} {form.head.lemma}")
            yield mention(scan, first, end if position else i, "K", municipality_node(place, lexicon.own))


def _regional(scan: Scan, first: int, end: int, lexicon: Lexicon) -> bool:
    """`Region Mitt och Mittlands kommuner`: a region, and the municipalities of a region."""
    name = swedish.ungenitive(_place_name(scan, first, end))
    return name.startswith("Region ") or _is_region(name, lexicon)


def _is_region(name: str, lexicon: Lexicon) -> bool:
    return any(region.name == f"Region {name}" for region in lexicon.gazetteer.regions.values())


def _known_start(scan: Scan, first: int, end: int, lexicon: Lexicon) -> int:
    """`Revision Xby kommun`: of several capitals the longest run that is a known municipality is the name."""
    for start in range(first, end + 1):
        place = lexicon.gazetteer.municipality(f"{_place_name(scan, start, end)} kommun")
        if place.code or place.slug == lexicon.own.slug:
            return start
    return first


def _place_name(scan: Scan, first: int, end: int) -> str:
    words = [w.title() if w.isupper() and len(w) > 3 else w for w in scan.words[first : end + 1]]
    return " ".join(words)


def _names_before(scan: Scan, i: int) -> Iterator[tuple[int, int]]:
    """Yield the names of a list that ends at token i - 1, the last first."""
    first, end = _run_before(scan, i)
    while first <= end:
        yield first, end
        if scan.low(first - 1) in {"och", "samt"} and scan.joined(first - 1) and scan.joined(first - 2):
            first, end = _run_before(scan, first - 1)
        elif first and scan.gap(first - 1).strip() == ",":
            first, end = _capitals_to(scan, first - 1)
        else:
            return


def _run_before(scan: Scan, i: int, opening: bool = False) -> tuple[int, int]:
    """Return the capital words (first, last) that stand right before token i; first > last for none."""
    return _capitals_to(scan, i - 1, opening) if i and scan.joined(i - 1) else (i, i - 1)


def _capitals_to(scan: Scan, end: int, opening: bool = False) -> tuple[int, int]:
    """Return the run of capital words that ends at `end`; `opening` keeps the word that opens a sentence."""
    first = end + 1
    while first > 0 and end - first < _LONGEST - 1 and _name_word(scan, first - 1):
        if first <= end and not scan.joined(first - 1):
            break
        first -= 1
    while not opening and first < end and scan.opens(first) and not _opens_name(scan.low(first)):
        first += 1
    return first, end


def _name_word(scan: Scan, i: int) -> bool:
    word, low = scan.words[i], scan.low(i)
    form = scan.forms.get(i)
    if form and form.head.kind in "OUFH" and form.head.accepts(form.modifier):
        return False
    return (
        word[:1].isupper() and low not in swedish.words("bestämning") and low not in swedish.words("funktion")
    )


def _opens_name(word: str) -> bool:
    return word in swedish.words("riktning") or word.endswith(("ska", "iska", "a"))


def _company(scan: Scan, i: int) -> Iterator[Mention]:
    """`Tallmobygg AB`, `AB Tallmobygg`, `Tallmo Fastighets Aktiebolag`."""
    if not scan.words[i][:1].isupper():
        return
    first, end = _run_before(scan, i, opening=True)
    if first > end and scan.joined(i - 1) and scan.words[i - 2] == "&" and scan.words[i - 1][:1].isupper():
        first = i - 1  # `Norrljus Revision & Råd AB`
    while first <= end + 1 and first > 1 and scan.words[first - 1] == "&" and _name_word(scan, first - 2):
        first = _capitals_to(scan, first - 2, opening=True)[0]
    last = i
    if first > end or (first == end and scan.low(first) in swedish.words("bolagsslag")):
        # `AB Tallmobygg`, `Fastighets AB Tallen`; of a longer run two words may be somebody's name
        first, last = min(first, i), _capitals_from(scan, i + 1)
        last = i + 1 if last > i + 2 else last
    if first > 1 and scan.low(first - 1) == "i" and scan.joined(first - 1) and scan.joined(first - 2):
        # `Norrhem i Xstad AB`
        first -= 2 if scan.words[first - 2][:1].isupper() and _name_word(scan, first - 2) else 0
    named = _without_type(scan, first, last)
    if last > named:
        aliases = (scan.slice(first, last),) if named > first else ()
        yield mention(scan, named, last, "X", actor_node(scan.slice(named, last), aliases, scope=""))


def _branch(scan: Scan, i: int) -> Iterator[Mention]:
    """`Räddningstjänsten Norrdal`, `Folktandvården Granås`: one of many of the name, told by its place."""
    last = _capitals_from(scan, i + 1)
    if last == i + 1 and i + 1 not in scan.forms:
        place = swedish.ungenitive(scan.words[last])
        yield mention(scan, i, last, "X", actor_node(f"{swedish.capitalised(scan.low(i))} {place}", scope=""))


def _without_type(scan: Scan, first: int, last: int) -> int:
    """Return the first token of the name proper: not of `Konsultbolaget` or of a document's kind."""
    while first < last and (_says_what(scan.low(first)) or _of_document(scan.forms.get(first))):
        first += 1
    return first


def _says_what(word: str) -> bool:
    return word.endswith(("bolaget", "föreningen"))


def _of_document(form: Form | None) -> bool:
    return form is not None and form.head.kind == "H"


def _capitals_from(scan: Scan, start: int) -> int:
    """Return the last of the capital words that begin at `start`, `start - 1` for none."""
    last = start - 1
    while last + 1 < len(scan.words) and last - start < _LONGEST - 1 and _name_word(scan, last + 1):
        if last >= start and not scan.joined(last):
            break
        last += 1
    return last


def _under_head(scan: Scan, i: int, form: Form, lexicon: Lexicon) -> Iterator[Mention]:
    """`vårdcentralen Eken`, `Ekens friskola`, `förskolorna A, B och C`, `Region Mitt`, `Norrhem`."""
    if form.head.lemma == "region":
        yield from _region(scan, i, form)
    elif form.plural and form.definite:
        yield from _listed(scan, i, form)
    elif not form.plural or form.head.lemma == form.head.plural:
        yield from _single(scan, i, form, lexicon)


def _region(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """`Region Mitt` (the name follows), `Regionens psykiatri` (a part of it is an actor of its own)."""
    if form.genitive and form.definite and not form.modifier and scan.joined(i):
        if scan.low(i + 1) in swedish.words("vårdord"):
            yield mention(scan, i, i + 1, "X", actor_node(f"Regionens {scan.low(i + 1)}"), 0.9)
        return
    if not form.modifier and not form.definite and scan.words[i][:1].isupper() and not form.plural:
        last = _capitals_from(scan, i + 1)
        if scan.low(last + 1) == "län" and last > i:
            last += 1
        if last > i:
            yield mention(scan, i, last, "X", actor_node(swedish.ungenitive(scan.slice(i, last))))


def _listed(scan: Scan, i: int, form: Form) -> Iterator[Mention]:
    """`förskolorna Myran, Biet och Humlan`: three schools under one head."""
    start, singular = i + 1, swedish.quiet(scan.words[i])[: len(form.modifier)] + form.head.definite
    first_span = i
    while True:
        last = _capitals_from(scan, start) if start < len(scan.words) else start - 1
        if last < start or (start == i + 1 and not scan.joined(i)):
            return
        bare = swedish.ungenitive(scan.slice(start, last))
        node = (
            _named(bare, form) if form.head.lemma in _KINDS else _named(f"{singular} {bare}", form, (bare,))
        )
        yield mention(scan, first_span, last, "X", node)
        if scan.gap(last).strip() == ",":
            start = last + 1
        elif scan.low(last + 1) in {"och", "samt"} and scan.joined(last) and scan.joined(last + 1):
            start = last + 2
        else:
            return
        first_span = start


def _single(scan: Scan, i: int, form: Form, lexicon: Lexicon) -> Iterator[Mention]:
    last = _capitals_from(scan, i + 1) if scan.joined(i) and not form.genitive else i
    itself = form.head.lemma in _KINDS and form.modifier and not form.definite
    if itself and scan.low(i + 1) not in COMPANY:
        last = i  # `Tallhem Ada Alm`: the company and somebody
    if form.head.lemma in _PLACED and form.definite:
        yield from _placed(scan, i)
    elif scan.low(i) in swedish.words("enhetsnamn"):
        return
    elif last > i and not form.definite and form.head.lemma == "förbund" and _owner_before(scan, i):
        yield from _name_before(scan, i, form, lexicon)
    elif last > i and (form.definite or form.head.lemma == "polisområde" or scan.words[i][:1].isupper()):
        first = i
        if scan.low(i - 1) in {"föreningen", "stiftelsen", "bolaget"} and scan.joined(i - 1):
            first = i - 1
        bare = scan.slice(i + 1, last)
        whole = compounds.read(scan, i, form)
        if len(whole.parts) > 1 and not form.plural:
            # `barn- och ungdomsmottagningen Ljuset`
            name = f"{whole.name} {swedish.ungenitive(bare)}"
            yield mention(scan, whole.first, last, "X", _named(name, form, (bare,)))
            return
        if form.head.lemma in _KINDS and bare.casefold() not in COMPANY:
            yield mention(scan, first, last, "X", _named(bare, form))
            return
        name = swedish.capitalised(f"{scan.words[i]} {swedish.ungenitive(bare)}")
        bare = swedish.ungenitive(bare)
        place = lexicon.gazetteer.municipality(f"{bare} kommun")
        own = () if place.code or place.slug == lexicon.own.slug or _is_region(bare, lexicon) else (bare,)
        yield mention(scan, first, last, "X", _named(name, form, own))
    else:
        yield from _name_before(scan, i, form, lexicon)


def _owner_before(scan: Scan, i: int) -> bool:
    """`Södra Ekdals räddningstjänstförbund Ida Lund`: the name stands before, and somebody after."""
    return scan.joined(i - 1) and scan.words[i - 1][:1].isupper() and scan.low(i - 1).endswith("s")


def _placed(scan: Scan, i: int) -> Iterator[Mention]:
    """`Länsstyrelsen i Mitt län`: a state agency of one county or town."""
    if scan.low(i + 1) != "i" or not (scan.joined(i) and scan.joined(i + 1)):
        return
    last = _capitals_from(scan, i + 2)
    if last > i + 1:
        last += scan.joined(last) and scan.low(last + 1) == "län"
        name = swedish.capitalised(swedish.ungenitive(scan.slice(i, last)))
        yield mention(scan, i, last, "X", actor_node(name))


def _name_before(scan: Scan, i: int, form: Form, lexicon: Lexicon) -> Iterator[Mention]:
    """`Engelska Friskolan`, `Ekens friskola`, `Tallmo Finska Förening`, `Norrhem`."""
    first, end = _run_before(scan, i)
    capital = scan.words[i][:1].isupper()
    if form.head.lemma == "skola" and not form.modifier and scan.low(end) in swedish.words("namnattribut"):
        return  # `Öppen skola` is an undertaking
    if first <= end and (not form.definite or capital):
        yield mention(scan, first, i, "X", _named(_name_of(scan, first, i, form), form))
    elif capital and form.modifier and _company_like(scan, i, form, lexicon):
        yield mention(scan, i, i, "X", _named(_name_of(scan, i, i, form), form), 0.8)


def _company_like(scan: Scan, i: int, form: Form, lexicon: Lexicon) -> bool:
    """A company without AB is told by its place name: `Norrhem`, `Tallmobostäder`."""
    if form.head.lemma not in {"hem", "bostäder", "bolag"} or scan.opens(i):
        return False
    return form.modifier.startswith(lexicon.own.stem.casefold()[:5]) or form.head.accepts(form.modifier)


def _name_of(scan: Scan, first: int, last: int, form: Form) -> str:
    text = scan.slice(first, last)
    return swedish.ungenitive(text) if form.genitive else text


def _named(name: str, form: Form, aliases: tuple[str, ...] = ()) -> Node:
    national = form.head.concept in _NATIONAL
    return actor_node(swedish.capitalised(name), aliases, "se" if national else "")
