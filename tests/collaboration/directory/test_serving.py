"""Which cluster organisations serve a firm."""

import pytest

from hanse.collaboration.directory.joining import STEPS, Request, Side, step
from hanse.collaboration.directory.permits import MAY, may
from hanse.collaboration.directory.serving import Candidate, What, Where, serving
from hanse.foundation.roles import Role

ABOVE = {"C1621": ("C162", "C16", "C"), "C162": ("C16", "C"), "C16": ("C",), "C25": ("C",)}


def cluster(key: int, region: str, industries: str = "", categories: str = "") -> Candidate:
    return Candidate(
        key, region[:2], region, frozenset(industries.split()), frozenset(categories.split())
    )


def test_nearest_first_and_by_industry_before_category() -> None:
    found = serving(
        "AT12",
        "C162",
        ["wood_products"],
        [
            cluster(1, "AT33", "C16"),
            cluster(2, "AT12", "", "wood_products"),
            cluster(3, "AT13", "C1621"),
            cluster(4, "AT121", "C162"),
            cluster(5, "AT12", "C25"),
            cluster(6, "DE21", "C162"),
            cluster(7, "AT", "C16"),
        ],
        ABOVE,
    )
    assert [(e.key, e.where, e.what, e.by) for e in found] == [
        (4, Where.REGION, What.INDUSTRY, "C162"),
        (7, Where.REGION, What.INDUSTRY, "C16"),
        (2, Where.REGION, What.CATEGORY, "wood_products"),
        (3, Where.NEIGHBOUR, What.INDUSTRY, "C1621"),
        (1, Where.COUNTRY, What.INDUSTRY, "C16"),
    ]


def test_a_cluster_of_unknown_region_is_somewhere_in_the_country() -> None:
    found = serving(
        "AT12", "C16", [], [Candidate(1, "AT", "", frozenset(["C16"]), frozenset())], ABOVE
    )
    assert [each.where for each in found] == [Where.COUNTRY]


@pytest.mark.parametrize("each", STEPS, ids=lambda each: each.code)
def test_only_the_side_of_a_step_takes_it_and_only_from_its_state(each: object) -> None:
    assert isinstance(each, type(STEPS[0]))
    taken = [
        (state, side)
        for state in (None, *Request)
        for side in Side
        if step(each.code, state, side) is not None
    ]
    assert taken == [(each.source, each.who)]
    assert each.code in MAY


def test_nobody_but_officers_decides_on_tiers_and_imports() -> None:
    for action in ("profile_tier_decide", "organisations_import"):
        assert [role for role in Role if may([role], action)] == [Role.OFFICER, Role.ADMINISTRATOR]
    assert not may([Role.ADMINISTRATOR], "service_rate")
