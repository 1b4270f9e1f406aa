"""What people say when they keep a search of the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.saved_searches import NAME_LENGTH, Rhythm


class RhythmForm(forms.Form):
    """How often mail is to come."""

    rhythm = forms.ChoiceField(
        label=_("Mail of what is new"), choices=Rhythm.choices, initial=Rhythm.WEEKLY
    )


class SavedSearchForm(RhythmForm):
    """A search with its name."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    query = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("name", "rhythm", "query")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "saved-search-%s", **more})
