"""One cluster organisation from sign-up to gold, its renewal and revocation, in a real browser.

Everybody has a session of their own, the clock goes from 2027 to 2031, and every step is taken on
the pages. Only what many forms alike ask, such as points on 31 criteria, is sent at once.
"""

import re
from datetime import date, timedelta
from typing import Final

import pytest
from django.core import mail
from playwright.sync_api import expect

from hanse.excellence.criteria.answers import typed_form
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.excellence.label.states import LabelState, State
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.label_board import BoardMeeting
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.tasks import certificates_remind, labels_age
from hanse.foundation.web.models.people import User
from tests.browser import NewPage
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.web.label_factories import PDF, SCHEME, Journey, LabelCast, make_label_cast
from tests.excellence.web.stage import Given, Stage, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.usefixtures("uploads")]

BEGIN: Final = date(2027, 3, 1)
ASKED: Final = questionnaire("2026")
LABELS: Final = "/excellence/labels/"
WORDS: Final = "Because the facts say so."


def given(code: str) -> Given:
    """An answer of the model as a form takes it."""
    answer = MODEL[code]
    if isinstance(answer, tuple):
        return list(answer)
    return str(typed_form(ASKED.question(code), answer, decimal="."))


class Road:
    """The organisation on its way, and the people it meets."""

    def __init__(self, stage: Stage, cast: LabelCast) -> None:
        self.stage, self.cast = stage, cast
        self.manager: Visitor = stage.visitor()
        self.slug = ""

    def of(self, person: User) -> Visitor:
        return self.stage.as_(person)

    @property
    def officer(self) -> Visitor:
        return self.of(self.cast.officer)

    @property
    def lead(self) -> Visitor:
        return self.of(self.cast.lead)

    @property
    def application(self) -> Application:
        return Application.objects.filter(organisation__slug=self.slug).latest("pk")

    @property
    def home(self) -> str:
        return self.application.get_absolute_url()

    @property
    def label(self) -> Label:
        return Label.objects.filter(organisation__slug=self.slug).latest("pk")

    def turn_to(self, day: date) -> None:
        """Go to a day; the site's daily jobs run."""
        self.stage.turn_to(day)
        labels_age.call()
        certificates_remind.call()

    # --- Before any label -------------------------------------------------------------------

    def sign_up(self) -> None:
        """An account, verified by the code in a letter, and the organisation."""
        page = self.manager.go("/accounts/signup/")
        page.fill(
            email="mara@example.org",
            name="Mara Manager",
            password1="a long enough phrase",
            privacy_notice="on",
        ).press("Create an account")
        found = re.search(r"^[A-Z0-9-]{6,}$", str(mail.outbox[-1].body), re.MULTILINE)
        assert found
        page.fill(code=found[0]).press("Confirm")
        self.stage.take_in(page, User.objects.get(email="mara@example.org"))
        page.go("/organisations/new/").fill(
            kind="cluster",
            name="Alpine Machines Cluster",
            country="AT",
            region="AT33",
            website="https://machines.example.org",
            description="Makers of machines in the Alps.",
        ).press("Save")
        found = re.search(r"/organisations/([^/]+)/", page.page.url)
        assert found
        self.slug = found[1]

    def benchmark(self, year: int) -> None:
        """Answers about a year, the interview with a certified expert, and the report."""
        stage = self.stage
        manager = self.manager.go(f"/organisations/{self.slug}/benchmarkings/")
        manager.fill(reference_year=str(year)).press("Begin")
        made = Benchmarking.objects.latest("pk")
        own = made.get_absolute_url()
        if Benchmarking.objects.of(made.organisation).confirmed().exists():
            manager.go(f"{own}import/").press("Take over what is ticked")
        else:
            first, *others = ASKED.dimensions
            answers = {each.code: given(each.code) for each in ASKED.of(first)}
            manager.go(f"{own}answers/{first}/").fill(**answers).press("Save and go on")
            for each in others:
                answers = {each.code: given(each.code) for each in ASKED.of(each)}
                manager.send(f"{own}answers/{each}/", answers)
        manager.go(f"{own}check/").press("Hand the answers in")
        # Whoever gave it a gap analysis is refused, and the reason stands there.
        officer = self.officer.go(own).sees("Gave the cluster organisation its gap analysis.")
        officer.send(f"{own}expert/", {"expert": str(self.cast.other_expert.pk)})
        made.refresh_from_db()
        assert made.expert is None
        officer.fill(expert=str(self.cast.lead.pk)).press("Assign")
        lead = self.lead.go(f"{own}interview/{next(iter(ASKED.dimensions))}/")
        while "/interview/" in lead.page.url:
            lead.press("Confirm all the others here, save and go on")
        lead.go(own).fill(interviewed=stage.day.isoformat()).press("Confirm")
        manager.go(f"{own}report/")
        made.refresh_from_db()
        assert made.state == "confirmed"

    # --- A file -----------------------------------------------------------------------------

    def apply(self, button: str, **improvements: str) -> None:
        """An application, submitted, checked and under contract."""
        today = self.stage.day.isoformat()
        manager = self.manager.go(f"{LABELS}apply/{self.slug}/").press(button)
        manager.fill(language="en", **improvements).press("Save")
        manager.press("Go on to submit").press("Submit the application")
        officer = self.officer.go(f"{LABELS}queue/")
        officer.step(self.home, "Begin the check of eligibility")
        officer.go(f"{self.home}eligibility/").press("Save the checks")
        officer.step(self.home, "Record the contract", signed_on=today)

    def staff(self, *experts: User) -> None:
        """Experts proposed, who accept; the organisation agrees."""
        officer = self.officer.go(f"{self.home}experts/")
        numbers = [str(each.pk) for each in experts]
        officer.fill(experts=numbers, lead=numbers[0]).press("Propose")
        for each in experts:
            self.of(each).step(self.home, "Accept the file", independence="on")
        self.manager.go(f"{self.home}experts/")
        self.manager.step(self.home, "Agree to the experts")

    def assess(self, visit_on: date) -> None:
        """Dates, points of its own, evidence, and the visit on its day."""
        self.officer.step(
            self.home,
            "Fix the dates",
            visit_on=visit_on.isoformat(),
            due_on=(visit_on - timedelta(days=18)).isoformat(),
        )
        manager, home = self.manager, self.home
        first, *others = SCHEME.scored(self.application.level)
        manager.go(f"{home}assessment/{first.code}/")
        manager.fill(points=str(first.max_points), words=WORDS).press("Save and go on")
        for each in others:
            path = f"{home}assessment/{each.code}/"
            manager.send(path, {"points": str(each.max_points), "words": WORDS})
        manager.go(f"{home}assessment/?for={first.code}")
        manager.page.locator("main [name=file]").set_input_files(
            {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        manager.fill(criteria=[first.code, *(each.code for each in others)])
        manager.press("Add the file").press("Go on to hand in").press("Hand in and freeze")
        self.turn_to(visit_on)
        self.lead.step(home, "Begin the visit")
        self.lead.step(home, "Record the visit", ended_on=visit_on.isoformat(), hours="16")

    def score(self, *experts: User) -> None:
        """Points by each expert alone, who differ on the first criterion; then those settled."""
        home, criteria = self.home, SCHEME.scored(self.application.level)
        for at, each in enumerate(experts):
            points = {f"points_{i}": str(each.max_points) for i, each in enumerate(criteria)}
            points["points_0"] = str(criteria[0].max_points - at)
            expert = self.of(each).go(f"{home}scores/")
            expert.send(f"{home}scores/", points)
            expert.step(home, "Hand in my points")
        self.lead.step(home, "Settle the points").go(f"{home}points/")
        if len(experts) > 1:
            fields = {"points_0": str(criteria[0].max_points), "words_0": WORDS}
            self.lead.fill(**fields).press("Save the settled points")
            for each in experts[1:]:
                self.of(each).go(f"{home}points/")
                self.of(each).step(home, "Agree to the settled points")

    def report(self) -> None:
        """The report, a remark on a fact, its answer."""
        manager, lead, home = self.manager, self.lead, self.home
        lead.go(f"{home}report/").fill(summary="What was seen.").press("Save the report")
        lead.step(home, "Send the report for the factual check")
        manager.go(f"{home}report/").fill(text="We are 61, not 60.").press("Send the remark")
        lead.go(f"{home}report/").fill(answer="Mended.").press("Answer")
        self.finish()

    def finish(self) -> None:
        """The factual check closed, the report final."""
        self.manager.step(self.home, "No further remarks")
        self.lead.step(self.home, "Finish the report", recommendation="award")

    def board(self, choice: str, button: str, **words: Given) -> None:
        """Before a meeting of today, which votes and decides."""
        members = [self.cast.chair, self.cast.board, self.cast.third]
        meeting = self.call_meeting(self.stage.day)
        self.officer.step(self.home, "Put before the board", meeting=str(meeting.pk))
        for each in members:
            self.of(each).go(meeting.get_absolute_url())
            self.of(each).step(self.home, "Vote", choice=choice)
        self.of(self.cast.chair).step(self.home, button, reason=WORDS, **words)
        self.of(self.cast.chair).go(f"{self.home}decision/")
        self.manager.go(self.home).sees(WORDS)

    def call_meeting(self, day: date) -> BoardMeeting:
        members = [self.cast.chair, self.cast.board, self.cast.third]
        self.officer.go(f"{LABELS}meetings/").fill(
            held_on=day.isoformat(),
            members=[str(each.pk) for each in members],
            chair=str(self.cast.chair.pk),
        ).press("Call the meeting")
        return BoardMeeting.objects.latest("pk")

    def holds(self, level: str, until: date) -> None:
        """Hold that the label stands in the register, for everybody to see."""
        label = self.label
        assert (label.level, label.state, label.valid_until) == (level, LabelState.ACTIVE, until)
        self.stage.reader.go(f"/register/labels/{label.number}/").sees("Alpine Machines Cluster")
        self.manager.go(label.keeping_address)


def test_from_sign_up_to_gold_renewal_and_revocation(
    new_page: NewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(new_page, monkeypatch, BEGIN)
    cast = make_label_cast(on=BEGIN)
    Certificate.objects.update(expires=date(2033, 1, 1))
    road = Road(stage, cast)
    road.sign_up()

    # An expert who gave it a gap analysis says so.
    organisation = road.manager.person.memberships.get().organisation  # type: ignore[union-attr]
    other = stage.as_(cast.other_expert).go(f"{LABELS}ties/")
    other.fill(organisation=str(organisation.pk), kind="gap_analysis").press("Declare it")

    road.benchmark(2026)
    road.apply("Apply for Bronze")
    road.staff(cast.lead)
    road.officer.step(road.home, "Fix the dates", visit_on=BEGIN.isoformat())
    road.report()
    road.board("award", "Award the label")
    road.holds("bronze", date(2029, 3, 31))

    # Silver, eighteen months later: a conflict is refused, and the board returns the report.
    road.turn_to(date(2028, 9, 4))
    road.benchmark(2027)
    road.apply("Apply for Silver", improvement_0=WORDS, improvement_1=WORDS, improvement_2=WORDS)
    refused = road.officer.go(f"{road.home}experts/")
    refused.sees("Gave the cluster organisation its gap analysis.")
    number = str(cast.other_expert.pk)
    refused.send(f"{road.home}experts/", {"experts": [number], "lead": number})
    assert road.application.state == State.CONTRACTED
    road.staff(cast.lead)
    road.assess(date(2028, 10, 9))
    road.score(cast.lead)
    road.report()
    road.board("return", "Return the report")
    assert road.application.state == State.FACTUAL_CHECK
    road.lead.go(f"{road.home}report/").sees("version")
    road.lead.fill(summary="What was seen, and heard.").press("Save the report")
    road.finish()
    road.board("award", "Award the label")
    road.holds("silver", date(2030, 10, 31))
    assert Label.objects.get(level="bronze").state == LabelState.RENEWED

    # Gold, with one expert of the country and one from abroad.
    road.turn_to(date(2029, 2, 5))
    road.apply("Apply for Gold")
    national = str(cast.lead.pk)
    road.officer.send(f"{road.home}experts/", {"experts": [national], "lead": national})
    assert road.application.state == State.CONTRACTED
    road.staff(cast.lead, cast.second)
    road.assess(date(2029, 3, 12))
    road.score(cast.lead, cast.second)
    road.report()
    road.board("award", "Award the label")
    road.holds("gold", date(2031, 3, 31))

    # Its renewal counts on from the old end.
    road.turn_to(date(2030, 9, 2))
    road.benchmark(2029)
    road.apply("Renew Gold")
    road.staff(cast.lead, cast.second)
    road.assess(date(2030, 10, 7))
    road.score(cast.lead, cast.second)
    road.report()
    road.board("award", "Award the label")
    road.holds("gold", date(2033, 3, 31))

    # Revocation, after a hearing.
    label, held = road.label, road.label.keeping_address
    road.turn_to(date(2031, 1, 13))
    meeting = road.call_meeting(date(2031, 2, 3))
    road.officer.step(held, "Propose to revoke", meeting=str(meeting.pk), reason=WORDS)
    road.manager.step(held, "Answer", text="It is not so.")
    road.turn_to(meeting.held_on)
    for each in (cast.chair, cast.board, cast.third):
        stage.as_(each).go(meeting.get_absolute_url())
        stage.as_(each).step(held, "Vote", choice="revoke")
    stage.as_(cast.chair).step(held, "Revoke the label", reason=WORDS)
    label.refresh_from_db()
    assert label.state == LabelState.REVOKED
    asked = f"/register/valid/?label={label.number}&on="
    stage.reader.go(f"{asked}2031-02-02").sees("Yes:")
    stage.reader.go(f"{asked}2031-02-03").sees("No:")
    stage.reader.go(f"/register/labels/{label.number}/").sees("revoked")
    assert stage.found == {}
    assert stage.looked_at > 60


def test_an_appeal_is_heard_by_people_who_did_not_decide(
    new_page: NewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = make_label_cast(on=BEGIN)
    # How a file comes to be refused is told elsewhere, step by step.
    journey = Journey(cast, "bronze", on=BEGIN).to(State.REFUSED)
    application = journey.application
    stage = Stage(new_page, monkeypatch, journey.on + timedelta(days=5))
    home = application.get_absolute_url()
    manager = stage.as_(cast.manager).go(home).sees(WORDS)
    manager.step(home, "Appeal", ground="hearing", reason="Nobody asked us.")
    manager.sees("To act: Secretariat")

    officer = stage.as_(cast.officer).go(home).press("Seat the panel")
    offered = officer.page.locator("main [name=panel]").evaluate_all(
        "boxes => boxes.map(each => Number(each.value))"
    )
    assert {each.pk for each in cast.panel_members} <= set(offered)
    decided = {cast.chair, cast.board, cast.third, cast.lead, cast.officer, cast.tied_board}
    assert not {each.pk for each in decided} & set(offered)
    numbers = [str(cast.chair.pk), str(cast.panel.pk), str(cast.panel_second.pk)]
    officer.send(f"{home}steps/appeal_seat/", {"panel": numbers})
    assert not application.appeals.get().seats.exists()
    numbers = [str(each.pk) for each in cast.panel_members]
    officer.step(home, "Seat the panel", panel=numbers)
    officer.sees("To act: Member of the appeal panel")

    chair = stage.as_(cast.chair).go(home)
    expect(chair.page.get_by_role("link", name="Vote", exact=True)).to_have_count(0)
    for each in cast.panel_members:
        stage.as_(each).go(f"{home}appeal/")
        stage.as_(each).step(home, "Vote", choice="decide_again")
    stage.as_(cast.panel).step(
        home, "Uphold: the board decides again", reason="The cluster was not heard."
    )
    application.refresh_from_db()
    assert application.where is State.REPORT_FINAL
    manager.go(f"{home}appeal/").sees("The cluster was not heard.")
    assert stage.found == {}
