"""The form of each step that asks for a few words or days: built from what the table asks."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.excellence.label.clock import limit
from hanse.excellence.web.actions import label_appeals, label_revocations
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_expertise import certified_experts, possible_panel
from hanse.excellence.web.label_keeping import LabelDesk
from hanse.excellence.web.models.label_board import (
    BoardMeeting,
    Choice,
    Ground,
    PanelChoice,
    RevocationChoice,
)
from hanse.excellence.web.models.label_files import REASON_LENGTH
from hanse.foundation.web.models.people import User

AnyDesk = Desk | LabelDesk


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _day(label: Any, help_text: Any = "") -> Callable[[AnyDesk], forms.Field]:
    return lambda _desk: forms.DateField(label=label, widget=DayInput(), help_text=help_text)


def _text(label: Any, help_text: Any = "", rows: int = 5) -> Callable[[AnyDesk], forms.Field]:
    return lambda _desk: forms.CharField(
        label=label,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def _meeting(desk: AnyDesk) -> forms.Field:
    return forms.ModelChoiceField(
        BoardMeeting.objects.filter(held_on__gte=desk.on).order_by("held_on"),
        label=_("Meeting"),
        empty_label=_("Choose a meeting"),
    )


def _people(label: Any, numbers: Any, help_text: Any = "") -> forms.Field:
    return forms.ModelMultipleChoiceField(
        User.objects.filter(pk__in=numbers).order_by("name", "pk"),
        label=label,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def _team(desk: AnyDesk) -> list[int]:
    assert isinstance(desk, Desk)  # labels have no experts
    return [each.person_id for each in desk.team]


def _one(label: Any, numbers: Any) -> forms.Field:
    people = User.objects.filter(pk__in=numbers).order_by("name", "pk")
    return forms.ModelChoiceField(people, label=label, empty_label=_("Choose"))


def _coming(desk: AnyDesk) -> forms.Field:
    assert isinstance(desk, Desk)  # labels have no experts
    left_out = {*_team(desk), *desk.former}
    free = [
        each.pk
        for each in certified_experts(desk.on)
        if each.pk not in left_out and not desk.tied_of(each.pk)
    ]
    return _one(_("Who comes in"), free)


def _panel(desk: AnyDesk) -> forms.Field:
    free = [each.pk for each in possible_panel() if desk.panel_barred(each.pk) is None]
    procedure = desk.application.procedure if isinstance(desk, Desk) else desk.label.procedure
    return _people(
        _("Members of the panel"),
        free,
        _("Nobody who decided, assessed the file, or is tied to the organisation is offered. "
          "Choose %(members)s or more.") % {"members": procedure.panel.members},
    )  # fmt: skip


def _radio(label: Any, choices: Any) -> Callable[[AnyDesk], forms.Field]:
    return lambda _desk: forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _panel_choices(desk: AnyDesk) -> forms.Field:
    if isinstance(desk, Desk):
        assert desk.appeal is not None  # the step is there on appeal alone
        codes = label_appeals.CHOICES[desk.appeal.against]
    else:
        codes = label_revocations.CHOICES
    words = dict(PanelChoice.choices)
    return forms.ChoiceField(
        label=_("Your vote"), choices=[(c, words[c]) for c in codes], widget=forms.RadioSelect
    )


def _due_on(desk: AnyDesk) -> forms.Field:
    assert isinstance(desk, Desk)  # labels have no visits
    least, most = desk.application.procedure.due_days(desk.application.aim)
    return forms.DateField(
        label=_("Self-assessment due on"),
        widget=DayInput(),
        help_text=_("%(least)s to %(most)s days before the visit.")
        % {"least": least, "most": most},
    )


def _hours(desk: AnyDesk) -> forms.Field:
    assert isinstance(desk, Desk)  # labels have no visits
    application = desk.application
    least = application.procedure.least_hours(application.aim, renewal=application.is_renewal)
    return forms.FloatField(
        label=_("Hours the visit took"),
        min_value=0,
        max_value=200,
        help_text=_("At least %(least)s.") % {"least": f"{least:g}"},
    )


def _until(desk: AnyDesk) -> forms.Field:
    return forms.DateField(label=_("Until"), widget=DayInput(), initial=limit(desk.on, 90))


_REASON: Final = _text(_("Reasons"), _("The cluster organisation reads them."))
_OWN_REASON: Final = _text(_("Reason"), rows=3)
_RECOMMENDED: Final = [
    each for each in Choice.choices if each[0] in {Choice.AWARD, Choice.REFUSE, Choice.DEFER}
]

Builder = Callable[[AnyDesk], forms.Field]

FIELDS: Final[Mapping[str, Mapping[str, Builder]]] = {
    "application_send_back": {"reason": _REASON},
    "eligibility_refuse": {"reason": _REASON},
    "contract_record": {"signed_on": _day(_("Day the contract was signed"))},
    "expert_accept": {
        "independence": lambda _desk: forms.BooleanField(
            label=_(
                "I do not work for the cluster organisation or one that funds it and did not "
                "within the past three years, did not advise it, and do not compete with it."
            )
        )
    },
    "expert_decline": {"reason": _text(_("Reason"), _("The secretariat reads it."), 3)},
    "experts_recall": {"reason": _REASON},
    "experts_object": {
        "experts": lambda desk: _people(_("Experts you object to"), _team(desk)),
        "reason": _text(_("Reasons"), _("The secretariat reads them."), 4),
    },
    "expert_replace": {
        "leaving": lambda desk: _one(_("Who leaves"), _team(desk)),
        "coming": _coming,
        "reason": _REASON,
    },
    "assessment_void": {"reason": _REASON},
    "visit_fix": {"visit_on": _day(_("First day of the visit")), "due_on": _due_on},
    "visit_move": {"visit_on": _day(_("First day of the visit")), "reason": _REASON},
    "visit_end": {"ended_on": _day(_("Last day of the visit")), "hours": _hours},
    "report_finish": {"recommendation": _radio(_("The report recommends to"), _RECOMMENDED)},
    "board_put": {"meeting": _meeting},
    "board_move": {"meeting": _meeting, "reason": _OWN_REASON},
    "board_resume": {"meeting": _meeting, "reason": _text(_("What has come of what was asked"))},
    "board_recuse": {"reason": _OWN_REASON},
    "board_vote": {"choice": _radio(_("Your vote"), Choice.choices)},
    "board_award": {"reason": _REASON},
    "board_refuse": {"reason": _REASON},
    "board_return": {"reason": _text(_("Reasons"), _("The experts and the cluster read them."))},
    "board_defer": {
        "reason": _REASON,
        "asked": _text(_("What the cluster organisation is to bring"), rows=3),
        "until": _until,
    },
    "appeal_lodge": {
        "ground": _radio(_("Which rule of procedure was broken?"), Ground.choices),
        "reason": _text(_("What happened?"), _("The appeal panel reads it.")),
    },
    "appeal_seat": {"panel": _panel},
    "appeal_vote": {"choice": _panel_choices},
    "appeal_dismiss": {"reason": _REASON},
    "appeal_decide_again": {"reason": _REASON},
    "appeal_assess_again": {"reason": _REASON},
    "appeal_check_again": {"reason": _REASON},
    "label_suspend": {"reason": _REASON, "until": _until},
    "label_restore": {"reason": _REASON},
    "revocation_propose": {"meeting": _meeting, "reason": _REASON},
    "revocation_answer": {"text": _text(_("Your answer"), _("The board reads it."))},
    "revocation_recuse": {"reason": _OWN_REASON},
    "revocation_vote": {"choice": _radio(_("Your vote"), RevocationChoice.choices)},
    "revocation_drop": {"reason": _REASON},
    "label_revoke": {"reason": _REASON},
    "revocation_appeal": {
        "ground": _radio(_("Which rule of procedure was broken?"), Ground.choices),
        "reason": _text(_("What happened?"), _("The appeal panel reads it.")),
    },
    "revocation_appeal_seat": {"panel": _panel},
    "revocation_appeal_vote": {"choice": _panel_choices},
    "revocation_appeal_dismiss": {"reason": _REASON},
    "label_reinstate": {"reason": _REASON},
}
"""Step -> name of a field, as its action takes it -> how the field is made for a desk."""


class StepForm(forms.Form):
    """What a step asks for; no field where it only asks to be confirmed."""

    def __init__(self, code: str, desk: AnyDesk, data: Any = None) -> None:
        super().__init__(data)
        for name, build in FIELDS.get(code, {}).items():
            # A level without points has no self-assessment that could be due.
            if name == "due_on" and isinstance(desk, Desk) and not desk.criteria:
                continue
            self.fields[name] = build(desk)
