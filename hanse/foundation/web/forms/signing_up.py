"""What sign-up asks beside address and password."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.actions.people import consent_give, profile_change
from hanse.foundation.web.consent_texts import PURPOSES
from hanse.foundation.web.models.people import NAME_LENGTH, User


class SignUpDetails(forms.Form):
    """A name, and what the person agrees to; allauth puts it into its own form."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        help_text=_("As members of your organisation should see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    privacy_notice = forms.BooleanField(
        label=PURPOSES["privacy_notice"].text,
        error_messages={"required": _("Please read the privacy notice and tick the box.")},
    )
    news = forms.BooleanField(label=PURPOSES["news"].text, required=False)

    def signup(self, _request: HttpRequest, user: Any) -> None:
        """Keep the details of the account just made."""
        if not isinstance(user, User):
            raise TypeError("Sign-up makes people.")
        profile_change(by=user, name=self.cleaned_data["name"])
        for purpose in PURPOSES:
            if self.cleaned_data.get(purpose):
                consent_give(by=user, purpose=purpose)
