"""Random paths of a file through its actions: the database never holds what must not be."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from hanse.excellence.label.states import APPLICATIONS, State
from hanse.excellence.web.actions import label_assessments as assessing
from hanse.excellence.web.actions import label_experts as staffing
from hanse.excellence.web.actions import label_reports as reporting
from hanse.excellence.web.actions import label_scores as scoring
from hanse.excellence.web.actions.label_applications import application_change, eligibility_mark
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_doors import APPLICATION_STEPS
from hanse.excellence.web.label_expertise import certified_people
from hanse.excellence.web.label_ties import conflicts_with
from hanse.excellence.web.models.label_assessments import FactualRemark, ScoreSheet
from hanse.excellence.web.models.label_board import AppealSeat, BoardVote
from hanse.excellence.web.models.label_files import EvidenceFile, StepTaken
from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.models.people import User
from tests.excellence.web.label_factories import (
    DAY,
    SCHEME,
    WORDS,
    Journey,
    LabelCast,
    make_held_label,
    make_meeting,
    upload,
)

ACTIONS: dict[str, Callable[..., Any]] = {
    **APPLICATION_STEPS,
    "application_change": application_change,
    "eligibility_mark": eligibility_mark,
    "experts_propose": staffing.experts_propose,
    "assessment_change": assessing.assessment_change,
    "evidence_add": assessing.evidence_add,
    "evidence_remove": assessing.evidence_remove,
    "scores_save": scoring.scores_save,
    "consensus_save": scoring.consensus_save,
    "report_save": reporting.report_save,
    "factual_remark": reporting.factual_remark,
    "factual_answer": reporting.factual_answer,
}
RARE = {
    "application_withdraw", "application_send_back", "assessment_void", "board_move",
    "board_recuse", "evidence_remove", "expert_decline", "expert_replace", "experts_object",
    "experts_recall",
}  # fmt: skip
CHOICES = ("award", "refuse", "return", "defer")


class Walker:
    """A file, everybody who might act on it, and dice."""

    def __init__(self, cast: LabelCast, seed: int) -> None:
        self.cast, self.dice = cast, Random(seed)
        self.journey = Journey(cast, "silver")
        self.people = [each for each in vars(cast).values() if isinstance(each, User)]
        self.liked = CHOICES[seed % len(CHOICES)]
        self.number = 0

    def said(self) -> dict[str, Any]:
        """Something for whatever an action might ask."""
        journey, dice = self.journey, self.dice
        on, criteria = journey.on, SCHEME.scored("silver")
        self.number += 1
        in_appeal = journey.application.where is State.APPEAL
        remedies = ["dismiss", "decide_again", "assess_again", "check_again"]
        return {
            "reason": dice.choice([WORDS] * 6 + [""]),
            "signed_on": on,
            "independence": True,
            "experts": [dice.choice([self.cast.lead] * 3 + [*self.people])],
            "leaving": self.cast.lead,
            "coming": dice.choice(self.people),
            "visit_on": on + timedelta(days=30),
            "due_on": on + timedelta(days=12),
            "ended_on": on,
            "hours": dice.choice([1.0, 16.0, 16.0]),
            "recommendation": "award",
            "meeting": make_meeting(self.cast, on) if dice.random() < 0.2 else self.meeting(),
            "choice": dice.choice(remedies) if in_appeal else self.liked,
            "asked": WORDS,
            "until": on + timedelta(days=60),
            "ground": "hearing",
            "panel": self.cast.panel_members
            if dice.random() < 0.8
            else dice.sample(self.people, 3),
            "language": "en",
            "improvements": [WORDS] * 3,
            "marks": {each.code: (dice.random() < 0.97, WORDS) for each in SCHEME.eligibility}
            | dict.fromkeys(
                ("recent_benchmarking", "second_benchmarking", "improvements", "no_red"),
                (True, WORDS),
            ),
            "words": WORDS,
            "criterion": dice.choice(criteria).code,
            "file": upload(f"{self.number}.pdf", b"%PDF-1.4 " + str(self.number).encode()),
            "criteria": [each.code for each in criteria],
            "summary": WORDS,
            "strengths": "",
            "recommendations": "",
            "text": WORDS,
            "answer": WORDS,
        }

    def meeting(self) -> Any:
        matter = self.journey.application.board_matters.last()
        return matter.meeting if matter else make_meeting(self.cast, self.journey.on)

    def try_step(self, code: str, person: User) -> bool:
        """Take a step as the person; whether it was taken. All points at once, to get on."""
        act, journey = ACTIONS[code], self.journey
        said = self.said()
        most = {each.code: (each.max_points, WORDS) for each in SCHEME.scored("silver")}
        said["points"] = 2 if code == "assessment_change" else most
        parameters = inspect.signature(act).parameters
        more = {name: said[name] for name in parameters if name in said}
        if "remark" in parameters:
            remark = FactualRemark.objects.filter(answered=None).last()
            if remark is None:
                return False
            more["remark"] = remark
        elif "evidence" in parameters:
            evidence = EvidenceFile.objects.standing().last()
            if evidence is None:
                return False
            more["evidence"] = evidence
        else:
            more["application"] = journey.application
        if code == "assessment_change":
            for each in SCHEME.scored("silver"):
                act(by=person, on=journey.on, **{**more, "criterion": each.code})
            return True
        act(by=person, on=journey.on, **more)
        return True

    def step(self) -> str:
        """One step that somebody may take, if any can be taken now; "" otherwise."""
        offered = [
            (code, person)
            for person in self.people
            for code in Desk(self.journey.application, person, self.journey.on).offered()
            if code not in RARE or self.dice.random() < 0.03
        ]
        self.dice.shuffle(offered)
        for code, person in offered[:8]:
            try:
                if self.try_step(code, person):
                    self.journey.application.refresh_from_db()
                    return code
            except ValidationError:
                self.journey.application.refresh_from_db()
        self.journey.on += timedelta(days=self.dice.choice([1, 5, 16]))
        return ""

    def trespass(self) -> None:
        """Somebody tries any step at all; where the table refuses, nothing may change."""
        code, person = self.dice.choice(sorted(ACTIONS)), self.dice.choice(self.people)
        if code in Desk(self.journey.application, person, self.journey.on).offered():
            return
        before = StepTaken.objects.count(), self.journey.application.state
        with pytest.raises((PermissionDenied, ValidationError)):
            if not self.try_step(code, person):
                raise PermissionDenied
        self.journey.application.refresh_from_db()
        assert (StepTaken.objects.count(), self.journey.application.state) == before

    def check(self) -> None:
        """What must hold whatever was done."""
        application, on = self.journey.application, self.journey.on
        state: str = ""
        for each in StepTaken.objects.filter(application=application):
            assert each.source == state
            assert any(
                (row.code, str(row.source or ""), str(row.target))
                == (each.step, each.source, each.target)
                for row in APPLICATIONS.steps
            )
            state = each.target
        team = [each.person_id for each in application.assignments.standing()]
        assert set(team) <= certified_people(team, on)
        assert not any(conflicts_with(application, team, on).values())
        assessors = set(
            application.assignments.filter(accepted__isnull=False).values_list("person", flat=True)
        )
        voters = set(BoardVote.objects.values_list("person", flat=True))
        panel = set(AppealSeat.objects.values_list("person", flat=True))
        assert not assessors & voters
        assert not panel & (assessors | voters)
        assert self.cast.tied_board.pk not in voters | panel
        for sheet in ScoreSheet.objects.filter(is_settled=True):
            others = ScoreSheet.objects.individual().filter(round=sheet.round)
            assert not others.filter(handed_in=None).exists()
        for label in Label.objects.filter(application=application):
            assert application.where is State.AWARDED
            assert label.valid_until > label.awarded


@pytest.mark.parametrize("seed", range(1, 4))
def test_random_paths(label_cast: LabelCast, seed: int) -> None:
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    label_cast.lead.certificates.update(expires=DAY + timedelta(days=3000))
    walker = Walker(label_cast, seed)
    frozen: dict[int, str] = {}
    handed_in: dict[int, list[tuple[str, int]]] = {}
    taken: list[str] = []
    for _ in range(80):
        if walker.dice.random() < 0.2:
            walker.trespass()
        taken.append(walker.step())
        walker.check()
        for each in EvidenceFile.objects.filter(frozen__isnull=False):
            assert frozen.setdefault(each.pk, each.sha256) == each.sha256
        for sheet in ScoreSheet.objects.individual().filter(handed_in__isnull=False):
            points = list(sheet.scores.order_by("criterion").values_list("criterion", "points"))
            assert handed_in.setdefault(sheet.pk, points) == points
        if walker.journey.application.where in {State.AWARDED, State.WITHDRAWN}:
            break
    assert len([each for each in taken if each]) > 15, taken
