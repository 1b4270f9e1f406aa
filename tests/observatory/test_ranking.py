"""Places in a ranking, by hand and against a naive count."""

from hypothesis import given
from hypothesis import strategies as st

from hanse.observatory.ranking import Place, places

VALUES = st.dictionaries(
    st.text("ABCDE", min_size=1, max_size=2),
    st.none() | st.integers(0, 5).map(float),
    max_size=12,
)


def test_equal_figures_share_the_smaller_place() -> None:
    ranked = places({"A": 3.0, "B": 5.0, "C": 3.0, "D": None, "E": 1.0})
    assert ranked == [
        Place("B", 5.0, 1, shared=False),
        Place("A", 3.0, 2, shared=True),
        Place("C", 3.0, 2, shared=True),
        Place("E", 1.0, 4, shared=False),
    ]


def test_change_is_since_the_earlier_year() -> None:
    ranked = places({"A": 9.0, "B": 5.0, "C": 1.0}, {"A": 1.0, "B": 2.0, "C": None})
    assert [(each.code, each.earlier, each.gained) for each in ranked] == [
        ("A", 2, 1),
        ("B", 1, -1),
        ("C", None, None),
    ]


@given(VALUES, VALUES)
def test_a_place_is_one_more_than_those_ahead(
    values: dict[str, float | None], earlier: dict[str, float | None]
) -> None:
    ranked = places(values, earlier)
    assert {each.code for each in ranked} == {c for c, v in values.items() if v is not None}

    def counted(code: str, of: dict[str, float | None]) -> int | None:
        own = of.get(code)
        if own is None:
            return None
        return 1 + sum(value is not None and value > own for value in of.values())

    for each in ranked:
        assert each.place == counted(each.code, values)
        assert each.earlier == counted(each.code, earlier)
        assert each.shared == (list(values.values()).count(each.value) > 1)
