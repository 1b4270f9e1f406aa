"""The way of a benchmarking: begun, handed in, given to an expert, confirmed or withdrawn."""

from datetime import date
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.excellence.criteria.answers import as_json
from hanse.excellence.criteria.benchmarking_steps import state_after
from hanse.excellence.criteria.changes import unanswered
from hanse.excellence.criteria.plausibility import findings
from hanse.excellence.criteria.questionnaire import newest_questionnaire
from hanse.excellence.web.benchmarking_answers import (
    answers_before,
    judged_findings,
    sheet_of,
)
from hanse.excellence.web.benchmarking_permits import locked, require_step, why_not_expert
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.programme import Project
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User
from hanse.foundation.web.permits import require

OLDEST_YEARS: Final = 2
"""How many years before the current one answers may be about."""


@action
def benchmarking_begin(
    *,
    by: User,
    organisation: Organisation,
    reference_year: int,
    on: date,
    project: Project | None = None,
) -> Benchmarking:
    """Begin a benchmarking about a year, with the newest questionnaire.

    project: the running programme project that pays for it, if one does. Raises `ValidationError`
    for an organisation that manages no cluster, while another is on its way or has been confirmed
    about that year, for a year to come or long past, and for a project that does not run.
    """
    require(by, "benchmarking_begin", organisation)
    if organisation.kind != OrganisationKind.CLUSTER or organisation.withdrawn:
        raise ValidationError(_("Only cluster organisations are benchmarked."))
    if not on.year - OLDEST_YEARS <= reference_year <= on.year:
        raise ValidationError(
            _("Choose a year from %(first)s to %(last)s.")
            % {"first": on.year - OLDEST_YEARS, "last": on.year}
        )
    if project is not None and not project.runs_on(on):
        raise ValidationError(_("This project does not run now."))
    # The organisation is locked, so that two people who begin at once make one benchmarking.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    others = Benchmarking.objects.of(organisation)
    if others.open().exists():
        raise ValidationError(_("Another benchmarking is on its way. Finish or withdraw it first."))
    if others.confirmed().filter(reference_year=reference_year).exists():
        raise ValidationError(
            _("There is a confirmed benchmarking about %(year)s.") % {"year": reference_year}
        )
    benchmarking = Benchmarking.objects.create(
        organisation=organisation,
        questionnaire=newest_questionnaire().version,
        reference_year=reference_year,
        project=project,
    )
    record(
        benchmarking,
        {
            "reference_year": reference_year,
            **({"project": project.acronym} if project else {}),
        },
    )
    return benchmarking


@action
def benchmarking_submit(*, by: User, benchmarking: Benchmarking) -> None:
    """Hand the answers in for the interview.

    Raises `ValidationError` while answers are missing, break a check, or are queried without a
    note.
    """
    current = locked(benchmarking)
    require_step(by, "benchmarking_submit", current)
    sheet = sheet_of(current)
    missing = unanswered(sheet.asked, sheet.given)
    if missing:
        raise ValidationError(
            _("%(count)s questions have no answer yet.") % {"count": len(missing)}
        )
    judged = judged_findings(sheet, answers_before(current), "en")
    unsettled = [each for each in judged if not each.is_settled]
    if unsettled:
        raise ValidationError(
            _("%(count)s findings are to be mended or explained first.") % {"count": len(unsettled)}
        )
    current.submitted = timezone.now()
    current.return_reason = ""
    _move(current, "benchmarking_submit", benchmarking)


@action
def benchmarking_take_back(*, by: User, benchmarking: Benchmarking) -> None:
    """Take the answers back to change them, before an expert has been assigned."""
    current = locked(benchmarking)
    require_step(by, "benchmarking_take_back", current)
    _move(current, "benchmarking_take_back", benchmarking)


@action
def expert_assign(*, by: User, benchmarking: Benchmarking, expert: User, on: date) -> None:
    """Give the interview to an expert, or to another; both are told by mail.

    Raises `ValidationError` for who has no valid certificate on that day, or a tie to the
    organisation.
    """
    current = locked(benchmarking)
    require_step(by, "expert_assign", current)
    reason = why_not_expert(expert, current.organisation, on)
    if reason:
        raise ValidationError(reason)
    current.expert = expert
    _move(current, "expert_assign", benchmarking, {"expert": expert.pk})
    _tell(expert, "interview_assigned", current)


@action
def benchmarking_return(*, by: User, benchmarking: Benchmarking, reason: str) -> None:
    """Give the answers back to the organisation, which reads the reason.

    Raises `ValidationError` without one.
    """
    current = locked(benchmarking)
    require_step(by, "benchmarking_return", current)
    if not reason.strip():
        raise ValidationError(_("Say why: the organisation will read it."))
    current.return_reason = reason.strip()
    _move(current, "benchmarking_return", benchmarking)
    _tell_editors("benchmarking_returned", current)


@action
def benchmarking_confirm(
    *, by: User, benchmarking: Benchmarking, interviewed: date, on: date
) -> None:
    """Confirm the answers after the interview; they are kept as they now stand.

    interviewed: the day of the interview. on: today. Raises `ValidationError` while an answer has
    no verdict, when the answers break a check, for a day to come or before the answers were handed
    in, and without a certificate that held on the day.
    """
    current = locked(benchmarking)
    require_step(by, "benchmarking_confirm", current)
    assert current.submitted is not None
    if not timezone.localdate(current.submitted) <= interviewed <= on:
        raise ValidationError(
            _("The day of the interview lies between the day of handing in and today.")
        )
    reason = why_not_expert(by, current.organisation, interviewed)
    if reason:
        raise ValidationError(reason)
    sheet = sheet_of(current)
    unjudged = sheet.unjudged()
    if unjudged:
        raise ValidationError(
            _("%(count)s answers are neither confirmed nor corrected.") % {"count": len(unjudged)}
        )
    final = sheet.final()
    wrong = [
        each
        for each in findings(sheet.asked, final, year=current.reference_year)
        if each.level == "error"
    ]
    if wrong:
        raise ValidationError(
            _("The corrected answers cannot be true: %(what)s") % {"what": wrong[0].text}
        )
    current.interviewed = interviewed
    current.confirmed = timezone.now()
    current.confirmed_answers = {code: as_json(answer) for code, answer in final.items()}
    _move(
        current,
        "benchmarking_confirm",
        benchmarking,
        {"interviewed": interviewed.isoformat()},
    )
    _tell_editors("benchmarking_confirmed", current)


@action
def benchmarking_withdraw(*, by: User, benchmarking: Benchmarking) -> None:
    """Withdraw a benchmarking that is not confirmed; its answers stay, and count for nothing."""
    current = locked(benchmarking)
    require_step(by, "benchmarking_withdraw", current)
    current.withdrawn = timezone.now()
    _move(current, "benchmarking_withdraw", benchmarking)


def _move(
    current: Benchmarking,
    step: str,
    seen: Benchmarking,
    more: dict[str, object] | None = None,
) -> None:
    """Write `current` in the state that `step` leads to, with its event; `seen` follows it."""
    before = current.state
    current.state = BenchmarkingState(state_after(step, before))
    current.save()
    record(current, {"state": [before, current.state], **(more or {})})
    seen.refresh_from_db()


def _tell(person: User, letter: str, benchmarking: Benchmarking) -> None:
    notify(
        person.email,
        letter,
        {
            "benchmarking": benchmarking,
            "organisation": benchmarking.organisation,
            "link": f"{settings.ORIGIN}{benchmarking.get_absolute_url()}",
        },
        language=person.language,
        pillar="excellence",
    )


def _tell_editors(letter: str, benchmarking: Benchmarking) -> None:
    editors = benchmarking.organisation.memberships.editors().select_related("person")
    for editor in editors:
        _tell(editor.person, letter, benchmarking)
