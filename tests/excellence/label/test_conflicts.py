"""Conflicts of interest: every rule, the three years to the day, and cases seen in public."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.label.conflicts import Cluster, Rule, Tie, TieKind, conflicts

ON = date(2026, 6, 15)
OWN, FUNDER, NATIONAL, RIVAL, OTHER = 1, 2, 3, 4, 5
CLUSTER = Cluster(
    OWN, funders=frozenset({FUNDER}), supporters=frozenset({NATIONAL}), rivals=frozenset({RIVAL})
)
LONG_AGO = date(2020, 1, 1)
RECENT = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("tie", "rule"),
    [
        # Cases seen in public: an expert who heads the assessed cluster, a national body that both
        # supports and certifies, a consultant who is also the assessor.
        (Tie(TieKind.HEADS, OWN), Rule.HEADS),
        (Tie(TieKind.WORKS, NATIONAL), Rule.SUPPORTS_AND_CERTIFIES),
        (Tie(TieKind.ADVISES, OWN, until=RECENT), Rule.ADVISES),
        (Tie(TieKind.HEADS, OWN, until=RECENT), Rule.HEADS),
        (Tie(TieKind.WORKS, OWN), Rule.WORKS_FOR_CLUSTER),
        (Tie(TieKind.WORKS, OWN, until=RECENT), Rule.WORKS_FOR_CLUSTER),
        (Tie(TieKind.WORKS, FUNDER, until=RECENT), Rule.WORKS_FOR_FUNDER),
        (Tie(TieKind.HEADS, FUNDER), Rule.WORKS_FOR_FUNDER),
        (Tie(TieKind.GAP_ANALYSIS, OWN, until=LONG_AGO), Rule.GAP_ANALYSIS),
        (Tie(TieKind.COMPETES, OWN), Rule.COMPETES),
        (Tie(TieKind.WORKS, RIVAL), Rule.COMPETES),
        (Tie(TieKind.HEADS, RIVAL), Rule.COMPETES),
        (Tie(TieKind.CLOSE, OWN), Rule.CLOSE),
    ],
)
def test_a_tie_that_is_a_conflict(tie: Tie, rule: Rule) -> None:
    found = conflicts([tie], CLUSTER, ON)
    assert [each.rule for each in found] == [rule]
    assert str(found[0].said()).endswith(".")
    assert "{" not in str(found[0].said())


@pytest.mark.parametrize(
    "tie",
    [
        Tie(TieKind.WORKS, OTHER),
        Tie(TieKind.HEADS, OTHER),
        Tie(TieKind.ADVISES, FUNDER),
        Tie(TieKind.GAP_ANALYSIS, OTHER),
        Tie(TieKind.WORKS, OWN, until=LONG_AGO),
        Tie(TieKind.HEADS, OWN, until=LONG_AGO),
        Tie(TieKind.ADVISES, OWN, until=LONG_AGO),
        Tie(TieKind.WORKS, FUNDER, until=LONG_AGO),
        Tie(TieKind.WORKS, RIVAL, until=RECENT),
        Tie(TieKind.WORKS, NATIONAL, until=RECENT),
        Tie(TieKind.COMPETES, OWN, until=RECENT),
        Tie(TieKind.WORKS, OWN, since=ON + timedelta(days=1)),
    ],
)
def test_a_tie_that_is_none(tie: Tie) -> None:
    assert conflicts([tie], CLUSTER, ON) == ()


@pytest.mark.parametrize(
    ("until", "conflicted"),
    [(date(2023, 6, 14), False), (date(2023, 6, 15), False), (date(2023, 6, 16), True)],
)
def test_three_years_to_the_day(until: date, conflicted: bool) -> None:
    found = conflicts([Tie(TieKind.WORKS, OWN, until=until)], CLUSTER, ON)
    assert bool(found) is conflicted
    if found:
        assert found[0].clear_from == date(2026, 6, 16)


def test_the_longest_tie_under_a_rule_counts_and_the_gravest_rule_comes_first() -> None:
    ties = [
        Tie(TieKind.WORKS, OWN, until=date(2024, 1, 1)),
        Tie(TieKind.WORKS, OWN, until=date(2025, 1, 1)),
        Tie(TieKind.HEADS, OWN, until=date(2024, 5, 5)),
        Tie(TieKind.WORKS, FUNDER),
    ]
    found = conflicts(ties, CLUSTER, ON, declared=True)
    assert [(each.rule, each.clear_from) for each in found] == [
        (Rule.HEADS, date(2027, 5, 5)),
        (Rule.WORKS_FOR_CLUSTER, date(2028, 1, 1)),
        (Rule.WORKS_FOR_FUNDER, None),
        (Rule.DECLARED, None),
    ]


def test_a_scheme_may_look_further_back() -> None:
    tie = Tie(TieKind.WORKS, OWN, until=date(2022, 1, 1))
    assert conflicts([tie], CLUSTER, ON) == ()
    found = conflicts([tie], CLUSTER, ON, years=5)
    assert str(found[0].said()) == (
        "Works for the cluster organisation, or worked for it within 5 years."
    )


TIES = st.builds(
    Tie,
    st.sampled_from(TieKind),
    st.sampled_from([OWN, FUNDER, NATIONAL, RIVAL, OTHER]),
    st.none() | st.dates(date(2015, 1, 1), date(2024, 1, 1)),
    st.none() | st.dates(date(2020, 1, 1), date(2028, 1, 1)),
)


@given(st.lists(TIES, max_size=6), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_who_is_clear_from_a_day_is_in_conflict_the_day_before(ties: list[Tie], on: date) -> None:
    for each in conflicts(ties, CLUSTER, on):
        if each.clear_from is not None:
            assert on < each.clear_from
            later = {c.rule for c in conflicts(ties, CLUSTER, each.clear_from)}
            before = {c.rule for c in conflicts(ties, CLUSTER, each.clear_from - timedelta(days=1))}
            assert each.rule not in later
            assert each.rule in before


@given(st.lists(TIES, max_size=6), TIES, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_one_more_tie_never_clears_anybody(ties: list[Tie], more: Tie, on: date) -> None:
    before = {each.rule for each in conflicts(ties, CLUSTER, on)}
    assert before <= {each.rule for each in conflicts([*ties, more], CLUSTER, on)}
