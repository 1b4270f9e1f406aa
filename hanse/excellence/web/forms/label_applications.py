"""What a cluster organisation says when it applies, and what the secretariat finds."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.label_case import Checked
from hanse.excellence.web.models.label_files import Improvement
from hanse.excellence.web.models.label_ties import SupportKind
from hanse.foundation.web.languages import language_choices
from hanse.foundation.web.models.organisations import Organisation


class ApplicationForm(forms.Form):
    """The working language, and the improvements where the level asks for some."""

    language = forms.ChoiceField(
        label=_("Working language"),
        help_text=_("In which the experts talk with you. One who speaks it is preferred."),
    )

    def __init__(
        self,
        *args: Any,
        improvements: int = 0,
        described: Sequence[Improvement] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = language_choices()
        for at in range(max(improvements, len(described)) if improvements else 0):
            self.fields[f"improvement_{at}"] = forms.CharField(
                label=_("Improvement %(number)s") % {"number": at + 1},
                required=False,
                max_length=2000,
                initial=described[at].text if at < len(described) else "",
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("What you changed since the first benchmarking, and what came of it.")
                if at == 0
                else "",
            )

    @property
    def improvements(self) -> list[str]:
        """The texts, in their order."""
        return [
            value for name, value in self.cleaned_data.items() if name.startswith("improvement_")
        ]


class MarksForm(forms.Form):
    """For each rule whether it is met, and a note."""

    def __init__(self, checked: Sequence[Checked], data: Any = None) -> None:
        super().__init__(data)
        self.rules = [each.judged.code for each in checked]
        for each in checked:
            code = each.judged.code
            known = each.mark.met if each.mark else each.judged.met
            self.fields[f"{code}_met"] = forms.ChoiceField(
                label=_("Found"),
                choices=[("yes", _("met")), ("no", _("not met"))],
                widget=forms.RadioSelect,
                initial={True: "yes", False: "no"}.get(known) if known is not None else None,
            )
            self.fields[f"{code}_note"] = forms.CharField(
                label=_("Note"),
                required=False,
                max_length=500,
                initial=each.mark.note if each.mark else "",
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each rule, in their order."""
        return [(self[f"{code}_met"], self[f"{code}_note"]) for code in self.rules]

    @property
    def marks(self) -> Mapping[str, tuple[bool, str]]:
        """Code of a rule -> whether it is met, and the note."""
        return {
            code: (self.cleaned_data[f"{code}_met"] == "yes", self.cleaned_data[f"{code}_note"])
            for code in self.rules
        }


class SupportForm(forms.Form):
    """An organisation that funds or supports the applicant."""

    supporter = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose")
    )
    kind = forms.ChoiceField(label=_("What it does"), choices=SupportKind.choices)

    def __init__(self, organisation: Organisation, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["supporter"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Organisation.objects.filter(withdrawn__isnull=True)
            .exclude(pk=organisation.pk)
            .exclude(kind="cluster")
        )
