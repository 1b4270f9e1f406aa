"""Generated tables for the tests of the exports."""

from datetime import date
from typing import Final

import polars as pl
from hypothesis import strategies as st

from hanse.observatory.exports.about import ExportAbout
from hanse.observatory.tables import FLAGS, MEASURES, OBSERVATIONS, check_observations

ABOUT: Final = ExportAbout(
    title='Clusters, "rated"',
    source="Source: Eurostat; our calculation",
    licence="CC-BY-4.0",
    edition="panel 2026-11-22",
    synthetic=False,
    updated=date(2026, 11, 22),
)
INVENTED: Final = ExportAbout(
    title="Clusters",
    source="Hanse, invented figures",
    licence="CC0-1.0",
    edition="demo 2026-11-22",
    synthetic=True,
    updated=date(2026, 11, 22),
)

FIGURES: Final = st.one_of(
    st.integers(0, 10**9).map(float),
    st.floats(0, allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, 0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 1e16, 123456789.123456]),
)


@st.composite
def observations(draw: st.DrawFn) -> pl.DataFrame:
    """A small observation table that keeps its contract: present, missing and withheld rows."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["AT11", "AT12", "DE1", "ATZZ"]),
                st.sampled_from(["C", "C10", "C1011", "TOTAL"]),
                st.sampled_from([2008, 2015, 2024]),
                st.sampled_from(sorted(MEASURES)),
            ),
            min_size=1,
            max_size=12,
            unique=True,
        )
    )
    rows = []
    for key in keys:
        letters = draw(st.sets(st.sampled_from(sorted(FLAGS)), max_size=2))
        value = draw(st.one_of(st.none(), FIGURES))
        rows.append((*key, value, "".join(sorted(letters))))
    table = pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")
    return check_observations(table, where="test")


def edition_table() -> pl.DataFrame:
    """A table of an edition: keys, indicators, status columns, a yes or no and whole numbers."""
    return pl.DataFrame(
        {
            "scheme": ["traded", "traded", "traded"],
            "region": ["AT11", "AT12", "DE1"],
            "category": ["automotive", "automotive", "metals"],
            "year": [2024, 2024, 2024],
            "employment_persons": [1200.0, None, 88.5],
            "employment_persons_status": ["observed", "withheld", "estimated"],
            "location_quotient": [2.5, None, 0.1],
            "location_quotient_status": ["observed", "withheld", "estimated"],
            "stars": [3, None, 0],
            "strong": [True, None, False],
        },
        schema_overrides={"year": pl.Int32, "stars": pl.Int8},
    )
