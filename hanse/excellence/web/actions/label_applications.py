"""Steps of applications: from a draft to the contract, each as the table of states allows it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hanse.excellence.criteria.scheme import LabelScheme
from hanse.excellence.label.actors import Actor
from hanse.excellence.label.clock import limit
from hanse.excellence.label.facts import FileFacts
from hanse.excellence.label.procedure import procedure, route_of
from hanse.excellence.label.states import APPLICATIONS
from hanse.excellence.label.workflow import StepRefusedError
from hanse.excellence.web.answers_known import field_of
from hanse.excellence.web.label_case import way_for
from hanse.excellence.web.label_desk import Desk, refusal_of
from hanse.excellence.web.label_moves import moved
from hanse.excellence.web.label_words import said
from hanse.excellence.web.models.label_files import Improvement, RuleMark
from hanse.excellence.web.models.label_ties import Support, SupportKind
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User


@action
def application_start(
    *, by: User, organisation: Organisation, scheme: LabelScheme, level: str, on: date
) -> Application:
    """Begin an application for `level`, or for the renewal of the label of that level that is held.

    Raises `PermissionDenied` for who is no editor, `ValidationError` where labels held do not lead
    to it, or another application is under way.
    """
    aim, rules = scheme.level(level), procedure(scheme.code, scheme.version)
    way = way_for(organisation, scheme, aim, rules, on)
    manager = organisation.memberships.editors().filter(person=by).exists()
    try:
        step = APPLICATIONS.take(
            "application_start",
            source=None,
            route=route_of(aim),
            actors={Actor.MANAGER} if manager else {Actor.READER},
            facts=FileFacts(
                on=on,
                is_cluster=(
                    organisation.kind == OrganisationKind.CLUSTER and organisation.withdrawn is None
                ),
                others_open=Application.objects.open().of(organisation).count(),
                standing_fits=way.wanting is None,
            ),
            given={"level": level},
        )
    except StepRefusedError as refused:
        problem = refusal_of(refused)
        if isinstance(problem, ValidationError) and way.wanting is not None:
            problem = ValidationError([*problem.messages, said(way.wanting)])
        raise problem from None
    try:
        with transaction.atomic():
            application = Application.objects.create(
                organisation=organisation,
                level=level,
                scheme=scheme.code,
                scheme_version=scheme.version,
                renews_id=way.renews,
                field=field_of(organisation),
                language=by.language,
            )
    except IntegrityError:  # somebody else has begun one in the same moment
        raise ValidationError(_("The organisation has an application under way.")) from None
    desk = Desk(application, by, on)
    moved(desk, step, changes={"level": level})
    return application


@action
def application_change(
    *,
    by: User,
    application: Application,
    language: str,
    improvements: Sequence[str],
    on: date,
) -> None:
    """Change the working language and the improvements described; blank ones are left out."""
    desk = Desk.locked(application, by, on)
    step = desk.step("application_change")
    current = desk.application
    current.language = language
    current.field = field_of(current.organisation) or current.field
    current.improvements.all().delete()
    texts = [text.strip() for text in improvements if text.strip()]
    Improvement.objects.bulk_create(Improvement(application=current, text=text) for text in texts)
    moved(desk, step, changes={"language": language, "improvements": len(texts)})


@action
def application_submit(*, by: User, application: Application, on: date) -> None:
    """Hand the application in to the secretariat."""
    desk = Desk.locked(application, by, on)
    step = desk.step("application_submit")
    desk.application.submitted = on
    moved(desk, step)


@action
def application_withdraw(*, by: User, application: Application, on: date) -> None:
    """Withdraw the application for good."""
    desk = Desk.locked(application, by, on)
    step = desk.step("application_withdraw")
    desk.application.closed = on
    moved(desk, step)


# --- Who supports the organisation --------------------------------------------------------------


@action
def support_state(
    *, by: User, organisation: Organisation, supporter: Organisation, kind: SupportKind
) -> Support:
    """Say that `supporter` funds or supports the cluster organisation: experts of it are refused.

    Raises `PermissionDenied` for who is no editor, `ValidationError` for what is said already.
    """
    _require_editor(by, organisation)
    if supporter.pk == organisation.pk:
        raise ValidationError(_("An organisation does not support itself in this sense."))
    made, is_new = Support.objects.get_or_create(
        cluster=organisation, supporter=supporter, kind=kind, ended=None
    )
    if not is_new:
        raise ValidationError(_("You have said so already."))
    record(made, {"kind": made.kind})
    return made


@action
def support_end(*, by: User, support: Support, on: date) -> None:
    """Say that a support has ended. Raises `ValidationError` for one that had."""
    _require_editor(by, support.cluster)
    if support.ended is not None:
        raise ValidationError(_("This has ended already."))
    support.ended = on
    support.save(update_fields=["ended"])
    record(support, {"ended": on.isoformat()})


# --- The secretariat ----------------------------------------------------------------------------


@action
def eligibility_begin(*, by: User, application: Application, on: date) -> None:
    """Take a submitted application up."""
    desk = Desk.locked(application, by, on)
    moved(desk, desk.step("eligibility_begin"))


@action
def eligibility_mark(
    *, by: User, application: Application, marks: Mapping[str, tuple[bool, str]], on: date
) -> None:
    """Record which rules are met. marks: code of a rule -> whether it is met, and a note.

    Raises `ValidationError` for a finding other than the data say without a note on why.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("eligibility_mark")
    judged = {each.code: each for each in desk.eligibility.judged}
    silent = [
        code
        for code, (met, note) in marks.items()
        if code in judged and judged[code].met not in {None, met} and not note.strip()
    ]
    if silent:
        raise ValidationError(
            _("Say why, wherever you find otherwise than the answers say: %(rules)s.")
            % {"rules": ", ".join(silent)}
        )
    for code, (met, note) in marks.items():
        if code in judged:
            RuleMark.objects.update_or_create(
                application=desk.application,
                rule=code,
                defaults={"met": met, "note": note.strip(), "by": by},
            )
    changes: dict[str, Any] = {code: met for code, (met, _note) in marks.items()}
    moved(desk, step, changes=changes)


@action
def application_send_back(*, by: User, application: Application, reason: str, on: date) -> None:
    """Give the application back to be completed; the checks made so far fall."""
    desk = Desk.locked(application, by, on)
    step = desk.step("application_send_back", {"reason": reason})
    desk.application.rule_marks.all().delete()
    moved(desk, step, reason=reason)


@action
def eligibility_refuse(*, by: User, application: Application, reason: str, on: date) -> None:
    """Find the organisation not eligible; it may appeal."""
    desk = Desk.locked(application, by, on)
    step = desk.step("eligibility_refuse", {"reason": reason})
    current = desk.application
    current.closed = on
    current.appeal_by = limit(on, current.procedure.limits.appeal_days)
    moved(desk, step, reason=reason)


@action
def contract_record(*, by: User, application: Application, signed_on: date, on: date) -> None:
    """Record that the organisation is eligible and has signed the contract.

    Raises `ValidationError` for a day to come.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("contract_record", {"signed_on": signed_on})
    if signed_on > on:
        raise ValidationError(_("The contract cannot have been signed on a day to come."))
    desk.application.contract_signed = signed_on
    moved(desk, step, changes={"signed_on": signed_on.isoformat()})


def _require_editor(person: User, organisation: Organisation) -> None:
    if not organisation.memberships.editors().filter(person=person).exists():
        raise PermissionDenied(_("Only editors of the organisation say who supports it."))
