"""Counts of members that give nobody away."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.directory.member_counts import (
    LEAST,
    NOT_SAID,
    MemberFact,
    member_counts,
    released,
)


def members(type_: str, size: str, count: int, *, named: bool = True) -> list[MemberFact]:
    return [MemberFact(type_, size, named)] * count


def test_by_hand() -> None:
    found = member_counts(
        [
            *members("firm", "micro", 4),
            *members("firm", "large", 1),
            *members("firm", "micro", 3, named=False),
            *members("firm", "small", 3, named=False),
            *members("firm", "large", 1, named=False),  # alone: joins the smallest
            *members("research", "", 2),
            *members("public", "", 1, named=False),  # alone: its type is not told
        ]
    )
    assert found.total == 15
    assert found.unnamed == 8
    # One of unknown type would be alone, so the seven firms join it.
    assert found.by_type == {"firm": 5, "research": 2, NOT_SAID: 8}
    assert found.by_size["firm"] == {"micro": 4, "large": 1}


def test_enough_of_one_size_is_told() -> None:
    found = member_counts(
        [*members("firm", "micro", 5, named=False), *members("firm", "large", 3, named=False)]
    )
    assert found.by_size == {"firm": {"micro": 5, "large": 3}}
    one_more = member_counts(
        [
            *members("firm", "micro", 5, named=False),
            *members("firm", "large", 3, named=False),
            *members("firm", "medium", 1, named=False),
        ]
    )
    assert one_more.by_size == {"firm": {"micro": 5, NOT_SAID: 4}}


def test_few_unnamed_in_all_are_in_the_total_alone() -> None:
    found = member_counts([*members("firm", "micro", 2), *members("public", "", 2, named=False)])
    assert found.by_type == {"firm": 2, NOT_SAID: 2}
    assert found.unnamed == 2


counts = st.dictionaries(st.sampled_from(["a", "b", "c", NOT_SAID]), st.integers(0, 9))


@given(counts, st.integers(1, 5))
def test_what_is_released_adds_up_and_is_never_small(given: dict[str, int], least: int) -> None:
    shown = released(given, least)
    assert sum(shown.values()) == sum(given.values())
    assert all(shown[code] == given[code] >= least for code in shown if code)
    rest = shown.get(NOT_SAID, 0)
    assert rest == 0 or rest >= least or set(shown) == {NOT_SAID}


facts = st.builds(
    MemberFact,
    st.sampled_from(["firm", "research", "public"]),
    st.sampled_from(["micro", "small", NOT_SAID]),
    st.booleans(),
)


@given(st.lists(facts, max_size=40))
def test_what_the_names_leave_of_a_count_is_never_small(people: list[MemberFact]) -> None:
    """An outsider takes away those who are named: what is left is nobody, or enough of them."""
    found = member_counts(people)
    assert sum(found.by_type.values()) == found.total == len(people)
    assert sum(sum(sizes.values()) for sizes in found.by_size.values()) == found.total
    named = Counter((each.type, each.size) for each in people if each.named)
    for kind, sizes in found.by_size.items():
        for size, count in sizes.items():
            left = count - named[kind, size]
            assert left == 0 or left >= LEAST or (kind, size) == (NOT_SAID, NOT_SAID)
