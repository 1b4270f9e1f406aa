"""The procedure of the scheme: what the field says, what levels mean, and faulty files refused."""

from pathlib import Path

import pytest

from hanse.excellence.criteria.scheme import scheme
from hanse.excellence.label.clock import Validity
from hanse.excellence.label.procedure import (
    places_of,
    procedure,
    read_procedure,
    route_of,
    validity_of,
)
from hanse.excellence.label.proposing import Places
from hanse.excellence.label.workflow import Route
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

OURS = procedure("hanse_label", "2026")
LEVELS = {each.code: each for each in scheme("hanse_label", "2026").levels}


def test_levels_go_the_ways_of_the_field() -> None:
    assert {code: route_of(level) for code, level in LEVELS.items()} == {
        "bronze": Route.INTERVIEW,
        "silver": Route.AUDIT,
        "gold": Route.JOINT,
    }
    assert places_of(LEVELS["bronze"]) == places_of(LEVELS["silver"]) == Places(1)
    assert places_of(LEVELS["gold"]) == Places(2, national=1, foreign=1)
    assert validity_of(LEVELS["bronze"]) == Validity(24, 36, 12)
    silver = validity_of(LEVELS["silver"])
    assert (silver.first_months, silver.grace_months) == (24, 12)
    assert silver.from_old_end
    assert not silver.from_assessment


def test_numbers_of_the_procedure() -> None:
    assert OURS.due_days(LEVELS["gold"]) == (14, 21)
    assert OURS.due_days(LEVELS["silver"]) == (14, 21)
    assert OURS.conflicts.years == 3
    assert OURS.panel.members >= OURS.panel.least_votes
    gold = LEVELS["gold"]
    assert OURS.least_hours(gold, renewal=False) == 2 * OURS.least_hours(gold, renewal=True) > 8


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("weeks_before = [2, 3]", "weeks_before = [3, 2]"), "the smaller number comes first"),
        (("years = 3", "years = 3\nmonths = 2"), "months"),
        (("appeal_days = 30", "appeal_days = -1"), "appeal_days"),
        (("share_of_entitled = 0.5", "share_of_entitled = 50"), "share_of_entitled"),
        (("members = 3\n", ""), "members"),
        (('decided_by = "Hanse"', "decided_by = Hanse"), "not valid TOML"),
    ],
)
def test_a_faulty_procedure_is_refused_with_its_place(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    home = reference_path("excellence/schemes/hanse_label/2026/procedure.toml")
    text = home.read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "procedure.toml"
    path.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(HanseError) as caught:
        read_procedure(path)
    assert said in str(caught.value)


def test_a_version_that_is_not_there() -> None:
    with pytest.raises(HanseError, match="no version of hanse_label 1066"):
        procedure("hanse_label", "1066")
