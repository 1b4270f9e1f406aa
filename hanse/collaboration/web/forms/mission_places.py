"""What participants of a mission say of themselves, their people, and what came of it."""

from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.actions.mission_places import PLACE_DETAILS
from hanse.collaboration.web.forms.missions import PersonField, sector_field, zone_choices
from hanse.collaboration.web.models.mission_outcomes import MissionOutcome
from hanse.collaboration.web.models.mission_participants import (
    MissionDelegate,
    MissionParticipant,
)
from hanse.collaboration.web.models.mission_programme import (
    MissionBudgetLine,
    MissionItem,
    MissionNote,
)
from hanse.collaboration.web.models.missions import MissionMode
from hanse.foundation.web.models.people import User

_LONG: Final = forms.Textarea(attrs={"rows": 4})


def moment_widget() -> forms.DateTimeInput:
    """A day and a time, to the minute, as browsers ask for them."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PlaceForm(forms.ModelForm[MissionParticipant]):
    """What others read of a participant; times are those of the mission's time zone."""

    class Meta:
        model = MissionParticipant
        fields = PLACE_DETAILS
        widgets: ClassVar = {
            **dict.fromkeys(("offers", "needs", "wishes"), _LONG),
            "arrives": moment_widget(),
            "leaves": moment_widget(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sectors"] = sector_field()
        mission = self.instance.mission
        if mission.mode == MissionMode.IN_PERSON:
            del self.fields["remote"], self.fields["time_zone"]
        else:
            self.fields["time_zone"] = forms.ChoiceField(
                label=_("Your time zone"),
                required=False,
                choices=[("", _("That of the mission")), *zone_choices()],
            )
        for name in ("arrives", "leaves"):
            if name in self.fields:
                self.fields[name].help_text = _("Time in %(zone)s.") % {"zone": mission.time_zone}

    def details(self) -> dict[str, Any]:
        """Field -> value."""
        return {name: self.cleaned_data[name] for name in PLACE_DETAILS if name in self.fields}


class DelegateForm(forms.ModelForm[MissionDelegate]):
    """Somebody who comes."""

    class Meta:
        model = MissionDelegate
        fields = ("name", "function", "person")

    def __init__(self, place: MissionParticipant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = place.organisation.memberships.current().values("person")
        self.fields["person"] = PersonField(
            label=_("Person with an account here"),
            queryset=User.objects.filter(pk__in=members, is_active=True),
            required=False,
            empty_label=_("None"),
        )


class ParticipantField(forms.ModelChoiceField[MissionParticipant]):
    """Choices of participants, by the names of their organisations."""

    def label_from_instance(self, obj: MissionParticipant) -> str:
        """The name of one."""
        return obj.organisation.name


class OutcomeForm(forms.ModelForm[MissionOutcome]):
    """What came of a mission with another participant."""

    class Meta:
        model = MissionOutcome
        fields = ("other", "kind", "since", "amount", "words")
        widgets: ClassVar = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts: ClassVar = {
            "amount": _("Read by you two; others see no more than the sum of all."),
        }

    def __init__(self, place: MissionParticipant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = ParticipantField(
            label=_("With"),
            queryset=MissionParticipant.objects.filter(mission=place.mission)
            .taking_part()
            .exclude(pk=place.pk)
            .in_order(),
            empty_label=_("Choose"),
        )
        self.fields["since"].initial = timezone.localdate


class FollowUpForm(forms.Form):
    """The answer to a question what came of a mission."""

    remark = forms.CharField(
        label=_("What came of it, in your words"),
        required=False,
        max_length=2000,
        widget=_LONG,
        help_text=_("Read by the organiser. Leave it empty where nothing did."),
    )


class MissionItemForm(forms.ModelForm[MissionItem]):
    """An item of the programme; times are those of the mission's time zone."""

    class Meta:
        model = MissionItem
        fields = ("title", "begins", "ends", "place", "words", "public")
        widgets: ClassVar = {
            "begins": moment_widget(),
            "ends": moment_widget(),
            "words": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "public": _("Without it participants and organisers alone see it."),
        }


class MissionNoteForm(forms.ModelForm[MissionNote]):
    """A travel note."""

    class Meta:
        model = MissionNote
        fields = ("title", "words")
        widgets: ClassVar = {"words": _LONG}


class MissionBudgetForm(forms.ModelForm[MissionBudgetLine]):
    """A line of the budget."""

    class Meta:
        model = MissionBudgetLine
        fields = ("heading", "words", "paid_by", "planned", "spent")
