"""How complete profiles are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.directory.completeness import PARTS, completeness, parts_of

KINDS = ["cluster", "firm", "research", "public", "partner"]


def test_by_hand() -> None:
    found = completeness("firm", {"text", "website", "industry", "target", "members"})
    assert found.missing == (
        "second_language", "region", "address", "contact", "legal_form", "founded_year",
        "technology",
    )  # fmt: skip
    assert found.share == 4 / 11
    assert found.labels[0] == "A text in a second language"


@pytest.mark.parametrize("kind", KINDS)
def test_from_nothing_to_all(kind: str) -> None:
    asked = parts_of(kind)
    assert completeness(kind, ()).share == 0
    assert completeness(kind, ()).missing == asked
    assert completeness(kind, asked).share == 1
    assert completeness(kind, PARTS).missing == ()


def test_only_cluster_organisations_are_asked_for_members() -> None:
    assert [kind for kind in KINDS if "members" in parts_of(kind)] == ["cluster"]
    assert "region" not in parts_of("partner")


@given(st.sampled_from(KINDS), st.sets(st.sampled_from(list(PARTS))), st.sampled_from(list(PARTS)))
def test_filling_a_part_never_makes_less_complete(kind: str, filled: set[str], more: str) -> None:
    assert completeness(kind, filled | {more}).share >= completeness(kind, filled).share
