"""What applicants, assessors and organisers say of applications for a mission."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.missions.selection import CRITERION_WORDS, MOST_POINTS
from hanse.collaboration.missions.states import ApplicationState
from hanse.collaboration.web.actions.mission_applications import APPLICATION_DETAILS, OUTCOMES
from hanse.collaboration.web.forms.missions import sector_field
from hanse.collaboration.web.mission_words import APPLICATION_CHOICES
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.foundation.web.models.organisations import Organisation

_LONG: Final = forms.Textarea(attrs={"rows": 4})
_POINTS: Final = [(str(each), str(each)) for each in range(MOST_POINTS + 1)]


class ApplicantForm(forms.Form):
    """Which of one's organisations applies."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, own: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in own])


class MissionApplicationForm(forms.ModelForm[MissionApplication]):
    """An application. What is missing is asked for when it is handed in, not before."""

    class Meta:
        model = MissionApplication
        fields = APPLICATION_DETAILS
        widgets: ClassVar = dict.fromkeys(("reason", "offers", "needs", "wishes"), _LONG)
        help_texts: ClassVar = {
            "wishes": _("Names or kinds of organisations in the host country."),
            "shown": _(
                "Sectors, offers, needs and wishes, with the names of those who come, once "
                "participants are published to each other. Needed to take part."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sectors"] = sector_field()

    def details(self) -> dict[str, Any]:
        """Field -> value."""
        return {name: self.cleaned_data[name] for name in APPLICATION_DETAILS}


class AssessmentForm(forms.Form):
    """Points on each criterion, and a remark that the organiser reads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion, (label, question) in CRITERION_WORDS.items():
            self.fields[criterion.value] = forms.ChoiceField(
                label=gettext(label),
                help_text=gettext(question),
                choices=_POINTS,
                widget=forms.RadioSelect,
            )
        self.fields["remark"] = forms.CharField(
            label=_("Remark for the organiser"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def scores(self) -> dict[str, int]:
        """Criterion -> points."""
        return {each.value: int(self.cleaned_data[each.value]) for each in CRITERION_WORDS}


class DecisionForm(forms.Form):
    """An outcome and a remark for each application; what is proposed stands where none is."""

    def __init__(
        self,
        applications: Sequence[MissionApplication],
        proposed: Mapping[int, str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """proposed: key of an application -> outcome."""
        super().__init__(*args, **kwargs)
        self.applications = applications
        words = dict(APPLICATION_CHOICES)
        undecided: list[tuple[str, Any]] = [(ApplicationState.SUBMITTED.value, _("Not decided"))]
        for each in applications:
            self.fields[f"outcome_{each.pk}"] = forms.ChoiceField(
                label=_("Outcome"),
                choices=undecided + [(outcome.value, words[outcome.value]) for outcome in OUTCOMES],
                initial=each.state if each.decided else proposed.get(each.pk, each.state),
            )
            self.fields[f"remark_{each.pk}"] = forms.CharField(
                label=_("Words to the organisation"),
                required=False,
                max_length=500,
                initial=each.remark,
            )

    def seen(self) -> dict[int, tuple[str, str]]:
        """Key of an application -> state and remark that were on the page."""
        return {
            each.pk: (
                self.data.get(f"seen_{each.pk}", each.state),
                self.data.get(f"seen_remark_{each.pk}", each.remark),
            )
            for each in self.applications
        }

    def standing(self) -> dict[str, str]:
        """Field -> what is saved."""
        return {
            name: value
            for each in self.applications
            for name, value in (
                (f"outcome_{each.pk}", each.state),
                (f"remark_{each.pk}", each.remark),
            )
        }

    def decisions(self) -> dict[int, tuple[str, str]]:
        """Key of an application -> outcome and remark."""
        return {
            each.pk: (
                self.cleaned_data[f"outcome_{each.pk}"],
                self.cleaned_data[f"remark_{each.pk}"],
            )
            for each in self.applications
        }
