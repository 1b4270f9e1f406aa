"""Steps of scoring: points given alone, then settled together; both records are kept."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.excellence.label.states import State
from hanse.excellence.web.actions.label_assessments import check_points
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_moves import moved
from hanse.excellence.web.models.label_assessments import Score, ScoreAgreement, ScoreSheet
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.audit import action
from hanse.foundation.web.models.people import User

Points = Mapping[str, tuple[int, str]]
"""Criterion -> points, and why."""


@action
def scores_save(*, by: User, application: Application, points: Points, on: date) -> None:
    """Note one's own points on some criteria; nobody else sees them yet."""
    desk = Desk.locked(application, by, on)
    step = desk.step("scores_save", {"points": list(points)})
    sheet, _made = ScoreSheet.objects.get_or_create(
        application=desk.application, round=desk.application.round, person=by, is_settled=False
    )
    _keep(desk, sheet, points)
    moved(desk, step, changes={"criteria": sorted(points)}, about=sheet)


@action
def scores_hand_in(*, by: User, application: Application, on: date) -> None:
    """Hand in one's own points; they stay as they are."""
    desk = Desk.locked(application, by, on)
    step = desk.step("scores_hand_in")
    sheet = desk.sheets[by.pk]
    sheet.handed_in = timezone.now()
    sheet.save(update_fields=["handed_in"])
    moved(desk, step, about=sheet)


@action
def consensus_open(*, by: User, application: Application, on: date) -> None:
    """Begin to settle the points once all are in.

    Criteria on which all experts agree are settled at their points; the others wait.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("consensus_open")
    current = desk.application
    sheet = ScoreSheet.objects.create(
        application=current, round=current.round, is_settled=True, version=1
    )
    given = [{s.criterion: s.points for s in each.scores.all()} for each in desk.sheets.values()]
    agreed = {
        each.code: given[0][each.code]
        for each in desk.criteria
        if len({points[each.code] for points in given}) == 1
    }
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=code, points=points) for code, points in agreed.items()
    )
    moved(desk, step, changes={"agreed": len(agreed)}, about=sheet)


@action
def consensus_save(*, by: User, application: Application, points: Points, on: date) -> None:
    """Settle points on some criteria; the other experts must agree anew.

    Once the report is out, a correction makes a new version of the settled points, and the one
    before stays.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("consensus_save", {"points": list(points)})
    sheet = desk.settled
    if sheet is None:
        raise ValidationError(_("There are no settled points yet."))
    if desk.application.where is State.FACTUAL_CHECK:
        if not all(words.strip() for _points, words in points.values()):
            raise ValidationError(_("Say why points change after the report is out."))
        sheet = _next_version(sheet)
    _keep(desk, sheet, points)
    sheet.agreements.all().delete()
    moved(desk, step, changes={"criteria": sorted(points), "version": sheet.version}, about=sheet)


@action
def consensus_agree(*, by: User, application: Application, on: date) -> None:
    """Agree to the settled points as one of the experts."""
    desk = Desk.locked(application, by, on)
    step = desk.step("consensus_agree")
    assert desk.settled is not None  # complete, as the table asks
    ScoreAgreement.objects.create(sheet=desk.settled, person=by)
    moved(desk, step, about=desk.settled)


def _keep(desk: Desk, sheet: ScoreSheet, points: Points) -> None:
    for code, (given, _words) in points.items():
        check_points(desk, code, given)
    Score.objects.bulk_create(
        [
            Score(sheet=sheet, criterion=code, points=given, words=words.strip())
            for code, (given, words) in points.items()
        ],
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["points", "words"],
    )


def _next_version(sheet: ScoreSheet) -> ScoreSheet:
    made = ScoreSheet.objects.create(
        application_id=sheet.application_id,
        round=sheet.round,
        is_settled=True,
        version=sheet.version + 1,
    )
    Score.objects.bulk_create(
        Score(sheet=made, criterion=each.criterion, points=each.points, words=each.words)
        for each in sheet.scores.all()
    )
    return made
