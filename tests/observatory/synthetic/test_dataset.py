"""The synthetic statistics keep what their story promises."""

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from hanse.foundation.geography import is_extra_regio, regions_table
from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import classification
from hanse.observatory.sources.eurostat_tsv import read_eurostat_tsv
from hanse.observatory.synthetic.dataset import (
    DATASET,
    INDICATORS,
    LAYOUT,
    write_synthetic,
)
from hanse.observatory.synthetic.story import SyntheticStory
from tests.shared_data import shared_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("synthetic")


@pytest.fixture(scope="module")
def story(folder: Path) -> SyntheticStory:
    return write_synthetic(
        folder,
        seed=5,
        years=(2008, 2013),
        regions=["AT", "CZ", "DE", "LU", "NL"],
        industries=["C", "G47", "J", "H50"],
        planted=12,
    )


@pytest.fixture(scope="module")
def tables(folder: Path, story: SyntheticStory) -> dict[str, pl.DataFrame]:
    """Measure code -> nace, geo, year, text of each cell, taken apart without our readers."""
    found: dict[str, pl.DataFrame] = {}
    for name in story.files:
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            head, *lines = file.read().splitlines()
        years = head.split("\t")[1:]
        rows: list[tuple[str, str, int, str]] = []
        for line in lines:
            key, *cells = line.split("\t")
            assert len(cells) == len(years)
            freq, nace, indicator, geo = key.split(",")
            assert freq == "A"
            rows.extend(
                (nace, geo, int(year), cell) for year, cell in zip(years, cells, strict=True)
            )
        found[indicator] = pl.DataFrame(
            rows, schema=["nace", "geo", "year", "cell"], orient="row"
        ).with_columns(
            value=pl.col("cell").str.extract(r"^(\d+) ").cast(pl.Int64),
            flag=pl.col("cell").str.extract(r" ([a-z]*)$"),
        )
    return found


def test_same_seed_same_bytes_and_another_seed_other_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("two", 2)):
        write_synthetic(
            tmp_path / name, seed=seed, years=(2015, 2017), regions=["AT", "SI"], industries=["C1"]
        )
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(
        [*(f"{DATASET}.{code}.tsv.gz" for code in INDICATORS), f"{DATASET}.json"]
    )
    for name in files:
        first = (tmp_path / "one" / name).read_bytes()
        assert first == (tmp_path / "again" / name).read_bytes()
        assert first != (tmp_path / "two" / name).read_bytes()


def test_wire_format_is_eurostats(folder: Path, story: SyntheticStory) -> None:
    head, row = gzip.decompress((folder / story.files[0]).read_bytes()).decode().splitlines()[:2]
    years = "".join(f"\t{year} " for year in range(2008, 2014))
    assert head == f"freq,nace_r2,indic_sbs,geo\\TIME_PERIOD{years}"
    assert row.startswith("A,C,EMP_LOC_NR,AT\t")
    packed = (folder / story.files[0]).read_bytes()
    assert packed[4:8] == bytes(4), "the time in the gzip header would change the bytes"


def test_codes_are_real(tables: dict[str, pl.DataFrame]) -> None:
    table = tables["EMP_LOC_NR"]
    nace = classification("nace_rev2")
    wanted = {
        code
        for code in nace.items
        if code.startswith(("C", "G47", "J", "H50")) or code in ("G", "H")
    }
    assert set(table["nace"]) == wanted
    known = {
        code
        for level in (0, 1, 2)
        for code in regions_table(2021, level)["code"]
        if code[:2] in {"AT", "CZ", "DE", "LU", "NL"}
    }
    present = set(table["geo"])
    assert present <= known
    assert {code for code in known if not is_extra_regio(code)} <= present


@pytest.mark.parametrize("indicator", sorted(INDICATORS))
@pytest.mark.parametrize("dimension", ["nace", "geo"])
def test_totals_add_up_where_nothing_is_withheld(
    tables: dict[str, pl.DataFrame], indicator: str, dimension: str
) -> None:
    table = tables[indicator]
    widths = {"nace": [1, 3, 4, 5], "geo": [2, 3, 4]}[dimension]
    other = "geo" if dimension == "nace" else "nace"
    sums = 0
    for above, below in pairwise(widths):
        parts = (
            table.filter(pl.col(dimension).str.len_chars() == below)
            .with_columns(pl.col(dimension).str.slice(0, above))
            .group_by(dimension, other, "year")
            .agg(pl.col("value").sum(), whole=pl.col("value").is_not_null().all())
            .filter("whole")
        )
        both = parts.join(table, on=[dimension, other, "year"]).drop_nulls("value_right")
        assert both["value"].equals(both["value_right"].rename("value"))
        sums += both.height
    assert sums > 2_000


def test_story_counts_the_cells_of_the_files(
    tables: dict[str, pl.DataFrame], story: SyntheticStory
) -> None:
    for code, rule in INDICATORS.items():
        table = tables[code]
        counts = [count for count in story.cell_counts if count.measure == rule.measure]
        assert sum(c.confidential for c in counts) == (table["flag"] == "c").sum()
        assert sum(c.not_delivered for c in counts) == (table["cell"] == ": ").sum()
        other = table.filter(~pl.col("flag").is_in(["", "c"]))
        assert sum(c.flagged for c in counts) == other.height
        assert {"e", "u"} <= set(other["flag"]) <= {"b", "d", "e", "p", "u"}


def test_local_units_are_never_confidential(tables: dict[str, pl.DataFrame]) -> None:
    units = tables["LOC_NR"]
    assert not (units["flag"] == "c").any()
    persons = tables["EMP_LOC_NR"]
    for code in ("WAGE_LOC_KEUR", "AV_LOC_KEUR"):
        same = persons.join(tables[code], on=["nace", "geo", "year"], nulls_equal=True)
        assert ((same["flag"] == "c") == (same["flag_right"] == "c")).all()
    both = persons.join(units, on=["nace", "geo", "year"])
    few = both.filter((pl.col("value_right") < 3) & (pl.col("value_right") > 0))
    assert few.height > 50
    assert few["value"].null_count() == few.height


def test_confidential_cells_are_about_as_frequent_as_in_the_real_file(tmp_path: Path) -> None:
    whole = write_synthetic(tmp_path, seed=11, years=(2015, 2016))
    assert (whole.regions, whole.classes, len(whole.planted)) == (371, 615, 60)
    text = gzip.decompress((tmp_path / whole.files[0]).read_bytes()).decode()
    assert set(re.findall(r" ([a-z]+)[\t\n]", text)) == {"b", "c", "d", "e", "p", "u"}
    # Of the real cells at NUTS 2 by division, 12 % are blank.
    share = whole.withheld_share("employment_persons", region_level=2, industry_level="division")
    assert 0.10 < share < 0.14
    finest = whole.withheld_share("employment_persons", region_level=2, industry_level="class")
    assert share < finest < 0.4
    with pytest.raises(KeyError):
        whole.withheld_share("employment_persons", region_level=3, industry_level="class")


def test_withheld_share_is_that_of_the_real_file(tmp_path: Path) -> None:
    path = shared_file("eurostat/sbs_r_nuts06_r2_2015.csv")
    rows = [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    cells = {
        (nace, geo): bool(re.match(r"\d+( d)?$", text.strip()))
        for nace, geo, text in rows
        if len(nace) == 3 and len(geo) == 4
    }
    industries = {nace for nace, _ in cells}
    regions = {geo for (_, geo), filled in cells.items() if filled}
    real = 1 - sum(cells.values()) / (len(industries) * len(regions))
    made = write_synthetic(tmp_path, seed=12, years=(2015, 2015)).withheld_share(
        "employment_persons", region_level=2, industry_level="division"
    )
    assert made == pytest.approx(real, abs=0.025)


def test_planted_clusters_have_the_quotient_promised(story: SyntheticStory) -> None:
    assert len(story.planted) == 12
    assert {one.kind for one in story.planted} == {
        "established",
        "rising",
        "declining",
        "reborn",
        "emerging",
    }
    for one in story.planted:
        assert 3 <= one.location_quotient <= 12
        if one.kind == "declining":
            assert one.promised_year == 2008
            assert one.last_year_quotient < 0.6 * one.location_quotient
        elif one.kind == "rising":
            assert one.first_year_quotient < 0.6 * one.location_quotient
        elif one.kind == "emerging":
            assert one.employment_first_year_persons == 0
            assert one.employment_last_year_persons > 1_000
        elif one.kind == "reborn":
            assert one.employment_lowest_persons < 0.6 * one.employment_first_year_persons


def test_quotients_of_the_story_follow_from_published_figures(
    tables: dict[str, pl.DataFrame], story: SyntheticStory
) -> None:
    table = tables["EMP_LOC_NR"]
    country = table.filter(pl.col("geo").str.len_chars() == 2)
    checked = 0
    for one in story.planted:
        at = (pl.col("year") == one.promised_year) & pl.col("value").is_not_null()
        here = table.filter(at & (pl.col("geo") == one.region))
        sections = ["C", "G", "H", "J"]
        cells = {
            "x": here.filter(pl.col("nace") == one.group),
            "region": here.filter(pl.col("nace").is_in(sections)),
            "industry": country.filter(at & (pl.col("nace") == one.group)),
            "all": country.filter(at & pl.col("nace").is_in(sections)),
        }
        if [len(cells[name]) for name in ("x", "region", "industry", "all")] != [1, 4, 5, 20]:
            continue  # one of the figures is withheld
        x, region, industry, everything = (float(cell["value"].sum()) for cell in cells.values())
        quotient = (x / region) / (industry / everything)
        assert quotient == pytest.approx(one.location_quotient, rel=1e-12)
        checked += 1
    assert checked >= 3


def test_wages_and_productivity_rise_with_specialisation(
    tables: dict[str, pl.DataFrame],
) -> None:
    keys = ["nace", "geo", "year"]
    table = (
        tables["EMP_LOC_NR"]
        .join(tables["WAGE_LOC_KEUR"].select(*keys, wages="value"), on=keys)
        .join(tables["AV_LOC_KEUR"].select(*keys, added="value"), on=keys)
        .filter(
            (pl.col("nace").str.len_chars() == 5)
            & (pl.col("geo").str.len_chars() == 4)
            & (pl.col("value") > 50)
        )
        .drop_nulls()
        .with_columns(
            quotient=(pl.col("value") / pl.col("value").sum().over("geo", "year")).log(),
            wage=(pl.col("wages") / pl.col("value")).log(),
            productivity=(pl.col("added") / pl.col("value")).log(),
        )
    )
    for column in ("quotient", "wage", "productivity"):
        for over in (["nace", "year"], ["geo", "year"]):
            table = table.with_columns(pl.col(column) - pl.col(column).mean().over(over))
    variance = table["quotient"].var()
    for column, least in (("wage", 0.03), ("productivity", 0.08)):
        slope = table.select(pl.cov("quotient", column)).item() / variance
        assert least < slope < 0.2


def test_groups_are_the_callers_when_given(tmp_path: Path) -> None:
    story = write_synthetic(
        tmp_path,
        seed=3,
        years=(2015, 2024),
        regions=["DE", "FR"],
        industries=["C"],
        groups={"instruments": ["C2651", "C2652", "C2670"], "elsewhere": ["J6201"]},
        planted=3,
    )
    assert [one.group for one in story.planted] == ["instruments"] * 3
    assert story.planted[0].classes == ("C2651", "C2652", "C2670")


def test_story_is_written_and_says_synthetic(folder: Path, story: SyntheticStory) -> None:
    written = json.loads((folder / f"{DATASET}.json").read_text(encoding="utf-8"))
    assert written["synthetic"] is True
    assert "ynthetic" in written["title"]
    assert "synthetic" in written["dataset"]
    assert written["seed"] == 5
    assert len(written["planted"]) == len(story.planted)
    assert all((folder / name).is_file() for name in written["files"])


def test_recessions_show(tables: dict[str, pl.DataFrame]) -> None:
    made = tables["EMP_LOC_NR"].filter((pl.col("nace") == "C") & (pl.col("geo") == "DE"))
    by_year = dict(zip(made["year"], made["value"], strict=True))
    growth = np.diff(np.log([by_year[year] for year in range(2008, 2014)]))
    assert growth[0] < -0.02
    assert growth[0] == growth.min()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ({"years": (2020, 2010)}, "The years run from 2020 to 2010"),
        ({"regions": ["QQ"]}, "No code begins with 'QQ'"),
        ({"industries": ["C99"]}, "No code begins with 'C99'"),
        ({"regions": []}, "The selection is empty"),
    ],
)
def test_refusals_say_what_is_wrong(
    tmp_path: Path, arguments: dict[str, object], what: str
) -> None:
    with pytest.raises(HanseError, match=what):
        write_synthetic(tmp_path, seed=1, **arguments)  # type: ignore[arg-type]  # each is checked
    assert not list(tmp_path.iterdir())


def test_the_files_pass_the_eurostat_reader_without_a_rejection(
    folder: Path, story: SyntheticStory, tables: dict[str, pl.DataFrame]
) -> None:
    for name, (indicator, rule) in zip(story.files, INDICATORS.items(), strict=True):
        reading = read_eurostat_tsv(folder / name, LAYOUT)
        table = tables[indicator].sort("geo", "nace", "year")
        assert reading.report.rejected == reading.report.left_out == 0
        assert reading.report.read == reading.report.accepted == table.height
        assert set(reading.table["measure"]) == {rule.measure}
        values = table["value"].cast(pl.Float64) * rule.multiply_by
        assert reading.table["value"].equals(values.rename("value"))
        assert reading.table["flag"].equals(table["flag"].fill_null("").rename("flag"))
