"""What people fill in about trainings, certificates and education."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.models.sessions import COURSES, SessionDay, TrainingSession
from hanse.foundation.web.countries import country_choices
from hanse.foundation.web.languages import language_choices

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SessionForm(forms.ModelForm[TrainingSession]):
    """Everything that is said of a session."""

    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    country = forms.ChoiceField(label=_("Country"), required=False)

    class Meta:
        model = TrainingSession
        fields = (
            "title",
            "about",
            "language",
            "online",
            "country",
            "place",
            "begins",
            "ends",
            "enrol_until",
            "places",
            "project",
        )
        widgets: ClassVar = {
            "about": forms.Textarea(attrs={"rows": 5}),
            "begins": _DATE,
            "ends": _DATE,
            "enrol_until": _DATE,
        }
        help_texts: ClassVar = {
            "place": _("Town and address, or how to join online."),
            "places": _("Who asks later waits, and moves up when somebody gives a place back."),
            "project": _("The project that delivers this training, if there is one."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("No country")), *country_choices()]


class NewSessionForm(SessionForm):
    """The same, with the course, which does not change afterwards."""

    course = forms.ChoiceField(label=_("Course"), choices=COURSES)
    field_order = ("course",)


class SessionDayForm(forms.ModelForm[SessionDay]):
    """One meeting."""

    module = forms.ChoiceField(label=_("Module"))

    class Meta:
        model = SessionDay
        fields = ("module", "begins", "ends")
        widgets: ClassVar = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("begins", "ends")
        }

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module = self.fields["module"]
        assert isinstance(module, forms.ChoiceField)
        module.choices = [(each.code, each.name) for each in session.rule.module]


class MaterialForm(forms.Form):
    """A file for those who take part."""

    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(
        label=_("File"), help_text=_("A PDF, an office document, a PNG or a JPEG, up to 20 MB.")
    )


class TrainerForm(forms.Form):
    """Who is to teach, by the address of their account."""

    email = forms.EmailField(
        label=_("E-mail address of the trainer's account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    """Why something is refused, stopped or called off."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class EducationForm(forms.Form):
    """Hours of continuing education."""

    title = forms.CharField(label=_("What it was about"), max_length=200)
    organiser = forms.CharField(label=_("Who held it"), max_length=200)
    on = forms.DateField(label=_("Last day"), widget=_DATE)
    hours = forms.FloatField(label=_("Hours"), min_value=0.5, max_value=200, localize=True)
