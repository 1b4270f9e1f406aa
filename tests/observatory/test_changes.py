"""What is said to have changed between two editions, by hand."""

import polars as pl

from hanse.observatory.changes import StarsChanged, changes

Row = tuple[str, str, int, int | None, float | None]


def table(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema={
            "region": pl.String,
            "category": pl.String,
            "year": pl.Int32,
            "stars": pl.Int64,
            "employment_persons": pl.Float64,
        },
        orient="row",
    )


BEFORE = table(
    ("AT13", "automotive", 2022, 1, 900.0),
    ("AT13", "automotive", 2023, 1, 1000.0),
    ("AT13", "textiles", 2023, 4, 500.0),
    ("SI04", "automotive", 2023, 2, 300.0),
    ("SI04", "textiles", 2023, None, 30.0),
    ("PT11", "textiles", 2023, 3, None),
)
AFTER = table(
    ("AT13", "automotive", 2023, 2, 1000.4),
    ("AT13", "automotive", 2024, 3, 1100.0),
    ("AT13", "textiles", 2023, 4, 501.0),
    ("AT13", "textiles", 2024, 1, 400.0),
    ("SI04", "automotive", 2023, 2, 300.0),
    ("SI04", "automotive", 2024, 2, 310.0),
    ("SI04", "textiles", 2024, 4, 31.0),
    ("FI1B", "textiles", 2024, 1, 10.0),
)


def test_stars_are_compared_in_the_last_rated_years() -> None:
    found = changes(BEFORE, AFTER)
    assert (found.year_before, found.year_after) == (2023, 2024)
    assert found.gained == [StarsChanged("AT13", "automotive", 1, 3)]
    assert found.lost == [StarsChanged("AT13", "textiles", 4, 1)]


def test_years_and_regions_come_and_go() -> None:
    found = changes(BEFORE, AFTER)
    assert (found.new_years, found.gone_years) == ([2024], [2022])
    assert (found.new_regions, found.gone_regions) == (["FI1B"], ["PT11"])


def test_figures_are_revised_by_half_a_person_or_more() -> None:
    found = changes(BEFORE, AFTER)
    assert (found.compared, found.revised) == (3, 1)


def test_largest_changes_come_first() -> None:
    before = table(("A", "x", 2020, 0, 1.0), ("B", "x", 2020, 1, 1.0), ("C", "x", 2020, 0, 1.0))
    after = table(("A", "x", 2020, 1, 1.0), ("B", "x", 2020, 4, 1.0), ("C", "x", 2020, 1, 1.0))
    assert [each.region for each in changes(before, after).gained] == ["B", "A", "C"]


def test_an_edition_is_no_change_from_itself() -> None:
    found = changes(BEFORE, BEFORE)
    assert found.nothing
    assert not changes(BEFORE, AFTER).nothing
    assert found.compared == 5


def test_without_ratings_there_are_no_stars_to_compare() -> None:
    unrated = BEFORE.with_columns(pl.lit(None, pl.Int64).alias("stars"))
    found = changes(unrated, AFTER)
    assert (found.year_before, found.gained, found.lost) == (None, [], [])
    assert found.compared == 3
