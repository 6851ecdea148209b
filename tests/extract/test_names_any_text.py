"""Whatever the text, mentions lie inside it, quote it, and do not overlap."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.reading import mentions

PIECES = [
    *(
        "Barn- nämnden och & för i AB kommun stad Rådet råd gruppen rutin svar budget 2020 § 12 den "
        "3 mars personer som har ” ( ) , . : – barn och unga ordförande Ada Alm (S) inom projektet "
        "begreppen KS Till rutinen finns årshjul kommuner förskolorna Region skolan främjande "
        "arbete avtal om mellan Beslutsunderlag avdelning styrelse utskott "
    ).split(),
    "\n",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=60))
def test_mentions_of_any_text(text: str) -> None:
    found = mentions(text or " ")
    assert all(text[m.start : m.end] == m.surface and m.surface.strip() for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(m.node.key.partition("/")[2] and m.node.label for m in found)
