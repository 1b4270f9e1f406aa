"""What a report holds: by hand on a small comparison, and whole on synthetic participants."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from hanse.excellence.benchmark.content import Report, position, report
from hanse.excellence.benchmark.indicators import Comparison, comparison
from hanse.excellence.benchmark.peers import Participant
from hanse.excellence.benchmark.percentiles import mid_rank
from hanse.excellence.benchmark.releases import Release, make_release
from hanse.excellence.benchmark.synthetic import synthetic_participants
from hanse.excellence.criteria.answers import Answer

ON = date(2026, 11, 1)
WHOLE = comparison("2026")


def only(*codes: str) -> Comparison:
    return replace(WHOLE, indicators=tuple(each for each in WHOLE.indicators if each.code in codes))


def people(answers: list[Answer], question: str, **traits: str) -> list[Participant]:
    return [
        Participant(
            id=f"{traits['country']}{at}",
            field="ict",
            country=traits["country"],
            macro_region=traits["macro_region"],
            founded=2015,
            size=60.0,
            answers={question: answer},
            version="1",
        )
        for at, answer in enumerate(answers)
    ]


DANES = people([10.0, 20.0, 30.0, 40.0, 50.0, 60.0], "projects", country="DK", macro_region="n")
FINNS = people([15.0, 25.0, None], "projects", country="FI", macro_region="n")
ITALIANS = people([12.0, 18.0, 22.0, 31.0, 44.0], "projects", country="IT", macro_region="s")
EVERYONE = [*DANES, *FINNS, *ITALIANS]
PROJECTS = only("projects")


@pytest.fixture
def small() -> Release:
    return make_release(EVERYONE, PROJECTS, None, on=ON)


def test_enough_in_the_country_are_compared_there(small: Release) -> None:
    (line,) = report(DANES[4], small, PROJECTS, seed=1).lines
    assert line.group is not None
    assert line.group.code == "field=ict&country=DK"
    assert line.tried == ()
    assert line.standing is not None
    assert line.standing.n == 6
    assert line.standing.percentile == pytest.approx(100 * 4.5 / 6)
    assert line.peers is not None
    assert (line.peers.n, line.peers.mean, line.peers.median) == (6, 35, 35)
    assert (line.peers.lower_quartile, line.peers.upper_quartile) == (22, 48)


def test_too_few_are_compared_further_away_and_it_says_so(small: Release) -> None:
    (line,) = report(FINNS[0], small, PROJECTS, seed=1).lines
    assert [(each.group.code, each.outcome) for each in line.tried] == [
        ("field=ict&country=FI", "too_few")
    ]
    assert line.group is not None
    assert line.group.code == "field=ict&macro_region=n"
    # The two Finns are too few to be counted there: six Danes, and itself.
    assert line.peers is not None
    assert line.peers.n == 6
    assert line.standing is not None
    assert line.standing.n == 7
    assert line.standing.percentile == pytest.approx(100 * 1.5 / 7)


def test_a_question_without_answer_has_peers_but_no_standing(small: Release) -> None:
    found = report(FINNS[2], small, PROJECTS, seed=1)
    (line,) = found.lines
    assert (line.value, line.standing, line.light) == (None, None, None)
    assert line.peers is not None
    assert [each.code for each in found.unanswered] == ["projects"]


def test_without_peers_nothing_is_compared() -> None:
    alone = make_release(FINNS, PROJECTS, None, on=ON)
    (line,) = report(FINNS[0], alone, PROJECTS, seed=1).lines
    assert (line.group, line.standing, line.peers, line.light) == (None, None, None, None)
    assert [each.outcome for each in line.tried] == ["too_few"] * 4


@pytest.mark.parametrize(
    ("now", "before", "code", "wanted"),
    [
        (5.0, 3.0, "projects", "better"),
        (3.0, 5.0, "projects", "worse"),
        (5.0, 5.0, "projects", "same"),
        (5.0, None, "projects", "new"),
        (None, 5.0, "projects", None),
        (5.0, 3.0, "strategy_reviewed", "worse"),
        (5.0, 3.0, "budget", "changed"),
    ],
)
def test_change_since_last_time(
    now: float | None, before: float | None, code: str, wanted: str | None
) -> None:
    scheme = only(code)
    factor = 1000 if code == "budget" else 1
    (one,) = people([None if now is None else now * factor], code, country="DK", macro_region="n")
    release = make_release([one], scheme, None, on=ON)
    earlier: dict[str, Answer] = {code: None if before is None else before * factor}
    assert report(one, release, scheme, earlier=earlier, seed=1).lines[0].change == wanted
    assert report(one, release, scheme, seed=1).lines[0].change is None


def test_position_by_hand() -> None:
    found = position([40.0, 60.0, 80.0])
    assert found is not None
    # Without one: 70, 60, 50. Geometric: cube root of (1 + 99 p), brought back.
    geometric = ((40.6 * 60.4 * 80.2) ** (1 / 3) - 1) / 0.99
    assert found.n == 3
    assert found.value == pytest.approx(60)
    assert found.low == pytest.approx(min(50, geometric))
    assert found.high == pytest.approx(70)
    assert position([50.0]) is None


SYNTHETIC = synthetic_participants(260, seed=3)


@pytest.fixture(scope="module")
def large() -> Release:
    return make_release(SYNTHETIC, WHOLE, None, on=ON)


@pytest.fixture(scope="module")
def reports(large: Release) -> list[Report]:
    return [report(each, large, WHOLE, seed=7) for each in SYNTHETIC[:40]]


def test_every_line_agrees_with_a_plain_count(large: Release, reports: list[Report]) -> None:
    compared = 0
    for found in reports:
        assert len(found.lines) == len(WHOLE.indicators)
        for line in found.lines:
            if line.standing is None or line.group is None:
                continue
            shown = large.shown(line.indicator, line.group.code)
            assert shown is not None
            others = [
                float(value)
                for key, value in zip(
                    shown.keys, shown.values[:, large.column(line.indicator)], strict=True
                )
                if key != found.participant.key
            ]
            assert line.value is not None
            wanted = mid_rank(line.value, np.array(others))
            if line.indicator.better == "less":
                wanted = 100 - wanted
            assert line.standing.percentile == pytest.approx(wanted)
            assert line.standing.n == len(others) + 1 >= 5
            compared += 1
    assert compared > 1500


def test_lights_follow_what_is_better(reports: list[Report]) -> None:
    for found in reports:
        for line in found.lines:
            if not line.indicator.better:
                assert line.light is None
        assert all(line.light == "green" for line in found.strengths)
        assert all(line.light == "red" for line in found.weak_points)
        for points in (found.strengths, found.weak_points):
            assert len(points) <= 5


def test_no_end_of_a_group_is_ever_said(large: Release) -> None:
    for indicator in WHOLE.indicators:
        for code, shown in large.decided[indicator.tied].shown.items():
            values = np.sort(shown.values[:, large.column(indicator)])
            assert values.size >= 5, code
            assert large.outcome(indicator, code) == "shown"


def test_the_same_seed_gives_the_same_report(large: Release) -> None:
    one = SYNTHETIC[3]
    assert report(one, large, WHOLE, seed=1) == report(one, large, WHOLE, seed=1)
    assert report(one, large, WHOLE, seed=1) != report(one, large, WHOLE, seed=2)


def test_the_order_of_participants_does_not_matter() -> None:
    some = SYNTHETIC[:60]
    forward = make_release(some, WHOLE, None, on=ON)
    backward = make_release(some[::-1], WHOLE, None, on=ON)
    assert report(some[5], forward, WHOLE, seed=1) == report(some[5], backward, WHOLE, seed=1)


def test_nobody_takes_part_twice() -> None:
    with pytest.raises(ValueError, match="once"):
        make_release([SYNTHETIC[0], SYNTHETIC[0]], WHOLE, None, on=ON)


def test_a_later_release_changes_nothing_for_one_more() -> None:
    first = make_release(EVERYONE, PROJECTS, None, on=ON)
    late = people([33.0] * 7, "projects", country="DK", macro_region="n")[6]
    second = make_release([*EVERYONE, late], PROJECTS, first, on=date(2027, 3, 1))
    for code, shown in first.decided["projects"].shown.items():
        assert second.decided["projects"].shown[code].keys == shown.keys
    (line,) = report(late, second, PROJECTS, seed=1).lines
    assert line.group is not None
    assert line.group.code == "field=ict&country=DK"
