"""How much two passages speak of the same thing: the share of their content words that both have."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-zåäöé]{5,}")
_STEM = 6
# Words that any two sentences of an audit and its answer share.
_COMMON = frozenset(
    word[:_STEM]
    for word in (
        "granskningen revisorerna revisionen nämnden nämnderna kommunen kommunens samverkan arbetet finns "
        "behöver uppfattningen uppfattning bedömning bedömningen instämmer delar håller ställer mellan genom "
        "också därför kommunstyrelsen enligt gemensam gemensamma eller skulle vilket inom sedan under efter "
        "sådan ingen"
    ).split()
)


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """Return the stems (first six letters) of the words that carry the content of a passage."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold())) - _COMMON


@lru_cache(maxsize=4096)
def topic(text: str) -> frozenset[str]:
    """Return the words that carry the content of a passage without their endings, so long that they tell
    "ungdomsråd" from "ungdomsgård".
    """
    words = (_ENDING.sub("", word)[:_WORD_STEM] for word in _WORD.findall(text.casefold()))
    return frozenset(word for word in words if word[:_STEM] not in _COMMON)


_WORD_STEM = 10
_ENDING = re.compile(r"(?<=.{4})(?:ernas|arnas|orna|erna|arna|ens|ets|er|ar|or|en|et|na|as|es|n|t|s|a|e)$")


def likeness(a: str, b: str) -> float:
    """Return the share (0 to 1) of the shorter passage's content that both have; 0 for fewer than two."""
    first, second = content(a), content(b)
    common = len(first & second)
    return common / min(len(first), len(second)) if common > 1 else 0.0
