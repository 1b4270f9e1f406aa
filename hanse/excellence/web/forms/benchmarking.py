"""What people say on the way of a benchmarking: its year, the expert, reasons and days."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.actions.benchmarking import OLDEST_YEARS
from hanse.excellence.web.models.benchmarking import BenchmarkingState
from hanse.excellence.web.models.programme import Project
from hanse.foundation.web.models.people import User

_REASON_LENGTH = 1000


class BeginForm(forms.Form):
    """The year the answers will be about, and the project that pays, where any runs."""

    reference_year = forms.TypedChoiceField(
        label=_("Year the answers are about"),
        coerce=int,
        help_text=_("Mostly the last year whose accounts are closed."),
    )

    project = forms.ModelChoiceField(
        label=_("Programme project"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("The project that pays for this benchmarking, if one does."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = Project.objects.filter(begins__lte=on, ends__gte=on, call__published=True)
        if running.exists():
            project = self.fields["project"]
            assert isinstance(project, forms.ModelChoiceField)
            project.queryset = running
        else:
            del self.fields["project"]
        years = range(on.year, on.year - OLDEST_YEARS - 1, -1)
        field = self.fields["reference_year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(year), str(year)) for year in years]
        field.initial = str(on.year - 1)


class ExpertForm(forms.Form):
    """Who is to interview."""

    expert = forms.ModelChoiceField(label=_("Expert"), queryset=User.objects.none())

    def __init__(
        self,
        *args: Any,
        experts: QuerySet[User],
        refused: Mapping[User, Sequence[str]] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """refused: whoever may not, with the reasons that are given when they are chosen."""
        super().__init__(*args, **kwargs)
        self._refused = {str(person.pk): reasons for person, reasons in refused.items()}
        field = self.fields["expert"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = experts
        field.empty_label = _("Choose an expert")
        reasons = self._refused.get(str(self.data.get("expert", "")))
        if reasons:
            field.error_messages["invalid_choice"] = " ".join(reasons)


class ReturnForm(forms.Form):
    """Why the answers are given back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The organisation reads it, and can then change its answers."),
    )


class ConfirmForm(forms.Form):
    """The day of the interview."""

    interviewed = forms.DateField(
        label=_("Day of the interview"), widget=forms.DateInput(attrs={"type": "date"})
    )


class BenchmarkingFilterForm(forms.Form):
    """Which benchmarkings to list."""

    q = forms.CharField(label=_("Organisation"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *BenchmarkingState.choices],
    )
