"""Calling a meeting of the board."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.forms.label_steps import DayInput
from hanse.foundation.roles import Role
from hanse.foundation.web.models.people import RoleGrant, User


class MeetingForm(forms.Form):
    """Day, place, members and chair of a meeting."""

    held_on = forms.DateField(label=_("Day"), widget=DayInput())
    place = forms.CharField(label=_("Venue"), required=False, max_length=200)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        grants = RoleGrant.objects.running().filter(role=Role.BOARD)
        people = User.objects.filter(pk__in=grants.values("person"), is_active=True).order_by(
            "name", "pk"
        )
        self.fields["members"] = forms.ModelMultipleChoiceField(
            people,
            label=_("Members"),
            initial=[each.pk for each in people],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["chair"] = forms.ModelChoiceField(
            people, label=_("Who presides"), empty_label=_("Choose")
        )
