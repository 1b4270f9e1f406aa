"""What organisers say of a mission, and what its list is asked."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.actions.missions import DETAILS
from hanse.collaboration.web.forms.consortia import by_name
from hanse.collaboration.web.mission_words import STATE_CHOICES
from hanse.collaboration.web.models.agreements import Agreement
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.missions import Mission, MissionRole
from hanse.collaboration.web.offer_words import category_names
from hanse.foundation.web.countries import country_choices, country_names
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def zone_choices() -> list[tuple[str, str]]:
    """Time zones that are named after a place, and UTC."""
    places = sorted(
        each for each in available_timezones() if "/" in each and not each.startswith("Etc/")
    )
    return [("UTC", "UTC"), *((each, each.replace("_", " ")) for each in places)]


def sector_field() -> forms.MultipleChoiceField:
    """Cluster categories to tick."""
    return forms.MultipleChoiceField(
        label=_("Sectors"),
        required=False,
        choices=by_name(category_names()),
        widget=forms.CheckboxSelectMultiple,
    )


class DaysField(forms.CharField):
    """Days, kept as ISO dates in order; written one after another."""

    def prepare_value(self, value: Any) -> Any:
        """As they are written."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The days, each once."""
        found = set()
        for each in re.split(r"[\s,;]+", super().clean(value)):
            try:
                found.add(date.fromisoformat(each).isoformat()) if each else None
            except ValueError as problem:
                raise ValidationError(
                    gettext("“%(word)s” is no day, such as 2027-05-31.") % {"word": each}
                ) from problem
        return sorted(found)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other days are written."""
        return bool(super().has_changed(self.prepare_value(initial), data))


class MissionForm(forms.ModelForm[Mission]):
    """Everything that is said of a mission."""

    class Meta:
        model = Mission
        fields = DETAILS
        widgets: ClassVar = {
            "about": forms.Textarea(attrs={"rows": 5}),
            "wanted": forms.Textarea(attrs={"rows": 3}),
            "costs": forms.Textarea(attrs={"rows": 3}),
            **dict.fromkeys(("begins", "ends", "opens", "closes", "decides", "confirms"), _DATE),
        }
        help_texts: ClassVar = {
            "closes": _("Organisations may apply until the end of this day."),
            "host_places": _("Empty for no limit; who confirms later waits for a place."),
            "country_places": _("Empty for no limit; the proposal keeps to it."),
        }

    def __init__(self, person: Somebody, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreement"]
        assert isinstance(field, forms.ModelChoiceField)
        # The one it has stays a choice for organisers who are no party of it.
        field.queryset = Agreement.objects.filter(
            Q(pk__in=Agreement.objects.visible_to(person).values("pk"))
            | Q(pk=self.instance.agreement_id)
        )
        field.empty_label = _("None")
        self.fields["host_country"] = forms.ChoiceField(
            label=_("Host country"), choices=country_choices()
        )
        self.fields["time_zone"] = forms.ChoiceField(label=_("Time zone"), choices=zone_choices())
        self.fields["sectors"] = sector_field()
        self.fields["cut_offs"] = DaysField(
            label=_("Earlier cut-off dates"),
            required=False,
            max_length=200,
            help_text=_(
                "Such as 2027-03-31, 2027-04-30. What is handed in by each is reviewed while the "
                "call goes on. The last day to apply is the last cut-off date."
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Cut-off dates lie within the call."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        days, opens, closes = said.get("cut_offs"), said.get("opens"), said.get("closes")
        if days and (
            closes is None
            or days[-1] >= closes.isoformat()
            or (opens is not None and days[0] < opens.isoformat())
        ):
            self.add_error("cut_offs", _("They are within the call, before its last day."))
        return said

    def details(self) -> dict[str, Any]:
        """Field -> value."""
        return {name: self.cleaned_data[name] for name in DETAILS}


class PersonField(forms.ModelChoiceField[User]):
    """Choices of people, by their names."""

    def label_from_instance(self, obj: User) -> str:
        """The name of one."""
        return obj.name


class OrganiserForm(forms.Form):
    """Which of one's organisations runs the mission."""

    organiser = forms.ModelChoiceField(
        label=_("Organiser"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, own: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organiser"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in own])


class CallOffForm(forms.Form):
    """Why a mission is called off."""

    reason = forms.CharField(
        label=_("Why it is called off"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who applied or takes part is told."),
    )


class MissionPartnerForm(forms.Form):
    """Who helps to run a mission, as what."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    role = forms.ChoiceField(label=_("Role"), choices=MissionRole.choices)

    def __init__(self, mission: Mission, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Organisation.objects.filter(withdrawn__isnull=True, fictitious=mission.fictitious)
            .exclude(pk=mission.organiser_id)
            .order_by("name", "pk")
        )


class MissionInviteForm(forms.Form):
    """Whom to ask to take part, on which side."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, initial=Side.HOST)

    def __init__(self, mission: Mission, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = MissionParticipant.objects.filter(mission=mission).standing()
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Organisation.objects.filter(withdrawn__isnull=True, fictitious=mission.fictitious)
            .exclude(pk__in=there.values("organisation"))
            .exclude(on_record__isnull=False)
            .order_by("name", "pk")
        )


class AssessorForm(forms.Form):
    """Who scores applications."""

    person = PersonField(label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose"))

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.queryset = people


class MissionFilterForm(forms.Form):
    """Which missions. Choices are those there are."""

    state = forms.ChoiceField(label=_("State"), required=False)
    country = forms.ChoiceField(label=_("Host country"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)

    def __init__(self, there: Iterable[tuple[str, list[str]]], *args: Any, **kwargs: Any) -> None:
        """there: host country and sectors of each mission that the reader sees."""
        super().__init__(*args, **kwargs)
        known = list(there)
        places, categories = country_names(), category_names()
        offered: dict[str, list[tuple[str, Any]]] = {
            "state": list(STATE_CHOICES),
            "country": by_name({code: places.get(code, code) for code, _sectors in known}),
            "sector": by_name(
                {code: categories.get(code, code) for _code, codes in known for code in codes}
            ),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]
