"""Lines sorted in pieces on disk come as `sorted` gives them, and leave nothing behind."""

from hypothesis import given
from hypothesis import strategies as st

from graph.ordering import in_order


@given(
    st.lists(st.binary(max_size=20).map(lambda data: data.replace(b"\n", b"") + b"\n")), st.integers(1, 500)
)
def test_any_lines_in_pieces_of_any_size(tmp_path_factory, lines, most):
    folder = tmp_path_factory.getbasetemp()
    before = set(folder.iterdir())
    with in_order(lines, near=folder, most=most) as ordered:
        assert list(ordered) == sorted(lines)
        assert list(ordered) == sorted(lines)  # as often as one likes
    assert set(folder.iterdir()) == before
