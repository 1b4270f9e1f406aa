"""Codes: what is repaired, what is refused, and when a file is in another NUTS vintage."""

from pathlib import Path

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.codes import (
    CodeBook,
    CodeChecks,
    Verdict,
    check_vintage,
    checks_for,
    confidentiality_check,
    flag_check,
    industry_check,
    own_code,
    region_check,
    year_check,
)
from hanse.observatory.sources.figures import flag_letters
from hanse.observatory.sources.reading import Layout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AT11", "AT11"),
        ("at11", "AT11"),
        (" AT 11 ", "AT11"),
        ("GR30", "EL30"),
        ("gr", "EL"),
        ("GBC1", "UKC1"),
        ("DEZZ", "DEZZ"),
        ("dezzz", "DEZZZ"),
    ],
)
def test_region_codes_are_repaired_with_a_note(text: str, code: str) -> None:
    verdict = region_check(2016)(text)
    assert verdict.code == code
    assert bool(verdict.repair) == (text != code)
    assert not verdict.kind


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("DE41", "region code of another vintage", "DE41 belongs to NUTS 2003 and 2006, not 2013"),
        ("XX9", "unknown region code", "unknown region code XX9"),
        ("", "no region code", "the region code is empty"),
        ("EUX", "unknown region code", "unknown region code EUX"),
        ("US1", "unknown region code", "unknown region code US1"),
        ("XXAT11", "unknown region code", "unknown region code XXAT11"),
        ("XXEU28", "unknown region code", "unknown region code XXEU28"),
    ],
)
def test_other_region_codes_are_refused_with_the_reason(text: str, kind: str, reason: str) -> None:
    verdict = region_check(2013)(text)
    assert (verdict.code, verdict.kind, verdict.reason) == ("", kind, reason)


@pytest.mark.parametrize(
    ("text", "vintage", "code", "why"),
    [
        ("EU27_2020", 2013, "EU27_2020", "an aggregate, not a region"),
        ("EU27_2007", 2024, "EU27_2007", "an aggregate, not a region"),
        ("ea20", 2021, "EA20", "an aggregate, not a region"),
        ("EFTA", 2021, "EFTA", "an aggregate, not a region"),
        ("EEA30_2007", 2021, "EEA30_2007", "an aggregate, not a region"),
        ("US", 2021, "US", "a country without regions in NUTS 2021"),
        ("UA", 2021, "UA", "a country without regions in NUTS 2021"),
        ("GB", 2024, "UK", "a country without regions in NUTS 2024"),
    ],
)
def test_aggregates_and_other_countries_are_set_apart(
    text: str, vintage: int, code: str, why: str
) -> None:
    assert region_check(vintage)(text) == Verdict(code, apart=why)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C", "C"),
        ("10.11", "C1011"),
        ("c10", "C10"),
        ("B-E", "B-E"),
        ("TOTAL", "TOTAL"),
        ("total", "TOTAL"),
    ],
)
def test_industry_codes_are_repaired_with_a_note(text: str, code: str) -> None:
    verdict = industry_check("nace_rev2")(text)
    assert verdict.code == code
    assert bool(verdict.repair) == (text != code)


def test_other_industry_codes_are_refused() -> None:
    check = industry_check("nace_rev2")
    assert check("C99").kind == "unknown industry code"
    assert "C99 is not a code of NACE Rev. 2" in check("C99").reason
    assert check(" ").kind == "no industry code"
    with pytest.raises(HanseError, match="no classification nace_rev9"):
        checks_for(Layout(classification="nace_rev9"))
    with pytest.raises(HanseError, match="no NUTS vintage 2014"):
        checks_for(Layout(nuts=2014))


def test_a_classification_of_the_users_own(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("code,label,parent\nX,All,\nX1,One,X\n")
    check = industry_check(str(path))
    assert check("X1").code == "X1"
    assert check("Y").kind == "unknown industry code"


def test_the_users_own_codes_are_only_trimmed() -> None:
    check = own_code("region")
    assert check("Köln/Bonn").code == "Köln/Bonn"
    assert check(" W1 ").code == "W1"
    assert check(" W1 ").repair == "spaces taken off"
    assert check("\u00a0").kind == "no region code"


@pytest.mark.parametrize(
    "text", ["2015-01", "2015Q1", "15", "20155", "٢٠١٥", "2015.5", "-2015", "1066"]
)
def test_only_years_are_years(text: str) -> None:
    assert year_check(text).kind == "not a year"


def test_flags_and_confidentiality() -> None:
    assert flag_letters(int(flag_check(" P,b ").code)) == "bp"
    assert flag_check("q").kind == "unknown flag"
    assert confidentiality_check("f").code == confidentiality_check("").code == "0"
    assert flag_letters(int(confidentiality_check("C").code)) == "c"
    assert confidentiality_check("CC").kind == "unknown confidentiality status"


def book(nuts: int, *codes: str) -> tuple[CodeChecks, Layout, CodeBook]:
    layout = Layout(nuts=nuts)
    checks = checks_for(layout)
    entries = CodeBook(checks.region, "geo")
    for code in codes:
        entries.number(code)
    return checks, layout, entries


def test_a_file_of_another_vintage_is_an_error_that_names_the_better_one() -> None:
    poland = ("PL21", "PL22", "PL71", "PL72", "PL81", "PL82", "PL84", "PL91", "PL92", "XX9")
    with pytest.raises(HanseError, match="are of NUTS 2024, not 2013") as caught:
        check_vintage(Path("a.csv"), *book(2013, *poland))
    assert "Of 9 region codes NUTS 2024 has 9, NUTS 2013 has 2." in caught.value.why
    assert "2024" in caught.value.remedy


@pytest.mark.parametrize(
    ("nuts", "codes"),
    [
        # One old code among many is rejected alone, although an old vintage has them all.
        (2013, ("AT11", "AT12", "AT13", "AT21", "DE41")),
        (2013, ("AT11", "AT12", "DE41", "PL91", "EL1")),
        (2016, ("AT11", "at12", "ATZZ", "DEZ")),
        (2016, ("XX1", "XX2", "XX3")),
        (2016, ()),
    ],
)
def test_single_codes_of_other_vintages_are_not(nuts: int, codes: tuple[str, ...]) -> None:
    check_vintage(Path("a.csv"), *book(nuts, *codes))
