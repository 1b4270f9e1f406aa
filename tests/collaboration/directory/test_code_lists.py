"""Our own lists of codes."""

from pathlib import Path

import pytest

from hanse.collaboration.directory.code_lists import (
    PRIORITIES,
    SERVICES,
    TECHNOLOGIES,
    code_list,
    load_code_list,
)
from hanse.foundation.problems import HanseError


@pytest.mark.parametrize("name", [SERVICES, TECHNOLOGIES, PRIORITIES])
def test_a_list_is_whole_and_says_whose_it_is(name: str) -> None:
    found = code_list(name)
    assert "The Hanse authors" in found.decided_by
    assert all(entries for _group, entries in found.grouped)
    assert sum(len(entries) for _group, entries in found.grouped) == len(found.names)


def test_services_stand_in_the_fields_five() -> None:
    services = code_list(SERVICES)
    assert [group.code for group, _entries in services.grouped] == [
        "innovation", "internationalisation", "funding", "skills", "business_support",
    ]  # fmt: skip
    assert services.group_of("trainings").name == "Skills"
    with pytest.raises(KeyError):
        services.group_of("nothing")


def test_a_fault_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "services.toml"
    path.write_text(
        'title = "T"\nsource = "S"\ndecided_by = "D"\n[[group]]\ncode = "a"\nname = "A"\n'
        '[[entry]]\ncode = "x"\ngroup = "b"\nname = "X"\n',
        "utf-8",
    )
    with pytest.raises(HanseError, match="there is none for b"):
        load_code_list(path)
