"""Experts for files: hand cases with their reasons, and the exact program against all there are."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.label.conflicts import Cluster, Tie, TieKind, conflicts
from hanse.excellence.label.proposing import (
    Candidate,
    Places,
    Proposal,
    Vacancy,
    barriers,
    mix_faults,
    propose,
)
from hanse.foundation.sentences import Sentence

GOLD = Places(experts=2, national=1, foreign=1)
SILVER = Places(experts=1)
GERMAN = frozenset({"de"})


def verdicts(proposal: Proposal) -> dict[int, tuple[bool, list[str]]]:
    return {
        each.expert: (each.chosen, [str(reason) for reason in each.reasons])
        for each in proposal.verdicts
    }


def test_one_national_one_foreign_with_reasons() -> None:
    ties = [Tie(TieKind.HEADS, 7)]
    vacancy = Vacancy(
        1,
        "AT",
        GOLD,
        GERMAN,
        conflicts={15: conflicts(ties, Cluster(7), date(2026, 6, 1))},
        passed={16: Sentence("The cluster organisation objected.")},
    )
    candidates = [
        Candidate(11, "AT", True, GERMAN, load=2),
        Candidate(12, "AT", True, GERMAN, load=1),
        Candidate(13, "PL", True, frozenset({"pl"}), load=0),
        Candidate(14, "DE", True, GERMAN, load=3),
        Candidate(15, "DE", True, GERMAN, load=0),
        Candidate(16, "DE", True, GERMAN, load=0),
        Candidate(17, "DE", False, GERMAN, load=0),
        Candidate(18, "DE", True, GERMAN, load=4),
    ]
    (proposal,) = propose([vacancy], candidates)
    assert proposal.experts == (12, 14)
    assert proposal.wanting is None
    assert verdicts(proposal) == {
        11: (False, ["Has more files under way: 2."]),
        12: (
            True,
            [
                "Of the cluster's own country.",
                "Speaks a language of the cluster.",
                "Files under way, this one included: 2.",
            ],
        ),
        13: (False, ["Speaks no language of the cluster, as those chosen do."]),
        14: (
            True,
            [
                "Of another country.",
                "Speaks a language of the cluster.",
                "Files under way, this one included: 4.",
            ],
        ),
        15: (False, ["Heads the cluster organisation, or headed it within 3 years."]),
        16: (False, ["The cluster organisation objected."]),
        17: (False, ["Has no valid certificate."]),
        18: (False, ["Has more files under way: 4."]),
    }


def test_gold_without_a_national_expert_is_not_staffed() -> None:
    candidates = [Candidate(1, "DE", True), Candidate(2, "PL", True)]
    (proposal,) = propose([Vacancy(1, "AT", GOLD)], candidates)
    assert proposal.experts == ()
    assert str(proposal.wanting) == ("No expert of the cluster's own country is free of conflicts.")
    assert verdicts(proposal)[1] == (
        False,
        ["Could be chosen, but the file cannot be staffed as a whole."],
    )
    (proposal,) = propose([Vacancy(1, "DE", GOLD)], [candidates[0], Candidate(3, "DE", True)])
    assert str(proposal.wanting) == "No expert of another country is free of conflicts."
    (proposal,) = propose([Vacancy(1, "DE", GOLD)], candidates[:1])
    assert "2 experts are needed; 1 are certified" in str(proposal.wanting)
    assert propose([Vacancy(1, "DE", GOLD)], [])[0].experts == ()


def test_files_that_wait_are_staffed_together() -> None:
    """Taken one by one, the first file would take the only national expert of the second."""
    first = Vacancy(1, "AT", SILVER)
    second = Vacancy(2, "AT", GOLD)
    candidates = [Candidate(1, "AT", True), Candidate(2, "DE", True)]
    proposals = propose([first, second], candidates)
    assert proposals[1].experts == (1, 2)
    assert len(proposals[0].experts) == 1


def test_loads_are_evened_out_over_files() -> None:
    files = [Vacancy(number, "AT", SILVER) for number in range(4)]
    candidates = [Candidate(1, "AT", True, load=3), Candidate(2, "AT", True, load=1)]
    chosen = [proposal.experts for proposal in propose(files, candidates)]
    assert sorted(chosen) == [(1,), (2,), (2,), (2,)]


def test_equals_come_in_the_order_given() -> None:
    one, other = Candidate(1, "AT", True), Candidate(2, "AT", True)
    assert propose([Vacancy(1, "AT", SILVER)], [one, other])[0].experts == (1,)
    assert propose([Vacancy(1, "AT", SILVER)], [other, one])[0].experts == (2,)


def test_the_mix_of_experts_named_by_hand() -> None:
    assert mix_faults(GOLD, "AT", ["AT", "DE"]) == ()
    assert [str(e) for e in mix_faults(GOLD, "AT", ["AT", "AT"])] == [
        "An expert of another country is wanting."
    ]
    assert len(mix_faults(GOLD, "AT", ["DE"])) == 2
    assert mix_faults(SILVER, "AT", ["DE"]) == ()


# --- The program against all assignments there are ----------------------------------------------

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        expert=st.just(0),
        country=st.sampled_from(["AT", "DE"]),
        certified=st.sampled_from([True, True, True, False]),
        languages=st.sampled_from([frozenset(), GERMAN]),
        load=st.integers(0, 3),
    ),
    max_size=4,
).map(
    lambda found: [
        Candidate(at, each.country, each.certified, each.languages, each.load)
        for at, each in enumerate(found)
    ]
)
VACANCIES = st.lists(
    st.builds(
        Vacancy,
        file=st.just(0),
        country=st.sampled_from(["AT", "DE"]),
        places=st.sampled_from([SILVER, GOLD, Places(2)]),
        languages=st.sampled_from([frozenset(), GERMAN]),
    ),
    min_size=1,
    max_size=3,
)


def value(
    vacancies: Sequence[Vacancy],
    candidates: Sequence[Candidate],
    teams: Sequence[Sequence[int]],
) -> tuple[int, int, int]:
    """What an assignment is worth, smaller being better, straight from the order of aims."""
    loads = [each.load + sum(at in team for team in teams) for at, each in enumerate(candidates)]
    return (
        -sum(bool(team) for team in teams),
        sum(
            bool(vacancy.languages) and not (candidates[at].languages & vacancy.languages)
            for vacancy, team in zip(vacancies, teams, strict=True)
            for at in team
        ),
        sum(load**2 for load in loads),
    )


@given(VACANCIES, CANDIDATES)
def test_no_assignment_is_better(vacancies: list[Vacancy], candidates: list[Candidate]) -> None:
    def teams(vacancy: Vacancy) -> list[tuple[int, ...]]:
        able = [at for at, each in enumerate(candidates) if not barriers(each, vacancy)]
        return [
            (),
            *(
                team
                for team in combinations(able, vacancy.places.experts)
                if not mix_faults(
                    vacancy.places, vacancy.country, [candidates[at].country for at in team]
                )
            ),
        ]

    best = min(value(vacancies, candidates, chosen) for chosen in product(*map(teams, vacancies)))
    found = propose(vacancies, candidates)
    assert value(vacancies, candidates, [each.experts for each in found]) == best
    for vacancy, proposal in zip(vacancies, found, strict=True):
        assert proposal.experts in teams(vacancy)
        assert {each.expert for each in proposal.verdicts} == set(range(len(candidates)))
        assert all(each.reasons for each in proposal.verdicts)
        assert (proposal.wanting is None) == bool(proposal.experts)
