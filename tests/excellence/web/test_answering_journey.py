"""Answering in a real browser: saved as one goes, by keyboard, without scripts, two at once."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from hanse.excellence.web.benchmarking_answers import sheet_of
from hanse.excellence.web.models.benchmarking import Benchmarking
from tests.browser import WIDTHS, NewPage, axe_violations, sign_in
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.factories import (
    give_answers,
    make_benchmarking,
    make_certificate,
    make_confirmed,
    make_interview,
    make_label,
)
from tests.foundation.web.factories import Cast, make_cast, make_member, make_organisation

pytestmark = pytest.mark.browser


def prepared() -> tuple[Cast, Benchmarking, Benchmarking]:
    """The cast, a benchmarking that is nearly answered, and one in the interview."""
    cast = make_cast()
    make_certificate(cast.expert)
    make_confirmed(cast.organisation, {**MODEL, "events": 20.0}, expert=cast.expert)
    make_label(cast.organisation, awarded=date(2026, 3, 2))
    made = make_benchmarking(cast.organisation)
    odd = {**MODEL, "staff_left": 9.0, "founded": 2030.0, "people_trained": None}
    give_answers(made, odd, by=cast.member)
    other = make_organisation("Other Cluster")
    make_member(other, cast.owner, "editor")
    return cast, made, make_interview(other, cast.expert)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_can_be_used_by_everybody(new_page: NewPage, width: int) -> None:
    cast, made, interview = prepared()
    page = new_page(width)
    found: dict[str, object] = {}
    own = made.get_absolute_url()
    theirs = interview.get_absolute_url()
    for person, paths in (
        (
            cast.owner,
            [
                own,
                f"{own}answers/structure/",
                f"{own}answers/services/",
                f"{own}check/",
                f"{own}import/",
                f"{own}sheet/",
                f"{own}withdraw/",
                "/organisations/timber-cluster/",
                "/organisations/timber-cluster/benchmarkings/",
                "/organisations/timber-cluster/next-level/",
            ],
        ),
        (cast.expert, [theirs, f"{theirs}interview/services/", "/excellence/benchmarkings/"]),
    ):
        sign_in(page, person)
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            violations = axe_violations(page)
            if violations:
                found[path] = violations
            if page.locator("h1").count() != 1:
                found[f"{path} h1"] = page.url
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found[f"{path} width"] = wide
    assert found == {}


def answer_box(page: Page, code: str) -> None:
    """Wait until the state of an answer says who saved it just now."""
    expect(page.locator(f"#state_{code} .just-saved")).to_be_visible()


def test_answers_are_saved_as_one_goes_by_keyboard(page: Page) -> None:
    cast = make_cast()
    made = make_benchmarking(cast.organisation)
    sign_in(page, cast.member)
    page.goto(f"{made.get_absolute_url()}answers/services/")
    page.get_by_label("None").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    answer_box(page, "services")
    page.get_by_label("How many events did you hold").focus()
    page.keyboard.type("1 000")
    page.keyboard.press("Tab")
    answer_box(page, "events")
    expect(page.locator("#answers-status")).to_contain_text("Saved at")
    # The focus has stayed where the keyboard led it.
    expect(page.get_by_label("What share of the committed members used")).to_be_focused()
    page.keyboard.type("lots")
    page.keyboard.press("Tab")
    expect(page.locator("#state_members_served")).to_contain_text("Type a number")
    expect(page.get_by_label("What share of the committed members used")).to_have_attribute(
        "aria-invalid", "true"
    )
    assert sheet_of(made).given == {"services": ("matchmaking",), "events": 1000.0}
    expect(page.locator("#answers-progress")).to_contain_text("2 of 58")


def test_two_at_once_lose_no_answer(new_page: NewPage) -> None:
    cast = make_cast()
    made = make_benchmarking(cast.organisation)
    first, second = new_page(), new_page(390)
    sign_in(first, cast.owner)
    sign_in(second, cast.member)
    address = f"{made.get_absolute_url()}answers/services/"
    first.goto(address)
    second.goto(address)
    first.get_by_label("How many events did you hold").fill("30")
    first.keyboard.press("Tab")
    answer_box(first, "events")
    second.get_by_label("How many events did you hold").fill("12")
    second.keyboard.press("Tab")
    rival = second.locator("#state_events .rival")
    expect(rival).to_contain_text("Owner changed this answer")
    expect(rival).to_contain_text("30")
    expect(rival).to_contain_text("12")
    assert axe_violations(second) == []
    assert sheet_of(made).given == {"events": 30.0}
    second.get_by_role("button", name="Save mine instead").click()
    expect(second.get_by_role("status").first).to_contain_text("Your answers are saved.")
    assert sheet_of(made).given == {"events": 12.0}


def test_without_scripts_a_button_saves(new_page: NewPage) -> None:
    cast = make_cast()
    made = make_benchmarking(cast.organisation)
    page = new_page(390, javascript=False)
    sign_in(page, cast.member)
    page.goto(f"{made.get_absolute_url()}answers/social/")
    page.get_by_label("How many people took part in training").fill("120")
    page.get_by_label("Projects with schools and young people").check()
    page.get_by_role("button", name="Save and check").click()
    page.wait_for_url("**/check/")
    assert sheet_of(made).given == {"people_trained": 120.0, "social_services": ("young_people",)}
    page.goto("/organisations/timber-cluster/next-level/?level=gold")
    page.get_by_label("Points: Strategy building").select_option("3")
    page.get_by_role("button", name="Work it out").click()
    expect(page).to_have_url(re.compile(r"points_4\.1\.1=3"))


def test_the_way_follows_estimates_without_reloading(page: Page) -> None:
    cast = make_cast()
    give_answers(make_benchmarking(cast.organisation))
    sign_in(page, cast.owner)
    page.goto("/organisations/timber-cluster/next-level/?level=gold")
    expect(page.locator("#way")).to_contain_text("6 criteria have no points yet")
    page.get_by_label("Points: Strategy building").select_option("3")
    expect(page.locator("#way")).to_contain_text("5 criteria have no points yet")
    expect(page).to_have_url(re.compile(r"points_4\.1\.1=3"))
