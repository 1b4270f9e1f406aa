"""Indicators fit the questionnaire, and are made of answers as their file says."""

from pathlib import Path

import pytest

from hanse.excellence.benchmark.indicators import Indicator, comparison, read_comparison
from hanse.excellence.criteria.answers import NUMERIC, Answer, Kind
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.foundation.problems import HanseError

COMPARISON = comparison("2026")
ASKED = questionnaire("2026")
BY_CODE = {each.code: each for each in COMPARISON.indicators}


def test_every_dimension_is_compared_in_at_least_three_indicators() -> None:
    assert COMPARISON.dimensions == tuple(ASKED.dimensions)
    for dimension in ASKED.dimensions:
        assert sum(each.dimension == dimension for each in COMPARISON.indicators) >= 3
    assert len(COMPARISON.indicators) >= 36


@pytest.mark.parametrize("indicator", COMPARISON.indicators, ids=lambda each: each.code)
def test_an_indicator_fits_its_questions(indicator: Indicator) -> None:
    parts = [ASKED.question(part) for part in indicator.parts]
    kinds = {each.kind for each in parts}
    assert parts[0].dimension == indicator.dimension
    wanted = {"options": {Kind.CHOICES}, "grade": {Kind.CHOICE}, "yes": {Kind.YES_NO}}
    assert kinds <= wanted.get(indicator.of, set(NUMERIC))
    if indicator.of == "grade":
        assert indicator.grades == tuple(parts[0].options)
    if indicator.of == "ratio":
        assert ASKED.question(indicator.whole).kind is Kind.WHOLE
        assert indicator.form == "share"
    if indicator.of == "answer":
        form = {Kind.SHARE: "share", Kind.MONEY: "money"}.get(parts[0].kind, "number")
        assert indicator.form == form
        assert indicator.unit == parts[0].unit
    if indicator.unit:
        assert indicator.unit in ASKED.units


@pytest.mark.parametrize("language", ASKED.languages)
def test_every_indicator_has_a_name_in_each_language(language: str) -> None:
    names = [COMPARISON.name(each, language) for each in COMPARISON.indicators]
    assert len(set(names)) == len(names)
    assert all(COMPARISON.names[language][each.code] for each in COMPARISON.indicators)


def test_parts_of_one_whole_are_tied() -> None:
    tied = [tuple(each.code for each in one) for one in COMPARISON.tied() if len(one) > 1]
    assert tied == [("members_firms", "members_research")]


@pytest.mark.parametrize(
    ("code", "answers", "wanted"),
    [
        ("members_committed", {"members_committed": 42.0}, 42),
        ("members_committed", {}, None),
        ("members_committed", {"members_committed": None}, None),
        ("members_firms", {"members_firms": 20.0, "members_committed": 30.0}, 0.67),
        ("members_firms", {"members_firms": 20.0, "members_committed": 0.0}, None),
        ("members_firms", {"members_committed": 30.0}, None),
        (
            "income_private",
            {"income_fees": 0.2, "income_services": 0.15, "income_private_other": 0.0},
            0.35,
        ),
        ("income_private", {"income_fees": 0.2, "income_services": 0.15}, None),
        ("services", {"services": ("none",)}, 0),
        ("services", {"services": ("a", "b", "c")}, 3),
        ("services", {"services": None}, None),
        ("cost_control", {"cost_control": "none"}, 0),
        ("cost_control", {"cost_control": "monthly"}, 4),
        ("cost_control", {"cost_control": "at full moon"}, None),
        ("green_targets", {"green_targets": True}, 1),
        ("green_targets", {"green_targets": False}, 0),
        ("green_targets", {}, None),
        ("budget", {"budget": 123_456.0}, 123_000),
    ],
)
def test_figures_by_hand(code: str, answers: dict[str, Answer], wanted: float | None) -> None:
    assert BY_CODE[code].value(answers) == wanted


def test_a_file_that_contradicts_itself_is_refused_with_its_lines(tmp_path: Path) -> None:
    good = (Path("data/excellence/benchmark") / "2026.toml").read_text("utf-8")
    file = tmp_path / "2026.toml"
    file.write_text(good.replace('ladder = "age"', 'ladder = "moon"', 1), "utf-8")
    with pytest.raises(HanseError, match="there is no ladder moon"):
        read_comparison(file)
    file.write_text(good.replace("threshold = 5", "threshold = 2"), "utf-8")
    with pytest.raises(HanseError, match=r"rules\.threshold"):
        read_comparison(file)
    with pytest.raises(HanseError, match="missing"):
        comparison("1848")
