"""Shift-share: the published example with its three regions, by hand, and against plain loops."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.shift_share import COMPONENTS, shift_share
from tests.observatory.panels import ENGINES, Bench, panel_of, panels, polars, same, type_of

MEASURE = "employment_persons"
Cells = dict[tuple[str, str, int], float | None]

# Farhauer & Kroell (2013): three regions that add up to the nation.
PUBLISHED = panel_of(
    [
        {"region": region, "category": f"i{number}", "year": year, MEASURE: float(persons)}
        for region, year, counts in (
            ("A", 2000, (90, 20, 10, 60)),
            ("A", 2005, (100, 40, 10, 55)),
            ("B", 2000, (60, 30, 30, 40)),
            ("B", 2005, (85, 55, 40, 35)),
            ("C", 2000, (250, 100, 110, 300)),
            ("C", 2005, (255, 115, 85, 390)),
        )
        for number, persons in enumerate(counts)
    ]
)
NATION = PUBLISHED.group_by("category", "year", maintain_order=True).agg(pl.col(MEASURE).sum())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_published_example(bench: Bench, engine: str) -> None:
    """NS 27, IM 1, RS -3 for region A; all else worked by hand."""
    result = shift_share(bench.table(PUBLISHED, engine))
    assert issubclass(type(result), type_of(engine))
    table = polars(result)
    assert table.columns == ["region", "year", *COMPONENTS.values()]
    assert table.filter(year=2000).select(COMPONENTS.values()).rows() == [(None,) * 5] * 3
    table = table.filter(year=2005)
    # All grew by 15 %, the categories by 10, 40, -10 and 20 %.
    same(table["national_share_persons"], [27.0, 24.0, 114.0])
    same(table["industry_mix_persons"], [1.0, -1.0, 0.0])
    same(table["regional_shift_persons"], [-3.0, 32.0, -29.0])
    # A: 180 / 1100 * (400 / 90 + 150 * 0.6 + 150 * 0.1 - 400 * 17 / 60).
    same(table["competitive_effect_persons"], [-7 / 11, 608 / 33, -20311 / 605])
    same(table["allocation_effect_persons"], [-26 / 11, 448 / 33, 2766 / 605])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_nation_may_be_given(bench: Bench, engine: str) -> None:
    alone = PUBLISHED.filter(pl.col("region") == "A")
    table = polars(
        shift_share(bench.table(alone, engine), category_totals=bench.table(NATION, engine))
    ).filter(year=2005)
    assert table.drop("region", "year").row(0) == pytest.approx((27, 1, -3, -7 / 11, -26 / 11))


@pytest.mark.parametrize("engine", ENGINES)
def test_new_lost_and_unknown_industries(bench: Bench, engine: str) -> None:
    rows = {
        # The first category doubles in the nation, the second begins in B, the third is not known.
        ("A", "c"): (10.0, 30.0),
        ("A", "d"): (10.0, 0.0),
        ("A", "e"): (None, 500.0),
        ("B", "c"): (10.0, 10.0),
        ("B", "d"): (0.0, 20.0),
        ("B", "e"): (500.0, None),
    }
    panel = panel_of(
        [
            {"region": region, "category": category, "year": 2020 + after, MEASURE: persons}
            for (region, category), both in rows.items()
            for after, persons in enumerate(both)
        ]
    )
    table = polars(shift_share(bench.table(panel, engine), years=1)).filter(year=2021)
    # 30 persons became 60, so g is 2 for all and for both categories.
    same(table["national_share_persons"], [20.0, 10.0])
    same(table["industry_mix_persons"], [0.0, 0.0])
    same(table["regional_shift_persons"], [-10.0, 10.0])
    # What began from nothing in B has no rate of growth.
    same(table["competitive_effect_persons"], [2 / 3 * 20 - 2 / 3 * 20, None])
    same(table["allocation_effect_persons"], [-10.0, None])


def naive(
    panel: pl.DataFrame, nation: pl.DataFrame | None, years: int
) -> list[tuple[float | None, ...]]:
    """Dictionaries and loops; the rows are sorted by region and year."""
    cells: Cells = {
        row[:3]: row[3] for row in panel.select("region", "category", "year", MEASURE).rows()
    }
    given = None if nation is None else {row[:2]: row[2] for row in nation.rows()}
    found: list[tuple[float | None, ...]] = []
    for region, year in sorted({(r, y) for r, _, y in cells}):
        pairs: dict[tuple[str, str], tuple[float, float]] = {}
        for r, c, y in cells:
            now, then = cells[r, c, y], cells.get((r, c, y - years))
            if y == year and now is not None and then is not None:
                pairs[r, c] = (then, now)
        whole: dict[str, tuple[float, float]] = {}
        if given is None:
            for (_, c), (then, now) in pairs.items():
                before = whole.get(c, (0.0, 0.0))
                whole[c] = (before[0] + then, before[1] + now)
        else:
            for c, y in given:
                both = (given.get((c, y - years)), given[c, y])
                if y == year and both[0] is not None and both[1] is not None:
                    whole[c] = (both[0], both[1])
        mine = {c: pair for (r, c), pair in pairs.items() if r == region and c in whole}
        all_then = sum(then for then, _ in whole.values())
        odd = any(then and not whole[c][0] for c, (then, _) in mine.items())
        if not mine or not all_then or odd:
            found.append((None,) * 5)
            continue
        g = sum(now for _, now in whole.values()) / all_then
        region_then = sum(then for then, _ in mine.values())
        national = mix = shift = competitive = allocation = 0.0
        defined = True
        for c, (then, now) in mine.items():
            category_then, category_now = whole[c]
            g_i = category_now / category_then if category_then else 0.0
            national += then * (g - 1)
            mix += then * (g_i - g)
            shift += now - then * g_i
            h = region_then * category_then / all_then
            if then:
                competitive += h * (now / then - g_i)
                allocation += (then - h) * (now / then - g_i)
            elif now or category_then:
                defined = False
        last = (competitive, allocation) if defined else (None, None)
        found.append((national, mix, shift, *last))
    return found


@settings(max_examples=15, deadline=None)
@given(panels(measures=[MEASURE]), st.none() | panels(measures=[MEASURE]), st.integers(1, 2))
def test_fast_and_naive_agree_on_all_engines(
    bench: Bench, panel: pl.DataFrame, other: pl.DataFrame | None, years: int
) -> None:
    nation = None
    if other is not None:
        nation = other.unique(["category", "year"], keep="first", maintain_order=True)
        nation = nation.select("category", "year", MEASURE)
    expected = naive(panel, nation, years)
    for engine in ENGINES:
        table = polars(
            shift_share(
                bench.table(panel, engine),
                years=years,
                category_totals=None if nation is None else bench.table(nation, engine),
            )
        )
        for at, code in enumerate(COMPONENTS.values()):
            same(table[code], [row[at] for row in expected], tolerance=1e-11)


@settings(max_examples=15, deadline=None)
@given(panels(measures=[MEASURE]))
def test_the_components_add_up(panel: pl.DataFrame) -> None:
    table = shift_share(panel, years=1)
    cells: Cells = {
        row[:3]: row[3] for row in panel.select("region", "category", "year", MEASURE).rows()
    }
    for region, year, national, mix, shift, competitive, allocation in table.rows():
        if national is None:
            continue
        growth = 0.0
        for (r, c, y), now in cells.items():
            then = cells.get((r, c, y - 1))
            if (r, y) == (region, year) and now is not None and then is not None:
                growth += now - then
        assert national + mix + shift == pytest.approx(growth, abs=1e-9)
        if competitive is not None:
            assert competitive + allocation == pytest.approx(shift, abs=1e-9)


def test_spans_and_years_that_make_no_sense_are_refused() -> None:
    with pytest.raises(HanseError, match="over 0 years"):
        shift_share(PUBLISHED, years=0)
    with pytest.raises(HanseError, match="not whole numbers"):
        shift_share(PUBLISHED.with_columns(pl.col("year").cast(pl.String)))
    with pytest.raises(HanseError, match="2 rows share"):
        shift_share(pl.concat([PUBLISHED, PUBLISHED.head(1)]))
