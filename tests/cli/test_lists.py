"""The lists of recipes, schemes and indicators: complete, and readable at 80 columns."""

from pathlib import Path

from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.recipe import ready_recipes
from hanse.observatory.schemes.loader import scheme_names
from tests.cli.test_commands import hanse, well


def listed(home: Path, *words: str, width: int = 80) -> str:
    out = well(hanse(home, "observatory", *words, columns=width))
    assert max(map(len, out.splitlines())) <= width
    return out


def test_recipes_say_what_they_build_and_need(tmp_path: Path) -> None:
    out = listed(tmp_path, "recipes")
    for name in ready_recipes():
        assert f"\n{name}  " in f"\n{out}"
    assert "Structural business statistics, NUTS 2" in out
    assert "Needs: sbs_r_nuts2021, sbs_r_nuts06_r2 from Eurostat" in out
    assert "NUTS 2024, level 3; 2000-2023" in out
    assert "synthetic data, made by `hanse demo`" in out


def test_schemes_say_who_decided(tmp_path: Path) -> None:
    out = listed(tmp_path, "schemes")
    for name in scheme_names():
        assert f"\n{name}  " in f"\n{out}"
    assert "40 traded, 14 local; they do not overlap" in out
    assert "10 emerging; they may overlap" in out
    assert "Decided by: Eurostat." in out


def test_indicators_say_what_they_need(tmp_path: Path) -> None:
    out = listed(tmp_path, "indicators")
    everything = listed(tmp_path, "indicators", "--ranks")
    for code, entry in CATALOGUE.items():
        assert (f"\n{code}  " in f"\n{out}") is not entry.is_rank
        assert f"\n{code}  " in f"\n{everything}"
    assert "Needs: wages_eur, employment_persons" in out
    assert "(e_ij / e_.j) / (e_i. / e_..)" in out
