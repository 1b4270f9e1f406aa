"""Fictitious labels of a demo: holders with a history, and a file in every state."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from hanse.excellence.label.states import State
from hanse.excellence.web.actions import label_applications as applying
from hanse.excellence.web.actions import label_reports as reporting
from hanse.excellence.web.actions import label_revocations as revoking
from hanse.excellence.web.actions import label_scores as scoring
from hanse.excellence.web.actions import labels as holding
from hanse.excellence.web.demo.cast import (
    BOARD,
    EXPERTS,
    TRAINERS,
    ClusterFigure,
    Figure,
    make_figure,
)
from hanse.excellence.web.demo.label_files import (
    DemoFile,
    Offices,
    make_interviewed,
    months_before,
)
from hanse.excellence.web.demo.trainings import make_certificate
from hanse.excellence.web.models.label_board import BoardMeeting
from hanse.excellence.web.models.label_experts import ExpertProfile
from hanse.excellence.web.models.labels import Label
from hanse.excellence.web.models.programme import Project
from hanse.foundation.roles import Role

OFFICER: Final = Figure("officer", "Olaf Officer", "BE", (Role.OFFICER,))
_LANGUAGES: Final = {"AT": "de", "DE": "de", "IT": "it", "FR": "fr", "PL": "pl", "PT": "pt"}

FIGURES: Final = (
    ClusterFigure("Fictitious Alpine Timber Cluster", "AT", "AT33", "construction"),
    ClusterFigure("Fictitious Ria Boats Cluster", "PT", "PT19", "transport"),
    ClusterFigure("Fictitious Amber Coast Optics Cluster", "PL", "PL63", "micro_nano_optics"),
    ClusterFigure("Fictitious Loire Harvest Cluster", "FR", "FRG0", "food"),
    ClusterFigure("Fictitious Dolomite Ceramics Cluster", "IT", "ITH1", "materials_chemistry"),
    ClusterFigure("Fictitious Weser Wind Cluster", "DE", "DE50", "energy_environment"),
    ClusterFigure("Fictitious Vistula Games Cluster", "PL", "PL21", "creative"),
    ClusterFigure("Fictitious Skåne Packaging Cluster", "SE", "SE22", "production"),
    ClusterFigure("Fictitious Jutland Robotics Cluster", "DK", "DK04", "production"),
    ClusterFigure("Fictitious Algarve Machine Tool Cluster", "PT", "PT15", "production"),
    ClusterFigure("Fictitious Thessaly Olive Cluster", "EL", "EL61", "food"),
    ClusterFigure("Fictitious Garonne Health Cluster", "FR", "FRJ2", "health"),
    ClusterFigure("Fictitious Saale Photonics Cluster", "DE", "DEG0", "micro_nano_optics"),
    ClusterFigure("Fictitious Gotland Film Cluster", "SE", "SE21", "creative"),
    ClusterFigure("Fictitious Styrian Mobility Cluster", "AT", "AT22", "transport"),
    ClusterFigure("Fictitious Piedmont Textile Cluster", "IT", "ITC1", "creative"),
    ClusterFigure("Fictitious Harz Sensors Cluster", "DE", "DE91", "ict"),
    ClusterFigure("Fictitious Öresund Diagnostics Cluster", "SE", "SE22", "health"),
    ClusterFigure("Fictitious Burgundy Barrel Cluster", "FR", "FRC1", "food"),
    ClusterFigure("Fictitious Silesia Castings Cluster", "PL", "PL22", "production"),
    ClusterFigure("Fictitious Madeira Ocean Cluster", "PT", "PT30", "energy_environment"),
    ClusterFigure("Fictitious Funen Software Cluster", "DK", "DK03", "ict"),
    ClusterFigure("Fictitious Vorarlberg Ski Cluster", "AT", "AT34", "sports_tourism"),
    ClusterFigure("Fictitious Emilia Packaging Cluster", "IT", "ITH5", "production"),
)


def make_labels(projects: Sequence[Project], on: date) -> None:
    """Labels in every state, and files in every state, as they stand on a day.

    `label-manager-1@hanse.example` and so on edit the organisations; the experts, the board and
    the secretariat are the demo's own.
    """
    offices = make_offices(projects, on)
    _make_holders(offices, on)
    _make_files(offices, on)
    holding.labels_age(on=on)


def make_offices(projects: Sequence[Project], on: date) -> Offices:
    """Experts with profiles and certificates, secretariat, board, and who can hear appeals."""
    experts = [make_figure(each) for each in EXPERTS]
    for figure, person in zip(EXPERTS, experts, strict=True):
        tongue = _LANGUAGES.get(figure.country)
        # They had a first certificate before the ones that the demo's trainings led to.
        make_certificate(person, "benchmarking_expert", months_before(on, 45))
        ExpertProfile.objects.update_or_create(
            person=person,
            defaults={
                "country": figure.country,
                "languages": ["en", *([tongue] if tongue else [])],
            },
        )
    members = [make_figure(each) for each in BOARD]
    trainers = [make_figure(each) for each in TRAINERS]
    return Offices(make_figure(OFFICER), members[:4], [members[4], *trainers], projects)


def _file(
    number: int, level: str, on: date, offices: Offices, *, days: int, weak: bool = False
) -> DemoFile:
    """The file of the organisation `number`, begun so many `days` before `on`.

    From silver on, its bronze label is made first.
    """
    begun = on - timedelta(days=days)
    figure, manager = (
        FIGURES[number],
        Figure(
            f"label-manager-{number + 1}", f"Lina Labelled {number + 1}", FIGURES[number].country
        ),
    )
    expert = make_figure(EXPERTS[number % len(EXPERTS)])
    interviews = [begun - timedelta(days=25)]
    if level != "bronze":
        interviews.insert(0, months_before(interviews[0], 20))
    organisation, editor = make_interviewed(
        figure,
        manager,
        interviews,
        expert,
        offices.projects[number % 2] if offices.projects else None,
        seed=100 + number,
    )
    if level != "bronze" and not organisation.labels.exists():
        first = DemoFile(
            organisation, editor, "bronze", interviews[0] + timedelta(days=25), offices
        )
        first.to(State.AWARDED)
    return DemoFile(organisation, editor, level, begun, offices, weak=weak)


def _make_holders(offices: Offices, on: date) -> None:
    """Labels that are active, may be renewed, are suspended, are revoked."""
    _file(0, "gold", on, offices, days=270).to(State.AWARDED)
    _file(1, "bronze", on, offices, days=850).to(State.AWARDED)
    suspended = _file(2, "bronze", on, offices, days=420).to(State.AWARDED)
    holding.label_suspend(
        by=offices.officer,
        label=Label.objects.get(application=suspended.application),
        reason="The organisation has had no manager since spring.",
        until=on + timedelta(days=60),
        on=on - timedelta(days=30),
    )
    revoked = _file(3, "bronze", on, offices, days=540).to(State.AWARDED)
    _revoke(Label.objects.get(application=revoked.application), offices, on)
    _file(22, "bronze", on, offices, days=1180).to(State.AWARDED)


def _revoke(label: Label, offices: Offices, on: date) -> None:
    proposed, held_on = on - timedelta(days=70), on - timedelta(days=40)
    meeting = BoardMeeting.objects.create(held_on=held_on, chair=offices.board[0], place="By video")
    meeting.members.set(offices.board)
    reason = "The letters of intent of nine members turned out not to be theirs."
    revoking.revocation_propose(
        by=offices.officer, label=label, meeting=meeting, reason=reason, on=proposed
    )
    for member in offices.board:
        revoking.revocation_vote(by=member, label=label, choice="revoke", on=held_on)
    revoking.label_revoke(by=offices.board[0], label=label, reason=reason, on=held_on)


def _make_files(offices: Offices, on: date) -> None:
    """One file in every state that a file can be found in."""
    _file(4, "bronze", on, offices, days=2)
    _file(5, "bronze", on, offices, days=1).to(State.SUBMITTED)
    _file(6, "silver", on, offices, days=8).to(State.ELIGIBILITY_CHECK)
    _file(7, "bronze", on, offices, days=20).to(State.INELIGIBLE)
    _file(8, "bronze", on, offices, days=12).to(State.CONTRACTED)
    _file(9, "bronze", on, offices, days=12).to(State.EXPERTS_PROPOSED)
    _file(10, "silver", on, offices, days=20).to(State.SELF_ASSESSMENT)
    scoring_now = _file(11, "gold", on, offices, days=46).to(State.INDIVIDUAL_SCORING)
    lead = scoring_now.team[0]
    scoring_now.do(scoring.scores_save, lead, points=scoring_now.points(strict=False))
    scoring_now.do(scoring.scores_hand_in, lead)
    _file(12, "gold", on, offices, days=46).to(State.CONSENSUS)
    checked = _file(13, "silver", on, offices, days=55).to(State.FACTUAL_CHECK)
    checked.on = min(checked.on, on)
    checked.do(reporting.factual_remark, checked.manager, text="We have 48 members, not 47.")
    waiting = _file(14, "silver", on, offices, days=64).to(State.REPORT_FINAL)
    waiting.put(days=30)
    _file(15, "gold", on, offices, days=90, weak=True).to(State.APPEAL, choice="refuse")
    _file(16, "bronze", on, offices, days=85).to(State.DEFERRED, choice="defer")
    _file(17, "gold", on, offices, days=30).to(State.EVIDENCE_FROZEN)
    _file(18, "bronze", on, offices, days=14).to(State.EXPERTS_AGREED)
    _file(19, "bronze", on, offices, days=44).to(State.VISIT)
    _file(20, "bronze", on, offices, days=70).to(State.REPORT_FINAL)
    _file(21, "silver", on, offices, days=75, weak=True).to(State.REFUSED, choice="refuse")
    given_up = _file(23, "bronze", on, offices, days=40).to(State.SUBMITTED)
    given_up.do(applying.application_withdraw, given_up.manager)
