"""Who meets whom, from requests and answers; and why somebody has few meetings."""

from hanse.collaboration.meetings.choosing import Asked, choose, pairs_of

NAMES = {1: "A", 2: "B", 3: "C", 4: "D"}
EIGHT = dict.fromkeys(NAMES, 8)


def test_mutual_interest_counts_more_than_one_sided_and_suggestions_least() -> None:
    pairs = pairs_of([Asked(1, 2, 2), Asked(2, 1, 2), Asked(3, 1, 3)], [(4, 1), (1, 2)])
    assert pairs == {(1, 2): 8.0, (1, 3): 3.0, (1, 4): 1.0}


def test_an_answer_is_interest_and_a_refusal_leaves_no_pair() -> None:
    assert pairs_of([Asked(2, 1, 1, 3.0)]) == {(1, 2): 6.0}
    assert pairs_of([Asked(2, 1, 3, None), Asked(1, 2, 3)], [(1, 2)]) == {}


def test_capacity_and_who_must_not_meet() -> None:
    pairs = pairs_of([Asked(1, 2, 3, 3.0), Asked(1, 3, 1), Asked(1, 4, 2), Asked(2, 3, 1)])
    found = choose(NAMES, {**EIGHT, 1: 1}, pairs, floor=0)
    assert set(found.pairs) == {(1, 2), (2, 3)}
    assert found.proved
    apart = choose(NAMES, {**EIGHT, 1: 1}, pairs, [(2, 1)], floor=0)
    assert set(apart.pairs) == {(1, 4), (2, 3)}


def test_nobody_is_left_out_if_avoidable_and_it_says_why_when_not() -> None:
    # D is wanted by A alone, a little; with room for one, A's best meeting would leave D out.
    pairs = pairs_of([Asked(1, 2, 3, 3.0), Asked(4, 1, 1), Asked(2, 3, 1)])
    found = choose(NAMES, dict.fromkeys(NAMES, 1), pairs, floor=1)
    assert set(found.pairs) == {(1, 4), (2, 3)}
    lonely = choose({**NAMES, 5: "E"}, {**EIGHT, 2: 0, 5: 8}, pairs, floor=2)
    why = {each.key: str(each.why) for each in lonely.short}
    assert why[5] == "E asked nobody whom it can meet, and nobody asked it."
    assert why[2] == "B can attend no more meetings than 0."
    assert why[4] == "There is no request between D and others but 1."
