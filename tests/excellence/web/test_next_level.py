"""The way to the next level: what the page works out, who sees it, what is kept."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.excellence.criteria.scheme import scheme
from hanse.excellence.web.actions.level_estimates import level_estimate_keep
from hanse.excellence.web.models.benchmarking_answers import LevelEstimate
from hanse.excellence.web.next_level import (
    conditions,
    costs,
    renewal_clock,
    second_benchmarking_window,
    way_to,
)
from hanse.foundation.problems import HanseError
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.factories import (
    give_answers,
    make_benchmarking,
    make_confirmed,
    make_label,
)
from tests.foundation.web.factories import Cast, make_member, make_organisation

SCHEME = scheme("hanse_label", "2026")
UNRULED = {"2.4": 2, "4.1.1": 2, "4.2": 2, "4.3": 1, "4.6.1": 2, "5.2": 2}
WORDS = {f"points_{code}": str(points) for code, points in UNRULED.items()}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page_of(cast: Cast) -> str:
    return reverse("next_level", args=[cast.organisation.slug])


# --- Worked out --------------------------------------------------------------------------------


def test_own_estimates_come_before_what_answers_propose() -> None:
    way = way_to(SCHEME, "gold", MODEL, year=2025, own={**UNRULED, "1.2": 0}, efforts={})
    at = {each.criterion.code: each for each in way.standpoints}
    assert (at["1.2"].proposed, at["1.2"].own, at["1.2"].points) == (3, 0, 0)
    assert at["1.2"].is_missed
    assert at["2.4"].proposed is None
    assert at["2.4"].points == 2
    assert way.plan is not None
    assert way.plan.reachable
    assert sum(each.days for each in way.standpoints) == way.plan.cost
    assert way.improvements[0].is_missed
    assert {each.criterion.code for each in way.improvements if each.is_missed} == {"1.2", "4.3"}


def test_without_all_points_there_is_no_way() -> None:
    way = way_to(SCHEME, "gold", MODEL, year=2025, own={}, efforts={})
    assert way.plan is None
    assert way.now.unscored == tuple(UNRULED)


def test_efforts_change_the_way() -> None:
    usual = way_to(SCHEME, "gold", MODEL, year=2025, own=UNRULED, efforts={})
    cheaper = way_to(SCHEME, "gold", MODEL, year=2025, own=UNRULED, efforts={"1.1.2": "quarter"})
    dearer = way_to(SCHEME, "gold", MODEL, year=2025, own=UNRULED, efforts={"4.1.2": "never"})
    assert usual.plan
    assert cheaper.plan
    assert dearer.plan
    assert cheaper.plan.cost <= usual.plan.cost < dearer.plan.cost
    assert "4.1.2" not in {each.criterion.code for each in dearer.improvements}
    assert costs(SCHEME, {"1.1.0": "half"})["1.1.0"] == (2.5, 4.0, 6.0, 10.0)
    assert costs(SCHEME, {})["2.1"] == (float("inf"),) * 4  # only time helps


def test_conditions_say_what_is_met_and_what_is_not_known() -> None:
    answers = {**MODEL, "members_committed": 9.0, "public_website": None}
    found = conditions(SCHEME, questionnaire("2026"), answers, year=2025, language="fr")
    assert [each.met for each in found] == [True, False, True, None]
    assert found[1].text == "Au moins 15 membres sont engagés."


@pytest.mark.parametrize(
    ("on", "standing", "months", "used"),
    [
        (date(2026, 3, 2), "valid", 24, 0.0),
        (date(2027, 3, 2), "valid", 12, 0.5),
        (date(2028, 3, 2), "valid", 0, 1.0),
        (date(2028, 3, 3), "grace", 11, 1.0),
        (date(2029, 3, 2), "grace", 0, 1.0),
        (date(2029, 3, 3), "over", 0, 1.0),
    ],
)
def test_the_clock_of_a_label(on: date, standing: str, months: int, used: float) -> None:
    clock = renewal_clock(date(2026, 3, 2), date(2028, 3, 2), SCHEME.level("bronze"), on)
    assert clock.standing == standing
    assert clock.months_left == months
    assert clock.used == pytest.approx(used, abs=0.01)
    assert clock.term.grace_until == date(2029, 3, 2)


def test_the_window_of_the_second_benchmarking() -> None:
    silver = SCHEME.level("silver")
    window = second_benchmarking_window(silver, date(2026, 1, 31))
    assert window == (date(2027, 7, 31), date(2028, 1, 31))
    assert second_benchmarking_window(silver, None) is None
    assert second_benchmarking_window(SCHEME.level("gold"), date(2026, 1, 31)) is None


# --- The page ----------------------------------------------------------------------------------


def test_who_sees_the_way(client: Client, cast: Cast) -> None:
    assert client.get(page_of(cast))["Location"].startswith("/accounts/login/")
    for person, status in (
        (cast.stranger, 404),
        (cast.expert, 404),
        (cast.board, 404),
        (cast.member, 200),
        (cast.owner, 200),
        (cast.officer, 200),
    ):
        client.force_login(person)
        answer = client.get(page_of(cast))
        assert answer.status_code == status
        if status == 200:
            assert ("Keep these estimates" in text(answer)) is (person == cast.owner)
    firm = make_organisation("Firm", kind="firm")
    make_member(firm, cast.owner, "editor")
    client.force_login(cast.owner)
    assert client.get(reverse("next_level", args=[firm.slug])).status_code == 404


def test_the_page_works_out_the_way(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = make_benchmarking(cast.organisation)
    give_answers(made)
    make_label(cast.organisation, awarded=date(2026, 3, 2))
    client.force_login(cast.owner)
    with django_assert_max_num_queries(14):
        waiting = text(client.get(page_of(cast), {"level": "gold"}))
    assert "6 criteria have no points yet" in waiting
    page = text(client.get(page_of(cast), {"level": "gold", **WORDS}))
    assert "The way to Gold" in page
    assert "Gold needs 80%: 100 points" in page
    assert "These improvements lead to 100 points" in page
    assert "below its threshold" in page
    assert "only time helps" in page
    assert "Bronze" in page
    never = {f"effort_{each.code}": "never" for each in SCHEME.criteria}
    blocked = text(client.get(page_of(cast), {"level": "gold", **WORDS, **never}))
    assert "There is no way with these efforts" in blocked
    full = {f"points_{each.code}": "4" for each in SCHEME.criteria}
    assert "By these points you reach Gold" in text(
        client.get(page_of(cast), {"level": "gold", **full})
    )


def test_a_script_gets_the_part_that_changes(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    part = client.get(page_of(cast), {"level": "gold"}, headers={"HX-Request": "true"})
    assert "<h1" not in text(part)
    assert text(part).strip().startswith('<div id="way"')


@pytest.mark.parametrize(
    ("labels", "level"),
    [((), "Silver"), (("bronze",), "Silver"), (("bronze", "silver"), "Gold"), (("gold",), "Gold")],
)
def test_the_level_is_the_next_one(
    client: Client, cast: Cast, labels: tuple[str, ...], level: str
) -> None:
    for number, each in enumerate(labels):
        make_label(cast.organisation, f"L-{number}", date(2025, 6, 1), level=each)
    client.force_login(cast.owner)
    assert f"The way to {level}" in text(client.get(page_of(cast)))


def test_silver_says_when_the_second_benchmarking_counts(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    assert "18 to 24 months after the first" in text(client.get(page_of(cast), {"level": "silver"}))
    make_confirmed(cast.organisation, interviewed=date(2025, 1, 15))
    page = text(client.get(page_of(cast), {"level": "silver"}))
    assert "from 15 July 2026 to 15 January 2027" in page
    assert "3 improvements are to be described" in page
    assert "From your answers about 2023" in page


def test_nonsense_in_the_address_is_left_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    words = {"points_1.2": "9", "points_9.9": "1", "effort_1.2": "huge", "level": "platinum"}
    page = text(client.get(page_of(cast), words))
    assert "31 criteria" not in page
    assert "19 criteria have no points yet" in page


def test_estimates_are_kept_and_come_back(client: Client, cast: Cast) -> None:
    give_answers(make_benchmarking(cast.organisation))
    client.force_login(cast.owner)
    words = {**WORDS, "level": "gold", "effort_1.1.0": "double", "effort_1.1.1": "never"}
    answer = client.post(page_of(cast), {**words, "effort_1.1.2": "usual"})
    assert answer["Location"] == f"{page_of(cast)}?level=gold"
    kept = LevelEstimate.objects.get()
    assert kept.points == UNRULED
    assert kept.efforts == {"1.1.0": 2.0, "1.1.1": None}
    assert kept.by == cast.owner
    client.force_login(cast.member)
    page = text(client.get(answer["Location"]))
    assert "kept on" in page
    assert "These improvements lead to" in page
    assert client.post(page_of(cast), words).status_code == 403
    assert LevelEstimate.objects.get().by == cast.owner


def test_estimates_are_checked(cast: Cast) -> None:
    keep: dict[str, Any] = {"organisation": cast.organisation, "scheme": SCHEME, "efforts": {}}
    with pytest.raises(PermissionDenied):
        level_estimate_keep(by=cast.member, **keep, points={})
    with pytest.raises(HanseError, match="has no criterion"):
        level_estimate_keep(by=cast.owner, **keep, points={"9.9": 1})


def test_the_page_of_an_organisation_leads_its_people_there(client: Client, cast: Cast) -> None:
    path = cast.organisation.get_absolute_url()
    for person, sees in ((cast.stranger, False), (cast.member, True), (cast.owner, True)):
        client.force_login(person)
        page = text(client.get(path))
        assert (page_of(cast) in page) is sees
        assert (reverse("organisation_benchmarkings", args=["timber-cluster"]) in page) is sees
    firm = make_organisation("Firm", kind="firm")
    make_member(firm, cast.owner)
    assert "Benchmarkings" not in text(client.get(firm.get_absolute_url()))
