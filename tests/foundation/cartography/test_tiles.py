"""Tiles: one square a region, none upon another, countries together and roughly in their place."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.foundation.cartography.tiles import SIDE, tiles
from hanse.foundation.geography import VINTAGES, regions


def codes(vintage: int, level: int) -> list[str]:
    return [
        code
        for code, region in regions(vintage).items()
        if region.level == level and not region.extra_regio
    ]


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@pytest.mark.parametrize("vintage", VINTAGES)
def test_every_region_has_a_square_of_its_own(vintage: int, level: int) -> None:
    every = codes(vintage, level)
    layout = tiles(every)
    assert sorted(layout.squares) == sorted(every)
    cells = {
        (x + dx, y + dy)
        for x, y in layout.squares.values()
        for dx in range(SIDE)
        for dy in range(SIDE)
    }
    assert len(cells) == SIDE * SIDE * len(every)
    assert min(x for x, _ in cells) >= 0
    assert max(x for x, _ in cells) < layout.width
    assert max(y for _, y in cells) < layout.height
    assert set(layout.headings) == {code[:2] for code in every}


def test_countries_do_not_touch() -> None:
    layout = tiles(codes(2021, 2))
    for (one, at), (other, there) in combinations(layout.squares.items(), 2):
        if one[:2] != other[:2]:
            assert max(abs(at[0] - there[0]), abs(at[1] - there[1])) > SIDE


def middle(country: str) -> tuple[float, float]:
    squares = [
        square for code, square in tiles(codes(2021, 2)).squares.items() if code[:2] == country
    ]
    return (
        sum(x for x, _ in squares) / len(squares),
        sum(y for _, y in squares) / len(squares),
    )


@pytest.mark.parametrize(
    ("west", "east"), [("PT", "ES"), ("FR", "DE"), ("DE", "PL"), ("IE", "UK"), ("EL", "TR")]
)
def test_west_lies_left_of_east(west: str, east: str) -> None:
    assert middle(west)[0] < middle(east)[0]


@pytest.mark.parametrize(
    ("north", "south"), [("SE", "DE"), ("DE", "IT"), ("FI", "RO"), ("UK", "ES"), ("PL", "EL")]
)
def test_north_lies_above_south(north: str, south: str) -> None:
    assert middle(north)[1] < middle(south)[1]


def test_countries_without_a_known_place_stand_in_lines_below_the_others() -> None:
    europe = codes(2021, 0)
    beyond = [f"Q{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    layout, before = tiles([*europe, *beyond]), tiles(europe)
    assert layout.width == before.width
    assert {code: layout.squares[code] for code in europe} == before.squares
    lines = sorted({layout.squares[code][1] for code in beyond})
    assert 1 < len(lines) < 5
    assert lines[0] > max(y for _, y in before.squares.values()) + SIDE


def test_only_countries_without_a_known_place_make_about_a_square() -> None:
    layout = tiles([f"{one}{other}" for one in "QZ" for other in "BCDFGHJKLMNPQRSTVW"])
    assert 0.5 < layout.width / layout.height < 2


@given(
    st.lists(
        st.from_regex(r"\A[A-Z]{2}[0-9A-Z]{2}\Z"), min_size=1, max_size=40, unique=True
    ).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found)))
)
def test_any_codes_have_a_layout_whatever_their_order(
    both: tuple[list[str], list[str]],
) -> None:
    one, other = both
    assert tiles(one) == tiles(other)
    assert len(set(tiles(one).squares.values())) == len(one)


def test_no_region_no_squares() -> None:
    assert tiles([]).squares == {}
