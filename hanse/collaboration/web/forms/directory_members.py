"""Members of a cluster organisation: one by one, or from a file."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.profiles import ClusterMember, MemberKind


class ClusterMemberForm(forms.ModelForm[ClusterMember]):
    """One member."""

    class Meta:
        model = ClusterMember
        fields = ("name", "kind", "size", "since", "objects_to_naming")
        widgets: ClassVar = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts: ClassVar = {
            "size": _("Of a firm; leave it empty if you do not know."),
            "objects_to_naming": _("Then it is counted, and its name is shown to nobody else."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = MemberKind.choices


class TableFileForm(forms.Form):
    """A table to take over."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("CSV in UTF-8, or XLSX; the first row names the columns."),
    )
