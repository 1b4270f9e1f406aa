"""Queries: smaller ones cover the same cells once, and addresses say what is asked."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.queries import (
    EUROSTAT_ROOT,
    Query,
    data_url,
    divided,
    file_stem,
    runs_of_time,
    selected,
)
from hanse.observatory.sources.dissemination.structure import TIME, Structure

NAMES = ("freq", "nace_r2", "unit", "geo")


def structure_of(sizes: tuple[int, int, int, int], years: int) -> Structure:
    """A structure with so many codes in each dimension."""
    codes = {
        name: tuple(f"{name[0].upper()}{number}" for number in range(size))
        for name, size in zip(NAMES, sizes, strict=True)
    }
    periods = tuple(str(2000 + year) for year in range(years))
    return Structure("demo", "Demo", "2026", NAMES, {**codes, TIME: periods})


def cells_of(query: Query, structure: Structure) -> list[tuple[str, ...]]:
    """Every cell a query covers."""
    return list(product(*(query.codes(name, structure) for name in (*NAMES, TIME))))


STRUCTURES = st.builds(structure_of, st.tuples(*[st.integers(1, 3)] * 4), st.integers(1, 4))


@settings(max_examples=60)
@given(structure=STRUCTURES, most=st.integers(1, 30))
def test_division_covers_every_cell_once(structure: Structure, most: int) -> None:
    whole = Query()
    waiting: list[Query] = [whole]
    done: list[Query] = []
    while waiting:
        query = waiting.pop()
        parts = divided(query, structure) if len(cells_of(query, structure)) > most else []
        (waiting if parts else done).extend(parts or [query])
    assert all(len(cells_of(query, structure)) <= most for query in done)
    covered = [cell for query in done for cell in cells_of(query, structure)]
    assert sorted(covered) == sorted(cells_of(whole, structure))
    stems = {file_stem(structure, query) for query in done}
    urls = {data_url(EUROSTAT_ROOT, query, structure) for query in done}
    assert len(stems) == len(urls) == len(done)


@settings(max_examples=60)
@given(structure=STRUCTURES, chosen=st.data())
def test_runs_of_time_cover_the_years_wanted(structure: Structure, chosen: st.DataObject) -> None:
    periods = structure.codes[TIME]
    wanted = chosen.draw(st.sets(st.sampled_from(periods), min_size=1))
    runs = runs_of_time(Query().narrowed(TIME, sorted(wanted)), structure)
    spans = [run.codes(TIME, structure) for run in runs]
    assert sorted(period for span in spans for period in span) == sorted(wanted)
    for span in spans:
        assert [str(year) for year in range(int(span[0]), int(span[-1]) + 1)] == list(span)


def test_industry_comes_first_then_time_then_region() -> None:
    structure = structure_of((1, 2, 3, 2), 2)
    queries = [Query()]
    narrowed = []
    while parts := divided(queries[0], structure):
        (name,) = dict(parts[0].chosen).keys() - dict(queries[0].chosen).keys()
        narrowed.append(name)
        queries = parts
    assert narrowed == ["nace_r2", TIME, "geo", "unit"]


def test_addresses_are_as_the_service_documents_them() -> None:
    structure = structure_of((1, 2, 3, 2), 4)
    assert data_url(EUROSTAT_ROOT, Query(), structure) == (
        "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/DEMO"
        "?format=SDMX-CSV&compressed=true"
    )
    query = selected(structure, {"NACE_R2": ["n1", "N0"], "unit": ["U2"], "time": ["2001", "2002"]})
    assert data_url(EUROSTAT_ROOT, query, structure) == (
        "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/DEMO/.N0+N1.U2."
        "?format=SDMX-CSV&compressed=true&startPeriod=2001&endPeriod=2002"
    )
    assert query.label == "TIME_PERIOD 2001, 2002, nace_r2 N0, N1, unit U2"


def test_an_empty_selection_narrows_nothing() -> None:
    structure = structure_of((1, 2, 3, 2), 4)
    assert selected(structure, {"geo": []}) == Query()


def test_two_releases_have_two_file_names() -> None:
    older = structure_of((1, 2, 3, 2), 4)
    newer = Structure("demo", "Demo", "2027", older.dimensions, older.codes)
    assert file_stem(older, Query()) != file_stem(newer, Query())


def test_a_dimension_that_is_not_there_is_named() -> None:
    structure = structure_of((1, 2, 3, 2), 4)
    assert structure.name_of("Time_Period") == structure.name_of("year") == TIME
    with pytest.raises(HanseError, match="no dimension sex") as problem:
        structure.name_of("sex")
    assert "freq, nace_r2, unit, geo and time" in problem.value.remedy
