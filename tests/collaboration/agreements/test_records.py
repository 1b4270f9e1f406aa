"""The records that come with Hanse, and what is said of a file that is wrong."""

from pathlib import Path

import pytest

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.records import read_records, records
from hanse.collaboration.agreements.states import State
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path


def test_the_agreements_on_record() -> None:
    found = {each.key: each for each in records().agreements.agreements}
    assert set(found) == {
        "japan", "india", "brazil", "korea", "tunisia", "morocco", "chile", "united-states",
        "canada",
    }  # fmt: skip
    brazil = found["brazil"]
    assert (brazil.state, str(brazil.signed_on)) == (State.EXTENDED, "2011-05-18")
    assert brazil.extended_on == (PartialDate(2013, 12, 6),)
    assert str(found["chile"].signed_on) == "2013"
    assert str(found["united-states"].signed_on) == "2015-04-22"
    for key in ("japan", "india", "korea", "tunisia", "morocco"):
        assert (found[key].state, found[key].signed_on) == (None, None), "never guessed"


def test_the_missions_on_record() -> None:
    found = {each.key: each for each in records().missions.missions}
    assert len(found) == 15
    assert str(found["tokyo-2012"].begins) == "2012-11"
    assert [(f.what, f.number, f.bound) for f in found["hannover-2016"].figures] == [
        ("organisations", 70, "at_least"),
        ("meetings", 140, "at_least"),
    ]
    assert {each.key for each in found.values() if each.agreement} == {"hannover-2016"}


def test_the_note_on_sources_names_each() -> None:
    note = reference_path("collaboration/agreements/SOURCES.md").read_text("utf-8")
    for what in (
        "European Cluster Collaboration Platform",
        "Department of State",
        "Canada",
        "2013",
    ):
        assert what in note


def copied(tmp_path: Path, name: str, old: str, new: str) -> Path:
    home = reference_path("collaboration/agreements")
    for each in ("records.toml", "missions.toml"):
        text = (home / each).read_text("utf-8")
        if each == name:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / each).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("records.toml", 'parties = ["kicox"]', 'parties = ["kicocks"]', "unknown organisation"),
        ("records.toml", 'key = "japan"', 'key = "india"', "given twice"),
        ("records.toml", 'signed_on = "2011-05-18"', 'signed_on = "May 2011"', "no date such as"),
        ("records.toml", '"2013-12-06"', '"2010-12-06"', "before the signature"),
        ("records.toml", 'state = "extended"', 'state = "signed"', "the state is extended"),
        ("records.toml", 'countries = ["IN"]', 'countries = ["India"]', "countries"),
        ("missions.toml", 'agreement = "united-states"', 'agreement = "usa"', "not on record"),
        ("missions.toml", 'ends = "2015-04-14"', 'ends = "2015-04-12"', "ends before it begins"),
        ("missions.toml", 'source = "milan-2015"', 'source = "milano"', "unknown source"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    with pytest.raises(HanseError) as problem:
        read_records(copied(tmp_path, name, old, new))
    assert told in str(problem.value)
    assert name in problem.value.where
