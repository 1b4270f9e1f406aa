"""What an officer brings: a table of organisations, and what it comes from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.forms.directory_members import TableFileForm


class OrganisationsFileForm(TableFileForm):
    """A table of organisations with its source."""

    source = forms.CharField(
        label=_("Source of the list"),
        max_length=500,
        help_text=_("Who published it, and when. It stands on the page of every organisation."),
    )
    source_address = forms.URLField(
        label=_("Address of the source"), required=False, assume_scheme="https"
    )
