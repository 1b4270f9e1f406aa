"""The form that takes a badge to be verified: a file, or a link to this site."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.excellence.credentials.baking import LARGEST

_LONGEST_LINK: Final = 500


class VerificationForm(forms.Form):
    """A badge to be verified, and the day in question."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A badge as SVG, PNG or JSON. It is checked and not kept."),
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".json,.svg,.png,application/json,image/*"}
        ),
    )
    link = forms.CharField(
        label=gettext_lazy("Or a link"),
        help_text=gettext_lazy("The address of a badge of this site. Other sites are not asked."),
        required=False,
        max_length=_LONGEST_LINK,
    )
    on = forms.DateField(
        label=gettext_lazy("On this day"),
        help_text=gettext_lazy("Today where not said."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Refuse what is too large to be a badge."""
        found: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if found is not None and (found.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("The file is too large to be a badge: at most %(most)s MB are looked into.")
                % {"most": LARGEST // 1024**2}
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for a file or a link, and not both."""
        given = super().clean() or self.cleaned_data
        if not self.errors and bool(given.get("file")) == bool(given.get("link")):
            raise forms.ValidationError(_("Choose a file, or give a link."))
        return given
