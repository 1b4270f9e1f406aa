"""The form of each step of an agreement that asks for something."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.web.agreement_desk import AgreementDesk
from hanse.collaboration.web.forms.agreements import named_organisation
from hanse.collaboration.web.models.agreement_files import (
    REASON,
    ActivityKind,
    AgreementActivity,
    AgreementDocument,
    Obligation,
)
from hanse.collaboration.web.partial_date_field import PartialDateFormField
from hanse.foundation.web.models.organisations import Organisation

Fields = dict[str, forms.Field]


def _text(label: Any, *, longest: int = 200, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


def _day(label: Any, initial: PartialDate | None, *, required: bool = True) -> forms.Field:
    return PartialDateFormField(
        label=label, required=required, initial=str(initial) if initial else ""
    )


def _parties(desk: AgreementDesk, code: str, label: Any) -> forms.ModelChoiceField[Organisation]:
    """The parties that the step can be taken for now; chosen already where there is one."""
    numbers = [each.organisation_id for each in desk.parties_for(code)]
    return forms.ModelChoiceField(
        Organisation.objects.filter(pk__in=numbers),
        label=label,
        empty_label=None if len(numbers) == 1 else _("Choose"),
    )


def _reason(_desk: AgreementDesk) -> Fields:
    words = _("Parties and officers read it.")
    return {"reason": _text(_("Reason"), longest=REASON, rows=4, help_text=words)}


def _one_party(code: str, label: Any) -> Callable[[AgreementDesk], Fields]:
    return lambda desk: {"party": _parties(desk, code, label)}


def _party_to_add(_desk: AgreementDesk) -> Fields:
    words = _("Its name, as in the list of organisations, or the last part of its address.")
    return {"party": _text(_("Organisation"), help_text=words)}


def _signature(desk: AgreementDesk) -> Fields:
    return {
        "party": _parties(desk, "signature_record", _("Party")),
        "signed_on": _day(_("Signed on"), None),
    }


def _force(desk: AgreementDesk) -> Fields:
    known = desk.agreement.in_force_on or desk.agreement.signed_on
    return {"in_force_on": _day(_("In force from"), known)}


def _extension(desk: AgreementDesk) -> Fields:
    return {
        "party": _parties(desk, "extension_propose", _("For")),
        "until": _day(_("New end"), None),
        "words": _text(_("Why, or on which terms"), longest=1000, rows=3, required=False),
    }


def _obligation(desk: AgreementDesk) -> Fields:
    parties = Organisation.objects.filter(pk__in=[each.organisation_id for each in desk.parties])
    return {
        "words": _text(_("What is owed"), longest=500, rows=2),
        "party": forms.ModelChoiceField(
            parties, label=_("By whom"), required=False, empty_label=_("All parties together")
        ),
        "due": _day(_("Due"), None, required=False),
    }


def _which_obligation(desk: AgreementDesk, *, met: bool | None) -> forms.Field:
    found = Obligation.objects.filter(agreement=desk.agreement)
    if met is not None:
        found = found.filter(met_on__isnull=not met)
    return forms.ModelChoiceField(found, label=_("Obligation"), empty_label=_("Choose"))


def _meet(desk: AgreementDesk) -> Fields:
    return {
        "obligation": _which_obligation(desk, met=False),
        "met_on": _day(_("Met on"), PartialDate.of(desk.on)),
        "met_words": _text(_("How"), longest=500, rows=2, required=False),
    }


def _reopen(desk: AgreementDesk) -> Fields:
    return {"obligation": _which_obligation(desk, met=True), **_reason(desk)}


def _contact(desk: AgreementDesk) -> Fields:
    return {
        "party": _parties(desk, "contact_set", _("Party")),
        "contact_name": _text(_("Contact person"), required=False),
        "contact_email": forms.EmailField(label=_("E-mail"), required=False),
        "contact_phone": _text(_("Telephone"), longest=40, required=False),
    }


def _document(_desk: AgreementDesk) -> Fields:
    return {
        "file": forms.FileField(label=_("File")),
        "signed": forms.BooleanField(label=_("It bears the signatures"), required=False),
        "public": forms.BooleanField(
            label=_("Everybody may read it, as far as the agreement is shown"), required=False
        ),
    }


def _which_document(desk: AgreementDesk) -> forms.Field:
    return forms.ModelChoiceField(
        AgreementDocument.objects.standing().filter(agreement=desk.agreement),
        label=_("Document"),
        empty_label=_("Choose"),
    )


def _document_sight(desk: AgreementDesk) -> Fields:
    return {
        "document": _which_document(desk),
        "public": forms.BooleanField(label=_("Everybody may read it"), required=False),
    }


def _activity(desk: AgreementDesk) -> Fields:
    parties = Organisation.objects.filter(pk__in=[each.organisation_id for each in desk.parties])
    return {
        "kind": forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices),
        "title": _text(_("Title")),
        "place": _text(_("Place"), required=False),
        "begins": _day(_("Begins"), None, required=False),
        "ends": _day(_("Ends"), None, required=False),
        "outcome": _text(_("What came of it"), longest=1000, rows=3, required=False),
        "parties": forms.ModelMultipleChoiceField(
            parties,
            label=_("Who took part"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("All parties where none is chosen."),
        ),
    }


def _which_activity(desk: AgreementDesk) -> Fields:
    found = AgreementActivity.objects.filter(agreement=desk.agreement)
    return {"activity": forms.ModelChoiceField(found, label=_("Activity"), empty_label=_("Choose"))}


FIELDS: Final[Mapping[str, Callable[[AgreementDesk], Fields]]] = {
    "party_add": _party_to_add,
    "party_remove": _one_party("party_remove", _("Party")),
    "agreement_sign": _one_party("agreement_sign", _("You sign for")),
    "signature_record": _signature,
    "signature_withdraw": _one_party("signature_withdraw", _("Party")),
    "agreement_drop": _reason,
    "force_enter": _force,
    "agreement_terminate": _reason,
    "extension_propose": _extension,
    "extension_agree": _one_party("extension_agree", _("You agree for")),
    "extension_record": _one_party("extension_record", _("Party")),
    "obligation_add": _obligation,
    "obligation_remove": lambda desk: {"obligation": _which_obligation(desk, met=None)},
    "obligation_meet": _meet,
    "obligation_reopen": _reopen,
    "contact_set": _contact,
    "document_add": _document,
    "document_change": _document_sight,
    "document_remove": lambda desk: {"document": _which_document(desk)},
    "activity_add": _activity,
    "activity_remove": _which_activity,
}
"""Code of a step -> its fields; steps that are not here ask nothing."""

ACTIVITY_DETAILS: Final = ("kind", "title", "place", "begins", "ends", "outcome")


class AgreementStepForm(forms.Form):
    """What a step asks. Files come with `document_add` alone."""

    def __init__(self, code: str, desk: AgreementDesk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        make = FIELDS.get(code)
        self.fields.update(make(desk) if make else {})

    def clean(self) -> dict[str, Any]:
        """With the organisation that is named, where one is to be added."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.code == "party_add" and cleaned.get("party"):
            among = Organisation.objects.filter(withdrawn__isnull=True)
            try:
                cleaned["party"] = named_organisation(str(cleaned["party"]), among)
            except forms.ValidationError as problem:
                self.add_error("party", problem)
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What the action takes beside by, agreement and on."""
        given = dict(self.cleaned_data)
        if self.code == "activity_add":
            details = {name: given.pop(name) for name in ACTIVITY_DETAILS}
            return {"details": details, "parties": list(given["parties"])}
        return given
