"""What the secretariat says of calls and projects."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.excellence.programme import Output
from hanse.excellence.web.models.programme import OUTPUTS, Call, Project
from hanse.foundation.web.models.organisations import Organisation

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CallForm(forms.ModelForm[Call]):
    """Everything that is said of a call."""

    class Meta:
        model = Call
        fields = ("code", "title", "about", "opens", "closes", "budget_eur", "published")
        widgets: ClassVar = {
            "about": forms.Textarea(attrs={"rows": 5}),
            "opens": _DATE,
            "closes": _DATE,
        }
        help_texts: ClassVar = {"code": _("Short, for its address: small letters and hyphens.")}


class ProjectForm(forms.ModelForm[Project]):
    """Everything that is said of a project, with a target for each output."""

    class Meta:
        model = Project
        fields = ("acronym", "title", "coordinator", "partners", "begins", "ends")
        widgets: ClassVar = {"begins": _DATE, "ends": _DATE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = Organisation.objects.filter(withdrawn__isnull=True)
        for name in ("coordinator", "partners"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = standing
        promised = (
            {each.output: each.amount for each in self.instance.targets.all()}
            if self.instance.pk
            else {}
        )
        for code, label in OUTPUTS:
            self.fields[f"target_{code}"] = forms.IntegerField(
                label=str(label),
                required=False,
                min_value=0,
                max_value=1_000_000,
                initial=promised.get(code),
                help_text=_("How many the project promises; leave it empty for none."),
            )

    def targets(self) -> dict[Output, int]:
        """What was promised, by output."""
        return {each: self.cleaned_data.get(f"target_{each.value}") or 0 for each in Output}
