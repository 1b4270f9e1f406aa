"""Steps of labels: entered, renewed, suspended, restored, and what time does to them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.label.clock import due, first_term, reminders, renewed_term
from hanse.excellence.label.procedure import validity_of
from hanse.excellence.label.states import LabelState
from hanse.excellence.register.chain import Event
from hanse.excellence.web.label_keeping import LabelDesk
from hanse.excellence.web.label_letters import remind
from hanse.excellence.web.label_publication import publish
from hanse.excellence.web.models.label_files import StepTaken
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.turns import REGISTER, wait_for_turn
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def label_enter(*, by: User, application: Application, on: date) -> Label:
    """Enter the label that the board has just awarded: its number, its term, its place.

    A renewal counts on from the old end date; the label it renews, and lower ones that are held,
    are followed by it. Part of the board's award.
    """
    renewed = application.renews
    visited = application.visit_ended or on
    validity = validity_of(application.aim)
    term = (
        renewed_term(renewed.term, on, validity) if renewed else first_term(visited, on, validity)
    )
    label = Label.objects.create(
        organisation=application.organisation,
        application=application,
        level=application.level,
        scheme=application.scheme,
        scheme_version=application.scheme_version,
        number=_free_number(on),
        field=application.field,
        awarded=on,
        valid_from=term.valid_from,
        valid_until=term.valid_until,
        grace_until=term.grace_until,
    )
    desk = LabelDesk(label, by, on)
    StepTaken.objects.create(
        label=label,
        step="label_enter",
        target=LabelState.ACTIVE.value,
        on=on,
        actor="chair",
        by=by,
    )
    record(label, {"number": label.number, "valid_until": label.valid_until.isoformat()})
    publish(by=by, label=desk.label, event=Event.RENEWED if renewed else Event.AWARDED, on=on)
    if renewed is not None:
        _follow(by, renewed, label, "label_renew", "renewal", visited, on)
    lower = Label.objects.held().of(application.organisation).exclude(pk=label.pk)
    order = [each.code for each in application.rules.levels]
    for each in lower.exclude(state=LabelState.SUSPENDED):
        if order.index(each.level) < order.index(label.level):
            _follow(by, each, label, "label_succeed", "higher", visited, on)
    return label


def _follow(
    by: User, old: Label, new: Label, code: str, awarding: str, visited: date, on: date
) -> None:
    desk = LabelDesk.locked(old, by, on)
    step = desk.step(code, awarding=awarding, visited=visited)
    desk.label.successor = new
    event = Event.SUCCEEDED if code == "label_succeed" else None
    desk.moved(step, changes={"followed_by": new.number}, event=event)


@action
def label_suspend(*, by: User, label: Label, reason: str, until: date, on: date) -> None:
    """Suspend a label at once, until a day by which the matter must be settled.

    Raises `ValidationError` for a day that is past.
    """
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("label_suspend", {"reason": reason, "until": until})
    if until < on:
        raise ValidationError(_("This day is past."))
    desk.label.suspended_until = until
    desk.moved(step, reason=reason, event=Event.SUSPENDED)


@action
def label_restore(*, by: User, label: Label, reason: str, on: date) -> None:
    """Lift a suspension, with reasons."""
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("label_restore", {"reason": reason})
    desk.label.suspended_until = None
    desk.moved(step, reason=reason, event=Event.REINSTATED)


# --- What time does, once a day -----------------------------------------------------------------


@action
def labels_age(*, by: User | None = None, on: date) -> dict[str, int]:
    """Let labels expire and lapse whose time is over on a day, and remind holders of what comes.

    Days on which this did not run are made up for. Returns how many of each.
    """
    counts = {"label_expire": 0, "label_lapse": 0, "reminded": 0}
    for label in Label.objects.held().filter(valid_until__lt=on).order_by("pk"):
        for code in ("label_expire", "label_lapse"):
            desk = LabelDesk.locked(label, None, on)
            if not desk.refusals(code):
                step = desk.step(code)
                desk.moved(step, event=Event.LAPSED if code == "label_lapse" else None)
                counts[code] += 1
    for label in Label.objects.held().exclude(state=LabelState.SUSPENDED).order_by("pk"):
        counts["reminded"] += _remind(label, on)
    record(None, counts)
    return counts


def _remind(label: Label, on: date) -> bool:
    rules = label.procedure.reminders
    letters = reminders(
        label.term, expiry_months=rules.expiry_months, lapse_months=rules.lapse_months
    )
    letter = due(letters, after=label.reminded, on=on)
    if letter is None or label.renewals.open().exists():
        return False
    remind(label, letter)
    label.reminded = on
    label.save(update_fields=["reminded"])
    return True


def _free_number(on: date) -> str:
    """The next number of the year, such as HL-2026-0012."""
    wait_for_turn(REGISTER)
    head = f"HL-{on.year}-"
    last = (
        Label.objects.filter(number__startswith=head)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{head}{int(last.removeprefix(head)) + 1 if last else 1:04d}"
