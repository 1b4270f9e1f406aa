"""Consortia on record: the six of the source, and errors that name the line."""

from pathlib import Path

import pytest

from hanse.collaboration.consortia.records import recorded_consortia
from hanse.foundation.geography import countries
from hanse.foundation.problems import HanseError


def test_the_six_on_record() -> None:
    found = {each.name: each for each in recorded_consortia()}
    assert len(found) == 6
    counts = {name: len(each.members) for name, each in found.items()}
    assert counts == {
        "WIINTECH": 8,
        "REINA": 0,
        "BioXClusters": 4,
        "EU4SportsClusters": 3,
        "Textile2020": 7,
        "Feeding the planet": 3,
    }
    assert found["REINA"].countries == ("ES", "AT", "FI")
    for each in found.values():
        assert each.source
        assert each.begins is None
        assert {member.country for member in each.members} <= set(each.countries)
        assert set(each.countries) <= set(countries())


def test_a_fault_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "records.toml"
    path.write_text('[[consortia]]\nname = "A"\ntitle = "B"\ncountries = ["xx"]\n', "utf-8")
    with pytest.raises(HanseError) as told:
        recorded_consortia(path)
    assert "line 4" in str(told.value)
    assert "source" in str(told.value)
